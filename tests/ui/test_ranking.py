"""The ranking page: the result in one sentence, open places as open, and every number followed to its source."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluator.domain.finding import Rule, finding
from evaluator.domain.ranking import Ranking, Result, Status
from evaluator.domain.score import Check, Confirmation
from evaluator.domain.text import Lang
from evaluator.i18n.opinions import reversal_words
from evaluator.i18n.words import t
from evaluator.services.opinions import opinions, reversal_of
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Row
from evaluator.ui.views import opinions as others
from evaluator.ui.views import prices, ranking, reasons, trace, trail
from tests.ui.conftest import Opener
from tests.ui.seeding import EVALUATORS, HOSTILE, VENDORS

ADA, BO, CY, DEE, EVE, FAY = (profile.name for profile in VENDORS)
LANGS: tuple[Lang, ...] = ("zh", "en")


@pytest.fixture
def state(opened: Opener) -> TenderState:
    return opened("desk", "en").state


def texts(row: Row) -> list[str]:
    return [cell if isinstance(cell, str) else cell.text for cell in row.cells]


def cells(row: Row) -> list[Cell]:
    return [cell if isinstance(cell, Cell) else Cell(cell) for cell in row.cells]


def result(vendor: str, status: Status = Status.RANKED, **given: object) -> Result:
    low = given.pop("low", Fraction(1, 2))
    return Result(vendor=vendor, status=status, low=low, high=given.pop("high", low), nodes=(), **given)  # type: ignore[arg-type]  # any field of a result, by name


def ranked(*results: Result, rule: str = "additive") -> Ranking:
    return Ranking(rule=rule, better="higher", results=results, weights={})


@pytest.mark.parametrize(
    ("lang", "head"),
    [("zh", "Ada Cloud 阿达云软件有限公司以 82.3 分排名第一，第 3 至 4 名待定"),
     ("en", "Ada Cloud 阿达云软件有限公司 ranks first with 82.3 of 100; places 3 to 4 are open")],
)  # fmt: skip
def test_the_page_opens_on_the_result_in_one_sentence(opened: Opener, lang: str, head: str) -> None:
    shown = opened("ranking", lang)

    assert head in shown.words
    assert t("ranking.legend", lang) in shown.words  # type: ignore[arg-type]  # a language, given as a plain text
    assert shown.html.count('<table class="ve-table') >= 2 + 7
    assert "<b>Ltd</b>" not in shown.html


def test_bids_stand_in_the_order_of_the_places_they_can_still_take(state: TenderState) -> None:
    rows = ranking.rows(state, "en")

    assert [texts(row)[1] for row in rows][:2] + [texts(row)[1] for row in rows][4:] == [ADA, BO, EVE, FAY]
    assert {texts(row)[1]: texts(row)[0] for row in rows} == {
        ADA: "1",
        BO: "2",
        CY: "3–4",
        DEE: "3–4",
        EVE: "5",
        FAY: "–",
    }
    assert rows[-1].state == "excluded"
    assert cells(rows[-1])[1].note == "excluded: No MLPS filing at level 2 or above (to be confirmed)"


def test_an_open_value_is_hatched_with_its_range_and_a_total_stays_a_range(state: TenderState) -> None:
    row = next(row for row in ranking.rows(state, "en") if texts(row)[1] == CY)

    hatched = [cell for cell in cells(row) if cell.tone == "open"]
    assert [(cell.text, bool(re.fullmatch(r"\d+\.\d–\d+\.\d", cell.note))) for cell in hatched] == [("open", True)]
    assert texts(row)[-1] == "72.2–73.9"
    assert cells(row)[1].note == "open: 1 point to settle"


def test_criteria_stand_in_the_order_of_their_weights_which_are_in_the_heads(state: TenderState) -> None:
    notes = [column.note for column in ranking.columns(state.pack.method, state.evaluation.ranking, "en")[2:-1]]

    assert notes == ["18 %", "18 %", "16 %", "13 %", "13 %", "12 %", "10 %"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (ranked(result("Ada", place=1, score=Fraction(1, 2), places=(1, 1))),
         "Ada ranks first with 50.0 of 100; every place is certain"),
        (ranked(result("Ada", place=1, score=Fraction(1, 2)), result("Bo", place=1, score=Fraction(1, 2))),
         "Ada, Bo share the first place with 50.0 of 100; every place is certain"),
        (ranked(result("Ada", place=1, score=Fraction(1, 2), places=(1, 2)), result("Bo", Status.UNSETTLED, places=(1, 2))),
         "Ada leads with 50.0 of 100, but the first place is still open"),
        (ranked(result("Bo", Status.UNSETTLED), result("Cy", Status.EXCLUDED)), "No bid is ranked: 1 open, 1 excluded"),
        (ranked(result("Ada", place=1, places=(1, 1)), rule="topsis"), "Ada ranks first by the published method, TOPSIS"),
        (ranked(result("Ada", place=1, places=(1, 2)), result("Bo", Status.UNSETTLED, places=(1, 2)), rule="topsis"),
         "Ada leads by the published method, TOPSIS, but every place is still open"),
    ],
)  # fmt: skip
def test_the_headline_never_says_more_than_is_certain(given: Ranking, words: str) -> None:
    assert ranking.headline(given, "en") == words


def test_a_method_as_official_rule_shows_its_own_key_and_no_total(state: TenderState) -> None:
    told = state.evaluation.ranking
    official = replace(told, rule="topsis", keys={row.vendor: 0.7312 for row in told.ranked()}, gaps=())
    here = replace(state, evaluation=replace(state.evaluation, ranking=official))

    assert ranking.columns(state.pack.method, official, "en")[-1].title == "TOPSIS"
    assert texts(ranking.rows(here, "en")[0])[-1] == "0.7312"
    assert "places by TOPSIS" in ranking.lead(here, "en")


def test_a_gate_says_whether_a_person_has_spoken(state: TenderState) -> None:
    out = state.evaluation.ranking.of(FAY)
    item = next(found.item for found in out.reasons if found.rule is Rule.GATE_FAILED)
    word = Confirmation(vendor=FAY, item=item, upheld=True, reason="asked", by="local")

    assert reasons.unconfirmed(out, ())
    assert not reasons.unconfirmed(out, (word,))
    assert reasons.reasons(out, (word,), "zh") == "已排除：没有等级保护二级及以上备案（已由人确认）"


def test_each_difference_is_a_sentence_whose_parts_add_up(state: TenderState) -> None:
    first = ranking.differences(state, "en")[0]

    assert first.startswith(f"{ADA} leads {BO} by ")
    numbers = [Decimal(text.replace("−", "-").replace("+", "")) for text in re.findall(r"(?<= )[+−]?\d+\.\d", first)]
    assert numbers[0] == sum(numbers[1:])


def test_every_number_of_a_bid_ends_at_a_cell_a_person_or_a_rule(state: TenderState) -> None:
    for profile in VENDORS:
        here = trail.trail(state, profile.name, "en")
        for top in state.pack.method.criteria:
            for row in trace.rows(here, here.result.node(top.key)):
                assert cells(row)[-1].text or cells(row)[-1].note, texts(row)


def test_an_answer_is_followed_to_its_cell_and_its_words(state: TenderState) -> None:
    here = trail.trail(state, ADA, "en")
    rows = trace.rows(here, here.result.node("track_record"))
    row = next(row for row in rows if texts(row)[0].startswith("TR-01"))

    assert re.fullmatch(
        r"[\d.]+ \S+ on a range from \S+ to \S+\. Claimed by the vendor, not yet checked\.", texts(row)[-1]
    )
    assert re.fullmatch(r"Cases!D\d+ · “[\d.]+”", cells(row)[-1].note)


def test_a_panel_value_is_followed_to_each_evaluator_with_points_and_reason(state: TenderState) -> None:
    here = trail.trail(state, ADA, "en")
    rows = trace.rows(here, here.result.node("fit"))
    start = next(number for number, row in enumerate(rows) if texts(row)[0] == "Implementation plan")

    assert [texts(row)[0] for row in rows[start + 1 : start + 4]] == list(EVALUATORS)
    given = next(
        one for one in state.entries if (one.evaluator, one.vendor, one.criterion) == (EVALUATORS[0], ADA, "fit.plan")
    )
    assert texts(rows[start + 1])[1:] == [f"{given.points:f} of 5", "", "", "Reason of 沈若溪: fit.plan."]


def test_a_check_by_a_person_stands_beside_the_rule(state: TenderState) -> None:
    seen = Check(vendor=ADA, item="TR-01", value=None, reason="", by="local")
    here = trail.trail(replace(state, judged=replace(state.judged, checks=(seen,))), ADA, "en")
    rows = trace.rows(here, here.result.node("track_record"))

    row = next(row for row in rows if texts(row)[0].startswith("TR-01"))
    assert texts(row)[-1].endswith("Evidence seen by the local user.")


def test_a_price_is_followed_to_unit_prices_and_adds_up(state: TenderState) -> None:
    here = trail.trail(state, ADA, "en")
    rows = trace.rows(here, here.result.node("price"))

    amounts = [int(texts(row)[-1].rpartition("= ")[2].replace(",", "")) for row in rows if "×" in texts(row)[-1]]
    assert texts(rows[-1])[-1] == f"{sum(amounts):,} CNY"


def test_prices_that_do_not_add_up_are_marked(state: TenderState) -> None:
    rows = {texts(row)[0]: row for row in prices.rows(state, "en")}

    assert texts(rows[EVE])[-1] == "50,000"
    assert cells(rows[EVE])[-1].note == "not the sum of its lines"
    assert texts(rows[ADA])[-1] == "–"
    assert rows[FAY].state == "excluded"


def test_what_must_be_read_first_holds_gates_and_prices_that_do_not_add_up(state: TenderState) -> None:
    found = {(one.rule, one.vendor) for one in ranking.looked_into(state)}

    assert {(Rule.GATE_FAILED, FAY), (Rule.TOTAL_DIFFERS, EVE)} <= found


@pytest.mark.parametrize(
    ("lang", "waits", "out"), [("zh", "尚未认定。", "说明未被采纳"), ("en", "Not judged yet.", "not accepted")]
)
def test_an_abnormally_low_price_is_judged_on_the_page_and_shown_on_the_shortlist(
    opened: Opener, lang: str, waits: str, out: str
) -> None:
    shown = opened("ranking", lang)
    assert waits in shown.html

    shown.at.text_input(key="low_people_0").input("Ms Li, by letter")
    shown.at.text_area(key="low_text_0").input("own data centre")
    shown.at.radio(key="low_how_0").set_value(False)
    shown.at.text_input(key="low_reason_0").input("wages are missing")
    shown.click("low_save_0")

    assert waits not in shown.html
    assert (shown.state.evaluation.ranking.of(EVE).status, shown.state.dealings.conversations[0].learnt) == (
        Status.EXCLUDED, "own data centre",
    )  # fmt: skip
    after = shown.go("shortlist").html
    assert "wages are missing" in after
    assert out in after


@pytest.mark.parametrize(
    ("lang", "asked", "gone"),
    [("zh", "可能不足以保证履约", "疑问已撤回"), ("en", "doubts that your price", "taken back")],
)
def test_a_price_is_questioned_by_the_panel_on_the_page_and_the_question_taken_back(
    opened: Opener, lang: str, asked: str, gone: str
) -> None:
    shown = opened("ranking", lang)
    shown.at.text_input(key="low_doubt_reason").input("too few people")
    shown.click("low_doubt_save")

    assert [one.reason for one in shown.state.judged.low_doubts] == ["too few people"]
    assert any(asked in block.value for block in shown.at.code)
    assert "too few people" in shown.html

    shown.at.text_input(key="low_doubt_reason").input("by mistake")
    shown.click("low_doubt_back")
    assert shown.state.judged.low_doubts == ()
    assert gone in shown.words


@pytest.mark.parametrize("lang", LANGS)
def test_another_vendor_can_be_followed_and_what_vendors_write_stays_text(opened: Opener, lang: str) -> None:
    shown = opened("ranking", lang)

    shown.at.selectbox(key="ranking_vendor").select(DEE)
    shown.run()

    assert "&lt;script&gt;window.pwned=1&lt;/script&gt;" in shown.html
    assert HOSTILE not in shown.html


@pytest.mark.parametrize("lang", LANGS)
def test_second_opinions_wait_until_they_are_asked_for(opened: Opener, lang: Lang) -> None:
    shown = opened("ranking", lang)
    assert t("ranking.opinion.lead", lang) in shown.words

    shown.click("ranking_ask")

    report = opinions(shown.state)
    assert report is not None
    assert others.verdict(report, lang) in shown.words
    assert shown.at.get("vega_lite_chart")[-1]
    rows = others.rows(report, shown.state.evaluation.ranking, lang)
    assert texts(rows[0])[1:-1] == [str(row.place) for row in shown.state.evaluation.ranking.ranked()]
    assert len(rows) == 1 + len(report.agreements)
    chosen = others.answered(report)[0]
    assert reversal_words(reversal_of(shown.state, chosen), lang) in shown.words


@pytest.mark.parametrize("lang", LANGS)
def test_before_prices_are_opened_there_are_values_but_no_places_and_both_acts_are_confirmed(
    opened: Opener, lang: Lang
) -> None:
    shown = opened("ranking", lang, until="scores")
    shown.store.clock = lambda: datetime(2026, 12, 7, tzinfo=UTC)  # the deadline has passed
    assert t("ranking.sealed.headline", lang) in shown.words
    assert "1,794,000" not in shown.words

    shown.click("ranking_lock")
    assert t("ranking.lock.missing_answers", lang, n=1) in shown.words
    assert not shown.state.stages
    shown.click("ranking_lock_yes")
    assert shown.state.stages == {"technical_locked"}
    assert t("ranking.lock.done", lang) in shown.words

    shown.click("ranking_open").click("ranking_open_no")
    assert shown.state.stages == {"technical_locked"}
    shown.click("ranking_open").click("ranking_open_yes")
    assert shown.state.stages == {"technical_locked", "prices_opened"}
    assert ranking.headline(shown.state.evaluation.ranking, lang) in shown.words


@pytest.mark.parametrize("lang", LANGS)
def test_prices_are_opened_before_the_deadline_only_for_a_reason_that_stays_in_sight(
    opened: Opener, lang: Lang
) -> None:
    shown = opened("ranking", lang, until="technical")
    shown.store.clock = lambda: datetime(2026, 12, 1, tzinfo=UTC)
    shown.run()
    assert t("ranking.open.early", lang, deadline="2026-12-05 17:00") in shown.words
    shown.click("ranking_open").click("ranking_open_yes")
    assert t("refused.opened_early", lang, deadline="2026-12-05 17:00") in shown.words
    assert "prices_opened" not in shown.state.stages

    shown.at.text_input(key="ranking_open_reason").set_value("all six are in")
    shown.click("ranking_open").click("ranking_open_yes")

    assert t("ranking.open.was_early", lang, reason="all six are in") in shown.words


@pytest.mark.parametrize(("until", "key"), [("", "ranking.empty.title"), ("locked", "ranking.none.title")])
def test_an_empty_page_says_what_to_do(opened: Opener, until: str, key: str) -> None:
    for lang in LANGS[:1]:
        assert t(key, lang) in opened("ranking", lang, until=until).words


def test_the_next_step_leads_to_what_is_open(state: TenderState) -> None:
    key, page, params = ranking.next_step(state)

    assert (key, page, params) == ("ranking.next.settle", "bids", {"n": 1, "vendor": CY})


def test_before_the_lock_a_missing_requirement_list_is_named(state: TenderState) -> None:
    missing = finding(Rule.REQUIREMENTS_MISSING, criterion=state.pack.method.criteria[0].title)
    bare = replace(state, evaluation=replace(state.evaluation, findings=(*state.evaluation.findings, missing)))

    words = [ranking.before_lock(one, "en") for one in (state, bare)]

    assert ["the requirement list is missing" in said for said in words] == [False, True]
    assert "没有需求清单" in ranking.before_lock(bare, "zh")
