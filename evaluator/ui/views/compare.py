"""Answers side by side: question by vendor, section by section, with the cell and what became of each answer."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.domain.bid import Answer, Bid, State
from evaluator.domain.question import FixedRow, Question
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.questionnaire import PRICE, TECHNICAL, Sheet
from evaluator.services.state import TenderState
from evaluator.services.wording import answer_text
from evaluator.ui.parts.tables import Cell, Column, Row, Tone

DASH = "—"
LONG = 600


def sheets(state: TenderState) -> dict[str, Sheet]:
    """Sections of the workbooks that may be read now, by key."""
    envelopes = (TECHNICAL, PRICE) if "prices_opened" in state.stages else (TECHNICAL,)
    return {f"{envelope}.{sheet.key}": sheet for envelope in envelopes for sheet in state.asked.sheets[envelope]}


def side_by_side(state: TenderState, sheet: Sheet, lang: Lang) -> tuple[list[Column], list[Row]]:
    """A section's questions, or the rows of its tables, with one column for each vendor."""
    bids = [bid for bid in state.evaluation.bids if bid.answers]
    columns = [
        Column(t("bids.col.question", lang), head=True, width=10),
        *(Column(bid.vendor, width=9) for bid in bids),
    ]
    rows = [row for question in sheet.questions for row in _rows(state, question, bids, lang)]
    return columns, rows


def _rows(state: TenderState, question: Question, bids: list[Bid], lang: Lang) -> Iterator[Row]:
    if question.rows:
        yield Row([Cell(text=question.text.show(lang), note=question.id)], state="group")
        for fixed in question.rows:
            yield Row([_fixed(fixed, lang), *(_table_row(state, bid, question, fixed.key, lang) for bid in bids)])
        return
    cells = [_answer(state, bid.find(question.id), lang) for bid in bids]
    yield Row([Cell(text=question.text.show(lang), note=question.id), *cells])


def _fixed(row: FixedRow, lang: Lang) -> Cell:
    """The row's subject, with its number and what else the buyer printed in it as a note."""
    texts = {key: text.show(lang) for key, text in row.cells}
    subject = next((key for key in ("requirement", "line") if key in texts), "")
    said = row.title.show(lang) or texts.pop(subject, "").partition("\n")[0]
    return Cell(text=said, note=" · ".join([row.key, *(text for text in texts.values() if text)]))


def _table_row(state: TenderState, bid: Bid, question: Question, key: str, lang: Lang) -> Cell:
    answer = bid.find(question.id)
    row = next((row for row in answer.rows if row.key == key), None) if answer else None
    if row is None:
        return Cell(text=DASH, tone="soft")
    said = [text for cell in row.cells.values() if (text := _said(state, cell, lang))]
    waits = [cell for cell in row.cells.values() if _waits(state, cell)]
    place = next((cell.source.cell for cell in row.cells.values() if cell.source.cell), "")
    return Cell(text=" · ".join(said) or t("bids.empty_cell", lang), tone="open" if waits else "", note=place)


def _answer(state: TenderState, answer: Answer | None, lang: Lang) -> Cell:
    if answer is None:
        return Cell(text=DASH, tone="soft")
    if answer.rows:
        lines = [
            " · ".join(filter(None, (_said(state, cell, lang) for cell in row.cells.values()))) for row in answer.rows
        ]
        return Cell(text=_short("\n".join(line for line in lines if line)), note=str(answer.source))
    said = _said(state, answer, lang) or t("bids.empty_cell", lang)
    note = [str(answer.source), t(f"bids.state.{answer.state.value}", lang) if answer.open else ""]
    if answer.settled is not None:
        note.append(t("bids.settled_note", lang, given=answer.verbatim or t("bids.empty_cell", lang)))
    if answer.remark:
        note.append(_short(answer.remark))
    tone: Tone = "open" if answer.open else "soft" if answer.state is State.NOT_APPLICABLE else ""
    return Cell(text=said, tone=tone, note=" · ".join(filter(None, note)))


def _said(state: TenderState, answer: Answer, lang: Lang) -> str:
    return _short(answer_text(state, answer, lang))


def _waits(state: TenderState, answer: Answer) -> bool:
    part = state.asked.question(answer.item.partition("/")[0])
    column = answer.item.rpartition("/")[2]
    needed = any(each.key == column and each.required for each in part.columns)
    return answer.open and (needed or bool(answer.verbatim))


def _short(text: str) -> str:
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"
