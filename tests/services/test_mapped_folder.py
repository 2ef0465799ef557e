"""The command line with other people's workbooks: a mapping is proposed, adjusted, applied, and lies beside the bids."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from evaluator.adapters.mapping_file import load_mapping, parse_mapping
from evaluator.adapters.packs import PackError
from evaluator.domain.finding import Rule
from evaluator.services.folder import FolderError, read_folder
from evaluator.services.inspecting import Given, inspect_paths, inspect_words
from evaluator.services.inspecting_foreign import proposal_words, save_proposal
from evaluator.services.ranking import rank_folder

SAMPLE = Path(__file__).parents[2] / "sample_bids"
LINES = (
    ["供应商应答表"], [], ["序号", "需求", "应答", "备注"], ["1", "日志保存期限", "3年", None],
    ["2", "停车位数量", "5", None], ["3", "公司成立日期", "2015年3月1日", "见附件"],
)  # fmt: skip


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "应答"
    for line in LINES:
        book.worksheets[0].append(line)
    path = tmp_path / "ada.xlsx"
    book.save(path)
    return path


def written(foreign: Path, name: str) -> Path:
    out = foreign.with_name(name)
    save_proposal([foreign], out)
    return out


def test_a_proposed_mapping_is_written_and_reads_the_file_as_recognition_does(foreign: Path) -> None:
    out = written(foreign, "m.toml")

    (row,) = inspect_paths([foreign], "en", with_answers=True, mapping=out)["files"]

    assert (row["status"], row["questions"], row["answered"], row["vendor"]) == ("read", 3, 3, None)
    assert [(line["id"], line["cell"]) for line in row["answers"]] == [("1", "C4"), ("2", "C5"), ("3", "C6")]
    assert [found["rule"] for found in row["findings"]] == [Rule.MAPPING_USED]
    assert "m.toml" in row["findings"][0]["message"]


def test_a_folder_holds_separated_text_too_and_reads_it_as_other_bids(foreign: Path) -> None:
    lines = "\n".join(",".join(value or "" for value in line) for line in LINES)
    foreign.with_name("bert.csv").write_text(lines, "utf-8")
    foreign.with_name("carl.tsv").write_text(lines.replace(",", "\t"), "utf-8")
    foreign.with_name("notes.txt").write_text(lines, "utf-8")

    files = inspect_paths([foreign.parent], "en", with_answers=False)["files"]

    told = [(Path(row["path"]).name, row["status"], row["answered"]) for row in files]
    assert told == [(name, "read", 3) for name in ("ada.xlsx", "bert.csv", "carl.tsv")]


def test_a_proposal_for_a_pack_or_a_tender_says_which_of_our_questions_are_asked(foreign: Path) -> None:
    nobody = save_proposal([foreign], foreign.with_name("bare.toml"))
    assert (nobody["matched"], nobody["open"]) == (0, [])
    assert proposal_words(nobody, "en") == [f"Written: {foreign.with_name('bare.toml')}"]

    for number, given in enumerate((Given("crm_platform"), Given("", SAMPLE / "tender.toml"))):
        out = foreign.with_name(f"{number}.toml")
        data = save_proposal([foreign], out, given)
        assert load_mapping(out).matches == {"3 | 公司成立日期": "CO-05"}
        assert data["open"] == ["1 | 日志保存期限", "2 | 停车位数量"]
        assert proposal_words(data, "zh")[-1] == "  2 | 停车位数量"


def test_an_adjusted_mapping_says_whose_the_answers_are(foreign: Path) -> None:
    out = written(foreign, "m.toml")
    out.write_text(f'vendor = "阿达云"\n{out.read_text("utf-8")}', "utf-8")

    (row,) = inspect_paths([foreign], "zh", with_answers=True, mapping=out)["files"]

    assert (row["vendor"], {line["vendor"] for line in row["answers"]}) == ("阿达云", {"阿达云"})


def test_a_heading_that_is_not_there_refuses_the_file_with_its_cell(foreign: Path) -> None:
    out = written(foreign, "m.toml")
    out.write_text(out.read_text("utf-8").replace('C = "应答"', 'C = "答复"'), "utf-8")

    data = inspect_paths([foreign], "en", with_answers=False, mapping=out)

    assert [(error["rule"], error["file"]) for error in data["errors"]] == [(Rule.MAPPING_HEADER, str(foreign))]
    assert [(found["sheet"], found["cell"]) for found in data["files"][0]["findings"]] == [("应答", "C3")]


def test_what_is_no_proposal_is_refused_and_nothing_is_overwritten(foreign: Path) -> None:
    out = written(foreign, "m.toml")
    ours = SAMPLE / "1-hailan-price.xlsx"

    for paths, target, rule in (
        ([foreign], out, "file_there"),
        ([foreign, foreign], out.with_name("n.toml"), "mapping_one_file"),
        ([ours], out.with_name("n.toml"), "mapping_none"),
    ):
        with pytest.raises(FolderError, match=rule):
            save_proposal(paths, target)
    with pytest.raises(FolderError, match="no_file"):
        inspect_paths([foreign], "en", with_answers=False, mapping=out.with_name("none.toml"))


def test_a_workbook_with_its_mapping_beside_it_is_a_bid(foreign: Path) -> None:
    own = written(foreign, "ada.mapping.toml")
    own.write_text(own.read_text("utf-8") + '\n[matches]\n"1 | 日志保存期限" = "SE-15"\n', "utf-8")

    (bid,) = read_folder("crm_platform", foreign.parent, None, None).intake.bids

    assert bid.vendor == "ada"
    assert (bid.answers["SE-15"].verbatim, bid.answers["SE-15"].source.cell) == ("3年", "C4")
    assert (bid.answers["CO-05"].verbatim, bid.answers["CO-05"].remark, bid.answers["CO-05"].remark_cell) == (
        "2015年3月1日", "见附件", "D6",
    )  # fmt: skip
    rules = {found.rule for found in bid.findings}
    assert {
        Rule.MAPPING_USED,
        Rule.VENDOR_UNNAMED,
        Rule.QUESTION_UNMATCHED,
        Rule.QUESTION_UNCOVERED,
        Rule.ENVELOPE_MISSING,
    } <= rules


def test_one_mapping_may_serve_the_whole_folder_and_an_uninvited_name_is_refused(foreign: Path) -> None:
    written(foreign, "mapping.toml")

    data, code = rank_folder("crm_platform", foreign.parent, SAMPLE / "tender.toml", None, ("en", False))

    assert code == 2
    assert [error["rule"] for error in data["errors"]] == [Rule.VENDOR_UNINVITED]


def test_a_mapping_that_does_not_fit_refuses_the_file_and_a_broken_one_the_folder(foreign: Path) -> None:
    shared = written(foreign, "mapping.toml")
    shared.write_text(shared.read_text("utf-8").replace('sheet = "应答"', 'sheet = "答复"'), "utf-8")

    (file,) = read_folder("crm_platform", foreign.parent, None, None).intake.files
    assert (file.refused, [found.rule for found in file.findings]) == (True, [Rule.MAPPING_SHEET])

    shared.write_text("tables = 1\n", "utf-8")
    with pytest.raises(PackError, match="tables"):
        read_folder("crm_platform", foreign.parent, None, None)


def test_the_documents_example_is_a_mapping(foreign: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "mapping.md").read_text("utf-8")
    example = text.partition("```toml\n")[2].partition("```")[0]

    mapping = parse_mapping(example)

    assert [table.sheet for table in mapping.tables] == ["功能应答", "对比"]
    assert mapping.tables[1].layout.vendors == {3: "阿达云", 5: "北辰科技"}
    assert load_mapping(written(foreign, "m.toml")).tables[0].heads == {1: "序号", 2: "需求", 3: "应答", 4: "备注"}


def test_people_read_the_same_in_words(foreign: Path) -> None:
    data = inspect_paths([foreign], "zh", with_answers=False, mapping=written(foreign, "m.toml"))

    assert any("m.toml" in line for line in inspect_words(data, "zh"))
