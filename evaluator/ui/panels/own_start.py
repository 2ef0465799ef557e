"""The third way to start a tender: the buyer's own questionnaire read, its questions assigned in bulk, the tender begun."""

from __future__ import annotations

import streamlit as st

from evaluator.domain.text import LANGS, Text
from evaluator.intake.own.assigning import JUDGES, KINDS, criteria_text, prices_text
from evaluator.services.own_drafts import forget_assignment, keep_assignment, kept_assignment
from evaluator.services.own_questionnaire import first_assignment, read_questionnaire, start_own, trees
from evaluator.ui import act, state
from evaluator.ui.panels import tender_forms as forms
from evaluator.ui.panels.own_more import adding
from evaluator.ui.parts import notice, steps, tables, upload, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.state import PageContext
from evaluator.ui.views import own as view
from evaluator.ui.views import tender as tender_view
from evaluator.ui.views.own import OwnDesk

FORM = "own_form"
LINES = 62  # rows lower than this cut their text instead of wrapping it
_DESK = "own.desk"


def way(page: PageContext, buyer: str) -> None:
    """The whole way on one tab; ``buyer`` is the name of the one that is kept."""
    desk: OwnDesk | None = state.get(_DESK) or _kept(page)
    if desk is None:
        _choose(page)
        return
    _read(page, desk)
    _frame(page, desk)
    _table(page, desk)
    words.section(page.t("own.form"))
    words.small(page.t("own.contract"))
    forms.new_form(page, (), lambda: _start(page, desk), buyer, FORM, desk.asked.languages)


def _choose(page: PageContext) -> None:
    words.small(page.t("own.lead"))
    given = upload.file_box(page.t("own.choose"), key="own_file", starts=True)
    read = Action(label=page.t("own.read"), key="own_read", on_click=_take, args=(page,), disabled=not given)
    steps.actions(read, key="own_read_acts")


def _take(page: PageContext) -> None:
    given = st.session_state["own_file"]
    asked = act.act(lambda _: read_questionnaire(given.name, given.getvalue()), "own.read")
    if asked is None:
        return
    said = first_assignment(asked, trees()[0])
    desk = OwnDesk(asked, said, criteria_text(said.criteria), prices_text(said.prices))
    state.put(_DESK, desk)
    _keep(page, desk)


def _kept(page: PageContext) -> OwnDesk | None:
    """What this person had on the table when the page was loaded anew."""
    there = kept_assignment(page.store, page.actor)
    if there is None:
        return None
    asked, said = there
    desk = OwnDesk(asked, said, criteria_text(said.criteria), prices_text(said.prices))
    state.put(_DESK, desk)
    return desk


def _keep(page: PageContext, desk: OwnDesk) -> None:
    act.act(lambda cid: keep_assignment(page.store, page.actor, cid, desk.asked, desk.said), "own.keep")


def _leave(page: PageContext) -> None:
    state.put(_DESK, None)
    act.act(lambda cid: forget_assignment(page.store, page.actor, cid), "own.leave")


def _read(page: PageContext, desk: OwnDesk) -> None:
    """What was made out of the file, in short."""
    asked = desk.asked
    spoken = "both" if asked.languages == LANGS else asked.languages[0]
    words.section(page.t("own.head", name=asked.name, n=len(asked.questions)), page.t(f"own.language.{spoken}"))
    tables.html_table(*view.summary(asked, page.lang), caption=page.t("own.summary.caption"), key="own_summary")
    if asked.answered:
        words.small(page.t("own.answered", n=asked.answered))
    words.small(page.t("own.keeps"))
    again = Action(label=page.t("own.again"), key="own_again", on_click=_leave, args=(page,), primary=False)
    steps.actions(again, key="own_again_acts")


