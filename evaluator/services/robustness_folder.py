"""``robustness``: how firm a folder's official ranking is, or that of a ready-made matrix, as JSON and in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from evaluator.adapters.matrix_file import read_matrix
from evaluator.domain.award_rule import ADDITIVE
from evaluator.domain.text import Lang
from evaluator.i18n.opinions import listed, short_name
from evaluator.i18n.words import shown, t
from evaluator.robustness.case import Case, OfficialMatrix, case, official_matrix
from evaluator.robustness.certificate import certificate
from evaluator.robustness.dominance import dominance
from evaluator.robustness.doubts import panel_doubts
from evaluator.robustness.flip import Flip, percent
from evaluator.robustness.joint import Joint, joint_flips
from evaluator.robustness.leave_out import (
    Without,
    criteria_left_out,
    without_bids,
    without_criteria,
    without_evaluators,
)
from evaluator.robustness.regions import SIMPLEX, Ordinal, Region, around
from evaluator.robustness.sampling import Study, Trial, run
from evaluator.robustness.stability import Interval, crossings, order_intervals, totals, winner_intervals
from evaluator.robustness.whole import Doubt
from evaluator.scoring.matrix import MatrixRefusedError, check, problem
from evaluator.scoring.opinion_scaling import normalised
from evaluator.services.folder import read_folder
from evaluator.services.folder_words import judged
from evaluator.services.report import Json, refusals

Place = tuple[str, Path, Path | None, Path | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which weights are tried, and how: all, ``within`` so many percent of the published ones, or in their order."""

    samples: int = 100_000
    seed: int = 1
    within: str | None = None
    in_order: bool = False
    spread: bool = False


DEFAULT = Wish()
_PAIRED = 30  # bids of which every pair is told


def robustness_folder(place: Place, lang: Lang, wish: Wish = DEFAULT) -> tuple[Json, int]:
    """The JSON of a folder and its exit code: 2 when a file was refused, 1 when nothing is ranked."""
    pack, bids, tender_file, scores = place
    read = read_folder(pack, bids, tender_file, scores)
    found = case(read.pack.method, read.tender, read.intake.bids, judged(read))
    errors = {"errors": refusals(read.refused(), lang)}
    if not found.ranking.ranked():
        return {**errors, "error": {"rule": "nothing_ranked", "message": t("cli.nothing_ranked", lang)}}, 1
    return {**case_json(found, lang, wish), **errors}, 2 if read.refused() else 0


def case_json(found: Case, lang: Lang, wish: Wish, *, named: bool = True) -> Json:
    """The whole JSON of a ranked case; only where ``named`` with what names an evaluator.

    Under a rule that ranks by no weighted totals whatever exists for those alone is null, and ``sums_only`` names it.
    """
    matrix = official_matrix(found.ranking, found.method)
    titles = {node.key: node.title.show(lang) for node in found.ranking.ranked()[0].nodes}
    people = without_evaluators(found) if named else ()
    sums = found.ranking.rule == ADDITIVE
    left = [*without_bids(found), *people, *(without_criteria(found) if sums else ())]
    by_weights = (
        _matrix_json(matrix, wish, panel_doubts(found) if wish.spread else {}) if sums else _by_rule_json(found)
    )
    return {
        "rule": found.ranking.rule,
        **by_weights,
        "titles": titles,
        "flips": [_flip_json(flip, lang) for flip in certificate(found) if named or not flip.of_evaluator],
        "without": [_without_json(one) for one in left],
    }


# What rests on totals that are linear in the weights, and has no meaning under another rule.
SUMS_ONLY = ("acceptability", "confidence", "central_weights", "pairwise", "stability", "crossings", "flip")


def _by_rule_json(found: Case) -> Json:
    """The same keys under an index or a named method."""
    matrix = official_matrix(found.ranking)
    return {
        **dict.fromkeys(("samples", "seed", "precision", "values_exact", *SUMS_ONLY)),
        "sums_only": list(SUMS_ONLY),
        "alternatives": list(matrix.vendors), "criteria": list(matrix.criteria),
        "weights": [float(weight) for weight in matrix.weights], "first": matrix.vendors[0],
        "dominance": _dominance(matrix),
    }  # fmt: skip


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
    left = [_without_json(one) for one in criteria_left_out(matrix)]
    return {**_matrix_json(matrix, wish, {}), "titles": {name: name for name in matrix.criteria}, "without": left}


