"""Sums, orders and complete lists of a draft: each gate finds what it is for, names the place, and is quiet otherwise."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evaluator.adapters.docx_words import Speaker
from evaluator.domain.bid import State
from evaluator.domain.contract import Gate, TermKind
from evaluator.domain.money import Money
from evaluator.domain.text import Text
from evaluator.services.drafting import make_draft
from tests import drafts
from tests.contract.test_bundled_libraries import inputs


def found(given, rule):
    made = make_draft(given, wanted=())
    points = [point for point in made.points if point.rule == rule]
    speakers = [Speaker(lang, given.method.units) for lang in ("zh", "en")]
    for point in points:
        assert all(key in made.summary["blocking"] for key in point.keys)
        assert all(speaker.point(point, speaker.layout) for speaker in speakers)
    return [(point.subjects, speakers[1].point(point, "en"), [cell.cell for cell in point.sources]) for point in points]


def answering(given, **changed):
    """The same bid with cells of a table changed: ``PL_02={(0, "week"): 9}`` by row number and column."""
    answers = dict(given.bid.answers)
    for name, cells in changed.items():
        key = name.replace("_", "-")
        rows = list(answers[key].rows)
        for (at, column), value in cells.items():
            cell = replace(
                rows[at].cells[column], value=value, state=State.ANSWERED if value is not None else State.UNANSWERED
            )
            rows[at] = replace(rows[at], cells={**rows[at].cells, column: cell})
        answers[key] = replace(answers[key], rows=tuple(rows))
    return replace(given, bid=replace(given.bid, answers=answers))


@pytest.fixture(scope="module")
def full():
    return inputs("crm_platform")


def shares(given, *parts):
    count = len(given.bid.answers["PL-02"].rows)
    padded = [*parts, *[None] * count][:count]
    return answering(
        given, PL_02={(at, "pay"): None if part is None else Decimal(part) for at, part in enumerate(padded)}
    )


def test_payment_shares_have_to_make_the_whole(full):
    assert found(shares(full, 100), "shares") == []
    ((subjects, words, cells),) = found(shares(full, 90), "shares")

    assert subjects == ("PL-02/pay",)
    assert "90%" in words
    assert cells


def test_the_shares_of_our_own_stages_have_to_make_the_whole(full):
    position = full.library.position("payment_stages")
    first = replace(position.options[0], text=Text("签约付10%，上线付40%，终验付40%", "10%, then 40%, then 40%"))
    changed = replace(position, options=(first, *position.options[1:]))
    books = replace(
        full.library,
        positions=tuple(changed if one.term == "payment_stages" else one for one in full.library.positions),
    )

    assert [one[0] for one in found(shares(replace(full, library=books), 100), "shares")] == [("payment_stages",)]


def test_a_stage_is_not_complete_before_the_one_above_it(full):
    base = answering(full, PL_02={(0, "week"): Decimal(4)})
    assert found(base, "ascending") == []
    ((_, words, cells),) = found(answering(base, PL_02={(0, "week"): Decimal(31)}), "ascending")

    assert "In row 2" in words
    assert cells


def test_every_severity_has_both_times(full):
    assert found(full, "rows") == []
    ((_, words, cells),) = found(answering(full, SU_02={(1, "resolution"): None}), "rows")

    assert "P2" in words
    assert "Resolution" in words
    assert cells


def arbitrating(given, body):
    position = replace(given.library.position("dispute_forum"), value="arbitration")
    books = tuple(position if one.term == "dispute_forum" else one for one in given.library.positions)
    terms = {**given.tender.terms, "arbitration_body": body}
    return replace(given, library=replace(given.library, positions=books), tender=replace(given.tender, terms=terms))


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (Text("", ""), "no_arbitration_body"),
        (
            Text("杭州仲裁委员会或上海仲裁委员会", "Hangzhou or Shanghai Arbitration Commission"),
            "two_arbitration_bodies",
        ),
    ],
)
def test_arbitration_needs_exactly_one_body(full, body, rule):
    one = Text("杭州仲裁委员会", "Hangzhou Arbitration Commission")

    assert found(arbitrating(full, one), rule) == []
    assert [subjects for subjects, _, _ in found(arbitrating(full, body), rule)] == [("arbitration_body",)]


@pytest.mark.parametrize(
    ("words", "both"),
    [
        ("可提交仲裁，也可向人民法院起诉", True),
        ("By arbitration or before the courts, as we choose", True),
        ("由乙方所在地法院管辖，不适用仲裁", False),
        ("By the courts of Shanghai, no arbitration", False),
    ],
)
def test_a_forum_that_is_court_and_arbitration_at_once_is_told(full, words, both):
    key = full.library.position("dispute_forum").question
    answer = replace(full.bid.answers[key], value="negative", remark=words, remark_cell="E9")
    given = replace(full, bid=replace(full.bid, answers={**full.bid.answers, key: answer}))

    assert bool(found(given, "court_and_arbitration")) is both


@pytest.mark.parametrize(
    ("buyer", "vendor", "days", "told"),
    [
        ("large", "小型企业", 30, False),
        ("large", "小型企业", 45, True),
        ("large", "Large enterprise", 45, False),
        ("medium", "小型企业", 45, False),
        ("public", "Micro enterprise", 30, True),
    ],
)
def test_a_smaller_enterprise_does_not_wait_longer_than_the_law_allows(full, buyer, vendor, days, told):
    size = drafts.cell("V7", vendor, "Cover", "C12")
    given = replace(
        full, bid=replace(full.bid, answers={**full.bid.answers, "V7": size}),
        tender=replace(
            full.tender, buyer=replace(full.tender.buyer, size=buyer), terms={**full.tender.terms, "payment_days": days}
        ),
    )  # fmt: skip

    points = found(given, "small_enterprise")

    assert bool(points) is told
    assert all("Art. 9" in words for _, words, _ in points)


def test_a_limit_of_damages_is_above_one_day_s(full):
    low = replace(full, tender=replace(full.tender, terms={**full.tender.terms, "ld_cap": Decimal("0.05")}))

    assert found(full, "daily_damages") == []
    assert [subjects for subjects, _, _ in found(low, "daily_damages")] == [("late_delivery_ld", "ld_cap")]


@pytest.mark.parametrize(
    ("loss", "told"), [(None, False), (Decimal(10), True), (Decimal(1), True), (Decimal(10**9), False)]
)
def test_damages_far_above_the_loss_that_the_buyer_expects_are_a_warning_with_the_article(full, loss, told):
    terms = {key: value for key, value in full.tender.terms.items() if key != "loss_estimate"}
    stated = terms if loss is None else {**terms, "loss_estimate": loss}

    made = make_draft(replace(full, tender=replace(full.tender, terms=stated)), wanted=())

    points = [point for point in made.points if point.rule == "excess_damages"]
    assert bool(points) is told
    for point in points:
        words = Speaker("en", full.method.units).point(point, "en")
        assert point.warns
        assert "Art. 65" in words
        assert point.keys[0] not in made.summary["blocking"]
    assert all(row.term != "loss_estimate" for row in made.draft.annex)


def test_the_limit_is_too_high_only_beyond_thirty_percent_above_the_loss(full):
    made = make_draft(full, wanted=())
    total = next(value.value for value in made.values if value.term.id == "total_price")
    edge = total.amount * 20 / 100 / Decimal("1.3")  # our limit is 20 % of the total

    for loss, told in ((edge, False), (edge - 1, True)):
        stated = {**full.tender.terms, "loss_estimate": loss}
        points = make_draft(replace(full, tender=replace(full.tender, terms=stated)), wanted=()).points
        assert any(point.rule == "excess_damages" for point in points) is told


def test_data_outside_our_position_has_every_place_named(full):
    def kept(where):
        answer = replace(full.bid.answers["SE-08"], value=where)
        return replace(full, bid=replace(full.bid, answers={**full.bid.answers, "SE-08": answer}))

    abroad, unnamed = kept("mainland_live"), {(2, "provider"): None}

    assert found(answering(kept("mainland_all"), SE_09=unnamed), "place_unnamed") == []
    assert found(abroad, "place_unnamed") == []
    ((subjects, words, cells),) = found(answering(abroad, SE_09=unnamed), "place_unnamed")
    assert subjects == ("data_location", "data_sites")
    assert "Backup" in words
    assert cells


@pytest.mark.parametrize(
    ("remark", "told"), [("自签约之日起计算", True), ("from go-live", True), ("自终验通过之日起", False), ("", False)]
)
def test_a_warranty_does_not_begin_before_acceptance(full, remark, told):
    answer = replace(full.bid.answers["SU-06"], remark=remark, remark_cell="F9")
    given = replace(full, bid=replace(full.bid, answers={**full.bid.answers, "SU-06": answer}))

    assert bool(found(given, "after_acceptance")) is told


def test_a_breakdown_makes_its_total():
    total = drafts.term("total_price", "price:total", TermKind.MONEY)
    group = drafts.term("half", "price:group/licence", TermKind.MONEY, schedule=2)
    books = drafts.library(
        terms=(*(one for one in drafts.TERMS if one.id != "total_price"), total, group),
        schedules=(
            *drafts.SCHEDULES[:1],
            replace(drafts.SCHEDULES[1], terms=("price_table", "half")),
            drafts.SCHEDULES[2],
        ),
        gates=(Gate(rule="breakdown", terms=("total_price", "half")),),
    )
    given = drafts.inputs(library=books)
    source = next(iter(given.price.rows)).group

    def grouped(amount):
        price = replace(given.price, groups={**given.price.groups, "licence": Money(Decimal(amount))})
        return replace(given, price=price)

    assert source
    assert found(grouped(2000), "breakdown") == []
    assert [subjects for subjects, _, _ in found(grouped(1500), "breakdown")] == [("total_price",)]
