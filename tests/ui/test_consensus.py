"""The consensus page: what lies apart comes first, the panel's points are the chair's to enter, explanations are notes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.adapters.packs import bundled
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services import consensus as service
from evaluator.services import front
from evaluator.services.commands import LOCAL, Actor, NotAllowed, Role
from evaluator.services.consensus import Agreement, agreed_entries, to_agree
from evaluator.services.front import next_step
from evaluator.services.naming import Names
from evaluator.services.problem import Refused
from evaluator.services.scores import save_scores, submit_scores
from evaluator.services.state import TenderState, load
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from evaluator.ui.views import consensus as view
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS, seed

LANGS: tuple[Lang, ...] = ("zh", "en")
SHEN, GU, DANIEL = EVALUATORS
FIRST, ADA = "track_record.relevance", VENDORS[0].name


def panel(store: Store, points: tuple[str, str, str] = ("1", "4", "5"), *, until: int = 3) -> None:
    """Everybody scores everything 3, and Ada's cases as given."""
    state = load(store, LOCAL, TENDER)
    for name, given in list(zip(EVALUATORS, points, strict=True))[:until]:
        scores = {
            (leaf.key, one.name): (Decimal(3), f"{name} read it.")
            for leaf in state.pack.method.panel_leaves()
            for one in VENDORS
        }
        scores[FIRST, ADA] = (Decimal(given), f"{name} on the cases of Ada.")
        save_scores(store, LOCAL, f"save/{name}", TENDER, name, scores)
        submit_scores(store, LOCAL, f"submit/{name}", TENDER, name)


@pytest.fixture(scope="module")
def consensus_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tender that combines by consensus, everybody's scores submitted."""
    folder = tmp_path_factory.mktemp("agreed")
    shutil.copytree(bundled() / "crm_platform", folder / "crm_platform")
    method = folder / "crm_platform" / "method.toml"
    method.write_text(re.sub(r'combine = "\w+"', 'combine = "consensus"', method.read_text("utf-8")), "utf-8")
    store = Store.open(sqlite_url(folder / "data"))
    seed(store, "bids", folder / "crm_platform")
    panel(store)
    store.close()
    return folder / "data"


@pytest.fixture
def agreeing(consensus_data: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(consensus_data, tmp_path / "agreeing")
    made = Store.open(sqlite_url(tmp_path / "agreeing"))
    yield made
    made.close()


def wish(points: str, reason: str = "Discussed.", second: str = "") -> Agreement:
    return Agreement(criterion=FIRST, vendor=ADA, points=Decimal(points), reason=reason, second_reason=second)


def agree(store: Store, given: Agreement, cid: str = "agree") -> TenderState:
    service.agree(store, LOCAL, cid, TENDER, given)
    return load(store, LOCAL, TENDER)


@pytest.mark.parametrize("lang", LANGS)
def test_the_widest_apart_stands_first_with_everybodys_score_as_given(opened: Opener, lang: Lang) -> None:
    shown = opened("consensus", lang, until="bids")
    assert t("consensus.headline.nothing", lang) in shown.words
    panel(shown.store)
    shown.run()

    assert t("consensus.headline.apart", lang, n=1) in shown.words
    assert shown.at.selectbox(key="consensus_item").value == (FIRST, ADA)
    assert all(f"{name} on the cases of Ada." in shown.words for name in EVALUATORS)
    assert t("consensus.discuss", lang) in shown.words


def test_drafts_are_nobody_elses_business(opened: Opener) -> None:
    shown = opened("consensus", "en", until="bids")
    save_scores(shown.store, LOCAL, "draft", TENDER, SHEN, {(FIRST, ADA): (Decimal(1), "secret draft")})

    assert "secret draft" not in shown.run().words


@pytest.mark.parametrize("lang", LANGS)
def test_under_a_mean_who_stands_apart_is_asked_and_answers_and_no_score_changes(opened: Opener, lang: Lang) -> None:
    shown = opened("consensus", lang, until="bids")
    panel(shown.store)
    before = shown.state.entries
    shown.run().at.text_area[0].set_value("Why 1?")
    shown.click("consensus_ask")
    assert t("consensus.asked", lang, asked="Why 1?") in shown.words

    shown.at.text_area[0].set_value("No case was of our size.")
    shown.click("consensus_answer")

    assert t("consensus.answered", lang, answer="No case was of our size.") in shown.words
    assert shown.state.entries == before
    (note,) = service.explanations_of(shown.store, LOCAL, shown.state).values()
    assert (note.evaluator, note.asked, note.answer) == (SHEN, "Why 1?", "No case was of our size.")
    with pytest.raises(Refused) as refused:
        agree(shown.store, wish("3"))
    assert refused.value.key == "refused.no_consensus"


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (wish("3"), "refused.agreed_apart"),
        (wish("4", reason=" "), "refused.reason_missing"),
        (wish("9"), "refused.score_outside"),
    ],
)
def test_agreed_points_need_their_reasons(agreeing: Store, given: Agreement, key: str) -> None:
    with pytest.raises(Refused) as refused:
        agree(agreeing, given)

    assert refused.value.key == key


