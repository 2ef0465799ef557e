"""What the committee judged, in tables and sentences: who has, how far apart they are, what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from evaluator.adapters.charts import Record
from evaluator.domain.method import Criterion, LeafJudge, Method
from evaluator.domain.text import Lang, Text
from evaluator.domain.weighing import Group, Judgement
from evaluator.i18n.opinions import listed, problem_words
from evaluator.i18n.words import t
from evaluator.scoring.group_weights import Combining, apart, combined, concordance, member_weights
from evaluator.scoring.judged_weights import CONSISTENT, Weighting
from evaluator.scoring.matrix import MatrixProblem
from evaluator.services.weighing import Weighing
from evaluator.services.weight_adoption import Adoption, figures
from evaluator.services.weight_diagnostics import DataWeights
from evaluator.ui.parts.tables import Cell, Column, Row, points
from evaluator.ui.views.method import DASH, judged, number
from evaluator.ui.views.when import here

Table = tuple[list[Column], list[Row]]


def named(group: Group, lang: Lang) -> str:
    """What a group is called."""
    return group.title.show(lang) or t("weights.first_level", lang)


def headline(found: Sequence[Weighing], lang: Lang, *, locked: bool) -> str:
    """How far the committee has come, in one sentence."""
    if locked:
        return t("weights.head.locked", lang)
    done = sum(bool(one.judged) and not one.missing for one in found)
    key = "all" if done == len(found) else "some" if any(one.judged for one in found) else "none"
    return t(f"weights.head.{key}", lang, done=done, total=len(found))


def overview(found: Sequence[Weighing], lang: Lang) -> Table:
    """Every group with who has judged it and who has not."""
    columns = [
        Column(t("weights.col.group", lang), head=True, width=12), Column(t("weights.col.criteria", lang), width=18),
        Column(t("weights.col.judged", lang), width=10), Column(t("weights.col.missing", lang), width=10),
    ]  # fmt: skip
    rows = [
        Row([
            named(one.group, lang), Cell(_with_weights(one.group, lang), tone="soft"), listed(one.judged, lang) or DASH,
            _missing(one, lang),
        ])
        for one in found
    ]  # fmt: skip
    return columns, rows


def _missing(one: Weighing, lang: Lang) -> Cell:
    """Who is still to judge; everyone is said in one word."""
    if one.missing and not one.judged:
        return Cell(t("weights.everyone", lang, n=len(one.missing)), tone="soft")
    return Cell(listed(one.missing, lang) or DASH, tone="warn" if one.missing else "")


def _with_weights(group: Group, lang: Lang) -> str:
    return listed((f"{one.title.show(lang)} {number(one.weight)}" for one in group.criteria), lang)


def swings(method: Method, group: Group, lang: Lang) -> Table:
    """What each criterion swings between: its lowest and its highest level where people judge, else how it gets its value."""
    columns = [
        Column(t("method.col.criterion", lang), head=True, width=12), Column(t("weights.col.worst", lang), width=16),
        Column(t("weights.col.best", lang), width=16),
    ]  # fmt: skip
    return columns, [Row([one.title.show(lang), *_ends(method, one, lang)]) for one in group.criteria]


def _ends(method: Method, one: Criterion, lang: Lang) -> tuple[str, str]:
    if one.children:
        inside = listed((child.title.show(lang) for child in one.children), lang)
        return t("weights.all_worst", lang, names=inside), t("weights.all_best", lang, names=inside)
    if one.judge is LeafJudge.PANEL and one.levels:
        ends = sorted(one.levels, key=lambda level: level.points)
        return ends[0].text.show(lang), ends[-1].text.show(lang)
    how = judged(method, one, lang)
    return t("weights.zero", lang, how=how), t("weights.hundred", lang, how=how)


def spread(one: Weighing, lang: Lang) -> Table:
    """Each criterion as each member weighs it, in percent, and how far apart they are."""
    columns = [
        Column(t("method.col.criterion", lang), head=True, width=12),
        *(Column(said.member, "number", note="%") for said in one.given),
        Column(t("weights.mean", lang), "number", note="%", width=5),
        Column(t("weights.col.range", lang), "number", width=6), Column(t("weights.col.deviation", lang), "number", width=6),
        Column(t("weights.col.talk", lang), width=7),
    ]  # fmt: skip
    weights = [member_weights(said).weights for said in one.given]
    rows = []
    for place, (criterion, each) in enumerate(zip(one.group.criteria, apart(weights), strict=True)):
        own = [points(row[place]) for row in weights]
        talk = Cell(t("weights.talk", lang), tone="warn") if each.discuss else Cell(DASH, tone="soft")
        rows.append(
            Row(
                [
                    criterion.title.show(lang),
                    *own,
                    points(each.mean),
                    points(each.width),
                    f"{each.deviation * 100:.1f}",
                    talk,
                ]
            )
        )
    return columns, rows


def words_given(given: Sequence[Judgement], titles: dict[str, Text], lang: Lang) -> Table:
    """Every judgement with its way, what it says, how consistent it is, when it came and why it replaced another."""
    columns = [
        Column(t("weights.col.member", lang), head=True, width=8), Column(t("weights.col.way", lang), width=8),
        Column(t("weights.col.given", lang), width=18), Column(t("weights.col.consistency", lang), width=12),
        Column(t("weights.col.at", lang), width=8), Column(t("weights.col.reason", lang), width=12),
    ]  # fmt: skip
    rows = [
        Row([
            f"{one.member} ({one.number})", t(f"weights.way.{one.way}", lang), said_in(one, titles, lang),
            consistency(member_weights(one), lang) or DASH, here(one.at, year=True), one.reason or DASH,
        ])
        for one in given
    ]  # fmt: skip
    return columns, rows


def said_in(one: Judgement, titles: dict[str, Text], lang: Lang) -> str:
    """A judgement's own figures; of pairs those above the diagonal."""
    names = [titles[key].show(lang) if key in titles else key for key in one.criteria]
    if one.way == "ahp":
        pairs = [(a, b) for a in range(len(names)) for b in range(a + 1, len(names))]
        return listed((f"{names[a]} : {names[b]} = {one.rows[a][b]}" for a, b in pairs), lang)
    if one.way == "bwm":
        best, worst = ends_of(one)
        over = listed((f"{name} {value}" for name, value in zip(names, one.rows[0], strict=True)), lang)
        under = listed((f"{name} {value}" for name, value in zip(names, one.rows[1], strict=True)), lang)
        return t("weights.said_bwm", lang, best=names[best], worst=names[worst], over=over, under=under)
    return listed((f"{name} {number(value)}" for name, value in zip(names, one.rows[0], strict=True)), lang)


