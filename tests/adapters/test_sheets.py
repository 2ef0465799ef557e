"""What every workbook of ours promises: text stays text, the same content gives the same bytes, numbers show at once."""

from __future__ import annotations

import io
import re
import zipfile
from fractions import Fraction

import openpyxl
import pytest

from evaluator.adapters.look import BODY, ENTRY
from evaluator.adapters.reader import read_file
from evaluator.adapters.sheets import Book, clean, sheet_name
from evaluator.adapters.text_size import lines, width

HOSTILE = [
    "=1+1", '=HYPERLINK("http://x.example","y")', "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1",
    "#REF!", "http://x.example/a", "_x003D_1", "{=1}", "<b>&amp;</b>",
]  # fmt: skip


def written(*texts: str) -> bytes:
    book = Book("en", "Test")
    page = book.page("Main")
    page.columns([40.0])
    for row, text in enumerate(texts, start=1):
        page.text(row, 1, text)
    return book.save()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_ever_becomes_a_formula_or_link(text):
    data = written(text)

    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        assert 't="e"' not in sheet
    cell = read_file("x.xlsx", data).sheets[0].cells[1, 1]
    assert (cell.kind, cell.formula, cell.text) == ("text", False, text)


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)"])
def test_a_risky_text_is_marked_as_text_for_whoever_edits_the_cell(text):
    cell = openpyxl.load_workbook(io.BytesIO(written(text))).worksheets[0]["A1"]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\x1fb", "a\ud800b", "a\ufffeb", "a\uffffb"])
def test_characters_that_a_workbook_cannot_hold_are_left_out(text):
    assert read_file("x.xlsx", written(text)).sheets[0].cells[1, 1].text == "ab"


def test_line_breaks_survive_and_endless_text_is_cut_with_a_mark():
    assert clean("a\r\nb\rc") == "a\nb\nc"
    assert (len(clean("x" * 40_000)), clean("x" * 40_000)[-1]) == (32_767, "…")


def test_the_same_content_gives_the_same_bytes():
    assert written("a", "=b") == written("a", "=b")


def test_nothing_in_the_file_tells_the_time_or_the_machine():
    with zipfile.ZipFile(io.BytesIO(written("a"))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = parts.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"2000-01-01"}


def test_formulas_show_their_result_before_anything_is_calculated():
    book = Book("en", "Test")
    page = book.page("Main")
    page.formula(1, 1, "=1/3", BODY, Fraction(1, 3))
    page.formula(2, 1, '=IF(1=1,"a<b","c")', BODY, "a<b")

    sheet = openpyxl.load_workbook(io.BytesIO(book.save()), data_only=True).worksheets[0]

    assert (sheet["A1"].value, sheet["A2"].value) == (float(Fraction(1, 3)), "a<b")


def test_a_number_without_finite_decimals_is_written_as_its_fraction():
    book = Book("en", "Test")
    page = book.page("Main")
    page.number(1, 1, Fraction(2, 3))
    page.number(2, 1, Fraction(5, 8))

    sheet = openpyxl.load_workbook(io.BytesIO(book.save())).worksheets[0]

    assert (sheet["A1"].value, sheet["A2"].value) == ("=2/3", 0.625)


def test_rows_to_be_typed_into_grow_and_others_keep_their_height():
    book = Book("en", "Test")
    page = book.page("Main")
    page.columns([20.0])
    page.text(1, 1, "typed into", ENTRY)
    page.fit(1)
    page.text(2, 1, "printed")
    page.fit(2, grows=False)

    with zipfile.ZipFile(io.BytesIO(book.save())) as parts:
        rows = re.findall(r"<row [^>]*>", parts.read("xl/worksheets/sheet1.xml").decode())

    assert ["customHeight" in row for row in rows] == [False, True]
    assert all("ht=" in row for row in rows)


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("价格/税", (), "价格 税"),
        ("x" * 40, (), "x" * 31),
        ("Plan", ("plan",), "Plan 2"),
        ("x" * 40, ("x" * 31,), "x" * 29 + " 2"),
        ("'", (), "-"),
    ],
)
def test_sheet_names_are_short_plain_and_unique(name, taken, expected):
    assert sheet_name(name, taken) == expected


def test_chinese_is_wider_than_latin_and_long_words_break():
    assert width("数据安全") > width("data")
    assert lines("a" * 100, 20) > 4
    assert lines("数据" * 30, 20) > lines("数据" * 10, 20) > 1
