"""One sheet part of an .xlsx, element by element: its cells, and what stands beside them in the same part."""

from __future__ import annotations

from typing import Any, Final

from evaluator.adapters.container import RefusedError
from evaluator.adapters.xlsx_parts import Attributes
from evaluator.adapters.xlsx_values import Values, unescape, whole
from evaluator.intake.address import area, place

CELL_LIMIT: Final = 2_000_000
TEXT_LIMIT: Final = 64 * 2**20  # characters of all cells of a sheet: one long text may stand in thousands of them
MERGE_LIMIT: Final = 10_000
FORMULA, UNCALCULATED = 1, 2
_TRUE: Final = ("1", "true")


def _unseen(attributes: Attributes, size: str) -> bool:
    """Whether a row or column is hidden, or has no height or width."""
    return attributes.get("hidden") in _TRUE or (size in attributes and not attributes[size].strip("0."))


class Cells:
    """Cells as they are handed over: [row, column, text, kind, number format, flags], with the formula's words last if any.

    Formatted but empty cells are dropped here and cost nothing.
    """

    def __init__(self, values: Values, limit: int) -> None:
        """Take at most ``limit`` cells."""
        self._values = values
        self._limit = limit
        self._length = 0
        self.found: list[list[Any]] = []

    def add(self, row: int, column: int, kind: str, raw: str | None, style: str, formula: str | None) -> None:
        """A stored value, None where there is none; ``formula`` is None where the cell is not calculated."""
        text, kind_, code = self._values.of(kind, raw, style) if raw is not None else ("", "text", "")
        if formula is None:
            if text:
                self.found.append([row, column, text, kind_, code, 0])
        else:
            # An empty <v/> is no result either, as programs that write formulas without calculating leave it; "" as text is.
            empty = raw is None or (not raw and kind != "str")
            self.found.append([row, column, text, kind_, code, FORMULA | (UNCALCULATED if empty else 0)])
            if formula:
                self.found[-1].append(formula)
        self._length += len(text)
        if self._length > TEXT_LIMIT:
            raise RefusedError(
                "file_too_large", size=f"> {TEXT_LIMIT // 2**20} MiB", limit=f"{TEXT_LIMIT // 2**20} MiB"
            )
        if len(self.found) > self._limit:
            raise RefusedError("file_too_large", size=f"> {CELL_LIMIT:,}", limit=f"{CELL_LIMIT:,}")


class SheetPart:
    """Takes the elements of a sheet part; hyperlinks keep the id of their relation, lists of options their formula."""

    def __init__(self, cells: Cells) -> None:
        """Collect the cells into ``cells``, everything else here."""
        self._cells = cells
        self._inside = False
        self._row = self._column = 0
        self._cell: Attributes = {}
        self._value: str | None = None
        self._formula: str | None = None
        self._inline: list[str] = []
        self._phonetic = self._validating = False
        self.merged: list[str] = []
        self.merges_left = 0
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.links: list[tuple[str, str, str]] = []
        self.validations: list[dict[str, str]] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        if self._inside:
            self._start_inside(tag, attributes)
        elif tag == "sheetData":
            self._inside = True
        elif tag == "mergeCell":
            if len(self.merged) == MERGE_LIMIT:
                self.merges_left += 1
            elif area(attributes.get("ref", "")):
                self.merged.append(attributes["ref"])
        elif tag == "col" and _unseen(attributes, "width"):
            first, last = whole(attributes.get("min", "")), whole(attributes.get("max", ""))
            self.hidden_columns.extend(range(max(first, 1), min(last, 16_384) + 1))
        elif tag == "hyperlink":
            self.links.append((attributes.get("ref", ""), attributes.get("id", ""), attributes.get("location", "")))
        elif tag == "dataValidation":
            self._validating = True
            self.validations.append({"kind": attributes.get("type", "none"), "areas": attributes.get("sqref", "")})

    def end(self, tag: str, text: str) -> None:
        """An element ends; ``text`` is what stands in it since the last beginning."""
        if self._inside:
            self._end_inside(tag, text)
        elif tag == "dataValidation":
            self._validating = False
        elif self._validating and text:
            # Excel 2010 and later keep a list on another sheet in an extension: <formula1><f>…</f></formula1><sqref>…</sqref>
            if tag in ("formula1", "f"):
                self.validations[-1].setdefault("formula", text)
            elif tag == "sqref":
                self.validations[-1]["areas"] = text

    def row(self, attributes: Attributes) -> None:
        """A row begins."""
        number = whole(attributes.get("r", ""))
        self._row = number if number > 0 else self._row + 1
        self._column = 0
        if _unseen(attributes, "ht"):
            self.hidden_rows.append(self._row)

    def _start_inside(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._open_cell(attributes)
        elif tag == "row":
            self.row(attributes)
        elif tag == "f":
            self._formula = ""
        elif tag == "rPh":
            self._phonetic = True

    def _open_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._value = self._formula = None
        self._inline.clear()
        where = place(attributes.get("r", ""))
        if where:
            self._row, self._column = where
        else:
            self._column += 1

    def _end_inside(self, tag: str, text: str) -> None:
        if tag == "v":
            self._value = text
        elif tag == "f":
            self._formula = unescape(text)
        elif tag == "t" and not self._phonetic:
            self._inline.append(text)
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "c":
            self._close_cell()
        elif tag == "sheetData":
            self._inside = False

    def _close_cell(self) -> None:
        kind, raw = self._cell.get("t", ""), self._value
        if kind == "inlineStr":
            raw = "".join(self._inline)
        self._cells.add(self._row, self._column, kind, raw, self._cell.get("s", ""), self._formula)
