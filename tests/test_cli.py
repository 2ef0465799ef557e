"""The command line as a script sees it: JSON alone on standard output, one line per error beside it, stable exit codes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from evaluator.adapters import pdf, reader
from evaluator.cli import main
from evaluator.domain.ranking import Status
from evaluator.i18n.words import _catalogue, _words
from tests import packs, returned
from tests.adapters import filling
from tests.workbooks import BAD

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sample_bids"
FOLDER = ("--pack", "crm_platform", "--bids", str(SAMPLE), "--scores", str(SAMPLE / "scorecards"))
CORVANE = "Corvane Systems Ltd (sample)"
LUMORA = "Lumora CRM (Shanghai) Ltd (sample)"
TABLE = "vendor,price,support\nobjective,min,max\nweight,0.4,0.6\nAda,90,3\nBo,80,2\nCy,80,2\nDi,99,1\n"
DESIGN_STATUS = {status.value for status in Status}


@dataclass(frozen=True)
class Said:
    """How a command ended."""

    code: int
    out: str
    errors: list[str]

    @property
    def json(self) -> Any:
        return json.loads(self.out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def alone(*arguments: str | Path, at: Path = ROOT) -> Said:
    """Run the command in a process of its own, as a script does."""
    command = [sys.executable, "-m", "evaluator.cli", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, cwd=at, timeout=120, check=False)
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode().splitlines())


def run(*arguments: str | Path, at: Path = ROOT) -> Said:
    """Run the command in this process: what Python and its libraries take to start is spent once."""
    words = [str(one) for one in arguments]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(at)
        patch.setattr(sys, "argv", ["evaluator", *words])
        done = CliRunner().invoke(main, words, catch_exceptions=False)
    return Said(done.exit_code, done.stdout, done.stderr.splitlines())


@pytest.fixture(scope="module", autouse=True)
def read_once() -> Iterator[None]:
    """Each workbook is read once in its limited process, which tests/adapters tries; here the same ones come dozens of times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "read_file", cache(reader.read_file))
        yield


@pytest.fixture(scope="module")
def ranked() -> Said:
    return alone("rank", *FOLDER, "--json")


@pytest.fixture(scope="module")
def inspected() -> Said:
    return run("inspect", SAMPLE, "--answers", "--json")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Said:
    out = tmp_path_factory.mktemp("draft") / "deeper" / "still"
    return run(
        "draft", *FOLDER, "--vendor", "corvane  systems ltd （SAMPLE）", "--lang", "both", "--out", out, "--json"
    )


def test_a_negotiated_draft_is_read_back_and_its_values_are_offered_for_the_tender_file(
    drafted: Said, tmp_path: Path
) -> None:
    sent = next(Path(name) for name in drafted.json["files"] if name.endswith(".docx"))
    back, out = tmp_path / "back.docx", tmp_path / "out"
    changes = returned.said("t_zh_payment_days_1", "45日"), returned.said("t_en_payment_days_1", "45 days")
    back.write_bytes(returned.edited(sent.read_bytes(), *changes))

    needless = ("--although", "nothing speaks against it")  # as such a draft keeps no reason, it is the same draft
    told = run("draft", *FOLDER, "--vendor", CORVANE, "--read-back", back, "--out", out, *needless, "--json")

    assert (told.code, [(one["term"], one["value"]) for one in told.json["values"]]) == (0, [("payment_days", 45)])
    assert told.json["edits"] == told.json["findings"] == []
    assert 'term = "payment_days"\nvalue = 45\nreason = ""' in (out / "agreed.toml").read_text("utf-8")
    assert not list(out.glob("*.docx"))
    (tmp_path / "no.docx").write_bytes(b"%PDF-1.7")
    refused = run("draft", *FOLDER, "--vendor", CORVANE, "--read-back", tmp_path / "no.docx", "--out", out)
    assert refused.code in (1, 2)
    assert "no.docx" in refused.errors[0]


def test_help_names_every_command() -> None:
    said = alone("--help")

    assert (said.code, said.errors) == (0, [])
    for command in (
        "serve",
        "template",
        "scorecard",
        "inspect",
        "rank",
        "robustness",
        "clinic",
        "shortlist",
        "draft",
        "method",
    ):
        assert command in main.commands
        assert f"  {command} " in said.out


def test_inspect_says_what_it_understands_of_every_workbook_of_a_folder(inspected: Said) -> None:
    files = inspected.json["files"]

    assert (inspected.code, inspected.errors) == (0, [])
    assert len(files) == 12
    assert {file["layout"] for file in files} == {"template", "price"}
    assert {file["status"] for file in files} == {"read"}
    for file in files:
        assert {
            "path",
            "sha256",
            "status",
            "layout",
            "vendor",
            "questions",
            "answered",
            "tables",
            "answers",
            "findings",
        } <= set(file)
        assert len(file["sha256"]) == 64
        assert file["answered"] <= file["questions"]
        for table in file["tables"]:
            assert set(table) == {"sheet", "hidden", "header_row", "columns", "vendors", "questions", "answered"}
        for found in file["findings"]:
            assert {"rule", "severity", "sheet", "cell", "message"} <= set(found)


