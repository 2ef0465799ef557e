"""What passed between buyer and vendors beside the workbooks, read with a tender's state, and what is found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from evaluator.domain.attachment import Attachment, Entry
from evaluator.domain.bid import Bid
from evaluator.domain.dealing import Call, Conversation
from evaluator.domain.finding import Finding, Rule, Source
from evaluator.domain.method import Method
from evaluator.domain.question import Question
from evaluator.domain.tender import Tender
from evaluator.intake.attachments import Named, missing_evidence, named_files
from evaluator.intake.bids import vendor_key
from evaluator.intake.receipt import late_reply, lateness
from evaluator.intake.references import Compared, Reference, contradictions, references, told
from evaluator.store import conversations, files, reference_checks, revisions
from evaluator.store.conversations import ConversationRow
from evaluator.store.files import FileRow
from evaluator.store.reference_checks import ReferenceRow
from evaluator.store.transaction import Snapshot

Questions = tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealings:
    """What came and was said, in its order, with what was withdrawn or replaced; and findings that no workbook holds.

    ``due`` is the last day of the round that a file came in, by its id: for others the tender's deadline counts.
    """

    attachments: tuple[Attachment, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    calls: tuple[Call, ...] = ()
    findings: tuple[Finding, ...] = ()
    due: Mapping[str, str] = field(default_factory=dict)

    def of(self, vendor: str) -> tuple[Attachment, ...]:
        """The attachments of a vendor that count."""
        return tuple(one for one in self.attachments if one.vendor == vendor and one.current)

    def talks(self, vendor: str) -> tuple[Conversation, ...]:
        """The conversations with a vendor, the last one first, withdrawn ones too."""
        key = vendor_key(vendor)
        return tuple(one for one in reversed(self.conversations) if vendor_key(one.vendor) == key)

    def call(self, vendor: str, key: str) -> Call | None:
        """What one of a vendor's references said, withdrawn or not; None where nobody has called."""
        return next((one for one in self.calls if (one.vendor, one.key) == (vendor, key)), None)

    def reopened(self) -> tuple[Finding, ...]:
        """Contradictions that nobody has settled: scores that rest on these claims are to be looked at again."""
        return tuple(one for one in self.findings if one.rule is Rule.REFERENCE_CONTRADICTS)

    def found(self, vendor: str) -> tuple[Finding, ...]:
        """The findings about one vendor."""
        return tuple(one for one in self.findings if one.vendor == vendor)

    @property
    def undecided(self) -> tuple[Finding, ...]:
        """Findings on which a person has to speak."""
        waits = (Rule.HANDED_IN_LATE, Rule.REPLY_LATE, Rule.REFERENCE_CONTRADICTS)
        return tuple(one for one in self.findings if one.rule in waits)


NO_DEALINGS: Final = Dealings()


def read_dealings(
    snapshot: Snapshot,
    tender_id: str,
    names: Mapping[str, str],
    about: tuple[Tender, tuple[Bid, ...], Method, Questions],
    shut: frozenset[str] = frozenset(),
) -> Dealings:
    """Everything that there is; ``names`` are the vendors' by id, ``about`` the tender, its bids, method and questions.

    ``shut`` are folded names of vendors with whom no conversation is told.
    """
    tender, bids, method, questions = about
    every = files.every(snapshot, tender_id, all_states=True)
    attachments = tuple(_attachment(snapshot, tender_id, names, row) for row in every if row.kind == "attachment")
    calls = tuple(_call(names, row) for row in reference_checks.every(snapshot, tender_id))
    asked, waiting = _asked(snapshot, tender_id)
    due = {file: day for file, (_, day) in asked.items()}
    late = (*_late(every, names, due, tender.deadline), *_late_replies(every, names, asked, waiting))
    against = _contradicted(bids, method, questions, calls)
    talks = (row for row in conversations.every(snapshot, tender_id) if vendor_key(row.vendor) not in shut)
    return Dealings(
        attachments=attachments, conversations=tuple(map(_talk, talks)), calls=calls,
        findings=(*late, *against, *_missing(bids, questions, attachments)), due=due,
    )  # fmt: skip


def _talk(row: ConversationRow) -> Conversation:
    return Conversation(
        number=row.number, ver=row.ver, vendor=row.vendor, day=row.day, people=row.people, asked=row.asked,
        learnt=row.learnt, kind=row.kind or "", touches=tuple(row.touches), withdrawn=row.state == "withdrawn",
        reason=row.reason, by=row.by, at=row.at,
    )  # fmt: skip


