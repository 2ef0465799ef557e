"""A price that seems abnormally low: what the vendor said of it, and the judgement, as one act with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace

from evaluator.domain.dealing import Conversation, Said
from evaluator.domain.finding import Finding, Rule
from evaluator.domain.ranking import Status
from evaluator.domain.score import LowPrice, LowPriceDoubt
from evaluator.domain.text import Lang
from evaluator.scoring.low_prices import TRIGGERS, low_price_item
from evaluator.services.commands import Actor, service
from evaluator.services.held import DOUBT
from evaluator.services.letter import low_price_question
from evaluator.services.limits import NAME, WORDS, demand_been, demand_short
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import conversations, settlements
from evaluator.store.settlements import Place
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Low:
    """A price that has to be explained: what triggers that, the explanation noted of it, and the judgement; or None yet."""

    vendor: str
    item: str
    triggers: tuple[Finding, ...]
    explained: Conversation | None
    word: LowPrice | None


def low_prices(state: TenderState) -> tuple[Low, ...]:
    """Every price that triggers the question, in the order of the ranking; none while prices are sealed."""
    if "prices_opened" not in state.stages:
        return ()
    found = [one for one in state.evaluation.findings if one.rule in TRIGGERS]
    asked = [one.vendor for one in state.evaluation.ranking.results if any(one.vendor == by.vendor for by in found)]
    return tuple(_low(state, vendor, tuple(one for one in found if one.vendor == vendor)) for vendor in asked)


def _low(state: TenderState, vendor: str, triggers: tuple[Finding, ...]) -> Low:
    total = state.evaluation.ranking.of(vendor).price
    assert total is not None  # only a known price can be low
    item = low_price_item(total)
    talks = (one for one in state.dealings.talks(vendor) if item in one.touches and not one.withdrawn)
    words = (one for one in state.judged.low_prices if (one.vendor, one.item) == (vendor, item))
    return Low(vendor=vendor, item=item, triggers=triggers, explained=next(talks, None), word=next(words, None))


def judged_prices(state: TenderState) -> tuple[LowPrice, ...]:
    """The judgements that stand of the prices as they are now, each with what the vendor had explained."""
    return tuple(
        replace(low.word, explained=low.explained.learnt, day=low.explained.day) if low.explained else low.word
        for low in low_prices(state)
        if low.word is not None
    )


def doubted_prices(state: TenderState) -> tuple[LowPriceDoubt, ...]:
    """The doubts of the panel's that concern the prices as they are now."""
    if "prices_opened" not in state.stages:
        return ()
    return tuple(one for one in state.judged.low_doubts if (one.vendor, one.item) in _doubtable(state))


def doubtable(state: TenderState) -> tuple[str, ...]:
    """Vendors whose price the panel may question: the method says so, and the bid is in and its price open."""
    judgement = state.pack.method.price.abnormally_low.judgement
    return tuple(vendor for vendor, _ in _doubtable(state)) if judgement and "prices_opened" in state.stages else ()


def _doubtable(state: TenderState) -> dict[tuple[str, str], None]:
    """Vendor and item of each price that is compared, or was refused as too low."""
    out = Rule.LOW_PRICE_REFUSED
    return {
        (one.vendor, low_price_item(one.price)): None
        for one in state.evaluation.ranking.results
        if one.price is not None and (one.status is not Status.EXCLUDED or [why.rule for why in one.reasons] == [out])
    }


def question(low: Low, state: TenderState, lang: Lang) -> str:
    """What the vendor is asked, as its clarification letter says it."""
    price = f"{state.tender.currency} {dict(low.triggers[0].params)['price']}"
    minutes = state.pack.method.price.abnormally_low.minutes
    rules = dict.fromkeys(one.rule for one in low.triggers)
    return "\n".join(low_price_question(rule, price, minutes, lang) for rule in rules)


def doubt_low_price(
    store: Store, actor: Actor, command_id: str, tender_id: str, vendor: str, reason: str, *, raised: bool = True,
    drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """The panel holds a price to be too low and the vendor has to explain it; ``raised`` false takes that back.

    It excludes nobody. ``drawn`` as in `settling.settle`.
    """
    state = load(store, actor, tender_id)
    if not state.pack.method.price.abnormally_low.judgement:
        raise Refused("low_doubt_closed")
    item = next((one for name, one in _doubtable(drawn or state) if name == vendor), "")
    known = {(one.vendor, one.item) for one in state.judged.low_doubts}
    if vendor not in doubtable(state) or (vendor, item) not in (_doubtable(state) if raised else known):
        raise Refused("low_price_gone", vendor=vendor)
    if not reason.strip():
        raise Refused("reason_missing")
    demand_short(WORDS, reason)
    place = Place(state.vendor_ids[vendor], f"{DOUBT}{item}", "price")
    ver = (drawn or state).seen("confirmation", vendor, place.item)
    _doubt(store, actor, command_id, tender_id, place, raised, reason, ver)


@service("price.doubt")
def _doubt(tx: Transaction, place: Place, raised: bool, reason: str, ver: int) -> None:
    del reason  # the command keeps it
    if raised:
        settlements.confirm_gate(tx, place, upheld=True, ver=ver)
    else:
        settlements.withdraw_confirmation(tx, place, ver)


def judge_low_price(
    store: Store, actor: Actor, command_id: str, tender_id: str, said: Said, accepted: bool, reason: str,
    *, drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """The vendor's explanation noted among the conversations and judged: where it is not accepted, the bid is excluded.

    ``said.learnt`` is the explanation; it may be empty where none came and the price is not accepted. A price that is
    judged again keeps what was said before; ``drawn`` as in `settling.settle`.
    """
    state = load(store, actor, tender_id)
    low = next((one for one in low_prices(drawn or state) if one.vendor == said.vendor), None)
    if low is None or (low.vendor, low.item) not in {(one.vendor, one.item) for one in low_prices(state)}:
        raise Refused("low_price_gone", vendor=said.vendor)
    if not reason.strip():
        raise Refused("reason_missing")
    noted = replace(said, touches=(low.item,)) if said.learnt.strip() else None
    if noted is None and low.explained is None and accepted:
        raise Refused("explanation_missing", vendor=said.vendor)
    if noted is not None:
        if not noted.people.strip():
            raise Refused("conversation_blank")
        demand_been(noted.day, store.clock(), state.tender.deadline)
        demand_short(NAME, noted.people)
        demand_short(WORDS, noted.learnt)
    place = Place(state.vendor_ids[low.vendor], low.item, "price")
    ver = (drawn or state).seen("confirmation", low.vendor, low.item)
    _judge(store, actor, command_id, tender_id, place, noted, not accepted, reason, ver)


@service("price.judge")
def _judge(tx: Transaction, place: Place, noted: Said | None, refused: bool, reason: str, ver: int) -> None:
    del reason
    if noted is not None:
        conversations.add(tx, noted)
    settlements.confirm_gate(tx, place, upheld=refused, ver=ver)
