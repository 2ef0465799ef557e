"""Names fit a line and reasons a page, whoever sends them: what is longer is refused and nothing is saved."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.domain.text import Text
from evaluator.services import awarding, bids, checking, scores, settling, tenders
from evaluator.services.commands import LOCAL
from evaluator.services.limits import NAME, WORDS
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from tests.ui.seeding import TENDER, VENDORS, seeded

LONG_NAME, LONG = "n" * (NAME + 1), "w" * (WORDS + 1)
ADA, CY, FAY = VENDORS[0], VENDORS[2], VENDORS[5]
Act = Callable[[Store, TenderState], object]


def settled(reason: str = "asked", source: str = "call", text: str = "") -> Act:
    wish = settling.Settling(
        vendor=CY.name, item=CY.open_item, reason=reason, source=source, text=text, date="2026-11-20", no_answer=not text
    )  # fmt: skip
    return lambda store, _: settling.settle(store, LOCAL, "act", TENDER, wish)


def changed(**changes: object) -> Act:
    return lambda store, state: tenders.change_tender(store, LOCAL, "act", TENDER, state.ver, changes)


def scored(evaluator: str, reason: str) -> Act:
    def act(store: Store, state: TenderState) -> None:
        leaf = state.pack.method.panel_leaves()[0].key
        scores.save_scores(store, LOCAL, "act", TENDER, evaluator, {(leaf, ADA.name): (Decimal(1), reason)})

    return act


OPENED: dict[str, Act] = {
    "choice": lambda store, _: awarding.select_vendor(store, LOCAL, "act", TENDER, ADA.name, LONG),
    "second reason": lambda store, _: awarding.select_vendor(store, LOCAL, "act", TENDER, ADA.name, "best", LONG),
    "gate": lambda store, _: checking.confirm_gate(store, LOCAL, "act", TENDER, FAY.name, FAY.fails, True, LONG),
    "withdrawal": lambda store, state: bids.withdraw_file(store, LOCAL, "act", TENDER, state.uploads[0].id, LONG),
    "settlement": settled(reason=LONG),
    "source": settled(source=LONG),
    "clarified value": settled(text=LONG),
    "tender": changed(name=Text(LONG_NAME, "short")),
    "vendor": changed(vendors=(ADA.name, LONG_NAME)),
    "panel": changed(evaluators=(LONG_NAME,)),
}
SCORING: dict[str, Act] = {"evaluator": scored(LONG_NAME, "clear"), "score": scored("Eva", LONG)}


@pytest.mark.parametrize("name", [*OPENED, *SCORING])
def test_what_is_too_long_is_refused_and_nothing_is_saved(tmp_path: Path, name: str) -> None:
    store = seeded(tmp_path, "bids" if name in SCORING else "opened")
    state = load(store, LOCAL, TENDER)

    with pytest.raises(Refused, match="too_long"):
        {**OPENED, **SCORING}[name](store, state)

    assert load(store, LOCAL, TENDER).revision == state.revision
    store.close()


def test_a_tender_with_a_long_name_is_not_started(tmp_path: Path) -> None:
    store = Store.open(sqlite_url(tmp_path))
    form = tenders.TenderForm(name=LONG_NAME, pack="crm_platform", buyer_name="Buyer")

    with pytest.raises(Refused, match="too_long"):
        tenders.start_form(store, LOCAL, "start", form)

    assert tenders.tenders(store, LOCAL) == ()
    store.close()


def test_the_longest_that_fits_is_kept(tmp_path: Path) -> None:
    store = seeded(tmp_path)
    awarding.select_vendor(store, LOCAL, "act", TENDER, ADA.name, "w" * WORDS)

    selection = load(store, LOCAL, TENDER).selection
    assert selection is not None
    assert len(selection.reason) == WORDS
    store.close()
