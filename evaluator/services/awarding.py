"""The shortlist by the published rule, and the choice of a vendor: a person's act with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from evaluator.award.committee import panel_members
from evaluator.award.selection import fingerprint
from evaluator.award.shortlist import shortlist
from evaluator.domain.award import Member, Shortlist
from evaluator.domain.finding import Finding
from evaluator.domain.ranking import Ranking, Status
from evaluator.domain.text import Text
from evaluator.scoring.evaluate import evaluate
from evaluator.services.commands import Actor, service
from evaluator.services.limits import NAME, WORDS, demand_short
from evaluator.services.lots import lots_of, over_awarded
from evaluator.services.opinions import cross_checked
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import revisions, stages, vendors
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction

PEOPLE: Final = 30


def shortlist_of(state: TenderState) -> Shortlist:
    """The bids that go on, by the rule of the method."""
    return shortlist(state.evaluation.ranking, state.pack.method.shortlist)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A vendor and why: a second reason where a better placed bid is passed over, and the committee that decided."""

    vendor: str
    reason: str
    second_reason: str = ""
    members: tuple[Member, ...] = ()


def demand_choice(ranking: Ranking, choice: Choice) -> None:
    """Raise `Refused` unless this bid may be chosen for these reasons.

    A bid that is not ranked is refused, another than the first needs a second reason, and somebody must have decided;
    totals that scikit-criteria does not confirm choose nobody.
    """
    result = next((row for row in ranking.results if row.vendor == choice.vendor), None)
    if result is None or result.status is not Status.RANKED:
        raise Refused("not_ranked", vendor=choice.vendor)
    if not choice.reason.strip():
        raise Refused("reason_missing")
    if result.place != 1 and not choice.second_reason.strip():
        raise Refused("second_reason_missing", place=result.place or 0)
    demand_short(WORDS, choice.reason, choice.second_reason)
    demand_short(NAME, *(words for member in choice.members for words in (member.name, member.role)))
    if len(choice.members) > PEOPLE:
        raise Refused("members_many", n=len(choice.members), limit=PEOPLE)
    if not choice.members:
        raise Refused("members_missing")
    if cross_checked(ranking):
        raise Refused("cross_check_failed")


def beyond_limit(store: Store, actor: Actor, state: TenderState, vendor: str) -> tuple[Finding, ...]:
    """What the award limit of the purchase says of choosing this vendor here, as the choices for the other lots stand."""
    return over_awarded(lots_of(store, actor, state.tender), state.id, vendor)


def select_vendor(
    store: Store, actor: Actor, command_id: str, tender_id: str, vendor: str, reason: str, second_reason: str = "",
    *, members: Sequence[Member] | None = None, drawn: TenderState | None = None,
) -> None:  # fmt: skip
    """Record the choice; see `demand_choice` and `demand_final_prices` for what is refused.

    A choice in force stands until it is withdrawn; only when the ranking has changed since may it be confirmed, by
    choosing the same vendor again. ``drawn`` is the state that the page showed: a choice made or withdrawn since then is
    a `Conflict`. Where nobody says who decided it was the panel; a committee of nobody is refused.
    """
    state = load(store, actor, tender_id)
    people = panel_members(state.panel()) if members is None else tuple(members)
    if "prices_opened" not in state.stages:
        raise Refused("prices_sealed")
    choice = Choice(vendor=vendor, reason=reason, second_reason=second_reason, members=people)
    demand_choice(state.evaluation.ranking, choice)
    if not choice.second_reason.strip() and (beyond := beyond_limit(store, actor, state, vendor)):
        raise Refused("second_reason_limit", vendor=vendor, **dict(beyond[0].params))
    seen = drawn or state
    if seen.selection is not None and not (seen.to_confirm and seen.selection.vendor == choice.vendor):
        raise Refused("already_selected", vendor=seen.selection.vendor)
    rests_on, named = fingerprint(_once_chosen(seen)), [asdict(member) for member in choice.members]
    said = (state.vendor_ids[choice.vendor], choice.reason.strip(), choice.second_reason.strip())
    _select(store, actor, command_id, tender_id, *said, rests_on, seen.selection_ver, named)


def _once_chosen(state: TenderState) -> Ranking:
    """The ranking that a choice leaves behind: no final price comes after it, so what is above the ceiling is out."""
    judged = replace(state.judged, final_open=frozenset())
    return evaluate(state.pack.method, state.tender, state.bids, judged).ranking


def demand_final_prices(tx: Transaction) -> None:
    """Raise `Refused` while final prices are awaited, or have come and nobody has said whether they count."""
    names = {row.id: row.name for row in vendors.every(tx, tx.tender_id)}
    if awaited := revisions.awaited(tx, tx.tender_id):
        raise Refused("final_awaited", vendors=_listed(names[row.vendor_id] for row in awaited), due=awaited[-1].due)
    if untaken := revisions.untaken(tx, tx.tender_id):
        raise Refused("final_untaken", vendors=_listed(names[row.vendor_id] for row in untaken))


def _listed(names: Iterable[str]) -> Text:
    there = list(dict.fromkeys(names))
    return Text("、".join(there), "; ".join(there))


@service("selection.make")
def _select(
    tx: Transaction, vendor_id: str, reason: str, second_reason: str, ranking: str, ver: int, members: list[Any]
) -> None:  # fmt: skip
    del reason
    demand_final_prices(tx)
    stages.select(tx, vendor_id, second_reason, ranking, ver, members)


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
