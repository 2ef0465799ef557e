"""Declarations of interest: no bid before one, nothing of a vendor in whom there is an interest, and no score of it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from evaluator.adapters.codec import encode
from evaluator.adapters.packs import parse_tender
from evaluator.adapters.tender_text import tender_text
from evaluator.domain.dealing import Said
from evaluator.i18n.words import t
from evaluator.intake.bids import FileReading, vendor_key
from evaluator.services import bids, conversations, declaring, exports, rounds, scores, stages
from evaluator.services.commands import LOCAL, Actor, NotAllowed, Role, new_command_id
from evaluator.services.consensus import Agreement, agree, panel_spreads
from evaluator.services.declaring import Asked
from evaluator.services.front import next_step, overview
from evaluator.services.logbook import logbook
from evaluator.services.problem import Refused
from evaluator.services.record import recent
from evaluator.services.state import load
from evaluator.store import files
from evaluator.store.errors import Hidden, SignedOut
from evaluator.store.files import NewFile
from evaluator.store.store import Store
from evaluator.ui.views.record import sentence
from tests.staff import FIRST, LATE, SECOND, Staffed, free_of_interests
from tests.ui.seeding import TENDER, VENDORS, score, seeded

BO = VENDORS[1].name
BO_KEY = vendor_key(BO)
SCORED, TALKED = "a word on Bo alone", "Bo told us on the telephone"
CANARIES = (SCORED, TALKED, "Bo_technical", "Bo_price", f"{BO}: we do this")
TIE = "my sister works there"


def talked(store: Store) -> None:
    """There was a talk with Bo, which bears its name and no vendor's row."""
    said = Said(vendor=BO, day="2026-01-05", people="Ms Bo", asked="What?", learnt=TALKED)
    conversations.note(store, LOCAL, new_command_id(), TENDER, said)


def scored(store: Store) -> None:
    """Everybody has submitted; the second evaluator's reason for the first score of Bo is a canary, as is the talk."""
    talked(store)
    for number, evaluator in enumerate((FIRST, LATE)):
        score(store, evaluator, number)
    leaves = load(store, LOCAL, TENDER).pack.method.panel_leaves()
    given = {(leaf.key, one.name): (Decimal(2), "seen in the answer") for leaf in leaves for one in VENDORS}
    given[leaves[0].key, BO] = (Decimal(1), SCORED)
    scores.save_scores(store, LOCAL, new_command_id(), TENDER, SECOND, given)
    scores.submit_scores(store, LOCAL, new_command_id(), TENDER, SECOND)


def tied(store: Store, actor: Actor, words: str = TIE) -> None:
    """The person declares an interest in Bo."""
    asked = declaring.asked(store, actor, TENDER)
    declaring.declare(store, actor, new_command_id(), TENDER, asked, {BO_KEY: words}, confidential=True)


def new_vendor(store: Store, actor: Actor, name: str = "Gil Ltd") -> None:
    """A bid of a vendor who was not invited is in."""
    new = NewFile(name="gil.xlsx", content=name.encode(), kind="bid", envelope="technical")
    held = FileReading(
        name=new.name, sha256="0" * 64, layout="template", refused=False, vendor=name, answers=(), findings=()
    )
    bids._receive(store, actor, new_command_id(), TENDER, new, name, {"reading": encode(held)})


def test_without_accounts_nothing_is_asked_and_nothing_hidden(tmp_path: Path) -> None:
    store = seeded(tmp_path, "bids")

    state = load(store, LOCAL, TENDER)
    assert (state.declared, state.hidden, len(state.bids)) == (True, (), len(VENDORS))
    assert not declaring.asked(store, LOCAL, TENDER).due
    with pytest.raises(Refused, match="declared_alone"):
        declare(store, LOCAL, declaring.asked(store, LOCAL, TENDER), {})
    store.close()


