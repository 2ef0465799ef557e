"""Giving roles, adding people, links to set a password, closing accounts."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evaluator.services import accounts
from evaluator.services.accounts import Person
from evaluator.services.commands import Role
from evaluator.services.limits import NAME
from evaluator.ui import act, state
from evaluator.ui.parts import copy, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import people as view

_LINK = "people.link"


def roles(page: PageContext, people: Sequence[Person], tender: str) -> None:
    """The roles of one person, in a tender or outside tenders."""
    key = "people_in" if tender else "people_out"
    there = {one.id: one for one in people if one.active}
    offered = view.offered(tender, lead=Role.LEAD in page.actor.roles)
    with st.container(horizontal=True, vertical_alignment="bottom", key=key):
        chosen = st.selectbox(
            page.t("people.who"), list(there), format_func=lambda one: there[one].name, key=f"{key}_who", width=260
        )
        if not chosen:
            return
        held = there[chosen]
        st.multiselect(
            page.t("people.roles_of", who=held.name), offered, [role for role in offered if role in held.roles],
            format_func=lambda role: view.role_name(role, page.lang, everywhere=not tender),
            key=f"{key}_{chosen}_{held.ver}", width=420, placeholder=page.t("parts.choose"),
        )  # fmt: skip
        st.button(page.t("people.give"), key=f"{key}_save", on_click=_give, args=(page, held, tender, key))


def _give(page: PageContext, held: Person, tender: str, key: str) -> None:
    offered = view.offered(tender, lead=Role.LEAD in page.actor.roles)
    chosen = {*st.session_state[f"{key}_{held.id}_{held.ver}"]} | (held.roles - {*offered})
    act.act(
        lambda cid: accounts.set_roles(page.store, page.actor, cid, tender, held.id, chosen, held.ver),
        "people.give", "people.given", who=held.name,
    )  # fmt: skip


def new(page: PageContext) -> None:
    """A form for an account more; what it gives is the link that the person needs."""
    words.section(page.t("people.new"), page.t("people.new_note"))
    with (
        st.form("people_new", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input(page.t("people.col.name"), key="people_new_name", max_chars=NAME, width=260)
        st.text_input(page.t("people.col.email"), key="people_new_email", max_chars=NAME, width=300)
        st.form_submit_button(page.t("people.add"), key="people_new_save", on_click=_add, args=(page,))


def _add(page: PageContext) -> None:
    name, email = st.session_state["people_new_name"], st.session_state["people_new_email"]
    made = act.act(
        lambda cid: accounts.add_person(page.store, page.actor, cid, name, email),
        "people.add",
        "people.added",
        who=name,
    )
    if made:
        st.session_state["people_new_name"] = st.session_state["people_new_email"] = ""
        _invite(page, made, name)


def one(page: PageContext, people: Sequence[Person]) -> None:
    """A link for a person, or their account closed or opened again."""
    there = {each.id: each for each in people}
    with st.container(horizontal=True, vertical_alignment="bottom", key="people_one"):
        chosen = st.selectbox(
            page.t("people.account"),
            list(there),
            format_func=lambda each: there[each].name,
            key="people_one_who",
            width=260,
        )
        if not chosen:
            return
        held = there[chosen]
        if held.active:
            st.button(page.t("people.invite"), key="people_invite", on_click=_invite, args=(page, held.id, held.name))
            st.button(page.t("people.close"), key="people_close", on_click=_close, args=(page, held))
        else:
            st.button(page.t("people.reopen"), key="people_reopen", on_click=_reopen, args=(page, held))
    told: tuple[str, str] | None = state.get(_LINK)
    if told is not None:
        copy.copy_box(
            page.t("people.link", who=told[0]), f"{(st.context.url or '').rpartition('/people')[0]}/welcome/{told[1]}",
            key="people_link", open_at_first=True,
        )  # fmt: skip


def _invite(page: PageContext, person_id: str, name: str) -> None:
    token = act.act(lambda cid: accounts.invite(page.store, page.actor, cid, person_id), "people.invite")
    if token:
        state.put(_LINK, (name, token))


def _close(page: PageContext, held: Person) -> None:
    act.act(
        lambda cid: accounts.close_person(page.store, page.actor, cid, held.id), "people.close", "people.closed",
        who=held.name,
    )  # fmt: skip


def _reopen(page: PageContext, held: Person) -> None:
    act.act(
        lambda cid: accounts.reopen_person(page.store, page.actor, cid, held.id), "people.reopen", "people.reopened",
        who=held.name,
    )  # fmt: skip
