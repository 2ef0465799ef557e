"""The award recommendation: what it says of every bid, when it is refused, and the same bytes each time."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from lxml import etree

from evaluator.adapters import pdf
from evaluator.adapters.docx_xml import W
from evaluator.award.committee import committee
from evaluator.award.open_points import Offered
from evaluator.award.recommendation import recommendation
from evaluator.domain.award import Selection
from evaluator.domain.finding import Rule, Source, finding
from evaluator.domain.text import Lang, Layout
from evaluator.i18n.words import t
from evaluator.services import awarding, checking, exports
from evaluator.services.awarding import Choice
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.problem import Refused
from evaluator.services.recommend_folder import recommend_folder
from evaluator.services.recommending import basis_of, made
from evaluator.services.sample import sample_folder
from evaluator.services.stages import reached_at
from evaluator.services.state import TenderState, load
from evaluator.store.store import Store
from tests.ui.seeding import TENDER, seeded

ADA, BO, CY, FAY = "Ada Cloud 阿达云软件有限公司", "Bo Systems Ltd", "Cy Software 西岩软件", "Fay Network 菲云"
PEOPLE = committee(["沈若溪，信息部经理", "顾明远"], "顾明远")


def chosen(state: TenderState, vendor: str = ADA, second: str = "") -> TenderState:
    """The state with a choice on its present ranking."""
    from evaluator.award.selection import fingerprint

    choice = Selection(
        vendor=vendor, reason="the highest total", by="local", at="2026-12-20T02:30:00.000000Z", second_reason=second,
        ranking=fingerprint(state.evaluation.ranking), members=PEOPLE,
    )  # fmt: skip
    return replace(state, selection=choice)


def words(document: bytes) -> str:
    """All text of a document's body, paragraph by paragraph."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    lines = ("".join(found.itertext(f"{{{W}}}t")) for found in body.iter(f"{{{W}}}p"))
    return "\n".join(lines)


def paper(state: TenderState, layout: Layout, *, firm: bool = False) -> bytes:
    moments = {"technical_locked": "2026-12-10T08:00:00.000000Z", "prices_opened": "2026-12-11T17:30:00.000000Z"}
    return made(basis_of(state, moments, firm=firm), layout, "docx")


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Store]:
    opened = seeded(tmp_path)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("lang", "holds"),
    [
        ("zh", ("建议将本项目授予 Ada", "排除 1 份，待定 1 份", "未满足必须符合的要求", "与其他供应商的差距", "部门负责人审批")),
        ("en", ("award the contract to Ada", "excluded: 1, not settled: 1", "must be met is not", "against each of the others",
                "Points for price, of 100: Lowest admissible price ÷ price.")),
    ],
)  # fmt: skip
def test_the_paper_tells_every_bid_the_gaps_the_prices_and_who_signs(
    state: TenderState, lang: Lang, holds: tuple[str, ...]
) -> None:
    text = words(paper(chosen(state), lang))

    assert [one for one in holds if one not in text] == []
    for result in state.evaluation.ranking.results:
        assert result.vendor in text
    first, *others = state.evaluation.ranking.ranked()
    assert (
        text.count(t("explain.gap", lang, ahead=first.vendor, behind="", difference="", parts="").split("  ")[0][:12])
        >= 1
    )
    assert f"{float(first.score or 0) * 100:.3f}" in text
    assert len(recommendation(basis_of(chosen(state), {}, firm=False)).gaps) == len(others)
    assert "沈若溪" in text
    told = words(paper(replace(chosen(state), tender=replace(state.tender, deadline="2026-12-05T17:00+08:00")), lang))
    assert {"zh": "2026年12月12日 01:30", "en": "12 December 2026, 01:30"}[lang] in told
    assert {"zh": "2026年12月5日 17:00", "en": "5 December 2026, 17:00"}[lang] in told
    note = {"zh": "时间为北京时间（UTC+8）。", "en": "All times are Beijing time (UTC+8)."}[lang]
    assert (told.count(note), told.count("UTC")) == (1, 1)
    assert re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) == []
    assert " ".join(state.pack.sha256[at : at + 8] for at in range(0, 64, 8)) in text


def test_the_party_is_called_as_the_law_of_the_route_calls_it(state: TenderState) -> None:
    called = replace(chosen(state), tender=replace(state.tender, route="tender"))
    texts = [words(paper(one, "zh")) for one in (chosen(state), called)]

    assert [("投标人" in text, "供应商" in text) for text in texts] == [(False, True), (True, False)]


def test_an_excluded_bid_has_neither_points_nor_price(state: TenderState) -> None:
    told = recommendation(basis_of(chosen(state), {}, firm=False))

    assert FAY not in {one.vendor for one in told.prices}
    assert all(FAY not in column.points for column in told.columns)
    assert [one.result.vendor for one in told.bidders][-2:] == [CY, FAY]
    assert [found.vendor for found in told.unconfirmed] == [FAY]


