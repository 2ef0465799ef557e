"""A buyer's sheet of scores → a decision matrix: criteria with weight and direction, alternatives, values, each with its cell.

What the sheet does not say is a fault that names the cells and what to write; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from evaluator.domain.finding import Phrase
from evaluator.intake.cells import SheetCells, Workbook
from evaluator.intake.matrices.found import FoundCriterion, FoundMatrix
from evaluator.intake.matrices.points import in_points, plain_total
from evaluator.intake.matrices.score_table import ScoreTable, find_table, name_in
from evaluator.intake.matrices.turning import view
from evaluator.intake.matrices.weights import Weighed, fault, listed, weigh
from evaluator.intake.matrices.words import (
    Direction,
    direction,
    figure,
    heading,
    is_evaluator,
    is_sum,
    marks,
    named_direction,
    scored_name,
)

SHOWN: Final = 12
LONGEST: Final = 1200  # a longer sheet is a list of something, and no method could rank it


def matrices(workbook: Workbook) -> tuple[FoundMatrix, ...]:
    """The decision matrices on the visible sheets of a workbook, in their order."""
    return tuple(found for sheet in workbook.sheets if not sheet.hidden and (found := matrix_on(sheet)))


def matrix_on(sheet: SheetCells) -> FoundMatrix | None:
    """The decision matrix on a sheet, None where no weights with scores beside them are made out."""
    rows, columns = ({place[side] for place in sheet.cells} for side in (0, 1))
    if max(len(rows), len(columns)) > LONGEST:
        return _unclear(sheet.name, fault("too_many_criteria", count=max(len(rows), len(columns)), most=LONGEST))
    tables = [table for turned in (False, True) if (table := find_table(view(sheet, turned=turned))) and table.columns]
    tables = [table for table in tables if table.naming] or tables[:1]
    found = [_Reading(table).matrix() for table in tables]
    clear = [matrix for matrix in found if matrix.clear]
    if len(clear) > 1:
        places = [table.view.address(table.top, table.name) for table in tables]
        return _unclear(sheet.name, fault("two_ways", places=listed(places)))
    return next(iter(clear or found), None)


def _unclear(sheet: str, *faults: Phrase) -> FoundMatrix:
    return FoundMatrix(
        sheet=sheet, across=False, alternatives=(), criteria=(), values=(), texts=(), cells=(), left={}, faults=faults
    )


class _Reading:
    """One table being read: lines that hold criteria, columns that hold alternatives, and the faults on the way."""

    def __init__(self, table: ScoreTable) -> None:
        self.table, self.view = table, table.view
        self.left: dict[str, str] = {}
        self.totals: list[int] = []
        self.faults: list[Phrase] = []

    def matrix(self) -> FoundMatrix:
        names = self._alternatives()
        lines = self._criteria_lines()
        weighed = weigh(self.table, lines)
        lines = [line for line in lines if line not in weighed.heads]
        self.faults += weighed.faults
        self._leave_out(weighed.heads)
        if not names or not weighed.weights:
            return _unclear(self.view.sheet.name, *(self.faults or [fault("weights_missing")]))
        lines = [line for line in lines if line in weighed.weights]
        values = {spot: [self._value(line, spot) for line in lines] for spot in names}
        self._hidden(lines, names)
        rows = self._scaled(values, lines, weighed)
        criteria = self._criteria(lines, weighed, values)
        return FoundMatrix(
            sheet=self.view.sheet.name, across=self.view.turned, criteria=criteria, values=rows, left=self.left,
            faults=tuple(self.faults),
            alternatives=tuple((name, self.view.address(line, spot)) for spot, (name, line) in names.items()),
            texts=tuple(tuple(self.view.text(line, spot) for line in lines) for spot in names),
            cells=tuple(tuple(self.view.address(line, spot) for line in lines) for spot in names),
        )  # fmt: skip

    def _alternatives(self) -> dict[int, tuple[str, int]]:
        """Names of the columns of scores, each with the line that gives it."""
        table, columns = self.table, self.table.columns
        if not table.naming:
            nameless = [
                spot for spot in columns if not any(name_in(columns[spot], line) for line in table.band)
            ] or columns
            self.faults.append(
                fault("names_missing", places=listed([self.view.address(table.top, s) for s in nameless][:SHOWN]))
            )
            return {}
        lines = {line: [name_in(columns[spot], line) for spot in columns] for line in table.naming}
        distinct = [line for line, names in lines.items() if len(set(names)) == len(names)]
        worded = [line for line in distinct if any(figure_free(name) for name in lines[line])] or distinct
        if any(is_evaluator(name) for names in lines.values() for name in names):
            place = listed([self.view.address(line, next(iter(columns))) for line in lines])
            self.faults.append(fault("evaluators", places=place))
            return {}
        if len(worded) != 1:
            places = [self.view.address(line, spot) for line in worded or lines for spot in columns]
            self.faults.append(fault("names_several" if worded else "columns_twice", places=listed(places[:SHOWN])))
            return {}
        return {spot: (scored_name(columns[spot][worded[0]])[0], worded[0]) for spot in columns}

    def _criteria_lines(self) -> list[int]:
        """Lines that hold a criterion, or a group's weight; totals, sections and notes are left out."""
        found: list[int] = []
        for line in self.table.body():
            name = self.view.text(line, self.table.name) or self._grouped(line)
            weighted = any(figure(self.view.at(line, spot)) for spot in (*self.table.weights, *self.table.full))
            if self.table.is_repeat(line):
                self._second(line)
                break
            if self._is_total(line, name, found, weighted=weighted):
                if self.table.has_scores(line) or weighted:
                    self.totals.append(line)
            elif weighted or (self.table.has_scores(line) and self._figures(line)):
                found.append(line)
        return found

    def _is_total(self, line: int, name: str, found: Sequence[int], *, weighted: bool) -> bool:
        """Whether a line shows totals, places or averages; one that has a weight of its own is a criterion so called."""
        if not name:
            return self._sums_up(line, found)
        if heading(name) == "left":
            return is_sum(name) or not weighted or self._sums_up(line, found)
        return heading(name) == "score" and not weighted

    def _sums_up(self, line: int, found: Sequence[int]) -> bool:
        """Whether a line without a name has no weight, or the sum of those above: it is no criterion then."""
        for spot in (*self.table.weights, *self.table.full):
            own = figure(self.view.at(line, spot))
            above = [one.value for other in found if (one := figure(self.view.at(other, spot)))]
            if own and own.value != sum(above):
                return False
        return True

    def _grouped(self, line: int) -> str:
        """The word for a total may stand where the groups are named."""
        return next(
            (text for spot in self.table.groups if (text := self.view.text(line, spot)) and heading(text) == "left"), ""
        )

    def _figures(self, line: int) -> bool:
        return any(figure(self.view.at(line, spot)) for spot in self.table.columns)

    def _second(self, line: int) -> None:
        """A second table below: a weighted copy of the first is left out, anything else would have to be chosen between."""
        place = self.view.address(line, self.table.name)
        said = [self.view.text(other, spot) for other in (line - 2, line - 1, line) for spot in self.view.places]
        if any(heading(text) == "left" for text in said):
            self.left[place] = "weighted"
        else:
            self.faults.append(
                fault("tables_several", places=listed([self.view.address(self.table.band[-1], self.table.name), place]))
            )

    def _leave_out(self, heads: Sequence[int]) -> None:
        for spot, reason in self.table.left.items():
            line = next((line for line in reversed(self.table.band) if self.view.at(line, spot)), self.table.top)
            self.left[self.view.address(line, spot)] = reason
        self.left |= {self.view.address(line, self.table.name): "group" for line in heads}
        for line in self.totals:
            spot = next(spot for spot in self.view.places if self.view.at(line, spot))
            self.left[self.view.address(line, spot)] = "total"

    def _value(self, line: int, spot: int) -> Fraction | None:
        cell, place = self.view.at(line, spot), self.view.address(line, spot)
        if cell is None:
            self.faults.append(fault("value_missing", place=place))
            return None
        found = figure(cell)
        if found is None:
            self.faults.append(fault("value_not_number", place=place, given=cell.text[:60]))
        return Fraction(found.value) if found else None

    def _hidden(self, lines: Sequence[int], names: Mapping[int, object]) -> None:
        """A hidden row or column may be a working of the buyer's or a bid put aside: that is for a person to say."""
        spots = [self.table.name, *names]
        places = [self.view.address(line, spot) for line in lines for spot in spots if self.view.hidden(line, spot)]
        if places:
            self.faults.append(fault("hidden_cells", places=listed(places[:SHOWN])))

    def _scaled(
        self, values: Mapping[int, Sequence[Fraction | None]], lines: Sequence[int], weighed: Weighed
    ) -> tuple[tuple[Fraction | None, ...], ...]:
        """Values in the order of the criteria: as they stand, or as shares of the full marks where those differ."""
        full = [weighed.full.get(line) for line in lines]
        for spot, row in values.items():
            for line, value, most in zip(lines, row, full, strict=True):
                if value is not None and most is not None and value > most:
                    place = self.view.address(line, spot)
                    self.faults.append(fault("above_full", place=place, given=said(value), full=said(most)))
        shares = {weighed.weights[line] / most for line, most in zip(lines, full, strict=True) if most}
        if len(set(full)) == 1:
            full = [Fraction(1)] * len(lines)
        elif None in full or len(shares) != 1:
            places = [
                self.view.address(line, self.table.full[0] if self.table.full else self.table.name) for line in lines
            ]
            self.faults.append(fault("scales_differ", places=listed(places[:SHOWN])))
        return tuple(
            tuple(None if value is None else value / (most or 1) for value, most in zip(row, full, strict=True))
            for row in values.values()
        )

    def _criteria(
        self, lines: Sequence[int], weighed: Weighed, values: Mapping[int, Sequence[Fraction | None]]
    ) -> tuple[FoundCriterion, ...]:
        points = self._points(lines, weighed, values)
        names = {line: self._name(line) for line in lines}
        directions = {line: self._direction(line) or ("max" if points else None) for line in lines}
        unsaid = [
            f"{self.view.address(line, self.table.name)} “{names[line]}”"
            for line, way in directions.items()
            if way is None
        ]
        if unsaid:
            self.faults.append(fault("direction_unsaid", criteria=listed(unsaid)))
        weight = self.table.weights[-1] if self.table.weights else (*self.table.full, self.table.name)[0]
        return tuple(
            FoundCriterion(
                name=names[line], cell=self.view.address(line, self.table.name), direction=directions[line],
                weight=weighed.weights[line], weight_cell=self.view.address(line, weight),
            )
            for line in lines
        )  # fmt: skip

    def _name(self, line: int) -> str:
        name = named_direction(marks(self.view.text(line, self.table.name))[0])[0]
        if not name:
            self.faults.append(fault("name_missing", place=self.view.address(line, self.table.name)))
        return name

    def _direction(self, line: int) -> Direction | None:
        own = self.table.directions
        stated = direction(self.view.text(line, own)) if own else None
        return stated or named_direction(self.view.text(line, self.table.name))[1]

    def _points(self, lines: Sequence[int], weighed: Weighed, values: Mapping[int, Sequence[Fraction | None]]) -> bool:
        """Whether every criterion is scored in points; a total that leaves the weights out is a fault on the way."""
        if weighed.full:
            return True
        weights = [weighed.weights[line] for line in lines]
        line = plain_total(self.table, self.totals, values, weights)
        if line is not None and "total" not in self.table.left.values():
            self.faults.append(fault("points_or_scores", place=self.view.address(line, self.table.name)))
        return in_points(self.table, self.totals, values, weights)


def figure_free(name: str) -> bool:
    """Whether a name has a letter: a line of numbers above the columns counts them, it does not name them.

    >>> figure_free("Ada"), figure_free("3")
    (True, False)
    """
    return any(char.isalpha() for char in name)


def said(value: Fraction) -> str:
    """A number as a person writes it.

    >>> said(Fraction(12)), said(Fraction(5, 2))
    ('12', '2.5')
    """
    return f"{Decimal(value.numerator) / Decimal(value.denominator):.6g}"
