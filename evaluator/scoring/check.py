"""What a method must satisfy before it can be locked, beyond the types of its keys."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evaluator.domain.award_rule import ADDITIVE, INDEXES
from evaluator.domain.method import Criterion, LeafJudge, Method
from evaluator.domain.question import Judge
from evaluator.scoring import index_rules
from evaluator.scoring.check_bounds import Fault, not_below, of_hundred, once
from evaluator.scoring.check_price import deduction_faults, price_faults
from evaluator.scoring.check_questions import call_faults, question_faults
from evaluator.scoring.check_words import word_faults
from evaluator.scoring.matrix import DecisionMatrix, MatrixRefusedError
from evaluator.scoring.opinion_parameters import parameters
from evaluator.scoring.opinion_rules import OFFICIAL
from evaluator.scoring.ties import tie_faults

# Beyond 12 decimals a spreadsheet's own ROUND no longer agrees with exact arithmetic.
_FINEST = 12
# 财政部令第87号 (Order 87 of the Ministry of Finance), article 55; by article 57 bids are ranked by their totals.
GOV_FORMULA = "lowest_ratio"


def check(rules: Method) -> list[Fault]:
    """Every fault as (key, rule of the ``pack`` catalogue, parameters); empty for a method that can be locked."""
    faults = [*_tree("criteria", rules.criteria)]
    for leaf in rules.leaves():
        faults += _leaf(rules, leaf)
    every = (*rules.questions, *rules.left_out)
    for question in every:
        faults += question_faults(rules, question)
    faults += call_faults(rules)
    faults += once("questions", [question.id for question in every])
    for key in rules.gates_off:
        if key not in {question.id for question in every}:
            faults.append((f"gates_off.{key}", "unknown_question", ()))
    faults += once("criteria", [node.key for top in rules.criteria for node in _walk(top)])
    faults += once("sections", [section.key for section in rules.sections])
    faults += once("price.lines", [line.id for line in rules.price.lines])
    faults += _settings(rules)
    faults += _price(rules)
    faults += _award(rules)
    faults += word_faults(rules)
    return faults


def route_faults(rules: Method, route: str) -> list[Fault]:
    """What an award route forbids: government procurement scores by the lowest price and ranks by the total alone."""
    if route != "gov":
        return []
    formula = [("price.formula", "gov_formula", ())] if rules.price.formula != GOV_FORMULA else []
    return [*formula, *([("award.method", "gov_award", ())] if rules.award.rule != ADDITIVE else [])]


def _walk(node: Criterion) -> Iterator[Criterion]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _tree(path: str, siblings: tuple[Criterion, ...]) -> Iterator[Fault]:
    total = sum(node.weight for node in siblings)
    if total != 100:
        yield path, "weights_sum", (("total", f"{total}"),)
    for node in siblings:
        here = f"{path}.{node.key}"
        if node.weight < 0:
            yield here, "weight_negative", ()
        yield from of_hundred(f"{here}.minimum", node.minimum)
        if bool(node.children) == bool(node.judge):
            yield here, "leaf_or_branch", ()
        if node.children:
            yield from _tree(here, node.children)


def _leaf(rules: Method, leaf: Criterion) -> Iterator[Fault]:
    here = f"criteria.{leaf.key}"
    if leaf.judge is LeafJudge.PANEL and len(leaf.levels) < 2:
        yield here, "levels_missing", ()
    elif leaf.judge is LeafJudge.PANEL:
        yield from _levels(here, leaf)
    if leaf.judge is not LeafJudge.PANEL:
        for key, given in (("anonymous", leaf.anonymous), ("reason_required", leaf.reason_required is not None)):
            if given:
                yield f"{here}.{key}", "panel_only", ()
    if leaf.judge is LeafJudge.REQUIREMENTS and rules.requirements is None:
        yield here, "requirements_missing", ()
    if leaf.judge is LeafJudge.AUTO:
        total = sum(q.weight or 0 for q in rules.of_leaf(leaf.key) if q.judge is Judge.AUTO)
        if total != 100:
            yield here, "question_weights_sum", (("total", f"{total}"),)


def _levels(here: str, leaf: Criterion) -> Iterator[Fault]:
    points = [level.points for level in leaf.levels]
    for number in points:
        yield from not_below(f"{here}.levels", number, 0)
    yield from once(f"{here}.levels", [f"{number.normalize():f}" for number in points])
    if max(points) <= 0:
        yield f"{here}.levels", "top_level_zero", ()


def _settings(rules: Method) -> Iterator[Fault]:
    """Numbers of the method as a whole that would make nonsense of every result."""
    if not 0 <= rules.grain <= _FINEST:
        yield "grain", "grain_outside", (("given", str(rules.grain)), ("most", str(_FINEST)))
    yield from not_below("shortlist.top", rules.shortlist.top, 1)
    yield from of_hundred("shortlist.minimum", rules.shortlist.minimum)
    yield from of_hundred("minimum_total", rules.minimum_total)
    yield from of_hundred("discuss_over", rules.discuss_over)
    yield from of_hundred("price_minimum_share", rules.price_minimum_share)
    replies = rules.requirements
    if replies is None:
        return
    for name in ("meets", "partial", "custom", "no"):
        yield from of_hundred(f"requirements.{name}", getattr(replies, name))
    for name in ("must_weight", "should_weight", "max_unmet_musts"):
        yield from not_below(f"requirements.{name}", getattr(replies, name), 0)
    if replies.must_weight + replies.should_weight == 0:
        yield "requirements", "weights_zero", ()


def _award(rules: Method) -> Iterator[Fault]:
    """An official rule other than the sum must be an index or a method that exists, with parameters that it takes."""
    if rules.award.rule == ADDITIVE:
        if rules.award.parameters:
            yield "award.parameters", "additive_parameters", (("names", ", ".join(rules.award.parameters)),)
        return
    if rules.minimum_total is not None:
        # Only the sum has a total: a bid would be excluded by a figure that stands nowhere.
        yield "minimum_total", "minimum_without_total", (("method", rules.award.method),)
    if rules.award.rule == "index":
        if rules.award.method in INDEXES:
            yield from index_rules.faults(rules)
        else:
            yield "award.method", "unknown_method", (("given", rules.award.method), ("known", ", ".join(INDEXES)))
        return
    method, keys = rules.award.method, tuple(top.key for top in rules.criteria)
    if method not in OFFICIAL:
        yield "award.method", "unknown_method", (("given", method), ("known", ", ".join(OFFICIAL)))
        return
    empty = DecisionMatrix((), keys, tuple("max" for _ in keys), tuple(top.share for top in rules.criteria), ())
    try:
        parameters(empty, method, dict(rules.award.parameters))
    except MatrixRefusedError as refusal:
        names = ", ".join(dict.fromkeys(str(dict(found.params).get("name", "")) for found in refusal.problems))
        yield "award.parameters", "award_parameters", (("method", method), ("names", names))


def _price(rules: Method) -> Iterator[Fault]:
    yield from price_faults(rules.price)
    yield from deduction_faults(rules)
    priced = [leaf for leaf in rules.leaves() if leaf.judge is LeafJudge.PRICE]
    if len(priced) != 1:
        yield "criteria", "one_price", (("n", str(len(priced))),)
    else:
        yield from _price_criterion(rules, priced[0])
    yield from tie_faults(rules, [node.key for top in rules.criteria for node in _walk(top)])


def _price_criterion(rules: Method, priced: Criterion) -> Iterator[Fault]:
    if priced.minimum is not None:
        yield f"criteria.{priced.key}.minimum", "price_threshold", ()
    least, share = rules.price_minimum_share, _share(rules.criteria, priced) * 100
    if least is not None and share < least:
        given = f"{round(float(share), 2):g}"
        yield f"criteria.{priced.key}", "price_share", (("minimum", f"{least}"), ("given", given))


def _share(siblings: tuple[Criterion, ...], leaf: Criterion) -> Fraction:
    """The leaf's share of the whole, all the way up the tree."""
    above = next(node for node in siblings if leaf in tuple(node.leaves()))
    return above.share * (_share(above.children, leaf) if above.children else 1)
