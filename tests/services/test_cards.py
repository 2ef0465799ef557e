"""A scorecard that comes back is right in everything, or nothing of it is taken and each fault is told at its cell."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evaluator.adapters.codec import decode, encode
from evaluator.adapters.packs import bundled
from evaluator.domain.finding import Rule, Severity
from evaluator.domain.text import LANGS
from evaluator.i18n.words import message
from evaluator.intake.anonymity import variants
from evaluator.services.assigning import assign
from evaluator.services.bids import import_files
from evaluator.services.commands import LOCAL, service
from evaluator.services.exports import build, mint
from evaluator.services.imports import Imported
from evaluator.services.scores import save_scores
from evaluator.services.state import load
from evaluator.store import files
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from evaluator.store.transaction import Transaction
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS, score, seed, seeded

SHEN, GU, DANIEL = EVALUATORS
ADA, BO = VENDORS[0].name, VENDORS[1].name
FIRST, SECOND = "track_record.relevance", "tech.team"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of its own in which the bids are in; Shen scores two sub-criteria."""
    made = seeded(tmp_path / "data", "bids")
    assign(made, LOCAL, "assign", TENDER, {SHEN: (FIRST, SECOND)})
    yield made
    made.close()


def issued(store: Store, evaluator: str = SHEN, lang: str = "en") -> tuple[str, openpyxl.Workbook]:
    name, _, data = build(store, LOCAL, mint(store, LOCAL, TENDER, "scorecard", evaluator=evaluator, lang=lang))
    return name, openpyxl.load_workbook(io.BytesIO(data))


def rows(book: openpyxl.Workbook) -> dict[str, tuple[Any, int]]:
    return {
        str(cell.value): (sheet, cell.row)
        for sheet in book.worksheets
        for cell in sheet["A"]
        if "|" in str(cell.value or "")
    }


def filled(book: openpyxl.Workbook, points: int = 4, reason: str = "Seen in the answer.") -> openpyxl.Workbook:
    for sheet, row in rows(book).values():
        sheet.cell(row, 4).value, sheet.cell(row, 5).value = points, reason
    return book


def sent(store: Store, name: str, book: openpyxl.Workbook, **more: int) -> Imported:
    out = io.BytesIO()
    book.save(out)
    command = f"c{store.revision(TENDER)}-{sorted(more.items())}"
    (done,) = import_files(store, LOCAL, command, TENDER, [(name, out.getvalue())], **more)
    return done


def told(done: Imported) -> list[tuple[Rule, str]]:
    return [(found.rule, found.source.cell) for found in done.findings]


def cover(book: openpyxl.Workbook, code: str) -> Any:
    sheet = book.worksheets[0]
    return next(sheet.cell(cell.row, 3) for cell in sheet["A"] if cell.value == code)


def test_a_card_holds_what_its_evaluator_scores_and_comes_back_submitted(store: Store) -> None:
    name, book = issued(store)
    assert {key.partition("|")[0] for key in rows(book)} == {FIRST, SECOND}

    done = sent(store, name, filled(book))

    assert (done.status, done.scores, done.left, done.findings) == ("stored", 2 * len(VENDORS), 0, ())
    assert load(store, LOCAL, TENDER).submitted(SHEN)


def test_a_card_with_empty_cells_is_kept_as_drafts_until_nothing_is_missing(store: Store) -> None:
    name, book = issued(store)
    sheet, row = rows(filled(book))[f"{FIRST}|{ADA}"]
    sheet.cell(row, 4).value = None

    done = sent(store, name, book)
    assert (done.status, done.scores, done.left) == ("stored", 2 * len(VENDORS) - 1, 1)
    assert told(done) == [(Rule.SCORE_MISSING, f"D{row}")]
    assert {entry.state for entry in load(store, LOCAL, TENDER).entries} == {"draft"}

    again, later = issued(store)
    sheet, row = rows(later)[f"{FIRST}|{ADA}"]
    assert sheet.cell(row, 4).value is None
    sheet.cell(row, 4).value, sheet.cell(row, 5).value = 2, "One case only."
    done = sent(store, again, later)
    assert (done.status, done.left) == ("stored", 0)
    assert load(store, LOCAL, TENDER).submitted(SHEN)


def _renamed(book: openpyxl.Workbook) -> None:
    cover(book, "E1").value = GU


def _marked(place: int, value: str) -> Any:
    def change(book: openpyxl.Workbook) -> None:
        parts = cover(book, "ID").value.split("|")
        cover(book, "ID").value = "|".join([*parts[:place], value, *parts[place + 1 :]])

    return change


def _stranger(book: openpyxl.Workbook) -> None:
    _marked(7, "Somebody")(book)
    cover(book, "E1").value = "Somebody"


