"""Whose a workbook is: its cell and its name only suggest, a person says, and then it is a file like any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluator.domain.finding import Rule
from evaluator.services import belonging, bids, exports, front, methods, revisions, stages, tenders
from evaluator.services.belonging import Nobodys, nobodys
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.problem import Refused
from evaluator.services.sample import sample_folder
from evaluator.store.engine import sqlite_url
from evaluator.store.errors import Sealed
from evaluator.store.store import Store
from tests.revised import FIRST, PRICES, TENDER, VENDOR, Desk, again, at_the_desk

OTHER = "Corvane Systems Ltd (sample)"
UNNAMED = again(FIRST, {"封面!C20": None})
UNNAMED_PRICES = again(PRICES, {"封面!C19": None})
UNINVITED = again(FIRST, {"封面!C20": "Corvane Systems Limited"})


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The bids of one vendor are in."""
    with at_the_desk(tmp_path) as desk:
        yield desk


def begun(folder: Path, toml: str = "") -> Desk:
    """A tender of which nothing has come in."""
    store = Store.open(sqlite_url(folder))
    tenders.start_tender(store, LOCAL, "start", toml or (sample_folder() / "tender.toml").read_text("utf-8"))
    methods.lock_method(store, LOCAL, "lock", TENDER)
    return Desk(store)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Desk]:
    desk = begun(tmp_path)
    yield desk
    desk.store.close()


def asked(desk: Desk) -> list[Nobodys]:
    return list(nobodys(desk.store, LOCAL, desk.state))


def bidders(desk: Desk) -> list[str]:
    return [bid.vendor for bid in desk.state.bids]


def test_a_workbook_that_names_nobody_is_kept_and_belongs_to_nobody(empty: Desk) -> None:
    (came,) = empty.bring(("corvane-technical.xlsx", UNNAMED))

    assert (came.status, came.vendor) == ("unassigned", "")
    state = empty.state
    assert (state.bids, state.uploads, state.vendor_ids) == ((), (), {})
    (one,) = asked(empty)
    assert (one.named, one.suggested, one.by) == ("", OTHER, "file")
    assert (one.upload.name, one.upload.envelope) == ("corvane-technical.xlsx", "technical")
    token = exports.mint(empty.store, LOCAL, TENDER, "original", upload=one.upload.id)
    assert exports.build(empty.store, LOCAL, token)[2] == UNNAMED
    step = front.next_step(state)
    assert (step.key, step.page, dict(step.params)) == ("stage.next_assign", "bids", {"n": 1})


def test_a_name_that_is_not_invited_suggests_and_takes_part_only_for_a_reason(empty: Desk) -> None:
    empty.bring(("1.xlsx", UNINVITED))
    (one,) = asked(empty)
    assert (one.named, one.suggested, one.by) == ("Corvane Systems Limited", OTHER, "cell")

    with pytest.raises(Refused, match="uninvited_unreasoned"):
        empty.assign("Corvane Systems Limited", "  ")
    with pytest.raises(Refused, match="vendor_missing"):
        empty.assign("  ", "asked to take part")
    assert (len(asked(empty)), bidders(empty)) == (1, [])

    assert empty.assign(" Corvane  Systems Limited", "asked to take part") == "stored"
    assert bidders(empty) == ["Corvane Systems Limited"]
    # Who takes part now is known by name, so that nobody is asked again.
    prices = again(PRICES, {"封面!C19": "CORVANE Systems Limited"})
    assert [one.status for one in empty.bring(("2.xlsx", prices))] == ["stored"]
    assert asked(empty) == []


def test_assigned_it_is_the_vendors_bid_under_the_invited_name_whatever_its_cell_says(empty: Desk) -> None:
    empty.bring(("1.xlsx", UNINVITED))

    assert empty.assign(OTHER.upper()) == "stored"

    (bid,) = empty.state.bids
    assert (bid.vendor, empty.answer("V1").verbatim) == (OTHER, "Corvane Systems Limited")
    assert {found.vendor for found in empty.state.evaluation.findings} == {"", OTHER}
    assert [upload.vendor for upload in empty.state.uploads] == [OTHER]
    assert Rule.VENDOR_UNNAMED not in [found.rule for found in empty.state.evaluation.findings]
    event = empty.store.events(TENDER)[-1]
    assert (event.action, event.note["vendor"], event.note["status"]) == ("bid.assign", OTHER, "stored")
    empty.store.verify_chain()


def test_prices_that_came_first_stay_sealed_and_make_one_bid_with_the_technical_workbook(empty: Desk) -> None:
    (came,) = empty.bring(("corvane-price.xlsx", again(PRICES, {"封面!C19": "Corvane Systems Limited"})))
    assert (came.status, came.answered, came.findings) == ("unassigned", 0, ())
    (one,) = asked(empty)
    assert (one.named, one.suggested, one.upload.answered) == ("Corvane Systems Limited", OTHER, 0)
    with pytest.raises(Sealed):
        exports.build(empty.store, LOCAL, exports.mint(empty.store, LOCAL, TENDER, "original", upload=one.upload.id))

    assert empty.assign(OTHER) == "stored"
    assert bidders(empty) == []
    empty.bring(("1.xlsx", UNNAMED))
    assert empty.assign(OTHER) == "stored"

    (bid,) = empty.state.bids
    assert Rule.ENVELOPE_MISSING not in [found.rule for found in bid.findings]
    assert bid.find("PRICE") is None
    empty.open_prices()
    (bid,) = empty.state.bids
    assert (bid.vendor, bid.find("PRICE") is None) == (OTHER, False)


