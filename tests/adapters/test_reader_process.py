"""The process that reads: its limits hold, its death is told, and nothing of one file reaches the next."""

from __future__ import annotations

import gc
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from evaluator.adapters import reader, reader_child, reader_process
from evaluator.adapters.reader import MEMORY, read_file
from evaluator.adapters.reader_process import SAID_LIMIT, Ended, alone, run, stop
from evaluator.domain.finding import Rule
from evaluator.intake.cells import Refusal, Workbook
from tests.adapters.conftest import Instead
from tests.workbooks import open_document, xlsx

AMPLE = 300.0  # seconds, where nothing is said of time: no reading here takes as many, however busy the machine
PLAIN = xlsx('<row r="1"><c r="A1"><v>4</v></c></row>')
# Two million cells of one digit: small as a file, half a gigabyte to answer with.
LONG = xlsx("<row>" + "<c><v>1</v></c>" * 1_900_000 + "</row>")
HEAVY = {"pandas", "numpy", "scipy", "streamlit", "altair", "sqlalchemy", "skcriteria", "matplotlib", "openpyxl", "lxml",
         "pydantic", "click", "python_calamine"}  # fmt: skip


# A hundred thousand times all columns are hidden: 1.6 billion numbers.
HIDDEN = xlsx("", before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 100_000 + "</cols>")


def request(data: bytes, *, memory: int = MEMORY, cpu: int = 20, suffix: str = ".xlsx") -> bytes:
    return json.dumps([cpu, memory, suffix]).encode() + b"\n" + data


def said(done: Ended) -> dict[str, Any]:
    """The last word where that is a refusal, else the first."""
    lines = [json.loads(line) for line in done.said.splitlines()]
    answer: dict[str, Any] = lines[-1] if isinstance(lines[-1], dict) else lines[0]
    return answer


def test_a_workbook_that_would_need_a_gigabyte_is_refused_within_300_megabytes() -> None:
    done = run(request(LONG), AMPLE)

    assert said(done) == {"refused": "file_too_large", "params": {"size": "> 300 MB", "limit": "300 MB"}}
    assert 20_000_000 < done.peak <= MEMORY == 300_000_000


def test_without_the_limit_the_same_workbook_takes_more() -> None:
    assert run(request(LONG, memory=4 * 10**9), AMPLE).peak > MEMORY


@pytest.mark.parametrize(
    ("name", "data", "rules"),
    [
        ("columns.xlsx", HIDDEN, {"file_too_large"}),
        ("rows.ods", open_document(rows=2**20), {"file_too_large", "file_hostile"}),
        ("spaces.ods", open_document(spaces=2 * 10**9), {"file_too_large", "file_hostile"}),
        ("quotes.csv", b'"' * 20_000_000, {"file_damaged"}),
    ],
    ids=["a hundred thousand times all columns hidden", "rows repeated", "spaces repeated", "nothing but quotes"],
)
def test_a_hostile_workbook_costs_no_more_than_its_process_and_the_next_is_read(
    name: str, data: bytes, rules: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    peaks: list[int] = []

    def measured(given: bytes, seconds: float) -> Ended:
        done = run(given, seconds)
        peaks.append(done.peak)
        return done

    monkeypatch.setattr(reader_process, "run", measured)
    monkeypatch.setattr(reader, "wall_clock", lambda size: AMPLE)
    found, after = read_file(name, data), read_file("after.xlsx", PLAIN)

    assert isinstance(found, Refusal)
    assert found.rule in rules
    assert isinstance(after, Workbook)
    assert max(peaks) <= MEMORY


def test_a_system_without_such_limits_reads_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    out = io.BytesIO()

    reader_child.serve(io.BytesIO(request(PLAIN)), out)
    gc.enable()

    assert out.getvalue() == run(request(PLAIN), AMPLE).said


def test_a_process_that_never_stops_answering_is_not_listened_to(
    instead: Instead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "wall_clock", lambda size: AMPLE)
    instead("\n    while True: target.write(b'x' * 2**20)")

    done = run(request(PLAIN), AMPLE)

    assert (len(done.said) <= SAID_LIMIT + 2**18, done.late, done.code) == (True, False, 1)
    found = read_file("much.xlsx", PLAIN)
    assert isinstance(found, Refusal)
    assert found.rule == Rule.FILE_TOO_LARGE


def test_an_ordinary_workbook_takes_little() -> None:
    done = run(request(PLAIN), AMPLE)

    assert (done.code, done.late) == (0, False)
    assert done.peak < 40_000_000
    assert json.loads(done.said.splitlines()[1])[1][0][:3] == [1, 1, "4"]


def test_out_of_time_is_told_apart_from_killed(instead: Instead) -> None:
    instead(f"time.sleep({AMPLE})")
    started = time.monotonic()

    done = run(request(PLAIN), 0.3)

    assert (done.late, done.code) == (True, -signal.SIGKILL)
    assert time.monotonic() - started < AMPLE


def test_the_time_of_a_reading_does_not_run_before_its_server_has_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    up, ordered, hand = tmp_path / "up", [], socket.send_fds
    code = f"import os\nfrom evaluator.adapters import reader_server\nos.mkdir({str(up)!r})\nreader_server.main()"
    monkeypatch.setattr(reader_process, "SERVER", ("-I", "-c", code))

    def handing(*order: Any) -> int:
        ordered.append(up.exists())
        return hand(*order)

    monkeypatch.setattr(socket, "send_fds", handing)
    stop()

    assert (run(request(PLAIN), AMPLE).code, ordered) == (0, [True])
    stop()


def test_a_server_that_cannot_even_start_is_told_like_any_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "SERVER", ("-I", "-c", "raise SystemExit(3)"))
    stop()

    assert run(request(PLAIN), AMPLE) == Ended()
    stop()


