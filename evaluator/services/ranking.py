"""Ranking a folder of bids, with second opinions and the cross-check of the official totals."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evaluator.domain.finding import Rule
from evaluator.domain.ranking import Status
from evaluator.domain.text import Lang
from evaluator.i18n.opinions import verdict_words
from evaluator.i18n.words import t
from evaluator.intake.alike import alike
from evaluator.scoring.agreement import verdict
from evaluator.scoring.second_opinion import Opinion, Refused
from evaluator.services.folder import evaluate_folder, read_folder
from evaluator.services.opinions import ask
from evaluator.services.report import Json, ranking_json, refusals


def rank_folder(
    pack: str, bids: Path, tender_file: Path | None, scores: Path | None, options: tuple[Lang, bool]
) -> tuple[Json, int]:
    """The JSON of ``rank --pack`` and its exit code: 2 when a file was refused, 1 when nothing can be ranked."""
    lang, with_opinions = options
    read = read_folder(pack, bids, tender_file, scores)
    evaluation = evaluate_folder(read)
    extra = [*read.findings, *alike(evaluation.bids, read.asked)]
    ranked = evaluation.ranking.ranked()
    asked: Json = {}
    if with_opinions and len(ranked) > 1:
        found, said = ask(evaluation.ranking)
        extra += said
        places = {result.vendor: result.place or 0 for result in ranked}
        asked["second_opinions"] = opinions_json(found, tuple(places))
        asked["agreement"] = {"sentence": verdict_words(verdict(places, found), lang)}
    data = {**ranking_json(evaluation, read.pack, lang, extra), **asked, "errors": refusals(read.refused(), lang)}
    if read.refused():
        return data, 2
    if not ranked:
        return {**data, "error": {"rule": "nothing_ranked", "message": t("cli.nothing_ranked", lang)}}, 1
    return data, 0


def opinions_json(opinions: Mapping[str, Opinion | Refused], vendors: tuple[str, ...]) -> dict[str, Json]:
    """Ranks and scores of every method that gave an opinion, by vendor."""
    return {
        name: {
            "ranks": dict(zip(vendors, found.ranks, strict=True)),
            "scores": dict(zip(vendors, found.scores, strict=True)),
            "better": found.better,
        }
        for name, found in opinions.items()
        if isinstance(found, Opinion)
    }


def rank_words(data: Json, lang: Lang) -> list[str]:
    """The ranking for people: a line per bid with its reasons, a sentence per gap, what to know before it is relied on.

    >>> rest = {"gaps": [], "findings": [], "agreement": None}
    >>> row = {"vendor": "Ada", "place": 1, "places": [1, 2], "status": "ranked", "reasons": (), "key": 0.73125}
    >>> rank_words({**rest, "ranking": [{**row, "bounds": None, "score": 0.73125}]}, "en")
    ['1 (1–2)\\tAda\\t0.7312\\tranked']
    >>> out = {**row, "place": None, "status": "excluded", "bounds": [0.4, 0.4], "score": None}
    >>> rank_words({**rest, "ranking": [out]}, "en")
    ['–\\tAda\\t–\\texcluded']
    """
    if "ranking" not in data:
        return []
    lines = []
    for row in data["ranking"]:
        status = t(f"cli.status_{row['status']}", lang)
        lines.append(f"{_place(row)}\t{row['vendor']}\t{_official(row)}\t{status}")
        lines += [f"\t{reason['message']}" for reason in row["reasons"]]
    lines += [gap["sentence"] for gap in data["gaps"]]
    lines += [_placed(found, lang) for found in data["findings"] if found["rule"] in _TOLD]
    return lines if data["agreement"] is None else [*lines, data["agreement"]["sentence"]]


def _place(row: Json) -> str:
    """The place as it stands, and beside it the places still possible where it is not certain."""
    if row["place"] is None:
        return "–"
    best, worst = row["places"]
    return f"{row['place']}" if best == worst else f"{row['place']} ({best}–{worst})"


def _official(row: Json) -> str:
    """What the place rests on: the total or its bounds, under a named method the method's own score.

    An excluded bid was not compared on price, so it has no total.
    """
    if row["status"] == Status.EXCLUDED:
        return "–"
    if row["bounds"] is None:
        return "–" if row["key"] is None else f"{row['key']:.4f}"
    low, high = row["bounds"]
    return f"{100 * row['score']:.3f}" if row["score"] is not None else f"{100 * low:.1f}–{100 * high:.1f}"


def _placed(found: Json, lang: Lang) -> str:
    """A finding with whom it concerns in front, where its own words need not say so; of a score where it stands, too."""
    whom = found["vendor"] or found["file"]
    said = t("cli.concerns", lang, whom=whom, message=found["message"]) if whom else str(found["message"])
    if found["rule"] not in _OF_SCORES or not found["cell"]:
        return said
    return t("cli.concerns", lang, whom=f"{found['file']} {found['sheet']}!{found['cell']}", message=said)


# A score in a scorecard names the vendor it is about, and it is the evaluator who has to find and correct its cell.
_OF_SCORES = frozenset((Rule.SCORE_OUTSIDE.value, Rule.SCORE_UNKNOWN.value, Rule.SCORE_ABSENT.value))


# What bears on the order itself; the faults of single answers are counted in their bid's row and listed by `inspect`.
_TOLD = frozenset(
    rule.value
    for rule in (
        Rule.ENVELOPE_MISSING, Rule.TOTAL_DIFFERS, Rule.PRICE_ZERO, Rule.PRICE_DEDUCTED, Rule.ABNORMALLY_LOW,
        Rule.LOW_PRICE_DOUBTED, Rule.LOW_PRICE_ACCEPTED, Rule.RATE_MISSING, Rule.SCORES_LOCKED,
        Rule.SCORE_OUTSIDE, Rule.SCORE_UNKNOWN, Rule.SCORE_ABSENT, Rule.EVALUATOR_TWICE, Rule.EVALUATOR_MISSING,
        Rule.EVALUATOR_UNKNOWN, Rule.TIE, Rule.TIE_DRAWN, Rule.TIE_ROUNDED,
        Rule.CROSS_CHECK_FAILED, Rule.COMPANY_ALIKE, Rule.FILE_SHARED, Rule.TEXT_ALIKE,
    )
)  # fmt: skip
