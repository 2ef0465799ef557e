"""Likenesses on the bids page: both texts with both cells below the findings of either bid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from evaluator.domain.finding import Rule
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from evaluator.services import front
from evaluator.services.commands import LOCAL
from evaluator.services.likeness import likenesses
from evaluator.services.tenders import change_tender
from evaluator.ui.views import likeness as view
from tests.revised import FIRST, VENDOR, Desk, again, at_the_desk
from tests.ui.conftest import LOCALES, SCRIPT, Opened

BO = "Bo <b>Ltd</b>"
TEXT = "应用服务无状态，按 CPU 60% 自动增减节点"
_kept: list[object] = []  # caches know a store by its identity, so none may be forgotten while others are made


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with at_the_desk(tmp_path) as desk:
        _kept.append(desk.store)
        now = desk.state
        change_tender(desk.store, LOCAL, "invite", now.id, now.ver, {"vendors": (*now.tender.vendors, BO)}, "bids late")
        desk.bring(("bo.xlsx", again(FIRST, {"封面!C20": BO, "案例与口碑!D4": 12})))
        monkeypatch.setattr(front, "_store", [desk.store])
        yield desk


@pytest.mark.parametrize("lang", LANGS)
def test_both_sides_stand_below_the_findings_of_either_bid(desk: Desk, lang: Lang) -> None:
    at = AppTest.from_file(str(SCRIPT), default_timeout=60)
    at.context = {"locale": LOCALES[lang]}
    at.run()
    shown = Opened(at, desk.store).go("bids")
    at.button_group(key="bids_view").set_value("findings").run()

    for vendor in (VENDOR, BO):
        at.selectbox(key="bids_vendor").select(vendor).run()
        assert t("likeness.title", lang) in shown.checked().words
        assert shown.words.count(TEXT) == 2
        assert "bo.xlsx" in shown.words
        assert "first.xlsx" in shown.words
    assert BO not in shown.html


def test_the_side_of_the_vendor_looked_at_comes_first(desk: Desk) -> None:
    found = [one for one in likenesses(desk.state, BO) if one.rule is Rule.COMPANY_ALIKE][:1]

    for vendor, file in ((VENDOR, "first.xlsx"), (BO, "bo.xlsx")):
        _, (row,) = view.table(desk.state, found, vendor, "en")
        assert file in str(getattr(row.cells[1], "note", ""))
