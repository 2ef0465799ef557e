"""How firm a ranking is, as files to keep: everything as JSON, and its tables as separated text in one zip."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from evaluator.adapters.archive import zipped
from evaluator.domain.text import Lang
from evaluator.i18n.opinions import method_name
from evaluator.i18n.words import shown
from evaluator.robustness.certificate import Certificate
from evaluator.robustness.flip import percent
from evaluator.robustness.scorers import METHODS
from evaluator.robustness.stability import totals
from evaluator.scoring.second_opinion import Opinion
from evaluator.services.commands import Actor
from evaluator.services.opinions import opinions
from evaluator.services.problem import Refused
from evaluator.services.robustness import (
    REGIONS,
    SAMPLES,
    Robustness,
    Tried,
    case_of,
    flips_for,
    left_for,
    names_evaluators,
    robustness_of,
    shares,
    size_of,
)
from evaluator.services.robustness_json import Known, Wish, case_json
from evaluator.services.state import TenderState

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def robustness_file(state: TenderState, actor: Actor, form: str, lang: Lang) -> tuple[str, str, bytes]:
    """File name, media type and bytes; refused while the check is not shown either."""
    found, trial = robustness_of(state), shares(state, Tried())
    if found is None:
        raise Refused("robustness_waits")
    if form == "json":
        known = Known(trial=trial, told=Certificate(flips=found.flips, not_searched=found.not_searched))
        data = case_json(case_of(state), lang, Wish(samples=SAMPLES), named=names_evaluators(actor), known=known)
        text = json.dumps({"tender": state.id, **data}, ensure_ascii=False, indent=1)
        return f"{state.id}-robustness.json", "application/json", text.encode()
    return f"{state.id}-robustness-{lang}.zip", "application/zip", zipped(tables(state, actor, lang))


def tables(state: TenderState, actor: Actor, lang: Lang) -> dict[str, bytes]:
    """The least changes, the weights, the values, and the places counted and by other methods, as separated text.

    Numbers are in percent and points. Where weights alone do not rank: the least changes, and what is left without
    each bid and evaluator.
    """
    found = robustness_of(state)
    if found is None:
        return {}
    flips = [
        (flip.rival, flip.kind.value, size_of(flip), shown(flip.phrase(), lang)) for flip in flips_for(actor, found)
    ]
    changes = {"changes.csv": _text(("rival", "kind", "percent", "words"), flips)}
    if not found.weighed:
        left = [(one.kind, one.name, "; ".join(one.first), one.order_changed) for one in left_for(actor, found)]
        return {**changes, "without.csv": _text(("kind", "name", "first", "order_changed"), left)}
    matrix = found.matrix
    sums = totals(matrix.values, matrix.weights)
    values = [
        (vendor, *(percent(value) for value in row), f"{float(total * 100):.3f}")
        for vendor, row, total in zip(matrix.vendors, matrix.values, sums, strict=True)
    ]
    return {
        **changes,
        "weights.csv": _weights(found),
        "values.csv": _text(("vendor", *matrix.criteria, "total"), values),
        "places.csv": _places(state, found),
        "methods.csv": _methods(state, lang),
    }


def _weights(found: Robustness) -> bytes:
    matrix, swings = found.matrix, {one.criterion: one for one in found.swings}
    rows = [
        (
            matrix.criteria[one.criterion], *(percent(share) for share in (one.weight, one.low, one.high)),
            *("" if rival is None else matrix.vendors[rival] for rival in (one.rival_low, one.rival_high)),
            percent(swings[one.criterion].at_low), percent(swings[one.criterion].at_high),
        )
        for one in found.intervals
    ]  # fmt: skip
    heads = ("criterion", "weight", "low", "high", "rival_low", "rival_high", "margin_at_half", "margin_at_half_more")
    return _text(heads, rows)


def _places(state: TenderState, found: Robustness) -> bytes:
    """The counts under all weights that the page tries, by every method, and with scores that vary with the panel."""
    vendors = found.matrix.vendors
    kinds = [*((method, False) for method in METHODS), ("additive", True)]
    rows = [
        (tried.region, tried.method, "panel" if tried.spread else "agreed", trial.samples, trial.seed, vendor, *counts)
        for region in REGIONS
        for tried in (Tried(region=region, method=method, spread=spread) for method, spread in kinds)
        if (trial := shares(state, tried)) is not None
        for vendor, counts in zip(vendors, trial.ranks, strict=True)
    ]
    heads = ("weights", "method", "scores", "samples", "seed", "vendor")
    return _text((*heads, *(f"place_{rank}" for rank in range(1, len(vendors) + 1))), rows)


def _methods(state: TenderState, lang: Lang) -> bytes:
    """Each method's place of each bid under the published weights, the official one on top."""
    report = opinions(state)
    if report is None:
        return b""
    official = {result.vendor: result.place for result in state.evaluation.ranking.ranked()}
    rows: list[tuple[object, ...]] = [("", *(official[vendor] for vendor in report.vendors))]
    for name, opinion in report.opinions.items():
        if isinstance(opinion, Opinion):
            ranks = dict(zip(opinion.alternatives, opinion.ranks, strict=True))
            rows.append((method_name(name, lang), *(ranks[vendor] for vendor in report.vendors)))
    return _text(("method", *report.vendors), rows)


def _text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    # With the mark that makes spreadsheets read it as UTF-8.
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(heads)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return page.getvalue().encode("utf-8-sig")


def _plain(value: object) -> object:
    """A value that no spreadsheet takes for a formula; a negative number stays one.

    >>> _plain("=1+1"), _plain("-4.5"), _plain("@Ada")
    ("'=1+1", '-4.5', "'@Ada")
    """
    if (
        not isinstance(value, str)
        or not value.startswith(_FORMULA)
        or value.removeprefix("-").replace(".", "", 1).isdigit()
    ):
        return value
    return f"'{value}"
