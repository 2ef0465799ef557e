"""The contract page: a preview before the choice, downloads after it, every term with its cell."""

from __future__ import annotations

import re

import pytest

from evaluator.services.awarding import select_vendor
from evaluator.services.commands import LOCAL
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import TENDER, VENDORS

EVE, FAY = (next(one.name for one in VENDORS if one.name.startswith(name)) for name in ("Eve", "Fay"))


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
    assert shown.html.count('href="/export/') == 7
    shown.at.selectbox(key="contract_vendor").select(EVE).run()
    assert words not in shown.checked().words
    assert "/export/" not in shown.html


@pytest.mark.parametrize(("lang", "words"), [("zh", "下载全部"), ("en", "Download all")])
def test_after_the_choice_every_file_of_the_draft_can_be_downloaded(opened: Opener, lang: str, words: str) -> None:
    shown = chosen(opened("contract", lang))

    assert words in shown.words
    assert shown.html.count('href="/export/') == 7


@pytest.mark.parametrize(("lang", "words"), [("zh", "分已写入本草案"), ("en", "points that this bid won are promised")])
def test_the_page_says_how_many_of_the_points_won_are_promised(opened: Opener, lang: str, words: str) -> None:
    assert words in opened("contract", lang).words


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
    assert shown.html.count('href="/export/') == 7


def test_every_filled_term_names_the_sheet_and_cell_it_comes_from(opened: Opener) -> None:
    shown = opened("contract", "zh")
    shown.at.selectbox(key="contract_status").select("filled").run()

    assert re.search(r"\w+![A-Z]+\d+ \S+\.xlsx", shown.checked().words)


def test_the_filter_leaves_only_the_terms_asked_for(opened: Opener) -> None:
    shown = opened("contract", "en")
    whole = shown.html.count("<tr")
    shown.at.selectbox(key="contract_group").select("price").run()

    assert 2 < shown.checked().html.count("<tr") < whole
    assert "Price and payment" in shown.words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_ranking_it_says_what_to_do(opened: Opener, lang: str) -> None:
    assert opened("contract", lang, until="bids").at.button(key="contract_ranking")