PLAIN = {"id": "A", "question": "B", "answer": "D", "comment": "E"}
LAYOUTS = [
    ("2-corvane-price.xlsx", "Prices", 5, {"id": "A", "question": "B", "answer": "E", "comment": "H"}),
    ("2-corvane-price.xlsx", "Prices", 22, PLAIN),
    ("2-corvane-price.xlsx", "Requirement prices", 5, {"id": "A", "question": "B", "answer": "D", "comment": "E"}),
    ("2-corvane-technical.xlsx", "Requirements", 5, {"id": "A", "question": "C", "answer": "E", "comment": "G"}),
    ("2-corvane-technical.xlsx", "Deviations", 3, PLAIN),
    ("5-qinghe-technical.xlsx", "产品", 5, {"answer": "B"}),
]


@pytest.mark.parametrize(("name", "sheet", "header", "columns"), LAYOUTS)
def test_a_table_is_described_by_the_rows_and_columns_that_it_has(
    inspected: Said, name: str, sheet: str, header: int, columns: dict[str, str]
) -> None:
    file = next(file for file in inspected.json["files"] if file["path"].endswith(name))
    table = next(one for one in file["tables"] if (one["sheet"], one["header_row"]) == (sheet, header))

    assert (table["columns"], table["vendors"]) == (columns, {columns["answer"]: file["vendor"]})


def test_every_answer_stands_in_the_answer_column_of_its_table(inspected: Said) -> None:
    for file in inspected.json["files"]:
        tables = file["tables"]
        places = {(table["sheet"], table["columns"]["answer"]) for table in tables}
        rows = [
            row
            for row in file["answers"]
            if "/" not in row["id"] and row["answer"] and row["id"][1:].strip("0123456789")
        ]
        assert {(row["sheet"], row["cell"].rstrip("0123456789")) for row in rows} <= places
        assert sum(table["answered"] for table in tables) == file["answered"]


def test_answers_list_every_question_with_its_cell_the_unanswered_ones_too(inspected: Said) -> None:
    flawed = next(file for file in inspected.json["files"] if file["path"].endswith("5-qinghe-technical.xlsx"))
    by_id = {row["id"]: row for row in flawed["answers"]}

    assert set(by_id["SU-08"]) == {"id", "question", "answer", "value", "state", "comment", "vendor", "sheet", "cell"}
    assert (by_id["SU-08"]["state"], by_id["SU-08"]["answer"], by_id["SU-08"]["cell"]) == ("unanswered", "", "D50")
    assert (by_id["ST-01"]["state"], by_id["ST-01"]["answer"], by_id["ST-01"]["value"]) == ("ambiguous", "0.999", None)
    assert flawed["questions"] == sum("/" not in key and not key.startswith("V") for key in by_id)


def test_rank_gives_places_exact_scores_and_contributions_that_sum_to_them(ranked: Said) -> None:
    data = ranked.json

    assert (ranked.code, ranked.errors) == (0, [])
    assert set(data["method"]) >= {"pack", "version", "sha256", "rule"}
    assert [row["place"] for row in data["ranking"]] == [1, 2, 3, None, None, None]
    for row in data["ranking"]:
        assert {"place", "vendor", "score", "score_exact", "status", "reasons", "bounds", "criteria"} <= set(row)
        assert row["status"] in DESIGN_STATUS
        low, high = row["bounds"]
        assert 0 <= low <= high <= 1
        if row["status"] == "ranked":
            top, bottom = row["score_exact"].split("/")
            assert float(Fraction(int(top), int(bottom))) == row["score"]
            assert sum(part["contribution"] for part in row["criteria"].values()) == pytest.approx(row["score"])
            assert sum(part["weight"] for part in row["criteria"].values()) == pytest.approx(1)
        else:
            assert (row["score"], row["score_exact"], row["place"]) == (None, None, None)
            assert row["reasons"]
            assert all({"rule", "params", "message"} <= set(reason) for reason in row["reasons"])


def test_rank_says_that_a_failed_gate_is_not_confirmed(ranked: Said) -> None:
    excluded = next(row for row in ranked.json["ranking"] if row["vendor"] == LUMORA)

    assert [(reason["rule"], reason["confirmed"]) for reason in excluded["reasons"]] == [("gate_failed", False)]


def test_rank_brings_second_opinions_of_all_methods_on_the_ranked_bids(ranked: Said) -> None:
    opinions = ranked.json["second_opinions"]
    names = {row["vendor"] for row in ranked.json["ranking"] if row["status"] == "ranked"}

    assert len(opinions) == 27
    for said in opinions.values():
        assert set(said["ranks"]) == set(said["scores"]) == names


def test_without_second_opinions_the_ranking_is_the_same(ranked: Said) -> None:
    said = run("rank", *FOLDER, "--no-second-opinions", "--json", "--messages", "zh")

    assert said.code == 0
    assert said.json["second_opinions"] == {}
    assert [row["score_exact"] for row in said.json["ranking"]] == [
        row["score_exact"] for row in ranked.json["ranking"]
    ]
    assert any("没有答复" in found["message"] for found in said.json["findings"])


def test_rank_for_people_is_a_line_per_bid_then_why_and_what_to_know() -> None:
    said = alone("rank", *FOLDER, "--messages", "zh")

    lines = said.out.splitlines()
    assert said.code == 0
    assert lines[0] == "1\t海岚云软件有限公司（示例）\t80.416\t已排名"
    assert "\t不符合要求：" in said.out
    assert f"海岚云软件有限公司（示例）领先 {CORVANE} 4.6 分：" in said.out
    assert "速客云网络科技有限公司（示例）：报价 477,360.00 相当于最高限价的 25.1%" in said.out
    assert lines[-1].startswith("27 种方法中有 25 种把海岚云")


