"""The two acts that let a ranking appear: technical scores locked, then prices opened."""

from __future__ import annotations

from datetime import datetime

from evaluator.domain.text import Text
from evaluator.intake.receipt import clock, is_late
from evaluator.intake.tender_check import is_moment
from evaluator.services.commands import Actor, query, service
from evaluator.services.held import tender_of
from evaluator.services.problem import Refused
from evaluator.services.reopening import open_contradictions
from evaluator.services.state import load
from evaluator.store import methods, stages, tenders
from evaluator.store.stages import StageName
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction


def lock_technical(store: Store, actor: Actor, command_id: str, tender_id: str, reason: str = "") -> None:
    """Technical answers and scores stand; the method must have been locked before.

    After it no score can be reopened: a client's contradiction on which nobody has spoken refuses it.
    """
    if against := open_contradictions(load(store, actor, tender_id)):
        raise Refused("contradictions_open", n=len(against), vendor=Text(against[0].vendor, against[0].vendor))
    _lock_technical(store, actor, command_id, tender_id, reason)


@service("stage.reach")
def _lock_technical(tx: Transaction, reason: str) -> None:
    del reason
    row = methods.current(tx, tx.tender_id)
    if row is None or not row.locked_at:
        raise Refused("method_open")
    _reach(tx, "technical_locked")


@service("price.open")
def open_prices(tx: Transaction, reason: str = "") -> None:
    """The price envelope is open for good; technical scores must have been locked before.

    Before the deadline, while somebody may still bid, it is opened only for a reason. Technical scores may be locked
    earlier without one: it discloses nothing, and a bid that comes after it is told as a late change.
    """
    if not stages.reached(tx, tx.tender_id, "technical_locked"):
        raise Refused("technical_open")
    row = tenders.find(tx, tx.tender_id)
    deadline = tender_of(row).deadline if row else ""
    if not reason.strip() and _early(deadline, tx.now):
        raise Refused("opened_early", deadline=clock(deadline))
    _reach(tx, "prices_opened")


def _reach(tx: Transaction, name: StageName) -> None:
    row = stages.every(tx, tx.tender_id).get(name)
    if row is None or row.state != "reached":
        stages.reach(tx, name, row.ver if row else 0)


def before_deadline(store: Store, deadline: str) -> bool:
    """Whether bids may still come in: prices are then opened only for a reason."""
    return _early(deadline, store.clock().isoformat())


def _early(deadline: str, now: str) -> bool:
    """Whether the deadline lies ahead; one that states no offset means the clock at the place of this machine."""
    here = datetime.fromisoformat(now.replace("Z", "+00:00")).astimezone().isoformat()
    return is_moment(deadline) and not is_late(here, deadline)


@query("tender.read")
def reached_at(snapshot: Snapshot, tender_id: str) -> dict[str, str]:
    """The moment, as ISO text in UTC, at which each stage that stands was reached."""
    return {name: row.at for name, row in stages.every(snapshot, tender_id).items() if row.state == "reached"}
