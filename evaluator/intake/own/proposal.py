"""The tables recognised in a buyer's own workbook → the questions of a method, as far as the workbook itself decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from evaluator.domain.finding import Phrase
from evaluator.domain.question import Judge, Kind
from evaluator.domain.text import LANGS, Lang, Text
from evaluator.intake.address import column_letters
from evaluator.intake.foreign.layouts import Item
from evaluator.intake.foreign.tables import Table
from evaluator.intake.layout import is_taken
from evaluator.intake.own.kinds import answering
from evaluator.intake.words import clean, plain

Place = tuple[str, int, int]
MOST_SECTIONS: Final = 15  # each is a sheet of the vendors' workbook
ID: Final = re.compile(r"[^\s/;；]{1,20}")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_LATIN: Final = re.compile(r"[A-Za-z]{2}")
_OPTIONAL: Final = frozenset(
    ["可选", "选填", "期望", "可", "否", "非必须", "optional", "should", "could", "may", "o", "no", "n", "nice to have"]
)
_JUDGES: Final = {Kind.YES_NO: Judge.AUTO, Kind.DATE: Judge.INFO}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestion:
    """A question of the buyer's own: where it stands, its words, and what its sheet says of how it is answered.

    ``key`` is its place (``sheet!cell``). ``weight`` is what the sheet's column of weights says, as written; ``unit`` and
    ``options`` are as written. ``because`` says why it is of this kind, ``notes`` what was changed on the way.
    """

    key: str
    id: str
    text: Text
    section: Text
    hint: Text
    kind: Kind
    judge: Judge
    because: Phrase
    unit: str = ""
    options: tuple[str, ...] = ()
    required: bool = True
    weight: str = ""
    notes: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPrice:
    """A line of the buyer's own price list, as written."""

    title: str
    unit: str
    quantity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestionnaire:
    """What a buyer's own workbook asks, and what of it was left out: sheets with the reason, answers that stand in it.

    ``languages`` are those in which every question stands.
    """

    name: str
    sha256: str
    languages: tuple[Lang, ...]
    questions: tuple[OwnQuestion, ...]
    prices: tuple[OwnPrice, ...]
    left: Mapping[str, str]
    answered: int

    def sections(self) -> tuple[Text, ...]:
        """The sections in order, each once."""
        return tuple(dict.fromkeys(question.section for question in self.questions))

    def section_keys(self) -> dict[Text, str]:
        """A key for each section, in their order."""
        return {section: f"s{number:02}" for number, section in enumerate(self.sections(), start=1)}

    def sheets(self) -> dict[str, int]:
        """How many questions each sheet asks."""
        return dict(Counter(question.key.rpartition("!")[0] for question in self.questions))


def proposed_questions(name: str, sha256: str, tables: Sequence[Table], left: Mapping[str, str]) -> OwnQuestionnaire:
    """The questions and price lines of recognised tables, with ids of their own and nothing assigned yet."""
    asking = [table for table in tables if not table.layout.lists_prices()]
    items = [(table, item) for table in asking for item in table.items]
    languages = _languages([item.text for _, item in items])
    ids = _ids(items)
    sections = _sections(asking)
    return OwnQuestionnaire(
        name=name, sha256=sha256, languages=languages, left=left,
        questions=tuple(
            _question(table, item, ids[number], sections[_place(table, item)], languages)
            for number, (table, item) in enumerate(items)
        ),
        prices=tuple(_price(table, item) for table in tables if table.layout.lists_prices() for item in table.items),
        answered=sum(bool(table.answer(item, column)) for table, item in items for column in table.answer_columns()),
    )  # fmt: skip


def bilingual(words: str) -> Text | None:
    """The words in both languages, where a line or a stroke parts Chinese from English; None where nothing does.

    >>> bilingual("响应时间 / Response time"), bilingual("支持 SIP")
    (Text(zh='响应时间', en='Response time'), None)
    """
    parts = [part.strip() for part in re.split(r"\n|\s[/／|]\s", words) if part.strip()]
    chinese = [bool(_CHINESE.search(part)) for part in parts]
    changes = sum(one is not other for one, other in pairwise(chinese))
    latin = [part for part, is_chinese in zip(parts, chinese, strict=True) if not is_chinese]
    if changes != 1 or not all(_LATIN.search(part) for part in latin):
        return None
    return Text(
        zh="\n".join(part for part, is_chinese in zip(parts, chinese, strict=True) if is_chinese), en="\n".join(latin)
    )