def test_a_gap_and_the_agreement_of_the_methods_are_sentences_in_the_json_too(ranked: Said) -> None:
    data = ranked.json

    assert f"leads {CORVANE} by 4.6 points: +3.4 support" in data["gaps"][0]["sentence"]
    assert data["agreement"]["sentence"].startswith("25 of 27 methods put")
    assert all(found["file"] is None or found["file"] for found in data["findings"])


def test_shortlist_writes_the_workbook_and_names_who_is_on_it(tmp_path: Path) -> None:
    out = tmp_path / "new" / "shortlist.xlsx"

    said = run("shortlist", *FOLDER, "--top", "2", "--out", out, "--json")

    assert (said.code, said.json["files"], said.json["vendors"][1]) == (0, [str(out)], CORVANE)
    assert out.read_bytes().startswith(b"PK")


def test_draft_writes_files_and_says_where_every_term_comes_from(drafted: Said) -> None:
    data = drafted.json

    assert (drafted.code, data["vendor"]) == (0, CORVANE)
    assert all(Path(path).is_file() for path in data["files"])
    assert [path for path in data["files"] if path.endswith(".docx")]
    assert {"vendor", "files", "terms", "blanks", "deviations", "blocking", "coverage"} <= set(data)
    assert {"points_scored", "points_backed", "unbacked"} <= set(data["coverage"])
    for term in data["terms"]:
        assert set(term) >= {"id", "status", "value", "verbatim", "file", "sheet", "cell", "clause"}
        assert term["status"] in {"filled", "deviates", "blank", "position", "agreed"}
        if term["status"] in ("filled", "deviates"):
            assert term["file"], term
            assert term["sheet"], term
            assert term["cell"], term
    assert data["blanks"] == sum(term["status"] == "blank" for term in data["terms"])
    assert any("award_not_recorded" in str(reason) for reason in data["blocking"])


def test_a_draft_is_made_where_a_named_method_ranks(tmp_path: Path) -> None:
    pack, out = packs.rewritten(tmp_path / "pack", packs.TOPSIS), tmp_path / "draft"
    given = ("--pack", pack, *FOLDER[2:])

    ranked = run("rank", *given, "--no-second-opinions", "--json").json
    said = run("draft", *given, "--vendor", CORVANE, "--lang", "en", "--redline", "standard", "--out", out, "--json")

    assert (ranked["method"]["rule"], [row["place"] for row in ranked["ranking"]][:3]) == ("topsis", [1, 2, 3])
    assert (said.code, said.errors, said.json["vendor"]) == (0, [], CORVANE)
    assert sorted(said.json["files"]) == sorted(str(path) for path in out.iterdir())
    assert (out / "redline_Corvane_Systems_Ltd_sample_standard_en.docx").is_file()
    assert "award_not_recorded" in said.json["blocking"]
    assert "filled" in {term["status"] for term in said.json["terms"]}


def test_the_method_goes_out_as_a_workbook_and_comes_back_as_a_pack(tmp_path: Path) -> None:
    book, pack = tmp_path / "deeper" / "method.xlsx", tmp_path / "pack"

    sent = run("method", "--pack", "crm_platform", "--lang", "en", "--out", book, "--json")
    weigh(book, "C:support", 14)
    weigh(book, "C:price", 17)
    made = run("method", "--pack", "crm_platform", "--from", book, "--out", pack, "--json")

    assert (sent.code, sent.json) == (0, {"files": [str(book)]})
    assert (made.code, made.json["findings"], made.errors) == (0, [], [])
    assert made.json["changes"] == [
        {"part": "criterion", "key": "support", "field": "weight", "before": "13", "after": "14"},
        {"part": "criterion", "key": "price", "field": "weight", "before": "18", "after": "17"},
    ]
    again = run("method", "--pack", pack, "--from", book, "--out", tmp_path / "again")
    assert (again.code, again.out.splitlines()[0]) == (0, "No changes")
    assert again.errors == [  # the pack has changed since, and the mark in the workbook is that of the first
        (
            "method.xlsx: This workbook was made from an earlier version. "
            "Check that each change listed is still what you want."
        )
    ]


def test_a_method_workbook_with_faults_names_each_cell_and_writes_nothing(tmp_path: Path) -> None:
    book, pack = tmp_path / "method.xlsx", tmp_path / "pack"
    run("method", "--pack", "crm_platform", "--lang", "zh", "--out", book)
    weigh(book, "C:support", "许多")
    weigh(book, "C:price", 20)

    said = run("method", "--pack", "crm_platform", "--from", book, "--out", pack, "--messages", "zh")
    told = run("method", "--pack", "crm_platform", "--from", book, "--out", pack, "--json").json["findings"]

    assert (said.code, pack.exists()) == (2, False)
    assert said.errors[0] == "准则与权重!C7: 此处不能填“许多”。请填写一个数。"
    assert [(one["rule"], one["severity"], one["cell"]) for one in told] == [
        ("method_value", "blocker", "C7"),
        ("method_sum", "warning", "C5"),
    ]
    missing = run("method", "--pack", "crm_platform", "--from", tmp_path / "none.xlsx", "--out", pack)
    assert missing.code == 2


