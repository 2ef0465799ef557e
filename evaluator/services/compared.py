"""What a revised workbook that waits changes of those of the same vendor that count, envelope by envelope."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from evaluator.adapters.codec import decode
from evaluator.domain.bid import Settlement
from evaluator.domain.finding import Finding
from evaluator.domain.round import Round
from evaluator.domain.score import Check, Confirmation
from evaluator.intake.bids import FileReading
from evaluator.intake.clarification import LIST
from evaluator.intake.completing import completed, free_tables
from evaluator.intake.difference import (
    DATED,
    Change,
    Difference,
    answered,
    difference,
    unasked,
    unasked_findings,
)
from evaluator.scoring.improving import Effect, effect
from evaluator.services.ending import same_place
from evaluator.services.state import TenderState
from evaluator.store import files, revisions
from evaluator.store.files import FileRow
from evaluator.store.revisions import RevisionRow, RoundRow
from evaluator.store.stages import Envelope
from evaluator.store.transaction import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A revised workbook that waits, beside those that count.

    ``earlier`` are the files that count in its envelopes and ``instead_of`` their names, empty where they were withdrawn.
    ``differences`` tells by envelope what it changes, None while that is sealed; ``fresh`` says that it answers an envelope
    that nothing counts in. ``unasked`` are the changes that its round did not ask for, ``silent`` outside of a round those
    where it answers nothing. ``narrower`` says that an earlier file answers an envelope that this one does not.
    ``replies`` says that it is a clarification list, whose replies complete what counts; ``found`` is what was found in them.
    ``ends`` are the items on which people have said something that would end with the answer it was said on, and
    ``ends_in_part`` those of them where only what the workbook answers is taken. ``awaits`` are the vendors who may still
    state a final price, while this one stays sealed. ``better`` are the items of a clarification whose change improves the
    offer, ``people`` those on which only the people who judge them can tell.
    """

    file: str
    ver: int
    name: str
    sha256: str
    vendor: str
    received_at: str
    round: Round | None
    earlier: tuple[str, ...]
    instead_of: str
    differences: Mapping[Envelope, Difference | None]
    fresh: bool = False
    unasked: tuple[Finding, ...] = ()
    silent: tuple[Change, ...] = ()
    narrower: bool = False
    replies: bool = False
    found: tuple[Finding, ...] = ()
    ends: tuple[str, ...] = ()
    ends_in_part: tuple[str, ...] = ()
    awaits: tuple[str, ...] = ()
    better: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def difference(self) -> Difference | None:
        """What it changes, of all that may be looked into; None where nothing may."""
        seen = [told for told in self.differences.values() if told is not None]
        return joined(seen) if seen else None

    @property
    def hidden(self) -> bool:
        """Whether it holds something that is sealed."""
        return None in self.differences.values()

    @property
    def partial(self) -> bool:
        """Whether it may be taken only as far as it answers: it leaves something out, or nobody can see whether it does."""
        return self.round is None and bool(self.earlier) and (bool(self.silent) or self.narrower or self.hidden)

    @property
    def kind(self) -> str:
        """The envelopes that it answers, in one word: ``technical``, ``price`` or ``both``."""
        return kind_of(self.differences)

    def asked_changes(self) -> int:
        """How many changes would be taken."""
        told = self.difference.changes if self.difference else ()
        return sum(change.item != DATED for change in told) - len(self.unasked) if self.round else len(told)

    def as_shown(self) -> tuple[object, ...]:
        """What a person who decides must have seen."""
        return self.earlier, self.ends, self.hidden, self.better


def kind_of(envelopes: Collection[Envelope]) -> str:
    """One word for one envelope or both."""
    return next(iter(envelopes)) if len(envelopes) == 1 else "both"


def joined(told: Sequence[Difference]) -> Difference:
    """Several differences as one."""
    return Difference(tuple(change for one in told for change in one.changes), sum(one.unchanged for one in told))


def counting(snapshot: Snapshot, tender_id: str, row: FileRow) -> list[FileRow]:
    """The workbooks of the same vendor that count now in an envelope of this one; none where they were withdrawn."""
    mine = files.envelopes(snapshot, tender_id, row.id)
    theirs = (one for one in files.every(snapshot, tender_id) if one.kind == "bid" and one.vendor_id == row.vendor_id)
    return [one for one in theirs if mine & files.envelopes(snapshot, tender_id, one.id)]


