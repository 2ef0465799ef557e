"""In the place of every page of a tender that cannot be opened: why, the other tenders, and taking it out of use."""

from __future__ import annotations

from html import escape

import streamlit as st

from evaluator.domain.finding import Severity
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services.faults import pack_sentence
from evaluator.services.tenders import choose_tender, remove_tender, tenders
from evaluator.ui import act, frame
from evaluator.ui.parts import confirm, findings, notice, words
from evaluator.ui.state import PageContext


def show(key: str) -> None:
    """What cannot be read, and what may be done instead."""
    page = frame.open_page(key)
    words.headline(page.t("frame.unopened.head"), page.t("frame.unopened.lead"))
    words.section(page.t("frame.unopened.why"))
    found = [findings.Line(pack_sentence(fault, page.lang), "", Severity.BLOCKER) for fault in page.front.faults]
    findings.finding_list(found, more=4, key="unopened_why")
    names = {key: f"{page.text(name)} · {key}" for key, name, _ in tenders(page.store, page.actor)}
    if len(names) > 1:
        st.selectbox(
            page.t("desk.choose"), list(names), format_func=names.__getitem__, key="unopened_tender", width=420,
            index=list(names).index(page.tender), on_change=_choose, args=(page,),
        )  # fmt: skip
    confirm.ask(
        confirm.Act(
            key="unopened_remove", label=page.t("frame.unopened.remove"), yes=page.t("frame.unopened.remove_yes"),
            what=page.t("frame.unopened.remove_what", tender=page.text(page.front.name)), work=_remove, args=(page,),
            primary=False,
        )
    )  # fmt: skip


def closed_to(key: str, why: str) -> None:
    """In the place of a page that would show a person's role a false picture: what it is, and from when on it can be read."""
    page = frame.open_page(key)
    words.headline(page.t(f"frame.page.{key}"))
    notice.info(page.t(f"people.closed_{why}"), page.t(f"people.closed_{why}_do"))


def signed_out(lang: Lang) -> None:
    """In the place of every page once the sign-in has ended: the way back in."""
    words.headline(t("store.signed_out", lang))
    st.html(f'<a class="ve-button ve-primary" href="/sign-in" target="_self">{escape(t("frame.sign_in.go", lang))}</a>')


def _choose(page: PageContext) -> None:
    chosen = st.session_state["unopened_tender"]
    act.act(lambda cid: choose_tender(page.store, page.actor, cid, chosen), "unopened.choose")


def _remove(page: PageContext) -> None:
    act.act(
        lambda cid: remove_tender(page.store, page.actor, cid, page.tender), "unopened.remove", "frame.unopened.removed"
    )