def weigh(path: Path, code: str, value: object) -> None:
    """A weight put into a method workbook."""
    book = openpyxl.load_workbook(path)
    sheet = filling.sheet_with(book, code)
    sheet.cell(filling.row_of(sheet, code), 3).value = value
    book.save(path)


def test_an_excluded_vendor_gets_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "draft"

    said = run("draft", *FOLDER, "--vendor", LUMORA, "--out", out, "--json")

    assert (said.code, said.json["files"], said.json["error"]["rule"]) == (1, [], "excluded_vendor")
    assert said.errors[0].startswith(
        f"“{LUMORA}” is excluded, so no contract is drafted. “evaluator rank” gives the reasons;"
    )
    assert not out.exists()

    monkeypatch.setattr(pdf, "_PROGRAMS", ("no-such-office",))
    said = run("draft", *FOLDER, "--vendor", LUMORA, "--out", out, "--although", "a second source", "--pdf", "--json")

    assert (said.code, len(said.json["files"]), said.json["pdf"]) == (0, 7, False)
    manifest = next(path for path in said.json["files"] if "manifest" in path)
    assert json.loads(Path(manifest).read_text("utf-8"))["although"] == ["a second source"]

    monkeypatch.setattr(pdf, "program", lambda: shutil.which("true"))  # it runs, and makes no file
    late = tmp_path / "late"
    said = run("draft", *FOLDER, "--vendor", LUMORA, "--out", late, "--although", "a second source", "--pdf", "--json")
    assert said.code != 0
    assert len(list(late.iterdir())) == 7


def test_an_unknown_vendor_is_bad_input_that_names_the_candidates(tmp_path: Path) -> None:
    said = run("draft", *FOLDER, "--vendor", "Corvane", "--out", tmp_path / "draft", "--json")

    assert (said.code, said.json["error"]["rule"]) == (2, "unknown_vendor")
    assert CORVANE in said.json["error"]["message"]
    assert len(said.errors) == 1
    assert not (tmp_path / "draft").exists()


@pytest.fixture
def one_bid(tmp_path: Path) -> Path:
    """A folder with the workbooks of one vendor, and things that are no bids."""
    for name in ("2-corvane-technical.xlsx", "2-corvane-price.xlsx", "tender.toml"):
        shutil.copy(SAMPLE / name, tmp_path)
    for name in ("notes.txt", "~$2-corvane-price.xlsx", ".hidden.xlsx"):
        (tmp_path / name).write_bytes(b"not a workbook")
    return tmp_path


def test_other_files_hidden_files_and_lock_files_are_no_bids(one_bid: Path) -> None:
    said = run("inspect", one_bid, "--json")

    assert [Path(file["path"]).name for file in said.json["files"]] == [
        "2-corvane-price.xlsx",
        "2-corvane-technical.xlsx",
    ]


def test_nothing_to_rank_is_a_refusal_by_the_rules(one_bid: Path) -> None:
    # Without scorecards everything that people judge is open.
    said = run("rank", "--pack", "crm_platform", "--bids", one_bid, "--json")
    listed = run("shortlist", "--pack", "crm_platform", "--bids", one_bid, "--out", one_bid / "s.xlsx", "--json")

    assert (said.code, said.json["ranking"][0]["status"]) == (1, "unsettled")
    assert (said.json["error"]["rule"], said.errors) == ("nothing_ranked", [said.json["error"]["message"]])
    assert {
        found["params"]["evaluator"] for found in said.json["findings"] if found["rule"] == "evaluator_missing"
    } == {
        "沈若溪",
        "顾明远",
        "Daniel Wirth",
    }
    assert (listed.code, listed.json["error"]["rule"], len(listed.errors)) == (1, "nothing_ranked", 1)
    assert not (one_bid / "s.xlsx").exists()


def test_two_cards_of_one_evaluator_are_told_and_the_first_counts(one_bid: Path) -> None:
    cards = one_bid / "cards"
    cards.mkdir()
    for name in ("gu.xlsx", "gu-again.xlsx"):
        shutil.copy(SAMPLE / "scorecards" / "gu.xlsx", cards / name)

    said = run("rank", "--pack", "crm_platform", "--bids", one_bid, "--scores", cards, "--no-second-opinions", "--json")

    told = [(found["file"], found["params"]) for found in said.json["findings"] if found["rule"] == "evaluator_twice"]
    assert told == [("gu.xlsx", {"evaluator": "顾明远"})]


@pytest.fixture
def bad_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bad"
    folder.mkdir()
    for rule, data in BAD.items():
        (folder / f"{rule}.xlsx").write_bytes(data)
    return folder


@pytest.mark.parametrize("messages", ["zh", "en"])
def test_inspect_refuses_each_bad_file_with_one_line_and_writes_nothing(bad_folder: Path, messages: str) -> None:
    before = sorted(bad_folder.parent.rglob("*"))

    said = alone("inspect", bad_folder, "--json", "--messages", messages, at=bad_folder.parent)

    assert said.code == 2
    assert {Path(file["path"]).stem: [found["rule"] for found in file["findings"]] for file in said.json["files"]} == {
        rule: ["pack_unknown" if rule == "other_pack" else rule]
        for rule in BAD  # no tender says which pack is wanted
    }
    assert {file["status"] for file in said.json["files"]} == {"refused"}
    assert len(said.errors) == len(BAD)
    assert all(line.startswith(str(bad_folder)) and "Traceback" not in line for line in said.errors)
    assert any("是空文件" in line for line in said.errors) is (messages == "zh")
    assert sorted(bad_folder.parent.rglob("*")) == before


