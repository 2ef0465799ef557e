"""The ranking in words and rows: headline, lead, the numbered heat table, the sentences on each difference."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from evaluator.domain.finding import Finding, Param, Rule
from evaluator.domain.method import Criterion, LeafJudge, Method
from evaluator.domain.ranking import Node, Ranking, Result, Status
from evaluator.domain.text import Lang
from evaluator.i18n.opinions import headed, listed, short_name
from evaluator.i18n.words import t
from evaluator.intake.assignments import unassigned
from evaluator.scoring.explain import sentence
from evaluator.services.naming import names_to_panel
from evaluator.services.reopening import open_contradictions
from evaluator.services.state import TenderState
from evaluator.ui.parts.bars import Contributions
from evaluator.ui.parts.tables import Cell, Column, Row, points, span, total
from evaluator.ui.views.reasons import reasons, unconfirmed

LOOKED_INTO = frozenset(
    {
        Rule.TIE, Rule.TIE_DRAWN, Rule.TIE_ROUNDED, Rule.TOTAL_DIFFERS, Rule.PRICE_ZERO, Rule.PRICE_NEGATIVE, Rule.RATE_MISSING,
        Rule.OVER_CEILING, Rule.CEILING_OPEN, Rule.METHOD_REFUSED, Rule.EVALUATOR_MISSING, Rule.ENVELOPE_MISSING,
        Rule.AGREED_MISSING, Rule.REQUIREMENTS_MISSING, Rule.CROSS_CHECK_FAILED,
    }
)  # fmt: skip


def by_weight(method: Method) -> tuple[Criterion, ...]:
    """The top-level criteria, the heaviest first; equal weights stay in published order."""
    return tuple(sorted(method.criteria, key=lambda top: -top.weight))


def ordered(ranking: Ranking) -> tuple[Result, ...]:
    """Bids by the places that they can still take, so that an open bid stands where it may end; excluded ones last."""
    bids = len(ranking.results)
    return tuple(
        sorted(
            ranking.results,
            key=lambda row: (
                row.status is Status.EXCLUDED,
                row.places or (row.place or bids, 0),
                row.place or bids,
                -row.high,
            ),
        )
    )


def open_places(ranking: Ranking) -> tuple[int, int] | None:
    """The first and the last place that are still open, None where every place is certain."""
    spans = [row.places for row in ranking.results if row.places and row.places[0] < row.places[1]]
    return (min(low for low, _ in spans), max(high for _, high in spans)) if spans else None


def headline(ranking: Ranking, lang: Lang) -> str:
    """The result in one sentence: who is first, and what is still open."""
    first = [row for row in ranking.ranked() if row.place == 1]
    if not first:
        waiting = sum(row.status is Status.UNSETTLED for row in ranking.results)
        return t("ranking.headline.none", lang, n=waiting, excluded=len(ranking.results) - waiting)
    score = points(first[0].score or Fraction(0))
    names = listed((row.vendor for row in first), lang)
    open_now = open_places(ranking)
    if ranking.rule != "additive":
        key = "ranking.headline.method_leads" if open_now else "ranking.headline.method"
        return t(key, lang, vendor=names, method=short_name(ranking.rule, lang))
    if open_now and open_now[0] == 1:
        return t("ranking.headline.leads", lang, vendor=names, score=score)
    said = "shared" if len(first) > 1 else "first"
    words = t(f"ranking.headline.{said}", lang, vendor=names, score=score)
    if open_now is None:
        return t("ranking.headline.certain", lang, words=words)
    return t("ranking.headline.open", lang, words=words, low=open_now[0], high=open_now[1])


def lead(state: TenderState, lang: Lang) -> str:
    """What the result rests on: version and rule of the method, and how many bids are ranked, open, excluded."""
    ranking = state.evaluation.ranking
    parts = [
        t("ranking.lead.method", lang, number=state.number),
        t("ranking.lead.additive", lang)
        if ranking.rule == "additive"
        else t("ranking.lead.method_rule", lang, method=short_name(ranking.rule, lang)),
    ]
    for status in Status:
        count = sum(row.status is status for row in ranking.results)
        if count:
            parts.append(t(f"ranking.lead.{status.value}", lang, n=count))
    return " · ".join(parts)


def columns(method: Method, ranking: Ranking, lang: Lang) -> list[Column]:
    """Place, vendor, each criterion with its weight, total."""
    last = t("ranking.col.total", lang) if ranking.rule == "additive" else headed(ranking.rule, lang)
    return [
        Column(t("ranking.col.place", lang), width=4),
        Column(t("ranking.col.vendor", lang), head=True, width=11),
        *(Column(top.title.show(lang), "heat", note=f"{top.weight.normalize():f} %") for top in by_weight(method)),
        Column(last, "number"),
    ]


def rows(state: TenderState, lang: Lang) -> list[Row]:
    """One row for each bid, in the order of the places."""
    ranking, said = state.evaluation.ranking, state.judged.confirmations
    return [
        Row(
            [
                Cell(place(row), strong=row.place == 1),
                Cell(row.vendor, note="\n".join(filter(None, (of_whom(row, lang), reasons(row, said, lang))))),
                *_heat(row, by_weight(state.pack.method), lang),
                Cell(official(ranking, row), strong=row.status is not Status.EXCLUDED),
            ],
            state="excluded" if row.status is Status.EXCLUDED else "",
        )
        for row in ordered(ranking)
    ]


def place(row: Result) -> str:
    """A place, or the places still possible.

    >>> from evaluator.domain.ranking import Result, Status
    >>> place(Result(vendor="Ada", status=Status.RANKED, low=0, high=1, nodes=(), place=2, places=(2, 3)))
    '2–3'
    """
    if row.status is Status.EXCLUDED:
        return "–"
    if row.places is None:
        return str(row.place or "–")
    return "–".join(dict.fromkeys(map(str, row.places)))


def _heat(row: Result, criteria: Sequence[Criterion], lang: Lang) -> list[Cell]:
    nodes = {node.key: node for node in row.nodes}
    pale = row.status is Status.EXCLUDED
    return [value_cell(nodes[top.key], lang, pale=pale) for top in criteria]


def value_cell(node: Node, lang: Lang, *, pale: bool = False) -> Cell:
    """The value of a node on the scale to 100; one that is open is hatched and shows how far it can go."""
    if node.basis == "basis.not_priced":
        return Cell("–", tone="soft")
    if node.value is None:
        return Cell(t("parts.open", lang), tone="open", note=span(node.low, node.high))
    return Cell(points(node.value), heat=None if pale else node.value)


def official(ranking: Ranking, row: Result) -> str:
    """The number that the place rests on: the total or its bounds, under a named method the method's own score."""
    if row.status is Status.EXCLUDED:
        return "–"
    if ranking.rule != "additive":
        key = ranking.keys.get(row.vendor)
        return "–" if key is None else f"{float(key):,.4f}"
    return span(row.low, row.high) if row.score is None else total(row.score)


