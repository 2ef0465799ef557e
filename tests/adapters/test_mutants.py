"""Damaged workbooks end in a reading or in a refusal that names its rule, soon, and what is read goes through intake."""

from __future__ import annotations

import signal
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest

from evaluator.adapters import reader_process
from evaluator.adapters.reader import read_file
from evaluator.domain.finding import Rule
from evaluator.domain.text import LANGS
from evaluator.i18n.words import message
from evaluator.intake.bids import read_bid_file
from evaluator.intake.cells import Refusal, Workbook
from evaluator.intake.foreign.recognise import recognise
from evaluator.intake.questionnaire import questionnaire
from evaluator.intake.reading import Context
from evaluator.services.sample import sample_folder
from tests import many, tiny
from tests.adapters.books import book
from tests.adapters.mutants import mutant
from tests.adapters.test_generated_books import here
from tests.workbooks import open_document

MUTANTS = many(500, 40_000)
GUARDED = many(25, 1_000)
SOON = 5.0  # seconds of processor time; longer is a hang
BASES = 60
OPEN_DOCUMENT = open_document()
CONTEXT = Context(questionnaire(tiny.method(), (), tiny.tender()), "CNY", {})


@cache
def base(seed: int) -> bytes:
    """What is damaged: generated workbooks, and now and then a bid as our own template gives it."""
    return (sample_folder() / "6-suke-price.xlsx").read_bytes() if seed == 0 else book(seed)[0]


def outcome(seed: int) -> str:
    """What became of a mutant: ``read``, or the rule that refused it; a fault of ours is an exception."""
    name = f"{seed}.xlsx"
    found = read_file(name, mutant(base(seed % BASES), seed))
    reading = read_bid_file(found, CONTEXT)
    assert all(message(one, lang) for one in reading.findings for lang in LANGS)
    if isinstance(found, Workbook):
        recognise(found)
        return "read"
    assert reading.refused
    assert found.rule in set(Rule)
    return found.rule


@contextmanager
def ending(what: str, seconds: float = SOON) -> Iterator[None]:
    """Fail what goes on for longer; what waits for this process to end would never be told."""

    def hangs(*_: object) -> None:
        pytest.fail(
            f"{what} went on for {seconds} s"
        )  # no Exception, so that nothing on the way takes it for a refusal

    before = signal.signal(signal.SIGPROF, hangs)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@pytest.fixture(autouse=True)
def _names_twice_are_meant() -> None:
    warnings.filterwarnings("ignore", "Duplicate name", UserWarning)


def test_every_mutant_is_read_or_refused_by_a_rule_and_none_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "run", here)
    outcomes: Counter[str] = Counter()
    for seed in range(MUTANTS):
        with ending(f"mutant {seed}"):
            outcomes[outcome(seed)] += 1

    assert min(outcomes["read"], outcomes["file_damaged"], outcomes["file_hostile"], outcomes["file_not_workbook"]) > 0


def test_a_reading_that_does_not_end_is_a_failure() -> None:
    with pytest.raises(pytest.fail.Exception, match="went on"), ending("this", 0.05):
        while True:
            pass


def test_mutants_in_the_guarded_process_come_to_the_same_and_it_is_never_killed() -> None:
    for seed in range(MUTANTS, MUTANTS + GUARDED):
        data = mutant(base(seed % BASES), seed)
        found = read_file("mutant.xlsx", data)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reader_process, "run", here)
            assert found == read_file("mutant.xlsx", data)
        assert not (isinstance(found, Refusal) and ("why", "ended") in found.params), seed


def test_damaged_open_documents_which_a_library_reads_cost_no_more_than_their_process() -> None:
    outcomes: Counter[str] = Counter()
    for seed in range(GUARDED):
        found = read_file("mutant.ods", mutant(OPEN_DOCUMENT, seed))
        outcomes[found.rule if isinstance(found, Refusal) else "read"] += 1

    assert isinstance(read_file("whole.ods", OPEN_DOCUMENT), Workbook)
    assert outcomes.keys() <= {"read", *Rule}
    assert outcomes["read"] > 0 < outcomes["file_damaged"]
