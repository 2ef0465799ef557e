"""Declaring interests and confidentiality, and for the lead and the auditor who has declared what."""

from __future__ import annotations

import streamlit as st

from evaluator.services import declaring
from evaluator.services.declaring import Asked
from evaluator.services.limits import WORDS
from evaluator.ui import act
from evaluator.ui.parts import notice, steps, tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views import people as view
from evaluator.ui.views.when import here


def own(page: PageContext) -> None:
    """This person's declaration: the form while one is due, else what stands and the form on demand."""
    asked = declaring.asked(page.store, page.actor, page.tender)
    words.section(page.t("people.declare"), page.t("people.declare.note"))
    if not asked.vendors:
        words.small(page.t("people.declare.nobody"))
    elif asked.due:
        _form(page, asked)
    else:
        notice.done(page.t("people.declare.current", at=here(asked.at)))
        with st.expander(page.t("people.declare.again"), key="declare_again"):
            _form(page, asked)


def _form(page: PageContext, asked: Asked) -> None:
    for part in ("secret", "ties", "effect"):
        words.para(page.t(f"people.declare.{part}"))
    with st.form("declare", border=False):
        for number, (key, vendor) in enumerate(asked.vendors.items()):
            stands = asked.interests.get(key, "")
            with st.container(horizontal=True, vertical_alignment="center", key=f"declare_row_{number}"):
                st.checkbox(
                    plain(page.t("people.declare.tick", vendor=vendor)), bool(stands), key=f"declare_{key}", width=420,
                    disabled=bool(stands),
                )  # fmt: skip
                st.text_input(
                    plain(page.t("people.declare.which", vendor=vendor)), stands, key=f"declare_words_{key}",
                    max_chars=WORDS, placeholder=page.t("people.declare.say"), label_visibility="collapsed",
                    disabled=bool(stands), width=420,
                )  # fmt: skip
        st.checkbox(page.t("people.declare.keep"), key="declare_keep")
        steps.submit(
            page.t("people.declare.go"), key="declare_go", type="primary", on_click=_declare, args=(page, asked)
        )


def _declare(page: PageContext, asked: Asked) -> None:
    said = st.session_state
    # Whoever describes an interest means it, whether the box beside it is ticked or not.
    given = {key: str(said[f"declare_words_{key}"]) for key in asked.vendors}
    interests = {key: text for key, text in given.items() if said[f"declare_{key}"] or text.strip()}
    keep = bool(said["declare_keep"])
    act.act(
        lambda cid: declaring.declare(page.store, page.actor, cid, page.tender, asked, interests, confidential=keep),
        "people.declare", "people.declare.done",
    )  # fmt: skip


def everybody(page: PageContext) -> None:
    """Who has declared what."""
    found = declaring.declared(page.store, page.actor, page.tender)
    words.section(page.t("people.declared"))
    tables.html_table(
        view.declared_columns(page.lang), view.declared(found, page.lang), caption=page.t("people.declared"),
        key="people_declared",
    )  # fmt: skip
