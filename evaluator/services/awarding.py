"""The shortlist by the published rule, and the choice of a vendor: a person's act with a reason."""

from __future__ import annotations

from evaluator.award.shortlist import shortlist
from evaluator.domain.award import Shortlist
from evaluator.domain.ranking import Status
from evaluator.services.commands import Actor, service
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
    store: Store, actor: Actor, command_id: str, tender_id: str, vendor: str, reason: str, second_reason: str = ""
) -> None:
    """Record the choice; a bid that is not ranked is refused, another than the first needs a second reason.

    Totals that scikit-criteria does not confirm choose nobody.
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
    if cross_checked(state.evaluation.ranking):
        raise Refused("cross_check_failed")
    _select(store, actor, command_id, tender_id, state.vendor_ids[vendor], reason.strip(), second_reason.strip())


@service("selection.make")
def _select(tx: Transaction, vendor_id: str, reason: str, second_reason: str) -> None:
    del reason
    there = stages.selected(tx, tx.tender_id)
    stages.select(tx, vendor_id, second_reason, there.ver if there else 0)


@service("selection.withdraw")
def withdraw_selection(tx: Transaction, reason: str) -> None:
    """The choice no longer stands, for a reason."""
    there = stages.selected(tx, tx.tender_id)
    if there is None or there.state != "active":
        raise Refused("nothing_selected")
    if not reason.strip():
        raise Refused("reason_missing")
    stages.unselect(tx, there.ver)
