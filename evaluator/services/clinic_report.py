"""The report of a tender's clinic, built when its link is followed."""

from __future__ import annotations

from evaluator.adapters.clinic_file import write_clinic
from evaluator.clinic.examine import Wish
from evaluator.services.clinic import clinic_of
from evaluator.services.commands import Actor
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState
from evaluator.store.store import Store


def report_of(store: Store, actor: Actor, state: TenderState, seed: int, mark: str) -> bytes:
    """The workbook in the tender's languages; ``mark`` names the expected bids that the page had tried.

    Raises `Refused` where those are no longer kept, or where the method has come to hold faults.
    """
    work = clinic_of(store, actor, state, Wish(seed=seed))
    if work is None:
        raise Refused("clinic_waits")
    told = work.own.get(mark) if mark else work.result()
    if told is None:
        raise Refused("clinic_gone")
    tender = state.tender
    return write_clinic(told, tender.name, tender.languages, sample=tender.sample)
