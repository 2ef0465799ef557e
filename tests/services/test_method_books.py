"""The method workbook: it goes out, is changed in a spreadsheet and comes back; every change and every fault has its cell."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evaluator.adapters.pack_edits import edited
from evaluator.adapters.packs import Pack, draft_pack, find_pack, load_pack, pack_files, stored_pack
from evaluator.domain.finding import Rule, Severity
from evaluator.domain.method import PriceDeduction
from evaluator.domain.method_edit import Edit, Own, Part, Place, every_question, facts
from evaluator.domain.question import Judge, Kind
from evaluator.domain.tender import Tender
from evaluator.domain.text import Layout
from evaluator.intake.method_layout import CODES, fields
from evaluator.intake.method_rules import ASKED, CHOICES, PANEL
from evaluator.services.method_books import BookResult, book_bytes, read_book
from tests import tiny
from tests.adapters.filling import row_of, sheet_with
from tests.adapters.office import converted

NAME = "crm_platform"
FILES = pack_files(find_pack(NAME))
PACK = load_pack(NAME)
TENDER = replace(tiny.tender(), pack=NAME)
Cells = Mapping[tuple[str, str], Any]


@cache
def sent(layout: Layout = "both", tender: Tender | None = None) -> bytes:
    return book_bytes(PACK, tender, layout)


@cache
def opened(layout: Layout) -> openpyxl.Workbook:
    """The workbook in a spreadsheet, read once for all that only fill in cells."""
    return openpyxl.load_workbook(io.BytesIO(sent(layout)))


def filled(cells: Cells, layout: Layout = "both", change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """The workbook with values put in, each by the code of its row and the field of its column."""
    book = opened(layout) if change is None else openpyxl.load_workbook(io.BytesIO(sent(layout)))
    before = []
    for (code, name), value in cells.items():
        sheet = sheet_with(book, code)
        cell = sheet.cell(row_of(sheet, code), 2 + fields(code[0], layout).index(name))
        before.append((cell, cell.value))
        cell.value = value
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    for cell, value in before:  # the book is used again
        cell.value = value
    return out.getvalue()


def back(data: bytes, pack: Pack = PACK, tender: Tender | None = None) -> BookResult:
    return read_book(pack, FILES, tender, "method.xlsx", data)


def told(result: BookResult) -> list[tuple[Rule, str]]:
    return [(found.rule, str(found.source)) for found in result.findings]


@pytest.mark.parametrize("layout", ["zh", "en", "both"])
def test_a_workbook_that_comes_back_as_it_went_out_changes_nothing(layout: Layout) -> None:
    result = back(sent(layout))

    assert (result.changes, result.findings, result.files) == ((), (), FILES)


def test_every_place_of_the_workbook_takes_a_new_value_and_says_so() -> None:
    cells: dict[tuple[str, str], Any] = {}
    wanted = {}
    for at, value in facts(PACK.method).items():
        code = f"{CODES[at.part]}:{at.field if at.part is Part.RULES else at.key}"
        name = "value" if at.part is Part.RULES else at.field
        if (
            name not in fields(code[0], "both")
            or at.field in ("asked", "on", "accept", "ties", *CHOICES, *ASKED, *PANEL)
            or (at.part is Part.LEVEL and name == "points")
            or (at.part is Part.GATE and value is None)  # the limit that there is not
            or (at.part is Part.OPTION and value is None)
        ):
            continue
        wanted[at] = f"{value}。" if isinstance(value, str) else (value or Decimal(9)) + 1
        if at.part is Part.OPTION:
            wanted[at] = Decimal(99)
        cells[code, name] = wanted[at]

    result = back(filled(cells))

    assert {change.place: change.value for change in result.changes if isinstance(change, Edit)} == wanted
    assert {at.part for at in wanted} == set(Part) and len(wanted) > 1200


def test_switches_and_passing_replies_are_read_in_the_workbooks_words() -> None:
    cells = {("Q:SE-02", "asked"): "否 / No", ("G:CO-01", "on"): "No", ("G:CO-04", "accept"): "原厂商 / Manufacturer"}
    option = PACK.method.questions[[one.id for one in PACK.method.questions].index("CO-04")].options[0]
    cells["G:CO-04", "accept"] = option.text.show("both", " / ")

    result = back(filled(cells))
    changed = facts(draft_pack(dict(result.files))[0].method)

    assert not result.refused
    assert changed[Place(Part.QUESTION, "SE-02", "asked")] is False
    assert changed[Place(Part.GATE, "CO-01", "on")] is False
    assert changed[Place(Part.GATE, "CO-04", "accept")] == (option.key,)


def test_a_wrong_sum_is_told_at_its_cell_and_not_refused() -> None:
    result = back(filled({("C:support", "weight"): 20}))

    assert not result.refused
    assert told(result) == [(Rule.METHOD_SUM, "'准则与权重 Criteria and weights'!C5")]
    assert dict(result.findings[0].params)["total"] == "107"
    assert [(one.place.key, one.before, one.after) for one in result.told] == [("support", Decimal(13), Decimal(20))]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({("C:support", "weight"): "viel"}, Rule.METHOD_VALUE),
        ({("C:support", "weight"): None}, Rule.METHOD_VALUE),
        ({("G:CO-01", "on"): "maybe"}, Rule.METHOD_VALUE),
        ({("G:CO-04", "accept"): "nobody"}, Rule.METHOD_VALUE),
        ({("L:tech.team/2", "points"): 9}, Rule.METHOD_ORDER),
        ({("R:price.formula", "value"): "cheapest"}, Rule.METHOD_VALUE),
        ({("R:price.formula", "value"): "直线法"}, Rule.METHOD_FAULT),
        ({("R:blank", "value"): None}, Rule.METHOD_VALUE),
        ({("R:combine", "value"): "the loudest"}, Rule.METHOD_VALUE),
        ({("R:award.method", "value"): "luck"}, Rule.METHOD_VALUE),
        ({("R:award.method", "value"): "WASPAS", ("R:award.parameters", "value"): "lambda = 2"}, Rule.METHOD_FAULT),
        ({("R:award.parameters", "value"): "lambda = 0.5"}, Rule.METHOD_FAULT),
        ({("R:price.abnormally_low.below_mean", "value"): "half"}, Rule.METHOD_VALUE),
        ({("R:price.abnormally_low.below_mean", "value"): 0.5}, Rule.METHOD_VALUE),
        ({("R:price.abnormally_low.below_ceiling", "value"): 120}, Rule.METHOD_FAULT),
        ({("R:reason_required", "value"): "as the method says"}, Rule.METHOD_VALUE),
        ({("R:discuss_over", "value"): 0.4}, Rule.METHOD_VALUE),
        ({("R:discuss_over", "value"): 120}, Rule.METHOD_FAULT),
        ({("C:tech.team", "anonymous"): "partly"}, Rule.METHOD_VALUE),
        ({("C:tech.team", "reason_required"): "often"}, Rule.METHOD_VALUE),
        ({("R:ties", "value"): "luck"}, Rule.METHOD_VALUE),
        ({("R:requirements.partial", "value"): 120}, Rule.METHOD_FAULT),
        ({("O:SE-02/soc2", "value"): 150}, Rule.METHOD_FAULT),
        ({("O:SE-02/soc2", "value"): None}, Rule.METHOD_VALUE),
        ({("I:SU-02/P1/response", "range.worst"): "1 working day"}, Rule.METHOD_VALUE),
        ({("G:SE-02", "on"): "Yes", ("G:SE-02", "reason.zh"): "理由", ("G:SE-02", "reason.en"): "why"}, Rule.METHOD_FAULT),
        ({("G:SU-06", "on"): "Yes", ("G:SU-06", "at_least"): 12}, Rule.METHOD_FAULT),
        ({("G:SU-06", "at_least"): "long"}, Rule.METHOD_VALUE),
        ({("W:units.case", "text.en"): None, ("W:units.case", "text.zh"): None}, Rule.METHOD_FAULT),
        ({("C:price", "minimum"): 10}, Rule.METHOD_FAULT),
        ({("R:shortlist.top", "value"): 0}, Rule.METHOD_FAULT),
        ({("P:P-01", "quantity"): -1}, Rule.METHOD_FAULT),
        ({("N:1", "text.zh"): "有吗？"}, Rule.METHOD_VALUE),
        ({("N:1", "section"): "nowhere", ("N:1", "text.zh"): "有吗？", ("N:1", "kind"): "单选 / choice"}, Rule.METHOD_VALUE),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_cell_and_nothing_is_changed(cells: Cells, rule: Rule) -> None:
    result = back(filled(cells))
    blocking = [found for found in result.findings if found.severity is Severity.BLOCKER]

    assert {found.rule for found in blocking} == {rule}
    assert all(found.source.cell for found in blocking)
    assert result.files == FILES


def test_a_gate_is_given_with_its_limit_in_the_questions_own_unit() -> None:
    why = {("G:SU-06", "reason.zh"): "维护期太短", ("G:SU-06", "reason.en"): "Maintenance is too short"}
    result = back(filled({("G:SU-06", "on"): "是", ("G:SU-06", "at_least"): "1年", **why}))
    names = [option.text.zh for option in next(q for q in PACK.method.questions if q.id == "SE-02").options]
    chosen = back(filled({("G:SE-02", "on"): "Yes", ("G:SE-02", "accept"): "\n".join(names[:2]),
                          ("G:SE-02", "reason.zh"): "无证书", ("G:SE-02", "reason.en"): "No certificate"}))  # fmt: skip

    assert (result.findings, chosen.findings) == ((), ())
    gates = {q.id: q.gate for one in (result, chosen) for q in stored_pack(dict(one.files)).method.questions if q.gate}
    assert gates["SU-06"].at_least == 12 and gates["SU-06"].reason.en == "Maintenance is too short"
    assert gates["SE-02"].accept == ("iso27001", "iso27701")


def test_rules_are_chosen_by_their_names() -> None:
    titles = {top.key: top.title for top in PACK.method.criteria}
    ties = f"{titles['price'].zh}；{titles['fit'].en}"
    cells = {("R:price.formula", "value"): "高出比例扣分法", ("R:blank", "value"): "排除该投标 / bid excluded",
             ("R:combine", "value"): "评审小组合议", ("R:award.method", "value"): "WASPAS",
             ("R:award.parameters", "value"): "lambda＝0.3", ("R:price.abnormally_low.below_mean", "value"): None,
             ("R:price.abnormally_low.below_second", "value"): "62.5%", ("R:reason_required", "value"): "是",
             ("R:discuss_over", "value"): "30%", ("C:tech.team", "anonymous"): "Yes", ("C:tech.team", "reason_required"): "否",
             ("C:tech.stack", "reason_required"): None, ("C:tech.stack", "anonymous"): None}  # fmt: skip
    result = back(filled({**cells, ("R:ties", "value"): ties, ("R:requirements.max_unmet_musts", "value"): None}))

    method = stored_pack(dict(result.files)).method
    assert result.findings == ()
    assert (method.price.formula, method.blank, method.ties) == ("lowest_distance", "exclude", ("price", "fit"))
    assert method.requirements and method.requirements.max_unmet_musts is None
    low = method.price.abnormally_low
    assert (method.combine, low.below_mean, low.below_second) == ("consensus", None, Decimal("62.5"))
    assert (method.award.method, method.award.parameters) == ("waspas", {"lambda": Decimal("0.3")})
    team = method.leaf("tech.team")
    assert (method.reason_required, method.discuss_over) == (True, 30)
    assert (team.anonymous, team.reason_required) == (True, False)
    assert replace(team, anonymous=False, reason_required=None) == PACK.method.leaf("tech.team")
    assert method.leaf("tech.stack") == PACK.method.leaf("tech.stack")


def test_rules_on_low_prices_bring_their_figures_and_a_deduction_its_question() -> None:
    small = next(question for question, _ in every_question(PACK.method) if question.kind is Kind.YES_NO)
    cells = {("R:price.abnormally_low.pack", "value"): "Ukraine (the Prozorro system)",
             ("R:price.abnormally_low.below_estimate", "value"): "80%",
             ("R:price.deduction.question", "value"): f"{small.id} {small.text.zh} / {small.id} {small.text.en}",
             ("R:price.deduction.percent", "value"): "10%"}  # fmt: skip

    result = back(filled(cells))

    price = stored_pack(dict(result.files)).method.price
    low = price.abnormally_low
    assert result.findings == ()
    assert (low.pack, low.below_others, low.below_next, low.at_limit, low.below_estimate) == ("ua", 60, 70, True, 80)
    assert (low.below_mean, low.below_second, low.minutes, low.judgement) == (None, None, None, False)
    assert "Prozorro" in low.source.en
    assert price.deduction == PriceDeduction(question=small.id, percent=Decimal(10))


def test_an_index_the_list_for_ties_and_a_minimum_go_out_and_come_back() -> None:
    cells = {("R:award.method", "value"): "质量折价法", ("R:award.parameters", "value"): "willingness_to_pay = 600000",
             ("R:ties", "value"): "lower price first；抽签（公布的抽签种子）", ("R:tie_seed", "value"): "lottery 2026-081",
             ("Q:SE-02", "minimum"): 60}  # fmt: skip
    result = back(filled(cells))

    assert result.findings == ()
    method = stored_pack(dict(result.files)).method
    assert (method.award.rule, method.award.method) == ("index", "price_less_quality")
    assert method.award.parameters == {"willingness_to_pay": 600000}
    assert (method.ties, method.tie_seed) == (("lower_price", "draw"), "lottery 2026-081")
    assert next(one.minimum for one in method.questions if one.id == "SE-02") == 60
    for wrong in ({("R:award.method", "value"): "utility index"}, {("R:ties", "value"): "抽签（公布的抽签种子）"}):
        assert back(filled(wrong)).refused


def test_a_formula_that_the_route_forbids_is_refused_at_its_cell() -> None:
    tender = replace(TENDER, route="gov")
    cells = {("R:price.formula", "value"): "高出比例扣分法"}

    result = back(filled(cells), tender=tender)

    assert result.refused and [rule for rule, _ in told(result)] == [Rule.METHOD_FAULT]
    assert not back(filled(cells), tender=replace(tender, route="tender")).refused
    ranked = back(filled({("R:award.method", "value"): "TOPSIS"}), tender=tender)
    rows = sheet_with(openpyxl.load_workbook(io.BytesIO(sent())), "R:blank")
    for refused, code in ((result, "R:price.formula"), (ranked, "R:award.method")):
        assert refused.refused and refused.findings[0].source.cell == f"D{row_of(rows, code)}"


def test_a_fault_of_one_option_is_told_at_its_own_cell() -> None:
    result = back(filled({("O:SE-02/iso27701", "value"): 150}))

    book = openpyxl.load_workbook(io.BytesIO(sent()))
    row = row_of(sheet_with(book, "O:SE-02/iso27701"), "O:SE-02/iso27701")
    assert [found.source.cell for found in result.findings] == [f"D{row}"]


def test_a_code_that_is_unknown_or_stands_twice_is_named() -> None:
    def spoil(book: openpyxl.Workbook) -> None:
        sheet = sheet_with(book, "P:P-02")
        sheet.cell(row_of(sheet, "P:P-02"), 1).value = "P:P-77"
        sheet.cell(row_of(sheet, "P:P-03"), 1).value = "P:P-01"

    assert [rule for rule, _ in told(back(filled({}, change=spoil)))] == [Rule.METHOD_UNKNOWN, Rule.METHOD_TWICE]


def test_rows_that_were_deleted_or_moved_change_nothing() -> None:
    def move(book: openpyxl.Workbook) -> None:
        sheet = sheet_with(book, "P:P-02")
        sheet.delete_rows(row_of(sheet, "P:P-02"))
        sheet.insert_rows(2, 3)

    assert back(filled({}, change=move)).changes == ()


def test_the_workbook_of_another_tender_pack_or_version_is_known() -> None:
    other = book_bytes(PACK, replace(TENDER, id="T-9"), "zh")
    small = Pack(tiny.method(), PACK.library, "0" * 64)

    assert [rule for rule, _ in told(back(other, tender=TENDER))] == [Rule.OTHER_TENDER]
    assert [rule for rule, _ in told(back(book_bytes(small, None, "zh")))] == [Rule.OTHER_PACK]
    assert [rule for rule, _ in told(back(sent(), replace(PACK, sha256="1" * 64)))] == [Rule.METHOD_EARLIER]
    plain = io.BytesIO()
    openpyxl.Workbook().save(plain)
    assert [rule for rule, _ in told(back(plain.getvalue()))] == [Rule.METHOD_NO_BOOK]
    assert [rule.value for rule, _ in told(back(b""))] == ["file_empty"]


def test_terms_that_lose_their_question_are_told() -> None:
    result = back(filled({("Q:PL-02", "asked"): "No"}))

    assert not result.refused
    assert Rule.METHOD_BLANK in [rule for rule, _ in told(result)]


def own(cells: Mapping[str, Any]) -> BookResult:
    return back(filled({("N:1", name): value for name, value in cells.items()}))


def test_own_questions_are_made_from_their_rows() -> None:
    method = PACK.method
    section = next(one for one in method.sections if one.key == "security").title.show("both", " / ")
    leaf = next(one for one in method.leaves() if one.key == method.auto_questions()[0].criterion).title.zh
    shared = {"section": section, "text.zh": "有吗？", "text.en": "Any?"}
    made = {
        "gate": own({**shared, "kind": "单选", "judge": "门槛 / gate", "options": "有 / Yes = 通过\n无 / No"}),
        "yes": own({**shared, "kind": "yes or no", "judge": "gate"}),
        "hours": own({**shared, "kind": "时长", "judge": "按规则计分", "criterion": leaf, "weight": 10, "unit": "小时",
                      "range.worst": 24, "range.best": 4}),
        "points": own({**shared, "kind": "choice", "judge": "scored by rule", "criterion": leaf, "weight": 10,
                       "options": "有 / Yes = 100\n无 / No = 0"}),
        "limit": own({**shared, "kind": "number", "judge": "gate", "range.worst": 3}),
    }  # fmt: skip
    assert {name: result.findings for name, result in made.items() if result.refused} == {}
    asked = {name: result.changes[0].question for name, result in made.items() if isinstance(result.changes[0], Own)}

    assert {one.id for one in asked.values()} == {"BQ-01"}
    assert asked["gate"].gate and asked["gate"].gate.accept == ("o1",)
    assert asked["yes"].gate and (asked["yes"].kind, asked["yes"].gate.accept) == (Kind.YES_NO, ("yes",))
    assert asked["hours"].range and (asked["hours"].unit, asked["hours"].range.best) == ("hour", 4)
    assert [(one.text.en, one.value) for one in asked["points"].options] == [("Yes", 100), ("No", 0)]
    assert asked["limit"].gate and asked["limit"].gate.at_least == 3
    assert [rule for rule, _ in told(made["hours"])] == [Rule.METHOD_FAULT]  # the weights of its sub-criterion
    assert asked["points"].judge is Judge.AUTO


def test_an_own_question_with_a_fault_is_told_at_its_row() -> None:
    section = PACK.method.sections[0].title.zh
    result = own({"section": section, "text.zh": "有吗？", "text.en": "Any?", "kind": "单选", "judge": "仅作了解"})

    assert result.refused
    assert [(found.rule, found.source.cell) for found in result.findings] == [(Rule.METHOD_FAULT, "A4")]


def test_a_workbook_saved_by_libreoffice_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(filled({("C:support", "weight"): 20, ("C:price", "weight"): 13, ("Q:SE-02", "asked"): "否"}))

    result = back(converted(tmp_path, [path], "xlsx")[0].read_bytes())
    book = openpyxl.load_workbook(tmp_path / "out" / "book.xlsx", data_only=True)

    new = {change.place.field + change.place.key: change.value for change in result.changes if isinstance(change, Edit)}
    price = next(top.weight for top in PACK.method.criteria if top.key == "price")
    assert new == {"weightsupport": 20, "askedSE-02": False, "weightprice": 13}
    sheet = sheet_with(book, "C:support")
    sums = [sheet.cell(row, 3).value for row in range(4, 14) if sheet.cell(row, 2).value == "合计 / Sum"]
    assert sums[0] == 107 - price + 13


def test_edits_of_both_ways_give_the_same_files() -> None:
    result = back(filled({("C:support", "weight"): 20, ("L:tech.team/2", "text.zh"): "换了说法。"}))
    edits = [
        Edit(Place(Part.CRITERION, "support", "weight"), Decimal(20)),
        Edit(Place(Part.LEVEL, "tech.team/2", "text.zh"), "换了说法。"),
    ]

    assert result.files == edited(FILES, edits)
    assert stored_pack(dict(result.files)).method != PACK.method
