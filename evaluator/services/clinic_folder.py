"""``clinic``: the checks of a method pack as JSON, in sentences and as a report; the store is never opened."""

from __future__ import annotations

from pathlib import Path

from evaluator.adapters.packs import Pack
from evaluator.clinic.compared import Counts
from evaluator.clinic.examine import Examined, Wish, examine, with_expected
from evaluator.clinic.found import Found
from evaluator.domain.award_rule import rule_name
from evaluator.domain.text import Lang
from evaluator.i18n.clinic import check_name, said
from evaluator.i18n.words import shown, t
from evaluator.services.clinic import NO_BIDS, own_bids
from evaluator.services.folder import context, input_files, open_tender, read_paths
from evaluator.services.report import Json, refusals

# What of a price rule a formula depends on.
_PARAMETERS = (
    "best",
    "worst",
    "log_base",
    "benchmark",
    "trim_from",
    "over",
    "under",
    "base_price",
    "mean_share",
    "exponent",
)


def clinic_folder(
    pack: str, tender_file: Path | None, wish: Wish, what_if: Path | None, out: Path | None, lang: Lang
) -> tuple[Json, Examined, int]:  # fmt: skip
    """The JSON, what it was made from, and the exit code: 2 where a file of expected bids was refused, else 0.

    ``what_if`` is a folder of workbooks that were filled in as vendors are expected to do it, or one of them; ``out`` is
    where the report is written, where it is asked for.
    """
    beside = what_if if what_if is not None and what_if.is_dir() else None
    chosen, tender = open_tender(pack, beside, tender_file)
    own = NO_BIDS
    if what_if is not None:
        invited = tender.vendors if tender else ()
        files = read_paths(input_files([what_if]), context(chosen, tender), invited)
        own = own_bids(files, chosen, tender)
    told = examine(chosen.method, tender, wish)
    if own.bids:
        told = with_expected(told, chosen.method, tender, own.bids, own.cards)
    data = {**clinic_json(told, chosen, lang), "files": [], "errors": refusals(list(own.refused), lang)}
    if out is not None:
        from evaluator.adapters.clinic_file import write_clinic

        languages = tender.languages if tender else chosen.method.languages
        name = tender.name if tender else chosen.method.title
        out.write_bytes(write_clinic(told, name, languages, sample=tender is not None and tender.sample))
        data["files"] = [str(out)]
    return data, told, 2 if own.refused else 0


def clinic_json(told: Examined, pack: Pack, lang: Lang) -> Json:
    """Everything that was found; shares are fractions of 1, counts are of generated tenders or bids."""
    count = {one.check: sum(each.check is one.check for each in told.found) for one in told.outcomes}
    own, edges = told.expected, told.edges
    return {
        "method": {"pack": pack.method.key, "version": pack.method.version,
                   "sha256": pack.sha256, "rule": rule_name(pack.method.award)},
        "tenders": told.tenders, "bids": told.wish.bids, "seed": told.wish.seed, "ranked": told.ranked,
        "checks": [
            {"check": one.check.value, "state": one.state, "found": count[one.check], "title": check_name(one.check, lang),
             "reason": t(f"clinic.idle.{one.reason}", lang) if one.state == "idle" else None}
            for one in told.outcomes
        ],
        "findings": [_found_json(one, lang) for one in told.found],
        "weights": [
            {"criterion": one.key, "title": one.title.show(lang), "nominal": float(one.nominal), "effective": float(one.effective)}
            for one in told.weights
        ],
        "formulas": [_counts_json(row) for row in told.formulas],
        "barriers": [
            {"item": one.item, "title": one.title.show(lang), "failed": one.failed, "bids": one.bids,
             "minimum": None if one.minimum is None else float(one.minimum) / 100}
            for one in told.barriers
        ],
        "prices": {"impossible_ranked": list(edges.ranked), "token_tenders": edges.tenders, "token_won": edges.won,
                   "token_asked": edges.asked, "alone": None if edges.alone is None else float(edges.alone)},
        "expected": None if own is None else {
            "scores_supposed": own.supposed,
            "ranking": [
                {"place": one.place, "vendor": one.vendor, "score": None if one.score is None else float(one.score),
                 "status": one.status.value}
                for one in own.ranking.results
            ],
        },
    }  # fmt: skip


def _found_json(one: Found, lang: Lang) -> Json:
    what, why, remedy = said(one, lang)
    return {
        "rule": one.trap.value, "check": one.check.value, "params": {name: shown(value, lang) for name, value in one.params},
        "message": what, "why": why, "remedy": remedy,
    }  # fmt: skip


def _counts_json(row: Counts) -> Json:
    rule = row.variant.rule
    given = {name: float(value) for name in _PARAMETERS if (value := getattr(rule, name)) is not None}
    return {
        "formula": rule.formula, "own": row.variant.own, "supposed": row.variant.supposed, "parameters": given,
        "tenders": row.tenders, "turned": row.turned, "other": row.other, "sound": row.sound, "never": row.never,
        "price_weight": None if row.effective is None else float(row.effective), "middle_wins": row.middle,
    }  # fmt: skip
