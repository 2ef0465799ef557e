"""The tender page: its facts, a new tender by form or file, changes, the choice between tenders and removal."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from evaluator.domain.tender import Tender
from evaluator.domain.text import Lang, Text
from evaluator.i18n.words import t
from evaluator.services import tenders
from evaluator.services.commands import LOCAL
from evaluator.services.front import stage_views
from evaluator.services.problem import Refused
from evaluator.services.sample import sample_folder
from evaluator.services.state import load
from evaluator.services.tenders import TenderForm
from evaluator.ui.views import tender as view
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import TENDER

SAMPLE = (sample_folder() / "tender.toml").read_text("utf-8")


def only(shown: Opened) -> Tender:
    """The one tender in the store."""
    ((key, _, _),) = tenders.tenders(shown.store, LOCAL)
    return load(shown.store, LOCAL, key).tender


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ("已邀请 6 家投标，2026-12-05 17:00 截止", "需求 40 条，其中必须 27 条", "CNY 1,900,000", "含税",
                "中型企业", "46000 人", "沈若溪")),
        ("en", ("6 vendors are invited to bid by 2026-12-05 17:00", "40 requirements, 27 of them musts", "CNY 1,900,000",
                "tax included", "medium", "Hangzhou Arbitration Commission", "Daniel Wirth")),
    ],
)  # fmt: skip
def test_the_tender_is_told_in_full(opened: Opener, lang: str, said: tuple[str, ...]) -> None:
    shown = opened("tender", lang)

    assert [words for words in said if words not in shown.words] == []


@pytest.mark.parametrize(
    ("lang", "names", "ceiling", "started"),
    [("zh", ("客户系统采购", "CRM 2027"), "120万", ("项目已建立", "最高限价“120万”读作 CNY 1,200,000")),
     ("en", ("CRM 2027", "客户系统采购"), "1.2 million", ("The tender is started", "“1.2 million” was read as CNY 1,200,000"))],
)  # fmt: skip
def test_a_form_starts_a_tender(
    opened: Opener, lang: str, names: tuple[str, str], ceiling: str, started: tuple[str, str]
) -> None:
    shown = opened("tender", lang, until="")
    at = shown.at
    at.text_input(key="tnew_name").set_value(names[0])
    at.text_input(key="tnew_other").set_value(names[1])
    at.text_input(key="tnew_buyer").set_value("Buyer Ltd")
    at.text_input(key="tnew_ceiling").set_value(ceiling)
    at.date_input(key="tnew_day").set_value(date(2027, 3, 1))
    at.text_area(key="tnew_vendors").set_value("Ada\nBo\n\nAda")
    at.text_area(key="tnew_panel").set_value("Eva")

    shown.click("tender_start")

    assert [said for said in started if said not in shown.words] == []
    made = only(shown)
    assert (made.name, made.ceiling) == (Text("客户系统采购", "CRM 2027"), Decimal(1200000))
    assert made.deadline == "2027-03-01T17:00"
    assert (made.vendors, made.evaluators) == (("Ada", "Bo"), ("Eva",))


@pytest.mark.parametrize(("lang", "words"), [("zh", "不是一个确定的金额"), ("en", "is no single amount")])
def test_a_refused_form_says_why_and_keeps_what_was_typed(opened: Opener, lang: str, words: str) -> None:
    shown = opened("tender", lang, until="")
    shown.at.text_input(key="tnew_name").set_value("CRM 2027")
    shown.at.text_input(key="tnew_buyer").set_value("Buyer Ltd")
    shown.at.text_input(key="tnew_ceiling").set_value("a lot")

    shown.click("tender_start")

    assert words in shown.words
    assert shown.at.text_input(key="tnew_name").value == "CRM 2027"
    assert tenders.tenders(shown.store, LOCAL) == ()


def test_a_tender_file_starts_a_tender(opened: Opener) -> None:
    shown = opened("tender", "en", until="")
    shown.at.file_uploader(key="tender_file").upload("tender.toml", SAMPLE.encode())

    shown.run().click("tender_use")

    assert only(shown).id == TENDER
    assert "6 vendors are invited" in shown.words


@pytest.mark.parametrize(("lang", "words"), [("zh", "tender.toml [route]"), ("en", "tender.toml [route]")])
def test_faults_of_a_tender_file_name_their_key(opened: Opener, lang: str, words: str) -> None:
    shown = opened("tender", lang, until="")
    wrong = SAMPLE.replace('route = "negotiated"', 'route = "lottery"')
    shown.at.file_uploader(key="tender_file").upload("tender.toml", wrong.encode())

    shown.run().click("tender_use")

    assert words in shown.words
    assert "lottery" in shown.words
    assert tenders.tenders(shown.store, LOCAL) == ()


def test_a_file_in_another_encoding_is_not_read_at_a_guess(opened: Opener) -> None:
    shown = opened("tender", "en", until="")
    shown.at.file_uploader(key="tender_file").upload("tender.toml", SAMPLE.encode("gb18030"))

    shown.run().click("tender_use")

    assert "not in UTF-8" in shown.words
    assert tenders.tenders(shown.store, LOCAL) == ()


@pytest.mark.parametrize(("lang", "saved"), [("zh", "修改已保存"), ("en", "The changes are saved")])
def test_simple_facts_are_changed(opened: Opener, lang: str, saved: str) -> None:
    shown = opened("tender", lang, until="locked").click("tender_edit_facts")
    prefix = f"tedit{shown.state.revision}"
    assert shown.at.selectbox(key=f"{prefix}_currency").disabled
    shown.at.text_input(key=f"{prefix}_ceiling").set_value("2000000")
    shown.at.text_input(key=f"{prefix}_estimate").set_value("180万")
    shown.at.text_area(key=f"{prefix}_variants").set_value("Ada Cloud – B ＝ Ada Cloud 阿达云软件有限公司")
    shown.at.time_input(key=f"{prefix}_hour").set_value(time(9, 30))

    shown.click("tender_save")

    assert saved in shown.words
    changed = shown.state.tender
    assert changed.estimate == Decimal(1800000)
    assert changed.variants == {"Ada Cloud – B": "Ada Cloud 阿达云软件有限公司"}
    assert "Ada Cloud – B = Ada Cloud 阿达云软件有限公司" in shown.words
    assert (changed.ceiling, changed.deadline, len(changed.vendors)) == (Decimal(2000000), "2026-12-05T09:30", 6)


@pytest.mark.parametrize(("lang", "told"), [("zh", "没有写明是谁的备选方案"), ("en", "does not say whose variant")])
def test_a_variant_that_is_nobodys_is_not_taken(opened: Opener, lang: str, told: str) -> None:
    shown = opened("tender", lang, until="locked").click("tender_edit_facts")
    shown.at.text_area(key=f"tedit{shown.state.revision}_variants").set_value("Ada Cloud – B")

    assert told in shown.click("tender_save").words
    assert shown.state.tender.variants == {}


@pytest.mark.parametrize(
    ("lang", "why"), [("zh", "修改“投标截止时间”须说明理由"), ("en", "“Deadline” changes only with a reason")]
)
def test_a_deadline_is_moved_with_a_reason_once_bids_are_there(opened: Opener, lang: str, why: str) -> None:
    shown = opened("tender", lang).click("tender_edit_facts")
    prefix = f"tedit{shown.state.revision}"
    closed = [shown.at.text_input(key=f"{prefix}_ceiling"), shown.at.selectbox(key=f"{prefix}_route")]
    assert [field.disabled for field in closed] == [True, True]
    shown.at.time_input(key=f"{prefix}_hour").set_value(time(9, 30))
    assert why in shown.click("tender_save").words

    shown.at.text_input(key=f"{prefix}_reason").set_value("the portal was down")
    shown.click("tender_save")

    assert shown.state.tender.deadline == "2026-12-05T09:30"
    assert "the portal was down" in str(shown.state.late)


def test_the_buyers_profile_is_changed(opened: Opener) -> None:
    shown = opened("tender", "en", until="locked").click("tender_edit_buyer")
    prefix = f"tbuyer{shown.state.revision}"
    shown.at.text_input(key=f"{prefix}_phone").set_value("0571-1")
    shown.at.selectbox(key=f"{prefix}_size").set_value("small")

    shown.click("tender_save")

    buyer = shown.state.tender.buyer
    assert (buyer.phone, buyer.size, buyer.contact) == ("0571-1", "small", "许知夏")


@pytest.mark.parametrize(("lang", "words"), [("zh", "企业规模 未说明"), ("en", "Size not stated")])
def test_the_size_of_a_new_buyer_is_not_stated_until_somebody_states_it(opened: Opener, lang: str, words: str) -> None:
    shown = opened("tender", lang, until="")
    shown.at.text_input(key="tnew_name").set_value("CRM 2027")
    shown.at.text_input(key="tnew_buyer").set_value("Buyer Ltd")
    shown.click("tender_start")

    assert only(shown).buyer.size == ""
    assert words in shown.words
    box = shown.click("tender_edit_buyer").at.selectbox(key="tbuyer1_size")
    assert box.value == ""


def test_a_form_left_as_it_is_changes_nothing(opened: Opener) -> None:
    shown = opened("tender", "en", until="locked")
    before = shown.state.revision

    shown.click("tender_edit_facts").click("tender_save")

    assert shown.state.revision == before


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "补上供应商、投标截止时间、评委"), ("en", "vendors, deadline, evaluators")]
)
def test_a_bare_tender_says_what_it_lacks(opened: Opener, lang: str, words: str) -> None:
    shown = opened("tender", lang, until="")
    tenders.start_form(shown.store, LOCAL, "start", TenderForm(name="CRM", pack="crm_platform", buyer_name="Buyer"))

    shown.run()

    assert words in shown.words
    assert shown.at.button(key="tender_fill")


def test_another_tender_is_chosen(opened: Opener) -> None:
    shown = opened("tender", "en", until="locked")
    form = TenderForm(name="Second", pack="services_cn", buyer_name="Buyer")
    second = tenders.start_form(shown.store, LOCAL, "second", form)
    shown.run()

    shown.at.selectbox(key=f"tender_choose_{second}").set_value(TENDER).run()

    assert "6 vendors are invited" in shown.checked().words


@pytest.mark.parametrize(("lang", "asked"), [("zh", "移除“澄源仪器"), ("en", "Remove “CRM platform for Chengyuan")])
def test_the_sample_is_removed_after_a_confirmation(opened: Opener, lang: str, asked: str) -> None:
    shown = opened("tender", lang)

    shown.click("tender_remove")
    assert asked in shown.words
    assert len(tenders.tenders(shown.store, LOCAL)) == 1

    shown.click("tender_remove_yes")
    assert tenders.tenders(shown.store, LOCAL) == ()
    assert shown.at.button(key="tender_start")


def test_a_new_tender_can_be_left_for_the_present_one(opened: Opener) -> None:
    shown = opened("tender", "en").click("tender_new")
    assert shown.at.text_input(key="tnew_name")

    shown.click("tender_back")

    assert "6 vendors are invited" in shown.words


def test_a_deadline_without_an_hour_stays_as_it_was() -> None:
    assert view.deadline(date(2026, 12, 5), time(0, 0), "2026-12-05") == "2026-12-05"
    assert view.deadline(date(2026, 12, 6), time(9, 0), "2026-12-05") == "2026-12-06T09:00"


def test_a_deadline_is_told_by_the_clock_of_the_browser_that_states_it() -> None:
    assert view.deadline(date(2026, 12, 5), time(17, 0), "", "Asia/Shanghai") == "2026-12-05T17:00+08:00"
    assert view.deadline(date(2026, 12, 5), time(17, 0), "2026-12-05T17:00+08:00", "UTC") == "2026-12-05T17:00+08:00"


def bare(shown: Opened, pack: str = "crm_platform", **facts: Any) -> str:
    """Revision of a tender with hardly anything in it, on the screen."""
    tenders.start_form(shown.store, LOCAL, "start", TenderForm(name="CRM", pack=pack, buyer_name="Buyer", **facts))
    shown.run()
    return str(revision(shown))


def revision(shown: Opened) -> int:
    ((key, _, _),) = tenders.tenders(shown.store, LOCAL)
    return load(shown.store, LOCAL, key).revision


@pytest.mark.parametrize(("lang", "words"), [("zh", "只用中文"), ("en", "Chinese only")])
def test_the_languages_of_a_tender_are_chosen(opened: Opener, lang: str, words: str) -> None:
    shown = opened("tender", lang, until="locked").click("tender_edit_facts")
    shown.at.selectbox(key=f"tedit{shown.state.revision}_languages").set_value("zh")

    shown.click("tender_save")

    assert shown.state.tender.languages == ("zh",)
    assert words in shown.words


def test_a_new_tender_may_be_in_one_language(opened: Opener) -> None:
    shown = opened("tender", "en", until="")
    assert shown.at.text_input(key="tnew_other").value == ""
    shown.at.selectbox(key="tnew_languages").set_value("en")
    shown.run()
    assert [box.key for box in shown.at.text_input if box.key == "tnew_other"] == []
    shown.at.text_input(key="tnew_name").set_value("CRM 2027")
    shown.at.text_input(key="tnew_buyer").set_value("Buyer Ltd")

    shown.click("tender_start")

    made = only(shown)
    assert (made.languages, made.name) == (("en",), Text("", "CRM 2027"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [("120万", "1200000"), ("１２０万元", "1200000"), ("壹佰贰拾万元整", "1200000"), ("1.2 million", "1200000"),
     ("CNY 1,200,000.50", "1200000.5"), ("0.5 亿", "50000000")],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(typed: str, read: str) -> None:
    assert str(tenders.amount(typed, "CNY")) == read


@pytest.mark.parametrize(
    ("typed", "why"),
    [("约120万", "not_an_amount"), ("100-120万", "not_an_amount"), ("1,2", "not_an_amount"), ("-5", "not_an_amount"),
     ("0", "not_an_amount"), ("无", "not_an_amount"), ("USD 1.2 million", "other_currency")],
)  # fmt: skip
def test_an_amount_that_may_be_another_is_refused(typed: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        tenders.amount(typed, "CNY")


@pytest.mark.parametrize(
    ("lang", "saved", "told"),
    [("zh", "修改已保存", ("45 天", "2.5%", "甲方提供场地", "Seat of arbitration")),
     ("en", "The changes are saved", ("45 days", "2.5%", "Seat of arbitration"))],
)  # fmt: skip
def test_the_buyers_own_terms_are_filled_in(opened: Opener, lang: str, saved: str, told: tuple[str, ...]) -> None:
    shown = opened("tender", lang, until="")
    prefix = f"tterms{bare(shown)}"
    shown.click("tender_edit_terms")
    shown.at.text_area(key=f"{prefix}_client_duties_zh").set_value("甲方提供场地\n甲方指定负责人")
    shown.at.text_area(key=f"{prefix}_acceptance_criteria_en").set_value("Every must passes.")
    shown.at.text_input(key=f"{prefix}_arbitration_body_en").set_value("Seat of arbitration")
    shown.at.text_input(key=f"{prefix}_payment_days").set_value("４５")
    shown.at.text_input(key=f"{prefix}_fee_uplift_cap").set_value("2.5")

    shown.click("tender_save")

    assert dict(only(shown).terms) == {
        "client_duties": Text(zh="甲方提供场地\n甲方指定负责人"), "acceptance_criteria": Text(en="Every must passes."),
        "arbitration_body": Text(en="Seat of arbitration"), "payment_days": Decimal(45), "fee_uplift_cap": Decimal("2.5"),
    }  # fmt: skip
    assert [words for words in (saved, *told) if words not in shown.words] == []


def test_the_form_offers_what_the_pack_of_the_tender_reads(opened: Opener) -> None:
    shown = opened("tender", "en", until="")
    prefix = f"tterms{bare(shown, pack='services_cn', languages=('zh',))}"

    shown.click("tender_edit_terms")

    fields = {str(box.key) for kind in ("text_input", "text_area") for box in shown.at.get(kind)}
    mine = {key.removeprefix(f"{prefix}_") for key in fields if key.startswith(prefix)}
    assert {"arbitration_body_zh", "site_address_zh", "client_duties_zh", "service_months", "payment_days"} <= mine
    assert mine & {"client_duties_en", "pi_volume", "dispute_forum", "court_place_zh"} == set()
    assert shown.at.text_input(key=f"{prefix}_payment_days").label == "Payment period \\(working days\\)"
    assert shown.at.text_input(key=f"{prefix}_payment_days").placeholder == "10"


def test_terms_left_as_they_are_change_nothing_and_an_emptied_one_is_gone(opened: Opener) -> None:
    shown = opened("tender", "en", until="locked")
    before = shown.state

    shown.click("tender_edit_terms").click("tender_save")
    assert shown.state.revision == before.revision

    shown.click("tender_edit_terms")
    shown.at.text_input(key=f"tterms{before.revision}_pi_volume").set_value("")
    shown.click("tender_save")
    assert {**shown.state.tender.terms, "pi_volume": 46000} == dict(before.tender.terms)


def test_what_prices_are_compared_by_is_closed_once_the_method_is_locked(opened: Opener) -> None:
    shown = opened("tender", "en", until="locked").click("tender_edit_facts")

    fields = [shown.at.selectbox(key=f"tedit{shown.state.revision}_{name}") for name in ("currency", "tax")]

    assert [field.disabled for field in fields] == [True, True]


def test_words_in_a_language_that_is_not_shown_are_kept(opened: Opener) -> None:
    shown = opened("tender", "en", until="locked").click("tender_edit_facts")
    shown.at.selectbox(key=f"tedit{shown.state.revision}_languages").set_value("zh")
    shown.click("tender_save").click("tender_edit_terms")
    shown.at.text_input(key=f"tterms{shown.state.revision}_court_place_zh").set_value("上海")

    shown.click("tender_save")

    assert shown.state.tender.terms["court_place"] == Text("上海", "Binjiang District, Hangzhou, Zhejiang")


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "“付款期限”填的“soon”不是数字"), ("en", "“soon” for “Payment period” is no number")]
)
def test_a_figure_that_is_none_is_refused_by_name(opened: Opener, lang: str, words: str) -> None:
    shown = opened("tender", lang, until="")
    prefix = f"tterms{bare(shown)}"
    shown.click("tender_edit_terms")
    shown.at.text_input(key=f"{prefix}_payment_days").set_value("soon")

    shown.click("tender_save")

    assert words in shown.words
    assert only(shown).terms == {}
    assert shown.at.text_input(key=f"{prefix}_payment_days").value == "soon"


@pytest.mark.parametrize(
    ("lang", "faulty", "good"),
    [("zh", ("2 处要改", "第 2 行", "编号“R-01”与第 1 行重复", "第 3 行", "看不懂级别“nice”"), "读到 2 条，其中必须 1 条"),
     ("en", ("2 things to correct", "Row 2", "“R-01” is already in row 1", "Row 3", "kind “nice” is not known"),
      "2 rows read, must: 1")],
)  # fmt: skip
def test_a_requirement_list_is_pasted_previewed_and_saved(
    opened: Opener, lang: str, faulty: tuple[str, ...], good: str
) -> None:
    shown = opened("tender", lang, until="")
    box = f"tlist{bare(shown)}_list"
    shown.click("tender_edit_requirements")

    shown.at.text_area(key=box).set_value("R-01\tSales\tImport\tmust\nR-01\tSales\tExport\t期望\nR-03|x\tb\tc\tnice")
    shown.click("tender_list_check")
    assert [words for words in faulty if words not in shown.words] == []
    assert not [button for button in shown.at.button if button.key == "tender_list_save"]

    shown.at.text_area(key=box).set_value("R-01\tSales\tImport\tmust\nR-02\tSales\tExport\t期望")
    shown.run()
    assert good in shown.words
    assert only(shown).requirements == ()

    shown.click("tender_list_save")
    assert [(row.id, row.text.en, row.kind) for row in only(shown).requirements] == [
        ("R-01", "Import", "must"), ("R-02", "Export", "should"),
    ]  # fmt: skip
    assert shown.at.button(key="tender_edit_requirements")


def test_a_list_that_turned_faulty_before_it_was_saved_is_refused(opened: Opener) -> None:
    shown = opened("tender", "en", until="")
    box = f"tlist{bare(shown)}_list"
    shown.click("tender_edit_requirements")
    shown.at.text_area(key=box).set_value("R-01|Sales|Import|must").run()

    shown.at.text_area(key=box).set_value("R-01|Sales||must")
    shown.click("tender_list_save")

    assert "1 fault in the list, so it is not saved" in shown.words
    assert only(shown).requirements == ()


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", "技术评分已锁定，需求清单不能再改"), ("en", "The technical scores are locked; the requirement list")],
)
def test_a_list_that_is_scored_says_why_it_cannot_change(opened: Opener, lang: str, words: str) -> None:
    shown = opened("tender", lang, until="technical")

    assert words in shown.words
    assert not [button for button in shown.at.button if button.key == "tender_edit_requirements"]


def test_after_the_lock_the_list_is_corrected_for_a_reason(opened: Opener) -> None:
    shown = opened("tender", "en", until="locked").click("tender_edit_requirements")
    before = shown.state
    prefix = f"tlist{before.revision}"
    assert "a corrected list is a new issue of the questionnaire" in shown.words

    box = shown.at.text_area(key=f"{prefix}_list")
    box.set_value("\n".join(box.value.splitlines()[:-1])).run()
    shown.click("tender_list_save")
    assert "changes only with a reason" in shown.words

    shown.at.text_input(key=f"{prefix}_reason").set_value("the last row was a slip")
    shown.click("tender_list_save")
    assert len(shown.state.tender.requirements) == len(before.tender.requirements) - 1
    assert shown.state.asked.issue != before.asked.issue


def test_a_method_without_requirements_says_so(opened: Opener) -> None:
    shown = opened("tender", "en", until="")
    bare(shown, pack="services_cn")

    assert "uses no requirement list" in shown.words


@pytest.mark.parametrize(("lang", "note"), [("zh", "待补充"), ("en", "incomplete")])
def test_the_stage_is_done_only_with_vendors_panel_and_deadline(opened: Opener, lang: str, note: str) -> None:
    shown = opened("tender", lang, until="")
    bare(shown, vendors=("Ada",), evaluators=("Eva",))
    assert note in next(link.proto.label for link in shown.at.get("page_link") if link.proto.page.endswith("tender"))

    ((key, _, _),) = tenders.tenders(shown.store, LOCAL)
    now = load(shown.store, LOCAL, key)
    assert stage_views(now)["tender"].state == "wait"
    tenders.change_tender(shown.store, LOCAL, "due", key, now.ver, {"deadline": "2027-03-01"})
    assert stage_views(load(shown.store, LOCAL, key))["tender"].state == "done"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_buyer_is_written_once_for_all_tenders(opened: Opener, lang: str) -> None:
    shown = opened("tender", lang, until="")
    shown.at.text_input(key="tnew_name").set_value("First")
    shown.at.text_input(key="tnew_buyer").set_value("Buyer Ltd")
    shown.click("tender_start").click("tender_edit_buyer")
    prefix = next(one.key.removesuffix("_contact") for one in shown.at.text_input if one.key.endswith("_contact"))
    shown.at.text_input(key=f"{prefix}_contact").set_value("Ms Xu")
    shown.click("tender_save")

    shown.click("tender_new")
    assert shown.at.text_input(key="tnew_buyer").value == "Buyer Ltd"
    shown.at.text_input(key="tnew_name").set_value("Second")
    shown.click("tender_start")

    made = {key: load(shown.store, LOCAL, key).tender for key, _, _ in tenders.tenders(shown.store, LOCAL)}
    assert [one.buyer.contact for one in made.values()] == ["Ms Xu", "Ms Xu"]


def test_a_profile_that_is_not_to_be_kept_is_not(opened: Opener) -> None:
    shown = opened("tender", "en", until="")
    shown.at.text_input(key="tnew_name").set_value("First")
    shown.at.text_input(key="tnew_buyer").set_value("Buyer Ltd")
    shown.click("tender_start").click("tender_edit_buyer")
    next(one for one in shown.at.checkbox if one.key.endswith("_keep")).uncheck()

    shown.click("tender_save").click("tender_new")

    assert shown.at.text_input(key="tnew_buyer").value == ""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_tender_is_kept_as_a_folder_archived_and_taken_out_again_with_a_reason(opened: Opener, lang: Lang) -> None:
    shown = opened("tender", lang, until="bids")
    assert t("folder.download", lang) in shown.html

    shown.click("tender_archive")
    assert t("folder.archive_ask", lang) in shown.words
    shown.click("tender_archive_yes")
    assert shown.state.archived_at
    assert t("frame.archived", lang) in shown.html
    assert t("folder.archived_do", lang) in shown.words
    assert [shown.at.button(key=key).disabled for key in ("tender_edit_facts", "tender_remove")] == [True, True]

    desk = shown.second("desk")
    assert t("store.archived", lang) in desk.words
    assert t("parts.next", lang).strip() not in desk.words
    assert not [one for one in desk.at.button if one.key == "desk_next"]
    assert not desk.at.button(key="desk_start").disabled
    bids, scores = shown.second("bids"), shown.second("scores")
    assert [box.disabled for box in (*bids.at.file_uploader, *scores.at.file_uploader)] == [True] * 3
    scores.at.button_group(key="scores_view").set_value("grid").run()
    (grid,) = scores.at.dataframe
    assert grid.proto.disabled

    shown.at.text_input(key="tender_unarchive_reason").input("a complaint was upheld")
    shown.click("tender_unarchive_do")
    assert not shown.state.archived_at
    assert t("folder.out", lang) in shown.words
