"""Conversations and calls to references through the services, and what they bring to findings, scores and the record."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from evaluator.domain.dealing import Said
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import message, t
from evaluator.services import conversations, exports, references, settling
from evaluator.services.cited import cited_in
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.naming import Names
from evaluator.services.problem import Refused
from evaluator.services.references import Heard
from evaluator.services.settling import Settling
from evaluator.services.state import TenderState, load
from evaluator.store.errors import Conflict
from evaluator.store.store import Store
from evaluator.ui.views.scores import said as said_on_card
from tests.adapters.office import converted, pages
from tests.ui.seeding import TENDER, VENDORS, seeded

ADA, BO, CY = (one.name for one in VENDORS[:3])
TALK = Said(
    vendor=ADA,
    day="2026-05-08",
    people="林 / Ada's architect",
    asked="=1+1 hosting?",
    learnt="in two regions",
    touches=("ST-01",),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    seconds = count()
    made = seeded(tmp_path, "bids", lambda: datetime(2026, 12, 1, tzinfo=UTC) + timedelta(seconds=next(seconds)))
    yield made
    made.close()


def state_of(store: Store) -> TenderState:
    return load(store, LOCAL, TENDER)


def built(store: Store, kind: str, **params: str) -> exports.File:
    return exports.build(store, LOCAL, exports.mint(store, LOCAL, TENDER, kind, **params))


def call(store: Store, key: str, answers: Mapping[str, str], drawn: TenderState | None = None) -> None:
    said = Heard(day="2026-11-20", caller="林", spoken="Ms. Wu, IT", answers=answers)
    references.write_down(store, LOCAL, new_command_id(), TENDER, ADA, key, said, drawn=drawn)


def test_a_conversation_is_numbered_kept_as_it_was_and_withdrawn_for_a_reason(store: Store) -> None:
    assert conversations.note(store, LOCAL, "one", TENDER, TALK) == 1
    (one,) = state_of(store).dealings.talks(ADA)
    assert (one.code, one.learnt, one.withdrawn) == ("C-1", "in two regions", False)

    with pytest.raises(Refused, match="reason_missing"):
        conversations.withdraw(store, LOCAL, "silent", TENDER, 1, one.ver, "")
    conversations.withdraw(store, LOCAL, "away", TENDER, 1, one.ver, "it was Bo")
    (gone,) = state_of(store).dealings.talks(ADA)
    assert (gone.withdrawn, gone.reason, gone.learnt) == (True, "it was Bo", "in two regions")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"people": " "}, "conversation_blank"),
        ({"day": "2026-12-24"}, "conversation_day"),
        ({"day": "soon"}, "conversation_day"),
        ({"vendor": "Nobody"}, "no_such_answer"),
        ({"touches": ("ZZ-99",)}, "no_such_answer"),
    ],
)
def test_a_note_that_says_too_little_or_of_nobody_is_refused(store: Store, change: dict[str, Any], key: str) -> None:
    with pytest.raises(Refused, match=key):
        conversations.note(store, LOCAL, "bad", TENDER, replace(TALK, **change))
    assert state_of(store).dealings.conversations == ()


def test_what_was_learnt_stands_beside_the_answers_that_it_bears_on(store: Store) -> None:
    conversations.note(store, LOCAL, "one", TENDER, TALK)
    state = state_of(store)
    leaf = state.pack.method.leaf(next(one.criterion for one in state.pack.method.questions if one.id == "ST-01"))
    bids = {bid.vendor: bid for bid in state.evaluation.bids}

    told = [one for one in said_on_card(state, bids[ADA], leaf, Names(), "en") if "C-1" in one.question]
    assert [one.text for one in told] == ["in two regions"]
    assert not any("C-1" in one.question for one in said_on_card(state, bids[BO], leaf, Names(), "en"))


def test_a_call_that_contradicts_reopens_the_scores_until_a_person_has_looked_into_it(store: Store) -> None:
    one = references.references_of(state_of(store), ADA)[0]
    claimed = {claim.key: claim.answer.verbatim for claim in one.claims}
    assert claimed["users"] == "10"

    call(store, one.key, {"users": "4", "live_since": "2026-03-20", "again": "no"})

    found, twin = state_of(store).dealings.reopened()  # the client stands in two rows
    assert "“10”" in message(found, "en")
    assert "“4”" in message(found, "en")
    before = state_of(store).evaluation
    with pytest.raises(Refused, match="reason_missing"):
        references.settle(store, LOCAL, "silent", TENDER, (ADA, one.key), [found.item], "")
    references.settle(store, LOCAL, "settle", TENDER, (ADA, one.key), [found.item], "counted one site only")
    assert [each.item for each in state_of(store).dealings.reopened()] == [twin.item]
    references.settle(store, LOCAL, "other", TENDER, (ADA, one.key), [twin.item], "the same site")
    assert state_of(store).dealings.reopened() == ()
    assert state_of(store).evaluation == before  # no score changes by itself

    call(store, one.key, {"users": "3"})
    assert len(state_of(store).dealings.reopened()) == 2  # something else was said: the word was not of this
    kept = state_of(store).dealings.call(ADA, one.key)
    assert kept is not None
    references.withdraw(store, LOCAL, "away", TENDER, (ADA, one.key), kept.ver, "wrong client")
    assert state_of(store).dealings.reopened() == ()


@pytest.mark.parametrize(
    ("answers", "key"),
    [({}, "call_empty"), ({"users": "about forty"}, "call_unclear"), ({"live": "perhaps"}, "call_unclear")],
)
def test_an_answer_that_is_not_clear_is_refused_and_nothing_is_kept(
    store: Store, answers: dict[str, str], key: str
) -> None:
    one = references.references_of(state_of(store), ADA)[0]
    with pytest.raises(Refused, match=key):
        call(store, one.key, answers)
    assert state_of(store).dealings.calls == ()


def test_a_page_that_has_not_seen_a_call_cannot_write_over_it(store: Store) -> None:
    one = references.references_of(state_of(store), ADA)[0]
    drawn = state_of(store)
    call(store, one.key, {"users": "10"})

    with pytest.raises(Conflict):
        call(store, one.key, {"users": "11"}, drawn)


@pytest.mark.parametrize("lang", LANGS)
def test_a_call_sheet_goes_out_without_claims_and_comes_back(store: Store, lang: Lang) -> None:
    one = references.references_of(state_of(store), ADA)[0]
    name, _, data = built(store, "call_sheet", vendor=ADA, reference=one.key, lang=lang, form="xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    assert name.endswith(f"-{TENDER}-{lang}.xlsx")
    assert not [
        cell
        for line in sheet.iter_rows()
        for cell in line
        if cell.column == 4 and cell.row > rows["CALL"] + 1 and cell.value
    ]

    yes = {"zh": "是", "en": "Yes"}[lang]
    for key, value in {"day": "2026-11-20", "caller": "林", "spoken": "吴", "live": yes, "users": "10"}.items():
        sheet.cell(rows[key], 4).value = value
    box = io.BytesIO()
    book.save(box)
    references.take_sheet(store, LOCAL, "read", TENDER, (ADA, one.key), ("sheet.xlsx", box.getvalue()))

    kept = state_of(store).dealings.call(ADA, one.key)
    assert kept is not None
    assert (kept.day, kept.caller, kept.spoken, dict(kept.answers)) == (
        "2026-11-20",
        "林",
        "吴",
        {"live": yes, "users": "10"},
    )

    with pytest.raises(Refused, match="call_sheet_other"):
        references.take_sheet(
            store,
            LOCAL,
            "bo",
            TENDER,
            (BO, references.references_of(state_of(store), BO)[0].key),
            ("s.xlsx", box.getvalue()),
        )
    sheet.cell(rows["CALL"], 2).value = "OTHER-1|" + str(sheet.cell(rows["CALL"], 2).value).partition("|")[2]
    box = io.BytesIO()
    book.save(box)
    with pytest.raises(Refused, match="call_sheet_tender"):
        references.take_sheet(store, LOCAL, "tender", TENDER, (ADA, one.key), ("s.xlsx", box.getvalue()))
    with pytest.raises(Refused, match="file_unreadable"):
        references.take_sheet(store, LOCAL, "pdf", TENDER, (ADA, one.key), ("s.xlsx", b"%PDF-1.7"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_call_sheet_as_a_document_asks_every_question(store: Store, lang: Lang) -> None:
    one = references.references_of(state_of(store), ADA)[0]
    _, _, data = built(store, "call_sheet", vendor=ADA, reference=one.key, lang=lang, form="docx")

    text = "\n".join(
        cell.text for table in docx.Document(io.BytesIO(data)).tables for row in table.rows for cell in row.cells
    )

    assert all(question.text.show(lang) in text for question in state_of(store).pack.method.calls)
    assert one.client in text


@pytest.mark.office
@pytest.mark.parametrize("lang", LANGS)
def test_the_call_sheet_to_be_filled_in_by_hand_is_one_page(store: Store, lang: Lang, tmp_path: Path) -> None:
    one = references.references_of(state_of(store), ADA)[0]
    path = tmp_path / "call.docx"
    path.write_bytes(built(store, "call_sheet", vendor=ADA, reference=one.key, lang=lang, form="docx")[2])

    assert len(pages(converted(tmp_path, [path], "pdf")[0])) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_the_record_of_dealings_holds_talks_files_and_calls_as_plain_text(store: Store, lang: Lang) -> None:
    conversations.note(store, LOCAL, "one", TENDER, TALK)
    one = references.references_of(state_of(store), ADA)[0]
    call(store, one.key, {"users": "4"})
    word = Settling(vendor=CY, item="ST-01", reason="asked", date="2026-11-01", source="see C-1", text="99.9%")
    settling.settle(store, LOCAL, "word", TENDER, word)
    settling.settle(store, LOCAL, "other", TENDER, replace(word, source="see C-12"))
    assert cited_in(state_of(store), state_of(store).dealings.talks(ADA)[0]) == ()
    settling.settle(store, LOCAL, "again", TENDER, word)

    _, _, data = built(store, "dealings", lang=lang)

    talks, kept, calls = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    cells = [cell for line in talks.iter_rows() for cell in line]
    assert any(cell.value == "=1+1 hosting?" and cell.data_type == "s" for cell in cells)
    # What cites it is told as it is, beside what the noter expected; of another bid with its vendor.
    other = f"（{CY}）" if lang == "zh" else f" ({CY})"
    told = t("conversation.cites.settlement", lang, item="ST-01") + other
    assert any(cell.value == told for cell in cells)
    assert (
        sum(
            cell.value == upload.sha256
            for upload in state_of(store).uploads
            for line in kept.iter_rows()
            for cell in line
        )
        == 12
    )
    assert any("4" in str(cell.value) and cell.column == 6 for line in calls.iter_rows() for cell in line)


def test_references_are_found_by_the_packs_own_key(store: Store) -> None:
    state = state_of(store)
    asked = {question.id: question for question in state.asked.questions("technical")}
    cited = {
        claim.answer.item.partition("/")[0] for one in references.references_of(state, ADA) for claim in one.claims
    }

    assert cited
    assert all(asked[key].references for key in cited)
