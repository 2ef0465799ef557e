"""Revised workbooks of one vendor: what each changes, the lead's word on it, and below it rounds and earlier versions."""

from __future__ import annotations

import streamlit as st

from evaluator.domain.finding import Rule
from evaluator.services import revisions
from evaluator.services.compared import Revision
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.panels.rounds import clarifying
from evaluator.ui.panels.versions import all_versions
from evaluator.ui.parts import findings, notice, steps, tables, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.state import PageContext
from evaluator.ui.views import revisions as view
from evaluator.ui.views.when import here

TALL, HEIGHT = 8, 34


def waiting_notice(page: PageContext, now: TenderState) -> None:
    """That revised workbooks wait, and the way to them; nothing where there are none."""
    held = revisions.waiting(page.store, page.actor, now)
    if not held:
        return
    vendors = list(dict.fromkeys(one.vendor for one in held))
    names = ("、" if page.lang == "zh" else "; ").join(vendors)
    text = page.t("revision.waiting_do", n=len(held), vendors=names)
    look = Action(label=page.t("revision.look"), key="revision_look", on_click=_look, args=(vendors[0],))
    steps.next_step(text, look, key="revision")


def _look(vendor: str) -> None:
    """The page turns to the revisions of this vendor."""
    st.session_state["bids_view"], st.session_state["bids_vendor"] = "revisions", vendor
    state.put("bids.vendor", vendor)


def revising(page: PageContext, now: TenderState, vendor: str) -> None:
    """What waits, then the clarification rounds, then every version that came in."""
    for one in revisions.waiting(page.store, page.actor, now, vendor):
        _waiting(page, now, one)
    clarifying(page, now, vendor)
    all_versions(page, now, vendor)


def _waiting(page: PageContext, now: TenderState, one: Revision) -> None:
    words.section(page.t("revision.title_list" if one.replies else "revision.title", name=one.name))
    kind, when = page.t(f"bids.envelope.{one.kind}"), here(one.received_at)
    came = "revision.came" if one.instead_of else "revision.came_first"
    came = "revision.came_list" if one.replies else came
    words.small(page.t(came, kind=kind, when=when, instead=one.instead_of))
    if one.round is not None:
        during = "revision.round" if one.round.kind == "clarification" else "revision.round_final"
        words.para(page.t(during, n=one.round.number, due=one.round.due))
    late = [
        found for found in now.dealings.findings if found.rule is Rule.REPLY_LATE and found.source.sha256 == one.sha256
    ]
    if late:
        findings.finding_list(findings.lines(late, page.lang), key=f"revision_late_{one.file}")
    elif one.round is not None and here(one.received_at, year=True)[:10] > one.round.due:
        notice.warn(page.t("revision.late"))
    if one.awaits:
        names = ("、" if page.lang == "zh" else "; ").join(one.awaits)
        notice.info(page.t("revision.sealed_final", vendors=names))
        return
    if one.difference is None:
        notice.info(page.t("revision.sealed_round" if one.round else "revision.sealed"))
    else:
        _difference(page, now, one)
        if one.hidden:
            notice.info(page.t("revision.hidden_round" if one.round else "revision.hidden"))
    if one.narrower:
        words.para(page.t("revision.narrower"))
    _decision(page, now, one)


def _difference(page: PageContext, now: TenderState, one: Revision) -> None:
    told = one.difference
    if told is None or not told.changes:
        notice.info(page.t("revision.same"))
        return
    words.para(view.counts(told, page.lang))
    aside, note = view.aside_of(one), "revision.unasked" if one.round else "revision.silent"
    tall = HEIGHT if len(told.changes) > TALL else None
    tables.html_table(
        *view.table(now, told, page.lang, aside, note=note, notes=view.effects(one)), caption=page.t("revision.table"),
        key=f"revision_table_{one.file}",
        height=tall,
    )  # fmt: skip
    if one.unasked:
        words.para(page.t("revision.aside", n=len(one.unasked)))
        findings.finding_list(findings.lines(one.unasked, page.lang), more=3, key=f"revision_aside_{one.file}")
    elif one.round:
        words.small(page.t("revision.aside_none"))
    if one.found:
        words.para(page.t("revision.found", n=len(one.found)))
        findings.finding_list(findings.lines(one.found, page.lang), more=3, key=f"revision_found_{one.file}")
    if one.silent:
        words.para(page.t("revision.silent_n", n=len(one.silent)))
    if one.ends:
        notice.warn(page.t("revision.ends", items=view.named(now, one.ends, page.lang)))
    if one.partial and one.ends_in_part != one.ends:
        ends = view.named(now, one.ends_in_part, page.lang) or page.t("revision.ends_none")
        words.small(page.t("revision.ends_in_part", items=ends))


def _decision(page: PageContext, now: TenderState, one: Revision) -> None:
    """Within a round, to take what was asked is chosen beforehand; outside of one nothing is."""
    if one.round is None:
        ways = [*(["take"] if not one.narrower else []), *(["answered"] if one.partial else []), "refuse"]
    else:
        ways = ["asked", "refuse"] if one.asked_changes() or one.fresh else ["refuse"]
    if one.better:
        items = view.named(now, one.better, page.lang)
        forbidden = revisions.held_to_offer(now)
        (notice.warn if forbidden else notice.info)(page.t("revision.better_items", items=items))
        if forbidden:
            words.para(page.t("revision.better_forbidden"))
            ways = ["despite" if way == "asked" else way for way in ways]
    with st.form(f"revision_{one.file}", border=False):
        st.radio(
            page.t("revision.decide"), ways, format_func=lambda way: page.t(f"revision.way.{way}"),
            index=0 if ways[0] == "asked" else None, key=f"revision_way_{one.file}",
        )  # fmt: skip
        st.text_input(
            page.t("revision.reason"), key=f"revision_reason_{one.file}", max_chars=WORDS,
            placeholder=page.t("revision.reason_hint"),
        )  # fmt: skip
        steps.submit(
            page.t("revision.save"), type="primary", key=f"revision_save_{one.file}", on_click=_send, args=(page, one)
        )


def _send(page: PageContext, one: Revision) -> None:
    way, reason = (st.session_state[f"revision_{part}_{one.file}"] for part in ("way", "reason"))
    if way is None:
        state.flash("error", page.t("revision.choose"))
        return

    def decide(command: str) -> None:
        given = (page.store, page.actor, command, page.tender, one, str(reason))
        if way == "refuse":
            revisions.refuse(*given)
        else:
            revisions.take(*given, in_part=way == "answered", despite=way == "despite")

    done = "revision.refused" if way == "refuse" else "revision.taken"
    act.act(
        decide,
        f"revision.{one.file}.{way}", done, name=one.name,
    )  # fmt: skip
