"""Redlines of the sample tender's drafts: the words of two drafts compared and written as a Word file."""

from __future__ import annotations

from pathlib import Path

from benchmarks.timing import ROOT, ROUNDS, Line, spent
from evaluator.contract.transcript import Transcript
from evaluator.domain.text import Layout
from evaluator.services.draft_folder import draft_inputs
from evaluator.services.drafting import DraftInputs, draft_front, make_draft
from evaluator.services.folder import evaluate_folder, read_folder
from evaluator.services.redlining import Old, marked, rival, spoken_draft, standard

SAMPLE = ROOT / "sample_bids"
VENDORS = ("海岚云软件有限公司（示例）", "Corvane Systems Ltd (sample)")
LIMIT = 0.2


def lines(folder: Path = SAMPLE) -> list[Line]:
    """The lines of the table; both drafts stand, as they do on a page."""
    read = read_folder("crm_platform", folder, None, folder / "scorecards")
    evaluation = evaluate_folder(read)
    if read.tender is None:
        raise LookupError(folder)

    def timed(what: str, layout: Layout, vendors: tuple[str, str] | tuple[str]) -> Line:
        given = [
            draft_inputs(read.pack, read.tender, evaluation, one, (layout, read.tender.draft_date, False))
            for one in vendors
            if read.tender
        ]
        old: Old = rival(vendors[-1], _words(given[1])) if len(given) > 1 else standard(given[0])
        new, front = _words(given[0]), draft_front(given[0])

        def made() -> object:
            return marked(new, front, old, (layout, read.pack.method.units))

        made()
        return Line(what, f"target {LIMIT:g} s", tuple(spent(made) for _ in range(ROUNDS)), limit=LIMIT)

    return [
        timed("redline against the standard, Chinese", "zh", VENDORS[:1]),
        timed("redline against the standard, both", "both", VENDORS[:1]),
        timed("redline against another vendor, both", "both", VENDORS),
    ]


def _words(inputs: DraftInputs) -> Transcript:
    return spoken_draft(inputs, make_draft(inputs, wanted=()).draft)
