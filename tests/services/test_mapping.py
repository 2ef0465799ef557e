"""Workbooks in layouts of their own beside our template's: mapped, admitted, sealed, ranked, and traced to their cells."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evaluator.domain.bid import Answer, Bid
from evaluator.domain.finding import Rule
from evaluator.domain.ranking import Status
from evaluator.intake.cells import Workbook
from evaluator.intake.foreign.layouts import Layout
from evaluator.intake.foreign.mapping import WorkbookMapping, mapped
from evaluator.intake.foreign.targets import targets
from evaluator.intake.questionnaire import PRICE, TECHNICAL
from evaluator.services import (
    admitting,
    awarding,
    bids,
    drafts,
    mapping,
    methods,
    record,
    revisions,
    sample,
    stages,
    tenders,
)
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.folder import context, open_tender, read_paths, workbooks
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import events
from evaluator.store.errors import Conflict, Sealed
from evaluator.store.files import content
from evaluator.store.store import Store

SAMPLE = sample.sample_folder()
HAILAN, QINGHE, SUKE = "海岚云软件有限公司（示例）", "青禾数联科技有限公司（示例）", "速客云网络科技有限公司（示例）"
OWN = ("1-hailan-technical.xlsx", "5-qinghe-technical.xlsx", "6-suke-technical.xlsx")


def xlsx(lines: Sequence[Sequence[Any]], title: str = "应答") -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].title = title
    for line in lines:
        book.worksheets[0].append([None if cell == "" else cell for cell in line])
    book.save(file)
    return file.getvalue()


PACK, TENDER = open_tender("crm_platform", SAMPLE, None)
ASKED = context(PACK, TENDER).asked


def said(stem: str, envelope: str = TECHNICAL) -> dict[str, Answer]:
    """A sample vendor's answers by item, those of questions that another layout can ask."""
    (file,) = read_paths([SAMPLE / stem], context(PACK, TENDER))
    bid = Bid(vendor=file.vendor, files=(), answers={answer.item: answer for answer in file.answers})
    found = {target.item: bid.find(target.item) for target in targets(ASKED, (envelope,))}
    return {item: answer for item, answer in found.items() if answer is not None}


def questionnaire(stem: str, title: str = "供应商能力调查表") -> bytes:
    """A vendor's answers in a layout that a buyer made: a title, a header in row 3, Chinese, numbered its own way."""
    answers = said(stem)
    lines = [
        [number, target.text.zh, answers[target.item].verbatim, answers[target.item].remark]
        for number, target in enumerate(targets(ASKED, (TECHNICAL,)), start=1)
    ]
    return xlsx([[title], [], ["序号", "考察内容", "供应商答复", "说明"], *lines])


def comparison() -> bytes:
    """Two vendors beside one another, a column each, with a third of whom nobody has heard."""
    qinghe, suke = said(OWN[1]), said(OWN[2])
    lines = [
        [target.text.zh, qinghe[target.item].verbatim, suke[target.item].verbatim, "满足"]
        for target in targets(ASKED, (TECHNICAL,))
    ]
    return xlsx([["考察内容", QINGHE, SUKE, "参考值"], *lines], "对比")


def prices(stem: str, quantity: str = "") -> bytes:
    """A vendor's price list in a layout of its own, with our lines and quantities."""
    answers, table = said(stem, PRICE), ASKED.question("PRICE")
    lines = []
    for number, row in enumerate(table.rows, start=1):
        cells = dict(row.cells)
        unit_price = answers[f"PRICE/{row.key}/unit_price"].verbatim
        title = cells["line"].zh.partition("\n")[0]
        lines.append([number, title, cells["unit"].zh, quantity or cells["quantity"].zh, unit_price])
    return xlsx([["报价单"], ["序号", "报价项", "单位", "数量", "单价（元）"], *lines], "报价")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'mapping.db'}")
    yield store
    store.close()


