"""The patterns for the usual spelling of a sheet read what the XML parser reads, or leave the part to it."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import PatternFill

from evaluator.adapters import xlsx as workbook
from evaluator.adapters.container import RefusedError
from evaluator.adapters.formats import read_book
from evaluator.adapters.xlsx_fast import read_sheet, read_strings
from evaluator.adapters.xlsx_parts import parse
from evaluator.adapters.xlsx_sheet import Cells, SheetPart
from evaluator.adapters.xlsx_values import Style, Values
from tests import TORTURE
from tests.workbooks import MAIN, xlsx

VALUES = Values(("zero", "one", "two"), (Style(), Style("0.00%"), Style("yyyy", "date")))
X14AC = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"


def sheet(rows: str, *, before: str = "", after: str = "", head: str = "") -> bytes:
    names = f'xmlns="{MAIN}" xmlns:x14ac="{X14AC}" xmlns:x="{MAIN}"'
    return f"{head}<worksheet {names}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def collected(cells: Cells, part: SheetPart) -> tuple[Any, ...]:
    return cells.found, part.merged, part.hidden_rows, part.hidden_columns, part.links, part.validations


def by_parser(data: bytes) -> tuple[Any, ...]:
    """All that the full parser finds, or the rule that refuses the part."""
    cells = Cells(VALUES, 10_000)
    part = SheetPart(cells)
    try:
        parse(data, part.start, part.end)
    except RefusedError as refused:
        return (refused.rule,)
    return collected(cells, part)


def by_pattern(data: bytes) -> tuple[Any, ...] | None:
    """The same by the patterns, None where they leave the part to the parser."""
    cells = Cells(VALUES, 10_000)
    part = SheetPart(cells)
    try:
        taken = read_sheet(data, cells, part)
    except RefusedError as refused:
        return (refused.rule,)
    if not taken:
        assert collected(cells, part) == ([], [], [], [], [], [])
        return None
    return collected(cells, part)


USUAL = [
    (
        '<row r="1" spans="1:3" ht="20" x14ac:dyDescent="0.25">'
        '<c r="A1" s="1" t="s"><v>2</v></c><c r="B1" s="9"/><c r="C1"><v>0.5</v></c></row>'
    ),
    '<row r="3" hidden="1"><c r="A3" t="str"><f>B3&amp;"x"</f><v>a &lt;b&gt; &quot;c&quot; &apos;d&apos; &amp;amp;</v></c></row>',
    (
        '<row r="4"><c r="A4"><f t="shared" ref="A4:A9" si="0">B4*2</f><v>1E-3</v></c>'
        '<c r="A5"><f t="shared" si="0"/><v>7</v></c></row>'
    ),
    '<row r="5" ht="0" customHeight="1"><c r="A5"><v>1</v></c></row>',
    '<row r="6" hidden="false"><c r="XFD6" t="inlineStr"><is><t xml:space="preserve"> in\nline </t></is></c></row>',
    '<row r="7"><c r="A7" t="b"><v>1</v></c><c r="B7" t="e"><v>#N/A</v></c><c r="C7" s="2"><v>45000</v></c></row>',
    (
        '<row r="8"><c r="A8" t="e" cm="1" vm="2"><f t="array" ref="A8">x</f><v>#SPILL!</v></c>'
        '<c r="B8"><f>y</f></c><c r="C8"><f>z</f><v/></c></row>'
    ),
    '<row r="9"><c r="A9" s="1" t="n"></c><c r="B9" t="n"></c><c r="C9" t="n"/></row><row r="10"/><row r="11"></row>',
    '<row r="1048576"><c r="A1048576"><v>9</v></c></row>',
    (
        '<row r="12"><c r="A12" t="str"><f>q</f><v></v></c>'
        '<c r="B12"><f/><v>3</v></c><c r="C12"><v xml:space="preserve"> 4 </v></c></row>'
    ),
    "\n  ",
]
ODD = [
    '<row r="2"><c r="A2"><v><![CDATA[1]]></v></c></row>', '<row r="2"><!-- <c r="A2"><v>1</v></c> --></row>',
    '<row><c><v>1</v></c><c><v>2</v></c></row>', '<row r="2"><c t="s" r="A2"><v>1</v></c></row>',
    "<row r='2'><c r='A2'><v>1</v></c></row>", '<row r="2"><x:c r="A2"><x:v>1</x:v></x:c></row>',
    '<x:row r="2" hidden="1"/>', '<row r="2" x14ac:hidden="1"><c r="A2"><v>1</v></c></row>', '<row r="2" hidden="&#49;"/>',
    '<row hidden="1"><c r="D9"><v>1</v></c></row>', '<row r="0" hidden="1"/>', '<row r="2"><c r="A01"><v>1</v></c></row>',
    '<row r="2"><c r="A1048577"><v>1</v></c><c r="XFE2"><v>2</v></c><c r="AAAA2"><v>2</v></c></row>',
    '<row r="2"><c r="A2"><v>1</v><f>B2</f></c></row>', '<row r="2"><c r="A2"><v>1</v><v>2</v></c></row>',
    '<row r="2"><c r="A2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>c</t></rPh></is></c></row>',
    ('<row r="2"><c r="A2" t="inlineStr"><v>3</v></c>'
    '<c r="B2"><is><t>x</t></is></c></row>'), '<row r="2"><c r="A2"><v>&#52;</v></c></row>',
    '<row r="2"><c r="A2" t="str"><v>a&#13;b</v></c></row>', '<row r="2"><c r="A2" t="str"><v>a\r\nb\rc]]&gt;</v></c></row>',
    '<row r="2"><c r="A2"><extLst><ext/></extLst></c></row>', '<row r="2"><c r="A2"><c r="B2"><v>1</v></c></c></row>',
    '<row r="2"><c  r="A2" ><v >1</v ></c ></row>', '<row r="2"><c r="A2" s="&#49;"><v>1</v></c></row>', '<?pi x?>',
    '<row r="2"><f>z</f><v>7</v><c r="A2"><v>1</v></c><is/><t>stray</t></row>', '<c r="A2"><v>1</v></c>', "&amp; stray",
    '<row r="2"><c r="A2" s="01"><v>1</v></c><c r="B2" s=""><v>1</v></c><c r="C2" s="99"><v>1</v></c></row>',
    '<row r="2"><c r="A2" t="s"><v>99</v></c><c r="B2" t="z"><v>_x0041_</v></c><c r="C2" t="d"><v>2026-01-01</v></c></row>',
    '<row r="2"><c r="A2"><v>1</v></row>', "&nbsp;", "<row", "]]>", '<row r="2"><c r="A2" r="B2"><v>1</v></c></row>',
    '<row r="2" spans="&lt;c r=&quot;A2&quot;>"><c r="A2" x:r="B2"><v>1</v></c></row>', "</sheetData><sheetData>",
    '<row r="2" ht=">"><c r="B2" s="1"/><c r="C2"><v>1</v></c></row>', '<sheetData/>', '<row r="2"><c r="é2"><v>1</v></c></row>',
]  # fmt: skip
AROUND = [
    '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>', '<cols><col min="2" max="3" hidden="1"/></cols>',
    '<hyperlinks><hyperlink ref="A1" location="x"/></hyperlinks>', "<!-- note -->", "<c r='Z9'><v>1</v></c>",
    '<dataValidations><dataValidation type="list" sqref="A1"><formula1>"a,b"</formula1></dataValidation></dataValidations>',
]  # fmt: skip


@pytest.mark.parametrize("rows", [*USUAL, "".join(USUAL)])
def test_the_usual_spelling_is_taken_and_reads_the_same(rows: str) -> None:
    data = sheet(rows, before=AROUND[1], after="".join((AROUND[0], AROUND[2], AROUND[5])))

    assert by_pattern(data) == by_parser(data)


@pytest.mark.parametrize("rows", ODD)
def test_any_other_spelling_reads_the_same_or_is_left_to_the_parser(rows: str) -> None:
    for data in (sheet(rows), sheet(USUAL[0] + rows + USUAL[1])):
        assert by_pattern(data) in (None, by_parser(data))


@settings(max_examples=400 * TORTURE, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(USUAL) | st.sampled_from(USUAL + ODD), max_size=6),
    st.lists(st.sampled_from(AROUND), max_size=2),
    st.sampled_from(
        [
            "",
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
            '<?xml version="1.0" encoding="gbk"?>',
            "\ufeff",
        ]
    ),
    st.none()
    | st.tuples(
        st.integers(0, 10**6),
        st.integers(0, 12),
        st.sampled_from(["", "<", ">", "/", '"', "&", " ", "c", "r", "x", "\r", "0", "<c ", "<!", "中"]),
    ),
)
def test_whatever_the_spelling_both_read_the_same(
    rows: list[str], around: list[str], head: str, change: tuple[int, int, str] | None
) -> None:
    text = sheet("".join(rows), after="".join(around), head=head).decode()
    if change:
        place, length, put = change
        place %= len(text)
        text = text[:place] + put + text[place + length :]
    data = text.encode("gbk", "replace") if "gbk" in head else text.encode()

    found = by_pattern(data)

    assert found is None or found == by_parser(data)


STRINGS = [
    "<si><t>plain</t></si>", '<si><t xml:space="preserve"> a &amp; b&lt; </t></si>', "<si><t/></si>", "<si><t></t></si>",
    "<si><r><t>bold </t></r><r><rPr><b/><sz val=\"9\"/></rPr><t>and not</t></r></si>", "<si><t>a_x000D_\nb</t></si>",
    '<si><t>東京</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh><phoneticPr fontId="1"/></si>',
]  # fmt: skip
ODD_STRINGS = [
    "<si/>", "<si\n><t>x</t></si>", "<si><r><t\n>x</t></r></si>", "<si><t>x</t></si\t>",
    "<si></si>", "<si ><t>x</t></si>", "<si><t>x</t></si >", "<x:si><x:t>x</x:t></x:si>", "<si><x:t>x</x:t></si>",
    "<si><t a='b'>x</t></si>", "<si><t>&#20013;</t></si>", "<si><t><![CDATA[x]]></t></si>", "<si><si><t>x</t></si></si>",
    "<si><r><t>a<t>b</t></t></r></si>", "<t>stray</t>", "<si><t>:si</t></si>", "<si><rPh sb='0'><t>x</t></rPh><t>y</t></si>",
    "<si><rPh><t>x</t></rPh><t>y</t></si>", "<si><rPh sb='1'/><t>y</t></si>", "<si><t>a\r\nb</t></si>", "<si>", "<si><t>x",
    "<si><rPh sb='1'><rPh sb='2'><t>x</t></rPh><t>z</t></rPh><t>y</t></si>", "<si><t>x</t>text</si>", "<si><t >x</t></si>",
]  # fmt: skip


def strings_by_parser(data: bytes) -> list[str] | str:
    try:
        return workbook._strings(data)
    except RefusedError as refused:
        return refused.rule


def strings_by_pattern(data: bytes) -> list[str] | str | None:
    try:
        return read_strings(data)
    except RefusedError as refused:
        return refused.rule


def test_the_usual_strings_are_taken() -> None:
    data = f'<sst xmlns="{MAIN}" count="7">{"".join(STRINGS)}</sst>'.encode()

    assert read_strings(data) == ["plain", " a & b< ", "", "", "bold and not", "a\nb", "東京"]


@settings(max_examples=300 * TORTURE, deadline=None)
@given(
    st.lists(st.sampled_from(STRINGS) | st.sampled_from(STRINGS + ODD_STRINGS), max_size=6),
    st.none()
    | st.tuples(
        st.integers(0, 10**6), st.integers(0, 9), st.sampled_from(["", "<", ">", "/", "&", "t", "<t>", ":", "\r"])
    ),
)
def test_strings_in_any_spelling_read_the_same(items: list[str], change: tuple[int, int, str] | None) -> None:
    text = f'<sst xmlns="{MAIN}" xmlns:x="{MAIN}">{"".join(items)}</sst>'
    if change:
        place, length, put = change
        place %= len(text)
        text = text[:place] + put + text[place + length :]

    found = strings_by_pattern(text.encode())

    assert found is None or found == strings_by_parser(text.encode())


def test_a_whole_workbook_reads_the_same_without_the_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    data = xlsx(
        "".join(USUAL).replace("x14ac:dyDescent", "thickBot"),
        strings="".join(STRINGS),
        styles='<cellXfs><xf/><xf numFmtId="10"/><xf numFmtId="14"/></cellXfs>',
    )
    found = read_book(data)

    monkeypatch.setattr(workbook, "read_sheet", lambda *_: False)
    monkeypatch.setattr(workbook, "read_strings", lambda _: None)

    assert read_book(data) == found


def test_a_sheet_of_openpyxl_is_taken_blank_cells_and_all(monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    made = book.worksheets[0]
    made.append(["Question", "answer & more", 1.5, True, "=A1", None])
    made.row_dimensions[2].hidden = True
    for row in range(3, 400):
        for column in range(1, 9):
            made.cell(row, column).fill = PatternFill("solid", fgColor="FFF2CC")
    made["H400"] = "last"
    target = io.BytesIO()
    book.save(target)
    taken: list[bool] = []

    def watched(data: bytes, cells: Cells, part: SheetPart) -> bool:
        taken.append(read_sheet(data, cells, part))
        return taken[-1]

    monkeypatch.setattr(workbook, "read_sheet", watched)

    found = read_book(target.getvalue())["sheets"][0]

    assert taken == [True]
    assert [cell[:3] for cell in found["cells"]] == [
        [1, 1, "Question"], [1, 2, "answer & more"], [1, 3, "1.5"], [1, 4, "TRUE"], [1, 5, ""], [400, 8, "last"],
    ]  # fmt: skip
    assert found["hidden_rows"] == [2]


def test_text_made_to_mislead_patterns_costs_no_more_than_its_length() -> None:
    for bait in ('<c r="A1" s="', '<row r="1" ht="', "<si><t>", "<rPh ", '<c r="A1"><f '):
        data = sheet(f'<row r="1"><c r="A1" t="str"><v>{bait.replace("<", "&lt;") * 50_000}</v></c></row>')
        assert by_pattern(data) == by_parser(data)
