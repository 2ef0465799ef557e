"""Accounts: who may sign in, what a role allows at this instant, and what nobody can take away."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evaluator.services import accounts, signing_in
from evaluator.services.commands import CONSOLE, LOCAL, Actor, NotAllowed, Role, new_command_id
from evaluator.services.front import Held, visitor
from evaluator.services.problem import Refused
from evaluator.services.signing_in import Provided
from evaluator.services.state import load
from evaluator.services.tenders import TenderForm, change_tender, opened, remove_tender, start_form, tenders
from evaluator.store.engine import DATABASE, sqlite_url
from evaluator.store.errors import SignedOut
from evaluator.store.store import Store

PASSWORD = "correct horse battery"
FORM = TenderForm(name="CRM", pack="services_cn", buyer_name="ACME", languages=("en",), lang="en")


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened_store = Store.open(sqlite_url(tmp_path), clock)
    yield opened_store
    opened_store.close()


def add(store: Store, name: str, *roles: Role) -> str:
    return accounts.add_person(store, CONSOLE, new_command_id(), name, f"{name.lower()}@example.com", roles)


def enter(store: Store, name: str) -> Actor:
    """The actor of a person who follows a link, sets a password and signs in with it."""
    person = accounts.find_person(store, CONSOLE, name)
    signing_in.set_password(store, accounts.invite(store, CONSOLE, new_command_id(), person), PASSWORD)
    actor = signing_in.who(store, signing_in.sign_in(store, name, PASSWORD))
    assert actor is not None
    return actor


@pytest.fixture
def house(store: Store) -> Store:
    """A store with an administrator, Lea who may start tenders, and Tim."""
    add(store, "Ann", Role.ADMIN)
    add(store, "Lea", Role.LEAD)
    add(store, "Tim")
    return store


def test_without_accounts_one_person_works_alone(store: Store) -> None:
    tender_id = start_form(store, LOCAL, new_command_id(), FORM)

    assert load(store, LOCAL, tender_id).tender.name.en == "CRM"
    assert not signing_in.accounts_kept(store)


def test_from_the_first_account_on_nobody_works_without_one(house: Store) -> None:
    with pytest.raises(SignedOut):
        start_form(house, LOCAL, new_command_id(), FORM)
    with pytest.raises(SignedOut):
        tenders(house, LOCAL)
    with pytest.raises(SignedOut):
        tenders(house, Actor("Ann", frozenset(Role), "made-up"))


def test_the_first_account_is_an_administrator(store: Store) -> None:
    with pytest.raises(Refused, match="first_administrator"):
        add(store, "Lea", Role.LEAD)
    assert not signing_in.accounts_kept(store)


@pytest.mark.parametrize("name", ["ann", " Ａｎｎ ", "ANN@example.com"])
def test_two_people_cannot_be_taken_for_each_other(house: Store, name: str) -> None:
    with pytest.raises(Refused, match="person_there"):
        accounts.add_person(house, CONSOLE, new_command_id(), name)


def test_whoever_starts_a_tender_leads_it_and_others_do_not_see_it(house: Store) -> None:
    lea, tim = enter(house, "Lea"), enter(house, "Tim")

    tender_id = start_form(house, lea, new_command_id(), FORM)

    assert opened(house, lea) == tender_id
    assert tenders(house, tim) == ()
    with pytest.raises(NotAllowed):
        load(house, tim, tender_id)
    with pytest.raises(NotAllowed):
        start_form(house, tim, new_command_id(), FORM)


def test_an_administrator_keeps_accounts_and_sees_no_tender(house: Store) -> None:
    ann, lea = enter(house, "Ann"), enter(house, "Lea")
    tender_id = start_form(house, lea, new_command_id(), FORM)

    assert tenders(house, ann) == ()
    with pytest.raises(NotAllowed):
        load(house, ann, tender_id)


def test_an_administrator_appoints_a_lead_but_never_itself_nor_anything_else(house: Store) -> None:
    ann, lea = enter(house, "Ann"), enter(house, "Lea")
    tender_id = start_form(house, lea, new_command_id(), FORM)
    tim, me = accounts.find_person(house, ann, "Tim"), accounts.find_person(house, ann, "Ann")

    for person, roles in ((me, [Role.LEAD]), (tim, [Role.PRICE]), (tim, [Role.LEAD, Role.AUDITOR])):
        with pytest.raises(Refused, match="administrator_"):
            accounts.set_roles(house, ann, new_command_id(), tender_id, person, roles, 0)
    accounts.set_roles(house, ann, new_command_id(), tender_id, tim, [Role.LEAD], 0)

    assert opened(house, enter(house, "Tim")) == tender_id


def test_a_role_taken_away_is_gone_at_the_next_command_of_a_page_drawn_before(house: Store) -> None:
    lea, tim = enter(house, "Lea"), enter(house, "Tim")
    tender_id = start_form(house, lea, new_command_id(), FORM)
    person = accounts.find_person(house, lea, "Tim")
    accounts.set_roles(house, lea, new_command_id(), tender_id, person, [Role.LEAD], 0)
    drawn = load(house, tim, tender_id)

    accounts.set_roles(house, lea, new_command_id(), tender_id, person, [Role.OBSERVER], 1)

    with pytest.raises(NotAllowed):
        change_tender(house, tim, new_command_id(), tender_id, drawn.ver, {"deadline": "2026-05-01T17:00+08:00"})
    assert house.events(tender_id)[-1].action == "access.denied"
    assert house.events(tender_id)[-1].actor == "Tim"


def test_a_repeated_command_of_someone_whose_role_is_gone_is_refused_too(house: Store) -> None:
    lea, tim = enter(house, "Lea"), enter(house, "Tim")
    tender_id = start_form(house, lea, new_command_id(), FORM)
    person, again = accounts.find_person(house, lea, "Tim"), new_command_id()
    accounts.set_roles(house, lea, new_command_id(), tender_id, person, [Role.LEAD], 0)
    ver = load(house, tim, tender_id).ver
    change_tender(house, tim, again, tender_id, ver, {"deadline": "2026-05-01T17:00+08:00"})
    accounts.set_roles(house, lea, new_command_id(), tender_id, person, [], 1)

    with pytest.raises(NotAllowed):
        change_tender(house, tim, again, tender_id, ver, {"deadline": "2026-05-01T17:00+08:00"})


def test_a_closed_account_is_out_at_once_and_its_browsers_with_it(house: Store) -> None:
    lea = enter(house, "Lea")
    token = signing_in.sign_in(house, "Lea", PASSWORD)
    tender_id = start_form(house, lea, new_command_id(), FORM)

    accounts.close_person(house, CONSOLE, new_command_id(), accounts.find_person(house, CONSOLE, "Lea"))

    assert signing_in.who(house, token) is None
    with pytest.raises(SignedOut):
        remove_tender(house, lea, new_command_id(), tender_id)
    with pytest.raises(Refused, match="sign_in_wrong"):
        signing_in.sign_in(house, "Lea", PASSWORD)


def test_the_last_administrator_and_the_last_lead_stay(house: Store) -> None:
    ann, lea = enter(house, "Ann"), enter(house, "Lea")
    tender_id = start_form(house, lea, new_command_id(), FORM)
    me = accounts.find_person(house, ann, "Ann")

    with pytest.raises(Refused, match="last_administrator"):
        accounts.close_person(house, ann, new_command_id(), me)
    with pytest.raises(Refused, match="last_administrator"):
        accounts.set_roles(house, ann, new_command_id(), "", me, [Role.LEAD], 1)
    with pytest.raises(Refused, match="last_lead"):
        accounts.set_roles(
            house, lea, new_command_id(), tender_id, accounts.find_person(house, lea, "Lea"), [Role.AUDITOR], 1
        )


def test_only_an_administrator_keeps_accounts(house: Store) -> None:
    lea = enter(house, "Lea")

    for act in (
        lambda: accounts.add_person(house, lea, new_command_id(), "Eve"),
        lambda: accounts.invite(house, lea, new_command_id(), accounts.find_person(house, lea, "Tim")),
        lambda: accounts.close_person(house, lea, new_command_id(), accounts.find_person(house, lea, "Ann")),
        lambda: accounts.set_roles(
            house, lea, new_command_id(), "", accounts.find_person(house, lea, "Lea"), [Role.ADMIN], 1
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert {one.email for one in accounts.people_of(house, lea)} == {""}


def test_five_wrong_passwords_lock_an_account_for_a_quarter_of_an_hour(house: Store, clock: Clock) -> None:
    enter(house, "Tim")
    for name in ("Tim", "nobody") * 5:  # the same words for both, so that nobody learns who has an account
        with pytest.raises(Refused, match="sign_in_wrong"):
            signing_in.sign_in(house, name, "not this one")

    with pytest.raises(Refused, match="sign_in_wrong"):
        signing_in.sign_in(house, "Tim", PASSWORD)
    clock.now += timedelta(minutes=16)
    assert signing_in.who(house, signing_in.sign_in(house, "Tim", PASSWORD)) is not None


def test_a_sign_in_lasts_half_a_day_and_ends_when_told(house: Store, clock: Clock) -> None:
    enter(house, "Tim")
    first, second = (signing_in.sign_in(house, "Tim", PASSWORD) for _ in range(2))

    signing_in.sign_out(house, first)

    assert signing_in.who(house, first) is None
    assert signing_in.who(house, second) is not None
    clock.now += timedelta(hours=13)
    assert signing_in.who(house, second) is None


def test_a_link_sets_one_password_once_and_ends_what_was_open(house: Store, clock: Clock) -> None:
    enter(house, "Tim")
    token, person = signing_in.sign_in(house, "Tim", PASSWORD), accounts.find_person(house, CONSOLE, "Tim")
    stale = accounts.invite(house, CONSOLE, new_command_id(), person)
    link = accounts.invite(house, CONSOLE, new_command_id(), person)

    with pytest.raises(Refused, match="link_spent"):
        signing_in.set_password(house, stale, PASSWORD)
    for weak, rule in (("short", "password_length"), ("aaaaaaaaaaaaaa", "password_weak"), ("tim tim tim tim", "weak")):
        with pytest.raises(Refused, match=rule):
            signing_in.set_password(house, link, weak)
    signing_in.set_password(house, link, "another fine password")

    assert signing_in.who(house, token) is None
    with pytest.raises(Refused, match="link_spent"):
        signing_in.set_password(house, link, PASSWORD)
    late = accounts.invite(house, CONSOLE, new_command_id(), person)
    clock.now += timedelta(days=4)
    with pytest.raises(Refused, match="link_spent"):
        signing_in.invited(house, late)


def test_a_provider_lets_in_whom_an_administrator_knows_and_nobody_else(house: Store) -> None:
    stranger = Provided("https://id.example", "7", "Eve", "eve@example.com")
    tim = Provided("https://id.example", "8", "Timothy", "tim@example.com")

    with pytest.raises(Refused, match="sign_in_unknown"):
        signing_in.sign_in_by_provider(house, stranger, "cookie-e")
    signing_in.sign_in_by_provider(house, tim, "cookie-t")
    actor = signing_in.who(house, "cookie-t")
    assert actor is not None
    assert actor.name == "Tim"

    # Whoever holds the address at another provider later on is not this person.
    with pytest.raises(Refused, match="sign_in_unknown"):
        signing_in.sign_in_by_provider(
            house, Provided("https://other.example", "8", "Tim", "tim@example.com"), "cookie-x"
        )


def test_a_secret_stands_nowhere_in_the_store_nor_in_its_log(house: Store, tmp_path: Path) -> None:
    person = accounts.find_person(house, CONSOLE, "Tim")
    link = accounts.invite(house, CONSOLE, new_command_id(), person)
    signing_in.set_password(house, link, PASSWORD)
    token = signing_in.sign_in(house, "Tim", PASSWORD)
    house.close()

    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"argon2id" in kept
    for secret in (PASSWORD, link, token):
        assert secret.encode() not in kept
    log = Store.open(sqlite_url(tmp_path))
    assert not any("argon2" in f"{event.before}{event.after}{event.note}" for event in log.events(""))
    assert log.audit().faults == ()
    log.close()
    swapped = sqlite3.connect(tmp_path / DATABASE)
    swapped.execute("UPDATE person SET password = 'of somebody else' WHERE folded = 'tim'")
    swapped.commit()
    swapped.close()
    log = Store.open(sqlite_url(tmp_path))
    assert [fault.rule for fault in log.audit().faults] == ["row_changed"]
    log.close()


def test_a_sign_in_that_was_ended_is_not_opened_again_by_the_same_word(house: Store) -> None:
    given = Provided("https://id.example", "8", "Tim", "tim@example.com")
    held = Held("", lambda: (given, "what was signed"), provider=True)
    assert visitor(house, held) is not None

    signing_in.sign_out(house, "what was signed")

    assert visitor(house, held) is None
    other = Held("a secret that somebody planted", lambda: (given, "signed anew"), provider=True)
    assert visitor(house, other) is not None
    assert signing_in.who(house, "a secret that somebody planted") is None


def test_where_a_provider_is_configured_nobody_works_unnamed_though_no_account_is_there(store: Store) -> None:
    assert visitor(store, Held()) == LOCAL
    assert visitor(store, Held(provider=True)) is None


def test_an_administrator_has_no_role_in_a_tender_and_starts_none(house: Store) -> None:
    lea = enter(house, "Lea")
    tender_id = start_form(house, lea, new_command_id(), FORM)
    ann, me = accounts.find_person(house, lea, "Ann"), accounts.find_person(house, lea, "Lea")

    for act in (
        lambda: accounts.set_roles(house, lea, new_command_id(), tender_id, ann, [Role.AUDITOR], 0),
        lambda: accounts.set_roles(house, CONSOLE, new_command_id(), "", ann, [Role.ADMIN, Role.LEAD], 1),
        lambda: accounts.set_roles(house, CONSOLE, new_command_id(), "", me, [Role.ADMIN], 1),
        lambda: add(house, "Bea", Role.ADMIN, Role.LEAD),
    ):
        with pytest.raises(Refused, match="administrator_sees_no_bid"):
            act()


def test_the_last_lead_is_the_last_whose_account_is_open(house: Store) -> None:
    lea = enter(house, "Lea")
    tender_id = start_form(house, lea, new_command_id(), FORM)
    me, tim = accounts.find_person(house, lea, "Lea"), accounts.find_person(house, lea, "Tim")
    accounts.set_roles(house, lea, new_command_id(), tender_id, tim, [Role.LEAD], 0)
    accounts.close_person(house, CONSOLE, new_command_id(), tim)

    with pytest.raises(Refused, match="last_lead"):
        accounts.set_roles(house, lea, new_command_id(), tender_id, me, [], 1)


@pytest.mark.parametrize("name", ["local", "Console", "door"])
def test_nobody_is_called_what_the_program_calls_itself(house: Store, name: str) -> None:
    with pytest.raises(Refused, match="person_reserved"):
        add(house, name)


def test_a_password_that_was_changed_while_it_was_checked_opens_nothing(
    house: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(house, "Tim")
    checked = signing_in._fit

    def and_then_changed(store: Store, name: str, password: str) -> tuple[str, str, str]:
        found = checked(store, name, password)
        person = accounts.find_person(store, CONSOLE, name)
        link = accounts.invite(store, CONSOLE, new_command_id(), person)
        signing_in.set_password(store, link, "another fine password")
        return found

    monkeypatch.setattr(signing_in, "_fit", and_then_changed)
    with pytest.raises(Refused, match="sign_in_wrong"):
        signing_in.sign_in(house, "Tim", PASSWORD)


def test_a_link_of_a_closed_account_stays_spent_and_one_of_a_providers_person_is_not_made(house: Store) -> None:
    person = accounts.find_person(house, CONSOLE, "Tim")
    link = accounts.invite(house, CONSOLE, new_command_id(), person)
    accounts.close_person(house, CONSOLE, new_command_id(), person)
    accounts.reopen_person(house, CONSOLE, new_command_id(), person)
    with pytest.raises(Refused, match="link_spent"):
        signing_in.invited(house, link)

    signing_in.sign_in_by_provider(house, Provided("https://id.example", "8", "Tim", "tim@example.com"), "token")
    with pytest.raises(Refused, match="person_provider"):
        accounts.invite(house, CONSOLE, new_command_id(), person)


def test_every_attempt_is_an_event(house: Store) -> None:
    enter(house, "Tim")
    with pytest.raises(Refused):
        signing_in.sign_in(house, "nobody", PASSWORD)
    with pytest.raises(Refused):
        signing_in.sign_in(house, "Tim", "not this one")

    said = [(event.action, event.note.get("refused")) for event in house.events("") if event.action == "sign_in.open"]
    assert said[-2:] == [("sign_in.open", "unknown"), ("sign_in.open", "password")]
    assert house.verify_chain().length == len(house.events(""))
