"""The contract page: a preview before the choice, downloads after it, every term with its cell."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from evaluator.services.awarding import select_vendor
from evaluator.services.clause_saving import book_of_tender
from evaluator.services.commands import LOCAL
from evaluator.services.drafting import make_draft
from evaluator.ui.views import contract_law as view
from tests import drafts
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import TENDER


def chosen(shown: Opened) -> Opened:
    first = shown.state.evaluation.ranking.ranked()[0].vendor
    select_vendor(shown.store, LOCAL, "choose", TENDER, first, "highest total")
    return shown.run()


@pytest.mark.parametrize(("lang", "words"), [("zh", "以下只是预览"), ("en", "this is a preview")])
def test_before_the_choice_it_is_a_preview_without_downloads(opened: Opener, lang: str, words: str) -> None:
    shown = opened("contract", lang)

    assert words in shown.words
    assert "draft_both" not in shown.html


@pytest.mark.parametrize(("lang", "words"), [("zh", "下载双栏草案"), ("en", "two columns")])
def test_after_the_choice_the_draft_can_be_downloaded_in_three_layouts(opened: Opener, lang: str, words: str) -> None:
    shown = chosen(opened("contract", lang))

    assert words in shown.words
    assert shown.html.count('href="/export/') == 3 + 3  # the draft's, and those of the clause book


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

    words, past = view.signing(now, make_draft(given, written=False), at, lang)

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
