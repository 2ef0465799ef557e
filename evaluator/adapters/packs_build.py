"""TOML tables validated straight into the domain's dataclasses; every fault with its file, its key by name, and its rule."""

from __future__ import annotations

import dataclasses
import inspect
import re
import tomllib
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from evaluator.domain import award, contract, law, low_price, method, money, question, score, tender, text

T = TypeVar("T")
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


def bundled() -> Path:
    """Folder of the packs that travel with the product: in the wheel under ``_data``, in a checkout at the top."""
    inside = Path(__file__).parent.parent / "_data" / "criteria"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "criteria"


@dataclass(frozen=True, slots=True)
class PackFault:
    """A fault in a pack or tender file; ``key`` is the TOML path, entries of lists by their id.

    ``rule`` is a key of the ``pack`` catalogue, or with a dot in it a whole message key.
    """

    file: str
    key: str
    rule: str
    params: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        """The message key of its sentence.

        >>> PackFault("method.toml", "criteria", "weights_sum").words
        'pack.weights_sum'
        """
        return self.rule if "." in self.rule else f"pack.{self.rule}"


class PackError(Exception):
    """A pack or tender file that cannot be used; carries every fault at once."""

    def __init__(self, faults: list[PackFault]) -> None:
        """Keep the faults; the words are made in ``i18n``."""
        super().__init__("; ".join(f"{fault.file}: {fault.key}: {fault.rule}" for fault in faults))
        self.faults = faults


def read_toml(name: str, content: str, faults: list[PackFault]) -> dict[str, Any]:
    """The tables of a file, numbers exactly as written; a fault and nothing where it is no TOML."""
    try:
        tables: dict[str, Any] = copied(_parsed(content))
    except tomllib.TOMLDecodeError as error:
        line, column = _place(str(error), content)
        faults.append(PackFault(name, "", "not_toml", (("line", str(line)), ("column", str(column)))))
        return {}
    return tables


# The files of some packs, of fifty and more each, and of their last versions: all are read again at every change of one.
@lru_cache(maxsize=512)
def _parsed(content: str) -> dict[str, Any]:
    return tomllib.loads(content, parse_float=Decimal)


def copied(held: Any) -> Any:
    """Tables and lists anew, what they hold as it is: a file of TOML has nothing else that could be changed.

    >>> told = {"a": [{"b": 1}]}
    >>> copied(told) == told, copied(told)["a"][0] is told["a"][0]
    (True, False)
    """
    if isinstance(held, dict):
        return {name: copied(one) for name, one in held.items()}
    return [copied(one) for one in held] if isinstance(held, list) else held


def _place(said: str, content: str) -> tuple[int, int]:
    """Line and column that a message of the TOML reader ends with; its other words are English whatever the page is.

    >>> _place("Expected '=' after a key in a key/value pair (at line 3, column 5)", "")
    (3, 5)
    >>> _place("Unterminated string (at end of document)", 'a = 1\\nb = "')
    (2, 6)
    """
    found = _AT.search(said)
    if found:
        return int(found[1]), int(found[2])
    lines = content.rstrip().split("\n")
    return len(lines), len(lines[-1]) + 1


def build(shape: type[T], file: str, table: object, faults: list[PackFault], inside: str = "") -> T | None:
    """A domain value from a table; None, and every fault added, where the table does not fit.

    ``inside`` is the key that holds the table in its file, empty for the whole file.
    """
    try:
        built: T = _adapter(cast("Hashable", shape)).validate_python(table)
    except ValidationError as error:
        faults += [_fault(file, inside, table, detail) for detail in error.errors(include_url=False)]
        return None
    loose = [
        PackFault(file, _key(inside, table, place), rule, (("expected", ""), ("given", str(given)[:60])))
        for place, rule, given in _loose(built, table, ())
    ]
    faults += loose
    return None if loose else built


@cache
def _adapter(shape: Hashable) -> TypeAdapter[Any]:
    # The domain must not import pydantic, so the closed-keys setting is put on its classes here, where they are filled.
    for module in (text, money, question, method, contract, law, low_price, award, score, tender):
        for _, cls in inspect.getmembers(module, inspect.isclass):
            if dataclasses.is_dataclass(cls):
                cls.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]  # pydantic's own hook
    return TypeAdapter(cast("Any", shape))


Place = tuple[str | int, ...]


def _loose(built: object, given: object, place: Place) -> Iterator[tuple[Place, str, object]]:
    """Where a value was converted on the way in: a text taken for a number, a number for true or false.

    The strict mode of the validator would also refuse lists for tuples and names for enumerations, which TOML needs.
    """
    if isinstance(built, bool | int | Decimal):
        if isinstance(built, bool) is not isinstance(given, bool) or isinstance(given, str):
            yield place, "not_a_switch" if isinstance(built, bool) else "not_a_number", given
    elif isinstance(built, Mapping) and isinstance(given, Mapping):
        for name, held in built.items():
            yield from _loose(held, given.get(name), (*place, name))
    elif isinstance(built, tuple) and isinstance(given, list):
        for number, (held, raw) in enumerate(zip(built, given, strict=True)):
            yield from _loose(held, raw, (*place, number))
    elif dataclasses.is_dataclass(built) and isinstance(given, Mapping):
        for name, raw in given.items():
            yield from _loose(getattr(built, name), raw, (*place, name))


_RULES = {"unexpected_keyword_argument": "unknown_key", "missing": "missing_key", "missing_argument": "missing_key",
          "missing_keyword_only_argument": "missing_key", "enum": "not_allowed", "literal_error": "not_allowed"}  # fmt: skip

_KINDS = {"decimal": "not_a_number", "int": "not_a_number", "string": "not_a_text", "tuple": "not_a_list",
          "bool": "not_a_switch", "dataclass": "not_a_table", "mapping": "not_a_table", "dict": "not_a_table"}  # fmt: skip


def _fault(file: str, inside: str, table: object, detail: Any) -> PackFault:
    kind = str(detail["type"])
    rule = _RULES.get(kind) or _KINDS.get(kind.partition("_")[0], "wrong_type")
    expected = str(detail.get("ctx", {}).get("expected", ""))
    given = "" if rule == "missing_key" else str(detail.get("input", ""))[:60]
    return PackFault(file, _key(inside, table, detail["loc"]), rule, (("expected", expected), ("given", given)))


_NAMES = ("id", "key", "term", "number")


def _key(inside: str, table: object, place: Place) -> str:
    """The TOML path of a place, entries of lists by their id where they have one.

    >>> _key("", {"questions": [{"id": "SE-01", "range": {}}]}, ("questions", 0, "range", "wurst"))
    'questions.SE-01.range.wurst'
    """
    parts, here = [inside] if inside else [], table
    for part in place:
        here = _inside(here, part)
        named = isinstance(part, int) and isinstance(here, Mapping)
        name = (
            next((str(here[name]) for name in _NAMES if name in here), "")
            if isinstance(here, Mapping) and named
            else ""
        )
        parts.append(name or str(part))
    return ".".join(parts)


def _inside(table: object, part: str | int) -> object:
    if isinstance(table, Mapping):
        return table.get(part)
    return table[part] if isinstance(table, list) and isinstance(part, int) and part < len(table) else None