def test_points_of_a_ranked_bid_add_up_to_its_total_exactly(state: TenderState) -> None:
    told = recommendation(basis_of(chosen(state), {}, firm=False))

    for bidder in told.bidders:
        if bidder.result.place is not None:
            parts = [column.points[bidder.result.vendor] for column in told.columns]
            assert sum(part for part in parts if part is not None) == bidder.official


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_how_firm_the_result_is_stands_in_the_paper_only_when_ticked(state: TenderState, lang: Lang) -> None:
    plain, firm = (words(paper(chosen(state), lang, firm=ticked)) for ticked in (False, True))

    assert t("award.part.firm", lang) not in plain
    assert t("award.firm.limits", lang) in firm
    assert CY in firm[firm.index(t("award.part.firm", lang)) :]


def test_the_reason_for_passing_over_the_first_is_in_the_paper(state: TenderState) -> None:
    text = words(paper(chosen(state, BO, "Ada cannot start in March"), "both"))

    assert "未选第一名的理由 / Reason for not choosing the first-placed bid：Ada cannot start in March" in text


def test_signatures_stay_on_a_page_with_the_last_words_of_the_paper(state: TenderState) -> None:
    with zipfile.ZipFile(io.BytesIO(paper(chosen(state), "en"))) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))[0]
    table = max(at for at, one in enumerate(body) if one.tag == f"{{{W}}}tbl")
    before = body[table - 3 : table]

    assert [one.find(f"{{{W}}}pPr/{{{W}}}keepNext") is not None for one in before] == [True, True, True]
    rows = body[table].findall(f"{{{W}}}tr")
    assert all(row.find(f".//{{{W}}}keepNext") is not None for row in rows[1:-1])


def test_the_same_tender_gives_the_same_bytes(state: TenderState) -> None:
    assert paper(chosen(state), "both") == paper(chosen(state), "both")


