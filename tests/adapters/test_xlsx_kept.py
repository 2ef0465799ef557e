"""What stands beside the values of a workbook is kept with its place, and openpyxl finds the same."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.comments import Comment as Remark
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from evaluator.adapters.reader import read_file
from evaluator.intake.address import area, place
from evaluator.intake.cells import Cell, Comment, Link, SheetCells, Validation, Workbook
from tests.workbooks import MAIN, relations, xlsx

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
THREADS = "http://schemas.microsoft.com/office/2017/10/relationships"
SHEET_RELS = "xl/worksheets/_rels/sheet1.xml.rels"


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read(data: bytes) -> tuple[SheetCells, ...]:
    found = read_file("answers.xlsx", data)
    assert isinstance(found, Workbook)
    return found.sheets


def full_book() -> bytes:
    """Every kind of thing that a vendor leaves beside the answers."""
    book = openpyxl.Workbook()
    asked: Worksheet = book.worksheets[0]
    asked.title = "答复 & more"
    for row, value in enumerate(["Question", "99.9% uptime?", 0.999, 30, "=B3*2", "", True, "see list"], start=1):
        asked.cell(row, 2, value)
    asked["B3"].number_format, asked["B4"].number_format = "0.00%", '0"分钟"'
    asked["C5"] = ArrayFormula("C5:C6", "=SUM(B3:B4*2)")
    asked["B1"].font = Font(bold=True)
    asked["B2"].comment = Remark("Is planned downtime counted?\n请说明", "采购部")
    asked["Z99"].comment = Remark("on a blank cell", "Ada")
    asked["B8"].hyperlink = "https://vendor.example/case?a=1&b=2"
    asked["B9"].hyperlink = openpyxl.worksheet.hyperlink.Hyperlink(ref="B9", location="Lists!A1")
    asked["B9"] = "the lists"
    asked.merge_cells("D1:F2")
    asked.merge_cells("D4:D6")
    asked.row_dimensions[4].hidden = True
    asked.column_dimensions["H"].hidden = True
    lists = book.create_sheet("Lists")
    lists.sheet_state = "hidden"
    for row, word in enumerate(["满足", "部分满足", None, "不满足", 4], start=1):
        lists.cell(row, 1, word)
    book.defined_names["grades"] = DefinedName("grades", attr_text="Lists!$A$1:$A$5")
    for areas, formula in (
        ("B2:B9", '"Yes,No, N/A"'),
        ("C2 C4:C9", "=Lists!$A$1:$A$5"),
        ("D8", "grades"),
        ("E8", "INDIRECT(A1)"),
    ):
        rule = DataValidation(type="list", formula1=formula)
        rule.add(areas.split()[0])
        for more in areas.split()[1:]:
            rule.add(more)
        asked.add_data_validation(rule)
    whole = DataValidation(type="whole", operator="between", formula1="1", formula2="5")
    whole.add("G2:G9")
    asked.add_data_validation(whole)
    return saved(book)


def test_everything_beside_the_values_is_kept_with_its_place() -> None:
    asked, lists = read(full_book())

    assert asked.comments == (
        Comment(2, 2, "采购部", "Is planned downtime counted?\n请说明"),
        Comment(99, 26, "Ada", "on a blank cell"),
    )
    assert asked.links == (Link("B8", "https://vendor.example/case?a=1&b=2"), Link("B9", "#Lists!A1"))
    assert sorted(asked.merged) == ["D1:F2", "D4:D6"]
    assert (asked.hidden_rows, asked.hidden_columns) == ({4}, {8})
    assert (asked.hidden, lists.hidden) == (False, True)
    assert asked.validations == (
        Validation("list", ("B2:B9",), '"Yes,No, N/A"', ("Yes", "No", "N/A")),
        Validation("list", ("C2", "C4:C9"), "=Lists!$A$1:$A$5", ("满足", "部分满足", "不满足", "4")),
        Validation("list", ("D8",), "grades", ("满足", "部分满足", "不满足", "4")),
        Validation("list", ("E8",), "INDIRECT(A1)"),
        Validation("whole", ("G2:G9",), "1"),
    )
    assert asked.options(4, 3) == ("满足", "部分满足", "不满足", "4")
    assert asked.options(3, 3) == asked.options(8, 5) == ()


def test_cells_keep_value_number_format_and_the_words_of_their_formula() -> None:
    asked = read(full_book())[0]

    assert asked.at(3, 2) == Cell(3, 2, "0.999", "number", "0.00%")
    assert asked.at(4, 2) == Cell(4, 2, "30", "number", '0"分钟"')
    assert asked.at(5, 2) == Cell(5, 2, "", "text", "", formula=True, uncalculated=True, formula_text="B3*2")
    assert asked.at(5, 3) == Cell(5, 3, "", "text", "", formula=True, uncalculated=True, formula_text="SUM(B3:B4*2)")
    assert asked.at(8, 2) == Cell(8, 2, "see list")


def test_openpyxl_finds_the_same() -> None:
    data = full_book()

    theirs = openpyxl.load_workbook(io.BytesIO(data))
    for ours, sheet in zip(read(data), theirs.worksheets, strict=True):
        walked = [cell for row in sheet.iter_rows() for cell in row if type(cell).__name__ != "MergedCell"]
        assert ours.name == sheet.title
        assert ours.hidden == (sheet.sheet_state != "visible")
        assert sorted(ours.merged) == sorted(str(one) for one in sheet.merged_cells.ranges)
        assert ours.hidden_rows == {row for row, about in sheet.row_dimensions.items() if about.hidden}
        assert {(one.row, one.column, one.author, one.text) for one in ours.comments} == {
            (cell.row, cell.column, cell.comment.author, cell.comment.text) for cell in walked if cell.comment
        }
        assert {(one.kind, one.areas, one.formula) for one in ours.validations} == {
            (one.type, tuple(str(one.sqref).split()), one.formula1) for one in sheet.data_validations.dataValidation
        }
        assert {one.area for one in ours.links} == {cell.coordinate for cell in walked if cell.hyperlink}
        for cell in walked:
            mine = ours.at(cell.row, cell.column)
            assert (mine is None) == (cell.value is None), cell.coordinate
            if mine is not None:
                assert mine.address == cell.coordinate
                assert mine.number_format == ("" if cell.number_format == "General" else cell.number_format)
                assert mine.formula == (cell.data_type == "f")


def test_a_hyperlink_on_a_blank_cell_invents_no_value() -> None:
    data = xlsx("", after='<hyperlinks><hyperlink ref="B9" location="Lists!A1"/></hyperlinks>')

    (sheet,) = read(data)

    assert (sheet.cells, sheet.links) == ({}, (Link("B9", "#Lists!A1"),))


def test_a_hyperlink_on_words_and_a_hyperlink_formula_keep_the_words() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>our case</t></is></c>'
        '<c r="B1" t="str"><f>HYPERLINK("https://x.example/?q=1","查看案例")</f><v>查看案例</v></c></row>'
    )
    links = (
        f'<hyperlinks xmlns:r="{OFFICE}"><hyperlink ref="A1:A9" r:id="rId7" display="elsewhere" tooltip="tip"/>'
        '<hyperlink ref="C1" r:id="rId8"/></hyperlinks>'
    )
    rels = relations(("rId7", f"{OFFICE}/hyperlink", "file:///c:/secret.xlsx")).replace(
        'Target="file', 'TargetMode="External" Target="file'
    )

    (sheet,) = read(xlsx(rows, after=links, parts={SHEET_RELS: rels}))

    assert [cell.text for cell in sheet.cells.values()] == ["our case", "查看案例"]
    assert sheet.links == (Link("A1:A9", "file:///c:/secret.xlsx"),)


def threaded(copy_author: str) -> SheetCells:
    kinds = (
        ("rId1", f"{OFFICE}/comments", "../comments1.xml"),
        ("rId2", f"{THREADS}/threadedComment", "../threads/t1.xml"),
    )
    rels = relations(*kinds)
    book_rels = relations(
        ("rId1", f"{OFFICE}/worksheet", "worksheets/sheet1.xml"), ("rId9", f"{THREADS}/person", "persons/person.xml")
    )
    copy = (
        f'<comments xmlns="{MAIN}"><authors><author>{copy_author}</author></authors><commentList><comment ref="B2" authorId="0">'
        "<text><r><t>[Threaded comment] </t></r><r><t>is it?</t></r></text></comment>"
        '<comment ref="C3" authorId="9"><text><t>old_x000D_\n note</t><rPh sb="0" eb="1"><t>x</t></rPh></text></comment>'
        "</commentList></comments>"
    )
    threads = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<threadedComment ref="B2" id="{1}" personId="{P}"><text>Is it 7×24?</text></threadedComment>'
        '<threadedComment ref="B2" id="{2}" parentId="{1}" personId="{Q}"><text>Yes &amp; more</text></threadedComment>'
        "</ThreadedComments>"
    )
    people = '<personList><person displayName="王芳" id="{P}"/></personList>'
    parts = {
        SHEET_RELS: rels, "xl/comments1.xml": copy, "xl/threads/t1.xml": threads, "xl/persons/person.xml": people,
        "xl/_rels/workbook.xml.rels": book_rels,
    }  # fmt: skip
    return read(xlsx('<row r="2"><c r="B2"><v>1</v></c></row>', parts=parts))[0]


def test_a_thread_is_its_messages_and_not_the_copy_that_older_programs_are_shown() -> None:
    thread = (Comment(2, 2, "王芳", "Is it 7×24?"), Comment(2, 2, "", "Yes & more"))
    old = Comment(3, 3, "", "old\n note")

    assert threaded("tc={1}").comments == (*thread, old)
    assert threaded("Ada").comments == (*thread, Comment(2, 2, "Ada", "[Threaded comment] is it?"), old)


def test_a_list_on_another_sheet_as_newer_excel_writes_it_is_found_and_other_rules_are_not_taken_for_it() -> None:
    more = (
        '<dataValidations count="1"><dataValidation type="list" sqref="A2:A3"><formula1>$D$1:$D$2</formula1></dataValidation>'
        "</dataValidations><extLst><ext><x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule><xm:f>Z1</xm:f>"
        "</x14:cfRule><xm:sqref>Z1</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>"
        '<x14:dataValidations count="1"><x14:dataValidation type="list"><x14:formula1><xm:f>\'Answers\'!$D:$D</xm:f></x14:formula1>'
        "<x14:formula2><xm:f>9</xm:f></x14:formula2><xm:sqref>B2:B3 B7</xm:sqref></x14:dataValidation></x14:dataValidations>"
        "<x14:other><xm:f>Y1</xm:f><xm:sqref>Y1</xm:sqref></x14:other></ext></extLst>"
    )
    namespaces = '<extLst xmlns:x14="urn:x14" xmlns:xm="urn:xm">'
    rows = '<row r="1"><c r="D1"><v>1</v></c></row><row r="2"><c r="D2" t="b"><v>1</v></c></row>'

    (sheet,) = read(xlsx(rows, after=more.replace("<extLst>", namespaces)))

    assert sheet.validations == (
        Validation("list", ("A2:A3",), "$D$1:$D$2", ("1", "TRUE")),
        Validation("list", ("B2:B3", "B7"), "'Answers'!$D:$D", ("1", "TRUE")),
    )


@pytest.mark.parametrize(
    "formula", ["Nowhere!$A$1:$A$2", "$A$0:$A$2", "OFFSET($A$1,0,0,3)", "[1]Lists!$A$1", "$A$1:$B$4000"]
)
def test_a_list_that_cannot_be_known_has_no_options(formula: str) -> None:
    rule = f'<dataValidation type="list" sqref="B2"><formula1>{formula}</formula1></dataValidation>'
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>2</v></c></row>' for n in range(1, 3001))

    (sheet,) = read(xlsx(rows, after=f"<dataValidations>{rule}</dataValidations>"))

    assert sheet.validations == (Validation("list", ("B2",), formula),)


@pytest.mark.parametrize("ref", ["", "B2:A1", "1", "A", "A1:B", "XFE1", "A1:A1048577", "A1:B2:C3", "Ａ1", "A1 B2"])
def test_what_is_no_range_of_the_grid_is_none(ref: str) -> None:
    assert area(ref) is None


def test_an_area_of_one_cell_is_its_place() -> None:
    where = place("AB14")

    assert area("AB14") == area("$AB$14:AB14") == (where, where)
    assert area("3:4") == ((3, 1), (4, 16_384))


def test_ranges_that_are_none_are_dropped_and_huge_ones_cost_nothing() -> None:
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="junk"/><mergeCell/></mergeCells>'
    more = f"{merges}<hyperlinks><hyperlink/></hyperlinks>"

    (sheet,) = read(
        xlsx("<row><c><v>1</v></c></row>", after=more, before='<cols><col min="x" max="99999999" hidden="1"/></cols>')
    )

    assert (sheet.merged, sheet.links, len(sheet.hidden_columns)) == (("A1:XFD1048576",), (), 16_384)
