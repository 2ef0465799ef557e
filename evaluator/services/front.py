"""What every page shows around its content: the tender, how far each stage has come, and the next step."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from evaluator.adapters.packs import PackError, PackFault
from evaluator.domain.finding import Param
from evaluator.domain.ranking import Status
from evaluator.domain.text import Text
from evaluator.services import signing_in
from evaluator.services.commands import LOCAL, Actor
from evaluator.services.consensus import to_agree
from evaluator.services.final_price import askable
from evaluator.services.problem import Refused
from evaluator.services.signing_in import Provided
from evaluator.services.state import TenderState, load
from evaluator.services.tenders import missing, opened, tenders
from evaluator.store.store import Store

Stage = Literal["done", "wait", "next", "idle", "blocked"]
_lock = threading.Lock()
_store: list[Store] = []


@dataclass(frozen=True, slots=True)
class StageView:
    """How far a stage has come: its dot, and one to three words beside it (a key of the ``stage`` catalogue)."""

    state: Stage
    note: str = ""
    params: Mapping[str, Param] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The frame of every page; ``tender`` is empty where none has been started.

    ``declared``, ``hidden`` and ``interests`` say how this person stands to the vendors, as in `TenderState`; the last
    are those of which no score of theirs counts.
    ``faults`` say why the tender cannot be opened: this program cannot build its stored method.
    """

    tender: str = ""
    name: Text = Text()
    route: str = ""
    deadline: str = ""
    sample: bool = False
    archived: bool = False
    opened: bool = False
    revision: int = 0
    stages: Mapping[str, StageView]
    faults: tuple[PackFault, ...] = ()
    declared: bool = True
    hidden: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """What a browser brings: the secret of a sign-in by password, and a provider's word with what stands for it.

    ``provider`` says that the settings name a provider.
    """

    secret: str = ""
    provided: Callable[[], tuple[Provided, str] | None] = lambda: None
    provider: bool = False


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next: a key of the ``stage`` catalogue with its parameters, and the page where it is done."""

    key: str
    page: str
    params: Mapping[str, Param]


def open_store() -> Store:
    """The store of this process, opened once."""
    with _lock:
        if not _store:
            _store.append(Store.open())
        return _store[0]


def local_actor() -> Actor:
    """The one person of a loopback installation, with all roles."""
    return LOCAL


def visitor(store: Store, held: Held) -> Actor | None:
    """Who works in a browser that holds this: None where people sign in and this one has not.

    A provider's word opens a sign-in the first time that it comes, and none once that has ended. Where a provider is in the
    settings nobody works without signing in, though no account is there yet.
    """
    if not signing_in.accounts_kept(store):
        return None if held.provider else LOCAL
    if found := signing_in.who(store, held.secret):
        return found
    if (named := held.provided()) is None:
        return None
    person, token = named
    if not signing_in.known(store, token):
        try:
            signing_in.sign_in_by_provider(store, person, token)
        except Refused:
            return None
    return signing_in.who(store, token)


def overview(store: Store, actor: Actor) -> Front:
    """The tender this person has open and the stages of its work."""
    tender_id = opened(store, actor)
    if not tender_id:
        return Front(stages={"tender": StageView("next")})
    try:
        state = load(store, actor, tender_id)
    except PackError as error:
        name, sample = next((name, sample) for key, name, sample in tenders(store, actor) if key == tender_id)
        revision, faults = store.revision(tender_id), tuple(error.faults)
        return Front(tender=tender_id, name=name, sample=sample, revision=revision, stages={}, faults=faults)
    stages = stage_views(state)
    upcoming = next_step(state)
    if upcoming.page in stages and stages[upcoming.page].state == "idle" and not state.archived_at:
        stages[upcoming.page] = StageView("next", stages[upcoming.page].note, stages[upcoming.page].params)
    return Front(
        tender=tender_id, name=state.tender.name, route=state.tender.route, deadline=state.tender.deadline,
        sample=state.tender.sample, archived=bool(state.archived_at), revision=state.revision, stages=stages,
        opened="prices_opened" in state.stages,
        declared=state.declared, hidden=state.hidden, interests=state.tender.recused.get(actor.name, ()),
    )  # fmt: skip


def stage_views(state: TenderState) -> dict[str, StageView]:
    """Every stage of the work, keyed by its page."""
    ranking = state.evaluation.ranking
    bids = len([bid for bid in state.bids if bid.answers])
    waiting = len({(found.vendor, found.item) for found in state.open_points()})
    done = sum(state.submitted(name) for name in state.panel())
    ranked = len(ranking.ranked())
    opened_prices = "prices_opened" in state.stages
    views = {
        "tender": StageView("wait", "stage.tender_open")
        if missing(state.tender)
        else StageView("done", "stage.tender_done"),
        "method": StageView("done", "stage.method_locked") if state.locked else StageView("idle", "stage.method_open"),
        "bids": StageView("idle"),
        "scores": StageView("idle"),
        "consensus": StageView("idle"),
        "ranking": StageView("idle", "" if opened_prices else "stage.sealed"),
        "shortlist": StageView("idle"),
        "contract": StageView("idle"),
    }
    if bids:
        note = "stage.bids_open" if waiting else "stage.bids"
        views["bids"] = StageView("wait" if waiting else "done", note, {"n": bids, "open": waiting})
    if state.unassigned:
        views["bids"] = StageView("wait", "stage.bids_nobodys", {"n": len(state.unassigned)})
    if state.panel() and state.declared:
        complete = done == len(state.panel())
        shown = {"done": done, "of": len(state.panel())}
        views["scores"] = StageView("done" if complete else "wait" if done else "idle", "stage.scores", shown)
        if left := to_agree(state):
            views["consensus"] = StageView("wait" if complete else "idle", "stage.to_agree", {"n": left})
        elif complete:
            views["consensus"] = StageView("done")
    if ranked and opened_prices:
        note = "stage.provisional" if ranking.provisional else "stage.ranked"
        views["ranking"] = StageView(
            "wait" if ranking.provisional else "done", note, None if ranking.provisional else {"n": ranked}
        )
    if state.selection is not None:
        views["shortlist"] = (
            StageView("wait", "stage.to_confirm") if state.to_confirm else StageView("done", "stage.selected")
        )
        views["contract"] = StageView("blocked" if state.to_confirm else "next")
    return views


def next_step(state: TenderState) -> NextStep:
    """The one thing that moves the tender on."""
    waiting = state.open_points()
    missing = [name for name in state.panel() if not state.submitted(name)]
    if early := _before_scoring(state):
        return early
    if missing:
        return NextStep("stage.next_scores", "scores", {"n": len(missing), "who": missing[0]})
    if "technical_locked" not in state.stages and (left := to_agree(state)):
        return NextStep("stage.next_consensus", "consensus", {"n": left})
    if "prices_opened" not in state.stages:
        return NextStep("stage.next_prices", "ranking", {})
    if state.selection is not None and state.to_confirm:
        return NextStep("stage.next_confirm", "shortlist", {"vendor": state.selection.vendor})
    if state.selection is not None:
        return NextStep("stage.next_draft", "contract", {"vendor": state.selection.vendor})
    if waiting:
        first = waiting[0]
        answers = len({(found.vendor, found.item) for found in waiting})
        return NextStep("stage.next_settle", "bids", {"n": answers, "vendor": first.vendor})
    if any(result.status is Status.RANKED for result in state.evaluation.ranking.results):
        return NextStep("stage.next_select", "shortlist", {})
    if not state.awaits and (above := askable(state)):
        return NextStep("stage.next_final", "shortlist", {"n": len(above)})
    return NextStep("stage.next_ranking", "ranking", {})


def _before_scoring(state: TenderState) -> NextStep | None:
    """What has to be done before anybody can score; None where nothing has."""
    if not state.declared:
        return NextStep("stage.next_declare", "people", {})
    if not state.locked:
        return NextStep("stage.next_lock", "method", {})
    if state.unassigned:
        return NextStep("stage.next_assign", "bids", {"n": len(state.unassigned)})
    return None if any(bid.answers for bid in state.bids) else NextStep("stage.next_bids", "bids", {})
