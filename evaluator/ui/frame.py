"""What surrounds every page: the header with tender and language, the side with the stages of the work."""

from __future__ import annotations

from html import escape
from typing import Final

import streamlit as st

from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.opinions import listed
from evaluator.i18n.words import t
from evaluator.intake.receipt import clock
from evaluator.services.commands import LOCAL
from evaluator.ui import state
from evaluator.ui.navigation import BESIDE, EVERY, PAGES, file
from evaluator.ui.parts import notice, steps, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.views import who

_ON_BIDS: Final = frozenset({"bids", "scores", "consensus", "ranking", "robustness", "shortlist", "contract"})
_SPOKEN: Final = ("done", "wait", "next")
LANGUAGE_NAMES: Final[dict[Lang, str]] = {"zh": "中文", "en": "EN"}
# Tells the browser which language the page is in, and keeps it for the next visit. A file of our own, because the
# content security policy lets no inline script run.
_LANGUAGE_SCRIPT: Final[dict[Lang, str]] = {
    "zh": '<script src="/lang/zh.js"></script>',
    "en": '<script src="/lang/en.js"></script>',
}


def pages(lang: Lang) -> list[st.Page]:
    """All pages in the order of the work, titled in one language."""
    return [
        st.Page(file(key), title=t(f"frame.page.{key}", lang), url_path=None if key == PAGES[0] else key,
                default=key == PAGES[0])
        for key in EVERY
    ]  # fmt: skip


def key_of(page: st.Page) -> str:
    """Key of one of our pages."""
    return page.url_path or PAGES[0]


def open_page(key: str) -> state.PageContext:
    """The context of the page that is being drawn; what was said on the way here stands on top of it."""
    context = state.current()
    if context.key != key:
        raise LookupError(f"page {key} was opened while {context.key} is being drawn")
    # A place of their own that is there without them, too: what stands below keeps its place, and with it an open tab.
    with st.container(key="ve_notices"):
        for waiting in state.flashes():
            notice.show(waiting.kind, waiting.what, waiting.do)
        if context.front.archived and key != "tender":  # that page says it where it is taken out again
            notice.info(context.t("store.archived"))
    if key in _ON_BIDS:
        _interests(context)
    return context


def _interests(context: state.PageContext) -> None:
    """What a person's declaration means for a page about bids, which stays shut before there is one."""
    front, lang = context.front, context.lang
    if not front.declared:
        words.headline(context.t(f"frame.page.{context.key}"))
        there = steps.Action(label=context.t("people.declare.to"), key="frame_declare", page="people")
        notice.empty(context.t("people.declare.first"), context.t("people.declare.first_do"), there)
        st.stop()
    if front.hidden:
        notice.info(context.t("people.declare.left_out", vendors=listed(front.hidden, lang)))
    elif front.interests:
        notice.warn(context.t("people.declare.leads", vendors=listed(front.interests, lang)))


def go(key: str) -> None:
    """Another page is shown; nothing after this call runs."""
    st.switch_page(file(key))


def draw(context: state.PageContext) -> None:
    """Header and side are on the screen."""
    _side(context)
    _header(context)
    st.html(_LANGUAGE_SCRIPT[context.lang], unsafe_allow_javascript=True)


def _header(context: state.PageContext) -> None:
    front, lang = context.front, context.lang
    name = escape(context.text(front.name))
    facts = [f'<b title="{name}">{name}</b>'] if front.tender else []
    if front.sample:
        facts.append(f'<span class="ve-tag">{escape(t("frame.sample", lang))}</span>')
    if front.archived:
        facts.append(f'<span class="ve-tag">{escape(t("frame.archived", lang))}</span>')
    if front.route:
        facts.append(f"<span>{escape(t(f'frame.route.{front.route}', lang))}</span>")
    if front.deadline:
        deadline = t("frame.deadline", lang, date=clock(front.deadline))
        facts.append(f"<span>{escape(deadline)}</span>")
    if not front.tender:
        facts.append(f"<span>{escape(t('frame.no_tender', lang))}</span>")
    with st.container(key="ve_head", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div class="ve-facts">{"".join(facts)}</div>', width="stretch")
        st.html(who.markup(context.actor, lang), width="content")
        with st.container(key="ve_langs", horizontal=True, gap="xxsmall", width="content"):
            for each in LANGS:
                _language_button(each, current=each == lang)


def _language_button(lang: Lang, *, current: bool) -> None:
    # Each button speaks its own language, so that someone who cannot read the page still finds it.
    st.button(
        LANGUAGE_NAMES[lang], key=f"ve_lang_{lang}{'_on' if current else ''}", type="tertiary", width="content",
        on_click=state.choose_language, args=(lang,),
    )  # fmt: skip


def _side(context: state.PageContext) -> None:
    lang = context.lang
    with st.sidebar:
        st.html(f'<div class="ve-brand">{escape(t("frame.product", lang))}</div>')
        with st.container(key="ve_stages", gap=None):
            for key in PAGES:
                _stage(context, key)
        if context.actor == LOCAL:
            st.html(f'<p class="ve-small">{escape(t("frame.alone", lang))}</p>')
        for key in (key for key, stage in BESIDE.items() if not stage):
            with st.container(key=f"ve_beside_{key}{'_here' if key == context.key else ''}"):
                st.page_link(file(key), label=t(f"frame.page.{key}", lang), width="stretch")


def _stage(context: state.PageContext, key: str) -> None:
    """One stage: its page, whether it is done, and a word on what is open; the dots differ in shape, not colour alone."""
    view = context.front.stages.get(key)
    progress = view.state if view else "idle"
    note = _note(context, view)
    name = context.t(f"frame.page.{key}")
    here = "_here" if key == BESIDE.get(context.key, context.key) else ""
    with st.container(key=f"ve_stage_{key}_{progress}{here}", gap=None):
        st.page_link(file(key), label=f"{name} :gray[{plain(note)}]" if note else name, width="stretch")


def _note(context: state.PageContext, view: state.StageView | None) -> str:
    """What the stage says of itself, else the word for where it stands, else nothing."""
    if view and view.note:
        return context.t(view.note, **(view.params or {}))
    return context.t(f"frame.state.{view.state}") if view and view.state in _SPOKEN else ""
