"""Calls to references: written down, read back from a call sheet, withdrawn, and their contradictions settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluator.adapters.call_sheet_file import CallSheet, read_call_sheet
from evaluator.adapters.reader import read_file
from evaluator.domain.question import Kind
from evaluator.intake.cells import Refusal
from evaluator.intake.references import Reference, heard, references
from evaluator.services.commands import Actor, service
from evaluator.services.dealings import against, settled
from evaluator.services.limits import NAME, WORDS, demand_been, demand_short
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import reference_checks
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a person writes down of a call: the day, who called, with whom, and the words by the questions' keys."""

    day: str
    caller: str
    spoken: str
    answers: Mapping[str, str] = field(default_factory=dict)


def references_of(state: TenderState, vendor: str) -> tuple[Reference, ...]:
    """The clients that a vendor names, in the order of its workbook."""
    bid = next((one for one in state.evaluation.bids if one.vendor == vendor), None)
    return references(bid, state.asked.questions("technical")) if bid else ()


def the_reference(state: TenderState, vendor: str, key: str) -> Reference:
    """One of them by its key; `Refused` where the vendor names no such client."""
    found = next((one for one in references_of(state, vendor) if one.key == key), None)
    if found is None:
        raise Refused("reference_gone")
    return found


def call_sheet(state: TenderState, vendor: str, key: str) -> CallSheet:
    """What a sheet for this call holds; the vendor's claims are not on it, so that nobody reads them out."""
    one = the_reference(state, vendor, key)
    return CallSheet(
        tender_id=state.id, tender=state.tender.name, vendor=vendor, client=one.client, contacts=one.contacts,
        calls=state.pack.method.calls, units=state.pack.method.units, sample=state.tender.sample,
    )  # fmt: skip


def write_down(
    store: Store, actor: Actor, command_id: str, tender_id: str, vendor: str, key: str, said: Heard,
    *, drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """Keep what a reference said; ``drawn`` is the state that the page showed: another's word since then is a `Conflict`."""
    state = load(store, actor, tender_id)
    one = the_reference(state, vendor, key)
    if not (said.caller.strip() and said.spoken.strip()):
        raise Refused("call_blank")
    demand_been(said.day, store.clock(), state.tender.deadline)
    demand_short(NAME, said.caller, said.spoken)
    answers = _answers(state, said.answers)
    before = (drawn or state).dealings.call(vendor, key)
    content = {
        "client": one.client, "day": said.day, "caller": said.caller.strip(), "spoken": said.spoken.strip(), "answers": answers,
    }  # fmt: skip
    _write(store, actor, command_id, tender_id, state.vendor_ids[vendor], key, content, before.ver if before else 0)


def _answers(state: TenderState, given: Mapping[str, str]) -> dict[str, str]:
    """The words that were given, each clear enough to be compared where it is not a text."""
    method, found = state.pack.method, {}
    for call in method.calls:
        words = given.get(call.key, "").strip()
        demand_short(WORDS, words)
        if words and call.kind is not Kind.TEXT and heard(call, words, method.units) is None:
            raise Refused("call_unclear", question=call.text, given=words)
        if words:
            found[call.key] = words
    if not found:
        raise Refused("call_empty")
    return found


@service("reference.save")
def _write(tx: Transaction, vendor_id: str, key: str, content: Mapping[str, Any], ver: int) -> None:
    tx.about(f"reference:{key}", name=str(content["client"]))
    reference_checks.save(tx, vendor_id, key, content, ver)


def take_sheet(
    store: Store, actor: Actor, command_id: str, tender_id: str, about: tuple[str, str], file: tuple[str, bytes],
    *, drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """A call sheet that was filled in, of this vendor and reference; that of another, or of another tender, is refused."""
    vendor, key = about
    state = load(store, actor, tender_id)
    book = read_file(*file)
    if isinstance(book, Refusal):
        raise Refused("file_unreadable", file=file[0])
    read = read_call_sheet(book, call_sheet(state, vendor, key))
    if isinstance(read, str):
        raise Refused(
            f"call_sheet_{read}", file=file[0], client=the_reference(state, vendor, key).client, vendor=vendor
        )
    day, caller, spoken, answers = read
    said = Heard(day=day, caller=caller, spoken=spoken, answers=answers)
    write_down(store, actor, command_id, tender_id, vendor, key, said, drawn=drawn)


def settle(
    store: Store,
    actor: Actor,
    command_id: str,
    tender_id: str,
    about: tuple[str, str],
    points: Sequence[str],
    reason: str,
) -> None:
    """The contradictions of a call at these questions are looked into, for a reason; no score changes by it."""
    vendor, key = about
    state = load(store, actor, tender_id)
    if not reason.strip():
        raise Refused("reason_missing")
    call, one = state.dealings.call(vendor, key), the_reference(state, vendor, key)
    open_now = [each for each in against(state.pack.method, one, call) if settled(call, each) is None] if call else []
    chosen = [each.point for each in open_now if each.claim.item in points]
    if call is None or not chosen:
        raise Refused("nothing_chosen")
    kept = [dict(word) for word in call.settled]
    _settle(
        store,
        actor,
        command_id,
        tender_id,
        (state.vendor_ids[vendor], key),
        (kept, chosen, call.client),
        call.ver,
        reason,
    )


@service("reference.settle")
def _settle(
    tx: Transaction,
    about: tuple[str, str],
    words: tuple[list[dict[str, str]], list[dict[str, str]], str],
    ver: int,
    reason: str,
) -> None:
    (vendor_id, key), (kept, chosen, client) = about, words
    new = [{**point, "reason": reason, "by": tx.by, "at": tx.now} for point in chosen]
    tx.about(f"reference:{key}", name=client)
    reference_checks.settle(tx, vendor_id, key, [*kept, *new], ver)


def withdraw(
    store: Store, actor: Actor, command_id: str, tender_id: str, about: tuple[str, str], ver: int, reason: str
) -> None:
    """A call that was written down by mistake no longer counts, for a reason."""
    vendor, key = about
    state = load(store, actor, tender_id)
    if not reason.strip():
        raise Refused("reason_missing")
    _withdraw(store, actor, command_id, tender_id, (state.vendor_ids[vendor], key), ver, reason)


@service("reference.withdraw")
def _withdraw(tx: Transaction, about: tuple[str, str], ver: int, reason: str) -> None:
    del reason
    reference_checks.withdraw(tx, *about, ver)
