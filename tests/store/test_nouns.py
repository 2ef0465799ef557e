"""Each noun of the store: what its rows keep, what they refuse, and what stays sealed."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from evaluator.domain.dealing import Said
from evaluator.store import (
    buyers,
    conversations,
    files,
    methods,
    reference_checks,
    revisions,
    rows,
    scores,
    settlements,
    stages,
    tables,
    tenders,
    tickets,
    vendors,
    weight_judgements,
)
from evaluator.store.errors import Conflict, Immutable, Missing, NotAccepted, Sealed
from evaluator.store.files import NewFile
from evaluator.store.methods import MethodContent
from evaluator.store.scores import ScoreKey
from evaluator.store.settlements import Place
from evaluator.store.store import Store
from evaluator.store.tickets import TicketRow

Desk = Any


def _method(text: str) -> MethodContent:
    return MethodContent(
        files={"method.toml": text}, sha256=hashlib.sha256(text.encode()).hexdigest(), questionnaire_sha256="q"
    )


def test_a_removed_tender_keeps_everything_and_can_come_back(store: Store, desk: Desk) -> None:
    desk.do(lambda tx: tenders.create(tx, {"name": "CRM"}, sample=True))

    assert desk.do(lambda tx: tenders.remove(tx, 1)) == 2
    with store.read() as snapshot:
        assert tenders.every(snapshot) == ()
        assert [(row.tender_id, row.sample) for row in tenders.every(snapshot, removed=True)] == [("t1", True)]

    with pytest.raises(Conflict, match="tender:t1"):
        desk.do(lambda tx: tenders.create(tx, {"name": "again"}))
    desk.do(lambda tx: tenders.restore(tx, 2))
    assert desk.do(lambda tx: tenders.edit(tx, {"name": "CRM 2"}, 3)) == 4
    with store.read() as snapshot:
        assert tenders.every(snapshot)[0].content == {"name": "CRM 2"}


def test_a_locked_method_is_changed_by_a_new_version_with_a_reason_only(store: Store, desk: Desk) -> None:
    desk.start()
    assert desk.do(lambda tx: methods.add(tx, _method("a"))) == 1
    assert desk.do(lambda tx: methods.edit(tx, 1, _method("b"), 1)) == 2
    assert desk.do(lambda tx: methods.lock(tx, 1, 2)) == 3

    with pytest.raises(Immutable, match="method 1"):
        desk.do(lambda tx: methods.edit(tx, 1, _method("c"), 3))
    with pytest.raises(NotAccepted, match="reason_said"):
        desk.do(lambda tx: methods.add(tx, _method("c")))
    assert desk.do(lambda tx: methods.add(tx, _method("c")), reason="a weight was wrong") == 2

    with store.read() as snapshot:
        first, second = methods.versions(snapshot, "t1")
        assert (first.locked_by, second.locked_by, second.reason) == ("local", None, "a weight was wrong")
        assert methods.current(snapshot, "t1") == second
        assert methods.files(snapshot, "t1", 1) == {"method.toml": "b"}
        with pytest.raises(Missing, match="method_version"):
            methods.files(snapshot, "t1", 3)


def test_vendors_keep_their_order_and_no_two_share_a_name(store: Store, desk: Desk) -> None:
    ada = desk.start()
    bo = desk.do(lambda tx: vendors.add(tx, "Bo", "bo"))

    with pytest.raises(Conflict, match="vendor"):
        desk.do(lambda tx: vendors.add(tx, "BO", "bo"))
    assert desk.do(lambda tx: vendors.rename(tx, ada, "Zora", "zora", 1)) == 2
    assert desk.do(lambda tx: vendors.set_state(tx, bo, "withdrawn", 1)) == 2

    with store.read() as snapshot:
        assert [(row.name, row.state) for row in vendors.every(snapshot, "t1")] == [
            ("Zora", "active"),
            ("Bo", "withdrawn"),
        ]


def test_a_file_is_kept_byte_for_byte_and_never_changed(store: Store, desk: Desk) -> None:
    vendor = desk.start()
    content = bytes(range(256)) * 5000
    new = NewFile(name="标书.xlsx", content=content, kind="bid", envelope="technical")
    first = desk.do(lambda tx: files.receive(tx, new))
    second = desk.do(lambda tx: files.receive(tx, new))

    desk.do(lambda tx: files.assign(tx, first, vendor, 1))
    desk.do(lambda tx: files.supersede(tx, first, second, 2))
    desk.do(lambda tx: files.withdraw(tx, second, 1))

    with store.read() as snapshot:
        assert files.content(snapshot, "t1", first) == content
        assert files.every(snapshot, "t1") == ()
        rows = files.every(snapshot, "t1", all_states=True)
        assert [(row.state, row.superseded_by, row.vendor_id) for row in rows] == [
            ("superseded", second, vendor),
            ("withdrawn", None, None),
        ]
        assert {(row.sha256, row.size) for row in rows} == {(hashlib.sha256(content).hexdigest(), len(content))}
        with pytest.raises(Missing, match="file"):
            files.content(snapshot, "t2", first)


def test_a_file_of_nobody_is_assigned_once_and_counts_only_where_nothing_else_does(store: Store, desk: Desk) -> None:
    vendor = desk.start()
    new = NewFile(name="p.xlsx", content=b"p", kind="bid", envelope="price")
    first, second = (desk.do(lambda tx: files.receive(tx, new)) for _ in range(2))

    assert desk.do(lambda tx: files.assign(tx, first, vendor, 1)) == 2
    assert desk.do(lambda tx: files.assign(tx, second, vendor, 1, counts=False)) == 2
    with pytest.raises(Conflict, match="file"):
        desk.do(lambda tx: files.assign(tx, second, vendor, 1))

    with store.read() as snapshot:
        rows = files.every(snapshot, "t1", all_states=True)
        assert {row.id: (row.vendor_id, row.state) for row in rows} == {
            first: (vendor, "current"),
            second: (vendor, "withdrawn"),
        }


def test_readings_of_current_files_only_are_read(store: Store, desk: Desk) -> None:
    desk.start()
    new = NewFile(name="a.xlsx", content=b"a", kind="bid", envelope="technical")
    first = desk.do(lambda tx: files.receive(tx, new))
    desk.do(lambda tx: files.save_reading(tx, first, "technical", {"n": 1}, reader="1"))
    second = desk.do(lambda tx: files.receive(tx, new))
    desk.do(lambda tx: files.save_reading(tx, second, "technical", {"n": 2}, reader="1"))
    desk.do(lambda tx: files.supersede(tx, first, second, 1))
    desk.do(lambda tx: files.save_reading(tx, second, "technical", {"n": 3}, reader="2", ver=1))

    with store.read() as snapshot:
        (head,), (gone,) = (files.reading_heads(snapshot, "t1", current=current) for current in (True, False))
        assert (head.file_id, gone.file_id) == (second, first)
        row = files.reading_of(snapshot, "t1", head.id)
        assert (row.content, row.reader) == ({"n": 3}, "2")


def test_a_revised_workbook_waits_in_the_round_of_its_vendor_until_it_is_decided(store: Store, desk: Desk) -> None:
    vendor = desk.start()
    new = NewFile(name="a.xlsx", content=b"a", kind="bid", envelope="technical", vendor_id=vendor)
    first = desk.do(lambda tx: files.receive(tx, new))
    asked = desk.do(lambda tx: revisions.start_round(tx, vendor, ["A-1"], "2026-12-08"), reason="unclear")
    second = desk.do(lambda tx: files.receive(tx, new, counts=False))
    desk.do(lambda tx: files.save_reading(tx, second, "technical", {"n": 2}, reader="1"))
    desk.do(lambda tx: revisions.hold(tx, "technical", vendor, second))

    with store.read() as snapshot:
        assert [row.id for row in files.every(snapshot, "t1")] == [first]
        assert files.reading_heads(snapshot, "t1") == ()
        (kept,) = files.readings_in(snapshot, "t1", second)
        assert kept.content == {"n": 2}
        (row,) = revisions.revisions(snapshot, "t1")
        assert (row.state, row.round_id) == ("waiting", asked)
    with pytest.raises(NotAccepted):
        desk.do(lambda tx: revisions.decide(tx, second, "asked", 1))
    desk.do(lambda tx: revisions.decide(tx, second, "asked", 1), reason="as asked")
    desk.do(lambda tx: files.count(tx, second, 1))
    desk.do(lambda tx: revisions.close_round(tx, asked, 1), reason="answered")
    with store.read() as snapshot:
        assert [row.id for row in files.every(snapshot, "t1")] == [first, second]
        assert revisions.open_round(snapshot, "t1", vendor) is None


def test_the_price_stays_sealed_until_the_prices_are_opened(store: Store, desk: Desk) -> None:
    vendor = desk.start()
    new = NewFile(name="p.xlsx", content=b"123", kind="bid", envelope="price", vendor_id=vendor)
    place = Place(vendor, "PRICE/P-01/unit_price", "price")
    file_id = desk.do(lambda tx: files.receive(tx, new))
    desk.do(lambda tx: files.save_reading(tx, file_id, "price", {"total": "123"}, reader="1"))
    desk.do(lambda tx: files.save_reading(tx, file_id, "technical", {"n": 1}, reader="1"))

    def settle(tx: Any) -> int:
        return settlements.settle(tx, place, "123", source="call", date="2026-03-01", ver=0)

    with pytest.raises(Sealed, match="t1"):
        desk.do(settle, reason="asked")
    with store.read() as snapshot:
        assert stages.visible(snapshot, "t1") == ("technical",)
        assert [row.envelope for row in files.reading_heads(snapshot, "t1")] == ["technical"]
        assert files.every(snapshot, "t1")[0].sha256 == hashlib.sha256(b"123").hexdigest()
        with pytest.raises(Sealed, match="t1"):
            files.content(snapshot, "t1", file_id)

    desk.do(lambda tx: stages.reach(tx, "prices_opened", 0))

    desk.do(settle, reason="asked")
    with store.read() as snapshot:
        assert [row.envelope for row in files.reading_heads(snapshot, "t1")] == ["price", "technical"]
        assert files.content(snapshot, "t1", file_id) == b"123"
        assert [row.value for row in settlements.settlements(snapshot, "t1")] == ["123"]


def test_opened_prices_are_never_closed_again(store: Store, desk: Desk) -> None:
    desk.start()
    assert desk.do(lambda tx: stages.reach(tx, "technical_locked", 0)) == 1
    assert desk.do(lambda tx: stages.withdraw(tx, "technical_locked", 1), reason="a score is missing") == 2
    desk.do(lambda tx: stages.reach(tx, "technical_locked", 2))
    desk.do(lambda tx: stages.reach(tx, "prices_opened", 0))

    with pytest.raises(Immutable, match="stage"):
        desk.do(lambda tx: stages.withdraw(tx, "prices_opened", 1))

    with store.read() as snapshot:
        assert stages.reached(snapshot, "t1", "prices_opened")
        assert not stages.reached(snapshot, "t1", "receiving_closed")
        assert stages.every(snapshot, "t1")["technical_locked"].ver == 3


def test_a_settlement_is_replaced_and_withdrawn_and_its_no_answer_is_kept(store: Store, desk: Desk) -> None:
    place = Place(desk.start(), "SU-03")

    def settle(value: Any, ver: int) -> Any:
        return lambda tx: settlements.settle(tx, place, value, source="e-mail", date="2026-03-01", ver=ver)

    with pytest.raises(NotAccepted, match="settlement_reason_said"):
        desk.do(settle("4", 0))
    desk.do(settle(["4", "hour"], 0), reason="asked")
    desk.do(settle(None, 1), reason="asked again: there is none")
    with store.read() as snapshot:
        (row,) = settlements.settlements(snapshot, "t1")
        assert (row.value, row.reason, row.by, row.ver) == (None, "asked again: there is none", "local", 2)

    desk.do(lambda tx: settlements.withdraw_settlement(tx, place, 2))
    with store.read() as snapshot:
        assert settlements.settlements(snapshot, "t1") == ()
        assert [row.state for row in settlements.settlements(snapshot, "t1", withdrawn=True)] == ["withdrawn"]
    assert desk.do(settle("5", 3), reason="found") == 4


def test_an_override_needs_points_and_a_reason(store: Store, desk: Desk) -> None:
    place = Place(desk.start(), "TR-01")

    for kind, value, reason in (
        ("overridden", None, "x"),
        ("evidence_seen", Decimal(1), "x"),
        ("overridden", Decimal(1), ""),
    ):
        with pytest.raises(NotAccepted, match="fact_check"):
            desk.do(lambda tx, k=kind, v=value: settlements.check(tx, place, k, v, ver=0), reason=reason)
    desk.do(lambda tx: settlements.check(tx, place, "evidence_seen", ver=0))
    desk.do(lambda tx: settlements.check(tx, place, "overridden", Decimal("62.50"), ver=1), reason="two cases only")

    with store.read() as snapshot:
        (row,) = settlements.checks(snapshot, "t1")
        assert (row.kind, str(row.value), row.reason) == ("overridden", "62.50", "two cases only")
    desk.do(lambda tx: settlements.withdraw_check(tx, place, 2))
    with store.read() as snapshot:
        assert settlements.checks(snapshot, "t1") == ()


def test_a_gate_is_confirmed_or_waived_for_a_reason(store: Store, desk: Desk) -> None:
    place = Place(desk.start(), "SE-01")

    with pytest.raises(NotAccepted, match="confirmation_reason_said"):
        desk.do(lambda tx: settlements.confirm_gate(tx, place, upheld=True, ver=0))
    desk.do(lambda tx: settlements.confirm_gate(tx, place, upheld=True, ver=0), reason="no certificate")

    with store.read() as snapshot:
        assert [row.upheld for row in settlements.confirmations(snapshot, "t1")] == [True]
    desk.do(lambda tx: settlements.withdraw_confirmation(tx, place, 1))
    with store.read() as snapshot:
        assert settlements.confirmations(snapshot, "t1") == ()


def test_submitted_scores_are_never_changed(store: Store, desk: Desk) -> None:
    vendor = desk.start()
    mine, open_one = ScoreKey("Eva", vendor, "fit"), ScoreKey("Eva", vendor, "support")
    desk.do(lambda tx: scores.save_draft(tx, mine, Decimal(7), reason="r", evidence="Support!D4", ver=0))
    desk.do(lambda tx: scores.save_draft(tx, open_one, None, reason="not yet", ver=0))
    row = desk.score(mine)

    assert desk.do(lambda tx: scores.submit(tx, "Eva", {row.id: row.ver})) == 1

    with pytest.raises(Immutable, match="Eva"):
        desk.do(lambda tx: scores.save_draft(tx, mine, Decimal(9), ver=2))
    with pytest.raises(Immutable, match="score"):
        desk.do(lambda tx: scores.submit(tx, "Eva", {row.id: 2}))
    desk.do(lambda tx: scores.save_draft(tx, open_one, Decimal(3), ver=1))
    assert (desk.score(mine).points, desk.score(mine).state, desk.score(open_one).points) == (7, "submitted", 3)


def test_a_submitted_score_is_reopened_for_a_reason_and_keeps_what_it_was(store: Store, desk: Desk) -> None:
    mine = ScoreKey("Eva", desk.start(), "fit")
    desk.do(lambda tx: scores.save_draft(tx, mine, Decimal("7.5"), reason="r", evidence="Support!D4", ver=0))
    row = desk.score(mine)
    desk.do(lambda tx: scores.submit(tx, "Eva", {row.id: 1}))
    with pytest.raises(Immutable):
        desk.do(lambda tx: scores.reopen(tx, {row.id: 2}))  # no reason was said
    with pytest.raises(Conflict):
        desk.do(lambda tx: scores.reopen(tx, {row.id: 1}), reason="a client says otherwise")

    assert desk.do(lambda tx: scores.reopen(tx, {row.id: 2}), reason="a client says otherwise") == 1

    draft = desk.score(mine)
    assert (draft.state, draft.points, draft.submitted_at) == ("draft", Decimal("7.5"), None)
    assert (draft.before_points, draft.before_reason, draft.reopened_reason) == (
        Decimal("7.5"),
        "r",
        "a client says otherwise",
    )
    desk.do(lambda tx: scores.save_draft(tx, mine, Decimal(4), reason="fewer", ver=3))
    desk.do(lambda tx: scores.submit(tx, "Eva", {row.id: 4}))
    assert (desk.score(mine).points, desk.score(mine).before_points) == (4, Decimal("7.5"))
    with pytest.raises(Immutable):
        desk.do(lambda tx: scores.save_draft(tx, mine, Decimal(9), ver=5))


@pytest.mark.parametrize(
    "change",
    [
        "points = '9'",
        "reason = 'other'",
        "before_points = '9'",
        "reopened_reason = ''",
        "evaluator = 'Bo'",
        "criterion = 'x'",
    ],
)
def test_the_database_lets_a_submitted_score_become_the_same_draft_only(store: Store, desk: Desk, change: str) -> None:
    mine = ScoreKey("Eva", desk.start(), "fit")
    desk.do(lambda tx: scores.save_draft(tx, mine, Decimal(7), reason="r", ver=0))
    row = desk.score(mine)
    desk.do(lambda tx: scores.submit(tx, "Eva", {row.id: 1}))
    said = {
        "state": "'draft'", "submitted_at": "NULL", "before_points": "points", "before_reason": "reason",
        "reopened_reason": "'why'", "reopened_by": "'x'", "reopened_at": "'2026-12-01'",
    }  # fmt: skip
    said |= dict([change.split(" = ")])
    sets = ", ".join(f"{name} = {value}" for name, value in said.items())

    with pytest.raises(Immutable):
        desk.do(lambda tx: tx.connection.execute(sa.text(f"UPDATE score SET {sets}")))
    with pytest.raises(Immutable):
        desk.do(lambda tx: tx.connection.execute(sa.text("DELETE FROM score")))
    assert (desk.score(mine).state, desk.score(mine).points) == ("submitted", 7)


def test_scores_are_submitted_all_or_none(desk: Desk) -> None:
    vendor = desk.start()
    keys = [ScoreKey("Eva", vendor, criterion) for criterion in ("fit", "support")]
    desk.do(lambda tx: scores.save_draft(tx, keys[0], Decimal(7), ver=0))
    desk.do(lambda tx: scores.save_draft(tx, keys[1], None, ver=0))
    vers = {desk.score(key).id: 1 for key in keys}

    with pytest.raises(NotAccepted, match="points_given"):
        desk.do(lambda tx: scores.submit(tx, "Eva", vers))
    desk.do(lambda tx: scores.save_draft(tx, keys[1], Decimal(2), ver=1))
    with pytest.raises(Conflict, match="score"):
        desk.do(lambda tx: scores.submit(tx, "Eva", vers))
    with pytest.raises(Conflict, match="score"):
        desk.do(lambda tx: scores.submit(tx, "Bo", {desk.score(keys[0]).id: 1}))

    assert {desk.score(key).state for key in keys} == {"draft"}


def test_the_panels_agreed_score_stands_beside_the_chairs_own(desk: Desk) -> None:
    vendor = desk.start()
    own, agreed = ScoreKey("Eva", vendor, "fit"), ScoreKey("Eva", vendor, "fit", agreed=True)

    desk.do(lambda tx: scores.save_draft(tx, own, Decimal(7), ver=0))
    desk.do(lambda tx: scores.save_draft(tx, agreed, Decimal(8), ver=0))

    assert (desk.score(own).points, desk.score(agreed).points) == (7, 8)


def test_the_choice_of_a_vendor_can_be_withdrawn_and_made_again(store: Store, desk: Desk) -> None:
    vendor = desk.start()
    desk.do(lambda tx: stages.select(tx, vendor, "", "made on this", 0), reason="first place")
    desk.do(lambda tx: stages.unselect(tx, 1), reason="vendor stepped back")
    with store.read() as snapshot:
        assert stages.selected(snapshot, "t1").state == "withdrawn"

    desk.do(lambda tx: stages.select(tx, vendor, "came back", "made on this", 2), reason="stands again")

    with store.read() as snapshot:
        row = stages.selected(snapshot, "t1")
        assert (row.vendor_id, row.reason, row.second_reason, row.state, row.ver) == (
            vendor, "stands again", "came back", "active", 3,
        )  # fmt: skip


def test_the_buyer_and_preferences_belong_to_no_tender(store: Store, desk: Desk) -> None:
    desk.tender_id = ""
    assert desk.do(lambda tx: buyers.save_profile(tx, {"name": "甲方"}, 0)) == 1
    desk.do(lambda tx: buyers.prefer(tx, "language", "zh"))
    desk.do(lambda tx: buyers.prefer(tx, "language", "en"))
    with pytest.raises(Conflict, match="buyer"):
        desk.do(lambda tx: buyers.save_profile(tx, {"name": "other"}, 0))
    with pytest.raises(NotAccepted, match="preference_name"):
        desk.do(lambda tx: buyers.prefer(tx, "shoe size", "44"))

    with store.read() as snapshot:
        assert buyers.profile(snapshot).content == {"name": "甲方"}
        assert buyers.preferences(snapshot, "local") == {"language": "en"}
        assert buyers.preferences(snapshot, "Bo") == {}
    assert store.revision("") == 1


def test_tickets_that_ran_out_are_swept_away(store: Store, desk: Desk) -> None:
    desk.start()
    for token, expires in (("old", "2000-01-01T00:00:00.000000Z"), ("new", "2999-01-01T00:00:00.000000Z")):
        ticket = TicketRow(
            tender_id="t1", token_sha256=tickets.fingerprint(token), actor="local", kind="draft", params={}, revision=2,
            expires_at=expires,
        )  # fmt: skip
        desk.do(lambda tx, ticket=ticket: tickets.keep(tx, ticket))

    with store.read() as snapshot:
        assert tickets.find(snapshot, "old") is None
        assert tickets.find(snapshot, "new").kind == "draft"
    assert store.revision("t1") == 2


def test_a_conversation_is_numbered_and_withdrawn_for_a_reason_only(store: Store, desk: Desk) -> None:
    desk.start()
    said = Said(vendor="Bo", day="2026-05-08", people="Lin", asked="hosting?", learnt="own", touches=("TS-01",))
    assert [desk.do(lambda tx: conversations.add(tx, said)) for _ in range(2)] == [1, 2]

    with pytest.raises(NotAccepted, match="reason_said"):
        desk.do(lambda tx: conversations.withdraw(tx, 1, 1))
    with pytest.raises(NotAccepted, match="vendor_said"):
        desk.do(lambda tx: conversations.add(tx, Said(vendor="", day="2026-05-08", people="", asked="", learnt="")))
    assert desk.do(lambda tx: conversations.withdraw(tx, 1, 1), reason="another vendor's") == 2

    with store.read() as snapshot:
        found = conversations.every(snapshot, "t1")
    assert [(row.number, row.state, row.reason, row.touches) for row in found] == [
        (1, "withdrawn", "another vendor's", ["TS-01"]),
        (2, "active", "", ["TS-01"]),
    ]


def test_a_call_to_a_reference_is_written_down_again_only_by_a_page_that_has_seen_it(store: Store, desk: Desk) -> None:
    ada = desk.start()
    word = {"point": "users", "reason": "typing error"}
    assert desk.do(lambda tx: reference_checks.save(tx, ada, "abc", {"users": "80"}, 0)) == 1
    assert desk.do(lambda tx: reference_checks.settle(tx, ada, "abc", [word], 1)) == 2

    with pytest.raises(Conflict, match="reference_check"):
        desk.do(lambda tx: reference_checks.save(tx, ada, "abc", {"users": "90"}, 1))
    assert desk.do(lambda tx: reference_checks.save(tx, ada, "abc", {"users": "90"}, 2)) == 3
    with pytest.raises(NotAccepted, match="reason_said"):
        desk.do(lambda tx: reference_checks.withdraw(tx, ada, "abc", 3))
    desk.do(lambda tx: reference_checks.withdraw(tx, ada, "abc", 3), reason="wrong person")

    with store.read() as snapshot:
        (row,) = reference_checks.every(snapshot, "t1")
    assert (row.content, row.settled, row.state) == ({"users": "90"}, [word], "withdrawn")


def test_a_file_keeps_when_it_was_handed_in_and_why_it_counts_though_late(store: Store, desk: Desk) -> None:
    ada = desk.start()
    new = NewFile(
        name="a.pdf", content=b"%PDF", kind="attachment", envelope="technical", vendor_id=ada,
        handed_in_at="2026-12-05T17:30+08:00",
    )  # fmt: skip
    file_id = desk.do(lambda tx: files.receive(tx, new))
    desk.do(lambda tx: files.admit(tx, file_id, 1), reason="our door was locked")

    with store.read() as snapshot:
        (row,) = files.every(snapshot, "t1")
    assert row.handed_in_at == "2026-12-05T17:30+08:00"
    assert row.admitted is not None
    assert row.admitted["reason"] == "our door was locked"

    desk.do(lambda tx: files.restate(tx, file_id, "2026-12-05T16:30+08:00", 2))
    with store.read() as snapshot:
        (row,) = files.every(snapshot, "t1")
    assert (row.handed_in_at, row.admitted) == ("2026-12-05T16:30+08:00", None)


def test_a_file_can_be_sealed_with_what_was_read_from_it_and_never_unsealed(store: Store, desk: Desk) -> None:
    ada = desk.start()
    new = NewFile(name="a.pdf", content=b"%PDF", kind="attachment", envelope="technical", vendor_id=ada)
    file_id = desk.do(lambda tx: files.receive(tx, new))
    desk.do(lambda tx: files.save_reading(tx, file_id, "technical", {"kind": "pdf"}, reader="test"))

    desk.do(lambda tx: files.seal(tx, file_id, 1))

    with store.read() as snapshot:
        assert not files.readings_in(snapshot, "t1", file_id)
        with pytest.raises(Sealed):
            files.content(snapshot, "t1", file_id)
    for change in ({"envelope": "technical"}, {"name": "b.pdf"}):
        with pytest.raises(Immutable):
            desk.do(lambda tx, change=change: rows.update(tx, tables.file, {"id": file_id}, change, 2))


def test_a_judgement_of_weights_is_only_added_and_the_log_keeps_it_from_guessing(store: Store, desk: Desk) -> None:
    desk.start()
    given = {"way": "points", "criteria": ["a", "b"], "rows": [["60", "40"]]}
    desk.do(lambda tx: weight_judgements.add(tx, "", ("Ada", "ada"), 1, given))

    with pytest.raises(Conflict, match="weight_judgement"):
        desk.do(lambda tx: weight_judgements.add(tx, "", ("Ada", "ada"), 1, given))
    with pytest.raises(NotAccepted, match="reason_said"):
        desk.do(lambda tx: weight_judgements.add(tx, "", ("Ada", "ada"), 2, given))
    with pytest.raises(NotAccepted, match="folded_said"):
        desk.do(lambda tx: weight_judgements.add(tx, "", (" ", ""), 1, given))
    desk.do(lambda tx: weight_judgements.add(tx, "", ("Ada", "ada"), 2, given), reason="after the discussion")

    with store.read() as snapshot:
        found = weight_judgements.every(snapshot, "t1")
    assert [(row.member, row.number, row.content, row.reason) for row in found] == [
        ("Ada", 1, given, ""), ("Ada", 2, given, "after the discussion"),
    ]  # fmt: skip
    hashes = [
        after["content"]["sha256"]
        for event in store.events("t1")
        for name, after in event.after.items()
        if name.startswith("weight_")
    ]
    assert len(set(hashes)) == 2, "the same figures have another hash each time"
