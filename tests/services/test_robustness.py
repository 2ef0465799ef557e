"""The check of a tender's ranking: when it is shown, what it rests on, and who reads which evaluator is named."""

from __future__ import annotations

import csv
import io
import json
import threading
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.robustness.flip import Flip, Kind
from evaluator.robustness.margin import margin, moved
from evaluator.robustness.stability import totals
from evaluator.scoring import second_opinion
from evaluator.scoring.matrix import DecisionMatrix
from evaluator.scoring.second_opinion import METHODS, Opinion, opinion
from evaluator.services import robustness as services
from evaluator.services import robustness_files, robustness_json
from evaluator.services.background import BACKGROUND, Background, Job
from evaluator.services.commands import LOCAL, Actor, Role
from evaluator.services.exports import build, mint
from evaluator.services.opinions import opinions
from evaluator.services.problem import Refused
from evaluator.services.robustness import (
    REGIONS,
    SAMPLES,
    Robustness,
    Tried,
    checking,
    comparing,
    flips_for,
    robustness_of,
    shares,
    trying,
    varies,
    waits_for,
)
from evaluator.services.robustness_files import tables
from evaluator.services.state import TenderState, load
from evaluator.services.what_if import basis
from evaluator.store.store import Store
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS, seeded

ADA, EVE = VENDORS[0].name, VENDORS[4].name
OBSERVER = Actor("Ivo", frozenset({Role.OBSERVER, Role.TECHNICAL, Role.PRICE}))


@pytest.mark.parametrize(("until", "key"), [("scores", "scores"), ("technical", "prices")])
def test_it_waits_for_the_lock_and_the_prices_in_the_file_too(tmp_path: Path, until: str, key: str) -> None:
    store = seeded(tmp_path, until)
    state = load(store, LOCAL, TENDER)

    assert waits_for(state) == key
    assert robustness_of(state) is shares(state, Tried()) is None
    assert checking(state) is trying(state, Tried()) is None
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
    tried = {region: shares(state, Tried(region=region)) for region in REGIONS}

    assert all(trial is not None and [sum(row) for row in trial.ranks] == [SAMPLES] * 4 for trial in tried.values())
    assert shares(state, Tried(region="near")) is tried["near"]
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
    seen = replace(found, flips=(flip, *found.flips))
    monkeypatch.setattr(robustness_files, "robustness_of", lambda _: seen)
    actor = Actor("Ivo", frozenset({role}))
    told = role in (Role.LEAD, Role.AUDITOR)

    assert (flip in flips_for(actor, seen)) is told
    assert (EVALUATORS[0] in tables(state, actor, "zh")["changes.csv"].decode()) is told


def test_the_files_hold_the_numbers_and_no_evaluator_for_others(store: Store, state: TenderState) -> None:
    def made(actor: Actor, form: str) -> bytes:
        return build(store, actor, mint(store, actor, TENDER, "robustness", form=form, lang="en"))[2]

    led, watched = json.loads(made(LOCAL, "json")), json.loads(made(OBSERVER, "json"))
    with zipfile.ZipFile(io.BytesIO(made(LOCAL, "csv"))) as box:
        weights = list(csv.DictReader(io.StringIO(box.read("weights.csv").decode("utf-8-sig"))))
        assert sorted(box.namelist()) == ["changes.csv", "methods.csv", "places.csv", "values.csv", "weights.csv"]
        rows = {name: list(csv.DictReader(io.StringIO(box.read(name).decode("utf-8-sig")))) for name in box.namelist()}
    price = next(row for row in weights if row["criterion"] == "price")

    assert (led["tender"], led["first"], led["samples"]) == (TENDER, ADA, SAMPLES)
    assert {one["kind"] for one in led["without"]} - {one["kind"] for one in watched["without"]} == {"evaluator"}
    assert (price["weight"], price["rival_low"], price["rival_high"]) == ("18", "", EVE)
    assert state.selection is None
    assert {(row["method"], row["scores"]) for row in rows["places.csv"]} == {
        ("additive", "agreed"), ("topsis", "agreed"), ("vikor", "agreed"), ("promethee2", "agreed"), ("additive", "panel"),
    }  # fmt: skip
    assert all(sum(int(row[f"place_{rank}"]) for rank in range(1, 5)) == SAMPLES for row in rows["places.csv"])
    assert [row["vendor"] for row in rows["values.csv"]] == led["alternatives"]
    assert float(rows["values.csv"][0]["total"]) == pytest.approx(82.346)
    assert rows["methods.csv"][0] == {
        "method": "",
        **{name: str(place) for place, name in enumerate(led["alternatives"], 1)},
    }
    assert len(rows["methods.csv"]) > 10


