"""Redlines of the chosen vendor's draft in the store: what it can be compared with, and the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from weakref import WeakKeyDictionary

from evaluator.adapters.draft_transcript import transcript_of
from evaluator.contract.transcript import Transcript
from evaluator.domain.text import Layout
from evaluator.services.draft_grounds import Allowed
from evaluator.services.drafting import DraftResult, draft_front, may_talk
from evaluator.services.drafts import bidders, demand_draftable, draft_preview, inputs_of
from evaluator.services.problem import Refused
from evaluator.services.redlining import STANDARD, Old, marked, redline_name, rival, standard
from evaluator.services.state import TenderState

_kept: WeakKeyDictionary[TenderState, dict[str, Transcript]] = WeakKeyDictionary()
VENDOR: Final = "vendor:"


def rivals(state: TenderState, vendor: str) -> tuple[str, ...]:
    """Vendors with whose draft that of ``vendor`` can be compared, in the order of the ranking.

    Nobody where the award route lets nobody negotiate: no draft of theirs may be made there.
    """
    if not may_talk(state.tender):
        return ()
    return tuple(other for other in bidders(state) if other != vendor)


def words_of_draft(state: TenderState, vendor: str, made: DraftResult) -> Transcript:
    """The words of the draft that was made for a vendor as things stand, said once for each state."""
    kept = _kept.setdefault(state, {})
    if vendor not in kept:
        kept[vendor] = transcript_of(made.draft, state.pack.method.units)
    return kept[vendor]


def old_of(state: TenderState, vendor: str, against: str) -> Old:
    """The standard text, or the draft for another vendor; `Refused` for anything else."""
    if against == STANDARD:
        return standard(inputs_of(state, vendor, "both"))
    other = against.removeprefix(VENDOR)
    if other == against or other not in rivals(state, vendor):
        raise Refused("redline_gone")
    return rival(other, words_of_draft(state, other, draft_preview(state, other)))


def redline_of_state(
    state: TenderState, vendor: str, layout: Layout, old: Old, allowed: Sequence[Allowed] = ()
) -> tuple[str, bytes]:
    """File name and bytes; the store refuses a redline wherever it refuses the draft itself."""
    demand_draftable(state, vendor, allowed)
    front = draft_front(inputs_of(state, vendor, layout))
    words = words_of_draft(state, vendor, draft_preview(state, vendor, allowed))
    content = marked(words, front, old, (layout, state.pack.method.units))
    return redline_name(vendor, old, layout), content
