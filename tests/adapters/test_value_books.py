"""Workbooks of other kinds: values from .xls, .ods and .xlsb, refused by their real name where they cannot be read."""

from __future__ import annotations

import io
import shutil
import struct
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from evaluator.adapters import binary_parts, old_records
from evaluator.adapters.beside_values import Told
from evaluator.adapters.container import Container, RefusedError
from evaluator.adapters.formats import read_book
from evaluator.adapters.packs import load_pack, load_tender
from evaluator.adapters.reader import read_file
from evaluator.adapters.real_kind import OLE
from evaluator.adapters.xlsx_sheet import FORMULA
from evaluator.domain.finding import Rule
from evaluator.intake.bids import FileReading, read_bid_file
from evaluator.intake.cells import Refusal, SheetCells, Workbook
from evaluator.intake.container import remarks_on
from evaluator.services.folder import context
from evaluator.services.sample import sample_folder
from tests.adapters.office import converted
from tests.workbooks import ole, open_tables, zipped

CONTENT = '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
SHEETS = "application/vnd.oasis.opendocument.spreadsheet"


def refusal(data: bytes) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        read_book(data)
    return caught.value


def biff(*records: tuple[int, bytes]) -> bytes:
    """An OLE file whose second sector begins a workbook stream with these records."""
    opening = (0x0809, b"\x00\x06\x05\x00" + b"\0" * 12)
    stream = b"".join(struct.pack("<HH", number, len(body)) + body for number, body in (opening, *records))
    return ole("Workbook").ljust(1024, b"\0") + stream


def test_an_old_workbook_is_told_apart_from_a_locked_one_and_from_other_documents() -> None:
    assert refusal(ole("EncryptionInfo", "EncryptedPackage")).rule == "file_encrypted"
    assert refusal(ole("WordDocument")).params == {"actual": "word"}
    assert refusal(ole("PowerPoint Document")).params == {"actual": "powerpoint"}
    assert refusal(OLE).params == {"actual": "binary"}
    assert refusal(ole("Workbook")).rule == "file_damaged"


@pytest.mark.parametrize("before", [(), ((0x0086, b""),)])
def test_an_old_workbook_that_is_enciphered_is_locked_whatever_the_cipher(
    before: tuple[tuple[int, bytes], ...],
) -> None:
    assert refusal(biff(*before, (0x002F, b"\0\0\x12\x34"))).rule == "file_encrypted"
    assert refusal(biff(*before, (0x0042, b"\xb0\x04"))).rule == "file_damaged"


def test_an_open_document_that_is_locked_or_declares_entities_is_never_handed_on() -> None:
    locked = {
        "mimetype": SHEETS,
        "content.xml": CONTENT,
        "META-INF/manifest.xml": "<manifest><encryption-data/></manifest>",
    }
    bomb = {"mimetype": SHEETS, "content.xml": f'<!DOCTYPE a [<!ENTITY b "c">]>{CONTENT}'}

    assert refusal(zipped(locked)).rule == "file_encrypted"
    assert refusal(zipped(bomb)).rule == "file_hostile"
    assert refusal(zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": CONTENT})).params == {
        "actual": "open_document"
    }


SHOWN_AS: tuple[tuple[float | timedelta, str], ...] = (
    (23600, '#,##0"万元"'), (0.985, "0.00%"), (35000, '"USD "#,##0'), (45, '"约"0"天"'), (99.9, '0"%"'), (3.5, '0.0"‰"'),
    (8800, "[$¥-804]#,##0.00"), (12500000, '0.0,,"M"'), (0.5, "# ?/?"), (1, ";;;"), (-1200, '#,##0"元";(#,##0"元")'),
    (1.1, "0.00"), (timedelta(hours=36), "[h]:mm"),
)  # fmt: skip
WRITTEN = [
    "23600万元", "98.5%", "USD 35000", "约45天", "99.9%", "3.5‰", "¥8800", "12500000", "0.5", "1", "-1200元", "1.1", "36:00",
]  # fmt: skip


