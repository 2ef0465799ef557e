"""Everything of a tender as one folder, what stays sealed in it, and the archive that refuses every change."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import io
import json
import pkgutil
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evaluator import services
from evaluator.adapters.packs import load_tender, parse_tender
from evaluator.adapters.tender_text import tender_text
from evaluator.domain.bid import Scalar
from evaluator.domain.money import Money
from evaluator.domain.score import Check
from evaluator.domain.tender import SettlementEntry
from evaluator.domain.text import LANGS
from evaluator.i18n.words import t
from evaluator.services import awarding, consensus, dossier, exports, front, stages
from evaluator.services.archive import archive_tender, unarchive_tender
from evaluator.services.commands import LOCAL, POLICY, new_command_id
from evaluator.services.debriefing import doubts, remark_lines
from evaluator.services.dossier_scores import scores_file
from evaluator.services.held import ScoreEntry
from evaluator.services.problem import Refused
from evaluator.services.sample import sample_folder
from evaluator.services.state import load
from evaluator.services.tenders import remove_tender
from evaluator.store.command import Command
from evaluator.store.errors import Archived
from evaluator.store.store import Store
from evaluator.store.tenders import ASIDE_OF_ARCHIVE
from tests.ui.seeding import TENDER, seeded

ADA, BO = "Ada Cloud 阿达云软件有限公司", "Bo Systems Ltd"
# What changes nothing of a tender: links to its files, and what one person has chosen to see or has drafted.
# What an archived tender still allows; whoever leaves the house loses the role in it, too.
ASIDE = {
    "accounts._join", "former_drafts._keep", "own_drafts._keep", "tenders._prefer", "tickets._keep", "tickets._use",
}  # fmt: skip
LOOKS = {name for name in POLICY if name.endswith((".read", ".read_all"))} | {"tender.export"}


@pytest.fixture
def store(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """The sample half done: as far as the test says, else with prices opened."""
    made = seeded(tmp_path, getattr(request, "param", "opened"))
    yield made
    made.close()


def whole(store: Store) -> tuple[str, dict[str, bytes]]:
    """The folder as a ticket gives it: its name, and contents by path inside it."""
    token = exports.mint(store, LOCAL, TENDER, "everything", lang="en")
    made = dossier.build_folder(store, LOCAL, token)
    assert made is not None
    name, path = made
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        found = {one.partition("/")[2]: archive.read(one) for one in archive.namelist()}
        assert {one.partition("/")[0] for one in archive.namelist()} == {name.removesuffix(".zip")}
    path.unlink()
    return name, found


@pytest.mark.parametrize("store", ["scores"], indirect=True)
def test_the_folder_holds_everything_and_every_file_has_its_checksum(store: Store) -> None:
    entry = explained(store)
    stages.lock_technical(store, LOCAL, new_command_id(), TENDER)
    state = stages.open_prices(store, LOCAL, new_command_id(), TENDER, "all bids are in") or load(store, LOCAL, TENDER)
    awarding.select_vendor(store, LOCAL, new_command_id(), TENDER, ADA, "the highest total")
    name, found = whole(store)

    assert name == "CY-2026-CRM-01-SAMPLE.zip"
    assert "invented" in found["README.txt"].decode()
    sums = dict(reversed(line.split("  ", 1)) for line in found["checksums.txt"].decode().splitlines())
    assert sums == {one: hashlib.sha256(data).hexdigest() for one, data in found.items() if one != "checksums.txt"}
    originals = [data for one, data in found.items() if one.startswith("originals/")]
    assert {hashlib.sha256(data).hexdigest() for data in originals} == {one.sha256 for one in state.uploads}
    assert {one.rpartition("/")[2] for one in found if one.startswith("method/version-1/")} >= {
        "method.toml",
        "terms.toml",
    }
    assert len([one for one in found if one.startswith("letters/")]) == 11
    told = found["letters/remarks.txt"].decode()
    assert all(line in told for lang in LANGS for line in remark_lines(doubts(load(store, LOCAL, TENDER)), lang))
    assert sorted(one for one in found if one.startswith("recommendation/")) == [
        "recommendation/CY-2026-CRM-01-award-recommendation.docx", "recommendation/CY-2026-CRM-01-授标建议书.docx",
    ]  # fmt: skip
    assert "CY-2026-CRM-01-shortlist.xlsx" in found
    lines = [json.loads(line) for line in found["record/events.jsonl"].decode().splitlines()]
    assert [one["seq"] for one in lines] == [one.seq for one in store.events(TENDER)][: len(lines)]
    assert {"tender.create", "price.open", "selection.make"} <= {one["action"] for one in lines}
    sheet = openpyxl.load_workbook(io.BytesIO(found["record/events.xlsx"])).active
    assert sheet is not None
    told = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert any("the highest total" in row for row in told)
    raw = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T?|[0-9a-f]{32}|“”|^[a-z]+\.[a-z_]+$")
    assert [cell for row in told for cell in row[1:4] if raw.search(str(cell))] == []
    assert {row[2] for row in told} == {t("ranking.local", "en")}
    assert any(row[3] == f"Vendor selected: {ADA}" for row in told)
    scores = openpyxl.load_workbook(io.BytesIO(found["record/scores.xlsx"])).active
    assert scores is not None
    assert scores.max_row - 3 == len(state.entries)
    lines = [[cell.value for cell in row] for row in scores.iter_rows(min_row=4)]
    assert [line for line in lines if line[-1]] == [
        [*lines[state.entries.index(entry)][:-2], "Why so low?", "No plan."]
    ]
    assert sorted(one.rpartition(".")[2] for one in found if one.startswith("draft/")) == [
        "docx",
        "docx",
        "json",
        "md",
        "xlsx",
        "xlsx",
    ]
    assert "draft/" in found["README.txt"].decode()


def explained(store: Store) -> ScoreEntry:
    """A score about which something was asked and answered in writing."""
    entry = load(store, LOCAL, TENDER).entries[3]
    whose = (entry.evaluator, entry.criterion, entry.vendor)
    consensus.ask(store, LOCAL, new_command_id(), TENDER, whose, "Why so low?")
    consensus.explain(store, LOCAL, new_command_id(), TENDER, whose, "No plan.")
    return entry


@pytest.mark.parametrize("store", ["scores"], indirect=True)
def test_the_second_reason_of_an_agreed_score_is_in_the_table(store: Store) -> None:
    state = load(store, LOCAL, TENDER)
    agreed = replace(state.entries[0], agreed=True, second_reason="between the two")

    sheet = openpyxl.load_workbook(io.BytesIO(scores_file(replace(state, entries=(agreed,)), {}, "", "en"))).active
    assert sheet is not None
    (row,) = [[cell.value for cell in one] for one in sheet.iter_rows(min_row=4)]
    assert row[6] == "between the two"


@pytest.mark.parametrize("store", ["technical"], indirect=True)
def test_nothing_sealed_is_in_the_folder_before_prices_open(store: Store) -> None:
    state = load(store, LOCAL, TENDER)
    _, found = whole(store)

    names = [one.rpartition("/")[2] for one in found if one.startswith("originals/")]
    assert len(names) == len([one for one in state.uploads if one.envelope == "technical"])
    assert not [name for name in names if "price" in name]
    assert not [one for one in found if one.startswith(("letters/", "recommendation/")) or "shortlist" in one]
    assert "not opened" in found["README.txt"].decode()
    for data in found.values():
        assert b"_price.xlsx" not in data or b'"envelope":"price"' not in data
    record = [json.loads(line) for line in found["record/events.jsonl"].decode().splitlines()]
    sealed = [
        one for one in record if one["action"] == "bid.receive" and one["before"] is None and one["after"] is None
    ]
    assert len(sealed) == len([one for one in state.uploads if one.envelope == "price"])


@pytest.mark.parametrize("store", ["locked"], indirect=True)
def test_a_ticket_for_something_else_makes_no_folder(store: Store) -> None:

    assert dossier.build_folder(store, LOCAL, exports.mint(store, LOCAL, TENDER, "templates")) is None
    assert dossier.build_folder(store, LOCAL, "no such ticket") is None


@pytest.mark.parametrize("store", ["locked"], indirect=True)
def test_a_tender_written_as_a_file_is_read_as_the_same_tender(store: Store) -> None:
    sample = load_tender(sample_folder() / "tender.toml")
    assert parse_tender(tender_text(sample)) == sample
    told = Check(vendor=sample.vendors[0], item="SU-01", reason="Call to the client", by="Lea", confirmed=True)
    word = replace(sample, checks=(told, replace(told, item="SU-02", confirmed=False)))
    assert parse_tender(tender_text(word)) == word

    state = load(store, LOCAL, TENDER)
    assert parse_tender(tender_text(state.tender)) == state.tender


@pytest.mark.parametrize(
    "value", [Decimal("99.9"), Decimal(4), Money(Decimal("1200.50"), "USD"), date(2026, 12, 1), ("a", "b"), "yes", None]
)
def test_a_settlement_of_any_kind_is_read_from_the_tender_file_as_it_was(value: Scalar | None) -> None:
    entry = SettlementEntry(vendor="A", item="X", reason="r", by="b", date="2026-12-08", source="s", value=value)
    tender = replace(load_tender(sample_folder() / "tender.toml"), settlements=(entry,))

    assert parse_tender(tender_text(tender)).settlements == (entry,)


def test_an_archived_tender_refuses_every_command_that_changes_anything(store: Store) -> None:
    archive_tender(store, LOCAL, new_command_id(), TENDER)
    assert load(store, LOCAL, TENDER).archived_at
    assert front.overview(store, LOCAL).archived

    for action in sorted(set(POLICY) - LOOKS - ASIDE_OF_ARCHIVE):
        with pytest.raises(Archived), store.write(Command(LOCAL, new_command_id(), TENDER, action, "because")):
            pass
    with pytest.raises(Archived):
        awarding.select_vendor(store, LOCAL, new_command_id(), TENDER, ADA, "the highest total")
    with pytest.raises(Archived):
        remove_tender(store, LOCAL, new_command_id(), TENDER)
    assert load(store, LOCAL, TENDER).selection is None


def commands() -> dict[str, Callable[..., Any]]:
    """Every function under ``@service``, by module and name: the one that it was made of takes a transaction."""
    found = {}
    for module in pkgutil.iter_modules(services.__path__):
        for name, held in vars(importlib.import_module(f"{services.__name__}.{module.name}")).items():
            made_of = inspect.unwrap(held) if inspect.isfunction(held) else held
            if made_of is not held and next(iter(made_of.__annotations__.values())) == "Transaction":
                found[f"{made_of.__module__.rpartition('.')[2]}.{name}"] = held
    return found


@pytest.mark.parametrize("store", ["locked"], indirect=True)
def test_every_service_there_is_refuses_an_archived_tender(store: Store) -> None:
    archive_tender(store, LOCAL, new_command_id(), TENDER)
    before, taken = store.events(TENDER), set()

    assert len(commands()) > 50
    for name, call in commands().items():
        if name == "archive._unarchive":  # the one way out, which has a test of its own
            continue
        given = [one for one in list(inspect.signature(call).parameters.values())[1:] if one.default is one.empty]
        words: dict[str, Any] = {one.name: "x" for one in given}
        try:
            call(store, LOCAL, new_command_id(), TENDER, **words)
        except Archived:
            continue
        except Exception:  # noqa: BLE001 - it was let in, and then could make nothing of the words
            pass
        taken.add(name)

    assert taken == ASIDE
    assert {one.action for one in store.events(TENDER)[len(before) :]} <= ASIDE_OF_ARCHIVE


def test_reading_and_downloads_go_on_in_the_archive(store: Store) -> None:
    archive_tender(store, LOCAL, new_command_id(), TENDER)

    assert exports.build(store, LOCAL, exports.mint(store, LOCAL, TENDER, "shortlist", lang="zh"))[2]
    assert "archived on" in whole(store)[1]["README.txt"].decode()


def test_the_lead_takes_a_tender_out_of_the_archive_with_a_reason(store: Store) -> None:
    with pytest.raises(Refused, match="not_archived"):
        unarchive_tender(store, LOCAL, new_command_id(), TENDER, "why not")
    archive_tender(store, LOCAL, new_command_id(), TENDER)
    with pytest.raises(Refused, match="reason_missing"):
        unarchive_tender(store, LOCAL, new_command_id(), TENDER, " ")
    unarchive_tender(store, LOCAL, new_command_id(), TENDER, "a complaint was upheld")

    awarding.select_vendor(store, LOCAL, new_command_id(), TENDER, ADA, "the highest total")
    assert load(store, LOCAL, TENDER).selection is not None
    assert "a complaint was upheld" in {one.reason for one in store.events(TENDER)}
