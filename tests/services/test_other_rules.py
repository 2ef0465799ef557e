"""A tender by other rules than the sample's: a named method chooses and is drafted from; a panel agrees on its scores."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.domain.finding import Rule, finding
from evaluator.domain.text import Text
from evaluator.services import awarding, bids, drafts, exports, stages
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.problem import Refused
from evaluator.services.recommending import basis_of, made
from evaluator.services.report import ranking_json
from evaluator.services.state import load
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from tests import packs
from tests.adapters.filling import filled
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS, seed

ADA, BO = VENDORS[0].name, VENDORS[1].name


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(sqlite_url(tmp_path))
    yield opened
    opened.close()


def test_the_first_by_topsis_is_chosen_and_a_contract_is_drafted_with_it(store: Store, tmp_path: Path) -> None:
    before = seed(store, pack=packs.rewritten(tmp_path / "pack", packs.TOPSIS))
    ranking = before.evaluation.ranking
    first, second = ranking.ranked()[:2]
    assert (ranking.rule, first.score, before.selection) == ("topsis", None, None)
    assert ranking.keys[first.vendor] > ranking.keys[second.vendor]

    with pytest.raises(Refused, match="second_reason_missing"):
        awarding.select_vendor(store, LOCAL, new_command_id(), TENDER, second.vendor, "better plan")
    awarding.select_vendor(store, LOCAL, new_command_id(), TENDER, first.vendor, "first by the published method")
    now = load(store, LOCAL, TENDER)
    made = drafts.draft_of_state(now, first.vendor, "both").summary
    name, _, data = exports.build(
        store, LOCAL, exports.mint(store, LOCAL, TENDER, "draft", lang="both", vendor=first.vendor)
    )

    assert (now.selection and now.selection.vendor, now.to_confirm) == (first.vendor, False)
    assert made["vendor"] == first.vendor
    assert "award_not_recorded" not in made["blocking"]
    assert {term["status"] for term in made["terms"]} >= {"filled", "position"}
    assert zipfile.is_zipfile(io.BytesIO(data)), name


def test_an_index_is_exact_in_the_json_and_told_with_its_ties_in_the_recommendation(
    store: Store, tmp_path: Path
) -> None:
    ties = 'ties = ["security", "fit", "stability", "price"]'
    drawn = (ties, 'ties = ["lower_price", "draw"]\ntie_seed = "lottery 2026-081"')
    pack = packs.rewritten(tmp_path / "pack", packs.QUALITY_PER_PRICE, drawn)
    state = seed(store, pack=pack)
    ranking = state.evaluation.ranking
    first = ranking.ranked()[0]
    data = ranking_json(state.evaluation, state.pack, "en")

    assert {name: data["method"][name] for name in ("rule", "index", "better", "parameters")} == {
        "rule": "index", "index": "quality_per_price", "better": "higher", "parameters": {}
    }  # fmt: skip
    row = data["ranking"][0]
    assert (row["vendor"], row["place"], row["bounds"]) == (first.vendor, 1, None)
    assert Fraction(row["score_exact"]) == ranking.keys[first.vendor]
    assert row["score"] == row["key"] == float(ranking.keys[first.vendor])
    awarding.select_vendor(store, LOCAL, new_command_id(), TENDER, first.vendor, "first by the published index")
    now = load(store, LOCAL, TENDER)
    near = finding(Rule.TIE_ROUNDED, vendors=Text("甲、乙", "Ada, Bo"), digits=4)
    again = replace(now.evaluation, findings=(*now.evaluation.findings, near))
    paper = made(basis_of(replace(now, evaluation=again), {}, firm=False), "en", "docx")
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        text = archive.read("word/document.xml").decode()
    assert "look equal at 4 decimals" in text
    assert "quality points for the money" in text


def test_scores_that_the_panel_agreed_on_come_in_as_a_workbook_and_make_the_ranking(
    store: Store, tmp_path: Path
) -> None:
    before = seed(store, "scores", packs.rewritten(tmp_path / "pack", packs.CONSENSUS))
    leaves = [leaf.key for leaf in before.pack.method.panel_leaves()]
    assert before.evaluation.ranking.ranked() == ()  # each evaluator's own scores alone settle nothing
    ticket = exports.mint(store, LOCAL, TENDER, "scorecard", evaluator=EVALUATORS[0], lang="zh")
    agreed = {profile.name: Decimal(5 if profile.name == BO else 3) for profile in VENDORS}
    card = filled(
        exports.build(store, LOCAL, ticket)[2],
        {"E2": "是", **{f"{leaf}|{name}": int(given) for leaf in leaves for name, given in agreed.items()}},
    )

    (imported,) = bids.import_files(store, LOCAL, new_command_id(), TENDER, [("agreed.xlsx", card)])
    stages.lock_technical(store, LOCAL, new_command_id(), TENDER)
    stages.open_prices(store, LOCAL, new_command_id(), TENDER, "all bids are in")

    now = load(store, LOCAL, TENDER)
    assert (imported.status, imported.vendor, imported.scores) == ("stored", EVALUATORS[0], len(leaves) * len(VENDORS))
    assert [row.vendor for row in now.evaluation.ranking.ranked()[:2]] == [BO, ADA]  # their own scores prefer Ada
    for name, given in agreed.items():
        nodes = [now.evaluation.ranking.of(name).node(leaf) for leaf in leaves]
        assert {(node.value, node.basis) for node in nodes} == {(Fraction(given) / 5, "basis.agreed")}
    assert now.submitted(EVALUATORS[0])  # the chair's own scores stand beside them
