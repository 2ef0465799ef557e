"""Matrix files: what stands in them is read exactly, and every fault is named with its place."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from evaluator.adapters.matrix_file import SIZE_LIMIT, read_matrix
from evaluator.scoring.matrix import DecisionMatrix, MatrixRefusedError
from tests.adapters.office import converted

EXPECTED = DecisionMatrix(
    alternatives=("Ada", "Bo"),
    criteria=("price", "support"),
    objectives=("min", "max"),
    weights=(Fraction(3, 10), Fraction(7, 10)),
    values=((Decimal("95.10"), Decimal("0.1")), (Decimal(80), Decimal(3))),
)
TREE = {
    "alternatives": ["Ada", "Bo"],
    "criteria": [
        {"name": "price", "objective": "min", "weight": 0.3},
        {"name": "support", "objective": "max", "weight": 0.7},
    ],
    "values": [[95.10, 0.1], [80, 3]],
}
TABLE = """vendor,price,support
objective,min,max
weight,0.3,0.7
Ada,95.10,0.1
Bo,80,3
"""


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refused(path: Path) -> list[tuple[str, dict[str, object]]]:
    with pytest.raises(MatrixRefusedError, match=r"matrix\.|finding\.") as refusal:
        read_matrix(path)
    return [(found.key.removeprefix("matrix."), dict(found.params)) for found in refusal.value.problems]


def sheet(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def test_json_is_read_exactly_as_it_is_written(tmp_path: Path) -> None:
    read = read_matrix(written(tmp_path, "case.json", json.dumps(TREE).replace("95.1,", "95.10,")))

    assert read == EXPECTED
    assert str(read.values[0][0]) == "95.10"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.csv", TABLE),
        ("mark.csv", "\ufeff" + TABLE),
        ("semicolon.csv", TABLE.replace(",", ";")),
        ("tab.CSV", TABLE.replace(",", "\t")),
        ("wide.csv", TABLE.encode("utf-16")),
        ("blank.csv", "\r\n" + TABLE.replace("\n", ",\r\n") + ",,,\r\n"),
        ("turned.csv", TABLE.replace("objective,min,max\nweight,0.3,0.7", "权重,30%,70 %\n目标,越小越好,MAX")),
    ],
)
def test_a_table_is_read_however_the_spreadsheet_saved_it(tmp_path: Path, name: str, content: str | bytes) -> None:
    assert read_matrix(written(tmp_path, name, content)) == EXPECTED


def test_a_table_in_the_encoding_of_chinese_excel_is_read(tmp_path: Path) -> None:
    table = TABLE.replace("Ada", "星河软件").replace("price", "价格")

    read = read_matrix(written(tmp_path, "case.csv", table.encode("gb18030")))

    assert (read.alternatives[0], read.criteria[0]) == ("星河软件", "价格")


def test_a_workbook_is_read_from_its_first_visible_sheet(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["vendor", "price", "support"], ["objective", "min", "max"], ["weight", 0.3, 0.7], ["Ada", 95.1, "0.1"],
        ["Bo", 80, 3],
    ]  # fmt: skip

    assert read_matrix(sheet(tmp_path / "case.xlsx", rows)) == EXPECTED


def test_a_workbook_with_a_stray_far_cell_is_refused_without_filling_the_memory(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for line in (["vendor", "price"], ["objective", "min"], ["weight", 1], ["Ada", 5]):
        page.append(line)
    page["XFD1048576"] = 1
    book.save(tmp_path / "case.xlsx")

    assert refused(tmp_path / "case.xlsx") == [("table_sparse", {"file": "case.xlsx", "sheet": "Sheet"})]


def test_a_workbook_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    assert [rule for rule, _ in refused(written(tmp_path, "case.xlsx", "not a workbook"))] == [
        "finding.file_not_workbook"
    ]


def test_an_empty_workbook_is_said_to_be_empty(tmp_path: Path) -> None:
    assert [rule for rule, _ in refused(sheet(tmp_path / "case.xlsx", []))] == ["file_empty"]


def test_every_fault_of_a_table_is_named_with_its_cell(tmp_path: Path) -> None:
    table = """,price,,support
