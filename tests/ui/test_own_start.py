"""The third way to start a tender: one's own questionnaire is read, assigned in bulk and cell by cell, and begun."""

from __future__ import annotations

from typing import Any

import pytest

from evaluator.domain.question import Judge
from evaluator.domain.text import LANGS, Lang, Text
from evaluator.i18n.words import t
from evaluator.services import tenders
from evaluator.services.commands import LOCAL
from evaluator.services.own_drafts import kept_assignment
from evaluator.services.own_questionnaire import first_assignment, read_questionnaire, trees
from evaluator.services.state import TenderState, load
from evaluator.ui.views.own import OwnDesk
from tests.telephony import TITLES, questionnaire
from tests.ui.conftest import Opened, Opener

TREE = {"zh": "技术 | 40\n服务 | 20", "en": "Technical | 40\nService | 20"}
FIRST = {"zh": "技术", "en": "Technical"}
SECOND = {"zh": "服务", "en": "Service"}


def read(opened: Opener, lang: Lang) -> Opened:
    shown = opened("tender", lang, until="")
    shown.at.file_uploader(key="own_file").upload("telephone.xlsx", questionnaire(lang))
    shown.run()
    return shown.click("own_read")


def desk(shown: Opened) -> OwnDesk:
    found = shown.at.session_state["ve.own.desk"]
    assert isinstance(found, OwnDesk)
    return found


def typed(shown: Opened, name: str, text: str) -> Opened:
    box = shown.at.text_input if name == "price" else shown.at.text_area
    box(key=f"own_{name}_{desk(shown).turn}").set_value(text).run()
    return shown.checked()


def assign(shown: Opened, section: int, criterion: str, button: str = "own_assign_shown") -> Opened:
    shown.at.selectbox(key="own_show").set_value(section).run()
    shown.at.selectbox(key=f"own_to_criterion_{desk(shown).turn}").set_value(criterion).run()
    return shown.click(button)


def grid_edits(shown: Opened, lang: Lang, rows: dict[int, dict[str, Any]]) -> None:
    """The browser's editor has sent these edits; they are the state of the grid when the next click is sent."""
    key = f"own_grid_{desk(shown).turn}_{shown.at.selectbox(key='own_show').value}_{lang}"
    shown.at.session_state[key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}


def begun(shown: Opened) -> TenderState:
    ((key, _, _),) = tenders.tenders(shown.store, LOCAL)
    return load(shown.store, LOCAL, key)


@pytest.mark.parametrize("lang", LANGS)
def test_what_was_read_is_told_with_what_was_left_out(opened: Opener, lang: Lang) -> None:
    shown = read(opened, lang)

    for words in (
        t("own.head", lang, name="telephone.xlsx", n=10), t(f"own.language.{lang}", lang), TITLES[lang][2],
        t("own.summary.prices", lang, n=3), t("own.summary.left", lang, why=t("finding.left.instructions", lang)),
        t("own.waiting", lang, n=10), t("own.keeps", lang),
    ):  # fmt: skip
        assert words in shown.words


@pytest.mark.parametrize("lang", LANGS)
def test_a_questionnaire_is_assigned_by_section_and_starts_a_tender(opened: Opener, lang: Lang) -> None:
    shown = typed(typed(read(opened, lang), "criteria", TREE[lang]), "price", "40")
    shown.at.text_input(key=f"own_list_{desk(shown).turn}").set_value("5").run()
    assert t("own.fault.criteria_sum", lang, total="105") in shown.words
    shown.at.text_input(key=f"own_list_{desk(shown).turn}").set_value("").run()
    shown.at.checkbox(key=f"own_references_{desk(shown).turn}").check().run()
    for section, criterion in ((1, FIRST), (2, FIRST), (3, SECOND)):
        assign(shown, section, criterion[lang])
    assert t("own.faultless", lang) in shown.words
    shown.at.text_input(key="own_form_name").set_value("PBX 2027")
    shown.at.text_input(key="own_form_buyer").set_value("Buyer Ltd")
    shown.at.text_area(key="own_form_vendors").set_value("Ada\nBo")

    shown.click("own_form_start")

    now = begun(shown)
    assert (now.tender.vendors, now.tender.languages, now.locked) == (("Ada", "Bo"), (lang,), False)
    assert [top.title.show(lang) for top in now.pack.method.criteria][:2] == [FIRST[lang], SECOND[lang]]
    assert len(now.pack.method.questions) == 11  # the table of references among them
    assert len(now.pack.method.calls) == 6
    assert now.pack.method.title == Text(**{lang: "PBX 2027"})
    shown.go("method")
    assert FIRST[lang] in shown.words
    assert "ve.own.desk" not in shown.at.session_state or shown.at.session_state["ve.own.desk"] is None
    assert kept_assignment(shown.store, LOCAL) is None


