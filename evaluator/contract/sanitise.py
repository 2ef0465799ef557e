"""Vendors' text at the border of the contract: plain characters only, every change noted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LINE_LIMIT = 300
TEXT_LIMIT = 6_000
_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Direction marks, zero-width and other format characters change what is read without being seen; so do tag characters
# and variation selectors. A soft hyphen prints only sometimes.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# What most values are made of, and nothing in it is ever changed: a tenth of the time is enough to see that.
_PRINTED = re.compile("[ -~\u4e00-\u9fff\u3001-\u3020\uff01-\uff5e]*")


@dataclass(frozen=True, slots=True)
class Clean:
    """Text fit for a document, and what was changed: ``breaks``, ``unseen``, ``broken``, ``joined``, ``shortened``."""

    text: str
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=4096)  # a bid's words are read for terms, tables, comments and annex alike
def clean(text: str, *, one_line: bool = False) -> Clean:
    """Vendor's text as NFC with plain line ends, nothing unseen, and U+FFFD where a character cannot be printed.

    A one-line value has its line breaks shown as `` / ``: a break would let a bidder set a paragraph of its own.

    >>> clean("A\\u202eB\\x07\\r\\nArticle 12", one_line=True)
    Clean(text='AB\ufffd / Article 12', notes=('breaks', 'unseen', 'broken', 'joined'))
    """
    if _PRINTED.fullmatch(text) and len(text) <= LINE_LIMIT:
        return Clean(" ".join(text.split()) if one_line else text.strip(" "))
    notes: list[str] = []
    text = _noted("breaks", _BREAKS.sub("\n", text), text, notes)
    text = _noted("unseen", _UNSEEN.sub("", text), text, notes)
    text = _noted("broken", _BROKEN.sub("\ufffd", text), text, notes)
    text = unicodedata.normalize("NFC", text).strip()
    if one_line:
        joined = " / ".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
        if "\n" in text:
            notes.append("joined")
        text = joined
    limit = LINE_LIMIT if one_line else TEXT_LIMIT
    if len(text) > limit:
        text = text[: limit - 1].rstrip() + "…"
        notes.append("shortened")
    return Clean(text, tuple(notes))


def line(text: str) -> str:
    """The text on one line, clean.

    >>> line("Shanghai\\nPudong")
    'Shanghai / Pudong'
    """
    return clean(text, one_line=True).text


def block(text: str) -> str:
    """The text with its line breaks, clean."""
    return clean(text).text


def printable(text: str) -> str:
    """The text with U+FFFD for what no document may hold; the last guard of every writer."""
    return _BROKEN.sub("\ufffd", text)


def _noted(note: str, after: str, before: str, notes: list[str]) -> str:
    if after != before:
        notes.append(note)
    return after


def unlinked(text: str) -> str:
    """The text in which no address becomes a link: a joiner that nobody sees stands inside each.

    >>> unlinked("http://x or a@b.example") == "http:/\u2060/x or a@\u2060b.example"
    True
    """
    return text.replace("//", "/\u2060/").replace("@", "@\u2060").replace("www", "ww\u2060w")
