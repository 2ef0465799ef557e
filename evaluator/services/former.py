"""Prices of a bid that no longer count, because a later workbook took their place: letters hide them as they do the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from evaluator.domain.bid import Bid
from evaluator.intake.bids import FileReading, vendor_key
from evaluator.services.held import reading
from evaluator.store import files
from evaluator.store.transaction import Snapshot


def with_prices(bid: Bid, earlier: FileReading) -> Bid:
    """The bid with the prices of an earlier workbook instead of its own."""
    prices = {answer.item: answer for answer in earlier.answers}
    return replace(bid, answers={**bid.answers, **prices})


def former_bids(bids: Sequence[Bid], earlier: Iterable[tuple[str, FileReading]]) -> tuple[Bid, ...]:
    """The bids as they stood with each of the price workbooks, given with their vendors, that no longer count."""
    now = {vendor_key(bid.vendor): bid for bid in bids}
    found = ((now.get(vendor_key(vendor)), one) for vendor, one in earlier if not one.refused)
    return tuple(with_prices(bid, one) for bid, one in found if bid is not None)


def not_counting(snapshot: Snapshot, tender_id: str, names: Mapping[str, str]) -> list[tuple[str, FileReading]]:
    """Vendor and reading of every price workbook that came and does not count, as far as it may be read now."""
    came = {row.id: row.vendor_id for row in files.every(snapshot, tender_id, all_states=True) if row.kind == "bid"}
    return [
        (names[vendor], reading(snapshot, tender_id, head))
        for head in files.reading_heads(snapshot, tender_id, current=False)
        if head.envelope == "price" and (vendor := came.get(head.file_id))
    ]
