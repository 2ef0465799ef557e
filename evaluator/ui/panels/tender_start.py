"""A new tender, by a form, from one's own questionnaire or a tender file; the choice between tenders, and the end of one."""

from __future__ import annotations

import streamlit as st

from evaluator.domain.text import Text
from evaluator.services.buyers import kept_buyer
from evaluator.services.state import TenderState
from evaluator.services.tenders import choose_tender, packs, remove_tender, start_form, start_tender, tenders
from evaluator.ui import act, state
from evaluator.ui.panels import own_start
from evaluator.ui.panels import tender_forms as forms
from evaluator.ui.parts import confirm, steps, upload, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.state import PageContext
from evaluator.ui.views import tender as view


def begin(new: bool) -> None:
    """The page shows the start of a new tender, or the tender on the desk."""
    state.put("tender.new", new)


def starting(page: PageContext) -> None:
    """The three ways to start, and the way back to a tender that is there."""
    words.headline(page.t("tender.none.head"), page.t("tender.none.lead"))
    if page.tender:
        back = Action(label=page.t("tender.back"), key="tender_back", on_click=begin, args=(False,), primary=False)
        steps.actions(back, key="tender_back_acts")
    ways = [page.t("tender.new.form"), page.t("tender.new.file"), page.t("own.way")]
    by_form, by_file, by_own = st.tabs(ways, key="tender_way", on_change="rerun")
    with by_form:
        kept = kept_buyer(page.store, page.actor)
        earlier = [
            (f"{view.AS_IN}{key}", Text(page.t("tender.form.as_in", name=page.text(name), id=key)))
            for key, name, _ in tenders(page.store, page.actor)
        ]
        name = page.text(kept.name) if kept else ""
        forms.new_form(page, [*packs(), *earlier], lambda: _start(page), name)
    with by_file:
        words.small(page.t("tender.new.file_note"))
        given = upload.file_box(page.t("tender.new.choose"), key="tender_file", starts=True)
        use = Action(
            label=page.t("tender.new.use"),
            key="tender_use",
            on_click=_start_from_file,
            args=(page,),
            disabled=not given,
        )
        steps.actions(use, key="tender_use_acts")
    with by_own:
        own_start.way(page, name)


def _start(page: PageContext) -> None:
    given = forms.handed_in("tnew")
    form = view.form_of(given, page.lang)
    if act.act(lambda cid: start_form(page.store, page.actor, cid, form), "tender.start", "tender.started"):
        forms.tell_ceiling(given, page.lang)
        forms.forget("tnew")
        begin(new=False)


def _start_from_file(page: PageContext) -> None:
    given = st.session_state["tender_file"]
    content = view.decoded(given.getvalue())
    if content is None:
        state.flash("error", page.t("tender.file_encoding", file=given.name))
    elif act.act(
        lambda cid: start_tender(page.store, page.actor, cid, content, given.name), "tender.file", "tender.started"
    ):
        begin(new=False)


def others(page: PageContext, now: TenderState) -> None:
    """The choice between tenders where there are several, and the removal of this one, asked twice."""
    there = {key: f"{page.text(name)} · {key}" for key, name, _ in tenders(page.store, page.actor)}
    if len(there) > 1:
        box = f"tender_choose_{page.tender}"
        st.selectbox(
            page.t("desk.choose"), list(there), format_func=there.__getitem__, key=box, on_change=_choose,
            args=(page, box), index=list(there).index(page.tender), width=420,
        )  # fmt: skip
    kind = "desk" if now.tender.sample else "tender"
    removal = confirm.Act(
        key="tender_remove", label=page.t(f"{kind}.remove"), what=page.t("tender.remove_what", name=now.tender.name),
        do=page.t(f"{kind}.remove_ask"), yes=page.t("desk.remove_do"), work=_remove, args=(page,), primary=False,
    )  # fmt: skip
    confirm.ask(removal)


def _choose(page: PageContext, box: str) -> None:
    chosen = st.session_state[box]
    act.act(lambda cid: choose_tender(page.store, page.actor, cid, chosen), "tender.choose")


def _remove(page: PageContext) -> None:
    act.act(lambda cid: remove_tender(page.store, page.actor, cid, page.tender), "tender.remove", "desk.removed")
