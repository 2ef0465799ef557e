"""Workbooks of other kinds: values from .xls, .ods and .xlsb, refused by their real name where they cannot be read."""

from __future__ import annotations

import io
import shutil
import struct
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from evaluator.adapters.container import RefusedError
from evaluator.adapters.formats import read_book
from evaluator.adapters.packs import load_pack, load_tender
from evaluator.adapters.reader import read_file
from evaluator.adapters.real_kind import OLE
from evaluator.domain.finding import Rule
from evaluator.intake.bids import FileReading, read_bid_file
from evaluator.intake.cells import Workbook
from evaluator.services.folder import context
from evaluator.services.sample import sample_folder
from tests.adapters.office import converted
from tests.workbooks import ole, zipped

CONTENT = '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
SHEETS = "application/vnd.oasis.opendocument.spreadsheet"


def refusal(data: bytes) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        read_book(data)
    return caught.value


def biff(*records: tuple[int, bytes]) -> bytes:
    """An OLE file whose second sector begins a workbook stream with these records."""
    opening = (0x0809, b"\x00\x06\x05\x00" + b"\0" * 12)
    stream = b"".join(struct.pack("<HH", number, len(body)) + body for number, body in (opening, *records))
    return ole("Workbook").ljust(1024, b"\0") + stream


def test_an_old_workbook_is_told_apart_from_a_locked_one_and_from_other_documents() -> None:
    assert refusal(ole("EncryptionInfo", "EncryptedPackage")).rule == "file_encrypted"
    assert refusal(ole("WordDocument")).params == {"actual": "word"}
    assert refusal(ole("PowerPoint Document")).params == {"actual": "powerpoint"}
    assert refusal(OLE).params == {"actual": "binary"}
    assert refusal(ole("Workbook")).rule == "file_damaged"


@pytest.mark.parametrize("before", [(), ((0x0086, b""),)])
def test_an_old_workbook_that_is_enciphered_is_locked_whatever_the_cipher(
    before: tuple[tuple[int, bytes], ...],
) -> None:
    assert refusal(biff(*before, (0x002F, b"\0\0\x12\x34"))).rule == "file_encrypted"
    assert refusal(biff(*before, (0x0042, b"\xb0\x04"))).rule == "file_damaged"


def test_an_open_document_that_is_locked_or_declares_entities_is_never_handed_on() -> None:
    locked = {
        "mimetype": SHEETS,
        "content.xml": CONTENT,
        "META-INF/manifest.xml": "<manifest><encryption-data/></manifest>",
    }
    bomb = {"mimetype": SHEETS, "content.xml": f'<!DOCTYPE a [<!ENTITY b "c">]>{CONTENT}'}

    assert refusal(zipped(locked)).rule == "file_encrypted"
    assert refusal(zipped(bomb)).rule == "file_hostile"
    assert refusal(zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": CONTENT})).params == {
        "actual": "open_document"
    }


@pytest.mark.office
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_values_keep_their_cells_and_kinds(tmp_path: Path, kind: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "答复"
    book.worksheets[0]["C5"], book.worksheets[0]["B7"] = "4小时\n含节假日", 12.5
    book.worksheets[0]["C8"], book.worksheets[0]["D9"] = date(2026, 5, 1), True
    book.worksheets[0]["D10"] = "0001"
    book.create_sheet("Lists").sheet_state = "hidden"
    book["Lists"]["A1"] = "x"
    path = tmp_path / "mixed.xlsx"
    book.save(path)

    (saved,) = converted(tmp_path, [path], kind)
    found = read_file(saved.name, saved.read_bytes())

    assert isinstance(found, Workbook)
    assert (found.kind, [(sheet.name, sheet.hidden) for sheet in found.sheets]) == (
        kind,
        [("答复", False), ("Lists", True)],
    )
    assert {cell.address: (cell.text, cell.kind) for cell in found.sheets[0].cells.values()} == {
        "C5": ("4小时\n含节假日", "text"),
        "B7": ("12.5", "number"),
        "C8": ("2026-05-01", "date"),
        "D9": ("TRUE", "bool") if kind == "xls" else ("1", "number"),  # LibreOffice saves it as a number shown as TRUE
        "D10": ("0001", "text"),
    }


def reading(path: Path) -> FileReading:
    sample = sample_folder() / "tender.toml"
    return read_bid_file(
        read_file(path.name, path.read_bytes()), context(load_pack("crm_platform"), load_tender(sample))
    )


@pytest.mark.office
def test_our_own_workbook_keeps_every_answer_through_other_formats(tmp_path: Path) -> None:
    names = ["1-hailan-technical", "1-hailan-price", "2-corvane-technical", "2-corvane-price"]
    sent = [Path(shutil.copy(sample_folder() / f"{name}.xlsx", tmp_path)) for name in names]

    steps = [sent]
    for number, kind in enumerate(["ods", "xlsx", "xls"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        steps.append(converted(folder, steps[-1], kind))

    for first, *later in zip(*steps, strict=True):
        answers = {answer.item: (answer.value, answer.state) for answer in reading(first).answers}
        for path in later:
            found = reading(path)
            assert {answer.item: (answer.value, answer.state) for answer in found.answers} == answers, path.name
            noted = [one for one in found.findings if one.rule is Rule.FILE_VALUES_ONLY]
            assert len(noted) == (path.suffix != ".xlsx")


def test_the_reader_needs_no_name_to_know_what_a_file_is() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "yes"
    target = io.BytesIO()
    book.save(target)

    found = read_file("answers.xls", target.getvalue())

    assert isinstance(found, Workbook)
    assert found.kind == "xlsx"
