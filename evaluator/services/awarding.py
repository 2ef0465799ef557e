"""The shortlist by the published rule, and the choice of a vendor: a person's act with a reason."""

from __future__ import annotations

from evaluator.award.selection import fingerprint
from evaluator.award.shortlist import shortlist
from evaluator.domain.award import Shortlist
from evaluator.domain.ranking import Status
from evaluator.services.commands import Actor, service
from evaluator.services.limits import WORDS, demand_short
from evaluator.services.opinions import cross_checked
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import stages
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction


def shortlist_of(state: TenderState) -> Shortlist:
    """The bids that go on, by the rule of the method."""
    return shortlist(state.evaluation.ranking, state.pack.method.shortlist)


def select_vendor(
    store: Store, actor: Actor, command_id: str, tender_id: str, vendor: str, reason: str, second_reason: str = "",
    *, drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """Record the choice; a bid that is not ranked is refused, another than the first needs a second reason.

    A choice in force stands until it is withdrawn; only when the ranking has changed since may it be confirmed, by
    choosing the same vendor again. Totals that scikit-criteria does not confirm choose nobody. ``drawn`` is the state
    that the page showed: a choice made or withdrawn since then is a `Conflict`.
    """
    state = load(store, actor, tender_id)
    if "prices_opened" not in state.stages:
        raise Refused("prices_sealed")
    result = next((row for row in state.evaluation.ranking.results if row.vendor == vendor), None)
    if result is None or result.status is not Status.RANKED:
        raise Refused("not_ranked", vendor=vendor)
    if not reason.strip():
        raise Refused("reason_missing")
    if result.place != 1 and not second_reason.strip():
        raise Refused("second_reason_missing", place=result.place or 0)
    demand_short(WORDS, second_reason)
    if cross_checked(state.evaluation.ranking):
        raise Refused("cross_check_failed")
    seen = drawn or state
    if seen.selection is not None and not (seen.to_confirm and seen.selection.vendor == vendor):
        raise Refused("already_selected", vendor=seen.selection.vendor)
    rests_on, vendor_id = fingerprint(seen.evaluation.ranking), state.vendor_ids[vendor]
    _select(
        store,
        actor,
        command_id,
        tender_id,
        vendor_id,
        reason.strip(),
        second_reason.strip(),
        rests_on,
        seen.selection_ver,
    )


@service("selection.make")
def _select(tx: Transaction, vendor_id: str, reason: str, second_reason: str, ranking: str, ver: int) -> None:
    del reason
    stages.select(tx, vendor_id, second_reason, ranking, ver)


def withdraw_selection(
    store: Store, actor: Actor, command_id: str, tender_id: str, reason: str, *, drawn: TenderState | None = None
) -> None:
    """The choice no longer stands, for a reason; ``drawn`` as in `select_vendor`."""
    seen = drawn or load(store, actor, tender_id)
    if seen.selection is None:
        raise Refused("nothing_selected")
    if not reason.strip():
        raise Refused("reason_missing")
    _withdraw(store, actor, command_id, tender_id, reason.strip(), seen.selection_ver)


@service("selection.withdraw")
def _withdraw(tx: Transaction, reason: str, ver: int) -> None:
    del reason
    stages.unselect(tx, ver)
