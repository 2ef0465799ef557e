"""Weights and full marks of a table of scores: one level or groups with their own, percent or points, never mixed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from evaluator.domain.finding import Param, Phrase
from evaluator.intake.matrices.score_table import ScoreTable
from evaluator.intake.matrices.words import Figure, figure, marks

WHOLE = (Fraction(1), Fraction(100))


@dataclass(frozen=True, slots=True)
class Weighed:
    """Weight and full marks by criterion line, the lines that only head a group, and what is wrong."""

    weights: Mapping[int, Fraction]
    full: Mapping[int, Fraction]
    heads: tuple[int, ...]
    faults: tuple[Phrase, ...]


def fault(rule: str, **params: Param) -> Phrase:
    """A fault of a matrix by its name in the catalogue ``matrix``."""
    return Phrase(f"matrix.{rule}", tuple(params.items()))


def listed(places: Sequence[str]) -> str:
    """Cells as a list that reads in either language.

    >>> listed(["B3", "C3"])
    'B3, C3'
    """
    return ", ".join(places)


def weigh(table: ScoreTable, lines: Sequence[int]) -> Weighed:
    """The weights of these lines, of which some may head a group of others."""
    if table.in_name:
        return _from_names(table, lines)
    view = table.view
    if len(table.weights) > 2 or len(table.full) > 1:
        extra = table.weights if len(table.weights) > 2 else table.full
        places = [view.address(_head_line(table, spot), spot) for spot in extra]
        return Weighed({}, {}, (), (fault("weights_several", places=listed(places)),))
    full = {
        line: Fraction(found.value)
        for spot in table.full
        for line in lines
        if (found := figure(view.at(line, spot))) is not None
    }
    if not table.weights:
        missing = [_missing(table, line, table.full[0]) for line in lines if line not in full]
        heads = _heads(table, full)
        full = {line: value for line, value in full.items() if line not in heads}
        return Weighed(dict(full), full, heads, tuple(missing))
    return _levels(table, lines, full)


def _head_line(table: ScoreTable, spot: int) -> int:
    return next((line for line in reversed(table.band) if table.view.at(line, spot)), table.top)


def _heads(table: ScoreTable, weights: Mapping[int, Fraction]) -> tuple[int, ...]:
    """Lines that state the weight of the lines below them: those without scores, and subtotals that would count twice."""
    lines = list(weights)
    bare = [line for line, below in pairwise(lines) if not table.has_scores(line) and table.has_scores(below)]
    if bare or sum(weights.values()) in WHOLE:
        return tuple(bare)
    heads = [line for line in lines if _is_subtotal(table, line, _summed(weights, line), weights)]
    leaves = sum((weight for line, weight in weights.items() if line not in heads), Fraction(0))
    return tuple(heads) if leaves in WHOLE else ()


def _summed(weights: Mapping[int, Fraction], head: int) -> list[int]:
    """The lines right below one whose weights add up to its own, none where they do not."""
    below: list[int] = []
    total = Fraction(0)
    for line in (line for line in weights if line > head):
        below.append(line)
        total += weights[line]
        if total >= weights[head]:
            break
    return below if total == weights[head] else []


def _is_subtotal(table: ScoreTable, head: int, below: Sequence[int], weights: Mapping[int, Fraction]) -> bool:
    """Whether the scores of a line, too, are the sum or the weighted mean of those below it, in every column."""
    for spot in table.columns:
        scores = [figure(table.view.at(line, spot)) for line in (head, *below)]
        own, *parts = [None if one is None else Fraction(one.value) for one in scores]
        if own is None or None in parts or not parts:
            return False
        shares = [weights[line] * (part or 0) for line, part in zip(below, parts, strict=True)]
        whole = sum(shares, Fraction(0))
        ways = (sum((part or Fraction(0) for part in parts), Fraction(0)), whole, whole / (weights[head] or 1))
        if all(abs(own - way) > Fraction(1, 100) * max(abs(own), Fraction(1)) for way in ways):
            return False
    return True


def _missing(table: ScoreTable, line: int, spot: int) -> Phrase:
    cell = table.view.at(line, spot)
    place = table.view.address(line, spot)
    return fault("weight_not_number", place=place, given=cell.text[:60]) if cell else fault("weight_blank", place=place)


def _from_names(table: ScoreTable, lines: Sequence[int]) -> Weighed:
    weights: dict[int, Fraction] = {}
    full: dict[int, Fraction] = {}
    faults = []
    for line in lines:
        _, found, points = marks(table.view.text(line, table.name))
        if found is None:
            faults.append(fault("weight_blank", place=table.view.address(line, table.name)))
            continue
        weights[line] = Fraction(found.value)
        if points:
            full[line] = Fraction(found.value)
    if full and len(full) < len(weights):
        places = [table.view.address(line, table.name) for line in weights]
        return Weighed({}, {}, (), (fault("weights_mixed", places=listed(places)),))
    return Weighed(weights, full, (), tuple(faults))


def _levels(table: ScoreTable, lines: Sequence[int], full: Mapping[int, Fraction]) -> Weighed:
    view, inner = table.view, table.weights[-1]
    found: dict[int, Figure] = {}
    faults = []
    for line in lines:
        given = figure(view.at(line, inner))
        if given is not None:
            found[line] = given
        else:
            faults.append(_missing(table, line, inner))
    if mixed := _mixed(found):
        places = [view.address(line, inner) for line in mixed]
        return Weighed({}, {}, (), (*faults, fault("weights_mixed", places=listed(places))))
    own = {line: Fraction(one.value) for line, one in found.items()}
    heads = _heads(table, own)
    leaves = [line for line in own if line not in heads]
    outer = _outer(table, leaves, {line: own[line] for line in heads})
    full = {line: value for line, value in full.items() if line in leaves}
    if outer is None:
        return Weighed({line: own[line] for line in leaves}, full, heads, tuple(faults))
    combined = _combined(own, outer)
    if combined is None:
        places = [
            view.address(line, table.weights[0]) for line in sorted({*heads, *(head for head, _ in outer.values())})
        ]
        return Weighed({}, full, heads, (*faults, fault("weights_levels", places=listed(places))))
    return Weighed(combined, full, heads, tuple(faults))


def _mixed(found: Mapping[int, Figure]) -> list[int]:
    """Lines of two kinds of weights: percents beside numbers above 1, which may be percents without their sign."""
    bare = [line for line, one in found.items() if not one.percent and one.value > 1]
    shares = [line for line, one in found.items() if one.percent]
    return [bare[0], shares[0]] if bare and shares else []


def _outer(
    table: ScoreTable, leaves: Sequence[int], heads: Mapping[int, Fraction]
) -> dict[int, tuple[int, Fraction]] | None:
    """For each criterion the line and the weight of its group; None where there are no groups with weights."""
    if heads:
        above = {line: [head for head in heads if head < line] for line in leaves}
        return (
            {line: (found[-1], heads[found[-1]]) for line, found in above.items() if found}
            if all(above.values())
            else {}
        )
    if len(table.weights) < 2:
        return None
    return dict(_filled(table, leaves))


def _filled(table: ScoreTable, leaves: Sequence[int]) -> Iterator[tuple[int, tuple[int, Fraction]]]:
    last: tuple[int, Fraction] | None = None
    for line in leaves:
        given = figure(table.view.at(line, table.weights[0]))
        last = (line, Fraction(given.value)) if given else last
        if last is not None:
            yield line, last


def _combined(own: Mapping[int, Fraction], outer: Mapping[int, tuple[int, Fraction]]) -> dict[int, Fraction] | None:
    """Weights of criteria from two levels: the groups' are their sums, or each group's add up to a whole of its own."""
    groups: dict[int, list[int]] = {}
    for line, (head, _) in outer.items():
        groups.setdefault(head, []).append(line)
    weights = {head: outer[lines[0]][1] for head, lines in groups.items()}
    sums = {head: sum((own[line] for line in lines), Fraction(0)) for head, lines in groups.items()}
    if not groups:
        return None
    if all(sums[head] in (weight, weight * 100, weight / 100) for head, weight in weights.items()):
        return {line: own[line] for line in outer}
    if all(total in WHOLE for total in sums.values()) and sum(weights.values()) in WHOLE:
        return {line: own[line] / sums[head] * weight for line, (head, weight) in outer.items()}
    return None
