"""When a file was handed in, and a person's word on one that came late: it counts for a reason, or the moment is corrected."""

from __future__ import annotations

import streamlit as st

from evaluator.domain.attachment import Attachment
from evaluator.intake.receipt import is_late
from evaluator.services.held import Upload
from evaluator.services.limits import WORDS
from evaluator.services.receipt import admit_late, restate
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.parts import handed, steps
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext


def handing_in(page: PageContext, now: TenderState, file: Attachment | Upload) -> None:
    """The small forms of a file beside its other acts; it is admitted once, where it is late."""
    if is_late(file.handed_in_at, now.due(file.id)) and not file.admitted:
        with (
            st.popover(plain(page.t("receipt.admit")), key=f"admit_{file.id}"),
            st.form(f"admit_form_{file.id}", border=False),
        ):
            st.text_input(page.t("bids.reason"), key=f"admit_reason_{file.id}", max_chars=WORDS)
            steps.submit(page.t("receipt.admit_do"), key=f"admit_do_{file.id}", on_click=_admit, args=(page, file))
    with (
        st.popover(plain(page.t("receipt.restate")), key=f"restate_{file.id}"),
        st.form(f"restate_form_{file.id}", border=False),
    ):
        handed.moment_inputs(page, f"restate_{file.id}_at")
        st.text_input(page.t("bids.reason"), key=f"restate_reason_{file.id}", max_chars=WORDS)
        steps.submit(page.t("receipt.restate_do"), key=f"restate_do_{file.id}", on_click=_restate, args=(page, file))


def _admit(page: PageContext, file: Attachment | Upload) -> None:
    reason = str(st.session_state[f"admit_reason_{file.id}"])
    act.act(
        lambda cid: admit_late(page.store, page.actor, cid, page.tender, file.id, file.ver, reason), f"admit.{file.id}",
        "receipt.admitted", name=file.name,
    )  # fmt: skip


def _restate(page: PageContext, file: Attachment | Upload) -> None:
    key = f"restate_{file.id}_at"
    if not st.session_state.get(f"{key}_day") or not st.session_state.get(f"{key}_hour"):
        state.flash("error", page.t("receipt.hour_missing"))
        return
    reason, moment = str(st.session_state[f"restate_reason_{file.id}"]), handed.moment_given(key)
    act.act(
        lambda cid: restate(page.store, page.actor, cid, page.tender, file.id, file.ver, moment, reason),
        f"restate.{file.id}", "receipt.restated", name=file.name,
    )  # fmt: skip
