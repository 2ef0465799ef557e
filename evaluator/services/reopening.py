"""Submitted scores given back to their evaluators for a reason, and contradictions that nobody has dealt with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluator.domain.finding import Finding
from evaluator.intake.references import criterion_of
from evaluator.services.commands import Actor, service
from evaluator.services.held import ScoreEntry
from evaluator.services.problem import Refused
from evaluator.services.scores import LOCKED, demand_unlocked
from evaluator.services.state import TenderState, load
from evaluator.store import scores
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction

Place = tuple[str, str]


def reopen_scores(
    store: Store, actor: Actor, command_id: str, tender_id: str, places: Sequence[Place], reason: str,
    *, evaluator: str = "", drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """Give the submitted scores on these (sub-criterion, vendor) back as drafts, of one evaluator or of all.

    A score that the panel agreed on goes back, too: it rests on the evaluators' own. ``drawn`` is the state that the page
    showed: a score that was changed elsewhere since then is a `Conflict`.
    """
    state = load(store, actor, tender_id)
    if LOCKED in state.stages:
        raise Refused("scores_locked")
    if not reason.strip():
        raise Refused("reason_missing")
    chosen = [
        entry
        for place in dict.fromkeys(places)
        for entry in submitted_on(drawn or state, place)
        if entry.agreed or evaluator in ("", entry.evaluator)
    ]
    if not any(not entry.agreed for entry in chosen):
        raise Refused("nothing_to_reopen")
    _reopen(store, actor, command_id, tender_id, {entry.id: entry.ver for entry in chosen}, reason.strip())


@service("score.reopen")
def _reopen(tx: Transaction, vers: Mapping[str, int], reason: str) -> None:
    del reason
    demand_unlocked(tx)
    scores.reopen(tx, vers)


def submitted_on(state: TenderState, place: Place) -> tuple[ScoreEntry, ...]:
    """The submitted scores on one sub-criterion of one vendor, the panel's agreed one last."""
    found = [one for one in state.entries if (one.criterion, one.vendor) == place and one.state == "submitted"]
    return tuple(sorted(found, key=lambda entry: entry.agreed))


def place_of(state: TenderState, found: Finding) -> Place:
    """The sub-criterion and the vendor whose scores rest on a claim that a client contradicts."""
    return criterion_of(state.pack.method, found.item), found.vendor


def open_contradictions(state: TenderState) -> tuple[Finding, ...]:
    """Contradictions on which nobody has spoken: neither looked into, nor the scores that rest on them reopened since."""
    return tuple(found for found in state.dealings.reopened() if not _scored_anew(state, found))


def undecided(state: TenderState) -> tuple[Finding, ...]:
    """Findings beside the answers on which a person has still to speak: late files, and open contradictions."""
    there = state.dealings.reopened()
    return (*(one for one in state.dealings.undecided if one not in there), *open_contradictions(state))


def _scored_anew(state: TenderState, found: Finding) -> bool:
    client = dict(found.params)["client"]
    heard = [
        call.at
        for call in state.dealings.calls
        if not call.withdrawn and (call.vendor, call.client) == (found.vendor, client)
    ]
    place = place_of(state, found)
    return any(
        entry.reopened is not None and entry.reopened.at >= max(heard, default="")
        for entry in state.entries
        if (entry.criterion, entry.vendor) == place
    )
