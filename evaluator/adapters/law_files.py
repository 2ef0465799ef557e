"""The laws that travel with the product: read from ``criteria/law``, once, every fault with its file and key."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from evaluator.adapters.packs_build import PackError, PackFault, build, bundled, read_toml
from evaluator.domain.law import Act, LawBook

FOLDER = "law"


@cache
def bundled_law() -> LawBook:
    """The laws in the product's own folder.

    >>> bundled_law().find("CC-511", "2026-03-01").provision.article
    '511'
    """
    return read_law(bundled() / FOLDER)


def read_law(folder: Path) -> LawBook:
    """The laws in the files of a folder; raises `PackError` with all faults."""
    faults: list[PackFault] = []
    acts: list[Act] = []
    for path in sorted(folder.glob("*.toml")):
        table = read_toml(path.name, path.read_text("utf-8"), faults)
        act = build(Act, path.name, table, faults)
        if act is not None:
            acts.append(act)
    if faults:
        raise PackError(faults)
    return LawBook(tuple(acts))
