"""What a scorecard shows beside its score rows, as a hash: a card that comes back tells by it whether answers have changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence

from evaluator.domain.bid import Answer, Bid
from evaluator.domain.method import Criterion, Method
from evaluator.domain.question import Judge
from evaluator.intake.cells import Workbook
from evaluator.intake.layout import Marker
from evaluator.intake.scorecard import JOINT, KEY


def answers_hash(method: Method, leaves: Iterable[Criterion], bids: Sequence[Bid]) -> str:
    """Hash of the answers that a card with these sub-criteria shows, whoever reads them and in which language."""
    shown = [
        [leaf.key, bid.vendor, question.id, list(_said(bid.find(question.id)))]
        for leaf in leaves
        for question in method.of_leaf(leaf.key)
        if question.judge is not Judge.PRICE
        for bid in sorted(bids, key=lambda bid: bid.vendor)
    ]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]


def outdated(workbook: Workbook, marker: Marker | None, method: Method, bids: Sequence[Bid]) -> bool:
    """Whether a card of ours was made out for other answers than the bids give now."""
    if marker is None or not marker.answers:
        return False
    return answers_hash(method, leaves_on(workbook, method), bids) != marker.answers


def leaves_on(workbook: Workbook, method: Method) -> list[Criterion]:
    """The sub-criteria that a card has score rows of; the panel's work may have been divided otherwise since."""
    keys = {sheet.text(row, KEY).partition(JOINT)[0] for sheet in workbook.sheets for row in sheet.rows()}
    return [leaf for leaf in method.panel_leaves() if leaf.key in keys]


def _said(answer: Answer | None) -> Iterator[str]:
    if answer is None:
        return
    settled = "" if answer.settled is None else repr(answer.settled.value)
    yield from (answer.verbatim, answer.remark, answer.evidence_file, settled)
    for row in answer.rows:
        for name, cell in row.cells.items():
            yield f"{row.key}/{name}"
            yield from _said(cell)