def ends_of(one: Judgement) -> tuple[int, int]:
    """Places of the best and the worst criterion in a best–worst judgement, the first that the figures allow."""
    over, under = one.rows
    count = range(len(over))
    return next((a, b) for a in count for b in count if over[a] == under[b] == 1 and over[b] == under[a] and a != b)


def consistency(found: Weighting, lang: Lang) -> str:
    """How consistent comparisons are, with the table or the paper that the figure rests on; empty for other ways."""
    if found.way == "ahp":
        key = "weights.ratio_ahp" if _ratio(found) <= CONSISTENT else "weights.ratio_ahp_high"
        return t(key, lang, ratio=f"{_ratio(found):.3f}", random=str(found.extra["random_index"]))
    if found.way == "bwm":
        return t(
            "weights.ratio_bwm", lang, ratio=f"{_number(found, 'input_ratio'):.3f}", xi=f"{_number(found, 'xi'):.3f}"
        )
    return ""


def _ratio(found: Weighting) -> float:
    return _number(found, "consistency_ratio")


def _number(found: Weighting, name: str) -> float:
    return float(str(found.extra[name]))


def remarks(one: Weighing, lang: Lang) -> Iterator[str]:
    """What to talk about: criteria far apart, and comparisons that contradict themselves."""
    weights = [member_weights(said) for said in one.given]
    far = [
        criterion.title.show(lang)
        for criterion, each in zip(one.group.criteria, apart([said.weights for said in weights]), strict=True)
        if each.discuss
    ]
    if far:
        half = points(Fraction(1, 2 * len(one.group.criteria)))
        yield t("weights.discuss", lang, names=listed(far, lang), half=half)
    for said, found in zip(one.given, weights, strict=True):
        if found.way == "ahp" and _ratio(found) > CONSISTENT:
            yield t("weights.inconsistent", lang, name=said.member, ratio=f"{_ratio(found):.3f}")


