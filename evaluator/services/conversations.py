"""Conversations with vendors: noted once, withdrawn for a reason, and cited by settlements and scores."""

from __future__ import annotations

from evaluator.domain.dealing import KINDS, Said
from evaluator.intake.bids import vendor_key
from evaluator.services.attachments import known_vendors
from evaluator.services.commands import Actor, service
from evaluator.services.limits import NAME, WORDS, demand_been, demand_short
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import conversations
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction


def touchable(state: TenderState) -> tuple[str, ...]:
    """What a conversation may bear on: sub-criteria by key, then the questions of the technical workbook by id."""
    leaves = [leaf.key for leaf in state.pack.method.leaves()]
    return (*leaves, *(question.id for question in state.asked.questions("technical")))


def note(store: Store, actor: Actor, command_id: str, tender_id: str, said: Said) -> int:
    """Number of the conversation, kept from now on as it was noted."""
    state = load(store, actor, tender_id)
    if not (said.people.strip() and said.asked.strip() and said.learnt.strip()):
        raise Refused("conversation_blank")
    demand_been(said.day, store.clock(), state.tender.deadline)
    if vendor_key(said.vendor) not in map(vendor_key, known_vendors(state)):
        raise Refused("no_such_answer", item=said.vendor)
    if said.kind not in ("", *KINDS):
        raise Refused("conversation_kind", given=said.kind)
    for item in said.touches:
        if item not in touchable(state):
            raise Refused("no_such_answer", item=item)
    demand_short(NAME, said.people)
    demand_short(WORDS, said.asked, said.learnt)
    return _note(store, actor, command_id, tender_id, said)


@service("conversation.save")
def _note(tx: Transaction, said: Said) -> int:
    number = conversations.add(tx, said)
    tx.about(f"conversation:{number}", name=f"{said.vendor} · C-{number}")
    return number


def withdraw(store: Store, actor: Actor, command_id: str, tender_id: str, number: int, ver: int, reason: str) -> None:
    """The conversation no longer counts, for a reason; what was noted stays to be read."""
    if not reason.strip():
        raise Refused("reason_missing")
    _withdraw(store, actor, command_id, tender_id, number, ver, reason)


@service("conversation.withdraw")
def _withdraw(tx: Transaction, number: int, ver: int, reason: str) -> None:
    del reason
    tx.about(f"conversation:{number}", name=f"C-{number}")
    conversations.withdraw(tx, number, ver)
