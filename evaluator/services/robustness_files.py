"""How firm a ranking is, as files to keep: everything as JSON, and its tables as separated text in one zip."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from evaluator.adapters.archive import zipped
from evaluator.domain.award_rule import ADDITIVE
from evaluator.domain.text import Lang
from evaluator.i18n.words import shown
from evaluator.robustness.flip import percent
from evaluator.services.commands import Actor
from evaluator.services.problem import Refused
from evaluator.services.robustness import (
    REGIONS,
    SAMPLES,
    case_of,
    flips_for,
    left_for,
    names_evaluators,
    robustness_of,
    shares,
    size_of,
)
from evaluator.services.robustness_folder import Wish, case_json
from evaluator.services.state import TenderState

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def robustness_file(state: TenderState, actor: Actor, form: str, lang: Lang) -> tuple[str, str, bytes]:
    """File name, media type and bytes; refused while the check is not shown either."""
    if robustness_of(state) is None:
        raise Refused("robustness_waits")
    if form == "json":
        data = case_json(case_of(state), lang, Wish(samples=SAMPLES), named=names_evaluators(actor))
        text = json.dumps({"tender": state.id, **data}, ensure_ascii=False, indent=1)
        return f"{state.id}-robustness.json", "application/json", text.encode()
    return f"{state.id}-robustness-{lang}.zip", "application/zip", zipped(tables(state, actor, lang))


def tables(state: TenderState, actor: Actor, lang: Lang) -> dict[str, bytes]:
    """The least changes, the weights and the shares of ranks, each as separated text; numbers in percent and points.

    Under a rule without weighted totals the least changes, and what is left without each bid and evaluator.
    """
    found = robustness_of(state)
    if found is None:
        return {}
    matrix = found.matrix
    place_names = [f"place_{rank}" for rank in range(1, len(matrix.vendors) + 1)]
    flips = [
        (flip.rival, flip.kind.value, size_of(flip), shown(flip.phrase(), lang)) for flip in flips_for(actor, found)
    ]
    swings = {one.criterion: one for one in found.swings}
    weights = [
        (
            matrix.criteria[one.criterion], *(percent(share) for share in (one.weight, one.low, one.high)),
            *("" if rival is None else matrix.vendors[rival] for rival in (one.rival_low, one.rival_high)),
            percent(swings[one.criterion].at_low), percent(swings[one.criterion].at_high),
        )
        for one in found.intervals
    ]  # fmt: skip
    ranks = [
        (region, trial.samples, trial.seed, vendor, *counts)
        for region in REGIONS
        if (trial := shares(state, region)) is not None
        for vendor, counts in zip(matrix.vendors, trial.ranks, strict=True)
    ]
    heads = ("criterion", "weight", "low", "high", "rival_low", "rival_high", "margin_at_half", "margin_at_half_more")
    changes = {"changes.csv": _text(("rival", "kind", "percent", "words"), flips)}
    if found.rule != ADDITIVE:
        left = [(one.kind, one.name, "; ".join(one.first), one.order_changed) for one in left_for(actor, found)]
        return {**changes, "without.csv": _text(("kind", "name", "first", "order_changed"), left)}
    return {
        **changes,
        "weights.csv": _text(heads, weights),
        "places.csv": _text(("weights", "samples", "seed", "vendor", *place_names), ranks),
    }


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
