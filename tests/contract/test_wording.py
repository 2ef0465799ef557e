"""Words that leave open what is owed, and terms that come in from outside: found where they are meant, never inside others."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evaluator.contract.clauses import texts
from evaluator.contract.wording import outside, vague
from evaluator.domain.agreed import Agreed
from evaluator.domain.contract import TermKind
from evaluator.domain.text import LANGS, Text
from evaluator.services.drafting import make_draft
from tests import drafts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("尽快修复并及时通知", ("尽快", "及时")),
        ("合理的期限、适当的措施", ("合理", "适当")),
        ("原则上力争、尽量、必要时、视情况", ("原则上", "力争", "尽量", "必要时", "视情况")),
        ("提供报表、导出等功能及相关服务", ("等", "相关")),
        ("采取加密等保护措施", ("等",)),
        ("加密、脱敏等保护措施", ("等",)),
        ("等保证书、等保安全测评、等保管理制度、等保全流程、等保密码应用、等保障体系", ()),
        ("高等院校、差等、等离子屏", ()),
        ("及时率98%、合理化建议2条", ()),
        ("符合行业标准", ("行业标准",)),
        ("等保三级，等级不变，与原件同等，等于10，平等协商，等待期5日", ()),
        ("以及时间表、涉及时段、整合理念、相关系数、必要时间", ()),
        ("行业标准 GB/T 22239-2019、行业标准（JR/T 0171）", ()),
        ("Reasonable efforts, industry standards etc.", ("Reasonable", "industry standards", "etc")),
        ("ASAP, as soon as possible, where applicable", ("ASAP", "as soon as possible", "where applicable")),
        ("unreasonable, etched, fetch, inappropriately named", ()),
    ],
)
def test_vague_words_are_known_as_words(text, words):
    assert vague(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "以官网条款为准",
        "具体以乙方服务条款为准",
        "适用我司标准条款",
        "This offer is subject to our standard terms.",
        "The vendor's terms and conditions shall apply",
        "as published on our website",
        "Our EULA is incorporated by reference.",
    ],
)
def test_terms_from_outside_are_found(text):
    assert outside(text)


@pytest.mark.parametrize(
    "text", ["以正文为准", "不适用乙方的格式条款", "subject to these terms", "以甲方签署的验收报告为准"]
)
def test_the_contract_s_own_order_is_no_term_from_outside(text):
    assert outside(text) == ()


@pytest.mark.parametrize("library", drafts.bundled_libraries().values(), ids=drafts.bundled_libraries())
def test_our_own_clauses_and_positions_leave_nothing_open(library):
    said = [(key, words) for clause in library.clauses for key, words in texts(clause)]
    said += [(str(one.number), one.intro) for one in library.schedules]
    said += [(one.term, words) for one in library.positions for words in (one.text, *(o.text for o in one.options))]

    loose = [
        (key, vague(getattr(words, lang)) + outside(getattr(words, lang))) for key, words in said for lang in LANGS
    ]

    assert [(key, words) for key, words in loose if words] == []


def test_a_vendor_s_loose_words_are_told_with_their_cell_and_only_terms_from_outside_block():
    loose = replace(drafts.deviating("尽快付款，具体以我司官网条款为准。"))
    grouped = tuple(replace(term, group="price") if term.id == "payment_days" else term for term in drafts.TERMS)

    made = make_draft(drafts.inputs(drafts.bid(DV_01=loose), library=drafts.library(terms=grouped)))

    found = {one["rule"]: one for one in made.summary["findings"]}
    assert [found[rule]["warns"] for rule in ("vague_words", "own_terms")] == [True, False]
    assert "尽快" in found["vague_words"]["message"]
    assert "以我司官网条款为准" in found["own_terms"]["message"]
    assert found["own_terms"]["cells"] == [{"file": "ada.xlsx", "sheet": "Deviations", "cell": "E4"}]
    assert "own_terms:payment_days" in made.summary["blocking"]
    assert "vague_words:payment_days" not in made.summary["blocking"]


def test_what_was_agreed_since_takes_the_place_of_what_the_vendor_wrote_and_is_looked_at_itself():
    loose = drafts.deviating("尽快付款，具体以我司官网条款为准。")
    place = next(term for term in drafts.TERMS if term.kind is TermKind.TEXT)
    terms = tuple(
        replace(term, group="price") if term.id in ("payment_days", place.id) else term for term in drafts.TERMS
    )
    told = {"vendor": "Ada", "reason": "r", "by": "Li", "at": "2026-03-02"}
    words = Text("以我司官网条款为准", "Subject to our standard terms")
    agreed = Agreed(term="payment_days", value=Decimal(30), **told), Agreed(term=place.id, value=words, **told)

    made = make_draft(
        drafts.inputs(drafts.bid(DV_01=loose), library=drafts.library(terms=terms), agreed=agreed), wanted=()
    )

    blocking = [one for one in made.summary["blocking"] if one.startswith("own_terms")]
    assert blocking == [f"own_terms:{place.id}"]
