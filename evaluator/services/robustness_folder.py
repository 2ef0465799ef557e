"""``robustness``: how firm a folder's official ranking is, or that of a ready-made matrix, as JSON and in sentences."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from evaluator.adapters.matrix_file import read_matrix
from evaluator.domain.award_rule import ADDITIVE
from evaluator.domain.text import Lang
from evaluator.i18n.opinions import listed, short_name
from evaluator.i18n.words import t
from evaluator.robustness.case import OfficialMatrix, case, places
from evaluator.robustness.flip import percent
from evaluator.robustness.leave_out import criteria_left_out
from evaluator.robustness.stability import totals
from evaluator.scoring.matrix import MatrixRefusedError, check, problem
from evaluator.scoring.opinion_scaling import normalised
from evaluator.services.folder import read_folder
from evaluator.services.folder_words import judged
from evaluator.services.report import Json, refusals
from evaluator.services.robustness_json import DEFAULT, Wish, case_json, matrix_json, tried, without_json

Place = tuple[str, Path, Path | None, Path | None]


def robustness_folder(place: Place, lang: Lang, wish: Wish = DEFAULT) -> tuple[Json, int]:
    """The JSON of a folder and its exit code: 2 when a file was refused, 1 when nothing is ranked."""
    pack, bids, tender_file, scores = place
    read = read_folder(pack, bids, tender_file, scores)
    found = case(read.pack.method, read.tender, read.intake.bids, judged(read))
    errors = {"errors": refusals(read.refused(), lang)}
    if not found.ranking.ranked():
        return {**errors, "error": {"rule": "nothing_ranked", "message": t("cli.nothing_ranked", lang)}}, 1
    return {**case_json(found, lang, wish), **errors}, 2 if read.refused() else 0


def robustness_matrix(path: Path, wish: Wish = DEFAULT) -> Json:
    """The JSON of a matrix file, its values as given: more has to be better on every criterion."""
    given = read_matrix(path)
    costs = (name for name, sense in zip(given.criteria, given.objectives, strict=True) if sense == "min")
    problems = check(given) or [problem("cost_turned", criterion=name) for name in costs]
    if problems:
        raise MatrixRefusedError(*problems)
    values = tuple(tuple(Fraction(value) for value in row) for row in given.values)
    weights = normalised(given.weights)
    sums = totals(values, weights)
    matrix = OfficialMatrix(given.alternatives, given.criteria, weights, values, first=sums.index(max(sums)))
    left = [without_json(one) for one in criteria_left_out(matrix)]
    return {
        **matrix_json(matrix, tried(matrix, wish, {}), wish.method),
        "first_shared": [name for name, place in places(matrix, sums).items() if place == 1],
        "titles": {name: name for name in matrix.criteria},
        "without": left,
    }


def robustness_words(data: Json, lang: Lang) -> list[str]:
    """The same for people: about the published weights first, then the shares of all weights, then every flip."""
    if "first" not in data:
        return []
    first, by = data["first"], "" if data["method"] == "additive" else "_by"
    if data["stability"] is None:
        said = t("robustness.by_minimum", lang, first=first)
        if data["rule"] != ADDITIVE:
            said = t("robustness.by_search", lang, first=first, method=short_name(data["rule"], lang))
        return [said, *(flip["message"] for flip in data["flips"]), *_left_words(data, lang), *_unsearched(data, lang)]
    lines = [_held(one, data, lang) for one in data["stability"] if one["low"] > 0 or one["high"] < 1]
    if len(data["first_shared"]) > 1:  # no weight holds what is shared
        lines = [t("robustness.shared", lang, first=listed(data["first_shared"], lang))]
    elif not lines:
        lines = [t("robustness.always", lang, first=first)]
    if data.get("standing"):
        lines.append(data["standing"]["message"])
    for name, ranks in zip(data["alternatives"], data["acceptability"], strict=True):
        share = f"{100 * ranks[0]:.1f}"
        method = short_name(data["method"], lang) if by else ""
        lines.append(t(f"robustness.share{by}", lang, vendor=name, share=share, method=method))
    return [*lines, *(flip["message"] for flip in data.get("flips", ())), *_unsearched(data, lang)]


def _unsearched(data: Json, lang: Lang) -> list[str]:
    """Which changes were not looked for; a matrix has none but weights."""
    return [t("robustness.unsearched", lang), *data["not_searched"]] if data.get("not_searched") else []


def _left_words(data: Json, lang: Lang) -> list[str]:
    """Whom the first place goes to without one bid or one evaluator, where it goes elsewhere."""
    turned = (one for one in data["without"] if one["first"] != [data["first"]])
    return [
        t(f"robustness.without_{one['kind']}", lang, name=one["name"], first=listed(one["first"], lang) or "–")
        for one in turned
    ]


def _held(one: Json, data: Json, lang: Lang) -> str:
    # Shortened inwards, so that what is said still holds at what is printed.
    ends = (round(Fraction(one["low"]), 9), round(Fraction(one["high"]), 9))
    low, high, now = percent(ends[0], ends[0] - 1), percent(ends[1], ends[1] + 1), percent(Fraction(one["weight"]))
    criterion = data["titles"][one["criterion"]]
    side = "above" if one["high"] >= 1 else "below" if one["low"] <= 0 else "between"
    return t(f"robustness.held_{side}", lang, first=data["first"], criterion=criterion, low=low, high=high, now=now)
