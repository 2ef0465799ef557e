"""Clarification lists beside the workbooks: folder commands count their replies and say so, inspect tells what they are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evaluator.domain.finding import Rule
from evaluator.services import asking, rounds
from evaluator.services.commands import LOCAL
from evaluator.services.folder import evaluate_folder, read_folder
from evaluator.services.inspecting import inspect_paths
from evaluator.services.sample import sample_folder
from tests.replies import filled
from tests.revised import FIRST, PRICES, VENDOR, at_the_desk


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The lists of two rounds with one vendor, the second of the price side, too; both filled in."""
    made: dict[str, bytes] = {}
    with at_the_desk(tmp_path_factory.mktemp("desk")) as desk:
        desk.open_prices()
        for name, items, replies in (
            ("b.xlsx", ["TR-01", "REQ/R-03"], {"TR-01": 8, "REQ/R-03/response": "不满足"}),
            ("a.xlsx", ["TR-01", "TOTAL"], {"TR-01": 9, "TOTAL": 1440000}),
        ):
            desk.ask(*items)
            during = rounds.rounds(desk.store, LOCAL, desk.state, VENDOR)[0]
            made[name] = filled(asking.round_list(desk.state, during, "xlsx", "zh")[1], replies)
            rounds.close_round(desk.store, LOCAL, f"close/{name}", desk.tender, VENDOR, during.number, "sent")
    return made


def folder(path: Path, files: dict[str, bytes]) -> Path:
    path.mkdir()
    shutil.copy(sample_folder() / "tender.toml", path)
    for name, data in files.items():
        (path / name).write_bytes(data)
    return path


def test_the_replies_count_the_later_round_over_the_earlier_and_a_note_says_so(
    tmp_path: Path, lists: dict[str, bytes]
) -> None:
    read = read_folder(
        "crm_platform", folder(tmp_path / "bids", {"t.xlsx": FIRST, "p.xlsx": PRICES, **lists}), None, None
    )

    (bid,) = read.intake.bids
    answers = {item: bid.find(item) for item in ("TR-01", "TR-02", "REQ/R-03/response", "TOTAL")}
    assert {item: (one.verbatim, one.source.file) for item, one in answers.items() if one} == {
        "TR-01": ("9", "a.xlsx"), "TR-02": ("5", "t.xlsx"), "REQ/R-03/response": ("不满足", "b.xlsx"),
        "TOTAL": ("1440000", "a.xlsx"),
    }  # fmt: skip
    assert [file.name for file in bid.files] == ["p.xlsx", "t.xlsx"]
    used = [dict(found.params) for found in evaluate_folder(read).findings if found.rule is Rule.LIST_USED]
    assert sorted((one["file"], one["round"], one["n"]) for one in used) == [
        ("a.xlsx", 2, 2), ("b.xlsx", 1, 2),
    ]  # fmt: skip
    assert read.refused() == []


def test_a_list_of_which_no_workbook_is_here_is_refused_and_is_nobodys_bid(
    tmp_path: Path, lists: dict[str, bytes]
) -> None:
    read = read_folder("crm_platform", folder(tmp_path / "bids", {"t.xlsx": FIRST, **lists}), None, None)

    assert [(file.name, [found.rule for found in file.findings]) for file in read.refused()] == [
        ("a.xlsx", [Rule.LIST_VENDOR])
    ]
    assert [bid.vendor for bid in read.intake.bids] == [VENDOR]


@pytest.mark.parametrize("beside", [True, False])
def test_inspect_tells_what_a_list_is_and_what_it_replies(
    tmp_path: Path, lists: dict[str, bytes], beside: bool
) -> None:
    path = folder(tmp_path / "bids", {"b.xlsx": lists["b.xlsx"]})
    if not beside:
        (path / "tender.toml").unlink()

    (file,) = inspect_paths([path], "en", with_answers=True)["files"]

    assert (file["status"], file["layout"], file["vendor"]) == ("read", "clarification", VENDOR)
    assert (file["questions"], file["answered"]) == (4, 2 if beside else 1)
    said = {one["id"]: one for one in file["answers"]}
    assert (said["TR-01"]["value"], said["TR-01"]["cell"], said["TR-01"]["state"]) == (8, "G13", "answered")
    assert {found["rule"] for found in file["findings"]} == (set() if beside else {"other_issue", "question_unknown"})
