"""Where a sub-criterion is scored anonymously, no page on which it is scored or compared names a vendor before the lock."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from evaluator.adapters.packs import bundled
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services import front, stages
from evaluator.services.assigning import assign
from evaluator.services.commands import LOCAL
from evaluator.services.exports import build, mint
from evaluator.services.naming import names_to_panel
from evaluator.services.scores import save_scores, submit_scores
from evaluator.services.state import load
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from evaluator.ui.panels.score_grid import grid_key
from tests.ui.conftest import LOCALES, SCRIPT, Opened
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS, seed

LANGS: tuple[Lang, ...] = ("zh", "en")
SHEN, GU, DANIEL = EVALUATORS
FIRST, HIDDEN = "track_record.relevance", "tech.team"
ADA = VENDORS[0].name
CANARY = re.compile(r"(?<![A-Za-z])(Ada|Bo|Cy|Dee|Eve|Fay)(?![A-Za-z])|阿达云|西岩|伊凡|菲云")


@pytest.fixture(scope="module")
def hidden_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tender in which the panel agrees, and one sub-criterion of many is scored anonymously; the bids are in."""
    folder = tmp_path_factory.mktemp("hidden")
    shutil.copytree(bundled() / "crm_platform", folder / "crm_platform")
    method = folder / "crm_platform" / "method.toml"
    text = re.sub(r'combine = "\w+"', 'combine = "consensus"', method.read_text("utf-8"))
    text = text.replace(f'key = "{HIDDEN}"\n', f'key = "{HIDDEN}"\nanonymous = true\n')
    method.write_text(text, "utf-8")
    store = Store.open(sqlite_url(folder / "data"))
    seed(store, "bids", folder / "crm_platform")
    store.close()
    return folder / "data"


@pytest.fixture
def store(hidden_data: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(hidden_data, tmp_path / "data")
    made, before = Store.open(sqlite_url(tmp_path / "data")), list(front._store)
    front._store[:] = [made]
    yield made
    front._store[:] = before
    made.close()


def visit(store: Store, page: str, lang: str) -> Opened:
    at = AppTest.from_file(str(SCRIPT), default_timeout=60)
    at.context = {"locale": LOCALES[lang]}
    return Opened(at.run(), store).go(page)


def sent(shown: Opened) -> str:
    """Everything that the page sends to the browser, widgets, labels, options and tables among it."""
    return "\n".join(each.decode("utf-8", "replace") for each in _messages(shown.at._tree.children.values()))


def _messages(nodes: Iterable[Any]) -> Iterator[bytes]:
    for node in nodes:
        if (proto := getattr(node, "proto", None)) is not None:
            yield proto.SerializeToString()
        yield from _messages(getattr(node, "children", {}).values())


def everybody(store: Store) -> None:
    """All have scored, far apart on one thing, and the reasons and evidence name vendors."""
    for name, given in zip(EVALUATORS, ("1", "4", "5"), strict=True):
        scores = {
            (leaf.key, one.name): (Decimal(given if one.name == ADA else 3), f"{one.name} shows it.")
            for leaf in load(store, LOCAL, TENDER).pack.method.panel_leaves()
            for one in VENDORS
        }
        save_scores(store, LOCAL, f"save/{name}", TENDER, name, scores)
        submit_scores(store, LOCAL, f"submit/{name}", TENDER, name)


def card(store: Store, lang: str) -> dict[str, str]:
    """The labels on an evaluator's scorecard by their codes, in their order."""
    _, _, data = build(store, LOCAL, mint(store, LOCAL, TENDER, "scorecard", evaluator=SHEN, lang=lang))
    sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    rows = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
    return {row[0].partition("|")[2]: row[1] for row in rows if "|~" in str(row[0])}


@pytest.mark.parametrize("lang", LANGS)
def test_scoring_shows_the_labels_of_the_scorecard_and_no_name(store: Store, lang: Lang) -> None:
    shown = visit(store, "scores", lang)

    labels = list(card(store, lang).values())
    assert len(labels) == len(VENDORS)
    places = [shown.words.index(label) for label in labels]
    assert places == sorted(places)
    assert t("scores.hidden", lang) in shown.words
    assert not CANARY.search(sent(shown))

    shown.at.number_input[0].set_value(9.0)
    leaf = shown.state.pack.method.leaf(FIRST)
    boxed = f"[{labels[0]}]" if lang == "en" else f"【{labels[0]}】"
    assert (
        t("refused.score_outside", lang, vendor=boxed, criterion=leaf.title, given="9", high="5") in shown.run().words
    )
    assert not CANARY.search(sent(shown))


@pytest.mark.parametrize("lang", LANGS)
def test_the_grid_keeps_points_of_a_label_for_the_vendor_behind_it(store: Store, lang: Lang) -> None:
    shown = visit(store, "scores", lang)
    shown.at.segmented_control(key="scores_view").set_value("grid")
    shown.run()
    labels = list(card(store, lang).values())
    assert all(label in sent(shown) for label in labels)
    assert not CANARY.search(sent(shown))

    key = grid_key(shown.state, SHEN)
    shown.at.session_state[key] = {
        "edited_rows": {1: {FIRST: "4"}, 2: {FIRST: "9"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    shown.run()

    second = next(name for name, label in names_to_panel(shown.state, lang).labels.items() if label == labels[1])
    assert {(one.criterion, one.vendor): one.points for one in shown.state.entries} == {(FIRST, second): Decimal(4)}
    assert not CANARY.search(sent(shown))


@pytest.mark.parametrize("lang", LANGS)
def test_reading_and_comparing_hide_names_until_the_technical_scores_are_locked(store: Store, lang: Lang) -> None:
    everybody(store)
    shown = visit(store, "consensus", lang)
    label = names_to_panel(shown.state, lang).of(ADA)
    assert label in shown.words
    assert shown.at.selectbox(key="consensus_item").value[1] == ADA
    assert not CANARY.search(sent(shown))
    shown.at.number_input[0].set_value(9.0)
    shown.at.text_area[0].set_value("Agreed.")
    shown.click("consensus_keep")
    assert not CANARY.search(sent(shown))

    for view in ("one", "grid"):
        shown.go("scores").at.segmented_control(key="scores_view").set_value(view)
        assert not CANARY.search(sent(shown.run()))
    assert not CANARY.search(sent(shown.go("ranking")))

    stages.lock_technical(store, LOCAL, "lock", TENDER)
    for page in ("consensus", "scores", "ranking"):
        assert ADA in shown.go(page).words
        assert t("scores.hidden", lang) not in shown.words


def test_who_scores_nothing_anonymous_sees_the_names(store: Store) -> None:
    assign(store, LOCAL, "assign", TENDER, {SHEN: (FIRST,), GU: (FIRST, HIDDEN)})
    shown = visit(store, "scores", "en")
    assert ADA in shown.words
    assert t("scores.hidden", "en") not in shown.words

    shown.at.selectbox(key="scores_evaluator").set_value(GU)

    assert not CANARY.search(sent(shown.run()))
