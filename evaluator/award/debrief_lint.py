"""What is wrong with the reasons behind letters, found before any letter is made: none, only the scale, no word of the bid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from evaluator.award.debrief import Ground, panel_scores, secrets_of, unsuccessful
from evaluator.award.discretion import Secrets
from evaluator.domain.method import Criterion
from evaluator.domain.ranking import Status
from evaluator.domain.score import Score
from evaluator.domain.text import Text
from evaluator.intake.alike import signs

RULES = ("missing", "scale", "uncited", "names")
_LIKE = 0.85
_QUOTED = re.compile(r"[“\"「『‘'].{4,}?[”\"」』’']", re.DOTALL)
_CELL = re.compile(r"(?<![A-Za-z])[A-Z]{1,3}[1-9][0-9]{0,4}(?![A-Za-z0-9])|\b[A-Z]{2,4}-[0-9]{2,3}\b")


@dataclass(frozen=True, slots=True)
class Remark:
    """A sub-criterion whose reasons will not carry a letter; ``rule`` is one of `RULES`."""

    vendor: str
    criterion: str
    title: Text
    rule: str


def remarks(ground: Ground) -> tuple[Remark, ...]:
    """Every fault of the reasons for bids that were compared, by vendor and in published order.

    ``names`` is told beside another fault: the words concerned stay out of the letter.
    """
    compared = [
        vendor for vendor in unsuccessful(ground) if ground.evaluation.ranking.of(vendor).status is not Status.EXCLUDED
    ]  # fmt: skip
    return tuple(found for vendor in compared for found in _of(ground, vendor))


def _of(ground: Ground, vendor: str) -> Iterator[Remark]:
    held = secrets_of(ground, vendor)
    for leaf in ground.method.panel_leaves():
        for rule in faults(panel_scores(ground, vendor, leaf), leaf, held):
            yield Remark(vendor, leaf.key, leaf.title, rule)


def faults(scores: tuple[Score, ...], leaf: Criterion, held: Secrets) -> Iterator[str]:
    """Rules that the reasons of one sub-criterion break."""
    written = [one for one in scores if one.reason.strip()]
    told = [one for one in written if held.told_by(f"{one.reason} {one.evidence}")]
    usable = [one for one in written if one not in told]
    if not usable:
        yield "missing"
    elif all(repeats_scale(one.reason, leaf) for one in usable):
        yield "scale"
    elif not any(one.evidence.strip() or cites(one.reason) for one in usable):
        yield "uncited"
    if told:
        yield "names"


def cites(reason: str) -> bool:
    """Whether a reason points into the bid: a quotation, a cell or a question's id.

    >>> [cites(text) for text in ("they write “on site within two hours”", "Support!D14", "SU-02 is strong", "good team")]
    [True, True, True, False]
    """
    return bool(_QUOTED.search(reason) or _CELL.search(reason))


def repeats_scale(reason: str, leaf: Criterion) -> bool:
    """Whether a reason says no more than a level of the scale does, in either language."""
    bare = signs(reason)
    levels = (signs(words) for level in leaf.levels for words in (level.text.zh, level.text.en))
    return any(bare in level or _like(bare, level) for level in levels if level)


def _like(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LIKE
