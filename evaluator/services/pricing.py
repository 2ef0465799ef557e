"""The price of one bid as the contract takes it over, recomputed from its unit prices."""

from __future__ import annotations

from evaluator.contract import price
from evaluator.contract.price import PriceFacts
from evaluator.domain.bid import Bid
from evaluator.domain.method import Method
from evaluator.domain.tender import Tender
from evaluator.scoring.price import evaluated_price


def price_facts(bid: Bid, method: Method, tender: Tender) -> PriceFacts | None:
    """Price facts of a bid: its lines and the must rows that cost extra; None while a unit price is open."""
    return price.price_facts(evaluated_price(bid, method, tender), bid, tender)