def _matrix_json(matrix: OfficialMatrix, wish: Wish, doubt: Doubt) -> Json:
    trial = run(
        Study(values=matrix.values, region=_region(matrix, wish), samples=wish.samples, seed=wish.seed, doubt=doubt)
    )
    names, keys = matrix.vendors, matrix.criteria
    order = {one.criterion: one for one in order_intervals(matrix.values, matrix.weights)}
    return {
        "samples": trial.samples, "seed": trial.seed, "precision": trial.precision, "values_exact": trial.exact,
        "alternatives": list(names), "criteria": list(keys), "weights": [float(weight) for weight in matrix.weights],
        "first": names[matrix.first],
        "acceptability": trial.acceptability(), "confidence": [_number(share) for share in trial.confidence],
        "central_weights": [None if one is None else [float(w) for w in one] for one in trial.central],
        "pairwise": _pairwise(trial),
        "stability": [
            _interval_json(matrix, one, order[one.criterion])
            for one in winner_intervals(matrix.values, matrix.weights, matrix.first)
        ],
        "crossings": _crossings(matrix),
        "flip": [_joint_json(matrix, one) for one in joint_flips(matrix.values, matrix.weights, matrix.first)],
        "dominance": _dominance(matrix),
    }  # fmt: skip


def _dominance(matrix: OfficialMatrix) -> list[Json]:
    names = matrix.vendors
    return [
        {"better": names[one.better], "worse": names[one.worse], "everywhere": one.everywhere}
        for one in dominance(matrix.values)
    ]


def _crossings(matrix: OfficialMatrix) -> list[Json] | None:
    """Where two bids change places as one weight moves; None where the pairs are too many for anybody to read."""
    if len(matrix.vendors) > _PAIRED:
        return None
    found = [
        one for k in range(len(matrix.criteria)) for one in sorted(
            crossings(matrix.values, matrix.weights, k), key=lambda one: (one.weight, one.upper, one.lower)
        )
    ]  # fmt: skip
    return [
        {"criterion": matrix.criteria[one.criterion], "weight": float(one.weight), "ahead_above": matrix.vendors[one.upper],
         "ahead_below": matrix.vendors[one.lower]}
        for one in found
    ]  # fmt: skip


def _region(matrix: OfficialMatrix, wish: Wish) -> Region:
    if wish.in_order:
        return Ordinal(tuple(sorted(range(len(matrix.weights)), key=lambda k: -matrix.weights[k])))
    if wish.within is None:
        return SIMPLEX
    try:
        share = Fraction(wish.within.strip().rstrip("%％")) / 100
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 < share <= 1:
        raise MatrixRefusedError(problem("region_share", given=wish.within))
    return around(matrix.weights, share)


def _pairwise(trial: Trial) -> list[list[float]] | None:
    return None if trial.wins is None else [[count / trial.samples for count in row] for row in trial.wins]


def _interval_json(matrix: OfficialMatrix, one: Interval, order: Interval) -> Json:
    names = matrix.vendors
    return {
        "criterion": matrix.criteria[one.criterion], "weight": float(one.weight),
        "low": float(one.low), "high": float(one.high),
        "rival_low": None if one.rival_low is None else names[one.rival_low],
        "rival_high": None if one.rival_high is None else names[one.rival_high],
        "order_low": float(order.low), "order_high": float(order.high),
    }  # fmt: skip


def _joint_json(matrix: OfficialMatrix, one: Joint) -> Json:
    return {
        "rival": matrix.vendors[one.rival], "l1": _number(one.l1),
        "weights": None if one.weights is None else [float(weight) for weight in one.weights],
        "possible": one.possible, "only_level": one.shared, "against_first": _number(one.against_first),
        "exact": one.exact,
        "proof": [{"vendor": matrix.vendors[bid], "share": float(part)} for bid, part in one.proof],
    }  # fmt: skip


def _flip_json(flip: Flip, lang: Lang) -> Json:
    return {
        "rule": flip.kind.value, "rival": flip.rival, "size": _number(flip.size),
        "params": {name: shown(value, lang) for name, value in flip.params},
        "names_evaluator": flip.of_evaluator, "message": shown(flip.phrase(), lang),
    }  # fmt: skip


def _without_json(one: Without) -> Json:
    return {"kind": one.kind, "name": one.name, "first": list(one.first), "order_changed": one.order_changed}


def _number(share: Fraction | None) -> float | None:
    return None if share is None else float(share)


def robustness_words(data: Json, lang: Lang) -> list[str]:
    """The same for people: about the published weights first, then the shares of all weights, then every flip."""
    if "first" not in data:
        return []
    first = data["first"]
    if data["stability"] is None:
        said = t("robustness.by_search", lang, first=first, method=short_name(data["rule"], lang))
        return [said, *(flip["message"] for flip in data["flips"]), *_left_words(data, lang)]
    lines = [_held(one, data, lang) for one in data["stability"] if one["low"] > 0 or one["high"] < 1]
    if not lines:
        lines = [t("robustness.always", lang, first=first)]
    for name, ranks in zip(data["alternatives"], data["acceptability"], strict=True):
        lines.append(t("robustness.share", lang, vendor=name, share=f"{100 * ranks[0]:.1f}"))
    return [*lines, *(flip["message"] for flip in data.get("flips", ()))]


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