@pytest.fixture
def tender(store: Store) -> str:
    tender = tenders.start_tender(store, LOCAL, "start", (SAMPLE / "tender.toml").read_text("utf-8"))
    methods.lock_method(store, LOCAL, "lock", tender)
    return tender


def opened(store: Store, tender: str, name: str, data: bytes) -> Workbook:
    book = mapping.read_foreign(store, LOCAL, tender, name, data)
    assert isinstance(book, Workbook)
    return book


def kept(store: Store, tender: str, name: str, data: bytes) -> WorkbookMapping:
    """The mapping proposed for a file, kept."""
    proposal = mapping.propose(store, LOCAL, tender, opened(store, tender, name, data))
    mapping.save_mapping(store, LOCAL, new_command_id(), tender, name, proposal.mapping, proposal.ver)
    return proposal.mapping


def imported(store: Store, tender: str, *files: tuple[str, bytes]) -> list[tuple[str, str, str]]:
    done = bids.import_files(store, LOCAL, new_command_id(), tender, files)
    return [(one.name, one.status, one.vendor) for one in done]


def bid_of(state: TenderState, vendor: str) -> Bid:
    return next(bid for bid in state.bids if bid.vendor == vendor)


def test_a_questionnaire_and_a_comparison_are_ranked_beside_our_templates(store: Store, tender: str) -> None:
    own = questionnaire(OWN[0])
    shape = kept(store, tender, "调查表.xlsx", own).shape
    admitting.admit(store, LOCAL, "own", tender, ("调查表.xlsx", own), shape, HAILAN)
    both = comparison()
    book = opened(store, tender, "对比.xlsx", both)
    columns = Layout(header_rows=(1,), columns={"question": 1}, vendors={2: QINGHE, 3: SUKE, 4: "参考值"})
    by_hand = WorkbookMapping(tables=(mapped(book.sheets[0], columns),))
    mapping.save_mapping(store, LOCAL, "hand", tender, "对比.xlsx", by_hand, 0)
    done = admitting.admit(store, LOCAL, "both", tender, ("对比.xlsx", both), by_hand.shape)
    rest = [path for path in (*workbooks(SAMPLE), *workbooks(SAMPLE / "scorecards")) if path.name not in OWN]
    imported(store, tender, *((path.name, path.read_bytes()) for path in rest))
    stages.lock_technical(store, LOCAL, "technical", tender)
    stages.open_prices(store, LOCAL, "prices", tender, "all bids are in")

    state = load(store, LOCAL, tender)

    assert [(one.vendor, one.status) for one in done] == [("参考值", "refused"), (QINGHE, "stored"), (SUKE, "stored")]
    assert [found.rule for found in done[0].findings] == [Rule.VENDOR_UNINVITED]
    results = {result.vendor: result for result in state.evaluation.ranking.results}
    assert len(results) == 6
    assert (results[HAILAN].status, results[HAILAN].place) == (Status.RANKED, 1)
    template = sample_results()
    for vendor in (HAILAN, QINGHE, SUKE):
        assert (results[vendor].status, results[vendor].score) == template[vendor]
    answer = bid_of(state, HAILAN).answers["SE-15"]
    source = answer.source
    assert answer.verbatim == said(OWN[0])["SE-15"].verbatim
    sheet = openpyxl.load_workbook(io.BytesIO(own))[source.sheet]
    assert str(sheet[source.cell].value) == answer.verbatim
    assert (source.file, len(source.sha256)) == ("调查表.xlsx", 64)
    awarding.select_vendor(store, LOCAL, "award", tender, HAILAN, "the highest total")
    made = drafts.draft_of_state(load(store, LOCAL, tender), HAILAN, "zh")
    places = {(term["sheet"], term["cell"][0]) for term in made.summary["terms"] if term["file"] == "调查表.xlsx"}
    assert ("应答", "C") in places
    reply = bid_of(state, SUKE).find("REQ/R-01/response")
    assert reply is not None
    assert (reply.source.sheet, reply.source.cell[0]) == ("对比", "C")


