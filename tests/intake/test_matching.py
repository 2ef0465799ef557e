"""Foreign questions find ours by words and ids; what only looks alike is suggested, and nothing is matched twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from evaluator.adapters.packs import load_pack
from evaluator.domain.text import Text
from evaluator.intake.foreign.layouts import Item
from evaluator.intake.foreign.mapping import question_key
from evaluator.intake.foreign.matching import AGREE, ALIKE, How, Match, alikeness, match, similar, squeezed
from evaluator.intake.foreign.nearest import tokens
from evaluator.intake.foreign.targets import Target, targets
from evaluator.intake.questionnaire import PRICE, TECHNICAL, questionnaire
from tests import tiny

PACK = load_pack("crm_platform")
OURS = targets(questionnaire(PACK.method, PACK.library.positions, None), (TECHNICAL,))
# Our questions as other buyers put them, and what none of ours asks.
PARAPHRASES = (
    ("SE-05", "客户数据静态存储是否加密？采用何种加密方式"), ("SE-05", "存储数据的加密方式"), ("SE-06", "传输加密"),
    ("SE-06", "数据传输过程中采用什么加密方式"), ("SE-07", "密钥由哪一方保管，如何管理"),
    ("SE-15", "操作日志的留存期限"), ("ST-07", "灾难发生时允许丢失的数据时长 RPO"), ("ST-08", "灾备恢复时间目标 RTO"),
    ("ST-01", "系统月可用性承诺"), ("SU-06", "验收后免费维护期是多长时间"), ("SU-08", "维护期内升级是否收费"),
    ("PL-01", "合同签订后多长时间上线"), ("TR-01", "近三年同类项目验收数量"), ("CO-05", "公司成立时间"),
    ("CO-06", "上一年度营业收入"), ("SE-01", "网络安全等级保护备案级别"), ("SE-10", "如何与其他客户的数据隔离"),
    ("TS-06", "支持哪些集成方式"), ("SU-03", "技术支持渠道有哪些"),
    ("SE-05", "Is customer data encrypted at rest, and how?"), ("SE-06", "Describe encryption of data in transit"),
    ("SE-15", "How long are access logs retained?"), ("ST-01", "Monthly availability commitment"),
    ("SE-08", "In which location is our data stored?"), ("SE-07", "Who holds the encryption keys?"),
    ("SU-06", "Length of free maintenance after acceptance"), ("PL-01", "Weeks from signature to go-live"),
)  # fmt: skip
STRANGERS = (
    "是否支持钉钉登录", "请提供公司组织架构图", "系统界面支持多语言切换", "产品是否支持离线使用", "报表能否自定义", "员工数量",
    "Do you have a modern slavery policy?", "What is your parking policy for visitors?", "Describe your diversity programme",
)  # fmt: skip


def items(*asked: tuple[str, str]) -> list[Item]:
    return [Item(key, text, row) for row, (key, text) in enumerate(asked, start=4)]


def one(key: str, text: str, confirmed: str | None = None) -> Match:
    item = Item(key, text, 4)
    (found,) = match([item], OURS, {} if confirmed is None else {question_key(item): confirmed})
    return found


def test_paraphrases_find_their_question_among_the_first_three_and_strangers_find_none() -> None:
    found = similar([text for _, text in PARAPHRASES], OURS)
    first = [bool(best) and best[0].item == item for (item, _), best in zip(PARAPHRASES, found, strict=True)]
    among = [item in [each.item for each in best] for (item, _), best in zip(PARAPHRASES, found, strict=True)]

    assert all(among)
    assert sum(first) >= len(PARAPHRASES) - 1
    assert [text for text, best in zip(STRANGERS, similar(STRANGERS, OURS), strict=True) if best] == []


def test_the_same_words_are_the_same_question_whatever_their_id_and_their_dress() -> None:
    for text in ("加密密钥由谁保管、怎样保管？", "加密密钥由谁保管,怎样保管", "WHO keeps the encryption keys, and how"):
        found = one("3.2", text)
        assert (found.how, found.item) == (How.TEXT, "SE-07")


def test_an_id_counts_where_the_words_do_not_disagree() -> None:
    agreeing, contrary, bare = one("se-07", "密钥怎样保管"), one("SE-07", "公司成立时间"), one("SE-07", "")

    assert (agreeing.how, agreeing.item) == (How.ID, "SE-07")
    assert (bare.how, bare.item) == (How.ID, "SE-07")
    assert one("SE‑07", "密钥怎样保管").item == "SE-07"  # a hyphen that does not break, as office programs write it
    assert (contrary.how, contrary.item) == (How.OPEN, "")
    assert [best.item for best in contrary.suggestions] == ["CO-05", "SE-07"]
    assert contrary.suggestions[1].score < AGREE


def test_what_looks_alike_is_never_matched_by_itself() -> None:
    found = one("7", "传输加密")

    assert (found.how, found.item) == (How.OPEN, "")
    assert "SE-06" in [best.item for best in found.suggestions]
    assert all(best.score >= ALIKE for best in found.suggestions)


def test_what_a_person_said_stands_above_words_and_ids() -> None:
    assert one("SE-07", "加密密钥由谁保管、怎样保管？", "SE-05").item == "SE-05"
    nothing = one("SE-07", "加密密钥由谁保管、怎样保管？", "")
    assert (nothing.how, nothing.item, nothing.suggestions) == (How.CONFIRMED, "", ())
    unknown = one("SE-07", "加密密钥由谁保管、怎样保管？", "XX-99")
    assert (unknown.how, unknown.item) == (How.TEXT, "SE-07")


def test_two_foreign_questions_are_never_one_of_ours() -> None:
    asked = items(("1", "加密密钥由谁保管、怎样保管？"), ("2", "Who keeps the encryption keys, and how?"))
    first, second = match(asked, OURS, {})

    assert [(each.how, each.item, each.suggestions[0].item) for each in (first, second)] == [
        (How.OPEN, "", "SE-07"), (How.OPEN, "", "SE-07"),
    ]  # fmt: skip
    assert (first.rivals, second.rivals) == ((second.key,), (first.key,))
    first, second = match(asked, OURS, {first.key: "SE-07"})
    assert [(each.how, each.item) for each in (first, second)] == [(How.CONFIRMED, "SE-07"), (How.OPEN, "")]
    first, second = match(asked, OURS, {first.key: "SE-07", second.key: "SE-07"})
    assert {each.how for each in (first, second)} == {How.OPEN}


def test_a_question_in_several_rows_is_one() -> None:
    assert len(match(items(("1", "传输加密"), ("1", "传输加密 ")), OURS, {})) == 1


def test_figures_and_comparisons_are_no_punctuation() -> None:
    assert squeezed("RTO ≤ 1.5 h") != squeezed("RTO ≥ 1.5 h")
    assert squeezed("RTO 1.5 h") != squeezed("RTO 15 h")
    assert squeezed("可用性 ９９．９％。") == squeezed("可用性99.9%")


def test_rows_that_the_buyer_set_are_asked_for_cell_by_cell() -> None:
    asked = questionnaire(tiny.method(), (), tiny.tender())
    ours = targets(asked, (TECHNICAL, PRICE))

    assert [(target.item, target.code, target.envelope) for target in ours] == [
        ("SU-01", "SU-01", "technical"), ("SE-01", "SE-01", "technical"), ("FT-01", "FT-01", "technical"),
        ("REQ/R1/response", "R1", "technical"), ("REQ/R2/response", "R2", "technical"),
        ("PRICE/L1/unit_price", "L1", "price"), ("PRICE/L2/unit_price", "L2", "price"), ("TOTAL", "TOTAL", "price"),
        ("REQPRICE/R1/price", "R1", "price"), ("REQPRICE/R2/price", "R2", "price"),
    ]  # fmt: skip
    assert [found.item for found in match(items(("r1", "leads"), ("", "Maps")), ours[:5], {})] == [
        "REQ/R1/response", "REQ/R2/response",
    ]  # fmt: skip
    assert {target.item for target in OURS if target.item.startswith("SU-02/P1")} >= {"SU-02/P1/response"}
    assert not {target.item for target in OURS if target.item == "TR-04"}


def test_two_of_ours_with_the_same_words_are_told_apart_by_the_id() -> None:
    asked = questionnaire(tiny.method(), (), tiny.tender())
    both = tuple(target for target in targets(asked, (PRICE,)) if target.item.startswith("PRICE"))
    same = tuple(type(both[0])(item=each.item, code=each.code, text=Text("许可", "Licence"), part=each.part,
                               envelope=each.envelope) for each in both)  # fmt: skip

    assert match(items(("", "许可")), same, {})[0].how is How.OPEN
    assert match(items(("L2", "许可")), same, {})[0].item == "PRICE/L2/unit_price"


@pytest.mark.parametrize("words", ["数据传输过程中采用什么加密方式", "encryption of data in transit"])
def test_alikeness_is_of_the_better_language(words: str) -> None:
    assert alikeness(words, Text("我方数据在传输时怎样加密？", "How is our data encrypted in transit?")) >= ALIKE


def test_nothing_is_suggested_for_no_words_or_from_no_questions() -> None:
    assert similar([], OURS) == []
    assert similar(["x"], ()) == [()]
    assert match([], OURS, {}) == ()


WORDS = (
    "encrypt",
    "backup",
    "the",
    "data",
    "of",
    "log",
    "15",
    "users",
    "rpo",
    "数",
    "据",
    "加",
    "密",
    "日",
    "志",
    "备",
    "份",
    "，",
)
SENTENCE = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)


def plainly(texts: list[str], ours: list[Target]) -> list[tuple[tuple[str, int], ...]]:
    """The same suggestions the long way: every pair is measured, and of equals the first is nearer."""
    forms = [(one.item, parts) for one in ours for words in (one.text.zh, one.text.en) if (parts := tokens(words))]
    found = []
    for text in texts:
        mine = tokens(text)
        near = process.cdist(
            [" ".join(sorted(mine))], [" ".join(sorted(parts)) for _, parts in forms], scorer=fuzz.ratio, dtype=np.uint8
        )[0]
        best: dict[str, int] = {}
        for place in sorted(range(len(forms)), key=lambda place: (-int(near[place]), place))[:6]:
            item, parts = forms[place]
            score = fuzz.token_set_ratio(" ".join(mine), " ".join(parts))
            if score >= ALIKE:
                best[item] = max(int(score + 0.5), best.get(item, 0))
        found.append(tuple(sorted(best.items(), key=lambda one: (-one[1], one[0]))[:3]))
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCE, min_size=1, max_size=12), st.lists(st.tuples(SENTENCE, SENTENCE), min_size=1, max_size=20))
def test_the_fast_way_suggests_what_measuring_every_pair_suggests(
    texts: list[str], asked: list[tuple[str, str]]
) -> None:
    ours = [replace(OURS[0], item=f"Q{n:02}", text=Text(zh, en)) for n, (zh, en) in enumerate(asked)]

    found = similar(texts, ours)

    assert [tuple((one.item, one.score) for one in told) for told in found] == plainly(texts, ours)


def test_it_suggests_so_for_our_own_questions_as_others_put_them() -> None:
    texts = [text for _, text in PARAPHRASES] + list(STRANGERS) + [f"{one.text.zh} {one.text.en}" for one in OURS[:40]]

    assert [tuple((one.item, one.score) for one in told) for told in similar(texts, OURS)] == plainly(texts, list(OURS))
