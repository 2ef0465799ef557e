"""Whole processes of the command line on the sample tender, beside the time that each may take."""

from __future__ import annotations

import tempfile

from benchmarks.timing import ROUNDS, Line, whole_process

EVALUATOR = ("-m", "evaluator.cli")
SAMPLE = ("--pack", "crm_platform", "--bids", "sample_bids", "--scores", "sample_bids/scorecards", "--json")
VENDOR = "Corvane Systems Ltd (sample)"


def lines() -> list[Line]:
    """The lines of the table."""
    with tempfile.TemporaryDirectory() as out:
        runs = {
            ("evaluator --help", 0.3): ("--help",),
            ("inspect of a workbook, 110 questions", 0.7): ("inspect", "sample_bids/1-hailan-technical.xlsx", "--json"),
            ("rank --no-second-opinions", 2.0): ("rank", "--no-second-opinions", *SAMPLE),
            ("shortlist", 5.0): ("shortlist", "--out", f"{out}/shortlist.xlsx", *SAMPLE),
            ("draft --lang both", 2.5): ("draft", "--vendor", VENDOR, "--lang", "both", "--out", out, *SAMPLE),
        }
        return [
            Line(what, f"target {limit:g} s", whole_process([*EVALUATOR, *arguments], rounds=ROUNDS), limit=limit)
            for (what, limit), arguments in runs.items()
        ]
