"""criteria/README.md explains every key in both languages, and its worked example is what the program computes."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.adapters.packs import parse_pack
from evaluator.domain import contract, method, question
from evaluator.domain.bid import Answer, Bid, BidFile, Row, State
from evaluator.domain.finding import Source
from evaluator.domain.money import Money
from evaluator.domain.ranking import Evaluation
from evaluator.domain.score import Score, Scorecard
from evaluator.scoring.evaluate import Judgements, evaluate
from tests import tiny

README = (Path(__file__).parents[2] / "criteria" / "README.md").read_text("utf-8")
ROWS = [line for line in README.splitlines() if line.startswith("| ")]
SHAPES = (
    method.Method, method.Criterion, method.Section, method.PriceRule, method.PriceLine, method.AbnormallyLow,
    method.PriceDeduction,
    method.RequirementRule, method.ShortlistRule, method.Award, question.Question, question.Option, question.Level,
    question.Range, question.Gate, question.Column, question.FixedRow, question.Item,
    question.CallQuestion, contract.Term, contract.Schedule,
    contract.Position, contract.Clause, contract.Paragraph, contract.When, contract.Condition,
)  # fmt: skip
KEYS = sorted({(shape.__name__, field.name) for shape in SHAPES for field in dataclasses.fields(shape)})
# Explained in a sentence above its table instead of a row of it.
IN_TEXT = {("When", "all"), ("When", "any"), ("Condition", "term"), ("Condition", "op"), ("Condition", "value")}


@pytest.mark.parametrize(("shape", "key"), KEYS)
def test_every_key_is_explained_in_both_languages(shape: str, key: str) -> None:
    marked = re.compile(rf"`(\w+\.)?{key}`")
    if (shape, key) in IN_TEXT:
        lines = [line for line in README.splitlines() if marked.search(line) and not line.startswith("|")]
        assert re.search(r"[\u4e00-\u9fff]", "".join(lines))
        return
    told = [row for row in ROWS if marked.search(row)]

    assert any(re.search(r"[\u4e00-\u9fff]{2}", row) and re.search(r"[a-z]{3} [a-z]", row) for row in told), told


def example() -> dict[str, str]:
    """The files of the worked example, by their names inside the pack."""
    part = README.split("\n## 7 ")[1].split("\n## 8 ")[0]
    return dict(re.findall(r"`tiny/([\w./-]+)`\n\n```toml\n(.*?)```", part, re.DOTALL))


PACK = parse_pack(example())


def bid(vendor: str, hours: int | None, price: int) -> Bid:
    line = Row("P-01", {"unit_price": tiny.answer("PRICE/P-01/unit_price", Money(Decimal(price)))})
    answers = {
        "T-01": tiny.answer("T-01", None if hours is None else Decimal(hours)),
        "T-02": tiny.answer("T-02", "our plan"),
        "PRICE": Answer(item="PRICE", state=State.ANSWERED, source=Source(), rows=(line,)),
    }
    files = (BidFile(name=f"{vendor}.xlsx", sha256="0" * 64, envelope="technical", read=True),)
    return Bid(vendor=vendor, files=files, answers=answers)


def evaluated(hours: int | None = 4) -> Evaluation:
    """Vendors A and B of the README; B's time to resolve may be left blank."""
    cards = tuple(
        Scorecard(
            evaluator=name,
            scores=tuple(
                Score(evaluator=name, vendor=vendor, criterion="support.plan", points=Decimal(points), reason="as read")
                for vendor, points in given.items()
            ),
        )
        for name, given in {"Eva": {"A": 4, "B": 3}, "Finn": {"A": 3, "B": 2}}.items()
    )
    return evaluate(PACK.method, None, (bid("A", 9, 500), bid("B", hours, 550)), Judgements(scorecards=cards))


def test_the_worked_example_is_what_the_program_computes() -> None:
    results = {result.vendor: result for result in evaluated().ranking.results}

    assert (results["A"].score, results["B"].score) == (Fraction("0.835"), Fraction("0.81364"))
    assert (results["A"].place, results["B"].place) == (1, 2)
    for score in (results["A"].score, results["B"].score):
        assert f"**{float(score or 0):g}**" in README
        assert f"**{float((score or 0) * 100):g}**" in README
    assert "A is ahead by 2.136 points" in README
    assert (results["A"].score or 0) - (results["B"].score or 0) == Fraction("0.02136")


def test_the_bounds_of_the_example_with_a_blank_are_what_the_program_computes() -> None:
    results = {result.vendor: result for result in evaluated(None).ranking.results}

    assert (results["B"].low, results["B"].high) == (Fraction("0.51364"), Fraction("0.81364"))
    assert "the total between 51.364 and 81.364" in README
