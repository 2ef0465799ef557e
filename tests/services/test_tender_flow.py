"""A tender through the services, from the empty store to the draft, on the sample bids."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.adapters.packs import PackError
from evaluator.domain.finding import Rule
from evaluator.domain.ranking import Status
from evaluator.services import (
    awarding,
    bids,
    checking,
    drafts,
    exports,
    front,
    methods,
    opinions,
    sample,
    scores,
    settling,
    stages,
    tenders,
)
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.folder import workbooks
from evaluator.services.letter import requests
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store.errors import Conflict
from evaluator.store.store import Store

SAMPLE = sample.sample_folder()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('store') / 'sample.db'}")
    yield store, sample.load_sample(store, LOCAL, "sample")
    store.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'empty.db'}")
    yield store
    store.close()


def started(store: Store) -> str:
    return tenders.start_tender(store, LOCAL, "start", (SAMPLE / "tender.toml").read_text("utf-8"))


def given(*stems: str) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in workbooks(SAMPLE) if any(stem in path.name for stem in stems)]


def state_of(loaded: tuple[Store, str]) -> TenderState:
    return load(loaded[0], LOCAL, loaded[1])


def test_the_sample_is_complete_and_ranked(loaded: tuple[Store, str]) -> None:
    state = state_of(loaded)

    assert len(state.bids) == 6
    assert len(state.evaluation.ranking.ranked()) >= 3
    assert state.locked
    assert all(state.submitted(name) for name in state.panel())


@pytest.mark.parametrize(
    ("vendor", "points", "asked"),
    [
        ("Corvane", 1, {"PRICE/P-14/unit_price"}),
        ("Whetstone", 1, {"TOTAL"}),
        ("青禾", 23, {"ST-07", "ST-08", "DV-13", "DV-22", "CO-05"}),
        ("速客云", 12, {"ST-07", "DV-09", "SU-02/P1", "TOTAL"}),
        ("海岚云", 0, set()),
        ("Lumora", 0, set()),
    ],
)
def test_the_letters_of_the_sample_ask_for_each_point_once(
    loaded: tuple[Store, str], vendor: str, points: int, asked: set[str]
) -> None:
    state = state_of(loaded)
    name = next(bid.vendor for bid in state.bids if vendor in bid.vendor)
    items = [one.item for one in requests(state, name)]

    assert len(items) == len(set(items)) == points
    assert asked <= set(items)


def test_the_store_and_the_folder_give_the_same_ranking(loaded: tuple[Store, str]) -> None:
    from evaluator.services.folder import evaluate_folder, read_folder

    folder = evaluate_folder(read_folder("crm_platform", SAMPLE, None, SAMPLE / "scorecards"))

    rows = [
        (row.vendor, row.place, row.score, row.low, row.high) for row in state_of(loaded).evaluation.ranking.results
    ]
    assert sorted(rows) == sorted(
        (row.vendor, row.place, row.score, row.low, row.high) for row in folder.ranking.results
    )


def test_loading_the_sample_twice_or_after_its_removal_does_nothing(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'once.db'}")
    sample.load_sample_once(store, LOCAL)
    tender = tenders.opened(store, LOCAL)
    tenders.remove_tender(store, LOCAL, new_command_id(), tender)
    sample.load_sample_once(store, LOCAL)

    assert tenders.tenders(store, LOCAL) == ()
    assert front.overview(store, LOCAL).tender == ""


@pytest.mark.parametrize("changes", [{"currency": "USD"}, {"tax_basis": "excluded"}], ids=lambda one: next(iter(one)))
def test_what_vendors_have_read_cannot_change_once_the_method_is_locked(
    empty: Store, changes: dict[str, object]
) -> None:
    tender = started(empty)
    methods.lock_method(empty, LOCAL, "lock", tender)
    ver = load(empty, LOCAL, tender).ver

    with pytest.raises(Refused, match="method_locked"):
        tenders.change_tender(empty, LOCAL, "change", tender, ver, changes)
    tenders.change_tender(empty, LOCAL, "ceiling", tender, ver, {"ceiling": None})


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [('currency = "CNY"', 'currency = "元"', "not_a_currency"), ("pi_volume =", "pi_volumes =", "unknown_term")],
)
def test_no_tender_starts_from_a_file_with_a_fault(empty: Store, old: str, new: str, rule: str) -> None:
    content = (SAMPLE / "tender.toml").read_text("utf-8").replace(old, new, 1)

    with pytest.raises(PackError, match=rule):
        tenders.start_tender(empty, LOCAL, "start", content)


def test_prices_stay_sealed_until_technical_scores_are_locked(empty: Store) -> None:
    tender = started(empty)
    methods.lock_method(empty, LOCAL, "lock", tender)
    files = given(workbooks(SAMPLE)[0].name.partition("_")[0])
    bids.import_files(empty, LOCAL, "bids", tender, files)

    with pytest.raises(Refused, match="technical_open"):
        stages.open_prices(empty, LOCAL, "early", tender)
    state = load(empty, LOCAL, tender)
    price = next(upload for upload in state.uploads if upload.envelope == "price")

    assert all("PRICE" not in bid.answers for bid in state.bids)
    assert (price.questions, price.findings) == (0, ())
    assert all(result.price is None for result in state.evaluation.ranking.results)
    with pytest.raises(PermissionError):
        exports.build(empty, LOCAL, exports.mint(empty, LOCAL, tender, "original", upload=price.id))


def test_a_refused_file_stores_nothing_and_says_why(empty: Store) -> None:
    tender = started(empty)

    result = bids.import_files(empty, LOCAL, "bad", tender, [("bad.xlsx", b"hello"), ("empty.xlsx", b"")])

    assert [(one.status, one.findings[0].rule.value) for one in result] == [
        ("refused", "file_not_workbook"),
        ("refused", "file_empty"),
    ]
    assert load(empty, LOCAL, tender).uploads == ()


def test_the_same_file_twice_is_kept_once(empty: Store) -> None:
    tender = started(empty)
    first = given("technical")[:1]
    bids.import_files(empty, LOCAL, "one", tender, first)

    again = bids.import_files(empty, LOCAL, "two", tender, first)

    assert [one.status for one in again] == ["same"]
    assert len(load(empty, LOCAL, tender).uploads) == 1


def test_settling_an_open_answer_closes_it_and_needs_reason_date_and_source(loaded: tuple[Store, str]) -> None:
    store, tender = loaded
    state = state_of(loaded)
    found = next(one for one in state.open_points() if one.item and "/" not in one.item)
    bare = settling.Settling(vendor=found.vendor, item=found.item, no_answer=True, reason="", date="", source="")
    with pytest.raises(Refused, match="settlement_unreasoned"):
        settling.settle(store, LOCAL, new_command_id(), tender, bare)

    told = settling.Settling(
        vendor=found.vendor, item=found.item, no_answer=True, reason="asked twice", date="2026-11-20", source="e-mail"
    )
    settling.settle(store, LOCAL, new_command_id(), tender, told)

    after = state_of(loaded)
    assert len(after.open_points()) == len(state.open_points()) - 1
    assert found.item not in {one.item for one in after.open_points(found.vendor)}


def test_a_settlement_that_is_still_ambiguous_is_refused(loaded: tuple[Store, str]) -> None:
    store, tender = loaded
    found = next(
        one for one in state_of(loaded).open_points() if one.rule.value in ("unit_ambiguous", "amount_ambiguous")
    )
    wish = settling.Settling(
        vendor=found.vendor, item=found.item, text="约4-8", reason="call", date="2026-11-20", source="call"
    )

    with pytest.raises(Refused, match="value_unclear"):
        settling.settle(store, LOCAL, new_command_id(), tender, wish)


def test_a_gate_can_be_waived_for_a_reason_and_the_bid_is_ranked_again(loaded: tuple[Store, str]) -> None:
    store, tender = loaded
    result = next(
        row
        for row in state_of(loaded).evaluation.ranking.results
        if row.status is Status.EXCLUDED and {one.rule.value for one in row.reasons} == {"gate_failed"}
    )
    gate = result.reasons[0].item

    checking.confirm_gate(store, LOCAL, new_command_id(), tender, result.vendor, gate, False, "certificate seen")
    assert state_of(loaded).evaluation.ranking.of(result.vendor).status is not Status.EXCLUDED

    checking.confirm_gate(store, LOCAL, new_command_id(), tender, result.vendor, gate, True, "certificate was forged")
    assert state_of(loaded).evaluation.ranking.of(result.vendor).status is Status.EXCLUDED


def test_a_claimed_fact_is_overridden_only_with_a_reason_and_inside_the_scale(loaded: tuple[Store, str]) -> None:
    store, tender = loaded
    state = state_of(loaded)
    vendor = state.evaluation.ranking.ranked()[0].vendor
    question = state.pack.method.auto_questions()[0].id

    with pytest.raises(Refused, match="reason_missing"):
        checking.check_facts(store, LOCAL, new_command_id(), tender, vendor, [question], Decimal(10), "")
    with pytest.raises(Refused, match="not_points"):
        checking.check_facts(store, LOCAL, new_command_id(), tender, vendor, [question], Decimal(101), "why")
    checking.check_facts(store, LOCAL, new_command_id(), tender, vendor, [question], None, "")

    assert state_of(loaded).evaluation.ranking.of(vendor).score == state.evaluation.ranking.of(vendor).score


def test_scores_typed_in_the_app_are_drafts_until_they_are_submitted(empty: Store) -> None:
    tender = started(empty)
    bids.import_files(empty, LOCAL, "bids", tender, given("technical")[:1])
    state = load(empty, LOCAL, tender)
    vendor, leaf = state.bids[0].vendor, state.pack.method.panel_leaves()[0].key

    scores.save_scores(empty, LOCAL, "d1", tender, "Eva", {(leaf, vendor): (Decimal(4), "clear")})
    with pytest.raises(Refused, match="score_missing"):
        scores.submit_scores(empty, LOCAL, "s1", tender, "Eva")
    with pytest.raises(Refused, match="score_outside"):
        scores.save_scores(empty, LOCAL, "d2", tender, "Eva", {(leaf, vendor): (Decimal(99), "")})
    with pytest.raises(Refused, match="score_unknown"):
        scores.save_scores(empty, LOCAL, "d3", tender, "Eva", {("price", vendor): (Decimal(1), "")})
    rest = {(one.key, vendor): (Decimal(3), "seen") for one in state.pack.method.panel_leaves()}
    scores.save_scores(empty, LOCAL, "d4", tender, "Eva", rest)
    scores.submit_scores(empty, LOCAL, "s2", tender, "Eva")

    after = load(empty, LOCAL, tender)
    assert after.submitted("Eva")
    assert after.judged.scorecards[0].evaluator == "Eva"
    with pytest.raises(Exception, match="score of Eva"):
        scores.save_scores(empty, LOCAL, "d5", tender, "Eva", {(leaf, vendor): (Decimal(1), "changed")})


def test_choosing_another_than_the_first_needs_a_second_reason(loaded: tuple[Store, str]) -> None:
    store, tender = loaded
    ranked = state_of(loaded).evaluation.ranking.ranked()

    with pytest.raises(Refused, match="second_reason_missing"):
        awarding.select_vendor(store, LOCAL, new_command_id(), tender, ranked[1].vendor, "better plan")
    excluded = next(row for row in state_of(loaded).evaluation.ranking.results if row.status is Status.EXCLUDED)
    with pytest.raises(Refused, match="not_ranked"):
        awarding.select_vendor(store, LOCAL, new_command_id(), tender, excluded.vendor, "we like them")
    with pytest.raises(Refused, match="members_missing"):
        awarding.select_vendor(
            store, LOCAL, new_command_id(), tender, ranked[0].vendor, "the highest total", members=()
        )
    with pytest.raises(Refused, match="draft_excluded"):
        drafts.draft_of_state(state_of(loaded), excluded.vendor, "zh")


def test_totals_that_the_library_does_not_confirm_choose_nobody(
    loaded: tuple[Store, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, tender = loaded
    first = state_of(loaded).evaluation.ranking.ranked()[0].vendor
    monkeypatch.setattr(opinions, "cross_check", lambda *_: 0.25)

    with pytest.raises(Refused, match="cross_check_failed"):
        awarding.select_vendor(store, LOCAL, new_command_id(), tender, first, "highest total")
    assert state_of(loaded).selection is None


def test_every_download_is_built_from_its_ticket(loaded: tuple[Store, str]) -> None:
    store, tender = loaded
    first = state_of(loaded).evaluation.ranking.ranked()[0].vendor
    awarding.select_vendor(store, LOCAL, new_command_id(), tender, first, "highest total")
    wishes = [
        ("templates", {"lang": "zh"}), ("scorecard", {"evaluator": "Eva", "lang": "en"}), ("shortlist", {"lang": "both"}),
        ("draft", {"lang": "both", "vendor": first}), ("original", {"upload": state_of(loaded).uploads[0].id}),
    ]  # fmt: skip

    for kind, params in wishes:
        name, _, data = exports.build(store, LOCAL, exports.mint(store, LOCAL, tender, kind, **params))
        assert zipfile.is_zipfile(io.BytesIO(data)), name
    awarding.withdraw_selection(store, LOCAL, new_command_id(), tender, "on second thoughts")
    assert state_of(loaded).selection is None


def test_a_ticket_is_stale_once_the_tender_has_changed(loaded: tuple[Store, str]) -> None:
    store, tender = loaded
    token = exports.mint(store, LOCAL, tender, "shortlist", lang="zh")
    vendor = state_of(loaded).evaluation.ranking.ranked()[0].vendor
    item = state_of(loaded).pack.method.auto_questions()[1].id
    checking.check_facts(store, LOCAL, new_command_id(), tender, vendor, [item], None, "seen")

    with pytest.raises(TimeoutError):
        exports.build(store, LOCAL, token)


def test_the_frame_says_where_the_work_stands_from_the_first_step(empty: Store) -> None:
    assert front.overview(empty, LOCAL).stages["tender"].state == "next"
    tender = started(empty)
    assert front.next_step(load(empty, LOCAL, tender)).page == "method"
    methods.lock_method(empty, LOCAL, "lock", tender)
    assert front.next_step(load(empty, LOCAL, tender)).page == "bids"


def test_a_page_drawn_before_another_save_cannot_overwrite_it(empty: Store) -> None:
    tender = started(empty)
    bids.import_files(empty, LOCAL, "bids", tender, given("technical")[:1])
    drawn = load(empty, LOCAL, tender)
    vendor, leaf = drawn.bids[0].vendor, drawn.pack.method.panel_leaves()[0].key
    scores.save_scores(empty, LOCAL, "one", tender, "Eva", {(leaf, vendor): (Decimal(4), "clear")}, drawn=drawn)

    with pytest.raises(Conflict, match="was changed"):
        scores.save_scores(empty, LOCAL, "two", tender, "Eva", {(leaf, vendor): (Decimal(1), "poor")}, drawn=drawn)

    assert load(empty, LOCAL, tender).entries[0].points == 4


def test_scores_stand_once_they_are_locked_by_page_or_by_card(loaded: tuple[Store, str]) -> None:
    store, tender = loaded
    state = state_of(loaded)
    place = (state.pack.method.panel_leaves()[0].key, state.bids[0].vendor)
    card = exports.build(store, LOCAL, exports.mint(store, LOCAL, tender, "scorecard", evaluator="Late", lang="zh"))[2]

    with pytest.raises(Refused, match="scores_locked"):
        scores.save_scores(store, LOCAL, new_command_id(), tender, "Eva", {place: (Decimal(5), "late")})
    with pytest.raises(Refused, match="scores_locked"):
        scores.submit_scores(store, LOCAL, new_command_id(), tender, "Eva")
    result = bids.import_files(store, LOCAL, new_command_id(), tender, [("late.xlsx", card)])

    assert [(one.status, one.findings[0].rule) for one in result] == [("refused", Rule.SCORES_LOCKED)]
