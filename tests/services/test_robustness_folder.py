"""``robustness``: the published shape, and figures that agree with the ranking that they check."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from evaluator.domain.text import Lang
from evaluator.scoring.matrix import MatrixRefusedError
from evaluator.services.robustness_folder import robustness_folder, robustness_matrix, robustness_words
from evaluator.services.robustness_json import SUMS_ONLY, Wish
from tests import packs

SAMPLE = Path(__file__).parents[2] / "sample_bids"
PUBLISHED = {
    "samples", "seed", "acceptability", "confidence", "central_weights", "stability", "flip",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder() -> dict[str, Any]:
    data, code = robustness_folder(("crm_platform", SAMPLE, None, SAMPLE / "scorecards"), "en", Wish(samples=20_000))
    assert code == 0
    return json.loads(json.dumps(data, allow_nan=False))  # type: ignore[no-any-return]  # as a reader of the JSON has it


def test_a_folder_has_every_published_key_and_shares_that_add_up(folder: dict[str, Any]) -> None:
    bids, criteria = len(folder["alternatives"]), len(folder["criteria"])

    assert folder.keys() >= PUBLISHED
    assert (folder["samples"], folder["seed"], folder["precision"]) == (20_000, 1, "exact")
    assert [sum(row) for row in folder["acceptability"]] == pytest.approx([1] * bids)
    assert [sum(row[rank] for row in folder["acceptability"]) for rank in range(bids)] == pytest.approx([1] * bids)
    assert [len(row) for row in folder["central_weights"]] == [criteria] * bids
    assert folder["confidence"] == [1.0] * bids
    assert [one["criterion"] for one in folder["stability"]] == folder["criteria"]
    for one in folder["stability"]:
        assert 0 <= one["low"] <= one["order_low"] <= one["weight"] <= one["order_high"] <= one["high"] <= 1
        levels = [cross["weight"] for cross in folder["crossings"] if cross["criterion"] == one["criterion"]]
        assert one["order_low"] == pytest.approx(max((at for at in levels if at <= one["weight"]), default=0.0))
        assert one["order_high"] == pytest.approx(min((at for at in levels if at >= one["weight"]), default=1.0))
    assert [one["rival"] for one in folder["flip"]] == folder["alternatives"][1:]
    assert folder["first"] == folder["alternatives"][0]


def test_a_flip_of_a_folder_is_a_sentence_and_its_sum_of_moves_is_what_it_says(folder: dict[str, Any]) -> None:
    for one in folder["flip"]:
        moved = sum(abs(to - own) for to, own in zip(one["weights"], folder["weights"], strict=True))
        assert moved == pytest.approx(one["l1"])
        assert sum(one["weights"]) == pytest.approx(1)
    assert {flip["rule"] for flip in folder["flips"]} >= {"weights", "weight_more", "price_own"}
    assert all(flip["message"].startswith(flip["rival"]) for flip in folder["flips"])
    kinds = {one["kind"] for one in folder["without"]}
    assert kinds == {"bid", "criterion", "evaluator"}


def test_the_first_words_are_about_the_published_weights(folder: dict[str, Any]) -> None:
    lines = robustness_words(folder, "en")
    limits = [one for one in folder["stability"] if one["high"] < 1 or one["low"] > 0]

    assert limits
    for line, one in zip(lines, limits, strict=False):
        assert folder["first"] in line
        assert folder["titles"][one["criterion"]] in line
        assert f"(now {100 * one['weight']:g} %)" in line
    assert f"under {100 * folder['acceptability'][0][0]:.1f} % of the weights tried" in lines[len(limits) + 1]
    said = len(folder["not_searched"])
    assert lines[-2 - said] == folder["flips"][-1]["message"]
    assert lines[-1 - said :] == ["Not looked for:", *folder["not_searched"]]
    assert said


def test_a_panel_that_is_apart_makes_places_less_sure(folder: dict[str, Any]) -> None:
    wish = Wish(samples=20_000, spread=True)
    apart, _ = robustness_folder(("crm_platform", SAMPLE, None, SAMPLE / "scorecards"), "zh", wish)

    assert apart["acceptability"] != folder["acceptability"]
    assert min(apart["confidence"]) < 1
    assert robustness_words(apart, "zh")[0].startswith("只要“")


def test_nobody_ranked_is_refused_by_the_rules() -> None:
    unscored, code = robustness_folder(("crm_platform", SAMPLE, None, None), "en")

    assert (code, unscored["error"]["rule"]) == (1, "nothing_ranked")
    assert robustness_words(unscored, "zh") == []


@pytest.mark.parametrize("change", [packs.TOPSIS, packs.QUALITY_PER_PRICE], ids=["topsis", "quality_per_price"])
def test_a_rule_without_totals_is_searched_and_says_what_exists_for_sums_only(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    pack = packs.rewritten(tmp_path / "pack", change)
    data, code = robustness_folder((str(pack), SAMPLE, None, SAMPLE / "scorecards"), "en")
    found = json.loads(json.dumps(data, allow_nan=False))

    assert code == 0
    assert found["rule"] in change[1]
    assert {name: found[name] for name in found["sums_only"]} == dict.fromkeys(SUMS_ONLY)
    assert found.keys() >= PUBLISHED | {"dominance", "weights"}
    assert {one["kind"] for one in found["without"]} == {"bid", "evaluator"}
    kinds = {flip["rule"] for flip in found["flips"]}
    assert "price_own" in kinds
    assert not kinds & {"weights", "weight", "never"}
    lines = robustness_words(data, "en")
    assert "exist for those alone" in lines[0]
    assert lines[1] == found["flips"][0]["message"]


@pytest.mark.parametrize(("lang", "said"), [("zh", "总分设有最低分"), ("en", "A minimum stands on the total")])
def test_under_a_minimum_on_the_total_nothing_is_told_of_weights_in_words(
    tmp_path: Path, lang: Lang, said: str
) -> None:
    pack = packs.rewritten(tmp_path / "pack", packs.MINIMUM_TOTAL)
    data, code = robustness_folder((str(pack), SAMPLE, None, SAMPLE / "scorecards"), lang)

    assert (code, data["rule"]) == (0, "additive")
    assert {name: data[name] for name in data["sums_only"]} == dict.fromkeys(SUMS_ONLY)
    assert said in robustness_words(data, lang)[0]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.json"
    criteria = [{"name": name, "objective": "max", "weight": weight} for name, weight in (("a", 3), ("b", 2))]
    values = [[1, 0], [0, 1], [0.25, 0.25], [0.5, 0.25]]
    path.write_text(json.dumps({"alternatives": ["A", "B", "C", "D"], "criteria": criteria, "values": values}))
    return path


def test_a_matrix_small_enough_to_check_by_hand(case: Path) -> None:
    data = robustness_matrix(case, Wish(samples=8192))
    flips = {one["rival"]: one for one in data["flip"]}

    assert data["first"] == "A"
    assert data["weights"] == [0.6, 0.4]
    assert data["stability"][0] == {
        "criterion": "a", "weight": 0.6, "low": 0.5, "high": 1.0, "rival_low": "B", "rival_high": None,
        "order_low": 0.5, "order_high": 0.6,
    }  # fmt: skip
    assert flips["B"]["l1"] == pytest.approx(0.2)
    assert flips["B"]["weights"] == [0.5, 0.5]
    assert not flips["C"]["possible"]
    assert flips["C"]["proof"]
    assert data["central_weights"][2] is data["confidence"][2] is None
    assert {(one["better"], one["worse"], one["everywhere"]) for one in data["dominance"]} == {("D", "C", False)}
    assert [row[0] for row in data["acceptability"]] == pytest.approx([0.5, 0.5, 0, 0], abs=0.02)


def test_only_weights_near_the_published_or_in_their_order_are_tried_where_asked(case: Path) -> None:
    near = robustness_matrix(case, Wish(samples=1000, within="10 %"))
    ordered = robustness_matrix(case, Wish(samples=1000, in_order=True))

    assert near["acceptability"][0][0] == ordered["acceptability"][0][0] == 1
    assert 0.54 <= near["central_weights"][0][0] <= 0.66
    assert ordered["central_weights"][0][0] == pytest.approx(0.75, abs=0.02)


@pytest.mark.parametrize("within", ["0", "120", "wide", "1/0"])
def test_a_share_that_is_none_is_refused(case: Path, within: str) -> None:
    with pytest.raises(MatrixRefusedError, match="region_share"):
        robustness_matrix(case, Wish(within=within))


def test_a_cost_or_a_broken_matrix_is_refused_with_the_criterion(case: Path) -> None:
    text = case.read_text()
    case.write_text(text.replace('"max"', '"min"', 1))
    with pytest.raises(MatrixRefusedError, match=r"cost_turned.*'criterion': 'a'"):
        robustness_matrix(case)
    case.write_text(text.replace('"weight": 3', '"weight": 0').replace('"weight": 2', '"weight": 0'))
    with pytest.raises(MatrixRefusedError, match="weights_zero"):
        robustness_matrix(case)


def test_one_bid_is_first_whatever_its_criteria_count(tmp_path: Path) -> None:
    path = tmp_path / "case.csv"
    path.write_text("vendor,a,b\nobjective,max,max\nweight,1,1\nAda,1,2\n", encoding="utf-8")
    data = robustness_matrix(path, Wish(samples=100))

    assert (data["acceptability"], data["flip"]) == ([[1.0]], [])
    assert robustness_words(data, "en")[0] == "Ada stays first whatever one criterion counts."
    assert Fraction(data["stability"][0]["high"]) == 1


def test_another_method_counts_the_places_and_leaves_the_official_totals_alone(case: Path) -> None:
    plain, other = (robustness_matrix(case, Wish(samples=8192, method=method)) for method in ("additive", "topsis"))

    assert (plain["method"], other["method"]) == ("additive", "topsis")
    assert other["acceptability"] != plain["acceptability"]
    assert (other["stability"], other["flip"], other["first"]) == (plain["stability"], plain["flip"], plain["first"])
    assert "of the weights tried, by TOPSIS." in robustness_words(other, "en")[2]
    with pytest.raises(MatrixRefusedError, match="method_unknown"):
        robustness_matrix(case, Wish(method="guess"))


def test_all_who_share_the_first_place_are_named(case: Path) -> None:
    case.write_text(case.read_text().replace("[0, 1]", "[1, 0]"))
    data = robustness_matrix(case, Wish(samples=1000))

    assert data["first_shared"] == ["A", "B"]
    assert robustness_words(data, "en")[0] == "A, B share the first place, and any change can part them."
    assert robustness_words(data, "zh")[0] == "A、B 并列首位，任何一处变化都可能分出先后。"


def test_while_answers_are_open_it_says_whether_they_can_still_turn_the_first_place(folder: dict[str, Any]) -> None:
    held = folder["standing"]
    limits = [one for one in folder["stability"] if one["high"] < 1 or one["low"] > 0]

    assert (held["first"], held["decided"]) == (folder["first"], False)
    assert held["worst"] <= held["most"]
    assert held["next"] in held["rivals"]
    assert folder["first"] not in held["rivals"]
    assert robustness_words(folder, "en")[len(limits)] == held["message"]
