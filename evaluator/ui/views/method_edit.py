"""The method as grids to be changed: their rows and columns, and the edits that what was typed comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Literal

import pandas as pd

from evaluator.domain.method import Criterion, Method
from evaluator.domain.method_edit import Edit, Part, Place, Value, every_question, facts, walk
from evaluator.domain.question import Judge
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.questionnaire import YES_NO
from evaluator.intake.values import matches
from evaluator.intake.words import plain
from evaluator.ui.views.method import INDENT, number

GRIDS = ("weights", "scales", "gates", "questions", "prices", "rules")
Shape = Literal["name", "number", "switch", "words"]
_FIELDS: Mapping[str, tuple[Part, tuple[str, ...]]] = {
    "weights": (Part.CRITERION, ("weight", "minimum", "description*")),
    "scales": (Part.LEVEL, ("points", "text*")),
    "gates": (Part.GATE, ("on", "accept", "at_least", "at_most")),
    "questions": (Part.QUESTION, ("asked", "weight", "text*", "hint*")),
    "prices": (Part.LINE, ("quantity", "title*")),
    "rules": (Part.RULES, ("value",)),
}
_SWITCHES = ("on", "asked")
_WORDS = ("accept", "text", "title", "description", "hint")


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid: the key of each row with the name it is shown by, and the fields of its columns after the name."""

    part: Part
    rows: tuple[tuple[str, str], ...]
    fields: tuple[str, ...]

    def place(self, row: int, field: str) -> Place:
        """What a cell stands for."""
        key = self.rows[row][0]
        return Place(Part.RULES, "", key) if self.part is Part.RULES else Place(self.part, key, field)


def grid(method: Method, name: str, langs: tuple[Lang, ...], lang: Lang) -> Grid:
    """One of the grids, words in the tender's languages."""
    part, given = _FIELDS[name]
    fields = tuple(
        each for field in given for each in ([f"{field[:-1]}.{one}" for one in langs] if field[-1] == "*" else [field])
    )
    return Grid(part, tuple(_rows(method, part, lang)), fields)


def shape(field: str) -> Shape:
    """How a column is filled in."""
    stem = field.partition(".")[0]
    return "switch" if field in _SWITCHES else "words" if stem in _WORDS else "number"


def frame(drawn: Grid, method: Method, lang: Lang) -> pd.DataFrame:
    """The grid's values, rows by their keys: a row that is none of a column's has nothing there."""
    held = facts(method)
    columns: dict[str, list[Any]] = {"name": [name for _, name in drawn.rows]}
    for field in drawn.fields:
        values = [held.get(drawn.place(row, field)) for row in range(len(drawn.rows))]
        columns[field] = [_shown(value, drawn.rows[row][0], method, lang) for row, value in enumerate(values)]
        if shape(field) == "number":
            columns[field] = [None if value is None else float(value) for value in columns[field]]
    return pd.DataFrame(columns, index=pd.Index([key for key, _ in drawn.rows], name="key"))


def _shown(value: Value, key: str, method: Method, lang: Lang) -> Any:
    if isinstance(value, tuple):
        options = _options(method, key)
        return ("；" if lang == "zh" else "; ").join(one.text.show(lang) for one in options if one.key in value)
    return value


def _options(method: Method, key: str) -> Any:
    return next(question.options or YES_NO for question, _ in every_question(method) if question.id == key)


def edits(drawn: Grid, method: Method, sent: Any) -> tuple[list[Edit], list[tuple[str, str]]]:
    """The edits in what an editor sent, and row and words of what cannot be understood; cells that stand for nothing are left."""
    held, good, bad = facts(method), [], []
    rows = sent.get("edited_rows", {}) if isinstance(sent, Mapping) else {}
    for row, cells in rows.items():
        for field, typed in cells.items() if 0 <= int(row) < len(drawn.rows) else ():
            place = drawn.place(int(row), field)
            if place not in held:
                continue
            try:
                good.append(Edit(place, _typed(typed, place, method)))
            except ValueError:
                bad.append((drawn.rows[int(row)][1].strip(), str(typed)[:60]))
    return good, bad


