"""Variant bids: a vendor's other offer, with workbooks of its own, ranked beside its main bid where the method allows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Finding, Rule, finding
from evaluator.domain.method import Method
from evaluator.domain.tender import Tender
from evaluator.intake.bids import vendor_key
from evaluator.scoring.totals import Work


def named_variants(tender: Tender | None, bids: Sequence[Bid]) -> tuple[Bid, ...]:
    """The bids, each that the tender names as a variant with the vendor whose it is, as that one's main bid writes it."""
    said = {vendor_key(name): main for name, main in (tender.variants if tender else {}).items()}
    there = {vendor_key(bid.vendor): bid.vendor for bid in bids}
    return tuple(
        bid if main is None else replace(bid, variant_of=there.get(vendor_key(main), main))
        for bid in bids
        for main in (said.get(vendor_key(bid.vendor)),)
    )


def refuse_variants(method: Method, works: Iterable[Work]) -> None:
    """Exclude variants that the method does not allow: they are compared with nobody and are nobody else's bid."""
    for work in works:
        if work.bid.variant_of and not method.variants:
            work.reasons.append(_found(Rule.VARIANT_NOT_ALLOWED, work.bid))


def alone(bids: Sequence[Bid]) -> Iterator[Finding]:
    """A remark on each variant whose vendor has no main bid here."""
    there = {bid.vendor for bid in bids if bid.answers}
    return (_found(Rule.VARIANT_ALONE, bid) for bid in bids if bid.variant_of and bid.variant_of not in there)


def _found(rule: Rule, bid: Bid) -> Finding:
    return finding(rule, vendor=bid.vendor, main=bid.variant_of)
