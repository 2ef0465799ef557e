"""What only the buyer knows: its own terms and its requirement list, as rows, and what their forms give back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evaluator.domain.contract import Term, TermKind
from evaluator.domain.tender import Requirement
from evaluator.domain.text import LANGS, Lang, Text
from evaluator.i18n.words import t, unit
from evaluator.intake.requirements import PastedList, RowFault, read_requirements
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState
from evaluator.services.tenders import figure
from evaluator.ui.parts.findings import Line
from evaluator.ui.parts.tables import Cell, Column, Row

WRITTEN = (TermKind.LINE, TermKind.TEXT, TermKind.LIST)
NUMBERS = (TermKind.DURATION, TermKind.PERCENT, TermKind.NUMBER)
FIRST = ("payment_days",)  # beside the terms that nobody but the buyer can fill


@dataclass(frozen=True, slots=True)
class Field:
    """A term that the buyer may set: the key it has in the tender, and the figure of the method that holds without it."""

    key: str
    term: Term
    usual: Decimal | None

    @property
    def number(self) -> bool:
        """Whether it takes a figure, not words."""
        return self.term.kind in NUMBERS

    @property
    def first(self) -> bool:
        """Whether the form asks for it at once, not behind a fold."""
        return self.term.fill.startswith("tender:") or self.key in FIRST


def fields(state: TenderState) -> tuple[Field, ...]:
    """The terms of the tender's own method that a tender fills, and those on which the method holds a figure."""
    found = []
    for term in state.pack.library.terms:
        source, _, key = term.fill.partition(":")
        position = state.pack.library.position(term.id)
        usual = position.value if position and isinstance(position.value, Decimal) else None
        if source == "tender" and term.kind in (*WRITTEN, *NUMBERS):
            found.append(Field(key, term, usual))
        elif usual is not None and term.kind in NUMBERS:
            found.append(Field(term.id, term, usual))
    return tuple(found)


def said(value: object, lang: Lang) -> str:
    """What a term of the tender says in a language alone; nothing where it is not set."""
    if isinstance(value, Text):
        return str(getattr(value, lang))
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def title(field: Field, state: TenderState, lang: Lang) -> str:
    """The label of a term, with its unit where it takes a figure."""
    label, units = field.term.label.show(lang), state.pack.method.units
    if field.term.kind is TermKind.PERCENT:
        return t("tender.own.with_unit", lang, title=label, unit="%")
    if field.number and field.term.unit:
        return t("tender.own.with_unit", lang, title=label, unit=unit(field.term.unit, lang, units))
    return label


def terms_of(given: Mapping[str, Any], state: TenderState) -> dict[str, Any]:
    """The terms as the form gives them back; those it does not show stay, an emptied one is no longer set."""
    terms = dict(state.tender.terms)
    for field in fields(state):
        before = terms.pop(field.key, None)
        after = figure(given[field.key], field.term.label) if field.number else _text(given, field.key, before)
        if after is not None:
            terms[field.key] = after
    return {"terms": terms}


def _text(given: Mapping[str, Any], key: str, before: Any) -> Any:
    there = {lang: said(before, lang) for lang in LANGS}
    now = {lang: given.get(f"{key}_{lang}", there[lang]).strip() for lang in LANGS}
    if all(now[lang] == there[lang].strip() for lang in LANGS):
        return before
    return Text(**now) if any(now.values()) else None


def requirements_of(given: Mapping[str, Any], state: TenderState) -> dict[str, Any]:
    """The requirement list as pasted, where every row of it can be read."""
    del state
    read = read_requirements(given["list"])
    if read.faults:
        raise Refused("requirement_faults", n=len(read.faults))
    if not read.rows:
        raise Refused("requirements_empty")
    return {"requirements": read.rows}


def closed(state: TenderState) -> str:
    """Key of the reason why the requirement list cannot be changed; empty where it can."""
    if state.pack.method.requirements is None:
        return "tender.list.unused"
    return "tender.list.locked" if "technical_locked" in state.stages else ""


def editing(part: str, state: TenderState) -> str:
    """The part of the tender that is being changed; none where it can no longer change."""
    return "" if part == "requirements" and closed(state) else part


def terms(state: TenderState, lang: Lang) -> tuple[list[Column], list[Row]]:
    """The buyer's own terms, by the names that the contract gives them."""
    labels = {field.key: field.term for field in fields(state)}
    labels |= {term.id: term for term in state.pack.library.terms if term.id not in labels}
    rows = []
    for key, value in state.tender.terms.items():
        term = labels.get(key)
        rows.append(Row([term.label.show(lang) if term else key, _shown(term, value, state, lang)]))
    return [Column(t("tender.col.term", lang), head=True, width=9), Column(t("tender.col.value", lang), width=24)], rows


def _shown(term: Term | None, value: object, state: TenderState, lang: Lang) -> str:
    if isinstance(value, Text):
        return value.show(lang)
    words = said(value, lang)
    if term is None or not isinstance(value, int | Decimal):
        return words
    if term.kind is TermKind.PERCENT:
        return f"{words}%"
    return unit(term.unit, lang, state.pack.method.units, words) if term.unit else words


def requirements(rows: Sequence[Requirement], lang: Lang) -> tuple[list[Column], list[Row]]:
    """The requirement list as vendors are asked it."""
    columns = [
        Column(t("tender.col.id", lang), head=True), Column(t("tender.col.module", lang), width=8),
        Column(t("tender.col.requirement", lang), width=20), Column(t("tender.col.kind", lang)),
    ]  # fmt: skip
    return columns, [Row([row.id, row.module.show(lang), row.text.show(lang), _kind(row, lang)]) for row in rows]


def _kind(row: Requirement, lang: Lang) -> Cell:
    must = row.kind == "must"
    return Cell(text=t(f"tender.kind.{row.kind}", lang), strong=must, tone="" if must else "soft")


def result(read: PastedList, lang: Lang) -> str:
    """What was read of a pasted list, in one sentence."""
    if read.faults:
        return t("tender.list.faulty", lang, n=len(read.faults))
    return t("tender.list.good", lang, n=len(read.rows), musts=sum(row.kind == "must" for row in read.rows))


def faults(read: PastedList, lang: Lang) -> tuple[Line, ...]:
    """What is wrong with a pasted list, each fault with its row."""
    return tuple(Line(sentence(fault, lang), t("tender.list.row", lang, row=fault.row)) for fault in read.faults)


def sentence(fault: RowFault, lang: Lang) -> str:
    """What is wrong with a row, and what to write instead."""
    return t(f"tender.fault.{fault.rule}", lang, **fault.params)
