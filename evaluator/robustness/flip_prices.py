"""One price another: the rival's lower or the first bid's higher, to the cent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

from evaluator.domain.finding import Param
from evaluator.domain.method import Method
from evaluator.robustness.board import Board, first
from evaluator.robustness.case import Case, leaders
from evaluator.robustness.flip import Flip, Kind, percent
from evaluator.scoring.index_rules import price_points_count
from evaluator.scoring.minima import has_priced_minima
from evaluator.scoring.price_formulas import either_way

# Beyond so many times its price nobody asks.
_MOST = 10
_STEPS = 100


def price_flips(case: Case, board: Board) -> Iterator[Flip]:
    """For every bid that is not first the highest price of its own, or the lowest of the first, that makes it first."""
    if has_priced_minima(case.method):
        return  # another price may put a bid out, which the board does not know
    now = leaders(case.ranking)
    search = _stepped if in_steps(case.method) else _turn
    for rival in board.values:
        if rival in now:
            continue
        price = board.prices[rival]
        # A lower price of its own raises its points and lowers everybody else's, so that one search finds the turn.
        cents = search(1, _cents(price) - 1, partial(_leads, board, rival))
        if cents is not None:
            yield _flip(Kind.PRICE_OWN, rival, "", (price, Fraction(cents, 100)))
    if len(now) == 1:
        yield from _dearer(case, board, now[0], search)


def in_steps(method: Method) -> bool:
    """Whether a lower price may put its own bid behind, so that prices are tried in steps: by a named method or the formula."""
    return method.award.rule == "method" or (price_points_count(method) and either_way(method.price))


Search = Callable[[int, int, Callable[[int], bool]], int | None]


def _dearer(case: Case, board: Board, winner: str, search: Search) -> Iterator[Flip]:
    price = board.prices[winner]
    ceiling = case.tender.ceiling if case.tender else None
    most = _cents(min(price * _MOST, Fraction(ceiling)) if ceiling is not None else price * _MOST)
    start = _cents(price) + 1
    steps = search(0, most - start, lambda step: _first(board, winner, most - step) != (winner,))
    if steps is None:
        return
    to = most - steps
    for rival in _first(board, winner, to):
        if rival != winner:
            yield _flip(Kind.PRICE_FIRST, rival, winner, (price, Fraction(to, 100)))


def _turn(low: int, high: int, holds: Callable[[int], bool]) -> int | None:
    """The highest number in a range for which something holds that holds for all below it; None where for none.

    >>> _turn(1, 100, lambda number: number < 40), _turn(1, 100, lambda number: False)
    (39, None)
    """
    if low > high or not holds(low):
        return None
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _stepped(low: int, high: int, holds: Callable[[int], bool]) -> int | None:
    """The same where it may come and go, as under a named method: the first of a hundred steps down, refined inside it.

    >>> _stepped(1, 1000, lambda number: 500 < number < 700), _stepped(1, 100, lambda number: False)
    (699, None)
    """
    marks = [high - (high - low) * step // _STEPS for step in range(_STEPS + 1)]
    reached = next((number for number, mark in enumerate(marks) if low <= high and holds(mark)), None)
    if reached is None:
        return None
    held, lost = marks[reached], marks[reached - 1] if reached else high + 1
    while lost - held > 1:
        middle = (held + lost) // 2
        held, lost = (middle, lost) if holds(middle) else (held, middle)
    return held


def _leads(board: Board, vendor: str, cents: int) -> bool:
    return vendor in _first(board, vendor, cents)


def _cents(price: Fraction) -> int:
    return (price * 100).numerator // (price * 100).denominator


def _first(board: Board, vendor: str, cents: int) -> tuple[str, ...]:
    return first(board.with_price(vendor, Fraction(cents, 100)))


def _flip(kind: Kind, rival: str, winner: str, prices: tuple[Fraction, Fraction]) -> Flip:
    given, to = prices
    size = abs(to - given) / given
    params: tuple[tuple[str, Param], ...] = (
        *((("first", winner),) if winner else ()),
        ("given", f"{float(given):,.2f}"), ("to", f"{float(to):,.2f}"), ("share", percent(size)),
    )  # fmt: skip
    return Flip(kind=kind, rival=rival, size=size, params=params, exact=(("price", to),))
