"""Which sub-criteria each evaluator scores: the lead's word, until the technical scores are locked."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.services.commands import Actor
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.services.tenders import change_tender
from evaluator.store.store import Store

Assignments = Mapping[str, tuple[str, ...]]


def assign(
    store: Store, actor: Actor, command_id: str, tender_id: str, wanted: Assignments,
    *, drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """Each evaluator of the panel scores the sub-criteria whose keys stand beside the name, and no others.

    Whoever is given all is kept without a list, so that a sub-criterion added later is theirs too. ``drawn`` is the state
    that the page showed: a tender changed since then is a `Conflict`.
    """
    state = load(store, actor, tender_id)
    if "technical_locked" in state.stages:
        raise Refused("scores_locked")
    order = [leaf.key for leaf in state.pack.method.panel_leaves()]
    kept: dict[str, tuple[str, ...]] = {}
    for name in state.tender.evaluators:
        keys = tuple(key for key in order if key in wanted.get(name, order))
        if not keys:
            raise Refused("assigned_nothing", evaluator=name)
        if len(keys) < len(order):
            kept[name] = keys
    strange = [name for name in wanted if name not in state.tender.evaluators]
    strange += [key for keys in wanted.values() for key in keys if key not in order]
    if strange:
        raise Refused("score_unknown", item=strange[0])
    change_tender(store, actor, command_id, tender_id, (drawn or state).ver, {"assignments": kept})
