"""A question in other words than it was sent out with: both texts beside the answer and its cells."""

from __future__ import annotations

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services.meaning import Rewording
from evaluator.services.state import TenderState
from evaluator.services.wording import item_title
from evaluator.ui.parts.tables import Cell, Column, Row

SHOWN = 12


def label(state: TenderState, one: Rewording, lang: Lang) -> str:
    """A reworded question in a list: its name and the words that the vendor gave it."""
    return f"{item_title(state, one.item, lang)} {dict(one.findings[0].params)['given']}"


def table(state: TenderState, one: Rewording, lang: Lang) -> tuple[list[Column], list[Row]]:
    """A row for each text that was changed, and what was answered to it; a table's answers stand on lines of their own."""
    columns = [
        Column(t("revision.col.item", lang), head=True, width=8), Column(t("wording.col.issued", lang), width=14),
        Column(t("wording.col.given", lang), width=14), Column(t("wording.col.answer", lang), width=10),
    ]  # fmt: skip
    said = [f"{answer.verbatim}" for answer in one.answers]
    lines = [*said[:SHOWN], "…"] if len(said) > SHOWN else said
    places = ", ".join(dict.fromkeys(str(answer.source) for answer in one.answers[:SHOWN]))
    rows = []
    for number, found in enumerate(one.findings):
        texts = dict(found.params)
        answered = Cell(text="\n".join(lines), strong=True, note=places) if number == 0 else Cell(text="")
        given = Cell(text=str(texts["given"]), note=str(found.source))
        rows.append(Row([item_title(state, one.item, lang), str(texts["expected"]), given, answered]))
    return columns, rows
