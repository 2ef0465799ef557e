"""The method changed on its page: grids by tab, own questions, and what it all comes to before it is saved."""

from __future__ import annotations

from typing import Any

import streamlit as st

from evaluator.domain.method import LeafJudge
from evaluator.domain.method_edit import Change, Edit, Own
from evaluator.domain.question import AMOUNTS, Judge, Kind, Question
from evaluator.domain.text import Text
from evaluator.i18n.words import unit
from evaluator.intake import method_rules as rules
from evaluator.intake.method_own import JUDGES, KINDS, NAMES, OwnForm, question_of
from evaluator.intake.words import DURATIONS
from evaluator.services.method_preview import preview
from evaluator.services.methods import save_method
from evaluator.services.state import TenderState
from evaluator.services.tenders import figure
from evaluator.ui import act, state
from evaluator.ui.panels import tender_forms as forms
from evaluator.ui.panels.method_rules import rule_choices
from evaluator.ui.parts import findings, notice, steps, tables, words
from evaluator.ui.parts.findings import Line
from evaluator.ui.parts.steps import Action
from evaluator.ui.state import PageContext
from evaluator.ui.views import method_compare as compare
from evaluator.ui.views import method_edit as view
from evaluator.ui.views import method_grids as grids

_MODE, _OWN = "method.edit", "method.own"
LINE, LINES = 33, 62  # a row of one line; in rows lower than LINES the grid cuts a long text instead of wrapping it


def open_editor() -> None:
    """The page shows the method to be changed."""
    state.put(_MODE, True)
    state.put(_OWN, [])


def close_editor() -> None:
    """The page shows the method as it stands."""
    state.put(_MODE, False)
    state.put(_OWN, [])


def is_open(page: PageContext) -> bool:
    """Whether the method of this tender is being changed."""
    return bool(state.get(_MODE)) and bool(page.tender)


def editor(page: PageContext, now: TenderState) -> None:
    """All of the method that can be changed, and the way to save it."""
    words.headline(page.t("change.head"), page.t("change.lead_locked" if now.locked else "change.lead"))
    prefix = f"method_{now.number}_{now.method_ver}"
    names = (*grids.TABS, "own")
    given: list[Change] = []
    bad: list[tuple[str, str]] = []
    for tab, name in zip(st.tabs([page.t(f"change.tab.{name}") for name in names]), names, strict=True):
        with tab:
            if name == "own":
                _own(page, now, prefix)
                continue
            words.small(page.t(f"change.note.{name}"))
            if name == "rules":
                given += rule_choices(page, now, f"{prefix}_rule")
            for each in grids.TABS[name]:
                made, odd = _grid(page, now, each, f"{prefix}_{each}")
                given += made
                bad += odd
            if name in ("weights", "questions"):
                _sums(page, now, [one for one in given if isinstance(one, Edit)])
    given += [Own(question) for question in state.get(_OWN, ())]
    _finish(page, now, given, bad)


def _grid(page: PageContext, now: TenderState, name: str, key: str) -> tuple[list[Edit], list[tuple[str, str]]]:
    """One grid and the edits in it; nothing where the method has none of its rows."""
    drawn = grids.grid(now.pack.method, name, now.tender.languages, page.lang)
    if not drawn.rows:
        return [], []
    column, high = st.column_config, LINES if name in ("scales", "gates", "questions", "words") else LINE
    wide = {"questions": 90, "gates": 360, "options": 420, "ranges": 420, "items": 420}
    config: dict[str, Any] = {
        "name": column.TextColumn(page.t(f"change.name.{name}"), disabled=True, width=wide.get(name, 260), pinned=True)
    }
    if drawn.about:
        config["about"] = column.TextColumn(
            page.t(f"change.about.{name}"), disabled=True, width={"rules": 560, "gates": 200}.get(name, 240)
        )
    for field in drawn.fields:
        title = compare.field(drawn.place(0, field), page.lang)
        kind = grids.shape(field)
        config[field] = (
            column.CheckboxColumn(title, width=115) if kind == "switch"
            else column.SelectboxColumn(title, options=_offered(page, field), required=True, width=180) if kind == "choice"
            else column.NumberColumn(title, width=110) if kind == "number"
            else column.TextColumn(title, width={"accept": 240, "title": 240, "reason": 300}.get(field.partition(".")[0], 420))
        )  # fmt: skip
    steps.grid(
        grids.frame(drawn, now.pack.method, page.lang), column_config=config, hide_index=True, num_rows="fixed", key=key,
        alt=page.t(f"change.name.{name}"), placeholder="", row_height=high,
        height=min(high * len(drawn.rows) + LINE + 3, 620 if high > LINE else 520),
    )  # fmt: skip
    return view.edits(drawn, now.pack.method, st.session_state.get(key))


