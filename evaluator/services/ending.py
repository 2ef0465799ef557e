"""What people have said on a vendor's answers ends once those answers, or what was asked, are no longer the same."""

from __future__ import annotations

from collections.abc import Callable

from evaluator.store import settlements
from evaluator.store.settlements import CheckRow, ConfirmationRow, Place, SettlementRow
from evaluator.store.transaction import Transaction


def same_place(one: str, other: str) -> bool:
    """Whether a word on one item is about the other, too: the same, inside it or around it.

    >>> same_place("REQ", "REQ/R-01"), same_place("REQ/R-01/response", "REQ/R-01"), same_place("REQ/R-1", "REQ/R-10")
    (True, True, False)
    """
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def end_words(tx: Transaction, ends: Callable[[str, str], bool]) -> None:
    """Settlements, checks and words on gates for whose vendor id and item ``ends`` is true do not count any more."""
    for told in settlements.settlements(tx, tx.tender_id):
        if ends(told.vendor_id, told.item):
            settlements.withdraw_settlement(tx, _place(told), told.ver)
    for check in settlements.checks(tx, tx.tender_id):
        if ends(check.vendor_id, check.item):
            settlements.withdraw_check(tx, _place(check), check.ver)
    for word in settlements.confirmations(tx, tx.tender_id):
        if ends(word.vendor_id, word.item):
            settlements.withdraw_confirmation(tx, _place(word), word.ver)


def _place(row: SettlementRow | CheckRow | ConfirmationRow) -> Place:
    return Place(row.vendor_id, row.item, row.envelope)
