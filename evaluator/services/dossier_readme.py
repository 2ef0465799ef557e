"""The note that lies in an exported folder: what each part of it is, and how its bids are ranked again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from evaluator import __version__
from evaluator.domain.text import Lang
from evaluator.i18n.days import moment, zone_of
from evaluator.i18n.words import t
from evaluator.services.dossier_ledgers import LEDGERS
from evaluator.services.state import TenderState

COUNSEL: Final = "-counsel"
_PARTS: Final = (
    "originals/", "tender.toml", "method/", "scorecards/", "shortlist", "recommendation/", "letters/", "draft/",
    "record/",
)  # fmt: skip


def readme(state: TenderState, names: Collection[str]) -> bytes:
    """The note in the languages of the tender, one after the other; ``names`` are those of the folder's files."""
    return ("\n\n\n".join("\n\n".join(_told(state, names, lang)) for lang in state.tender.languages) + "\n").encode()


def _told(state: TenderState, names: Collection[str], lang: Lang) -> Iterator[str]:
    if state.tender.sample:
        yield t("workbook.sample", lang)
    yield t("folder.about", lang, tender=state.tender.name, id=state.id)
    sealed = "prices_opened" not in state.stages
    if sealed:
        yield t("folder.sealed", lang)
    if state.archived_at:
        at = moment(state.archived_at, lang, zone_of(state.tender.deadline), marked=True)
        yield t("folder.archived", lang, at=at)
    yield "\n".join(_lines(names, lang))
    if not sealed and any(_part(name) == "originals/" for name in names):
        scores = " --scores scorecards" if any(name.startswith("scorecards/") for name in names) else ""
        command = f"evaluator rank --pack method/version-{state.number} --bids originals --tender tender.toml{scores}"
        yield f"{t('folder.again', lang, version=__version__)}\n\n    {command}"
        yield t("folder.again_more", lang)


def _counsel(name: str) -> str:
    """The folder of the method as counsel has reworded it, where the file stands in it."""
    folder = name.rpartition("/")[0].removesuffix("/clauses")
    return f"{folder}/" if folder.endswith(COUNSEL) else ""


def _part(name: str) -> str:
    """The part of the folder that a file belongs to."""
    top, inside, _ = name.partition("/")
    return f"{top}/" if inside else "shortlist" if name.endswith("-shortlist.xlsx") else name


def _lines(names: Collection[str], lang: Lang) -> Iterator[str]:
    """A line for each part that is there, by the name under which it is found."""
    there = {_part(name): name for name in names}
    for part in _PARTS:
        if part in there:
            shown = part if part.endswith("/") else there[part]
            key = part.strip("/").partition(".")[0]
            yield f"{shown}\n    {t(f'folder.part.{key}', lang)}"
    if any(_counsel(name) for name in names):
        yield f"{next(_counsel(name) for name in names if _counsel(name))}\n    {t('folder.part.counsel', lang)}"
    for ledger in LEDGERS:
        if (name := f"record/{ledger}.toml") in names:
            yield f"{name}\n    {t(f'folder.part.{ledger}', lang)}"
    if any(name.endswith(".mapping.toml") for name in names):
        yield f"originals/*.mapping.toml\n    {t('folder.part.mapping', lang)}"
