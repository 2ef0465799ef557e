"""Ambiguous answers settled by a person: one by one or in bulk, each value checked like the vendor's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evaluator.adapters.codec import encode
from evaluator.domain.bid import Answer, Scalar
from evaluator.intake.questionnaire import PRICE, TECHNICAL
from evaluator.intake.settling import asked_of, own_currency, typed
from evaluator.services.commands import Actor, service
from evaluator.services.limits import WORDS, demand_short
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import settlements
from evaluator.store.settlements import Place
from evaluator.store.stages import Envelope
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction

PRICE_ITEMS = ("PRICE", "TOTAL", "REQPRICE", "V9")


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
