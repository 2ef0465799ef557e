"""Everything of a tender as one folder: a zip written to a file part by part, never held in memory as a whole.

What is sealed stays out: originals of the price envelope and what events say of it before the prices are opened,
and final prices while a rival may still bid.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from typing import Any

from evaluator.adapters.tender_text import tender_text
from evaluator.domain.text import Lang
from evaluator.i18n.days import moment, zone_note, zone_of
from evaluator.i18n.words import known, t
from evaluator.services import exports
from evaluator.services.commands import Actor, query
from evaluator.services.consensus import explanations_of
from evaluator.services.dealings_record import who
from evaluator.services.debriefing import Wish, ground_of, letters, remarks_text
from evaluator.services.dossier_ledgers import ledgers
from evaluator.services.dossier_readme import COUNSEL, readme
from evaluator.services.dossier_scores import scores_file
from evaluator.services.dossier_tender import Original, as_exported, foreign_readings, mapping_of, taken
from evaluator.services.draft_grounds import Allowed, against, allowed_drafts
from evaluator.services.drafting import file_stem
from evaluator.services.drafts import draft_of_state
from evaluator.services.exporting import card_name
from evaluator.services.final_price import offers
from evaluator.services.mapping import saved_mappings
from evaluator.services.problem import Refused
from evaluator.services.recommending import basis_of, file_name, made
from evaluator.services.record import subject
from evaluator.services.stages import reached_at
from evaluator.services.state import TenderState, load
from evaluator.services.tickets import redeem
from evaluator.services.wording import item_title
from evaluator.store import clause_books, events, files, methods, tickets, vendors
from evaluator.store.events import Event
from evaluator.store.files import FileRow
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot

_STAMP = (1980, 1, 1, 0, 0, 0)
_EVENTS = (("number", 7.0), ("at", 30.0), ("by", 18.0), ("what", 56.0), ("reason", 48.0))
Part = tuple[str, bytes]


def build_folder(store: Store, actor: Actor, token: str, lang: Lang = "zh") -> tuple[str, Path] | None:
    """Name and path of a new file that whoever asked deletes once it is sent; None for a ticket of another kind."""
    with store.read() as snapshot:
        ticket = tickets.find(snapshot, token)
    if ticket is None or ticket.kind != exports.WHOLE:
        return None
    redeemed = redeem(store, actor, token)
    lang = "en" if redeemed.params.get("lang") == "en" else lang
    handle, name = tempfile.mkstemp(prefix="evaluator-", suffix=".zip")
    os.close(handle)
    with ExitStack() as half:
        half.callback(Path(name).unlink)  # nobody takes away a file that was not finished
        root = write_folder(store, actor, redeemed.tender_id, Path(name), lang)
        half.pop_all()
    return f"{root}.zip", Path(name)


def write_folder(store: Store, actor: Actor, tender_id: str, target: Path, lang: Lang) -> str:
    """Write the zip; the name of the folder inside. Every file is listed with its SHA-256 in ``checksums.txt``."""
    state = load(store, actor, tender_id)
    root = f"{file_stem(state.id)}{'-SAMPLE' if state.tender.sample else ''}"
    sums: dict[str, str] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:

        def keep(name: str, data: bytes) -> None:
            sums[name] = hashlib.sha256(data).hexdigest()
            archive.writestr(zipfile.ZipInfo(f"{root}/{name}", _STAMP), data, zipfile.ZIP_DEFLATED)

        for name, data in _parts(store, actor, state, lang):
            keep(name, data)
        keep("README.txt", readme(state, sums))
        lines = sorted(f"{sha}  {name}" for name, sha in sums.items())
        archive.writestr(zipfile.ZipInfo(f"{root}/checksums.txt", _STAMP), "\n".join(lines) + "\n")
    return root


def _parts(store: Store, actor: Actor, state: TenderState, lang: Lang) -> Iterator[Part]:
    """Every file of the folder, one after the other."""
    mark = t("workbook.sample", lang) if state.tender.sample else ""
    yield from _originals(store, actor, state)
    for number, texts in _methods(store, actor, state.id).items():
        yield from ((f"method/version-{number}/{name}", text.encode()) for name, text in sorted(texts.items()))
    yield from _cards(state)
    yield "record/scores.xlsx", scores_file(state, explanations_of(store, actor, state), mark, lang)
    yield from _papers(store, actor, state, lang)
    yield from _record(store, actor, state, (mark, lang))
    yield from ledgers(store, actor, state)


def _originals(store: Store, actor: Actor, state: TenderState) -> Iterator[Part]:
    """The tender file, every original that may be seen, and beside those in other layouts how each is read."""
    seen = _files(store, actor, state.id)
    bids = {row.id: _original(row, vendor) for row, vendor in seen if row.kind == "bid" and vendor}
    yield "tender.toml", tender_text(as_exported(state, bids.values(), taken(store, actor, state.id))).encode()
    foreign = foreign_readings(store, actor, state.id)
    kept = [one.mapping for one in saved_mappings(store, actor, state.id)]
    for row, vendor in seen:
        place, content = _place(row, vendor), _content(store, actor, state.id, row.id)
        yield place, content
        if row.id in bids and row.id in foreign:
            text = mapping_of(state, vendor, (row.name, content), foreign[row.id], kept)
            if text:
                yield PurePosixPath(place).with_suffix(".mapping.toml").as_posix(), text.encode()


def _original(row: FileRow, vendor: str) -> Original:
    path = PurePosixPath(_place(row, vendor)).relative_to("originals").as_posix()
    return Original(
        id=row.id, path=path, vendor=vendor, counts=row.state == "current", replaced_by=row.superseded_by or ""
    )


def _place(row: FileRow, vendor: str) -> str:
    """Where an original stands: under its vendor's name, with its id so that none meet; what no longer counts apart.

    Bids stand in one folder, as the command line reads them: what is no bid stands in folders inside it.
    """
    name = PurePosixPath(row.name)
    safe = f"{row.id[:8]}-{file_stem(name.stem)}{name.suffix if name.suffix[1:].isalnum() else ''}"
    safe = f"{file_stem(vendor)}-{safe}" if vendor else safe
    kind = "originals" if row.kind == "bid" else f"originals/{row.kind}s"
    if row.kind == "bid" and row.state == "current" and not vendor:
        return f"{kind}/unassigned/{safe}"
    return f"{kind}/{safe}" if row.state == "current" else f"{kind}/{row.state}/{safe}"


def _cards(state: TenderState) -> Iterator[Part]:
    """A scorecard of each evaluator, and of the panel, with the scores that count, whichever way they came in."""
    from evaluator.adapters.scorecard_file import Card, Given, write_scorecard

    for one in state.judged.scorecards:
        given = {
            (score.criterion, score.vendor): Given(score.points, score.reason, score.evidence) for score in one.scores
        }
        card = Card(evaluator=one.evaluator, given=given, saved=state.saved(one.evaluator), agreed=one.agreed)
        name = card_name(state.id, f"{one.evaluator}{'-agreed' if one.agreed else ''}")
        data = write_scorecard(state.pack.method, exports.scored_bids(state), card, "both", state.tender)
        yield f"scorecards/{name}", data


def _papers(store: Store, actor: Actor, state: TenderState, lang: Lang) -> Iterator[Part]:
    """What may already be written: the shortlist once prices are open, the award's papers once a choice stands."""
    if "prices_opened" not in state.stages:
        return
    name, _, data = exports.shortlist_file(state, {"lang": "both"})
    yield name, data
    try:
        basis = basis_of(state, reached_at(store, actor, state.id), firm=False, offers=offers(store, actor, state))
    except Refused:
        return
    for layout in state.tender.languages:
        yield f"recommendation/{file_name(state.id, layout, 'docx')}", made(basis, layout, "docx")
    ground = ground_of(state)
    yield "letters/remarks.txt", remarks_text(ground).encode()
    yield from ((f"letters/{name}", data) for name, data in letters(ground, basis.day, Wish()).items())
    yield from _draft(state, allowed_drafts(store, actor, state.id))


