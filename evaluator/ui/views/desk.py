"""What the desk says: where the tender stands, stage by stage, who is waited for, and what happened last."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.domain.finding import Finding, Param, Rule
from evaluator.domain.ranking import Result, Status
from evaluator.domain.text import Lang, Text
from evaluator.i18n.words import known, t
from evaluator.services.awarding import shortlist_of
from evaluator.services.record import Happening, Recent
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row, Tone, points
from evaluator.ui.views.when import here

NOBODY = "—"


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence: its key in the ``desk`` catalogue and what fills it."""

    key: str
    params: dict[str, Param]

    def words(self, lang: Lang) -> str:
        """The sentence in one language."""
        return t(f"desk.{self.key}", lang, **self.params)


def saying(key: str, **params: Param) -> Saying:
    """A sentence with its parameters."""
    return Saying(key, params)


@dataclass(frozen=True, slots=True)
class Standing:
    """The few numbers that the desk is about."""

    bids: int
    open: int
    missing: tuple[str, ...]
    panel: int
    gates: tuple[Finding, ...]
    ranked: tuple[Result, ...]
    priced: bool


def standing(state: TenderState) -> Standing:
    """The numbers of a tender as it stands."""
    said = {(one.vendor, one.item) for one in state.judged.confirmations}
    reasons = [one for result in state.evaluation.ranking.results for one in result.reasons]
    return Standing(
        bids=sum(bool(bid.answers) for bid in state.bids), open=len(open_answers(state)),
        missing=tuple(name for name in state.panel() if not state.submitted(name)), panel=len(state.panel()),
        gates=tuple(one for one in reasons if one.rule is Rule.GATE_FAILED and (one.vendor, one.item) not in said),
        ranked=state.evaluation.ranking.ranked(), priced="prices_opened" in state.stages,
    )  # fmt: skip


def open_answers(state: TenderState) -> tuple[Finding, ...]:
    """One finding for each answer that blocks, the first of it."""
    first: dict[tuple[str, str], Finding] = {}
    for found in state.open_points():
        first.setdefault((found.vendor, found.item), found)
    return tuple(first.values())


def headline(state: TenderState, now: Standing) -> Saying:
    """Where the tender stands, in one sentence."""
    if not state.declared:
        return saying("head.declare")
    if state.selection is not None:
        return saying("head.selected", vendor=state.selection.vendor)
    if not state.locked:
        return saying("head.lock")
    if not now.bids:
        return saying("head.bids")
    missing = len(now.missing)
    if missing:
        return saying("head.both", open=now.open, n=missing) if now.open else saying("head.scores", n=missing)
    return saying("head.prices") if not now.priced else _ranked(state, now)


def _ranked(state: TenderState, now: Standing) -> Saying:
    if now.open and state.evaluation.ranking.provisional:
        return saying("head.settle", n=now.open)
    if not now.ranked:
        return saying("head.none")
    first = now.ranked[0]
    if state.evaluation.ranking.rule != "additive":
        return saying("head.first", vendor=first.vendor)
    return saying("head.ranked", vendor=first.vendor, score=points(first.score or 0))


def lead(state: TenderState, now: Standing) -> Saying:
    """What the headline rests on."""
    if not state.declared:
        return saying("lead.declare", n=len(state.hidden))
    if state.selection is not None:
        return saying("lead.selected", at=here(state.selection.at), reason=state.selection.reason)
    if not state.locked:
        return saying("lead.lock")
    if not now.bids:
        return saying("lead.bids", n=len(state.tender.vendors))
    if not now.priced:
        return saying("lead.sealed")
    results = state.evaluation.ranking.results
    excluded = sum(result.status is Status.EXCLUDED for result in results)
    if state.evaluation.ranking.provisional:
        sure = next((result.vendor for result in results if result.places == (1, 1)), "")
        return saying("lead.first_sure", vendor=sure) if sure else saying("lead.first_open")
    return saying("lead.ranked", n=len(now.ranked), excluded=excluded)


def stage_table(state: TenderState, now: Standing, last: Recent, lang: Lang) -> tuple[list[Column], list[Row]]:
    """One line for each stage: where it stands, who is waited for, when it last moved."""
    columns = [
        Column(t("desk.col.stage", lang), head=True, width=6), Column(t("desk.col.status", lang), width=16),
        Column(t("desk.col.waits", lang), width=8), Column(t("desk.col.moved", lang), kind="number"),
    ]  # fmt: skip
    rows = []
    for key, (status, tone, waits) in _stages(state, now).items():
        name = t("desk.stage.price", lang) if key == "price" else t(f"frame.page.{key}", lang)
        moved = here(last.moved.get(key, ""))
        waited = waits is not None and not state.archived_at  # an archived tender waits for nobody
        who = Cell(text=waits.words(lang) if waits and waited else NOBODY, tone="" if waited else "soft")
        rows.append(Row([name, Cell(text=status.words(lang), tone=tone), who, Cell(text=moved or NOBODY, tone="soft")]))
    return columns, rows


