"""The files of a draft, each and all, and the reason that is asked where something speaks against drafting."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evaluator.contract.promises import Fate
from evaluator.domain.text import layouts
from evaluator.services.draft_files import OUTPUTS
from evaluator.services.draft_grounds import Allowed, against, draft_anyway, reasons
from evaluator.services.drafting import DraftResult, may_talk
from evaluator.services.drafts import bidders, demand_draftable
from evaluator.services.exports import mint
from evaluator.services.limits import WORDS
from evaluator.services.problem import Refused
from evaluator.services.recommending import pdf_possible
from evaluator.services.state import TenderState
from evaluator.ui import act
from evaluator.ui.parts import download, notice, steps, tables, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import promises as view


def draft_files(page: PageContext, now: TenderState, vendor: str, allowed: tuple[Allowed, ...]) -> bool:
    """Links to the files of the draft, or why there are none; a reason that was given for them is shown beside.

    Whether the draft may be had.
    """
    if against(now, vendor, allowed):
        _exception(page, now, [vendor], allowed)
        return False
    try:
        demand_draftable(now, vendor, allowed)
    except Refused as refusal:
        notice.info(page.t(refusal.key, **refusal.params))
        return False
    if now.selection is None:
        notice.warn(page.t("output.page.before_award", vendor=vendor), page.t("output.page.before_award_do"))
    for reason in reasons(now, vendor, allowed):
        words.small(page.t("output.page.although", reason=reason))
    offered = layouts(now.tender.languages)
    named = {layout: page.t(f"output.page.layout.{layout}") for layout in offered}
    layout = st.segmented_control(
        page.t("output.page.layout"), offered, default=offered[0], format_func=named.__getitem__, key="contract_layout",
        required=True,
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", key="contract_drafts"):
        for kind in ("", *OUTPUTS, *(("pdf",) if pdf_possible() else ())):
            _link(page, vendor, kind, str(layout or offered[0]))
    words.small(page.t("output.page.note"))
    return True


def _link(page: PageContext, vendor: str, kind: str, layout: str) -> None:
    with st.container(width="content", key=f"contract_file_{kind or 'all'}"):
        download.download_link(
            page.t(f"output.page.file.{kind or 'all'}"),
            partial(mint, page.store, page.actor, page.tender, "draft", vendor=vendor, lang=layout, form=kind),
            key=f"draft_{kind}_{layout}_{vendor}", primary=not kind,
        )  # fmt: skip


def excepted(now: TenderState, allowed: tuple[Allowed, ...]) -> tuple[str, ...]:
    """Excluded vendors for which somebody has decided to draft all the same, before a choice is made."""
    return tuple(vendor for vendor in _excluded(now) if not against(now, vendor, allowed))


def exceptions(page: PageContext, now: TenderState, allowed: tuple[Allowed, ...]) -> None:
    """Folded away: a draft for an excluded vendor, where the route lets the parties negotiate before the award."""
    there = [vendor for vendor in _excluded(now) if against(now, vendor, allowed)]
    if now.selection is None and may_talk(now.tender) and there:
        with st.expander(page.t("output.page.excluded"), key="contract_excluded"):
            _exception(page, now, there, allowed)


def _excluded(now: TenderState) -> tuple[str, ...]:
    if "prices_opened" not in now.stages or now.selection is not None:
        return ()
    return bidders(now, excluded=True)


def _exception(page: PageContext, now: TenderState, vendors: list[str], allowed: tuple[Allowed, ...]) -> None:
    """What speaks against a draft, and the reason to make it all the same."""
    vendor = vendors[0]
    if len(vendors) > 1:
        vendor = str(st.selectbox(page.t("output.page.vendor"), vendors, key="contract_excluded_vendor", width=420))
    try:
        demand_draftable(now, vendor, allowed)
    except Refused as refusal:
        notice.warn(page.t(refusal.key, **refusal.params))
    key = f"contract_although_{now.revision}_{len(allowed)}"
    st.text_input(page.t("output.page.reason"), key=key, max_chars=WORDS)
    steps.button(
        page.t("output.page.anyway"), key="contract_anyway", on_click=_anyway, args=(page, vendor, key)
    )  # fmt: skip


def _anyway(page: PageContext, vendor: str, key: str) -> None:
    reason = str(st.session_state[key])
    act.act(
        lambda cid: draft_anyway(page.store, page.actor, cid, page.tender, vendor, reason), "draft_anyway",
        "output.page.allowed", vendor=vendor,
    )  # fmt: skip


def promised(page: PageContext, now: TenderState, made: DraftResult) -> None:
    """Whether what was scored is also promised: in total, then what is at stake, then what is kept."""
    found = made.promises
    words.section(page.t("contract.coverage"))
    words.para(view.total(found, page.lang))
    words.small(view.counts(found, page.lang))
    open_fates = (Fate.MISSING, Fate.WEAKENED)
    if found.of(*open_fates):
        tables.html_table(
            *view.table(now, made, open_fates, page.lang), caption=page.t("output.page.at_stake"), key="contract_stake"
        )
    if found.of(Fate.KEPT):
        with st.expander(page.t("output.page.kept", n=len(found.of(Fate.KEPT))), key="contract_kept"):
            shown = view.table(now, made, (Fate.KEPT,), page.lang)
            tables.html_table(*shown, caption=page.t("output.fate.kept"), key="contract_kept_table", height=36)
