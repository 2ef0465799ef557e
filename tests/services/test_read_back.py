"""A negotiated draft read back: values by bookmark, every other edit, and nothing taken that is not clear."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from evaluator.contract.returned import Remark
from evaluator.domain.finding import Rule
from evaluator.domain.money import Money
from evaluator.domain.text import Text
from evaluator.i18n.words import t
from evaluator.services.drafting import make_draft
from evaluator.services.problem import Refused
from evaluator.services.read_back import ReadBack, confirmed, read_back
from tests import drafts
from tests.returned import Change, around, edited, exported, paragraph, said

INPUTS = drafts.inputs()
SENT = exported(INPUTS)
PRICE = "人民币1,900.00元（大写：人民币壹仟玖佰元整，含税）", "CNY 1,900.00 (tax included)"
SHORT = "草案日期"  # on the first page
COMMENTS = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:comment w:id="0" w:author="Counsel"><w:p><w:r><w:t>Why so short?</w:t></w:r></w:p></w:comment></w:comments>'
)


def back(*changes: Change, **more: Any) -> ReadBack:
    return read_back(INPUTS, "back.docx", edited(SENT, *changes, **more))


def both(term: str, zh: str, en: str, **how: Any) -> tuple[Change, Change]:
    return said(f"t_zh_{term}_1", zh, **how), said(f"t_en_{term}_1", en, **how)


def rules(found: ReadBack) -> list[Rule]:
    return [one.rule for one in found.findings]


def test_a_draft_that_comes_back_as_it_went_says_nothing() -> None:
    found = back()

    assert (found.proposed, found.edits, found.remarks, found.findings) == ((), (), (), ())


@pytest.mark.parametrize(
    ("term", "zh", "en", "value"),
    [
        ("payment_days", "45日", "45 days", Decimal(45)), ("forum", "提交仲裁", "by arbitration", "arbitration"),
        ("vendor_address", "上海市", "Shanghai", Text("上海市", "Shanghai")),
        ("total_price", *PRICE, Money(Decimal("1900.00"))),
    ],
)  # fmt: skip
def test_a_value_changed_in_both_languages_is_proposed_as_intake_reads_it(
    term: str, zh: str, en: str, value: Any
) -> None:
    found = back(*both(term, zh, en))

    assert [(one.term, one.value, one.problem) for one in found.proposed] == [(term, value, None)]
    assert (found.edits, found.findings) == ((), ())
    assert confirmed(found, (term,)) == [(term, value)]


def test_a_value_typed_over_with_its_bookmark_is_found_again() -> None:
    found = back(*both("payment_days", "45日", "45 days", kept=False))

    assert [(one.term, one.value) for one in found.proposed] == [("payment_days", Decimal(45))]
    assert (found.edits, found.findings) == ((), ())


@pytest.mark.parametrize(
    ("changes", "rule", "value"),
    [
        (both("payment_days", "45日", "60 days"), Rule.RETURNED_LANGUAGES, None),
        ((said("t_zh_payment_days_1", "45日"),), Rule.RETURNED_LANGUAGES, None),
        ((said("t_zh_vendor_address_1", "上海市"),), Rule.RETURNED_LANGUAGES, None),
        (both("payment_days", "尽快", "soon"), Rule.RETURNED_UNREAD, None),
        (both("payment_days", "", ""), Rule.RETURNED_UNREAD, None),
        (
            both("total_price", "人民币1,900.00元（大写：人民币贰仟元整，含税）", "CNY 1,900.00 (tax included)"),
            Rule.RETURNED_WORDING, Money(Decimal("1900.00")),
        ),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_a_finding_and_is_never_taken(changes: tuple[Change, ...], rule: Rule, value: Any) -> None:
    found = back(*changes)

    assert rules(found) == [rule]
    assert [one.value for one in found.proposed] == [value]
    for one in found.findings:
        assert t(f"finding.{one.rule.value}", "en", **dict(one.params))
    if value is None:
        with pytest.raises(Refused, match="returned_not_there"):
            confirmed(found, (found.proposed[0].term,))


def test_a_value_changed_in_one_place_and_left_in_another_is_a_finding() -> None:
    twice = replace(
        drafts.CLAUSES[2].paragraphs[1], id="payment.again",
        text=Text("逾期超过{t:payment_days}的，另行商定。", "Beyond {t:payment_days} the Parties talk."),
    )  # fmt: skip
    clause = replace(drafts.CLAUSES[2], paragraphs=(*drafts.CLAUSES[2].paragraphs, twice))
    inputs = drafts.inputs(library=drafts.library(clauses=(*drafts.CLAUSES[:2], clause, *drafts.CLAUSES[3:])))

    found = read_back(inputs, "back.docx", edited(exported(inputs), *both("payment_days", "45日", "45 days")))

    assert rules(found) == [Rule.RETURNED_PLACES]
    told = t("finding.returned_places", "en", **dict(found.findings[0].params))
    assert "45日 / 45 days / 30日 / 30 days" in told


def test_every_other_edit_is_listed_and_tracked_changes_are_read_as_accepted() -> None:
    new = (
        paragraph("乙方不承担任何责任。")
        .replace("<w:p>", '<w:p><w:ins w:id="9001">')
        .replace("</w:p>", "</w:ins></w:p>")
    )

    def dropped(one: str) -> str:
        return one.replace("<w:r>", '<w:del w:id="9002"><w:r>', 1).replace("</w:r>", "</w:r></w:del>", 1)

    found = back(
        around("总价", lambda one: one + new),
        around("级别为", lambda one: one.replace("级别为", "等级不低于")),
        around("The level is", dropped),
    )

    assert [(one.kind, one.before[:12], one.after[:5]) for one in found.edits] == [
        ("changed", "级别为三级。"[:12], "等级不低于"), ("changed", "The level is", "Level"), ("inserted", "", "乙方不承担"),
    ]  # fmt: skip
    assert rules(found) == [Rule.RETURNED_TRACKED]


def test_a_deleted_paragraph_is_listed_and_its_value_told_as_lost() -> None:
    found = back(around("总价", lambda _: ""))

    assert [(one.kind, one.after) for one in found.edits] == [("deleted", "")]
    assert rules(found) == [Rule.RETURNED_LOST]


def test_comments_are_listed() -> None:
    found = back(more={"word/comments.xml": COMMENTS.encode()})

    assert found.remarks == (Remark("Counsel", "Why so short?"),)


def test_a_draft_exported_earlier_says_so_and_its_first_page_is_not_compared() -> None:
    later = drafts.inputs(drafts.bid(SU_01=drafts.cell("SU-01", Decimal(6), verbatim="6 h")))

    found = read_back(later, "back.docx", edited(SENT, around("总价", lambda one: one + paragraph("另加一段。"))))

    assert Rule.RETURNED_EARLIER in rules(found)
    assert [one.term for one in found.proposed] == ["response"]
    assert [one.after for one in found.edits if one.kind == "inserted"] == ["另加一段。"]
    assert not any(SHORT in one.before or SHORT in one.after for one in found.edits)


def test_another_vendor_s_and_another_tender_s_draft_are_refused_and_so_is_a_file_without_its_mark() -> None:
    other = replace(INPUTS, bid=replace(INPUTS.bid, vendor="Bo"))
    elsewhere = replace(INPUTS, tender=replace(drafts.tender(), id="T-2"))

    for inputs in (other, elsewhere):
        with pytest.raises(Refused, match="returned_other"):
            read_back(inputs, "back.docx", SENT)
    with pytest.raises(Refused, match="returned_unmarked"):
        back(lambda document: document.replace('w:name="D_both_', 'w:name="X_'))


def test_after_a_tender_a_change_of_substance_is_told_with_its_law() -> None:
    inputs = drafts.inputs(tender=drafts.tender(route="tender"))

    found = read_back(inputs, "back.docx", edited(exported(inputs), *both("total_price", *PRICE)))

    assert found.proposed[0].refused == "substantive_tender"


def test_one_layout_alone_is_read_in_its_language() -> None:
    inputs = drafts.inputs(layout="zh")

    found = read_back(INPUTS, "back.docx", edited(exported(inputs), said("t_zh_payment_days_1", "45日")))

    assert (found.layout, found.proposed[0].value) == ("zh", Decimal(45))
    assert make_draft(inputs).files  # the same inputs still make their draft
