"""The buyer's questions and what a person decided about them → the tables of ``method.toml``, or all faults at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any, Final

from evaluator.domain.method import LeafJudge
from evaluator.domain.question import Judge, Level
from evaluator.domain.text import Lang, Text
from evaluator.intake.own.assigning import OUT, Assignment, CriterionLine, OwnFault, OwnRow, decimal
from evaluator.intake.own.more import with_more
from evaluator.intake.own.proposal import OwnQuestionnaire, said_in, worded
from evaluator.intake.own.questions import question_table, row_faults, units_of
from evaluator.intake.own.start import Start
from evaluator.intake.words import plain

CRITERIA: Final = "criteria"
PRICES: Final = "prices"
PRICE_KEY: Final = "price"
JUDGED: Final = (Judge.AUTO.value, Judge.PANEL.value)
Tables = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OwnMethod:
    """The tables of ``method.toml``, empty while there are faults."""

    tables: Mapping[str, Any]
    faults: tuple[OwnFault, ...] = ()


def own_method(asked: OwnQuestionnaire, said: Assignment, start: Start, named: tuple[str, str]) -> OwnMethod:
    """The method that a person's assignment makes of a questionnaire; ``named`` is its key and title.

    A criterion that has questions judged by rule and by the panel is parted in two, by the weights of its questions.
    Weights of questions count against each other within their criterion, to two decimals; where none is given all
    questions of the criterion count the same.
    """
    rows = [row for row in said.rows if row.judge != OUT]
    faults = [*_criteria_faults(said), *_price_faults(said), *row_faults(asked, said, rows)]
    faults += [] if faults else _weight_faults(said, rows)
    if faults:
        return OwnMethod({}, tuple(faults))
    key, title = named
    langs = asked.languages
    leaves, shares = _placed(said, rows, start, langs)
    tables: Tables = {
        "key": key, "version": "1.0", "title": said_in(worded(title, langs), langs),
        "description": said_in(start.description, langs), "languages": list(langs), "combine": "mean",
        "shortlist": {"top": 3}, "units": units_of(rows, langs), "price": _price(said, start, langs),
        "criteria": [*leaves, _price_leaf(said, start, langs)], "sections": _sections(asked, rows),
        "questions": [question_table(asked, row, shares, start.gate_reason) for row in rows],
    }  # fmt: skip
    return OwnMethod(with_more(tables, said, start, langs))


def shares_of(weights: Sequence[Decimal]) -> list[Decimal]:
    """Weights as percent with two decimals that add up to exactly 100; what rounding leaves goes to the largest rests.

    >>> [str(one) for one in shares_of([Decimal(1)] * 3)]
    ['33.34', '33.33', '33.33']
    """
    total = sum(weights)
    exact = [Fraction(weight) * 10_000 / Fraction(total) for weight in weights]
    floors = [int(Decimal(share.numerator // share.denominator).to_integral_value(ROUND_FLOOR)) for share in exact]
    rest = 10_000 - sum(floors)
    order = sorted(range(len(weights)), key=lambda number: (floors[number] - exact[number], number))
    return [Decimal(floor + (number in order[:rest])) / 100 for number, floor in enumerate(floors)]


def _criteria_faults(said: Assignment) -> Iterator[OwnFault]:
    if not said.criteria:
        yield OwnFault(CRITERIA, "criteria_none")
    for line in said.criteria:
        if not line.title:
            yield OwnFault(CRITERIA, "criterion_unnamed")
        elif not _weight(line.weight):
            yield OwnFault(CRITERIA, "criterion_weight", {"title": line.title, "given": line.weight or "–"})
    for title, count in Counter(plain(line.title) for line in said.criteria if line.title).items():
        if count > 1:
            yield OwnFault(CRITERIA, "criterion_twice", {"title": title})
    price = decimal(said.price_weight)
    if not price:
        yield OwnFault(CRITERIA, "price_weight", {"given": said.price_weight.strip() or "–"})
    weights = [_weight(line.weight) for line in said.criteria]
    listed = said.list_weight.strip()
    if listed and not _weight(listed):
        yield OwnFault(CRITERIA, "list_weight", {"given": listed})
        return
    weights += [_weight(listed)] if listed else []
    if price and all(weights) and (total := sum(filter(None, weights)) + price) != 100:
        yield OwnFault(CRITERIA, "criteria_sum", {"total": f"{total:f}"})


def _weight(text: str) -> Decimal | None:
    """A weight above zero, None for anything else."""
    return decimal(text) or None


def _price_faults(said: Assignment) -> Iterator[OwnFault]:
    if not said.prices:
        yield OwnFault(PRICES, "prices_none")
    for line in said.prices:
        if not line.title or not line.unit:
            yield OwnFault(PRICES, "price_unit", {"line": line.title or "–"})
        if not _weight(line.quantity):
            yield OwnFault(PRICES, "price_quantity", {"line": line.title or "–", "given": line.quantity or "–"})


def _weight_faults(said: Assignment, rows: Sequence[OwnRow]) -> Iterator[OwnFault]:
    """Criteria that nothing is judged under, and those of which only some questions have a weight."""
    for line in said.criteria:
        mine = _of(line, rows)
        if not mine:
            yield OwnFault(CRITERIA, "criterion_empty", {"title": line.title})
        given = [row for row in mine if row.weight.strip()]
        if given and len(given) < len(mine):
            missing = [row for row in mine if not row.weight.strip()]
            yield from (OwnFault(row.key, "weight_missing", {"title": line.title}) for row in missing)
        if given and len(given) == len(mine) and not any(decimal(row.weight) for row in given):
            yield OwnFault(CRITERIA, "weights_zero", {"title": line.title})


def _of(line: CriterionLine, rows: Sequence[OwnRow]) -> list[OwnRow]:
    return [row for row in rows if row.judge in JUDGED and plain(row.criterion) == plain(line.title)]


def _placed(
    said: Assignment, rows: Sequence[OwnRow], start: Start, languages: Sequence[Lang]
) -> tuple[list[Tables], dict[str, tuple[str, Decimal]]]:
    """The criteria, and the leaf of each judged question with its share among the questions of that leaf."""
    criteria, places = [], {}
    for number, line in enumerate(said.criteria, start=1):
        key, title = f"c{number:02}", worded(line.title, languages)
        parts = {judge: [row for row in _of(line, rows) if row.judge == judge] for judge in JUDGED}
        table: Tables = {"key": key, "title": said_in(title, languages), "weight": decimal(line.weight)}
        there = {judge: mine for judge, mine in parts.items() if mine}
        if len(there) == 1:
            judge, mine = next(iter(there.items()))
            table |= _leaf(judge, start.levels, languages)
            leaves = {judge: key}
        else:
            leaves = {judge: f"{key}.{judge}" for judge in there}
            sums = shares_of([sum(map(_counted, mine), Decimal(0)) for mine in there.values()])
            names = {JUDGED[0]: start.by_rule, JUDGED[1]: start.by_panel}
            table["children"] = [
                {"key": leaves[judge], "title": _parted(title, names[judge], languages), "weight": share,
                 **_leaf(judge, start.levels, languages)}
                for judge, share in zip(there, sums, strict=True)
            ]  # fmt: skip
        criteria.append(table)
        for judge, mine in there.items():
            shares = shares_of([_counted(row) for row in mine])
            places.update({row.key: (leaves[judge], share) for row, share in zip(mine, shares, strict=True)})
    return criteria, places


def _counted(row: OwnRow) -> Decimal:
    return decimal(row.weight) or Decimal(0) if row.weight.strip() else Decimal(1)


def _parted(title: Text, name: Text, languages: Sequence[Lang]) -> dict[str, str]:
    return {lang: f"{getattr(title, lang)} · {getattr(name, lang)}" for lang in languages}


def _leaf(judge: str, levels: Sequence[Level], languages: Sequence[Lang]) -> Tables:
    if judge == Judge.AUTO.value:
        return {"judge": LeafJudge.AUTO.value}
    scale = [{"points": level.points, "text": said_in(level.text, languages)} for level in levels]
    return {"judge": LeafJudge.PANEL.value, "levels": scale}


def _price_leaf(said: Assignment, start: Start, languages: Sequence[Lang]) -> Tables:
    return {
        "key": PRICE_KEY, "title": said_in(start.price, languages), "weight": decimal(said.price_weight),
        "judge": LeafJudge.PRICE.value,
    }  # fmt: skip


def _price(said: Assignment, start: Start, languages: Sequence[Lang]) -> Tables:
    lines = [
        {"id": f"P-{number:02}", "group": "items", "title": said_in(worded(line.title, languages), languages),
         "unit": said_in(worded(line.unit, languages), languages), "quantity": decimal(line.quantity)}
        for number, line in enumerate(said.prices, start=1)
    ]  # fmt: skip
    groups = {"items": said_in(start.group, languages)}
    return {"formula": "lowest_ratio", "years": 1, "groups": groups, "lines": lines}


def _sections(asked: OwnQuestionnaire, rows: Sequence[OwnRow]) -> list[Tables]:
    kept = {row.key for row in rows}
    used = {question.section for question in asked.questions if question.key in kept}
    return [
        {"key": key, "title": said_in(section, asked.languages)}
        for section, key in asked.section_keys().items()
        if section in used
    ]
