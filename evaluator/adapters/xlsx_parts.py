"""Parts of a workbook package: their XML walked without a document type, and the relations from one part to others."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from evaluator.adapters.container import Container, RefusedError

Attributes = dict[str, str]
_EXTERNAL = "External"


def parse(
    data: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str, str], None],
    *,
    spaces: bool = False,
    between: Callable[[str], None] | None = None,
) -> None:
    """Walk a part: ``start(name, attributes)``, ``end(name, text)`` with local names; refuses any DTD.

    With ``spaces`` attributes keep their namespace before the name, where two of one element differ in nothing else.
    ``between`` is given the text that stands before an inner element, which is otherwise left out.
    """
    parser = _parser()
    parser.buffer_text = True
    text: list[str] = []
    local: dict[str, str] = {}  # a part has few names and uses them by the hundred thousand

    def opened(name: str, attributes: Attributes) -> None:
        if between and text:
            between("".join(text))
        text.clear()
        if not spaces and any(" " in key for key in attributes):
            attributes = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        start(local.get(name) or local.setdefault(name, name.rpartition(" ")[2]), attributes)

    def closed(name: str) -> None:
        end(local[name], "".join(text))
        text.clear()

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = text.append
    _run(parser, data)


def check(data: bytes) -> None:
    """Refuse a part that `parse` would refuse, at the speed of the parser alone."""
    _run(_parser(), data)


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: object) -> None:
        raise RefusedError("file_hostile", why="doctype")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _run(parser: expat.XMLParserType, data: bytes) -> None:
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
            raise MemoryError from error
        raise RefusedError("file_damaged") from error
    except LookupError as error:  # an encoding that nobody knows
        raise RefusedError("file_damaged") from error


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part is related to: the last word of the relation's type, and a part's path or an outside address."""

    kind: str
    target: str
    external: bool = False


def relations(box: Container, part: str) -> dict[str, Relation]:
    """Relations of a part by their id; of the package itself where ``part`` is empty."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, Relation] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag != "Relationship":
            return
        target, kind = attributes.get("Target", ""), attributes.get("Type", "").rpartition("/")[2]
        external = attributes.get("TargetMode") == _EXTERNAL
        if not external:
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
        found[attributes.get("Id", "")] = Relation(kind, target, external)

    if box.has(rels):
        parse(box.read(rels), start, lambda *_: None)
    return found


def related(box: Container, found: Mapping[str, Relation], kind: str) -> str:
    """Path of the first part of this kind that is in the package, empty where there is none."""
    return next(
        (one.target for one in found.values() if one.kind == kind and not one.external and box.has(one.target)), ""
    )


def outside(box: Container) -> tuple[bool, bool]:
    """Whether a package holds macros, and whether it refers to other files; neither is ever run or opened."""
    names = box.names()
    macros = any(name.endswith("vbaproject.bin") or "macrosheets/" in name for name in names)
    return macros, any("externallinks/" in name for name in names)