def agreement(one: Weighing, lang: Lang) -> str:
    """How far the members' orders agree; empty for one member."""
    weights = [member_weights(said).weights for said in one.given]
    found = concordance(weights)
    if found is None:
        return "" if len(weights) < 2 else t("weights.no_order", lang)
    return t("weights.concordance", lang, w=f"{float(found):.3f}", n=len(weights))


def dots(one: Weighing, lang: Lang) -> list[Record]:
    """Records of the chart; its title of a criterion stands once for each of its marks."""
    weights = [(said.member, member_weights(said).weights) for said in one.given]
    found: list[Record] = []
    for place, (criterion, each) in enumerate(zip(one.group.criteria, apart([row for _, row in weights]), strict=True)):
        title = criterion.title.show(lang)
        marks = [("member", name, row[place]) for name, row in weights]
        marks += [("mean", t("weights.mean", lang), each.mean), ("now", t("weights.now", lang), criterion.share)]
        found += [
            {"criterion": title, "kind": kind, "weight": float(value * 100), "low": float(each.low * 100),
             "high": float(each.high * 100), "said": f"{title} · {name} · {points(value)}"}
            for kind, name, value in marks
        ]  # fmt: skip
    return found


def result(one: Weighing, how: Combining, decimals: int, lang: Lang) -> Table:
    """What the judgements come to beside what the method says now, within the group and of the whole."""
    columns = [
        Column(t("method.col.criterion", lang), head=True, width=12),
        *(Column(t(f"weights.col.{name}", lang), "number", note="%", width=6) for name in ("now", "comes", "adopted", "whole")),
    ]  # fmt: skip
    exact, rounded = combined(one.given, how).weights, figures(one.given, how, decimals)
    rows = [
        Row([
            criterion.title.show(lang), number(criterion.weight), f"{float(weight * 100):.3f}",
            Cell(number(value), strong=True), number(Fraction(value) * one.group.share),
        ])
        for criterion, weight, value in zip(one.group.criteria, exact, rounded, strict=True)
    ]  # fmt: skip
    whole = number(sum(rounded, Decimal(0)))
    now = number(sum((each.weight for each in one.group.criteria), Decimal(0)))
    return columns, [
        *rows,
        Row([t("method.total", lang), now, "100.000", whole, number(one.group.share * 100)], state="total"),
    ]


def adopted(one: Adoption, titles: dict[str, Text], lang: Lang) -> str:
    """One adoption in a sentence: when, what, on how many judgements, without whom, why."""
    said = listed(
        (f"{titles[key].show(lang) if key in titles else key} {value}" for key, value in one.weights.items()), lang
    )
    without = t("weights.without", lang, names=listed(one.missing, lang)) if one.missing else ""
    return t(
        "weights.was_adopted", lang, at=here(one.at, year=True), weights=said, how=t(f"weights.combine.{one.how}", lang),
        n=len(one.judgements), without=without, reason=one.reason,
    )  # fmt: skip


def from_bids(found: DataWeights, titles: dict[str, Text], lang: Lang) -> Table:
    """The published weights beside those that each way reads from the bids."""
    ways = [way for way, weights in found.ways.items() if not isinstance(weights, MatrixProblem)]
    columns = [
        Column(t("method.col.criterion", lang), head=True, width=12), Column(t("weights.col.published", lang), "number", note="%"),
        *(Column(t(f"weights.data.{way}", lang), "number", note="%") for way in ways),
    ]  # fmt: skip
    rows = []
    for place, key in enumerate(found.criteria):
        each = [found.ways[way] for way in ways]
        shown = [points(one[place]) for one in each if not isinstance(one, MatrixProblem)]
        rows.append(Row([titles[key].show(lang), points(found.published[place]), *shown]))
    return columns, rows


def not_from_bids(found: DataWeights, lang: Lang) -> list[str]:
    """Why a way gives nothing for these bids."""
    return [problem_words(one, lang) for one in found.ways.values() if isinstance(one, MatrixProblem)]
