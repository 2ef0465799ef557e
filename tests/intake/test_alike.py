"""Likenesses between bids: companies, workbooks and long texts, each once with both cells, and nothing beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rapidfuzz import fuzz

from evaluator.domain.bid import Answer, Bid, BidFile, Row, State
from evaluator.domain.finding import Finding, Phrase, Rule, Source, finding
from evaluator.domain.question import Column, FixedRow, Kind, Question
from evaluator.domain.text import Text
from evaluator.i18n.words import message
from evaluator.intake.alike import SHARE, _groups, alike
from evaluator.intake.questionnaire import Questionnaire, Sheet
from evaluator.services.folder import FolderTender, read_folder
from evaluator.services.sample import sample_folder

HINT = Text(
    "说明支持团队的人数、地点、班次、升级路径，以及贵方将怎样保证在高峰期间仍能按承诺的时限响应我方的报障与咨询请求，"
    "并说明人员变动时怎样交接。",
    "State the size, places and shifts of the support team, how a fault is escalated, and who answers at peak times.",
)
QUESTIONS = (
    Question(id="A-1", section="main", text=Text("支持团队", "Support team"), kind=Kind.TEXT, hint=HINT),
    Question(id="A-2", section="main", text=Text("方式", "Ways"), kind=Kind.MULTI_CHOICE),
    Question(
        id="A-3", section="main", text=Text("案例", "Cases"), kind=Kind.TABLE,
        columns=(Column(key="told", title=Text("说明", "Told")),),
    ),
    Question(
        id="A-4", section="main", text=Text("时限", "Times"), kind=Kind.TABLE,
        columns=(Column(key="told", title=Text("说明", "Told")),),
        rows=tuple(FixedRow(key=key, title=Text(key, key)) for key in "PQ"),
    ),
)  # fmt: skip
ASKED = Questionnaire(
    "tiny",
    "1",
    "",
    Text("问卷", "Questions"),
    {"technical": (Sheet("main", Text(), Text(), QUESTIONS),), "price": ()},
    "0" * 16,
)
TOLD = (
    "Our support team of 34 engineers works from Shanghai and Dalian in three shifts; a fault that is not answered in time "
    "goes to the duty manager, then to the head of service, and each key account has an engineer who knows its installation."
)
TOLD_ZH = (
    "本产品支持团队共34人，分布在上海和大连，三班轮值；报障超过承诺时限未响应的，自动升级至值班经理，再升级至服务总监；"
    "每个重点客户配备一名熟悉其环境的工程师，节假日安排双人值守，人员变动时提前两周书面告知并完成交接。"
)


def answer(vendor: str, item: str, text: str, remark: str = "") -> Answer:
    place = Source(f"{vendor}.xlsx", vendor.ljust(64, "0"), "Main", "D4")
    return Answer(
        item=item,
        state=State.ANSWERED,
        source=place,
        verbatim=text,
        value=text,
        remark=remark,
        remark_cell="E4" if remark else "",
    )


def bid(vendor: str, *answers: Answer, sha256: str = "") -> Bid:
    file = BidFile(name=f"{vendor}.xlsx", sha256=sha256 or vendor.ljust(64, "0"), envelope="technical", read=True)
    return Bid(vendor=vendor, files=(file,), answers={one.item: one for one in answers})


def table(vendor: str, question: str, *texts: str) -> Answer:
    keys = "PQ" if question == "A-4" else "12345"
    rows = tuple(
        Row(key, {"told": answer(vendor, f"{question}/{key}/told", text)})
        for key, text in zip(keys, texts, strict=False)
    )
    return Answer(item=question, state=State.ANSWERED, source=Source(), rows=rows)


def found(rule: Rule, *bids: Bid) -> list[Finding]:
    return [one for one in alike(bids, ASKED) if one.rule is rule]


@pytest.fixture(scope="module")
def sample() -> FolderTender:
    return read_folder("crm_platform", sample_folder(), None, None)


COPIES = {
    "the same words": (TOLD, TOLD),
    "other marks and line ends": (TOLD, TOLD.replace("; ", ".\n").upper()),
    "other figures and places": (TOLD, TOLD.replace("34", "27").replace("Dalian", "Wuhan")),
    "the other company named": (f"Ada Cloud: {TOLD}", f"Bo Systems Limited: {TOLD}"),
    "a sentence more": (TOLD, f"{TOLD} Weekends are covered too."),
    "in Chinese, other figures": (TOLD_ZH, TOLD_ZH.replace("34", "28").replace("大连", "成都").replace("两周", "十日")),
}


@pytest.mark.parametrize("name", COPIES)
def test_a_text_that_was_taken_over_and_touched_up_is_found_with_both_cells(name: str) -> None:
    mine, theirs = COPIES[name]

    (one,) = found(Rule.TEXT_ALIKE, bid("Ada", answer("Ada", "A-1", mine)), bid("Bo", answer("Bo", "A-1", theirs)))

    told = dict(one.params)
    assert (one.vendor, one.item, str(one.source), told["other"], told["place"]) == (
        "Bo", "A-1", "Main!D4", "Ada", "Ada.xlsx Main!D4",
    )  # fmt: skip
    assert SHARE <= int(str(told["share"])) <= 100


def test_texts_written_by_different_vendors_stay_well_below_the_share(sample: FolderTender) -> None:
    # Six bids written apart: the nearest pair are two wordings of one clause of the buyer's, each with its own figure.
    shares = [
        fuzz.ratio(left.plain, right.plain)
        for group in _groups(sample.intake.bids, sample.asked)
        for number, left in enumerate(group)
        for right in group[:number]
        if left.vendor != right.vendor
    ]

    assert len(shares) > 40
    assert 75 < max(shares) < SHARE - 3
    assert sorted(shares)[-2] < 60
    assert alike(sample.intake.bids, sample.asked) == ()


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (TOLD[:60], TOLD[:60]),  # too short to say anything
        (HINT.zh, HINT.zh),  # the question's own words said back
        (f"{HINT.zh}（见附件）", f"{HINT.zh}（见附件）"),
    ],
    ids=["short", "the hint", "the hint and a word"],
)
def test_short_texts_and_the_questions_own_words_say_nothing(mine: str, theirs: str) -> None:
    assert found(Rule.TEXT_ALIKE, bid("Ada", answer("Ada", "A-1", mine)), bid("Bo", answer("Bo", "A-1", theirs))) == []


def test_options_are_the_same_by_nature_but_remarks_are_not() -> None:
    made = [bid(name, answer(name, "A-2", TOLD, remark=TOLD_ZH)) for name in ("Ada", "Bo")]

    (one,) = found(Rule.TEXT_ALIKE, *made)

    assert (one.source.cell, dict(one.params)["place"]) == ("E4", "Ada.xlsx Main!E4")


def test_a_vendors_own_rows_are_compared_with_each_other_the_buyers_rows_one_by_one() -> None:
    def made(question: str, mine: tuple[str, ...], theirs: tuple[str, ...]) -> list[Finding]:
        return found(
            Rule.TEXT_ALIKE, bid("Ada", table("Ada", question, *mine)), bid("Bo", table("Bo", question, *theirs))
        )

    (own,) = made("A-3", ("short", TOLD), (TOLD,))
    assert (own.item, dict(own.params)["their_item"]) == ("A-3/1/told", "A-3/2/told")
    assert made("A-4", ("short", TOLD), (TOLD, "short")) == []


def test_a_vendor_may_say_the_same_twice_itself_and_three_alike_give_two_findings() -> None:
    assert found(Rule.TEXT_ALIKE, bid("Ada", table("Ada", "A-3", TOLD, TOLD))) == []
    own = found(Rule.TEXT_ALIKE, bid("Ada", table("Ada", "A-3", TOLD)), bid("Bo", table("Bo", "A-3", TOLD, TOLD)))
    assert [(one.item, dict(one.params)["other"]) for one in own] == [("A-3/1/told", "Ada"), ("A-3/2/told", "Ada")]

    three = found(Rule.TEXT_ALIKE, *(bid(name, answer(name, "A-1", TOLD)) for name in ("Ada", "Bo", "Cy")))
    assert [(one.vendor, dict(one.params)["other"]) for one in three] == [("Bo", "Ada"), ("Cy", "Ada")]


MARKS = [
    ("name", "海岚云（北京）软件有限公司", "海岚云北京软件有限责任公司", {}, {}),
    ("name", "Ada Cloud Co., Ltd.", "ADA CLOUD LIMITED", {}, {}),
    ("number", "Ada", "Bo", {"V2": "9133 0106-MA28 0011"}, {"V2": "91330106ma280011"}),
    ("domain", "Ada", "Bo", {"V5": "021-1，bid@hailan.example"}, {"V5": "sales@HAILAN.example"}),
]


@pytest.mark.parametrize(("what", "mine", "theirs", "first", "second"), MARKS)
def test_the_same_company_twice_is_told_with_both_cells(
    what: str, mine: str, theirs: str, first: dict[str, str], second: dict[str, str]
) -> None:
    bids = [
        bid(name, answer(name, "V1", name), *(answer(name, code, text) for code, text in more.items()))
        for name, more in ((mine, first), (theirs, second))
    ]

    (one,) = found(Rule.COMPANY_ALIKE, *bids)

    told = dict(one.params)
    assert told["what"] == Phrase(f"finding.alike.{what}")
    assert (one.vendor, told["other"], told["place"]) == (theirs, mine, f"{mine}.xlsx Main!D4")


@pytest.mark.parametrize(
    ("first", "second"),
    [({"V5": "a@qq.com"}, {"V5": "b@qq.com"}), ({"V2": "无"}, {"V2": "无"}), ({"V2": "91330106"}, {"V2": "91330107"})],
    ids=["public mail", "no number", "other number"],
)
def test_what_many_share_tells_no_company(first: dict[str, str], second: dict[str, str]) -> None:
    bids = [
        bid(name, *(answer(name, code, text) for code, text in more.items()))
        for name, more in (("Ada", first), ("Bo", second))
    ]
    assert found(Rule.COMPANY_ALIKE, *bids) == []


def test_one_workbook_of_two_vendors_is_told_once_and_not_text_by_text() -> None:
    same = [bid(name, answer(name, "A-1", TOLD), sha256="5" * 64) for name in ("Ada", "Bo")]
    (one,) = alike(same, ASKED)
    assert (one.rule, one.vendor, dict(one.params)) == (
        Rule.FILE_SHARED, "Bo", {"file": "Bo.xlsx", "other": "Ada", "theirs": "Ada.xlsx"},
    )  # fmt: skip


def test_a_comparison_is_one_file_in_which_each_vendor_has_cells_of_its_own() -> None:
    def column(vendor: str, cell: str) -> Bid:
        place = Source("comparison.xlsx", "7" * 64, "Main", cell)
        return bid(vendor, replace(answer(vendor, "A-1", "yes"), source=place), sha256="7" * 64)

    assert alike([column("Ada", "D4"), column("Bo", "E4")], ASKED) == ()
    assert [one.rule for one in alike([column("Ada", "D4"), column("Bo", "D4")], ASKED)] == [Rule.FILE_SHARED]


def test_the_same_content_saved_anew_is_the_same_workbook_but_a_few_cells_are_not() -> None:
    def made(cells: int) -> list[Finding]:
        names = ("Ada", "Bo")
        return found(
            Rule.FILE_SHARED, *(bid(name, *(answer(name, f"Q-{n}", "yes") for n in range(cells))) for name in names)
        )

    assert len(made(12)) == 1
    assert made(9) == []


@pytest.mark.parametrize("rule", [Rule.COMPANY_ALIKE, Rule.FILE_SHARED, Rule.TEXT_ALIKE])
def test_the_sentences_accuse_nobody(rule: Rule) -> None:
    params = {"what": "x", "given": "x", "other": "Bo", "theirs": "x", "place": "x", "file": "x", "share": 90}
    one = finding(rule, **params)  # type: ignore[arg-type]  # texts and a number
    for words in (message(one, "en").casefold(), message(one, "zh")):
        assert not any(
            blame in words for blame in ("copied", "collu", "fraud", "plagiar", "抄袭", "串标", "围标", "串通")
        )
