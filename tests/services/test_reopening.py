"""Submitted scores given back for a reason before the technical lock, and contradictions that the lock asks about."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.services import references, reopening, scores, stages
from evaluator.services.commands import LOCAL, Command, new_command_id
from evaluator.services.problem import Refused
from evaluator.services.references import Heard
from evaluator.services.state import TenderState, load
from evaluator.store import scores as rows
from evaluator.store.errors import Conflict, Immutable
from evaluator.store.scores import ScoreKey
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS, seeded

ADA, BO = VENDORS[0].name, VENDORS[1].name
SHEN, GU, WIRTH = EVALUATORS


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = seeded(tmp_path, "scores")
    yield made
    made.close()


def now(store: Store) -> TenderState:
    return load(store, LOCAL, TENDER)


def a_place(store: Store) -> tuple[str, str]:
    return now(store).pack.method.panel_leaves()[0].key, ADA


def reopen(
    store: Store, places: list[tuple[str, str]], reason: str = "A client says 4, not 10.", who: str = ""
) -> None:
    reopening.reopen_scores(store, LOCAL, new_command_id(), TENDER, places, reason, evaluator=who)


def contradicted(store: Store) -> str:
    """A client of Ada's says something else than Ada does; the key of the reference."""
    key = references.references_of(now(store), ADA)[0].key
    said = Heard(day="2026-11-20", caller="林", spoken="Ms. Wu, IT", answers={"users": "4"})
    references.write_down(store, LOCAL, new_command_id(), TENDER, ADA, key, said)
    return key


def test_a_reopened_score_is_a_draft_with_the_reason_and_is_submitted_again(store: Store) -> None:
    place = a_place(store)
    first = now(store).given_by(SHEN)[place]
    before = now(store).evaluation.ranking.of(ADA)

    reopen(store, [place], who=SHEN)

    state = now(store)
    entry = state.given_by(SHEN)[place]
    assert (entry.state, entry.points, entry.reason) == ("draft", first.points, first.reason)
    assert entry.reopened is not None
    assert (entry.reopened.points, entry.reopened.said) == (first.points, first.reason)
    assert (entry.reopened.reason, entry.reopened.by) == ("A client says 4, not 10.", LOCAL.name)
    assert [state.submitted(name) for name in EVALUATORS] == [False, True, True]
    assert state.given_by(GU)[place].state == "submitted"

    scores.save_scores(store, LOCAL, new_command_id(), TENDER, SHEN, {place: (Decimal(1), "Only 4 users (D20).")})
    scores.submit_scores(store, LOCAL, new_command_id(), TENDER, SHEN)

    entry = now(store).given_by(SHEN)[place]
    assert (entry.state, entry.points) == ("submitted", 1)
    assert entry.reopened is not None
    assert entry.reopened.points == first.points
    assert now(store).evaluation.ranking.of(ADA) != before
    with pytest.raises(Immutable):
        scores.save_scores(store, LOCAL, new_command_id(), TENDER, SHEN, {place: (Decimal(2), "again")})


def test_all_evaluators_scores_go_back_together_and_the_log_keeps_what_they_were(store: Store) -> None:
    place = a_place(store)
    given = {name: now(store).given_by(name)[place] for name in EVALUATORS}

    reopen(store, [place, place])

    assert all(now(store).given_by(name)[place].state == "draft" for name in EVALUATORS)
    (event,) = [one for one in store.events(TENDER) if one.action == "score.reopen"]
    assert event.reason == "A client says 4, not 10."
    assert {row["state"] for row in event.before.values()} == {"submitted"}
    kept = {name: row["before_points"] for name, row in event.after.items()}
    assert kept == {f"score:{one.id}": str(one.points) for one in given.values()}
    assert store.verify_chain().length


def test_what_the_panel_agreed_goes_back_with_the_scores_that_it_rests_on(store: Store) -> None:
    place, state = a_place(store), now(store)
    key = ScoreKey(SHEN, state.vendor_ids[ADA], place[0], agreed=True)

    def agree(tx: Transaction) -> None:
        rows.save_draft(tx, key, Decimal(4), reason="agreed", ver=0)
        row = next(one for one in rows.every(tx, TENDER, SHEN) if one.agreed)
        rows.submit(tx, SHEN, {row.id: row.ver})

    store.run(Command(LOCAL, new_command_id(), TENDER, "score.agree"), agree)
    assert [one.agreed for one in reopening.submitted_on(now(store), place)] == [False, False, False, True]

    reopen(store, [place], who=GU)

    assert {one.evaluator for one in reopening.submitted_on(now(store), place)} == {SHEN, WIRTH}
    assert [one.state for one in now(store).entries if one.agreed] == ["draft"]


def test_nothing_is_reopened_without_a_reason_of_nobody_or_after_the_lock(store: Store) -> None:
    place = a_place(store)
    with pytest.raises(Refused, match="reason_missing"):
        reopen(store, [place], " ")
    for places, who in (([], ""), ([place], "Nobody"), ([("zz", ADA)], "")):
        with pytest.raises(Refused, match="nothing_to_reopen"):
            reopen(store, places, who=who)
    drawn = now(store)
    reopen(store, [place], who=SHEN)
    scores.submit_scores(store, LOCAL, new_command_id(), TENDER, SHEN)
    with pytest.raises(Conflict):
        reopening.reopen_scores(store, LOCAL, new_command_id(), TENDER, [place], "old page", drawn=drawn)

    stages.lock_technical(store, LOCAL, new_command_id(), TENDER)
    with pytest.raises(Refused, match="scores_locked"):
        reopen(store, [place])
    vers = {now(store).given_by(SHEN)[place].id: now(store).given_by(SHEN)[place].ver}
    with pytest.raises(Refused, match="scores_locked"):  # the lock came after the page had looked
        reopening._reopen(store, LOCAL, new_command_id(), TENDER, vers, "late")


def test_the_lock_waits_for_a_word_on_a_clients_contradiction(store: Store) -> None:
    key = contradicted(store)
    found = reopening.open_contradictions(now(store))
    assert found
    with pytest.raises(Refused, match="contradictions_open"):
        stages.lock_technical(store, LOCAL, new_command_id(), TENDER)
    assert "technical_locked" not in now(store).stages

    points = [one.item for one in found]
    references.settle(store, LOCAL, new_command_id(), TENDER, (ADA, key), points, "one site only; the score stands")
    stages.lock_technical(store, LOCAL, new_command_id(), TENDER)
    assert "technical_locked" in now(store).stages


def test_scores_reopened_after_the_call_are_a_word_on_it_until_the_client_says_more(store: Store) -> None:
    contradicted(store)
    places = [reopening.place_of(now(store), one) for one in reopening.open_contradictions(now(store))]
    assert all(vendor == ADA for _, vendor in places)

    assert reopening.undecided(now(store)) == reopening.open_contradictions(now(store))
    reopen(store, places)
    assert reopening.open_contradictions(now(store)) == reopening.undecided(now(store)) == ()

    contradicted(store)  # heard anew, after the reopening
    assert reopening.open_contradictions(now(store)) != ()
