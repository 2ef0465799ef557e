"""The shortlist's formulas, calculated by LibreOffice, give the official values, totals and places."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import openpyxl
import pytest

from evaluator.adapters.shortlist_file import Basis, write_shortlist
from evaluator.adapters.shortlist_weights import numbered
from evaluator.award.shortlist import shortlist
from evaluator.domain.award import Shortlist
from evaluator.domain.bid import Bid
from evaluator.domain.method import Award, Combine, Method, PriceRule
from evaluator.domain.ranking import Evaluation, Status
from evaluator.domain.score import Score, Scorecard
from evaluator.domain.text import LANGS
from evaluator.i18n.words import t
from evaluator.intake.questionnaire import questionnaire
from evaluator.scoring.evaluate import Judgements, evaluate
from tests import tiny
from tests.adapters.office import recalculated

EVALUATORS = ("Eva", "Finn", "Gus", "Hal", "Ida")


def panel(points: dict[str, Sequence[float]], agreed: bool = False) -> tuple[Scorecard, ...]:
    """Cards of as many evaluators as each vendor has points."""
    count = len(next(iter(points.values())))
    return tuple(
        Scorecard(
            evaluator=name,
            agreed=agreed,
            scores=tuple(
                Score(
                    evaluator=name,
                    vendor=vendor,
                    criterion="plan",
                    points=Decimal(str(given[n])),
                    reason=f"=because {n}",
                )
                for vendor, given in points.items()
            ),
        )
        for n, name in enumerate(EVALUATORS[:count])
    )


class Case:
    """A method, bids and scores, evaluated and written when a test first asks, so that gathering the tests costs nothing."""

    def __init__(
        self, method: Method, bids: Sequence[Bid], cards: tuple[Scorecard, ...], layout: Any = "en", **tender: Any
    ) -> None:
        self.method, self.bids, self.cards, self.layout = method, bids, cards, layout
        self.tender = tiny.tender(evaluators=tuple(card.evaluator for card in cards), **tender)

    @cached_property
    def evaluation(self) -> Evaluation:
        return evaluate(self.method, self.tender, self.bids, Judgements(scorecards=self.cards))

    @cached_property
    def chosen(self) -> Shortlist:
        return shortlist(self.evaluation.ranking, self.method.shortlist)

    @cached_property
    def data(self) -> bytes:
        basis = Basis(sha256="ab" * 32, asked=questionnaire(self.method, (), self.tender), cards=self.cards)
        return write_shortlist(self.method, self.tender, self.evaluation, self.chosen, self.layout, basis)


def price(formula: str, **more: Any) -> PriceRule:
    base = tiny.method().price
    return PriceRule(formula=formula, lines=base.lines, years=base.years, groups=base.groups, **more)


BIDS = (
    tiny.bid("=1+1", hours=7, prices=(101, 333)),
    tiny.bid("@SUM(A1)", hours=Decimal("3.3"), replies=("partial", "custom"), prices=("90.55", 410)),
    tiny.bid("+cmd|' /C calc'!A0", hours=23, level="two", replies=("meets", "no"), prices=(77, 500)),
    tiny.bid("Out Ltd", level="none", prices=(1, 1)),
)
POINTS = {bid.vendor: points for bid, points in zip(BIDS, [(4, 3, 5), (2, 3, 3.5), (5, 5, 4), (1, 1, 1)], strict=True)}
FIVE = {vendor: (*points, 0, 5) for vendor, points in POINTS.items()}
TWINS = (tiny.bid("Ada", hours=4), tiny.bid("Bo", hours=4), tiny.bid("Cy", hours=9))
EVEN = {"Ada": (3, 4), "Bo": (3, 4), "Cy": (4, 3)}


def parted() -> Case:
    """Two bids with equal totals that the tie rule parts: what one gains on support it loses on plan."""
    bids = (tiny.bid("Late", hours=14), tiny.bid("Quick", hours=9))  # 0.5 and 0.75 of 60 % of 40 points: 6 points apart
    return Case(tiny.method(), bids, panel({"Late": (5, 5), "Quick": (3.5, 3.5)}))


def weighted() -> Method:
    """Quality weighs one and a half times as much as price, so that a broken power is taken of it."""
    rules = tiny.method(award=Award(rule="index", method="weighted_quality_per_price"))
    weights = dict(zip(("support", "plan", "fit", "price"), map(Decimal, (30, 20, 10, 40)), strict=True))
    return replace(rules, criteria=tuple(replace(top, weight=weights[top.key]) for top in rules.criteria))


CASES = {
    "mean": Case(tiny.method(), BIDS, panel(POINTS)),
    "trimmed": Case(tiny.method(combine=Combine.TRIMMED_MEAN), BIDS, panel(FIVE), "zh"),
    "agreed": Case(
        tiny.method(combine=Combine.CONSENSUS), BIDS, panel({v: p[:1] for v, p in POINTS.items()}, True), "both"
    ),
    "linear": Case(tiny.method(price=price("linear", best=Decimal(1000), worst=Decimal(3000))), BIDS, panel(POINTS)),
    "distance": Case(tiny.method(price=price("lowest_distance")), BIDS, panel(POINTS)),
    **{
        name: Case(tiny.method(price=price(name, **tiny.PARAMETERS)), BIDS, panel(POINTS))
        for name in ("observed_linear", "logarithm", "benchmark", "discount_mean", "discount_power")
    },
    "even": Case(tiny.method(price=price("discount_mean", **tiny.PARAMETERS)), TWINS, panel(EVEN)),
    "grain": Case(tiny.method(grain=2), BIDS, panel(POINTS)),
    "shared": Case(tiny.method(), TWINS, panel(EVEN)),
    "parted": parted(),
    "open": Case(tiny.method(), (*BIDS, tiny.bid("Open Ltd", hours=None)), panel({**POINTS, "Open Ltd": (3, 3, 3)})),
    "topsis": Case(tiny.method(award=Award(rule="method", method="topsis")), BIDS, panel(POINTS)),
    **{
        name: Case(tiny.method(award=Award(rule="index", method=name, parameters=more)), BIDS, panel(POINTS), layout)
        for name, more, layout in (
            ("quality_per_price", {}, "zh"),
            ("price_less_quality", {"willingness_to_pay": Decimal("899.5")}, "en"),
            ("utility_index", {"n": Decimal("1.5")}, "en"),
            ("relative_value_cost", {}, "both"),
            ("price_over_features", {}, "en"),
            ("life_cycle_cost", {"SU-01": Decimal("12.5")}, "en"),
            ("rated_criteria", {"technical_scale": "highest_received"}, "en"),
        )
    },
    "weighted_quality": Case(weighted(), BIDS, panel(POINTS)),
    "possible": Case(
        tiny.method(
            award=Award(rule="index", method="rated_criteria", parameters={"technical_scale": "highest_possible"})
        ),
        BIDS,
        panel(POINTS),
    ),
    "dear": Case(
        tiny.method(
            award=Award(rule="index", method="relative_value_cost"), ties=("lower_price", "draw"), tie_seed="s"
        ),
        [tiny.bid(name, prices=("98765432.1", 500)) for name in ("Ada", "Bo", "Cy")],
        panel(EVEN | {"Cy": (3, 4)}),
    ),
    "drawn": Case(tiny.method(ties=("support", "lower_price", "draw"), tie_seed="lottery"), TWINS, panel(EVEN)),
    "no_cards": Case(tiny.method(), BIDS, ()),
}


@pytest.fixture(scope="module")
def calculated(tmp_path_factory):
    return recalculated(tmp_path_factory.mktemp("office"), {name: case.data for name, case in CASES.items()})


def column(sheet: Any, vendor: str) -> int:
    return next(cell.column for cell in sheet[4] if cell.value == vendor)


def rows(sheet: Any) -> dict[str, int]:
    """Rows by criterion key or question id, and panel scores by title and evaluator."""
    keys = {number: key for key, number in numbered(tiny.method()).items()}
    found: dict[str, int] = {}
    for row in range(5, sheet.max_row + 1):
        first, title = sheet.cell(row, 1).value, str(sheet.cell(row, 2).value).strip()
        found.setdefault(title if " · " in title else keys.get(first, first), row)
    return found


@pytest.mark.office
@pytest.mark.parametrize("name", [name for name in CASES if name != "no_cards"])
def test_recalculated_totals_and_places_are_the_official_ones(name, calculated):
    sheet, case = calculated[name].worksheets[0], CASES[name]
    ranked = case.evaluation.ranking.ranked()

    assert ranked
    for row, result in enumerate(ranked, start=7):
        cells = [sheet.cell(row, number).value for number in range(1, 7)]
        assert cells[1] == result.vendor
        official = case.evaluation.ranking.keys.get(result.vendor, float((result.score or 0) * 100))
        assert cells[2] == pytest.approx(float(official), rel=1e-12, abs=1e-9)
        assert (cells[0], cells[4]) == (result.place, result.place)
        assert cells[5] in ("agrees", "一致", "一致 / agrees")


@pytest.mark.office
@pytest.mark.parametrize("name", CASES)
def test_every_recalculated_value_is_the_official_one(name, calculated):
    sheet, case = calculated[name].worksheets[1], CASES[name]
    placed = rows(sheet)

    checked = 0
    for result in case.evaluation.ranking.results:
        for top in result.nodes:
            for node in top.walk():
                cell = sheet.cell(placed[node.key], column(sheet, result.vendor)).value
                if node.value is None or node.basis == "basis.not_priced":
                    assert isinstance(cell, str)
                else:
                    assert cell == pytest.approx(float(node.value * 100), abs=1e-9), (result.vendor, node.key)
                    checked += 1
    assert checked >= 6 * len(case.evaluation.ranking.ranked())


@pytest.mark.parametrize("name", [name for name in CASES if name != "no_cards"])
def test_panel_means_prices_sums_and_totals_are_formulas_not_numbers(name):
    case = CASES[name]
    sheet = openpyxl.load_workbook(io.BytesIO(case.data)).worksheets[1]
    placed = rows(sheet)

    for result in case.evaluation.ranking.ranked():
        cells = [sheet.cell(placed[key], column(sheet, result.vendor)).value for key in ("support", "plan", "price")]
        assert all(str(cell).startswith("=") for cell in cells), cells
        assert str(sheet.cell(6, column(sheet, result.vendor)).value).startswith("=1+")
        assert str(sheet.cell(5, column(sheet, result.vendor)).value).startswith("=") or name == "topsis"


@pytest.mark.office
def test_another_weight_or_score_moves_the_totals(tmp_path):
    case = CASES["mean"]
    book = openpyxl.load_workbook(io.BytesIO(case.data))
    weights, matrix = book.worksheets[2], book.worksheets[1]
    vendor = case.evaluation.ranking.ranked()[0].vendor
    weights.cell(rows(weights)["support"], 3).value = 0
    weights.cell(rows(weights)["plan"], 3).value = 60
    for evaluator in EVALUATORS[:3]:
        matrix.cell(rows(matrix)[f"Plan · {evaluator}"], column(matrix, vendor)).value = 0
    out = io.BytesIO()
    book.save(out)

    sheet = recalculated(tmp_path, {"changed": out.getvalue()})["changed"].worksheets[0]

    result = case.evaluation.ranking.of(vendor)
    expected = 20 * (result.node("fit").value + result.node("price").value)
    assert sheet["C7"].value == pytest.approx(float(expected), abs=1e-9)
    assert sheet["F7"].value == "differs"


def test_vendors_text_never_becomes_a_formula():
    for case in CASES.values():
        for sheet in openpyxl.load_workbook(io.BytesIO(case.data)):
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        assert not any(mark in cell.value for mark in ("cmd", "1+1", "@SUM", "because")), (
                            cell.coordinate
                        )


def test_the_names_of_the_vendors_stand_as_they_were_given():
    sheet = openpyxl.load_workbook(io.BytesIO(CASES["mean"].data)).worksheets[0]

    names = [sheet.cell(row, 2) for row in range(7, 11)]
    assert {cell.value for cell in names} == {bid.vendor for bid in BIDS}
    assert {cell.data_type for cell in names} == {"s"}


def test_results_show_even_before_anything_is_calculated():
    case = CASES["mean"]
    sheet = openpyxl.load_workbook(io.BytesIO(case.data), data_only=True).worksheets[0]
    first = case.evaluation.ranking.ranked()[0]

    assert (sheet["A7"].value, sheet["F7"].value) == (1, "agrees")
    assert sheet["C7"].value == pytest.approx(float(first.score * 100))


def test_an_excluded_bid_has_no_place_and_says_why():
    sheet = openpyxl.load_workbook(io.BytesIO(CASES["mean"].data)).worksheets[0]
    row = next(row for row in range(7, 11) if sheet.cell(row, 2).value == "Out Ltd")

    assert [sheet.cell(row, number).value for number in (1, 3, 4, 7, 9)] == ["–", "–", "–", "Excluded", "–"]
    assert "Main!D4" in sheet.cell(row, 10).value


def test_an_open_bid_shows_bounds_and_makes_the_result_provisional():
    case = CASES["open"]
    sheet = openpyxl.load_workbook(io.BytesIO(case.data)).worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    result = case.evaluation.ranking.of("Open Ltd")

    assert result.status is Status.UNSETTLED
    assert f"{float(result.low * 100):.1f}–{float(result.high * 100):.1f}" in texts
    assert any("provisional" in text for text in texts)


def test_under_a_named_method_the_places_stand_beside_its_own_scores_and_no_sum():
    case = CASES["topsis"]
    book = openpyxl.load_workbook(io.BytesIO(case.data), data_only=True)
    front, first = book.worksheets[0], case.evaluation.ranking.ranked()[0]

    heads = [front.cell(6, number).value for number in (3, 4)]
    assert heads == ["Score by TOPSIS", "Score by TOPSIS (official)"]
    key = case.evaluation.ranking.keys[first.vendor]
    assert [front.cell(7, number).value for number in (3, 4)] == pytest.approx([key, key], abs=1e-9)
    assert book.worksheets[1].cell(5, 2).value == "Score by TOPSIS"
    texts = {str(cell.value) for sheet in book.worksheets[:2] for row in sheet.iter_rows() for cell in row}
    assert not texts & {"Total", "Total (formula)", "Total (official)"}


def test_an_open_bid_under_a_named_method_shows_no_bounds_of_a_sum():
    rules = tiny.method(award=Award(rule="method", method="topsis"))
    case = Case(rules, (*BIDS, tiny.bid("Open Ltd", hours=None)), panel({**POINTS, "Open Ltd": (3, 3, 3)}))
    sheet = openpyxl.load_workbook(io.BytesIO(case.data)).worksheets[0]
    row = next(row for row in range(7, 12) if sheet.cell(row, 2).value == "Open Ltd")

    assert [sheet.cell(row, number).value for number in (1, 3, 4, 7)] == ["–", "–", "–", "Open"]


def test_criteria_stand_under_their_numbers_and_panel_scores_under_names():
    sheet = openpyxl.load_workbook(io.BytesIO(CASES["mean"].data)).worksheets[1]
    firsts = [sheet.cell(row, 1).value for row in range(5, sheet.max_row + 1)]

    assert [value for value in firsts if value] == ["1", "SU-01", "SE-01", "2", "3", "4", "2", "2", "2"]
    assert {"Plan · Eva", "Plan · Finn", "Plan · Gus"} <= {sheet.cell(row, 2).value for row in range(5, 18)}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("status", list(Status))
def test_what_became_of_a_bid_is_called_the_same_in_the_workbook_and_on_the_command_line(status, lang):
    workbook, line = t(f"workbook.short.status.{status.value}", lang), t(f"cli.status_{status.value}", lang)

    assert workbook.casefold() == line.casefold()
    if status is not Status.RANKED:
        assert line == t(f"shortlist.status.{status.value}", lang)


def test_answers_print_three_vendors_to_a_page_with_the_questions_on_each():
    sheet = openpyxl.load_workbook(io.BytesIO(CASES["mean"].data))["Answers"]

    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.print_title_cols) == (8, 1, "$A:$B")
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert [one.id for one in sheet.col_breaks.brk] == [8]


def test_the_tie_case_is_a_tie_that_the_published_rule_parts():
    first, second = CASES["parted"].evaluation.ranking.ranked()

    assert (first.score, first.vendor, first.place, second.place) == (second.score, "Quick", 1, 2)


def test_the_method_sheet_names_hash_version_and_the_files_read():
    sheet = openpyxl.load_workbook(io.BytesIO(CASES["mean"].data))["Method"]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}

    assert {"ab" * 32, "1.0", "=1+1.xlsx", "0" * 64} <= texts


def test_answers_stand_side_by_side_with_their_cells():
    sheet = openpyxl.load_workbook(io.BytesIO(CASES["mean"].data))["Answers"]
    heads = {cell.value: cell.column for cell in sheet[4] if cell.value}
    row = rows(sheet)["SU-01"]

    assert (sheet.cell(row, heads["=1+1"]).value, sheet.cell(row, heads["=1+1"] + 1).value) == ("7", "Main!D4")


def test_the_shortlisted_are_named_in_words_and_marked_in_the_table():
    case = CASES["mean"]
    sheet = openpyxl.load_workbook(io.BytesIO(case.data)).worksheets[0]

    assert len(case.chosen.vendors) == 2
    assert sheet["A5"].value == "On the shortlist: " + ", ".join(case.chosen.vendors)
    assert [sheet.cell(row, 9).value for row in range(7, 11)] == ["yes", "yes", "–", "–"]


def test_everything_from_the_sample_tender_says_so():
    case = Case(tiny.method(), BIDS, panel(POINTS), sample=True)

    book = openpyxl.load_workbook(io.BytesIO(case.data))
    assert {sheet["A3"].value for sheet in book} == {"Sample tender: all names and answers are invented"}


def test_findings_come_with_their_weight_and_cell():
    sheet = openpyxl.load_workbook(io.BytesIO(CASES["mean"].data))["Findings"]
    told = [[sheet.cell(row, number).value for number in (1, 2, 4)] for row in range(5, sheet.max_row + 1)]

    assert ["Must be settled", "Out Ltd", "Main!D4"] in told


def test_nobody_on_the_list_is_said_in_words():
    case = Case(tiny.method(shortlist=replace(tiny.method().shortlist, minimum=Decimal(100))), BIDS, panel(POINTS))
    head = openpyxl.load_workbook(io.BytesIO(case.data)).worksheets[0]["A5"].value

    assert head.startswith("No bid is on the shortlist.")
    assert "below the minimum" in head


def test_the_same_evaluation_gives_the_same_bytes():
    assert Case(tiny.method(), BIDS, panel(POINTS)).data == CASES["mean"].data


def test_the_file_asks_to_be_calculated_anew():
    with zipfile.ZipFile(io.BytesIO(CASES["mean"].data)) as parts:
        assert b"fullCalcOnLoad" in parts.read("xl/workbook.xml")
        assert b"Microsoft" not in parts.read("docProps/app.xml")


def test_weights_of_siblings_sum_to_a_hundred_and_shares_to_the_parents():
    sheet = openpyxl.load_workbook(io.BytesIO(CASES["mean"].data), data_only=True)["Weights"]
    placed = rows(sheet)

    assert sheet["E5"].value == 100
    assert sheet.cell(placed["support"], 5).value == 100
    assert Fraction(str(sheet.cell(placed["SU-01"], 4).value)) == 24
