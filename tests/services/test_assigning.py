"""Who scores what is the lead's word: checked, kept by name, and closed once the technical scores are locked."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.services import stages
from evaluator.services.assigning import assign
from evaluator.services.commands import LOCAL, Actor, NotAllowed, Role
from evaluator.services.problem import Refused
from evaluator.services.scores import save_scores, submit_scores
from evaluator.services.state import load
from evaluator.services.tenders import change_tender
from evaluator.store.store import Store
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS, seeded

SHEN, GU, DANIEL = EVALUATORS


@pytest.fixture
def bids(tmp_path: Path) -> Iterator[Store]:
    """A store of its own in which the bids are in and nobody has scored."""
    made = seeded(tmp_path, "bids")
    yield made
    made.close()


def leaves(store: Store) -> list[str]:
    return [leaf.key for leaf in load(store, LOCAL, TENDER).pack.method.panel_leaves()]


def test_an_evaluator_is_done_with_their_own_sub_criteria(bids: Store) -> None:
    first, *rest = leaves(bids)
    assign(bids, LOCAL, "assign", TENDER, {SHEN: (first,), GU: tuple(rest), DANIEL: (first, *rest)})
    state = load(bids, LOCAL, TENDER)
    assert dict(state.tender.assignments) == {SHEN: (first,), GU: tuple(rest)}
    assert state.progress(SHEN) == (0, len(VENDORS))

    with pytest.raises(Refused) as refused:
        save_scores(bids, LOCAL, "not hers", TENDER, SHEN, {(rest[0], VENDORS[0].name): (Decimal(1), "x")})
    assert refused.value.key == "refused.score_unassigned"
    save_scores(bids, LOCAL, "hers", TENDER, SHEN, {(first, one.name): (Decimal(3), "x") for one in VENDORS})
    submit_scores(bids, LOCAL, "done", TENDER, SHEN)

    assert load(bids, LOCAL, TENDER).submitted(SHEN)


def test_whoever_leaves_the_panel_leaves_the_lists(bids: Store) -> None:
    first = leaves(bids)[0]
    assign(bids, LOCAL, "assign", TENDER, {SHEN: (first,)})

    change_tender(bids, LOCAL, "panel", TENDER, load(bids, LOCAL, TENDER).ver, {"evaluators": (GU, DANIEL)})

    assert dict(load(bids, LOCAL, TENDER).tender.assignments) == {}


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        ({SHEN: ()}, "refused.assigned_nothing"),
        ({"Somebody": ("track_record.relevance",)}, "refused.score_unknown"),
        ({SHEN: ("price", "track_record.relevance")}, "refused.score_unknown"),
    ],
)
def test_what_cannot_be_scored_is_not_assigned(bids: Store, wanted: dict[str, tuple[str, ...]], key: str) -> None:
    with pytest.raises(Refused) as refused:
        assign(bids, LOCAL, "assign", TENDER, wanted)

    assert refused.value.key == key
    assert dict(load(bids, LOCAL, TENDER).tender.assignments) == {}


def test_only_the_lead_assigns_and_only_before_the_lock(bids: Store) -> None:
    wanted = {SHEN: (leaves(bids)[0],)}
    with pytest.raises(NotAllowed):
        assign(bids, Actor("Gu", frozenset({Role.TECHNICAL})), "assign", TENDER, wanted)
    stages.lock_technical(bids, LOCAL, "lock", TENDER)

    with pytest.raises(Refused) as refused:
        assign(bids, LOCAL, "late", TENDER, wanted)
    assert refused.value.key == "refused.scores_locked"