def _draft(state: TenderState, allowed: Sequence[Allowed]) -> Iterator[Part]:
    """The contract draft for the chosen vendor; none while the choice has to be confirmed again, or its answers are late."""
    chosen = state.selection
    if chosen is None or state.to_confirm or against(state, chosen.vendor, allowed):
        return
    spoken = state.tender.languages
    made = draft_of_state(state, chosen.vendor, spoken[0] if len(spoken) == 1 else "both", allowed=allowed)
    yield from ((f"draft/{name}", data) for name, data in made.files.items())


def _record(store: Store, actor: Actor, state: TenderState, how: tuple[str, Lang]) -> Iterator[Part]:
    from evaluator.adapters.record_file import write_table

    mark, lang = how
    zone = zone_of(state.tender.deadline)
    opened = "prices_opened" in state.stages
    told = _events(store, actor, state.id)
    kept = [_event(one, opened=opened, cards=state.cards_seen) for one in told]
    lines = [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in kept]
    yield "record/events.jsonl", ("\n".join(lines) + "\n").encode()
    rows = [
        (str(one.seq), moment(one.at, lang, zone), who(one.actor, lang), _what(one, state, lang), one.reason)
        for one in told
    ]
    mark = " · ".join(filter(None, (mark, zone_note(zone, lang))))
    yield "record/events.xlsx", write_table(t("folder.events", lang), _EVENTS, rows, lang, mark)


