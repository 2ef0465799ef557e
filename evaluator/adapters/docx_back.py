"""A Word file that came back, read as paragraphs, bookmarks and comments: nothing in it is run, followed or unpacked blindly."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from evaluator.adapters.attachment_file import AttachmentError, examine
from evaluator.adapters.container import Container, RefusedError
from evaluator.adapters.xlsx_parts import Attributes, parse
from evaluator.contract.returned import Document, Mark, Paragraph, Remark
from evaluator.domain.finding import Param, Phrase

PART_LIMIT = 16 * 2**20
PARAGRAPHS = 12_000
_MAIN = "word/document.xml"
_FIELDS = ("PAGE", "NUMPAGES", "REF", "SECTIONPAGES")
_STANDS = "§"  # for the number that a field shows: it follows from the document and is nobody's edit
_OBJECT = "\ufffc"
_DROPPED = ("del", "moveFrom", "Fallback")
_TRACKED = ("ins", "del", "moveFrom", "moveTo", "pPrChange", "rPrChange", "tblPrChange", "numberingChange")
_EMBEDDED = ("afchunk", "subdocument", "frame")


class ReturnedError(Exception):
    """The file is not read; ``key`` names the sentence of the ``refused`` catalogue, ``params`` fill it."""

    def __init__(self, key: str, **params: Param) -> None:
        """Keep key and parameters."""
        super().__init__(key)
        self.key = key
        self.params = params


def read_returned(data: bytes) -> Document:
    """What a Word file says with every tracked change accepted; `ReturnedError` where it is none, or is unsafe."""
    try:
        if examine(data).kind != "word":
            raise ReturnedError("returned_kind")
        box = Container(data)
        _demand_safe(box)
        return _read(box)
    except AttachmentError as refusal:
        why = dict(refusal.params).get("why", Phrase(f"refused.returned_why_{refusal.rule.value}"))
        raise ReturnedError("returned_unsafe", why=why) from refusal
    except RefusedError as refusal:
        what = refusal.params.get("why", refusal.rule)
        raise ReturnedError("returned_unsafe", why=Phrase(f"refused.returned_why_{what}")) from refusal


def _demand_safe(box: Container) -> None:
    """No part that Word would fetch from elsewhere or show from another document, and none too large to look through."""
    if not box.has(_MAIN):
        raise ReturnedError("returned_kind")
    for name in (name for name in box.names() if name.endswith(".rels")):
        for kind, external in _relations(box.read(name)):
            if (external and kind != "hyperlink") or kind in _EMBEDDED:
                raise ReturnedError("returned_outside", what=kind)


def _relations(data: bytes) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2].lower()
            found.append((kind, attributes.get("TargetMode") == "External"))

    parse(data, start, lambda *_: None)
    return found


def _read(box: Container) -> Document:
    body = _part(box, _MAIN)
    beside = [
        name
        for name in sorted(box.names())
        if posixpath.dirname(name) == "word"
        and posixpath.basename(name).startswith(("header", "footer", "footnotes", "endnotes"))
        and name.endswith(".xml")
    ]
    margins = [one.text for name in beside for one in _part(box, name).paragraphs if one.text.strip()]
    remarks = _part(box, "word/comments.xml").remarks if box.has("word/comments.xml") else []
    return Document(
        paragraphs=tuple(body.paragraphs), margins=tuple(margins), remarks=tuple(remarks), tracked=body.tracked
    )


def _part(box: Container, name: str) -> _Reader:
    data = box.read(name)
    if len(data) > PART_LIMIT:
        raise RefusedError("file_too_large")
    reader = _Reader()
    parse(data, reader.start, reader.end)
    reader.finish()
    return reader


@dataclass(slots=True)
class _Open:
    """A paragraph being read; ``merged`` says that its end was deleted, so that the next one goes on in it."""

    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    merged: bool = False


@dataclass(slots=True)
class _Reader:
    """Walks one part: words, bookmarks that may span paragraphs, fields, tracked changes and comments."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    tracked: int = 0
    path: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    bookmarks: dict[str, tuple[str, int]] = field(default_factory=dict)
    dropped: int = 0
    fields: list[str] = field(default_factory=list)
    results: list[bool] = field(default_factory=list)
    carried: _Open | None = None
    author: str = ""
    words: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        parent = self.path[-1] if self.path else ""
        self.path.append(tag)
        if tag in _TRACKED:
            self.tracked += 1
        if tag in _DROPPED and parent not in ("rPr", "trPr", "numPr", "tcPr"):
            self.dropped += 1
        elif tag == "del" and parent == "rPr" and "pPr" in self.path and self.open:
            self.open[-1].merged = True
        elif tag == "p":
            self._begin()
        elif tag == "comment":
            self.author, self.words = attributes.get("author", ""), []
        elif tag == "bookmarkStart" and self.open:
            self.bookmarks[attributes.get("id", "")] = (attributes.get("name", ""), len(self.open[-1].text))
        elif tag == "bookmarkEnd":
            self._bookmarked(attributes.get("id", ""))
        elif tag == "fldChar":
            self._field(attributes.get("fldCharType", ""))
        elif tag == "fldSimple":
            self.fields.append(attributes.get("instr", ""))
            self._result()
        else:
            self._sign(tag, attributes, parent)

    def end(self, tag: str, text: str) -> None:
        """An element ends with the words that stood in it alone."""
        self.path.pop()
        parent = self.path[-1] if self.path else ""
        if tag == "t":
            self._say(text)
        elif tag == "instrText" and self.fields:
            self.fields[-1] += text
        elif tag in _DROPPED and parent not in ("rPr", "trPr", "numPr", "tcPr"):
            self.dropped -= 1
        elif tag == "p" and self.open:
            self._close()
        elif tag == "comment":
            self.remarks.append(Remark(self.author, "\n".join(self.words).strip()))
        elif tag == "fldSimple":
            self._ended()

    def finish(self) -> None:
        """The part has ended: what was carried on to a paragraph that never came stands alone."""
        if self.carried is not None:
            self._keep(self.carried)
            self.carried = None

    def _sign(self, tag: str, attributes: Attributes, parent: str) -> None:
        if tag in ("br", "cr"):
            self._say("\n")
        elif tag == "tab" and parent == "r":
            self._say(" ")
        elif tag == "noBreakHyphen":
            self._say("-")
        elif tag == "sym":
            self._say(attributes.get("char", _OBJECT))
        elif tag in ("drawing", "pict", "object"):
            self._say(_OBJECT)

    def _begin(self) -> None:
        carried, self.carried = self.carried, None
        self.open.append(carried or _Open())
        self.open[-1].merged = False
        if carried is None and len(self.open) == 1:
            # A bookmark that is still open goes on from the start of this paragraph.
            self.bookmarks = {key: (name, 0) for key, (name, _) in self.bookmarks.items()}

    def _close(self) -> None:
        ended = self.open.pop()
        if "comment" in self.path:
            self.words.append(ended.text)
            return
        if ended.merged and not self.open:
            self.carried = ended
            return
        for key, (name, start) in self.bookmarks.items() if not self.open else ():
            ended.marks.append(Mark(name, start, len(ended.text)))
            self.bookmarks[key] = (name, 0)
        self._keep(ended)

    def _keep(self, ended: _Open) -> None:
        self.paragraphs.append(Paragraph(ended.text, tuple(ended.marks)))
        if len(self.paragraphs) > PARAGRAPHS:
            raise RefusedError("file_too_large")

    def _bookmarked(self, key: str) -> None:
        name, start = self.bookmarks.pop(key, ("", 0))
        if name and self.open:
            self.open[-1].marks.append(Mark(name, start, len(self.open[-1].text)))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append("")
            self.results.append(False)
        elif kind == "separate" and self.fields:
            self.results.pop()
            self._result()
        elif kind == "end" and self.fields:
            self._ended()

    def _result(self) -> None:
        """The shown words of a field begin: of one that counts or points only that it is there."""
        words = self.fields[-1].split()
        quiet = bool(words) and words[0].upper() in _FIELDS
        if quiet:
            self._say(_STANDS)
        self.results.append(quiet)

    def _ended(self) -> None:
        self.fields.pop()
        if self.results:
            self.results.pop()

    def _say(self, text: str) -> None:
        if self.open and not self.dropped and not any(self.results):
            self.open[-1].text += text