def test_the_same_file_is_asked_about_once_before_and_after_somebody_has_said_whose_it_is(empty: Desk) -> None:
    empty.bring(("1.xlsx", UNNAMED))
    (again_,) = empty.bring(("1.xlsx", UNNAMED))
    assert (again_.status, again_.vendor, len(asked(empty))) == ("same", "", 1)

    empty.assign(OTHER)
    (third,) = empty.bring(("1.xlsx", UNNAMED))
    assert (third.status, third.vendor, asked(empty)) == ("same", OTHER, [])

    # Under another name it may be another vendor's; of the same vendor it counts once.
    empty.bring(("2.xlsx", UNNAMED))
    assert empty.assign(OTHER) == "same"
    assert [upload.name for upload in empty.state.uploads] == ["1.xlsx"]
    assert asked(empty) == []


def test_a_second_workbook_waits_as_a_revision_with_its_difference_once_it_is_assigned(desk: Desk) -> None:
    revised = again(FIRST, {"封面!C20": None, "案例与口碑!D4": 12})
    desk.bring(("again.xlsx", revised))
    assert revisions.waiting(desk.store, LOCAL, desk.state) == ()

    assert desk.assign(VENDOR) == "waits"

    one = desk.waiting()
    assert (one.name, one.vendor, one.instead_of) == ("again.xlsx", VENDOR, "first.xlsx")
    assert one.difference is not None
    assert {change.item for change in one.difference.changes} == {"V1", "TR-01"}
    assert desk.answer("TR-01").verbatim == "11"
    assert [came.status for came in desk.bring(("again.xlsx", revised))] == ["same"]
    desk.take()
    assert desk.answer("TR-01").verbatim == "12"


def test_a_sealed_price_workbook_waits_as_a_revision_and_nothing_of_it_is_told(desk: Desk) -> None:
    desk.bring(("again.xlsx", UNNAMED_PRICES))

    assert desk.assign(VENDOR) == "waits"

    assert desk.waiting().difference is None
    event = desk.store.events(TENDER)[-1]
    assert (event.envelope, event.note) == (
        "price", {"name": "again.xlsx", "vendor": VENDOR, "status": "waits"},
    )  # fmt: skip


def test_withdrawn_for_a_reason_it_is_asked_about_no_more_and_may_come_again(empty: Desk) -> None:
    empty.bring(("1.xlsx", UNNAMED))
    (one,) = asked(empty)

    with pytest.raises(Refused, match="reason_missing"):
        bids.withdraw_file(empty.store, LOCAL, new_command_id(), TENDER, one.upload.id, " ")
    bids.withdraw_file(empty.store, LOCAL, new_command_id(), TENDER, one.upload.id, "sent by mistake")

    assert asked(empty) == []
    with pytest.raises(Refused, match="file_assigned"):
        belonging.assign(empty.store, LOCAL, new_command_id(), TENDER, one.upload, OTHER)
    assert [came.status for came in empty.bring(("1.xlsx", UNNAMED))] == ["unassigned"]


def test_two_people_assign_it_once(empty: Desk) -> None:
    empty.bring(("1.xlsx", UNNAMED))
    (one,) = asked(empty)
    command = new_command_id()
    given = (empty.store, LOCAL, command, TENDER, one.upload, OTHER)

    assert [belonging.assign(*given), belonging.assign(*given)] == ["stored", "stored"]
    with pytest.raises(Refused, match="file_assigned"):
        belonging.assign(empty.store, LOCAL, new_command_id(), TENDER, one.upload, VENDOR)
    assert bidders(empty) == [OTHER]


def test_a_name_of_the_cell_or_of_the_file_decides_where_nobody_is_invited(tmp_path: Path) -> None:
    toml = (sample_folder() / "tender.toml").read_text("utf-8")
    start, end = toml.index("vendors = ["), toml.index("evaluators = [")
    desk = begun(tmp_path, toml[:start] + "vendors = []\n" + toml[end:])

    came = desk.bring(("Bo Ltd.xlsx", UNNAMED), ("price.xlsx", PRICES))

    assert [(one.status, one.vendor) for one in came] == [("stored", "Bo Ltd"), ("stored", VENDOR)]
    assert Rule.VENDOR_UNNAMED in [found.rule for found in came[0].findings]
    desk.store.close()


def test_after_the_lock_it_is_late_when_it_is_assigned_and_not_before(desk: Desk) -> None:
    stages.lock_technical(desk.store, LOCAL, new_command_id(), TENDER)
    desk.bring(("1.xlsx", UNNAMED), ("2.xlsx", UNNAMED))
    withdrawn = next(one for one in asked(desk) if one.upload.name == "2.xlsx")
    bids.withdraw_file(desk.store, LOCAL, new_command_id(), TENDER, withdrawn.upload.id, "sent by mistake")
    assert desk.state.late == ()

    desk.assign(OTHER, "confirmed by telephone")

    (late,) = desk.state.late
    assert (late.vendor, dict(late.params)["name"], dict(late.params)["reason"]) == (
        OTHER, "1.xlsx", "confirmed by telephone",
    )  # fmt: skip