def test_agreed_points_are_drafts_until_all_are_there_and_individual_scores_stay(agreeing: Store) -> None:
    own = [entry for entry in load(agreeing, LOCAL, TENDER).entries if not entry.agreed]
    state = agree(agreeing, wish("3", second="A third case came up."))
    entry = agreed_entries(state)[FIRST, ADA]
    assert (entry.points, entry.state, entry.second_reason) == (Decimal(3), "draft", "A third case came up.")
    assert (to_agree(state), next_step(state).page) == (60, "consensus")
    with pytest.raises(Refused) as refused:
        service.submit_agreed(agreeing, LOCAL, "early", TENDER)
    assert refused.value.key == "refused.score_missing"

    for number, (criterion, vendor) in enumerate(view.items(state, Names())):
        if (criterion, vendor) != (FIRST, ADA):
            rest = Agreement(criterion=criterion, vendor=vendor, points=Decimal(3), reason="As all.")
            service.agree(agreeing, LOCAL, f"rest/{number}", TENDER, rest)
    service.submit_agreed(agreeing, LOCAL, "submit", TENDER)

    state = load(agreeing, LOCAL, TENDER)
    assert (to_agree(state), next_step(state).page) == (0, "ranking")
    assert [entry for entry in state.entries if not entry.agreed] == own
    low, high = (state.evaluation.ranking.of(ADA).node(FIRST).low, state.evaluation.ranking.of(ADA).node(FIRST).high)
    assert low == high == Decimal(3) / 5


def test_only_the_lead_agrees_and_only_after_independent_scores(consensus_data: Path, tmp_path: Path) -> None:
    folder = consensus_data.parent / "crm_platform"
    made = Store.open(sqlite_url(tmp_path / "part"))
    seed(made, "bids", folder)
    panel(made, until=2)
    with pytest.raises(Refused) as refused:
        agree(made, wish("4"))
    assert refused.value.key == "refused.panel_incomplete"
    made.close()


def test_an_evaluator_does_not_enter_the_panels_points(agreeing: Store) -> None:
    with pytest.raises(NotAllowed):
        service.agree(agreeing, Actor("Gu", frozenset({Role.TECHNICAL})), "agree", TENDER, wish("4"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_chair_enters_the_points_on_the_page(agreeing: Store, lang: Lang) -> None:
    from streamlit.testing.v1 import AppTest

    from tests.ui.conftest import LOCALES, SCRIPT

    before, front._store[:] = list(front._store), [agreeing]
    at = AppTest.from_file(str(SCRIPT), default_timeout=60)
    at.context = {"locale": LOCALES[lang]}
    shown = Opened(at.run(), agreeing).go("consensus")
    assert t("consensus.headline.agree", lang, n=1, left=60) in shown.words
    at.number_input[0].set_value(4.0)
    at.text_area[0].set_value("Two cases hold.")

    shown.click("consensus_keep")

    assert agreed_entries(shown.state)[FIRST, ADA].points == Decimal(4)
    assert t("consensus.result.draft", lang, points="4", reason="Two cases hold.") in shown.words
    front._store[:] = before


@pytest.mark.parametrize("lang", LANGS)
def test_a_panel_that_lies_close_together_is_told_so(opened: Opener, lang: Lang) -> None:
    shown = opened("consensus", lang, until="scores")

    assert t("consensus.headline.close", lang) in shown.words
