"""The shape of a score form when no method is at hand: evaluators with their columns, criteria with their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evaluator.intake.address import column_letters
from evaluator.intake.cells import SheetCells
from evaluator.intake.matrices.form_columns import FormColumn, columns_of, vendor_label
from evaluator.intake.matrices.turning import View, view
from evaluator.intake.matrices.words import figure, heading, is_evaluator

DEEPEST: Final = 15
FEWEST: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FormShape:
    """A score form: header rows, columns of scores, criteria as (name, cell), how many scores are given.

    ``vendor`` is the name beside the label of the vendor, empty where it waits to be filled in, ``vendor_cell`` the label's.
    """

    sheet: str
    header_rows: tuple[int, ...]
    question: str
    columns: tuple[FormColumn, ...]
    criteria: tuple[tuple[str, str], ...]
    given: int
    vendor: str
    vendor_cell: str


def form_on(sheet: SheetCells) -> FormShape | None:
    """The score form on a sheet: criteria down the rows beside columns of scores for each evaluator; None where there is none."""
    lying = view(sheet)
    heads = [line for line in lying.lines if line <= DEEPEST and _scoring(lying, line) >= FEWEST]
    named = [
        (line, spot) for line, spot in lying.cells if heads and line <= heads[-1] and _names_criteria(lying, line, spot)
    ]
    if not named:
        return None
    first, name = min(named)
    band = [line for line in lying.lines if first <= line <= heads[-1]]
    columns, _ = columns_of(lying, band, [spot for spot in lying.places if spot > name], {}, one_vendor=True)
    scored = tuple(column for column in columns if column.evaluator)
    below = [line for line in lying.lines if line > heads[-1]]
    criteria = tuple(_criteria(lying, below, name))
    asked = [line for line in below if lying.address(line, name) in {cell for _, cell in criteria}]
    if len(scored) < FEWEST or not criteria:
        return None
    vendor, cell = vendor_label(lying, first)
    return FormShape(
        sheet=sheet.name, header_rows=tuple(band), question=column_letters(name), columns=scored, criteria=criteria,
        given=sum(figure(lying.at(line, column.spot)) is not None for line in asked for column in scored),
        vendor=vendor, vendor_cell=cell,
    )  # fmt: skip


def _scoring(lying: View, line: int) -> int:
    """How many headings of a line speak of evaluators or scores."""
    texts = [lying.text(line, spot) for spot in lying.places if lying.at(line, spot)]
    return sum(heading(text) == "score" or is_evaluator(text) for text in texts)


def _names_criteria(lying: View, line: int, spot: int) -> bool:
    """Whether a cell heads a column of criteria; a label with a colon heads nothing."""
    text = lying.text(line, spot)
    return heading(text) == "criterion" and not text.endswith((":", "："))


def _criteria(lying: View, below: Sequence[int], name: int) -> list[tuple[str, str]]:
    """Names of criteria with their cells; totals are none."""
    found = [(lying.text(line, name), lying.address(line, name)) for line in below if lying.at(line, name)]
    return [(text, cell) for text, cell in found if heading(text) not in ("left", "detail")]