@pytest.mark.office
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_values_keep_their_cells_and_kinds(tmp_path: Path, kind: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "答复"
    book.worksheets[0]["C5"], book.worksheets[0]["B7"] = "4小时\n含节假日", 12.5
    book.worksheets[0]["C8"], book.worksheets[0]["D9"] = date(2026, 5, 1), True
    book.worksheets[0]["D10"] = "0001"
    book.worksheets[0]["D10"].comment = Comment("见附件 3", "v")
    for row, (number, code) in enumerate(SHOWN_AS, start=11):
        book.worksheets[0][f"E{row}"] = number
        book.worksheets[0][f"E{row}"].number_format = code
    sheet = book.worksheets[0]
    sheet["A30"] = sheet["A31"] = sheet["A33"] = sheet["G30"] = sheet["I30"] = "备注"
    for row in (7, 30, 31, 32):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["G"].hidden = sheet.column_dimensions["H"].hidden = True
    book.create_sheet("Lists").sheet_state = "hidden"
    book["Lists"]["A1"] = "x"
    path = tmp_path / "mixed.xlsx"
    book.save(path)

    (saved,) = converted(tmp_path, [path], kind)
    found = read_file(saved.name, saved.read_bytes())

    assert isinstance(found, Workbook)
    assert (found.kind, [(sheet.name, sheet.hidden) for sheet in found.sheets]) == (
        kind,
        [("答复", False), ("Lists", True)],
    )
    shown = [cell for cell in found.sheets[0].cells.values() if cell.column == 5]
    assert [cell.written for cell in shown] == WRITTEN
    assert (shown[-1].text, shown[-2].text, shown[-2].number_format) == ("36:00", "1.1", "0.00")
    assert [(one.row, one.column, one.text) for one in found.sheets[0].comments] == [(10, 4, "见附件 3")]
    assert (found.sheets[0].hidden_rows, found.sheets[0].hidden_columns) == ({7, 30, 31}, {7})
    (hidden, lists) = [dict(one.params)["part"] for one in remarks_on(found) if one.rule is Rule.HIDDEN_PART]
    assert (hidden, lists) == ("答复!7:7, 30:30, 31:31, G:G", "Lists")
    assert {cell.address: (cell.text, cell.kind) for cell in found.sheets[0].cells.values() if 1 < cell.column < 5} == {
        "C5": ("4小时\n含节假日", "text"),
        "B7": ("12.5", "number"),
        "C8": ("2026-05-01", "date"),
        "D9": ("TRUE", "bool"),
        "D10": ("0001", "text"),
    }


def only_sheet(name: str, data: bytes) -> SheetCells:
    found = read_file(name, data)
    assert isinstance(found, Workbook)
    assert not found.errors_unseen
    return found.sheets[0]


@pytest.mark.office
@pytest.mark.parametrize(("kind", "texts"), [("ods", 0), ("xls", 0), ("xls", 400)])
def test_errors_and_formulas_keep_their_cells(tmp_path: Path, kind: str, texts: int) -> None:
    """A short .xls lies in the short sectors of its container, a longer one in whole ones."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["B1"], sheet["C1"], sheet["D1"] = "=1/0", "=NA()", "=1=2"
    sheet["B3"] = sheet["C3"] = sheet["B4"] = sheet["C4"] = "=1/0"
    sheet["A6"], sheet["D7"] = "=UNHEARDOF(1)", "=6*7"
    sheet.merge_cells("A6:C7")
    for row in range(10, 10 + texts):
        sheet[f"A{row}"] = f"answer {row}"
    path = tmp_path / "wrong.xlsx"
    book.save(path)

    (saved,) = converted(tmp_path, [path], kind)
    cells = [cell for cell in only_sheet(saved.name, saved.read_bytes()).cells.values() if cell.row < 10]

    assert {cell.address: (cell.text, cell.kind) for cell in cells} == {
        "B1": ("#DIV/0!", "error"), "C1": ("#N/A", "error"), "D1": ("FALSE", "bool"),
        **dict.fromkeys(("B3", "C3", "B4", "C4"), ("#DIV/0!", "error")),
        "A6": ("#NAME?", "error"), "D7": ("42", "number"),
    }  # fmt: skip
    assert all(cell.formula and not cell.uncalculated for cell in cells)


def table(*rows: str) -> bytes:
    """An .ods of these rows."""
    return open_tables(f'<table:table table:name="答复">{"".join(rows)}</table:table>')


def row_of(*cells: tuple[str, str], repeated: int = 1) -> str:
    """A row of cells from their attributes and what stands in them; an attribute's value is written in single quotes."""
    inner = "".join(f"<table:table-cell {more}>{shown}</table:table-cell>" for more, shown in cells)
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inner}</table:table-row>'


