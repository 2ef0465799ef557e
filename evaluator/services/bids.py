"""Bids on the store: workbooks received, answers settled, gates confirmed, claimed facts checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from evaluator.adapters.codec import encode
from evaluator.adapters.reader import Progress, read_files
from evaluator.domain.bid import Answer, Scalar
from evaluator.intake.bids import FileReading, read_bid_file
from evaluator.intake.cells import Refusal, Workbook
from evaluator.intake.clarification import LIST
from evaluator.intake.foreign.mapping import used
from evaluator.intake.matrices.score_form import is_score_form
from evaluator.intake.questionnaire import PRICE, TECHNICAL
from evaluator.intake.settling import asked_of, own_currency, typed
from evaluator.intake.template import find_marker
from evaluator.intake.values import show_plain
from evaluator.services.admitting import admit_read
from evaluator.services.belonging import is_nobodys, keep_nobodys
from evaluator.services.cards import keep_scorecard
from evaluator.services.commands import Actor, service
from evaluator.services.folder import context
from evaluator.services.imports import Imported, keep_bid, told
from evaluator.services.limits import WORDS, demand_short
from evaluator.services.mapping import fitting
from evaluator.services.problem import Refused
from evaluator.services.receipt import demand_moment
from evaluator.services.replying import keep_list
from evaluator.services.revisions import with_difference
from evaluator.services.state import TenderState, load
from evaluator.store import files, settlements
from evaluator.store.files import NewFile
from evaluator.store.settlements import Place
from evaluator.store.stages import Envelope
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction

PRICE_ITEMS = ("PRICE", "TOTAL", "REQPRICE", "V9")


def import_files(
    store: Store, actor: Actor, command_id: str, tender_id: str, given: Sequence[tuple[str, bytes]],
    progress: Progress | None = None, *, replacing: int = 0, handed_in: str = "",
) -> tuple[Imported, ...]:  # fmt: skip
    """What became of each file, with one result for each vendor in it.

    Bids are kept before scorecards and clarification lists, which name them.

    ``progress`` as in `read_files`, ``replacing`` as in `keep_scorecard`. ``handed_in`` is when the files reached the
    buyer, empty where nobody said.
    """
    demand_moment(store, handed_in)
    state = load(store, actor, tender_id)
    reading = context(state.pack, state.tender)
    books = list(read_files(given, progress))
    found = [read_bid_file(book, reading) for book in books]
    done: dict[int, tuple[Imported, ...]] = {}
    for number, (book, file, (_, data)) in enumerate(zip(books, list(found), given, strict=True)):
        command = f"{command_id}/{number}"
        if file.refused:
            found[number] = _or_scores(file, state)
            if admitted := _admitted(store, actor, command, state, (book, data), handed_in):
                done[number] = admitted
            elif found[number].refused:
                done[number] = (_refuse(store, actor, command, tender_id, file),)
        elif file.layout not in ("scores", LIST):
            done[number] = (_keep(store, actor, command, state, file, (data, handed_in)),)
    later = [(n, file, data) for n, (file, (_, data)) in enumerate(zip(found, given, strict=True)) if n not in done]
    for number, file, data in later:
        now, command = load(store, actor, tender_id), f"{command_id}/{number}"
        if file.layout == LIST:
            done[number] = (keep_list(store, actor, command, now, file, (data, handed_in)),)
        else:
            done[number] = (keep_scorecard(store, actor, command, now, file, data, replacing),)
    return tuple(one for number in range(len(found)) for one in done[number])


def _admitted(
    store: Store,
    actor: Actor,
    command_id: str,
    state: TenderState,
    given: tuple[Workbook | Refusal, bytes],
    handed_in: str,
) -> tuple[Imported, ...]:
    """What became of a file that a mapping kept with this tender fits; nothing where none does."""
    book, data = given
    kept = fitting(store, actor, state.id, book) if isinstance(book, Workbook) and not find_marker(book) else None
    if kept is None or isinstance(book, Refusal):
        return ()
    return admit_read(store, actor, command_id, state, (book, data, handed_in), kept.mapping, used(kept.name, book))


def _or_scores(file: FileReading, state: TenderState) -> FileReading:
    """A file that is no workbook of ours may be the panel's own score form."""
    if file.refused and file.workbook is not None and is_score_form(file.workbook, state.pack.method):
        return replace(file, layout="scores", refused=False, findings=())
    return file


