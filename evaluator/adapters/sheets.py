"""Common ground of every workbook we write: text stays text, one look, print set-up, protection, stable bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from evaluator.adapters import text_size
from evaluator.adapters.look import BODY, RULE, Look, font
from evaluator.adapters.package import Shown, pack
from evaluator.domain.text import Layout
from evaluator.intake.address import column_letters

TEXT_LIMIT = 32_767
_RISKY = tuple("=+-@\t\r＝＋－＠")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def clean(text: str) -> str:
    """Text that a workbook can hold, otherwise as written: no control characters, line ends as in a cell, not too long.

    >>> clean("a\\x00b\\r\\nc _x0041_")
    'ab\\nc _x005F_x0041_'
    """
    plain = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = _ESCAPED.sub("_x005F_", plain)
    return plain if len(plain) <= TEXT_LIMIT else plain[: TEXT_LIMIT - 1] + "…"


def write_text(cell: Cell, text: str) -> None:
    """The cell holds exactly this text, never a formula, a link or an error value, whoever wrote it."""
    cell.value = clean(text) or None
    if cell.value is not None:
        cell.data_type = "s"
        if text.startswith(_RISKY):
            cell.quotePrefix = True


class Page:
    """One sheet being written; rows and columns count from 1."""

    def __init__(self, sheet: Worksheet, layout: Layout, mark: str = "") -> None:
        """Set paper and view; widths and texts follow. ``mark`` is printed at the foot of every page."""
        self.sheet = sheet
        self.layout = layout
        self.widths: dict[int, float] = {}
        self.shown: dict[str, Shown] = {}
        self.growing: set[int] = set()
        self._styles: dict[Look, StyleArray] = {}
        sheet.sheet_view.showGridLines = False
        _print_setup(sheet, mark)

    @property
    def name(self) -> str:
        """The sheet's name."""
        return str(self.sheet.title)

    def columns(self, widths: Sequence[float]) -> None:
        """Set the widths of the first columns."""
        for number, width in enumerate(widths, start=1):
            self.widths[number] = width
            self.sheet.column_dimensions[column_letters(number)].width = width

    def text(self, row: int, column: int, text: str, look: Look = BODY) -> Cell:
        """Write a text."""
        cell = self.paint(row, column, look)
        write_text(cell, text)
        return cell

    def number(self, row: int, column: int, value: Decimal | Fraction | int, look: Look = BODY) -> Cell:
        """Write a number; a fraction that has no finite decimals becomes the formula ``=p/q``."""
        exact = Fraction(value)
        if not _finite(exact):
            return self.formula(row, column, f"={exact.numerator}/{exact.denominator}", look, exact)
        cell = self.paint(row, column, _right(look))
        cell.value = Decimal(exact.numerator) / Decimal(exact.denominator)
        return cell

    def formula(self, row: int, column: int, formula: str, look: Look, result: Shown) -> Cell:
        """Write a formula of our own making, with the result shown where nothing calculates."""
        cell = self.paint(row, column, _right(look))
        cell.value = formula
        self.shown[cell.coordinate] = result
        return cell

    def paint(self, row: int, column: int, look: Look) -> Cell:
        """The cell in this look, its content untouched."""
        cell = self.sheet.cell(row, column)
        assert isinstance(cell, Cell), "only the first cell of a merged range is written"
        fresh = not cell.has_style
        if fresh and look in self._styles:  # looking up every part of a style again takes longer than all the rest
            cell._style = copy(self._styles[look])  # type: ignore[attr-defined]  # no public way
            return cell
        cell.font = font(look, self.layout)
        cell.alignment = Alignment(horizontal=look.across, vertical=look.up, wrap_text=look.wrap)
        cell.protection = Protection(locked=not look.open)
        cell.number_format = look.code
        if look.fill:
            cell.fill = PatternFill("solid", start_color=look.fill)
        if look.boxed:
            cell.border = _BOX
        if fresh:
            self._styles[look] = copy(cell._style)  # type: ignore[attr-defined]  # no public way
        return cell

    def merge(self, row: int, first: int, last: int) -> None:
        """Join the cells of a row; only ever used where nothing is read back."""
        if last > first:
            self.sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)

    def banner(self, row: int, text: str, look: Look, last: int) -> None:
        """A text across the sheet up to column ``last``, in a row high enough for it."""
        self.text(row, 1, text, look)
        self.merge(row, 1, last)
        room = sum(self.widths.get(number, 8.43) for number in range(1, last + 1))
        self.high(row, text, room if look.wrap else float(TEXT_LIMIT), look)

    def high(self, row: int, text: str, room: float, look: Look = BODY) -> None:
        """Make a row high enough for a text in this room, whatever is typed later."""
        count = text_size.lines(text, room, look.size, bold=look.bold)
        self.sheet.row_dimensions[row].height = text_size.height(count, look.size, tall=self.tall)

    @property
    def tall(self) -> bool:
        """Whether the sheet is set in a Chinese font."""
        return self.layout != "en"

    def fit(self, row: int, least: int = 1, *, grows: bool = True) -> None:
        """Make a row high enough for its texts, ``least`` lines at the least; it grows with what is typed into it."""
        need = text_size.height(least, tall=self.tall)
        for number, width in self.widths.items():
            cell = self.sheet.cell(row, number)
            if isinstance(cell.value, str) and cell.data_type == "s":
                size = float(cell.font.size or 10)
                room = width if cell.alignment.wrap_text else float(TEXT_LIMIT)
                count = text_size.lines(cell.value, room, size, bold=bool(cell.font.bold))
                tall = self.tall or text_size.CHINESE.search(cell.value) is not None
                need = max(need, text_size.height(count, size, tall=tall))
        self.sheet.row_dimensions[row].height = need
        if grows:
            self.growing.add(row)

    def freeze(self, address: str, titles: str = "") -> None:
        """Keep rows above and columns left of a cell in view, and print the ``titles`` rows on every page."""
        self.sheet.freeze_panes = address
        if titles:
            self.sheet.print_title_rows = titles

    def side_by_side(self, titles: str, breaks: Sequence[int], *, paper: str = "8", scale: int = 80) -> None:
        """Print on A3 in full size with the ``titles`` columns on every page, a page ending after each of ``breaks``.

        ``paper`` is another size by Excel's number (9 is A4).
        """
        self.sheet.page_setup.paperSize = paper
        self.sheet.page_setup.scale = scale
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
        self.sheet.print_title_cols = titles
        for column in breaks:
            self.sheet.col_breaks.append(Break(column))

    def one_page(self) -> None:
        """Print the sheet on a single upright page."""
        self.sheet.page_setup.orientation = "portrait"
        self.sheet.page_setup.fitToHeight = 1

    def protect(self) -> None:
        """Lock all but the open cells, without a password; heights, widths, wrapping and new rows stay free."""
        guard = self.sheet.protection
        guard.sheet = True
        guard.formatCells = guard.formatColumns = guard.formatRows = guard.insertRows = False


class Book:
    """A workbook being written."""

    def __init__(self, layout: Layout, title: str, mark: str = "") -> None:
        """Start without sheets; ``title`` is the document's title, ``mark`` stands at the foot of every page."""
        self.mark = mark
        self.layout = layout
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        # Widths count digits of the standard font: one that every machine has, or has a twin of, keeps them the same.
        self.book._named_styles["Normal"].font = Font(  # type: ignore[attr-defined]  # no public way
            name="Arial", size=text_size.STANDARD
        )
        self.book.properties.creator = "Vendor Evaluator"
        self.book.properties.title = clean(title)
        self.pages: list[Page] = []

    def page(self, name: str, *, hidden: bool = False) -> Page:
        """A new sheet; its name is cut to what a sheet may be called and made unique."""
        sheet = self.book.create_sheet(sheet_name(name, [page.name for page in self.pages]))
        if hidden:
            sheet.sheet_state = "hidden"
        page = Page(sheet, self.layout, self.mark)
        self.pages.append(page)
        return page

    def save(self) -> bytes:
        """The file; the same content always gives the same bytes."""
        return pack(
            self.book,
            {number: page.shown for number, page in enumerate(self.pages, start=1)},
            {number: frozenset(page.growing) for number, page in enumerate(self.pages, start=1)},
        )


def sheet_name(name: str, taken: Sequence[str]) -> str:
    """A name a sheet may have: 31 characters, none of those that formulas use, not taken.

    >>> sheet_name("Terms: price/tax?", ["Terms price tax"])
    'Terms price tax 2'
    """
    plain = " ".join(re.sub(r"[\[\]:*?/\\']", " ", clean(name)).split())[:31].strip() or "-"
    used = {other.casefold() for other in taken}
    candidate, number = plain, 1
    while candidate.casefold() in used:
        number += 1
        candidate = f"{plain[: 30 - len(str(number))]} {number}"
    return candidate


def quoted(name: str) -> str:
    """A sheet's name as a formula writes it.

    >>> quoted("Plan B")
    "'Plan B'"
    """
    return "'" + name.replace("'", "''") + "'"


def _right(look: Look) -> Look:
    return replace(look, across="right") if look.across == "left" else look


def _finite(value: Fraction) -> bool:
    """Whether a fraction is written out in full by at most 12 decimals."""
    return (value * 10**12).denominator == 1


def _print_setup(sheet: Worksheet, mark: str) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.7, 0.35
    footer = sheet.oddFooter
    for place, text in (("left", "&A"), ("center", mark.replace("&", "&&")), ("right", "&P / &N")):
        getattr(footer, place).text = text or None


_SIDE = Side(style="thin", color=RULE)
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
