"""What is wrong with the reasons behind letters, found before any letter is made.

None at all, only the scale, no word of the bid, one text pasted everywhere, or somebody's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from evaluator.award.debrief import Ground, panel_scores, passed_over, reason_tells, secrets_of, unsuccessful
from evaluator.award.discretion import Secrets
from evaluator.domain.bid import Answer
from evaluator.domain.method import Combine, Criterion
from evaluator.domain.ranking import Status
from evaluator.domain.score import Score
from evaluator.domain.text import Text
from evaluator.intake.alike import signs
from evaluator.intake.scorecard import cells_of

RULES = ("missing", "scale", "uncited", "pasted", "names", "passed", "passed_names")
# Routes on which a buyer may choose another bid than the first without more; on others the reason has to be said.
CHOOSES = ("negotiated",)
_WHY = Text("授标决定", "The award decision")
_LIKE = 0.85
_PASTED = 3  # on so many places one text says nothing of any of them
_OWN = (8, 16)  # so many signs in a row, with Chinese among them or without, are the answer's own words
_QUOTED = re.compile(r"[“\"「『‘'].{4,}?[”\"」』’']", re.DOTALL)
_CELL = re.compile(r"(?<![A-Za-z])[A-Z]{1,3}[1-9][0-9]{0,4}(?![A-Za-z0-9])|\b[A-Z]{2,4}-[0-9]{2,3}\b")


@dataclass(frozen=True, slots=True)
class Remark:
    """A sub-criterion whose reasons will not carry a letter; ``rule`` is one of `RULES`.

    ``criterion`` is empty for what is wrong with the reason for passing a better placed bid over.
    """

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
    if passed_over(ground, vendor) and reason_tells(ground, vendor):
        yield Remark(vendor, "", _WHY, "passed_names")
    elif passed_over(ground, vendor) and ground.tender.route not in CHOOSES:
        yield Remark(vendor, "", _WHY, "passed")
    held, pasted = secrets_of(ground, vendor), pasted_reasons(ground)
    bid = next(one for one in ground.evaluation.bids if one.vendor == vendor)
    for leaf in ground.method.panel_leaves():
        asked = ground.method.of_leaf(leaf.key)
        answers = [words for one in asked if (given := bid.find(one.id)) is not None for words in _words(given)]
        own = Own(cells_of(bid, asked), tuple(answers), pasted)
        for rule in faults(panel_scores(ground, vendor, leaf), leaf, held, own):
            yield Remark(vendor, leaf.key, leaf.title, rule)


@dataclass(frozen=True, slots=True)
class Own:
    """What the reasons of a sub-criterion are held against.

    ``prefilled`` is the evidence that the program itself put beside the score, ``answers`` are the vendor's words, ``pasted``
    the texts, as `signs` writes them, that stand on many places.
    """

    prefilled: str = ""
    answers: tuple[str, ...] = ()
    pasted: frozenset[str] = frozenset()


def pasted_reasons(ground: Ground) -> frozenset[str]:
    """Texts that stand as the reason of several sub-criteria or vendors, word for word."""
    agreed = ground.method.combine is Combine.CONSENSUS
    places: dict[str, set[tuple[str, str]]] = {}
    for card in ground.cards:
        for one in card.scores if card.agreed == agreed else ():
            places.setdefault(signs(one.reason), set()).add((one.vendor, one.criterion))
    return frozenset(text for text, there in places.items() if text and len(there) >= _PASTED)


def faults(scores: tuple[Score, ...], leaf: Criterion, held: Secrets, own: Own = Own()) -> Iterator[str]:
    """Rules that the reasons of one sub-criterion break."""
    written = [one for one in scores if one.reason.strip()]
    told = [one for one in written if held.told_by(f"{one.reason} {one.evidence}")]
    usable = [one for one in written if one not in told]
    if not usable:
        yield "missing"
    elif all(repeats_scale(one.reason, leaf) for one in usable):
        yield "scale"
    elif not any(_chosen(one.evidence, own.prefilled) or cites(one.reason, own.answers) for one in usable):
        yield "uncited"
    if usable and all(signs(one.reason) in own.pasted for one in usable):
        yield "pasted"
    if told:
        yield "names"


def _chosen(evidence: str, prefilled: str) -> bool:
    """Whether a person chose the evidence: the list that the program puts beside every score says nothing of the reason."""
    return bool(evidence.strip()) and _cells(evidence) != _cells(prefilled)


def _cells(evidence: str) -> frozenset[str]:
    return frozenset(filter(None, (part.strip() for part in evidence.split(";"))))


def cites(reason: str, answers: Iterable[str] = ()) -> bool:
    """Whether a reason points into the bid: a quotation, a cell, a question's id, or words of the vendor's ``answers``.

    >>> [cites(text) for text in ("they write “on site within two hours”", "Support!D14", "SU-02 is strong", "good team")]
    [True, True, True, False]
    >>> cites("三十分钟内响应并派人到场，很好", ["承诺三十分钟内响应并派人到场"]), cites("响应很好", ["三十分钟内响应"])
    (True, False)
    """
    return bool(_QUOTED.search(reason) or _CELL.search(reason)) or any(_shares(reason, words) for words in answers)


def _shares(reason: str, answer: str) -> bool:
    one, other = signs(reason), signs(answer)
    found = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    same = one[found.a : found.a + found.size]
    return found.size >= _OWN[same.isascii()]


def _words(answer: Answer) -> Iterator[str]:
    yield answer.verbatim
    for row in answer.rows:
        yield from (cell.verbatim for cell in row.cells.values())


def repeats_scale(reason: str, leaf: Criterion) -> bool:
    """Whether a reason says no more than a level of the scale does, in either language."""
    bare = signs(reason)
    levels = (signs(words) for level in leaf.levels for words in (level.text.zh, level.text.en))
    return any(bare in level or _like(bare, level) for level in levels if level)


def _like(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _LIKE
