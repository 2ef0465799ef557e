"""What a clause book changes, spot by spot, in the words of the library."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.domain.clause_edit import EVERY_ROW, ClauseChange, Kind, Spot, Wording
from evaluator.domain.contract import ContractLibrary
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.questionnaire import YES_NO
from evaluator.ui.parts.tables import Cell, Column, Row

DASH = "—"


def changed(told: Sequence[ClauseChange], library: ContractLibrary, lang: Lang) -> tuple[list[Column], list[Row]]:
    """One row for each spot that differs: where it stands, what stood there and what stands there now."""
    columns = [
        Column(t("contract.book_place", lang), head=True, width=12), Column(t("contract.book_before", lang), width=22),
        Column(t("contract.book_after", lang), width=22),
    ]  # fmt: skip
    rows = [
        Row([
            Cell(text=place(one.spot, library, lang), note=field(one.spot, lang)),
            Cell(text=_shown(one.before, lang), tone="soft"), _shown(one.after, lang),
        ])
        for one in told
    ]  # fmt: skip
    return columns, rows


def place(spot: Spot, library: ContractLibrary, lang: Lang) -> str:
    """The article and paragraph, or the term of a position with row and column of a cell."""
    if spot.kind in (Kind.POSITION, Kind.CELL):
        term, *cell = spot.key.split("/")
        return " · ".join((library.term(term).label.show(lang), *(one for one in cell if one != EVERY_ROW)))
    key, _, item = spot.key.partition("/")
    for number, clause in enumerate(library.clauses, start=1):
        article = f"{t('workbook.clauses.article', lang, n=number)} {clause.title.show(lang)}"
        if clause.id == key:
            return article
        for at, paragraph in enumerate(clause.paragraphs, start=1):
            if paragraph.id == key:
                return f"{article} · {at}" + (f" ({item})" if item else "")
    return spot.key


def field(spot: Spot, lang: Lang) -> str:
    """Which words of it, with the language where it has two."""
    name, _, of = spot.field.partition(".")
    said = t(f"contract.spot.{name}", lang)
    return f"{said} · {t(f'contract.book.{of}', lang)}" if of else said


def _shown(value: Wording, lang: Lang) -> str:
    if isinstance(value, bool):
        return YES_NO[0 if value else 1].text.show(lang)
    return str(value) or DASH
