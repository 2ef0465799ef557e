"""Small workbooks made at random, part by part, together with what stands in them: odd as files come, and valid all the same."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from xml.sax.saxutils import quoteattr

from evaluator.intake.address import column_letters
from tests.workbooks import MAIN, STRICT

OFFICE = {
    MAIN: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    STRICT: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
TEXTS = (
    "是", "否", "N/A", "NULL", "nan", "None", "0001", "1.10", "=1+1", "@SUM(A1)", " ", "  indented", "ends \t", "两行\n文字",
    "99.9%", "不满足", "正偏离", "A & B < C > D", 'said "yes"', "it's", "_x0041_", "_X0041_", "x_x00e9_y", "\x0b", "𠮷野家 🙂",
    "a\nb\n\nc", "]]>", "<v>1</v>", "&amp;", "１２３", "é", "\u3000全角", "long " * 120, "¥1,200.00", "-", "–", "TRUE",
    "#N/A", "{{ x }}",
)  # fmt: skip
ERRORS = ("#N/A", "#DIV/0!", "#SPILL!", "#REF!", "#NAME?", "#VALUE!", "#CALC!")
CODES = (
    "0.00%",
    '#,##0.00 "元"',
    '0" hours"',
    "[Red]0.0",
    "¥#,##0.00",
    "#,##0.0_);[Red]\\(#,##0.0\\)",
    "0.000000",
    '"≥"0',
)
DATE_CODES = ("yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "[$-804]yyyy/m/d h:mm", "d.m.yyyy", "mmm\\-yy")
DATE_IDS = (14, 22, 27, 31, 36, 57)


@dataclass(frozen=True, slots=True)
class Known:
    """What a cell must be read as; ``code`` None where the number format has several names."""

    text: str
    kind: str = "text"
    code: str | None = ""
    formula: bool = False
    uncalculated: bool = False


@dataclass(slots=True)
class KnownSheet:
    """What a sheet must be read as."""

    name: str
    hidden: bool
    cells: dict[tuple[int, int], Known] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    asking: set[int] = field(default_factory=set)


def book(seed: int) -> tuple[bytes, list[KnownSheet]]:
    """A workbook and what stands in it; the same for the same seed."""
    return _Writer(random.Random(seed)).write()


def questionnaire(seed: int) -> tuple[bytes, list[KnownSheet]]:
    """A workbook whose sheets ask questions from row 2 on, with a reply of any kind or none in column C."""
    return _Questionnaire(random.Random(seed)).write()


class _Writer:
    """One workbook being made; every choice comes from the one source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self.r = chance
        self.namespace = STRICT if self.often(0.15) else MAIN
        self.prefix = "x:" if self.often(0.15) else ""
        self.date1904 = self.often(0.1)
        self.strings: list[str] = []
        self.formats: list[int] = [0]
        self.custom: dict[str, int] = {}
        self.parts: dict[str, str] = {}

    def often(self, share: float) -> bool:
        return self.r.random() < share

    def tag(self, name: str) -> str:
        return self.prefix + name

    def element(self, name: str, inner: str = "", /, **attributes: str) -> str:
        given = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        if not inner and self.often(0.5):
            return f"<{self.tag(name)}{given}/>"
        return f"<{self.tag(name)}{given}>{inner}</{self.tag(name)}>"

    def root(self, name: str, inner: str) -> str:
        spaces = f'xmlns{":x" if self.prefix else ""}="{self.namespace}" xmlns:r="{OFFICE[self.namespace]}"'
        return f"<{self.tag(name)} {spaces}>{inner}</{self.tag(name)}>"

    def between(self) -> str:
        return self.r.choice(("", "", "", "\n  ", "\t", "<!-- a remark -->", "<?office nothing?>"))

    # texts

    def written(self, text: str) -> str:
        """A text as XML: escaped as Excel escapes it, then in one of the ways that XML has for the same signs."""
        text = text.replace("_x", "_x005F_x") if self.often(0.5) else _only_where_needed(text)
        text = text.replace("\x0b", "_x000B_").replace(
            "\n", self.r.choice(("\n", "\r\n", "_x000D_\n", "&#10;", "&#xA;"))
        )
        if "&#" not in text and "]]>" not in text and self.often(0.1):
            return f"<![CDATA[{text}]]>"
        return "".join(self._sign(sign) for sign in _units(text))

    def _sign(self, sign: str) -> str:
        if sign.startswith("&#"):
            return sign
        if sign in "<&>":
            return {"<": "&lt;", "&": "&amp;", ">": "&gt;"}[sign]
        if sign in "\"'" and self.often(0.5):
            return {'"': "&quot;", "'": "&apos;"}[sign]
        if self.often(0.03) and sign not in "_\r\n":
            return f"&#{ord(sign)};" if self.often(0.5) else f"&#x{ord(sign):X};"
        return sign

    def rich(self, text: str) -> str:
        """The content of a string item: plain, in runs, with phonetics that are no part of it."""
        space = {"xml:space": "preserve"} if text != text.strip() or self.often(0.2) else {}
        if self.often(0.7) or "_x" in text:
            inner = self.element("t", self.written(text), **space)
        else:
            cut = self.r.randint(0, len(text))
            look = self.element("rPr", self.element("b"))
            inner = "".join(
                self.element("r", (look if self.often(0.5) else "") + self.element("t", self.written(run), **space))
                for run in (text[:cut], text[cut:])
            )
        if self.often(0.1):
            inner += self.element("rPh", self.element("t", "よみ"), sb="0", eb="1") + self.element(
                "phoneticPr", fontId="1"
            )
        return inner

    def shared(self, text: str) -> str:
        if self.often(0.3):
            self.strings.append(self.element("si", self.rich("left over")))
        self.strings.append(self.element("si", self.rich(text)))
        return str(len(self.strings) - 1)

    # styles

    def style(self, number: int) -> str:
        if number not in self.formats or self.often(0.2):
            self.formats.append(number)
        return str(len(self.formats) - 1 - self.formats[::-1].index(number))

    def style_of(self, code: str) -> str:
        return self.style(self.custom.setdefault(code, 164 + 3 * len(self.custom)))

    def styles(self) -> str:
        formats = "".join(self.element("numFmt", numFmtId=str(n), formatCode=code) for code, n in self.custom.items())
        looks = "".join(
            self.element("xf", numFmtId=str(n), applyNumberFormat=self.r.choice(("0", "1"))) for n in self.formats
        )
        base = self.element("cellStyleXfs", self.element("xf", numFmtId="14"))
        other = self.element("dxfs", self.element("dxf", self.element("numFmt", numFmtId="164", formatCode="yyyy")))
        return self.root("styleSheet", self.element("numFmts", formats) + base + self.element("cellXfs", looks) + other)

    # cells: the attributes and content of one, and what it says

    def cell(self) -> tuple[dict[str, str], str, Known | None]:
        make = self.r.choices(
            (self._text, self._number, self._date, self._small, self._formula, self._blank), (8, 5, 2, 2, 3, 3)
        )[0]
        return make()

    def _text(self) -> tuple[dict[str, str], str, Known | None]:
        text = (
            self.r.choice(TEXTS)
            if self.often(0.8)
            else "".join(self.r.choices("甲乙丙abc 1&<_x\n", k=self.r.randint(0, 30)))
        )
        known = Known(text) if text else None
        look = {"s": self.style_of(self.r.choice(CODES))} if self.often(0.2) else {}
        if self.often(0.3):
            return {"t": "inlineStr", **look}, self.element("is", self.rich(text)), known
        return {**look, "t": "s"}, self.element("v", self.shared(text)), known

    def _stored(self) -> tuple[str, str]:
        """A number as stored, in one of its ways, and in its shortest text."""
        number = Decimal(self.r.randint(-(10 ** self.r.randint(1, 15)), 10**15)).scaleb(-self.r.randint(0, 9))
        number = number.quantize(Decimal(1)) if self.often(0.4) else number
        shortest = f"{number:f}"
        shortest = shortest.rstrip("0").rstrip(".") if "." in shortest else shortest
        shortest = "0" if shortest in ("-0", "") else shortest
        ways = (
            shortest,
            repr(float(number)),
            f"{float(number):.17g}",
            f"{number:E}",
            f"{float(number):.17g}".replace("e", "E"),
        )
        return self.r.choice(ways), shortest

    def _number(self) -> tuple[dict[str, str], str, Known | None]:
        stored, text = self._stored()
        code = self.r.choice(CODES) if self.often(0.4) else ""
        look = (
            {"s": self.style_of(code)} if code else self.r.choice(({}, {"s": "0"}, {"s": self.style(10)}, {"t": "n"}))
        )
        known = Known(text, "number", code or ("0.00%" if look.get("s", "0") != "0" else ""))
        return look, self.element("v", stored), known

    def _date(self) -> tuple[dict[str, str], str, Known | None]:
        moment = datetime(1905, 1, 1) + timedelta(days=self.r.randint(0, 70_000))
        if self.often(0.1):
            return {"t": "d"}, self.element("v", moment.date().isoformat()), Known(moment.date().isoformat(), "date")
        if self.often(0.3):
            moment += timedelta(minutes=self.r.randint(0, 1439))
        serial = (moment - datetime(1904, 1, 1) if self.date1904 else moment - datetime(1899, 12, 30)) / timedelta(
            days=1
        )
        midnight = moment.time() == moment.min.time()
        text = moment.date().isoformat() if midnight else moment.isoformat(" ", "minutes")
        code = self.r.choice(DATE_CODES) if self.often(0.5) else None
        look = self.style_of(code) if code else self.style(self.r.choice(DATE_IDS))
        return {"s": look}, self.element("v", repr(serial).removesuffix(".0")), Known(text, "date", code)

    def _small(self) -> tuple[dict[str, str], str, Known | None]:
        if self.often(0.5):
            value = self.often(0.5)
            return {"t": "b"}, self.element("v", str(int(value))), Known("TRUE" if value else "FALSE", "bool")
        error = self.r.choice(ERRORS)
        return {"t": "e"}, self.element("v", error), Known(error, "error")

    def _formula(self) -> tuple[dict[str, str], str, Known | None]:
        how = self.r.choice(({}, {"t": "shared", "si": "0"}, {"t": "array", "ref": "A1:B2"}, {"ca": "1"}))
        formula = self.element("f", self.r.choice(("1+1", "", 'IF(A1&gt;2,"是","否")', "A1&amp;B1")), **how)
        match self.r.randint(0, 3):
            case 0:
                stored, text = self._stored()
                return {}, formula + self.element("v", stored), Known(text, "number", formula=True)
            case 1:
                text = self.r.choice([one for one in TEXTS if "_x" not in one])
                return {"t": "str"}, formula + self.element("v", self.written(text)), Known(text, formula=True)
            case 2:
                return (
                    {},
                    formula + ("" if self.often(0.5) else self.element("v")),
                    Known("", formula=True, uncalculated=True),
                )
            case _:
                return {"t": "str"}, formula + self.element("v"), Known("", formula=True)

    def _blank(self) -> tuple[dict[str, str], str, Known | None]:
        inner = self.r.choice(("", self.element("v")))
        return {"s": self.style_of(self.r.choice(CODES))} if self.often(0.7) else {}, inner, None

    # sheets

    def sheet(self, known: KnownSheet) -> str:
        rows, last = [], 0
        for number in self._ascending(self.r.randint(0, 8), 1_048_576):
            skipping = number == last + 1 and self.often(0.3)
            given = {} if skipping else {"r": str(number)}
            if self.often(0.15):
                given["hidden"] = self.r.choice(("1", "true"))
                known.hidden_rows.add(number)
            if self.often(0.2):
                given |= {"spans": "1:3", "ht": "15", "customHeight": "1"}
            rows.append(self.element("row", self._cells(known, number), **given) + self.between())
            last = number
        data = self.element("sheetData", self.between() + "".join(rows))
        return self.root("worksheet", self._before(known) + data + self._after(known))

    def _cells(self, known: KnownSheet, row: int) -> str:
        made, last = [], 0
        for column in self._ascending(self.r.randint(0, 6), 16_384):
            attributes, inner, content = self.cell()
            named = {} if column == last + 1 and self.often(0.3) else {"r": f"{column_letters(column)}{row}"}
            pairs = [*named.items(), *attributes.items()]
            self.r.shuffle(pairs)
            made.append(self.element("c", inner, **dict(pairs)) + self.between())
            if content is not None:
                known.cells[row, column] = content
            last = column
        return "".join(made)

    def _ascending(self, count: int, most: int) -> Iterator[int]:
        number = 0
        for _ in range(count):
            number += 1 if self.often(0.7) else self.r.randint(1, 5)
            yield number
        if count and self.often(0.03):
            yield most

    def _before(self, known: KnownSheet) -> str:
        lies = self.r.choice(("A1", "A1:A1", "C3:XFD1048576", "B2"))
        made = self.element("dimension", ref=lies) if self.often(0.6) else ""
        made += self.element("sheetViews", self.element("sheetView", workbookViewId="0")) if self.often(0.5) else ""
        if self.often(0.4):
            first = self.r.randint(1, 6)
            last = first + self.r.randint(0, 3)
            known.hidden_columns.update(range(first, last + 1))
            shown = self.element("col", min=str(last + 1), max="16384", width="9")
            hidden = self.element("col", min=str(first), max=str(last), hidden=self.r.choice(("1", "true")), width="0")
            made += self.element("cols", hidden + shown)
        return made

    def _after(self, known: KnownSheet) -> str:
        made = ""
        if self.often(0.4):
            corners = [(self.r.randint(1, 5) + 10 * n, self.r.randint(1, 5)) for n in range(self.r.randint(1, 3))]
            known.merged = tuple(
                f"{column_letters(column)}{row}:{column_letters(column + 2)}{row + self.r.randint(0, 4)}"
                for row, column in corners
            )
            made += self.element("mergeCells", "".join(self.element("mergeCell", ref=area) for area in known.merged))
        if self.often(0.2):
            rule = self.element("cfRule", self.element("formula", "A1&gt;1"), type="expression", priority="1")
            made += self.element("conditionalFormatting", rule, sqref="A1:B9")
        if self.often(0.2):
            listed = self.element("dataValidation", self.element("formula1", '"是,否"'), type="list", sqref="A1:A9")
            made += self.element("dataValidations", listed, count="1")
        if self.often(0.2):
            foreign = '<o:f>A1</o:f><o:v>7</o:v><o:row hidden="no"/>'
            made += f'<o:extLst xmlns:o="urn:other"><o:ext>{foreign}</o:ext></o:extLst>'
        return made

    # the file

    def write(self) -> tuple[bytes, list[KnownSheet]]:
        office = OFFICE[self.namespace]
        sheets, listed, related = [], "", []
        for number in range(self.r.randint(1, 3)):
            state = self.r.choice(("", "", "visible", "hidden", "veryHidden"))
            known = KnownSheet(
                self.r.choice(("答复", "Sheet & 1", "a'b", "封面 Cover")) + str(number), "idden" in state
            )
            part = f"worksheets/{self.r.choice(('sheet', 'Blatt'))}{9 - number}.xml"
            self.parts[f"xl/{part}"] = self.sheet(known)
            target = self.r.choice((part, f"/xl/{part}", f"./{part}", f"styles/../{part}"))
            related.append((f"rId{number + 7}", f"{office}/worksheet", target))
            given = {"name": known.name, "sheetId": str(number + 3), "r:id": f"rId{number + 7}"}
            listed += self.element("sheet", **given, **({"state": state} if state else {}))
            sheets.append(known)
        about = self.element("workbookPr", date1904=self.r.choice(("1", "true"))) if self.date1904 else ""
        self.parts["xl/workbook.xml"] = self.root("workbook", about + self.element("sheets", listed))
        if self.strings or self.often(0.5):
            items = self.between() + "".join(self.strings)
            self.parts["xl/sharedStrings.xml"] = self.root("sst", items)
            related.append(("rIdS", f"{office}/sharedStrings", "sharedStrings.xml"))
        if len(self.formats) > 1 or self.often(0.5):
            self.parts["xl/styles.xml"] = self.styles()
            related.append(("rIdF", f"{office}/styles", "styles.xml"))
        self.r.shuffle(related)
        self.parts["xl/_rels/workbook.xml.rels"] = _relations(related)
        self.parts["_rels/.rels"] = _relations(
            [("rId1", f"{office}/officeDocument", self.r.choice(("xl/workbook.xml", "/xl/workbook.xml")))]
        )
        self.parts["[Content_Types].xml"] = (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        return self.zipped(), sheets

    def encoded(self, text: str) -> bytes:
        match self.r.randint(0, 5):
            case 0:
                return f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")
            case 1:
                return b"\xef\xbb\xbf" + f'<?xml version="1.0"?>{text}'.encode()
            case 2:
                return text.encode()
            case _:
                return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n{text}'.encode()

    def zipped(self) -> bytes:
        if self.often(0.3):
            self.parts |= {"docProps/app.xml": "<Properties/>", "xl/theme/theme1.xml": "<theme/>"}
        names = list(self.parts)
        self.r.shuffle(names)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.comment = b"made by hand" if self.often(0.1) else b""
            for name in names:
                entry = zipfile.ZipInfo(name.upper() if self.often(0.05) else name)
                how = zipfile.ZIP_STORED if self.often(0.2) else zipfile.ZIP_DEFLATED
                archive.writestr(entry, self.encoded(self.parts[name]), how)
        return target.getvalue()


class _Questionnaire(_Writer):
    """Sheets with a heading, an id and a question in each row, and replies made as other cells are."""

    def sheet(self, known: KnownSheet) -> str:
        rows = [self._line(1, ("编号", "问题", "答复"))]
        for row in range(2, self.r.randint(6, 12)):
            attributes, inner, content = self.cell()
            reply = self.element("c", inner, r=f"C{row}", **attributes)
            rows.append(self._line(row, (f"Q-{row}", f"请说明第 {row} 项功能如何实现"), reply))
            known.cells |= {(row, 3): content} if content else {}
            known.asking.add(row)
        return self.root("worksheet", self.element("sheetData", "".join(rows)))

    def _line(self, row: int, texts: tuple[str, ...], more: str = "") -> str:
        cells = (
            self.element("c", self.element("is", self.rich(text)), r=f"{column_letters(column)}{row}", t="inlineStr")
            for column, text in enumerate(texts, start=1)
        )
        return self.element("row", "".join(cells) + more, r=str(row))


def _only_where_needed(text: str) -> str:
    """Excel escapes an underscore that begins what would be read as an escape, and no other."""
    out, place = "", 0
    while place < len(text):
        code = text[place + 2 : place + 6]
        escape = text[place : place + 2] == "_x" and text[place + 6 : place + 7] == "_" and len(code) == 4
        out += "_x005F_" if escape and all(sign in "0123456789abcdefABCDEF" for sign in code) else text[place]
        place += 1
    return out


def _units(text: str) -> Iterator[str]:
    """The signs of a text, a character reference counting as one."""
    place = 0
    while place < len(text):
        end = text.find(";", place) + 1 if text.startswith("&#", place) else place + 1
        yield text[place:end]
        place = end


def _relations(entries: list[tuple[str, str, str]]) -> str:
    lines = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in entries)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )
