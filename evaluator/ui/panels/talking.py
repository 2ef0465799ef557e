"""Conversations with one vendor: a form for a new one, those that were noted, and the record of all dealings."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evaluator.domain.dealing import KINDS, Conversation, Said
from evaluator.services import conversations
from evaluator.services.exports import mint
from evaluator.services.limits import NAME, WORDS
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.parts import download, notice, steps, tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views import conversations as view


def talking(page: PageContext, now: TenderState, vendor: str) -> None:
    """What was said with this vendor, whether it has sent a bid or not."""
    words.small(page.t("conversation.note"))
    talks = now.dealings.talks(vendor)
    if talks:
        shown = _of_kind(page, vendor, talks)
        tables.html_table(*view.table(now, shown, page.lang), caption=page.t("conversation.table"), key="talks")
    else:
        notice.info(page.t("conversation.none"))
    with st.expander(page.t("conversation.new"), key="talk_new", expanded=not talks):
        _form(page, now, vendor)
    with st.container(horizontal=True, key="talk_acts"):
        made = partial(mint, page.store, page.actor, page.tender, "dealings", lang=page.lang)
        download.download_link(page.t("conversation.export"), made, key="dealings")
        for one in talks:
            if not one.withdrawn:
                _withdrawal(page, one)


def _of_kind(page: PageContext, vendor: str, talks: tuple[Conversation, ...]) -> tuple[Conversation, ...]:
    """Those of the kind that is chosen, all where none is; the choice is offered once there are two kinds."""
    there = [name for name in KINDS if any(one.kind == name for one in talks)]
    if len({one.kind for one in talks}) < 2:
        return talks
    chosen = st.selectbox(
        page.t("conversation.kind_shown"), there, index=None, key=f"talks_of_{vendor}", width=260,
        placeholder=page.t("conversation.kind_all"), format_func=lambda name: view.kind(name, page.lang),
    )  # fmt: skip
    return tuple(one for one in talks if chosen in (None, one.kind))


def _form(page: PageContext, now: TenderState, vendor: str) -> None:
    with st.form(f"talk_{vendor}", border=False, clear_on_submit=False):
        left, middle, right = st.columns([1, 1, 2])
        left.date_input(page.t("conversation.day"), "today", key="talk_day", format="YYYY-MM-DD")
        middle.selectbox(
            page.t("conversation.col.kind"), KINDS, key="talk_kind", format_func=lambda name: view.kind(name, page.lang)
        )
        right.text_input(page.t("conversation.people"), key="talk_people", max_chars=NAME)
        st.text_area(page.t("conversation.asked"), key="talk_asked", max_chars=WORDS, height=80)
        st.text_area(page.t("conversation.learnt"), key="talk_learnt", max_chars=WORDS, height=80)
        st.multiselect(
            page.t("conversation.touches"), list(conversations.touchable(now)), key="talk_touches",
            placeholder=page.t("parts.choose"),
            format_func=lambda item: view.touched(now, item, page.lang),
        )  # fmt: skip
        steps.submit(page.t("conversation.save"), type="primary", key="talk_save", on_click=_save, args=(page, vendor))


def _save(page: PageContext, vendor: str) -> None:
    typed = st.session_state
    said = Said(
        vendor=vendor, day=typed["talk_day"].isoformat() if typed["talk_day"] else "", people=typed["talk_people"],
        asked=typed["talk_asked"], learnt=typed["talk_learnt"], touches=tuple(typed["talk_touches"]),
        kind=typed["talk_kind"],
    )  # fmt: skip
    number = act.act(lambda cid: conversations.note(page.store, page.actor, cid, page.tender, said), f"talk.{vendor}")
    if number is not None:
        state.flash("done", page.t("conversation.saved", number=number))
        for name in ("people", "asked", "learnt"):
            typed[f"talk_{name}"] = ""
        typed["talk_touches"] = []


def _withdrawal(page: PageContext, one: Conversation) -> None:
    with (
        st.popover(plain(page.t("conversation.withdraw", code=one.code)), key=f"talk_withdraw_{one.number}"),
        st.form(f"talk_withdraw_form_{one.number}", border=False),
    ):
        st.text_input(page.t("bids.reason"), key=f"talk_withdraw_reason_{one.number}", max_chars=WORDS)
        steps.submit(
            page.t("conversation.withdraw_do"), key=f"talk_withdraw_do_{one.number}", on_click=_gone, args=(page, one)
        )


def _gone(page: PageContext, one: Conversation) -> None:
    reason = str(st.session_state[f"talk_withdraw_reason_{one.number}"])
    act.act(
        lambda cid: conversations.withdraw(page.store, page.actor, cid, page.tender, one.number, one.ver, reason),
        f"talk_withdraw.{one.number}", "conversation.withdrawn",
    )  # fmt: skip
