"""The base of all services: who may do what, one transaction and one event per command, every refusal logged.

A service that changes something is a function of a transaction under `service`; one that reads is a function of a
snapshot under `query`. Nothing else may reach the store::

    @service("settlement.save")
    def settle(tx: Transaction, place: Place, value: Json, *, reason: str, source: str, date: str, ver: int) -> int:
        return settlements.settle(tx, place, value, source=source, date=date, ver=ver)

    settle(store, actor, command_id, tender_id, place, "4", reason="asked by phone", source="call", date="…", ver=0)

A parameter named ``reason`` becomes the command's reason, which the store keeps beside the change and in the event; one
that is too long is `Refused`.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable, Mapping
from typing import Concatenate, Final, ParamSpec, TypeVar

from evaluator.services.limits import WORDS, demand_short
from evaluator.store import declarations, stages
from evaluator.store.acting import acting
from evaluator.store.canonical import canonical, plain
from evaluator.store.command import CONSOLE, LOCAL, Actor, Command, Role, new_command_id
from evaluator.store.people import fold
from evaluator.store.stages import MONEY
from evaluator.store.store import DENIED, Store
from evaluator.store.transaction import Snapshot, Transaction

__all__ = [
    "CONSOLE", "LOCAL", "POLICY", "Actor", "Command", "NotAllowed", "Role", "demand_own", "in_tender", "new_command_id",
    "permit", "query", "service", "watched",
]  # fmt: skip

P = ParamSpec("P")
R = TypeVar("R")

_ADMIN: Final = frozenset({Role.ADMIN})
_EVERYONE: Final = frozenset(Role) - {Role.ADMIN, Role.MEMBER}
_SIGNED_IN: Final = _EVERYONE | {Role.ADMIN, Role.MEMBER}
_LEAD: Final = frozenset({Role.LEAD})
_PANEL: Final = frozenset({Role.LEAD, Role.TECHNICAL})
_JUDGES: Final = frozenset({Role.LEAD, Role.TECHNICAL, Role.PRICE})
_TEAM: Final = _EVERYONE - {Role.AUDITOR}

# Every action there is, and the roles of which one is enough. Sealing comes on top of it, in the store.
POLICY: Final[Mapping[str, frozenset[Role]]] = {
    "people.read": _SIGNED_IN,
    "people.save": _ADMIN,
    "people.join": _LEAD | _ADMIN,
    "declaration.save": _EVERYONE,
    "declaration.read": _EVERYONE,
    "declaration.read_all": frozenset({Role.LEAD, Role.AUDITOR}),
    "sign_in.open": _SIGNED_IN,
    "sign_in.end": _SIGNED_IN,
    "buyer.read": _SIGNED_IN,
    "buyer.save": _LEAD,
    "preference.read": _SIGNED_IN,
    "preference.save": _SIGNED_IN,
    "tender.list": _SIGNED_IN,
    "tender.read": _EVERYONE,
    "tender.create": _LEAD,
    "tender.edit": _LEAD,
    "tender.remove": _LEAD,
    "tender.restore": _LEAD,
    "tender.archive": _LEAD,
    "tender.unarchive": _LEAD,
    "tender.export": _LEAD,
    "method.read": _EVERYONE,
    "method.save": _LEAD,
    "method.lock": _LEAD,
    "weights.read": _EVERYONE,
    "weights.judge": _JUDGES,
    "weights.adopt": _LEAD,
    "vendor.save": _LEAD,
    "dispatch.save": _LEAD,
    "dispatch.read": _EVERYONE,
    "bid.receive": _LEAD,
    "bid.assign": _LEAD,
    "bid.withdraw": _LEAD,
    "bid.revise": _LEAD,
    "bid.decline": _LEAD,
    "bid.admit": _LEAD,
    "attachment.receive": _LEAD,
    "attachment.seal": _LEAD,
    "attachment.withdraw": _LEAD,
    "conversation.save": _PANEL,
    "conversation.withdraw": _LEAD,
    "reference.save": _PANEL,
    "reference.settle": _LEAD,
    "reference.withdraw": _LEAD,
    "bid.read": _TEAM,
    "mapping.read": _TEAM,
    "mapping.save": _LEAD,
    "round.open": _LEAD,
    "round.close": _LEAD,
    "settlement.save": _LEAD,
    "settlement.withdraw": _LEAD,
    "check.save": _PANEL,
    "check.withdraw": _PANEL,
    "gate.confirm": _LEAD,
    "gate.withdraw": _LEAD,
    "score.read": _PANEL,
    "score.read_all": _LEAD,
    "score.draft": _PANEL,
    "score.submit": _PANEL,
    "score.reopen": _LEAD,
    "score.import": _LEAD,
    "score.agree": _LEAD,
    "score.ask": _LEAD,
    "score.explain": _PANEL,
    "score.notes": _EVERYONE,
    "stage.reach": _LEAD,
    "stage.withdraw": _LEAD,
    "price.open": _LEAD,
    "price.judge": _LEAD,
    "price.doubt": _LEAD,
    "price.read": MONEY,
    "ranking.read": _EVERYONE,
    "robustness.read_all": frozenset({Role.LEAD, Role.AUDITOR}),
    "selection.make": _LEAD,
    "selection.withdraw": _LEAD,
    "contract.read": MONEY,
    "clauses.save": _LEAD,
    "contract.keep": _EVERYONE,
    "contract.agree": _LEAD,
    "contract.withdraw": _LEAD,
    "contract.move": _LEAD,
    "contract.override": _LEAD,
    "ticket.mint": _EVERYONE,
    "ticket.redeem": _EVERYONE,
    "record.read": frozenset({Role.LEAD, Role.AUDITOR}),
}


# Work on bids: whoever has not declared on the present vendors does none of it. Receiving a file is none, as a vendor may
# first come with it; nor is beginning a round, which itself asks for a declaration.
_ON_BIDS: Final = (
    "attachment.", "bid.", "check.", "contract.", "conversation.", "gate.", "price.", "reference.", "round.", "score.",
    "selection.", "settlement.", "stage.", "tender.export",
)  # fmt: skip
_BEFORE: Final = frozenset({"attachment.receive", "bid.receive", "round.open"})


def on_bids(action: str) -> bool:
    """Whether an action is about what vendors sent and what was made of it."""
    return action.startswith(_ON_BIDS)


class NotAllowed(PermissionError):
    """The actor may not do this; the attempt is in the event log. ``key`` names the sentence that a person reads."""

    def __init__(self, action: str, key: str = "store.not_allowed") -> None:
        super().__init__(action)
        self.action = action
        self.key = key


def permit(actor: Actor, action: str) -> None:
    """Raise `NotAllowed` unless one of the actor's roles is enough for the action."""
    if not POLICY[action] & actor.roles:
        raise NotAllowed(action)