def test_before_declaring_nobody_sees_anything_of_a_bid_but_the_names(staffed: Staffed) -> None:
    store, team = staffed("opened", talked, declared=False)

    for name, actor in team.items():
        state = load(store, actor, TENDER)
        assert {vendor_key(one) for one in state.hidden} >= {vendor_key(one.name) for one in VENDORS}, name
        assert (state.declared, state.bids, state.uploads, state.entries, dict(state.vendor_ids)) == (
            False,
            (),
            (),
            (),
            {},
        )
        for canary in (*CANARIES, *(f"{one.name}: we do this" for one in VENDORS), "Reason of"):
            assert canary not in f"{state}", name
        assert next_step(state).page == "people"
        assert not recent(store, actor, state).happened or not any(
            ".xlsx" in one.subject for one in recent(store, actor, state).happened
        )


def test_work_on_bids_is_refused_and_logged_before_declaring(staffed: Staffed) -> None:
    store, team = staffed("bids", declared=False)
    lea = team["Lea"]

    for act in (
        lambda: stages.lock_technical(store, lea, new_command_id(), TENDER),
        lambda: stages.open_prices(store, lea, new_command_id(), TENDER, reason="now"),
        lambda: scores._submit(store, team[FIRST], new_command_id(), TENDER, FIRST, {}),
    ):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.key == "store.not_declared"
    with pytest.raises(Refused, match="not_declared"):
        bids.import_files(store, lea, new_command_id(), TENDER, [("x.xlsx", b"")])
    with pytest.raises(Refused, match="vendors_left_out"):
        exports.mint(store, lea, TENDER, "shortlist", lang="en")

    assert [event.action for event in store.events(TENDER)].count("access.denied") == 3
    assert overview(store, lea).declared is False


def test_a_person_without_an_interest_sees_the_bids(staffed: Staffed) -> None:
    store, team = staffed("bids")

    for actor in (team["Lea"], team[FIRST], team["Pia"]):
        state = load(store, actor, TENDER)
        assert (len(state.bids), state.hidden, state.declared) == (len(VENDORS), (), True)


def test_a_vendor_in_whom_there_is_an_interest_is_gone_from_all_that_the_person_sees(staffed: Staffed) -> None:
    store, team = staffed("bids", scored)
    before = f"{load(store, team[FIRST], TENDER)}"
    for name in (FIRST, "Pia", "Olga"):
        tied(store, team[name])

    assert not [canary for canary in CANARIES if canary not in before], "the control: without an interest all is there"
    for name in (FIRST, "Pia", "Olga"):
        state = load(store, team[name], TENDER)
        assert not [canary for canary in CANARIES if canary in f"{state}"], name
        assert state.hidden == (BO,)
        assert BO not in state.vendor_ids
        assert len(state.bids) == len(VENDORS) - 1
        assert not any("Bo_" in one.subject for one in recent(store, team[name], state).happened)
    lead = load(store, team["Lea"], TENDER)
    assert not [canary for canary in CANARIES if canary not in f"{lead}"]
    assert not [one for one in lead.entries if (one.evaluator, one.vendor) == (FIRST, BO)], (
        "given before: it counts no more"
    )
    assert lead.submitted(FIRST)


def test_ranking_log_and_files_about_all_bids_do_without_that_vendor(staffed: Staffed) -> None:
    store, team = staffed("opened", talked)
    tied(store, team["Aud"])
    seen, lead = load(store, team["Aud"], TENDER), load(store, team["Lea"], TENDER)

    assert not [canary for canary in CANARIES if canary in f"{seen}"]
    assert {one.vendor for one in lead.evaluation.ranking.results} - {BO} == {
        one.vendor for one in seen.evaluation.ranking.results
    }
    with pytest.raises(Refused, match="vendors_left_out"):
        exports.mint(store, team["Aud"], TENDER, "shortlist", lang="en")
    assert not any("Bo_" in f"{one.subject}{one.reason}" for one in logbook(store, team["Aud"], seen))
    assert any("Bo_" in one.subject for one in logbook(store, team["Lea"], lead))


