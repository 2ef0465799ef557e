"""Reading in a child process: every kind of file ends in cells or in one clear refusal, and this process goes on."""

from __future__ import annotations

import gc
import io
import threading
import time
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.adapters import reader, reader_process
from evaluator.adapters.reader import AT_ONCE, UPLOAD_LIMIT, read_file, read_files
from evaluator.adapters.reader_child import answer, lines
from evaluator.adapters.reader_process import Ended
from evaluator.domain.finding import Rule
from evaluator.intake.bids import read_bid_file
from evaluator.intake.cells import Refusal, Workbook
from evaluator.intake.questionnaire import questionnaire
from evaluator.intake.reading import Context
from tests import TORTURE, tiny
from tests.adapters.conftest import Instead
from tests.workbooks import ole, xlsx, zipped

PLAIN = xlsx('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>4</v></c></row>', strings="<si><t>yes</t></si>")
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BILLION_LAUGHS = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]><sst><si><t>&a9;</t></si></sst>'
JUNK = xlsx("".join("<row>" + "<c><v>1</v></c>" * 200 + "</row>" for _ in range(50)))


def refused(name: str, data: bytes) -> Refusal:
    found = read_file(name, data)
    assert isinstance(found, Refusal)
    return found


def test_cells_come_back_with_the_hash_of_the_bytes() -> None:
    found = read_file("ada.xlsx", PLAIN)

    assert isinstance(found, Workbook)
    assert (found.name, len(found.sha256)) == ("ada.xlsx", 64)
    assert [(cell.address, cell.text, cell.kind) for cell in found.sheets[0].cells.values()] == [
        ("A1", "yes", "text"),
        ("B1", "4", "number"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("empty.xlsx", b"", Rule.FILE_EMPTY),
        ("renamed.xlsx", "供应商,答复\nAda,是\n".encode(), Rule.FILE_NOT_WORKBOOK),
        ("offer.xlsx", b"%PDF-1.7 ...", Rule.FILE_NOT_WORKBOOK),
        ("saved.xls", b"<html><table><tr><td>1</td></tr></table></html>", Rule.FILE_NOT_WORKBOOK),
        ("broken.xls", ole("Workbook"), Rule.FILE_DAMAGED),
        ("letter.xls", ole("WordDocument"), Rule.FILE_NOT_WORKBOOK),
        ("picture.csv", b"\x89PNG\r\n\x1a\n", Rule.FILE_NOT_WORKBOOK),
        ("letter.xlsx", zipped({"word/document.xml": "<x/>"}), Rule.FILE_NOT_WORKBOOK),
        ("open.ods", zipped({"content.xml": "<x/>"}), Rule.FILE_NOT_WORKBOOK),
        ("locked.xlsx", ole("EncryptionInfo", "EncryptedPackage"), Rule.FILE_ENCRYPTED),
        ("cut.xlsx", PLAIN[: len(PLAIN) // 2], Rule.FILE_DAMAGED),
        ("laughs.xlsx", xlsx("", parts={"xl/sharedStrings.xml": BILLION_LAUGHS}), Rule.FILE_HOSTILE),
        ("climbs.xlsx", zipped({"../x": "1", "xl/workbook.xml": "<workbook/>"}), Rule.FILE_HOSTILE),
        ("bomb.xlsx", xlsx("", parts={"xl/styles.xml": b" " * (65 * 2**20)}), Rule.FILE_TOO_LARGE),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_what_is_no_readable_workbook_is_one_clear_refusal(name: str, data: bytes, rule: Rule) -> None:
    found = refused(name, data)

    assert found.rule == rule
    assert dict(found.params)["file"] == name


@pytest.mark.parametrize("again", ["</row><row>", ""])
def test_a_cell_with_two_values_is_no_answer_that_anybody_saw(again: str) -> None:
    first, other = (f'<c r="C2" t="str"><v>{word}</v></c>' for word in ("Yes", "No"))

    found = refused("twice.xlsx", xlsx(f"<row>{first}{again}{other}</row>"))

    assert (found.rule, dict(found.params)["cell"]) == (Rule.CELL_TWICE, "Answers!C2")
    assert isinstance(read_file("same.xlsx", xlsx(f"<row>{first}{again}{first}</row>")), Workbook)


def test_junk_of_two_hundred_columns_is_read_and_not_recognised() -> None:
    asked = questionnaire(tiny.method(), (), tiny.tender())

    found = read_bid_file(read_file("junk.xlsx", JUNK), Context(asked, "CNY", {}))

    assert found.refused
    assert [one.rule for one in found.findings] == [Rule.LAYOUT_UNKNOWN]


def test_a_refusal_becomes_a_finding_with_the_name_of_the_file() -> None:
    asked = questionnaire(tiny.method(), (), tiny.tender())

    found = read_bid_file(read_file("empty.xlsx", b""), Context(asked, "CNY", {}))

    assert (found.refused, found.layout) == (True, "unknown")
    assert [(one.rule, one.source.file, dict(one.params)) for one in found.findings] == [
        (Rule.FILE_EMPTY, "empty.xlsx", {"file": "empty.xlsx"})
    ]


def test_a_file_over_the_upload_limit_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "run", lambda *_: pytest.fail("a process was started"))

    assert refused("big.xlsx", b"P" * (UPLOAD_LIMIT + 1)).rule == Rule.FILE_TOO_LARGE


def test_a_far_corner_cell_and_twenty_thousand_formatted_rows_cost_nothing() -> None:
    blanks = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="XFD{n}" s="0"/></row>' for n in range(2, 20_002))
    corner = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'

    found = read_file("far.xlsx", xlsx(f'<row r="1"><c r="A1"><v>1</v></c></row>{blanks}{corner}'))

    assert isinstance(found, Workbook)
    assert list(found.sheets[0].cells) == [(1, 1), (1_048_576, 16_384)]


def test_a_process_that_takes_too_long_is_ended_and_this_one_goes_on(
    instead: Instead, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead("time.sleep(60)")
    monkeypatch.setattr(reader, "wall_clock", lambda _: 0.2)
    assert refused("slow.xlsx", PLAIN).rule == Rule.FILE_TIMEOUT

    monkeypatch.undo()
    reader_process.stop()  # the next one reads again
    assert isinstance(read_file("ada.xlsx", PLAIN), Workbook)


def test_a_process_that_burns_its_processor_time_is_ended(instead: Instead) -> None:
    instead("reader_child.limit(1, 2**30)\n    while True: pass")

    assert refused("busy.xlsx", PLAIN).rule == Rule.FILE_TIMEOUT


def test_a_process_that_is_killed_is_a_refusal_that_says_how(instead: Instead) -> None:
    instead("os.abort()")

    found = refused("abort.xlsx", PLAIN)

    assert (found.rule, dict(found.params)["detail"]) == (Rule.FILE_HOSTILE, "signal 6")


@pytest.mark.parametrize(
    "said",
    [
        "",
        "[]",
        "{}",
        '{"read": {"sheets": [{}]}}',
        '{"refused": "no_rule", "params": {}}',
        '{"refused": "file_empty"}',
        "{",
        '{"read": {"sheets": []}}\n[0, []]',
        "7\n7",
    ],
)
def test_a_process_that_answers_anything_else_is_a_refusal(instead: Instead, said: str) -> None:
    instead(f"target.write({said.encode()!r})")

    found = refused("odd.xlsx", PLAIN)

    assert (found.rule, dict(found.params)["detail"]) == (Rule.FILE_HOSTILE, "exit 0")


def test_an_answer_that_breaks_off_is_a_refusal_not_half_a_workbook(instead: Instead) -> None:
    instead(
        "data = given.partition(b'\\n')[2]\n    for line in reader_child.lines(reader_child.answer(data)): target.write(line)\n"
        "    target.flush(); os._exit(3)"
    )

    assert dict(refused("half.xlsx", PLAIN).params)["detail"] == "exit 3"


def test_many_cells_come_in_lines_that_hold_up_nobody() -> None:
    rows = "".join(f"<row>{'<c><v>1</v></c>' * 100}</row>" for _ in range(120))

    found = read_file("many.xlsx", xlsx(rows))

    assert isinstance(found, Workbook)
    assert len(found.sheets[0].cells) == 12_000
    assert len(list(lines(answer(xlsx(rows))))) == 1 + 3
    assert gc.isenabled()


def test_without_forks_each_file_has_an_interpreter_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    forked = read_file("ada.xlsx", PLAIN)
    monkeypatch.setattr(reader_process, "FORKS", False)

    assert read_file("ada.xlsx", PLAIN) == forked
    monkeypatch.setattr(reader, "wall_clock", lambda _: 0.001)
    assert refused("slow.xlsx", PLAIN).rule == Rule.FILE_TIMEOUT


def test_several_files_come_back_in_their_order_each_with_its_own_result() -> None:
    seen: list[tuple[int, str]] = []
    files = [("ada.xlsx", PLAIN), ("bo.xlsx", b""), ("cy.xlsx", PLAIN)]

    found = list(read_files(files, lambda at, stage: seen.append((at, stage))))

    assert [type(one) for one in found] == [Workbook, Refusal, Workbook]
    assert sorted(seen) == sorted([(at, "reading") for at in range(3)] + [(0, "read"), (1, "refused"), (2, "read")])


def test_nineteen_files_are_done_before_one_that_runs_into_the_wall_clock(
    instead: Instead, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = b'{"refused": "file_damaged", "params": {}}'
    instead(f"while given.endswith(b'hang'): pass\n    target.write({answer})")
    monkeypatch.setattr(reader, "wall_clock", lambda _: 3.0)
    files = [("hang.xlsx", b"hang"), *((f"{number}.xlsx", b"good") for number in range(19))]
    seen: list[int] = []

    found = list(read_files(files, lambda at, stage: seen.append(at) if stage != "reading" else None))

    assert (len(seen), seen[-1]) == (20, 0)
    assert [one.rule for one in found if isinstance(one, Refusal)] == [Rule.FILE_TIMEOUT, *[Rule.FILE_DAMAGED] * 19]


def test_many_who_ask_at_once_start_no_more_processes_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    now, most = [0], [0]
    counting = threading.Lock()

    def run(*_: object) -> Ended:
        with counting:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.02)
        with counting:
            now[0] -= 1
        return Ended()

    monkeypatch.setattr(reader_process, "run", run)
    askers = [
        threading.Thread(target=lambda: list(read_files([(f"{number}.xlsx", PLAIN) for number in range(8)])))
        for _ in range(6)
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert 1 < most[0] <= AT_ONCE


def test_whoever_stops_asking_ends_what_has_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    go = threading.Event()

    def read(name: str, _: bytes) -> Refusal:
        begun.append(name)
        if len(begun) > 1:
            go.wait(10)
        return Refusal(name, "", "file_damaged")

    monkeypatch.setattr(reader, "read_file", read)
    readings = read_files([(str(number), b"") for number in range(50)])
    next(iter(readings))
    readings.close()  # type: ignore[attr-defined]  # a generator
    go.set()

    assert len(begun) < 10


def stored(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = parts_of(PLAIN)


@settings(max_examples=100 * TORTURE)
@given(st.sampled_from(sorted(PARTS)), st.integers(0, 10**6), st.binary(min_size=1, max_size=6))
def test_a_workbook_with_any_bytes_overwritten_is_read_or_refused(part: str, place: int, junk: bytes) -> None:
    content = bytearray(PARTS[part])
    start = place % max(len(content), 1)
    content[start : start + len(junk)] = junk

    said: dict[str, Any] = answer(stored({**PARTS, part: bytes(content)}))

    assert ("read" in said) != ("refused" in said)
    assert said.get("refused", "file_damaged") in set(Rule)


@settings(max_examples=50 * TORTURE)
@given(st.integers(0, len(PLAIN) - 1), st.integers(0, 255))
def test_a_zip_with_any_byte_changed_is_read_or_refused(place: int, byte: int) -> None:
    said = answer(PLAIN[:place] + bytes([byte]) + PLAIN[place + 1 :])

    assert said.get("refused", "file_damaged") in set(Rule)
