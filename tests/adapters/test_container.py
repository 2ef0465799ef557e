"""The zip around a workbook is not believed: names, counts and sizes are checked, parts are inflated under a cap."""

from __future__ import annotations

import struct

import pytest

from evaluator.adapters import container
from evaluator.adapters.container import PART_LIMIT, TOTAL_LIMIT, Container, RefusedError
from tests.workbooks import zipped

MIB = 2**20
_DIRECTORY = b"PK\x01\x02"


def refusal(data: bytes, part: str = "") -> RefusedError:
    """The refusal that opening the bytes, or reading a part of them, ends with."""
    with pytest.raises(RefusedError, match="file_") as caught:
        Container(data).read(part)
    return caught.value


def with_directory(data: bytes, offset: int, value: bytes) -> bytes:
    """The zip with bytes of its first directory entry replaced."""
    start = data.index(_DIRECTORY) + offset
    return data[:start] + value + data[start + len(value) :]


def test_an_empty_file_is_told_apart_from_a_damaged_one() -> None:
    assert refusal(b"").rule == "file_empty"


def test_a_locked_part_is_a_locked_file() -> None:
    data = zipped({"xl/workbook.xml": "x"})

    assert refusal(with_directory(data, 8, b"\x01\x00")).rule == "file_encrypted"


@pytest.mark.parametrize("keep", [4, 30, 200, -20])
def test_a_zip_cut_off_anywhere_is_damage(keep: int) -> None:
    data = zipped({f"part{number}": "content " * 50 for number in range(5)})

    assert refusal(data[:keep], "part4").rule == "file_damaged"


def test_a_part_twice_is_refused_letter_case_and_leading_slash_aside() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = zipped([("a.xml", "1"), ("a.xml", "2")])

    for data in (twice, zipped([("a.xml", "1"), ("A.XML", "2")]), zipped([("a.xml", "1"), ("/a.xml", "2")])):
        assert refusal(data).params == {"why": "twice"}


def test_part_names_that_climb_out_are_refused_and_dots_in_names_are_not() -> None:
    assert refusal(zipped({"../../etc/x": "1"})).rule == "file_hostile"
    assert Container(zipped({"xl/a..b.xml": "1"})).read("XL/A..B.xml") == b"1"


def test_thousands_of_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "ENTRY_LIMIT", 3)

    assert refusal(zipped({str(number): "" for number in range(4)})).params == {"why": "parts", "detail": "4"}


def test_a_bomb_that_tells_its_size_is_refused_before_anything_is_inflated() -> None:
    data = with_directory(zipped({"xl/workbook.xml": "x" * 100}), 24, struct.pack("<I", 2**30))

    found = refusal(data)

    assert (found.rule, found.params) == ("file_too_large", {"size": "1024 MiB", "limit": f"{TOTAL_LIMIT // MIB} MiB"})


def test_a_bomb_in_one_part_is_stopped_at_the_cap() -> None:
    data = zipped({"xl/workbook.xml": b"\0" * (PART_LIMIT + MIB)})

    assert len(data) < MIB
    assert refusal(data, "xl/workbook.xml").params == {"size": "> 64 MiB", "limit": "64 MiB"}


def test_a_bomb_that_lies_about_its_size_is_damage_and_inflates_to_no_more_than_it_said() -> None:
    data = with_directory(zipped({"xl/workbook.xml": b"\0" * (PART_LIMIT + MIB)}), 24, struct.pack("<I", 1000))

    assert refusal(data, "xl/workbook.xml").rule == "file_damaged"


def test_many_parts_together_may_not_pass_the_total(monkeypatch: pytest.MonkeyPatch) -> None:
    box = Container(zipped({str(number): "x" * 600 for number in range(3)}))
    monkeypatch.setattr(container, "TOTAL_LIMIT", 1500)

    assert [len(box.read("0")), len(box.read("1"))] == [600, 600]
    with pytest.raises(RefusedError, match="file_too_large"):
        box.read("2")


def test_a_part_whose_content_does_not_match_its_sum_is_damage() -> None:
    data = zipped({"a.xml": "content"})

    assert refusal(with_directory(data, 16, b"\0\0\0\0"), "a.xml").rule == "file_damaged"


def test_a_compression_that_we_do_not_know_is_damage() -> None:
    data = with_directory(zipped({"a.xml": "content"}), 10, struct.pack("<H", 99))

    assert refusal(data, "a.xml").rule == "file_damaged"


def test_a_part_that_is_not_there_is_damage() -> None:
    box = Container(zipped({"a.xml": "content"}))

    assert box.names() == ["a.xml"]
    assert not box.has("b.xml")
    with pytest.raises(RefusedError, match="file_damaged"):
        box.read("b.xml")