def sample_results() -> dict[str, tuple[Status, Any]]:
    """What the same vendors come to by our own workbooks."""
    from evaluator.services.folder import evaluate_folder, read_folder

    found = evaluate_folder(read_folder("crm_platform", SAMPLE, None, SAMPLE / "scorecards"))
    return {result.vendor: (result.status, result.score) for result in found.ranking.results}


def test_the_next_file_of_the_shape_is_admitted_by_itself_and_says_so(store: Store, tender: str) -> None:
    kept(store, tender, "调查表.xlsx", questionnaire(OWN[0]))
    upload = (f"{SUKE}.xlsx", questionnaire(OWN[2]))

    done = bids.import_files(store, LOCAL, "next", tender, [upload])

    assert [(one.status, one.vendor, one.layout) for one in done] == [("stored", SUKE, "questionnaire")]
    used = [found for found in done[0].findings if found.rule is Rule.MAPPING_USED]
    assert [dict(found.params) for found in used] == [{"name": "调查表.xlsx"}]
    assert imported(store, tender, upload)[0][1] == "same"


def test_a_file_of_the_shape_that_names_no_vendor_is_nobodys(store: Store, tender: str) -> None:
    kept(store, tender, "调查表.xlsx", questionnaire(OWN[0]))

    (done,) = bids.import_files(store, LOCAL, "next", tender, [("答复.xlsx", questionnaire(OWN[2]))])

    assert (done.status, done.findings[0].rule) == ("refused", Rule.VENDOR_UNINVITED)
    assert load(store, LOCAL, tender).bids == ()


def test_a_file_that_names_its_vendor_is_that_vendors_whatever_it_is_called(store: Store, tender: str) -> None:
    data = questionnaire(OWN[0], f"投标人：{HAILAN}")
    book = opened(store, tender, "答复.xlsx", data)
    proposal = mapping.propose(store, LOCAL, tender, book)
    assert [one.vendor for one in proposal.offers] == [HAILAN]
    mapping.save_mapping(store, LOCAL, "save", tender, book.name, proposal.mapping, proposal.ver)

    (done,) = bids.import_files(
        store, LOCAL, "next", tender, [("答复 2.xlsx", questionnaire(OWN[2], f"投标人：{SUKE}"))]
    )

    assert (done.status, done.vendor) == ("stored", SUKE)
    assert Rule.VENDOR_UNNAMED not in [found.rule for found in done.findings]
    other = opened(store, tender, "x.xlsx", questionnaire(OWN[0], "投标人：无人知晓的软件公司"))
    assert mapping.propose(store, LOCAL, tender, other).mapping.vendor == ""


def test_without_a_mapping_it_is_refused_as_before(store: Store, tender: str) -> None:
    (done,) = bids.import_files(store, LOCAL, "none", tender, [("调查表.xlsx", questionnaire(OWN[0]))])

    assert (done.status, done.findings[0].rule) == ("refused", Rule.LAYOUT_UNKNOWN)


def test_a_price_list_is_sealed_as_a_whole_and_its_figures_are_not_shown(store: Store, tender: str) -> None:
    data = prices("1-hailan-price.xlsx")
    book = opened(store, tender, "报价.xlsx", data)

    proposal = mapping.propose(store, LOCAL, tender, book)

    shown = [cell.text for cell in book.sheets[0].cells.values() if cell.column == 5]
    assert shown == ["单价（元）", *["•••"] * len(ASKED.question("PRICE").rows)]
    assert [(one.vendor, one.envelope, one.answered, one.findings) for one in proposal.offers] == [("", "price", 0, ())]
    mapping.save_mapping(store, LOCAL, "save", tender, "报价.xlsx", proposal.mapping, 0)
    (done,) = admitting.admit(store, LOCAL, "admit", tender, ("报价.xlsx", data), proposal.mapping.shape, HAILAN)
    assert (done.status, done.layout, done.answered, done.findings) == ("stored", "price", 0, ())
    (upload,) = load(store, LOCAL, tender).uploads
    assert (upload.envelope, upload.vendor, upload.answered) == ("price", HAILAN, 0)
    with store.read() as snapshot, pytest.raises(Sealed):
        content(snapshot, tender, upload.id)
    stages.lock_technical(store, LOCAL, "technical", tender)
    stages.open_prices(store, LOCAL, "prices", tender, "all bids are in")
    price = bid_of(load(store, LOCAL, tender), HAILAN).find("PRICE/P-01/unit_price")
    assert price is not None
    assert (price.value, price.source.cell) == (said("1-hailan-price.xlsx", PRICE)["PRICE/P-01/unit_price"].value, "E3")