def demand_declared(tx: Transaction, action: str) -> None:
    """Raise `NotAllowed` for work on bids by somebody who has not declared on the vendors that are there."""
    late = on_bids(action) and action not in _BEFORE
    if late and not declarations.standing(tx, tx.actor, tx.tender_id).declared:
        raise NotAllowed(action, "store.not_declared")


def demand_own(tx: Transaction, evaluator: str) -> None:
    """Raise `NotAllowed` where accounts are kept and these are another person's scores: nobody writes in another's name."""
    if tx.actor.sign_in and fold(evaluator) != fold(tx.actor.name):
        raise NotAllowed(tx.command.action, "store.score_other")


def in_tender(store: Store, actor: Actor, tender_id: str) -> Actor:
    """The same person with the roles held in a tender now, for what a page or a file holds; each service asks again."""
    with store.read() as snapshot:
        return acting(snapshot, actor, tender_id)


def service(
    action: str,
) -> Callable[[Callable[Concatenate[Transaction, P], R]], Callable[Concatenate[Store, Actor, str, str, P], R]]:
    """Make a service of a function of a transaction: called with ``(store, actor, command_id, tender_id, …)``.

    The role is checked, the function runs in one transaction and one event is written. The same command id with the
    same arguments gives the earlier outcome and does nothing; with other arguments it is `CommandReused`. The outcome
    is None, bool, int, str, or lists and dicts of these. A `PermissionError`, `Sealed` too, undoes the command, is
    logged as ``access.denied`` and raised.
    """
    _known(action)

    def decorate(
        work: Callable[Concatenate[Transaction, P], R],
    ) -> Callable[Concatenate[Store, Actor, str, str, P], R]:
        signature = inspect.signature(work)

        def call(
            store: Store, actor: Actor, command_id: str, tender_id: str, /, *args: P.args, **kwargs: P.kwargs
        ) -> R:
            given = dict(signature.bind(None, *args, **kwargs).arguments)
            given.pop(next(iter(given)))
            request = hashlib.sha256(canonical(plain([command_id, given])).encode()).hexdigest()
            reason = str(given.get("reason", ""))
            demand_short(WORDS, reason)
            command = Command(actor, command_id, tender_id, action, reason, request)

            def work_on(tx: Transaction) -> R:
                demand_declared(tx, action)
                return work(tx, *args, **kwargs)

            def carried_out() -> R:
                return store.run(command, work_on, lambda who: permit(who, action))

            return watched(store, actor, tender_id, action, carried_out)

        functools.update_wrapper(call, work)
        return call

    return decorate


def query(
    action: str,
) -> Callable[[Callable[Concatenate[Snapshot, str, P], R]], Callable[Concatenate[Store, Actor, str, P], R]]:
    """Make a service of a function of a snapshot: called with ``(store, actor, tender_id, …)``.

    The function's second parameter is the tender: ``def bids(snapshot, tender_id, …)``. Nothing is written, except the
    ``access.denied`` event of a refusal.
    """
    _known(action)

    def decorate(work: Callable[Concatenate[Snapshot, str, P], R]) -> Callable[Concatenate[Store, Actor, str, P], R]:
        def call(store: Store, actor: Actor, tender_id: str, /, *args: P.args, **kwargs: P.kwargs) -> R:
            def looked_up() -> R:
                with store.read() as snapshot:
                    snapshot.actor = acting(snapshot, actor, tender_id)
                    if not _audits(snapshot, tender_id, action):
                        permit(snapshot.actor, action)
                    snapshot.hidden = declarations.standing(snapshot, snapshot.actor, tender_id).ids
                    return work(snapshot, tender_id, *args, **kwargs)

            return watched(store, actor, tender_id, action, looked_up)

        functools.update_wrapper(call, work)
        return call

    return decorate


def watched(store: Store, actor: Actor, tender_id: str, action: str, act: Callable[[], R]) -> R:
    """What ``act`` gives; a refusal on the way is logged before it is raised."""
    try:
        return act()
    except PermissionError as refusal:
        denial = Command(actor, new_command_id(), tender_id, DENIED)
        with store.write(denial) as tx:
            tx.about(action, refusal=type(refusal).__name__)
        raise


def _audits(snapshot: Snapshot, tender_id: str, action: str) -> bool:
    """Whether an auditor reads bids, which is so once prices are open."""
    asked = action == "bid.read" and Role.AUDITOR in snapshot.actor.roles
    return asked and stages.reached(snapshot, tender_id, "prices_opened")


def _known(action: str) -> None:
    if action not in POLICY:
        raise LookupError(f"{action} has no roles in the policy")
