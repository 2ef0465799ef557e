"""The clause book: it goes out to counsel, is changed in a spreadsheet and comes back through the library's own lint."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from evaluator.adapters.library_edits import reworded
from evaluator.adapters.packs import find_pack, load_pack, pack_files
from evaluator.cli import main
from evaluator.domain.clause_edit import ASKED, ClauseEdit, Kind, Spot, spots
from evaluator.domain.finding import Rule
from evaluator.domain.text import LANGS, Layout
from evaluator.i18n.words import message
from evaluator.intake.clause_book import CLAUSES, CODES, POSITIONS, columns
from evaluator.services import awarding, clause_saving, drafts, exports, tenders
from evaluator.services.clause_book_folder import folder_basis
from evaluator.services.clause_books import Basis, ClauseResult, after, book_bytes, forbidden, read_book
from evaluator.services.clause_saving import basis_of, save_book
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.problem import Refused
from evaluator.services.sample import sample_folder
from evaluator.services.state import TenderState, load
from evaluator.store.errors import Conflict
from evaluator.store.store import Store
from evaluator.ui.views.clause_book import place
from tests.adapters.filling import row_of, sheet_with
from tests.adapters.office import converted
from tests.ui.seeding import TENDER, VENDORS, seeded

NAME = "crm_platform"
FILES = pack_files(find_pack(NAME))
BASIS = Basis(FILES, load_pack(NAME), None, locked=False)
REASON = "provider_breach.reason"
WORDS = "双方确认上述比例是对损失的事先估算。"
TEXT = Spot(Kind.PARAGRAPH, REASON, "text.zh")
Cells = Mapping[tuple[str, str], Any]


@cache
def sent(layout: Layout = "both") -> bytes:
    return book_bytes(BASIS, layout)


def filled(cells: Cells, data: bytes, layout: Layout = "both") -> bytes:
    """The book with values put in, each by the code of its row and its column."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for (code, name), value in cells.items():
        sheet = sheet_with(book, code)
        names = columns(POSITIONS if code.startswith(("P:", "T:")) else CLAUSES, layout)
        sheet.cell(row_of(sheet, code), 2 + names.index(name)).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def back(cells: Cells) -> ClauseResult:
    return read_book(BASIS, "clauses.xlsx", filled(cells, sent()))


@pytest.mark.parametrize("layout", ["both", "zh", "en"])
def test_an_untouched_book_changes_nothing(layout: Layout) -> None:
    result = read_book(BASIS, "clauses.xlsx", sent(layout))

    assert (result.edits, result.findings, result.refused) == ((), (), False)
    assert sent(layout) == book_bytes(BASIS, layout)


def test_every_spot_of_the_library_stands_in_an_open_cell() -> None:
    book = openpyxl.load_workbook(io.BytesIO(sent()))
    for spot, value in spots(BASIS.pack.library).items():
        code = f"{CODES[spot.kind]}:{spot.key}"
        sheet = sheet_with(book, code)
        name = spot.field.replace("title.", "text.") if spot.kind is Kind.CLAUSE else spot.field
        names = columns(POSITIONS if spot.kind in (Kind.POSITION, Kind.CELL) else CLAUSES, "both")
        cell = sheet.cell(row_of(sheet, code), 2 + names.index(name))
        assert not cell.protection.locked
        assert isinstance(value, bool) or str(cell.value or "") == f"{value}", spot


def test_what_counsel_changes_comes_back_spot_by_spot_and_as_the_files_of_a_pack() -> None:
    cells = {
        ("C:provider_breach", "text.zh"): "乙方违约", (f"A:{REASON}", "text.zh"): WORDS, (f"A:{REASON}", "notable"): "是",
        ("P:payment_days", "value"): 25, ("P:payment_days", "fallback.en"): "21 days.", ("P:payment_days", "owner"): "treasury",
    }  # fmt: skip
    result = back(cells)

    assert result.findings == ()
    assert {(str(one.spot.kind), one.spot.key, one.spot.field): one.after for one in result.told} == {
        ("clause", "provider_breach", "title.zh"): "乙方违约", ("paragraph", REASON, "text.zh"): WORDS,
        ("paragraph", REASON, "notable"): True, ("position", "payment_days", "value"): Decimal(25),
        ("position", "payment_days", "fallback.en"): "21 days.", ("position", "payment_days", "owner"): "treasury",
    }  # fmt: skip
    changed = reworded(FILES, result.edits)
    assert sorted(changed) == ["clauses/26-provider_breach.toml", "positions.toml"]
    library = load_pack(NAME).library
    assert spots(library)[TEXT] != WORDS  # the bundled pack stays as it is


