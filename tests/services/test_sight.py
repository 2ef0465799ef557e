"""What each role sees of a tender: independent scores first, prices by role, no bid before its time."""

from __future__ import annotations

import json
import zipfile
from decimal import Decimal
from typing import Any

import pytest

from evaluator.services import accounts, dossier, exports, scores
from evaluator.services.awarding import select_vendor
from evaluator.services.commands import CONSOLE, LOCAL, Actor, Command, NotAllowed, Role, in_tender, new_command_id
from evaluator.services.consensus import explanations_of
from evaluator.services.sight import closed
from evaluator.services.state import load
from evaluator.services.tenders import change_tender
from evaluator.store import explanations, files
from evaluator.store.errors import Sealed
from evaluator.store.files import NewFile
from evaluator.store.store import Store
from evaluator.ui.navigation import EVERY
from tests.staff import FIRST, LATE, SECOND, Staffed
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS, score

CANARY = "a reason that only its author may read"


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


def test_an_evaluator_sees_nobody_elses_scores_before_submitting_all_of_the_own(staffed: Staffed) -> None:
    store, team = staffed("bids", two_have_submitted)

    assert seen(store, team[LATE]) == {LATE}
    assert seen(store, team[FIRST]) == {FIRST, SECOND}
    assert seen(store, team["Lea"]) == {FIRST, SECOND}
    assert seen(store, team["Pia"]) == seen(store, team["Olga"]) == seen(store, team["Aud"]) == set()


def test_a_draft_is_its_authors_alone_though_everybody_sees_how_far_it_is(staffed: Staffed) -> None:
    store, team = staffed("bids", two_have_submitted)

    for name, actor in team.items():
        state = load(store, actor, TENDER)
        assert (CANARY in f"{state.entries}{state.evaluation}{state.judged}") is (name == LATE), name
        assert state.progress(LATE)[0] == 1
        assert state.submitted(FIRST) or name == "Aud", "who sees no bid knows not how many scores there are to give"
        assert not state.submitted(LATE)


def test_the_ranking_of_an_evaluator_who_has_not_submitted_knows_no_others_scores(staffed: Staffed) -> None:
    store, team = staffed("bids", two_have_submitted)

    def cards(actor: Actor) -> set[str]:
        return {card.evaluator for card in load(store, actor, TENDER).judged.scorecards}

    assert cards(team[LATE]) == set()
    assert cards(team["Lea"]) == {FIRST, SECOND}


def test_nobody_scores_in_anothers_name(staffed: Staffed) -> None:
    store, team = staffed("bids", two_have_submitted)
    leaf = load(store, LATE and team[LATE], TENDER).pack.method.panel_leaves()[0]
    change = {(leaf.key, VENDORS[1].name): (Decimal(2), "in another's name")}

    for who in (FIRST, "Lea"):
        with pytest.raises(NotAllowed):
            scores.save_scores(store, team[who], new_command_id(), TENDER, LATE, change)
    scores.save_scores(store, team[LATE], new_command_id(), TENDER, LATE, change)

    assert [event.action for event in store.events(TENDER)].count("access.denied") == 2


def test_a_scorecard_of_another_holds_none_of_what_is_hidden(staffed: Staffed) -> None:
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


def test_prices_are_read_by_the_roles_that_read_prices_and_by_nobody_before_they_are_open(staffed: Staffed) -> None:
    shut, team = staffed("technical")
    for actor in team.values():
        assert {result.price for result in load(shut, actor, TENDER).evaluation.ranking.results} <= {None}
    store, team = staffed("opened")

    def priced(name: str) -> bool:
        return any(result.price is not None for result in load(store, team[name], TENDER).evaluation.ranking.results)

    assert [name for name in team if priced(name)] == ["Lea", "Pia", "Olga", "Aud"]


def test_a_technical_evaluator_is_refused_the_bytes_of_a_price_workbook(staffed: Staffed) -> None:
    store, team = staffed("opened")
    with store.read() as snapshot:
        price = next(row.id for row in files.every(snapshot, TENDER) if row.envelope == "price")
        assert files.content(snapshot, TENDER, price)
        snapshot.actor = Actor(FIRST, frozenset({Role.TECHNICAL}), team[FIRST].sign_in)
        with pytest.raises(Sealed):
            files.content(snapshot, TENDER, price)


def test_an_auditor_sees_no_bid_before_prices_are_open(staffed: Staffed) -> None:
    shut, team = staffed("technical")
    before = load(shut, team["Aud"], TENDER)
    assert (before.bids, before.uploads, before.evaluation.bids) == ((), (), ())
    store, team = staffed("opened")

    assert len(load(store, team["Aud"], TENDER).bids) == len(VENDORS)