def _refuse(store: Store, actor: Actor, command_id: str, tender_id: str, file: FileReading) -> Imported:
    _note_refusal(store, actor, command_id, tender_id, file.name, file.sha256, file.findings[0].rule.value)
    return Imported.of(file, "refused")


@service("bid.receive")
def _note_refusal(tx: Transaction, name: str, sha256: str, rule: str) -> None:
    tx.about(f"file:{name}", sha256=sha256, refused=rule)


def _keep(
    store: Store, actor: Actor, command_id: str, state: TenderState, file: FileReading, came: tuple[bytes, str]
) -> Imported:
    if is_nobodys(state, file):
        return keep_nobodys(store, actor, command_id, state, file, came)
    data, handed_in = came
    envelope: Envelope = "price" if file.layout == "price" else "technical"
    sealed = envelope == "price" and "prices_opened" not in state.stages
    content = {"reading": encode(replace(file, workbook=None))}
    new = NewFile(name=file.name, content=data, kind="bid", envelope=envelope, handed_in_at=handed_in)
    status = _receive(store, actor, command_id, state.id, new, file.vendor, content)
    return with_difference(store, actor, state, told(file, status, sealed), file.sha256)


@service("bid.receive")
def _receive(tx: Transaction, new: NewFile, vendor: str, content: dict[str, Any]) -> str:
    return keep_bid(tx, new, vendor, {new.envelope: content})


