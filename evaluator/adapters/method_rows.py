"""Rows of a method workbook: printed cells for reading, open cells for every place, the drop-downs behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evaluator.adapters.look import ENTRY, HEADER, INTRO, KEY, PRINTED, TITLE, Look
from evaluator.adapters.sheets import Page
from evaluator.adapters.template_entry import Form, choose
from evaluator.domain.method import Method
from evaluator.domain.method_edit import Part, Place, Value
from evaluator.domain.text import LANGS, Text
from evaluator.i18n.words import t
from evaluator.intake import method_layout as plan
from evaluator.intake.address import column_letters
from evaluator.intake.method_rules import TIES, key_of, names_at
from evaluator.intake.questionnaire import YES_NO

_WIDE = {"description": 50.0, "text": 52.0, "hint": 40.0, "title": 34.0, "NAME": 34.0, "ALLOWED": 44.0, "value": 34.0,
         "BELONGS": 24.0, "OPTION": 40.0, "reason": 34.0, "options": 40.0, "accept": 28.0, "section": 20.0, "criterion": 24.0,
         "kind": 14.0, "judge": 18.0, "reason_required": 20.0}  # fmt: skip
_NUMBER = 12.0
_TYPED = replace(ENTRY, code="@")
_LACKING = replace(ENTRY, fill="F6D9A8", code="@")  # words that stand in the other language only
JOINT = " / "


@dataclass(frozen=True, slots=True)
class Writer:
    """What every sheet is written with."""

    form: Form
    method: Method
    held: Mapping[Place, Value]

    def words(self, text: Text, joint: str = "\n") -> str:
        """Words in the languages of the workbook."""
        return text.show(self.form.layout, joint)


def start(writer: Writer, page: Page, letter: str, title: str, row: int = 3) -> int:
    """Title, note and heads of a sheet; the row below the heads."""
    names = plan.fields(letter, writer.form.layout)
    if row == 3:
        page.columns([17.0, *(_WIDE.get(name.partition(".")[0], _NUMBER) for name in names)])
        page.banner(1, writer.form.say(f"method.{title}", JOINT), TITLE, len(names) + 1)
        page.banner(2, writer.form.say(f"method.{title}.note"), INTRO, len(names) + 1)
        page.freeze("C4", "3:3")
    page.text(row, plan.CODE, writer.form.say("method.code"), HEADER)
    for column, name in enumerate(names, start=plan.FIRST):
        page.text(row, column, _titled(writer, "points" if (letter, name) == ("O", "value") else name), HEADER)
    page.fit(row, grows=False)
    return row + 1


def _titled(writer: Writer, name: str) -> str:
    """The head of a column; that of words in one language is in this language."""
    stem, _, rest = name.partition(".")
    key = f"method.head.{(rest if stem == 'range' else stem).lower()}"
    return t(f"workbook.{key}", rest) if rest in LANGS else writer.form.say(key)


def row_of_places(writer: Writer, page: Page, at: tuple[str, str, int], told: Mapping[str, str]) -> None:
    """A row of places: printed words in ``told`` by name, the values of its places in open cells."""
    letter, key, row = at
    part = plan.PARTS[letter]
    page.text(row, plan.CODE, f"{letter}:{key}", replace(KEY, wrap=False))
    for column, name in enumerate(plan.fields(letter, writer.form.layout), start=plan.FIRST):
        place = Place(part, "", key) if part is Part.RULES else Place(part, key, name)
        if name in told:
            page.text(row, column, told[name], PRINTED)
        elif place in writer.held and (names := names_at(writer.method, place)) and place.field != TIES:
            _offer(writer, page, (row, column), names, writer.held[place])
        elif place in writer.held and not name.isupper():
            entry(page, row, column, writer.held[place], _look(writer, place))
        else:
            page.text(row, column, "", PRINTED)
    page.fit(row)


def entry(page: Page, row: int, column: int, value: Value, look: Look = _TYPED) -> None:
    """An open cell that holds a value."""
    if isinstance(value, Decimal):
        page.number(row, column, value, ENTRY)
    elif value is None:
        page.paint(row, column, replace(ENTRY, across="right"))
    else:
        page.text(row, column, str(value), look)


def _offer(writer: Writer, page: Page, at: tuple[int, int], names: Mapping[str, Text], value: Value) -> None:
    """An open cell that holds one of several choices, all of them in the drop-down behind it."""
    row, column = at
    words = {key: writer.words(name, JOINT) for key, name in names.items()}
    entry(page, row, column, words[key_of(value)])
    choose(writer.form, page, tuple(words.values()), f"{column_letters(column)}{row}")


def _look(writer: Writer, place: Place) -> Look:
    """The look of words: those that stand in another language only are marked."""
    stem, _, lang = place.field.partition(".")
    others = [writer.held.get(Place(place.part, place.key, f"{stem}.{one}")) for one in LANGS if one != lang]
    return _LACKING if lang in LANGS and not writer.held[place] and any(others) else _TYPED


def switch(writer: Writer, page: Page, row: int, column: int, *, on: bool) -> str:
    """An open cell that says yes or no; its address."""
    words = writer.words(YES_NO[0 if on else 1].text, JOINT)
    return str(page.text(row, column, words, replace(ENTRY, across="center")).coordinate)


def offer_switch(writer: Writer, page: Page, cells: Sequence[str]) -> None:
    """Yes and no as a drop-down behind a column of such cells."""
    if cells:
        choose(writer.form, page, tuple(writer.words(one.text, JOINT) for one in YES_NO), f"{cells[0]}:{cells[-1]}")