def test_figures_of_table_cells_and_chosen_replies_come_back_as_the_files_of_a_pack() -> None:
    cells = {
        ("T:sla/P1/response", "value"): "0.5", ("T:training/*/hours", "value"): 2,
        ("T:services/training/who", "value"): "vendor", ("P:dispute_forum", "value"): "arbitration",
    }  # fmt: skip
    result = back(cells)

    assert result.findings == ()
    assert {one.spot.key: (one.before, one.after) for one in result.told} == {
        "sla/P1/response": (Decimal("0.25"), Decimal("0.5")), "training/*/hours": (Decimal(1), Decimal(2)),
        "services/training/who": ("joint", "vendor"), "dispute_forum": ("court", "arbitration"),
    }  # fmt: skip
    pack, faults = after(BASIS, result.edits)
    assert (pack is not None and spots(pack.library)[Spot(Kind.CELL, "sla/P1/response", "value")], faults) == (
        Decimal("0.5"),
        [],
    )
    for lang in LANGS:
        assert "P1" in place(Spot(Kind.CELL, "sla/P1/response", "value"), BASIS.pack.library, lang)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("T:services/training/who", "moon"),
        ("T:sla/P1/response", "soon"),
        ("P:dispute_forum", "moon"),
        ("P:dispute_forum", ""),
    ],
)
def test_a_figure_or_reply_that_the_table_does_not_know_is_told_at_its_cell(cell: str, value: str) -> None:
    result = back({("P:payment_days", "value"): 25, (cell, "value"): value})
    sheet = sheet_with(openpyxl.load_workbook(io.BytesIO(sent())), cell)
    column = 2 + columns(POSITIONS, "both").index("value")

    assert result.refused
    assert [one.source.cell for one in result.findings] == [sheet.cell(row_of(sheet, cell), column).coordinate]
    assert all(message(one, lang) for one in result.findings for lang in LANGS)


FAULTS: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("C:parties", "guidance.en"): ("", ("draft.fault.missing_language",)),
    ("A:documents.set", "text.en"): (
        "All of {t:this_term}.",
        ("draft.fault.tokens_differ", "draft.fault.unknown_term"),
    ),
    ("A:provider_breach.delay", "text.en"): ("", ("draft.fault.missing_language",)),
    (f"A:{REASON}", "text.zh"): ("按{t:no_such_term}执行", ("draft.fault.tokens_differ", "draft.fault.unknown_term")),
    ("A:provider_breach.cure", "notable"): ("perhaps", ("perhaps",)),
    ("A:term.renewal", "text.zh"): ("可以续期。", ("draft.fault.dead_term",) * 2),
    ("P:payment_days", "value"): ("soon", ("soon",)),
    ("P:fee_uplift_cap", "owner"): ("", ("draft.fault.no_owner",)),
    ("P:fee_uplift_cap", "fallback.zh"): ("", ("draft.fault.missing_language",)),
}
# Changes without a fault beside them, before and after them in the book.
SOUND: Cells = {
    ("C:parties", "text.zh"): "双方", ("A:documents.set", "text.zh"): "全部文件。", ("C:provider_breach", "text.zh"): "乙方违约",
    ("A:term.renewal", "text.en"): "It may be renewed.", ("P:payment_days", "owner"): "treasury",
    ("P:fee_uplift_cap", "reason.zh"): "费用可控。",
}  # fmt: skip


def test_every_fault_is_told_at_its_cell_at_once_and_nothing_is_taken() -> None:
    result = back({**SOUND, **{cell: value for cell, (value, _) in FAULTS.items()}})
    book = openpyxl.load_workbook(io.BytesIO(sent()))

    def place(code: str, name: str) -> tuple[str, str]:
        sheet = sheet_with(book, code)
        column = 2 + columns(POSITIONS if code.startswith(("P:", "T:")) else CLAUSES, "both").index(name)
        return sheet.title, sheet.cell(row_of(sheet, code), column).coordinate

    def why(params: Mapping[str, Any]) -> str:
        return params["why"].key if "why" in params else params["given"]

    assert result.refused
    told = sorted((one.source.sheet, one.source.cell, why(dict(one.params))) for one in result.findings)
    assert told == sorted((*place(*cell), key) for cell, (_, keys) in FAULTS.items() for key in keys)
    assert all("no_such_term" in message(one, lang) for one in result.findings for lang in LANGS
               if (one.source.sheet, one.source.cell) == place(f"A:{REASON}", "text.zh"))  # fmt: skip


def _renamed(book: openpyxl.Workbook) -> None:
    sheet = sheet_with(book, f"A:{REASON}")
    sheet.cell(row_of(sheet, f"A:{REASON}"), 1).value = "A:nobody.knows"


