"""The two acts that let a ranking appear: technical scores locked, then prices opened."""

from __future__ import annotations

from evaluator.services.commands import query, service
from evaluator.services.problem import Refused
from evaluator.store import methods, stages
from evaluator.store.stages import StageName
from evaluator.store.transaction import Snapshot, Transaction


@service("stage.reach")
def lock_technical(tx: Transaction, reason: str = "") -> None:
    """Technical answers and scores stand; the method must have been locked before."""
    del reason
    row = methods.current(tx, tx.tender_id)
    if row is None or not row.locked_at:
        raise Refused("method_open")
    _reach(tx, "technical_locked")


@service("price.open")
def open_prices(tx: Transaction, reason: str = "") -> None:
    """The price envelope is open for good; technical scores must have been locked before."""
    del reason
    if not stages.reached(tx, tx.tender_id, "technical_locked"):
        raise Refused("technical_open")
    _reach(tx, "prices_opened")


def _reach(tx: Transaction, name: StageName) -> None:
    row = stages.every(tx, tx.tender_id).get(name)
    if row is None or row.state != "reached":
        stages.reach(tx, name, row.ver if row else 0)


@query("tender.read")
def reached_at(snapshot: Snapshot, tender_id: str) -> dict[str, str]:
    """The moment, as ISO text in UTC, at which each stage that stands was reached."""
    return {name: row.at for name, row in stages.every(snapshot, tender_id).items() if row.state == "reached"}
