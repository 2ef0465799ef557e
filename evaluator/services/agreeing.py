"""Values agreed with the chosen vendor, each with a reason, and the draft moved on or back by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evaluator.adapters.codec import encode
from evaluator.domain.agreed import DRAFT_STAGES, DraftStage, stage_of
from evaluator.domain.bid import Scalar
from evaluator.domain.contract import TermValue
from evaluator.domain.text import Text
from evaluator.services.agreed_values import bare_values, listed, value_of
from evaluator.services.commands import Actor, service
from evaluator.services.drafting import DraftResult
from evaluator.services.drafts import draft_preview, inputs_of
from evaluator.services.limits import WORDS, demand_short
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import agreements
from evaluator.store.stages import Envelope
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction

Saved = tuple[str, Any, str, int, Envelope]


@dataclass(frozen=True, slots=True)
class Wish:
    """A term and what is agreed of it: words of a person as `Text`, free text in each language, or a value already read."""

    term: str
    value: Scalar | Text


def agree(
    store: Store, actor: Actor, command_id: str, tender_id: str, wish: Wish, reason: str,
    drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """Keep an agreed value of a term in the chosen vendor's draft; see `agree_all`."""
    agree_all(store, actor, command_id, tender_id, (wish,), reason, drawn=drawn)


def agree_all(
    store: Store, actor: Actor, command_id: str, tender_id: str, wishes: Sequence[Wish], reason: str, *,
    source: str = "", drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """Keep several agreed values for one reason, all of them or none; a draft that had come further is a draft again.

    ``source`` names the negotiated document they were read from. ``drawn`` is the state that the page showed: what
    somebody has agreed on one of these terms since then is a `Conflict`.
    """
    state = load(store, actor, tender_id)
    vendor = chosen(state)
    demand_reason(reason)
    if not wishes:
        raise Refused("nothing_chosen")
    demand_short(WORDS, source)
    inputs = inputs_of(state, vendor, "zh")
    bare = {value.term.id: value for value in bare_values(inputs)}
    seen = (drawn or state).agreement
    rows: list[Saved] = []
    for wish in wishes:
        value = value_of(inputs, bare, wish.term, wish.value)
        rows.append((wish.term, encode(value), source, seen.seen(vendor, wish.term), _envelope(bare[wish.term])))
    about = _named(vendor, [bare[wish.term] for wish in wishes])
    _agree(store, actor, command_id, tender_id, state.vendor_ids[vendor], rows, about, reason.strip())


def withdraw_agreed(
    store: Store, actor: Actor, command_id: str, tender_id: str, term: str, reason: str,
    drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """The term has again what tender and bid say, for a reason; a draft that had come further is a draft again."""
    state = load(store, actor, tender_id)
    vendor = chosen(state)
    demand_reason(reason)
    seen = (drawn or state).agreement
    if all(one.term != term for one in seen.of(vendor)):
        raise Refused("agreed_absent")
    about = _named(vendor, [one for one in draft_preview(state, vendor).values if one.term.id == term])
    who = state.vendor_ids[vendor]
    _withdraw(store, actor, command_id, tender_id, who, term, seen.seen(vendor, term), about, reason.strip())


def move_draft(
    store: Store, actor: Actor, command_id: str, tender_id: str, stage: DraftStage, reason: str,
    drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """The chosen vendor's draft moved one stage on, or back, for a reason.

    It may always go to counsel; agreed it cannot be while terms of substance are blank.
    """
    state = load(store, actor, tender_id)
    vendor = chosen(state)
    demand_reason(reason)
    made = draft_preview(state, vendor)
    if stage not in stages_from(stage_of(state.agreement.standing(vendor), made.rests_on)):
        raise Refused("stage_order")
    if stage == "agreed":
        demand_complete(made)
    ver = (drawn or state).agreement.seen(vendor)
    _move(store, actor, command_id, tender_id, state.vendor_ids[vendor], stage, made.rests_on, ver, reason.strip())


def demand_complete(made: DraftResult) -> None:
    """Raise `Refused` while something keeps both sides from having agreed: terms of substance that are blank."""
    blank = [one.label for one in made.obstacles if one.firm]
    if blank:
        raise Refused("stage_blank", n=len(blank), terms=listed(blank))


def stages_from(stage: DraftStage) -> tuple[DraftStage, ...]:
    """Where a draft may be moved from a stage: one on, or any back.

    >>> stages_from("draft"), stages_from("counsel"), stages_from("agreed")
    (('counsel',), ('draft', 'agreed'), ('draft', 'counsel'))
    """
    at = DRAFT_STAGES.index(stage)
    return DRAFT_STAGES[:at] + DRAFT_STAGES[at + 1 : at + 2]


def chosen(state: TenderState) -> str:
    """The vendor with whom values may be agreed: the one chosen, and not to be confirmed again."""
    if state.selection is None:
        raise Refused("agreed_no_award")
    if state.to_confirm:
        raise Refused("award_unconfirmed", vendor=state.selection.vendor)
    return state.selection.vendor


def demand_reason(reason: str) -> None:
    """Raise `Refused` where nobody says why."""
    if not reason.strip():
        raise Refused("reason_missing")


def _named(vendor: str, values: Sequence[TermValue]) -> str:
    return " · ".join([vendor, *(value.term.label.show("both", " / ") for value in values)])


def _envelope(value: TermValue) -> Envelope:
    return "price" if value.term.fill.startswith("price:") else "technical"


@service("contract.agree")
def _agree(tx: Transaction, vendor_id: str, rows: list[Saved], about: str, reason: str) -> None:
    del reason
    for term, value, source, ver, envelope in rows:
        agreements.agree(tx, vendor_id, term, value, source, ver, envelope=envelope)
    _tell(tx, vendor_id, about)


@service("contract.withdraw")
def _withdraw(tx: Transaction, vendor_id: str, term: str, ver: int, about: str, reason: str) -> None:
    del reason
    agreements.withdraw(tx, vendor_id, term, ver)
    _tell(tx, vendor_id, about)


def _tell(tx: Transaction, vendor_id: str, about: str) -> None:
    back = agreements.put_back(tx, vendor_id)
    tx.about(f"vendor:{vendor_id}", name=about, **({"put_back": True} if back else {}))


@service("contract.move")
def _move(tx: Transaction, vendor_id: str, stage: DraftStage, rests_on: str, ver: int, reason: str) -> None:
    del reason
    agreements.move(tx, vendor_id, stage, rests_on, ver)
    tx.about(f"vendor:{vendor_id}", kind=stage)
