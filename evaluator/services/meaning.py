"""Questions whose wording a vendor has changed: both texts, and a person's word on whether the answer still counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluator.adapters.codec import encode
from evaluator.domain.bid import Answer
from evaluator.domain.finding import Finding, Rule
from evaluator.intake.settling import as_written, held
from evaluator.services.commands import Actor, service
from evaluator.services.limits import WORDS, demand_short
from evaluator.services.problem import Refused
from evaluator.services.settling import envelope_of
from evaluator.services.state import TenderState, load
from evaluator.store import settlements
from evaluator.store.settlements import Place
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Rewording:
    """A question, row or table in other words than it was sent out with, and the answers that wait for that reason."""

    item: str
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """The reason that a person gives, the source it rests on and its day."""

    reason: str
    source: str
    date: str


def rewordings(state: TenderState, vendor: str) -> tuple[Rewording, ...]:
    """What a vendor has reworded and nobody has spoken on yet, in the order of the workbook."""
    bid = next((bid for bid in state.evaluation.bids if bid.vendor == vendor), None)
    raw = next((bid for bid in state.bids if bid.vendor == vendor), None)
    found: dict[str, list[Finding]] = {}
    for one in raw.findings if raw else ():
        if one.rule is Rule.QUESTION_CHANGED:
            found.setdefault(one.item, []).append(one)
    told = ((item, tuple(mine), held(bid, item)) for item, mine in found.items()) if bid else ()
    return tuple(Rewording(item, mine, answers) for item, mine, answers in told if answers)


def settle_meaning(
    store: Store, actor: Actor, command_id: str, tender_id: str, vendor: str, item: str, same: bool, why: Why,
    *, drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """A reworded question, row or table means the ``same``, so that its answers count as written, or is not answered.

    One settlement for each answer that waits; ``drawn`` is the state that the page showed, as in `settling.settle`.
    """
    state = load(store, actor, tender_id)
    if not (why.reason.strip() and why.source.strip() and why.date.strip()):
        raise Refused("settlement_unreasoned")
    demand_short(WORDS, why.source)
    one = next((one for one in rewordings(state, vendor) if one.item == item), None)
    if one is None or vendor not in state.vendor_ids:
        raise Refused("no_such_answer", item=item)
    seen = drawn or state
    said = {answer.item: _said(answer, same=same) for answer in one.answers}
    vers = {key: seen.seen("settlement", vendor, key) for key in said}
    places = [Place(state.vendor_ids[vendor], key, envelope_of(key)) for key in said]
    _settle(store, actor, command_id, tender_id, item, same, (places, said, vers), why.source, why.date, why.reason)


def _said(answer: Answer, *, same: bool) -> Any:
    reading = as_written(answer) if same else None
    return encode(reading.value) if reading else None


@service("settlement.save")
def _settle(
    tx: Transaction, item: str, same: bool, what: tuple[Sequence[Place], Mapping[str, Any], Mapping[str, int]],
    source: str, date: str, reason: str,
) -> None:  # fmt: skip
    del reason
    places, said, vers = what
    for place in places:
        settlements.settle(tx, place, said[place.item], source=source, date=date, ver=vers[place.item])
    tx.about(f"question:{item}", item=item, meaning="same" if same else "not answered")