def differences(state: TenderState, lang: Lang) -> list[str]:
    """One sentence for each ranked bid and the next: by how much, and what makes the difference."""
    titles = {top.key: top.title for top in state.pack.method.criteria}
    told = (sentence(gap, titles) for gap in state.evaluation.ranking.gaps)
    return [t(each.key, lang, **dict(each.params)) for each in told]


def looked_into(state: TenderState) -> tuple[Finding, ...]:
    """Findings that a person should read before using the ranking: prices, ties, gates nobody has confirmed."""
    ranking, said = state.evaluation.ranking, state.judged.confirmations
    waiting = {row.vendor for row in ranking.results if unconfirmed(row, said)}
    return tuple(
        found
        for found in state.evaluation.findings
        if found.rule in LOOKED_INTO or (found.rule is Rule.GATE_FAILED and found.vendor in waiting)
    )


def technical(method: Method) -> tuple[Criterion, ...]:
    """The criteria that count before prices are opened, the heaviest first."""
    return tuple(top for top in by_weight(method) if all(leaf.judge is not LeafJudge.PRICE for leaf in top.leaves()))


def technical_columns(method: Method, lang: Lang) -> list[Column]:
    """Vendor, each technical criterion with its weight, and the points so far."""
    criteria = technical(method)
    share = sum((top.weight for top in criteria), Decimal(0))
    return [
        Column(t("ranking.col.vendor", lang), head=True, width=11),
        *(Column(top.title.show(lang), "heat", note=f"{top.weight.normalize():f} %") for top in criteria),
        Column(t("ranking.col.technical", lang), "number", note=t("ranking.of", lang, top=f"{share.normalize():f}")),
    ]