def test_a_process_that_does_not_even_take_its_file_in_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import time\nfrom evaluator.adapters import reader_child, reader_server\n"
    code += "reader_child.serve = lambda *_: time.sleep(60)\nreader_server.main()"
    monkeypatch.setattr(reader_process, "SERVER", ("-I", "-c", code))
    stop()

    assert run(request(b"x" * (8 * 2**20)), 0.3).late
    stop()


def test_a_reading_starts_no_process_and_writes_no_file(instead: Instead, tmp_path: Path) -> None:
    left = tmp_path / "left"
    instead(
        f"reader_child.limit(20, {MEMORY})\n    import resource\n"
        f"    target.write(str(resource.getrlimit(resource.RLIMIT_NPROC)).encode())\n    target.flush()\n"
        f"    with open({str(left)!r}, 'w') as file: file.write('x')"
    )

    done = run(request(PLAIN), AMPLE)

    assert (done.said, done.code) == (b"(0, 0)", 1)
    assert left.read_text() == ""


def test_a_fork_reaches_nothing_but_its_own_socket(instead: Instead) -> None:
    instead("target.write(str(sorted(os.listdir('/proc/self/fd'))).encode())")

    # Its three standard streams lead nowhere; one more is its socket, and one the list itself.
    assert len(run(request(PLAIN), AMPLE).said.decode().split(",")) == 5


def test_what_one_file_leaves_behind_the_next_does_not_meet(instead: Instead) -> None:
    instead("target.write(str(getattr(sys, 'left', 'nothing')).encode())\n    sys.left = given.decode()")

    assert [run(request(b"poison"), AMPLE).said for _ in range(2)] == [b"nothing", b"nothing"]


def test_a_server_that_was_ended_is_started_anew_and_loses_no_file() -> None:
    first = run(request(PLAIN), AMPLE)
    command = ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())]
    children = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    server = next(line for line in children.splitlines() if "reader_server" in line)
    os.kill(int(server.split()[0]), signal.SIGKILL)

    assert [run(request(PLAIN), AMPLE).said for _ in range(2)] == [first.said] * 2


def test_a_server_that_ends_under_a_reading_costs_it_nothing(instead: Instead, tmp_path: Path) -> None:
    mark = str(tmp_path / "mark")
    instead(
        f"again = os.path.exists({mark!r})\n    open({mark!r}, 'w').close()\n"
        "    if not again: os.kill(os.getppid(), 9); time.sleep(0.2)\n    target.write(b'read')"
    )

    done = run(request(PLAIN), AMPLE)

    assert (done.said, done.code) == (b"read", 0)


def test_a_file_that_ends_every_server_is_given_up(instead: Instead) -> None:
    instead("os.kill(os.getppid(), 9)\n    time.sleep(0.2)")

    assert run(request(PLAIN), AMPLE) == Ended()


def test_the_server_ends_with_the_process_that_started_it() -> None:
    code = (
        "from evaluator.adapters import reader_process as r; r.run(b'[1, 300000000, \"\"]\\n', 5)\n"
        "import os; print(r._SERVER._process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    pid = int(subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).stdout)
    until = time.monotonic() + AMPLE
    while running(pid) and time.monotonic() < until:
        time.sleep(0.05)

    assert not running(pid)


def running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_server_loads_nothing_heavy() -> None:
    code = "import sys, evaluator.adapters.reader_server; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())

    assert "evaluator.adapters.xlsx" in loaded
    assert {name.partition(".")[0] for name in loaded} & HEAVY == set()


def test_an_interpreter_of_its_own_answers_the_same() -> None:
    assert alone(request(PLAIN), AMPLE).said == run(request(PLAIN), AMPLE).said
    assert alone(request(PLAIN), 0.001).late


def test_a_name_of_any_kind_is_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.x\nlsx", 'a."]', "a.\ud800", "a. ", "." * 300):
        assert isinstance(read_file(name, PLAIN), Workbook)
