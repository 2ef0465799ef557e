"""What the reader makes of a workbook's own ways of writing: every cell as a person would see it."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from evaluator.adapters import xlsx as workbook
from evaluator.adapters.container import RefusedError
from evaluator.adapters.formats import read_book
from evaluator.adapters.reader import read_file
from evaluator.adapters.xlsx_sheet import MERGE_LIMIT
from evaluator.adapters.xlsx_values import shortest, shows
from evaluator.intake.cells import Workbook
from tests import TORTURE
from tests.workbooks import MAIN, STRICT, relations, xlsx, zipped

DATES = (
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
    '<numFmt numFmtId="165" formatCode="#,##0.00 &quot;days&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs count="8"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="31"/>'
    '<xf numFmtId="57"/><xf numFmtId="10"/><xf numFmtId="22"/></cellXfs>'
)


RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def cells(data: bytes, sheet: int = 0) -> list[list[Any]]:
    return read_book(data)["sheets"][sheet]["cells"]


def only(rows: str, **more: Any) -> list[Any]:
    found = cells(xlsx(rows, **more))
    assert len(found) == 1
    return found[0]


def one(cell: str, **more: Any) -> tuple[str, str]:
    """Text and kind of the one cell in a row."""
    text, kind = only(f"<row>{cell}</row>", **more)[2:4]
    return text, kind


@pytest.mark.parametrize(
    ("stored", "text"),
    [("12", "12"), ("12.0", "12"), ("0.28999999999999998", "0.29"), ("1E-3", "0.001"), ("1E+21", "1" + "0" * 21),
     ("-0.5", "-0.5"), ("99.95", "99.95"), ("-0", "0"), ("123456789012", "123456789012"), ("0", "0"), (" 7 ", "7"),
     ("110101199001011234", "110101199001011234"), ("-9007199254740993", "-9007199254740993"), ("007", "7")],
)  # fmt: skip
def test_a_number_is_its_shortest_text(stored: str, text: str) -> None:
    assert one(f'<c r="A1"><v>{stored}</v></c>') == (text, "number")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_shortest_text_is_the_same_number_and_never_scientific(number: float) -> None:
    text = shortest(repr(number))

    assert float(text) == number
    assert "e" not in text.lower()


@pytest.mark.parametrize("stored", ["INF", "NaN", "1e999", "twelve"])
def test_what_is_stored_as_a_number_and_is_none_is_an_error(stored: str) -> None:
    assert one(f'<c r="A1"><v>{stored}</v></c>') == (stored, "error")


@pytest.mark.parametrize(
    ("style", "serial", "shown"),
    [(1, "0", "00:00"), (7, "0.75", "18:00"), (7, "45000.5000116", "2023-03-15 12:00:01"),
     (1, "2958465", "9999-12-31"), (1, "45000", "2023-03-15"),
     (2, "45000", "2023-03-15"), (4, "45000", "2023-03-15"), (5, "45000", "2023-03-15"),
     (7, "45000.5", "2023-03-15 12:00"), (1, "1", "1900-01-01"), (1, "59", "1900-02-28"), (1, "61", "1900-03-01")],
)  # fmt: skip
def test_dates_are_known_by_their_number_format_east_asian_ones_too(style: int, serial: str, shown: str) -> None:
    assert one(f'<c r="A1" s="{style}"><v>{serial}</v></c>', styles=DATES) == (shown, "date")


def test_a_workbook_that_counts_from_1904_says_the_same_days() -> None:
    book = '<workbookPr date1904="1"/>'

    assert one('<c r="A1" s="1"><v>43538</v></c>', styles=DATES, book=book) == ("2023-03-15", "date")


@pytest.mark.parametrize("number", [*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)])
def test_every_built_in_format_of_a_date_or_time_is_known_the_east_asian_ones_too(number: int) -> None:
    styles = f'<cellXfs><xf numFmtId="{number}"/></cellXfs>'

    assert one('<c r="A1"><v>45000.25</v></c>', styles=styles) == ("2023-03-15 06:00", "date")


@pytest.mark.parametrize("number", [*range(5), 9, 10, 11, 12, 13, *range(23, 27), *range(37, 45), 48, 49, 59, 81])
def test_no_other_built_in_format_makes_a_date_of_a_number(number: int) -> None:
    styles = f'<cellXfs><xf numFmtId="{number}"/></cellXfs>'

    assert one('<c r="A1"><v>45000.25</v></c>', styles=styles) == ("45000.25", "number")


def test_elapsed_time_is_no_day() -> None:
    formats = '<numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts>'
    styles = f'{formats}<cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="46"/></cellXfs>'
    rows = '<row><c s="1"><v>1.1666666666666667</v></c><c s="2"><v>0.00390625</v></c></row>'

    assert [cell[2:4] for cell in cells(xlsx(rows, styles=styles))] == [["28:00", "date"], ["00:05:38", "date"]]


@pytest.mark.parametrize("serial", ["-1", "2958466", "1e300"])
def test_a_number_that_is_no_day_of_any_calendar_stays_a_number(serial: str) -> None:
    for book in ("", '<workbookPr date1904="true"/>'):
        assert one(f'<c r="A1" s="1"><v>{serial}</v></c>', styles=DATES, book=book)[1] == "number"


def test_a_day_beyond_the_calendar_of_1904_stays_a_number() -> None:
    book = '<workbookPr date1904="1"/>'

    assert one('<c r="A1" s="1"><v>2957004</v></c>', styles=DATES, book=book) == ("2957004", "number")
    assert one('<c r="A1" s="1"><v>2957003</v></c>', styles=DATES, book=book) == ("9999-12-31", "date")


def test_days_in_quotes_are_no_date_and_the_format_is_kept() -> None:
    found = only('<row><c r="A1" s="3"><v>3</v></c></row>', styles=DATES)

    assert found[2:5] == ["3", "number", '#,##0.00 "days"']


def test_a_percent_format_is_kept_beside_the_number() -> None:
    assert only('<row><c r="A1" s="6"><v>0.999</v></c></row>', styles=DATES)[2:5] == ["0.999", "number", "0.00%"]


def test_an_iso_date_cell_is_a_date() -> None:
    assert one('<c r="A1" t="d"><v>2026-03-31</v></c>') == ("2026-03-31", "date")


@pytest.mark.parametrize(
    "code", ["yyyy-mm-dd", "[$-804]yyyy/m/d", "h:mm", 'm"月"d"日"', "[DBNum1]yyyy年m月d日", "[$-804]aaaa", "mmm d;@"]
)
def test_formats_that_show_a_date_or_a_time(code: str) -> None:
    assert shows(code) == "date"


@pytest.mark.parametrize("code", ["[h]:mm", "[mm]:ss", "[ss].00", '[h]"小时"'])
def test_formats_that_show_how_long(code: str) -> None:
    assert shows(code) == "elapsed"


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "0.00",
        '0 "hours"',
        "[Red]0.0",
        "¥#,##0.00",
        "0.0%",
        r"0\d",
        "",
        "0_d",
        "0*h",
        "[Magenta]0",
        "0.00E+00",
    ],
)
def test_formats_that_show_a_plain_number(code: str) -> None:
    assert not shows(code)


def test_shared_rich_and_inline_strings_are_whole_texts_without_their_phonetics() -> None:
    strings = (
        "<si><t>plain</t></si>"
        "<si><r><t>bold </t></r><r><rPr><b/></rPr><t>and not</t></r></si>"
        "<si><t>東京</t><rPh sb='0' eb='2'><t>とうきょう</t></rPh></si>"
    )
    rows = (
        '<row><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>'
        '<c r="D1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r><rPh><t>xx</t></rPh></is></c></row>'
    )

    found = cells(xlsx(rows, strings=strings))

    assert [cell[2] for cell in found] == ["plain", "bold and not", "東京", "inline"]


def test_a_string_that_is_not_there_is_an_error_not_a_blank() -> None:
    assert one('<c r="A1" t="s"><v>7</v></c>') == ("#REF!", "error")


def test_escapes_are_resolved_and_line_ends_are_plain() -> None:
    strings = '<si><t xml:space="preserve"> a_x000D_\nb_x005F_x0041_&amp; &lt;&#xD;&#10;</t></si>'

    assert one('<c r="A1" t="s"><v>0</v></c>', strings=strings) == (" a\nb_x0041_& <\n", "text")


def test_escapes_that_stand_for_no_character_leave_nothing_behind() -> None:
    strings = "<si><t>a_x0000_b_xD83D__xDE00_c_xD83D_d_x_x12_</t></si>"

    assert one('<c r="A1" t="s"><v>0</v></c>', strings=strings) == ("ab😀c�d_x_x12_", "text")


@pytest.mark.parametrize(
    "error", ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
              "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#EXTERNAL!", "#PYTHON!", "#GETTING_DATA"],
)  # fmt: skip
def test_an_error_of_any_age_is_an_error_and_hides_no_other_cell(error: str) -> None:
    rows = f'<row><c t="e"><v>{error}</v></c><c t="e"><f>1/0</f><v>{error}</v></c><c><v>1</v></c></row>'

    assert [(cell[2], cell[3], cell[5]) for cell in cells(xlsx(rows))] == [
        (error, "error", 0),
        (error, "error", 1),
        ("1", "number", 0),
    ]


def test_booleans_errors_and_calculated_texts_keep_their_kind() -> None:
    rows = (
        '<row><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="e"><v>#SPILL!</v></c>'
        '<c r="D1" t="str"><f>A1&amp;"x"</f><v>yes</v></c></row>'
    )

    found = cells(xlsx(rows))

    assert [cell[2:4] for cell in found] == [["TRUE", "bool"], ["FALSE", "bool"], ["#SPILL!", "error"], ["yes", "text"]]


def test_a_formula_keeps_its_saved_result_and_says_when_there_is_none() -> None:
    rows = '<row><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>NOW()</f></c><c r="C1"><v>3</v></c></row>'

    found = cells(xlsx(rows))

    assert [(cell[2], cell[5]) for cell in found] == [("2", 1), ("", 3), ("3", 0)]


def test_a_calculated_text_without_any_stored_result_was_never_calculated() -> None:
    assert cells(xlsx('<row><c r="A1" t="str"><f>A2&amp;A3</f></c></row>'))[0][5:] == [3, "A2&A3"]


@pytest.mark.parametrize(("kind", "flags"), [("", 3), (' t="str"', 1)], ids=["never calculated", "an empty text"])
def test_a_formula_whose_stored_result_is_empty_was_never_calculated_unless_it_is_a_text(kind: str, flags: int) -> None:
    assert cells(xlsx(f'<row><c r="A1"{kind}><f>4+4</f><v></v></c></row>'))[0][5] == flags


def test_merged_ranges_hidden_rows_and_hidden_columns_are_told() -> None:
    found = read_book(
        xlsx(
            '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="3" ht="0" customHeight="1"/><row r="4" ht="0.75"/>',
            before='<cols><col min="3" max="5" hidden="1"/><col min="7" max="7"/><col min="8" max="8" width="0"/></cols>',
            after='<mergeCells count="1"><mergeCell ref="B2:D4"/></mergeCells>',
        )
    )["sheets"][0]

    assert (found["merged"], found["hidden_rows"], found["hidden_columns"]) == (["B2:D4"], [2, 3], [3, 4, 5, 8])


def test_hidden_and_very_hidden_sheets_are_read_and_marked() -> None:
    book = openpyxl.Workbook()
    for name, state in (("Seen", "visible"), ("Hidden", "hidden"), ("Very", "veryHidden")):
        made = book.create_sheet(name)
        made["A1"], made.sheet_state = name, state
    del book["Sheet"]

    sheets = read_book(saved(book))["sheets"]

    assert [(sheet["name"], sheet["hidden"]) for sheet in sheets] == [("Seen", False), ("Hidden", True), ("Very", True)]


def test_a_lying_dimension_hides_no_cell() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="H9"><v>2</v></c></row>'

    assert len(cells(xlsx(rows, before='<dimension ref="A1:A1"/>'))) == 2


def test_cells_and_rows_without_addresses_follow_one_another() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c/><c><v>3</v></c></row>"

    assert [cell[:3] for cell in cells(xlsx(rows))] == [[1, 1, "1"], [1, 2, "2"], [3, 2, "3"]]


@pytest.mark.parametrize("address", ["D9999999999915", "XFE1", "A0", "1A", "ａ1", "A1048577"])
def test_an_address_outside_the_grid_is_not_believed(address: str) -> None:
    assert cells(xlsx(f'<row r="4"><c r="{address}"><v>1</v></c></row>'))[0][:2] == [4, 1]


def test_the_strict_form_of_the_format_reads_like_the_usual_one() -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45000</v></c></row>'
    more = {"strings": "<si><t>yes</t></si>", "styles": DATES}

    assert cells(xlsx(rows, namespace=STRICT, **more)) == cells(xlsx(rows, namespace=MAIN, **more))


def test_a_prefixed_namespace_reads_like_the_default_one() -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )

    assert cells(xlsx("", parts={"xl/worksheets/sheet1.xml": sheet}))[0][2] == "5"


def test_a_far_corner_cell_costs_as_much_as_any_other() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'

    assert [cell[:2] for cell in cells(xlsx(rows))] == [[1, 1], [1_048_576, 16_384]]


def test_formatted_but_empty_cells_are_no_cells() -> None:
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" s="1"/><c r="XFD{number}" s="1"/></row>' for number in range(1, 20_001)
    )

    assert cells(xlsx(rows, styles=DATES)) == []


def test_part_names_may_be_absolute_or_in_another_letter_case() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    data = xlsx(
        '<row><c r="A1"><v>1</v></c></row>',
        parts={"xl/_rels/workbook.xml.rels": relations(("rId1", kind, "/XL/Worksheets/Sheet1.xml"))},
    )

    assert cells(data)[0][2] == "1"


def test_parts_may_lie_in_any_folder() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "_rels/.rels": relations(("r", f"{kind}/officeDocument", "book.xml")),
        "_rels/book.xml.rels": relations(("rId1", f"{kind}/worksheet", "/a/first.xml")),
        "book.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{kind}"><sheets><sheet name="A/B [1]" r:id="rId1"/></sheets></workbook>',
        "a/first.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>',
    }

    (sheet,) = read_book(zipped(parts))["sheets"]

    assert (sheet["name"], sheet["cells"][0][2]) == ("A/B [1]", "1")


def test_a_workbook_that_lists_no_sheet_is_damaged() -> None:
    empty = f'<workbook xmlns="{MAIN}"><sheets/></workbook>'

    with pytest.raises(RefusedError, match="file_damaged"):
        read_book(xlsx("", parts={"xl/workbook.xml": empty}))


def test_a_sheet_that_is_listed_but_whose_part_is_missing_is_told_by_its_name() -> None:
    kind = f"{RELATED}/worksheet"
    sheets = "".join(
        f'<sheet name="{name}" r:id="{key}"/>' for name, key in (("A", "r1"), ("报价", "r2"), ("Plan", "r3"))
    )
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("r1", kind, "worksheets/sheet1.xml"), ("r2", kind, "worksheets/sheet2.xml")
        ),
    }

    found = read_file("a.xlsx", xlsx("", parts=parts))

    assert isinstance(found, Workbook)
    assert ([sheet.name for sheet in found.sheets], found.lost) == (["A"], ("报价", "Plan"))


def test_merged_cells_beyond_the_limit_are_counted() -> None:
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, MERGE_LIMIT + 4))

    found = read_file("a.xlsx", xlsx("", after=f"<mergeCells>{merges}</mergeCells>"))

    assert isinstance(found, Workbook)
    assert (len(found.sheets[0].merged), found.sheets[0].merges_left) == (MERGE_LIMIT, 3)


def test_metadata_that_no_answer_needs_refuses_nothing() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="x" formatCode="0"/><numFmt/></numFmts><fonts><font><family val="999"/></font></fonts>'
        '<cellXfs><xf numFmtId="-1" fontId="99"/><xf numFmtId="99999999999999999999"/></cellXfs>'
    )
    before = '<dimension ref="junk"/><sheetFormatPr/><cols><col/><col min="-3" max="x" hidden="1"/></cols>'
    after = (
        '<conditionalFormatting sqref="A1"><cfRule type="unheardOf" priority="x"/></conditionalFormatting>'
        '<autoFilter ref="?"/><mergeCells count="x"><mergeCell ref="A1"/></mergeCells><pageSetup paperSize="none"/>'
    )
    core = "<coreProperties><created>yesterday</created></coreProperties>"
    rows = '<row r="x" spans="?" s="q"><c r="?" s="²"><v>1</v></c><c s="99"><v>2</v></c><c s="-1"><v>3</v></c>'

    found = read_book(
        xlsx(
            f'{rows}<c s=""><v>4</v></c></row>',
            styles=styles,
            before=before,
            after=after,
            parts={"docProps/core.xml": core},
        )
    )

    assert [cell[2:4] for cell in found["sheets"][0]["cells"]] == [[text, "number"] for text in "1234"]


def test_macros_and_links_to_other_files_are_told_and_never_followed() -> None:
    links = {"xl/externalLinks/externalLink1.xml": "<x/>"}

    for macro in ("xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"):
        found = read_book(xlsx("", parts={macro: b"\0", **links}))
        assert (found["macros"], found["links"]) == (True, True)


def test_a_sheet_in_another_file_is_not_opened() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    link = f'<Relationship Id="rId1" Type="{kind}" Target="file:///etc/passwd" TargetMode="External"/>'
    data = xlsx("", parts={"xl/_rels/workbook.xml.rels": f"<Relationships>{link}</Relationships>"})

    with pytest.raises(RefusedError, match="file_damaged"):
        read_book(data)


def test_one_long_text_in_thousands_of_cells_is_refused_before_it_fills_the_memory() -> None:
    strings = f"<si><t>{'long ' * 6000}</t></si>"
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 4000))

    with pytest.raises(RefusedError, match="file_too_large") as caught:
        read_book(xlsx(rows, strings=strings))

    assert caught.value.params == {"size": "> 64 MiB", "limit": "64 MiB"}


def test_more_cells_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "CELL_LIMIT", 3)
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, 6))

    with pytest.raises(RefusedError, match="file_too_large"):
        read_book(xlsx(rows))


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
def test_a_document_type_definition_in_any_part_is_refused(part: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'

    with pytest.raises(RefusedError, match="file_hostile"):
        read_book(xlsx("<row/>", parts={part: bomb}))


def test_a_definition_in_another_encoding_is_refused_too() -> None:
    bomb = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a SYSTEM "http://127.0.0.1/x"><a/>'.encode("utf-16")

    with pytest.raises(RefusedError, match="file_hostile"):
        read_book(xlsx("", parts={"xl/worksheets/sheet1.xml": bomb}))


def test_an_encoding_that_nobody_knows_is_damage() -> None:
    part = '<?xml version="1.0" encoding="ATF-8"?><sst/>'

    with pytest.raises(RefusedError, match="file_damaged"):
        read_book(xlsx("", parts={"xl/sharedStrings.xml": part}))


def test_xml_that_breaks_off_is_damage() -> None:
    with pytest.raises(RefusedError, match="file_damaged"):
        read_book(xlsx("", parts={"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row>"}))


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


texts = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x9FFF, exclude_categories=("Cs", "Cc")), min_size=1, max_size=20
).filter(lambda text: not text.startswith("=") and "_x" not in text)
days = st.dates(date(1901, 1, 1), date(2100, 12, 31))
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59), st.integers(0, 59))
moments = st.builds(datetime.combine, days, clocks)
numbers = st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 6))
values = st.one_of(texts, numbers, st.booleans(), days, moments, clocks)
places = st.tuples(st.integers(1, 30), st.integers(1, 12))


def as_read(value: Any) -> str:
    """What the reader writes for a value that another library returned."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date().isoformat()
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return shortest(repr(value))
    return str(value)


@settings(max_examples=100 * TORTURE)
@given(st.dictionaries(places, values, min_size=1, max_size=12))
def test_the_reader_agrees_with_openpyxl_and_with_calamine(content: dict[tuple[int, int], Any]) -> None:
    book = openpyxl.Workbook()
    for place, value in content.items():
        cell = book.active.cell(*place, value)  # type: ignore[union-attr]  # a new workbook has a sheet
        if isinstance(value, str):
            cell.data_type = "s"
    data = saved(book)

    ours = {(row, column): text for row, column, text, *_ in cells(data)}

    theirs = openpyxl.load_workbook(io.BytesIO(data)).active
    assert ours == {place: as_read(theirs.cell(*place).value) for place in content}  # type: ignore[union-attr]  # the workbook has a sheet
    grid = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert ours == {(row, column): as_read(grid[row - 1][column - 1]) for row, column in content}
