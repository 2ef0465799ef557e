"""Prints the table: ``python -m benchmarks``."""

from __future__ import annotations

from statistics import median

from benchmarks import app, batch, commands, foreign, reading
from benchmarks.timing import Line


def shown(line: Line) -> str:
    """A line of the table; the rival's time is its median, too."""
    theirs = f"{1000 * median(line.theirs):8.0f}" if line.theirs else f"{1000 * line.limit:8.0f}"
    return f"{line.what:40}{1000 * median(line.ours):8.0f}{theirs}   {line.ratio:5.1f}×  {line.rival}"


def main() -> None:
    """Measure and print."""
    print(f"{'':40}{'ours/ms':>8}{'other/ms':>9}  {'ratio':>6}")
    for part in (reading, batch, foreign, commands, app):
        for line in part.lines():
            print(shown(line), flush=True)


if __name__ == "__main__":
    main()
