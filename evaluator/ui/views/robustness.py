"""How firm the first place is, in words and rows: the first line, the least changes, the margins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from evaluator.domain.award_rule import ADDITIVE
from evaluator.domain.text import Lang, Text
from evaluator.i18n.opinions import listed, short_name
from evaluator.i18n.words import shown, t
from evaluator.robustness.flip import NEVER, ONE_WEIGHT, Flip, Kind, percent
from evaluator.robustness.leave_out import Without
from evaluator.robustness.stability import Interval, totals
from evaluator.services.robustness import Robustness, size_of
from evaluator.ui.parts import tables
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.parts.tornado import Line

Titles = Mapping[str, Text]
_JOINT = (Kind.WEIGHTS, Kind.WEIGHTS_LEVEL)
_WEIGHT = (*_JOINT, *ONE_WEIGHT)
_LOWER = (Kind.PRICE_OWN,)
_DEARER = (Kind.PRICE_FIRST, Kind.CEILING)
_MINIMUM = (Kind.THRESHOLD_LOWER, Kind.THRESHOLD_HIGHER)


def headline(found: Robustness, titles: Titles, lang: Lang) -> str:
    """The answer in one sentence about the published weights: the weight nearest to a turn, and the scores."""
    if len(found.first) > 1:
        return t("robustness.head_shared", lang, first=listed(found.first, lang))
    if found.by_rule:
        if found.rule != ADDITIVE:
            return t("robustness.head_by_rule_index", lang, first=found.first[0], other=found.matrix.vendors[1])
        return t("robustness.head_by_rule", lang, first=found.first[0], other=found.matrix.vendors[1])
    if not found.weighed:
        score = _scores(found, lang, "search_")
        if found.rule == ADDITIVE:
            return t("robustness.head_minimum", lang, first=found.first[0], score=score)
        return t("robustness.head_search", lang, first=found.first[0], method=short_name(found.rule, lang), score=score)
    tight = tightest(found.intervals)
    return t(
        "robustness.head", lang, first=found.first[0], weight=_while(tight, titles, found, lang),
        score=_scores(found, lang, "fall_", "_alone" if tight is None else ""),
    )  # fmt: skip


def searched(found: Robustness) -> str:
    """Why nothing is told of weights, as the end of a key: another rule, a minimum on the total; empty where it is."""
    return "" if found.weighed else "_minimum" if found.rule == ADDITIVE else "_search"


def unsearched(found: Robustness, lang: Lang) -> str:
    """Which changes were not looked for, so that none of them is read as impossible; empty where all were."""
    said = [t("robustness.unsearched", lang), *(shown(one, lang) for one in found.not_searched)]
    return (" " if lang == "en" else "").join(said) if len(said) > 1 else ""


def tightest(intervals: Sequence[Interval]) -> Interval | None:
    """The interval whose weight is nearest to an end at which somebody else is level; None where no weight turns."""
    turning = [one for one in intervals if one.rival_low is not None or one.rival_high is not None]
    return min(turning, key=_room, default=None)


def _room(one: Interval) -> Fraction:
    below = one.weight - one.low if one.rival_low is not None else Fraction(1)
    above = one.high - one.weight if one.rival_high is not None else Fraction(1)
    return min(below, above)


def _while(one: Interval | None, titles: Titles, found: Robustness, lang: Lang) -> str:
    if one is None:
        return t("robustness.while_always", lang)
    side = "between" if None not in (one.rival_low, one.rival_high) else "above" if one.rival_high is None else "below"
    low, high = _inwards(one)
    criterion = titles[found.matrix.criteria[one.criterion]].show(lang)
    return t(f"robustness.while_{side}", lang, criterion=criterion, low=low, high=high, now=percent(one.weight))


def _inwards(one: Interval) -> tuple[str, str]:
    """Both ends, shortened so that what is said still holds at what is printed."""
    return percent(one.low, one.low - 1), percent(one.high, one.high + 1)


def _scores(found: Robustness, lang: Lang, start: str, end: str = "") -> str:
    if not found.scored:
        return ""
    if found.fall is None:
        return t(f"robustness.{start}never", lang)
    how = "one" if found.fall.levels == 1 else "many"
    return t(f"robustness.{start}{how}{end}", lang, levels=str(found.fall.levels))


def fall_words(found: Robustness, lang: Lang) -> str:
    """On which sub-criterion the least fall of a score turns the first place, and to whom; empty where none does."""
    if found.fall is None or len(found.first) > 1 or found.by_rule:
        return ""
    criterion, rivals = found.fall.leaf.title.show(lang), listed(found.fall.rivals, lang)
    return t("robustness.fall_where", lang, criterion=criterion, rivals=rivals, first=found.first[0])


def left_columns(lang: Lang) -> list[Column]:
    """What is left out, who is then first, and whether the others keep their order."""
    return [
        Column(t("robustness.col.without", lang), head=True, width=14), Column(t("robustness.col.first", lang), width=12),
        Column(t("robustness.col.order", lang), width=10),
    ]  # fmt: skip


def left_rows(left: Sequence[Without], lang: Lang) -> list[Row]:
    """A row for each bid and each evaluator left out in turn."""
    order = {None: "unknown", True: "turned", False: "same"}
    return [
        Row(
            [
                t(f"robustness.left_{one.kind}", lang, name=one.name), listed(one.first, lang) or "–",
                t(f"robustness.order_{order[one.order_changed]}", lang),
            ]
        )
        for one in left
    ]  # fmt: skip


def flip_columns(lang: Lang) -> list[Column]:
    """What would be changed, from what, to what, and how little that is."""
    return [
        Column(t("robustness.col.what", lang), head=True, width=14), Column(t("robustness.col.from", lang), width=6),
        Column(t("robustness.col.to", lang), width=8), Column(t("robustness.col.size", lang), width=8),
    ]  # fmt: skip


def flip_rows(flips: Sequence[Flip], vendors: Sequence[str], lang: Lang) -> list[Row]:
    """The changes under the rival that each would put first, the smallest first; ranked rivals in order of place."""
    rivals = dict.fromkeys([*vendors, *(flip.rival for flip in flips)])
    rows: list[Row] = []
    for rival in rivals:
        own = [flip for flip in flips if flip.rival == rival]
        if own:
            rows.append(Row([Cell(rival)], state="group"))
            rows += [_flip_row(flip, lang) for flip in own]
    return rows


def _flip_row(flip: Flip, lang: Lang) -> Row:
    if flip.kind in (*NEVER, Kind.LEVEL):
        return Row([Cell(shown(flip.phrase(), lang), tone="soft"), "–", "–", t("robustness.size.none", lang)])
    params = dict(flip.params)
    unit = "%" if lang == "zh" else " %"
    if flip.kind is Kind.WEIGHTS:
        ends = (t("robustness.published", lang), t("robustness.to.weights", lang, changes=params["changes"]))
    elif flip.kind is Kind.WEIGHTS_LEVEL:
        ends = (t("robustness.published", lang), shown(params["changes"], lang))
    elif flip.kind in ONE_WEIGHT[1:]:
        ends = (f"{shown(params['given'], lang)}{unit}", t(f"robustness.to.{flip.kind.value}", lang, **params))
    elif flip.kind is Kind.GATE:
        ends = (t("robustness.gate_from", lang), t("robustness.gate_to", lang))
    elif flip.kind is Kind.GATE_UPHELD:
        lifted = t("robustness.gate_lifted", lang, vendor=params["vendor"])
        ends = (lifted, t("robustness.gate_upheld", lang))
    elif flip.kind in (Kind.FORMULA, Kind.TIE):
        ends = (
            t("robustness.published", lang),
            shown(params["formula" if flip.kind is Kind.FORMULA else "criterion"], lang),
        )
    else:
        to = params["price"] if flip.kind is Kind.CEILING else params["to"]
        tail = unit if flip.kind is Kind.WEIGHT else ""
        ends = (f"{shown(params['given'], lang)}{tail}", f"{shown(to, lang)}{tail}")
    kind = Kind.WEIGHT if flip.kind in ONE_WEIGHT else flip.kind
    what = t(f"robustness.what.{kind.value}", lang, rival=flip.rival, **params)
    return Row([what, *ends, size(flip, lang)])


def size(flip: Flip, lang: Lang) -> str:
    """How little a change is, in the measure of its kind."""
    if flip.size is None:
        return t("robustness.size.rule", lang)
    for kinds, key in ((_WEIGHT, "weight"), (_LOWER, "lower"), (_DEARER, "dearer"), (_MINIMUM, "minimum")):
        if flip.kind in kinds:
            return t(f"robustness.size.{key}", lang, share=size_of(flip))
    return t("robustness.size.scale", lang, share=size_of(flip))


def points(share: Fraction) -> str:
    """A margin in points of 100 with its sign.

    >>> points(Fraction(-1, 80)), points(Fraction(1, 10))
    ('−1.25', '+10.00')
    """
    return f"{float(share * 100):+.2f}".replace("-", "−")


def margin_lines(found: Robustness, titles: Titles, lang: Lang) -> list[Line]:
    """A line of the tornado for each criterion, the widest swing first."""
    intervals = {one.criterion: one for one in found.intervals}
    lines = []
    for one in found.swings:
        title = titles[found.matrix.criteria[one.criterion]].show(lang)
        said = tuple(
            t("robustness.margin_said", lang, criterion=title, weight=percent(weight), margin=points(ahead))
            for weight, ahead in ((one.low, one.at_low), (one.high, one.at_high))
        )
        lines.append(
            Line(
                criterion=title,
                less=float(one.at_low * 100),
                more=float(one.at_high * 100),
                said=(said[0], said[1]),
                turns=turns(intervals[one.criterion], lang),
            )
        )
    return lines


def turns(one: Interval, lang: Lang) -> str:
    """At which weights of a criterion the first place turns."""
    low, high = _inwards(one)
    side = {(True, True): "both", (True, False): "low", (False, True): "high", (False, False): "never"}
    key = side[one.rival_low is not None, one.rival_high is not None]
    return t(f"robustness.turns_{key}", lang, low=low, high=high)


def weight_columns(lang: Lang) -> list[Column]:
    """A criterion's weight now, the weights under which the first place holds, who is next, and the margins."""
    heads = ("now", "holds", "less", "more")
    return [
        Column(t("robustness.col.criterion", lang), head=True, width=9),
        *(Column(t(f"robustness.col.{head}", lang), "number") for head in heads),
        Column(t("robustness.col.next", lang), width=10),
    ]


