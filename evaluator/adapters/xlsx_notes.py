"""What stands beside the cells of a sheet: comments and their threads, targets of hyperlinks, lists of options.

A target is kept as text and never opened; a list is looked up in the workbook's own cells, nothing is calculated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from evaluator.adapters.container import Container
from evaluator.adapters.xlsx_parts import Attributes, Relation, parse, related
from evaluator.adapters.xlsx_values import unescape, whole
from evaluator.intake.address import Area, area, place

OPTIONS: Final = 4096  # a longer list is no choice that anybody reads
_PLACEHOLDER: Final = "tc="  # Excel's author of the copy of a thread that older programs are shown

Note = list[Any]  # row, column, author, text


def comments(box: Container, found: Mapping[str, Relation], people: Mapping[str, str]) -> list[Note]:
    """Comments of a sheet in the order of their parts, threads as they were written, one note a message."""
    threads = _threads(box, related(box, found, "threadedComment"), people)
    threaded = {(row, column) for row, column, *_ in threads}
    plain = _comments(box, related(box, found, "comments"))
    return threads + [note for note in plain if not (tuple(note[:2]) in threaded and note[2].startswith(_PLACEHOLDER))]


def _comments(box: Container, part: str) -> list[Note]:
    authors: list[str] = []
    notes: list[Note] = []
    words: list[str] = []
    about: list[Attributes] = []
    phonetic = [False]

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "comment":
            about[:] = [attributes]
            words.clear()
        elif tag == "rPh":
            phonetic[0] = True

    def end(tag: str, text: str) -> None:
        if tag == "author":
            authors.append(text)
        elif tag == "t" and not phonetic[0]:
            words.append(text)
        elif tag == "rPh":
            phonetic[0] = False
        elif tag == "comment" and (where := place(about[0].get("ref", ""))):
            number = whole(about[0].get("authorId", ""))
            notes.append([*where, authors[number] if 0 <= number < len(authors) else "", unescape("".join(words))])

    if part:
        parse(box.read(part), start, end)
    return notes


def _threads(box: Container, part: str, people: Mapping[str, str]) -> list[Note]:
    notes: list[Note] = []
    about: list[Attributes] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "threadedComment":
            about[:] = [attributes]

    def end(tag: str, text: str) -> None:
        if tag == "text" and about and (where := place(about[0].get("ref", ""))):
            notes.append([*where, people.get(about[0].get("personId", ""), ""), unescape(text)])

    if part:
        parse(box.read(part), start, end)
    return notes


def persons(box: Container, found: Mapping[str, Relation]) -> dict[str, str]:
    """Names of those who wrote in threads, by their id."""
    people: dict[str, str] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "person":
            people[attributes.get("id", "")] = attributes.get("displayName", "")

    if part := related(box, found, "person"):
        parse(box.read(part), start, lambda *_: None)
    return people


def links(found: Mapping[str, Relation], stored: Sequence[tuple[str, str, str]]) -> list[list[str]]:
    """Range and target of every hyperlink; a place in the workbook itself begins with ``#``."""
    made = []
    for ref, key, location in stored:
        target = found[key].target if key in found else ""
        target += f"#{location}" if location else ""
        if target and area(ref):
            made.append([ref, target])
    return made


class Lists:
    """Looks up what a list of options holds: written out in the rule, in a range of cells, or under a defined name."""

    def __init__(self, sheets: Mapping[str, Sequence[list[Any]]], names: Mapping[str, str]) -> None:
        """Take cells by the name of their sheet, and formulas by their defined name."""
        self._sheets = {name.casefold(): cells for name, cells in sheets.items()}
        self._names = {name.casefold(): formula for name, formula in names.items()}
        self._texts: dict[str, dict[tuple[int, int], str]] = {}
        self._known: dict[tuple[str, str], list[str]] = {}

    def options(self, formula: str, sheet: str) -> list[str]:
        """Options of a list on a sheet, empty where they cannot be known without calculating."""
        if formula.startswith('"'):
            parts = formula[1:].removesuffix('"').replace('""', '"').split(",")
            return [text for part in parts if (text := part.strip())]
        key = (formula, sheet)
        if key not in self._known:
            self._known[key] = self._in_range(self._names.get(formula.casefold(), formula), sheet)
        return self._known[key]

    def _in_range(self, formula: str, sheet: str) -> list[str]:
        name, mark, ref = formula.removeprefix("=").rpartition("!")
        if mark:
            sheet = name[1:-1].replace("''", "'") if name.startswith("'") else name
        found = area(ref)
        if not found or sheet.casefold() not in self._sheets:
            return []
        texts = self._cells(sheet.casefold())
        (top, left), (bottom, right) = found
        if (bottom - top + 1) * (right - left + 1) <= OPTIONS:
            places = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
            return [texts[place] for place in places if place in texts]
        return self._within(texts, found)

    @staticmethod
    def _within(texts: Mapping[tuple[int, int], str], found: Area) -> list[str]:
        """Texts in a wide range, from the top down; none where there are more than anybody reads."""
        (top, left), (bottom, right) = found
        places = [at for at in texts if top <= at[0] <= bottom and left <= at[1] <= right]
        return [texts[at] for at in sorted(places)] if len(places) <= OPTIONS else []

    def _cells(self, sheet: str) -> dict[tuple[int, int], str]:
        if sheet not in self._texts:
            self._texts[sheet] = {(row, column): text for row, column, text, *_ in self._sheets[sheet] if text}
        return self._texts[sheet]
