"""The general part of a method made from a buyer's own questionnaire: what it starts with, and its contract library."""

from __future__ import annotations

from evaluator.adapters.packs import bundled, pack_files
from evaluator.adapters.packs_build import PackError, PackFault, build, read_toml
from evaluator.intake.own.start import Start

FOLDER = "general"
_FILE = "start.toml"


def load_start() -> Start:
    """Criteria to choose from, the panel's scale and the words beside the questions; raises `PackError` with all faults."""
    faults: list[PackFault] = []
    table = read_toml(_FILE, (bundled() / FOLDER / _FILE).read_text("utf-8"), faults)
    start = build(Start, _FILE, table, faults)
    if faults or start is None:
        raise PackError(faults)
    return start


def general_library() -> dict[str, str]:
    """The texts of the general contract library by their path in a pack."""
    return pack_files(bundled() / FOLDER)
