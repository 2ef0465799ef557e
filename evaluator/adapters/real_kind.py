"""What a file really is, by its first bytes: a code that the catalogues put into words (``finding.actual.…``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD: Final = 2048
_MARKS: Final = (
    (b"%PDF", "pdf"), (b"{\\rtf", "rtf"), (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"),
    (b"II*\0", "image"), (b"MM\0*", "image"), (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"), (b"\x09\0\x04\0", "excel4"), (b"\x09\x02\x06\0", "excel4"),
    (b"\x09\x04\x06\0", "excel4"),
)  # fmt: skip
_HTML = re.compile(r"<(?:html|head|body|table|meta|style)[\s>]|<!doctype html")
_WORKBOOK = re.compile(r"<(?:\w+:)?workbook\s[^>]*office:spreadsheet")
# Parts by which a zip that is no workbook is known.
_PACKAGES: Final = (
    ("word/", "word"), ("ppt/", "powerpoint"), ("content.xml", "open_document"), ("index/document.iwa", "numbers"),
    ("index.zip", "numbers"), ("ofd.xml", "ofd"),
)  # fmt: skip
_LOCK = re.compile(rb",[^,\n]*,[^,\n]*,[\d./-]+ [\d:]+,(?:file|https?)://[^\n]*;\s*")  # LibreOffice's, .~lock.name#
_OWNER_SIZES: Final = (162, 165)
_OWNER_NAME: Final = 54


def kind_of(data: bytes) -> str:
    """What the first bytes say the file really is; empty for a zip container.

    >>> kind_of(b"%PDF-1.7"), kind_of(b"PK\\x03\\x04"), kind_of("供应商,答复".encode())
    ('pdf', '', 'text')
    """
    if data.startswith(b"PK"):
        return ""
    if _owner_file(data) or _LOCK.fullmatch(data):
        return "lock"
    start = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"BM") and data[6:10] == bytes(4):  # a bitmap; two letters alone may begin any text
        return "image"
    marked = next((kind for mark, kind in _MARKS if data.startswith(mark) or start.startswith(mark)), "")
    return marked or _text_kind(_decoded(data[:_HEAD])) or ("binary" if b"\0" in data[:4096] else "text")


def package_kind(names: Iterable[str]) -> str:
    """What a zip without a workbook is, by the names of its parts in lower case."""
    names = list(names)
    return next((kind for part, kind in _PACKAGES if any(name.startswith(part) for name in names)), "zip")


def _decoded(head: bytes) -> str:
    """The beginning as text in lower case; markup is recognised in any encoding that Excel and browsers write."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "ignore")
    elif head[1:2] == b"\0" or head[:1] == b"\0":
        text = head.decode("utf-16-le" if head[1:2] == b"\0" else "utf-16-be", "ignore")
    else:
        text = head.decode("latin-1").removeprefix("ï»¿")
    return text.lstrip().lower()


def _text_kind(text: str) -> str:
    if text.startswith("mime-version:"):
        return "mhtml"
    if text.startswith("id;p") and re.search(r"[\r\n][bcfp];", text):
        return "sylk"
    if not text.startswith("<"):
        return ""
    if _WORKBOOK.search(text):
        return "spreadsheetml"
    if _HTML.search(text):
        return "html"
    return "xml" if text.startswith("<?xml") else ""


def _owner_file(data: bytes) -> bool:
    """Whether this is the small file, ~$name, that Excel or WPS keeps beside an open workbook: the owner's name, padded."""
    if len(data) not in _OWNER_SIZES or not 0 < data[0] <= _OWNER_NAME:
        return False
    return not data[1 + data[0] : 1 + _OWNER_NAME].strip(b"\0 ")