def _offered(page: PageContext, field: str) -> list[str]:
    return [page.text(rules.NAMES[key]) for key in rules.PANEL[field]]


def _sums(page: PageContext, now: TenderState, given: list[Edit]) -> None:
    wrong = view.sums_said(now.pack.method, given, page.lang)
    if wrong:
        findings.finding_list([Line(sentence) for sentence in wrong])
    else:
        words.small(page.t("change.sums_right"))


def _own(page: PageContext, now: TenderState, prefix: str) -> None:
    """The form for a question of the buyer's own, and those that wait to be saved."""
    words.small(page.t("change.note.own"))
    method, lang = now.pack.method, page.lang
    sections = {one.key: page.text(one.title) for one in method.sections}
    leaves = {
        one.key: page.text(one.title) for one in method.leaves() if one.judge in (LeafJudge.AUTO, LeafJudge.PANEL)
    }
    units = {code: unit(code, lang, {}) for code in DURATIONS} | {
        code: page.text(one) for code, one in method.units.items()
    }
    box = f"{prefix}_own"
    with st.form(box, border=False, clear_on_submit=True):
        left, right = st.columns(2)
        left.selectbox(
            page.t("change.own.section"), list(sections), format_func=sections.__getitem__, key=f"{box}_section"
        )
        right.selectbox(page.t("change.own.criterion"), list(leaves), index=None, format_func=leaves.__getitem__,
                        key=f"{box}_criterion", placeholder=page.t("change.own.none"))  # fmt: skip
        left.selectbox(page.t("change.own.kind"), [one.value for one in KINDS], key=f"{box}_kind",
                       format_func=lambda key: page.text(NAMES[f"kind.{key}"]))  # fmt: skip
        right.selectbox(page.t("change.own.judge"), [one.value for one in JUDGES], key=f"{box}_judge",
                        format_func=lambda key: page.text(NAMES[f"judge.{key}"]))  # fmt: skip
        for each in now.tender.languages:
            left.text_area(
                page.t(f"change.in_{each}", name=page.t("change.field.text")), key=f"{box}_text_{each}", height=90
            )
            right.text_area(
                page.t(f"change.in_{each}", name=page.t("change.field.hint")), key=f"{box}_hint_{each}", height=90
            )
        left.text_area(
            page.t("change.own.options"), key=f"{box}_options", height=110, placeholder="有 / Yes = 100\n无 / No = 0"
        )
        with right.container(horizontal=True):
            st.selectbox(page.t("change.own.unit"), list(units), index=None, format_func=units.__getitem__, key=f"{box}_unit",
                         placeholder=page.t("change.own.none"))  # fmt: skip
            st.text_input(page.t("change.field.weight"), key=f"{box}_weight")
        with right.container(horizontal=True):
            st.text_input(page.t("change.own.worst"), key=f"{box}_worst")
            st.text_input(page.t("change.own.best"), key=f"{box}_best")
        steps.submit(page.t("change.own.add"), on_click=_keep_own, args=(page, now, box), key="method_own_add")
    waiting: list[Question] = state.get(_OWN, [])
    for number, question in enumerate(waiting):
        words.para(f"{question.id} {page.text(question.text)}")
        away = Action(
            label=page.t("change.own.remove"),
            key=f"method_own_{number}",
            on_click=_drop_own,
            args=(number,),
            primary=False,
        )
        steps.actions(away, key=f"method_own_{number}")


