"""The weights page: the committee judges what each criterion counts, before the method that says it is locked."""

from __future__ import annotations

import streamlit as st

from evaluator.i18n.opinions import listed
from evaluator.services.limits import NAME
from evaluator.services.state import TenderState, load
from evaluator.services.weighing import Weighing, weighings
from evaluator.ui import frame
from evaluator.ui.panels import weight_result as result
from evaluator.ui.panels.weight_forms import judging
from evaluator.ui.parts import notice, steps, tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.parts.steps import Action
from evaluator.ui.views import weights as view

page = frame.open_page("weights")
lang, t = page.lang, page.t
if not page.tender:
    words.headline(t("frame.page.weights"))
    start = Action(label=t("desk.start"), key="weights_start", page="tender")
    notice.empty(t("desk.empty.title"), t("method.none.do"), start)
    st.stop()


def who(now: TenderState) -> str:
    """Whoever sits here says who they are; once the method is locked everyone reads the same."""
    if now.locked:
        return ""
    if page.actor.sign_in:
        return str(page.actor.name)
    panel = now.tender.evaluators
    if not panel:
        return st.text_input(t("weights.name"), key="weights_name", max_chars=NAME, width=320).strip()
    shown = {"": t("weights.nobody")} | {name: plain(name) for name in panel}
    return st.selectbox(
        t("weights.member"), list(shown), format_func=shown.__getitem__, key="weights_member", width=320
    )


def one_group(now: TenderState, one: Weighing, member: str) -> None:
    """One group: judging while that is open, then everything that may be seen of it."""
    words.section(view.named(one.group, lang))
    if not now.locked and not steps.archived():
        if not member:
            words.small(t("weights.who_first"))
        elif one.mine is None:
            judging(page, now, one, member)
        else:
            with st.expander(t("weights.again"), key="weights_again"):
                judging(page, now, one, member)
    if not one.open:
        waiting = listed(one.missing, lang)
        notice.info(t("weights.closed"), t("weights.closed_missing", names=waiting) if waiting else "")
    elif one.given:
        result.judgements(page, one)
        result.coming_to(page, now, one, member)
    else:
        words.small(t("weights.none_judged"))
    if one.history:
        result.every_word(page, one.history, one)


now = load(page.store, page.actor, page.tender)
head = st.container(key="weights_head")
chosen = st.container(horizontal=True, vertical_alignment="bottom", key="weights_choice")
with chosen:
    member = who(now)
found = {one.group.key: one for one in weighings(page.store, page.actor, page.tender, member)}
with head:
    words.headline(view.headline(list(found.values()), lang, locked=now.locked), t("weights.lead"))
    steps.actions(Action(label=t("weights.back"), key="weights_back", page="method", primary=False), key="weights_back")
with chosen:
    key = st.selectbox(
        t("weights.group"), list(found), format_func=lambda key: plain(view.named(found[key].group, lang)),
        key="weights_group", width=420,
    )  # fmt: skip
if not now.locked and not page.actor.sign_in:
    words.small(t("weights.trust"))
tables.html_table(*view.overview(list(found.values()), lang), caption=t("weights.groups"), key="weights_groups")
if key is not None:
    one_group(now, found[key], member)
result.from_bids(page, now)
