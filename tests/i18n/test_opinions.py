"""Second opinions and matrix problems in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import evaluator
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.opinions import (
    agreement_words,
    method_name,
    problem_words,
    reversal_words,
    short_name,
    verdict_words,
)
from evaluator.i18n.words import known
from evaluator.intake.method_rules import RANKINGS
from evaluator.scoring.agreement import Agreement, Move, Verdict
from evaluator.scoring.matrix import problem
from evaluator.scoring.opinion_rules import RULES
from evaluator.scoring.reversal import Change, Reversal
from evaluator.scoring.second_opinion import METHODS
from evaluator.scoring.weighting import WAYS

PACKAGE = Path(evaluator.__file__).parent
SOURCES = (
    "scoring/matrix.py", "scoring/opinion_rules.py", "scoring/opinion_parameters.py", "scoring/opinion_run.py",
    "scoring/opinion_simus.py", "adapters/matrix_file.py", "services/matrix.py", "scoring/weighting.py",
)  # fmt: skip


def rules_in_the_code() -> set[str]:
    """First arguments of every call of ``problem``; those chosen at run time are spelled out below."""
    found = {f"{kind}_{fault}" for kind in ("alternative", "criterion") for fault in ("nameless", "twice")}
    found |= {f"{name}_shape" for rule in RULES.values() for name in rule.columns if name not in ("q", "p", "s")}
    found |= {f"weighting_{way}" for way in WAYS}
    for source in SOURCES:
        for node in ast.walk(ast.parse((PACKAGE / source).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "problem":
                first = node.args[0]
                options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                found |= {str(item.value) for item in options if isinstance(item, ast.Constant)}
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_every_problem_has_words(lang: Lang) -> None:
    rules = rules_in_the_code()

    assert len(rules) > 40
    assert [rule for rule in sorted(rules) if not known(f"matrix.{rule}", lang)] == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_method_has_a_full_and_a_short_name(lang: Lang) -> None:
    names = [name(method, lang) for method in METHODS for name in (method_name, short_name)]

    assert all(names)
    assert [name for name in RANKINGS if not known(f"change.says.{name}", lang)] == []
    assert method_name("topsis", "zh") == "TOPSIS 逼近理想解法"


def test_a_problem_is_said_with_the_name_of_the_method() -> None:
    found = problem("cost_zero", method="weighted_product", alternative="Ada", criterion="price")

    assert problem_words(found, "en").startswith("“Ada” has 0 on “price”, and Weighted product divides by that value.")
    assert problem_words(found, "zh").startswith("“Ada”在“price”上的数值是 0，而加权积法要用它作除数。")


def test_one_method_beside_the_official_ranking_is_one_sentence() -> None:
    same = Agreement(method="topsis", same_first=True, first=("Ada",), pairs=0, moves=())
    turned = Agreement(method="vikor", same_first=False, first=("Bo",), pairs=1, moves=(Move("Bo", 2, 1),))

    assert agreement_words(same, "en") == "TOPSIS: every bid has its official place."
    assert agreement_words(turned, "en") == "VIKOR: Bo would be first; 1 pair of bids stands in another order."
    assert agreement_words(turned, "zh") == "VIKOR：第一名是Bo，有 1 对投标的先后不同。"


def test_the_verdict_counts_the_methods_and_names_those_that_differ_or_refuse() -> None:
    said = Verdict(
        key="opinion.verdict.some", first=("Ada",), agreeing=("topsis", "edas"), others=("vikor",), refused=("waspas",)
    )

    assert verdict_words(said, "en") == (
        "2 of 3 methods put Ada first; these do not: VIKOR. 1 method cannot take these values: WASPAS."
    )
    assert verdict_words(said, "zh") == (
        "3 种方法中有 2 种把Ada排在第一；不同的是：VIKOR。另有 1 种方法不适用于这组数值：WASPAS。"
    )


def test_trials_of_an_order_are_said_with_what_turned_it_and_who_is_first_then() -> None:
    copied = Change(kind="copied", alternative="Bo", turned=(("Ada", "Bo"),), first=("Ada",))
    worse = Change(kind="worst_added", alternative="", refused=("matrix.identical",))
    said = Reversal(method="topsis", tried=7, left_out=2, changes=(copied, worse))

    assert reversal_words(said, "en") == (
        "TOPSIS turns others round in 1 of 6 trials: with a copy of Bo. Another bid is first: with a copy of Bo. "
        "In 1 trial it could not judge what was left. As there are many bids, 2 trials were left out."
    )
    assert reversal_words(said, "zh") == (
        "TOPSIS：试了 6 次，有 1 次其余各家的先后改变：Bo重复一次。第一名改变的有：Bo重复一次。有 1 次变动后无法计算。"
        "投标较多，另有 2 次未试。"
    )
    steady = Reversal(method="topsis", tried=7, left_out=0, changes=())
    assert reversal_words(steady, "zh").endswith("其余各家的先后都不变（共试 7 次）。")