def _twice(book: openpyxl.Workbook) -> None:
    sheet = sheet_with(book, f"A:{REASON}")
    sheet.cell(sheet.max_row + 1, 1).value = f"A:{REASON}"


def _marked(place: int, value: str) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        (cell,) = [cell for row in book.worksheets[0].iter_rows() for cell in row if str(cell.value).startswith("VC1|")]
        parts = str(cell.value).split("|")
        cell.value = "|".join([*parts[:place], value, *parts[place + 1 :]])

    return change


@pytest.mark.parametrize(
    ("spoil", "rule", "refused"),
    [
        (_renamed, Rule.METHOD_UNKNOWN, True), (_twice, Rule.METHOD_TWICE, True),
        (_marked(0, "VM2"), Rule.CLAUSE_NO_BOOK, True), (_marked(1, "other"), Rule.OTHER_PACK, True),
        (_marked(4, "0" * 16), Rule.METHOD_EARLIER, False),
    ],
)  # fmt: skip
def test_a_book_that_is_not_ours_or_was_altered_says_so(
    spoil: Callable[[openpyxl.Workbook], None], rule: Rule, refused: bool
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sent()))
    spoil(book)
    out = io.BytesIO()
    book.save(out)
    result = read_book(BASIS, "clauses.xlsx", out.getvalue())

    assert rule in {one.rule for one in result.findings}
    assert result.refused is refused


@pytest.mark.office
def test_a_book_saved_by_libreoffice_still_says_the_same(tmp_path: Path) -> None:
    (path := tmp_path / "clauses.xlsx").write_bytes(filled({(f"A:{REASON}", "text.zh"): WORDS}, sent()))
    (saved,) = converted(tmp_path, [path], "xlsx")

    assert [one.spot for one in read_book(BASIS, saved.name, saved.read_bytes()).told] == [TEXT]


def late_cell(basis: Basis) -> str:
    sheet = sheet_with(openpyxl.load_workbook(io.BytesIO(book_bytes(basis, "both"))), "A:provider_breach.delay")
    return f"C{row_of(sheet, 'A:provider_breach.delay')}"


def state(store: Store) -> TenderState:
    return load(store, LOCAL, TENDER)


def save(store: Store, edits: list[ClauseEdit], reason: str = "counsel asked for it", ver: int | None = None) -> None:
    _, held, _ = basis_of(store, LOCAL, TENDER)
    save_book(store, LOCAL, new_command_id(), TENDER, state(store).number, held if ver is None else ver, edits, reason)


def test_a_locked_method_keeps_its_hash_and_the_draft_is_made_of_the_new_words(tmp_path: Path) -> None:
    store = seeded(tmp_path)
    before = state(store)
    result = read_book(
        basis_of(store, LOCAL, TENDER)[0], "clauses.xlsx",
        filled({(f"A:{REASON}", "text.zh"): WORDS}, clause_saving.book_of_tender(store, LOCAL, TENDER, "both")),
    )  # fmt: skip
    with pytest.raises(Refused, match="clauses_reason"):
        save(store, list(result.edits), " ")
    save(store, list(result.edits))

    now = state(store)
    assert (now.pack.sha256, now.asked.issue, now.number) == (before.pack.sha256, before.asked.issue, before.number)
    assert now.evaluation.ranking == before.evaluation.ranking
    assert now.pack.method == before.pack.method
    awarding.select_vendor(store, LOCAL, "choose", TENDER, VENDORS[0].name, "highest total")
    printed = drafts.draft_of_state(state(store), VENDORS[0].name, "zh").draft
    assert WORDS in str(printed.articles)
    with pytest.raises(Conflict):
        save(store, [ClauseEdit(TEXT, "otherwise")], ver=0)
    with pytest.raises(Refused, match="clauses_same"):
        save(store, [ClauseEdit(TEXT, WORDS)])
    name, _, data = exports.build(store, LOCAL, exports.mint(store, LOCAL, TENDER, "clauses", lang="zh"))
    assert name.endswith("-clauses.xlsx")
    assert read_book(basis_of(store, LOCAL, TENDER)[0], name, data).edits == ()
    store.close()


