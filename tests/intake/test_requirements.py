"""The requirement list as it is pasted: rows in both languages, separators, headings, and every fault with its row."""

from __future__ import annotations

import pytest

from evaluator.adapters.packs import parse_tender
from evaluator.domain.tender import Requirement
from evaluator.domain.text import LANGS, Lang, Text
from evaluator.intake.requirements import read_requirements, written
from evaluator.services.sample import sample_folder

IMPORT = Requirement(id="R-01", module=Text(zh="销售"), text=Text(zh="导入线索"), kind="must")


@pytest.mark.parametrize(
    "pasted",
    [
        "R-01\t销售\t导入线索\t必须",
        "R-01|销售|导入线索|must",
        "R-01 ｜ 销售 ｜ 导入线索 ｜ Must",
        "编号\t模块\t需求\t级别\r\nR-01\t销售\t导入线索\t必须\r\n",
        "No.|Module|Requirement|Kind\nR-01|销售|导入线索|ＭＵＳＴ",
        "| id | module | requirement | kind |\n|---|:--|---|---|\n| R-01 | 销售 | 导入线索 | 必须 |",
        "\n\nR-01\t销售\t导入\u200b线索\t必须\t\t\n",
    ],
)
def test_a_row_is_read_however_it_is_separated(pasted: str) -> None:
    assert read_requirements(pasted).rows == (IMPORT,)
    assert read_requirements(pasted).faults == ()


def test_words_of_one_language_are_kept_in_theirs_and_six_columns_hold_both() -> None:
    read = read_requirements("R-01|Sales|Import leads|should\nR-02|销售|Sales|导出|Export|期望")

    assert [(row.module, row.text, row.kind) for row in read.rows] == [
        (Text(en="Sales"), Text(en="Import leads"), "should"),
        (Text("销售", "Sales"), Text("导出", "Export"), "should"),
    ]


def test_usual_words_for_a_kind_are_known() -> None:
    words = {
        "must": ("必需", "必备", "强制", "M", "Mandatory", "Ｙ"),
        "should": ("可选", "建议", "O", "Nice to have", "Want"),
    }
    for kind, given in words.items():
        read = read_requirements("\n".join(f"R-{number}|a|b|{word}" for number, word in enumerate(given)))
        assert ([row.kind for row in read.rows], read.faults) == ([kind] * len(given), ())


def test_a_cell_of_several_lines_comes_between_quotes_from_a_spreadsheet() -> None:
    (row,) = read_requirements('R-01\tSales\t"Import leads\nfrom ""old"" files"\tmust').rows

    assert row.text.en == 'Import leads\nfrom "old" files'


def test_a_lone_quote_swallows_no_rows() -> None:
    read = read_requirements('R-01\tSales\t"Quick entry\tmust\nR-02\tSales\t5" screens\tmust')

    assert [row.text.en for row in read.rows] == ['"Quick entry', '5" screens']


@pytest.mark.parametrize(
    ("pasted", "rule", "row", "params"),
    [
        ("R-01|a|b|must\n\nr-01|a|c|must", "twice", 3, {"id": "r-01", "first": 1}),
        ("id|module|requirement|kind\nR-01|a|b|nice", "unknown_kind", 2, {"given": "nice", "cell": "D2"}),
        ("R-01|a|b", "no_kind", 1, {}),
        ("R-01|a||must", "no_text", 1, {}),
        ("R-01||b|must", "no_module", 1, {}),
        ("|a|b|must", "no_id", 1, {}),
        ("R/01|a|b|must", "bad_id", 1, {"id": "R/01"}),
        ("Sales", "columns", 1, {"n": 1}),
        ("R-01|a|b|c|must|x|y", "columns", 1, {"n": 7}),
        ("R-01|甲||乙||maybe", "unknown_kind", 1, {"given": "maybe", "cell": "F1"}),
    ],
)
def test_a_fault_names_its_row(pasted: str, rule: str, row: int, params: dict[str, object]) -> None:
    (fault,) = read_requirements(pasted).faults

    assert (fault.rule, fault.row, dict(fault.params)) == (rule, row, params)


def test_all_faults_are_told_at_once_and_the_good_rows_are_kept() -> None:
    read = read_requirements("R-01|a|b|must\nR-02|a||maybe\n|a|b|should")

    assert [row.id for row in read.rows] == ["R-01"]
    assert [(fault.rule, fault.row) for fault in read.faults] == [("no_text", 2), ("unknown_kind", 2), ("no_id", 3)]


def test_nothing_pasted_is_an_empty_list() -> None:
    assert read_requirements(" \n\n").rows == read_requirements("").faults == ()


@pytest.mark.parametrize("lang", LANGS)
def test_a_written_list_is_read_back(lang: Lang) -> None:
    sample = parse_tender((sample_folder() / "tender.toml").read_text("utf-8")).requirements
    odd = (IMPORT, Requirement(id="R-02", module=Text(en="A|B"), text=Text(en='two\nlines "here"'), kind="should"))

    for rows in (sample, odd, ()):
        read = read_requirements(written(rows, lang))
        assert (read.rows, read.faults) == (rows, ())
