"""What people judge: one evaluator's points with reason and evidence, and the acts that confirm or override."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evaluator.domain.bid import Standing
from evaluator.domain.finding import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Points that one evaluator gives one vendor on one sub-criterion; ``evidence`` names the cells looked at."""

    evaluator: str
    vendor: str
    criterion: str
    points: Decimal
    reason: str = ""
    evidence: str = ""
    source: Source = Source()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """All scores of one evaluator; ``agreed`` marks the panel's consensus, entered by the chair."""

    evaluator: str
    scores: tuple[Score, ...]
    agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A person's word on a failed gate (``item`` is the question id): confirmed or waived, with a reason."""

    vendor: str
    item: str
    upheld: bool
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LowPrice:
    """People's judgement of a price that seems abnormally low: the explanation accepted or not, with the reason.

    ``item`` names the price that was judged, as `evaluator.scoring.low_prices.low_price_item` writes it. ``explained`` is
    what the vendor had said of it on a ``day``; both are empty where it said nothing.
    """

    vendor: str
    item: str
    accepted: bool
    reason: str
    by: str
    explained: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LowPriceDoubt:
    """A price that the panel holds to be too low, whatever the published limits say: it has to be explained.

    ``item`` names the price, as in `LowPrice`.
    """

    vendor: str
    item: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A person's check of a claimed fact: evidence seen, ``confirmed``, or overridden by ``value`` in points of 100.

    ``reason`` says by whose word it is confirmed, and why it is overridden.

    >>> Check(vendor="Ada", item="SU-01", value=None, reason="Call to the client", by="Lea", confirmed=True).standing
    <Standing.CONFIRMED: 'confirmed'>
    """

    vendor: str
    item: str
    value: Decimal | None = None
    reason: str
    by: str
    confirmed: bool = False

    @property
    def standing(self) -> Standing:
        """How far the fact is checked by it."""
        if self.value is not None:
            return Standing.OVERRIDDEN
        return Standing.CONFIRMED if self.confirmed else Standing.EVIDENCE_SEEN
