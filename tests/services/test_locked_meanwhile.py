"""Technical scores locked between loading a page's state and saving: the transaction looks again and refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.services import cards, consensus, reopening, scores, stages
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.problem import Refused
from evaluator.store import scores as kept
from evaluator.store.files import NewFile
from evaluator.store.scores import ScoreKey
from evaluator.store.store import Store
from tests.ui.seeding import EVALUATORS, TENDER, seeded

EVALUATOR = EVALUATORS[0]
CARD = NewFile(name="card.xlsx", content=b"1", kind="scorecard", envelope="technical")


@dataclass(frozen=True)
class Drawn:
    """What a page knows of one submitted score when the lock comes."""

    store: Store
    row: kept.ScoreRow

    @property
    def first(self) -> tuple[Store, object, str, str]:
        return self.store, LOCAL, new_command_id(), TENDER


@pytest.fixture
def drawn(tmp_path: Path) -> Iterator[Drawn]:
    store = seeded(tmp_path, "scores")
    with store.read() as snapshot:
        row = kept.every(snapshot, TENDER, EVALUATOR)[0]
    yield Drawn(store, row)
    store.close()


def agree(at: Drawn) -> None:
    key = ScoreKey("panel", at.row.vendor_id, at.row.criterion, agreed=True)
    consensus._agree(*at.first, key, Decimal(3), "agreed", "", "", 0)


SAVES: dict[str, Callable[[Drawn], object]] = {
    "a draft": lambda at: scores._save(
        *at.first, "Late", ((at.row.criterion, at.row.vendor_id, Decimal(3), "late", "", 0),)
    ),
    "a submission": lambda at: scores._submit(*at.first, EVALUATOR, {at.row.id: at.row.ver}),
    "a score given back": lambda at: reopening._reopen(*at.first, {at.row.id: at.row.ver}, "look again"),
    "an agreed score": agree,
    "an agreed submission": lambda at: consensus._submit(*at.first, EVALUATOR, {at.row.id: at.row.ver}),
    "a scorecard": lambda at: cards._receive(*at.first, CARD, (), {}, 0),
}


@pytest.mark.parametrize("what", SAVES)
def test_what_reaches_the_store_after_the_lock_is_refused(drawn: Drawn, what: str) -> None:
    stages.lock_technical(drawn.store, LOCAL, "lock", TENDER)
    before = drawn.store.events(TENDER)[-1].seq

    with pytest.raises(Refused, match="scores_locked"):
        SAVES[what](drawn)

    assert drawn.store.events(TENDER, after=before) == ()
