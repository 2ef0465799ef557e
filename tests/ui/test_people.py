"""The people page where one person works alone: what that means, and how a team begins."""

from __future__ import annotations

import pytest

from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from evaluator.services.accounts import EVERYWHERE, IN_TENDER, Person
from evaluator.services.commands import Actor, Role
from evaluator.services.declaring import Declared
from evaluator.ui.parts.tables import Cell
from evaluator.ui.views import people as view
from evaluator.ui.views import who
from tests.ui.conftest import Opener


@pytest.mark.parametrize("lang", LANGS)
def test_who_works_alone_is_told_so_and_how_a_team_begins(opened: Opener, lang: Lang) -> None:
    shown = opened("people", lang)

    assert not shown.at.exception
    assert t("people.alone_lead", lang) in shown.html
    assert t("frame.alone", lang) in shown.html


@pytest.mark.parametrize("lang", LANGS)
def test_a_person_is_shown_with_roles_and_state_as_text(lang: Lang) -> None:
    hostile = Person(
        id="1", name="<b>Eve</b>", email="", active=True, ready=False, roles=frozenset({Role.LEAD, Role.AUDITOR}), ver=1
    )
    row = view.accounts([hostile], lang)[0]

    assert [str(getattr(cell, "text", cell)) for cell in row.cells][1] == "–"
    assert t("people.role.starter", lang) in view.roles_shown(hostile.roles, lang, everywhere=True)
    assert "<b>" not in who.markup(Actor(hostile.name, hostile.roles, "s"), lang)


def test_each_gives_the_roles_that_are_theirs_to_give() -> None:
    assert set(view.offered("t1", lead=True)) == IN_TENDER
    assert view.offered("t1", lead=False) == [Role.LEAD]
    assert set(view.offered("", lead=False)) == EVERYWHERE


@pytest.mark.parametrize("lang", LANGS)
def test_who_works_alone_is_asked_for_no_declaration(opened: Opener, lang: Lang) -> None:
    for page in ("people", "bids"):
        shown = opened(page, lang)

        assert not shown.at.exception
        assert not [
            words for words in ("declare", "declare.first", "declared") if t(f"people.{words}", lang) in shown.html
        ]


@pytest.mark.parametrize("lang", LANGS)
def test_a_declaration_is_told_with_its_interests_as_text_and_whoever_still_has_to_is_marked(lang: Lang) -> None:
    made = Declared(name="Tim", at="2026-11-28T08:00:00Z", number=1, current=True, interests={"<b>Bo</b>": "a share"})
    late = Declared(name="Pia", at="", number=0, current=False, interests={})

    first, second = (
        [cell for cell in row.cells if isinstance(cell, Cell)] for row in view.declared([made, late], lang)
    )
    assert (first[2].text, first[2].tone) == ("<b>Bo</b>: a share", "warn")
    assert (second[1].text, second[1].tone) == (t("people.declared.never", lang), "warn")