def test_a_card_issued_before_an_answer_changed_is_taken_with_a_remark(store: Store) -> None:
    name, book = issued(store)
    _answers_otherwise(store, LOCAL, "other", TENDER, load(store, LOCAL, TENDER).pack.method.of_leaf(FIRST)[0].id)

    done = sent(store, name, filled(book))

    assert (done.status, done.scores) == ("stored", 2 * len(VENDORS))
    assert [(found.rule, found.severity) for found in done.findings] == [(Rule.SCORECARD_ANSWERS, Severity.WARNING)]


@service("bid.receive")
def _answers_otherwise(tx: Transaction, item: str) -> None:
    row = next(row for row in files.every(tx, tx.tender_id) if row.envelope == "technical")
    (kept,) = files.kept_readings(tx, row.id)
    held = decode(kept.content["reading"])
    answers = tuple(replace(one, verbatim="otherwise") if one.item == item else one for one in held.answers)
    content = {"reading": encode(replace(held, answers=answers))}
    files.save_reading(tx, row.id, row.envelope, content, reader="test", ver=kept.ver)


def _outside(book: openpyxl.Workbook) -> None:
    sheet, row = rows(book)[f"{FIRST}|{ADA}"]
    sheet.cell(row, 4).value = 9


def _foreign_row(book: openpyxl.Workbook) -> None:
    sheet, row = rows(book)[f"{FIRST}|{ADA}"]
    sheet.cell(row, 1).value = f"support.training|{ADA}"


@pytest.mark.parametrize(
    ("spoil", "rule", "cell"),
    [
        (_renamed, Rule.SCORECARD_PERSON, "C4"),
        (_stranger, Rule.EVALUATOR_UNKNOWN, ""),
        (_marked(5, "T-other"), Rule.OTHER_TENDER, ""),
        (_marked(6, "0" * 16), Rule.SCORECARD_ISSUE, ""),
        (_outside, Rule.SCORE_OUTSIDE, "D"),
        (_foreign_row, Rule.SCORE_UNASSIGNED, "D"),
    ],
)
def test_one_fault_and_nothing_is_taken(store: Store, spoil: Any, rule: Rule, cell: str) -> None:
    name, book = issued(store)
    spoil(filled(book))

    done = sent(store, name, book)

    found = done.findings[0]
    assert (done.status, found.rule, found.severity) == ("refused", rule, Severity.BLOCKER)
    assert found.source.cell.startswith(cell)
    assert all(len(message(found, lang)) > 20 for lang in LANGS)
    assert load(store, LOCAL, TENDER).entries == ()


def test_scores_saved_after_the_card_was_issued_are_shown_and_replaced_only_when_a_person_agrees(store: Store) -> None:
    name, book = issued(store)
    save_scores(store, LOCAL, "later", TENDER, SHEN, {(FIRST, ADA): (Decimal(1), "newer")})

    done = sent(store, name, filled(book))
    row = rows(book)[f"{FIRST}|{ADA}"][1]
    assert (done.status, done.drafts) == ("refused", 1)
    assert told(done) == [(Rule.DRAFTS_REPLACED, ""), (Rule.SCORE_NEWER, f"D{row}")]
    assert dict(done.findings[1].params)["saved"] == "1"

    assert sent(store, name, book, replacing=1).status == "stored"
    assert load(store, LOCAL, TENDER).submitted(SHEN)


def test_a_card_that_starts_from_what_is_saved_is_the_later_word(store: Store) -> None:
    save_scores(store, LOCAL, "before", TENDER, SHEN, {(FIRST, ADA): (Decimal(1), "older")})
    name, book = issued(store)
    sheet, row = rows(book)[f"{FIRST}|{ADA}"]
    assert (sheet.cell(row, 4).value, sheet.cell(row, 5).value) == (1, "older")

    assert sent(store, name, filled(book)).status == "stored"
    assert load(store, LOCAL, TENDER).given_by(SHEN)[FIRST, ADA].points == Decimal(4)


def test_a_submitted_score_stands_against_any_card(store: Store) -> None:
    name, book = issued(store)
    assert sent(store, name, filled(book)).status == "stored"
    again, later = issued(store)
    sheet, row = rows(later)[f"{FIRST}|{BO}"]
    sheet.cell(row, 4).value = 5

    done = sent(store, again, later)

    assert (done.status, told(done)) == ("refused", [(Rule.SCORE_STANDS, f"D{row}")])
    assert load(store, LOCAL, TENDER).given_by(SHEN)[FIRST, BO].points == Decimal(4)


