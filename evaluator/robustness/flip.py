"""One change that would make another bid first, as a value: what kind, how much, and the words' blanks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import count

from evaluator.domain.finding import Param, Phrase


class Kind(StrEnum):
    """What would be changed; the sentence is ``robustness.flip.<kind>``."""

    LEVEL = "level"
    WEIGHTS = "weights"
    WEIGHTS_LEVEL = "weights_level"
    WEIGHT = "weight"
    WEIGHT_MORE = "weight_more"
    WEIGHT_LESS = "weight_less"
    WEIGHT_BETWEEN = "weight_between"
    SCORE_AGREED = "score_agreed"
    SCORE_GIVEN = "score_given"
    PRICE_OWN = "price_own"
    PRICE_FIRST = "price_first"
    FORMULA = "formula"
    GATE = "gate"
    GATE_UPHELD = "gate_upheld"
    THRESHOLD_LOWER = "threshold_lower"
    THRESHOLD_HIGHER = "threshold_higher"
    CEILING = "ceiling"
    TIE = "tie"
    NEVER_ONE = "never_one"
    NEVER_MIXTURE = "never_mixture"
    NEVER = "never"


# One weight alone: exactly so much, more or less than its bound, or between two.
ONE_WEIGHT = (Kind.WEIGHT, Kind.WEIGHT_MORE, Kind.WEIGHT_LESS, Kind.WEIGHT_BETWEEN)
# They say what no weights can do, and come last.
NEVER = (Kind.NEVER_ONE, Kind.NEVER_MIXTURE, Kind.NEVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """The least change of one kind that makes a rival first.

    ``size`` is how much it takes as a share of what could be changed: of all weight, of the scale, of the price; None
    where it is a yes or no. ``exact`` are the numbers behind the words that are rounded in ``params``. ``of_evaluator``:
    it names a member of the panel, which is for those who lead or audit the panel alone.
    """

    kind: Kind
    rival: str
    size: Fraction | None = None
    params: tuple[tuple[str, Param], ...] = ()
    exact: tuple[tuple[str, Fraction], ...] = ()

    @property
    def of_evaluator(self) -> bool:
        """Whether the words name an evaluator."""
        return self.kind is Kind.SCORE_GIVEN

    def phrase(self) -> Phrase:
        """The sentence, to be said in the reader's language.

        >>> Flip(kind=Kind.TIE, rival="Ada", params=(("criterion", "Fit"),)).phrase().key
        'robustness.flip.tie'
        """
        return Phrase(f"robustness.flip.{self.kind.value}", (("rival", self.rival), *self.params))


def ordered(flips: Iterable[Flip]) -> tuple[Flip, ...]:
    """The smallest change first, then those that are a yes or no, last what no weights can do."""
    kinds = list(Kind)
    return tuple(
        sorted(
            flips,
            key=lambda one: (
                one.kind in NEVER,
                one.size is None,
                one.size or Fraction(0),
                kinds.index(one.kind),
                one.rival,
            ),
        )
    )


def beyond(value: Fraction, start: Fraction, decimals: int = 2) -> Decimal:
    """The value shortened away from where it starts, so that what is printed is enough too.

    >>> str(beyond(Fraction(1, 3), Fraction(0))), str(beyond(Fraction(1, 3), Fraction(1)))
    ('0.34', '0.33')
    """
    steps = value * 10**decimals
    whole = steps.numerator // steps.denominator
    if value > start and whole != steps:
        whole += 1
    return Decimal(whole).scaleb(-decimals)


def percent(share: Fraction, start: Fraction | None = None) -> str:
    """A share of 1 in percent with two decimals at most, shortened away from ``start`` where one is given.

    >>> percent(Fraction(3, 10)), percent(Fraction(1, 3)), percent(Fraction(1, 3), Fraction(0))
    ('30', '33.33', '33.34')
    """
    if start is not None:
        return plain(beyond(share * 100, start * 100))
    return plain(Decimal(round(share * 10_000)).scaleb(-2))


def inside(low: Fraction, high: Fraction) -> tuple[str, str]:
    """Both ends of a range of shares in percent, shortened inwards, with as many decimals as keep them apart.

    >>> inside(Fraction(1, 3), Fraction(1)), inside(Fraction(1, 3), Fraction(33335, 100_000))
    (('33.34', '100'), ('33.3334', '33.335'))
    """
    ends = ((beyond(low * 100, low * 100 - 1, n), beyond(high * 100, high * 100 + 1, n)) for n in count(2, 2))
    return next((plain(least), plain(most)) for least, most in ends if least < most)


def plain(number: Decimal) -> str:
    """A number without zeros at its end.

    >>> plain(Decimal("4.50")), plain(Decimal("100"))
    ('4.5', '100')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def points_down(value: Fraction) -> Decimal:
    """A value of 0…1 in points of 100, with two decimals, never more than it is.

    >>> str(points_down(Fraction(2, 3)))
    '66.66'
    """
    return beyond(value * 100, value * 100 + 1)
