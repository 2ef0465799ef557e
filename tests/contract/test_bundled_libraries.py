"""The libraries that travel with the product: sound, complete for the guide, and good for a draft of any bid."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest

from evaluator.adapters.docx_words import Speaker
from evaluator.adapters.packs import known_packs, load_pack
from evaluator.contract.clauses import texts
from evaluator.contract.compose import compose
from evaluator.contract.draft import Draft, Value
from evaluator.contract.known import known
from evaluator.contract.lint import GUIDE_DEMANDS, lint
from evaluator.contract.price import price_facts
from evaluator.contract.terms import fill_terms
from evaluator.domain.contract import TermKind, TermStatus
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import TECHNICAL, questionnaire
from evaluator.intake.tender_check import FIGURES
from evaluator.scoring.price import evaluated_price
from evaluator.services.drafting import DraftInputs, make_draft
from tests import drafts

FACTS = Text("见甲方说明", "as the Customer states")


def inputs(name, *, deviates=False, answered=True, layout="both", terms=None):
    pack = load_pack(name)
    told = (term for term in pack.library.terms if term.fill.startswith("tender:") and not term.inside)
    facts = {term.fill.removeprefix("tender:"): Decimal(12) if term.kind in FIGURES else FACTS for term in told}
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


def draft_of(given: DraftInputs) -> Draft:
    facts = known(given.library, given.method, given.tender, given.bid, given.price)
    return compose(given.library, fill_terms(facts), facts.questions, given.tax)


# The points that the guide's demands come to, by the demand that asks for each first; S37 is counsel's own review.
GUIDE_MAP = {
    "S1": "modules", "S2": "users_limits", "S3": "customization change_control day_rate",
    "S4": "services training integrations", "S5": "go_live_date milestones", "S6": "deliverables",
    "S7": "acceptance_criteria trial_run", "S8": "client_duties", "S9": "acceptance_days deemed_acceptance",
    "S10": "payment_stages payment_days retention", "S12": "pi_volume pi_categories pi_purpose subprocessors "
    "breach_notice_hours mlps_level audit_right certificates data_return_days data_format ai_training_use",
    "S13": "encryption_rest encryption_transit key_management", "S14": "leak_prevention", "S15": "data_location",
    "S16": "storage_method backup_rpo backup_rto", "S17": "access_rights",
    "S18": "maintenance_period maintenance_window", "S19": "maintenance_scope", "S20": "sla",
    "S21": "availability service_credits", "S22": "upgrades exit_help",
    "S23": "late_delivery_ld ld_cap function_remedy service_remedy liability_cap uncapped termination",
    "S24": "late_payment_interest client_breach",
    "S25": "vendor_name vendor_uscc vendor_address vendor_contact vendor_signatory buyer_name buyer_uscc buyer_address "
    "buyer_contact buyer_phone buyer_email buyer_signatory", "S26": "warranties_from_bid",
    "S28": "key_staff insurance subcontracting",
    "S29": "vendor_size total_price price_table invoice_type maintenance_fee fee_uplift_cap renewal renewal_notice_days",
    "S30": "confidentiality_years", "S31": "dispute_forum arbitration_body court_place",
    "S32": "precedence governing_law prevailing_language e_signature", "S33": "vendor_terms",
    "S34": "custom_ip_owner licence_scope ip_indemnity source_escrow", "S35": "fm_notice_days fm_exit_days fm_list",
    "S36": "cross_border", "S38": "governance",
}  # fmt: skip


def test_every_point_of_the_guide_is_a_term_with_words_a_source_and_where_it_is_ours_a_position_with_an_owner():
    library = load_pack("crm_platform").library
    terms = {term.id: term for term in library.terms}
    asked = {key: demand for demand, keys in GUIDE_MAP.items() for key in keys.split()}

    assert len([key for key in asked if not key.startswith("buyer_")]) == 91
    for key, demand in asked.items():
        assert demand in terms[key].demands, key
        assert terms[key].label.zh, key
        assert terms[key].label.en, key
    ours = {position.term: position for position in library.positions}
    for key in [key for key in asked if terms[key].fill == "deviation"]:
        assert all((ours[key].text.zh, ours[key].owner, ours[key].escalate.zh or ours[key].within)), key


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
    held = {value.term.id: value.term.fill.partition(":")[0] for value in result.values}
    found = {(held[term["id"]], term["status"]) for term in result.summary["terms"]}
    vendors = ("question", "price", "requirements", "commitments")
    assert {status for fill, status in found if fill in vendors} == {"blank"}
    assert {status for fill, status in found if fill not in (*vendors, "vendor")} == {"position"}


def test_the_guide_s_contract_holds_at_least_sixty_terms_and_both_ways_to_settle_a_dispute():
    court = make_draft(inputs("crm_platform"), wanted=())
    arbitration = make_draft(inputs("crm_platform", terms={"dispute_forum": "arbitration"}), wanted=())

    assert len(court.summary["terms"]) >= 60
    assert {"court_place"} == {t["id"] for t in court.summary["terms"]} & {"court_place", "arbitration_body"}
    assert {"arbitration_body"} == {t["id"] for t in arbitration.summary["terms"]} & {"court_place", "arbitration_body"}
    assert arbitration.faults == ()


@pytest.mark.parametrize(
    ("basis", "zh", "en"), [("included", "含税", "tax included"), ("excluded", "不含税", "tax excluded")]
)
def test_a_rate_taken_from_the_price_table_is_printed_with_its_tax(basis, zh, en):
    made = inputs("crm_platform")
    taxed = replace(made, tender=replace(made.tender, tax_basis=basis), price=None)

    article = next(one for one in draft_of(taxed).articles if one.id == "change_control")

    words = Speaker("both", {})
    rates = {
        (words.plain(run.words, "zh"), words.plain(run.words, "en"))
        for part in article.sections
        for run in part.runs["en"]
        if isinstance(run, Value) and run.term == "day_rate"
    }
    assert rates == {(f"人民币1,000.00元（大写：人民币壹仟元整，{zh}）", f"CNY\u00a01,000.00 ({en})")}


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


FACT, PRICE, OWN = (
    "a fact of the parties",
    "a price of the bid",
    "the buyer's own words or list: nothing to depart from",
)
BID, UNKNOWN = "what the bid says, whatever it is", "no position is assumed for a purchase of a kind nobody knows yet"
# Terms on which a buyer has no position, each with the reason; every other term of the catalogue has one.
WITHOUT = {
    "crm_platform": {
        **dict.fromkeys(
            ["vendor_name", "vendor_uscc", "vendor_address", "vendor_contact", "vendor_reach", "vendor_signatory", "vendor_size",
             "buyer_name", "buyer_uscc", "buyer_address", "buyer_contact", "buyer_phone", "buyer_email", "buyer_signatory"],
            FACT),
        **dict.fromkeys(
            ["total_price", "price_table", "price_licence", "price_implementation", "price_customization", "price_training",
             "price_maintenance", "price_other", "price_requirements", "day_rate"],
            PRICE),
        **dict.fromkeys(
            ["arbitration_body", "court_place", "requirements", "acceptance_criteria", "client_duties", "pi_categories",
             "pi_purpose", "pi_volume", "eu_people", "eu_users", "loss_estimate"],
            OWN),
        "warranties_from_bid": BID,
    },
    "services_cn": {
        **dict.fromkeys(
            ["buyer_name", "buyer_uscc", "buyer_address", "buyer_contact", "buyer_signatory", "vendor_name", "vendor_uscc",
             "vendor_address", "vendor_contact", "vendor_signatory"],
            FACT),
        **dict.fromkeys(["total_price", "price_table"], PRICE),
        **dict.fromkeys(["arbitration_body", "site_address", "client_duties"], OWN),
        "service_start": BID, "warranties_from_bid": BID,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(drafts.bundled_libraries()))
def test_every_term_has_a_position_with_all_its_words_or_a_reason_for_none(name):
    library = drafts.bundled_libraries()[name]
    ours = {position.term for position in library.positions}
    general = {term.id: UNKNOWN for term in library.terms} if name == "general" else {}
    reasons = WITHOUT.get(name, general)

    assert {term.id for term in library.terms} - ours == set(reasons)
    assert name == "general" or all(
        all((one.text.zh, one.text.en, one.owner)) and (not one.cells or all((one.fallback.zh, one.escalate.zh)))
        for one in library.positions
    )


@pytest.mark.parametrize("name", sorted(drafts.bundled_libraries()))
def test_every_percentage_has_its_base_and_every_period_its_first_day(name):
    library = drafts.bundled_libraries()[name]

    for term in library.terms:
        assert term.kind is not TermKind.PERCENT or all((term.base.zh, term.base.en)), term.id
        assert term.kind is not TermKind.DURATION or all((term.after.zh, term.after.en)), term.id
    periods = [words for clause in library.clauses for key, words in texts(clause) if key.endswith(".periods")]
    assert any("日历日" in words.zh and "calendar day" in words.en for words in periods)


@pytest.mark.parametrize("name", known_packs())
def test_a_schedule_that_quotes_the_questionnaire_says_who_is_meant_in_it(name):
    pack = load_pack(name)
    asked = questionnaire(pack.method, pack.library.positions, None).questions(TECHNICAL)
    promises = {term.id for term in pack.library.terms if term.fill == "commitments"}
    schedule = next(one for one in pack.library.schedules if promises & set(one.terms))
    said = "".join(question.text.zh for question in asked)
    named = {word for word in ("贵方", "贵公司") if word in said}

    assert named
    assert [word for word in named if f"“{word}”指乙方" not in schedule.intro.zh] == []
    # Heads of columns are printed in schedules that quote nothing.
    assert [column.title.zh for question in asked for column in question.columns if "贵" in column.title.zh] == []
