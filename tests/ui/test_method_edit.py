"""The method changed where it is read: grids, own questions, the workbook that comes back, versions side by side."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from evaluator.adapters.packs import PackError
from evaluator.domain.method_edit import Edit, Part, Place, facts
from evaluator.services import tenders
from evaluator.services.commands import LOCAL
from evaluator.services.exports import build, mint
from evaluator.services.methods import lock_method, method_versions, save_method
from evaluator.services.sample import sample_folder
from evaluator.services.state import load
from evaluator.ui.views import method_grids as view
from tests.adapters.filling import row_of, sheet_with
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import TENDER

WEIGHT = Place(Part.CRITERION, "support", "weight")


def unlocked(opened: Opener, lang: str) -> Opened:
    shown = opened("method", lang, until="")
    tenders.start_tender(shown.store, LOCAL, "start", (sample_folder() / "tender.toml").read_text("utf-8"))
    return shown.run()


def typed(shown: Opened, name: str, cells: dict[tuple[str, str], Any]) -> Opened:
    """What a browser sends when cells of a grid were edited, each by the key of its row and its field."""
    now = shown.state
    drawn = view.grid(now.pack.method, name, now.tender.languages, "en")
    keys = [row.key for row in drawn.rows]
    rows: dict[int, dict[str, Any]] = {}
    for (key, field), value in cells.items():
        rows.setdefault(keys.index(key), {})[field] = value
    grid = f"method_{now.number}_{now.method_ver}_{name}"
    shown.at.session_state[grid] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    return shown.run()


def weight(shown: Opened) -> Any:
    return facts(shown.state.pack.method)[WEIGHT]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_index_and_a_draw_are_chosen_with_what_they_need(opened: Opener, lang: str) -> None:
    shown = unlocked(opened, lang).click("method_change")
    rule = f"method_1_{shown.state.method_ver}_rule"
    assert f"{rule}_tie_seed" not in {one.key for one in shown.at.text_input}
    shown.at.multiselect(key=f"{rule}_ties").set_value(["security", "lower_price", "draw"])
    shown.at.selectbox(key=f"{rule}_award_method").set_value("price_less_quality")
    shown.run()
    assert "willingness_to_pay" in shown.words
    assert shown.at.button(key="method_save").disabled
    shown.at.text_input(key=f"{rule}_tie_seed").set_value("lottery 2026-081")
    shown.at.text_input(key=f"{rule}_award_parameters").set_value("willingness_to_pay = 600000")
    typed(shown, "questions", {("SE-02", "minimum"): 60}).click("method_save")

    method = shown.state.pack.method
    assert (method.award.rule, method.award.method) == ("index", "price_less_quality")
    assert (method.ties, method.tie_seed) == (("security", "lower_price", "draw"), "lottery 2026-081")
    assert next(one.minimum for one in method.questions if one.id == "SE-02") == 60


@pytest.mark.parametrize(
    ("lang", "sum_", "changes", "waits"),
    [
        ("zh", "各项准则的权重合计为 107%", "共 1 处改动", "以下各处须先改正，才能锁定。"),
        ("en", "The weights of all criteria sum to 107 %", "Changes: 1", "Correct the following, then lock."),
    ],
)
def test_a_sum_is_shown_as_it_is_typed_kept_and_stands_in_the_way_of_the_lock(
    opened: Opener, lang: str, sum_: str, changes: str, waits: str
) -> None:
    shown = typed(unlocked(opened, lang).click("method_change"), "weights", {("support", "weight"): 20})

    assert sum_ in shown.words and changes in shown.words

    shown.click("method_save")

    assert weight(shown) == 20 and shown.state.number == 1
    assert waits in shown.words and "method.toml" not in shown.words

    assert "107" in shown.words and "method_lock" not in [button.key for button in shown.at.button]
    with pytest.raises(PackError, match="weights_sum"):
        lock_method(shown.store, LOCAL, "lock", TENDER)


def test_all_grids_at_once_are_saved_as_one_change(opened: Opener) -> None:
    shown = unlocked(opened, "en").click("method_change")
    typed(shown, "scales", {("tech.team/2", "text.zh"): "换了说法。"})
    typed(shown, "panel", {("tech.team", "anonymous"): True, ("tech.team", "reason_required"): "No"})
    typed(shown, "gates", {("CO-01", "on"): False, ("CO-04", "accept"): "nobody"})
    assert "was not understood" in shown.words and shown.at.button(key="method_save").disabled

    typed(shown, "gates", {("CO-01", "on"): False, ("CO-04", "at_least"): 3})
    assert "was not understood" in shown.words and shown.at.button(key="method_save").disabled

    typed(shown, "gates", {("CO-01", "on"): False, ("SU-06", "on"): True})
    assert "The gate of an amount names no replies" in shown.words
    assert "SU-06 · Why a bid fails" in shown.words and shown.at.button(key="method_save").disabled

    why = {("SU-06", "reason.zh"): "维护期太短", ("SU-06", "reason.en"): "Maintenance is too short"}
    typed(shown, "gates", {("CO-01", "on"): False, ("SU-06", "on"): True, ("SU-06", "at_least"): 12, **why})
    typed(shown, "options", {("SE-02/soc2", "value"): 20})
    typed(shown, "ranges", {("SU-06", "range.worst"): 8})
    typed(shown, "items", {("SU-02/P1/response", "range.best"): 0.5})
    typed(shown, "words", {("units.case", "text.en"): "deals"})
    typed(shown, "questions", {("PL-02", "asked"): False, ("SE-02", "text.en"): "Other words?"})
    typed(shown, "prices", {("P-01", "quantity"): 400})
    rule = f"method_1_{shown.state.method_ver}_rule"
    shown.at.multiselect(key=f"{rule}_ties").set_value(["price", "tech.team"])
    shown.at.selectbox(key=f"{rule}_blank").set_value("exclude")
    shown.at.selectbox(key=f"{rule}_price_formula").set_value("linear")
    typed(shown, "rules", {("shortlist.top", "value"): 2})
    assert "The linear price formula runs from best" in shown.words and shown.at.button(key="method_save").disabled
    prices = {("price.best", "value"): 800000, ("price.worst", "value"): 1200000}
    typed(shown, "rules", {("shortlist.top", "value"): 2, ("requirements.partial", "value"): 40, **prices})
    shown.at.selectbox(key=f"{rule}_combine").set_value("trimmed_mean")
    shown.at.selectbox(key=f"{rule}_reason_required").set_value("yes")
    shown.at.selectbox(key=f"{rule}_award_method").set_value("waspas")
    shown.run()
    shown.at.text_input(key=f"{rule}_award_parameters").set_value("lambda = 3")
    typed(shown, "rules", {("price.abnormally_low.below_mean", "value"): 150, **prices})
    assert "The method waspas cannot take these parameters: lambda" in shown.words
    assert shown.at.button(key="method_save").disabled
    shown.at.text_input(key=f"{rule}_award_parameters").set_value("lambda = 0.3")
    low = {("price.abnormally_low.below_mean", "value"): 60, ("price.abnormally_low.below_second", "value"): None,
           ("discuss_over", "value"): 25}  # fmt: skip
    typed(shown, "rules", {("shortlist.top", "value"): 2, ("requirements.partial", "value"): 40, **low, **prices})
    assert "WASPAS" in shown.words and "lambda = 0.3" in shown.words
    assert "Vendors see these changes" in shown.words
    assert "blanks in the contract draft" in shown.words
    shown.click("method_save")

    held = facts(shown.state.pack.method)
    assert held[Place(Part.LEVEL, "tech.team/2", "text.zh")] == "换了说法。"
    assert held[Place(Part.GATE, "CO-01", "on")] is False
    assert (held[Place(Part.GATE, "SU-06", "on")], held[Place(Part.GATE, "SU-06", "at_least")]) == (True, 12)
    assert held[Place(Part.OPTION, "SE-02/soc2", "value")] == 20
    assert held[Place(Part.QUESTION, "SU-06", "range.worst")] == 8
    assert held[Place(Part.ITEM, "SU-02/P1/response", "range.best")] == Decimal("0.5")
    assert held[Place(Part.WORDS, "units.case", "text.en")] == "deals"
    assert held[Place(Part.QUESTION, "PL-02", "asked")] is False
    assert held[Place(Part.QUESTION, "SE-02", "text.en")] == "Other words?"
    assert held[Place(Part.LINE, "P-01", "quantity")] == 400
    wanted = {"shortlist.top": 2, "requirements.partial": 40, "price.formula": "linear", "price.best": 800_000,
              "blank": "exclude", "ties": ("price", "tech.team"), "combine": "trimmed_mean", "award.method": "waspas",
              "award.parameters": "lambda = 0.3", "price.abnormally_low.below_mean": 60,
              "price.abnormally_low.below_second": None, "reason_required": True, "discuss_over": 25}  # fmt: skip
    assert held[Place(Part.CRITERION, "tech.team", "anonymous")] is True
    assert held[Place(Part.CRITERION, "tech.team", "reason_required")] is False
    assert "names hidden, reason not required" in shown.words and "further apart than 25 %" in shown.words
    assert "No score of the panel is taken without a reason" in shown.words
    assert {name: held[Place(Part.RULES, "", name)] for name in wanted} == wanted
    for page in ("desk", "tender", "bids", "scores", "ranking", "method"):
        shown.go(page)


@pytest.mark.parametrize(("lang", "why"), [("zh", "财政部令第87号"), ("en", "article 55")])
def test_government_procurement_does_not_choose_its_price_formula(opened: Opener, lang: str, why: str) -> None:
    shown = unlocked(opened, lang)
    tenders.change_tender(shown.store, LOCAL, "gov", TENDER, shown.state.ver, {"route": "gov"})
    shown.run().click("method_change")

    for name in ("price_formula", "award_method"):
        assert shown.at.selectbox(key=f"method_1_{shown.state.method_ver}_rule_{name}").disabled
    assert why in shown.words and ("第五十七条" if lang == "zh" else "article 57") in shown.words
    with pytest.raises(PackError, match="gov_formula"):
        edit = Edit(Place(Part.RULES, "", "price.formula"), "lowest_distance")
        save_method(shown.store, LOCAL, "save", TENDER, 1, shown.state.method_ver, [edit])


def test_what_no_method_can_be_is_told_and_cannot_be_saved(opened: Opener) -> None:
    shown = typed(unlocked(opened, "en").click("method_change"), "weights", {("price", "minimum"): 10})

    assert "Correct the following, then save." in shown.words
    assert shown.at.button(key="method_save").disabled


def test_an_own_question_waits_and_is_saved_with_the_rest(opened: Opener) -> None:
    shown = unlocked(opened, "en").click("method_change")
    box = f"method_1_{shown.state.method_ver}_own"
    shown.at.selectbox(key=f"{box}_kind").set_value("yes_no")
    shown.at.text_area(key=f"{box}_text_zh").set_value("有无分公司？")
    shown.at.text_area(key=f"{box}_text_en").set_value("Any branches?")
    shown.click("method_own_add")

    assert "BQ-01 Any branches?" in shown.words

    shown.click("method_save")

    assert "BQ-01" in [question.id for question in shown.state.pack.method.questions]


def test_after_the_lock_a_change_needs_a_reason_and_is_a_new_version(opened: Opener) -> None:
    shown = unlocked(opened, "en")
    lock_method(shown.store, LOCAL, "lock", TENDER)
    shown.run().click("method_change")
    typed(shown, "panel", {("tech.team", "anonymous"): True, ("tech.stack", "reason_required"): "as the method says"})
    typed(shown, "weights", {("support", "weight"): 12, ("price", "weight"): 19})
    shown.click("method_save")

    assert not shown.state.pack.method.leaf("tech.team").anonymous
    assert weight(shown) == 13 and "Give the reason." in shown.words

    shown.at.text_input(key="method_reason").set_value("agreed with finance")
    typed(shown, "weights", {("support", "weight"): 12, ("price", "weight"): 19})
    shown.click("method_save")

    assert (weight(shown), shown.state.number, shown.state.locked) == (12, 2, True)
    assert shown.state.pack.method.leaf("tech.team").anonymous
    assert [row.reason for row in method_versions(shown.store, LOCAL, TENDER)] == ["", "agreed with finance"]
    assert "Reason: agreed with finance" in shown.words
    shown.at.selectbox(key="method_old_3").set_value(1)
    shown.run()
    assert "13" in shown.words and shown.at.selectbox(key="method_new_3").value == 2


def test_once_technical_scores_are_locked_nothing_is_offered(opened: Opener) -> None:
    shown = opened("method", "en")

    assert [button.key for button in shown.at.button if button.key == "method_change"] == []


@pytest.mark.parametrize(("lang", "told"), [("zh", "合计为 107%"), ("en", "sum to 107 %")])
def test_the_workbook_goes_out_by_ticket_and_comes_back_by_upload(opened: Opener, lang: str, told: str) -> None:
    shown = unlocked(opened, lang)
    name, _, data = build(shown.store, LOCAL, mint(shown.store, LOCAL, TENDER, "method", lang=lang))
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = sheet_with(book, "C:support")
    sheet.cell(row_of(sheet, "C:support"), 3).value = 20
    out = io.BytesIO()
    book.save(out)

    shown.at.file_uploader(key="method_back_0").set_value((name, out.getvalue(), "application/octet-stream"))
    shown.run()

    assert told in shown.words and weight(shown) == 13

    shown.click("method_book_save")

    assert weight(shown) == Decimal(20)


def test_a_workbook_with_a_fault_changes_nothing_and_names_the_cell(opened: Opener) -> None:
    shown = unlocked(opened, "en")
    name, _, data = build(shown.store, LOCAL, mint(shown.store, LOCAL, TENDER, "method", lang="en"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = sheet_with(book, "C:support")
    sheet.cell(row_of(sheet, "C:support"), 3).value = "many"
    out = io.BytesIO()
    book.save(out)

    shown.at.file_uploader(key="method_back_0").set_value((name, out.getvalue(), "application/octet-stream"))
    shown.run()

    assert "!C7" in shown.words and "Nothing was changed" in shown.words


def test_a_new_tender_takes_the_method_and_the_list_of_an_earlier_one(opened: Opener) -> None:
    shown = unlocked(opened, "en")
    ver = shown.state.method_ver
    save_method(
        shown.store,
        LOCAL,
        "save",
        TENDER,
        1,
        ver,
        [Edit(WEIGHT, Decimal(12)), Edit(Place(Part.CRITERION, "price", "weight"), Decimal(19))],
    )
    form = tenders.TenderForm(name="Next", pack="", buyer_name="We", method_of=TENDER, with_list=True, lang="en")

    made = load(shown.store, LOCAL, tenders.start_form(shown.store, LOCAL, "next", form))

    assert facts(made.pack.method)[WEIGHT] == 12
    assert (made.number, made.locked, made.tender.pack) == (1, False, "crm_platform")
    assert made.tender.requirements == shown.state.tender.requirements != ()
    bare = tenders.TenderForm(name="Bare", pack="", buyer_name="We", method_of=TENDER, lang="en")
    assert load(shown.store, LOCAL, tenders.start_form(shown.store, LOCAL, "bare", bare)).tender.requirements == ()


def test_the_form_for_a_new_tender_offers_the_methods_of_tenders(opened: Opener) -> None:
    shown = unlocked(opened, "en").go("tender").click("tender_new")
    box = shown.at.selectbox(key="tnew_pack")
    shown.at.text_input(key="tnew_name").set_value("Telephones")
    shown.at.text_input(key="tnew_buyer").set_value("We")
    box.set_value(f"as:{TENDER}")
    shown.click("tender_start")

    name = [str(name.en) for key, name, _ in tenders.tenders(shown.store, LOCAL) if key != TENDER]
    assert name == ["Telephones"]
