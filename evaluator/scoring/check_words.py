"""Every word of a method in every language of the method, wherever in it the word stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from evaluator.domain.method import Method
from evaluator.domain.question import FixedRow
from evaluator.domain.text import Text
from evaluator.scoring.check_bounds import Fault

# These may say nothing at all: a pack needs no description, and a row may be named by its printed cells alone.
_MAY_BE_EMPTY = {(Method, "description"), (FixedRow, "title")}
_NAMES = ("id", "key")


def word_faults(rules: Method) -> Iterator[Fault]:
    """A fault for each text that lacks a language of the method, under the key that holds it."""
    if not rules.languages:
        yield "languages", "languages_missing", ()
    for key, text, needed in _texts(rules, ""):
        said = text.zh or text.en
        lacking = ", ".join(lang for lang in rules.languages if not getattr(text, lang).strip())
        if said and lacking:
            yield key, "translation_missing", (("given", said[:40]), ("languages", lacking))
        elif needed and not said:
            yield key, "text_missing", ()


def _texts(value: object, path: str) -> Iterator[tuple[str, Text, bool]]:
    """Texts below a value as (key, text, whether it must say something)."""
    if not dataclasses.is_dataclass(value):
        return
    for field in dataclasses.fields(value):
        held = getattr(value, field.name)
        here = f"{path}.{field.name}" if path else field.name
        if isinstance(held, Text):
            needed = field.default is dataclasses.MISSING and (type(value), field.name) not in _MAY_BE_EMPTY
            yield here, held, needed
        else:
            yield from _below(held, here)


def _below(held: object, here: str) -> Iterator[tuple[str, Text, bool]]:
    entries: list[tuple[str, object]] = [("", held)]
    if isinstance(held, Mapping):
        entries = [(str(name), one) for name, one in held.items()]
    elif isinstance(held, tuple):
        entries = [(_name(one, number), one) for number, one in enumerate(held, start=1)]
    for name, one in entries:
        place = f"{here}.{name}" if name else here
        if isinstance(one, Text):
            yield place, one, True
        elif isinstance(one, tuple) and len(one) == 2 and isinstance(one[1], Text):
            yield f"{here}.{one[0]}", one[1], False
        else:
            yield from _texts(one, place)


def _name(one: object, number: int) -> str:
    """How an entry of a list is named in a key: by its id, else by its place from 1."""
    return next((str(getattr(one, name)) for name in _NAMES if hasattr(one, name)), str(number))
