"""One question of the buyer's own as a person has assigned it: its faults, and its table in ``method.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from evaluator.domain.question import Judge, Kind
from evaluator.domain.text import Lang, Text
from evaluator.intake.layout import is_taken
from evaluator.intake.own.assigning import (
    JUDGES,
    KINDS,
    Assignment,
    OwnFault,
    OwnRow,
    decimal,
    typed_limits,
    typed_options,
    typed_points,
    typed_range,
)
from evaluator.intake.own.kinds import unit_kind
from evaluator.intake.own.proposal import ID, OwnQuestionnaire, said_in, worded
from evaluator.intake.questionnaire import YES_NO
from evaluator.intake.words import NO, YES, plain

_CHOSEN: Final = frozenset({"yes_no", "choice", "multi_choice"})
_AMOUNTS: Final = frozenset({"number", "percent", "duration", "money"})
_JUDGED: Final = (Judge.AUTO.value, Judge.PANEL.value)


def row_faults(asked: OwnQuestionnaire, said: Assignment, rows: Sequence[OwnRow]) -> Iterator[OwnFault]:
    """All faults of the rows, each under the key of its row."""
    if not rows:
        yield OwnFault("criteria", "nothing_asked")
    known = {plain(line.title) for line in said.criteria}
    places = {question.key for question in asked.questions}
    seen: dict[str, str] = {}
    for row in rows:
        if row.key not in places:
            yield OwnFault(row.key, "row_unknown", {"given": row.key})
            continue
        yield from _id_faults(row, seen)
        if row.judge not in JUDGES or row.kind not in KINDS:
            rule, given = ("judge_unknown", row.judge) if row.judge not in JUDGES else ("kind_unknown", row.kind)
            yield OwnFault(row.key, rule, {"given": given or "–"})
            continue
        yield from _place_faults(row, known)
        yield from _kind_faults(row)
        yield from _scale_faults(row)
        yield from _gate_faults(row)


def _id_faults(row: OwnRow, seen: dict[str, str]) -> Iterator[OwnFault]:
    if not ID.fullmatch(row.id) or is_taken(row.id):
        yield OwnFault(row.key, "id_odd", {"given": row.id or "–"})
    elif seen.setdefault(plain(row.id), row.key) != row.key:
        yield OwnFault(row.key, "id_twice", {"id": row.id})


def _place_faults(row: OwnRow, known: set[str]) -> Iterator[OwnFault]:
    if row.weight.strip() and decimal(row.weight) is None:
        yield OwnFault(row.key, "weight_odd", {"given": row.weight})
    if row.judge not in _JUDGED:
        return
    if not row.criterion.strip():
        yield OwnFault(row.key, "unassigned")
    elif plain(row.criterion) not in known:
        yield OwnFault(row.key, "criterion_unknown", {"given": row.criterion})


def _kind_faults(row: OwnRow) -> Iterator[OwnFault]:
    if row.kind in ("choice", "multi_choice") and len(typed_options(row.options)) < 2:
        yield OwnFault(row.key, "options_missing")
    if row.kind == "duration" and not unit_kind(row.unit)[1]:
        yield OwnFault(row.key, "duration_unit", {"given": row.unit or "–"})


def _scale_faults(row: OwnRow) -> Iterator[OwnFault]:
    if row.judge != Judge.AUTO.value:
        return
    if row.kind in _CHOSEN:
        points = typed_points(row.scale)
        words = _option_words(row)
        if points is None or any(value > 100 for value in points.values()):
            yield OwnFault(row.key, "scale_points", {"options": "; ".join(_names(row)) or "–"})
        elif set(points) != set(words):
            odd = [word for word in points if word not in words] or [word for word in words if word not in points]
            yield OwnFault(row.key, "scale_option", {"given": ", ".join(odd)})
    elif row.kind not in _AMOUNTS:
        yield OwnFault(row.key, "auto_text")
    elif typed_range(row.scale) is None:
        yield OwnFault(row.key, "scale_range", {"given": row.scale or "–"})


def _gate_faults(row: OwnRow) -> Iterator[OwnFault]:
    if not row.gate.strip():
        if row.judge == Judge.GATE.value:
            yield OwnFault(row.key, "gate_missing")
    elif row.kind in _CHOSEN:
        if odd := [word for word in typed_options(row.gate) if _option(row, word) is None]:
            yield OwnFault(row.key, "gate_option", {"given": ", ".join(odd), "options": "; ".join(_names(row))})
    elif row.kind not in _AMOUNTS:
        yield OwnFault(row.key, "gate_text")
    elif not (limits := typed_limits(row.gate)) or limits.get("at_least", 0) > limits.get("at_most", Decimal("Inf")):
        yield OwnFault(row.key, "gate_limits", {"given": row.gate})


def _names(row: OwnRow) -> tuple[str, ...]:
    return ("是", "否") if row.kind == "yes_no" else typed_options(row.options)


def _option_words(row: OwnRow) -> dict[str, str]:
    """Keys of the options by their words; of yes and no, by whichever of their words the scale names."""
    if row.kind == "yes_no":
        named = typed_points(row.scale) or {}
        return (
            {word: key for word in named for key in [_yes_no(word)] if key}
            if _both(named)
            else {"是": "yes", "否": "no"}
        )
    return {plain(name): f"o{number}" for number, name in enumerate(typed_options(row.options), start=1)}


def _both(named: Mapping[str, object]) -> bool:
    return sorted(filter(None, map(_yes_no, named))) == ["no", "yes"]


def _yes_no(word: str) -> str:
    bare = plain(word)
    return "yes" if bare in YES else "no" if bare in NO else ""


def _option(row: OwnRow, word: str) -> str | None:
    """The key of an option by its words, None where there is none."""
    if row.kind == "yes_no":
        return _yes_no(word) or None
    return _option_words(row).get(plain(word))


def unit_key(row: OwnRow) -> str:
    """The key of a row's unit: one that is known everywhere, else one of the method's own made from its words."""
    kind, key = unit_kind(row.unit) if row.unit else (Kind.TEXT, "")
    if row.kind == Kind.PERCENT.value:
        return "%"
    if row.kind == Kind.DURATION.value:
        return key
    if row.kind != Kind.NUMBER.value or not row.unit:
        return ""
    return key if kind is Kind.PERCENT else f"u_{'_'.join(f'{ord(sign):x}' for sign in plain(row.unit)[:12])}"


def units_of(rows: Sequence[OwnRow], languages: Sequence[Lang]) -> dict[str, dict[str, str]]:
    """The method's own units by key."""
    own = {unit_key(row): row.unit for row in rows if unit_key(row).startswith("u_")}
    return {key: {lang: getattr(worded(unit, languages), lang) for lang in languages} for key, unit in own.items()}


