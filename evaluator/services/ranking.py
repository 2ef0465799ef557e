"""Ranking a folder of bids, with second opinions and the cross-check of the official totals."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evaluator.domain.ranking import Status
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
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
    extra = list(read.findings)
    opinions: Mapping[str, Json] = {}
    if with_opinions and len(evaluation.ranking.ranked()) > 1:
        found, said = ask(evaluation.ranking)
        opinions = opinions_json(found, tuple(result.vendor for result in evaluation.ranking.ranked()))
        extra += said
    data = ranking_json(evaluation, read.pack, lang, extra)
    data["second_opinions"] = opinions
    data["errors"] = refusals(read.refused(), lang)
    code = 2 if read.refused() else 0 if evaluation.ranking.ranked() else 1
    return data, code


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
    """The ranking for people: one line per bid, reasons below it.

    >>> row = {"vendor": "Ada", "place": 1, "places": [1, 2], "status": "ranked", "reasons": (), "key": 0.73125}
    >>> rank_words({"ranking": [{**row, "bounds": None, "score": 0.73125}]}, "en")
    ['1 (1–2)\\tAda\\t0.7312\\tranked']
    >>> out = {**row, "place": None, "status": "excluded", "bounds": [0.4, 0.4], "score": None}
    >>> rank_words({"ranking": [out]}, "en")
    ['–\\tAda\\t–\\texcluded']
    """
    if "ranking" not in data:
        return []
    lines = []
    for row in data["ranking"]:
        status = t(f"cli.status_{row['status']}", lang)
        lines.append(f"{_place(row)}\t{row['vendor']}\t{_official(row)}\t{status}")
        lines += [f"\t{reason['message']}" for reason in row["reasons"]]
    return lines


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
