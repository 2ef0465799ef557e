"""The clinic as a service: worked out once beside the page, asked by whoever may read the method, and as files."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from evaluator.adapters.packs import find_pack
from evaluator.clinic.examine import Stopped, Wish
from evaluator.clinic.found import Check, Trap
from evaluator.domain.finding import Rule
from evaluator.domain.method_edit import Edit, Part, Place
from evaluator.services import clinic as services
from evaluator.services.clinic import Work, clinic_of, found_with, read_own, refusal_lines
from evaluator.services.clinic_folder import clinic_folder
from evaluator.services.commands import LOCAL, Actor, NotAllowed
from evaluator.services.exports import build, mint
from evaluator.services.folder import FolderError
from evaluator.services.methods import save_method
from evaluator.services.problem import Refused
from evaluator.services.sample import sample_folder
from evaluator.services.state import TenderState, load
from evaluator.services.tenders import start_tender
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from tests.ui.seeding import TENDER, seeded

SAMPLE = Path(__file__).parents[2] / "sample_bids"
FEW = Wish(tenders=6, bids=3)
ONE = "1-hailan-technical.xlsx"


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[Store]:
    """A store with the sample tender, its method not locked."""
    store = Store.open(sqlite_url(tmp_path))
    start_tender(store, LOCAL, "start", (sample_folder() / "tender.toml").read_text("utf-8"))
    yield store
    store.close()


def begun(store: Store, state: TenderState, wish: Wish) -> Work:
    work = clinic_of(store, LOCAL, state, wish)
    assert work is not None
    return work


def test_the_same_method_and_wish_are_worked_out_once_whatever_else_is_saved(open_store: Store) -> None:
    state = load(open_store, LOCAL, TENDER)
    work = begun(open_store, state, FEW)
    told = work.result()

    assert (work.done, work.share, told.tenders) == (True, 1, 6)
    again = replace(state, revision=state.revision + 1)
    assert begun(open_store, again, FEW) is work
    assert begun(open_store, state, replace(FEW, seed=9)) is not work
    dearer = replace(state, tender=replace(state.tender, ceiling=Decimal(1)))
    assert begun(open_store, dearer, FEW) is not work
    budgeted = replace(state, tender=replace(state.tender, estimate=Decimal(1)))
    assert begun(open_store, budgeted, FEW) is not work


def test_the_clinic_of_a_method_that_was_changed_meanwhile_stops(open_store: Store) -> None:
    state = load(open_store, LOCAL, TENDER)
    long = begun(open_store, state, Wish(tenders=2000, bids=20))
    other = begun(open_store, state, replace(FEW, seed=77))
    changed = replace(state, pack=replace(state.pack, sha256="0" * 64))
    told = begun(open_store, changed, FEW).result()

    assert told.tenders == 6
    assert long.done
    assert other.done
    with pytest.raises((Stopped, CancelledError)):
        long.result()
    assert begun(open_store, state, replace(FEW, seed=77)).result().tenders == 6


def test_only_so_many_are_kept(open_store: Store) -> None:
    state = load(open_store, LOCAL, TENDER)
    works = [begun(open_store, state, Wish(tenders=1, bids=2, seed=seed)) for seed in range(20, 31)]
    works[-1].result()

    assert len(services._works) <= services.KEPT


def test_who_may_not_read_the_method_is_not_told_and_one_with_faults_is_not_tried(open_store: Store) -> None:
    state = load(open_store, LOCAL, TENDER)
    with pytest.raises(NotAllowed):
        clinic_of(open_store, Actor("Nobody", frozenset()), state, FEW)
    heavy = Edit(Place(Part.CRITERION, "support", "weight"), Decimal(20))
    save_method(open_store, LOCAL, "heavy", TENDER, state.number, state.method_ver, [heavy])
    wrong = load(open_store, LOCAL, TENDER)

    assert clinic_of(open_store, LOCAL, wrong, FEW) is None
    with pytest.raises(Refused, match="clinic_waits"):
        build(open_store, LOCAL, mint(open_store, LOCAL, TENDER, "clinic", seed="1", own=""))


def test_expected_bids_are_read_as_vendors_workbooks_are_and_stored_nowhere(open_store: Store) -> None:
    state = load(open_store, LOCAL, TENDER)
    names = (ONE, "1-hailan-price.xlsx", "2-corvane-technical.xlsx", "2-corvane-price.xlsx")
    own = read_own(state, [(name, (SAMPLE / name).read_bytes()) for name in names] + [("note.xlsx", b"none")])
    work = begun(open_store, state, FEW)
    told = found_with(work, state, own)

    assert told.expected is not None
    assert [one.vendor for one in told.expected.ranking.ranked()] == [
        "海岚云软件有限公司（示例）",
        "Corvane Systems Ltd (sample)",
    ]
    assert told.expected.supposed
    assert found_with(work, state, own) is told
    assert found_with(work, state, services.NO_BIDS) is work.result()
    assert [file.findings[0].rule for file in own.refused] == [Rule.FILE_NOT_WORKBOOK]
    assert "note.xlsx" in refusal_lines(own, "en")[0]
    assert load(open_store, LOCAL, TENDER).uploads == ()


def test_the_report_is_in_both_languages_and_is_the_same_every_time(open_store: Store) -> None:
    wanted = {"seed": "1", "own": ""}
    name, _, data = build(open_store, LOCAL, mint(open_store, LOCAL, TENDER, "clinic", **wanted))
    book = openpyxl.load_workbook(io.BytesIO(data))

    assert name == f"{TENDER}-clinic.xlsx"
    assert len(book.sheetnames) == 12
    assert "What to change, and why" in book.sheetnames
    assert "应调整之处及原因" in book.sheetnames
    words = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert any(word.startswith("2 of 7 checks") for word in words)
    assert any("示例" in word for word in words)
    assert build(open_store, LOCAL, mint(open_store, LOCAL, TENDER, "clinic", **wanted))[2] == data
    with pytest.raises(Refused, match="clinic_gone"):
        build(open_store, LOCAL, mint(open_store, LOCAL, TENDER, "clinic", seed="1", own="gone"))


def test_it_is_read_after_the_lock_and_no_bid_of_anybody_enters_it(open_store: Store, tmp_path: Path) -> None:
    before = begun(open_store, load(open_store, LOCAL, TENDER), FEW).result()
    store = seeded(tmp_path / "opened", "opened")
    after = begun(store, load(store, LOCAL, TENDER), FEW).result()
    store.close()

    assert before == after


def test_a_folder_command_tells_the_same_as_json(tmp_path: Path) -> None:
    out = tmp_path / "report.xlsx"
    data, told, code = clinic_folder("crm_platform", SAMPLE / "tender.toml", FEW, SAMPLE / ONE, out, "zh")
    read = json.loads(json.dumps(data, allow_nan=False))

    assert code == 0
    assert out.stat().st_size > 5000
    assert read["files"] == [str(out)]
    assert (read["tenders"], read["bids"], read["seed"], read["method"]["pack"]) == (6, 3, 1, "crm_platform")
    assert [one["check"] for one in read["checks"]] == [check.value for check in Check]
    assert sum(one["nominal"] for one in read["weights"]) == pytest.approx(1)
    assert sum(one["effective"] for one in read["weights"]) == pytest.approx(1)
    assert read["findings"][0].keys() == {"rule", "check", "params", "message", "why", "remedy"}
    assert read["formulas"][0]["own"] is True
    assert read["prices"]["impossible_ranked"] == []
    assert [one["status"] for one in read["expected"]["ranking"]] == ["unsettled"]
    assert told.expected is not None


def test_a_tender_file_beside_the_expected_bids_is_found_and_scores_among_them_count(tmp_path: Path) -> None:
    for path in [
        *sorted(SAMPLE.glob("[12]-*.xlsx")),
        *sorted((SAMPLE / "scorecards").glob("*.xlsx")),
        SAMPLE / "tender.toml",
    ]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    data, told, code = clinic_folder("crm_platform", None, FEW, tmp_path, None, "en")
    (tmp_path / "broken.xlsx").write_bytes(b"")
    refused, _, wrong = clinic_folder("crm_platform", None, FEW, tmp_path, None, "en")

    assert code == 0
    assert told.expected is not None
    assert not told.expected.supposed
    assert len(data["expected"]["ranking"]) == 2
    assert (wrong, [one["file"] for one in refused["errors"]]) == (2, ["broken.xlsx"])


def test_a_pack_alone_is_tried_on_a_list_that_is_supposed() -> None:
    data, told, code = clinic_folder("services_cn", None, Wish(tenders=20, bids=4), None, None, "en")

    assert (code, data["expected"], data["errors"]) == (0, None, [])
    assert Trap.MIDDLE_NEVER in {one.trap for one in told.found}
    assert find_pack("services_cn")
    with pytest.raises(FolderError, match="no_file"):
        clinic_folder("services_cn", None, FEW, Path("none.xlsx"), None, "en")
