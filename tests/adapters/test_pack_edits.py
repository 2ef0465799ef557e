"""Edits of a tender's own copy: what is named is changed, all else stays, and what depends on a change is told, never broken."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from evaluator.adapters.pack_edits import edited
from evaluator.adapters.packs import PackError, draft_pack, find_pack, load_pack, pack_files, parse_pack, stored_pack
from evaluator.domain.award_rule import INDEXES, kind_of
from evaluator.domain.method import Combine, LeafJudge, Method
from evaluator.domain.method_differences import differences
from evaluator.domain.method_edit import Change, Edit, Own, Part, Place, Value, facts
from evaluator.domain.question import Judge, Kind, Option, Question, Range
from evaluator.domain.text import Text
from evaluator.intake.method_rules import CHOICES
from evaluator.scoring.opinion_rules import OFFICIAL
from tests import tiny

PACKS = ("crm_platform", "services_cn")
FILES = {name: pack_files(find_pack(name)) for name in PACKS}
BEFORE = {name: load_pack(name).method for name in PACKS}


WHOLE = ("price.trim_from", "price.abnormally_low.minutes", "shortlist.top", "requirements.max_unmet_musts")


def place(part: Part, key: str, field: str) -> Place:
    return Place(part, key, field)


def changed(*changes: Change, name: str = "crm_platform") -> Method:
    return draft_pack(edited(FILES[name], changes))[0].method


@pytest.mark.parametrize("name", PACKS)
def test_no_edits_and_edits_to_what_stands_there_change_nothing(name: str) -> None:
    assert edited(FILES[name], ()) == FILES[name]
    assert edited(FILES[name], [Edit(at, value) for at, value in facts(BEFORE[name]).items()]) == FILES[name]


def other(at: Place, value: Value) -> Value:
    if at.part is Part.GATE and value in (None, ()):
        return value  # the limit that a gate has not got, or the gate that there is not
    if isinstance(value, bool) or at.field == "reason_required":
        return not value
    if isinstance(value, tuple):
        return value[:1] if len(value) > 1 else value
    if at.field in CHOICES:
        return next(one for one in CHOICES[at.field] if one != value)
    if isinstance(value, str):
        return f"{value}（改）"
    return (value or Decimal(0)) + Decimal("0.5") if at.field not in WHOLE else Decimal(9)


@pytest.mark.parametrize("name", PACKS)
def test_every_place_takes_a_new_value_and_nothing_else_differs(name: str) -> None:
    held = facts(BEFORE[name])
    asked = ("asked", "on")  # moved one by one below: what is off has fewer words in force
    wanted = {at: new for at, value in held.items() if at.field not in asked and (new := other(at, value)) != value}

    files = edited(FILES[name], [Edit(at, value) for at, value in wanted.items()])
    after = facts(stored_pack(files).method)
    assert {at: after[at] for at in wanted} == wanted
    assert {at: after[at] for at in held.keys() - wanted.keys()} == {at: held[at] for at in held.keys() - wanted.keys()}
    assert len(differences(BEFORE[name], stored_pack(files).method)) == len(wanted)


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize(("field", "step"), [("asked", 12), ("on", 2)])  # some of many, each on its own
def test_what_is_put_off_and_on_again_is_as_it_was(name: str, field: str, step: int) -> None:
    for at in [at for at, on in facts(BEFORE[name]).items() if at.field == field and on][::step]:
        off = edited(FILES[name], [Edit(at, False)])
        draft, waiting = draft_pack(off)

        assert facts(draft.method)[at] is False
        assert {fault.rule for fault in waiting} <= {"question_weights_sum"}
        assert parse_pack(edited(off, [Edit(at, True)])).method == BEFORE[name]


def test_weights_that_miss_a_hundred_can_be_kept_and_not_be_locked() -> None:
    files = edited(FILES["crm_platform"], [Edit(place(Part.CRITERION, "support", "weight"), Decimal("12.5"))])

    _, waiting = draft_pack(files)

    assert [(fault.key, fault.rule, dict(fault.params)["total"]) for fault in waiting] == [
        ("criteria", "weights_sum", "99.5")
    ]
    with pytest.raises(PackError, match="weights_sum"):
        parse_pack(files)


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (Edit(place(Part.CRITERION, "support", "weight"), Decimal(-1)), "weight_negative"),
        (Edit(place(Part.CRITERION, "price", "minimum"), Decimal(10)), "price_threshold"),
        (Edit(place(Part.LEVEL, "tech.team/2", "points"), Decimal(3)), "twice"),
        (Edit(place(Part.GATE, "CO-04", "accept"), ()), "gate_accepts"),
        (Edit(place(Part.RULES, "", "shortlist.top"), Decimal(0)), "below_least"),
        (Edit(place(Part.RULES, "", "discuss_over"), Decimal("100.5")), "outside_hundred"),
        (Edit(place(Part.CRITERION, "price", "anonymous"), True), "panel_only"),
        (Edit(place(Part.CRITERION, "price", "reason_required"), False), "panel_only"),
        (Edit(place(Part.CRITERION, "nothing", "weight"), Decimal(1)), "edit_nowhere"),
        (Edit(place(Part.LEVEL, "tech.team/7", "points"), Decimal(1)), "edit_nowhere"),
        (Edit(place(Part.GATE, "TR-04", "on"), True), "edit_nowhere"),
        (Edit(place(Part.QUESTION, "XX-01", "asked"), False), "edit_nowhere"),
        (Edit(place(Part.OPTION, "SE-01/never", "value"), Decimal(1)), "edit_nowhere"),
        (Edit(place(Part.ITEM, "SU-02/P9/response", "weight"), Decimal(1)), "edit_nowhere"),
        (Edit(place(Part.WORDS, "questions.SE-01.options.never.text", "text.zh"), "词"), "edit_nowhere"),
        (Edit(place(Part.GATE, "SE-02", "on"), True), "text_missing"),
        (Edit(place(Part.GATE, "SE-02", "on"), True), "gate_accepts"),
    ],
)
def test_what_no_method_can_be_is_refused_with_its_key(edit: Edit, rule: str) -> None:
    with pytest.raises(PackError, match=rule):
        draft_pack(edited(FILES["crm_platform"], [edit]))


def gated(key: str, **fields: Value) -> list[Edit]:
    wanted = {"on": True, "reason.zh": "不可接受", "reason.en": "not acceptable", **fields}
    return [Edit(place(Part.GATE, key, name.replace("__", ".")), value) for name, value in wanted.items()]


@pytest.mark.parametrize(
    ("key", "fields"),
    [("SE-02", {"accept": ("yes",)}), ("SU-06", {"at_most": Decimal(48)}), ("TR-03", {"at_least": Decimal("62.5")})],
)
def test_a_gate_is_given_to_a_question_that_had_none_and_taken_away_again(key: str, fields: dict[str, Value]) -> None:
    question = next(one for one in BEFORE["crm_platform"].questions if one.id == key)
    fields = {"accept": (question.options[0].key,)} if "accept" in fields and question.options else fields
    assert question.gate is None

    files = edited(FILES["crm_platform"], gated(key, **fields))
    asked = next(one for one in parse_pack(files).method.questions if one.id == key)

    assert asked.gate is not None and asked.gate.reason == Text("不可接受", "not acceptable")
    assert {name: getattr(asked.gate, name) for name in fields} == fields
    assert [(one.place.field, one.after) for one in differences(BEFORE["crm_platform"], parse_pack(files).method)] == [
        ("on", True), *fields.items(), ("reason.zh", "不可接受"), ("reason.en", "not acceptable")
    ]  # fmt: skip
    gone = {"on": False, "reason.zh": "", "reason.en": ""} | {name: () if name == "accept" else None for name in fields}
    away = [Edit(place(Part.GATE, key, name), value) for name, value in gone.items()]
    assert parse_pack(edited(files, away)).method == BEFORE["crm_platform"]


def test_a_word_of_an_option_is_found_where_its_question_is_left_out_too() -> None:
    key = next(at.key for at in facts(BEFORE["crm_platform"]) if at.part is Part.WORDS and ".SE-02.options." in at.key)
    off = edited(FILES["crm_platform"], [Edit(place(Part.QUESTION, "SE-02", "asked"), False)])

    after = facts(draft_pack(edited(off, [Edit(place(Part.WORDS, key, "text.en"), "Other words")]))[0].method)

    assert after[place(Part.WORDS, key, "text.en")] == "Other words"


RULE = {at.field: at for at in facts(BEFORE["crm_platform"]) if at.part is Part.RULES}


def test_a_formula_comes_with_its_prices_and_ties_with_known_criteria() -> None:
    line = {
        "price.formula": "linear",
        "price.best": Decimal(800_000),
        "price.worst": Decimal(1_200_000),
        "blank": "exclude",
    }
    method = changed(
        *(Edit(RULE[name], value) for name, value in line.items()), Edit(RULE["ties"], ("price", "tech.team"))
    )

    assert (method.price.formula, method.price.best, method.price.worst) == ("linear", 800_000, 1_200_000)
    assert (method.blank, method.ties) == ("exclude", ("price", "tech.team"))
    with pytest.raises(PackError, match="anchors_missing"):
        changed(Edit(RULE["price.formula"], "linear"))
    trimmed = {
        "formula": "benchmark",
        "benchmark": Decimal("97.5"),
        "trim_from": Decimal(5),
        "over": Decimal("0.6"),
        "under": Decimal(0),
    }
    rule = changed(*(Edit(RULE[f"price.{name}"], value) for name, value in trimmed.items())).price
    assert {name: getattr(rule, name) for name in trimmed} == trimmed and isinstance(rule.trim_from, int)
    with pytest.raises(PackError, match="unknown_criterion"):
        changed(Edit(RULE["ties"], ("luck",)))
    with pytest.raises(PackError, match="not_allowed"):
        changed(Edit(RULE["price.formula"], "cheapest"))


@pytest.mark.parametrize(
    ("rule", "value", "fault"),
    [("price.formula", "lowest_distance", "gov_formula"), ("award.method", "topsis", "gov_award")],
)
def test_government_procurement_keeps_its_price_formula_and_its_ranking(rule: str, value: str, fault: str) -> None:
    files = edited(FILES["services_cn"], [Edit(RULE[rule], value)])

    with pytest.raises(PackError, match=fault):
        draft_pack(files, replace(tiny.tender(), route="gov"))
    method = draft_pack(files, replace(tiny.tender(), route="tender"))[0].method
    assert facts(method)[RULE[rule]] == value


def test_the_ranking_is_a_named_method_with_its_parameters_or_the_sum_without() -> None:
    named = edited(
        FILES["crm_platform"],
        [Edit(RULE["award.method"], "waspas"), Edit(RULE["award.parameters"], "lambda = 0.3; normalisation = sum")],
    )
    award = parse_pack(named).method.award
    parameters = {"lambda": Decimal("0.3"), "normalisation": "sum"}
    assert (award.rule, award.method, award.parameters) == ("method", "waspas", parameters)
    assert parse_pack(edited(named, [Edit(RULE["award.method"], "additive")])).method == BEFORE["crm_platform"]
    with pytest.raises(PackError, match="award_parameters"):  # those of the method before
        draft_pack(edited(named, [Edit(RULE["award.method"], "vikor")]))
    with pytest.raises(PackError, match="additive_parameters"):
        changed(Edit(RULE["award.parameters"], "lambda = 0.3"))
    with pytest.raises(PackError, match="unknown_method"):
        changed(Edit(RULE["award.method"], "luck"))
    needed = {
        "price_less_quality": "willingness_to_pay = 600000", "utility_index": "n = 2",
        "rated_criteria": "technical_scale = highest_received", "life_cycle_cost": "SU-06 = 500",
    }  # fmt: skip
    priced = [
        Edit(Place(Part.CRITERION, key, "weight"), Decimal(weight)) for key, weight in (("price", 30), ("fit", 6))
    ]
    for name in CHOICES["award.method"]:
        # An index with weights of its own needs a weight of price of 30 % at least.
        edits = [*priced, Edit(RULE["award.method"], name), Edit(RULE["award.parameters"], needed.get(name, ""))]
        award = changed(*edits).award
        assert (award.rule, award.method if name != "additive" else name) == (kind_of(name), name)
    assert CHOICES["award.method"] == ("additive", *INDEXES, *OFFICIAL)
    with pytest.raises(PackError, match="index_parameter"):
        changed(Edit(RULE["award.method"], "utility_index"))
    with pytest.raises(PackError, match="minimum_without_total"):
        changed(Edit(RULE["award.method"], "quality_per_price"), Edit(RULE["minimum_total"], Decimal(60)))
    with pytest.raises(PackError, match="index_formula"):
        changed(
            *priced, Edit(RULE["award.method"], "rated_criteria"), Edit(RULE["price.formula"], "observed_linear"),
            Edit(RULE["award.parameters"], needed["rated_criteria"]),
        )  # fmt: skip


def test_the_tie_rule_is_a_list_with_the_price_and_a_draw_and_a_question_may_have_a_minimum() -> None:
    with pytest.raises(PackError, match="seed_missing"):
        changed(Edit(RULE["ties"], ("security", "lower_price", "draw")))
    method = changed(
        Edit(RULE["ties"], ("security", "lower_price", "draw")), Edit(RULE["tie_seed"], "lottery 2026-081"),
        Edit(Place(Part.QUESTION, "SE-02", "minimum"), Decimal(60)),
    )  # fmt: skip

    assert (method.ties, method.tie_seed) == (("security", "lower_price", "draw"), "lottery 2026-081")
    assert next(one.minimum for one in method.questions if one.id == "SE-02") == 60


def test_the_panel_and_the_low_prices_have_rules_of_their_own() -> None:
    low = {name: RULE[f"price.abnormally_low.{name}"] for name in ("below_mean", "below_second", "below_ceiling")}
    method = changed(
        Edit(RULE["combine"], "trimmed_mean"), Edit(low["below_mean"], Decimal("62.5")), Edit(low["below_second"], None)
    )

    found = method.price.abnormally_low
    assert method.combine is Combine.TRIMMED_MEAN
    assert (found.below_mean, found.below_second, found.below_ceiling) == (Decimal("62.5"), None, 45)
    assert found.source == BEFORE["crm_platform"].price.abnormally_low.source
    with pytest.raises(PackError, match="not_allowed"):
        changed(Edit(RULE["combine"], "loudest"))
    with pytest.raises(PackError, match="below_mean"):
        changed(Edit(low["below_mean"], Decimal(150)))


def test_names_reasons_and_talks_are_ruled_for_the_whole_and_for_a_sub_criterion() -> None:
    hidden, reasons = (Place(Part.CRITERION, "tech.team", name) for name in ("anonymous", "reason_required"))
    given = [Edit(RULE["reason_required"], True), Edit(RULE["discuss_over"], Decimal(25)), Edit(hidden, True)]
    files = edited(FILES["crm_platform"], [*given, Edit(reasons, False)])

    method = parse_pack(files).method
    assert (method.reason_required, method.discuss_over, method.leaf("tech.team").anonymous) == (True, 25, True)
    assert [leaf.key for leaf in method.panel_leaves() if not method.needs_reason(leaf)] == ["tech.team"]
    assert [leaf.key for leaf in method.leaves() if leaf.anonymous] == ["tech.team"]
    back = [Edit(RULE["reason_required"], False), Edit(RULE["discuss_over"], None), Edit(hidden, False)]
    assert parse_pack(edited(files, [*back, Edit(reasons, None)])).method == BEFORE["crm_platform"]
    assert all(leaf.judge is LeafJudge.PANEL for leaf in BEFORE["crm_platform"].leaves() if
               Place(Part.CRITERION, leaf.key, "anonymous") in facts(BEFORE["crm_platform"]))  # fmt: skip


def test_an_own_question_stands_last_in_its_section_with_its_scale() -> None:
    own = Question(
        id="BQ-01", section="security", text=Text("是否通过渗透测试？", "Penetration tested?"), kind=Kind.CHOICE,
        judge=Judge.AUTO, criterion="security.certification", weight=Decimal(10), hint=Text("写明日期", "Give the date"),
        options=(Option(key="o1", text=Text("是", "Yes"), value=Decimal(100)),
                 Option(key="o2", text=Text("否", "No"), value=Decimal(0))),
    )  # fmt: skip
    own = Question(**{**_fields(own), "criterion": _auto_leaf()})
    hours = Question(
        id="BQ-02", section="security", text=Text("几小时？", "Hours?"), kind=Kind.NUMBER, judge=Judge.AUTO,
        criterion=_auto_leaf(), weight=Decimal(5), range=Range(worst=Decimal(9), best=Decimal(0)),
    )  # fmt: skip

    method = changed(Own(own), Own(hours))

    here = [question for question in method.questions if question.section == "security"]
    assert here[-2:] == [own, hours]
    assert len(method.questions) == len(BEFORE["crm_platform"].questions) + 2
    assert [one.place for one in differences(BEFORE["crm_platform"], method)] == [
        Place(Part.QUESTION, "BQ-01", ""), Place(Part.QUESTION, "BQ-02", "")
    ]  # fmt: skip


def _auto_leaf() -> str:
    found = next(one for one in BEFORE["crm_platform"].auto_questions() if one.section == "security")
    return found.criterion


def _fields(question: Question) -> dict[str, object]:
    return {
        name: getattr(question, name)
        for name in ("id", "section", "text", "kind", "judge", "weight", "hint", "options")
    }


def test_an_own_question_in_one_language_waits_only_where_the_tender_has_both() -> None:
    own = Own(Question(id="BQ-01", section="company", text=Text("有无分公司？"), kind=Kind.YES_NO))
    files = edited(FILES["crm_platform"], [own])

    assert [fault.rule for fault in draft_pack(files)[1]] == ["translation_missing"]
    assert draft_pack(files, replace(tiny.tender(), languages=("zh",)))[1] == []


def test_a_question_on_one_side_only_is_one_difference_with_its_words() -> None:
    own = Own(Question(id="BQ-01", section="company", text=Text("有无分公司？", "Any branches?"), kind=Kind.YES_NO))

    told = differences(BEFORE["crm_platform"], changed(own))

    assert [(one.place, one.before, one.after) for one in told] == [
        (Place(Part.QUESTION, "BQ-01", ""), "", "有无分公司？ / Any branches?")
    ]


def test_a_gate_that_is_off_needs_its_question() -> None:
    files = {**FILES["crm_platform"]}
    files["method.toml"] += '\n[gates_off.XX-09]\naccept = ["yes"]\nreason = { zh = "理由", en = "reason" }\n'

    with pytest.raises(PackError, match="unknown_question"):
        parse_pack(files)
