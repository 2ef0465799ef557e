"""The weights page: judged alone, then side by side, adopted for a reason, and read only once the method is locked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from evaluator.domain.text import LANGS, Lang, Text
from evaluator.domain.weighing import Judgement
from evaluator.i18n.words import known, t
from evaluator.scoring.judged_weights import JUDGED
from evaluator.services import front
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.methods import lock_method
from evaluator.services.sample import sample_folder
from evaluator.services.tenders import change_tender, start_tender
from evaluator.services.weighing import judge, weighings
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from evaluator.ui.views import weights as view
from evaluator.ui.views.weight_rows import rows_of
from tests.ui.conftest import LOCALES, SCRIPT, Opened, Opener
from tests.ui.seeding import EVALUATORS, TENDER

ONE, TWO, THREE = EVALUATORS
GROUP = "track_record"  # three criteria of the sample


@pytest.fixture
def weighing(tmp_path: Path) -> Iterator[Callable[[str], Opened]]:
    """Opens the page on the sample before its method is locked."""
    before = list(front._store)
    store = Store.open(sqlite_url(tmp_path))
    start_tender(store, LOCAL, "start", (sample_folder() / "tender.toml").read_text("utf-8"))

    def open_page(lang: str) -> Opened:
        front._store[:] = [store]
        at = AppTest.from_file(str(SCRIPT), default_timeout=60)
        at.context = {"locale": LOCALES[lang]}
        at.run()
        return Opened(at, store).go("weights")

    yield open_page
    front._store[:] = before
    store.close()


def points(store: Store, member: str, *given: int) -> None:
    judge(store, LOCAL, new_command_id(), TENDER, GROUP, member, "points", [tuple(map(Fraction, given))], 1)


def as_member(shown: Opened, member: str) -> Opened:
    shown.at.selectbox(key="weights_member").select(member)
    shown.at.selectbox(key="weights_group").select(GROUP)
    return shown.run()


def fill(shown: Opened, member: str, given: tuple[float, ...]) -> Opened:
    for place, value in enumerate(given):
        shown.at.number_input(key=f"weights_{GROUP}_points_{member}_0_{place}").set_value(value)
    return shown.click("weights_submit")


@pytest.mark.parametrize("lang", LANGS)
def test_a_member_judges_alone_and_then_sees_the_others(weighing: Callable[[str], Opened], lang: Lang) -> None:
    shown = weighing(lang)
    points(shown.store, ONE, 61, 22, 17)
    as_member(shown, TWO)

    assert t("weights.closed", lang) in shown.words
    assert "61" not in shown.words
    assert not shown.at.get("vega_lite_chart")
    fill(shown, TWO, (20, 50, 30))
    assert "61.0" in shown.words
    assert t("weights.some_missing", lang, names=THREE) in shown.words
    assert t("weights.rounding", lang) in shown.words
    assert len(shown.at.get("vega_lite_chart")) == 1
    assert t("weights.discuss", lang, names="", half="16.7").split("16.7")[1][-12:] in shown.words


def test_a_judgement_that_misses_one_hundred_is_told_with_its_sum(weighing: Callable[[str], Opened]) -> None:
    shown = as_member(weighing("en"), ONE)
    fill(shown, ONE, (20, 50, 20))

    assert "The points come to 90, not 100." in shown.words
    assert weighings(shown.store, LOCAL, TENDER, ONE)[0].judged == ()


def test_the_chair_adopts_for_a_reason_and_the_method_says_so(weighing: Callable[[str], Opened]) -> None:
    shown = weighing("en")
    for member in EVALUATORS:
        points(shown.store, member, 61, 22, 17)
    as_member(shown, "")
    before = shown.state.method_ver

    shown.click("weights_adopt")
    assert "Give a reason." in shown.words
    shown.at.text_input(key=f"weights_reason_{GROUP}_{before}").set_value("agreed by all three")
    shown.click("weights_adopt")
    top = next(one for one in shown.state.pack.method.criteria if one.key == GROUP)
    assert [int(child.weight) for child in top.children] == [61, 22, 17]
    assert shown.state.method_ver == before + 1
    assert "now stand in the method" in shown.words
    assert "3 judgements. Reason: agreed by all three" in shown.words


@pytest.mark.parametrize("way", JUDGED)
def test_every_way_has_its_form(weighing: Callable[[str], Opened], way: str) -> None:
    shown = as_member(weighing("zh"), ONE)
    shown.at.selectbox(key=f"weights_way_{GROUP}").select(way)
    shown.run()
    key = f"weights_{GROUP}_{way}_{ONE}_0"
    if way == "bwm":
        assert "weights_submit" not in [button.key for button in shown.at.button]
        shown.at.selectbox(key=f"{key}_best").select_index(0)
        shown.at.selectbox(key=f"{key}_worst").select_index(2)
        shown.run()
        for name, value in (("over_1", 2), ("over_2", 8), ("under_1", 4)):
            shown.at.number_input(key=f"{key}_{name}").set_value(value)
    elif way == "ahp":
        for name, index in (("0_1", 7), ("0_2", 1), ("1_2", 5)):
            shown.at.selectbox(key=f"{key}_{name}").select_index(index)
    elif way == "roc":
        for place in range(3):
            shown.at.selectbox(key=f"{key}_{place}").select_index(place)
    else:
        for place, value in enumerate((100, 0, 0)):
            shown.at.number_input(key=f"{key}_{place}").set_value(value)
    shown.click("weights_submit")

    mine = next(one for one in weighings(shown.store, LOCAL, TENDER, ONE) if one.group.key == GROUP).mine
    assert mine is not None
    assert mine.way == way
    assert t(f"weights.way.{way}", "zh") in shown.words


def test_once_locked_it_is_only_read(weighing: Callable[[str], Opened]) -> None:
    shown = weighing("en")
    points(shown.store, ONE, 61, 22, 17)
    lock_method(shown.store, LOCAL, new_command_id(), TENDER)
    shown.at.selectbox(key="weights_group").select(GROUP)
    shown.run()

    assert t("weights.head.locked", "en") in shown.words
    assert "61.0" in shown.words
    assert "weights_member" not in [box.key for box in shown.at.selectbox]
    assert {"weights_submit", "weights_adopt"}.isdisjoint(button.key for button in shown.at.button)


@pytest.mark.parametrize("lang", LANGS)
def test_what_the_bids_would_weigh_stands_under_a_warning(opened: Opener, lang: Lang) -> None:
    early, shown = opened("weights", lang, until="technical"), opened("weights", lang)

    assert t("weights.data_never", lang) not in early.words
    assert t("weights.data_never", lang) in shown.words
    assert t("weights.data_why", lang) in shown.words
    assert t("weights.col.published", lang) in shown.words


def test_without_a_named_panel_a_member_writes_a_name_which_is_no_markup(weighing: Callable[[str], Opened]) -> None:
    shown, hostile = weighing("en"), "<b>Ana</b> **x**"
    changes = {"evaluators": (), "assignments": {}}
    change_tender(shown.store, LOCAL, new_command_id(), TENDER, shown.state.ver, changes)
    shown.go("weights").at.selectbox(key="weights_group").select(GROUP)
    shown.run()
    assert t("weights.who_first", "en") in shown.words
    shown.at.text_input(key="weights_name").set_value(hostile).run()
    fill(shown, hostile, (20, 50, 30))

    found = next(one for one in weighings(shown.store, LOCAL, TENDER, hostile) if one.group.key == GROUP)
    assert found.judged == (hostile,)
    assert "&lt;b&gt;Ana&lt;/b&gt; **x**" in shown.html
    assert "<b>Ana" not in shown.html


def test_the_method_page_leads_to_it(opened: Opener) -> None:
    shown = opened("method", "en").click("method_weights")

    assert t("weights.head.locked", "en") in shown.words


def test_without_a_tender_it_says_what_to_do(opened: Opener) -> None:
    shown = opened("weights", "en", until="")

    assert t("desk.empty.title", "en") in shown.words


def test_pairs_and_their_mirror_are_one_judgement() -> None:
    given = {"0_1": Fraction(3), "0_2": Fraction(1, 5), "1_2": None}

    assert rows_of("ahp", 3, given) == [[1, 3, Fraction(1, 5)], [Fraction(1, 3), 1, None], [5, None, 1]]
    assert rows_of("bwm", 3, {"best": 0, "worst": 2, "over_1": 2, "over_2": 8, "under_1": 4}) == [[1, 2, 8], [8, 4, 1]]
    assert rows_of("bwm", 2, {}) == [[None, None], [None, None]]
    assert rows_of("points", 2, {"0": 0.1}) == [[Fraction(1, 10), None]]


@pytest.mark.parametrize("lang", LANGS)
def test_a_judgement_is_told_in_its_own_figures(lang: Lang) -> None:
    titles = {key: Text(key, key) for key in "abc"}
    table = tuple(tuple(map(Fraction, row)) for row in (("1", "3", "5"), ("1/3", "1", "4"), ("1/5", "1/4", "1")))
    ahp = Judgement(group="", member=ONE, number=1, way="ahp", criteria=("a", "b", "c"), rows=table)
    ends = ((Fraction(1), Fraction(4)), (Fraction(4), Fraction(1)))
    bwm = Judgement(group="", member=ONE, number=1, way="bwm", criteria=("a", "b"), rows=ends)

    assert "a : b = 3" in view.said_in(ahp, titles, lang)
    assert "b : c = 4" in view.said_in(ahp, titles, lang)
    assert view.ends_of(bwm) == (0, 1)
    assert "b 4" in view.said_in(bwm, titles, lang)
    for whole in range(1, 10):
        assert known(f"weights.step.{whole}", lang)