def test_rank_gives_a_bad_file_a_row_and_ends_with_two(bad_folder: Path) -> None:
    said = run("rank", "--pack", "crm_platform", "--bids", bad_folder, "--json")

    assert said.code == 2
    assert {(row["vendor"], row["status"], row["place"]) for row in said.json["ranking"]} == {
        (rule, "unsettled", None) for rule in BAD
    }
    assert sorted(error["rule"] for error in said.json["errors"]) == sorted(BAD)
    assert len(said.errors) == len(BAD)


def test_a_bad_file_beside_good_ones_holds_up_none_of_them_but_the_ranking_is_provisional(one_bid: Path) -> None:
    (one_bid / "late.xlsx").write_bytes(b"")

    said = run(
        "rank",
        "--pack",
        "crm_platform",
        "--bids",
        one_bid,
        "--scores",
        SAMPLE / "scorecards",
        "--no-second-opinions",
        "--json",
    )

    rows = {row["vendor"]: row for row in said.json["ranking"]}
    assert (said.code, rows.keys(), said.json["provisional"]) == (2, {CORVANE, "late"}, True)
    assert (rows[CORVANE]["status"], rows[CORVANE]["place"]) == ("ranked", 1)
    assert (rows["late"]["status"], [one["rule"] for one in rows["late"]["reasons"]]) == ("unsettled", ["file_empty"])
    assert said.errors == [
        "late.xlsx: “late.xlsx” is empty. Check that the answers are in it, save it and send it again."
    ]


def test_scorecards_of_the_whole_panel_are_written_into_a_folder(one_bid: Path, tmp_path: Path) -> None:
    folder = ("scorecard", "--pack", "crm_platform", "--bids", one_bid, "--out", tmp_path / "cards")

    made, unclear = run(*folder, "--all", "--lang", "en"), run(*folder)

    assert made.code == 0
    assert len(list((tmp_path / "cards").glob("*.xlsx"))) == 3
    assert unclear.code == 2


def test_one_scorecard_given_as_a_file_is_the_same_as_a_folder_that_holds_it(one_bid: Path) -> None:
    card, cards = SAMPLE / "scorecards" / "gu.xlsx", one_bid / "cards"
    cards.mkdir()
    shutil.copy(card, cards)
    given = ("rank", "--pack", "crm_platform", "--bids", one_bid, "--no-second-opinions", "--json")

    none, one, folder = run(*given), run(*given, "--scores", card), run(*given, "--scores", cards)

    def missing(said: Said) -> set[str]:
        return {found["params"]["evaluator"] for found in said.json["findings"] if found["rule"] == "evaluator_missing"}

    assert missing(none) - missing(one) == {"顾明远"}
    assert one.json["ranking"][0]["bounds"][0] > none.json["ranking"][0]["bounds"][0]
    assert one.json == folder.json


def test_a_workbook_that_is_no_scorecard_is_bad_input(one_bid: Path) -> None:
    said = run(
        "rank", "--pack", "crm_platform", "--bids", one_bid, "--scores", one_bid / "2-corvane-price.xlsx", "--json"
    )

    assert (said.code, [error["rule"] for error in said.json["errors"]]) == (2, ["layout_unknown"])


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [(("inspect", "nowhere.xlsx"), "no_file"), (("rank", "--pack", "crm_platform", "--bids", "nowhere"), "no_folder"),
     (("rank", "--pack", "crm", "--bids", "."), "pack.unknown_pack"),
     (("rank", "--pack", "crm_platform", "--bids", ".", "--tender", "nowhere.toml"), "no_file"),
     (("rank", "--pack", "crm_platform", "--bids", ".", "--scores", "nowhere.xlsx"), "no_file"),
     (("rank", "--matrix", "nowhere.json", "--method", "topsis"), "matrix.file_unreadable"),
     (("rank", "--pack", "crm_platform"), "usage"), (("rank", "--matrix", "x.json"), "usage"), (("rank", "--wrong"), "usage"),
     (("draft", "--pack", "crm_platform"), "usage")],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_wrong_command_is_json_too_with_a_sentence_beside_it(
    arguments: tuple[str, ...], rule: str, tmp_path: Path
) -> None:
    said = run(*arguments, "--json", at=tmp_path)

    assert (said.code, said.json["error"]["rule"]) == (2, rule)
    assert said.json["error"]["message"] in "\n".join(said.errors)
    assert list(tmp_path.iterdir()) == []


def test_every_fault_of_a_pack_is_a_line(tmp_path: Path) -> None:
    (tmp_path / "method.toml").write_text('key = "mine"\ncolour = "red"\n', encoding="utf-8")

    said = run("rank", "--pack", tmp_path, "--bids", SAMPLE, "--json")

    assert said.code == 2
    assert "method.toml [colour]: Unknown key. Remove it or correct its spelling." in said.errors
    assert len(said.errors) == len(said.json["errors"]) > 5


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_ready_made_matrix_is_ranked_with_the_parameters_given(case: Path) -> None:
    said = run("rank", "--matrix", case, "--method", "vikor", "--param", "v=0.3", "--json")

    assert said.code == 0
    assert list(said.json) == ["method", "parameters", "alternatives", "scores", "ranks", "better", "extra"]
    assert (said.json["parameters"]["v"], said.json["better"], said.json["ranks"][1]) == (
        0.3,
        "lower",
        said.json["ranks"][2],
    )


