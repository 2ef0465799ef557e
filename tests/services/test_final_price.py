"""A final price round: the shortlisted state prices anew, nothing technical can change, both offers are shown."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evaluator.adapters.codec import encode
from evaluator.domain.award import Shortlist
from evaluator.domain.finding import Rule
from evaluator.domain.ranking import Status
from evaluator.domain.text import Text
from evaluator.i18n.days import zone_of
from evaluator.intake.questionnaire import PRICE
from evaluator.scoring.price import evaluated_price
from evaluator.services import (
    awarding,
    dossier,
    drafts,
    exports,
    final_price,
    imports,
    mapping,
    revisions,
    rounds,
    stages,
    tenders,
    versions,
)
from evaluator.services.commands import LOCAL, new_command_id, service
from evaluator.services.compared import Revision
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState
from evaluator.store import files
from evaluator.store import revisions as store_revisions
from evaluator.store.files import NewFile
from evaluator.store.stages import Envelope
from evaluator.store.transaction import Transaction
from tests.revised import FIRST, PRICES, TENDER, VENDOR, Desk, again, at_the_desk
from tests.services.test_belonging import UNNAMED_PRICES
from tests.ui import seeding
from tests.ui.seeding import VENDORS, Profile, seeded

ADA, BO = VENDORS[:2]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with at_the_desk(tmp_path) as desk:
        desk.open_prices()
        yield desk


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Desk]:
    store = seeded(tmp_path)
    yield Desk(store)
    store.close()


def _ask(desk: Desk, *vendors: str, due: str = "2026-12-20", reason: str = "final offers") -> None:
    final_price.open_final_round(desk.store, LOCAL, new_command_id(), TENDER, vendors, due, reason)


def _offer(desk: Desk) -> final_price.Offer:
    (one,) = final_price.offers(desk.store, LOCAL, desk.state)
    return one


@pytest.fixture
def listed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The one vendor of the desk is on the shortlist, whatever its open scores are."""
    real = awarding.shortlist_of

    def one(state: TenderState) -> Shortlist:
        return replace(real(state), vendors=(VENDOR,))

    monkeypatch.setattr(final_price, "shortlist_of", one)
    return desk


def _cheaper(by: float = 0.9, data: bytes = PRICES) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    places = {
        f"{sheet.title}!{row[4].coordinate}": round(float(row[4].value) * by, 2)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        if str(row[0].value or "").startswith("P-") and isinstance(row[4].value, (int, float))
    }
    assert places
    return again(data, places)


def _price_cell() -> str:
    """The first cell of a unit price."""
    rows = (
        (sheet, row) for sheet in openpyxl.load_workbook(io.BytesIO(PRICES)).worksheets for row in sheet.iter_rows()
    )
    return next(f"{sheet.title}!{row[4].coordinate}" for sheet, row in rows if str(row[0].value or "").startswith("P-"))


def test_both_offers_are_kept_and_the_final_one_counts(listed: Desk) -> None:
    before = _price(listed)
    _ask(listed, VENDOR)
    assert (_offer(listed).state, _offer(listed).first) == ("asked", before)

    told = listed.bring(("final.xlsx", _cheaper()))[0]
    assert (told.status, _offer(listed).state) == ("waits", "waits")
    assert _price(listed) == before
    listed.take("final offer as asked")

    one = _offer(listed)
    assert (one.state, one.first) == ("taken", before)
    assert one.final == _price(listed)
    assert one.final is not None
    assert one.final < before


def _price(desk: Desk) -> Fraction:
    state = desk.state
    total = evaluated_price(state.evaluation.bids[0], state.pack.method, state.tender).total
    assert total is not None
    return total


def test_a_technical_workbook_changes_nothing_in_a_final_price_round(listed: Desk) -> None:
    _ask(listed, VENDOR)
    listed.bring(("again.xlsx", again(FIRST, {"案例与口碑!D4": 12})))

    with pytest.raises(Refused, match="nothing_asked"):
        listed.take()


def test_a_round_that_ends_without_a_price_leaves_the_earlier_one(listed: Desk) -> None:
    _ask(listed, VENDOR)
    rounds.close_round(listed.store, LOCAL, new_command_id(), TENDER, VENDOR, 1, "nothing came")

    assert (_offer(listed).state, _offer(listed).final) == ("none", None)