def test_a_card_that_came_in_is_read_by_nobody_who_may_not_see_its_scores(staffed: Staffed) -> None:
    def with_card(store: Store) -> None:
        with store.write(Command(LOCAL, new_command_id(), TENDER, "score.import")) as tx:
            files.receive(tx, NewFile(name="card.xlsx", content=b"scores", kind="scorecard", envelope="technical"))

    store, team = staffed("bids", with_card)
    card = next(one for one in load(store, team["Lea"], TENDER).uploads if one.kind == "scorecard")
    for name in (LATE, "Pia", "Olga"):
        assert card.id not in {one.id for one in load(store, team[name], TENDER).uploads}
        token = exports.mint(store, team[name], TENDER, "original", upload=card.id)
        with pytest.raises(NotAllowed):
            exports.build(store, team[name], token)
    token = exports.mint(store, team["Lea"], TENDER, "original", upload=card.id)
    assert exports.build(store, team["Lea"], token)[2]


def test_a_lead_who_is_of_the_panel_sees_no_others_first_however_the_name_is_spelled(staffed: Staffed) -> None:
    def led_by_one(store: Store) -> None:
        two_have_submitted(store)
        state = load(store, LOCAL, TENDER)
        change_tender(
            store, LOCAL, new_command_id(), TENDER, state.ver, {"evaluators": (*EVALUATORS, "LEA")}, "one more"
        )

    store, team = staffed("bids", led_by_one)

    assert seen(store, team["Lea"]) == set()
    events = [line for line in dossier_events(store, team["Lea"]) if line["action"].startswith("score.")]
    assert events
    assert [one for one in events if one["before"] or one["after"]] == []


def dossier_events(store: Store, actor: Actor) -> list[dict[str, Any]]:
    token = exports.mint(store, actor, TENDER, exports.WHOLE, lang="en")
    made = dossier.build_folder(store, actor, token)
    assert made is not None
    with zipfile.ZipFile(made[1]) as folder:
        name = next(name for name in folder.namelist() if name.endswith("events.jsonl"))
        lines = folder.read(name).decode().splitlines()
    made[1].unlink()
    return [json.loads(line) for line in lines]


def test_an_evaluator_reads_what_was_asked_of_the_own_scores_alone(staffed: Staffed) -> None:
    store, team = staffed("scores")
    state = load(store, team["Lea"], TENDER)
    with store.write(Command(team["Lea"], new_command_id(), TENDER, "score.ask")) as tx:
        for evaluator in (FIRST, SECOND):
            leaf = state.pack.method.panel_leaves()[0].key
            place = (evaluator, state.vendor_ids[VENDORS[0].name], leaf)
            explanations.save(tx, place, "why?", "", 0)

    def asked(name: str) -> set[str]:
        return {key[0] for key in explanations_of(store, team[name], load(store, team[name], TENDER))}

    assert (asked("Lea"), asked(FIRST), asked("Pia")) == ({FIRST, SECOND}, {FIRST}, set())


def test_a_choice_is_confirmed_for_everybody_or_for_nobody(staffed: Staffed) -> None:
    def chosen(store: Store) -> None:
        state = load(store, LOCAL, TENDER)
        first = state.evaluation.ranking.ranked()[0].vendor
        select_vendor(store, LOCAL, new_command_id(), TENDER, first, "the best")

    store, team = staffed("opened", chosen)

    assert {load(store, actor, TENDER).to_confirm for actor in team.values()} == {False}


def test_what_names_an_evaluator_in_a_file_is_for_the_roles_of_the_tender(staffed: Staffed) -> None:
    store, team = staffed("opened")
    person = accounts.find_person(store, CONSOLE, FIRST)
    ver = next(one.ver for one in accounts.people_of(store, CONSOLE) if one.id == person)
    accounts.set_roles(store, CONSOLE, new_command_id(), "", person, [Role.LEAD], ver)  # may start tenders of their own

    assert Role.LEAD in in_tender(store, team["Lea"], TENDER).roles
    assert Role.LEAD not in in_tender(store, team[FIRST], TENDER).roles


def test_a_page_that_would_show_a_false_picture_is_closed_to_a_role(staffed: Staffed) -> None:
    store, team = staffed("technical")

    def shut(name: str, page: str, *, opened: bool) -> str:
        return closed(in_tender(store, team[name], TENDER), page, opened=opened)

    assert shut(FIRST, "ranking", opened=True) == "prices"
    assert shut(FIRST, "bids", opened=True) == ""
    assert shut("Aud", "bids", opened=False) == "bids"
    assert shut("Aud", "ranking", opened=True) == ""
    assert {shut("Lea", page, opened=False) for page in EVERY} == {""}
