"""The method page: what bids are judged by, in full, and the act that freezes it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evaluator.domain.method import LeafJudge
from evaluator.services.exports import mint
from evaluator.services.methods import WORDLESS, lock_method, waiting_faults
from evaluator.services.state import load
from evaluator.services.tenders import unsaid
from evaluator.ui import act, frame
from evaluator.ui.panels.method_book import method_book, versions
from evaluator.ui.panels.method_edit import editor, is_open, open_editor
from evaluator.ui.parts import confirm, download, findings, notice, steps, tables, words
from evaluator.ui.parts.curve import price_curve
from evaluator.ui.parts.plain import plain
from evaluator.ui.parts.steps import Action
from evaluator.ui.views import method as view
from evaluator.ui.views import method_rules as rules
from evaluator.ui.views.method_compare import fault_lines, wordless
from evaluator.ui.views.price_curve import curve
from evaluator.ui.views.tender import pairs
from evaluator.ui.views.when import here

page = frame.open_page("method")
lang, store, actor = page.lang, page.store, page.actor
if not page.tender:
    words.headline(page.t("method.none.head"))
    start = Action(label=page.t("desk.start"), key="method_start", page="tender")
    notice.empty(page.t("desk.empty.title"), page.t("method.none.do"), start)
    st.stop()

now = load(store, actor, page.tender)
if is_open(page):
    editor(page, now)
    st.stop()
method = now.pack.method
facts = {"criteria": len(method.criteria), "leaves": len(method.leaves()), "panel": len(method.panel_leaves())}
lead = f"{page.text(method.title)} · {page.t('method.lead', **facts)}"


def lock() -> None:
    act.act(lambda cid: lock_method(store, actor, cid, page.tender), "method.lock", "method.locked_done")


def workbooks() -> None:
    """Links to the vendors' workbooks, both envelopes in one zip; the tender's own languages come first."""
    wanted = "both" if len(now.tender.languages) > 1 else now.tender.languages[0]
    with st.container(key="method_workbooks", horizontal=True, vertical_alignment="center"):
        for layout in sorted(("zh", "en", "both"), key=lambda each: each != wanted):
            with st.container(width="content"):
                download.download_link(
                    page.t(f"method.workbooks.{layout}"),
                    partial(mint, store, actor, page.tender, "templates", lang=layout),
                    key=f"templates_{layout}", primary=now.locked and layout == wanted,
                )  # fmt: skip


if now.locked:
    when = page.t("method.locked_at", at=here(now.locked_at, year=True))
    words.headline(page.t("method.head.locked", number=now.number), f"{lead} · {when}")
else:
    words.headline(page.t("method.head.open"), lead)
waiting = [] if now.locked else waiting_faults(store, actor, page.tender, now.tender)
others = [fault for fault in waiting if fault.rule != WORDLESS]
if others:
    notice.warn(page.t("change.waiting"))
    findings.finding_list(fault_lines(others, method, lang), key="method_waiting")
if len(others) < len(waiting):
    notice.warn(page.t("refused.method_wordless", n=len(waiting) - len(others)))
    with st.expander(page.t("change.wordless"), key="method_wordless"):
        tables.html_table(
            *wordless(waiting, method, lang), caption=page.t("change.wordless"), key="method_words", height=28
        )
if not now.locked and not waiting:
    open_ = [page.t(f"method.unsaid.{name}") for name in unsaid(now.tender, method)]
    question = confirm.Act(
        key="method_lock", label=page.t("method.lock"), what=page.t("method.ask"),
        do=("" if lang == "zh" else " ").join([*open_, page.t("method.closes"), page.t("method.ask_do")]),
        yes=page.t("method.lock_do"), work=lock,
    )  # fmt: skip
    confirm.ask(question, page.t("method.next_lock"))
clinic = Action(
    label=page.t("clinic.open_locked" if now.locked else "clinic.open"), key="method_clinic", page="clinic", primary=False
)  # fmt: skip
change = Action(label=page.t("change.open"), key="method_change", on_click=open_editor, primary=False, changes=True)
weigh = Action(
    label=page.t("method.weights_were" if now.locked else "method.weights"), key="method_weights", page="weights", primary=False
)  # fmt: skip
steps.actions(*([] if "technical_locked" in now.stages else [change]), weigh, clinic, key="method_change")
words.section(page.t("method.workbooks"), page.t("method.workbooks_note" if now.locked else "method.workbooks_early"))
workbooks()
words.section(page.t("method.criteria"))
tables.html_table(*view.tree(method, lang), caption=page.t("method.criteria"), key="method_tree")

words.section(page.t("method.scales"), page.t("method.scales_note"))
tops = {top.key: top for top in method.criteria}
chosen = st.segmented_control(
    page.t("method.choose"), list(tops), format_func=lambda key: plain(page.text(tops[key].title)), required=True,
    key=f"method_criterion_{now.pack.sha256[:8]}", default=next(iter(tops)), label_visibility="collapsed",
)  # fmt: skip
for leaf in tops[chosen or next(iter(tops))].leaves():
    words.section(page.text(leaf.title), view.judged(method, leaf, lang))
    if leaf.judge is LeafJudge.PRICE:
        words.para(rules.price_rule(now, lang))
        drawn = curve(now, lang)
        if drawn is not None:
            words.section(page.t("method.curve"), page.t("method.curve_note", low=drawn.low))
            price_curve(page, drawn.records, alt=drawn.alt)
            tables.html_table(*drawn.table, caption=page.t("method.curve"), key="method_curve")
    if leaf.judge is LeafJudge.REQUIREMENTS and method.requirements:
        words.para(rules.requirement_rule(method.requirements, lang))
    if leaf.levels:
        tables.html_table(*view.levels(leaf, lang), caption=page.text(leaf.title), key=f"levels_{leaf.key}")
    if method.of_leaf(leaf.key):
        tables.html_table(*view.questions(now, leaf, lang), caption=page.text(leaf.title), key=f"asked_{leaf.key}")

words.section(page.t("method.gates"), page.t("method.gates_note"))
columns, gates = view.gates(method, lang)
if gates:
    tables.html_table(columns, gates, caption=page.t("method.gates"), key="method_gates")
else:
    words.para(page.t("method.gates_none"))
words.section(page.t("method.prices"), page.t("method.prices_note"))
tables.html_table(*rules.prices(now, lang), caption=page.t("method.prices"), key="method_prices", height=28)
words.section(page.t("method.rules"))
tables.html_table(*pairs(rules.rules(now, lang), lang), caption=page.t("method.rules"), key="method_rules")
if "technical_locked" not in now.stages:
    method_book(page, now)
versions(page, now)
if page.text(method.sources):
    with st.expander(page.t("method.sources"), key="method_sources"):
        words.para(page.text(method.sources))
