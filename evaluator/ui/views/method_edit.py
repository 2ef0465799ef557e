"""What was typed into the grids of a method: the edits that it comes to, and the sums of weights with them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from evaluator.domain.method import Method
from evaluator.domain.method_edit import Edit, Part, Place, Value, every_question, facts, walk
from evaluator.domain.question import Judge
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.method_rules import chosen, names_at, value_of
from evaluator.intake.values import matches
from evaluator.intake.words import plain
from evaluator.ui.views.method import number
from evaluator.ui.views.method_grids import SWITCHES, WORDS, Grid, options_of


def edits(drawn: Grid, method: Method, sent: Any) -> tuple[list[Edit], list[tuple[str, str]]]:
    """The edits in what an editor sent, and row and words of what cannot be understood, in cells that stand for nothing too."""
    held, good, bad = facts(method), [], []
    rows = sent.get("edited_rows", {}) if isinstance(sent, Mapping) else {}
    for row, cells in rows.items():
        for field, typed in cells.items() if 0 <= int(row) < len(drawn.rows) else ():
            place = drawn.place(int(row), field)
            try:
                if place in held or typed not in (None, ""):
                    good.append(Edit(place, _typed(typed, place, held, method)))
            except ValueError:
                bad.append((drawn.rows[int(row)].name.strip(), str(typed)[:60]))
    return good, bad


def _typed(typed: Any, place: Place, held: Mapping[Place, Value], method: Method) -> Value:
    if place not in held:
        raise ValueError(typed)
    if place.field in SWITCHES:
        return bool(typed)
    if names := names_at(method, place) if place.part is Part.CRITERION else {}:
        found = chosen(str(typed or ""), names) or ("as_method",)
        if len(found) != 1 or not found[0]:
            raise ValueError(typed)
        return value_of(found[0])
    if place.field == "accept":
        return _accepted(str(typed or ""), place.key, method)
    if place.field.partition(".")[0] in WORDS:
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
    options = options_of(method, key)
    pieces = [plain(piece) for piece in typed.replace("；", ";").split(";") if piece.strip()]
    named = {piece: next((one.key for one in options if matches(one, piece)), "") for piece in pieces}
    if "" in named.values():
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
