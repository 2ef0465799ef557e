"""The assignment of a buyer's own questions as a workbook: written to be filled in with Excel, read back as it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from openpyxl.worksheet.datavalidation import DataValidation

from evaluator.adapters.look import ENTRY, HEADER, INTRO, KEY, PRINTED, TITLE
from evaluator.adapters.sheets import Book, Page, quoted
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import shown, t
from evaluator.intake.cells import SheetCells, Workbook
from evaluator.intake.own.assigning import JUDGES, KINDS, Assignment, CriterionLine, OwnRow
from evaluator.intake.own.proposal import OwnPrice, OwnQuestionnaire
from evaluator.intake.words import plain

HEAD: Final = 3
PRICE_CODE: Final = "PRICE"
_COLUMNS: Final = (("key", 16.0), ("question", 46.0), ("section", 18.0), ("because", 20.0), ("id", 8.0), ("kind", 14.0),
                   ("unit", 10.0), ("options", 24.0), ("required", 10.0), ("criterion", 22.0), ("judge", 15.0),
                   ("weight", 10.0), ("scale", 22.0), ("gate", 18.0))  # fmt: skip
_PRINTED: Final = 4
_SPARE: Final = {"criteria": 10, "prices": 30}  # rows left open below those that are filled
_TYPED: Final = replace(ENTRY, code="@")


def write_assignment(asked: OwnQuestionnaire, said: Assignment, lang: Lang) -> bytes:
    """The workbook: a row for each question with what is assigned so far, the criteria, the price lines."""
    book = Book(lang, t("own.table.title", lang, name=asked.name))
    page = _page(book, asked.name, "questions", _COLUMNS, lang)
    by_key = {row.key: row for row in said.rows}
    last = HEAD
    for last, question in enumerate(asked.questions, start=HEAD + 1):
        row = by_key[question.key]
        because = " ".join(shown(phrase, lang) for phrase in (question.because, *question.notes))
        for column, text in enumerate(
            (row.key, question.text.show(lang), question.section.show(lang), because), start=1
        ):
            page.text(last, column, text, KEY if column == 1 else PRINTED)
        for column, text in enumerate(_typed(row, lang), start=_PRINTED + 1):
            page.text(last, column, text, _TYPED)
        page.fit(last)
    page.freeze(f"C{HEAD + 1}", f"{HEAD}:{HEAD}")
    lines = [("", line.title, line.weight) for line in said.criteria]
    criteria = [(PRICE_CODE, t("own.price_weight", lang), said.price_weight), *lines]
    tree = _list(book, asked.name, "criteria", (("code", 8.0), ("title", 40.0), ("share", 12.0)), criteria, lang)
    prices = [(line.title, line.unit, line.quantity) for line in said.prices]
    _list(book, asked.name, "prices", (("line", 44.0), ("unit", 14.0), ("quantity", 12.0)), prices, lang)
    names = f"{quoted(tree.name)}!$B${HEAD + 2}:$B${HEAD + len(criteria) + _SPARE['criteria']}"
    _choices(page, "kind", [t(f"own.kind.{kind}", lang) for kind in KINDS], last)
    _choices(page, "judge", [t(f"own.judge.{judge}", lang) for judge in JUDGES], last)
    _choices(page, "required", [t(f"own.required.{word}", lang) for word in ("yes", "no")], last)
    _choices(page, "criterion", names, last)
    return book.save()


def _typed(row: OwnRow, lang: Lang) -> tuple[str, ...]:
    required = t(f"own.required.{'yes' if row.required else 'no'}", lang)
    return (
        row.id, t(f"own.kind.{row.kind}", lang), row.unit, row.options, required, row.criterion,
        t(f"own.judge.{row.judge}", lang), row.weight, row.scale, row.gate,
    )  # fmt: skip


def _page(book: Book, name: str, kind: str, columns: Sequence[tuple[str, float]], lang: Lang) -> Page:
    page = book.page(t(f"own.table.{kind}", lang))
    page.columns([width for _, width in columns])
    page.banner(1, t("own.table.title", lang, name=name), replace(TITLE, size=13), len(columns))
    page.banner(2, t(f"own.table.how_{kind}", lang), INTRO, len(columns))
    for column, (key, _) in enumerate(columns, start=1):
        page.text(HEAD, column, t(f"own.col.{key}", lang), HEADER)
    page.fit(HEAD, grows=False)
    return page


def _list(
    book: Book, name: str, kind: str, columns: Sequence[tuple[str, float]], rows: Sequence[tuple[str, ...]], lang: Lang
) -> Page:
    page = _page(book, name, kind, columns, lang)
    for number in range(len(rows) + _SPARE[kind]):
        cells = rows[number] if number < len(rows) else ("",) * len(columns)
        for column, text in enumerate(cells, start=1):
            page.text(HEAD + 1 + number, column, text, KEY if columns[column - 1][0] == "code" else _TYPED)
    page.freeze(f"A{HEAD + 1}", f"{HEAD}:{HEAD}")
    return page


def _choices(page: Page, name: str, choices: Sequence[str] | str, last: int) -> None:
    column = next(number for number, (key, _) in enumerate(_COLUMNS) if key == name)
    letters = "ABCDEFGHIJKLMN"[column]
    source = choices if isinstance(choices, str) else f'"{",".join(choices)}"'
    check = DataValidation(type="list", formula1=source, allow_blank=True)
    check.add(f"{letters}{HEAD + 1}:{letters}{last}")
    page.sheet.add_data_validation(check)


def read_assignment(book: Workbook) -> Assignment | None:
    """What was filled in, as typed; None where the workbook is no assignment table."""
    shown_sheets = [sheet for sheet in book.sheets if not sheet.hidden]
    if len(shown_sheets) != len(_SPARE) + 1 or not _is_table(shown_sheets[0]):
        return None
    questions, criteria, prices = shown_sheets
    lines = [_cells(criteria, row, 3) for row in _rows(criteria)]
    weights = [cells[2] for cells in lines if cells[0] == PRICE_CODE]
    tree = tuple(CriterionLine(title=title, weight=weight) for code, title, weight in lines if code != PRICE_CODE)
    priced = [_cells(prices, row, 3) for row in _rows(prices)]
    rows = [_cells(questions, row, len(_COLUMNS)) for row in _rows(questions)]
    return Assignment(
        criteria=tree, price_weight=weights[0] if weights else "",
        prices=tuple(OwnPrice(title=line, unit=unit, quantity=number) for line, unit, number in priced),
        rows=tuple(_row(cells) for cells in rows if cells[0]),
    )  # fmt: skip


def _is_table(sheet: SheetCells) -> bool:
    heads = {tuple(t(f"own.col.{key}", lang) for key, _ in _COLUMNS) for lang in LANGS}
    return _cells(sheet, HEAD, len(_COLUMNS)) in heads


def _rows(sheet: SheetCells) -> list[int]:
    return [row for row in sheet.rows() if row > HEAD and any(_cells(sheet, row, len(_COLUMNS)))]


def _cells(sheet: SheetCells, row: int, count: int) -> tuple[str, ...]:
    return tuple(sheet.written(row, column) for column in range(1, count + 1))


def _row(cells: tuple[str, ...]) -> OwnRow:
    key, _, _, _, number, kind, unit, options, required, criterion, judge, weight, scale, gate = cells
    optional = plain(required) in {plain(t("own.required.no", lang)) for lang in LANGS}
    return OwnRow(
        key=key, id=number, kind=_code(kind, KINDS, "own.kind"), unit=unit, options=options, required=not optional,
        criterion=criterion, judge=_code(judge, JUDGES, "own.judge"), weight=weight, scale=scale, gate=gate,
    )  # fmt: skip


def _code(given: str, codes: Sequence[str], prefix: str) -> str:
    """The code that a word in either language stands for; the word itself where it stands for none."""
    found = (code for code in codes if plain(given) in {code, *(plain(t(f"{prefix}.{code}", lang)) for lang in LANGS)})
    return next(found, given)
