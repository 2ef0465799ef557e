"""The committee weighs: unseen first, kept with every later word, adopted by the chair as an edit of the method, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from evaluator.domain.weighing import Judgement
from evaluator.services import weighing
from evaluator.services.commands import LOCAL, Actor, NotAllowed, Role, new_command_id
from evaluator.services.dossier_ledgers import ledgers
from evaluator.services.methods import lock_method
from evaluator.services.problem import Refused
from evaluator.services.record import recent
from evaluator.services.sample import sample_folder
from evaluator.services.state import TenderState, load
from evaluator.services.tenders import change_tender, start_tender
from evaluator.services.weighing import Weighing, weighings
from evaluator.services.weight_adoption import adopt, adoptions, figures
from evaluator.services.weight_diagnostics import data_weights
from evaluator.store.engine import sqlite_url
from evaluator.store.errors import Conflict
from evaluator.store.store import Store
from tests.ui.seeding import EVALUATORS, TENDER

ONE, TWO, THREE = EVALUATORS
Rows = Sequence[Sequence[Fraction | None]]


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[Store]:
    """The sample tender before its method is locked; its panel has three members."""
    store = Store.open(sqlite_url(tmp_path))
    start_tender(store, LOCAL, "start", (sample_folder() / "tender.toml").read_text("utf-8"))
    yield store
    store.close()


def row(*numbers: int) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, numbers))


def top(store: Store, member: str = "", group: str = "") -> Weighing:
    return next(one for one in weighings(store, LOCAL, TENDER, member) if one.group.key == group)


def judge(
    store: Store, member: str, rows: Rows, *, way: str = "points", number: int = 1, reason: str = "", group: str = ""
) -> None:
    weighing.judge(store, LOCAL, new_command_id(), TENDER, group, member, way, rows, number, reason)


def shared(store: Store, *first: int) -> Rows:
    """Points that begin with these, the rest of 100 on the last criterion."""
    count = len(top(store).group.criteria)
    given = [*first, *[0] * (count - len(first) - 1)]
    return [row(*given, 100 - sum(given))]


def take(store: Store, member: str = "", how: Any = "mean", **changed: Any) -> int:
    state, found = load(store, LOCAL, TENDER), top(store, member)
    drawn = changed.get("drawn", (found.ids, state.number, state.method_ver))
    return adopt(
        store, LOCAL, new_command_id(), TENDER, "", member, how, changed.get("decimals", 0), drawn,
        changed.get("reason", "agreed on 3 March"),
    )  # fmt: skip


def weights(state: TenderState) -> list[Decimal]:
    return [one.weight for one in state.pack.method.criteria]


def test_what_another_judged_is_not_in_the_answer_before_ones_own(open_store: Store) -> None:
    secret = shared(open_store, 37, 23)
    judge(open_store, ONE, secret)

    closed = top(open_store, TWO)
    assert (closed.open, closed.given, closed.history, closed.ids, closed.mine) == (False, (), (), (), None)
    assert (closed.judged, closed.missing) == ((ONE,), (TWO, THREE))
    assert "37" not in repr(closed)
    for member in ("", "a stranger"):
        assert top(open_store, member).given == ()
    judge(open_store, TWO, shared(open_store, 10, 20))
    for member in (ONE, TWO, f" {TWO} "):
        assert {one.member for one in top(open_store, member).given} == {ONE, TWO}
    assert top(open_store, THREE).given == ()
    judge(open_store, THREE, shared(open_store, 10, 20))
    assert len(top(open_store, "").given) == 3
    assert top(open_store, "").missing == ()


def test_neither_the_log_nor_the_folder_tells_it_before_the_lock(open_store: Store) -> None:
    judge(open_store, ONE, shared(open_store, 37, 23))

    state = load(open_store, LOCAL, TENDER)
    event = open_store.events(TENDER)[-1]
    assert event.action == "weights.judge"
    (after,) = event.after.values()
    assert isinstance(after, dict)
    assert isinstance(after["content"], dict)
    assert list(after["content"]) == ["sha256"]
    assert "salt" not in after
    assert [name for name, _ in ledgers(open_store, LOCAL, state)] == []
    assert recent(open_store, LOCAL, state).happened[0].subject.startswith(ONE)


def test_once_locked_everyone_reads_every_judgement_and_the_folder_keeps_them(open_store: Store) -> None:
    judge(open_store, ONE, shared(open_store, 37, 23))
    judge(open_store, ONE, shared(open_store, 30, 30), number=2, reason="price was counted twice")
    lock_method(open_store, LOCAL, new_command_id(), TENDER)

    found = top(open_store, "")
    assert [(one.number, one.reason) for one in found.history] == [(1, ""), (2, "price was counted twice")]
    assert [one.number for one in found.given] == [2]
    kept = dict(ledgers(open_store, LOCAL, load(open_store, LOCAL, TENDER)))["record/weights.toml"].decode()
    assert "37" in kept
    assert "price was counted twice" in kept
    for refused in (lambda: judge(open_store, TWO, shared(open_store, 10)), lambda: take(open_store)):
        with pytest.raises(Refused, match="weights_locked"):
            refused()


def test_a_second_judgement_needs_a_reason_and_the_first_stays(open_store: Store) -> None:
    judge(open_store, ONE, shared(open_store, 37))

    with pytest.raises(Refused, match="weights_again"):
        judge(open_store, ONE, shared(open_store, 40), number=2)
    with pytest.raises(Conflict):
        judge(open_store, ONE, shared(open_store, 40), number=1, reason="a second window")
    judge(open_store, ONE, shared(open_store, 40), number=2, reason="after the discussion")
    found = top(open_store, ONE)
    assert [one.rows[0][0] for one in found.history] == [37, 40]
    assert found.own == 2
    assert found.mine is not None
    assert found.mine.rows[0][0] == 40
    assert found.mine.at > found.history[0].at


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"member": " "}, "weights_member"),
        ({"member": "Mallory"}, "weights_stranger"),
        ({"group": "price.none"}, "weights_group"),
        ({"rows": [[Fraction(100), None]]}, "weights_incomplete"),
        ({"rows": [row(60, 30)]}, "weights_points"),
        ({"rows": [row(100)]}, "weights_points"),
        ({"rows": []}, "weights_points"),
        ({"way": "swing"}, "weights_swing"),
        ({"way": "roc"}, "weights_roc"),
        ({"way": "ahp"}, "weights_ahp"),
        ({"way": "bwm"}, "weights_bwm"),
        ({"way": "entropy"}, "weights_way"),
        ({"way": "critic"}, "weights_way"),
        ({"way": "merec"}, "weights_way"),
    ],
)
def test_what_is_no_judgement_is_refused_and_nothing_is_kept(
    open_store: Store, change: dict[str, Any], key: str
) -> None:
    given = {"member": ONE, "rows": shared(open_store, 99), **change}

    with pytest.raises(Refused, match=key):
        judge(open_store, **given)
    assert top(open_store, ONE).judged == ()


def test_a_broken_mirror_is_refused(open_store: Store) -> None:
    count = len(top(open_store).group.criteria)
    table = [[Fraction(1)] * count for _ in range(count)]
    table[0][1] = Fraction(3)

    with pytest.raises(Refused, match="weights_ahp"):
        judge(open_store, ONE, table, way="ahp")


def test_the_chair_adopts_for_a_reason_and_only_what_the_page_showed(open_store: Store) -> None:
    judge(open_store, ONE, shared(open_store, 30, 20))
    judge(open_store, TWO, shared(open_store, 35, 20))
    before, state = weights(load(open_store, LOCAL, TENDER)), load(open_store, LOCAL, TENDER)
    drawn = (top(open_store, ONE).ids, state.number, state.method_ver)

    for changed, error, key in (
        ({"reason": " "}, Refused, "reason_missing"),
        ({"decimals": 3}, Refused, "weights_how"),
        ({"how": "geometric"}, Refused, "weights_how"),  # some weigh nothing
        ({"how": "entropy"}, Refused, "weights_how"),
        ({"member": ""}, Refused, "weights_closed"),
        ({"drawn": (drawn[0][:1], *drawn[1:])}, Conflict, None),
        ({"drawn": (drawn[0], drawn[1], drawn[2] + 1)}, Conflict, None),
    ):
        with pytest.raises(error, match=key):
            take(open_store, **{"member": ONE, **changed})
    assert weights(load(open_store, LOCAL, TENDER)) == before

    assert take(open_store, ONE) == 1
    now = load(open_store, LOCAL, TENDER)
    assert weights(now) == [33, 20, *[0] * (len(before) - 3), 47]  # 32.5 and 47.5: the step goes to the first published
    assert sum(weights(now)) == 100
    event = open_store.events(TENDER)[-1]
    assert (event.action, event.reason) == ("weights.adopt", "agreed on 3 March")
    (made,) = adoptions(open_store, LOCAL, TENDER)
    assert (made.group, made.how, made.decimals, made.reason) == ("", "mean", 0, "agreed on 3 March")
    assert (made.judgements, made.missing) == ((f"{ONE} 1", f"{TWO} 1"), (THREE,))
    assert [Decimal(value) for value in made.weights.values()] == weights(now)
    kept = dict(ledgers(open_store, LOCAL, now))["record/weights_adopted.toml"].decode()
    assert "agreed on 3 March" in kept
    assert THREE in kept
    with pytest.raises(Refused, match="method_same"):
        take(open_store, ONE)


def test_without_a_judgement_there_is_nothing_to_adopt(open_store: Store) -> None:
    with pytest.raises(Refused, match="weights_closed"):
        take(open_store, ONE)


def test_a_judgement_on_other_criteria_no_longer_counts() -> None:
    old = Judgement(group="", member=ONE, number=1, way="points", criteria=("a", "b"), rows=(row(50, 50),))

    assert figures([old], "mean", 0) == (Decimal(50), Decimal(50))


@pytest.mark.parametrize(("role", "may"), [(Role.OBSERVER, "none"), (Role.PRICE, "judge"), (Role.LEAD, "adopt")])
def test_who_may_judge_and_who_may_adopt(open_store: Store, role: Role, may: str) -> None:
    actor = Actor("Ivo", frozenset({role}))
    rows, state = shared(open_store, 50), load(open_store, LOCAL, TENDER)

    def judging() -> None:
        weighing.judge(open_store, actor, new_command_id(), TENDER, "", ONE, "points", rows, 1)

    def adopting() -> None:
        drawn = (top(open_store, ONE).ids, state.number, state.method_ver)
        adopt(open_store, actor, new_command_id(), TENDER, "", ONE, "mean", 0, drawn, "agreed")

    for work, allowed in ((judging, may in ("judge", "adopt")), (adopting, may == "adopt")):
        if allowed:
            work()
        else:
            with pytest.raises(NotAllowed):
                work()


def test_without_a_named_panel_everyone_names_themselves(open_store: Store) -> None:
    state = load(open_store, LOCAL, TENDER)
    change_tender(open_store, LOCAL, new_command_id(), TENDER, state.ver, {"evaluators": (), "assignments": {}})
    judge(open_store, " Ana ", shared(open_store, 50))

    assert top(open_store, "ANA").mine is not None
    assert top(open_store, "Bo").given == top(open_store, "").given == ()
    assert (top(open_store, "Bo").judged, top(open_store, "Bo").missing) == (("Ana",), ())


def test_whoever_is_no_longer_of_the_panel_no_longer_counts_but_is_kept(open_store: Store) -> None:
    judge(open_store, ONE, shared(open_store, 37))
    judge(open_store, TWO, shared(open_store, 20))
    state = load(open_store, LOCAL, TENDER)
    changes = {"evaluators": (THREE, TWO), "assignments": {}}
    change_tender(open_store, LOCAL, new_command_id(), TENDER, state.ver, changes)
    judge(open_store, THREE, shared(open_store, 30))

    found = top(open_store, THREE)
    assert [one.member for one in found.given] == [THREE, TWO]
    assert {one.member for one in found.history} == {ONE, TWO, THREE}
    assert top(open_store, ONE).mine is None


def test_what_the_bids_would_weigh_is_shown_when_prices_are_open_and_never_before(
    open_store: Store, state: TenderState
) -> None:
    assert data_weights(load(open_store, LOCAL, TENDER)) is None
    found = data_weights(state)

    assert found is not None
    assert list(found.ways) == ["entropy", "critic", "merec"]
    assert found.published == tuple(state.evaluation.ranking.weights.values())
    for weights_ in found.ways.values():
        if isinstance(weights_, tuple):
            assert sum(weights_) == 1
            assert len(weights_) == len(found.criteria)
