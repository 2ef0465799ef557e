"""Method packs and tender files: TOML validated straight into the domain, every fault with file, key and remedy."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from evaluator.adapters.low_price_files import bundled_low_prices
from evaluator.adapters.packs_build import PackError, PackFault, build, bundled, read_toml
from evaluator.adapters.packs_library import build_library, check_library
from evaluator.domain.contract import ContractLibrary
from evaluator.domain.method import Method
from evaluator.domain.tender import Tender
from evaluator.domain.text import Lang
from evaluator.intake.tender_check import check_against, check_tender

__all__ = [
    "Pack", "PackError", "PackFault", "bundled", "bundled_pack", "check_method", "content_hash", "draft_pack", "find_pack",
    "known_packs", "load_pack", "load_tender", "pack_files", "parse_pack", "parse_tender", "stored_pack",
]  # fmt: skip

# The packs asked for last: a page, or a folder of bids, asks again and again for those of the same texts.
_KEPT: Final = 8


@dataclass(frozen=True, slots=True)
class Pack:
    """A method with its contract library, and the hash of the files they were read from."""

    method: Method
    library: ContractLibrary
    sha256: str


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


def load_pack(name: str, tender: Tender | None = None) -> Pack:
    """The pack in a folder, or the bundled one of this name; raises `PackError` with all faults. ``tender`` as below."""
    return parse_pack(pack_files(find_pack(name)), tender)


def bundled_pack(name: str) -> Pack:
    """The bundled pack of this name, as it passed every check before it was bundled: these are not made again."""
    return stored_pack(pack_files(bundled() / name))


def parse_pack(files: dict[str, str], tender: Tender | None = None) -> Pack:
    """A pack from the texts of its files, with every check that a pack in use has to pass.

    The copy of a ``tender`` needs words in its languages only, and has to keep what its award route demands.
    """
    return _checked(tuple(files.items()), *_asked(tender))


@lru_cache(maxsize=_KEPT)
def _checked(files: tuple[tuple[str, str], ...], languages: tuple[Lang, ...], route: str) -> Pack:
    pack, faults = _drafted(dict(files), languages, route)
    if faults:
        raise PackError(faults)
    return pack


def _asked(tender: Tender | None) -> tuple[tuple[Lang, ...], str]:
    """What a tender asks of its method: words in its languages, and what its award route demands."""
    return (tender.languages, tender.route) if tender else ((), "")


# What keeps a method from being locked, and not from being changed further.
_WAIT = {"weights_sum", "question_weights_sum", "item_weights_sum", "price_share", "translation_missing"}


def draft_pack(files: dict[str, str], tender: Tender | None = None) -> tuple[Pack, list[PackFault]]:
    """A tender's own copy while it is being changed, and the faults that keep it from being locked; others are a `PackError`."""
    return _drafted(files, *_asked(tender))


def _drafted(files: dict[str, str], languages: tuple[Lang, ...], route: str) -> tuple[Pack, list[PackFault]]:
    faults: list[PackFault] = []
    tables, rules, library = _built(files, faults)
    if rules is not None:
        faults += check_method(replace(rules, languages=languages or rules.languages), route)
    if all(fault.rule in _WAIT for fault in faults) and rules is not None and library is not None:
        faults += check_library(rules, library, tables)
    if rules is None or library is None or any(fault.rule not in _WAIT for fault in faults):
        raise PackError(faults)
    return Pack(rules, library, content_hash(files)), faults


def stored_pack(files: dict[str, str]) -> Pack:
    """A tender's own copy, which passed the checks of its day: only what cannot be built at all is a `PackError`."""
    return _stored(tuple(files.items()))


@lru_cache(maxsize=_KEPT)
def _stored(files: tuple[tuple[str, str], ...]) -> Pack:
    faults: list[PackFault] = []
    _, rules, library = _built(dict(files), faults)
    if faults or rules is None or library is None:
        raise PackError(faults)
    return Pack(rules, library, content_hash(dict(files)))


def _built(
    files: dict[str, str], faults: list[PackFault]
) -> tuple[dict[str, dict[str, Any]], Method | None, ContractLibrary | None]:
    """The files' tables, and the method and library made of them; None, and the faults added, where one does not fit."""
    tables = {name: read_toml(name, content, faults) for name, content in files.items()}
    rules = build(Method, "method.toml", tables.get("method.toml", {}), faults)
    return tables, rules, build_library(tables, faults)


def content_hash(files: dict[str, str]) -> str:
    """SHA-256 over names and texts of the files, in their sorted order."""
    digest = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode(), files[name].replace("\r\n", "\n").encode()):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def load_tender(path: Path, pack: tuple[str, Pack] | None = None) -> Tender:
    """The tender in a file; raises `PackError` with all faults."""
    return parse_tender(_text(path, path.name), path.name, pack)


def parse_tender(content: str, name: str = "tender.toml", pack: tuple[str, Pack] | None = None) -> Tender:
    """The tender in a text, checked beside a pack too where one is given with the path or name it was asked for by."""
    if not content.strip():
        raise PackError([PackFault(name, "", "file_blank")])
    faults: list[PackFault] = []
    table = read_toml(name, content, faults)
    built = None if faults else build(Tender, name, table, faults)
    if built is not None:
        found = check_tender(built)
        if pack is not None:
            given, method = pack
            lines = [line.id for line in method.method.price.lines]
            judged = [leaf.key for leaf in method.method.panel_leaves()]
            found += check_against(built, (method.method.key, given), method.library, lines, judged)
        faults += [PackFault(name, key, rule, params) for key, rule, params in found]
    if faults or built is None:
        raise PackError(faults)
    return built


def check_method(rules: Method, route: str = "") -> list[PackFault]:
    """What the types cannot say: sums of weights, references, scales, every language of the pack, the route's demands."""
    from evaluator.scoring.check import check, route_faults
    from evaluator.scoring.check_price import low_price_faults

    low = low_price_faults(rules.price.abnormally_low, bundled_low_prices())
    found = [*check(rules), *low, *route_faults(rules, route)]
    return [PackFault("method.toml", key, rule, params) for key, rule, params in found]
