"""What the chair does about an item: agreed points with their reasons, or a written explanation asked for."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from functools import partial

import streamlit as st

from evaluator.intake.values import show_plain
from evaluator.scoring.consensus import top_points
from evaluator.scoring.spread import Spread, outliers
from evaluator.services.consensus import Agreement, Explanation, agree, ask, explain, submit_agreed, to_agree
from evaluator.services.naming import names_to_panel
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState
from evaluator.ui import act
from evaluator.ui.parts import confirm, steps, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views import consensus as view

Notes = dict[tuple[str, str, str], Explanation]


def agreeing(page: PageContext, now: TenderState, one: Spread) -> None:
    """The form for the panel's points; beyond it, once all are there, the act that makes them final."""
    entry = view.agreed(now, one)
    if "technical_locked" in now.stages or (entry is not None and entry.state == "submitted"):
        return
    if one.missing or not one.given:
        words.small(page.t("consensus.wait"))
        return
    key = _key(now, one)
    with st.form(f"{key}_form", border=False):
        st.number_input(
            page.t("consensus.points", top=show_plain(top_points(one.leaf))), key=f"{key}_points", step=0.5, format="%g",
            value=float(entry.points) if entry and entry.points is not None else None, placeholder="–", width=220,
        )  # fmt: skip
        st.text_area(page.t("consensus.reason"), entry.reason if entry else "", key=f"{key}_reason", height=80)
        st.text_area(page.t("consensus.second"), entry.second_reason if entry else "", key=f"{key}_second", height=80)
        steps.submit(
            page.t("consensus.keep"), type="primary", key="consensus_keep", on_click=_agree, args=(page, now, one, key)
        )


def finish(page: PageContext, now: TenderState) -> None:
    """All agreed points are submitted together and are then final."""
    left = to_agree(now)
    drafts = sum(entry.agreed and entry.state == "draft" for entry in now.entries)
    if not drafts or drafts < left or "technical_locked" in now.stages:
        return
    confirm.ask(
        confirm.Act(
            key="consensus_submit", label=page.t("consensus.submit"), what=page.t("consensus.submit_what"),
            yes=page.t("scores.submit_yes"), work=_submit, args=(page, now),
        )
    )  # fmt: skip


def explaining(page: PageContext, now: TenderState, one: Spread, notes: Notes) -> None:
    """Whom to ask why they stand apart, and where the answer is written; nobody changes another's score."""
    far = [score.evaluator for score in outliers(one)]
    names = [*far, *(score.evaluator for score in one.given if score.evaluator not in far)]
    if not one.discuss or "technical_locked" in now.stages:
        return
    words.section(page.t("consensus.explain"), page.t("consensus.explain_note"))
    key = _key(now, one)
    who = st.selectbox(page.t("scores.evaluator"), names, key=f"{key}_who", width=300)
    whose = (who, one.leaf.key, one.vendor)
    note = notes.get(whose)
    if note is not None and note.answer:
        return
    step = "answer" if note else "ask"
    with st.form(f"{key}_{step}_form", border=False):
        st.text_area(plain(page.t(f"consensus.{step}_label", evaluator=who)), key=f"{key}_{step}_{who}", height=80)
        steps.submit(
            page.t(f"consensus.{step}"), type="primary", key=f"consensus_{step}", on_click=_note,
            args=(page, whose, step, f"{key}_{step}_{who}"),
        )  # fmt: skip


def _key(now: TenderState, one: Spread) -> str:
    parts = "\n".join((now.id, one.leaf.key, one.vendor))
    return f"agree_{hashlib.sha256(parts.encode()).hexdigest()[:12]}"


def _agree(page: PageContext, now: TenderState, one: Spread, key: str) -> None:
    def work(cid: str) -> bool:
        points = st.session_state.get(f"{key}_points")
        if points is None:
            raise Refused("score_missing", criterion=one.leaf.title, vendor=one.vendor)
        wish = Agreement(
            criterion=one.leaf.key, vendor=one.vendor, points=Decimal(str(points)),
            reason=str(st.session_state.get(f"{key}_reason") or ""),
            second_reason=str(st.session_state.get(f"{key}_second") or ""),
        )  # fmt: skip
        agree(page.store, page.actor, cid, now.id, wish, drawn=now)
        return True

    act.act(work, "consensus.agree", "consensus.kept", cover=names_to_panel(now, page.lang).cover)


def _submit(page: PageContext, now: TenderState) -> None:
    act.act(
        lambda cid: submit_agreed(page.store, page.actor, cid, page.tender), "consensus.submit", "consensus.submitted",
        cover=names_to_panel(now, page.lang).cover,
    )  # fmt: skip


def _note(page: PageContext, whose: tuple[str, str, str], step: str, field: str) -> None:
    does = partial(ask if step == "ask" else explain, page.store, page.actor)
    text = str(st.session_state.get(field) or "")
    act.act(lambda cid: does(cid, page.tender, whose, text), f"consensus.{step}", f"consensus.{step}_done")
