"""A workbook that is not ours, on its way to a bid: how it is laid out, which question is which, whose bid it is."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from evaluator.intake.cells import Refusal, Workbook
from evaluator.intake.foreign.mapping import WorkbookMapping
from evaluator.services.mapping import Proposal, opening, prices_sealed, propose, read_foreign
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.ui import act, state
from evaluator.ui.panels import laying_admit, laying_file, laying_match, laying_sheet
from evaluator.ui.parts import notice, words
from evaluator.ui.parts.steps import Action, actions
from evaluator.ui.state import PageContext
from evaluator.ui.views import laying as view
from evaluator.ui.views import matching
from evaluator.ui.views.laying import Laying
from evaluator.ui.views.laying_offers import offer_findings, vendor_choices

LIVE = 1000  # questions up to which what they bring up is counted with every change
_LAYING, _FILES, _PROPOSAL = "laying", "laying.files", "laying.proposal"


def keep(tender: str, files: dict[str, bytes]) -> None:
    """Files of the last upload that are not ours wait to be laid out."""
    state.put(_FILES, (tender, files))


def offer(page: PageContext) -> None:
    """The files that can be laid out, each with its button."""
    tender, files = state.get(_FILES, ("", {}))
    if tender != page.tender or not files:
        return
    words.small(page.t("laying.offer"))
    names = {f"laying_open_{number}": name for number, name in enumerate(files)}
    clicked = actions(
        *(
            Action(label=page.t("laying.open", name=name), key=key, primary=key == "laying_open_0")
            for key, name in names.items()
        ), key="laying_open",
    )  # fmt: skip
    if clicked:
        step = notice.working(page.t("bids.reading"))
        step(0.5, names[clicked])
        _open(page, names[clicked], files[names[clicked]])
        st.rerun()


def _open(page: PageContext, name: str, data: bytes) -> None:
    read = act.act(lambda _: _read(page, name, data), "laying.open")
    if read is not None:
        state.put(_LAYING, (page.tender, read))
        st.session_state.pop("laying_step", None)
        laying_sheet.begin()


def _read(page: PageContext, name: str, data: bytes) -> Laying:
    now = load(page.store, page.actor, page.tender)
    book = _book(page, name, data)
    laying = view.begin(name, data, book, now.asked, sealed=prices_sealed(now))
    first = opening(page.store, page.actor, page.tender, book)
    if first.origin:
        laying.take(first.mapping, "saved", first.origin)
    laying.vendor = first.mapping.vendor
    return laying


def _book(page: PageContext, name: str, data: bytes) -> Workbook:
    book = read_foreign(page.store, page.actor, page.tender, name, data)
    if isinstance(book, Refusal):
        raise Refused("file_unreadable", file=name)
    return book


def current(page: PageContext) -> Laying | None:
    """The workbook on the table, None while there is none."""
    tender, laying = state.get(_LAYING, ("", None))
    return laying if tender == page.tender else None


def _close() -> None:
    state.put(_LAYING, ("", None))
    state.put(_PROPOSAL, None)


def show(page: PageContext, now: TenderState, laying: Laying) -> None:
    """The page of the workbook on the table."""
    if laying.sealed != prices_sealed(now):
        laying.reread(_book(page, laying.name, laying.data), sealed=prices_sealed(now))
    total = laying.total()
    head = "laying.head" if total.questions else "laying.head_none"
    words.headline(page.t(head, name=laying.name, n=total.questions, answers=total.answers), _lead(page, now, laying))
    steps = {name: page.t(f"laying.step.{name}") for name in ("layout", "match", "admit")}
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="laying_steps"
    ):
        chosen = st.segmented_control(
            page.t("laying.step"), list(steps), format_func=steps.__getitem__, key="laying_step", default="layout",
            required=True, label_visibility="collapsed",
        )  # fmt: skip
        st.button(page.t("laying.back"), key="laying_back", on_click=_close, type="tertiary", wrap=False)
    if chosen == "layout":
        laying_file.origin(page, laying)
        laying_sheet.sheet(page, now, laying)
        laying_file.keeping(page, laying)
    elif chosen == "match":
        laying_match.matching(page, laying, _proposal(page, now, laying))
    elif laying_admit.admitting(page, now, laying, _proposal(page, now, laying)):
        tender, files = state.get(_FILES)
        keep(tender, {name: data for name, data in files.items() if name != laying.name})
        _close()
        st.rerun()


def _lead(page: PageContext, now: TenderState, laying: Laying) -> str:
    """What the reading brings up, counted with every change; of a long list only where it is asked for."""
    if not 0 < laying.total().questions <= LIVE:
        return page.t("laying.lead_later")
    made = _proposal(page, now, laying)
    numbers = matching.tally(made.matches)
    found = offer_findings(made)
    return page.t("laying.lead", n=len(found), same=numbers.certain + numbers.decided, all=numbers.all)


def _proposal(page: PageContext, now: TenderState, laying: Laying) -> Proposal:
    """What the services make of the workbook as it is laid out now; asked for again only when something has changed.

    Until a person has said whose the workbook is, it is read as if it were the first vendor's: what it brings up is the same.
    """
    stamp = (page.revision, laying.vendor, tuple(laying.parts), tuple(laying.matches.items()))
    kept = state.get(_PROPOSAL)
    if kept is None or kept[0] != stamp:
        vendor = laying.vendor or next(iter(vendor_choices(now, laying)), "")
        mapping = replace(laying.mapping(), vendor=vendor)
        kept = (stamp, _proposed(page, laying, mapping))
        state.put(_PROPOSAL, kept)
    made: Proposal = kept[1]
    return made


def _proposed(page: PageContext, laying: Laying, mapping: WorkbookMapping) -> Proposal:
    if laying.total().questions <= LIVE:  # soon there: a bar would only push the page down and let it jump back
        return propose(page.store, page.actor, page.tender, laying.book, mapping)
    step = notice.working(page.t("laying.working"))
    step(0.5, laying.name)
    made = propose(page.store, page.actor, page.tender, laying.book, mapping)
    step(1, "")
    return made
