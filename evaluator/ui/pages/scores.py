"""The scores page: who has scored, and scoring itself, one sub-criterion at a time or all in one grid."""

from __future__ import annotations

import streamlit as st

from evaluator.services.commands import Role
from evaluator.services.limits import NAME
from evaluator.services.naming import names_to
from evaluator.services.reopening import undecided
from evaluator.services.sight import own_name
from evaluator.services.state import TenderState, load
from evaluator.ui import frame
from evaluator.ui.panels import score_cards, score_files, score_finish, score_grid
from evaluator.ui.panels.reopened import reopened, reopening
from evaluator.ui.parts import notice, steps, tables, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.views import scores as view

page = frame.open_page("scores")
lang, t = page.lang, page.t


def scoring(now: TenderState) -> None:
    words.headline(view.headline(now, lang), view.lead(now, lang))
    reopened(page, now)
    reopening(page, now)
    if now.panel():
        tables.html_table(
            view.panel_columns(lang), view.panel_rows(now, lang), caption=t("scores.panel"), key="scores_panel"
        )
    complete = now.panel() and all(map(now.submitted, now.panel())) and not undecided(now)
    if complete and "technical_locked" not in now.stages:
        lock = Action(label=t("scores.next.lock_go"), key="scores_next", page="ranking")
        steps.next_step(t("scores.next.lock"), lock, key="scores")
    words.section(t("scores.section"), t("scores.section_note"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="scores_who"):
        evaluator = who(now)
        views = {"one": t("scores.view.one"), "grid": t("scores.view.grid")}
        chosen = st.segmented_control(
            t("scores.view"),
            list(views),
            format_func=views.__getitem__,
            default="one",
            required=True,
            key="scores_view",
        )
    if not evaluator:
        words.small(t("scores.evaluator_first"))
        return
    if names_to(now, evaluator, lang).hidden:
        words.small(t("scores.hidden"))
    entry(now, evaluator, chosen)
    words.section(t("scores.files"), t("scores.files_note"))
    score_files.download_card(page, now, evaluator)
    score_files.download_all(page, now)
    score_files.upload_cards(page, now)


def who(now: TenderState) -> str:
    panel = now.panel()
    if page.actor.sign_in and Role.LEAD not in page.actor.roles:
        return next(filter(own, panel), "")
    if not now.tender.evaluators:
        return st.text_input(t("scores.evaluator_new"), key="scores_name", max_chars=NAME, width=300).strip()
    late = [*filter(own, panel), *(name for name in panel if not now.submitted(name))]
    first = panel.index(late[0]) if late else 0
    return st.selectbox(t("scores.evaluator"), panel, index=first, key="scores_evaluator", width=300)


def own(evaluator: str) -> bool:
    return bool(page.actor.sign_in) and own_name((evaluator,), page.actor.name) == evaluator


def entry(now: TenderState, evaluator: str, chosen: str) -> None:
    strange = bool(page.actor.sign_in) and not own(evaluator)
    final = strange or view.closed(now, evaluator)
    if strange:
        notice.info(t("scores.other", evaluator=evaluator))
    elif final:
        key = "scores.final" if now.submitted(evaluator) else "scores.locked"
        notice.info(t(key, evaluator=evaluator))
    if chosen == "one":
        score_cards.show(page, now, evaluator)
    elif final:
        tables.html_table(
            *view.read_only(now, evaluator, names_to(now, evaluator, lang), lang),
            caption=t("scores.grid"),
            key="scores_final",
        )
    else:
        score_grid.show(page, now, evaluator)
    if not final:
        score_finish.show(page, now, evaluator)


found = load(page.store, page.actor, page.tender) if page.tender else None
if found is not None and view.vendors(found) and found.pack.method.panel_leaves():
    scoring(found)
else:
    words.headline(t("frame.page.scores"))
    if found is None:
        go = Action(label=t("scores.empty.go"), key="scores_desk", page="desk")
        notice.empty(t("scores.empty.title"), t("scores.empty.do"), go)
    elif found.pack.method.panel_leaves():
        go = Action(label=t("scores.none.go"), key="scores_bids", page="bids")
        notice.empty(t("scores.none.title"), t("scores.none.do"), go)
    else:
        notice.info(t("scores.panel_free"), t("scores.panel_free_do"))