objective,less,max,max
weight,heavy,1,1e999
Ada,"1,200",5,
,80,n/a,3
"""

    assert refused(written(tmp_path, "case.csv", table)) == [
        ("name_missing", {"place": "C1"}),
        ("objective_missing", {"place": "B2", "given": "less"}),
        ("weight_not_number", {"place": "B3", "given": "heavy"}),
        ("weight_extreme", {"criterion": "D3"}),
        ("name_missing", {"place": "A5"}),
        ("value_not_number", {"place": "B4", "given": "1,200"}),
        ("value_missing", {"place": "D4"}),
        ("value_not_number", {"place": "C5", "given": "n/a"}),
    ]


def test_every_fault_of_a_json_file_is_named_with_its_path(tmp_path: Path) -> None:
    tree = {
        "alternatives": ["Ada", 2],
        "criteria": [{"name": "price", "objective": "down", "weight": "x"}, {}],
        "values": [[None, True], [float("nan"), []]],
    }

    assert refused(written(tmp_path, "case.json", json.dumps(tree))) == [
        ("name_missing", {"place": "alternatives[1]"}),
        ("name_missing", {"place": "criteria[1].name"}),
        ("objective_missing", {"place": "criteria[0].objective", "given": "down"}),
        ("objective_missing", {"place": "criteria[1].objective", "given": "null"}),
        ("weight_not_number", {"place": "criteria[0].weight", "given": "x"}),
        ("weight_not_number", {"place": "criteria[1].weight", "given": "null"}),
        ("value_missing", {"place": "values[0][0]"}),
        ("value_not_number", {"place": "values[0][1]", "given": "true"}),
        ("value_not_number", {"place": "values[1][0]", "given": "NaN"}),
        ("value_not_number", {"place": "values[1][1]", "given": "[]"}),
    ]


def test_names_that_occur_twice_are_told_together_with_faults_of_cells(tmp_path: Path) -> None:
    text = "vendor,price,Price\nobjective,min,max\nweight,1,x\nAda,5,\nada ,4,3\n"

    assert [rule for rule, _ in refused(written(tmp_path, "case.csv", text))] == [
        "weight_not_number", "value_missing", "alternative_twice", "criterion_twice",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("case.txt", "x", "file_kind"),
        ("case.json", "", "file_empty"),
        ("case.json", " \n", "file_empty"),
        ("case.csv", "\ufeff", "no_criteria"),
        ("case.csv", "vendor,price\nAda,5\n", "weights_missing"),
        ("case.csv", b"\xff\xfe\x00", "text_unreadable"),
        ("case.csv", b"\x81\x00\xff\xff", "text_unreadable"),
        ("case.csv", "x" * 200_000, "csv_broken"),
        ("case.json", '{"alternatives": [', "json_broken"),
        ("case.json", "[1, 2]", "json_shape"),
        ("case.json", '{"alternatives": [], "criteria": [5], "values": []}', "json_shape"),
        ("case.json", "[" * 200_000, "json_shape"),
        ("case.json", '{"values": 1e99999999999999999999}', "json_shape"),
        ("case.json", '{"values": [], "values": []}', "json_key_twice"),
        ("case.json", " " * (SIZE_LIMIT + 1), "file_too_large"),
    ],
)
def test_a_file_that_is_no_matrix_is_refused_by_name(
    tmp_path: Path, name: str, content: str | bytes, expected: str
) -> None:
    assert refused(written(tmp_path, name, content))[0][0] == expected


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none.json"

    assert refused(path) == [("file_unreadable", {"file": str(path)})]


BUYERS: list[list[object]] = [
    ["Vendor scoring matrix", None, None, None],
    ["Criteria", "Weight", "Ada", "Bo"],
    ["Price", 0.3, 4, 3],
    ["Support", 0.7, 3, 5],
    ["Total", 1, 3.3, 4.4],
]
READ = DecisionMatrix(
    alternatives=("Ada", "Bo"),
    criteria=("Price", "Support"),
    objectives=("max", "max"),
    weights=(Fraction(3, 10), Fraction(7, 10)),
    values=((Fraction(4), Fraction(3)), (Fraction(3), Fraction(5))),
)


def test_a_buyers_own_sheet_is_read_from_a_workbook_and_from_a_csv_file(tmp_path: Path) -> None:
    lines = "\n".join(",".join("" if value is None else str(value) for value in row) for row in BUYERS)

    assert read_matrix(sheet(tmp_path / "case.xlsx", BUYERS)) == READ
    assert read_matrix(written(tmp_path, "case.csv", lines)) == READ


@pytest.mark.office
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_a_buyers_own_sheet_is_read_from_older_and_other_spreadsheets(tmp_path: Path, kind: str) -> None:
    source = sheet(tmp_path / "case.xlsx", BUYERS)

    assert read_matrix(converted(tmp_path, [source], kind)[0]) == READ


def test_of_several_sheets_of_scores_a_person_chooses(tmp_path: Path) -> None:
    path = sheet(tmp_path / "case.xlsx", BUYERS)
    book = load_workbook(path)
    book.copy_worksheet(book.worksheets[0])
    book.save(path)

    assert refused(path) == [("sheets_several", {"sheets": "“Sheet”, “Sheet Copy”"})]


def test_a_sheet_that_leaves_something_open_is_refused_with_the_cells(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Vendor", "Price", "Quality"],
        ["Weight", 0.5, 0.5],
        ["Ada", 120000, 4],
        ["Bo", 95000, 3],
    ]

    assert refused(sheet(tmp_path / "case.xlsx", rows)) == [
        ("direction_unsaid", {"criteria": "B1 “Price”, C1 “Quality”"})
    ]


def test_evaluators_score_form_is_said_to_be_one_and_not_to_lack_weights(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Supplier name:"],
        ["Criteria", "Weighting", "Assessments"],
        [None, None, "Evaluator 1", None, "Evaluator 2"],
        [None, None, "Notes", "Score", "Notes", "Score"],
        ["Technical competence", "Technical weighting:"], ["Cultural fit"], ["Price"],
    ]  # fmt: skip

    assert refused(sheet(tmp_path / "form.xlsx", rows)) == [
        ("finding.score_form_found", {"sheet": "Sheet", "evaluators": 2})
    ]