def _call(names: Mapping[str, str], row: ReferenceRow) -> Call:
    held: Mapping[str, Any] = row.content
    return Call(
        vendor=names.get(row.vendor_id, ""), key=row.item, ver=row.ver, client=held["client"], day=held["day"],
        caller=held["caller"], spoken=held["spoken"], answers=dict(held["answers"]), settled=tuple(row.settled),
        withdrawn=row.state == "withdrawn", reason=row.reason, by=row.by, at=row.at,
    )  # fmt: skip


def against(method: Method, one: Reference, call: Call) -> tuple[Compared, ...]:
    """What a client contradicts of the vendor's claims, settled or not."""
    return () if call.withdrawn else contradictions(one, call.answers, method.calls, method.units)


def settled(call: Call, one: Compared) -> Mapping[str, str] | None:
    """A person's word on exactly this contradiction; None where there is none, or something was said anew since."""
    point = one.point
    return next((word for word in call.settled if point.items() <= word.items()), None)


def _contradicted(
    bids: Iterable[Bid], method: Method, questions: Questions, calls: Iterable[Call]
) -> Iterator[Finding]:
    made = list(calls)
    for bid in bids:
        mine = {call.key: call for call in made if call.vendor == bid.vendor}
        for reference in references(bid, questions) if mine else ():
            if (call := mine.get(reference.key)) is not None:
                for one in against(method, reference, call):
                    if settled(call, one) is None:
                        yield told(method, bid.vendor, reference.client, one)


def _attachment(snapshot: Snapshot, tender_id: str, names: Mapping[str, str], row: FileRow) -> Attachment:
    found = next(iter(files.readings_in(snapshot, tender_id, row.id)), None)  # none while it is sealed
    held: Mapping[str, Any] = found.content if found else {}
    return Attachment(
        id=row.id, ver=row.ver, vendor=names.get(row.vendor_id or "", ""), name=row.name, sha256=row.sha256,
        size=row.size, envelope=row.envelope, received_at=row.received_at, received_by=row.received_by,
        handed_in_at=row.handed_in_at or "", admitted=(row.admitted or {}).get("reason", ""), state=row.state,
        superseded_by=row.superseded_by or "", kind=held.get("kind", ""),
        entries=tuple(Entry(name, size) for name, size in held.get("entries", ())),
    )  # fmt: skip


def _asked(snapshot: Snapshot, tender_id: str) -> tuple[dict[str, tuple[int, str]], frozenset[str]]:
    """Number and last day of the round that each file came in, by its id; and the files that wait for a person."""
    rounds = {row.id: (row.number, row.due) for row in revisions.rounds(snapshot, tender_id)}
    held = revisions.revisions(snapshot, tender_id)
    asked = {row.file_id: rounds[row.round_id] for row in held if row.round_id}
    return asked, frozenset(row.file_id for row in held if row.state == "waiting")


def _late_replies(
    every: Iterable[FileRow], names: Mapping[str, str], asked: Mapping[str, tuple[int, str]], waiting: frozenset[str]
) -> Iterator[Finding]:
    """Of what waits and was handed in after its round, in the order received."""
    for row in every:
        if row.id in waiting and row.id in asked:
            vendor, source = names.get(row.vendor_id or "", ""), Source(row.name, row.sha256)
            found = late_reply(vendor, source, row.handed_in_at or "", asked[row.id])
            if found is not None:
                yield found


def _late(
    every: Iterable[FileRow], names: Mapping[str, str], due: Mapping[str, str], deadline: str
) -> Iterator[Finding]:
    """Of bids and attachments that count and were handed in after their round or the deadline, in the order received."""
    for row in every:
        if row.state == "current" and row.vendor_id and row.handed_in_at:
            source = Source(row.name, row.sha256)
            found = lateness(
                names.get(row.vendor_id, ""), source, row.handed_in_at, due.get(row.id, deadline), row.admitted
            )
            if found is not None:
                yield found


def named_by(bid: Bid, questions: Iterable[Question], attachments: Iterable[Attachment]) -> tuple[Named, ...]:
    """What the answers of a bid name, beside the attachments of its vendor that count."""
    return named_files(bid, questions, tuple(one for one in attachments if one.vendor == bid.vendor and one.current))


def _missing(bids: Iterable[Bid], questions: Questions, attachments: tuple[Attachment, ...]) -> Iterator[Finding]:
    """Named and not there; of a vendor none of whose attachments has been uploaded nothing can be said yet."""
    with_files = {one.vendor for one in attachments if one.current}
    for bid in bids:
        if bid.vendor in with_files:
            yield from missing_evidence(bid.vendor, named_by(bid, questions, attachments))