def _typed(typed: Any, place: Place, method: Method) -> Value:
    if place.field in _SWITCHES:
        return bool(typed)
    if place.field == "accept":
        return _accepted(str(typed or ""), place.key, method)
    if place.field.partition(".")[0] in _WORDS:
        return str(typed or "").strip()
    if typed is None or typed == "":
        return None
    try:
        value = Decimal(str(typed))
    except InvalidOperation:
        raise ValueError(typed) from None
    if not value.is_finite():
        raise ValueError(typed)
    return value


def _accepted(typed: str, key: str, method: Method) -> tuple[str, ...]:
    options = _options(method, key)
    pieces = [plain(piece) for piece in typed.replace("；", ";").split(";") if piece.strip()]
    named = {piece: next((one.key for one in options if matches(one, piece)), "") for piece in pieces}
    if not named or "" in named.values():
        raise ValueError(typed)
    held = facts(method)[Place(Part.GATE, key, "accept")]
    if isinstance(held, tuple) and set(held) == set(named.values()):
        return held
    return tuple(one.key for one in options if one.key in named.values())


def sums(method: Method, given: list[Edit], lang: Lang) -> list[tuple[str, Fraction]]:
    """Sums of weights by what they belong to, as they stand with the edits: all criteria, the parts of each, scored questions."""
    new = {edit.place: edit.value for edit in given}

    def value(part: Part, key: str, weight: Decimal | None) -> Fraction:
        found = new.get(Place(part, key, "weight"), weight)
        return Fraction(found) if isinstance(found, Decimal) else Fraction(0)

    found = [
        (
            t("change.all", lang),
            sum((value(Part.CRITERION, one.key, one.weight) for one in method.criteria), Fraction(0)),
        )
    ]
    for node in (node for top in method.criteria for node in walk(top)):
        if node.children:
            total = sum((value(Part.CRITERION, one.key, one.weight) for one in node.children), Fraction(0))
            found.append((node.title.show(lang), total))
    for leaf in method.leaves():
        asked = [question for question, on in every_question(method)
                 if question.criterion == leaf.key and question.judge is Judge.AUTO
                 and new.get(Place(Part.QUESTION, question.id, "asked"), on)]  # fmt: skip
        if leaf.judge is not None and leaf.judge.value == "auto":
            total = sum((value(Part.QUESTION, one.id, one.weight) for one in asked), Fraction(0))
            found.append((t("change.questions_of", lang, name=leaf.title), total))
    return found


def sums_said(method: Method, given: list[Edit], lang: Lang) -> list[str]:
    """A sentence for every sum that is not 100."""
    return [
        t("change.sum", lang, name=name, total=number(total))
        for name, total in sums(method, given, lang)
        if total != 100
    ]


def _rows(method: Method, part: Part, lang: Lang) -> Iterator[tuple[str, str]]:
    if part is Part.CRITERION:
        for top in method.criteria:
            yield from _tree(top, 0, lang)
    elif part is Part.LEVEL:
        for leaf in method.panel_leaves():
            for place in range(1, len(leaf.levels) + 1):
                yield f"{leaf.key}/{place}", leaf.title.show(lang)
    elif part is Part.LINE:
        yield from ((line.id, f"{line.id} {line.title.show(lang)}") for line in method.price.lines)
    elif part is Part.RULES:
        rules = ("minimum_total", "shortlist.top", "shortlist.minimum")
        yield from ((name, t(f"change.rule.{name.replace('.', '_')}", lang)) for name in rules)
    else:
        gated = part is Part.GATE
        for question, _ in every_question(method):
            if not gated or question.gate is not None or question.id in method.gates_off:
                yield question.id, f"{question.id} {question.text.show(lang)}" if gated else question.id


def _tree(node: Criterion, depth: int, lang: Lang) -> Iterator[tuple[str, str]]:
    yield node.key, f"{INDENT * depth}{node.title.show(lang)}"
    for child in node.children:
        yield from _tree(child, depth + 1, lang)