def _frame(page: PageContext, desk: OwnDesk) -> None:
    """Criteria with their weights, the weight of the price, and the price lines."""
    words.section(page.t("own.section.criteria"), page.t("own.section.criteria_note"))
    offered = {tree.key: page.text(tree.title) for tree in trees()}
    with st.container(horizontal=True, vertical_alignment="bottom", key="own_trees"):
        st.selectbox(page.t("own.tree"), list(offered), format_func=offered.__getitem__, key="own_tree", width=560)
        st.button(page.t("own.tree_use"), key="own_tree_use", on_click=_use_tree, args=(page, desk), wrap=False)
    left, right = st.columns(2)
    turn = desk.turn
    with left:
        st.text_area(
            page.t("own.criteria"), desk.criteria, key=f"own_criteria_{turn}", height=190, on_change=_typed,
            args=(page, desk, f"own_criteria_{turn}", "criteria"),
        )  # fmt: skip
        st.text_input(
            page.t("own.price_weight"), desk.said.price_weight, key=f"own_price_{turn}", on_change=_typed, width=180,
            args=(page, desk, f"own_price_{turn}", "price"),
        )  # fmt: skip
        adding(page, desk, lambda: _keep(page, desk))
        total = desk.total()
        if total is not None:
            words.small(page.t("own.total", total=f"{total:f}"))
    right.text_area(
        page.t("own.prices"), desk.prices, key=f"own_prices_{turn}", height=190, placeholder=page.t("own.prices_hint"),
        on_change=_typed, args=(page, desk, f"own_prices_{turn}", "prices"),
    )  # fmt: skip


def _typed(page: PageContext, desk: OwnDesk, key: str, what: str) -> None:
    text = str(st.session_state[key])
    {"criteria": desk.type_criteria, "price": desk.weigh_price, "prices": desk.type_prices}[what](text)
    _keep(page, desk)


def _use_tree(page: PageContext, desk: OwnDesk) -> None:
    tree = next(one for one in trees() if one.key == st.session_state["own_tree"])
    first = first_assignment(desk.asked, tree)
    desk.weigh_price(first.price_weight)
    desk.type_criteria(criteria_text(first.criteria))
    _keep(page, desk)


def _table(page: PageContext, desk: OwnDesk) -> None:
    """The bulk table: what is shown of it, what is said of many at once, each cell, and what still stands in the way."""
    note = page.t("own.section.table_note", done=str(desk.done()), n=str(len(desk.asked.questions)))
    words.section(page.t("own.section.table"), note)
    sections = (None, *desk.asked.sections())
    names = [_section_name(page, desk, section) for section in sections]
    with st.container(horizontal=True, vertical_alignment="bottom", key="own_bulk"):
        at = st.selectbox(
            page.t("own.show"), range(len(sections)), format_func=names.__getitem__, key="own_show", width=260
        )
        titles = ["", *desk.titles()]
        st.selectbox(
            page.t("own.to_criterion"), titles, key=f"own_to_criterion_{desk.turn}", width=240,
            format_func=lambda title: title or page.t("own.as_is"), index=_last(desk, titles),
        )  # fmt: skip
        st.selectbox(
            page.t("own.to_judge"), ["", *JUDGES], key="own_to_judge", width=180,
            format_func=lambda judge: page.t(f"own.judge.{judge}") if judge else page.t("own.as_is"),
        )  # fmt: skip
    section = sections[int(at)]
    grid = f"own_grid_{desk.turn}_{int(at)}_{page.lang}"
    rows = desk.drawn(grid, section)
    edits = st.session_state.get(grid, {}).get("edited_rows", {})
    chosen, shown = view.picked(rows, edits), [row.key for row in rows]
    steps.actions(
        Action(label=page.t("own.assign", n=len(chosen)), key="own_assign", disabled=not chosen, on_click=_assign,
               args=(page, desk, grid, False), primary=False),
        Action(label=page.t("own.assign_shown", n=len(shown)), key="own_assign_shown", on_click=_assign, primary=False,
               args=(page, desk, grid, True)),
        Action(label=page.t("own.gate_yes", n=len(chosen)), key="own_gate_yes", disabled=not chosen, on_click=_gate,
               args=(page, desk, grid), primary=False), key="own_bulk_acts",
    )  # fmt: skip
    _grid(page, desk, grid, section)
    found = desk.faults()
    if found:
        notice.info(page.t("own.faults", n=len(found)))
        tables.html_table(*view.faults(desk, page.lang), caption=page.t("own.col.fault"), height=24, key="own_faults")
    else:
        notice.done(page.t("own.faultless"))


