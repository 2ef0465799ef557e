"""A whole method small enough to check by hand, its tender, and bids written as tables in the tests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from evaluator.domain.bid import Answer, Bid, BidFile, Row, State
from evaluator.domain.finding import Source
from evaluator.domain.method import (
    Combine,
    Criterion,
    LeafJudge,
    Method,
    PriceLine,
    PriceRule,
    RequirementRule,
    Section,
    ShortlistRule,
)
from evaluator.domain.money import Money
from evaluator.domain.question import Gate, Judge, Kind, Level, Option, Question, Range
from evaluator.domain.score import Score, Scorecard
from evaluator.domain.tender import BuyerProfile, Requirement, Tender
from evaluator.domain.text import Text


def words(text: str) -> Text:
    return Text(zh=f"{text}（中）", en=text)


LEVELS = tuple(Level(points=Decimal(n), text=words(f"level {n}")) for n in range(6))
HOURS = Question(
    id="SU-01", section="main", text=words("Hours to respond"), kind=Kind.DURATION, judge=Judge.AUTO, unit="hour",
    criterion="support", weight=Decimal(60), range=Range(worst=Decimal(24), best=Decimal(4)),
)  # fmt: skip
LEVEL = Question(
    id="SE-01", section="main", text=words("Protection level"), kind=Kind.CHOICE, judge=Judge.AUTO, criterion="support",
    weight=Decimal(40),
    options=(
        Option(key="none", text=Text("无", "None"), value=Decimal(0)),
        Option(key="two", text=Text("二级", "Level 2"), value=Decimal(60)),
        Option(key="three", text=Text("三级", "Level 3"), value=Decimal(100)),
    ),
    gate=Gate(reason=words("a certificate of level 2 or 3"), accept=("two", "three")),
)  # fmt: skip
PLAN = Question(id="FT-01", section="main", text=words("Plan"), kind=Kind.TEXT, judge=Judge.PANEL, criterion="plan")

# What the price formulas need that need anything; a bid's price is 20 times its first unit price where the second is fivefold.
PARAMETERS: dict[str, Any] = {
    "best": Decimal(500), "worst": Decimal(4000), "log_base": Decimal(10), "benchmark": Decimal(95), "trim_from": 3,
    "over": Decimal("0.6"), "under": Decimal("0.3"), "base_price": Decimal(3000), "mean_share": Decimal(80),
    "exponent": Decimal("0.5"),
}  # fmt: skip


def method(**changes: Any) -> Method:
    """Support 40 (by rule), plan 20 (panel), fit 20 (requirements), price 20."""
    leaf = {"description": Text()}
    criteria = (
        Criterion(key="support", title=words("Support"), weight=Decimal(40), judge=LeafJudge.AUTO, **leaf),
        Criterion(key="plan", title=words("Plan"), weight=Decimal(20), judge=LeafJudge.PANEL, levels=LEVELS, **leaf),
        Criterion(key="fit", title=words("Fit"), weight=Decimal(20), judge=LeafJudge.REQUIREMENTS, **leaf),
        Criterion(key="price", title=words("Price"), weight=Decimal(20), judge=LeafJudge.PRICE, **leaf),
    )
    settings: dict[str, Any] = {
        "key": "tiny", "version": "1.0", "title": words("Tiny"), "description": Text(), "criteria": criteria,
        "sections": (Section(key="main", title=words("Main")),), "questions": (HOURS, LEVEL, PLAN),
        "price": PriceRule(
            formula="lowest_ratio", years=Decimal(1), groups={"all": words("All")},
            lines=(
                PriceLine(id="L1", title=words("Licence"), unit=words("user"), quantity=Decimal(10), group="all"),
                PriceLine(id="L2", title=words("Training"), unit=words("day"), quantity=Decimal(2), group="all"),
            ),
        ),
        "shortlist": ShortlistRule(top=2), "combine": Combine.MEAN, "ties": ("support",),
        "requirements": RequirementRule(
            meets=Decimal(100), partial=Decimal(50), custom=Decimal(60), no=Decimal(0), must_weight=Decimal(2),
            should_weight=Decimal(1), max_unmet_musts=0,
        ),
    }  # fmt: skip
    return Method(**{**settings, **changes})


def tender(**changes: Any) -> Tender:
    settings: dict[str, Any] = {
        "id": "T-1", "name": words("Tender"), "pack": "tiny", "buyer": BuyerProfile(name=words("Buyer")),
        "requirements": (
            Requirement(id="R1", module=words("Sales"), text=words("Leads"), kind="must"),
            Requirement(id="R2", module=words("Sales"), text=words("Maps"), kind="should"),
        ),
        "evaluators": ("Eva", "Finn"),
    }  # fmt: skip
    return Tender(**{**settings, **changes})


def answer(item: str, value: Any, **more: Any) -> Answer:
    state = State.UNANSWERED if value is None else State.ANSWERED
    source = Source("bid.xlsx", "0" * 64, "Main", "D4")
    return Answer(
        item=item, state=more.pop("state", state), value=value, verbatim=str(value or ""), source=source, **more
    )


def bid(
    vendor: str, hours: Any = 4, level: Any = "three", *, replies: tuple[Any, Any] = ("meets", "meets"),
    prices: tuple[Any, Any] = (100, 500),
) -> Bid:  # fmt: skip
    """A complete bid; None leaves an answer blank."""
    number = None if hours is None else Decimal(str(hours))
    amounts = [None if price is None else Money(Decimal(str(price))) for price in prices]
    rows = [
        ("REQ", [("R1", "response", replies[0]), ("R2", "response", replies[1])]),
        ("PRICE", [("L1", "unit_price", amounts[0]), ("L2", "unit_price", amounts[1])]),
    ]
    answers = {
        found.item: found for found in (answer("SU-01", number), answer("SE-01", level), answer("FT-01", "plan"))
    }
    for table, cells in rows:
        made = tuple(Row(key, {column: answer(f"{table}/{key}/{column}", value)}) for key, column, value in cells)
        answers[table] = Answer(item=table, state=State.ANSWERED, source=Source(), rows=made)
    files = (BidFile(name=f"{vendor}.xlsx", sha256="0" * 64, envelope="technical", read=True),)
    return Bid(vendor=vendor, files=files, answers=answers)


def scorecards(points: dict[str, tuple[int, int]], criterion: str = "plan") -> tuple[Scorecard, ...]:
    """Cards of Eva and Finn from (Eva's, Finn's) points by vendor."""
    return tuple(
        Scorecard(
            evaluator=name,
            scores=tuple(
                Score(
                    evaluator=name, vendor=vendor, criterion=criterion, points=Decimal(given[index]), reason="because"
                )
                for vendor, given in points.items()
            ),
        )
        for index, name in enumerate(("Eva", "Finn"))
    )
