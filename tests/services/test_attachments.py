"""Attachments through the services: whose they are, what is sealed, what replaces what, and when they were handed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from evaluator.adapters.codec import decode, encode
from evaluator.domain.bid import State
from evaluator.domain.finding import Finding, Rule
from evaluator.i18n.words import message
from evaluator.intake.questionnaire import TECHNICAL
from evaluator.services import attachments, exports, receipt, stages
from evaluator.services.attachments import Given
from evaluator.services.commands import LOCAL, Actor, NotAllowed, Role, new_command_id
from evaluator.services.letter import clarification
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import files
from evaluator.store.command import Command
from evaluator.store.errors import Sealed
from evaluator.store.store import Store
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS, score, seeded
from tests.workbooks import zipped

ADA, BO = VENDORS[0].name, VENDORS[1].name
PDF = b"%PDF-1.7 certificate"
CANARY = b"%PDF-1.7 our price is 1,280,000"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    seconds = count()
    made = seeded(tmp_path, "bids", lambda: datetime(2026, 12, 6, 1, tzinfo=UTC) + timedelta(seconds=next(seconds)))
    yield made
    made.close()


def state_of(store: Store) -> TenderState:
    return load(store, LOCAL, TENDER)


def give(
    store: Store, name: str, data: bytes = PDF, vendor: str = ADA, *, priced: bool = False, at: str = ""
) -> attachments.Received:
    given = Given(name=name, content=data, vendor=vendor, priced=priced)
    (one,) = attachments.receive(store, LOCAL, new_command_id(), TENDER, [given], at)
    return one


def save(store: Store, upload: str) -> exports.File:
    return exports.build(store, LOCAL, exports.mint(store, LOCAL, TENDER, "original", upload=upload))


def name_evidence(store: Store, item: str, named: str) -> None:
    """The vendor's technical reading as if its workbook named this file beside the answer."""
    with store.read() as snapshot:
        rows = {row.id: row for row in files.every(snapshot, TENDER) if row.kind == "bid"}
        mine = next(
            upload for upload in state_of(store).uploads if upload.vendor == ADA and upload.envelope == TECHNICAL
        )
        kept = next(iter(files.readings_in(snapshot, TENDER, mine.id)), None)
    assert kept is not None
    reading = decode(kept.content["reading"])
    told = tuple(replace(one, evidence_file=named) if one.item == item else one for one in reading.answers)
    content = {"reading": encode(replace(reading, answers=told))}
    command = Command(LOCAL, new_command_id(), TENDER, "test")
    store.run(
        command, lambda tx: files.save_reading(tx, rows[mine.id].id, "technical", content, reader="test", ver=kept.ver)
    )


def test_an_attachment_is_kept_with_its_hash_and_given_back_under_a_safe_name(store: Store) -> None:
    assert give(store, "..\\plan.html").status == "stored"

    (one,) = state_of(store).dealings.of(ADA)
    name, media, data = save(store, one.id)
    assert (one.name, one.kind, one.envelope, one.vendor) == ("plan.html", "pdf", "technical", ADA)
    assert (name, media, data) == ("plan.html.pdf", "application/octet-stream", PDF)
    assert all(upload.kind != "attachment" for upload in state_of(store).uploads)


def test_what_holds_prices_is_sealed_in_every_way_until_prices_are_opened(store: Store) -> None:
    give(store, "terms.zip", zipped({"price 1280000.pdf": CANARY}), priced=True)
    give(store, "offer.pdf", CANARY)
    first, second = state_of(store).dealings.of(ADA)
    assert (first.kind, first.entries) == ("", ())

    attachments.seal(store, LOCAL, "seal", TENDER, second.id, second.ver, "holds prices")

    sealed = state_of(store).dealings.of(ADA)
    assert [(one.envelope, one.kind) for one in sealed] == [("price", ""), ("price", "")]
    for one in sealed:
        with pytest.raises(Sealed):
            save(store, one.id)
    with store.read() as snapshot, pytest.raises(Sealed):
        files.content(snapshot, TENDER, second.id)
    attachments.withdraw(store, LOCAL, "away", TENDER, first.id, first.ver, "sent twice")
    with pytest.raises(Sealed):
        save(store, first.id)
    told = repr(state_of(store)) + "".join(repr(event) for event in store.events(TENDER))
    assert "1280000" not in told
    assert "1,280,000" not in told

    for name in EVALUATORS:
        score(store, name)
    stages.lock_technical(store, LOCAL, "lock", TENDER)
    stages.open_prices(store, LOCAL, "open", TENDER, "all bids are in")
    assert save(store, second.id)[2] == CANARY
    assert [entry.name for one in state_of(store).dealings.attachments for entry in one.entries] == [
        "price 1280000.pdf"
    ]
    with pytest.raises(Refused, match="attachment_opened"):
        attachments.seal(store, LOCAL, "late", TENDER, second.id, state_of(store).dealings.of(ADA)[0].ver, "again")


