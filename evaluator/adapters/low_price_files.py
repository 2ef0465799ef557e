"""Rules on abnormally low prices that travel with the product: read once from ``criteria/low_prices``, with every fault."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from evaluator.adapters.packs_build import PackError, PackFault, build, bundled, read_toml
from evaluator.domain.low_price import LowPriceRules

FOLDER = "low_prices"


@cache
def bundled_low_prices() -> Mapping[str, LowPriceRules]:
    """The rules in the product's own folder, by their keys.

    >>> bundled_low_prices()["cn_2026"].minutes
    30
    """
    return read_low_prices(bundled() / FOLDER)


def read_low_prices(folder: Path) -> Mapping[str, LowPriceRules]:
    """The rules in the files of a folder; raises `PackError` with all faults."""
    faults: list[PackFault] = []
    found: dict[str, LowPriceRules] = {}
    for path in sorted(folder.glob("*.toml")):
        rules = build(LowPriceRules, path.name, read_toml(path.name, path.read_text("utf-8"), faults), faults)
        if rules is not None:
            found[rules.key] = rules
    if faults:
        raise PackError(faults)
    return found
