"""A decision matrix as it was found on a sheet: every name, weight and value with its cell, and what keeps it from use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from evaluator.domain.finding import Phrase
from evaluator.intake.matrices.words import Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCriterion:
    """A criterion: its name, direction (None where the sheet does not say it) and weight, with the cells of name and weight."""

    name: str
    cell: str
    direction: Direction | None
    weight: Fraction
    weight_cell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMatrix:
    """What was made out on a sheet; it may be ranked where ``faults`` is empty.

    ``across`` tells criteria across the columns from criteria down the rows. ``alternatives`` are names with their cells,
    ``values`` one row for each alternative in the order of the criteria (None where nothing can be read), ``texts`` as they
    are written, ``cells`` their places; ``left`` says which headings and lines were left out, by cell.
    """

    sheet: str
    across: bool
    alternatives: tuple[tuple[str, str], ...]
    criteria: tuple[FoundCriterion, ...]
    values: tuple[tuple[Fraction | None, ...], ...]
    texts: tuple[tuple[str, ...], ...]
    cells: tuple[tuple[str, ...], ...]
    left: Mapping[str, str]
    faults: tuple[Phrase, ...]

    @property
    def clear(self) -> bool:
        """Whether it is understood as a matrix, though single cells may be at fault: most of its cells hold numbers."""
        unread = sum(one.key in ("matrix.value_missing", "matrix.value_not_number") for one in self.faults)
        return len(self.alternatives) > 1 and len(self.criteria) > 1 and unread * 2 <= sum(map(len, self.cells))