def weighed(snapshot: Snapshot, state: TenderState, held: RevisionRow, row: FileRow) -> Revision:
    """What a workbook that waits changes of those that count."""
    now = counting(snapshot, state.id, row)
    vendors = {key: name for name, key in state.vendor_ids.items()}
    during = next((one for one in revisions.rounds(snapshot, state.id) if one.id == held.round_id), None)
    vendor = vendors.get(held.vendor_id, "")
    asked = as_round(during, vendor) if during and now else None  # with nothing before it, all of it is new
    mine = files.envelopes(snapshot, state.id, row.id)
    others = frozenset[Envelope]().union(*(files.envelopes(snapshot, state.id, one.id) for one in now))
    before = {key: one for file in now for key, one in readings(snapshot, state.id, file.id).items()}
    came = readings(snapshot, state.id, row.id)
    after = {key: completed(before.get(key), one) for key, one in came.items()}
    lists = [one for one in came.values() if one.layout == LIST]
    told = {key: _told(before.get(key), after.get(key)) for key in sorted(mine, reverse=True)}
    again = {key: one for key, one in told.items() if one is not None and key in others}
    aside = [
        found for one in again.values() for found in (unasked_findings(one, asked.asks, asked.due) if asked else ())
    ]
    free = free_tables(state.asked)
    silent = [
        change for key, one in again.items() if asked is None
        for change in unasked(one, answered(before[key].answers, after[key].answers, free).__contains__)
    ]  # fmt: skip
    taken = [change for key, one in told.items() if one for change in _taken(one, asked if key in again else None)]
    unsaid = frozenset(silent)  # of both there may be thousands
    effects = _effects(state, vendor, taken if asked and asked.kind == "clarification" else ())
    return Revision(
        file=row.id, ver=held.ver, name=row.name, sha256=row.sha256, vendor=vendor,
        received_at=row.received_at, round=asked, earlier=tuple(one.id for one in now),
        instead_of="; ".join(one.name for one in now), differences=told, fresh=bool(mine - others),
        unasked=tuple(aside), silent=tuple(silent), narrower=bool(others - mine),
        replies=bool(lists), found=tuple(found for one in lists for found in one.findings), ends=_ending(state, vendor, taken),
        awaits=_awaited(snapshot, state, row), better=_of(effects, "better"), people=_of(effects, "people"),
        ends_in_part=_ending(state, vendor, [change for change in taken if change not in unsaid]),
    )  # fmt: skip


def _awaited(snapshot: Snapshot, state: TenderState, row: FileRow) -> tuple[str, ...]:
    if row.id not in revisions.sealed(snapshot, state.id):
        return ()
    names = {key: name for name, key in state.vendor_ids.items()}
    return tuple(dict.fromkeys(names[one.vendor_id] for one in revisions.awaited(snapshot, state.id)))


def as_round(row: RoundRow, vendor: str) -> Round:
    """The round that a row holds."""
    return Round(
        vendor=vendor, number=row.number, items=tuple(row.items), due=row.due, kind=row.kind,
        open=row.state == "open", reason=row.reason,
    )  # fmt: skip


def _told(before: FileReading | None, after: FileReading | None) -> Difference | None:
    """What a later reading says otherwise; None while it is sealed."""
    return difference(before.answers if before else (), after.answers) if after else None


def readings(snapshot: Snapshot, tender_id: str, file_id: str) -> dict[Envelope, FileReading]:
    """What was read from a file, whether it counts or not, for each envelope that may be read now."""
    found = files.readings_in(snapshot, tender_id, file_id)
    return {row.envelope: decode(row.content["reading"]) for row in found}


def _taken(told: Difference, asked: Round | None) -> tuple[Change, ...]:
    """The changes that come to count when the workbook is taken."""
    aside = unasked(told, asked.asks) if asked else ()
    return tuple(change for change in told.changes if change not in aside)


def _effects(state: TenderState, vendor: str, taken: Collection[Change]) -> dict[str, Effect]:
    """What each answer that would come to count does to the offer, as people have settled it so far."""
    bid = next((one for one in state.evaluation.bids if one.vendor == vendor), None)
    if bid is None:
        return {}
    asked = state.asked.all()
    return {
        one.item: effect(state.pack.method, asked, one.item, bid.find(one.item), one.values[1])
        for one in taken
        if one.part == "answer"
    }


def _of(effects: Mapping[str, Effect], wanted: Effect) -> tuple[str, ...]:
    return tuple(item for item, found in effects.items() if found == wanted)


def _ending(state: TenderState, vendor: str, taken: Collection[Change]) -> tuple[str, ...]:
    """Items of this vendor on which people have said something, and whose answers change."""
    judged = state.judged
    spoken: tuple[Settlement | Check | Confirmation, ...] = (*judged.settlements, *judged.checks, *judged.confirmations)
    said = [one.item for one in spoken if one.vendor == vendor]
    changed = {change.item for change in taken}
    return tuple(dict.fromkeys(item for item in said if any(same_place(item, other) for other in changed)))
