"""Two databases with the same tender in one process: what is worked out for one is never shown for the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from evaluator.domain.bid import State
from evaluator.domain.text import Text
from evaluator.services import drafts, opinions, tenders
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.state import TenderState, load
from evaluator.store.store import Store
from tests.ui.seeding import TENDER, VENDORS, seeded

ADA = VENDORS[0].name


def state(store: Store) -> TenderState:
    return load(store, LOCAL, TENDER)


def corrected(store: Store, row: int) -> None:
    """One row of the requirement list is worded otherwise."""
    rows = list(state(store).tender.requirements)
    rows[row] = replace(rows[row], text=Text("改过", "Corrected"))
    changes: dict[str, object] = {"requirements": tuple(rows)}
    tenders.change_tender(store, LOCAL, new_command_id(), TENDER, state(store).ver, changes, "a row was wrong")


def of_rows(store: Store) -> list[State]:
    bid = next(one for one in state(store).bids if one.vendor == ADA)
    found = [bid.find(f"REQ/{row.id}/response") for row in state(store).tender.requirements[:2]]
    return [answer.state for answer in found if answer is not None]


def test_copies_that_parted_at_one_revision_are_each_read_as_they_stand(tmp_path: Path) -> None:
    one, other = seeded(tmp_path / "one", "bids"), seeded(tmp_path / "other", "bids")
    corrected(one, 0)
    corrected(other, 1)

    assert state(one).revision == state(other).revision
    assert (of_rows(one), of_rows(other)) == ([State.DAMAGED, State.ANSWERED], [State.ANSWERED, State.DAMAGED])
    one.close()
    other.close()


def test_opinions_and_drafts_are_of_the_ranking_that_is_asked_about(tmp_path: Path) -> None:
    store = seeded(tmp_path)
    whole = state(store)
    ranking = whole.evaluation.ranking
    fewer = replace(ranking, results=tuple(one for one in ranking.results if one.vendor != ADA))
    # A final price whose day ends changes the ranking, and no revision tells it.
    later = replace(whole, evaluation=replace(whole.evaluation, ranking=fewer))
    asked, again = opinions.opinions(whole), opinions.opinions(later)
    assert asked is not None
    assert again is not None
    assert ADA in asked.vendors
    assert ADA not in again.vendors
    assert opinions.opinions(whole) is asked

    named = replace(whole, tender=replace(whole.tender, draft_date="2031-01-02"))
    assert drafts.draft_preview(whole, ADA) is drafts.draft_preview(whole, ADA)
    assert drafts.draft_preview(named, ADA) is not drafts.draft_preview(whole, ADA)
    store.close()
