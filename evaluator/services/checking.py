"""Words of people on what a bid claims: gates confirmed or waived, facts seen, confirmed or overridden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from evaluator.intake.values import show_plain
from evaluator.services.commands import Actor, service
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import settlements
from evaluator.store.settlements import CheckKind, Place
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction


def confirm_gate(
    store: Store, actor: Actor, command_id: str, tender_id: str, vendor: str, item: str, upheld: bool, reason: str,
    *, drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """A failed gate confirmed (``upheld``) or waived, for a reason; ``drawn`` as in `settling.settle`."""
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
    """Claimed facts whose evidence was seen, or overridden by points of 100, in bulk; ``drawn`` as in `settling.settle`.

    To override, or to take an override back, needs a reason.
    """
    state = load(store, actor, tender_id)
    taken_back = any(
        one.vendor == vendor and one.item in items and one.value is not None for one in state.judged.checks
    )
    vers = _chosen(state, vendor, items, drawn)
    if (value is not None or taken_back) and not reason.strip():
        raise Refused("reason_missing")
    if value is not None and not 0 <= value <= 100:
        raise Refused("not_points", given=show_plain(value))
    kind: CheckKind = "evidence_seen" if value is None else "overridden"
    _check(store, actor, command_id, tender_id, state.vendor_ids[vendor], vers, kind, value, reason)


def confirm_facts(
    store: Store, actor: Actor, command_id: str, tender_id: str, vendor: str, items: Sequence[str], reason: str,
    *, drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """Claimed facts confirmed in bulk by somebody's word; ``reason`` says which call, reference or statement it was.

    ``drawn`` as in `settling.settle`.
    """
    state = load(store, actor, tender_id)
    vers = _chosen(state, vendor, items, drawn)
    if not reason.strip():
        raise Refused("confirmed_by_missing")
    _check(store, actor, command_id, tender_id, state.vendor_ids[vendor], vers, "confirmed", None, reason)


def _chosen(state: TenderState, vendor: str, items: Sequence[str], drawn: TenderState | None) -> dict[str, int]:
    """The facts with the revision of what was said on each when the page was drawn."""
    if vendor not in state.vendor_ids or not items:
        raise Refused("nothing_chosen")
    return {item: (drawn or state).seen("check", vendor, item) for item in items}


@service("check.save")
def _check(
    tx: Transaction, vendor_id: str, vers: Mapping[str, int], kind: CheckKind, value: Decimal | None, reason: str
) -> None:  # fmt: skip
    del reason
    for item, ver in vers.items():
        settlements.check(tx, Place(vendor_id, item), kind, value, ver=ver)


def unsee_facts(
    store: Store, actor: Actor, command_id: str, tender_id: str, vendor: str, items: Sequence[str], reason: str,
    *, drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """Facts seen or confirmed by mistake count as claimed again, for a reason; ``drawn`` as in `settling.settle`.

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