def question_table(
    asked: OwnQuestionnaire, row: OwnRow, shares: Mapping[str, tuple[str, Decimal]], reason: Text
) -> dict[str, Any]:
    """The question as ``method.toml`` states it; the row has no faults."""
    question = next(one for one in asked.questions if one.key == row.key)
    langs = asked.languages
    leaf, share = shares.get(row.key, ("", Decimal(0)))
    table: dict[str, Any] = {
        "id": row.id, "section": asked.section_keys()[question.section], "text": said_in(question.text, langs),
        "hint": said_in(question.hint, langs), "kind": row.kind, "unit": unit_key(row), "judge": row.judge,
        "criterion": leaf, "options": _options(row, langs), "required": row.required,
    }  # fmt: skip
    if row.judge == Judge.AUTO.value:
        table["weight"] = share
        if row.kind in _AMOUNTS and (ends := typed_range(row.scale)):
            table["range"] = {"worst": ends[0], "best": ends[1]}
    if row.gate.strip():
        table["gate"] = {**_gate(row), "reason": said_in(reason, langs)}
    return {key: value for key, value in table.items() if value not in ("", [], {}, None)}


def _options(row: OwnRow, languages: Sequence[Lang]) -> list[dict[str, Any]]:
    auto = row.judge == Judge.AUTO.value
    points = (typed_points(row.scale) or {}) if auto else {}
    if row.kind == "yes_no":
        by_key = {_yes_no(word): value for word, value in points.items()}
        texts = [(option.key, {lang: getattr(option.text, lang) for lang in languages}) for option in YES_NO]
    elif row.kind in _CHOSEN:
        by_key = {_option_words(row)[word]: value for word, value in points.items()}
        names = typed_options(row.options)
        texts = [
            (f"o{number}", {lang: getattr(worded(name, languages), lang) for lang in languages})
            for number, name in enumerate(names, start=1)
        ]
    else:
        return []
    return [{"key": key, "text": text, **({"value": by_key[key]} if auto else {})} for key, text in texts]


def _gate(row: OwnRow) -> dict[str, Any]:
    if row.kind in _CHOSEN:
        return {"accept": [key for word in typed_options(row.gate) if (key := _option(row, word))]}
    return dict(typed_limits(row.gate) or {})
