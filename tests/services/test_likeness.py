"""Likenesses through the services: a workbook under two names, a company twice, a text taken over; neutral and once each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluator.domain.finding import Rule
from evaluator.services.likeness import likenesses
from evaluator.services.ranking import rank_folder, rank_words
from evaluator.services.sample import sample_folder
from tests.revised import FIRST, PRICES, VENDOR, Desk, again, at_the_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with at_the_desk(tmp_path) as desk:
        yield desk


def test_one_file_under_two_names_is_kept_for_both_and_told(desk: Desk) -> None:
    unnamed = again(FIRST, {"封面!C20": None})

    assert [one.status for one in desk.bring(("Ada.xlsx", unnamed), ("Bo.xlsx", unnamed), ("Bo.xlsx", unnamed))] == [
        "unassigned", "unassigned", "same",
    ]  # fmt: skip
    assert [one for one in likenesses(desk.state) if one.rule is Rule.FILE_SHARED] == []
    assert [desk.assign(name, "asked to take part", f"{name}.xlsx") for name in ("Ada", "Bo")] == ["stored", "stored"]

    shared = [one for one in likenesses(desk.state) if one.rule is Rule.FILE_SHARED]
    assert [(one.vendor, dict(one.params)["other"]) for one in shared] == [("Ada", VENDOR), ("Bo", "Ada")]


def test_a_company_under_two_spellings_is_told_at_both_cells_from_either_side(desk: Desk) -> None:
    desk.bring(("again.xlsx", again(FIRST, {"封面!C20": "海岚云软件有限责任公司"})))
    second = "海岚云软件有限责任公司"
    desk.assign(second, "asked to take part")

    told = {
        dict(one.params)["what"].key: one for one in likenesses(desk.state, VENDOR) if one.rule is Rule.COMPANY_ALIKE
    }  # type: ignore[union-attr]  # a phrase

    assert set(told) == {"finding.alike.number", "finding.alike.domain"}
    assert all(one.vendor == second for one in told.values())
    assert likenesses(desk.state, second) == likenesses(desk.state, VENDOR)
    assert likenesses(desk.state, "nobody") == ()


def test_nothing_of_a_sealed_price_workbook_is_compared(desk: Desk) -> None:
    desk.bring(("price2.xlsx", again(PRICES, {"封面!C19": "Bo"})))
    desk.assign("Bo", "asked to take part")
    assert [one for one in likenesses(desk.state) if one.rule is Rule.FILE_SHARED] == []

    desk.open_prices()

    (shared,) = [one for one in likenesses(desk.state) if one.rule is Rule.FILE_SHARED]
    assert (shared.vendor, shared.source.file) == ("Bo", "price2.xlsx")


def test_the_command_line_tells_likenesses_with_the_ranking(tmp_path: Path) -> None:
    for name in ("tender.toml", "1-hailan-technical.xlsx", "1-hailan-price.xlsx"):
        shutil.copy(sample_folder() / name, tmp_path / name)
    text = (tmp_path / "tender.toml").read_text("utf-8")
    (tmp_path / "tender.toml").write_text(text.split("[[settlements]]")[0], "utf-8")
    (tmp_path / "2-bo-technical.xlsx").write_bytes(again(FIRST, {"封面!C20": "Bo"}))

    data, _ = rank_folder("crm_platform", tmp_path, None, None, ("en", False))

    told = [one for one in data["findings"] if one["rule"] == "file_shared"]
    assert [(one["vendor"], one["params"]["other"]) for one in told] == [("Bo", VENDOR)]
    assert any("has the same content as" in line for line in rank_words(data, "en"))
