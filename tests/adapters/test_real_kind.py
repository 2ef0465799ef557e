"""Files that are not what their name says: read by what they are, or refused in words that name it and the remedy."""

from __future__ import annotations

import io
import struct
from types import SimpleNamespace

import pytest
from docx import Document

from evaluator.adapters.container import RefusedError
from evaluator.adapters.formats import read_book
from evaluator.adapters.reader import read_file
from evaluator.adapters.real_kind import kind_of
from evaluator.domain.finding import Rule, finding
from evaluator.i18n.words import message
from evaluator.intake.cells import Refusal, Workbook, refusal_params
from tests.workbooks import ole, xlsx, zipped

BITMAP = b"BM" + struct.pack("<I", 9000) + bytes(4) + b"\x36\0\0\0"
XML_2003 = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40"><Table >'
)
PLAIN = xlsx('<row><c t="inlineStr"><is><t>yes</t></is></c></row>')


def owner_file(name: str, size: int = 165, pad: bytes = b" ") -> bytes:
    """What Excel keeps beside an open workbook: the owner's name in the system's encoding, then in UTF-16."""
    short = name.encode("gbk")
    wide = name.encode("utf-16-le")
    return (bytes([len(short)]) + short).ljust(55, pad) + (bytes([len(name), 0]) + wide).ljust(size - 55, pad)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2", "pdf"),
        (b"{\\rtf1 hello", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"GIF89a", "image"),
        (b"II*\0\x08", "image"),
        (BITMAP, "image"),
        (b"Rar!\x1a\x07", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
        (b"\x09\x04\x06\0\0\0\x10\0", "excel4"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "html"),
        (b"  <table><tr>", "html"),
        (b"<HTML xmlns:x='urn:schemas-microsoft-com:office:excel'>", "html"),
        ("<html><head>".encode("utf-16"), "html"),
        (b'<?xml version="1.0"?><html>', "html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "mhtml"),
        (XML_2003.encode(), "spreadsheetml"),
        (XML_2003.encode("utf-16"), "spreadsheetml"),
        (b'<?xml version="1.0"?><note/>', "xml"),
        ('<?xml version="1.0" encoding="UTF-16"?><note/>'.encode("utf-16-be"), "xml"),
        (b"ID;PWXL;N;E\rP;PGeneral\rC;Y1;X1;K1", "sylk"),
        (owner_file("Kangyi Wang"), "lock"),
        (owner_file("王康", 162, b"\0"), "lock"),
        (b",kim,desk,28.11.2026 13:40,file:///home/kim/.config/libreoffice/4;", "lock"),
        ("问题,答复\n".encode(), "text"),
        (b"ID;Product;Answer\n1;x;yes\n", "text"),
        (b"BMW dealer,answer\n", "text"),
        (b"a,b\n".ljust(165, b" "), "text"),
        (b"<5 min,ok\n", "text"),
        (b"\x00\x01\x02\x03", "binary"),
        (b"PK\x03\x04", ""),
    ],
)
def test_the_first_bytes_say_what_a_file_really_is(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("part", "kind"),
    [("word/document.xml", "word"), ("ppt/presentation.xml", "powerpoint"), ("content.xml", "open_document"),
     ("Index/Document.iwa", "numbers"), ("OFD.xml", "ofd"), ("bid/technical.xlsx", "zip")],
)  # fmt: skip
def test_a_zip_that_is_no_workbook_is_named_by_its_parts(part: str, kind: str) -> None:
    with pytest.raises(RefusedError, match="file_not_workbook") as caught:
        read_book(zipped({part: "x"}))

    assert caught.value.params["actual"] == kind


def test_a_whole_word_file_is_named_as_one_although_it_leads_to_a_main_part() -> None:
    box = io.BytesIO()
    Document().save(box)

    with pytest.raises(RefusedError, match="file_not_workbook") as caught:
        read_book(box.getvalue())

    assert caught.value.params["actual"] == "word"


KINDS = {
    "pdf": b"%PDF-1.7", "rtf": b"{\\rtf1", "image": BITMAP, "archive": b"Rar!\x1a", "excel4": b"\x09\x04\x06\0\0\0",
    "html": b"<table>", "mhtml": b"MIME-Version: 1.0", "spreadsheetml": XML_2003.encode(), "xml": b"<?xml version='1.0'?><a/>",
    "sylk": b"ID;PWXL\nC;K1", "text": b"answers", "binary": b"\0\1", "word": ole("WordDocument"), "zip": zipped({"a.txt": "x"}),
    "powerpoint": ole("PowerPoint Document"), "open_document": zipped({"content.xml": "<a/>"}), "ofd": zipped({"OFD.xml": "<a/>"}),
    "numbers": zipped({"Index/Document.iwa": "x"}),
}  # fmt: skip


@pytest.mark.parametrize("name", ["answers.xlsx", "answers.xls", "answers.et"])
@pytest.mark.parametrize("kind", KINDS)
def test_another_kind_under_the_name_of_a_workbook_is_refused_by_its_real_name_in_both_languages(
    kind: str, name: str
) -> None:
    refused = read_file(name, KINDS[kind])

    assert isinstance(refused, Refusal)
    assert (refused.rule, dict(refused.params)["actual"]) == (Rule.FILE_NOT_WORKBOOK, kind)
    told = finding(Rule(refused.rule))
    told = told.__class__(told.rule, told.severity, told.source, refusal_params(refused))
    zh, en = message(told, "zh"), message(told, "en")
    assert name in zh
    assert name in en
    assert "finding." not in zh + en
    assert "（实际为" in zh
    assert "(it is " in en


def test_a_lock_file_is_told_apart_from_the_workbook_it_locks() -> None:
    found = read_file("~$answers.xlsx", owner_file("采购部"))

    assert isinstance(found, Refusal)
    assert found.rule == Rule.FILE_LOCK


@pytest.mark.parametrize("name", ["answers.xls", "answers.et", "answers.xml", "answers.csv", "answers", "answers.pdf"])
def test_a_workbook_is_read_whatever_its_name(name: str) -> None:
    found = read_file(name, PLAIN)

    assert isinstance(found, Workbook)
    assert found.sheets[0].text(1, 1) == "yes"


def test_a_workbook_that_makes_calamine_give_up_is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """As the bridge to Rust names it."""

    def panic(_: object) -> None:
        raise PanicException

    monkeypatch.setattr("python_calamine.CalamineWorkbook", SimpleNamespace(from_filelike=panic))
    with pytest.raises(RefusedError, match="file_damaged"):
        read_book(ole("Workbook"))


def test_what_is_no_panic_of_calamine_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("python_calamine.CalamineWorkbook", SimpleNamespace(from_filelike=stop))
    with pytest.raises(KeyboardInterrupt):
        read_book(ole("Workbook"))
