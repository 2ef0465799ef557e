"""Attached files: what is kept and what is refused, by the bytes, and the names inside a zip."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from evaluator.adapters import attachment_file
from evaluator.adapters.attachment_file import AttachmentError, download_name, examine
from evaluator.domain.attachment import Entry
from evaluator.domain.finding import Rule
from evaluator.i18n.words import shown
from tests.workbooks import ole, zipped

PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 offer", "pdf"),
        (PNG, "image"),
        (b"\xff\xd8\xff\xe0 jpeg", "image"),
        (zipped({"word/document.xml": "<x/>"}), "word"),
        (zipped({"xl/workbook.xml": "<x/>"}), "excel"),
        (zipped({"a.txt": "a"}), "zip"),
        (ole("WordDocument"), "word"),
        (ole("Workbook"), "excel"),
    ],
)
def test_a_kind_is_told_by_the_bytes(data: bytes, kind: str) -> None:
    assert examine(data).kind == kind


@pytest.mark.parametrize(
    ("data", "rule", "words"),
    [
        (b"", Rule.FILE_EMPTY, ""),
        (b"<html><script>1</script>", Rule.ATTACHMENT_KIND, "web page"),
        (b"MZ\x90\0 a program", Rule.ATTACHMENT_KIND, "unknown"),
        (b"plain words", Rule.ATTACHMENT_KIND, "text"),
        (zipped({"ppt/presentation.xml": "<x/>"}), Rule.ATTACHMENT_KIND, "PowerPoint"),
        (zipped({"a.txt": "a"})[:-20], Rule.ATTACHMENT_DAMAGED, ""),
        (ole("EncryptedPackage"), Rule.ATTACHMENT_LOCKED, ""),
    ],
)
def test_what_is_of_no_such_kind_is_refused_by_its_real_name(data: bytes, rule: Rule, words: str) -> None:
    with pytest.raises(AttachmentError) as refused:
        examine(data)

    assert refused.value.rule is rule
    assert words.casefold() in str(shown(refused.value.params.get("actual", ""), "en")).casefold()


def why(data: bytes) -> str:
    with pytest.raises(AttachmentError) as refused:
        examine(data)
    assert refused.value.rule is Rule.ATTACHMENT_UNSAFE
    return shown(refused.value.params["why"], "en")


def test_a_bomb_is_refused_before_it_is_blown_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "swell to 64 MB" in why(zipped({"a.bin": bytes(64 * 2**20)}))
    assert "the limit is 256 MB" in why(zipped({f"{n}.bin": bytes(52 * 2**20) for n in range(5)}))

    monkeypatch.setattr(attachment_file, "ENTRY_LIMIT", 3)
    assert "4 files" in why(zipped({f"{n}.txt": "a" for n in range(4)}))


def test_a_part_that_lies_about_its_size_or_lies_over_another_is_refused() -> None:
    honest = zipped({"a.txt": "a" * 5000})
    short = honest.replace(struct.pack("<I", 5000), struct.pack("<I", 50))
    with pytest.raises(AttachmentError) as refused:
        examine(short)
    assert refused.value.rule is Rule.ATTACHMENT_DAMAGED

    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as archive:
        archive.writestr("a.bin", bytes(range(256)) * 40)
        first = archive.infolist()[0]
        for number in range(9):
            twin = zipfile.ZipInfo(f"{number}.bin")
            for name in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(twin, name, getattr(first, name))
            archive.filelist.append(twin)
            archive._didModify = True
    assert "zip bomb" in why(box.getvalue())


def test_a_way_of_packing_that_cannot_be_checked_is_refused() -> None:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", "a")

    assert "cannot be checked" in why(box.getvalue())


def test_a_locked_zip_is_told_apart() -> None:
    data = bytearray(zipped({"a.txt": "a"}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(AttachmentError) as refused:
        examine(bytes(data))
    assert refused.value.rule is Rule.ATTACHMENT_LOCKED


def test_names_inside_are_shown_without_a_way_out_and_a_zip_in_the_zip_stays_shut() -> None:
    inner = zipped({"secret.txt": "a"})
    data = zipped({"../../etc/证书.pdf": "x", "C:\\evil\\a\u202efdp.exe": "xy", "<b>.txt": "", "inner.zip": inner})

    assert examine(data).entries == (
        Entry("etc/证书.pdf", 1),
        Entry("C_/evil/afdp.exe", 2),
        Entry("<b>.txt", 0),
        Entry("inner.zip", len(inner)),
    )


def test_names_written_in_gbk_are_read() -> None:
    data = zipped({"0123.txt": "a"}).replace(b"0123.txt", "证书".encode("gbk") + b".txt")

    assert examine(data).entries[0].name == "证书.txt"


def test_too_large_says_how_large_and_what_the_limit_is() -> None:
    with pytest.raises(AttachmentError) as refused:
        examine(b"%PDF" + bytes(26 * 2**20))

    assert (refused.value.rule, refused.value.params) == (Rule.ATTACHMENT_LARGE, {"size": "26.0", "limit": 25})


@pytest.mark.parametrize(
    ("name", "data", "saved"),
    [
        ("证书.PDF", b"%PDF-1.7", "证书.PDF"),
        ("offer.html", b"%PDF-1.7", "offer.html.pdf"),
        ("../../run.exe", PNG, "run.exe.png"),
        ("scan", b"\xff\xd8\xff\xe0", "scan.jpg"),
        ("a.docx", zipped({"word/document.xml": "<x/>"}), "a.docx"),
        ("old", ole("WordDocument"), "old.doc"),
    ],
)
def test_a_saved_file_ends_as_its_kind_does(name: str, data: bytes, saved: str) -> None:
    assert download_name(name, data) == saved