def weight_rows(found: Robustness, titles: Titles, lang: Lang) -> list[Row]:
    """The same numbers as the tornado, row by row."""
    intervals = {one.criterion: one for one in found.intervals}
    rows = []
    for swing in found.swings:
        one = intervals[swing.criterion]
        rivals = dict.fromkeys(found.matrix.vendors[bid] for bid in (one.rival_low, one.rival_high) if bid is not None)
        unit = "%" if lang == "zh" else " %"
        cells = [titles[found.matrix.criteria[swing.criterion]].show(lang), f"{percent(one.weight)}{unit}"]
        ends = "–".join(_inwards(one))
        rows.append(
            Row([*cells, f"{ends}{unit}", points(swing.at_low), points(swing.at_high), listed(rivals, lang) or "–"])
        )
    return rows


def value_columns(found: Robustness, titles: Titles, lang: Lang) -> list[Column]:
    """A bid, its value on each criterion, the heaviest first, and its total."""
    unit = "%" if lang == "zh" else " %"
    weights = found.matrix.weights
    heads = [
        Column(titles[found.matrix.criteria[k]].show(lang), "heat", note=f"{percent(weights[k])}{unit}")
        for k in by_weight(found)
    ]
    return [
        Column(t("ranking.col.vendor", lang), head=True, width=11), *heads,
        Column(t("robustness.whatif_col.total", lang), "number"),
    ]  # fmt: skip


def value_rows(found: Robustness) -> list[Row]:
    """The bids in order of place; the value stands in every cell, so that no colour alone says it."""
    matrix, order = found.matrix, by_weight(found)
    sums = totals(matrix.values, matrix.weights)
    return [
        Row([vendor, *(Cell(tables.points(row[k]), heat=row[k]) for k in order), Cell(tables.total(own), strong=True)])
        for vendor, row, own in zip(matrix.vendors, matrix.values, sums, strict=True)
    ]


def by_weight(found: Robustness) -> list[int]:
    """The criteria by number, the heaviest first, as published where weights are equal."""
    return sorted(range(len(found.matrix.weights)), key=lambda k: -found.matrix.weights[k])