def test_a_file_with_replies_and_prices_shows_its_replies_while_its_prices_are_sealed(
    store: Store, tender: str
) -> None:
    lines = [
        ["题目", "答复", "单价（元）"],
        ["操作日志", "3年", ""],
        ["平台使用许可（实名用户，120 人 × 3 年）", "", 300],
    ]
    data = xlsx(lines)
    book = opened(store, tender, "both.xlsx", data)
    columns = Layout(header_rows=(1,), columns={"question": 1, "answer": 2, "unit_price": 3})
    mixed = WorkbookMapping(tables=(mapped(book.sheets[0], columns),), matches={"操作日志": "SE-15"})
    mapping.save_mapping(store, LOCAL, "save", tender, "both.xlsx", mixed, 0)

    done = admitting.admit(store, LOCAL, "admit", tender, ("both.xlsx", data), mixed.shape, HAILAN)

    assert [(one.layout, one.status, one.answered) for one in done] == [
        ("questionnaire", "stored", 1),
        ("price", "stored", 0),
    ]
    before = load(store, LOCAL, tender)
    assert [(upload.envelope, upload.answered) for upload in before.uploads] == [("price", 1)]
    assert bid_of(before, HAILAN).answers["SE-15"].value == 36
    assert "PRICE" not in bid_of(before, HAILAN).answers
    assert Rule.ENVELOPE_MISSING not in [found.rule for found in bid_of(before, HAILAN).findings]
    with store.read() as snapshot, pytest.raises(Sealed):
        content(snapshot, tender, before.uploads[0].id)
    stages.lock_technical(store, LOCAL, "technical", tender)
    stages.open_prices(store, LOCAL, "prices", tender, "all bids are in")
    price = bid_of(load(store, LOCAL, tender), HAILAN).find("PRICE/P-01/unit_price")
    assert price is not None
    assert price.source.cell == "C3"


def test_a_mapped_revision_waits_however_often_it_is_sent(store: Store, tender: str) -> None:
    lines = [["题目", "答复"], ["操作日志", "3年"], ["其他", "无"]]
    first, later = xlsx(lines), xlsx([lines[0], ["操作日志", "9年"], lines[2]])
    book = opened(store, tender, f"{HAILAN}.xlsx", first)
    mine = WorkbookMapping(
        tables=(mapped(book.sheets[0], Layout(header_rows=(1,), columns={"question": 1, "answer": 2})),),
        matches={"操作日志": "SE-15"},
    )
    mapping.save_mapping(store, LOCAL, "save", tender, book.name, mine, 0)

    sent = [imported(store, tender, (f"{HAILAN}.xlsx", data))[0][1] for data in (first, later, later, first)]

    assert sent == ["stored", "waits", "same", "same"]
    assert bid_of(load(store, LOCAL, tender), HAILAN).answers["SE-15"].value == 36


