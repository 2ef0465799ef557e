"""What people changed after the technical scores were locked: each change is told wherever the ranking is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Final

from evaluator.domain.finding import Finding, Param, Phrase, Rule, finding
from evaluator.domain.text import Text
from evaluator.i18n.days import moment
from evaluator.services import changing
from evaluator.services.commands import LOCAL
from evaluator.store import events, files, revisions, settlements
from evaluator.store.events import Event
from evaluator.store.transaction import Snapshot

_OPENED: Final = "price.open"
_EDITED: Final = "tender.edit"
_CHANGES: Final = {
    "check.save": "override", "settlement.save": "settlement", "gate.confirm": "gate", "bid.withdraw": "withdrawal",
    "bid.receive": "file", "bid.revise": "file", "bid.assign": "file",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LateFile:
    """A file whose technical answers count since after the lock; ``mark`` names the act by which they came to count."""

    vendor: str
    name: str
    mark: str


def late_changes(
    snapshot: Snapshot, tender_id: str, names: Mapping[str, str], zone: tzinfo
) -> tuple[Finding, ...]:  # fmt: skip
    """One finding for each override, settlement, gate decision, file and fact of the tender since technical scores were locked.

    ``names`` are the vendors' by id, ``zone`` is that in which times are told. Evidence that was seen changes no value,
    and prices are settled only once they are open: neither is late.
    """
    locked = events.last(snapshot, tender_id, "stage.reach")
    if not locked:
        return ()
    since = events.read(snapshot, tender_id, locked, actions=(_OPENED, _EDITED, *_CHANGES))
    about, opened, found = _places(snapshot, tender_id, names), False, []
    for event in since:
        opened = opened or event.action == _OPENED
        if event.changed and event.action in _CHANGES:
            found += [_row_told(event, about[row], zone, opened=opened) for row in _rows(event) if row in about]
        elif event.changed and event.action == _EDITED:
            found += [_told(event, *fact, zone=zone, opened=opened) for fact in changing.told(_facts(event))]
    return tuple(found)


def late_answers(snapshot: Snapshot, tender_id: str, names: Mapping[str, str]) -> tuple[LateFile, ...]:
    """The files that brought technical answers since technical scores were locked; one that states only prices brings none."""
    locked = events.last(snapshot, tender_id, "stage.reach")
    if not locked:
        return ()
    acts = tuple(action for action, what in _CHANGES.items() if what == "file")
    since = [event for event in events.read(snapshot, tender_id, locked, actions=acts) if event.changed]
    came = [(event.seq, row.partition(":")[2]) for event in since for row in _rows(event) if row.startswith("file:")]
    priced = _priced_again(snapshot, tender_id)
    there = {row.id: row for row in files.every(snapshot, tender_id, all_states=True) if row.vendor_id}
    return tuple(
        LateFile(names.get(there[file].vendor_id or "", ""), there[file].name, f"{seq}:{file}")
        for seq, file in came
        if file in there and file not in priced and "technical" in files.envelopes(snapshot, tender_id, file)
    )


def _priced_again(snapshot: Snapshot, tender_id: str) -> frozenset[str]:
    """The files taken in a final price round: any technical answers kept with them are those of the earlier file."""
    rounds = {row.id for row in revisions.rounds(snapshot, tender_id) if row.kind == "final_price"}
    held = revisions.revisions(snapshot, tender_id) if rounds else ()
    return frozenset(row.file_id for row in held if row.state == "asked" and row.round_id in rounds)


def _rows(event: Event) -> Iterator[str]:
    """The changed rows that count, as ``table:id``."""
    for row in event.after:
        table = row.partition(":")[0]
        if table == "fact_check" and "overridden" not in (_kind(event.before, row), _kind(event.after, row)):
            continue
        if table == "file" and not _counts(event, row):
            continue
        if event.action == "bid.revise" and table != "file":  # words of people that end with the answer they were on
            continue
        if table in ("fact_check", "confirmation", "file") or (table == "settlement" and event.envelope != "price"):
            yield row


def _counts(event: Event, row: str) -> bool:
    """Whether a changed file is told: one that another replaces is not, nor one that came in and waits, or is nobody's."""
    said = _said(event.after, row)
    state = said.get("state")
    if event.action == "bid.receive" and not said.get("vendor_id"):
        return False
    return state != "superseded" and (state == "current" or event.action == "bid.withdraw")


def _said(side: Mapping[str, Any], row: str) -> Mapping[str, Any]:
    return side.get(row) or {}


def _kind(side: Mapping[str, Any], row: str) -> Any:
    return _said(side, row).get("kind")


def _row_told(event: Event, about: tuple[str, str], zone: tzinfo, *, opened: bool) -> Finding:
    vendor, item = about
    what = Phrase(f"shortlist.late.{_CHANGES[event.action]}")
    return _told(event, what, item, vendor=vendor, item=item, zone=zone, opened=opened)


def _told(
    event: Event, what: Phrase, name: Param, *, vendor: str = "", item: str = "", zone: tzinfo, opened: bool
) -> Finding:
    """A fact of the tender itself is nobody's in particular."""
    at = Text(moment(event.at, "zh", zone, marked=True), moment(event.at, "en", zone, marked=True))
    return finding(
        Rule.CHANGED_LATE, vendor=vendor, item=item, what=what, name=name,
        when=Phrase("shortlist.late.opened" if opened else "shortlist.late.locked"), at=at,
        by=Phrase("ranking.local") if event.actor == LOCAL.name else event.actor, reason=event.reason or "–",
    )  # fmt: skip


def _facts(event: Event) -> Mapping[str, Any]:
    held = event.note.get("facts")
    return held if isinstance(held, dict) else {}


def _places(snapshot: Snapshot, tender_id: str, names: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Vendor and item, or file name, of every row that a change may name; a bid that is nobody's yet changes nothing."""
    found = {
        f"file:{row.id}": (names.get(row.vendor_id or "", ""), row.name)
        for row in files.every(snapshot, tender_id, all_states=True)
        if row.kind != "bid" or row.vendor_id
    }
    for one in settlements.settlements(snapshot, tender_id, withdrawn=True):
        found[f"settlement:{one.id}"] = (names[one.vendor_id], one.item)
    for check in settlements.checks(snapshot, tender_id, withdrawn=True):
        found[f"fact_check:{check.id}"] = (names[check.vendor_id], check.item)
    for word in settlements.confirmations(snapshot, tender_id, withdrawn=True):
        found[f"confirmation:{word.id}"] = (names[word.vendor_id], word.item)
    return found
