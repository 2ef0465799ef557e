"""Every role at every stage through every way of reading: no planted price and no other's draft in anything given."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from evaluator.services import dossier, exports, final_price, logbook, opinions, robustness, scores
from evaluator.services import state as state_module
from evaluator.services.commands import LOCAL, Actor, Role, new_command_id
from evaluator.services.problem import Refused
from evaluator.services.sight import WHOLE
from evaluator.services.state import TenderState, load
from evaluator.store.events import Event
from evaluator.store.stages import MONEY
from evaluator.store.store import Store
from tests import TORTURE
from tests.staff import ROLES, Team, hash_at_once, staff
from tests.ui import seeding
from tests.ui.seeding import EVALUATORS, TENDER, VENDORS, score

FIRST, SECOND, LATE = EVALUATORS
DRAFT = "a canary that only its author may read"
# The unit price of every line of one vendor, which nothing else in the tender comes to.
CANARY, DEAR = "81553", Decimal("27.1843")
PRICE = re.compile("[, \u00a0\u202f]?".join(CANARY))
STAGES = ("bids", "technical", "opened")
Read = Callable[[Store, Actor], object]


@pytest.fixture(scope="module")
def tenders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Store, Team]]]:
    """The tender at each stage with a planted price and a planted draft, and its people."""
    made: dict[str, tuple[Store, Team]] = {}
    with pytest.MonkeyPatch.context() as patch:
        hash_at_once(patch)
        patch.setattr(seeding, "VENDORS", (replace(VENDORS[0], price=DEAR), *VENDORS[1:]))
        for stage in STAGES:
            store = Store.open(f"sqlite:///{tmp_path_factory.mktemp(stage) / 'evaluator.db'}")
            seeding.seed(store, "bids")
            two_have_submitted(store)
            for then in seeding.STAGES[seeding.STAGES.index("technical") : seeding.STAGES.index(stage) + 1]:
                seeding._reach(store, then)
            made[stage] = store, staff(store)
    yield made
    for store, _ in made.values():
        store.close()


def two_have_submitted(store: Store) -> None:
    for number, evaluator in enumerate((FIRST, SECOND)):
        score(store, evaluator, number)
    leaf = load(store, LOCAL, TENDER).pack.method.panel_leaves()[0]
    given = {(leaf.key, VENDORS[0].name): (Decimal(1), DRAFT)}
    scores.save_scores(store, LOCAL, new_command_id(), TENDER, LATE, given)


def texts(given: object) -> Iterator[str]:
    """All words and numbers of what a service gave: of files, and of the files inside them."""
    if isinstance(given, bytes):
        if zipfile.is_zipfile(io.BytesIO(given)):
            with zipfile.ZipFile(io.BytesIO(given)) as packed:
                for name in packed.namelist():
                    yield from texts(packed.read(name))
        yield given.decode("utf-8", "replace")
    elif isinstance(given, tuple | list):
        for one in given:
            yield from texts(one)
    else:
        yield repr(given)


def planted(given: object) -> set[str]:
    """Which of the planted values are there, the price with or without marks between its digits."""
    found = set()
    for words in texts(given):
        found |= {DRAFT} if DRAFT in words else set()
        found |= {CANARY} if PRICE.search(words) else set()
    return found


def export(kind: str, **params: str) -> Read:
    return lambda store, actor: exports.build(store, actor, exports.mint(store, actor, TENDER, kind, **params))[2]


def of_state(read: Callable[[Store, Actor, TenderState], object]) -> Read:
    return lambda store, actor: read(store, actor, load(store, actor, TENDER))


def original(envelope: str) -> Read:
    def read(store: Store, actor: Actor) -> object:
        whole = load(store, actor, TENDER)
        file = next((one.id for one in whole.uploads if one.envelope == envelope), "none")
        return export("original", upload=file)(store, actor)

    return read


def everything(store: Store, actor: Actor) -> object:
    made = dossier.build_folder(store, actor, exports.mint(store, actor, TENDER, "everything"), "en")
    return made and made[1].read_bytes()


ADA = VENDORS[0].name
READS: dict[str, Read] = {
    "load": lambda store, actor: load(store, actor, TENDER),
    "logbook": of_state(logbook.logbook),
    "final prices": of_state(final_price.offers),
    "technical workbook": original("technical"),
    "price workbook": original("price"),
    "scorecard of the author": export("scorecard", evaluator=LATE, lang="en"),
}
# What is made of the same state and takes its time: in the long form.
PAPERS: dict[str, Read] = {
    "ranking": of_state(lambda _store, _actor, state: state.evaluation.ranking),
    "shortlist": export("shortlist", lang="en"),
    "dealings": export("dealings", lang="en"),
    "opinions": of_state(lambda _store, _actor, state: opinions.opinions(state)),
    "robustness": of_state(
        lambda _store, actor, state: (
            robustness.left_for(actor, found) if (found := robustness.robustness_of(state)) else None
        )
    ),
    "everything": everything,
    **{
        " ".join((kind, *params.values())): export(kind, **params)
        for kind, params in (
            ("templates", {"lang": "zh"}),
            ("method", {"lang": "en"}),
            ("scorecard", {"evaluator": FIRST, "lang": "en"}),
            ("scorecards", {"lang": "zh"}),
            ("shortlist", {"lang": "both"}),
            ("report", {"vendor": ADA, "form": "xlsx", "lang": "en"}),
            ("letter", {}),
            ("recommendation", {"lang": "en", "form": "docx"}),
            ("draft", {"vendor": ADA, "lang": "en"}),
            ("robustness", {"form": "json", "lang": "en"}),
            ("packages", {"vendors": ADA, "lang": "zh"}),
            ("clauses", {"lang": "zh"}),
        )
    },
}
if TORTURE > 1:
    READS |= PAPERS


def may_see(name: str, role: Role, stage: str) -> set[str]:
    return ({CANARY} if stage == "opened" and role in MONEY else set()) | ({DRAFT} if name == LATE else set())


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_planted_reaches_who_may_not_see_it(tenders: dict[str, tuple[Store, Team]], stage: str) -> None:
    store, team = tenders[stage]
    seen: dict[str, set[str]] = {name: set() for name in team}
    for name, actor in team.items():
        for read in READS:
            before = len(denials(store))
            try:
                found = planted(READS[read](store, actor))
            except PermissionError:
                assert len(denials(store)) == before + 1, (name, read, "each refusal has one event")
                assert denials(store)[-1].actor == name
                continue
            except (Refused, LookupError):
                found = set()
            assert len(denials(store)) == before, (name, read)
            assert found <= may_see(name, ROLES[name], stage), (name, read)
            seen[name] |= found
    # The look finds what is there: whoever may see a planted value has met it.
    assert seen == {name: may_see(name, ROLES[name], stage) for name in team}


def test_a_build_that_shows_everybody_everything_is_found(
    tenders: dict[str, tuple[Store, Team]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with one eye for all, the same look meets prices and drafts at people who may see neither."""
    monkeypatch.setattr(state_module, "sight_of", lambda *_: WHOLE)

    shut, team = tenders["technical"]
    assert planted(READS["load"](shut, team["Olga"])) == {DRAFT}
    store, team = tenders["opened"]
    assert planted(READS["load"](store, team[FIRST])) == {DRAFT, CANARY}


def denials(store: Store) -> list[Event]:
    return [event for event in store.events(TENDER) if event.action == "access.denied"]
