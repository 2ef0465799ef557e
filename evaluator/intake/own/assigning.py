"""What a person decides about the buyer's own questions: criteria and weights, price lines, and a row for each question.

Everything is as typed; `evaluator.intake.own.method` says what of it cannot be used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from evaluator.domain.finding import Param
from evaluator.domain.question import Judge, Kind
from evaluator.intake.own.proposal import OwnPrice, OwnQuestion, OwnQuestionnaire
from evaluator.intake.words import AT_LEAST, AT_MOST, plain

OUT: Final = "out"  # the question is not asked
JUDGES: Final = (Judge.AUTO.value, Judge.PANEL.value, Judge.GATE.value, Judge.INFO.value, OUT)
KINDS: Final = tuple(
    kind.value for kind in (Kind.TEXT, Kind.YES_NO, Kind.CHOICE, Kind.MULTI_CHOICE, Kind.NUMBER, Kind.PERCENT,
                            Kind.DURATION, Kind.MONEY, Kind.DATE)
)  # fmt: skip
_PARTS: Final = re.compile(r"[;；\n]")
_NUMBER: Final = re.compile(r"[-+]?\d+(?:\.\d+)?")
_ARROW: Final = re.compile(r"→|->|⇒|到|\bto\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRow:
    """What is decided about one question; ``options``, ``scale`` and ``gate`` are as the readers below take them."""

    key: str
    id: str
    kind: str
    unit: str = ""
    options: str = ""
    required: bool = True
    criterion: str = ""
    judge: str = Judge.PANEL.value
    weight: str = ""
    scale: str = ""
    gate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionLine:
    """A criterion of the buyer's tree with its weight in percent, both as typed."""

    title: str
    weight: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """All that a person decides: criteria but for the price, the weight of the price, price lines, a row for each question.

    ``list_weight`` is that of the buyer's requirement list, empty where none is scored; ``references`` whether vendors are
    asked for clients to call.
    """

    criteria: tuple[CriterionLine, ...]
    price_weight: str
    prices: tuple[OwnPrice, ...]
    rows: tuple[OwnRow, ...]
    list_weight: str = ""
    references: bool = False


@dataclass(frozen=True, slots=True)
class OwnFault:
    """What cannot be used: ``place`` is the key of a row, ``criteria`` or ``prices``; ``rule`` a key under ``own.fault``."""

    place: str
    rule: str
    params: dict[str, Param] = field(default_factory=dict)


def first_rows(asked: OwnQuestionnaire) -> tuple[OwnRow, ...]:
    """The rows as the workbook itself proposes them; no question has a criterion yet."""
    return tuple(first_row(question, asked) for question in asked.questions)


def first_row(question: OwnQuestion, asked: OwnQuestionnaire) -> OwnRow:
    """The row of a question before a person has decided anything; a yes earns everything, a no nothing."""
    yes_no = ("是=100；否=0" if "zh" in asked.languages else "Yes=100; No=0") if question.kind is Kind.YES_NO else ""
    return OwnRow(
        key=question.key, id=question.id, kind=question.kind.value, unit=question.unit,
        options="; ".join(question.options), required=question.required, judge=question.judge.value,
        weight=question.weight, scale=yes_no,
    )  # fmt: skip


def assigned(rows: Sequence[OwnRow], keys: Sequence[str], **said: str) -> tuple[OwnRow, ...]:
    """The rows with what is said of all the questions with these keys (``criterion``, ``judge``, ``weight``, ``gate``)."""
    return tuple(replace(row, **said) if row.key in set(keys) else row for row in rows)  # type: ignore[arg-type]  # texts only


def typed_lines(text: str) -> list[list[str]]:
    """Cells of typed or pasted lines, parted by tabs or strokes; blank lines are left out.

    >>> typed_lines("技术 | 60\\n\\n服务\\t40")
    [['技术', '60'], ['服务', '40']]
    """
    lines = [re.split(r"\t|\||｜", line) for line in text.splitlines() if line.strip(" \t|｜")]
    return [[cell.strip() for cell in cells] for cells in lines]


