"""A document that came back, as the page shows it: values to confirm, other edits, comments."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services.read_back import ReadBack
from evaluator.services.returned_values import Proposed
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row

LONG = 600


def waiting(found: ReadBack, state: TenderState, vendor: str) -> tuple[Proposed, ...]:
    """The values that can be confirmed and have not been."""
    agreed = {one.term: one.value for one in state.agreement.of(vendor)}
    return tuple(one for one in found.proposed if one.value is not None and agreed.get(one.term) != one.value)


def values(given: tuple[Proposed, ...], lang: Lang) -> tuple[list[Column], list[Row]]:
    """Each value with what the draft says and what the document says; one that the award forbids says so."""
    columns = [
        Column(t("contract.back.term", lang), head=True, width=7), Column(t("contract.back.before", lang), width=11),
        Column(t("contract.back.after", lang), width=11),
    ]  # fmt: skip
    rows = [Row([one.label.show(lang), _joined(one.before), _after(one, lang)]) for one in given]
    return columns, rows


def _after(one: Proposed, lang: Lang) -> Cell:
    words = _joined(one.words)
    if one.refused:
        return Cell(words, note=t(f"refused.{one.refused}", lang, label=one.label), tone="bad")
    noted = one.problem is not None
    return Cell(words, note=t("contract.back.check", lang) if noted else "", tone="warn" if noted else "")


def edits(found: ReadBack, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Every other change, in the order of the document."""
    columns = [
        Column(t("contract.back.kind", lang), head=True, width=4), Column(t("contract.back.near", lang), width=7),
        Column(t("contract.back.before", lang), width=11), Column(t("contract.back.after", lang), width=11),
    ]  # fmt: skip
    rows = [
        Row([t(f"contract.back.{one.kind}", lang), _short(one.near), _short(one.before), _short(one.after)])
        for one in found.edits
    ]
    return columns, rows


def remarks(found: ReadBack, lang: Lang) -> tuple[list[Column], list[Row]]:
    """The comments in the document that are not ours."""
    columns = [
        Column(t("contract.back.author", lang), head=True, width=5),
        Column(t("contract.back.said", lang), width=24),
    ]
    return columns, [Row([one.author or "—", _short(one.text)]) for one in found.remarks]


def _joined(words: Mapping[Lang, str]) -> str:
    return "\n".join(dict.fromkeys(words.values()))


def _short(text: str) -> str:
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"
