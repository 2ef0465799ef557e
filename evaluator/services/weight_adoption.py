"""The chair adopts what the committee's judgements come to: an edit of the method like any other, with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evaluator.domain.method_edit import Edit, Part, Place
from evaluator.domain.weighing import Judgement
from evaluator.scoring.group_weights import DECIMALS, Combining, combined, in_percent, ways_to_combine
from evaluator.services.commands import query, service
from evaluator.services.methods import changed
from evaluator.services.problem import Refused
from evaluator.services.weighing import hold, seen, titled
from evaluator.store import events, weight_judgements
from evaluator.store.errors import Conflict
from evaluator.store.transaction import Snapshot, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What the chair adopted for a group: percent by criterion, how it was combined, on whose judgements, without whom."""

    group: str
    how: str
    decimals: int
    weights: Mapping[str, str]
    judgements: tuple[str, ...]
    missing: tuple[str, ...]
    reason: str
    by: str
    at: str


@query("weights.read")
def adoptions(snapshot: Snapshot, tender_id: str) -> tuple[Adoption, ...]:
    """Every adoption, in order; another edit may have changed the method since."""
    found = (one for one in events.read(snapshot, tender_id, actions=("weights.adopt",)) if one.changed)
    return tuple(_adoption(one) for one in found)


def _adoption(one: events.Event) -> Adoption:
    note: Mapping[str, Any] = one.note
    return Adoption(
        group=one.entity.partition(":")[2], how=note["how"], decimals=note["decimals"], weights=dict(note["weights"]),
        judgements=tuple(note["judgements"]), missing=tuple(note["missing"]), reason=one.reason, by=one.actor, at=one.at,
    )  # fmt: skip


def figures(given: Sequence[Judgement], how: Combining, decimals: int) -> tuple[Decimal, ...]:
    """What would stand in the method, in percent, in the order of the group's criteria; it sums to 100."""
    return in_percent(combined(given, how).weights, decimals)


@service("weights.adopt")
def adopt(
    tx: Transaction, group: str, member: str, how: Combining, decimals: int, drawn: tuple[Sequence[str], int, int], reason: str = ""
) -> int:  # fmt: skip
    """Number of the method's version in which the group has the weights that its judgements come to.

    ``drawn`` is what the page showed: the ids of the judgements, and the method's number and revision; what has changed
    since is a `Conflict`. `Refused` once the method is locked, while the group is not open to ``member``, without a
    judgement or a reason, and for a mean that these judgements have not.
    """
    ids, number, ver = drawn
    held = hold(tx, tx.tender_id)
    if held.row.locked_at:
        raise Refused("weights_locked")
    found = seen(held, held.group(group), weight_judgements.every(tx, tx.tender_id), member)
    if not found.open:
        raise Refused("weights_closed", n=len(found.missing))
    if list(found.ids) != list(ids):
        raise Conflict(f"weight_judgement:{group}", {}, None)
    if how not in ways_to_combine(found.given) or decimals not in DECIMALS:
        raise Refused("weights_how")
    if not reason.strip():
        raise Refused("reason_missing")
    values = figures(found.given, how, decimals)
    tx.about(
        f"weights:{group}", name=titled(found.group), how=how, decimals=decimals,
        weights=[[key, str(value)] for key, value in zip(found.group.keys, values, strict=True)],
        judgements=[f"{one.member} {one.number}" for one in found.given], missing=list(found.missing),
    )  # fmt: skip
    edits = [
        Edit(Place(Part.CRITERION, key, "weight"), value) for key, value in zip(found.group.keys, values, strict=True)
    ]
    return changed(tx, number, ver, edits, reason)
