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
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from evaluator.adapters.tender_text import tender_text
from evaluator.domain.tender import SettlementEntry, Tender
from evaluator.domain.text import Lang
from evaluator.i18n.words import known, t
from evaluator.services import exports
from evaluator.services.commands import Actor, query
from evaluator.services.debriefing import Wish, ground_of, letters
from evaluator.services.drafting import file_stem
from evaluator.services.exporting import card_name
from evaluator.services.problem import Refused
from evaluator.services.recommending import basis_of, file_name, made
from evaluator.services.stages import reached_at
from evaluator.services.state import TenderState, load
from evaluator.services.tickets import redeem
from evaluator.store import events, files, methods, revisions, tickets, vendors
from evaluator.store.events import Event
from evaluator.store.files import FileRow
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot

_STAMP = (1980, 1, 1, 0, 0, 0)
_EVENTS = (("number", 7.0), ("at", 20.0), ("by", 16.0), ("what", 34.0), ("about", 34.0), ("reason", 48.0))
_SCORES = (("evaluator", 16.0), ("vendor", 30.0), ("criterion", 28.0), ("points", 8.0), ("state", 12.0), ("reason", 60.0),
           ("evidence", 34.0))  # fmt: skip
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
    try:
        root = write_folder(store, actor, redeemed.tender_id, Path(name), lang)
    except BaseException:
        Path(name).unlink()
        raise
    return f"{root}.zip", Path(name)


def write_folder(store: Store, actor: Actor, tender_id: str, target: Path, lang: Lang) -> str:
    """Write the zip; the name of the folder inside. Every file is listed with its SHA-256 in ``checksums.txt``."""
    state = load(store, actor, tender_id)
    root = f"{file_stem(state.id)}{'-SAMPLE' if state.tender.sample else ''}"
    sums = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _parts(store, actor, state, lang):
            sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}")
            archive.writestr(zipfile.ZipInfo(f"{root}/{name}", _STAMP), data, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo(f"{root}/checksums.txt", _STAMP), "\n".join(sorted(sums)) + "\n")
    return root


def _parts(store: Store, actor: Actor, state: TenderState, lang: Lang) -> Iterator[Part]:
    """Every file of the folder, one after the other."""
    mark = t("workbook.sample", lang) if state.tender.sample else ""
    yield "README.txt", _about(state, mark, lang)
    yield "tender.toml", tender_text(_as_settled(state)).encode()
    for row, vendor in _files(store, actor, state.id):
        if row.envelope == "technical" or "prices_opened" in state.stages:
            yield _place(row, vendor), _content(store, actor, state.id, row.id)
    for number, texts in _methods(store, actor, state.id).items():
        yield from ((f"method/version-{number}/{name}", text.encode()) for name, text in sorted(texts.items()))
    yield from _cards(state)
    yield "record/scores.xlsx", _scores(state, mark, lang)
    yield from _papers(store, actor, state, lang)
    yield from _record(store, actor, state, (mark, lang))


def _about(state: TenderState, mark: str, lang: Lang) -> bytes:
    lines = [mark, t("folder.about", lang, tender=state.tender.name, id=state.id)]
    if "prices_opened" not in state.stages:
        lines.append(t("folder.sealed", lang))
    if state.archived_at:
        lines.append(t("folder.archived", lang, at=f"{state.archived_at[:16]} UTC".replace("T", " ")))
    return ("\n\n".join(filter(None, lines)) + "\n").encode()


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


def _as_settled(state: TenderState) -> Tender:
    """The tender with the settlements in force, as its file writes them: `rank` on the folder settles the same answers."""
    there = {bid.vendor: bid for bid in state.bids}
    entries = [
        SettlementEntry(
            vendor=one.vendor, item=one.item, value=one.value, reason=one.reason, by=one.by, date=one.date,
            source=one.source,
        )
        for one in state.judged.settlements
        if one.vendor in there and (answer := there[one.vendor].find(one.item)) is not None and answer.open
    ]  # fmt: skip
    return replace(state.tender, settlements=tuple(entries))


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


