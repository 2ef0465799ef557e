"""Work off the page's thread: one piece at a time for a tender, others meanwhile, stopped when asked, kept by content."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from evaluator.services.background import Background, Job, StoppedError

LONG = 20.0  # seconds after which a test gives up


def held(gate: threading.Event, started: threading.Event | None = None) -> Callable[[Job[str]], str]:
    def work(job: Job[str]) -> str:
        if started is not None:
            started.set()
        while not gate.wait(0.01):
            job.step()
        return "done"

    return work


@pytest.fixture
def here() -> Background:
    return Background()


def test_a_tender_waits_for_itself_alone(here: Background) -> None:
    gate, started = threading.Event(), threading.Event()
    first = here.job("one", "a", held(gate, started))
    behind = here.job("one", "b", lambda _: "behind")
    other = here.job("two", "c", lambda _: "other")

    assert started.wait(LONG)
    assert other.result() == "other"
    assert not behind.over
    gate.set()
    assert (first.result(), behind.result()) == ("done", "behind")


def test_the_same_content_is_worked_out_once_for_whoever_asks(here: Background) -> None:
    calls: list[int] = []

    def work(job: Job[int]) -> int:
        calls.append(1)
        job.tell(3, 3)
        return 7

    jobs = [here.job(tender, "same", work) for tender in ("one", "two", "one")]

    assert [job.result() for job in jobs] == [7, 7, 7]
    assert (calls, jobs[0].done, jobs[0].of, jobs[0].cancelled) == ([1], 3, 3, False)


def test_a_job_stops_at_its_next_step_and_starts_again_only_where_asked(here: Background) -> None:
    started = threading.Event()
    job = here.job("one", "a", held(threading.Event(), started))
    waiting = here.job("one", "b", lambda _: "never")
    assert started.wait(LONG)
    job.cancel()
    waiting.cancel()

    for stopped in (job, waiting):
        assert stopped.wait(LONG)
        assert (stopped.cancelled, stopped.failed) == (True, False)
        with pytest.raises(StoppedError):
            stopped.result()
    assert here.job("one", "b", lambda _: "never") is waiting
    assert here.job("one", "b", lambda _: "now", again=True).result() == "now"


def test_a_result_that_was_there_before_the_wish_to_stop_stays(here: Background) -> None:
    job = here.job("one", "a", lambda _: "done")
    assert job.wait(LONG)
    job.cancel()

    assert (job.cancelled, job.result()) == (False, "done")


def test_an_error_is_told_to_whoever_asks_and_the_next_in_line_goes_on(here: Background) -> None:
    def broken(_: Job[str]) -> str:
        raise ValueError("broken")

    job, behind = here.job("one", "a", broken), here.job("one", "b", lambda _: "on")

    assert behind.result() == "on"
    with pytest.raises(ValueError, match="broken"):
        job.result()
    assert job.failed
    assert here.job("one", "a", broken) is job
    assert here.job("one", "a", lambda _: "well", again=True).result() == "well"


def test_old_results_are_let_go_and_the_end_of_the_program_stops_all(here: Background) -> None:
    first = here.job("one", "0", lambda _: 0)
    for number in range(1, 80):
        here.job("one", str(number), lambda _: 1).result()
    gate, started = threading.Event(), threading.Event()
    last = here.job("one", "last", held(gate, started))
    assert started.wait(LONG)
    here.stop()

    assert last.wait(LONG)
    assert last.cancelled
    assert here.job("one", "0", lambda _: 2) is not first
