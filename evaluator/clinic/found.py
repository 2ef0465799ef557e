"""What the clinic finds: a check, a rule and its numbers; the words for what, why and what to do stand in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final, Literal

from evaluator.domain.finding import Param, Phrase


class Check(StrEnum):
    """What is looked at, in the order in which it is told."""

    WEIGHTS = "weights"
    NEVER = "never"
    WITHDRAWAL = "withdrawal"
    PRICES = "prices"
    GATES = "gates"
    FLOORS = "floors"
    SCALES = "scales"
    FORMULAS = "formulas"


class Trap(StrEnum):
    """What can be wrong; the key of its words."""

    WEIGHT_MORE = "weight_more"
    WEIGHT_LESS = "weight_less"
    MIDDLE_NEVER = "middle_never"
    NEVER_FIRST = "never_first"
    WITHDRAWAL_TURNS = "withdrawal_turns"
    ZERO_RANKED = "zero_ranked"
    TOKEN_UNASKED = "token_unasked"  # noqa: S105 - a price of next to nothing
    ALONE_FULL = "alone_full"
    ALONE_SHORT = "alone_short"
    GATE_UNREACHABLE = "gate_unreachable"
    GATE_ALL_FAIL = "gate_all_fail"
    MINIMUM_UNREACHABLE = "minimum_unreachable"
    MINIMUM_HIGH = "minimum_high"
    NOBODY_LEFT = "nobody_left"
    FLOOR_GOODS = "floor_goods"
    SCALE_FLOOR = "scale_floor"
    SCALE_NARROW = "scale_narrow"
    SCALE_BUNCHED = "scale_bunched"
    SCALE_TOP = "scale_top"
    SCALE_PAST_GATE = "scale_past_gate"
    SCALE_IMPOSSIBLE = "scale_impossible"
    SCALE_CLAMPED = "scale_clamped"
    FORMULA_DECIDES = "formula_decides"
    EXPECTED_NEVER = "expected_never"
    EXPECTED_WITHDRAWAL = "expected_withdrawal"
    EXPECTED_FORMULA = "expected_formula"
    EXPECTED_OUT = "expected_out"


# The law leaves the formula of these no choice, so that what is said to do is another thing.
BY_LAW: Final = frozenset(
    {
        Trap.MIDDLE_NEVER,
        Trap.NEVER_FIRST,
        Trap.WITHDRAWAL_TURNS,
        Trap.FORMULA_DECIDES,
        Trap.EXPECTED_WITHDRAWAL,
        Trap.EXPECTED_FORMULA,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing to change before the method is locked; ``gov`` says that the award route leaves the price formula no choice."""

    check: Check
    trap: Trap
    params: tuple[tuple[str, Param], ...] = ()
    gov: bool = False

    def what(self) -> Phrase:
        """What was found, with its numbers."""
        return Phrase(f"clinic.found.{self.trap.value}", self.params)

    def why(self) -> Phrase:
        """Why it matters."""
        return Phrase(f"clinic.why.{self.trap.value}", self.params)

    def remedy(self) -> Phrase:
        """What to do."""
        law = "_gov" if self.gov and self.trap in BY_LAW else ""
        return Phrase(f"clinic.do.{self.trap.value}{law}", self.params)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one check ended: something found, nothing found, or not made, and then ``reason`` names why (key of ``clinic.idle``)."""

    check: Check
    state: Literal["found", "clear", "idle"]
    reason: str = ""


def found(check: Check, trap: Trap, **params: Param) -> Found:
    """A finding of a check.

    >>> found(Check.WEIGHTS, Trap.WEIGHT_MORE, nominal="18").what().key
    'clinic.found.weight_more'
    """
    return Found(check=check, trap=trap, params=tuple(params.items()))


def percent(share: Fraction | int) -> str:
    """A share in percent with at most one decimal.

    >>> percent(Fraction(1, 3)), percent(Fraction(1, 4))
    ('33.3', '25')
    """
    return f"{float(round(Fraction(share) * 100, 1)):g}"