def criteria_of(text: str) -> tuple[CriterionLine, ...]:
    """Criteria typed one a line as ``name | weight``."""
    return tuple(
        CriterionLine(title=cells[0], weight=(cells[1] if len(cells) > 1 else "")) for cells in typed_lines(text)
    )


def prices_of(text: str) -> tuple[OwnPrice, ...]:
    """Price lines typed one a line as ``line | unit | quantity``."""
    rows = [[*cells, "", ""] for cells in typed_lines(text)]
    return tuple(OwnPrice(title=cells[0], unit=cells[1], quantity=cells[2]) for cells in rows)


def criteria_text(criteria: Sequence[CriterionLine]) -> str:
    """The criteria as `criteria_of` reads them."""
    return "\n".join(f"{one.title} | {one.weight}" for one in criteria)


def prices_text(prices: Sequence[OwnPrice]) -> str:
    """The price lines as `prices_of` reads them."""
    return "\n".join(f"{one.title} | {one.unit} | {one.quantity}" for one in prices)


def decimal(text: str) -> Decimal | None:
    """A number of 0 or more as typed, a percent sign allowed; None for anything else.

    >>> decimal("12.5％"), decimal("1,000"), decimal("-1"), decimal("ten")
    (Decimal('12.5'), Decimal('1000'), None, None)
    """
    try:
        found = Decimal(plain(text).removesuffix("%").replace(",", "").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and found >= 0 else None


def typed_options(text: str) -> tuple[str, ...]:
    """Options parted by semicolons, each once."""
    return tuple(dict.fromkeys(part.strip() for part in _PARTS.split(text) if part.strip()))


def typed_points(text: str) -> dict[str, Decimal] | None:
    """Points of 100 by option, typed as ``option=points; …``; None where it is not of this form.

    >>> typed_points("满足=100；不满足=0"), typed_points("满足")
    ({'满足': Decimal('100'), '不满足': Decimal('0')}, None)
    """
    points: dict[str, Decimal] = {}
    for part in typed_options(text.replace("＝", "=")):
        name, sign, value = part.rpartition("=")
        number = decimal(value)
        if not sign or number is None:
            return None
        points[plain(name)] = number
    return points or None


def typed_range(text: str) -> tuple[Decimal, Decimal] | None:
    """Worst and best amount, typed as ``worst → best``; None where it is not of this form.

    >>> typed_range("24 → 4"), typed_range("0 -> 99.9"), typed_range("5")
    ((Decimal('24'), Decimal('4')), (Decimal('0'), Decimal('99.9')), None)
    """
    sides = [side.strip() for side in _ARROW.split(plain(text))]
    if len(sides) != 2 or not all(_NUMBER.fullmatch(side) for side in sides) or Decimal(sides[0]) == Decimal(sides[1]):
        return None
    return Decimal(sides[0]), Decimal(sides[1])


def typed_limits(text: str) -> dict[str, Decimal] | None:
    """Limits of an amount, typed as ``≥ 10`` or ``≤ 4`` or both; None where it is not of this form.

    >>> typed_limits("≥10；≤ 20"), typed_limits("不少于 500"), typed_limits("about 5")
    ({'at_least': Decimal('10'), 'at_most': Decimal('20')}, {'at_least': Decimal('500')}, None)
    """
    limits: dict[str, Decimal] = {}
    for part in _PARTS.split(plain(text)):
        bare = part.strip()
        sides = (("at_least", AT_LEAST), ("at_most", AT_MOST))
        found = next(((name, sign) for name, signs in sides for sign in signs if bare.startswith(sign)), None)
        number = bare[len(found[1]) :].strip() if found else ""
        if found is None or not _NUMBER.fullmatch(number) or found[0] in limits:
            return None
        limits[found[0]] = Decimal(number)
    return limits
