"""Prints the table, measured on two cores where there are more: ``python -m benchmarks``, or some parts of it by name."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from statistics import median

from benchmarks.timing import Line

PARTS = ("reading", "batch", "foreign", "contract", "redline", "commands", "robustness", "clinic", "app", "slider")
CORES = 2


def shown(line: Line) -> str:
    """A line of the table; the rival's figure is its median, too, and the ratio has to reach the one behind it."""
    theirs = f"{1000 * median(line.theirs):8.0f}" if line.theirs else f"{1000 * line.limit:8.0f}"
    reach = f"≥ {line.reach:4.2f}× {'' if line.ratio >= line.reach else 'MISSED'}"
    return f"{line.what:40}{1000 * median(line.ours):8.0f}{theirs}   {line.ratio:5.1f}×  {reach:16}{line.rival}"


def main() -> None:
    """Measure and print."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    print(f"{'':40}{'ours/ms':>8}{'other/ms':>9}  {'ratio':>6}   {'to reach':16}against")
    for name in sys.argv[1:] or PARTS:
        # The reader counts the cores as it is loaded, so that it is loaded only now.
        for line in import_module(f"benchmarks.{name}").lines():
            print(shown(line), flush=True)


if __name__ == "__main__":
    main()
