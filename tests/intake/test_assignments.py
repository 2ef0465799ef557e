"""Who scores what: lists by name, everybody without one, and nobody where nobody is left."""

from __future__ import annotations

import pytest

from evaluator.intake.assignments import assigned, cards_of, judges, scores, unassigned
from evaluator.intake.tender_check import check_against, check_tender
from tests import tiny
from tests.drafts import library

METHOD = tiny.method()


def test_without_a_list_everybody_scores_everything():
    tender = tiny.tender()

    assert judges(tender, "plan") == ("Eva", "Finn")
    assert [leaf.key for leaf in assigned(METHOD, tender, "Eva")] == ["plan"]
    assert assigned(METHOD, None, "Anybody") == METHOD.panel_leaves()
    assert unassigned(METHOD, tender) == ()


def test_a_list_is_found_by_the_name_as_people_write_it():
    tender = tiny.tender(assignments={"Eva": ("other",), "Finn": ()})

    assert not scores(tender, "ＥＶＡ ", "plan")
    assert judges(tender, "plan") == ("Finn",)
    assert [card.evaluator for card in cards_of(tender, "plan", "Ada", tiny.scorecards({"Ada": (1, 2)}))] == ["Finn"]


def test_a_sub_criterion_of_nobody_is_named_only_where_there_is_a_panel():
    lists = {"Eva": ("other",), "Finn": ("other",)}

    assert [leaf.key for leaf in unassigned(METHOD, tiny.tender(assignments=lists))] == ["plan"]
    assert unassigned(METHOD, tiny.tender(evaluators=(), assignments={})) == ()
    assert unassigned(METHOD, None) == ()


@pytest.mark.parametrize(
    ("languages", "faults"),
    [
        ({"ADA": "zh"}, []),
        ({"Cy": "zh"}, [("vendor_languages.Cy", "not_invited")]),
        ({"Bo": "both"}, [("vendor_languages.Bo", "other_language")]),
        ({"Bo": "zh", "BO": "zh"}, [("vendor_languages.BO", "twice")]),
    ],
)
def test_a_tender_file_gives_only_invited_vendors_a_language_that_it_has(languages, faults):
    tender = tiny.tender(vendors=("Ada", "Bo"), vendor_languages=languages, languages=("zh",))

    assert [(key, rule) for key, rule, _ in check_tender(tender)] == faults


@pytest.mark.parametrize(
    ("lists", "faults"),
    [
        ({"Eva": ("plan",)}, []),
        ({"Gil": ("plan",)}, [("assignments.Gil", "not_on_panel")]),
        ({"Eva": ("plan",), "EVA": ("plan",)}, [("assignments.EVA", "twice")]),
        ({"Eva": ("plan", "plan")}, [("assignments.Eva", "twice")]),
        ({"Eva": ("support",)}, [("assignments.Eva", "not_judged")]),
    ],
)
def test_a_tender_file_names_only_the_panel_and_what_it_judges(lists, faults):
    tender = tiny.tender(assignments=lists)
    found = check_tender(tender) + check_against(tender, ("tiny", "tiny"), library(), (), ("plan",))

    assert [(key, rule) for key, rule, _ in found] == faults