def _languages(texts: Sequence[str]) -> tuple[Lang, ...]:
    """Both where every text stands in both; else Chinese where there is any, for Latin letters are at home in it."""
    if texts and all(bilingual(text) for text in texts):
        return LANGS
    return ("zh",) if any(_CHINESE.search(text) for text in texts) else ("en",)


def worded(words: str, languages: Sequence[Lang]) -> Text:
    """Words as the text of a method in these languages; what is not said in two stands in both.

    >>> worded("SIP", ("zh", "en")), worded("安全", ("zh",))
    (Text(zh='SIP', en='SIP'), Text(zh='安全', en=''))
    """
    bare = clean(words)[0].strip()
    both = bilingual(bare) if len(languages) > 1 else None
    return both or Text(**dict.fromkeys(languages, bare))


def said_in(text: Text, languages: Sequence[Lang]) -> dict[str, str]:
    """The words of a text in the languages of a method."""
    return {lang: getattr(text, lang) for lang in languages if getattr(text, lang)}


def _ids(items: Sequence[tuple[Table, Item]]) -> list[tuple[str, tuple[Phrase, ...]]]:
    """An id for each question: the buyer's own where it can be one and is the first of its kind, else a made one."""
    seen: set[str] = set()
    own = {plain(item.id) for _, item in items}
    found: list[tuple[str, tuple[Phrase, ...]]] = []
    for number, (_, item) in enumerate(items, start=1):
        given = item.id.strip()
        usable = bool(ID.fullmatch(given)) and not is_taken(given)
        if usable and plain(given) not in seen:
            key, rule = given, ""
        else:
            key = _made(number, seen | own)
            rule = "id_none" if not given else "id_twice" if usable else "id_odd"
        notes = (Phrase(f"own.note.{rule}", (("given", given[:40]), ("id", key))),) if rule else ()
        seen.add(plain(key))
        found.append((key, notes))
    return found


def _made(number: int, taken: set[str]) -> str:
    key = f"Q{number:03}"
    while plain(key) in taken:
        key += "a"
    return key


def _place(table: Table, item: Item) -> Place:
    """Sheet, row and column of a question; tables may stand side by side."""
    return table.sheet.name, item.row, table.columns["question"]


def _sections(tables: Sequence[Table]) -> dict[Place, tuple[str, str]]:
    """Section and what stands between it and the question, by place.

    Of one sheet the outermost headings are the sections, of several sheets the sheets are, and so they are where a sheet
    has more headings than a workbook can have sheets.
    """
    names = {table.sheet.name for table in tables}
    tops = {item.section[0] for table in tables for item in table.items if item.section}
    by_heading = len(names) == 1 and len(tops) <= MOST_SECTIONS
    found = {}
    for table in tables:
        for item in table.items:
            path = item.section
            top = path[0] if by_heading and path else table.sheet.name
            inner = path[1:] if by_heading else path
            found[_place(table, item)] = (top, " › ".join(inner))
    return found


def _question(
    table: Table, item: Item, key: tuple[str, tuple[Phrase, ...]], section: tuple[str, str], languages: Sequence[Lang]
) -> OwnQuestion:
    how, (name, row, column) = answering(table, item), _place(table, item)
    weight = table.columns.get("weight", 0)
    return OwnQuestion(
        key=f"{name}!{column_letters(column)}{row}", id=key[0], text=worded(item.text, languages),
        section=worded(section[0], languages), hint=worded(section[1], languages), kind=how.kind, unit=how.unit,
        options=how.options, because=how.because, judge=_JUDGES.get(how.kind, Judge.PANEL), notes=key[1],
        weight=table.sheet.written(item.row, weight) if weight else "", required=not _is_optional(table, item),
    )  # fmt: skip


def _is_optional(table: Table, item: Item) -> bool:
    column = table.columns.get("priority", 0)
    return bool(column) and plain(table.sheet.text(item.row, column)) in _OPTIONAL


def _price(table: Table, item: Item) -> OwnPrice:
    unit, quantity = (
        table.sheet.text(item.row, table.columns[role]) if role in table.columns else ""
        for role in ("unit", "quantity")
    )
    return OwnPrice(title=item.text.strip(), unit=unit, quantity=quantity)
