"""The ranking page: who stands where and why, and how every number came about."""

from __future__ import annotations

import streamlit as st

from evaluator.domain.finding import Severity
from evaluator.intake.receipt import clock
from evaluator.services.limits import WORDS
from evaluator.services.naming import names_to_panel
from evaluator.services.reopening import undecided
from evaluator.services.stages import before_deadline, lock_technical, open_prices
from evaluator.services.state import TenderState, load
from evaluator.ui import act, frame
from evaluator.ui.panels.late import late_changes
from evaluator.ui.panels.low_price import judged_prices
from evaluator.ui.panels.opinions import second_opinions
from evaluator.ui.panels.reopened import reopened
from evaluator.ui.panels.trace import follow
from evaluator.ui.parts import bars, confirm, findings, notice, steps, tables, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.views import prices
from evaluator.ui.views import ranking as view

page = frame.open_page("ranking")
lang, t = page.lang, page.t


def lock() -> None:
    act.act(lambda cid: lock_technical(page.store, page.actor, cid, page.tender), "lock_technical", "ranking.lock.done")


def unseal() -> None:
    reason = str(st.session_state.get("ranking_open_reason", ""))
    act.act(
        lambda cid: open_prices(page.store, page.actor, cid, page.tender, reason), "open_prices", "ranking.open.done"
    )


def before_prices(now: TenderState) -> None:
    locked = "technical_locked" in now.stages
    words.headline(t("ranking.sealed.headline"), t(f"ranking.sealed.{'locked' if locked else 'open'}_lead"))
    if not locked:
        reopened(page, now, here=False)
    name, work, do = ("open", unseal, t("ranking.open.do")) if locked else ("lock", lock, view.before_lock(now, lang))
    asked = confirm.Act(
        key=f"ranking_{name}", label=t(f"ranking.{name}.label"), what=t(f"ranking.{name}.what"), do=do,
        yes=t(f"ranking.{name}.yes"), work=work,
    )  # fmt: skip
    if locked and before_deadline(page.store, now.tender.deadline):
        words.para(t("ranking.open.early", deadline=clock(now.tender.deadline)))
        st.text_input(t("ranking.open.reason"), key="ranking_open_reason", max_chars=WORDS)
    if undecided(now) and not locked:  # the lock would be refused
        steps.next_step(t("ranking.contradicted"), Action(label=t("scores.go"), key="ranking_scores", page="scores"))
    else:
        confirm.ask(asked, t(f"ranking.{name}.text"))
    if names_to_panel(now, lang).hidden:
        words.small(t("scores.hidden"))
    columns = view.technical_columns(now.pack.method, lang)
    tables.html_table(
        columns, view.technical_rows(now, lang), caption=t("ranking.sealed.table"), key="ranking_technical"
    )
    words.small(t("ranking.legend"))


def after_prices(now: TenderState) -> None:
    ranking = now.evaluation.ranking
    words.headline(view.headline(ranking, lang), view.lead(now, lang))
    if now.pack.method.award.rule == "index":
        words.small(t(f"change.says.{ranking.rule}"))
    if now.opened_reason:
        words.small(t("ranking.open.was_early", reason=now.opened_reason))
    tables.html_table(
        view.columns(now.pack.method, ranking, lang),
        view.rows(now, lang),
        caption=t("ranking.table"),
        key="ranking_table",
    )
    words.small(t("ranking.legend"))
    key, target, params = view.next_step(now)
    steps.next_step(t(key, **params), Action(label=t(f"{key}_go"), key="ranking_next", page=target))
    waiting = findings.lines(view.looked_into(now), lang)
    if waiting:
        words.section(t("ranking.findings"))
        findings.finding_list(waiting, more=4, key="ranking_findings")
    judged_prices(page, now, ask=True)
    late_changes(page, now)
    told = view.differences(now, lang)
    if told:
        words.section(t("ranking.difference"))
        findings.finding_list([findings.Line(each, severity=Severity.NOTE) for each in told], key="ranking_gaps")
    if ranking.rule == "additive" and ranking.ranked():
        words.section(t("ranking.bars"))
        rows, totals = view.contributions(ranking)
        alt = t("ranking.bars_alt", totals=" · ".join(f"{vendor} {shown}" for vendor, shown in totals.items()))
        criteria = [(top.key, page.text(top.title)) for top in view.by_weight(now.pack.method)]
        bars.contribution_bars(page, rows, criteria, totals=totals, alt=alt)
    words.section(t("ranking.firm.title"), t("ranking.firm.note"))
    steps.actions(Action(label=t("ranking.firm.go"), key="ranking_firm", page="robustness", primary=False), key="firm")
    words.section(t("ranking.price.title"), prices.note(now, lang))
    tables.html_table(
        prices.columns(now, lang), prices.rows(now, lang), caption=t("ranking.price.title"), key="ranking_prices"
    )
    follow(page, now)
    second_opinions(page, now)


found = load(page.store, page.actor, page.tender) if page.tender else None
if found is None:
    words.headline(t("frame.page.ranking"))
    go = Action(label=t("ranking.empty.go"), key="ranking_desk", page="desk")
    notice.empty(t("ranking.empty.title"), t("ranking.empty.do"), go)
elif not any(bid.answers for bid in found.bids):
    words.headline(t("frame.page.ranking"))
    go = Action(label=t("ranking.none.go"), key="ranking_bids", page="bids")
    notice.empty(t("ranking.none.title"), t("ranking.none.do"), go)
elif "prices_opened" in found.stages:
    after_prices(found)
else:
    before_prices(found)
