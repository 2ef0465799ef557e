"""How far the draft has come: with us, with counsel, agreed; a person moves it, with a reason."""

from __future__ import annotations

import streamlit as st

from evaluator.i18n.days import moment, zone_of
from evaluator.services import agreeing
from evaluator.services.drafting import DraftResult
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.parts import notice, steps, words
from evaluator.ui.state import PageContext
from evaluator.ui.views.trail import person


def draft_stage(page: PageContext, now: TenderState, made: DraftResult, vendor: str) -> None:
    """Where the draft stands, who brought it there, and the form to move it."""
    words.section(page.t("contract.stage.title"), page.t(f"contract.stage.{made.stage}"))
    standing = now.agreement.standing(vendor)
    if standing is not None:
        at = moment(standing.at, page.lang, zone_of(now.tender.deadline))
        said = {"at": at, "by": person(standing.by, page.lang), "reason": standing.reason}
        words.para(page.t("contract.stage.moved", stage=page.t(f"contract.stage.{standing.stage}"), **said))
        if standing.stage != made.stage:
            notice.warn(page.t("contract.stage.stale"), page.t("contract.stage.stale_do"))
    with st.expander(page.t("contract.stage.move"), key="stage_open"), st.form("stage_form", border=False):
        ways = {stage: page.t(f"contract.stage.to_{stage}") for stage in agreeing.stages_from(made.stage)}
        st.radio(
            page.t("contract.stage.where"), list(ways), format_func=ways.__getitem__, key="stage_to", index=None,
            horizontal=True,
        )  # fmt: skip
        st.text_input(page.t("bids.reason"), key="stage_reason", max_chars=WORDS)
        steps.submit(page.t("contract.stage.save"), key="stage_save", on_click=_move, args=(page, now))


def _move(page: PageContext, now: TenderState) -> None:
    stage, reason = st.session_state["stage_to"], str(st.session_state["stage_reason"])
    if stage is None:
        state.flash("error", page.t("contract.stage.choose"))
        return
    act.act(
        lambda cid: agreeing.move_draft(page.store, page.actor, cid, page.tender, stage, reason, now),
        "draft.move", "contract.stage.done", stage=page.t(f"contract.stage.{stage}"),
    )  # fmt: skip
