"""The contract page: a preview before the choice, downloads after it, every term with its cell."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from evaluator.services import agreeing, drafting, exports
from evaluator.services.awarding import select_vendor
from evaluator.services.clause_saving import book_of_tender
from evaluator.services.commands import LOCAL
from evaluator.services.drafting import make_draft
from evaluator.services.drafts import inputs_of
from evaluator.services.recommending import pdf_possible
from evaluator.ui.views import contract_law as view
from evaluator.ui.views.contract import candidates
from tests import drafts
from tests.returned import around, edited, exported, paragraph, said
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import TENDER, VENDORS

EVE, FAY = (next(one.name for one in VENDORS if one.name.startswith(name)) for name in ("Eve", "Fay"))


# Links to the files of a draft, all at once and the preview; to its redlines; to the clause book.
FILES, REDLINES, BOOKS = 7 + pdf_possible(), 3, 3


def tickets(shown: Opened) -> list[str]:
    return re.findall(r'href="/export/([^"]+)"', shown.html)


def chosen(shown: Opened) -> Opened:
    first = shown.state.evaluation.ranking.ranked()[0].vendor
    select_vendor(shown.store, LOCAL, "choose", TENDER, first, "highest total")
    return shown.run()


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "每一页都标明“定标前”"), ("en", "every page of these files says “before award”")]
)
def test_before_the_choice_the_shortlist_has_drafts_that_say_so_and_others_have_none(
    opened: Opener, lang: str, words: str
) -> None:  # fmt: skip
    shown = opened("contract", lang)

    assert words in shown.words
    assert shown.html.count('href="/export/') == FILES + REDLINES + BOOKS
    shown.at.selectbox(key="contract_vendor").select(EVE).run()
    assert words not in shown.checked().words
    assert shown.html.count('href="/export/') == BOOKS


@pytest.mark.parametrize(("lang", "words"), [("zh", "下载全部"), ("en", "Download all")])
def test_after_the_choice_every_file_of_the_draft_and_its_redline_can_be_downloaded(
    opened: Opener, lang: str, words: str
) -> None:
    shown = chosen(opened("contract", lang))

    assert words in shown.words
    assert shown.html.count('href="/export/') == FILES + REDLINES + BOOKS
    others = [result.vendor for result in shown.state.evaluation.ranking.ranked()[1:]]
    assert exports.build(shown.store, LOCAL, tickets(shown)[0])[0].endswith("-draft-both.zip")
    box = shown.run().at.selectbox(key="redline_against")
    assert len(box.options) == len(candidates(shown.state))  # what has just gone out is the draft itself
    assert all(any(other in option for option in box.options) for other in others)
    box.select_index(1).run()
    name, kind, content = exports.build(shown.store, LOCAL, tickets(shown.checked())[FILES + 1])
    assert (kind, name.endswith("_zh.docx")) == (exports.DOCX, True)
    assert others[0].encode() in zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")


@pytest.mark.parametrize(("lang", "words"), [("zh", "分已写入本草案"), ("en", "points that this bid won are promised")])
def test_the_page_says_how_many_of_the_points_won_are_promised(opened: Opener, lang: str, words: str) -> None:
    shown = opened("contract", lang)

    assert words in shown.words
    assert {"zh": "79 项偏离尚未决定：", "en": "79 deviations are not decided: "}[lang] in shown.words


def test_an_excluded_vendor_has_a_draft_only_for_a_reason(opened: Opener) -> None:
    shown = opened("contract", "en")
    field = next(one for one in shown.at.text_input if one.key and one.key.startswith("contract_although"))

    field.set_value("the only one that can move the data")
    shown.at.button(key="contract_anyway").click().run()

    assert FAY in shown.checked().at.selectbox(key="contract_vendor").options
    assert [one.reason for one in shown.store.events(TENDER) if one.action == "contract.override"] == [
        "the only one that can move the data"
    ]
    shown.at.selectbox(key="contract_vendor").select(FAY).run()
    assert "because: the only one that can move the data" in shown.checked().words
    assert shown.html.count('href="/export/') == FILES + REDLINES + BOOKS


def test_every_filled_term_names_the_sheet_and_cell_it_comes_from(opened: Opener) -> None:
    shown = opened("contract", "zh")
    shown.at.selectbox(key="contract_status").select("filled").run()

    assert [one.label for one in shown.at.expander if "法律列明" in one.label] != []
    assert "《民法典》第470条" in shown.words
    assert "签订合同" not in shown.words
    assert re.search(r"\w+![A-Z]+\d+ \S+\.xlsx", shown.checked().words)


def test_the_filter_leaves_only_the_terms_asked_for(opened: Opener) -> None:
    shown = opened("contract", "en")
    whole = shown.html.count("<tr")
    shown.at.selectbox(key="contract_group").select("price").run()

    assert 2 < shown.checked().html.count("<tr") < whole
    assert "Price and payment" in shown.words


@pytest.mark.parametrize(
    ("lang", "day", "said", "late"),
    [
        ("zh", 20, "2026年4月1日前（含当日）签订合同，还有12日", False),
        ("en", 20, "Sign by 1 April 2026, 12 days from now", False),
        ("zh", 31, "还有1日", False),
        ("en", 33, "1 April 2026, 1 day ago", True),
    ],
)
def test_a_formal_award_counts_the_days_to_sign_from_the_choice(lang, day, said, late):
    given = drafts.inputs(tender=drafts.tender(route="tender", deadline="2026-02-01T17:00+08:00"), notice="2026-03-02")
    now = SimpleNamespace(tender=given.tender)
    at = datetime(2026, 3, 1, 4, tzinfo=UTC) + timedelta(days=day - 1)

    words, past = view.signing(now, make_draft(given, wanted=()), at, lang)

    assert said in words
    assert ("招标投标法" if lang == "zh" else "Tendering and Bidding Law, Art. 46") in words
    assert past is late


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_ranking_it_says_what_to_do(opened: Opener, lang: str) -> None:
    assert opened("contract", lang, until="bids").at.button(key="contract_ranking")


@pytest.mark.parametrize("lang", LANGS)
def test_a_clause_book_comes_back_and_is_saved_for_a_reason(opened: Opener, lang: Lang) -> None:
    shown = opened("contract", lang)
    book = load_workbook(BytesIO(book_of_tender(shown.store, LOCAL, TENDER, "both")))
    (cell,) = [row[0] for row in book.worksheets[1].iter_rows() if row[0].value == "A:provider_breach.reason"]
    cell.offset(0, 2).value = "双方确认上述比例。"
    out = BytesIO()
    book.save(out)
    shown.at.file_uploader(key="clauses_back_0").upload("clauses.xlsx", out.getvalue()).run()

    assert t("contract.book_changed", lang, n=1) in shown.words
    assert "双方确认上述比例。" in shown.html
    assert t("refused.clauses_reason", lang) in shown.click("clauses_save").words
    shown.at.text_input(key="clauses_reason").set_value("counsel asked for it")
    assert t("contract.book_saved", lang) in shown.click("clauses_save").words
    assert "counsel asked for it" in shown.words
    shown.at.file_uploader(key="clauses_back_1").upload("other.xlsx", b"%PDF-1.7").run()
    assert t("contract.book_refused", lang) in shown.words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_term_is_agreed_with_a_reason_and_the_draft_goes_to_counsel(opened: Opener, lang: str) -> None:
    shown = chosen(opened("contract", lang))
    shown.at.selectbox(key="term_at").select("acceptance_days").run()
    shown.at.text_input(key="term_value_acceptance_days").input("12")
    shown.at.text_input(key="term_reason_acceptance_days").input("settled by phone")

    shown.click("term_save")

    assert "settled by phone" in shown.words
    assert [(one.term, one.value) for one in shown.state.agreement.values] == [("acceptance_days", Decimal(12))]
    shown.at.radio(key="stage_to").set_value("counsel")
    shown.at.text_input(key="stage_reason").input("first round")
    shown.click("stage_save")
    assert {"zh": "法务审阅中", "en": "With counsel"}[lang] in shown.words
    shown.at.text_input(key="term_withdraw_reason_acceptance_days").input("misheard")
    shown.click("term_withdraw_do")
    assert shown.state.agreement.values == ()
    assert shown.state.agreement.standings[0].stage == "draft"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_the_parties_may_not_negotiate_no_commitment_is_offered_to_be_struck(
    opened: Opener, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = chosen(opened("contract", lang))
    assert [one for one in shown.at.selectbox if one.key == "strike_term"]

    monkeypatch.setattr(drafting, "may_talk", lambda tender: False)

    assert not [one for one in shown.run().at.selectbox if one.key == "strike_term"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_agreed_value_whose_row_is_gone_is_told_and_can_be_withdrawn(opened: Opener, lang: str) -> None:
    shown = chosen(opened("contract", lang))
    vendor, gone = shown.state.selection.vendor, "key_staff/99/employer"
    agreeing.agree(shown.store, LOCAL, "kept", TENDER, agreeing.Wish("acceptance_days", Decimal(12)), "by phone")
    row = [(gone, "own", "", 0, "technical")]
    agreeing._agree(shown.store, LOCAL, "gone", TENDER, shown.state.vendor_ids[vendor], row, gone, "since revised")
    shown.run().at.selectbox(key="term_at").select("acceptance_days").run()

    assert not [one for one in shown.at.selectbox(key="term_at").options if "\\" in one]  # a list shows no Markdown
    assert t("contract.term.gone", lang, term=gone) in shown.words
    assert t("draft.point.agreed_gone", lang, subjects=gone) in shown.words
    shown.at.text_input(key=f"term_withdraw_reason_{gone}").input("the row is gone")
    shown.click(f"term_withdraw_gone_{gone}")
    assert [one.term for one in shown.state.agreement.values] == ["acceptance_days"]
    assert t("contract.term.gone", lang, term=gone) not in shown.words


@pytest.mark.parametrize(("lang", "fate"), [("zh", "打折扣"), ("en", "weakened")])
def test_a_commitment_is_struck_with_a_reason_and_comes_back_term_by_term(opened: Opener, lang: str, fate: str) -> None:
    shown = chosen(opened("contract", lang))
    before = len(shown.at.selectbox(key="strike_term").options)
    term = "warranties_from_bid/SU-06"
    shown.click("strike_do")
    assert shown.state.agreement.values == ()
    shown.at.selectbox(key="strike_term").select(term)
    shown.at.text_input(key="strike_reason").input("bought elsewhere")

    shown.click("strike_do")

    assert [(one.term, one.value) for one in shown.state.agreement.values] == [(term, "struck")]
    assert len(shown.at.selectbox(key="strike_term").options) == before - 1
    assert fate in shown.words
    shown.at.selectbox(key="term_at").select(term).run()
    assert "bought elsewhere" in shown.words
    shown.at.text_input(key=f"term_withdraw_reason_{term}").input("needed after all")
    shown.click("term_withdraw_do")
    assert shown.state.agreement.values == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_negotiated_draft_is_read_back_and_its_values_confirmed_for_a_reason(opened: Opener, lang: Lang) -> None:
    shown = chosen(opened("contract", lang))
    vendor = shown.state.evaluation.ranking.ranked()[0].vendor
    sent = exported(inputs_of(shown.state, vendor, "both"))
    more = around("争议", lambda one: one + paragraph("乙方不承担任何责任。"))
    changes = said("t_zh_payment_days_1", "45日"), said("t_en_payment_days_1", "45 days"), more

    shown.at.file_uploader(key="back_file").upload("back.docx", edited(sent, *changes)).run()

    assert "乙方不承担任何责任。" in shown.checked().words
    assert t("contract.back.edits_do", lang) in shown.words
    assert {"zh": "可以确认的值 1", "en": "Values to confirm 1"}[lang] in shown.words
    shown.at.checkbox(key="back_all").check()
    shown.at.text_input(key="back_reason").input("second round")
    shown.click("back_save")
    (agreed,) = shown.state.agreement.values
    assert (agreed.term, agreed.value, agreed.reason) == ("payment_days", Decimal(45), "second round")
    assert agreed.source.startswith("back.docx (")
    assert {"zh": "没有待确认的值", "en": "no value to confirm"}[lang] in shown.words

    shown.at.file_uploader(key="back_file").upload("other.docx", b"%PDF-1.7").run()
    assert "other.docx" in shown.checked().words


def test_the_panel_goes_to_the_next_open_term_and_asks_each_kind_in_its_own_way(opened: Opener) -> None:
    shown = chosen(opened("contract", "en"))
    for term in ("dispute_forum", "vendor_contact", "acceptance_criteria", "modules"):
        shown.at.selectbox(key="term_at").select(term).run()
        shown.checked()
    shown.at.selectbox(key="term_at").select("dispute_forum").run()
    shown.at.selectbox(key="term_value_dispute_forum").select("arbitration")
    shown.at.text_input(key="term_reason_dispute_forum").input("asked by counsel")
    shown.click("term_save")
    assert shown.state.agreement.values[0].value == "arbitration"

    shown.click("term_next")

    assert shown.at.selectbox(key="term_at").value != "dispute_forum"