def test_a_file_with_replies_and_prices_is_the_same_though_sealed_and_is_replaced_by_no_part_of_it(
    store: Store, tender: str
) -> None:
    lines = [
        ["题目", "答复", "单价（元）"],
        ["操作日志", "3年", ""],
        ["平台使用许可（实名用户，120 人 × 3 年）", "", 300],
    ]
    data = xlsx(lines)
    columns = Layout(header_rows=(1,), columns={"question": 1, "answer": 2, "unit_price": 3})
    book = opened(store, tender, "both.xlsx", data)
    mixed = WorkbookMapping(tables=(mapped(book.sheets[0], columns),), matches={"操作日志": "SE-15"})
    mapping.save_mapping(store, LOCAL, "save", tender, "both.xlsx", mixed, 0)
    for status in ("stored", "same"):
        done = admitting.admit(store, LOCAL, new_command_id(), tender, ("both.xlsx", data), mixed.shape, HAILAN)
        assert [one.status for one in done] == [status, status]

    price = (SAMPLE / "1-hailan-price.xlsx").read_bytes()
    assert imported(store, tender, ("price.xlsx", price))[0][1] == "waits"
    (held,) = revisions.waiting(store, LOCAL, load(store, LOCAL, tender))
    with pytest.raises(Refused, match="revision_narrower"):
        revisions.take(store, LOCAL, "take", tender, held, "a newer price")
    assert bid_of(load(store, LOCAL, tender), HAILAN).answers["SE-15"].value == 36


def test_a_file_that_turns_out_to_state_prices_takes_the_place_of_itself(store: Store, tender: str) -> None:
    data = xlsx(
        [["题目", "答复", "每年"], ["操作日志", "3年", ""], ["平台使用许可（实名用户，120 人 × 3 年）", "", 300]]
    )
    book, said_of = opened(store, tender, "both.xlsx", data), {"操作日志": "SE-15"}
    plain_columns, priced = {"question": 1, "answer": 2}, {"question": 1, "answer": 2, "unit_price": 3}
    # what a kept mapping has called a price stays one
    for columns, envelope in ((plain_columns, "technical"), (priced, "price"), (plain_columns, "price")):
        layout = Layout(header_rows=(1,), columns=columns)
        plain = WorkbookMapping(tables=(mapped(book.sheets[0], layout),), matches=said_of)
        ver = mapping.propose(store, LOCAL, tender, book, plain).ver
        mapping.save_mapping(store, LOCAL, new_command_id(), tender, "both.xlsx", plain, ver)
        admitting.admit(store, LOCAL, new_command_id(), tender, ("both.xlsx", data), plain.shape, HAILAN)

        (upload,) = load(store, LOCAL, tender).uploads
        assert upload.envelope == envelope
        assert bid_of(load(store, LOCAL, tender), HAILAN).answers["SE-15"].value == 36


def test_a_price_for_another_quantity_than_ours_waits_for_a_person(store: Store, tender: str) -> None:
    data = prices("1-hailan-price.xlsx", quantity="999")
    shape = kept(store, tender, "报价.xlsx", data).shape
    stages.lock_technical(store, LOCAL, "technical", tender)
    stages.open_prices(store, LOCAL, "prices", tender, "all bids are in")

    (done,) = admitting.admit(store, LOCAL, "admit", tender, ("报价.xlsx", data), shape, HAILAN)

    assert Rule.PRICE_BASIS in {found.rule for found in done.findings}
    price = bid_of(load(store, LOCAL, tender), HAILAN).find("PRICE/P-01/unit_price")
    assert price is not None
    assert price.open
    assert len(price.readings) == 1


