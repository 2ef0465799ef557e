"""The record: every act in words in both languages, filtered, for those who may read it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

import evaluator.services
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import known, t
from evaluator.services import scores
from evaluator.services.commands import LOCAL, Actor, NotAllowed, Role, new_command_id
from evaluator.services.logbook import Entry, logbook
from evaluator.services.state import load
from evaluator.ui.views import record as view
from tests.ui.conftest import Opener
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS, seeded

_SERVICE = re.compile(r'@service\(\s*"([^"]+)"')
# What belongs to no tender is in no tender's record.
ASIDE = {"people.save", "preference.save", "sign_in.open", "sign_in.end", "buyer.save"}


@pytest.mark.parametrize("lang", LANGS)
def test_every_act_that_is_logged_has_words(lang: Lang) -> None:
    folder = Path(evaluator.services.__file__).parent
    acts = {name for path in folder.glob("*.py") for name in _SERVICE.findall(path.read_text("utf-8"))}

    assert len(acts) > 40
    for act in acts - ASIDE:
        key = act.replace(".", "_")
        assert known(f"desk.event.{key}", lang) or known(f"record.event.{key}", lang), act


def test_the_page_tells_what_happened_and_finds_what_is_looked_for(opened: Opener) -> None:
    shown = opened("record", "en")
    assert not shown.at.exception
    assert t("desk.event.method_lock", "en") in shown.html
    assert t("desk.event.price_open", "en") in shown.html

    shown.at.multiselect(key="record_kinds").set_value(["prices"]).run()

    assert t("desk.event.price_open", "en") in shown.html
    assert t("desk.event.method_lock", "en") not in shown.html
    assert "all bids are in" in shown.html, "the reason stands with the act"


def test_a_draft_is_told_without_what_it_says(tmp_path: Path) -> None:
    store = seeded(tmp_path, "bids")
    leaf = load(store, LOCAL, TENDER).pack.method.panel_leaves()[0]
    change = {(leaf.key, VENDORS[0].name): (Decimal(1), "a canary")}
    scores.save_scores(store, LOCAL, new_command_id(), TENDER, EVALUATORS[0], change)

    entries = logbook(store, LOCAL, load(store, LOCAL, TENDER))

    assert entries[0].action == "score.draft"
    assert "canary" not in f"{entries}"
    store.close()


def test_a_refused_attempt_is_in_the_record_and_only_lead_and_auditor_read_it(tmp_path: Path) -> None:
    store = seeded(tmp_path, "bids")
    state = load(store, LOCAL, TENDER)
    with pytest.raises(NotAllowed):
        logbook(store, Actor("Tim", frozenset({Role.TECHNICAL})), state)

    (first, *_) = logbook(store, Actor("Ada", frozenset({Role.AUDITOR})), state)

    assert (first.by, first.refused) == ("Tim", "record.read")
    assert view.sentence(first, "en") == "Refused attempt: the record"
    store.close()


def test_a_filter_looks_for_people_kinds_and_words() -> None:
    entries = (
        Entry(seq=2, at="2026-03-01T08:00:00.000000Z", by="Ada", roles="lead", action="bid.receive", subject="a.xlsx"),
        Entry(seq=1, at="2026-03-01T07:00:00.000000Z", by="Bo", roles="lead", action="method.lock", reason="in time"),
    )

    def numbers(wanted: view.Wanted) -> list[int]:
        return [one.seq for one in view.found(entries, wanted, "en")]

    assert numbers(view.Wanted()) == [2, 1]
    assert numbers(view.Wanted(people=("Bo",))) == [1]
    assert numbers(view.Wanted(kinds=("bids",))) == [2]
    assert numbers(view.Wanted(words="LOCKED time")) == [1]
    assert numbers(view.Wanted(people=("Bo",), kinds=("bids",))) == []


@pytest.mark.parametrize(
    ("lang", "told"), [("zh", "调整角色：Tim · 技术评委"), ("en", "Roles changed: Tim · Technical evaluator")]
)
def test_roles_are_told_in_words_and_an_act_without_its_subject_ends_in_no_colon(lang: Lang, told: str) -> None:
    at = "2026-03-01T08:00:00.000000Z"
    given = Entry(
        seq=1, at=at, by="Lea", roles="lead", action="people.join", subject="Tim", given=("technical_evaluator",)
    )
    bare = [Entry(seq=2, at=at, by="Lea", roles="lead", action=action) for action in ("bid.receive", "score.submit")]

    assert view.sentence(given, lang) == told
    assert all(view.sentence(one, lang)[-1] not in '：:”" ' for one in bare)
