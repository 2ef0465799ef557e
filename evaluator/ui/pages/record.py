"""The record: the event log of the tender in plain sentences, filtered; for its lead and for an auditor."""

from __future__ import annotations

import streamlit as st

from evaluator.services.commands import POLICY
from evaluator.services.logbook import Entry, logbook
from evaluator.services.state import TenderState, load
from evaluator.ui import frame
from evaluator.ui.parts import notice, tables, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.views import record as view
from evaluator.ui.views.trail import person

page = frame.open_page("record")
lang, t = page.lang, page.t


def asked(entries: tuple[Entry, ...]) -> view.Wanted:
    kinds = ("tender", *view.KINDS)
    with st.container(horizontal=True, key="record_filter"):
        people = st.multiselect(
            t("record.people"), sorted({one.by for one in entries}), format_func=lambda name: person(name, lang),
            key="record_people", width=260, placeholder=t("record.all"),
        )  # fmt: skip
        chosen = st.multiselect(
            t("record.kinds"),
            kinds,
            format_func=lambda kind: t(f"record.kind.{kind}"),
            key="record_kinds",
            width=320,
            placeholder=t("record.all"),
        )
        said = st.text_input(t("record.words"), key="record_words", max_chars=100, width=220)
    return view.Wanted(tuple(people), tuple(chosen), said)


def shown(now: TenderState) -> None:
    entries = logbook(page.store, page.actor, now)
    words.headline(t("record.headline", n=len(entries)), t("record.lead"))
    found = view.found(entries, asked(entries), lang)
    tables.html_table(
        view.columns(lang), view.rows(found[: view.SHOWN], lang), caption=t("frame.page.record"), key="record_table"
    )
    if len(found) > view.SHOWN:
        words.small(t("record.more", n=view.SHOWN, of=len(found)))
    if not found:
        words.small(t("record.none"))


if not page.tender:
    words.headline(t("frame.page.record"))
    notice.empty(
        t("scores.empty.title"),
        t("scores.empty.do"),
        Action(label=t("scores.empty.go"), key="record_desk", page="desk"),
    )
elif POLICY["record.read"] & page.actor.roles:
    shown(load(page.store, page.actor, page.tender))
else:
    words.headline(t("frame.page.record"))
    notice.info(t("record.closed"), t("record.closed_do"))