def test_how_firm_it_is_stands_beside_the_ranking_and_alone(case: Path) -> None:
    ranked = run("rank", *FOLDER, "--no-second-opinions", "--robustness", "--json").json
    assert ranked["robustness"]["first"] == ranked["ranking"][0]["vendor"]
    assert run("rank", "--matrix", case, "--method", "vikor", "--robustness").code == 2

    alone = run("robustness", "--matrix", case, "--json", "--messages", "zh")
    assert (alone.code, alone.json["error"]["rule"]) == (2, "matrix.cost_turned")
    for wrong in ((), ("--matrix", case, "--panel-spread"), ("--matrix", case, "--within", "5", "--in-order")):
        assert run("robustness", *wrong).code == 2
    case.write_text(TABLE.replace("min,max", "max,max"), encoding="utf-8")
    said = run("robustness", "--matrix", case, "--samples", "1000")
    assert (said.code, said.out.splitlines()[0]) == (
        0,
        "Di stays first while “price” counts more than 18.19 % (now 40 %).",
    )


def test_places_by_another_method_are_counted_where_there_is_one(case: Path) -> None:
    case.write_text(TABLE.replace("min,max", "max,max"), encoding="utf-8")
    found = run("robustness", "--matrix", case, "--samples", "1000", "--method", "vikor", "--json").json
    wrong = run("robustness", "--matrix", case, "--method", "guess")

    assert found["method"] == "vikor"
    assert (wrong.code, "additive, promethee2, topsis, vikor" in wrong.errors[0]) == (2, True)
    assert run("robustness", *FOLDER, "--method", "topsis", "--panel-spread").code == 2


def test_a_matrix_for_people_is_a_line_per_alternative_in_order(case: Path) -> None:
    said = run("rank", "--matrix", case, "--method", "weighted_sum", "--param", "normalisation=linear")

    assert (said.code, said.errors) == (0, [])
    assert [line.split("\t")[:2] for line in said.out.splitlines()] == [
        ["1", "Ada"],
        ["2", "Bo"],
        ["2", "Cy"],
        ["4", "Di"],
    ]


def test_a_matrix_that_a_method_cannot_take_says_why_in_the_readers_language(case: Path) -> None:
    said = run("rank", "--matrix", case, "--method", "weighted_sum", "--json", "--messages", "zh")

    assert (said.code, said.json["error"]["rule"]) == (2, "matrix.cost_as_given")
    assert said.errors == [said.json["error"]["message"]]
    assert "price" in said.errors[0]


def test_templates_are_written_for_a_pack_alone(tmp_path: Path) -> None:
    said = run("template", "--pack", "services_cn", "--lang", "zh", "--out", tmp_path / "out", "--json")

    assert (said.code, [Path(path).name for path in said.json["files"]]) == (0, ["technical.xlsx", "price.xlsx"])

    back = run("inspect", tmp_path / "out", "--json")
    assert [(file["layout"], file["answered"]) for file in back.json["files"]] == [("price", 0), ("template", 0)]


def test_packages_are_written_for_everybody_invited(tmp_path: Path) -> None:
    where = ("--pack", "crm_platform", "--tender", SAMPLE / "tender.toml", "--lang", "en")

    said = run("template", *where, "--packages", "--out", tmp_path / "out", "--json")
    final = run("template", *where, "--final-by", "2026-12-20", "--own-language", "--out", tmp_path / "final", "--json")
    wrong = run("template", *where, "--final-by", "soon", "--out", tmp_path / "final", "--json")
    alone = run("template", "--pack", "crm_platform", "--packages", "--out", tmp_path / "alone", "--json")

    assert (said.code, len(said.json["files"])) == (0, 6)
    with zipfile.ZipFile(said.json["files"][1]) as box:
        assert sorted(box.namelist()) == [
            "Corvane Systems Ltd (sample)_price.xlsx", "Corvane Systems Ltd (sample)_technical.xlsx", "covering note.txt",
        ]  # fmt: skip
    with zipfile.ZipFile(final.json["files"][1]) as box:
        assert len(box.namelist()) == 2
        assert "20 December 2026" in box.read("covering note.txt").decode("utf-8-sig")
    notes = [zipfile.Path(path, "投标说明.txt").exists() for path in final.json["files"]]
    assert notes == [any(sign > "\u3400" for sign in Path(path).name) for path in final.json["files"]]
    assert (wrong.code, alone.code) == (2, 2)
    assert "vendors" in alone.json["error"]["message"]


