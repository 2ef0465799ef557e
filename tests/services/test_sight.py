"""What each role sees of a tender: independent scores first, prices by role, no bid before its time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.services import exports, scores
from evaluator.services.commands import LOCAL, Actor, NotAllowed, Role, new_command_id
from evaluator.services.state import load
from evaluator.store import files
from evaluator.store.errors import Sealed
from evaluator.store.store import Store
from tests.staff import Team, hash_at_once, staff
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS, score, seeded

FIRST, SECOND, LATE = EVALUATORS
CANARY = "a reason that only its author may read"


@pytest.fixture
def staffed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., tuple[Store, Team]]]:
    """A seeded tender and its people, signed in."""
    hash_at_once(monkeypatch)
    opened: list[Store] = []

    def start(until: str, prepare: Callable[[Store], None] = lambda _: None) -> tuple[Store, Team]:
        store = seeded(tmp_path / until, until)
        prepare(store)
        opened.append(store)
        return store, staff(store)

    yield start
    for store in opened:
        store.close()


def two_have_submitted(store: Store) -> None:
    """Two evaluators have submitted; the third has one draft with the canary."""
    for number, evaluator in enumerate((FIRST, SECOND)):
        score(store, evaluator, number)
    leaf = load(store, LOCAL, TENDER).pack.method.panel_leaves()[0]
    scores.save_scores(
        store, LOCAL, new_command_id(), TENDER, LATE, {(leaf.key, VENDORS[0].name): (Decimal(1), CANARY)}
    )


def seen(store: Store, actor: Actor) -> set[str]:
    """The evaluators whose points this person can see."""
    return {entry.evaluator for entry in load(store, actor, TENDER).entries if entry.points is not None}


def test_an_evaluator_sees_nobody_elses_scores_before_submitting_all_of_the_own(
    staffed: Callable[..., tuple[Store, Team]],
) -> None:
    store, team = staffed("bids", two_have_submitted)

    assert seen(store, team[LATE]) == {LATE}
    assert seen(store, team[FIRST]) == {FIRST, SECOND}
    assert seen(store, team["Lea"]) == {FIRST, SECOND}
    assert seen(store, team["Pia"]) == seen(store, team["Olga"]) == seen(store, team["Aud"]) == set()


def test_a_draft_is_its_authors_alone_though_everybody_sees_how_far_it_is(
    staffed: Callable[..., tuple[Store, Team]],
) -> None:
    store, team = staffed("bids", two_have_submitted)

    for name, actor in team.items():
        state = load(store, actor, TENDER)
        assert (CANARY in f"{state.entries}{state.evaluation}{state.judged}") is (name == LATE), name
        assert state.progress(LATE)[0] == 1
        assert state.submitted(FIRST) or name == "Aud", "who sees no bid knows not how many scores there are to give"
        assert not state.submitted(LATE)


def test_the_ranking_of_an_evaluator_who_has_not_submitted_knows_no_others_scores(
    staffed: Callable[..., tuple[Store, Team]],
) -> None:
    store, team = staffed("bids", two_have_submitted)

    def cards(actor: Actor) -> set[str]:
        return {card.evaluator for card in load(store, actor, TENDER).judged.scorecards}

    assert cards(team[LATE]) == set()
    assert cards(team["Lea"]) == {FIRST, SECOND}


def test_nobody_scores_in_anothers_name(staffed: Callable[..., tuple[Store, Team]]) -> None:
    store, team = staffed("bids", two_have_submitted)
    leaf = load(store, LATE and team[LATE], TENDER).pack.method.panel_leaves()[0]
    change = {(leaf.key, VENDORS[1].name): (Decimal(2), "in another's name")}

    for who in (FIRST, "Lea"):
        with pytest.raises(NotAllowed):
            scores.save_scores(store, team[who], new_command_id(), TENDER, LATE, change)
    scores.save_scores(store, team[LATE], new_command_id(), TENDER, LATE, change)

    assert [event.action for event in store.events(TENDER)].count("access.denied") == 2


def test_a_scorecard_of_another_holds_none_of_what_is_hidden(staffed: Callable[..., tuple[Store, Team]]) -> None:
    store, team = staffed("bids", two_have_submitted)

    token = exports.mint(store, team[FIRST], TENDER, "scorecard", evaluator=LATE, lang="en")
    other = exports.build(store, team[FIRST], token)[2]
    token = exports.mint(store, team[LATE], TENDER, "scorecard", evaluator=LATE, lang="en")
    own = exports.build(store, team[LATE], token)[2]

    assert CANARY not in words_of(other)
    assert CANARY in words_of(own)


def words_of(workbook: bytes) -> str:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return " ".join(
        str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value is not None
    )


def test_prices_are_read_by_the_roles_that_read_prices_and_by_nobody_before_they_are_open(
    staffed: Callable[..., tuple[Store, Team]],
) -> None:
    shut, team = staffed("technical")
    for actor in team.values():
        assert {result.price for result in load(shut, actor, TENDER).evaluation.ranking.results} <= {None}
    store, team = staffed("opened")

    def priced(name: str) -> bool:
        return any(result.price is not None for result in load(store, team[name], TENDER).evaluation.ranking.results)

    assert [name for name in team if priced(name)] == ["Lea", "Pia", "Olga", "Aud"]


def test_a_technical_evaluator_is_refused_the_bytes_of_a_price_workbook(
    staffed: Callable[..., tuple[Store, Team]],
) -> None:
    store, team = staffed("opened")
    with store.read() as snapshot:
        price = next(row.id for row in files.every(snapshot, TENDER) if row.envelope == "price")
        assert files.content(snapshot, TENDER, price)
        snapshot.actor = Actor(FIRST, frozenset({Role.TECHNICAL}), team[FIRST].sign_in)
        with pytest.raises(Sealed):
            files.content(snapshot, TENDER, price)


def test_an_auditor_sees_no_bid_before_prices_are_open(staffed: Callable[..., tuple[Store, Team]]) -> None:
    shut, team = staffed("technical")
    before = load(shut, team["Aud"], TENDER)
    assert (before.bids, before.uploads, before.evaluation.bids) == ((), (), ())
    store, team = staffed("opened")

    assert len(load(store, team["Aud"], TENDER).bids) == len(VENDORS)
