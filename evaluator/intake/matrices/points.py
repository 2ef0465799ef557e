"""Whether a table of scores is in points, so that more is better, and whether its totals use the weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from evaluator.intake.matrices.score_table import ScoreTable
from evaluator.intake.matrices.words import figure, heading, scored_name, speaks_of_points

POINTS: Final = 10  # a scale above it needs a heading that says "score" over the very columns
MOST: Final = 100
NEAR: Final = Fraction(1, 100)  # totals are shown rounded

Values = Mapping[int, Sequence[Fraction | None]]


def in_points(table: ScoreTable, totals: Sequence[int], values: Values, weights: Sequence[Fraction]) -> bool:
    """Whether every criterion is scored in points: by the sheet's words, or because the sheet itself adds all of them up.

    ``totals`` are lines of totals, ``values`` by column in the order of the ``weights``.
    """
    given = [value for row in values.values() for value in row if value is not None]
    if not given or min(given) < 0 or max(given) > MOST:
        return False
    texts = [text for stack in table.columns.values() for text in stack.values()]
    if any(heading(text) == "score" or scored_name(text)[1] for text in texts):
        return True
    if max(given) <= POINTS and any(speaks_of_points(text) for text in _around(table)):
        return True
    return any(_adds_up(total, values, weights) for _, total in _sums(table, totals))


def plain_total(table: ScoreTable, totals: Sequence[int], values: Values, weights: Sequence[Fraction]) -> int | None:
    """The line in which the sheet adds the scores up without their weights, and nowhere with them."""
    sums = list(_sums(table, totals))
    ones = [Fraction(1)] * len(weights)
    if len(set(weights)) == 1 or any(_adds_up(total, values, weights) for _, total in sums):
        return None
    return next((line for line, total in sums if _adds_up(total, values, ones)), None)


def _around(table: ScoreTable) -> Iterator[str]:
    """Texts outside the table: titles and headings above, notes below."""
    inside = {line for line in table.body() if table.has_scores(line)}
    for (line, spot), cell in table.view.cells.items():
        if line not in inside and spot not in table.left and cell.kind == "text":
            yield cell.text


def _sums(table: ScoreTable, totals: Sequence[int]) -> Iterator[tuple[int, dict[int, Fraction]]]:
    """Lines of totals under the columns of scores."""
    for line in totals:
        found = {spot: Fraction(one.value) for spot in table.columns if (one := figure(table.view.at(line, spot)))}
        if len(found) == len(table.columns):
            yield line, found


def _adds_up(total: Mapping[int, Fraction], values: Values, weights: Sequence[Fraction]) -> bool:
    """Whether a line of totals is the weighted sum of the values, whatever whole the weights add up to."""
    for whole in filter(None, (Fraction(1), sum(weights, Fraction(0)), Fraction(MOST))):
        sums = {
            spot: sum((weight * (value or 0) for weight, value in zip(weights, row, strict=True)), Fraction(0)) / whole
            for spot, row in values.items()
        }
        if all(abs(sums[spot] - total[spot]) <= NEAR * max(abs(total[spot]), Fraction(1)) for spot in sums):
            return True
    return False