SHOWN = "<text:p>#DIV/0!</text:p>"
ERROR, NUMBER, TEXT = (
    "calcext:value-type='error'",
    "office:value-type='float' office:value='0'",
    "office:value-type='string'",
)


def test_an_error_of_an_open_document_is_no_number_and_no_blank_however_it_is_stored() -> None:
    data = table(
        row_of(("table:number-columns-repeated='5'", ""), repeated=3),
        row_of(
            ("table:number-columns-repeated='2'", ""),
            (f"{ERROR} table:number-columns-repeated='2' {NUMBER}", SHOWN),
            (f"{TEXT} office:string-value='' {ERROR}", SHOWN),
            repeated=2,
        ).replace("table-cell", "covered-table-cell", 2),
        row_of(
            (f"table:formula='of:=1/0' {NUMBER}", SHOWN),
            (f"table:formula='of:=1-1' {NUMBER}", "<text:p>0</text:p>"),
            ("table:formula='of:=A1'", ""),
            ("table:formula='of:=A1'", "<text:p/>"),
            (TEXT, SHOWN),
        ),
    )

    cells = only_sheet("a.ods", data).cells.values()

    assert {cell.address: (cell.text, cell.kind, cell.formula, cell.uncalculated) for cell in cells} == {
        **dict.fromkeys(("C4", "D4", "E4", "C5", "D5", "E5"), ("#DIV/0!", "error", False, False)),
        "A6": ("#DIV/0!", "error", True, False),
        "B6": ("0", "number", True, False),
        "C6": ("", "text", True, True),
        "D6": ("", "text", True, False),
        "E6": ("#DIV/0!", "text", False, False),
    }


def test_what_somebody_remarked_at_a_cell_is_not_what_it_shows() -> None:
    remark = (
        "<office:annotation><text:p>#REF! <text:span>see</text:span></text:p><text:p>below</text:p></office:annotation>"
    )

    sheet = only_sheet("a.ods", table(row_of((ERROR, remark + SHOWN))))

    (cell,) = sheet.cells.values()
    assert (cell.address, cell.text) == ("A1", "#DIV/0!")
    assert [(one.row, one.column, one.text) for one in sheet.comments] == [(1, 1, "#REF! see\nbelow")]


@pytest.mark.parametrize(
    ("kind", "value", "shown", "written"),
    [
        ("float", "23600", "23<text:span>,</text:span>600 万元", "23600 万元"),
        ("percentage", "0.5", "", "50%"),
        ("currency' office:currency='USD", "35", "", "USD 35"),
        ("currency' office:currency='EUR", "1200.5", "1.200,50 €", "1200.5 €"),
        ("float", "7", "", "7"),
    ],
)
def test_a_number_of_an_open_document_has_the_unit_that_is_shown_with_it(
    kind: str, value: str, shown: str, written: str
) -> None:
    words = f"<text:p>{shown}</text:p>" if shown else ""

    (cell,) = only_sheet(
        "a.ods", table(row_of((f"office:value-type='{kind}' office:value='{value}'", words)))
    ).cells.values()

    assert cell.written == written


def test_an_error_repeated_over_the_whole_grid_costs_no_more_than_its_process() -> None:
    found = read_file(
        "a.ods", table(row_of((f"{ERROR} table:number-columns-repeated='16384'", SHOWN), repeated=1_048_576))
    )

    assert isinstance(found, Refusal)
    assert found.rule == "file_too_large"


LINKED = "of:=['file:///tmp/prices.ods'#$Sheet1.A1]"


@pytest.mark.parametrize(
    ("cell", "parts", "macros", "links"),
    [
        ("", {}, False, False),
        ("", {"Basic__Standard__script-lb.xml": "<a/>"}, False, False),
        ("", {"Basic__Standard__Module1.xml": "<a/>"}, True, False),
        ("", {"Scripts__python__count.py": "1"}, True, False),
        (f'table:formula="{LINKED}" office:value-type="float" office:value="3"', {}, False, True),
    ],
)
def test_macros_and_links_of_an_open_document_are_told(
    cell: str, parts: dict[str, str], macros: bool, links: bool
) -> None:
    one = f"<table:table-row><table:table-cell {cell or TEXT}><text:p>3</text:p></table:table-cell></table:table-row>"

    found = read_file("a.ods", open_tables(f'<table:table table:name="A">{one}</table:table>', **parts))

    assert isinstance(found, Workbook)
    assert (found.macros, found.links) == (macros, links)