def test_the_bytes_of_a_file_of_that_vendor_are_refused_by_every_name(staffed: Staffed) -> None:
    store, team = staffed("opened")
    state = load(store, team["Lea"], TENDER)
    upload = next(one.id for one in state.uploads if one.vendor == BO and one.envelope == "technical")
    other = next(one.id for one in state.uploads if one.vendor == VENDORS[0].name and one.envelope == "technical")
    tied(store, team["Olga"])

    token = exports.mint(store, team["Olga"], TENDER, "original", upload=upload)
    with pytest.raises(Hidden):
        exports.build(store, team["Olga"], token)
    assert store.events(TENDER)[-1].action == "access.denied"
    assert exports.build(store, team["Olga"], exports.mint(store, team["Olga"], TENDER, "original", upload=other))[2]
    with store.read() as snapshot:
        twin = next(row for row in files.every(snapshot, TENDER) if row.id == other)
        same = files.content(snapshot, TENDER, upload)
    new = NewFile(name="both.xlsx", content=same, kind="bid", envelope="technical")
    bids._receive(store, team["Lea"], new_command_id(), TENDER, new, VENDORS[2].name, {})
    with store.read() as snapshot:
        copied = next(row.id for row in files.every(snapshot, TENDER, all_states=True) if row.name == "both.xlsx")
        snapshot.hidden = frozenset({state.vendor_ids[BO]})
        assert files.content(snapshot, TENDER, twin.id)
        with pytest.raises(Hidden):
            files.content(snapshot, TENDER, copied)


def test_a_card_of_an_evaluator_leaves_that_vendor_out_whoever_fetches_it(staffed: Staffed) -> None:
    store, team = staffed("bids", scored)
    tied(store, team[FIRST])

    for name in (FIRST, "Lea"):
        token = exports.mint(store, team[name], TENDER, "scorecard", evaluator=FIRST, lang="en")
        words = words_of(exports.build(store, team[name], token)[2])
        assert not [one for one in (*CANARIES, BO) if one in words], name
        assert VENDORS[0].name in words


def words_of(workbook: bytes) -> str:
    pages = openpyxl.load_workbook(io.BytesIO(workbook))
    return " ".join(str(cell.value) for page in pages for row in page.iter_rows() for cell in row if cell.value)


def test_no_score_of_that_vendor_is_expected_of_the_person_and_the_others_are_combined(staffed: Staffed) -> None:
    store, team = staffed("bids", lambda made: [score(made, name, n) for n, name in enumerate((SECOND, LATE))])
    tied(store, team[FIRST])
    state = load(store, team[FIRST], TENDER)
    leaves = state.pack.method.panel_leaves()
    assert state.progress(FIRST) == (0, len(leaves) * (len(VENDORS) - 1))
    given = {
        (leaf.key, one.name): (Decimal(3), "seen in the answer") for leaf in leaves for one in VENDORS if one.name != BO
    }
    scores.save_scores(store, team[FIRST], new_command_id(), TENDER, FIRST, given)
    scores.submit_scores(store, team[FIRST], new_command_id(), TENDER, FIRST)

    lead = load(store, team["Lea"], TENDER)
    assert lead.submitted(FIRST)
    assert not [one for one in panel_spreads(lead) if one.missing]
    assert {len(one.given) for one in panel_spreads(lead) if one.vendor == BO} == {2}
    assert {len(one.given) for one in panel_spreads(lead) if one.vendor != BO} == {3}
    stages.lock_technical(store, team["Lea"], new_command_id(), TENDER)


def test_a_score_of_that_vendor_is_refused_to_the_person_and_to_a_lead_with_an_interest(staffed: Staffed) -> None:
    store, team = staffed("bids", scored)
    tied(store, team[FIRST])
    tied(store, team["Lea"])
    leaf = load(store, team["Pia"], TENDER).pack.method.panel_leaves()[0]

    for name in (FIRST, "Lea"):
        with pytest.raises(Refused, match="score_recused"):
            scores.save_scores(
                store, team[name], new_command_id(), TENDER, name, {(leaf.key, BO): (Decimal(1), "all the same")}
            )
    wish = Agreement(criterion=leaf.key, vendor=BO, points=Decimal(4), reason="we agreed", second_reason="so")
    with pytest.raises(Refused, match="score_recused"):
        agree(store, team["Lea"], new_command_id(), TENDER, wish)


