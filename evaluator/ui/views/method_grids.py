"""The method as grids to be changed: what their rows stand for, what is printed beside them, and the values in their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from evaluator.domain.method import Criterion, Method
from evaluator.domain.method_edit import Part, Place, Value, every_question, facts
from evaluator.domain.method_words import where
from evaluator.domain.question import CHOSEN, Column, Kind, Option, Question
from evaluator.domain.text import Lang
from evaluator.i18n.words import t, unit
from evaluator.intake.method_rules import NAMES, PANEL, TYPED, key_of, rule_names
from evaluator.intake.questionnaire import YES_NO
from evaluator.ui.views.method import INDENT

TABS: Mapping[str, tuple[str, ...]] = {
    "weights": ("weights",), "scales": ("panel", "scales"), "points": ("options", "ranges", "items"), "gates": ("gates",),
    "questions": ("questions",), "prices": ("prices",), "rules": ("rules",), "words": ("words",),
}  # fmt: skip
Shape = Literal["number", "switch", "choice", "words"]
# The part of a grid, and its columns; ``ABOUT`` is printed for reading, ``*`` words in each language of the tender.
_FIELDS: Mapping[str, tuple[Part, tuple[str, ...]]] = {
    "weights": (Part.CRITERION, ("weight", "minimum", "title*", "description*")),
    "panel": (Part.CRITERION, ("anonymous", "reason_required")),
    "scales": (Part.LEVEL, ("points", "text*")),
    "options": (Part.OPTION, ("ABOUT", "value")),
    "ranges": (Part.QUESTION, ("ABOUT", "range.worst", "range.best")),
    "items": (Part.ITEM, ("ABOUT", "weight", "range.worst", "range.best")),
    "gates": (Part.GATE, ("ABOUT", "on", "accept", "at_least", "at_most", "reason*")),
    "questions": (Part.QUESTION, ("asked", "weight", "minimum", "text*", "hint*")),
    "prices": (Part.LINE, ("quantity", "title*")),
    "rules": (Part.RULES, ("ABOUT", "value")),
    "words": (Part.WORDS, ("text*",)),
}
SWITCHES = ("on", "asked", "anonymous")
WORDS = ("accept", "text", "title", "description", "hint", "reason")


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: its key, the name it is shown by, and what is printed beside it."""

    key: str
    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid: its rows, and the fields of its columns after the name; ``about`` whether something is printed beside it."""

    part: Part
    rows: tuple[GridRow, ...]
    fields: tuple[str, ...]
    about: bool

    def place(self, row: int, field: str) -> Place:
        """What a cell stands for."""
        key = self.rows[row].key
        return Place(Part.RULES, "", key) if self.part is Part.RULES else Place(self.part, key, field)


def grid(method: Method, name: str, langs: tuple[Lang, ...], lang: Lang) -> Grid:
    """One of the grids, words in the tender's languages."""
    part, given = _FIELDS[name]
    fields = tuple(
        each
        for field in given
        if field != "ABOUT"
        for each in ([f"{field[:-1]}.{one}" for one in langs] if field[-1] == "*" else [field])
    )
    return Grid(part, tuple(_rows(method, name, lang)), fields, "ABOUT" in given)


def shape(field: str) -> Shape:
    """How a column is filled in."""
    stem = field.partition(".")[0]
    if field in SWITCHES or field in PANEL:
        return "switch" if field in SWITCHES else "choice"
    return "words" if stem in WORDS else "number"


def frame(drawn: Grid, method: Method, lang: Lang) -> pd.DataFrame:
    """The grid's values, rows by their keys: a row that is none of a column's has nothing there."""
    held = facts(method)
    columns: dict[str, list[Any]] = {"name": [row.name for row in drawn.rows]}
    if drawn.about:
        columns["about"] = [row.about for row in drawn.rows]
    for field in drawn.fields:
        values = [held.get(drawn.place(row, field)) for row in range(len(drawn.rows))]
        columns[field] = [_shown(value, drawn.rows[row].key, method, lang) for row, value in enumerate(values)]
        if shape(field) == "choice":
            columns[field] = [NAMES[key_of(value)].show(lang) for value in values]
        elif shape(field) == "number":
            columns[field] = [None if value is None else float(value) for value in columns[field]]
    return pd.DataFrame(columns, index=pd.Index([row.key for row in drawn.rows], name="key"))


