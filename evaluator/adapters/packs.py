"""Method packs and tender files: TOML validated straight into the domain, every fault with file, key and remedy."""

from __future__ import annotations

import dataclasses
import hashlib
import inspect
import tomllib
from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from evaluator.domain import contract, method, money, question, tender, text
from evaluator.domain.contract import Clause, ContractLibrary, Position, Schedule, Sum, Term
from evaluator.domain.method import Method
from evaluator.domain.tender import Tender
from evaluator.domain.text import Text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PackFault:
    """A fault in a pack or tender file; ``rule`` is a key of the ``pack`` catalogue, ``key`` the TOML path."""

    file: str
    key: str
    rule: str
    params: tuple[tuple[str, str], ...] = ()


class PackError(Exception):
    """A pack or tender file that cannot be used; carries every fault at once."""

    def __init__(self, faults: list[PackFault]) -> None:
        """Keep the faults; the words are made in ``i18n``."""
        super().__init__("; ".join(f"{fault.file}: {fault.key}: {fault.rule}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Pack:
    """A method with its contract library, and the hash of the files they were read from."""

    method: Method
    library: ContractLibrary
    sha256: str


def bundled() -> Path:
    """Folder of the packs that travel with the product: in the wheel under ``_data``, in a checkout at the top."""
    inside = Path(__file__).parent.parent / "_data" / "criteria"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "criteria"


def find_pack(name: str) -> Path:
    """Folder of a pack given as a path, else by its bundled name."""
    for folder in (Path(name), bundled() / name):
        if (folder / "method.toml").is_file():
            return folder
    raise PackError([PackFault(name, "", "unknown_pack", (("known", ", ".join(known_packs())),))])


def known_packs() -> list[str]:
    """Names of the bundled packs."""
    return sorted(folder.parent.name for folder in bundled().glob("*/method.toml"))


def pack_files(folder: Path) -> dict[str, str]:
    """Texts of a pack's files by their path inside the folder, in a fixed order."""
    names = ["method.toml", "terms.toml", "positions.toml"]
    paths = [folder / name for name in names if (folder / name).is_file()] + sorted(folder.glob("clauses/*.toml"))
    return {(name := path.relative_to(folder).as_posix()): _text(path, name) for path in paths}


def _text(path: Path, name: str) -> str:
    """The text of a file; a mark of the encoding, as some editors put in front, is no part of it."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PackError([PackFault(name, "", "not_utf8")]) from error


def load_pack(name: str) -> Pack:
    """The pack in a folder, or the bundled one of this name; raises `PackError` with all faults."""
    return parse_pack(pack_files(find_pack(name)))


def parse_pack(files: dict[str, str]) -> Pack:
    """A pack from the texts of its files."""
    faults: list[PackFault] = []
    tables = {name: _toml(name, content, faults) for name, content in files.items()}
    rules = _build(Method, "method.toml", tables.get("method.toml", {}), faults)
    library = _library(tables, faults)
    if rules is not None:
        faults += check_method(rules)
    if faults or rules is None or library is None:
        raise PackError(faults)
    return Pack(rules, library, content_hash(files))


def content_hash(files: dict[str, str]) -> str:
    """SHA-256 over names and texts of the files, in their sorted order."""
    digest = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode(), files[name].replace("\r\n", "\n").encode()):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def load_tender(path: Path) -> Tender:
    """The tender in a file; raises `PackError` with all faults."""
    return parse_tender(_text(path, path.name), path.name)


def parse_tender(content: str, name: str = "tender.toml") -> Tender:
    """The tender in a text."""
    faults: list[PackFault] = []
    built = _build(Tender, name, _toml(name, content, faults), faults)
    if built is not None:
        keys = [row.id for row in built.requirements]
        faults += [
            PackFault(name, f"requirements.{key}", "twice", (("id", key),)) for key in set(keys) if keys.count(key) > 1
        ]
    if faults or built is None:
        raise PackError(faults)
    return built


def _library(tables: dict[str, dict[str, Any]], faults: list[PackFault]) -> ContractLibrary | None:
    terms = tables.get("terms.toml", {})
    unknown = set(terms) - {"title", "terms", "schedules", "sums"}
    faults += [PackFault("terms.toml", key, "unknown_key") for key in sorted(unknown)]
    unknown = set(tables.get("positions.toml", {})) - {"positions"}
    faults += [PackFault("positions.toml", key, "unknown_key") for key in sorted(unknown)]
    title = _build(Text, "terms.toml", terms.get("title", {}), faults)
    parts = (
        _build(tuple[Term, ...], "terms.toml", terms.get("terms", []), faults),
        _build(tuple[Position, ...], "positions.toml", tables.get("positions.toml", {}).get("positions", []), faults),
        _build(tuple[Schedule, ...], "terms.toml", terms.get("schedules", []), faults),
        _build(tuple[Sum, ...], "terms.toml", terms.get("sums", []), faults),
    )
    clauses = [_build(Clause, name, content, faults) for name, content in tables.items() if name.startswith("clauses/")]
    if title is None or None in parts or None in clauses:
        return None
    ordered = sorted((clause for clause in clauses if clause), key=lambda clause: clause.order)
    return ContractLibrary(
        title=title,
        terms=parts[0] or (),
        positions=parts[1] or (),
        schedules=parts[2] or (),
        clauses=tuple(ordered),
        sums=parts[3] or (),
    )


def _toml(name: str, content: str, faults: list[PackFault]) -> dict[str, Any]:
    try:
        return tomllib.loads(content, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        faults.append(PackFault(name, "", "not_toml", (("detail", str(error)),)))
        return {}


@cache
def _adapter(shape: Hashable) -> TypeAdapter[Any]:
    # The domain must not import pydantic, so the closed-keys setting is put on its classes here, where they are filled.
    for module in (text, money, question, method, contract, tender):
        for _, cls in inspect.getmembers(module, inspect.isclass):
            if dataclasses.is_dataclass(cls):
                cls.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]  # pydantic's own hook
    return TypeAdapter(cast("Any", shape))


def _build(shape: type[T], file: str, table: object, faults: list[PackFault]) -> T | None:
    try:
        built: T = _adapter(cast("Hashable", shape)).validate_python(table)
    except ValidationError as error:
        faults += [_fault(file, detail) for detail in error.errors(include_url=False)]
        return None
    return built


_RULES = {"unexpected_keyword_argument": "unknown_key", "missing": "missing_key", "missing_argument": "missing_key",
          "missing_keyword_only_argument": "missing_key", "enum": "not_allowed", "literal_error": "not_allowed"}  # fmt: skip

_KINDS = {"decimal": "not_a_number", "int": "not_a_number", "string": "not_a_text", "tuple": "not_a_list",
          "bool": "not_a_switch", "dataclass": "not_a_table", "mapping": "not_a_table", "dict": "not_a_table"}  # fmt: skip


def _fault(file: str, detail: Any) -> PackFault:
    key = ".".join(str(part) for part in detail["loc"])
    kind = str(detail["type"])
    rule = _RULES.get(kind) or _KINDS.get(kind.partition("_")[0], "wrong_type")
    expected = str(detail.get("ctx", {}).get("expected", ""))
    given = "" if rule == "missing_key" else str(detail.get("input", ""))[:60]
    return PackFault(file, key, rule, (("expected", expected), ("given", given)))


def check_method(rules: Method) -> list[PackFault]:
    """What the types cannot say: sums of weights, references, scales, both languages."""
    from evaluator.scoring.check import check

    return [PackFault("method.toml", key, rule, params) for key, rule, params in check(rules)]