@service("bid.withdraw")
def withdraw_file(tx: Transaction, upload_id: str, reason: str) -> None:
    """The file no longer counts, for a reason; its bytes stay."""
    if not reason.strip():
        raise Refused("reason_missing")
    row = next((row for row in files.every(tx, tx.tender_id) if row.id == upload_id), None)
    if row is not None:
        files.withdraw(tx, row.id, row.ver)
        tx.about(f"file:{row.id}", name=row.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """A person's reading of an answer: one of the readings offered, a clarified text, or the word that there is none."""

    vendor: str
    item: str
    reason: str
    date: str
    source: str
    reading: int | None = None
    text: str = ""
    no_answer: bool = False


def settle(
    store: Store, actor: Actor, command_id: str, tender_id: str, wish: Settling, drawn: TenderState | None = None
) -> None:
    """Keep a settlement; the value is checked like a vendor's own answer.

    ``drawn`` is the state that the page showed: what somebody has saved on this answer since then is a `Conflict`.
    """
    settle_all(store, actor, command_id, tender_id, (wish,), drawn)


def settle_all(
    store: Store,
    actor: Actor,
    command_id: str,
    tender_id: str,
    wishes: Sequence[Settling],
    drawn: TenderState | None = None,
) -> None:
    """Keep several settlements that were made for one reason, all of them or none; ``drawn`` as in `settle`."""
    state = load(store, actor, tender_id)
    if not wishes:
        raise Refused("nothing_chosen")
    rows = tuple(_settled(state, wish, drawn or state) for wish in wishes)
    _settle(store, actor, command_id, tender_id, rows, wishes[0].reason)


def _settled(state: TenderState, wish: Settling, drawn: TenderState) -> tuple[Place, Any, str, str, int]:
    if not (wish.reason.strip() and wish.source.strip() and wish.date.strip()):
        raise Refused("settlement_unreasoned")
    demand_short(WORDS, wish.source, wish.text)
    bid = next((bid for bid in state.bids if bid.vendor == wish.vendor), None)
    answer = bid.find(wish.item) if bid else None
    if answer is None or wish.vendor not in state.vendor_ids:
        raise Refused("no_such_answer", item=wish.item)
    if not answer.open:
        raise Refused("answer_clear", item=wish.item, given=answer.verbatim)
    value = None if wish.no_answer else _value(state, answer, wish)
    place = Place(state.vendor_ids[wish.vendor], wish.item, envelope_of(wish.item))
    return place, encode(value), wish.source, wish.date, drawn.seen("settlement", wish.vendor, wish.item)


def _value(state: TenderState, answer: Answer, wish: Settling) -> Scalar:
    if wish.reading is not None:
        if not 0 <= wish.reading < len(answer.readings):
            raise Refused("no_such_reading")
        return answer.readings[wish.reading].value
    bid = next(bid for bid in state.bids if bid.vendor == wish.vendor)
    currency = own_currency(bid, state.tender.currency)
    asked = asked_of(state.asked, wish.item, currency, state.pack.method.units)
    value = typed(wish.text, asked) if asked else None
    if value is None:
        raise Refused("value_unclear", given=wish.text)
    return value


def envelope_of(item: str) -> Envelope:
    """The envelope that an item belongs to.

    >>> envelope_of("PRICE/P-01/unit_price"), envelope_of("SU-01")
    ('price', 'technical')
    """
    return PRICE if item.partition("/")[0] in PRICE_ITEMS else TECHNICAL  # type: ignore[return-value]  # both names are


@service("settlement.save")
def _settle(tx: Transaction, rows: tuple[tuple[Place, Any, str, str, int], ...], reason: str) -> None:
    del reason
    for place, value, source, date, ver in rows:
        settlements.settle(tx, place, value, source=source, date=date, ver=ver)


def confirm_gate(
    store: Store, actor: Actor, command_id: str, tender_id: str, vendor: str, item: str, upheld: bool, reason: str,
    *, drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """A failed gate confirmed (``upheld``) or waived, for a reason; ``drawn`` as in `settle`."""
    state = load(store, actor, tender_id)
    if not reason.strip():
        raise Refused("reason_missing")
    if vendor not in state.vendor_ids:
        raise Refused("no_such_answer", item=item)
    ver = (drawn or state).seen("confirmation", vendor, item)
    _confirm(store, actor, command_id, tender_id, Place(state.vendor_ids[vendor], item), upheld, reason, ver)


@service("gate.confirm")
def _confirm(tx: Transaction, place: Place, upheld: bool, reason: str, ver: int) -> None:
    del reason
    settlements.confirm_gate(tx, place, upheld=upheld, ver=ver)


def check_facts(
    store: Store, actor: Actor, command_id: str, tender_id: str, vendor: str, items: Sequence[str],
    value: Decimal | None, reason: str, *, drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """Claimed facts whose evidence was seen, or overridden by points of 100, in bulk; ``drawn`` as in `settle`.

    To override, or to take an override back, needs a reason.
    """
    state = load(store, actor, tender_id)
    if vendor not in state.vendor_ids or not items:
        raise Refused("nothing_chosen")
    taken_back = any(
        one.vendor == vendor and one.item in items and one.value is not None for one in state.judged.checks
    )
    if (value is not None or taken_back) and not reason.strip():
        raise Refused("reason_missing")
    if value is not None and not 0 <= value <= 100:
        raise Refused("not_points", given=show_plain(value))
    vers = {item: (drawn or state).seen("check", vendor, item) for item in items}
    _check(store, actor, command_id, tender_id, state.vendor_ids[vendor], vers, value, reason)


@service("check.save")
def _check(tx: Transaction, vendor_id: str, vers: Mapping[str, int], value: Decimal | None, reason: str) -> None:
    del reason
    kind: settlements.CheckKind = "evidence_seen" if value is None else "overridden"
    for item, ver in vers.items():
        settlements.check(tx, Place(vendor_id, item), kind, value, ver=ver)


def unsee_facts(
    store: Store, actor: Actor, command_id: str, tender_id: str, vendor: str, items: Sequence[str], reason: str,
    *, drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """Facts whose evidence was seen by mistake count as claimed again, for a reason; ``drawn`` as in `settle`.

    An override is not taken back by this: it is replaced by a word that stands in its place.
    """
    state = load(store, actor, tender_id)
    seen = {one.item: one for one in state.judged.checks if one.vendor == vendor}
    if not items or any(item not in seen for item in items):
        raise Refused("nothing_checked")
    if any(seen[item].value is not None for item in items):
        raise Refused("override_stays")
    if not reason.strip():
        raise Refused("reason_missing")
    vers = {item: (drawn or state).seen("check", vendor, item) for item in items}
    _unsee(store, actor, command_id, tender_id, state.vendor_ids[vendor], vers, reason)


@service("check.withdraw")
def _unsee(tx: Transaction, vendor_id: str, vers: Mapping[str, int], reason: str) -> None:
    del reason
    for item, ver in vers.items():
        settlements.withdraw_check(tx, Place(vendor_id, item), ver)
