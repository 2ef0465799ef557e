"""What a folder command writes beside a draft: its words for later, and a redline against what was named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from evaluator.adapters.docx_words import bilingual
from evaluator.intake.bids import vendor_key
from evaluator.services.drafting import DraftInputs, DraftResult, make_draft, may_talk
from evaluator.services.problem import Refused
from evaluator.services.redlining import STANDARD, Old, former, redline, rival, spoken_draft, standard, words_file


def redline_files(
    inputs: Callable[[str], DraftInputs], vendors: Sequence[str], made: DraftResult, wanted: str
) -> dict[str, bytes]:
    """The words of the draft that was made and, where something is named, the redline against it.

    ``inputs`` are those of the draft for one of ``vendors``, whose contracts may be drafted.
    """
    vendor = made.summary["vendor"]
    mine = inputs(vendor)
    files = dict([words_file(mine, made.draft)])
    if wanted:
        others = [name for name in vendors if name != vendor and may_talk(mine.tender)]
        files.update([redline(mine, made.draft, _old(mine, inputs, others, wanted))])
    return files


def _old(mine: DraftInputs, inputs: Callable[[str], DraftInputs], others: Sequence[str], wanted: str) -> Old:
    """The standard text, the draft whose words are in a file, or that of the vendor with this name."""
    if wanted == STANDARD:
        return standard(mine)
    path = Path(wanted)
    if path.is_file():
        return former(path.read_bytes(), bilingual("redline.against_file", file=path.name))
    meant = [name for name in others if vendor_key(name) == vendor_key(wanted)]
    if len(meant) != 1:
        raise Refused("redline_unknown", given=wanted, known="; ".join(others))
    theirs = inputs(meant[0])
    return rival(meant[0], spoken_draft(theirs, make_draft(theirs, wanted=()).draft))
