"""Separated text: encoding and separator are found, a field is never turned into anything but its text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sized
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.adapters.container import RefusedError
from evaluator.adapters.formats import read_book
from evaluator.adapters.reader import read_file
from evaluator.adapters.separated_text import decoded, open_quote, separator
from evaluator.intake.cells import Workbook

TABLE = "编号,答复,备注\n1.10,是,\n0001,=1+1,NA\n"


def cells(data: bytes) -> dict[tuple[int, int], str]:
    (sheet,) = read_book(data, ".csv")["sheets"]
    return {(row, column): text for row, column, text, *_ in sheet["cells"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"])
def test_the_same_table_reads_alike_in_every_encoding(encoding: str) -> None:
    table = TABLE if encoding not in ("utf-16-le", "utf-16-be") else "id,answer\n" * 5 + TABLE

    assert set(cells(table.encode(encoding)).values()) >= {"1.10", "0001", "=1+1", "NA", "是"}


def test_a_file_is_separated_text_only_where_its_name_says_so() -> None:
    found = read_file("answers.csv", TABLE.encode("gbk"))

    assert isinstance(found, Workbook)
    assert (found.kind, found.sheets[0].cells[3, 1].text) == ("csv gb18030", "0001")
    assert not isinstance(read_file("answers.xlsx", TABLE.encode()), Workbook)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_divides_the_lines_alike(sign: str) -> None:
    assert separator("\n".join(sign.join(("id", "yes, no; or", "x")) for _ in range(4))) in (sign,)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(RefusedError, match="file_encoding"):
        decoded(b"\xff\xff\xffabc")
    with pytest.raises(RefusedError, match="file_not_workbook"):
        decoded(b"a,b,c,d,e,f,g\0" * 3)


def test_a_mark_that_is_never_closed_is_found_in_as_many_steps_as_there_are_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, steps = csv.reader, 0

    def counted(lines: Iterable[str], **how: Any) -> Any:
        nonlocal steps
        steps += len(lines) if isinstance(lines, Sized) else 0  # a copy of the lines is as many steps

        def each() -> Iterator[str]:
            nonlocal steps
            for line in lines:
                steps += 1
                yield line

        return real(each(), **how)

    monkeypatch.setattr(csv, "reader", counted)
    stray = 3000

    assert open_quote('1,"5" disk,x\n' * stray + '2,"a\n3,b\n', ",") == stray + 1
    assert steps <= stray + 2


CHINESE = "序號,是否支援資料匯出？\n1,是，經由選單\n"


def test_big5_and_unmarked_utf_16_are_read_for_what_they_are_and_a_guess_is_never_taken() -> None:
    assert decoded(CHINESE.encode("cp950")) == (CHINESE, "cp950")
    assert decoded(b"No.,Question,Answer\r\n1,x," + "目前沒有，明年支援".encode("cp950"))[1] == "cp950"
    for encoding in ("utf-16-le", "utf-16-be", "utf-32"):
        assert decoded(CHINESE.encode(encoding))[0] == CHINESE
    latin = "No,Answer\n1,Größenmanager für Zürich\n".encode("cp1252")
    mixed = "1,是\r\n".encode() + "2,否，已有\r\n".encode("gbk")
    for data in (latin, mixed):
        with pytest.raises(RefusedError, match="file_encoding"):
            decoded(data)
    assert decoded("1,〇一二班，用時①天，鑫".encode("gb18030"))[1] == "gb18030"


@pytest.mark.parametrize("after", ["", '5,Do you test?,"No"\n'])
def test_a_quotation_mark_that_swallows_rows_is_told_with_its_line(after: str) -> None:
    data = f'No,Question,Answer\n1,Inch?,5" disk\n2,Long?,"two\nlines"\n3,Open?,"Yes\n4,Do you log?,Yes\n{after}'

    with pytest.raises(RefusedError) as caught:
        read_book(data.encode(), ".csv")

    assert (caught.value.rule, caught.value.params) == ("file_quote", {"line": "5"})


FIELD = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.tuples(FIELD, FIELD, FIELD), min_size=1, max_size=8))
def test_what_a_spreadsheet_writes_comes_back_field_by_field(rows: list[tuple[str, str, str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([("a", "b", "c")] * 60 + rows)

    found = cells(out.getvalue().encode("utf-8-sig"))

    written = {(row, column): text for row, line in enumerate(rows, 61) for column, text in enumerate(line, 1) if text}
    assert {place: text for place, text in found.items() if place[0] > 60} == written