def test_a_price_above_the_ceiling_is_out_only_once_its_final_price_is(tmp_path: Path) -> None:
    desk = Desk(seeded(tmp_path))
    dearest = max(desk.state.evaluation.ranking.results, key=lambda one: one.price or 0)
    ceiling = str(int(dearest.price or 0) - 1)
    desk.store.close()

    desk = Desk(seeded(tmp_path / "again", "technical"))
    facts = {"ceiling": Decimal(ceiling)}
    tenders.change_tender(desk.store, LOCAL, "ceiling", TENDER, desk.state.ver, facts, "a budget was set")
    stages.open_prices(desk.store, LOCAL, "open", TENDER, "all bids are in")
    assert _standing(desk, dearest.vendor) == (Status.UNSETTLED, [Rule.CEILING_OPEN])

    first = desk.state.evaluation.ranking.ranked()[0].vendor
    awarding.select_vendor(desk.store, LOCAL, "choose", TENDER, first, "the best bid")
    assert _standing(desk, dearest.vendor) == (Status.EXCLUDED, [Rule.OVER_CEILING])
    assert not desk.state.to_confirm
    awarding.withdraw_selection(desk.store, LOCAL, "withdraw", TENDER, "a final price is asked first")

    _ask(desk, dearest.vendor)
    assert _standing(desk, dearest.vendor) == (Status.UNSETTLED, [Rule.CEILING_OPEN])
    final_price.close_final_round(desk.store, LOCAL, "end", TENDER, "no price came")
    assert _standing(desk, dearest.vendor) == (Status.EXCLUDED, [Rule.OVER_CEILING])
    desk.store.close()


def _standing(desk: Desk, vendor: str) -> tuple[Status, list[Rule]]:
    result = desk.state.evaluation.ranking.of(vendor)
    return result.status, [one.rule for one in result.reasons]


def test_only_those_on_the_shortlist_are_asked(opened: Desk) -> None:
    names = awarding.shortlist_of(opened.state).vendors
    outside = next(bid.vendor for bid in opened.state.bids if bid.vendor not in names)

    with pytest.raises(Refused, match="final_unlisted"):
        _ask(opened, names[0], outside)

    assert final_price.offers(opened.store, LOCAL, opened.state) == ()
    _ask(opened, *names)
    assert [one.vendor for one in final_price.offers(opened.store, LOCAL, opened.state)] == [
        bid.vendor for bid in opened.state.evaluation.bids if bid.vendor in names
    ]
    with pytest.raises(Refused, match="round_open"):
        _ask(opened, names[-1])


