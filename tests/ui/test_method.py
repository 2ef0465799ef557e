"""The method page: the published method in full, its lock, and the workbooks for vendors."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from html import escape
from io import BytesIO

import pytest

from evaluator.adapters.packs import load_pack
from evaluator.domain.tender import BuyerProfile, Tender
from evaluator.domain.text import Lang, Text
from evaluator.i18n.words import t
from evaluator.services import tenders
from evaluator.services.commands import LOCAL
from evaluator.services.exports import build
from evaluator.services.methods import waiting_faults
from evaluator.services.sample import sample_folder
from evaluator.services.state import load
from evaluator.services.tenders import TenderForm
from evaluator.ui.parts.tables import Cell
from evaluator.ui.views import method as view
from evaluator.ui.views import method_rules
from evaluator.ui.views.price_curve import Curve, curve
from tests.services.test_copied_method import copied
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import TENDER


def unlocked(opened: Opener, lang: str) -> Opened:
    """The method page of the sample tender before its method is locked."""
    shown = opened("method", lang, until="")
    tenders.start_tender(shown.store, LOCAL, "start", (sample_folder() / "tender.toml").read_text("utf-8"))
    return shown.run()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ("评分办法已锁定，第 1 版", "7 项准则", "评委评分，6 级", "合计", "不低于 40 分",
                "最低有效价 ÷ 评标价。", "异常低价：低于", "没有理由的评分只作提示", "超过满分的 40%")),
        ("en", ("The method is locked, version 1", "7 criteria", "by the panel, 6 levels", "Total", "at least 40 points",
                "Lowest admissible price ÷ price.", "Abnormally low: below", "A score without a reason is only remarked",
                "further apart than 40 %")),
    ],
)  # fmt: skip
def test_a_locked_method_is_published_in_full(opened: Opener, lang: str, said: tuple[str, ...]) -> None:
    shown = opened("method", lang)

    assert [words for words in said if words not in shown.words] == []
    assert shown.state.pack.sha256 in shown.words

    shown.at.button_group(key=f"method_criterion_{shown.state.pack.sha256[:8]}").set_value("price")
    shown.run()

    drawn = curve(shown.state, "en")
    assert shown.at.get("vega_lite_chart")[0] and t("method.curve", lang) in shown.words
    assert drawn is not None
    assert drawn.alt.startswith("Points by price: 50 % of the sample price: 100.0 points; 75 %")
    assert [row.cells[2] for row in drawn.table[1]] == ["100.0", "100.0", "100.0", "80.0", "66.7", "57.1", "50.0"]


def test_no_curve_is_drawn_of_a_formula_that_lacks_its_parameters(opened: Opener) -> None:
    state = opened("method", "en").state
    method = state.pack.method

    def drawn(**changes: object) -> Curve | None:
        price = replace(method.price, **changes)  # type: ignore[arg-type]  # fields of the rule, by name
        return curve(replace(state, pack=replace(state.pack, method=replace(method, price=price))), "zh")

    assert drawn(formula="linear") is None
    line = drawn(formula="linear", best=Decimal(800_000), worst=Decimal(1_200_000))
    assert line is not None and line.low == "CNY 800,000"
    assert [row.cells[2] for row in line.table[1]] == ["100.0", "100.0", "100.0", "50.0", "0.0", "0.0", "0.0"]
    bent = drawn(formula="discount_power", base_price=Decimal(1_000_000), exponent=Decimal(2))
    assert bent is not None and bent.low == "CNY 800,000" and "样本最低价的 50%：100.0 分" in bent.alt


def test_shares_of_the_total_sum_to_a_hundred(opened: Opener) -> None:
    method = opened("method", "en").state.pack.method

    _, rows = view.tree(method, "en")

    shares = [cell for row in rows if isinstance(cell := row.cells[2], Cell)]
    assert sum(Decimal(cell.text) for cell in shares if cell.strong) == 100
    assert sum(Decimal(cell.text) for cell in shares if not cell.strong) + Decimal(18) == 100  # price has no children
    assert rows[-1].cells[2] == "100"


@pytest.mark.parametrize(
    ("lang", "scale"),
    [
        ("zh", "P1 紧急 · 响应（权重 20%）：2 小时（0 分）至 0.25 小时（100 分）"),
        ("en", "P1 critical · Response (weight 20%): 2 hours earns 0, 0.25 hours earns 100"),
    ],
)
def test_a_scored_table_states_row_column_weight_and_range(opened: Opener, lang: str, scale: str) -> None:
    shown = opened("method", lang)
    shown.at.button_group[0].set_value("support")

    shown.run()

    assert scale in shown.words


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("pack", [key for key, _ in tenders.packs()])
def test_every_criterion_of_every_pack_is_told(opened: Opener, pack: str, lang: Lang) -> None:
    shown = opened("method", lang, until="")
    tender = tenders.start_form(shown.store, LOCAL, "start", TenderForm(name="Test", pack=pack, buyer_name="Buyer"))
    shown.run()

    for top in load(shown.store, LOCAL, tender).pack.method.criteria:
        shown.at.button_group[0].set_value(top.key)
        shown.run()
        assert [leaf.key for leaf in top.leaves() if escape(leaf.title.show(lang)) not in shown.html] == []
        assert "{" not in shown.words


@pytest.mark.parametrize(
    ("lang", "asked", "after"),
    [("zh", "不再改动", "评分办法已锁定"), ("en", "no longer change", "The method is locked")],
)
def test_the_lock_is_asked_twice_and_done_once(opened: Opener, lang: str, asked: str, after: str) -> None:
    shown = unlocked(opened, lang)

    shown.click("method_lock")
    assert asked in shown.words
    assert not shown.state.locked

    shown.click("method_lock_yes")
    assert after in shown.words
    assert shown.state.locked


def test_a_lock_thought_better_of_changes_nothing(opened: Opener) -> None:
    shown = unlocked(opened, "en").click("method_lock").click("method_lock_no")

    assert not shown.state.locked
    assert "The method is not locked yet" in shown.words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_primary_link_gives_both_workbooks_in_one_zip(opened: Opener, lang: str) -> None:
    shown = opened("method", lang, until="locked")

    tickets = re.findall(r'class="ve-button( ve-primary)?" href="/export/([^"]+)"', shown.html)
    assert [bool(primary) for primary, _ in tickets] == [True, *[False] * 5]  # the others: workbooks of the method
    name, _, content = build(shown.store, LOCAL, tickets[0][1])
    inside = zipfile.ZipFile(BytesIO(content)).namelist()
    assert (name.endswith("-both.zip"), len(inside)) == (True, 2)


def test_before_the_lock_the_lock_is_the_only_primary_act(opened: Opener) -> None:
    shown = unlocked(opened, "en")

    assert "ve-primary" not in shown.html
    assert shown.at.button(key="method_lock").label == "Lock the method"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_method_with_faults_tells_them_and_offers_no_lock_and_one_without_gates_says_so(
    opened: Opener, lang: Lang
) -> None:
    shown = opened("method", lang, until="")
    now = copied(shown.store, lang)
    faults = waiting_faults(shown.store, LOCAL, now.id, now.tender)

    shown.run()

    assert t("refused.method_wordless", lang, n=len(faults)) in shown.words
    assert not [one for one in shown.at.button if one.key == "method_lock"]
    assert t("method.gates_none", lang) in shown.words


@pytest.mark.parametrize(("lang", "words"), [("zh", "先建立项目"), ("en", "Start one first")])
def test_without_a_tender_the_page_says_what_to_do(opened: Opener, lang: str, words: str) -> None:
    shown = opened("method", lang, until="")

    assert words in shown.words
    assert shown.at.button(key="method_start")


def test_a_requirement_rule_states_what_each_reply_is_worth(opened: Opener) -> None:
    rule = opened("method", "en").state.pack.method.requirements

    assert rule is not None
    assert "custom development 60" in method_rules.requirement_rule(rule, "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_lock_names_what_is_missing_and_what_closes_for_good(opened: Opener, lang: str) -> None:
    shown = unlocked(opened, lang)
    shown.click("method_lock")
    assert t("method.closes", lang) in shown.words
    assert t("method.unsaid.deadline", lang) not in shown.words
    assert t("method.unsaid.requirements", lang) not in shown.words

    gone = {"deadline": "", "requirements": ()}
    tenders.change_tender(shown.store, LOCAL, "bare", TENDER, shown.state.ver, gone)
    shown.run().click("method_lock")
    assert t("method.unsaid.deadline", lang) in shown.words
    assert t("method.unsaid.requirements", lang) in shown.words


def test_a_method_that_scores_no_list_misses_none() -> None:
    method = load_pack("crm_platform").method
    bare = Tender(id="t", name=Text("t", "t"), pack="crm_platform", buyer=BuyerProfile(name=Text("b", "b")))

    assert tenders.unsaid(bare, method) == ("deadline", "requirements")
    assert tenders.unsaid(bare, replace(method, requirements=None)) == ("deadline",)
