"""WordprocessingML elements: paragraphs, runs, bookmarks, fields, tables; every text passes one guard."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import methodcaller

from lxml import etree

from evaluator.contract.sanitise import printable
from evaluator.domain.text import Lang

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = {"w": W, "r": R}
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
BOOKMARK_LIMIT = 40
Element = etree._Element  # the stubs name no public type
# What copy.copy comes to for an element, without its search for the way: a draft makes twenty thousand.
copied: Callable[[Element], Element] = methodcaller("__copy__")
BOTH_SCRIPTS = re.compile("[“”‘’…—·×□]")
_UNNAMED = re.compile(r"[^A-Za-z0-9]+")


def el(tag: str, *children: Element | None, **attributes: str | int) -> Element:
    """An element of the main namespace with attributes of the same.

    >>> etree.tostring(el("jc", val="center")).decode().partition(" xmlns")[0]
    '<w:jc'
    """
    made = copied(_bare(tag))
    for name, value in attributes.items():
        made.set(_named(name), str(value))
    for child in children:
        if child is not None:
            made.append(child)
    return made


@cache
def _bare(tag: str) -> Element:
    """An element to be copied: that takes a quarter of the time of making one."""
    return etree.Element(_named(tag), None, NAMESPACES)


@cache
def _named(name: str) -> str:
    return f"{{{W}}}{name}"


@dataclass(frozen=True, slots=True)
class Ink:
    """How words are set: their language, weight, and the highlighter over what is open."""

    lang: Lang
    bold: bool = False
    highlight: str = ""
    colour: str = ""

    def marked(self, highlight: str) -> Ink:
        """The same under a highlighter."""
        return Ink(self.lang, self.bold, highlight, self.colour)

    def properties(self, text: str = "") -> Element | None:
        """Run properties in the order that the schema wants."""
        return _run_properties(self, self.hints(text))

    def hints(self, text: str) -> bool:
        """Whether marks that belong to both scripts have to be told that they are full-width, among Chinese characters."""
        return self.lang == "zh" and BOTH_SCRIPTS.search(text) is not None


def _run_properties(ink: Ink, hint: bool) -> Element | None:
    parts = [
        el("rFonts", hint="eastAsia") if hint else None,
        el("b") if ink.bold else None,
        el("color", val=ink.colour) if ink.colour else None,
        el("highlight", val=ink.highlight) if ink.highlight else None,
    ]
    found = [part for part in parts if part is not None]
    return el("rPr", *found) if found else None


def run(text: str, ink: Ink) -> Element:
    """A run of plain text; a line break in it stays inside the paragraph."""
    lines = printable(text).replace("\t", " ").split("\n")
    if len(lines) == 1 and text:
        made = copied(_line(ink, ink.hints(text)))
        made[-1].text = lines[0]
        return made
    made = el("r", ink.properties(text))
    for count, line in enumerate(lines):
        if count:
            made.append(el("br"))
        if line:
            words = el("t")
            words.text = line
            words.set(XML_SPACE, "preserve")
            made.append(words)
    return made


@lru_cache(256)
def _line(ink: Ink, hint: bool) -> Element:
    """A run of one line, to be copied and given its words."""
    words = el("t")
    words.set(XML_SPACE, "preserve")
    return el("r", _run_properties(ink, hint), words)


@dataclass(frozen=True, slots=True)
class Set:
    """How a paragraph is set: its style, list and level, and what it stays with; ``loose`` undoes the keeping of its style."""

    style: str
    numbering: int = 0
    level: int = 0
    keep_next: bool = False
    page_break: bool = False
    align: str = ""
    loose: bool = False

    def properties(self) -> Element:
        """Paragraph properties in the order that the schema wants."""
        made = el("pPr", el("pStyle", val=self.style))
        if self.keep_next:
            made.append(el("keepNext"))
        elif self.loose:
            made.append(el("keepNext", val=0))
        if self.page_break:
            made.append(el("pageBreakBefore"))
        if self.numbering:
            made.append(el("numPr", el("ilvl", val=self.level), el("numId", val=self.numbering)))
        if self.align:
            made.append(el("jc", val=self.align))
        return made


def paragraph(how: Set, content: Iterable[Element] = ()) -> Element:
    """A paragraph with its content."""
    made = copied(_empty(how))
    made.extend(content)
    return made


@lru_cache(256)
def _empty(how: Set) -> Element:
    """A paragraph to be copied: a draft has thousands, and they are set in a few ways."""
    return el("p", how.properties())


def keep_with_next(content: Element) -> None:
    """Ties a paragraph, or every paragraph of a table's row, to what follows it."""
    for properties in content.iter(f"{{{W}}}pPr"):
        if (kept := properties.find(f"{{{W}}}keepNext")) is not None:
            properties.remove(kept)
        properties.insert(1, el("keepNext"))


def bookmark(number: int, name: str, content: Iterable[Element]) -> list[Element]:
    """Content inside a bookmark."""
    return [el("bookmarkStart", id=number, name=name), *content, el("bookmarkEnd", id=number)]


def bookmark_name(*parts: str) -> str:
    """A bookmark's name: letters, digits and underscores, at most 40, the same for the same parts.

    >>> bookmark_name("t", "en", "acceptance.days"), len(bookmark_name("t", "en", "x" * 60))
    ('t_en_acceptance_days', 40)
    """
    name = _UNNAMED.sub("_", "_".join(parts))
    if len(name) <= BOOKMARK_LIMIT:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: BOOKMARK_LIMIT - 9]}_{digest}"


def field(instruction: str, cached: str, ink: Ink) -> list[Element]:
    """A live field with the result it has now; the instruction is ours alone, never a vendor's text."""
    code = el("instrText")
    code.text = f" {instruction} "
    code.set(XML_SPACE, "preserve")
    return [
        el("r", ink.properties(), el("fldChar", fldCharType="begin")),
        el("r", ink.properties(), code),
        el("r", ink.properties(), el("fldChar", fldCharType="separate")),
        run(cached, ink),
        el("r", ink.properties(), el("fldChar", fldCharType="end")),
    ]