def test_matches_are_confirmed_in_bulk_with_who_and_when_and_a_stale_page_is_refused(store: Store, tender: str) -> None:
    data = xlsx([["序号", "问题", "答复"], [1, "日志留几年", "3年"], [2, "停车位数量", "5"], [3, "机房在哪", "境内"]])
    book = opened(store, tender, "q.xlsx", data)
    proposal = mapping.propose(store, LOCAL, tender, book)
    keys = [one.key for one in proposal.matches]

    def confirm(command: str, said: dict[str, str], ver: int) -> int:
        told = replace(proposal.mapping, matches=said)
        return mapping.save_mapping(store, LOCAL, command, tender, "q.xlsx", told, ver)

    ver = confirm("said", {keys[0]: "SE-15", keys[1]: ""}, 0)

    assert ver == 1
    (saved,) = mapping.saved_mappings(store, LOCAL, tender)
    assert (saved.mapping.matches, saved.by, len(saved.at)) == ({keys[0]: "SE-15", keys[1]: ""}, LOCAL.name, 27)
    with store.read() as snapshot:
        (event,) = (one for one in events.read(snapshot, tender, 0) if one.action.startswith("mapping."))
    assert (event.actor, event.note["matches"]) == (LOCAL.name, 2)
    seen = record.recent(store, LOCAL, load(store, LOCAL, tender))
    assert (seen.happened[0].action, seen.happened[0].subject) == ("mapping.save", "q.xlsx")
    assert seen.moved["bids"] == seen.happened[0].at
    with pytest.raises(Conflict):
        confirm("late", {keys[2]: "SE-08"}, 0)
    with pytest.raises(Refused, match="match_twice"):
        confirm("two", {keys[0]: "SE-15", keys[2]: "SE-15"}, 1)
    with pytest.raises(Refused, match="no_such_question"):
        confirm("odd", {keys[2]: "XX-99"}, 1)
    again = mapping.propose(store, LOCAL, tender, book)
    assert (again.ver, again.saved, again.mapping.matches) == (1, True, saved.mapping.matches)


def test_what_is_confirmed_later_is_read_when_the_file_is_admitted_again(store: Store, tender: str) -> None:
    data = xlsx([["序号", "问题", "答复"], [1, "日志留几年", "3年"], [2, "停车位数量", "5"]])
    mine = kept(store, tender, "q.xlsx", data)
    shape = mine.shape
    admitting.admit(store, LOCAL, "first", tender, ("q.xlsx", data), shape, HAILAN)

    said_of = replace(mine, matches={"1 | 日志留几年": "SE-15"})
    mapping.save_mapping(store, LOCAL, "said", tender, "q.xlsx", said_of, 1)
    (done,) = admitting.admit(store, LOCAL, "again", tender, ("q.xlsx", data), shape, HAILAN)

    answer = bid_of(load(store, LOCAL, tender), HAILAN).answers["SE-15"]
    assert (done.status, answer.verbatim, answer.source.cell) == ("stored", "3年", "C2")
    unmatched = [dict(found.params)["given"] for found in done.findings if found.rule is Rule.QUESTION_UNMATCHED]
    assert unmatched == ["2 停车位数量"]
    uncovered = [found.item for found in done.findings if found.rule is Rule.QUESTION_UNCOVERED]
    assert "SE-01" in uncovered
    assert "SE-15" not in uncovered


def test_the_vendor_of_a_file_is_not_kept_with_the_mapping(store: Store, tender: str) -> None:
    book = opened(store, tender, "q.xlsx", questionnaire(OWN[0]))
    proposal = mapping.propose(store, LOCAL, tender, book)

    mapping.save_mapping(store, LOCAL, "save", tender, "q.xlsx", replace(proposal.mapping, vendor=HAILAN), 0)

    (saved,) = mapping.saved_mappings(store, LOCAL, tender)
    assert saved.mapping == proposal.mapping


def test_a_mapping_without_a_heading_is_not_kept(store: Store, tender: str) -> None:
    with pytest.raises(Refused, match="mapping_empty"):
        mapping.save_mapping(store, LOCAL, "save", tender, "q.xlsx", WorkbookMapping(tables=()), 0)


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(store: Store, tender: str) -> None:
    shape = kept(store, tender, "调查表.xlsx", questionnaire(OWN[0])).shape

    with pytest.raises(Refused, match="file_unreadable"):
        admitting.admit(store, LOCAL, "admit", tender, ("x.xlsx", b"PK"), shape, HAILAN)
    with pytest.raises(Refused, match="no_such_mapping"):
        admitting.admit(store, LOCAL, "other", tender, ("x.xlsx", b"PK"), "0" * 16, HAILAN)