def test_clinic_tries_a_method_and_says_what_to_change(tmp_path: Path) -> None:
    few = ("--tenders", "8", "--bids", "3", "--seed", "4")
    said = run("clinic", "--pack", "crm_platform", *few, "--messages", "zh", "--report", tmp_path / "检查.xlsx")
    told = run("clinic", "--pack", "crm_platform", "--tender", SAMPLE / "tender.toml", *few, "--json").json

    assert said.code == 0
    assert re.match(r"7 项检查中有 \d 项发现锁定前应调整之处\n", said.out)
    assert (tmp_path / "检查.xlsx").is_file()
    assert (told["tenders"], told["bids"], told["seed"], told["errors"]) == (8, 3, 4, [])
    for wrong in (("--bids", "1"), ("--tenders", "0"), ("--pack", "none"), ("--what-if", "none")):
        assert run("clinic", "--pack", "crm_platform", *wrong, "--json").code == 2


@pytest.fixture
def nothing(tmp_path: Path) -> Path:
    """A folder without a workbook."""
    folder = tmp_path / "nothing"
    folder.mkdir()
    (folder / "notes.txt").write_text("not a workbook", encoding="utf-8")
    return folder


OUT = ("--out", "out")
COMMANDS = {
    "rank": (),
    "robustness": (),
    "shortlist": OUT,
    "draft": ("--vendor", "Ada", "--date", "2026-12-20", *OUT),
    "scorecard": ("--evaluator", "Eva", *OUT),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_without_bids_is_bad_input_told_in_one_sentence(name: str, nothing: Path) -> None:
    options = (*COMMANDS[name], "--json")
    empty = run(name, "--pack", "crm_platform", "--bids", nothing, *options, at=nothing.parent)
    shutil.copy(SAMPLE / "scorecards" / "gu.xlsx", nothing)
    cards = run(name, "--pack", "crm_platform", "--bids", nothing, *options, at=nothing.parent)

    assert (empty.code, empty.json["error"]["rule"]) == (2, "no_workbooks")
    assert (cards.code, cards.json["error"]["rule"]) == (2, "only_scorecards")
    assert [len(said.errors) for said in (empty, cards)] == [1, 1]
    assert not (nothing.parent / "out").exists()


def test_inspecting_a_folder_without_workbooks_is_bad_input(nothing: Path) -> None:
    said = run("inspect", nothing, "--json")

    assert (said.code, said.json["error"]["rule"], len(said.errors)) == (2, "no_workbooks", 1)


@pytest.mark.parametrize("name", ["draft", "scorecard"])
def test_where_no_bid_could_be_read_there_is_nobody_to_choose(name: str, nothing: Path) -> None:
    (nothing / "ada.xlsx").write_bytes(b"")

    said = run(name, "--pack", "crm_platform", "--bids", nothing, *COMMANDS[name], "--json", at=nothing.parent)

    assert (said.code, said.json["error"]["rule"]) == (2, "no_bid_read")
    assert "evaluator inspect" in said.errors[0]
    assert not (nothing.parent / "out").exists()


@pytest.mark.parametrize(("day", "messages"), [("2026-13-40", "en"), ("明天", "zh"), ("20261220", "en")])
def test_a_draft_for_a_date_that_is_none_is_bad_input(day: str, messages: str, tmp_path: Path) -> None:
    out = tmp_path / "draft"

    said = run("draft", *FOLDER, "--vendor", CORVANE, "--date", day, "--out", out, "--json", "--messages", messages)

    assert (said.code, said.json["error"]["rule"]) == (2, "not_a_day")
    assert said.errors == [said.json["error"]["message"]]
    assert day in said.errors[0]
    assert not out.exists()


@pytest.mark.parametrize("top", ["0", "-1"])
def test_a_shortlist_of_nobody_is_a_wrong_command(top: str, tmp_path: Path) -> None:
    said = run("shortlist", *FOLDER, "--top", top, "--out", tmp_path / "s.xlsx", "--json")

    assert (said.code, said.json["error"]["rule"], list(tmp_path.iterdir())) == (2, "usage", [])


def test_a_draft_for_people_counts_what_is_still_open(tmp_path: Path) -> None:
    said = run("draft", *FOLDER, "--vendor", CORVANE, "--lang", "en", "--out", tmp_path)

    assert said.code == 0
    counted, promised = said.out.splitlines()[-2:]
    assert re.fullmatch(r"Blanks: \d+\. Deviations: \d+\. Still to be settled before signing: \d+\.", counted)
    assert promised == "75.5 of the 75.9 points that this bid won are promised in the draft."


def test_a_refused_workbook_of_a_matrix_has_the_rule_that_it_has_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(b"not a workbook")

    said = run("rank", "--matrix", path, "--method", "topsis", "--json")

    assert (said.code, said.json["error"]["rule"]) == (2, "file_not_workbook")


@pytest.mark.parametrize("command", ["template", "rank", "shortlist", "draft", "scorecard"])
def test_a_tender_file_of_another_pack_is_bad_input(command: str, tmp_path: Path) -> None:
    where = ("--tender", SAMPLE / "tender.toml", *(() if command == "template" else ("--bids", SAMPLE)))
    options = OUT if command == "template" else COMMANDS[command]

    said = run(command, "--pack", "services_cn", *where, *options, "--json", at=tmp_path)

    assert (said.code, [error["rule"] for error in said.json["errors"]]) == (2, ["pack.other_pack"])
    assert said.errors[0].startswith("tender.toml [pack]: ")
    assert list(tmp_path.iterdir()) == []


def test_scores_of_bids_that_are_not_here_are_one_note_for_each_card(one_bid: Path) -> None:
    cards = ("--scores", SAMPLE / "scorecards")
    said = run("rank", "--pack", "crm_platform", "--bids", one_bid, *cards, "--no-second-opinions", "--json")

    told = [found for found in said.json["findings"] if found["rule"].startswith("score_")]
    assert [(found["rule"], found["severity"], found["file"]) for found in told] == [
        ("score_absent", "note", name) for name in ("gu.xlsx", "shen.xlsx", "wirth.xlsx")
    ]


def test_a_damaged_technical_file_beside_its_price_file_makes_no_competitor(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "bids")
    (tmp_path / "bids" / "6-suke-technical.xlsx").write_bytes(b"")

    said = run(
        "rank", "--pack", "crm_platform", "--bids", tmp_path / "bids", "--scores", SAMPLE / "scorecards",
        "--no-second-opinions", "--json",
    )  # fmt: skip

    rows = {row["vendor"]: row for row in said.json["ranking"]}
    assert (said.code, len(rows), rows["6-suke-technical"]["status"]) == (2, 7, "unsettled")
    assert rows["6-suke-technical"]["places"] is None
    assert max(row["places"][1] for row in rows.values() if row["places"]) == 5


def test_a_scorecard_ends_with_two_where_a_bid_was_refused_and_needs_a_name(one_bid: Path) -> None:
    (one_bid / "late.xlsx").write_bytes(b"")
    out = one_bid / "cards" / "eva.xlsx"

    made = run("scorecard", "--pack", "crm_platform", "--bids", one_bid, "--evaluator", "Eva", "--out", out, "--json")
    nameless = run("scorecard", "--pack", "crm_platform", "--bids", one_bid, "--evaluator", " ", "--out", "x", "--json")

    assert (made.code, made.json["files"], [one["rule"] for one in made.json["errors"]]) == (
        2,
        [str(out)],
        ["file_empty"],
    )
    assert out.is_file()
    assert (nameless.code, nameless.json["error"]["rule"]) == (2, "evaluator_blank")


def test_a_scorecard_is_written_and_known_as_one(one_bid: Path) -> None:
    out = one_bid / "cards" / "eva.xlsx"

    said = run("scorecard", "--pack", "crm_platform", "--bids", one_bid, "--evaluator", "Eva", "--out", out, "--json")

    assert (said.code, said.json) == (0, {"files": [str(out)], "errors": []})
    assert [file["layout"] for file in run("inspect", out, "--json").json["files"]] == ["scores"]


def test_an_error_of_our_own_is_seventy_without_the_users_data(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("evaluator.services.inspecting.inspect_paths", lambda *_: 1 / 0)

    with pytest.raises(SystemExit, match="70"):
        main(["inspect", str(SAMPLE), "--json"])

    assert json.loads(capsys.readouterr().out)["error"]["rule"] == "internal"


@pytest.mark.parametrize("arguments", [("inspect", str(SAMPLE / "1-hailan-price.xlsx")), ("inspect", "nowhere.xlsx")])
def test_missing_words_are_an_error_of_our_own_and_still_json(
    arguments: tuple[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("evaluator.i18n.words.resources.files", lambda _: tmp_path)
    _catalogue.cache_clear()
    _words.cache_clear()

    with pytest.raises(SystemExit, match="70"):
        main([*arguments, "--json"])

    assert json.loads(capsys.readouterr().out)["error"]["rule"] == "internal"
    monkeypatch.undo()
    _catalogue.cache_clear()


def test_no_draft_is_made_past_the_shortlist_or_beside_the_choice(tmp_path: Path) -> None:
    ranked = run("shortlist", *FOLDER, "--out", tmp_path / "s.xlsx", "--json").json["vendors"]
    invited = tomllib.loads((SAMPLE / "tender.toml").read_text("utf-8"))["vendors"]
    others = [vendor for vendor in invited if vendor not in (*ranked, LUMORA)]
    wish = ("--out", tmp_path / "draft", "--although", "we like them", "--json")

    listed = run("draft", *FOLDER, "--vendor", others[0], *wish)
    tender = tmp_path / "tender.toml"
    chosen = f'\n[selection]\nvendor = "{ranked[0]}"\nreason = "r"\nby = "Li"\nat = "2026-12-20"\n'
    tender.write_text((SAMPLE / "tender.toml").read_text("utf-8") + chosen, "utf-8")
    beside = run("draft", *FOLDER, "--tender", tender, "--vendor", ranked[1], *wish)

    for said, rule in ((listed, "draft_not_listed"), (beside, "draft_other_chosen")):
        assert (said.code, said.json["files"], said.json["error"]["rule"]) == (1, [], rule)
    value = 'term = "payment_days"\nvalue = 45\nreason = "r"\nby = "Li"\nat = "2026-12-21"\n'
    agreed = f'\n[[agreed]]\nvendor = "{ranked[0]}"\n{value}'
    bare = (SAMPLE / "tender.toml").read_text("utf-8")
    for added, lang, rule in ((agreed, "both", "agreed_unchosen"), ("", "en", "draft_language")):
        spoken = bare if added else bare.replace('languages = ["zh", "en"]', 'languages = ["zh"]')
        tender.write_text(spoken + added, "utf-8")
        refused = run("draft", *FOLDER, "--tender", tender, "--vendor", ranked[0], "--lang", lang, *wish)
        assert (refused.code, refused.json["error"]["rule"]) == (2, rule)
    assert not (tmp_path / "draft").exists()