def _shown(value: Value, key: str, method: Method, lang: Lang) -> Any:
    if isinstance(value, tuple):
        return _listed([one for one in options_of(method, key) if one.key in value], lang)
    return value


def _listed(options: list[Option], lang: Lang) -> str:
    return ("；" if lang == "zh" else "; ").join(one.text.show(lang) for one in options)


def options_of(method: Method, key: str) -> tuple[Option, ...]:
    """The replies that a question offers."""
    return next(question.options or YES_NO for question, _ in every_question(method) if question.id == key)


def _rows(method: Method, name: str, lang: Lang) -> Iterator[GridRow]:
    if name == "weights":
        for top in method.criteria:
            yield from _tree(top, 0, lang)
    elif name == "panel":
        yield from (GridRow(leaf.key, leaf.title.show(lang)) for leaf in method.panel_leaves())
    elif name == "scales":
        for leaf in method.panel_leaves():
            yield from (GridRow(f"{leaf.key}/{place}", leaf.title.show(lang)) for place, _ in enumerate(leaf.levels, 1))
    elif name == "prices":
        yield from (GridRow(line.id, f"{line.id} {line.title.show(lang)}") for line in method.price.lines)
    elif name in ("rules", "words"):
        yield from _named(method, name, lang)
    else:
        held = facts(method)
        for question, _ in every_question(method):
            yield from _asked(question, name, held, method, lang)


def _named(method: Method, name: str, lang: Lang) -> Iterator[GridRow]:
    """Rules that are numbers, or texts that stand nowhere else."""
    for place in facts(method):
        chosen = place.field in TYPED or rule_names(method, place.field)
        if name == "rules" and place.part is Part.RULES and not chosen:
            key = place.field.replace(".", "_")
            yield GridRow(place.field, t(f"change.rule.{key}", lang), t(f"change.says.{key}", lang))
        elif name == "words" and place.part is Part.WORDS and place.field == "text.zh":
            kind, owner = where(place.key)
            yield GridRow(place.key, t(f"change.words.{kind}", lang, id=owner))


def _asked(question: Question, name: str, held: Mapping[Place, Value], method: Method, lang: Lang) -> Iterator[GridRow]:
    """The rows of a question in one of the grids that go question by question."""
    title = f"{question.id} {question.text.show(lang)}"
    if name == "questions":
        yield GridRow(question.id, question.id)
    elif name == "gates" and Place(Part.GATE, question.id, "on") in held:
        chosen = question.kind in CHOSEN
        replies = _listed(list(question.options or YES_NO), lang)
        yield GridRow(question.id, title, replies if chosen else _unit(question, method, lang))
    elif name == "ranges" and Place(Part.QUESTION, question.id, "range.worst") in held:
        yield GridRow(question.id, title, _unit(question, method, lang))
    elif name == "options" and any(
        Place(Part.OPTION, f"{question.id}/{o.key}", "value") in held for o in question.options
    ):
        yield from (GridRow(f"{question.id}/{one.key}", title, one.text.show(lang)) for one in question.options)
    elif name == "items":
        for item in question.items:
            key = f"{question.id}/{item.row}/{item.column}"
            row, column = next(one for one in question.rows if one.key == item.row), question.column(item.column)
            words = f"{question.id} {row.title.show(lang) or item.row} · {column.title.show(lang)}"
            if Place(Part.ITEM, key, "weight") in held:
                yield GridRow(key, words, _unit(column, method, lang))


def _unit(asked: Question | Column, method: Method, lang: Lang) -> str:
    if asked.kind is Kind.MONEY:
        return t("change.money", lang)
    return asked.unit if asked.unit in ("", "%") else unit(asked.unit, lang, method.units)


def _tree(node: Criterion, depth: int, lang: Lang) -> Iterator[GridRow]:
    yield GridRow(node.key, f"{INDENT * depth}{node.title.show(lang)}")
    for child in node.children:
        yield from _tree(child, depth + 1, lang)
