"""Two methods side by side: only what differs, by criterion and question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from evaluator.adapters.packs import PackFault
from evaluator.domain.method import Method
from evaluator.domain.method_differences import Difference
from evaluator.domain.method_edit import Part, Place, Value, every_question, walk
from evaluator.domain.method_words import asked_key, where
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from evaluator.intake.method_rules import NAMES, key_of, rule_names
from evaluator.intake.questionnaire import YES_NO
from evaluator.services.methods import WORDLESS
from evaluator.ui.parts.findings import Line
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.views.method import DASH, number


def differing(found: Sequence[Difference], both: tuple[Method, Method], lang: Lang) -> tuple[list[Column], list[Row]]:
    """Rows of what differs between two methods, the earlier one first."""
    columns = [
        Column(t("change.col.what", lang), head=True, width=14), Column(t("change.col.field", lang), width=6),
        Column(t("change.col.before", lang), width=16), Column(t("change.col.after", lang), width=16),
    ]  # fmt: skip
    rows = [
        Row([
            subject(one.place, both, lang), field(one.place, lang),
            Cell(text=shown(one.before, one.place, both[0], lang), tone="soft"), shown(one.after, one.place, both[1], lang),
        ])
        for one in found
    ]  # fmt: skip
    return columns, rows


def subject(place: Place, both: tuple[Method, Method], lang: Lang) -> str:
    """The criterion, level, question, gate or price line that a place belongs to, by its name."""
    key, _, level = place.key.partition("/")
    if place.part is Part.RULES:
        return t(f"change.rule.{place.field.replace('.', '_')}", lang)
    if place.part is Part.WORDS:
        kind, owner = where(place.key)
        return t(f"change.words.{kind}", lang, id=owner)
    if place.part is Part.OPTION:
        return t("change.part.option", lang, id=key, option=_option(key, level, both, lang))
    if place.part in (Part.QUESTION, Part.GATE, Part.ITEM):
        return t(f"change.part.{place.part.value}", lang, id=key, cell=level)
    for method in reversed(both):
        titles = {line.id: line.title for line in method.price.lines}
        titles |= {node.key: node.title for top in method.criteria for node in walk(top)}
        if key in titles:
            name = titles[key].show(lang)
            return t("change.part.level", lang, name=name, n=level) if level else name
    return key


def _option(key: str, name: str, both: tuple[Method, Method], lang: Lang) -> str:
    """The words of an option, in the later of the two methods that has it."""
    every = (
        one
        for method in both
        for question, _ in every_question(method)
        if question.id == key
        for one in question.options
    )
    return next((one.text.show(lang) for one in reversed([*every]) if one.key == name), name)


def fault_lines(faults: Iterable[PackFault], method: Method, lang: Lang) -> list[Line]:
    """Faults of a method for people who have no file before them: what is wrong, beside the name of what it concerns."""
    return [Line(t(fault.words, lang, **dict(fault.params)), _concerned(fault.key, method, lang)) for fault in faults]


def wordless(faults: Iterable[PackFault], method: Method, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Texts that lack a language of the tender: what each belongs to, what it says, and which language is missing."""
    columns = [
        Column(t("change.col.what", lang), head=True, width=12), Column(t("change.field.text", lang), width=24),
        Column(t("change.col.lacks", lang), width=6),
    ]  # fmt: skip
    found = [(fault, dict(fault.params)) for fault in faults if fault.rule == WORDLESS]
    rows = []
    for fault, params in found:
        kind, owner = where(asked_key(fault.key))
        name = _concerned(fault.key, method, lang) or t(f"change.words.{kind}", lang, id=owner)
        lacking = [t(f"change.lang.{one}", lang) for one in params["languages"].split(", ")]
        rows.append(Row([name, params["given"], ("、" if lang == "zh" else ", ").join(lacking)]))
    return columns, rows


def _concerned(key: str, method: Method, lang: Lang) -> str:
    inside = f".{key}."
    nodes = {node.key: node.title for top in method.criteria for node in walk(top)}
    nodes |= {line.id: line.title for line in method.price.lines}
    found = [name for name in nodes if f".{name}." in inside]
    if found:
        return nodes[max(found, key=lambda name: inside.rindex(f".{name}.") + len(name))].show(lang)
    asked = next((one.id for one, _ in every_question(method) if f".{one.id}." in inside), "")
    if asked and key.endswith(".gate.reason"):
        return f"{asked} · {t('change.field.reason', lang)}"
    return t("change.all", lang) if key == "criteria" else asked


def field(place: Place, lang: Lang) -> str:
    """What of it: the weight, the words in a language."""
    if not place.field:
        return t("change.field.whole", lang)
    stem, _, rest = place.field.partition(".")
    if place.part is Part.RULES:
        return t("change.field.value", lang)
    if rest in LANGS:
        return t(f"change.in_{rest}", lang, name=t(f"change.field.{stem}", lang))
    if place.part is Part.OPTION:
        return t("change.field.points", lang)
    return t(f"change.field.{rest or stem}", lang)


def shown(value: Value, place: Place, method: Method, lang: Lang) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return t(f"change.{'yes' if value else 'no'}", lang)
    if isinstance(value, Decimal):
        return number(value)
    if place.part is Part.CRITERION and place.field == "reason_required":
        return NAMES[key_of(value)].show(lang)
    if place.part is Part.RULES and (names := rule_names(method, place.field)):
        keys = value if isinstance(value, tuple) else (str(value),)
        return " → ".join(names[key].show(lang) for key in keys) or DASH
    if isinstance(value, tuple):
        options = next((one.options or YES_NO for one, _ in every_question(method) if one.id == place.key), ())
        return "\n".join(one.text.show(lang) for one in options if one.key in value)
    return value or DASH
