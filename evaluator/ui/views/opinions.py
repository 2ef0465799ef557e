"""Second opinions beside the official ranking: the places under every method, and one method as lines of a slope chart."""

from __future__ import annotations

from collections.abc import Callable

from evaluator.domain.ranking import Ranking
from evaluator.domain.text import Lang
from evaluator.i18n.opinions import agreement_words, method_name, reversal_words, short_name, verdict_words
from evaluator.i18n.words import t
from evaluator.scoring.reversal import Reversal
from evaluator.scoring.second_opinion import Opinion
from evaluator.services.opinions import OpinionReport
from evaluator.ui.parts.slope import Line
from evaluator.ui.parts.tables import Cell, Column, Row


def answered(report: OpinionReport) -> tuple[str, ...]:
    """Methods that gave an opinion; those that put another bid first come first."""
    return tuple(sorted(report.agreements, key=lambda name: report.agreements[name].same_first))


def columns(report: OpinionReport, lang: Lang) -> list[Column]:
    """Method, the place of each ranked bid, and how far the method agrees."""
    return [
        Column(t("ranking.opinion.method", lang), head=True, width=9),
        *(Column(vendor, "number") for vendor in report.vendors),
        Column(t("ranking.opinion.agrees", lang), width=16),
    ]


def rows(report: OpinionReport, ranking: Ranking, lang: Lang) -> list[Row]:
    """The official places on top, then one row for each method; a place that differs stands out."""
    places = {row.vendor: row.place for row in ranking.ranked()}
    official = [Cell(str(places[vendor] or "–"), strong=True) for vendor in report.vendors]
    made = [Row([Cell(t("ranking.opinion.official", lang), strong=True), *official, Cell("")], "selected")]
    for name in answered(report):
        opinion = report.opinions[name]
        if isinstance(opinion, Opinion):
            ranks = dict(zip(opinion.alternatives, opinion.ranks, strict=True))
            cells = [
                Cell(
                    str(ranks[vendor]),
                    tone="" if ranks[vendor] == places[vendor] else "warn",
                    strong=ranks[vendor] != places[vendor],
                )
                for vendor in report.vendors
            ]
            made.append(Row([Cell(short_name(name, lang)), *cells, Cell(_agrees(report, name, lang), tone="soft")]))
    return made


def _agrees(report: OpinionReport, name: str, lang: Lang) -> str:
    """The sentence on one method without its name, which stands at the head of the row."""
    found = report.agreements[name]
    if found.identical:
        return t("ranking.opinion.same", lang)
    if found.same_first:
        return t("ranking.opinion.pairs", lang, n=found.pairs)
    return t("ranking.opinion.other_first", lang, vendor=("、" if lang == "zh" else ", ").join(found.first))


def lines(report: OpinionReport, ranking: Ranking, name: str) -> list[Line]:
    """Each vendor with its official place and the place that one method gives, for the slope chart."""
    opinion = report.opinions[name]
    if not isinstance(opinion, Opinion):
        return []
    ranks = dict(zip(opinion.alternatives, opinion.ranks, strict=True))
    return [(row.vendor, (row.place or 0, ranks[row.vendor])) for row in ranking.ranked()]


def orders(report: OpinionReport, ranking: Ranking, lang: Lang) -> tuple[list[str], list[Line]]:
    """Heads and lines of one slope chart across all methods: those that give the same places share a head.

    The official places come first, and with them the number of methods that agree in all.
    """
    official = {row.vendor: row.place or 0 for row in ranking.ranked()}
    places = {name: [end for _, (_, end) in lines(report, ranking, name)] for name in answered(report)}
    alike: dict[tuple[float, ...], list[str]] = {tuple(official.values()): []}
    for name, own in places.items():
        alike.setdefault(tuple(own), []).append(name)
    first, *others = alike.values()
    heads = [t("ranking.opinion.official", lang), *(_head(names, lang) for names in others)]
    if first:
        heads[0] = f"{heads[0]} · {t('robustness.methods_as', lang, n=str(len(first)))}"
    return heads, [(vendor, [order[bid] for order in alike]) for bid, vendor in enumerate(official)]


def _head(names: list[str], lang: Lang) -> str:
    named = short_name(names[0], lang)
    return named if len(names) == 1 else f"{named} +{len(names) - 1}"


def alt(report: OpinionReport, name: str, lang: Lang) -> str:
    """The slope chart in words."""
    return f"{method_name(name, lang)}. {agreement_words(report.agreements[name], lang)}"


def label(lang: Lang) -> Callable[[str], str]:
    """Full names of methods in a language."""
    return lambda name: method_name(name, lang)


def verdict(report: OpinionReport, lang: Lang) -> str:
    """All methods in one plain sentence."""
    return verdict_words(report.verdict, lang)


def steadiness(found: Reversal, lang: Lang) -> str:
    """Whether a method's order of the others holds when one bid leaves, is copied, or is joined by a worse one."""
    return reversal_words(found, lang)