def test_what_vendors_answered_and_what_the_law_binds_can_no_longer_be_changed(tmp_path: Path) -> None:
    store = seeded(tmp_path)
    asked = [ClauseEdit(Spot(Kind.POSITION, "payment_days", name), "x") for name in ASKED[:2]]
    with pytest.raises(Refused, match="clause_asked"):
        save(store, asked)
    save(store, [ClauseEdit(Spot(Kind.POSITION, "payment_days", "fallback.zh"), "25日。")])
    book = openpyxl.load_workbook(io.BytesIO(clause_saving.book_of_tender(store, LOCAL, TENDER, "both")))
    sheet = sheet_with(book, "P:payment_days")
    row = row_of(sheet, "P:payment_days")
    assert [sheet.cell(row, column).protection.locked for column in (3, 4, 5, 6)] == [True, True, True, False]

    basis = basis_of(store, LOCAL, TENDER)[0]
    assert basis.tender is not None
    formal = replace(basis, tender=replace(basis.tender, route="gov"), chosen=True)
    delay = (
        ("A:provider_breach.delay", "text.zh"),
        "未按{ref:delivery.golive}上线的，每日付{t:late_delivery_ld}，至多{t:ld_cap}；{ref:customer_breach.support}除外。",
    )
    data = filled(dict([delay]), book_bytes(formal, "both"))
    for spot in (Spot(Kind.POSITION, "availability", "value"), Spot(Kind.POSITION, "go_live_date", "text.zh")):
        assert [(one, why.key) for one, why in forbidden(formal, [ClauseEdit(spot, "x")])] == [
            (spot, "refused.change_after_award")
        ]
        assert list(forbidden(basis, [ClauseEdit(spot, "x")])) == []
    both = [
        *asked,
        ClauseEdit(Spot(Kind.POSITION, "payment_days", "owner"), "x"),
    ]  # what was asked closes with the lock itself
    for late_or_not in (basis, formal):
        assert [(one.field, why.key) for one, why in forbidden(late_or_not, both)] == [
            (name, "refused.clause_asked") for name in ASKED[:2]
        ]
    (late,) = read_book(formal, "c.xlsx", data).findings
    assert (late.item, late.source.cell) == ("provider_breach.delay", late_cell(formal))
    assert "政府采购法" in message(late, "zh")
    assert "Government Procurement Law" in message(late, "en")
    assert read_book(basis, "c.xlsx", filled(dict([delay]), book_bytes(basis, "both"))).findings == ()
    store.close()


def test_before_the_lock_the_method_itself_has_the_new_words(tmp_path: Path) -> None:
    store = seeded(tmp_path, "bids")
    content = (sample_folder() / "tender.toml").read_text("utf-8").replace(TENDER, "T-next")
    copied = tenders.start_tender(store, LOCAL, new_command_id(), content)
    basis, ver, _ = basis_of(store, LOCAL, copied)
    save_book(
        store,
        LOCAL,
        "c1",
        copied,
        1,
        ver,
        [ClauseEdit(Spot(Kind.POSITION, "payment_days", "value"), Decimal(25))],
        "why",
    )

    now = load(store, LOCAL, copied)
    position = now.pack.library.position("payment_days")
    assert position is not None
    assert position.value == 25
    assert now.pack.sha256 != basis.pack.sha256
    store.close()


def test_the_command_line_writes_a_book_and_a_pack_from_it(tmp_path: Path) -> None:
    book, out = tmp_path / "clauses.xlsx", tmp_path / "pack"
    run = CliRunner().invoke
    assert run(main, ["method", "--clauses", "--pack", NAME, "--out", str(book)]).exit_code == 0
    book.write_bytes(filled({(f"A:{REASON}", "text.zh"): WORDS}, book.read_bytes()))
    done = run(main, ["method", "--clauses", "--pack", NAME, "--from", str(book), "--out", str(out), "--json"])
    assert done.exit_code == 0
    assert [(one["key"], one["after"]) for one in json.loads(done.output)["changes"]] == [(REASON, WORDS)]
    assert spots(load_pack(str(out)).library)[TEXT] == WORDS

    bare = (sample_folder() / "tender.toml").read_text("utf-8").replace('"negotiated"', '"gov"')
    told = tmp_path / "tender.toml"
    told.write_text(bare + '\n[selection]\nvendor = "Ada"\nreason = "r"\nby = "Li"\nat = "2026-12-20"\n', "utf-8")
    bound = folder_basis(NAME, told)
    late = (Spot(Kind.POSITION, "payment_days", "value"), Spot(Kind.PARAGRAPH, "provider_breach.delay", "text.zh"))
    keys = [refused.key for _, refused in forbidden(bound, [ClauseEdit(spot, "x") for spot in late])]
    assert keys == ["refused.clause_asked", "refused.change_after_award"]
    assert list(forbidden(folder_basis(NAME, None), [ClauseEdit(spot, "x") for spot in late])) == []

    book.write_bytes(filled({(f"A:{REASON}", "text.zh"): "{t:nothing}"}, book.read_bytes()))
    wrong = run(main, ["method", "--clauses", "--pack", NAME, "--from", str(book), "--out", str(tmp_path / "no")])
    assert wrong.exit_code == 2
    assert not (tmp_path / "no").exists()