def _event(one: Event, *, opened: bool, cards: bool) -> Mapping[str, Any]:
    """An event as a line; what is sealed is left out, drafts of scores, and all scores of others from who may not see them."""
    scores = one.action.startswith("score.")
    shown = one.action != "score.draft" and (cards or not scores) and (opened or one.envelope != "price")
    return {
        "seq": one.seq, "at": one.at, "actor": one.actor, "role": one.role, "action": one.action, "entity": one.entity,
        "reason": one.reason, "before": dict(one.before) if shown else None, "after": dict(one.after) if shown else None,
        "hash": one.hash,
    }  # fmt: skip


def _what(one: Event, state: TenderState, lang: Lang) -> str:
    """What was done, and to whom or what, as people name it; the lines beside this workbook hold the exact rows."""
    action = one.action.replace(".", "_") + ("_final" if one.note.get("kind") == "final_price" else "")
    for key in (f"desk.event.{action}", f"folder.event.{action}"):
        if known(key, lang):
            return t(key, lang, subject=subject(one, state)).rstrip(" ：:") + _clarified(one, state, lang)
    return one.action


def _clarified(one: Event, state: TenderState, lang: Lang) -> str:
    """Of a clarification that was taken which answers it changed, and which of them improved the offer."""
    if not one.note.get("items"):
        return ""

    def named(key: str) -> str:
        items = [item_title(state, item, lang) for item in str(one.note.get(key) or "").split(", ") if item]
        return ("、" if lang == "zh" else ", ").join(items)

    better = t("revision.changed_better", lang, items=named("better")) if one.note.get("better") else ""
    return f"\n{t('folder.clarified', lang, items=named('items'), better=better)}"


@query("tender.export")
def _files(snapshot: Snapshot, tender_id: str) -> list[tuple[FileRow, str]]:
    names = {row.id: row.name for row in vendors.every(snapshot, tender_id)}
    return [(row, names.get(row.vendor_id or "", "")) for row in files.open_now(snapshot, tender_id)]


@query("tender.export")
def _content(snapshot: Snapshot, tender_id: str, file_id: str) -> bytes:
    return files.content(snapshot, tender_id, file_id)


@query("tender.export")
def _methods(snapshot: Snapshot, tender_id: str) -> dict[str, dict[str, str]]:
    """Every version under its number as it was locked, and the last as counsel has reworded it, which the draft is made from."""
    found = {
        str(row.number): methods.files(snapshot, tender_id, row.number) for row in methods.versions(snapshot, tender_id)
    }
    if (book := clause_books.current(snapshot, tender_id)) is not None:
        number = max(found, key=int)
        found[f"{number}{COUNSEL}"] = {**found[number], **book.content}
    return found


@query("tender.export")
def _events(snapshot: Snapshot, tender_id: str) -> tuple[Event, ...]:
    return events.read(snapshot, tender_id)