_Stage = tuple[Saying, Tone, Saying | None]


def _stages(state: TenderState, now: Standing) -> dict[str, _Stage]:
    lead = saying("who.lead")
    tender = saying("tender", n=len(state.tender.vendors), rows=len(state.tender.requirements))
    return {
        "tender": (tender, "", None),
        "method": (_method(state), "ok", None) if state.locked else (_method(state), "warn", lead),
        "bids": _bids(state, now),
        "scores": _scores(state, now),
        "price": _price(state, now),
        "ranking": _ranking(state, now),
        "shortlist": _shortlist(state, now),
        "contract": _contract(state),
    }


def _method(state: TenderState) -> Saying:
    method, key = state.pack.method, "method_locked" if state.locked else "method_open"
    return saying(key, number=state.number, criteria=len(method.criteria), panel=len(method.panel_leaves()))


def _bids(state: TenderState, now: Standing) -> _Stage:
    if state.unassigned:
        return saying("bids_nobodys", n=len(state.unassigned), bids=now.bids), "warn", saying("who.lead")
    if not now.bids:
        waits = saying("who.vendors", n=len(state.tender.vendors)) if state.locked else None
        return saying("bids_none"), "soft", waits
    waiting = list(dict.fromkeys(found.vendor for found in open_answers(state)))
    if now.open and now.gates:
        status = saying("bids_both", n=now.bids, open=now.open, gates=len(now.gates))
    elif now.open:
        status = saying("bids_open", n=now.bids, open=now.open)
    elif now.gates:
        status = saying("bids_gates", n=now.bids, gates=len(now.gates))
    else:
        return saying("bids_clear", n=now.bids), "ok", None
    if not waiting:
        return status, "warn", saying("who.lead")
    return status, "warn", saying("who.bidders", name=waiting[0], n=len(waiting))


def _scores(state: TenderState, now: Standing) -> _Stage:
    if not now.panel:
        return saying("scores_nobody"), "soft", saying("who.lead")
    done = now.panel - len(now.missing)
    if not now.missing:
        locked = "technical_locked" in state.stages
        return saying("scores_locked" if locked else "scores_done", n=done), "ok", None
    names = Text("、".join(now.missing), ", ".join(now.missing))
    waits = saying("who.people", names=names) if now.bids else None
    return saying("scores_part", n=done, missing=len(now.missing)), "warn" if now.bids else "soft", waits


def _price(state: TenderState, now: Standing) -> _Stage:
    if now.priced:
        return saying("price_open"), "ok", None
    if "technical_locked" in state.stages:
        return saying("price_ready"), "warn", saying("who.lead")
    return saying("price_sealed"), "soft", None


def _ranking(state: TenderState, now: Standing) -> _Stage:
    ranking = state.evaluation.ranking
    if not now.priced:
        return saying("ranking_closed"), "soft", None
    if not ranking.provisional:
        excluded = sum(result.status is Status.EXCLUDED for result in ranking.results)
        return saying("ranking_final", n=len(now.ranked), excluded=excluded), "ok", None
    sure = any(result.places == (1, 1) for result in ranking.results)
    return saying("ranking_sure" if sure else "ranking_open"), "warn", None


def _shortlist(state: TenderState, now: Standing) -> _Stage:
    if state.selection is not None and state.to_confirm:
        return saying("award_confirm", vendor=state.selection.vendor), "warn", saying("who.lead")
    if state.selection is not None:
        return saying("award_made", vendor=state.selection.vendor), "ok", None
    if not now.priced or not now.ranked:
        return saying("award_closed"), "soft", None
    return saying("award_open", n=len(shortlist_of(state).vendors)), "warn", saying("who.lead")


def _contract(state: TenderState) -> _Stage:
    if (
        state.selection is None or state.to_confirm
    ):  # what is no longer ranked first, or at all, has no draft to speak of
        return saying("contract_closed"), "soft", None
    from evaluator.services.drafts import draft_preview

    made = draft_preview(state, state.selection.vendor).summary
    status = saying("contract", n=len(made["terms"]), blanks=made["blanks"], deviations=made["deviations"])
    return status, "warn" if made["blanks"] else "ok", saying("who.counsel")


def recent_rows(happened: tuple[Happening, ...], lang: Lang) -> list[Row]:
    """The last events in words; drafts of scores are nobody else's business."""
    rows = []
    for one in happened:
        key = f"desk.event.{one.action.replace('.', '_')}{'_final' if one.kind == 'final_price' else ''}"
        if known(key, lang):
            rows.append(Row([Cell(text=here(one.at), tone="soft"), t(key, lang, subject=one.subject)]))
    return rows
