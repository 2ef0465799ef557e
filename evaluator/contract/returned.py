"""A negotiated document beside the draft that was sent: which values changed, and every other edit, paragraph by paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from evaluator.domain.text import Lang

Change = Literal["inserted", "deleted", "changed"]
_SPACE = re.compile(r"\s+")
_ALIKE = 0.5
_NEAR = 60
_LOOKED = 1_000
_TRIES = 3_000_000


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark in a paragraph: its name and what it spans."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The words of a paragraph as they read with every tracked change accepted, and its bookmarks."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment: who wrote it, and its words."""

    author: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is read of a Word file; ``margins`` are headers, footers and notes, ``tracked`` counts its tracked changes."""

    paragraphs: tuple[Paragraph, ...]
    margins: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    tracked: int = 0

    def marks(self) -> Iterator[str]:
        """The names of all bookmarks."""
        return (mark.name for paragraph in self.paragraphs for mark in paragraph.marks)


@dataclass(frozen=True, slots=True)
class Use:
    """Where a term's value stands: the term, the language, and the how-manieth time."""

    term: str
    lang: Lang
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A term whose words changed: by language what it said and what it says, each different new wording once.

    ``left`` are the languages in which another place still says what it said, or in which nothing changed at all.
    """

    term: str
    before: Mapping[Lang, str]
    after: Mapping[Lang, tuple[str, ...]]
    left: tuple[Lang, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that is no value of a term; ``near`` is the paragraph before it in the document that came back."""

    kind: Change
    before: str
    after: str
    near: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Everything in which the document that came back differs from the draft; ``lost`` are terms whose mark is gone."""

    changed: tuple[Changed, ...] = ()
    edits: tuple[Edit, ...] = ()
    remarks: tuple[Remark, ...] = ()
    lost: tuple[str, ...] = ()
    tracked: int = 0


def compare(
    sent: Document, returned: Document, uses: Mapping[str, Use], *, whole: bool = True, until: str = ""
) -> Compared:
    """How a returned document differs from the one that was sent; ``uses`` says which bookmarks hold which term.

    Without ``whole`` only what stands from the first bookmark to the title ``until`` counts: the first page and the annex of an
    earlier draft said other things.
    """
    before, after = (_body(one, until, whole=whole) for one in (sent, returned))
    places = {mark.name: one for one in before for mark in one.marks}
    after = [_as_sent(one, places) for one in after]
    values = _values(after, uses)
    edits = list(_edits(before, after, uses, values))
    if whole:
        edits += [Edit("inserted", "", text) for text in _fresh(returned.margins, sent.margins)]
        edits += [Edit("deleted", text, "") for text in _fresh(sent.margins, returned.margins)]
    old = _values(before, uses)
    known = set(sent.remarks)
    return Compared(
        changed=tuple(_changed(old, values, uses)), edits=tuple(edits),
        remarks=tuple(one for one in returned.remarks if one not in known),
        lost=tuple(dict.fromkeys(uses[name].term for name in old if name not in values)), tracked=returned.tracked,
    )  # fmt: skip


def flat(text: str) -> str:
    """Words with every run of white space as one space: programs wrap and space them in their own way.

    >>> flat(" 15\\u00a0working \\n days ")
    '15 working days'
    """
    return _SPACE.sub(" ", text).strip()


def _body(found: Document, until: str, *, whole: bool) -> list[Paragraph]:
    kept = [one for one in found.paragraphs if flat(one.text)]
    first = next((at for at, one in enumerate(kept) if one.marks), 0)
    if whole:
        return kept
    last = next((at for at, one in enumerate(kept) if until and flat(one.text) == flat(until)), len(kept))
    return kept[first:last]


def _as_sent(paragraph: Paragraph, sent: Mapping[str, Paragraph]) -> Paragraph:
    """The paragraph as it was sent where it says the same words: LibreOffice moves bookmarks that stand behind a comment."""
    olds = (sent[mark.name] for mark in paragraph.marks if mark.name in sent)
    return next((old for old in olds if old.text == paragraph.text), paragraph)


def _values(paragraphs: Sequence[Paragraph], uses: Mapping[str, Use]) -> dict[str, str]:
    """The words in each bookmark of a term; one that goes on in the next paragraph is read on."""
    found: dict[str, list[str]] = {}
    for paragraph in paragraphs:
        for mark in paragraph.marks:
            if mark.name in uses:
                found.setdefault(mark.name, []).append(paragraph.text[mark.start : mark.end])
    return {name: "\n".join(parts).strip() for name, parts in found.items()}


def _changed(before: Mapping[str, str], after: Mapping[str, str], uses: Mapping[str, Use]) -> Iterator[Changed]:
    terms = dict.fromkeys(uses[name].term for name in before)
    for term in terms:
        old: dict[Lang, str] = {}
        new: dict[Lang, dict[str, str]] = {}
        same: dict[Lang, bool] = {}
        for name in (name for name in before if uses[name].term == term):
            lang = uses[name].lang
            old.setdefault(lang, before[name])
            if name not in after:
                continue
            if flat(after[name]) == flat(before[name]):
                same[lang] = True
            else:
                new.setdefault(lang, {})[flat(after[name])] = after[name]
        if new:
            left = tuple(lang for lang in old if same.get(lang) or lang not in new)
            yield Changed(term=term, before=old, after={lang: tuple(new[lang].values()) for lang in new}, left=left)


def _edits(
    before: Sequence[Paragraph], after: Sequence[Paragraph], uses: Mapping[str, Use], values: dict[str, str]
) -> Iterator[Edit]:
    """Paragraphs that came, went or changed otherwise than in a value; a mark that was typed over is found again."""
    left, right = [_bones(one, uses) for one in before], [_bones(one, uses) for one in after]
    for tag, i, j, k, m in SequenceMatcher(None, left, right, autojunk=_heavy(left, right)).get_opcodes():
        if tag == "equal":
            continue
        for old, new in _paired(before[i:j], after[k:m]):
            near = after[k - 1].text[:_NEAR] if k else ""
            if old is None and new is not None:
                yield Edit("inserted", "", new.text, near)
            elif new is None and old is not None:
                yield Edit("deleted", old.text, "", near)
            elif old is not None and new is not None and not _typed_over(old, new, uses, values):
                yield Edit("changed", old.text, new.text, near)


def _heavy(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether so many paragraphs are the same that each cannot be tried against each."""
    there = Counter(right)
    return sum(count * there[text] for text, count in Counter(left).items()) > _TRIES


