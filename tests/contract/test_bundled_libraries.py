"""The libraries that travel with the product: sound, complete for the guide, and good for a draft of any bid."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from evaluator.adapters.packs import known_packs, load_pack
from evaluator.contract.clauses import texts
from evaluator.contract.lint import GUIDE_DEMANDS, lint
from evaluator.contract.price import price_facts
from evaluator.domain.contract import TermStatus
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import questionnaire
from evaluator.scoring.price import evaluated_price
from evaluator.services.drafting import DraftInputs, make_draft
from tests import drafts

FACTS = Text("见甲方说明", "as the Customer states")


def inputs(name, *, deviates=False, answered=True, layout="both", terms=None):
    pack = load_pack(name)
    facts = {term.fill.removeprefix("tender:"): FACTS for term in pack.library.terms if term.fill.startswith("tender:")}
    buyer = drafts.BuyerProfile(
        name=Text("海澜公司", "Hailan Ltd"), registration="R1", address=Text("杭州", "Hangzhou"), contact="Li", phone="1",
        email="a@b.example", signatory="Wang", bank="Bank", account="1",
    )  # fmt: skip
    buying = drafts.tender(pack=name, buyer=buyer, terms={**facts, **(terms or {})})
    bid = drafts.answered_in_full(pack.method, pack.library, buying, deviates=deviates)
    if not answered:
        bid = replace(bid, answers={})
    price = price_facts(evaluated_price(bid, pack.method, buying), bid, buying)
    return DraftInputs(library=pack.library, method=pack.method, tender=buying, bid=bid, price=price, layout=layout)


@pytest.mark.parametrize("name", known_packs())
def test_a_bundled_library_has_no_fault(name):
    pack = load_pack(name)
    questions = {q.id: q for q in questionnaire(pack.method, pack.library.positions, None).all()}

    assert lint(pack.library, questions, GUIDE_DEMANDS if name == "crm_platform" else ()) == ()


@pytest.mark.parametrize("name", known_packs())
def test_a_bundled_contract_has_one_name_for_the_vendor_and_leaves_tax_to_the_price(name):
    library = load_pack(name).library
    said = [words for clause in library.clauses for _, words in texts(clause)]
    said += [words for one in library.schedules for words in (one.title, one.intro)]
    said += [words for term in library.terms for words in (term.label, term.silent)]
    every = "\n".join(f"{words.zh}\n{words.en}" for words in said)

    # Whether prices hold tax is the tender's word; it is printed with each amount.
    assert re.findall(r"税金|all taxes|and taxes", every) == []
    assert re.findall(r"\bSuppliers?\b", every) == []
    assert "Provider" in every


@pytest.mark.parametrize("name", known_packs())
def test_every_text_of_a_bundled_library_is_said_in_both_languages(name):
    library = load_pack(name).library

    for clause in library.clauses:
        assert clause.title.zh and clause.title.en
        for key, words in texts(clause):
            assert words.zh and words.en, key
    for term in library.terms:
        assert term.label.zh and term.label.en, term.id


@pytest.mark.parametrize("name", known_packs())
@pytest.mark.parametrize("deviates", [False, True])
def test_a_full_bid_leaves_no_blank_and_every_deviation_is_found(name, deviates):
    made = inputs(name, deviates=deviates)

    result = make_draft(made, wanted=())

    assert result.faults == ()
    assert [term["id"] for term in result.summary["terms"] if term["status"] == "blank"] == []
    asked = {position.term for position in made.library.positions if position.question}
    found = {term["id"] for term in result.summary["terms"] if term["status"] == TermStatus.DEVIATES.value}
    live = {term["id"] for term in result.summary["terms"]}
    assert (asked & live <= found) if deviates else not (asked & found)


@pytest.mark.parametrize("name", known_packs())
def test_an_empty_bid_still_gives_a_draft_and_every_vendor_s_term_is_blank(name):
    result = make_draft(inputs(name, answered=False))

    assert result.files
    from_vendor = {term["status"] for term in result.summary["terms"]}
    assert from_vendor <= {"blank", "position"}
    assert result.summary["blanks"] > 0


def test_the_guide_s_contract_holds_at_least_sixty_terms_and_both_ways_to_settle_a_dispute():
    court = make_draft(inputs("crm_platform"), wanted=())
    arbitration = make_draft(inputs("crm_platform", terms={"dispute_forum": "arbitration"}), wanted=())

    assert len(court.summary["terms"]) >= 60
    assert {"court_place"} == {t["id"] for t in court.summary["terms"]} & {"court_place", "arbitration_body"}
    assert {"arbitration_body"} == {t["id"] for t in arbitration.summary["terms"]} & {"court_place", "arbitration_body"}
    assert arbitration.faults == ()


@pytest.mark.parametrize("name", known_packs())
def test_what_the_house_would_settle_for_leaves_with_no_file(name):
    made = inputs(name, deviates=True)
    inner = Text("SECRET-内部", "SECRET-inside")
    marked = tuple(replace(held, fallback=inner, escalate=inner, reason=inner) for held in made.library.positions)

    result = make_draft(replace(made, library=replace(made.library, positions=marked)))

    for file, content in result.files.items():
        if file.startswith(("draft_", "term-sheet_")):  # these stay in the house
            continue
        whole = content
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                whole = b"".join(archive.read(part) for part in archive.namelist())
        assert b"SECRET" not in whole
    assert "SECRET" not in str(result.summary)
