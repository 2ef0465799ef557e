"""A tender whose method was locked under earlier checks stays readable; one that cannot be built says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.adapters.packs import PackError, find_pack, load_pack, pack_files, parse_pack
from evaluator.i18n.words import t
from evaluator.services import methods, tenders
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.state import load
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from evaluator.ui.navigation import PAGES
from tests.ui import seeding
from tests.ui.conftest import Opener

Edit = Callable[[dict[str, str]], dict[str, str]]


def without_a_clause(files: dict[str, str]) -> dict[str, str]:
    last = max(name for name in files if name.startswith("clauses/"))
    return {name: content for name, content in files.items() if name != last}


def with_an_unknown_key(files: dict[str, str]) -> dict[str, str]:
    return {**files, "method.toml": "of_another_version = 1\n" + files["method.toml"]}


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch) -> Callable[[Edit], None]:
    """Tenders started from now on get a copy of the method with this edit, and lock it by the checks of their day."""

    def copies(edit: Edit) -> None:
        monkeypatch.setattr(tenders, "pack_files", lambda folder: edit(pack_files(folder)))
        monkeypatch.setattr(tenders, "stored_pack", lambda _: load_pack("crm_platform"))
        monkeypatch.setattr(methods, "draft_pack", lambda files, *_: (files, []))

    return copies


def test_the_edit_is_one_that_a_pack_of_today_is_refused_for() -> None:
    with pytest.raises(PackError, match=r"draft\.fault"):
        parse_pack(without_a_clause(pack_files(find_pack("crm_platform"))))


def test_a_method_locked_under_earlier_checks_opens_on_every_page(
    opened: Opener, older: Callable[[Edit], None], tmp_path: Path
) -> None:
    older(without_a_clause)
    store = Store.open(sqlite_url(tmp_path / "data"))
    seeding.seed(store)
    store.close()

    shown = opened("desk", "en", until="")

    for page in PAGES:
        shown.go(page)
        assert t("frame.unopened.head", "en") not in shown.words, page
    assert shown.state.evaluation.ranking.ranked()


def test_a_copy_that_today_s_checks_refuse_is_not_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tenders, "pack_files", lambda folder: without_a_clause(pack_files(folder)))
    store = Store.open(sqlite_url(tmp_path))
    tenders.start_tender(store, LOCAL, "start", (seeding.sample_folder() / "tender.toml").read_text("utf-8"))

    with pytest.raises(PackError, match=r"draft\.fault"):
        methods.lock_method(store, LOCAL, "lock", seeding.TENDER)

    assert not load(store, LOCAL, seeding.TENDER).locked
    store.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_tender_that_cannot_be_built_says_why_and_offers_the_others(
    opened: Opener, older: Callable[[Edit], None], tmp_path: Path, lang: str
) -> None:
    store = Store.open(sqlite_url(tmp_path / "data"))
    form = tenders.TenderForm(name="Another", pack="crm_platform", buyer_name="Buyer", lang="en")
    other = tenders.start_form(store, LOCAL, "other", form)
    older(with_an_unknown_key)
    text = (seeding.sample_folder() / "tender.toml").read_text("utf-8")
    tenders.start_tender(store, LOCAL, "broken", text)
    store.close()

    shown = opened("ranking", lang, until="")
    assert t("frame.unopened.head", lang) in shown.words
    assert "of_another_version" in shown.words
    shown.at.selectbox(key="unopened_tender").select(other).run()
    assert t("frame.unopened.head", lang) not in shown.checked().words

    tenders.choose_tender(shown.store, LOCAL, new_command_id(), seeding.TENDER)
    shown.run().click("unopened_remove").click("unopened_remove_yes")
    assert [key for key, _, _ in tenders.tenders(shown.store, LOCAL)] == [other]
    assert t("frame.unopened.head", lang) not in shown.words