def _scores(state: TenderState, mark: str, lang: Lang) -> bytes:
    from evaluator.adapters.record_file import write_table

    titles = {leaf.key: leaf.title.show(lang) for leaf in state.pack.method.leaves()}
    rows = [
        (
            f"{one.evaluator} ({t('folder.agreed', lang)})" if one.agreed else one.evaluator, one.vendor,
            titles.get(one.criterion, one.criterion), "" if one.points is None else f"{one.points:f}",
            t(f"folder.score.{one.state}", lang), one.reason, one.evidence,
        )
        for one in state.entries
    ]  # fmt: skip
    return write_table(t("folder.scores", lang), _SCORES, rows, lang, mark)


def _papers(store: Store, actor: Actor, state: TenderState, lang: Lang) -> Iterator[Part]:
    """What may already be written: the shortlist once prices are open, the award's papers once a choice stands."""
    if "prices_opened" not in state.stages:
        return
    name, _, data = exports.shortlist_file(state, {"lang": "both"})
    yield name, data
    try:
        basis = basis_of(state, reached_at(store, actor, state.id), firm=False)
    except Refused:
        return
    for layout in state.tender.languages:
        yield f"recommendation/{file_name(state.id, layout, 'docx')}", made(basis, layout, "docx")
    written = letters(ground_of(state), basis.day, Wish())
    yield from ((f"letters/{name}", data) for name, data in written.items())


def _record(store: Store, actor: Actor, state: TenderState, how: tuple[str, Lang]) -> Iterator[Part]:
    from evaluator.adapters.record_file import write_table

    mark, lang = how
    opened = "prices_opened" in state.stages
    told = _events(store, actor, state.id)
    lines = [json.dumps(_event(one, opened=opened), ensure_ascii=False, sort_keys=True) for one in told]
    yield "record/events.jsonl", ("\n".join(lines) + "\n").encode()
    rows = [
        (str(one.seq), f"{one.at[:19]} UTC".replace("T", " "), one.actor, _what(one, lang), one.entity, one.reason)
        for one in told
    ]  # fmt: skip
    yield "record/events.xlsx", write_table(t("folder.events", lang), _EVENTS, rows, lang, mark)


def _event(one: Event, *, opened: bool) -> Mapping[str, Any]:
    """An event as a line; contents that are sealed, and drafts of scores, are left out."""
    shown = one.action != "score.draft" and (opened or one.envelope != "price")
    return {
        "seq": one.seq, "at": one.at, "actor": one.actor, "role": one.role, "action": one.action, "entity": one.entity,
        "reason": one.reason, "before": dict(one.before) if shown else None, "after": dict(one.after) if shown else None,
        "hash": one.hash,
    }  # fmt: skip


def _what(one: Event, lang: Lang) -> str:
    final = "_final" if one.note.get("kind") == "final_price" else ""
    key = f"desk.event.{one.action.replace('.', '_')}{final}"
    return t(key, lang, subject="").rstrip(" ：:") if known(key, lang) else one.action


@query("tender.export")
def _files(snapshot: Snapshot, tender_id: str) -> list[tuple[FileRow, str]]:
    names = {row.id: row.name for row in vendors.every(snapshot, tender_id)}
    sealed = revisions.sealed(snapshot, tender_id)
    every = (row for row in files.every(snapshot, tender_id, all_states=True) if row.id not in sealed)
    return [(row, names.get(row.vendor_id or "", "")) for row in every]


@query("tender.export")
def _content(snapshot: Snapshot, tender_id: str, file_id: str) -> bytes:
    return files.content(snapshot, tender_id, file_id)


@query("tender.export")
def _methods(snapshot: Snapshot, tender_id: str) -> dict[int, dict[str, str]]:
    return {row.number: methods.files(snapshot, tender_id, row.number) for row in methods.versions(snapshot, tender_id)}


@query("tender.export")
def _events(snapshot: Snapshot, tender_id: str) -> tuple[Event, ...]:
    return events.read(snapshot, tender_id)
