"""Every text of a method by the key that holds it: entries of lists by their id, else by their place from 1."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping

from evaluator.domain.method import Method
from evaluator.domain.question import FixedRow
from evaluator.domain.text import Text

# These may say nothing at all: a pack needs no description, and a row may be named by its printed cells alone.
_MAY_BE_EMPTY = {(Method, "description"), (FixedRow, "title")}
_NAMES = ("id", "key")
# Texts of criteria, levels, questions, gates and price lines have places beside the numbers that they belong to.
_INSIDE = re.compile(r"questions\.(.+?)\.(option|row|column)s\..+")
_ELSEWHERE = re.compile(
    r"criteria\..+\.(title|description)|criteria\..+\.levels\.\d+\.text|questions\..+\.(text|hint|gate\.reason)"
    r"|gates_off\..+\.reason|price\.lines\..+\.title"
)


def texts(value: object, path: str = "") -> Iterator[tuple[str, Text, bool]]:
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


def other_words(method: Method) -> dict[str, Text]:
    """What is said anywhere else than in criteria, levels, questions, gates and price lines: options, columns, units.

    Keys are those of `texts`; a question that is left out is among them under the key that it has where it is asked.
    """
    found = {asked_key(key): text for key, text, _ in texts(method) if text.zh or text.en}
    return {key: text for key, text in found.items() if _INSIDE.fullmatch(key) or not _ELSEWHERE.fullmatch(key)}


def asked_key(key: str) -> str:
    """The key of a text of a question that is left out, as where it is asked.

    >>> asked_key("left_out.SE-02.options.o1.text")
    'questions.SE-02.options.o1.text'
    """
    return re.sub(r"^left_out\.", "questions.", key)


def named(one: object, number: int) -> str:
    """How an entry of a list is named in a key; tables of a file and values made of them are named alike."""
    held = one if isinstance(one, Mapping) else {name: getattr(one, name) for name in _NAMES if hasattr(one, name)}
    return next((str(held[name]) for name in _NAMES if name in held), str(number))


def _below(held: object, here: str) -> Iterator[tuple[str, Text, bool]]:
    entries: list[tuple[str, object]] = [("", held)]
    if isinstance(held, Mapping):
        entries = [(str(name), one) for name, one in held.items()]
    elif isinstance(held, tuple):
        entries = [(named(one, number), one) for number, one in enumerate(held, start=1)]
    for name, one in entries:
        place = f"{here}.{name}" if name else here
        if isinstance(one, Text):
            yield place, one, True
        elif isinstance(one, tuple) and len(one) == 2 and isinstance(one[1], Text):
            yield f"{here}.{one[0]}", one[1], False
        else:
            yield from texts(one, place)


def where(key: str) -> tuple[str, str]:
    """What a text among `other_words` is, and the id of the question or price line that it belongs to, empty for the rest.

    A row of a tender's requirement list is told by its id, too.

    >>> where("questions.1.2.options.o1.text"), where("price.lines.P-01.unit"), where("price.groups.licence"), where("title")
    (('option', '1.2'), ('line', 'P-01'), ('group', ''), ('whole', ''))
    """
    inside = _INSIDE.fullmatch(key)
    if inside:
        return inside[2], inside[1]
    top, _, rest = key.partition(".")
    if top == "price":
        return ("line", rest.removeprefix("lines.").rpartition(".")[0]) if rest.startswith("lines.") else ("group", "")
    if top == "requirements":
        return "requirement", rest
    return {"sections": "section", "units": "unit", "calls": "call"}.get(top, "whole"), ""