def _bones(paragraph: Paragraph, uses: Mapping[str, Use]) -> str:
    """A paragraph with the name of each term where its value stands."""
    text, at = "", 0
    for mark in sorted((mark for mark in paragraph.marks if mark.name in uses), key=lambda mark: mark.start):
        text += f"{paragraph.text[at : mark.start]}\0{mark.name}\0"
        at = max(at, mark.end)
    return flat(text + paragraph.text[at:])


def _paired(
    before: Sequence[Paragraph], after: Sequence[Paragraph]
) -> Iterator[tuple[Paragraph | None, Paragraph | None]]:
    """Paragraphs of a changed stretch: each old one with the next new one that is like it, the rest alone."""
    at = 0
    if len(before) * len(after) > _TRIES // 100:
        yield from ((old, None) for old in before)
        yield from ((None, new) for new in after)
        return
    for old in before:
        found = next((place for place in range(at, len(after)) if _alike(old, after[place])), None)
        if found is None:
            yield old, None
            continue
        yield from ((None, new) for new in after[at:found])
        yield old, after[found]
        at = found + 1
    yield from ((None, new) for new in after[at:])


def _alike(old: Paragraph, new: Paragraph) -> bool:
    """Whether one may have come of the other: they share a bookmark, or half of their pairs of characters."""
    if {mark.name for mark in old.marks} & {mark.name for mark in new.marks}:
        return True
    mine, theirs = _pairs(old.text), _pairs(new.text)
    return 2 * len(mine & theirs) > _ALIKE * (len(mine) + len(theirs))


def _pairs(text: str) -> set[str]:
    short = flat(text)[:_LOOKED]
    return {short[at : at + 2] for at in range(max(1, len(short) - 1))}


def _typed_over(old: Paragraph, new: Paragraph, uses: Mapping[str, Use], values: dict[str, str]) -> bool:
    """Whether only values differ though marks are gone: a value typed over takes its bookmark with it."""
    marks = sorted((mark for mark in old.marks if mark.name in uses), key=lambda mark: mark.start)
    ends = [0, *(mark.end for mark in marks)]
    starts = [*(mark.start for mark in marks), len(old.text)]
    words = [flat(old.text[end:start]) for end, start in zip(ends, starts, strict=True)]
    found = _between(words, flat(new.text)) if marks else None
    if found is None:
        return False
    for mark, said in zip(marks, found, strict=True):
        values.setdefault(mark.name, said)
    return True


def _between(words: Sequence[str], text: str) -> list[str] | None:
    """What stands between these words in a text that has all of them in order, from its start to its end.

    >>> _between(["within", "of receipt, by", "."], "within 20 days of receipt, by bank transfer.")
    ['20 days', 'bank transfer']
    """
    first, *middle, last = words
    if not all(middle) or not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return None
    at, end, found = len(first), len(text) - len(last), []
    for part in middle:
        place = text.find(part, at, end)
        if place < 0:
            return None
        found.append(text[at:place].strip())
        at = place + len(part)
    found.append(text[at:end].strip())
    return found if all(found) else None


def _fresh(here: Sequence[str], there: Sequence[str]) -> list[str]:
    known = Counter(flat(text) for text in there)
    return [text for text in dict.fromkeys(here) if flat(text) and flat(text) not in known]