def test_a_file_of_the_same_name_replaces_the_earlier_one_and_both_are_kept(store: Store) -> None:
    give(store, "iso.pdf")
    assert give(store, "iso.pdf").status == "same"
    assert give(store, "ISO.pdf", b"%PDF-1.7 renewed").status == "replaced"

    old, new = state_of(store).dealings.attachments
    assert (old.state, old.superseded_by, new.state) == ("superseded", new.id, "current")
    assert save(store, old.id)[2] == PDF
    with pytest.raises(Refused, match="file_gone"):
        attachments.withdraw(store, LOCAL, "gone", TENDER, old.id, old.ver, "old")
    with pytest.raises(Refused, match="reason_missing"):
        attachments.withdraw(store, LOCAL, "why", TENDER, new.id, new.ver, " ")
    attachments.withdraw(store, LOCAL, "away", TENDER, new.id, new.ver, "of another vendor")
    assert state_of(store).dealings.of(ADA) == ()


def test_a_refused_file_says_why_and_the_others_are_kept(store: Store) -> None:
    given = [
        Given(name="bomb.zip", content=zipped({"a": bytes(64 * 2**20)}), vendor=BO),
        Given(name="run.exe", content=b"MZ\x90\0", vendor=BO),
        Given(name="plan.pdf", content=PDF, vendor=BO),
    ]

    found = attachments.receive(store, LOCAL, "several", TENDER, given)

    assert [one.status for one in found] == ["refused", "refused", "stored"]
    assert [one.findings[0].rule for one in found[:2]] == [Rule.ATTACHMENT_UNSAFE, Rule.ATTACHMENT_KIND]
    assert "“bomb.zip” is unsafe" in message(found[0].findings[0], "en")
    assert [one.name for one in state_of(store).dealings.attachments] == ["plan.pdf"]
    assert {row.name for row in _rows(store)} == {"plan.pdf"}


def _rows(store: Store) -> list[files.FileRow]:
    with store.read() as snapshot:
        return [row for row in files.every(snapshot, TENDER, all_states=True) if row.kind == "attachment"]


def test_nobody_but_the_lead_receives_and_only_for_a_vendor_of_the_tender(store: Store) -> None:
    one = Given(name="a.pdf", content=PDF, vendor="Nobody Ltd")
    with pytest.raises(Refused, match="attachment_unassigned"):
        attachments.receive(store, LOCAL, "whose", TENDER, [one])
    observer = Actor("Olga", frozenset({Role.OBSERVER}))
    with pytest.raises(NotAllowed):
        attachments.receive(store, observer, "who", TENDER, [Given(name="a.pdf", content=PDF, vendor=ADA)])


def missing(store: Store) -> tuple[Finding, ...]:
    """What is found of this answer; the invented cases of the vendor name proofs of their own."""
    return tuple(one for one in state_of(store).dealings.found(ADA) if one.item == "SE-01")


def test_evidence_that_did_not_come_is_asked_for_once_files_have_come(store: Store) -> None:
    name_evidence(store, "SE-01", "iso27001.pdf")
    assert missing(store) == ()  # nothing is uploaded yet: nothing can be said

    give(store, "other.pdf")
    (found,) = missing(store)
    assert (found.rule, found.item) == (Rule.EVIDENCE_MISSING, "SE-01")
    assert "“iso27001.pdf”" in clarification(state_of(store), ADA, "en")

    give(store, "ISO27001.PDF")
    assert missing(store) == ()
    assert "iso27001" not in clarification(state_of(store), ADA, "en")
    answer = next(bid for bid in state_of(store).bids if bid.vendor == ADA).find("SE-01")
    assert answer is not None
    assert answer.state is State.ANSWERED  # an attachment never changes an answer


def test_a_late_file_waits_for_a_persons_word(store: Store) -> None:
    give(store, "late.pdf", at="2026-12-05T17:30+08:00")
    (one,) = state_of(store).dealings.of(ADA)
    (found,) = state_of(store).dealings.undecided
    assert (found.rule, found.vendor) == (Rule.HANDED_IN_LATE, ADA)
    assert "2026-12-05 17:30" in message(found, "en")

    with pytest.raises(Refused, match="reason_missing"):
        receipt.admit_late(store, LOCAL, "silent", TENDER, one.id, one.ver, "")
    receipt.admit_late(store, LOCAL, "admit", TENDER, one.id, one.ver, "our portal was down")
    assert state_of(store).dealings.undecided == ()
    told = state_of(store).dealings.findings[0]
    assert told.rule is Rule.LATE_ADMITTED
    assert "our portal was down" in message(told, "en")

    receipt.restate(store, LOCAL, "right", TENDER, one.id, one.ver + 1, "2026-12-05T16:30+08:00", "receipt no. 7")
    assert {one.rule for one in state_of(store).dealings.findings} == {Rule.EVIDENCE_MISSING}
    assert state_of(store).dealings.of(ADA)[0].handed_in_at == "2026-12-05T16:30+08:00"


@pytest.mark.parametrize(("at", "key"), [("yesterday", "handed_in"), ("2026-12-07T09:00+08:00", "handed_in_future")])
def test_a_moment_that_is_none_or_has_not_come_is_refused(store: Store, at: str, key: str) -> None:
    with pytest.raises(Refused, match=key):
        give(store, "a.pdf", at=at)
    assert state_of(store).dealings.attachments == ()
