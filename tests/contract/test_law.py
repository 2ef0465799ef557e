"""Laws by date, and what they say a contract must hold."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from evaluator.adapters.law_files import bundled_law, read_law
from evaluator.adapters.packs import PackError, known_packs
from evaluator.contract.draft import Fault
from evaluator.contract.law import InForce, with_articles
from evaluator.contract.lint_gates import check_law
from evaluator.domain.text import Text
from evaluator.services.drafting import make_draft
from tests import drafts
from tests.contract.test_bundled_libraries import inputs


@pytest.mark.parametrize(
    ("key", "day", "named"),
    [
        ("CSL-mlps", "2025-12-31", "Cybersecurity Law, Art. 21"),
        ("CSL-mlps", "2026-01-01", "Cybersecurity Law, Art. 23"),
        ("AL-agreement", "2026-02-28", "Arbitration Law, Art. 16"),
        ("AL-agreement", "2026-03-01", "Arbitration Law, Art. 27, for counsel to check"),
        ("AL-agreement", "", "Arbitration Law, Art. 27, for counsel to check"),
        ("AL-body", "2026-03-01", "Arbitration Law (number for counsel to check)"),
        ("CC-511", "2026-03-01", "Civil Code, Art. 511"),
    ],
)
def test_a_renumbered_article_is_cited_as_it_stands_on_the_day(key, day, named):
    assert InForce(bundled_law(), day).name(key).en == named


@pytest.mark.parametrize("library", drafts.bundled_libraries().values(), ids=drafts.bundled_libraries())
def test_every_article_that_a_bundled_library_cites_was_in_force_when_the_laws_were_checked(library):
    assert any(clause.law for clause in library.clauses)
    assert check_law(library, bundled_law()) == ()


def test_an_unknown_or_expired_citation_is_a_fault_with_its_place():
    clause = replace(drafts.CLAUSES[0], law=("XX-1", "SME-9"))
    books = drafts.library(clauses=(clause, *drafts.CLAUSES[1:]))

    assert check_law(books, bundled_law(), "2024-01-01") == (
        Fault("unknown_law", "clause parties", "XX-1"),
        Fault("law_not_in_force", "clause parties", "SME-9"),
    )


def test_every_law_of_the_files_is_complete_and_no_two_versions_of_an_article_overlap():
    book = bundled_law()
    provisions = [one for act in book.acts for one in act.provisions]

    assert all(act.source and act.checked_on and act.title.zh and act.title.en for act in book.acts)
    assert all(one.summary.zh and one.summary.en and one.valid_from for one in provisions)
    assert all(one.counsel for one in provisions if not one.article)
    for key in {one.key for one in provisions}:
        spans = sorted((one.valid_from, one.valid_to or "9999") for one in provisions if one.key == key)
        assert all(before[1] < after[0] for before, after in pairwise(spans)), key
    libraries = drafts.bundled_libraries().values()
    terms = {term.id for library in libraries for term in library.terms}
    places = {
        part
        for library in libraries
        for clause in library.clauses
        for part in (clause.id, *(p.id for p in clause.paragraphs))
    }
    panels = [panel for act in book.acts for panel in act.panels]
    assert all(book.find(panel.law, book.last_checked) for panel in panels)
    days = {act.checked_on for act in book.acts}
    assert book.checked_on < book.last_checked
    assert all(book.checked_on <= day <= book.last_checked for day in days)
    assert {key for panel in panels for item in panel.items for key in item.terms} <= terms
    assert {key for panel in panels for item in panel.items for key in item.clauses} <= places


def test_a_file_of_laws_with_a_fault_is_refused_with_its_key(tmp_path):
    (tmp_path / "one.toml").write_text('title = { zh = "法", en = "Law" }\nsource = "x"\nprovisions = []\n', "utf-8")

    with pytest.raises(PackError, match="checked_on"):
        read_law(tmp_path)


def test_what_fills_a_blank_stands_with_its_article():
    term = replace(drafts.TERMS[4], law="CC-511")
    books = with_articles(drafts.library(terms=(term,)), InForce(bundled_law(), "2026-03-01"))

    assert books.terms[0].silent == Text("没有约定（《民法典》第511条）", "Nothing agreed (Civil Code, Art. 511)")


def test_a_citation_out_of_force_on_the_draft_s_day_warns_and_blocks_nothing():
    clause = replace(drafts.CLAUSES[0], law=("SME-9", "XX-1"))
    books = drafts.library(clauses=(clause, *drafts.CLAUSES[1:]))

    def told(day):
        made = make_draft(drafts.inputs(library=books, date=day, award_recorded=True), wanted=())
        return [one["rule"] for one in made.summary["findings"]], made.summary["blocking"]

    assert told("2024-05-01") == (["law_not_in_force", "law_unknown"], [])
    assert told("2026-05-01") == (["law_unknown"], [])


def states(made, key):
    panel = next(one for one in made.summary["statutes"] if one["key"] == key)
    return {item["key"]: item["state"] for item in panel["items"]}


def test_a_complete_contract_holds_what_the_statutes_ask_for():
    made = make_draft(inputs("crm_platform"), wanted=())

    assert len(states(made, "contract")) == 8
    for key in ("contract", "technology", "personal_information", "data_security"):
        assert set(states(made, key).values()) == {"answered"}, key
    assert set(states(made, "arbitration").values()) == {"not_applicable"}


@pytest.mark.parametrize(
    ("fact", "panel", "article"),
    [
        ("eu_people", "gdpr_processor", "EU General Data Protection Regulation, Art. 28(3)"),
        ("eu_users", "switching", "EU Data Act, Art. 25, for counsel to check"),
    ],
)
def test_the_law_of_the_union_concerns_only_a_contract_that_reaches_into_it(fact, panel, article):
    def stated(number):
        return make_draft(inputs("crm_platform", terms={fact: number}), wanted=())

    outside, inside = stated(0), stated(12)

    assert set(states(outside, panel).values()) == {"not_applicable"}
    assert set(states(inside, panel).values()) == {"answered"}
    assert next(one["article"]["en"] for one in inside.summary["statutes"] if one["key"] == panel) == article
    assert all(row.term not in ("eu_people", "eu_users") for row in inside.draft.annex)


def test_a_gap_in_what_a_processor_of_data_from_the_union_must_promise_blocks():
    given = inputs("crm_platform", terms={"eu_people": 12, "pi_purpose": Text()})

    assert "statute_blank:gdpr_processor.purpose" in make_draft(given, wanted=()).summary["blocking"]


def test_what_was_not_read_in_the_text_of_a_law_waits_for_counsel():
    union = [act for act in bundled_law().acts if "Data Act" in act.title.en]

    assert [one.counsel for act in union for one in act.provisions] == [True, True]


@pytest.mark.parametrize("name", known_packs())
def test_a_contract_without_answers_says_what_it_lacks(name):
    made = make_draft(inputs(name, answered=False), wanted=())

    assert "blank" in states(made, "contract").values()


def test_a_gap_in_entrusted_processing_blocks_and_names_the_article():
    made = make_draft(inputs("crm_platform", terms={"pi_purpose": Text()}), wanted=())

    assert states(made, "personal_information")["purpose"] == "blank"
    assert "statute_blank:personal_information.purpose" in made.summary["blocking"]
    words = next(one["message"] for one in made.summary["findings"] if one["rule"] == "statute_blank")
    assert "《个人信息保护法》第21条" in words
    assert "处理目的" in words
