"""The last step of a foreign workbook: whose bid it is, what will be read of it, and taking it in."""

from __future__ import annotations

import streamlit as st

from evaluator.services.admitting import admit
from evaluator.services.imports import Imported
from evaluator.services.mapping import Proposal, save_mapping
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.parts import findings, notice, steps, tables, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.state import PageContext
from evaluator.ui.views.laying import Laying
from evaluator.ui.views.laying_offers import offer_findings, offers, vendor_choices, wants_vendor


def admitting(page: PageContext, now: TenderState, laying: Laying, made: Proposal) -> bool:
    """Whether the workbook was taken in; else the summary of what would be read is on the page."""
    if wants_vendor(laying):
        names = vendor_choices(now, laying)
        st.selectbox(
            page.t("laying.vendor"), names, index=names.index(laying.vendor) if laying.vendor in names else None,
            key="laying_vendor", width=420, placeholder=page.t("laying.vendor_choose"), on_change=_own, args=(laying,),
        )  # fmt: skip
    waits = wants_vendor(laying) and not laying.vendor
    if waits:
        notice.info(page.t("laying.admit_vendor"))
        return False
    ready = [offer for offer in made.offers if not offer.refused]
    tables.html_table(*offers(made, page.lang), caption=page.t("laying.offers"), key="laying_offers")
    if laying.states_prices():
        words.small(page.t("laying.sealed_note"))
    vendors = ("、" if page.lang == "zh" else ", ").join(dict.fromkeys(one.vendor for one in ready))
    told = page.t("laying.admit_what", vendors=vendors) if ready else page.t("laying.admit_none")
    clicked = steps.next_step(
        told, Action(label=page.t("laying.admit"), key="laying_admit", disabled=not ready), key="laying_admit"
    )
    if clicked:
        return _take_in(page, laying, made)
    found = offer_findings(made)
    if found:
        words.section(page.t("laying.findings", n=len(found)))
        findings.finding_list(findings.lines(found, page.lang), more=10, key="laying_findings")
    elif ready:
        notice.done(page.t("laying.findings_none"))
    return False


def _own(laying: Laying) -> None:
    laying.vendor = str(st.session_state["laying_vendor"] or "")


def _take_in(page: PageContext, laying: Laying, made: Proposal) -> bool:
    """The mapping is kept, then the file is read by it: what became of it stands on the page of the bids."""

    def work(cid: str) -> tuple[Imported, ...]:
        if not made.saved:
            save_mapping(page.store, page.actor, f"{cid}/save", page.tender, laying.name, made.mapping, made.ver)
        return admit(
            page.store,
            page.actor,
            f"{cid}/admit",
            page.tender,
            (laying.name, laying.data),
            made.mapping.shape,
            laying.vendor,
            handed_in=str(state.get("bids.handed", "")),
        )

    step = notice.working(page.t("bids.reading"))
    step(0.5, laying.name)
    done = act.act(work, "laying.admit")
    step(1, "")
    if done is not None:
        state.put("bids.results", (page.tender, done))
    return done is not None
