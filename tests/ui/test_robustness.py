"""The robustness page: its answer in the first line, the least changes, and every chart with its numbers beside it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.domain.finding import Param
from evaluator.domain.method import Criterion
from evaluator.domain.text import LANGS, Lang, Text
from evaluator.i18n.opinions import headed
from evaluator.i18n.words import known, t
from evaluator.intake.method_rules import PARTING
from evaluator.robustness.falls import Fall
from evaluator.robustness.flip import Flip, Kind
from evaluator.robustness.sampling import Trial
from evaluator.services.commands import LOCAL, Actor, Role
from evaluator.services.robustness import Robustness, left_for, robustness_of, shares
from evaluator.services.robustness_files import tables
from evaluator.ui.views import rank_shares
from evaluator.ui.views import robustness as view
from tests import packs
from tests.ui.conftest import Opener
from tests.ui.seeding import VENDORS

ADA, BO, EVE = VENDORS[0].name, VENDORS[1].name, VENDORS[4].name
HEADS = {
    "zh": f"只要“价格”的权重低于 43.45%（现为 18%），其任何一项评分无论怎样变，{ADA}保持首位",
    "en": f"{ADA} stays first while “Price” counts less than 43.45 % (now 18 %), whatever any one of its scores becomes",
}


@pytest.mark.parametrize("lang", LANGS)
def test_the_ranking_leads_to_the_answer_in_one_line_and_its_numbers(opened: Opener, lang: Lang) -> None:
    shown = opened("ranking", lang).click("ranking_firm")

    assert HEADS[lang] in shown.words
    assert shown.html.count('<table class="ve-table') == 3
    assert len(shown.at.get("vega_lite_chart")) == 2
    assert shown.html.count("/export/") == 2
    assert "<b>Ltd</b>" not in shown.html
    shown.at.selectbox(key="robustness_region").select("near").run()
    assert "100.0" in shown.checked().words


@pytest.mark.parametrize("until", ["", "scores", "technical"])
def test_before_its_time_the_page_says_when(opened: Opener, until: str) -> None:
    shown = opened("robustness", "en", until=until)

    assert not shown.at.get("vega_lite_chart")
    key = {"": "ranking.empty.title", "scores": "robustness.waits.scores", "technical": "robustness.waits.prices"}[
        until
    ]
    assert t(key, "en") in shown.words


@pytest.fixture
def found(opened: Opener) -> Robustness:
    made = robustness_of(opened("desk", "en").state)
    assert made is not None
    return made


def test_the_first_line_says_what_scores_may_fall_and_how_a_tie_stands(found: Robustness) -> None:
    titles = {key: Text(key, key) for key in found.matrix.criteria}
    leaf = Criterion(key="fit", title=Text("契合", "Fit"), weight=Decimal(1))
    one, two = (replace(found, fall=Fall(leaf=leaf, levels=levels, rivals=(BO,))) for levels in (1, 2))
    steady = tuple(
        replace(each, low=Fraction(0), high=Fraction(1), rival_low=None, rival_high=None) for each in found.intervals
    )
    alone = replace(one, intervals=steady)

    assert view.headline(one, titles, "en").endswith("(now 18 %) and none of its scores falls by a level")
    assert view.headline(two, titles, "zh").startswith(
        "只要“price”的权重低于 43.45%（现为 18%），且其任何一项评分都不降 2 档，"
    )
    assert view.headline(alone, titles, "en") == (
        f"{ADA} stays first whatever any one criterion counts, and while none of its scores falls by a level"
    )
    assert view.headline(replace(found, scored=False), titles, "en").endswith("(now 18 %)")
    assert "“Fit”" in view.fall_words(one, "en")
    assert view.fall_words(found, "en") == ""
    assert view.headline(replace(found, first=(ADA, BO)), titles, "en").startswith(f"{ADA}, {BO} share")
    assert "by the tie rule alone" in view.headline(replace(found, by_rule=True), titles, "en")


@pytest.mark.parametrize(
    ("lang", "head"),
    [("zh", "只要其任何一项评分都不降一档，Eve Data 伊凡数联保持首位（单位价格质量分）"),
     ("en", "By quality points for the money, Eve Data 伊凡数联 stays first while none of its scores falls by a level")],
)  # fmt: skip
def test_under_an_index_the_page_searches_and_names_what_is_for_totals_alone(
    opened: Opener, tmp_path: Path, lang: Lang, head: str
) -> None:
    ties = 'ties = ["security", "fit", "stability", "price"]'
    drawn = (ties, 'ties = ["lower_price", "draw"]\ntie_seed = "lottery 2026-081"')
    pack = packs.rewritten(tmp_path / "pack", packs.QUALITY_PER_PRICE, drawn)
    shown = opened("method", lang, pack=pack)
    assert headed("quality_per_price", lang) in shown.words
    assert " → ".join(name.show(lang) for name in PARTING.values()) in shown.words
    assert "lottery 2026-081" in shown.words
    shown = shown.go("ranking")
    assert t("change.says.quality_per_price", lang) in shown.words
    assert "Price: 100.0 × 18 %" not in shown.words
    shown = shown.click("ranking_firm")

    assert head in shown.words
    assert shown.html.count('<table class="ve-table') == 2
    assert not shown.at.get("vega_lite_chart")
    assert t("robustness.sums_only", lang) in shown.words
    assert t("robustness.left_bid", lang, name=BO) in shown.words
    found, state = robustness_of(shown.state), shown.state
    assert found is not None
    assert (found.rule, found.intervals, found.swings, shares(state, "all")) == ("quality_per_price", (), (), None)
    assert {one.kind for one in left_for(Actor("Ivo", frozenset({Role.OBSERVER})), found)} == {"bid"}
    assert [*tables(state, LOCAL, lang)] == ["changes.csv", "without.csv"]
    by_rule = replace(found, by_rule=True)
    assert t("robustness.head_by_rule_index", lang, first=EVE, other=found.matrix.vendors[1]) == view.headline(
        by_rule, {}, lang
    )


@pytest.mark.parametrize("lang", LANGS)
def test_every_kind_of_change_is_a_row_in_words(lang: Lang) -> None:
    names = ("first", "criterion", "vendor", "evaluator", "given", "to", "share", "changes", "gate", "price", "points",
             "better", "mixture", "formula")  # fmt: skip
    params: tuple[tuple[str, Param], ...] = tuple((name, f"<{name}>") for name in names)
    flips = [Flip(kind=kind, rival=EVE, size=Fraction(1, 8), params=params) for kind in Kind]
    rows = view.flip_rows(flips, [ADA, EVE], lang)

    assert len(rows) == len(Kind) + 1
    assert rows[0].state == "group"
    assert all(len(row.cells) == 4 for row in rows[1:])
    assert view.flip_rows([], [ADA], lang) == []
    assert view.size(Flip(kind=Kind.GATE, rival=EVE), lang) == t("robustness.size.rule", lang)
    assert all(known(f"robustness.waits.{key}", lang) for key in ("scores", "prices", "bids"))


def test_ranks_after_the_fifth_are_one_part() -> None:
    counts = tuple(tuple(8 if rank == bid else 0 for rank in range(7)) for bid in range(7))
    trial = Trial(
        samples=8, seed=1, precision="exact", exact=True, ranks=counts, wins=None, central=(None,) * 7, confidence=(None,) * 7
    )  # fmt: skip
    vendors = [str(number) for number in range(7)]

    assert [row[-1] for row in rank_shares.rank_shares(trial)] == [0, 0, 0, 0, 0, 1, 1]
    assert rank_shares.rank_titles(7, "en")[-1] == ("rest", "Place 6 and after")
    assert [len(parts) for _, parts in rank_shares.rank_parts(trial, vendors)] == [6] * 7