def test_too_early_a_start_says_what_is_open_and_keeps_all_that_was_typed(opened: Opener) -> None:
    shown = read(opened, "en")
    shown.at.text_input(key="own_form_name").set_value("PBX 2027")
    shown.at.text_input(key="own_form_buyer").set_value("Buyer Ltd")

    shown.click("own_form_start")

    assert t("refused.own_unassigned", "en", n=10) in shown.words
    assert shown.at.text_input(key="own_form_name").value == "PBX 2027"
    assert tenders.tenders(shown.store, LOCAL) == ()


def test_ticked_questions_are_assigned_and_made_a_gate_and_edits_of_cells_are_kept(opened: Opener) -> None:
    shown = typed(read(opened, "en"), "criteria", TREE["en"])
    shown.at.selectbox(key=f"own_to_criterion_{desk(shown).turn}").set_value("Technical").run()
    shown.at.selectbox(key="own_to_judge").set_value("panel").run()
    edits = {1: {"chosen": True}, 3: {"chosen": True}, 6: {"weight": "25", "required": False}}
    grid_edits(shown, "en", edits)
    shown.run()
    grid_edits(shown, "en", edits)

    shown.click("own_assign")
    grid_edits(shown, "en", {0: {"chosen": True}, 1: {"chosen": True}})
    shown.run()
    grid_edits(shown, "en", {0: {"chosen": True}, 1: {"chosen": True}})
    shown.click("own_gate_yes")

    rows = {row.id: row for row in desk(shown).said.rows}
    assert [key for key, row in rows.items() if row.criterion] == ["1.2", "1.10"]
    assert (rows["2.3"].weight, rows["2.3"].required) == ("25", False)
    # Only what is answered by yes or no can pass by a yes.
    assert [key for key, row in rows.items() if row.gate] == ["1.1"]


def test_the_language_of_the_page_and_another_page_lose_nothing(opened: Opener) -> None:
    shown = typed(read(opened, "en"), "criteria", TREE["en"])
    assign(shown, 1, "Technical")
    before = desk(shown).said

    shown.at.session_state["ve.lang"] = "zh"
    shown.run()
    shown.go("desk").go("tender")

    assert desk(shown).said == before
    assert t("own.head", "zh", name="telephone.xlsx", n=10) in shown.words
    assert shown.at.text_area(key=f"own_criteria_{desk(shown).turn}").value == TREE["en"]


def test_a_reload_of_the_browser_goes_on_where_the_assignment_stood(opened: Opener) -> None:
    shown = typed(typed(read(opened, "en"), "criteria", TREE["en"]), "price", "40")
    grid_edits(shown, "en", {2: {"unit": "ports"}})
    assign(shown, 1, FIRST["en"])
    before = desk(shown)

    again = shown.second("tender")

    assert (desk(again).asked, desk(again).said) == (before.asked, before.said)
    assert before.done() > 0 and again.at.text_input(key="own_price_0").value == "40"
    assert t("own.head", "en", name="telephone.xlsx", n=10) in again.words

    again.click("own_again")

    assert kept_assignment(shown.store, LOCAL) is None
    assert "ve.own.desk" not in shown.second("tender").at.session_state


def test_a_file_that_is_no_questionnaire_is_refused_in_a_sentence(opened: Opener) -> None:
    shown = opened("tender", "en", until="")
    shown.at.file_uploader(key="own_file").upload("notes.xlsx", b"nothing of the kind")
    shown.run()

    shown.click("own_read")

    assert t("refused.file_unreadable", "en", file="notes.xlsx") in shown.words


def made() -> OwnDesk:
    asked = read_questionnaire("q.xlsx", questionnaire("en"))
    return OwnDesk(asked, first_assignment(asked, trees()[1]), "", "")


def test_questions_follow_a_renamed_criterion_and_lose_one_that_is_gone() -> None:
    own = made()
    own.type_criteria("A | 40\nB | 20")
    own.assign([row.key for row in own.said.rows], criterion="A")

    own.type_criteria("A1 | 40\nB | 20")
    renamed = {row.criterion for row in own.said.rows}
    own.type_criteria("B | 60")

    assert renamed == {"A1"}
    assert {row.criterion for row in own.said.rows} == {""}


def test_edits_of_a_grid_lie_above_the_rows_that_it_started_from() -> None:
    own = made()
    rows = own.drawn("g1", None)

    own.edit("g1", {0: {"judge": "info"}})
    own.edit("g1", {0: {"judge": "info"}, 1: {"gate": None, "kind": "text"}})

    assert own.drawn("g1", None) == rows
    assert [row.judge for row in own.said.rows][:2] == ["info", Judge.PANEL.value]
    assert (own.said.rows[1].gate, own.said.rows[1].kind) == ("", "text")


def test_the_sum_of_the_weights_is_told_only_where_all_are_numbers() -> None:
    own = made()

    assert own.total() == 100
    own.type_criteria("A | many")
    assert own.total() is None
