"""Letters to vendors that were not chosen: their own scores and words, and nothing of anybody else's."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from evaluator.adapters import pdf
from evaluator.adapters.debrief_letter import letter_document, letter_text
from evaluator.adapters.pdf import to_pdf
from evaluator.award.debrief import Ground, debrief, unsuccessful
from evaluator.award.debrief_lint import Own, faults, remarks, repeats_scale
from evaluator.award.discretion import amounts, secrets
from evaluator.domain.bid import State
from evaluator.domain.money import Money
from evaluator.domain.score import Score, Scorecard
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services import awarding, exports
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.debriefing import Wish, doubts, ground_of, letter_of, letters, remark_words
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store.store import Store
from tests.services.test_recommending import chosen, words
from tests.ui.seeding import EVALUATORS, TENDER

ADA, BO, CY, DEE, FAY = (
    "Ada Cloud 阿达云软件有限公司", "Bo Systems Ltd", "Cy Software 西岩软件", "Dee CRM <b>Ltd</b>", "Fay Network 菲云",
)  # fmt: skip
CITED = "they promise “a person within thirty minutes”"


def said(ground: Ground, of: Callable[[str, str], str]) -> Ground:
    """The ground with other reasons: ``of`` gives one for a vendor and an evaluator."""
    cards = [
        Scorecard(
            evaluator=card.evaluator, agreed=card.agreed,
            scores=tuple(replace(one, reason=of(one.vendor, one.evaluator)) for one in card.scores),
        )
        for card in ground.cards
    ]  # fmt: skip
    return replace(ground, cards=tuple(cards))


@pytest.fixture(scope="module")
def ground(state: TenderState) -> Ground:
    return said(ground_of(chosen(state)), lambda vendor, _: f"{CITED}, as {vendor} wrote")


def text(ground: Ground, vendor: str, lang: Lang = "en", **wish: bool) -> str:
    return letter_text(letter_of(ground, vendor, "2026-12-20", Wish(lang=lang, **wish)))


def test_everyone_but_the_chosen_vendor_gets_a_letter(ground: Ground) -> None:
    assert set(unsuccessful(ground)) == {bid.vendor for bid in ground.evaluation.bids} - {ADA}
    with pytest.raises(Refused, match="no_letter"):
        letter_of(ground, ADA, "", Wish())


def test_no_letter_is_made_before_a_choice_stands_or_while_prices_are_sealed(state: TenderState) -> None:
    with pytest.raises(Refused, match="nothing_selected"):
        ground_of(state)
    with pytest.raises(Refused, match="prices_sealed"):
        ground_of(replace(chosen(state), stages=frozenset()))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_letter_tells_the_winner_the_own_scores_and_the_own_cells(ground: Ground, lang: Lang) -> None:
    letter = text(ground, BO, lang)
    own = ground.evaluation.ranking.of(BO)

    assert ADA in letter
    assert f"{float(own.score or 0) * 100:.3f}" in letter
    for top in ground.method.criteria:
        for leaf in top.leaves():
            assert leaf.title.show(lang) in letter
    assert CITED in letter
    answer = next(bid for bid in ground.evaluation.bids if bid.vendor == BO).answers[
        ground.method.auto_questions()[0].id
    ]
    assert str(answer.source) in letter
    assert t("debrief.place", lang, place=2, ranked=len(ground.evaluation.ranking.ranked())) in letter


def test_a_letter_names_what_cost_points_once_and_passes_over_the_rest(ground: Ground) -> None:
    shared = said(ground, lambda vendor, who: f"reason number {EVALUATORS.index(who)}" if who in EVALUATORS else vendor)
    cited = [
        replace(one, scores=tuple(replace(score, evidence="Cases!A8") for score in one.scores)) for one in shared.cards
    ]
    letter = text(replace(shared, cards=tuple(cited)), BO)
    facts = [fact for top in debrief(ground, BO).parts for part in top.children for fact in part.facts]
    lost = [fact for fact in facts if fact.points != 100]
    unmet = next(part.unmet for top in debrief(ground, BO).parts for part in top.children if part.unmet)

    assert 0 < len(lost) < len(facts)
    assert [letter.count(f"{fact.item} {fact.asked.en}") for fact in facts] == [int(fact in lost) for fact in facts]
    assert letter.count("Cases!A8") == len(ground.method.panel_leaves())
    assert f"partial ({len(unmet)}): {', '.join(row.item for row in unmet)}" in letter


@pytest.mark.office
def test_a_letter_with_full_reasons_takes_three_pages_at_most(ground: Ground, tmp_path: Path) -> None:
    reason = "三类人员都有课，课时写明；服务工程师只有线上课，管理者简报没有考核，上线后也没有安排复训，{}建议补充。"
    full = said(ground, lambda vendor, who: reason.format(len(vendor) + len(who)))
    letter = letter_of(full, DEE, "2026-12-20", Wish(lang="zh", winner_scores=True))
    (tmp_path / "letter.pdf").write_bytes(to_pdf(letter_document(letter)))
    done = subprocess.run(["pdftotext", str(tmp_path / "letter.pdf"), "-"], check=True, capture_output=True, timeout=60)

    assert 2 <= done.stdout.decode().count("\f") <= 3


def test_no_criterion_ends_a_page_of_a_letter_without_its_first_sub_criterion(ground: Ground) -> None:
    document = docx.Document(io.BytesIO(letter_document(letter_of(ground, BO, "2026-12-20", Wish(lang="zh")))))
    first = {top.title.zh for top in ground.method.criteria}
    rows = [row for table in document.tables for row in table.rows if row.cells[0].text in first]

    assert len(rows) == len(first)
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for row in rows for cell in row.cells)


def test_a_chinese_letter_parts_the_ways_to_reach_the_buyer_with_chinese_commas(ground: Ground) -> None:
    buyer = ground.tender.buyer

    assert f"{buyer.contact}，{buyer.phone}，{buyer.email}" in text(ground, BO, "zh")


def test_the_place_is_told_only_where_the_lead_wants_it(ground: Ground) -> None:
    assert "place 2 of" in text(ground, BO)
    assert "place 2 of" not in text(ground, BO, place=False)


def test_the_chosen_bids_scores_are_told_only_where_the_lead_wants_it(ground: Ground) -> None:
    assert t("debrief.col.winner", "en") not in text(ground, BO)
    told = debrief(ground, BO, winner_scores=True)
    assert [key for key, _ in told.winner_points] == [top.key for top in ground.method.criteria]
    assert t("debrief.col.winner", "en") in text(ground, BO, winner_scores=True)


def test_an_excluded_vendor_is_told_its_gate_and_its_cell_and_no_scores(ground: Ground) -> None:
    letter = text(ground, FAY)
    answer = next(bid for bid in ground.evaluation.bids if bid.vendor == FAY).answers["SE-01"]

    assert str(answer.source) in letter
    assert "must be met is not" in letter
    assert t("debrief.head.scores", "en") not in letter
    assert "lead" not in letter


def test_a_vendor_that_could_not_be_ranked_is_told_which_answers_are_open(ground: Ground) -> None:
    letter = text(ground, CY)

    assert next(bid for bid in ground.evaluation.bids if bid.vendor == CY).answers["ST-01"].state is State.UNANSWERED
    assert "· ST-01 (Stability!D4)" in letter
    assert "It stands in place" not in letter


def test_vendor_text_in_a_letter_is_only_text(ground: Ground) -> None:
    document = letter_document(letter_of(ground, DEE, "", Wish(lang="en")))
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        body = archive.read("word/document.xml").decode()

    assert "Dee CRM &lt;b&gt;Ltd&lt;/b&gt;" in body
    assert letter_document(letter_of(ground, DEE, "", Wish(lang="en"))) == document


def test_no_letter_holds_a_rivals_price_a_rivals_name_or_an_evaluator_whatever_was_typed(ground: Ground) -> None:
    """Reasons are made to give away everything; every letter is then searched for every secret."""
    bids = {bid.vendor: bid for bid in ground.evaluation.bids}
    totals = {vendor: ground.evaluation.ranking.of(vendor).price for vendor in bids}

    def telling(vendor: str, evaluator: str) -> str:
        rival = next(one for one in bids if one not in (vendor, ADA))
        price = float(totals[rival] or 1234567)
        return {
            EVALUATORS[0]: f"dearer than {rival.split()[0]}, whose price is {price:,.2f}",
            EVALUATORS[1]: f"另一家只报 {price / 10000:.4f} 万元，我（{evaluator}）认为偏贵",
        }.get(evaluator, f"{evaluator} agrees; the other one asks {price:.0f}")

    loose = said(ground, telling)
    for vendor in unsuccessful(loose):
        for winner in (False, True):
            made = letter_of(loose, vendor, "2026-12-20", Wish(winner_scores=winner, lang="zh"))
            for shown in (letter_text(made), words(letter_document(made))):
                assert [one for one in EVALUATORS if one in shown] == []
                assert [one for one in bids if one not in (vendor, ADA) and one in shown] == []
                own = {Money(value.amount).amount for value in _amounts(bids[vendor])} | {totals[vendor]}
                rivals = {
                    f"{float(price):,.2f}"
                    for one, price in totals.items()
                    if one != vendor and price and price not in own
                }
                assert [price for price in rivals if price in shown or price.replace(",", "") in shown] == []
    assert any(one.rule == "names" for one in remarks(loose))


def test_a_price_that_a_rival_has_lowered_since_is_as_secret_as_the_new_one(ground: Ground) -> None:
    rival = next(bid for bid in ground.evaluation.bids if bid.vendor == CY)
    answer = replace(next(iter(rival.answers.values())), value=Money(Decimal(1234567)))
    quoted = said(ground, lambda *_: f"{CITED}; the other one asked 123.4567万元 at first")
    held = replace(quoted, former=(replace(rival, answers={**rival.answers, "before": answer}),))

    assert "123.4567万元" in text(quoted, BO)
    assert "123.4567万元" not in text(held, BO)
    assert {one.rule for one in remarks(held) if one.vendor == BO} >= {"names"}
    assert "123.4567万元" in text(held, CY)  # its own price is no secret to a vendor


def _amounts(bid: object) -> list[Money]:
    return [one.value for one in bid.every_answer() if isinstance(one.value, Money)]  # type: ignore[attr-defined]  # a bid


LEAF_RULES = [
    ("", "", ["missing"]),
    ("good team", "", ["uncited"]),
    ("good team", "Support!D14", []),
    ("SU-02 is met twice", "", []),
    (CITED, "", []),
    ("Bo Systems is better", "Support!D14", ["missing", "names"]),
]


@pytest.mark.parametrize(("reason", "evidence", "rules"), LEAF_RULES)
def test_reasons_that_will_not_carry_a_letter_are_listed(
    ground: Ground, reason: str, evidence: str, rules: list[str]
) -> None:
    leaf = ground.method.panel_leaves()[0]
    score = Score(
        evaluator="A", vendor=CY, criterion=leaf.key, points=leaf.levels[0].points, reason=reason, evidence=evidence
    )
    held = secrets(CY, [BO], ["A"], [])

    assert list(faults((score,), leaf, held)) == rules


def test_a_reason_that_only_repeats_the_scale_is_found_in_either_language(ground: Ground) -> None:
    leaf = ground.method.panel_leaves()[0]
    scale = leaf.levels[-1].text

    assert repeats_scale(scale.zh.rstrip("。"), leaf)
    assert repeats_scale(scale.en.upper(), leaf)
    assert not repeats_scale("Three cases in our trade, one with the ERP we use; see Cases!A8", leaf)


def test_reasons_that_cite_the_bid_leave_nothing_to_remark(ground: Ground) -> None:
    cards = []
    for card in ground.cards:
        each = enumerate(card.scores)
        scores = tuple(replace(one, reason=f"{CITED}, {one.criterion} {number}") for number, one in each)
        cards.append(replace(card, scores=scores))
    assert remarks(replace(ground, cards=tuple(cards))) == ()


def test_evidence_that_the_program_filled_in_does_not_make_a_reason_cite_the_bid(ground: Ground) -> None:
    """Every score of the app starts with all cells of its answers as evidence: nobody has chosen them."""
    assert all(one.evidence for card in ground.cards for one in card.scores)
    told = remarks(said(ground, lambda vendor, name: f"a good team, {len(vendor)}"))
    assert {one.rule for one in told} == {"uncited", "pasted"}

    leaf = ground.method.panel_leaves()[0]
    held, own = (
        secrets(CY, [BO], ["A"], []),
        Own("Support!D14; Support!D15", ("a person within thirty minutes, day and night",)),
    )

    def rules(reason: str, evidence: str) -> list[str]:
        score = Score(evaluator="A", vendor=CY, criterion=leaf.key, points=Decimal(1), reason=reason, evidence=evidence)
        return list(faults((score,), leaf, held, own))

    assert rules("good team", "Support!D15; Support!D14") == ["uncited"]
    assert rules("good team", "Support!D14") == []  # somebody took one cell out of the list
    assert rules("a person within thirty minutes is good", own.prefilled) == []
    assert rules("thirty minutes is good", own.prefilled) == ["uncited"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_reason_pasted_everywhere_is_remarked_though_it_cites(ground: Ground, lang: Lang) -> None:
    told = remarks(said(ground, lambda *_: CITED))
    leaves = {leaf.key for leaf in ground.method.panel_leaves()}
    assert {(one.criterion, one.rule) for one in told} == {(leaf, "pasted") for leaf in leaves}
    assert CITED not in remark_words(told[0], lang)
    assert told[0].vendor in remark_words(told[0], lang)
    assert {"zh": "同一段", "en": "the same words"}[lang] in remark_words(told[0], lang)


def test_an_amount_is_known_however_it_is_written() -> None:
    assert list(amounts("报价 144.11万元")) == list(amounts("price: 1,441,100.00")) == [1441100]
    assert list(amounts("1,000 users, 2 hours")) == []


def test_letters_go_out_by_ticket_one_by_one_or_all_together(
    store: Store, state: TenderState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "to_pdf", lambda document: b"%PDF of " + document)
    awarding.select_vendor(store, LOCAL, new_command_id(), TENDER, ADA, "the highest total")
    try:
        one = exports.build(store, LOCAL, exports.mint(store, LOCAL, TENDER, "letter", vendor=BO, place="1"))
        sheet = exports.build(
            store, LOCAL, exports.mint(store, LOCAL, TENDER, "letter", vendor=BO, place="1", form="pdf")
        )
        whole = exports.build(store, LOCAL, exports.mint(store, LOCAL, TENDER, "letter", place="1"))
        told = doubts(load(store, LOCAL, TENDER))
    finally:
        awarding.withdraw_selection(store, LOCAL, new_command_id(), TENDER, "end of test")

    assert re.search(r"-result-Bo_Systems_Ltd\.docx$", one[0])
    assert sheet == (one[0].replace(".docx", ".pdf"), "application/pdf", b"%PDF of " + one[2])
    assert "[reason to be filled in]" in words(one[2])  # every reason of the seeded tender names its evaluator
    names = zipfile.ZipFile(io.BytesIO(whole[2])).namelist()
    assert len(names) == 2 * (len(state.evaluation.bids) - 1)
    assert {one.rule for one in told} == {"missing", "names"}


def test_the_same_tender_gives_the_same_letters(ground: Ground) -> None:
    assert letters(ground, "2026-12-20", Wish()) == letters(ground, "2026-12-20", Wish())


def passing(state: TenderState, reason: str, route: str = "negotiated") -> Ground:
    """The ground of letters after the second-placed bid was chosen for a reason."""
    ground = ground_of(chosen(state, BO, reason))
    return replace(ground, tender=replace(ground.tender, route=route))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_that_was_not_chosen_is_told_on_what_the_decision_rests(state: TenderState, lang: Lang) -> None:
    ground = passing(state, "Ada cannot start in March")

    silent = text(ground, ADA, lang)
    assert t("debrief.place", lang, place=1, ranked=len(ground.evaluation.ranking.ranked())) in silent
    assert t("debrief.passed_right", lang, winner=BO) in silent
    assert "March" not in silent
    open_ = text(ground, ADA, lang, second_reason=True)
    assert t("debrief.passed_reason", lang, winner=BO, reason="Ada cannot start in March") in open_
    for told in (
        text(ground, DEE, lang, second_reason=True),
        text(ground_of(chosen(state)), BO, lang, second_reason=True),
    ):
        assert "March" not in told
        assert t("debrief.passed_right", lang, winner=BO) not in told


def test_a_route_without_a_right_to_choose_leaves_a_gap_and_a_remark(state: TenderState) -> None:
    ground = passing(state, "Ada cannot start in March", "tender")

    assert t("debrief.passed_fill", "en", winner=BO) in text(ground, ADA)
    assert [one.vendor for one in remarks(ground) if one.rule == "passed"] == [ADA]
    assert "award decision" in remark_words(next(one for one in remarks(ground) if one.rule == "passed"), "en")


def test_a_second_reason_that_gives_something_away_stays_out_of_the_letter(state: TenderState) -> None:
    ground = passing(state, f"{CY} is cheaper and {EVALUATORS[0]} said so; Bo Systems it is")

    told = text(ground, ADA, second_reason=True)
    assert "cheaper" not in told
    assert t("debrief.passed_right", "en", winner=BO) in told
    assert [one.vendor for one in remarks(ground) if one.rule == "passed_names"] == [ADA]
    assert debrief(
        passing(state, "Bo Systems starts earlier"), ADA, second_reason=True
    ).passed_reason  # the letter names it
