"""A choice of a vendor stands against a page drawn earlier, and rests on the ranking that it was made on."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.adapters.codec import encode
from evaluator.domain.finding import Rule
from evaluator.services import awarding, bids, checking, draft_grounds, drafts, exports, front
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store.errors import Conflict
from evaluator.store.files import NewFile
from evaluator.store.store import Store
from tests.ui import seeding
from tests.ui.seeding import TENDER, seeded

ADA, BO = "Ada Cloud 阿达云软件有限公司", "Bo Systems Ltd"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = seeded(tmp_path)
    yield opened
    opened.close()


def now(store: Store) -> TenderState:
    return load(store, LOCAL, TENDER)


def choose(store: Store, vendor: str, drawn: TenderState | None = None, reason: str = "highest total") -> None:
    awarding.select_vendor(store, LOCAL, new_command_id(), TENDER, vendor, reason, "better plan", drawn=drawn)


def override(store: Store, vendor: str, points: int, reason: str = "the reference denied it") -> str:
    item = now(store).pack.method.auto_questions()[0].id
    checking.check_facts(store, LOCAL, new_command_id(), TENDER, vendor, [item], Decimal(points), reason)
    return item


def chosen(store: Store) -> str:
    selection = now(store).selection
    return selection.vendor if selection else ""


def test_a_page_drawn_before_the_choice_cannot_replace_it(store: Store) -> None:
    drawn = now(store)
    choose(store, ADA, drawn)

    with pytest.raises(Conflict):
        choose(store, BO, drawn)
    with pytest.raises(Refused, match="already_selected"):
        choose(store, BO, now(store))

    assert chosen(store) == ADA


def test_a_page_that_shows_an_earlier_choice_cannot_withdraw_the_later_one(store: Store) -> None:
    choose(store, ADA)
    drawn = now(store)
    awarding.withdraw_selection(store, LOCAL, new_command_id(), TENDER, "new facts", drawn=drawn)
    choose(store, BO)

    with pytest.raises(Conflict):
        awarding.withdraw_selection(store, LOCAL, new_command_id(), TENDER, "new facts", drawn=drawn)

    assert chosen(store) == BO


def test_a_choice_whose_ranking_has_changed_is_held_until_it_is_confirmed(store: Store) -> None:
    choose(store, ADA)
    assert front.next_step(now(store)).key == "stage.next_draft"
    ticket = exports.mint(store, LOCAL, TENDER, "draft", vendor=ADA, lang="zh")
    override(store, ADA, 0)

    state = now(store)
    assert state.to_confirm
    assert front.stage_views(state)["shortlist"].state == "wait"
    assert (front.next_step(state).key, front.next_step(state).page) == ("stage.next_confirm", "shortlist")
    with pytest.raises(Refused, match="award_unconfirmed"):
        drafts.draft_of_state(state, ADA, "zh")
    with pytest.raises(TimeoutError):
        exports.build(store, LOCAL, ticket)
    with pytest.raises(Refused, match="already_selected"):
        choose(store, BO)

    choose(store, ADA, reason="still first without this case")
    assert not now(store).to_confirm
    assert drafts.draft_of_state(now(store), ADA, "zh").files


def test_evidence_that_was_seen_leaves_the_choice_as_it_is(store: Store) -> None:
    choose(store, ADA)
    item = now(store).pack.method.auto_questions()[0].id
    checking.check_facts(store, LOCAL, new_command_id(), TENDER, BO, [item], None, "")

    assert not now(store).to_confirm
    assert now(store).late == ()


def test_changes_after_the_lock_are_told_with_their_reason(store: Store) -> None:
    item = override(store, ADA, 0)
    upload = next(one for one in now(store).uploads if one.vendor == BO and one.envelope == "price")
    with pytest.raises(Refused, match="reason_missing"):
        bids.withdraw_file(store, LOCAL, new_command_id(), TENDER, upload.id, " ")
    bids.withdraw_file(store, LOCAL, new_command_id(), TENDER, upload.id, "sent by mistake")

    told = [(one.rule, one.vendor, one.item, dict(one.params)["reason"]) for one in now(store).late]
    assert told == [
        (Rule.CHANGED_LATE, ADA, item, "the reference denied it"),
        (Rule.CHANGED_LATE, BO, upload.name, "sent by mistake"),
    ]
    data = exports.build(store, LOCAL, exports.mint(store, LOCAL, TENDER, "shortlist", lang="en"))[2]
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert any("the reference denied it" in book.read(name).decode() for name in book.namelist())


def test_an_override_is_taken_back_only_with_a_reason(store: Store) -> None:
    item = override(store, ADA, 0)

    with pytest.raises(Refused, match="reason_missing"):
        checking.check_facts(store, LOCAL, new_command_id(), TENDER, ADA, [item], None, "")
    checking.check_facts(store, LOCAL, new_command_id(), TENDER, ADA, [item], None, "the reference called back")

    assert [dict(one.params)["reason"] for one in now(store).late][-1] == "the reference called back"


def test_what_was_decided_before_the_lock_is_not_late(tmp_path: Path) -> None:
    early = seeded(tmp_path, "scores")
    override(early, ADA, 0)
    assert now(early).late == ()
    early.close()


def late_file(store: Store, vendor: str, content: bytes = b"late") -> None:
    """A technical workbook of the vendor, always of one name, comes after the scores in place of the one before it."""
    number = next(at for at, one in enumerate(seeding.VENDORS) if one.name == vendor)
    profile = seeding.VENDORS[number]
    reading = replace(seeding._reading(now(store), profile, "technical", "template"), name="late.xlsx")
    new = NewFile(name="late.xlsx", content=content, kind="bid", envelope="technical")
    scored = next(one for one in now(store).uploads if one.vendor == vendor and one.envelope == "technical")
    bids.withdraw_file(store, LOCAL, new_command_id(), TENDER, scored.id, "a newer one")
    bids._receive(store, LOCAL, new_command_id(), TENDER, new, vendor, {"reading": encode(reading)})


def test_answers_that_came_after_the_scores_are_drafted_only_for_a_reason_until_the_next_come(store: Store) -> None:
    late_file(store, ADA)
    choose(store, ADA)
    with pytest.raises(Refused, match="draft_changed"):
        drafts.draft_of_state(now(store), ADA, "zh")
    with pytest.raises(Refused, match="reason_missing"):
        draft_grounds.draft_anyway(store, LOCAL, new_command_id(), TENDER, ADA, " ")
    with pytest.raises(Refused, match="nothing_against"):
        draft_grounds.draft_anyway(store, LOCAL, new_command_id(), TENDER, BO, "no need")

    draft_grounds.draft_anyway(store, LOCAL, new_command_id(), TENDER, ADA, "only a typing error was mended")
    allowed = draft_grounds.allowed_drafts(store, LOCAL, TENDER)
    files = drafts.draft_of_state(now(store), ADA, "en", ("checklist", "manifest"), allowed).files
    assert all(b"only a typing error was mended" in content for content in files.values())
    name, kind, data = exports.build(
        store, LOCAL, exports.mint(store, LOCAL, TENDER, "draft", vendor=ADA, lang="en", form="outbound")
    )
    assert (name.startswith("draft-outbound_"), kind, data[:2]) == (True, exports.DOCX, b"PK")

    late_file(store, ADA, b"later still")
    if now(store).to_confirm:
        choose(store, ADA, reason="still first")
    with pytest.raises(Refused, match="draft_changed"):
        drafts.draft_of_state(now(store), ADA, "zh", (), allowed)
    draft_grounds.draft_anyway(store, LOCAL, new_command_id(), TENDER, ADA, "this one, too")
    allowed = draft_grounds.allowed_drafts(store, LOCAL, TENDER)
    assert draft_grounds.reasons(now(store), ADA, allowed) == ("this one, too",)


@pytest.mark.parametrize("route", ["tender", "gov"])
def test_where_the_route_forbids_talks_nobody_has_a_draft_before_the_award(store: Store, route: str) -> None:
    state = now(store)
    bound = replace(state, tender=replace(state.tender, route=route))

    with pytest.raises(Refused, match="draft_before_award"):
        drafts.draft_of_state(bound, ADA, "zh")


def test_before_the_award_the_shortlist_has_drafts_that_say_so_and_nobody_else(store: Store) -> None:
    listed = awarding.shortlist_of(now(store)).vendors
    made = drafts.draft_of_state(now(store), listed[0], "en", ("outbound", "terms", "coverage", "checklist"))

    assert "award_not_recorded" in made.summary["blocking"]
    word = next(content for name, content in made.files.items() if name.endswith(".docx"))
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        assert "BEFORE AWARD" in archive.read("word/header1.xml").decode()
    told = next(content for name, content in made.files.items() if name.endswith(".md"))
    assert "- **BEFORE AWARD**" in told.decode()
    with pytest.raises(Refused, match="draft_not_listed"):
        drafts.draft_of_state(now(store), seeding.VENDORS[4].name, "zh")
