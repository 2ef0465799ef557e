"""How firm a ranking is, as JSON: the published keys, and what was worked out before told again as it is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from evaluator.domain.text import Lang
from evaluator.i18n.opinions import listed
from evaluator.i18n.words import shown, t
from evaluator.robustness.case import Case, OfficialMatrix, by_weights, leaders, official_matrix
from evaluator.robustness.certificate import Certificate, certificate
from evaluator.robustness.dominance import dominance
from evaluator.robustness.doubts import panel_doubts
from evaluator.robustness.flip import Flip
from evaluator.robustness.joint import Joint, joint_flips
from evaluator.robustness.leave_out import Without, without_bids, without_criteria, without_evaluators
from evaluator.robustness.regions import SIMPLEX, Ordinal, Region, around
from evaluator.robustness.sampling import Study, Trial, run
from evaluator.robustness.stability import Interval, crossings, order_intervals, winner_intervals
from evaluator.robustness.standing import Standing, standing
from evaluator.robustness.whole import Doubt
from evaluator.scoring.matrix import MatrixRefusedError, problem
from evaluator.services.report import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which weights are tried, and how: all, ``within`` so many percent of the published ones, or in their order.

    ``method`` is one of `METHODS`; places are counted by it, and everything else stays that of the official totals.
    """

    samples: int = 100_000
    seed: int = 1
    within: str | None = None
    in_order: bool = False
    spread: bool = False
    method: str = "additive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was worked out before for the same case and wish, and is told again as it is; no trial without totals."""

    trial: Trial | None
    told: Certificate


DEFAULT = Wish()
_PAIRED = 30  # bids of which every pair is told
# What rests on totals that are linear in the weights, and has no meaning under another rule or a minimum on the total.
SUMS_ONLY = ("acceptability", "confidence", "central_weights", "pairwise", "stability", "crossings", "flip")


def case_json(found: Case, lang: Lang, wish: Wish, *, named: bool = True, known: Known | None = None) -> Json:
    """The whole JSON of a ranked case; only where ``named`` with what names an evaluator.

    Where weights alone do not rank, under another rule than the weighted total or a minimum on it, whatever they alone can
    tell is null, and ``sums_only`` names it.
    """
    titles = {node.key: node.title.show(lang) for node in found.ranking.ranked()[0].nodes}
    people = without_evaluators(found) if named else ()
    sums = by_weights(found.method)
    left = [*without_bids(found), *people, *(without_criteria(found) if sums else ())]
    told = known.told if known else certificate(found)
    return {
        "rule": found.ranking.rule,
        **(_by_totals(found, wish, known) if sums else _by_rule_json(found)),
        "first_shared": list(leaders(found.ranking)),
        "standing": _standing_json(standing(found.ranking), lang),
        "titles": titles,
        "flips": [_flip_json(flip, lang) for flip in told.flips if named or not flip.of_evaluator],
        "not_searched": [shown(one, lang) for one in told.not_searched],
        "without": [without_json(one) for one in left],
    }


def _by_totals(found: Case, wish: Wish, known: Known | None) -> Json:
    matrix = official_matrix(found.ranking, found.method)
    trial = known.trial if known and known.trial else tried(matrix, wish, panel_doubts(found) if wish.spread else {})
    return matrix_json(matrix, trial, wish.method)


def _by_rule_json(found: Case) -> Json:
    """The same keys under an index, a named method or a minimum on the total."""
    matrix = official_matrix(found.ranking)
    return {
        **dict.fromkeys(("method", "samples", "seed", "precision", "values_exact", *SUMS_ONLY)),
        "sums_only": list(SUMS_ONLY),
        "alternatives": list(matrix.vendors), "criteria": list(matrix.criteria),
        "weights": [float(weight) for weight in matrix.weights], "first": matrix.vendors[0],
        "dominance": _dominance(matrix),
    }  # fmt: skip


def tried(matrix: OfficialMatrix, wish: Wish, doubt: Doubt) -> Trial:
    """How often each bid takes each rank under the weights that somebody wishes."""
    return run(
        Study(
            values=matrix.values, region=_region(matrix, wish), samples=wish.samples, seed=wish.seed, doubt=doubt,
            method=wish.method,
        )
    )  # fmt: skip


def matrix_json(matrix: OfficialMatrix, trial: Trial, method: str) -> Json:
    """What there is of any matrix of weighted sums; ``method`` is what the trial's places were counted by."""
    names, keys = matrix.vendors, matrix.criteria
    order = {one.criterion: one for one in order_intervals(matrix.values, matrix.weights)}
    return {
        "method": method, "samples": trial.samples, "seed": trial.seed, "precision": trial.precision, "values_exact": trial.exact,
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


def without_json(one: Without) -> Json:
    """Who is first without something."""
    return {"kind": one.kind, "name": one.name, "first": list(one.first), "order_changed": one.order_changed}


def _standing_json(found: Standing | None, lang: Lang) -> Json | None:
    """How the first place stands while answers are open; None where none is."""
    if found is None:
        return None
    return {
        "first": found.first, "worst": float(found.worst), "next": found.next, "most": float(found.most),
        "decided": found.decided, "rivals": list(found.rivals), "message": standing_words(found, lang),
    }  # fmt: skip


def standing_words(found: Standing, lang: Lang) -> str:
    """Whether the first place is decided while answers are open, with the totals that say so."""
    return t(
        "robustness.decided" if found.decided else "robustness.undecided", lang, first=found.first, next=found.next,
        worst=f"{float(found.worst * 100):.3f}", most=f"{float(found.most * 100):.3f}", rivals=listed(found.rivals, lang),
    )  # fmt: skip


def _number(share: Fraction | None) -> float | None:
    return None if share is None else float(share)
