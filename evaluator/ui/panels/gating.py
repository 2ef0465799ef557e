"""The gates of one bid: each failed one with its answer, confirmed or waived by the lead with a reason."""

from __future__ import annotations

import streamlit as st

from evaluator.domain.bid import Bid
from evaluator.i18n.words import message
from evaluator.services.checking import confirm_gate
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState
from evaluator.services.wording import question_text
from evaluator.ui import act, state
from evaluator.ui.parts import findings, notice, steps, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import bids as view
from evaluator.ui.views.trail import person


def gating(page: PageContext, now: TenderState, bid: Bid) -> None:
    """Failed gates with the lead's word on them; nothing excludes for good before a person has confirmed it."""
    failed = view.gates(now, bid.vendor)
    if not failed:
        others = [one.vendor for one in now.evaluation.bids if view.gates(now, one.vendor)]
        told = page.t("bids.gates_others", vendors=("、" if page.lang == "zh" else "; ").join(others)) if others else ""
        notice.done(page.t("bids.gates_clear"), told)
        return
    for gate in failed:
        words.section(f"{gate.item} {question_text(now, gate.item, page.lang)}"[:120])
        if gate.finding is not None:
            place = str(gate.finding.source)
            findings.finding_list([findings.Line(message(gate.finding, page.lang), place, gate.finding.severity)])
        if gate.upheld is not None:
            said = page.t("bids.gate.upheld" if gate.upheld else "bids.gate.waived")
            words.small(page.t("bids.gate.said", said=said, reason=gate.reason, by=person(gate.by, page.lang)))
        _form(page, now, bid.vendor, gate)


def _form(page: PageContext, now: TenderState, vendor: str, gate: view.GateView) -> None:
    key = f"{vendor}_{gate.item}"
    with st.form(f"gate_{key}", border=False):
        ways = {True: page.t("bids.gate.uphold"), False: page.t("bids.gate.waive")}
        st.radio(
            page.t("bids.gate.word"), list(ways), format_func=ways.__getitem__, key=f"gate_how_{key}", horizontal=True,
            index=None if gate.upheld is None else int(not gate.upheld),
        )  # fmt: skip
        st.text_input(page.t("bids.reason"), key=f"gate_reason_{key}", max_chars=WORDS)
        steps.submit(
            page.t("bids.gate.save"), on_click=_send, args=(page, now, vendor, gate.item), key=f"gate_save_{key}"
        )


def _send(page: PageContext, now: TenderState, vendor: str, item: str) -> None:
    given, key = st.session_state, f"{vendor}_{item}"
    upheld, reason = given[f"gate_how_{key}"], str(given[f"gate_reason_{key}"])
    if upheld is None:
        state.flash("error", page.t("bids.how_missing"))
        return
    act.act(
        lambda cid: confirm_gate(page.store, page.actor, cid, page.tender, vendor, item, upheld, reason, drawn=now),
        f"gate.{key}", "bids.gate.done",
    )  # fmt: skip