def test_the_file_tells_again_what_the_page_has_found(
    store: Store, state: TenderState, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, trial = robustness_of(state), shares(state, Tried())
    assert found is not None
    assert trial is not None
    for name in ("certificate", "run"):
        monkeypatch.setattr(robustness_json, name, lambda *_: pytest.fail("worked out a second time"))
    data = json.loads(build(store, LOCAL, mint(store, LOCAL, TENDER, "robustness", form="json", lang="en"))[2])

    assert [flip["rule"] for flip in data["flips"]] == [flip.kind.value for flip in found.flips]
    assert data["acceptability"] == trial.acceptability()
    assert data["standing"]["decided"] is True
    assert data["first_shared"] == [ADA]


def test_a_save_that_changes_nothing_of_the_ranking_costs_no_second_check(state: TenderState) -> None:
    later = replace(state, revision=state.revision + 1, opened_reason="another word")

    assert robustness_of(later) is robustness_of(state)
    assert shares(later, Tried()) is shares(state, Tried())


def test_places_by_other_methods_and_with_the_panel_apart_are_counts_of_the_same_weights(state: TenderState) -> None:
    by = {method: shares(state, Tried(region="near", method=method)) for method in ("additive", "topsis", "vikor")}
    apart = shares(state, Tried(spread=True))

    assert all(trial is not None and trial.samples == SAMPLES for trial in by.values())
    assert by["additive"] != by["topsis"] != by["vikor"]
    assert varies(state)
    assert apart is not None
    assert apart != shares(state, Tried())
    assert shares(state, Tried(method="topsis", spread=True)) is shares(state, Tried(method="topsis"))


def test_a_count_tells_how_far_it_is_and_stops_when_asked(state: TenderState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "BACKGROUND", Background())
    done = trying(state, Tried(region="order"))
    assert done is not None
    assert done.result().samples == done.done == done.of == SAMPLES
    check = checking(state)
    assert check is not None
    assert check.result().first == (ADA,)
    assert check.done > 0
    stopped = trying(state, Tried(region="near"))
    again = trying(state, Tried(region="near"), again=True)
    assert stopped is again
    assert stopped is not None
    stopped.cancel()
    assert stopped.wait(20)
    assert stopped.cancelled or stopped.result().samples == SAMPLES
    assert shares(state, Tried(region="near")) is not None


def test_a_file_of_a_check_that_somebody_stops_is_refused_in_words(
    store: Store, state: TenderState, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = Job[Robustness](lambda _: pytest.fail("it was stopped"))
    stopped.cancel()
    stopped.run()
    monkeypatch.setattr(BACKGROUND, "job", lambda *_, **__: stopped)

    with pytest.raises(Refused, match="robustness_stopped"):
        robustness_of(state)
    with pytest.raises(Refused, match="robustness_stopped"):
        build(store, LOCAL, mint(store, LOCAL, TENDER, "robustness", form="csv", lang="zh"))


def test_under_a_minimum_on_the_total_no_other_weights_are_tried(state: TenderState) -> None:
    method = replace(state.pack.method, minimum_total=Decimal(60))
    held = replace(state, pack=replace(state.pack, method=method))
    found = robustness_of(held)

    assert found is not None
    assert (found.weighed, found.intervals, found.swings) == (False, (), ())
    assert {one.kind for one in found.left} == {"bid", "evaluator"}
    assert trying(held, Tried()) is basis(held) is None
    assert [*tables(held, LOCAL, "en")] == ["changes.csv", "without.csv"]
    assert basis(state) is not None


def test_other_methods_tell_how_many_are_done_and_stop_between_two(
    state: TenderState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "BACKGROUND", Background())
    fresh, asked = replace(state, revision=state.revision + 1), []

    def stops_after_two(matrix: DecisionMatrix, method: str) -> Opinion:
        asked.append((method, job.done, job.of))
        if len(asked) == 2:
            job.cancel()
        return opinion(matrix, method)

    begun = threading.Event()
    monkeypatch.setattr(services, "opinions", lambda *given: begun.wait() and opinions(*given))
    monkeypatch.setattr(second_opinion, "opinion", stops_after_two)
    job = comparing(fresh)
    begun.set()

    assert job.wait(60)
    assert job.cancelled
    assert [(done, of) for _, done, of in asked] == [(0, len(METHODS)), (1, len(METHODS))]
