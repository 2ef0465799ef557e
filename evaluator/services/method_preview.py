"""What changes of a tender's method would come to, said before they are saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.adapters.pack_edits import edited
from evaluator.adapters.packs import PackError, PackFault, draft_pack
from evaluator.domain.finding import Finding
from evaluator.domain.method_differences import Difference, differences
from evaluator.domain.method_edit import Change
from evaluator.intake.method_book import blanks
from evaluator.intake.questionnaire import questionnaire
from evaluator.services.commands import Actor, query
from evaluator.services.method_books import BookResult, read_book
from evaluator.services.state import TenderState
from evaluator.store import methods
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot


@dataclass(frozen=True, slots=True)
class Preview:
    """What differs afterwards, what forbids it (``faults``), what only keeps the method from being locked (``waiting``).

    ``blanks`` are the contract's terms that lose their question; ``reissued`` says that vendors would see another questionnaire.
    """

    told: tuple[Difference, ...] = ()
    faults: tuple[PackFault, ...] = ()
    waiting: tuple[PackFault, ...] = ()
    blanks: tuple[Finding, ...] = ()
    reissued: bool = False


def preview(store: Store, actor: Actor, state: TenderState, changes: Sequence[Change]) -> Preview:
    """What the changes come to on the method in force."""
    try:
        pack, waiting = draft_pack(edited(_files(store, actor, state.id, state.number), changes), state.tender)
    except PackError as error:
        return Preview(faults=tuple(error.faults))
    asked = questionnaire(pack.method, pack.library.positions, state.tender)
    return Preview(
        told=differences(state.pack.method, pack.method), waiting=tuple(waiting),
        blanks=tuple(blanks(pack.library, list(changes), {})), reissued=asked.issue != state.asked.issue,
    )  # fmt: skip


def read_tender_book(store: Store, actor: Actor, state: TenderState, name: str, data: bytes) -> BookResult:
    """What a method workbook that came back would change in a tender's method."""
    return read_book(state.pack, _files(store, actor, state.id, state.number), state.tender, name, data)


@query("method.read")
def _files(snapshot: Snapshot, tender_id: str, number: int) -> Mapping[str, str]:
    return methods.files(snapshot, tender_id, number)