def _section_name(page: PageContext, desk: OwnDesk, section: Text | None) -> str:
    count = len(desk.rows(section))
    if section is None:
        return page.t("own.show_all", n=str(count))
    return page.t("own.show_section", section=section, n=str(count))


def _last(desk: OwnDesk, titles: list[str]) -> int:
    """The criterion that was assigned last stays chosen when the grid is drawn anew."""
    before = st.session_state.get(f"own_to_criterion_{desk.turn - 1}", "")
    return titles.index(before) if before in titles else 0


def _grid(page: PageContext, desk: OwnDesk, grid: str, section: Text | None) -> None:
    rows = desk.drawn(grid, section)
    kinds = {kind: page.t(f"own.kind.{kind}") for kind in KINDS}
    judges = {judge: page.t(f"own.judge.{judge}") for judge in JUDGES}
    column = st.column_config
    texts = {"weight": 95, "scale": 130, "gate": 110, "unit": 80, "options": 170, "id": 70}
    config = {
        "chosen": column.CheckboxColumn(page.t("own.col.chosen"), width=60, pinned=True),
        "question": column.TextColumn(page.t("own.col.question"), width=300, disabled=True, pinned=True),
        "criterion": column.SelectboxColumn(page.t("own.col.criterion"), width=160, options=desk.titles()),
        "judge": column.SelectboxColumn(page.t("own.col.judge"), width=135, options=list(judges), required=True,
                                        format_func=lambda key: judges[str(key)]),
        "kind": column.SelectboxColumn(page.t("own.col.kind"), width=90, options=list(kinds), required=True,
                                       format_func=lambda key: kinds[str(key)]),
        "because": column.TextColumn(page.t("own.col.because"), width=190, disabled=True),
        "required": column.CheckboxColumn(page.t("own.col.required"), width=80),
        **{name: column.TextColumn(page.t(f"own.col.{name}"), width=width) for name, width in texts.items()},
    }  # fmt: skip
    st.data_editor(
        view.grid(rows, desk.asked, page.lang), column_config=config, hide_index=True, num_rows="fixed", key=grid,
        alt=page.t("own.grid"), placeholder="–", row_height=LINES, height=min(LINES * len(rows) + 37, 520), on_change=_edited,
        args=(page, desk, grid),
    )  # fmt: skip
    words.small(page.t("own.grid_hint"))


def _edited(page: PageContext, desk: OwnDesk, grid: str) -> None:
    desk.edit(grid, st.session_state.get(grid, {}).get("edited_rows", {}))
    _keep(page, desk)


def _chosen(desk: OwnDesk, grid: str, *, all_shown: bool) -> list[str]:
    rows = desk.drawn(grid, None)  # it is drawn: what it started from is there
    edits = st.session_state.get(grid, {}).get("edited_rows", {})
    return [row.key for row in rows] if all_shown else view.picked(rows, edits)


def _assign(page: PageContext, desk: OwnDesk, grid: str, all_shown: bool) -> None:
    _edited(page, desk, grid)
    given = st.session_state
    wishes = {"criterion": given[f"own_to_criterion_{desk.turn}"], "judge": given["own_to_judge"]}
    said = {name: str(value) for name, value in wishes.items() if value}
    if said:
        desk.assign(_chosen(desk, grid, all_shown=all_shown), **said)
        _keep(page, desk)


def _gate(page: PageContext, desk: OwnDesk, grid: str) -> None:
    _edited(page, desk, grid)
    keys = set(_chosen(desk, grid, all_shown=False))
    yes_no = [row.key for row in desk.said.rows if row.key in keys and row.kind == "yes_no"]
    desk.assign(yes_no, gate="是" if "zh" in desk.asked.languages else "Yes")
    _keep(page, desk)


def _start(page: PageContext, desk: OwnDesk) -> None:
    given = forms.handed_in(FORM)
    form = tender_view.form_of(given, page.lang)
    started = act.act(
        lambda cid: start_own(page.store, page.actor, cid, form, (desk.asked, desk.said)), "own.start", "tender.started"
    )
    if started:
        forms.tell_ceiling(given, page.lang)
        forms.forget(FORM)
        _leave(page)
        state.put("tender.new", False)