def test_a_table_that_is_fetched_from_another_file_is_a_link() -> None:
    source = '<table:table table:name="A"><table:table-source xlink:href="other.ods" xmlns:xlink="x"/>'

    found = read_file("a.ods", open_tables(f"{source}{row_of((TEXT, SHOWN))}</table:table>"))

    assert isinstance(found, Workbook)
    assert found.links


def records(*found: tuple[int, bytes]) -> bytes:
    """A run of records of an .xls from its beginning to its end."""
    return b"".join(
        struct.pack("<HH", number, len(body)) + body for number, body in ((0x0809, b""), *found, (0x0A, b""))
    )


def compound(stream: bytes, *others: str) -> bytes:
    """An OLE file with a stream of records and empty streams of these names."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    head = struct.pack("<8s22xH", OLE, 9).ljust(48, b"\0") + struct.pack("<6I", 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE)
    head = head[:68] + struct.pack("<II109I", 0xFFFFFFFE, 0, 0, *[0xFFFFFFFF] * 108)
    entries = [("Root Entry", 0xFFFFFFFE, 0), ("Workbook", 2, len(stream)), *((name, 0xFFFFFFFE, 0) for name in others)]
    directory = b"".join(
        name.encode("utf-16-le").ljust(116, b"\0") + struct.pack("<IQ", start, size) for name, start, size in entries
    )
    return head + struct.pack("<128I", *table) + directory.ljust(512, b"\0") + stream.ljust(sectors * 512, b"\0")


@pytest.mark.parametrize(("kind", "linked"), [(0x0401, False), (0x3A01, False), (0, False), (1, False), (12, True)])
def test_links_of_an_old_workbook_are_told_and_macros_by_their_storage(kind: int, linked: bool) -> None:
    """A workbook refers to itself and to add-ins by the same record as to other files."""
    data = records((0x01AE, struct.pack("<HH", 1, kind)))

    plain, with_macros = (old_records.told(compound(data, *more), []) for more in ((), ("_VBA_PROJECT",)))

    assert (plain.links, plain.macros, plain.errors_seen) == (linked, False, True)
    assert with_macros.macros


def test_errors_of_an_old_workbook_are_told_where_they_are_typed_and_where_they_are_calculated() -> None:
    typed = (0x0205, struct.pack("<HHHBB", 4, 1, 0, 0x2A, 1))
    true = (0x0205, struct.pack("<HHHBB", 4, 2, 0, 1, 0))
    wrong = (0x06, struct.pack("<HHHBxBxxxH", 5, 1, 0, 2, 0x17, 0xFFFF))
    right = (0x06, struct.pack("<HHHd", 5, 2, 0, 42.0))
    chart = ((0x0809, b""), (0x0205, struct.pack("<HHHBB", 9, 9, 0, 0x2A, 1)), (0x0A, b""))
    book = records((0x85, struct.pack("<I", 0)))
    book = records((0x85, struct.pack("<I", len(book))))

    found = old_records.told(compound(book + records(*chart, typed, true, wrong, right)), ["答复"])

    assert found.sheets == {
        "答复": {(5, 2): Told(0, "error", "#N/A"), (6, 2): Told(FORMULA, "error", "#REF!"), (6, 3): Told(FORMULA)}
    }


@pytest.mark.parametrize("version", [0x0500, 0x0600])
def test_formats_of_an_old_workbook_are_told_of_whatever_record_holds_the_number(version: int) -> None:
    days = "天" if version == 0x0600 else "d"
    text = f'0"{days}"'
    code = struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
    code = code if version == 0x0600 else bytes([len(text)]) + text.encode("cp936")
    book = [(0x42, struct.pack("<H", 936)), (0x041E, struct.pack("<H", 164) + code)]
    book += [(0xE0, struct.pack("<HH", 0, number)) for number in (0, 164, 9)]
    first = struct.pack("<HHHH", 0x0809, 2, version, 0x42)[:6]
    sheet = records(
        (0x0203, struct.pack("<HHHd", 0, 0, 1, 5.0)),
        (0x027E, struct.pack("<HHHI", 0, 1, 2, 0)),
        (0xBD, struct.pack("<HHHIHIHIH", 1, 3, 0, 0, 1, 0, 2, 0, 5)),
        (0x06, struct.pack("<HHHd", 2, 0, 1, 42.0)),
    )

    def stream(start: int) -> bytes:
        return first + records(*book, (0x85, struct.pack("<I", start)))[4:]

    found = old_records.told(compound(stream(len(stream(0))) + sheet), ["答复"])

    assert found.sheets["答复"] == {
        (1, 1): Told(code=text), (1, 2): Told(code="0%"), (2, 5): Told(code=text), (2, 6): Told(code="0%"),
        (3, 1): Told(FORMULA, code=text),
    }  # fmt: skip


def binary(number: int, body: bytes = b"") -> bytes:
    """A record of an .xlsb; bodies here are short, so that one byte or two tell their size."""
    one = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    size = bytes([len(body)]) if len(body) < 0x80 else bytes([len(body) & 0x7F | 0x80, len(body) >> 7])
    return one + size + body


def counted(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_book(*cells: tuple[int, int, bytes], unseen: bool = False, **parts: str | bytes) -> bytes:
    """An .xlsb with one sheet, whose second row holds cells by record number, column from 0 and what follows the style.

    Where it is ``unseen``, that row and its columns B and C are hidden.
    """
    listed = binary(0x9C, struct.pack("<II", 0, 1) + counted("rId1") + counted("答复"))
    row = binary(0, struct.pack("<IIHBBB4x", 1, 0, 300, 0, 0x10 if unseen else 0, 0))
    row += b"".join(binary(number, struct.pack("<II", column, 0) + body) for number, column, body in cells)
    related = (
        '<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    columns = binary(390) + binary(60, struct.pack("<4IH", 1, 2, 2_000, 0, 1 if unseen else 0)) + binary(391)
    sheet = binary(0x81) + binary(0x94, struct.pack("<4I", 0, 5, 0, 5))
    return zipped({
        "xl/workbook.bin": binary(0x83) + binary(0x8F) + listed + binary(0x90) + binary(0x84),
        "xl/_rels/workbook.bin.rels": related,
        "xl/worksheets/sheet1.bin": sheet + columns + binary(0x91) + row + binary(0x92) + binary(0x82),
        **{name.replace("__", "/"): text for name, text in parts.items()},
    })  # fmt: skip


def test_errors_and_formulas_of_a_binary_workbook_keep_their_cells() -> None:
    calculated = b"\0\0" + struct.pack("<II", 0, 0)
    long = "好" * 100

    sheet = only_sheet("a.xlsb", binary_book(
        (0x05, 0, struct.pack("<d", 4.5)), (0x03, 1, b"\x2a"), (0x06, 2, struct.pack("<I", 100) + long.encode("utf-16-le")),
        (0x09, 3, struct.pack("<d", 7.0) + calculated), (0x0B, 4, b"\x07" + calculated),
    ))  # fmt: skip

    assert {cell.address: (cell.text, cell.kind, cell.formula) for cell in sheet.cells.values()} == {
        "A2": ("4.5", "number", False), "B2": ("#N/A", "error", False), "C2": (long, "text", False),
        "D2": ("7", "number", True), "E2": ("#DIV/0!", "error", True),
    }  # fmt: skip


@pytest.mark.parametrize("unseen", [False, True])
def test_hidden_rows_and_columns_of_a_binary_workbook_are_told(unseen: bool) -> None:
    sheet = only_sheet("a.xlsb", binary_book((0x03, 0, b"\x2a"), (0x03, 1, b"\x2a"), (0x03, 3, b"\x2a"), unseen=unseen))

    assert (sheet.hidden_rows, sheet.hidden_columns) == (({2}, {2}) if unseen else (set(), set()))


def test_hidden_rows_of_an_open_document_count_their_repetitions() -> None:
    def hidden(row: str) -> str:
        return row.replace("<table:table-row", "<table:table-row table:visibility='filter'", 1)

    said = row_of((TEXT, "<text:p>a</text:p>"))
    columns = (
        "<table:table-column/><table:table-column table:visibility='collapse' table:number-columns-repeated='1023'/>"
    )
    empty = hidden(row_of(("", ""), repeated=1_000_000))
    sheet = only_sheet(
        "a.ods",
        table(
            columns,
            said,
            hidden(said),
            hidden(row_of((TEXT, "<text:p>b</text:p>"), (TEXT, "<text:p>c</text:p>"), repeated=2)),
            said,
            empty,
        ),
    )

    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2, 3, 4}, {2})


def test_formats_and_comments_of_a_binary_workbook_keep_their_cells() -> None:
    one = struct.pack("<I", 1)
    styles = binary(615, one) + binary(44, struct.pack("<H", 164) + counted('#,##0"万元"')) + binary(616)
    styles += binary(626, one) + binary(47, struct.pack("<HH", 0, 9)) + binary(627) + binary(617, one)
    styles += binary(47, struct.pack("<HH", 0, 164)) + binary(618)
    note = struct.pack("<5I", 0, 1, 1, 0, 0).ljust(36, b"\0")
    notes = binary(632, counted("v")) + binary(635, note) + binary(637, b"\0" + counted("不含税"))
    related = '<Relationships><Relationship Id="{}" Type="t/{}" Target="{}"/>{}</Relationships>'
    sheet = '<Relationship Id="rId1" Type="t/worksheet" Target="worksheets/sheet1.bin"/>'
    data = binary_book(
        (0x05, 0, struct.pack("<d", 4.5)), (0x06, 1, counted("4.5")),
        **{
            "xl/_rels/workbook.bin.rels": related.format("rId2", "styles", "styles.bin", sheet),
            "xl/worksheets/_rels/sheet1.bin.rels": related.format("rId1", "comments", "../comments1.bin", ""),
            "xl/styles.bin": styles, "xl/comments1.bin": notes,
        },
    )  # fmt: skip

    found = only_sheet("a.xlsb", data)

    assert [cell.written for cell in found.cells.values()] == ["4.5万元", "4.5"]
    assert [(one.row, one.column, one.author, one.text) for one in found.comments] == [(2, 1, "v", "不含税")]


def test_macros_and_links_of_a_binary_workbook_are_told() -> None:
    def told(**parts: str) -> tuple[bool, bool]:
        found = read_file("a.xlsb", binary_book((0x03, 1, b"\x2a"), **parts))
        assert isinstance(found, Workbook)
        return found.macros, found.links

    assert told() == (False, False)
    assert told(**{"xl__vbaProject.bin": "x"}) == (True, False)
    assert told(**{"xl__externalLinks__externalLink1.bin": "x"}) == (False, True)


def test_records_that_cannot_be_followed_leave_errors_unseen() -> None:
    assert old_records.told(biff(), ["Sheet1"]).errors_seen is False
    assert old_records.told(OLE, []).errors_seen is False
    nowhere = zipped({"xl/workbook.bin": binary(0x9C, b"\0" * 8)})
    assert binary_parts.told(Container(nowhere)).errors_seen is False


def reading(path: Path) -> FileReading:
    sample = sample_folder() / "tender.toml"
    return read_bid_file(
        read_file(path.name, path.read_bytes()), context(load_pack("crm_platform"), load_tender(sample))
    )


@pytest.mark.office
def test_our_own_workbook_keeps_every_answer_through_other_formats(tmp_path: Path) -> None:
    names = ["1-hailan-technical", "1-hailan-price", "2-corvane-technical", "2-corvane-price"]
    sent = [Path(shutil.copy(sample_folder() / f"{name}.xlsx", tmp_path)) for name in names]

    steps = [sent]
    for number, kind in enumerate(["ods", "xlsx", "xls"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        steps.append(converted(folder, steps[-1], kind))

    for first, *later in zip(*steps, strict=True):
        answers = {answer.item: (answer.value, answer.state) for answer in reading(first).answers}
        for path in later:
            found = reading(path)
            assert {answer.item: (answer.value, answer.state) for answer in found.answers} == answers, path.name
            noted = [one for one in found.findings if one.rule is Rule.FILE_VALUES_ONLY]
            assert len(noted) == (path.suffix != ".xlsx")


def test_the_reader_needs_no_name_to_know_what_a_file_is() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "yes"
    target = io.BytesIO()
    book.save(target)

    found = read_file("answers.xls", target.getvalue())

    assert isinstance(found, Workbook)
    assert found.kind == "xlsx"
