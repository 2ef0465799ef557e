"""The committee weighs: each member judges a group of criteria unseen, then sees the others; nothing of it is the method yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from evaluator.domain.method import Method
from evaluator.domain.tender import Tender
from evaluator.domain.weighing import Group, Judgement, groups, latest
from evaluator.i18n.words import both
from evaluator.intake.words import plain as compared
from evaluator.scoring.group_weights import member_weights
from evaluator.scoring.matrix import MatrixRefusedError
from evaluator.services.commands import demand_own, query, service
from evaluator.services.held import pack_of, tender_of
from evaluator.services.limits import NAME, demand_short
from evaluator.services.problem import Refused
from evaluator.store import methods, tenders, weight_judgements
from evaluator.store.canonical import Json, plain
from evaluator.store.errors import Conflict
from evaluator.store.methods import MethodRow
from evaluator.store.transaction import Snapshot, Transaction
from evaluator.store.weight_judgements import JudgementRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """A group of criteria as one member may see it.

    ``judged`` and ``missing`` are names only; where the tender names a panel, only its members count. Until the group is
    ``open`` to the member, ``given`` (the last word of each) and ``history`` (all words, in order) hold the member's own at
    most; ``ids`` name the rows of ``given`` for an adoption, ``own`` is how often the member has judged.
    """

    group: Group
    judged: tuple[str, ...]
    missing: tuple[str, ...]
    mine: Judgement | None
    own: int
    open: bool
    given: tuple[Judgement, ...]
    history: tuple[Judgement, ...]
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """What judgements rest on at one instant: the method in force and the tender."""

    row: MethodRow
    method: Method
    tender: Tender

    def group(self, key: str) -> Group:
        """The group with this key; `Refused` where the method has none."""
        found = next((one for one in groups(self.method) if one.key == key), None)
        if found is None:
            raise Refused("weights_group")
        return found


@query("weights.read")
def weighings(snapshot: Snapshot, tender_id: str, member: str) -> tuple[Weighing, ...]:
    """Every group as this member may see it; an empty name judges nothing and sees what everyone has judged.

    A group is open to who has judged it, to all once everyone expected has, and to all when the method is locked.
    """
    held = hold(snapshot, tender_id)
    rows = weight_judgements.every(snapshot, tender_id)
    if snapshot.actor.sign_in:  # nobody looks with another's eyes
        member = snapshot.actor.name
    return tuple(seen(held, group, rows, member) for group in groups(held.method))


def hold(snapshot: Snapshot, tender_id: str) -> Held:
    """The method in force and the tender; `Refused` where there is none."""
    row, tender = methods.current(snapshot, tender_id), tenders.find(snapshot, tender_id)
    if row is None or tender is None:
        raise Refused("no_method")
    return Held(row, pack_of(row, methods.files(snapshot, tender_id, row.number)).method, tender_of(tender))


def seen(held: Held, group: Group, rows: Sequence[JudgementRow], member: str) -> Weighing:
    """One group as this member may see it, with nothing in it that this member may not."""
    every = {row.id: _judgement(row) for row in rows if row.node == group.key}
    expected = held.tender.evaluators
    panel = {compared(name): place for place, name in enumerate(expected)}
    counting = [one for one in latest(tuple(every.values()), group) if not panel or compared(one.member) in panel]
    standing = tuple(sorted(counting, key=lambda one: panel.get(compared(one.member), 0)))
    there = {compared(one.member) for one in standing}
    missing = tuple(name for name in expected if compared(name) not in there)
    mine = next((one for one in standing if compared(one.member) == compared(member)), None)
    shown = bool(held.row.locked_at or mine or (expected and not missing))
    own = [one for one in every.values() if compared(one.member) == compared(member)]
    given = standing if shown else ()
    return Weighing(
        group=group, judged=tuple(one.member for one in standing), missing=missing, mine=mine, own=len(own), open=shown,
        given=given, history=tuple(sorted(every.values() if shown else own, key=lambda one: one.at)),
        ids=tuple(key for key, one in every.items() if one in given),
    )  # fmt: skip


@service("weights.judge")
def judge(
    tx: Transaction, group: str, member: str, way: str, rows: Sequence[Sequence[Fraction | None]], number: int, reason: str = ""
) -> None:  # fmt: skip
    """Keep what a member judges of a group, as the judgement of that ``number`` (1 for the first, which needs no reason).

    `Refused` where the method is locked, the member is not of the panel, or the judgement is not whole or not one of its
    way; `Conflict` where the member has judged meanwhile.
    """
    held = hold(tx, tx.tender_id)
    if held.row.locked_at:
        raise Refused("weights_locked")
    demand_own(tx, member)
    name, found = _member(held.tender, member), held.group(group)
    if any(value is None for row in rows for value in row):
        raise Refused("weights_incomplete")
    whole = tuple(tuple(cast("Fraction", value) for value in row) for row in rows)
    one = Judgement(group=group, member=name, number=number, way=way, criteria=found.keys, rows=whole)
    _demand_fit(one)
    before = [
        row for row in weight_judgements.every(tx, tx.tender_id) if (row.node, row.folded) == (group, compared(name))
    ]
    if number != len(before) + 1:
        raise Conflict(f"weight_judgement:{group}", {}, None)
    if before and not reason.strip():
        raise Refused("weights_again")
    tx.about(f"weights:{group}", name=f"{name} · {titled(found)}")
    content: dict[str, Json] = {"way": way, "criteria": list(found.keys), "rows": plain(whole)}
    weight_judgements.add(tx, group, (name, compared(name)), number, content)


def titled(group: Group) -> str:
    """What a group is called in the log, in both languages."""
    return group.title.show("both", " / ") or both("weights.first_level", "both", " / ")


def _member(tender: Tender, given: str) -> str:
    """The member's name as the panel writes it."""
    if not compared(given):
        raise Refused("weights_member")
    demand_short(NAME, given)
    if not tender.evaluators:
        return given.strip()
    found = next((name for name in tender.evaluators if compared(name) == compared(given)), None)
    if found is None:
        raise Refused("weights_stranger", name=given.strip())
    return found


def _demand_fit(one: Judgement) -> None:
    """Raise `Refused` with what the way asks where this is no judgement of its way."""
    try:
        member_weights(one)
    except (MatrixRefusedError, KeyError):
        key = one.way if one.way in ("points", "swing", "roc", "ahp", "bwm") else "way"
        total = sum(one.rows[0], Fraction(0)) if one.rows else Fraction(0)
        raise Refused(f"weights_{key}", count=len(one.criteria), total=f"{float(total):g}") from None


def _judgement(row: JudgementRow) -> Judgement:
    content: dict[str, Any] = row.content
    rows = tuple(tuple(Fraction(value) for value in line) for line in content["rows"])
    return Judgement(
        group=row.node, member=row.member, number=row.number, way=content["way"], criteria=tuple(content["criteria"]),
        rows=rows, reason=row.reason, at=row.at,
    )  # fmt: skip