def _keep_own(page: PageContext, now: TenderState, box: str) -> None:
    """The form's question waits to be saved; what is missing of it is said."""
    given = forms.values(box)
    text, hint = (
        Text(**{one: given[f"{name}_{one}"].strip() for one in now.tender.languages}) for name in ("text", "hint")
    )
    if not (text.zh or text.en):
        state.flash("error", page.t("change.own.wordless"))
        return

    def made(_: str) -> Question:
        form = OwnForm(
            section=given["section"], criterion=given["criterion"] or "", kind=Kind(given["kind"]), judge=Judge(given["judge"]),
            text=text, hint=hint, options=given["options"], unit=given["unit"] or "" if Kind(given["kind"]) in AMOUNTS else "",
            weight=figure(given["weight"], Text("权重", "Weight")), worst=figure(given["worst"], text),
            best=figure(given["best"], text),
        )  # fmt: skip
        return question_of(form, now.pack.method, state.get(_OWN, []))

    question = act.act(made, "method.own")
    if question is not None:
        state.put(_OWN, [*state.get(_OWN, []), question])


def _drop_own(number: int) -> None:
    state.put(_OWN, [one for place, one in enumerate(state.get(_OWN, [])) if place != number])


def _finish(page: PageContext, now: TenderState, given: list[Change], bad: list[tuple[str, str]]) -> None:
    """What the changes come to, the reason where one is needed, and the two ways out."""
    made = preview(page.store, page.actor, now, given)
    odd = [Line(page.t("change.not_understood", given=typed), row) for row, typed in bad]
    stopping = [*odd, *compare.fault_lines(made.faults, now.pack.method, page.lang)]
    if stopping:
        notice.warn(page.t("change.stopped"))
        findings.finding_list(stopping, key="method_stopping")
    if made.told:
        show_changes(page, now, made.told, reissued=made.reissued)
        findings.finding_list(findings.lines(made.blanks, page.lang), key="method_blanks")
    with st.container(key="method_finish"):
        if now.locked:
            st.text_input(page.t("change.reason"), key="method_reason", max_chars=500)
        label = page.t("change.save", n=len(made.told)) if made.told else page.t("tender.form.save")
        save = Action(
            label=label, key="method_save", on_click=_save, args=(page, now, given),
            disabled=bool(stopping) or not made.told,
        )  # fmt: skip
        leave = Action(label=page.t("parts.not_now"), key="method_leave", on_click=close_editor, primary=False)
        steps.actions(save, leave, key="method_finish")


def show_changes(page: PageContext, now: TenderState, told: Any, *, reissued: bool = False) -> None:
    """Before and after of everything that differs, and whether vendors see it."""
    words.section(page.t("change.changed", n=len(told)))
    if reissued:
        notice.info(page.t("change.reissued"))
    method = now.pack.method
    tables.html_table(
        *compare.differing(told, (method, method), page.lang), caption=page.t("change.changed", n=len(told)),
        key="method_changes", height=26,
    )  # fmt: skip


def _save(page: PageContext, now: TenderState, given: list[Change]) -> None:
    save(page, now, given, str(st.session_state.get("method_reason", "")))


def save(page: PageContext, now: TenderState, given: list[Change], reason: str) -> bool:
    """Whether the changes are now the method; the page then shows it."""
    done = act.act(
        lambda cid: save_method(page.store, page.actor, cid, page.tender, now.number, now.method_ver, given, reason),
        "method.save", "change.saved",
    )  # fmt: skip
    if done is not None:
        close_editor()
    return done is not None
