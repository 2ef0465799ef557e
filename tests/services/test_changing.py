"""Facts of a tender close one by one: what decides the result with open prices, the rest changes for a reason and is told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from evaluator.adapters.codec import encode
from evaluator.adapters.docx_recommendation import write_recommendation
from evaluator.award.recommendation import recommendation
from evaluator.domain.bid import State
from evaluator.domain.finding import Rule
from evaluator.domain.tender import Requirement
from evaluator.domain.text import Lang, Text
from evaluator.i18n.words import message
from evaluator.services import awarding, checking, recommending, tenders
from evaluator.services.commands import LOCAL, new_command_id, service
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import events, settlements
from evaluator.store.engine import sqlite_url
from evaluator.store.settlements import Place
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction
from tests import packs
from tests.ui.seeding import TENDER, VENDORS, seed, seeded

LATER = "2026-12-31T17:00"
DECIDING = [
    {"ceiling": Decimal(1000000)},
    {"estimate": Decimal(900000)},
    {"variants": {"Ada – B": "Ada"}},
    {"route": "tender"},
    {"languages": ("zh",)},
]
PEOPLE = [{"deadline": LATER}, {"vendors": ("Ada",)}, {"evaluators": ("Kim",)}]


def named(changes: dict[str, object]) -> str:
    return next(iter(changes))


def state(store: Store) -> TenderState:
    return load(store, LOCAL, TENDER)


def change(store: Store, changes: dict[str, object], reason: str = "") -> None:
    tenders.change_tender(store, LOCAL, new_command_id(), TENDER, state(store).ver, changes, reason)


@pytest.mark.parametrize("changes", DECIDING, ids=named)
def test_what_decides_the_result_cannot_change_once_prices_are_open(tmp_path: Path, changes: dict[str, object]) -> None:
    store = seeded(tmp_path)
    before = [(one.vendor, one.place) for one in state(store).evaluation.ranking.results]

    with pytest.raises(Refused, match="fact_decided"):
        change(store, changes, "the budget is smaller")

    assert [(one.vendor, one.place) for one in state(store).evaluation.ranking.results] == before
    store.close()


@pytest.mark.parametrize("changes", [*DECIDING, *PEOPLE], ids=named)
def test_after_the_technical_lock_a_fact_changes_only_for_a_reason(tmp_path: Path, changes: dict[str, object]) -> None:
    store = seeded(tmp_path, "technical")
    with pytest.raises(Refused, match="fact_unreasoned"):
        change(store, changes, "  ")
    change(store, changes, "the board decided so")

    (late,) = state(store).late
    assert dict(late.params)["reason"] == "the board decided so"
    assert getattr(state(store).tender, named(changes)) == changes[named(changes)]
    store.close()


@pytest.mark.parametrize(("until", "free"), [("locked", 3), ("bids", 1), ("scores", 0)])
def test_who_bids_until_when_and_who_judges_need_a_word_once_bids_and_scores_are_there(
    tmp_path: Path, until: str, free: int
) -> None:
    store = seeded(tmp_path, until)
    done = 0
    for changes in PEOPLE:
        try:
            change(store, changes)
        except Refused as refusal:
            assert refusal.key == "refused.fact_unreasoned"
            change(store, changes, "asked by the board")
        else:
            done += 1

    assert done == free
    assert state(store).late == ()
    store.close()


def test_a_locked_method_that_government_procurement_may_not_use_keeps_the_route(tmp_path: Path) -> None:
    store = Store.open(sqlite_url(tmp_path))
    seed(store, "locked", packs.rewritten(tmp_path / "pack", packs.TOPSIS))

    with pytest.raises(Refused, match="route_method"):
        change(store, {"route": "gov"})
    change(store, {"route": "tender"})

    assert state(store).tender.route == "tender"
    store.close()


def test_a_fact_that_stays_as_it_is_needs_no_reason(tmp_path: Path) -> None:
    store = seeded(tmp_path)
    tender = state(store).tender

    change(store, {"ceiling": tender.ceiling, "route": tender.route, "deadline": tender.deadline})

    assert state(store).late == ()
    store.close()


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "最高限价：“CNY 1,900,000”改为“CNY 1,000,000”"),
        ("en", "Ceiling: from “CNY 1,900,000” to “CNY 1,000,000”"),
    ],
)
def test_a_late_change_is_told_as_it_was_and_is(tmp_path: Path, lang: Lang, words: str) -> None:
    store = seeded(tmp_path, "technical")
    change(store, {"ceiling": Decimal(1000000)}, "the budget is smaller")

    (late,) = state(store).late

    assert words in message(late, lang)
    store.close()


def test_the_recommendation_names_the_change_of_a_fact(tmp_path: Path) -> None:
    store = seeded(tmp_path)
    change(store, {"deadline": LATER}, "the portal was down")
    awarding.select_vendor(store, LOCAL, "choose", TENDER, VENDORS[0].name, "highest total", "better plan")

    basis = recommending.basis_of(state(store), {}, firm=False)
    with ZipFile(BytesIO(write_recommendation(recommendation(basis), "both"))) as paper:
        said = paper.read("word/document.xml").decode()

    assert "2026-12-31 17:00" in said
    assert "the portal was down" in said
    store.close()


@service("settlement.save")
def spoken(tx: Transaction, place: Place, reason: str, value: str = "meets") -> None:
    del reason
    settlements.settle(tx, place, encode(value), source="call", date="2026-11-01", ver=0)


def corrected(rows: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    """The list with its first row worded otherwise, its second gone and one more at its end."""
    first, _, *rest = rows
    return (replace(first, text=Text("改过", "Corrected")), *rest, replace(first, id="R-99", text=Text("新", "New")))


def test_a_corrected_list_is_a_new_issue_under_which_the_bids_already_here_wait_where_it_differs(
    tmp_path: Path,
) -> None:
    store = seeded(tmp_path, "bids")
    before, vendor = state(store), VENDORS[0].name
    rows = before.tender.requirements
    item = f"REQ/{rows[0].id}/response"
    place = Place(before.vendor_ids[vendor], item, "technical")
    spoken(store, LOCAL, "word", TENDER, place, "asked")
    assert len(state(store).judged.settlements) == 1
    with pytest.raises(Refused, match="list_unreasoned"):
        change(store, {"requirements": corrected(rows)})
    change(store, {"requirements": corrected(rows)}, "two rows were wrong")

    now = state(store)
    bid = next(one for one in now.bids if one.vendor == vendor)
    cells = {one: bid.find(f"REQ/{one}/response") for one in (rows[0].id, rows[1].id, rows[2].id, "R-99")}
    states = [cell.state if cell else None for cell in cells.values()]
    assert states == [State.DAMAGED, None, State.ANSWERED, State.UNANSWERED]
    assert now.asked.issue != before.asked.issue
    assert now.judged.settlements == ()
    told = {(one.rule, one.item) for one in bid.findings}
    assert told >= {
        (Rule.QUESTION_CHANGED, f"REQ/{rows[0].id}"), (Rule.ISSUE_REMOVED, f"REQ/{rows[1].id}"),
        (Rule.ISSUE_ADDED, "REQ/R-99"), (Rule.QUESTION_MISSING, "REQ/R-99"),
    }  # fmt: skip
    assert {one.item for one in now.open_points(vendor)} >= {item, "REQ/R-99/response"}
    with store.read() as snapshot:
        (event,) = [one for one in events.read(snapshot, TENDER, actions=("tender.edit",)) if one.note.get("facts")]
    gone, come = event.note["facts"]["requirements"]
    assert rows[1].id in gone[1]
    assert "Corrected" in come[1]
    assert rows[2].id not in gone[1] + come[1]

    change(store, {"requirements": corrected(corrected(rows))}, "a third row was wrong")
    change(store, {"requirements": rows}, "they were right")
    assert [(one.answers, one.findings) for one in state(store).bids] == [
        (one.answers, one.findings) for one in before.bids
    ]
    assert state(store).judged.settlements == ()
    store.close()


def test_a_word_on_unmet_musts_ends_with_the_list_that_it_was_given_for(tmp_path: Path) -> None:
    store = seeded(tmp_path, "bids")
    vendor, rows = VENDORS[0].name, state(store).tender.requirements
    wished, added = replace(rows[0], id="R-98", kind="should"), replace(rows[0], id="R-99", kind="must")
    place = Place(state(store).vendor_ids[vendor], f"REQ/{rows[2].id}/response", "technical")
    spoken(store, LOCAL, "unmet", TENDER, place, "asked", "no")
    checking.confirm_gate(store, LOCAL, "word", TENDER, vendor, "REQ", False, "they deliver it in March")
    checking.confirm_gate(store, LOCAL, "other", TENDER, vendor, "SE-01", False, "the certificate is here")

    def failed() -> list[str]:
        gates = [one for one in state(store).evaluation.findings if one.rule is Rule.GATE_FAILED]
        return [one.item for one in gates if one.vendor == vendor]

    assert failed() == []
    change(store, {"requirements": (*rows, wished)}, "a wish was missing")
    assert [one.item for one in state(store).judged.confirmations] == ["REQ", "SE-01"]
    change(store, {"requirements": (*rows, wished, added)}, "a must was missing")
    spoken(store, LOCAL, "new", TENDER, replace(place, item="REQ/R-99/response"), "asked", "no")

    assert failed() == ["REQ"]
    assert [one.item for one in state(store).judged.confirmations] == ["SE-01"]
    assert [one.item for one in state(store).judged.settlements] == [place.item, "REQ/R-99/response"]

    checking.confirm_gate(store, LOCAL, "again", TENDER, vendor, "REQ", False, "both come in March")
    assert failed() == []
    change(store, {"requirements": corrected(state(store).tender.requirements)}, "two rows were wrong")
    assert failed() == ["REQ"]
    store.close()


def test_the_list_is_closed_once_the_technical_scores_are_locked(tmp_path: Path) -> None:
    store = seeded(tmp_path, "technical")

    with pytest.raises(Refused, match="list_scored"):
        change(store, {"requirements": ()}, "a reason")
    store.close()