def test_a_lead_with_an_interest_still_runs_the_tender_and_everybody_reads_so(staffed: Staffed) -> None:
    store, team = staffed("scores")
    tied(store, team["Lea"])

    state, front = load(store, team["Lea"], TENDER), overview(store, team["Lea"])
    assert (len(state.bids), state.hidden) == (len(VENDORS), ())
    assert front.interests == (BO,)
    stages.lock_technical(store, team["Lea"], new_command_id(), TENDER)
    told = {one.name: one for one in declaring.declared(store, team["Aud"], TENDER)}
    assert (told["Lea"].interests, told["Lea"].current, told["Olga"].interests) == ({BO: TIE}, True, {})
    event = next(one for one in reversed(store.events(TENDER)) if one.action == "declaration.save")
    assert (event.actor, event.note["kind"]) == ("Lea", "interest")
    assert TIE in f"{event.after}"
    first = logbook(store, team["Aud"], load(store, team["Aud"], TENDER))
    said = {sentence(one, "en") for one in first if one.action == "declaration.save" and one.by == "Lea"}
    assert said == {t("record.event.declaration_save", "en"), t("record.event.declaration_save_interest", "en")}


def test_who_declared_what_is_told_to_lead_and_auditor_alone(staffed: Staffed) -> None:
    store, team = staffed("bids")

    for name in (FIRST, "Pia", "Olga"):
        with pytest.raises(NotAllowed):
            declaring.declared(store, team[name], TENDER)
    assert {one.name for one in declaring.declared(store, team["Lea"], TENDER)} == set(team)


def test_a_vendor_or_a_round_that_comes_later_asks_anew_and_an_interest_stands(staffed: Staffed) -> None:
    store, team = staffed("bids")
    tied(store, team[FIRST])
    drawn = declaring.asked(store, team[FIRST], TENDER)
    new_vendor(store, team["Lea"])

    asked = declaring.asked(store, team[FIRST], TENDER)
    assert (asked.due, drawn.due, asked.interests) == (True, False, {BO_KEY: TIE})
    assert not load(store, team[FIRST], TENDER).declared
    with pytest.raises(Refused, match="declaration_stale"):
        declare(store, team[FIRST], drawn, {})
    declare(store, team[FIRST], asked, {})
    assert load(store, team[FIRST], TENDER).hidden == (BO,), (
        "what was declared is not taken back by a later declaration"
    )

    free_of_interests(store, team["Lea"])
    state = load(store, team["Lea"], TENDER)
    cy = VENDORS[2]
    rounds.open_round(store, team["Lea"], new_command_id(), TENDER, cy.name, (cy.open_item,), "2030-01-05", "asked")
    assert state.declared
    assert not load(store, team["Lea"], TENDER).declared
    assert declaring.asked(store, team[FIRST], TENDER).due


def declare(
    store: Store, actor: Actor, asked: Asked, interests: Mapping[str, str], *, confidential: bool = True
) -> None:
    declaring.declare(store, actor, new_command_id(), TENDER, asked, interests, confidential=confidential)


def test_a_declaration_promises_confidentiality_and_describes_each_interest(staffed: Staffed) -> None:
    store, team = staffed("bids", declared=False)
    asked = declaring.asked(store, team[FIRST], TENDER)

    with pytest.raises(Refused, match="confidential_missing"):
        declare(store, team[FIRST], asked, {}, confidential=False)
    with pytest.raises(Refused, match="interest_unsaid"):
        declare(store, team[FIRST], asked, {BO_KEY: "  "})
    assert declaring.asked(store, team[FIRST], TENDER).due
    with pytest.raises(SignedOut):
        declare(store, Actor("Eve", frozenset({Role.ADMIN})), asked, {})


def test_a_folder_that_leaves_the_store_knows_who_does_not_score_whom(staffed: Staffed) -> None:
    store, team = staffed("bids")
    tied(store, team[FIRST])

    tender = load(store, team["Lea"], TENDER).tender
    assert parse_tender(tender_text(tender)).recused == {FIRST: (BO,)}