def test_a_reason_that_only_repeats_the_scale_is_remarked(store: Store) -> None:
    level = load(store, LOCAL, TENDER).pack.method.leaf(FIRST).levels[-1].text.en
    name, book = issued(store)
    sheet, row = rows(filled(book))[f"{FIRST}|{ADA}"]
    sheet.cell(row, 5).value = level

    done = sent(store, name, book)

    assert (done.status, told(done)) == ("stored", [(Rule.REASON_REPEATS, f"E{row}")])


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Store]:
    """A tender whose method hides names on one sub-criterion and takes no score without a reason."""
    folder = tmp_path / "crm_platform"
    shutil.copytree(bundled() / "crm_platform", folder)
    text = (folder / "method.toml").read_text("utf-8")
    text = text.replace("grain = 4\n", "grain = 4\nreason_required = true\n", 1)
    text = re.sub(r'(key = "track_record.relevance"\n)', r"\1anonymous = true\n", text)
    (folder / "method.toml").write_text(text, "utf-8")
    made = Store.open(sqlite_url(tmp_path / "data"))
    seed(made, "bids", folder)
    yield made
    made.close()


def test_a_score_without_a_required_reason_is_not_taken(strict: Store) -> None:
    name, book = issued(strict)
    sheet, row = next(iter(rows(filled(book)).values()))
    sheet.cell(row, 5).value = None

    done = sent(strict, name, book)

    assert (done.status, told(done)) == ("refused", [(Rule.SCORE_REASON_MISSING, f"E{row}")])
    assert load(strict, LOCAL, TENDER).entries == ()


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_no_vendors_name_is_anywhere_in_an_anonymous_card_and_its_scores_find_home(strict: Store, lang: str) -> None:
    save_scores(strict, LOCAL, "reason", TENDER, SHEN, {(FIRST, ADA): (Decimal(2), f"{ADA} is thin here")})
    name, _, data = build(strict, LOCAL, mint(strict, LOCAL, TENDER, "scorecard", evaluator=SHEN, lang=lang))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        whole = "\n".join(parts.read(part).decode("utf-8") for part in parts.namelist()).casefold()
    names = {form for one in VENDORS for form in variants(one.name)[0]}
    names |= set(load(strict, LOCAL, TENDER).tender.vendors)

    assert [form for form in names if form.casefold() in whole] == []
    book = openpyxl.load_workbook(io.BytesIO(data))
    mark = "供应商" if lang == "zh" else "Vendor"
    assert all(mark in str(sheet.cell(row, 2).value) for sheet, row in rows(book).values())
    for number, (sheet, row) in enumerate(rows(book).values()):
        sheet.cell(row, 4).value, sheet.cell(row, 5).value = number % 6, f"Seen: {sheet.cell(row, 2).value}"

    assert sent(strict, name, book).status == "stored"
    state = load(strict, LOCAL, TENDER)
    labels: dict[str, set[str]] = {}
    for entry in state.entries:
        labels.setdefault(entry.vendor, set()).add(entry.reason)
    assert {len(each) for each in labels.values()} == {1}
    assert len({next(iter(each)) for each in labels.values()}) == len(VENDORS)


def test_all_cards_come_in_one_zip_each_with_its_own_sub_criteria(store: Store) -> None:
    name, kind, data = build(store, LOCAL, mint(store, LOCAL, TENDER, "scorecards", lang="zh"))

    assert (name, kind) == (f"{TENDER}-scorecards.zip", "application/zip")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        cards = {part: openpyxl.load_workbook(io.BytesIO(parts.read(part))) for part in parts.namelist()}
    assert set(cards) == {f"{TENDER}-{one}.xlsx" for one in EVALUATORS}
    assert len(rows(cards[f"{TENDER}-{SHEN}.xlsx"])) == 2 * len(VENDORS)
    assert len(rows(cards[f"{TENDER}-{GU}.xlsx"])) == 10 * len(VENDORS)


def test_whoever_has_submitted_gets_their_own_scores_back_to_read(store: Store) -> None:
    score(store, GU)
    book = issued(store, GU)[1]

    assert all(sheet.cell(row, 4).value is not None for sheet, row in rows(book).values())


def test_a_score_given_in_the_app_points_to_the_cells_on_the_screen(store: Store) -> None:
    save_scores(store, LOCAL, "one", TENDER, SHEN, {(FIRST, ADA): (Decimal(3), "seen")})
    state = load(store, LOCAL, TENDER)

    evidence = state.given_by(SHEN)[FIRST, ADA].evidence

    bid = next(bid for bid in state.bids if bid.vendor == ADA)
    cells = [str(bid.find(one.id).source) for one in state.pack.method.of_leaf(FIRST) if bid.find(one.id).source.cell]
    assert evidence == "; ".join(cells) != ""
