"""The robustness page: its answer in the first line, the least changes, and every chart with its numbers beside it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from evaluator.domain.finding import Param
from evaluator.domain.method import Criterion
from evaluator.domain.text import LANGS, Lang, Text
from evaluator.i18n.opinions import headed
from evaluator.i18n.words import known, t
from evaluator.intake.method_rules import PARTING
from evaluator.robustness.case import Case
from evaluator.robustness.falls import Fall
from evaluator.robustness.flip import Flip, Kind
from evaluator.robustness.sampling import CancelledError, Progress, Study, Trial
from evaluator.services import robustness as services
from evaluator.services.background import Background
from evaluator.services.commands import LOCAL, Actor, Role
from evaluator.services.robustness import Robustness, Tried, left_for, robustness_of, shares
from evaluator.services.robustness_files import tables
from evaluator.ui.views import rank_shares
from evaluator.ui.views import robustness as view
from tests import packs
from tests.ui.conftest import Opened, Opener
from tests.ui.seeding import VENDORS

ADA, BO, EVE = VENDORS[0].name, VENDORS[1].name, VENDORS[4].name
HEADS = {
    "zh": f"只要“价格”的权重低于 43.45%（现为 18%），其任何一项评分无论怎样变，{ADA}保持首位",
    "en": f"{ADA} stays first while “Price” counts less than 43.45 % (now 18 %), whatever any one of its scores becomes",
}


@pytest.mark.parametrize("lang", LANGS)
def test_the_ranking_leads_to_the_answer_in_one_line_and_its_numbers(opened: Opener, lang: Lang) -> None:
    shown = opened("ranking", lang).click("ranking_firm")
    assert any(words in shown.words for words in (HEADS[lang], t("frame.page.robustness", lang)))
    shown = settled(shown.go("robustness"))  # a test's app forgets a page that the script itself has gone to

    assert HEADS[lang] in shown.words
    assert t("robustness.unsearched.weights_inner", lang) in shown.words
    assert shown.html.count('<table class="ve-table') == 5
    assert len(shown.at.get("vega_lite_chart")) == 3
    assert shown.html.count("/export/") == 2
    assert "<b>Ltd</b>" not in shown.html
    assert t("robustness.decided", lang, first=ADA, worst="82.346", next=BO, most="77.756", rivals="") in shown.words
    shown.at.selectbox(key="robustness_region").select("near").run()
    assert "100.0" in settled(shown).words


def settled(shown: Opened) -> Opened:
    """The page after everything that it works out in the background has come."""
    while any(button.key.endswith("_stop") for button in shown.at.button if button.key):
        time.sleep(0.1)
        shown.run()
    return shown.checked()


def slider(shown: Opened, name: str) -> Any:
    """A slider by its name, whichever turn it has."""
    return next(one for one in shown.at.slider if (one.key or "").rpartition("_")[0] == f"what_if_{name}")


def test_a_slider_of_a_weight_ranks_again_and_the_others_follow(opened: Opener) -> None:
    shown = settled(opened("robustness", "en"))
    assert f"Weights and prices are the published ones: {ADA} is first." in shown.words
    assert shown.at.button(key="what_if_reset").disabled
    slider(shown, "weight_price").set_value(60.0).run()

    assert f"{EVE} would be first instead of {ADA}." in shown.checked().words
    assert "3 better" in shown.words
    assert f"{EVE} stays first while “Price” counts more than 43.5 % (now 60.0 %)." in shown.words
    weights = [one.value for one in shown.at.slider if one.key.startswith("what_if_weight")]
    assert (len(weights), sum(weights)) == (7, pytest.approx(100, abs=0.4))
    assert slider(shown, "weight_security").value == pytest.approx(16 * 0.4 / 0.82, abs=0.06)
    assert f"(published {16} %)" in slider(shown, "weight_security").label
    shown.click("what_if_reset")
    assert slider(shown, "weight_price").value == 18
    assert f"Weights and prices are the published ones: {ADA} is first." in shown.words
    assert shown.state.pack.method.criteria[-1].share == Fraction(18, 100)


def test_a_slider_of_a_price_ranks_again_and_what_was_tried_stays_until_the_ranking_changes(opened: Opener) -> None:
    shown = settled(opened("robustness", "zh"))
    slider(shown, "price_1").set_value(-40).run()

    assert f"首位将由 {ADA}变为 {BO}。" in shown.checked().words
    again = settled(shown.go("ranking").go("robustness"))
    assert slider(again, "price_1").value == -40
    assert f"首位将由 {ADA}变为 {BO}。" in again.words
    assert t("robustness.whatif_preview", "zh", samples="10,000") in again.words


def test_places_are_counted_by_another_method_and_with_scores_that_vary(opened: Opener) -> None:
    shown = settled(opened("robustness", "en"))
    shown.at.toggle(key="robustness_spread").set_value(True).run()
    apart = settled(shown).html
    shown.at.toggle(key="robustness_spread").set_value(False).run()
    assert settled(shown).html != apart
    shown.at.selectbox(key="robustness_method").select("topsis").run()

    assert "a second opinion, not the ranking" in settled(shown).words
    assert shown.at.toggle(key="robustness_spread").disabled


def test_the_places_of_all_methods_stand_side_by_side_once_they_are_asked_for(opened: Opener) -> None:
    shown = settled(settled(opened("robustness", "en")).click("robustness_methods"))

    assert "TOPSIS" in shown.words
    assert len(shown.at.get("vega_lite_chart")) == 4
    assert shown.html.count('<table class="ve-table') == 6


def test_what_takes_long_says_how_far_it_is_is_cancelled_and_starts_again(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, go = services._found, threading.Event()

    def slow(case: Case) -> Robustness:
        while not go.wait(0.01):
            case.watch()
        return found(case)

    monkeypatch.setattr(services, "_found", slow)
    monkeypatch.setattr(services, "BACKGROUND", Background())
    shown = opened("robustness", "en")

    assert "rankings tried" in shown.at.get("progress")[0].proto.text
    assert not shown.at.get("vega_lite_chart")
    shown.click("robustness_check_stop").run()
    assert t("robustness.stopped", "en") in shown.words
    go.set()
    assert HEADS["en"] in settled(shown.click("robustness_check_again")).words


def test_the_rest_of_the_page_is_used_while_weights_are_counted(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted, go = services.run, threading.Event()

    def slow(study: Study, progress: Progress, cancelled: Callable[[], bool]) -> Trial:
        progress(8192, study.samples)
        while not go.wait(0.01):
            if cancelled():
                raise CancelledError
        return counted(study, progress=progress, cancelled=cancelled)

    monkeypatch.setattr(services, "run", slow)
    monkeypatch.setattr(services, "BACKGROUND", Background())
    shown = opened("robustness", "en")
    while not any(button.key == "robustness_count_stop" for button in shown.at.button):
        shown.run()
    assert "8,192 of 32,768" in shown.at.get("progress")[0].proto.text
    slider(shown, "weight_price").set_value(60.0).run()

    assert f"{EVE} would be first instead of {ADA}." in shown.checked().words
    shown.at.selectbox(key="robustness_region").select("near").run()  # waits in line behind the first
    assert "waits for work asked for before" in shown.checked().at.get("progress")[0].proto.text
    go.set()
    assert "At the end of each bar" in settled(shown).words


def test_what_fails_is_said_and_can_be_started_again(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    found, broken = services._found, [True]

    def fails(case: Case) -> Robustness:
        if broken:
            raise ArithmeticError
        return found(case)

    monkeypatch.setattr(services, "_found", fails)
    monkeypatch.setattr(services, "BACKGROUND", Background())
    shown = settled(opened("robustness", "zh"))
    assert t("robustness.failed", "zh") in shown.words
    broken.clear()
    assert HEADS["zh"] in settled(shown.click("robustness_check_again")).words


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
    shown = settled(shown.go("robustness"))

    assert head in shown.words
    assert shown.html.count('<table class="ve-table') == 2
    assert not shown.at.get("vega_lite_chart")
    assert t("robustness.sums_only_search", lang) in shown.words
    assert t("robustness.left_bid", lang, name=BO) in shown.words
    found, state = robustness_of(shown.state), shown.state
    assert found is not None
    assert (found.rule, found.intervals, found.swings, shares(state, Tried())) == ("quality_per_price", (), (), None)
    assert {one.kind for one in left_for(Actor("Ivo", frozenset({Role.OBSERVER})), found)} == {"bid"}
    assert [*tables(state, LOCAL, lang)] == ["changes.csv", "without.csv"]
    by_rule = replace(found, by_rule=True)
    assert t("robustness.head_by_rule_index", lang, first=EVE, other=found.matrix.vendors[1]) == view.headline(
        by_rule, {}, lang
    )


@pytest.mark.parametrize("lang", LANGS)
def test_under_a_minimum_on_the_total_the_page_tries_no_other_weights(
    opened: Opener, tmp_path: Path, lang: Lang
) -> None:
    pack = packs.rewritten(tmp_path / "pack", packs.MINIMUM_TOTAL)
    shown = settled(opened("robustness", lang, pack=pack))

    assert t("robustness.lead_minimum", lang) in shown.words
    assert t("robustness.sums_only_minimum", lang) in shown.words
    assert not shown.at.get("vega_lite_chart")
    assert not shown.at.slider


@pytest.mark.parametrize("lang", LANGS)
def test_every_kind_of_change_is_a_row_in_words(lang: Lang) -> None:
    names = ("first", "criterion", "vendor", "evaluator", "given", "to", "share", "changes", "gate", "price", "points",
             "better", "mixture", "formula", "low", "high")  # fmt: skip
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