def test_changes_after_the_lock_and_open_answers_are_told(own: Store) -> None:
    state = load(own, LOCAL, TENDER)
    item = state.pack.method.auto_questions()[0].id
    checking.check_facts(own, LOCAL, new_command_id(), TENDER, BO, [item], Decimal(0), "the reference denied it")
    text = words(paper(chosen(load(own, LOCAL, TENDER)), "en"))

    assert "the reference denied it" in text
    assert f"Other bids: {CY} (1 answer open)." in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_final_price_round_is_told_with_the_offer_before_it(state: TenderState, lang: Lang) -> None:
    offers = [
        Offered(vendor=ADA, first=Fraction(2_000_000), final=Fraction(1_900_000), state="taken"),
        Offered(vendor=BO, first=Fraction(2_100_000), final=None, state="none"),
        Offered(vendor=CY, first=Fraction(2_200_000), final=None, state="waits"),
    ]
    basis = replace(basis_of(chosen(state), {}, firm=False), offers=tuple(offers))
    text = words(made(basis, lang, "docx"))
    choice = text[text.index(t("award.part.choice", lang)) : text.index(t("award.part.bidders", lang))]

    assert "2,000,000.00" in choice
    assert "1,900,000.00" in choice
    for figure in ("2,000,000.00", "1,900,000.00", "2,100,000.00", "2,200,000.00"):
        assert figure in text[text.index(t("award.part.prices", lang)) :]
    assert {"zh": "最终报价", "en": "final offer"}[lang] not in words(paper(chosen(state), lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_that_is_open_is_called_none(state: TenderState, lang: Lang) -> None:
    held = chosen(state)
    bid = next(one for one in held.evaluation.bids if one.vendor == ADA)
    told = [
        finding(Rule.REFERENCE_CONTRADICTS, Source(sheet="Cases", cell=cell), vendor=ADA, item=cell)
        for cell in ("D7", "D8")
    ]
    zero = [
        finding(Rule.PRICE_ZERO, Source(sheet="Prices", cell="E5"), vendor=vendor, item="P1", id="P1")
        for vendor in (ADA, BO)
    ]
    basis = replace(
        basis_of(held, {}, firm=False), against=tuple(told), evaluation=replace(held.evaluation, findings=tuple(zero)),
        offers=(Offered(vendor=BO, first=Fraction(9), final=None, state="asked"),),
    )  # fmt: skip
    text = words(made(basis, lang, "docx"))
    text = text[text.index(t("award.part.open", lang)) :]

    facts = [one for one in held.pack.method.auto_questions() if (given := bid.find(one.id)) and not given.open]
    own = {"against": (2, "Cases!D7–D8"), "zero": (1, "Prices!E5"), "claimed": (len(facts), "")}
    for kind, (n, where) in own.items():
        (line,) = [
            one for one in text.splitlines() if t(f"award.open.{kind}", lang, n=n) in one and one.startswith(ADA)
        ]
        assert where in line
    others = next(
        one for one in text.splitlines() if one.startswith(t("award.open.others", lang, bids="").rstrip("。."))
    )
    assert all(t(f"award.open.{kind}", lang, n=1) in others for kind in ("waiting", "zero", "awaited"))
    assert FAY not in others
    between = "：" if lang == "zh" else ": "
    assert f"{t('award.open', lang)}{between}{t('award.none', lang)}" not in text


def test_a_fact_of_which_evidence_was_seen_is_no_longer_only_claimed(own: Store) -> None:
    def claimed(state: TenderState) -> tuple[str, ...]:
        found = recommendation(basis_of(chosen(state), {}, firm=False)).open
        return next(one.items for one in found if one.kind == "claimed")

    before = claimed(load(own, LOCAL, TENDER))
    checking.check_facts(own, LOCAL, new_command_id(), TENDER, ADA, [before[0]], None, "the certificate was shown")
    assert claimed(load(own, LOCAL, TENDER)) == before[1:]


def test_no_paper_before_prices_open_without_a_choice_or_on_a_changed_ranking(own: Store, state: TenderState) -> None:
    sealed = replace(chosen(state), stages=frozenset({"technical_locked"}))
    with pytest.raises(Refused, match="prices_sealed"):
        basis_of(sealed, {}, firm=False)
    with pytest.raises(Refused, match="nothing_selected"):
        basis_of(state, {}, firm=False)

    awarding.select_vendor(own, LOCAL, new_command_id(), TENDER, ADA, "the highest total", members=PEOPLE)
    ticket = exports.mint(own, LOCAL, TENDER, "recommendation", lang="zh", form="docx")
    name, kind, data = exports.build(own, LOCAL, ticket)
    assert (name, kind) == ("CY-2026-CRM-01-授标建议书.docx", exports.DOCX)
    assert "顾明远" in words(data)
    assert set(reached_at(own, LOCAL, TENDER)) == {"technical_locked", "prices_opened"}

    item = state.pack.method.auto_questions()[0].id
    checking.check_facts(own, LOCAL, new_command_id(), TENDER, ADA, [item], Decimal(0), "denied")
    with pytest.raises(Refused, match="award_unconfirmed"):
        basis_of(load(own, LOCAL, TENDER), {}, firm=False)


def test_a_folder_gives_the_paper_by_the_same_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_PROGRAMS", ("no-such-office",))
    folder = sample_folder()
    given = ("crm_platform", folder, None, folder / "scorecards")
    corvane = Choice(vendor="corvane systems ltd (sample)", reason="better data security")

    data, code = recommend_folder(given, corvane, ("en", "", False, "en"), tmp_path)
    assert (code, data["files"], data["error"]["rule"]) == (1, [], "second_reason_missing")

    corvane = replace(corvane, second_reason="the first cannot start")
    data, code = recommend_folder(given, corvane, ("en", "2026-12-20", False, "en"), tmp_path)
    assert (code, data["place"], data["pdf"]) == (0, 2, False)
    text = words(Path(data["files"][0]).read_bytes())
    assert "20 December 2026" in text
    # Nobody named the committee: the panel stands there, and no line without a name.
    assert "Daniel Wirth" in text
    assert "Sample tender" in text


def test_without_an_office_there_is_no_pdf_and_one_that_hangs_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_PROGRAMS", ("no-such-office",))
    with pytest.raises(pdf.PdfError, match="not installed"):
        pdf.to_pdf(b"")

    hangs = tmp_path / "hangs"
    hangs.write_text("#!/bin/sh\nsleep 600\n")
    hangs.chmod(0o755)
    monkeypatch.setattr(pdf, "_PROGRAMS", (str(hangs),))
    with pytest.raises(pdf.PdfError, match="took more than"):
        pdf.to_pdf(b"", seconds=0.2)


@pytest.mark.office
@pytest.mark.parametrize("layout", ["zh", "en", "both"])
def test_six_bids_take_two_to_four_numbered_pages_in_every_layout(
    state: TenderState, tmp_path: Path, layout: Layout
) -> None:
    (tmp_path / "paper.pdf").write_bytes(pdf.to_pdf(paper(chosen(state), layout, firm=True)))
    done = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "paper.pdf"), "-"], check=True, capture_output=True, timeout=60
    )  # fmt: skip
    pages = done.stdout.decode().split("\f")[:-1]

    assert len(state.evaluation.bids) == 6
    assert 2 <= len(pages) <= 4
    number = "Page {} of {}" if layout == "en" else "第 {} 页，共 {} 页"
    assert [number.format(at, len(pages)) in page for at, page in enumerate(pages, 1)] == [True] * len(pages)
    assert min(len(page.split()) for page in pages) > 20
