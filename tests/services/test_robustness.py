"""The check of a tender's ranking: when it is shown, what it rests on, and who reads which evaluator is named."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from evaluator.robustness.flip import Flip, Kind
from evaluator.robustness.margin import margin, moved
from evaluator.robustness.stability import totals
from evaluator.services import robustness as services
from evaluator.services.commands import LOCAL, Actor, Role
from evaluator.services.exports import build, mint
from evaluator.services.problem import Refused
from evaluator.services.robustness import REGIONS, SAMPLES, flips_for, robustness_of, shares, waits_for
from evaluator.services.robustness_files import tables
from evaluator.services.state import TenderState, load
from evaluator.store.store import Store
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS, seeded

ADA, EVE = VENDORS[0].name, VENDORS[4].name
OBSERVER = Actor("Ivo", frozenset({Role.OBSERVER, Role.TECHNICAL, Role.PRICE}))


@pytest.mark.parametrize(("until", "key"), [("scores", "scores"), ("technical", "prices")])
def test_it_waits_for_the_lock_and_the_prices_in_the_file_too(tmp_path: Path, until: str, key: str) -> None:
    store = seeded(tmp_path, until)
    state = load(store, LOCAL, TENDER)

    assert waits_for(state) == key
    assert robustness_of(state) is shares(state, "all") is None
    with pytest.raises(Refused, match="robustness_waits"):
        build(store, LOCAL, mint(store, LOCAL, TENDER, "robustness", form="json", lang="en"))
    store.close()


def test_a_single_bid_has_nothing_to_check(state: TenderState) -> None:
    ranking = state.evaluation.ranking
    single = replace(ranking, results=ranking.ranked()[:1])

    assert waits_for(state) == ""
    assert waits_for(replace(state, evaluation=replace(state.evaluation, ranking=single))) == "bids"


def test_it_is_worked_out_once_a_revision_and_its_margins_are_those_of_the_totals(state: TenderState) -> None:
    found = robustness_of(state)

    assert found is not None
    assert found is robustness_of(state)
    assert (found.first, found.by_rule, found.scored, found.fall) == ((ADA,), False, True, None)
    matrix = found.matrix
    for one in found.swings:
        for weight, ahead in ((one.low, one.at_low), (one.high, one.at_high)):
            weights = moved(matrix.weights, one.criterion, weight)
            assert sum(weights) == 1
            assert margin(totals(matrix.values, weights), matrix.first) == ahead
    widths = [one.width for one in found.swings]
    assert widths == sorted(widths, reverse=True)
    (turning,) = [one for one in found.intervals if one.rival_high is not None]
    at = totals(matrix.values, moved(matrix.weights, turning.criterion, turning.high))
    assert margin(at, matrix.first) == 0
    assert matrix.vendors[turning.rival_high or 0] == EVE


def test_shares_of_ranks_are_of_the_same_samples_in_every_region(state: TenderState) -> None:
    tried = {region: shares(state, region) for region in REGIONS}

    assert all(trial is not None and [sum(row) for row in trial.ranks] == [SAMPLES] * 4 for trial in tried.values())
    assert shares(state, "near") is tried["near"]
    firsts = [trial.ranks[0][0] for trial in tried.values() if trial is not None]
    assert firsts[0] < firsts[1] <= firsts[2] == SAMPLES


@pytest.mark.parametrize("role", Role)
def test_only_lead_and_auditor_read_what_names_an_evaluator(
    state: TenderState, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = robustness_of(state)
    assert found is not None
    params = (("evaluator", EVALUATORS[0]), ("vendor", ADA), ("criterion", "Fit"), ("given", "4"), ("to", "3"))
    flip = Flip(kind=Kind.SCORE_GIVEN, rival=EVE, size=found.matrix.weights[0], params=params)
    monkeypatch.setitem(services._kept, state, replace(found, flips=(flip, *found.flips)))
    actor = Actor("Ivo", frozenset({role}))
    seen = robustness_of(state)
    assert seen is not None
    told = role in (Role.LEAD, Role.AUDITOR)

    assert (flip in flips_for(actor, seen)) is told
    assert (EVALUATORS[0] in tables(state, actor, "zh")["changes.csv"].decode()) is told


def test_the_files_hold_the_numbers_and_no_evaluator_for_others(store: Store, state: TenderState) -> None:
    def made(actor: Actor, form: str) -> bytes:
        return build(store, actor, mint(store, actor, TENDER, "robustness", form=form, lang="en"))[2]

    led, watched = json.loads(made(LOCAL, "json")), json.loads(made(OBSERVER, "json"))
    with zipfile.ZipFile(io.BytesIO(made(LOCAL, "csv"))) as box:
        weights = list(csv.DictReader(io.StringIO(box.read("weights.csv").decode("utf-8-sig"))))
        assert sorted(box.namelist()) == ["changes.csv", "places.csv", "weights.csv"]
    price = next(row for row in weights if row["criterion"] == "price")

    assert (led["tender"], led["first"], led["samples"]) == (TENDER, ADA, SAMPLES)
    assert {one["kind"] for one in led["without"]} - {one["kind"] for one in watched["without"]} == {"evaluator"}
    assert (price["weight"], price["rival_low"], price["rival_high"]) == ("18", "", EVE)
    assert state.selection is None
