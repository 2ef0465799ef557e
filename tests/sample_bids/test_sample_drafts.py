"""Drafts of the sample tender's bids, as counsel would read them: sums, rejected terms, findings."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from evaluator.domain.contract import TermStatus
from evaluator.services.drafting import DraftInputs, DraftResult, make_draft
from evaluator.services.folder import FolderTender, evaluate_folder, read_folder
from evaluator.services.pricing import price_facts

FOLDER = Path(__file__).parents[2] / "sample_bids"
VENDORS = ("海岚", "Corvane", "Whetstone", "Lumora", "青禾", "速客")


@cache
def sample() -> tuple[FolderTender, object]:
    read = read_folder("crm_platform", FOLDER, None, FOLDER / "scorecards")
    return read, evaluate_folder(read)


@cache
def made(vendor: str) -> DraftResult:
    read, evaluation = sample()
    bid = next(bid for bid in evaluation.bids if vendor in bid.vendor)
    price = price_facts(bid, read.pack.method, read.tender)
    return make_draft(
        DraftInputs(
            library=read.pack.library, method=read.pack.method, tender=read.tender, bid=bid, price=price, layout="both"
        ),
        written=False,
    )


def terms(vendor: str) -> dict[str, dict]:
    return {term["id"]: term for term in made(vendor).summary["terms"]}


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_part_of_the_price_belongs_to_a_payable_head(vendor):
    found = terms(vendor)
    library = sample()[0].pack.library
    heads = [term.id for term in library.terms if term.fill.startswith("price:group/")]

    if found["total_price"]["status"] == TermStatus.BLANK:
        assert all(found[head]["status"] == TermStatus.BLANK for head in heads)
    else:
        assert sum(Decimal(str(found[head]["value"]["amount"])) for head in heads) == Decimal(
            str(found["total_price"]["value"]["amount"])
        )