def of_whom(row: Result, lang: Lang) -> str:
    """Whose variant a bid is; empty for a main bid."""
    return t("ranking.variant_of", lang, vendor=row.variant_of) if row.variant_of else ""


def technical_rows(state: TenderState, lang: Lang) -> list[Row]:
    """One row for each bid in the order of the tender, under its label while names are hidden: no places yet."""
    criteria = technical(state.pack.method)
    said, names = state.judged.confirmations, names_to_panel(state, lang)
    order = {bid.vendor: number for number, bid in enumerate(state.bids)}
    found = []
    in_order = sorted(state.evaluation.ranking.results, key=lambda row: order[row.vendor])
    for row in names.sort(in_order, lambda row: row.vendor):
        nodes = [next(node for node in row.nodes if node.key == top.key) for top in criteria]
        low = sum((node.weight * node.low for node in nodes), Fraction(0))
        high = sum((node.weight * node.high for node in nodes), Fraction(0))
        out = row.status is Status.EXCLUDED
        cells = [value_cell(node, lang, pale=out) for node in nodes]
        note = names.cover(reasons(row, said, lang)) if out else ""
        found.append(
            Row(
                [Cell(names.of(row.vendor), note=note), *cells, Cell(span(low, high), strong=not out)],
                "excluded" if out else "",
            )
        )
    return found


def contributions(ranking: Ranking) -> tuple[list[tuple[str, Contributions]], dict[str, str]]:
    """The least and the most that each criterion adds to each bid that is not excluded, and the text at each bar's end."""
    alive = [row for row in ordered(ranking) if row.status is not Status.EXCLUDED]
    parts: list[tuple[str, Contributions]] = [
        (row.vendor, {node.key: (node.weight * node.low, node.weight * node.high) for node in row.nodes})
        for row in alive
    ]
    totals = {row.vendor: span(row.low, row.high) if row.score is None else points(row.score) for row in alive}
    return parts, totals


def next_step(state: TenderState) -> tuple[str, str, dict[str, Param]]:
    """What would make the ranking firmer, or what follows it: message key, page, parameters."""
    ranking = state.evaluation.ranking
    late = [name for name in state.panel() if not state.submitted(name)]
    waiting = list(dict.fromkeys((found.vendor, found.item) for found in state.open_points()))
    gates = [row.vendor for row in ranking.results if unconfirmed(row, state.judged.confirmations)]
    if state.selection is not None:
        return "ranking.next.chosen", "contract", {"vendor": state.selection.vendor}
    if late:
        return "ranking.next.scores", "scores", {"n": len(late)}
    if waiting:
        return "ranking.next.settle", "bids", {"n": len(waiting), "vendor": waiting[0][0]}
    if gates:
        return "ranking.next.gate", "bids", {"vendor": gates[0]}
    return "ranking.next.award", "shortlist", {}


def before_lock(state: TenderState, lang: Lang) -> str:
    """What a person should know before the technical scores are locked."""
    late = sum(not state.submitted(name) for name in state.panel())
    waiting = len({(found.vendor, found.item) for found in state.open_points()})
    against = len(open_contradictions(state))
    listless = any(found.rule is Rule.REQUIREMENTS_MISSING for found in state.evaluation.findings)
    missing = [
        t(f"ranking.lock.missing_{name}", lang, n=count)
        for name, count in (("contradictions", against), ("scores", late), ("answers", waiting), ("list", listless))
        if count
    ]
    missing += [
        t("ranking.lock.missing_judge", lang, criterion=leaf.title)
        for leaf in unassigned(state.pack.method, state.tender)
    ]
    if not missing:
        return t("ranking.lock.complete", lang)
    return t("ranking.lock.missing", lang, what=("，" if lang == "zh" else "; ").join(missing))