@pytest.mark.parametrize(("due", "reason", "why"), [("soon", "x", "round_due"), ("2026-12-20", " ", "reason_missing")])
def test_a_round_needs_a_day_and_a_reason(opened: Desk, due: str, reason: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        _ask(opened, awarding.shortlist_of(opened.state).vendors[0], due=due, reason=reason)
    with pytest.raises(Refused, match="nobody_chosen"):
        _ask(opened)


def test_a_tender_in_public_asks_no_second_price(tmp_path: Path) -> None:
    desk = Desk(seeded(tmp_path, "technical"))
    tenders.change_tender(
        desk.store, LOCAL, "route", TENDER, desk.state.ver, {"route": "tender"}, "the law asks for it"
    )
    stages.open_prices(desk.store, LOCAL, "prices", TENDER, "all bids are in")

    with pytest.raises(Refused, match="final_route"):
        _ask(desk, awarding.shortlist_of(desk.state).vendors[0])
    desk.store.close()


def test_nobody_is_asked_before_prices_are_opened_or_once_a_vendor_is_chosen(opened: Desk, tmp_path: Path) -> None:
    first = next(one.vendor for one in opened.state.evaluation.ranking.results if one.place == 1)
    awarding.select_vendor(opened.store, LOCAL, "choose", TENDER, first, "best")
    with pytest.raises(Refused, match="already_selected"):
        _ask(opened, first)

    (tmp_path / "sealed").mkdir()
    with at_the_desk(tmp_path / "sealed") as sealed, pytest.raises(Refused, match="final_sealed"):
        _ask(sealed, VENDOR)


def _choose(desk: Desk, vendor: str) -> None:
    awarding.select_vendor(desk.store, LOCAL, new_command_id(), TENDER, vendor, "best", "better plan")


def _last_day_over(desk: Desk, due: str) -> None:
    here = zone_of(desk.state.tender.deadline)
    desk.store.clock = lambda: datetime.fromisoformat(due).replace(tzinfo=here) + timedelta(days=1, minutes=1)


def test_nobody_is_chosen_while_final_prices_are_awaited(opened: Desk) -> None:
    first, *others = awarding.shortlist_of(opened.state).vendors
    _ask(opened, first, *others)
    with pytest.raises(Refused, match="final_awaited") as refusal:
        _choose(opened, first)

    told = refusal.value.params["vendors"]
    assert isinstance(told, Text)
    assert all(vendor in told.en for vendor in (first, *others))
    assert opened.state.selection is None
    with pytest.raises(Refused, match="reason_missing"):
        final_price.close_final_round(opened.store, LOCAL, new_command_id(), TENDER, " ")
    final_price.close_final_round(opened.store, LOCAL, new_command_id(), TENDER, "nobody wishes to go lower")
    _choose(opened, first)
    assert opened.state.selection is not None
    with pytest.raises(Refused, match="round_closed"):
        final_price.close_final_round(opened.store, LOCAL, new_command_id(), TENDER, "again")


def test_once_the_day_has_passed_a_vendor_is_chosen_on_the_earlier_prices(opened: Desk) -> None:
    first = awarding.shortlist_of(opened.state).vendors[0]
    _ask(opened, first)
    _last_day_over(opened, "2026-12-20")

    _choose(opened, first)

    assert opened.state.selection is not None


def test_a_final_price_that_came_is_decided_on_before_anybody_is_chosen(
    listed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(awarding, "demand_choice", lambda *_: None)  # one vendor with open scores is ranked by nobody
    _ask(listed, VENDOR)
    listed.bring(("final.xlsx", _cheaper()))
    with pytest.raises(Refused, match="final_untaken"):
        _choose(listed, VENDOR)

    listed.take("final offer as asked")
    _choose(listed, VENDOR)

    assert listed.state.selection is not None


@service("bid.receive")
def _kept(tx: Transaction, new: NewFile, vendor: str, contents: dict[Envelope, dict[str, Any]]) -> str:
    return imports.keep_bid(tx, new, vendor, contents)


def _send(desk: Desk, profile: Profile, *, whole: bool = False) -> bytes:
    """A final price workbook of this vendor, at ninety percent, as it is kept; a ``whole`` bid answers the rest again, too."""
    lower = replace(profile, price=profile.price * Decimal("0.9"))
    new = NewFile(name=f"final {profile.name[:3]}.xlsx", content=profile.name.encode(), kind="bid", envelope=PRICE)
    layouts: dict[Envelope, str] = {"price": "price", **({"technical": "template"} if whole else {})}
    read = {one: {"reading": encode(seeding._reading(desk.state, lower, one, how))} for one, how in layouts.items()}
    assert _kept(desk.store, LOCAL, new_command_id(), TENDER, new, profile.name, read) == "waits"
    return new.content


def _held(desk: Desk, vendor: str) -> Revision:
    (one,) = revisions.waiting(desk.store, LOCAL, desk.state, vendor)
    return one


def _taken(desk: Desk, vendor: str) -> None:
    revisions.take(desk.store, LOCAL, new_command_id(), TENDER, _held(desk, vendor), "final offer")


@pytest.mark.parametrize("whole", [False, True])
def test_a_final_price_leaves_the_answers_that_were_scored_and_the_draft_is_made(opened: Desk, *, whole: bool) -> None:
    _ask(opened, ADA.name)
    _send(opened, ADA, whole=whole)
    _taken(opened, ADA.name)
    _choose(opened, ADA.name)

    assert [one.vendor for one in opened.state.late] == [ADA.name]
    assert drafts.draft_of_state(opened.state, ADA.name, "zh", ("manifest",)).files


def _end_day(desk: Desk) -> None:
    _last_day_over(desk, "2026-12-20")


def _all_answer(desk: Desk) -> None:
    _send(desk, BO)


def _end_round(desk: Desk) -> None:
    final_price.close_final_round(desk.store, LOCAL, new_command_id(), TENDER, "both said no more")


def _legible(desk: Desk, file: str) -> set[str]:
    """The envelopes of a file that the store lets anybody read."""
    with desk.store.read() as snapshot:
        heads = [one for current in (True, False) for one in files.reading_heads(snapshot, TENDER, current=current)]
    return {one.envelope for one in heads if one.file_id == file}


@pytest.mark.parametrize("opens", [_end_day, _all_answer, _end_round])
def test_a_final_price_stays_sealed_while_a_rival_may_still_bid(opened: Desk, opens: Callable[[Desk], None]) -> None:
    _ask(opened, ADA.name, BO.name)
    before = [(one.vendor, one.price) for one in opened.state.evaluation.ranking.results]
    _send(opened, ADA)
    one = _held(opened, ADA.name)

    assert (one.difference, one.hidden, one.awaits) == (None, True, (BO.name,))
    assert [offer.state for offer in final_price.offers(opened.store, LOCAL, opened.state)] == ["sealed", "asked"]
    assert versions.answers_of(opened.store, LOCAL, TENDER, one.file) is None
    assert _legible(opened, one.file) == set()
    with pytest.raises(PermissionError):
        exports.build(opened.store, LOCAL, exports.mint(opened.store, LOCAL, TENDER, "original", upload=one.file))
    with pytest.raises(Refused, match="final_unopened"):
        _taken(opened, ADA.name)
    assert [(one.vendor, one.price) for one in opened.state.evaluation.ranking.results] == before

    opens(opened)

    one = _held(opened, ADA.name)
    assert one.difference is not None
    assert one.awaits == ()
    assert _legible(opened, one.file) == {PRICE}
    _taken(opened, ADA.name)
    offer = final_price.offers(opened.store, LOCAL, opened.state)[0]
    assert offer.first is not None
    assert offer.final is not None
    assert (offer.state, offer.final < offer.first) == ("taken", True)


def test_the_day_of_a_final_price_ends_where_the_tender_is(tmp_path: Path) -> None:
    """A rival in New York may bid until its midnight, wherever the machine stands and whatever its day is."""
    desk = Desk(seeded(tmp_path, "technical"))
    there = {"deadline": "2026-12-05T17:00-05:00"}
    tenders.change_tender(desk.store, LOCAL, "there", TENDER, desk.state.ver, there, "the buyer is in New York")
    stages.open_prices(desk.store, LOCAL, "prices", TENDER, "all bids are in")
    _ask(desk, ADA.name, BO.name)
    _send(desk, ADA)

    seen = {}
    for hour in ("20T23:59", "21T00:01"):
        desk.store.clock = lambda hour=hour: datetime.fromisoformat(f"2026-12-{hour}-05:00")
        one = _held(desk, ADA.name)
        seen[hour] = (one.awaits, one.difference is None, desk.state.awaits)
    desk.store.close()

    assert seen == {"20T23:59": ((BO.name,), True, True), "21T00:01": ((), False, False)}


def test_the_files_of_a_tender_leave_a_sealed_final_price_out(opened: Desk, tmp_path: Path) -> None:
    _ask(opened, ADA.name, BO.name)
    content = _send(opened, ADA)

    def kept() -> list[bytes]:
        target = tmp_path / "all.zip"
        dossier.write_folder(opened.store, LOCAL, TENDER, target, "en")
        with zipfile.ZipFile(target) as folder:
            return [folder.read(name) for name in folder.namelist()]

    assert content not in kept()
    _end_round(opened)
    assert content in kept()


def test_the_upload_of_a_sealed_final_price_tells_nothing_of_it(listed: Desk) -> None:
    """A rival is awaited: the arrival of a workbook says that it came, and no more."""
    _ask(listed, VENDOR)
    listed.bring(("final.xlsx", _cheaper()))
    assert _held(listed, VENDOR).difference is not None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "evaluator.store.revisions.awaited", lambda snapshot, tender: list(store_revisions.rounds(snapshot, tender))
        )
        (told,) = listed.bring(("final again.xlsx", _cheaper()))
        assert (told.difference, told.findings, told.answered) == (None, (), 0)


def test_a_final_price_that_names_nobody_tells_nothing_of_itself_until_the_last_may_have_come(listed: Desk) -> None:
    """It may be a rival's, whatever its sheets look like; once nobody is awaited it is told as any other."""
    wrong = again(UNNAMED_PRICES, {_price_cell(): "about 1,234,567"})
    _ask(listed, VENDOR)
    (told,) = listed.bring(("nobody.xlsx", wrong))
    (held,) = listed.state.unassigned
    assert (told.status, told.findings, told.answered) == ("unassigned", (), 0)
    assert (held.findings, held.answered) == ((), 0)
    assert mapping.prices_sealed(listed.state)  # what is laid out by hand hides its prices, too

    _end_round(listed)

    (held,) = listed.state.unassigned
    assert not mapping.prices_sealed(listed.state)
    assert any("1,234,567" in str(found.params) for found in held.findings)
    (told,) = listed.bring(("nobody again.xlsx", wrong))
    assert told.findings
