"""Reworded questions on the bids page: both texts, and a person's word on whether they mean the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from evaluator.services import front
from evaluator.services.meaning import rewordings
from tests.revised import FIRST, VENDOR, Desk, again, at_the_desk
from tests.ui.conftest import LOCALES, SCRIPT, Opened

NEW = "近五年同类项目有多少个？"
_kept: list[object] = []  # caches know a store by its identity, so none may be forgotten while others are made


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with at_the_desk(tmp_path) as desk:
        _kept.append(desk.store)
        desk.bring(("again.xlsx", again(FIRST, {"案例与口碑!B4": NEW, "服务!D15": "只计工作时间"})))
        desk.take()
        monkeypatch.setattr(front, "_store", [desk.store])
        yield desk


def opened(desk: Desk, lang: Lang) -> Opened:
    at = AppTest.from_file(str(SCRIPT), default_timeout=60)
    at.context = {"locale": LOCALES[lang]}
    at.run()
    return Opened(at, desk.store).go("bids")


@pytest.mark.parametrize("lang", LANGS)
def test_both_texts_stand_side_by_side_and_the_answer_counts_once_they_mean_the_same(desk: Desk, lang: Lang) -> None:
    shown = opened(desk, lang)
    assert NEW in shown.words
    assert "近 36 个月完成验收的同类项目有多少个？" in shown.words
    assert "案例与口碑!B4" in shown.words

    key = f"{VENDOR}_TR-01"
    shown.click("wording_save")
    assert t("bids.how_missing", lang) in shown.words
    shown.at.radio(key=f"wording_how_{key}").set_value(True)
    shown.at.text_input(key=f"wording_reason_{key}").set_value("confirmed by phone")
    shown.at.text_input(key="wording_source").set_value("call")
    shown.click("wording_save")

    assert t("wording.done_same", lang, item="TR-01") in shown.words
    assert [one.item for one in rewordings(shown.state, VENDOR)] == ["SU-02/P1"]
    assert "只计工作时间" in shown.words
