"""A command that fails at any of its statements leaves nothing; sent again under its id it is carried out once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import count

import pytest

from evaluator.adapters.codec import encode
from evaluator.domain.text import Text
from evaluator.services import accounts, agreeing, bids, scores, settling, stages
from evaluator.services.awarding import select_vendor
from evaluator.services.commands import CONSOLE, LOCAL, Role
from evaluator.services.methods import lock_method
from evaluator.services.sample import sample_folder
from evaluator.services.state import load
from evaluator.services.tenders import choose_tender, start_tender
from evaluator.store import scores as kept
from evaluator.store.errors import SignedOut
from evaluator.store.files import NewFile
from evaluator.store.store import Store
from tests import TORTURE
from tests.store.injected import Broken, Cut, contents, counted, keep_whatever_was_written, length, marks
from tests.ui import seeding
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS

ADA, _, CY, *_ = (profile.name for profile in VENDORS)
Act = Callable[[Store], object]


def partial(store: Store, act: Act) -> tuple[list[str], int]:
    """The statements whose failure left something behind, and how many were made to fail; then the command is done.

    In the short form the statements of the writing engine fail, by an exception and by a page that is run again in turn;
    in the long form those of the reading engine too, each in both ways, and all contents are compared each time.
    """
    engines, look = ((store._writer, store._reader), contents) if TORTURE > 1 else ((store._writer,), marks)
    before, events = look(store), length(store)
    left: list[str] = []
    tried = 0
    for number in count(1):
        for fault in (Broken(), Cut()) if TORTURE > 1 else ((Broken(), Cut())[number % 2],):
            with counted(engines, number, fault) as sent, suppress(Broken, Cut, SignedOut):
                act(store)
            if len(sent) < number or length(store) > events:
                return left, tried  # carried out; what fails from here on is the next command of an act of two
            tried += 1
            if (now := look(store)) != before:
                left.append(sent[-1])
                before = now
    raise AssertionError("commands end")


def start(store: Store) -> None:
    start_tender(store, LOCAL, "seed", (sample_folder() / "tender.toml").read_text("utf-8"))


def receive(store: Store) -> None:
    reading = seeding._reading(load(store, LOCAL, TENDER), VENDORS[0], "technical", "template")
    new = NewFile(name=reading.name, content=reading.name.encode(), kind="bid", envelope="technical")
    bids._receive(store, LOCAL, "seed/0/technical", TENDER, new, ADA, {"reading": encode(reading)})


def settle(store: Store) -> None:
    wish = settling.Settling(
        vendor=CY, item="ST-01", no_answer=True, reason="asked twice", date="2026-11-20", source="call"
    )
    settling.settle(store, LOCAL, "settle", TENDER, wish)


def save(store: Store) -> None:
    """Two scores as the seeding gives them."""
    leaves = load(store, LOCAL, TENDER).pack.method.panel_leaves()[:2]
    given = {
        (leaf.key, ADA): (seeding._points(VENDORS[0], number), f"Reason of {EVALUATORS[0]}: {leaf.key}.")
        for number, leaf in enumerate(leaves)
    }
    scores.save_scores(store, LOCAL, "save", TENDER, EVALUATORS[0], given)


def submit(store: Store) -> None:
    with store.read() as snapshot:
        drafts = {row.id: 1 for row in kept.every(snapshot, TENDER, EVALUATORS[0])}
    scores._submit(store, LOCAL, "submit", TENDER, EVALUATORS[0], drafts)


def agree(store: Store) -> None:
    wish = agreeing.Wish("acceptance_days", Text("12 个工作日", "12 working days"))
    agreeing.agree(store, LOCAL, "agree", TENDER, wish, "settled by phone")


def appoint(store: Store) -> None:
    person = accounts.find_person(store, CONSOLE, "Lea")
    accounts.set_roles(store, CONSOLE, "roles", TENDER, person, [Role.LEAD], 0)


# In the order of a tender; what stands beside a command is made ready before it, whole.
COMMANDS: tuple[tuple[Act, Act | None], ...] = (
    (start, None),
    (lambda store: choose_tender(store, LOCAL, "choose", TENDER), None),
    (lambda store: lock_method(store, LOCAL, "seed/lock", TENDER), None),
    (receive, None),
    (settle, lambda store: seeding.follow(store, TENDER, "bids")),
    (save, None),
    (submit, None),
    (
        lambda store: stages.lock_technical(store, LOCAL, "technical", TENDER),
        lambda store: [seeding.score(store, evaluator, number) for number, evaluator in enumerate(EVALUATORS)],
    ),
    (lambda store: stages.open_prices(store, LOCAL, "open", TENDER, "all bids are in"), None),
    (lambda store: select_vendor(store, LOCAL, "select", TENDER, ADA, "highest total"), None),
    (agree, None),
    (lambda store: accounts.add_person(store, CONSOLE, "person", "Ann", roles=[Role.ADMIN]), None),
    (appoint, lambda store: accounts.add_person(store, CONSOLE, "lea", "Lea")),
    # Nobody works without an account now: what is written is the refusal.
    (lambda store: choose_tender(store, LOCAL, "late", TENDER), None),
)


def test_no_command_leaves_a_part_of_itself_whichever_of_its_statements_fails(store: Store) -> None:
    failed, seen = 0, 0
    for act, ready in COMMANDS:
        if ready is not None:
            ready(store)
        left, tried = partial(store, act)
        assert left == []
        failed += tried
        audit = store.audit()
        assert audit.faults == ()
        assert audit.chain is not None
        assert audit.chain.length > seen, "a command that was sent again after its failures was not carried out"
        seen = audit.chain.length
    print(f"{len(COMMANDS)} commands, {failed} statements made to fail")
    assert failed > 10 * len(COMMANDS)


def test_without_the_roll_back_the_same_look_finds_parts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    seeding.seed(store, "locked")
    keep_whatever_was_written(store, monkeypatch)

    left, _ = partial(store, receive)

    assert left
    assert store.audit().faults != ()
