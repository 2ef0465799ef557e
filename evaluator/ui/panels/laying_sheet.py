"""A sheet of a foreign workbook: its picture, what was recognised in it, and the words by which a person corrects that."""

from __future__ import annotations

from typing import Final

import streamlit as st

from evaluator.intake.address import column_letters
from evaluator.services.state import TenderState
from evaluator.ui import state
from evaluator.ui.panels import laying_why
from evaluator.ui.parts import sheet as drawn_sheet
from evaluator.ui.parts import words
from evaluator.ui.parts.plain import plain
from evaluator.ui.parts.sheet import REMARK, VENDOR, Pick
from evaluator.ui.state import PageContext
from evaluator.ui.views import laying as view
from evaluator.ui.views import layout_edits as edits
from evaluator.ui.views.laying import Laying
from evaluator.ui.views.laying_offers import is_unnamed, vendor_choices
from evaluator.ui.views.laying_owners import owners, say_column
from evaluator.ui.views.picture import PAGE, WIDEST, head, picture

FIELD: Final = "laying_pick"
SAID: Final = ("header", "asks", "out", "rule")
_AT, _PAGE, _TURN = "laying.at", "laying.page", "laying.turn"


def sheet(page: PageContext, now: TenderState, laying: Laying) -> None:
    """The chosen sheet, with all that can be said of it."""
    number = _choice(page, now, laying)
    _adjust(page, now, laying, number)
    _picture(page, laying, number)
    laying_why.general(page, laying, number)
    laying_why.why(page, laying, number)


def begin() -> None:
    """Another workbook is on the table: the first sheet that is read, its first rows, nothing picked."""
    state.put(_AT, None)
    state.put(_PAGE, 0)
    _turn()
    st.session_state[FIELD] = ""


def _turn() -> None:
    """Boxes start from what is set, not from what they said before."""
    state.put(_TURN, int(state.get(_TURN, 0)) + 1)


def _choice(page: PageContext, now: TenderState, laying: Laying) -> int:
    """The number of the part on the screen; beside the choice, whether it is read, whose it is, and what it gives."""
    numbers = list(range(len(laying.parts)))
    at = state.get(_AT)
    if at not in numbers:
        at = next((number for number in numbers if laying.parts[number].used), 0)
    turn = state.get(_TURN)
    with st.container(horizontal=True, vertical_alignment="bottom", key="laying_choice"):
        # The names stay the same whatever is read: a box whose words change forgets what was chosen.
        chosen = st.selectbox(
            page.t("laying.sheet"), numbers, index=at, format_func=view.sheet_names(laying).__getitem__,
            key=f"laying_sheet_{turn}", width=290, on_change=_leave,
        )  # fmt: skip
        chosen = int(chosen)
        state.put(_AT, chosen)
        part, key = laying.parts[chosen], f"laying_used_{chosen}_{turn}"
        if part.used and is_unnamed(part.layout):
            _owner(page, now, laying, chosen)
        st.toggle(
            page.t("laying.used"), value=part.used, key=key, width="content", on_change=_use, args=(laying, chosen, key)
        )
        with st.container(width="content", key="laying_counts"):
            words.small(view.sheet_counts(laying, chosen, page.lang))
        if laying.parts != list(laying.first):
            st.button(
                page.t("laying.again"), key="laying_again", on_click=_again, args=(laying,), wrap=False, type="tertiary"
            )
    return chosen


def _owner(page: PageContext, now: TenderState, laying: Laying, number: int) -> None:
    names = {"": page.t("laying.whose_file")} | {name: name for name in vendor_choices(now, laying)}
    vendor, key = laying.parts[number].vendor, f"laying_owner_{number}_{state.get(_TURN)}"
    st.selectbox(
        page.t("laying.whose"), list(names), index=list(names).index(vendor), format_func=names.__getitem__, key=key,
        width=250, on_change=_own, args=(laying, number, key),
    )  # fmt: skip


def _leave() -> None:
    state.put(_PAGE, 0)
    st.session_state[FIELD] = ""


def _own(laying: Laying, number: int, key: str) -> None:
    laying.change(number, vendor=str(st.session_state[key]))


def _use(laying: Laying, number: int, key: str) -> None:
    laying.change(number, used=bool(st.session_state[key]))


def _picked() -> Pick | None:
    return edits.pick(str(st.session_state.get(FIELD, "")))


def _picture(page: PageContext, laying: Laying, number: int) -> None:
    part = laying.parts[number]
    drawing = laying.drawing(part.sheet)
    pages = max(1, -(-len(drawing.lines) // PAGE))
    at = min(int(state.get(_PAGE, 0)), pages - 1)
    drawn = picture(drawing, laying.table(number), at)
    caption = page.t("laying.picture", sheet=part.sheet.name)
    drawn_sheet.sheet_picture(drawn, _picked(), caption=caption, field=FIELD, key="laying_picture")
    if any(cell.kind == "sealed" for cell in part.sheet.cells.values()):
        words.small(page.t("laying.veiled"))
    with st.container(horizontal=True, vertical_alignment="center", key="laying_pages"):
        st.html(drawn_sheet.legend(page.lang), width="stretch")
        if pages > 1:
            first, last = drawn.lines[0].row, drawn.lines[-1].last
            words.small(page.t("laying.rows_shown", first=first, last=last, total=drawing.lines[-1][1]))
            st.button(
                page.t("laying.previous"),
                key="laying_previous",
                disabled=at == 0,
                on_click=_go,
                args=(at - 1,),
                wrap=False,
            )
            st.button(
                page.t("laying.next"),
                key="laying_next",
                disabled=at + 1 >= pages,
                on_click=_go,
                args=(at + 1,),
                wrap=False,
            )
    if drawn.columns > WIDEST:
        words.small(page.t("laying.more_columns", n=WIDEST, total=drawn.columns))


def _go(at: int) -> None:
    state.put(_PAGE, at)


def _named(laying: Laying, number: int) -> None:
    """The page on which a row is that was typed."""
    found = _picked()
    if found and found.first:
        state.put(_PAGE, laying.drawing(laying.parts[number].sheet).page_of(found.first))


def _adjust(page: PageContext, now: TenderState, laying: Laying, number: int) -> None:
    """The field that says what is being adjusted, and beside it what it is."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="laying_adjust"):
        typed = st.text_input(
            page.t("laying.pick"), key=FIELD, placeholder=page.t("laying.pick_hint"), max_chars=16, autocomplete="off",
            on_change=_named, args=(laying, number), width=160,
        )  # fmt: skip
        found = edits.pick(typed)
        if found is None:
            words.small(page.t("laying.pick_wrong", given=typed) if typed.strip() else page.t("laying.pick_none"))
            return
        if found.first:
            _row(page, laying, number, found)
        if found.column:
            _column(page, now, laying, number, found.column)


def _row(page: PageContext, laying: Laying, number: int, found: Pick) -> None:
    layout = laying.parts[number].layout
    rows = range(found.first, found.last + 1)
    said = {edits.said_of(layout, row) for row in rows}
    names = {one: page.t(f"laying.row.{one}") for one in SAID}
    label = page.t("laying.row_is", rows=found.first if len(rows) == 1 else f"{found.first}–{found.last}")
    key = f"laying_row_{number}_{found.first}_{found.last}_{state.get(_TURN)}"
    st.selectbox(
        label, SAID, index=SAID.index(said.pop()) if len(said) == 1 else None, format_func=names.__getitem__, key=key,
        on_change=_say_row, args=(laying, number, found, key), width=190, placeholder="–",
    )  # fmt: skip


def _say_row(laying: Laying, number: int, found: Pick, key: str) -> None:
    part = laying.parts[number]
    rows = range(found.first, found.last + 1)
    layout = edits.with_rows(laying.rows(part.sheet), part.layout, rows, st.session_state[key])
    laying.change(number, layout=layout, used=True)


def _column(page: PageContext, now: TenderState, laying: Laying, number: int, column: int) -> None:
    part = laying.parts[number]
    is_now = head(part.sheet, part.layout, column)
    names_vendors = is_now.role == edits.OWNER or bool(owners(laying, number, column))
    mine = {REMARK: bool(part.layout.vendors), edits.OWNER: names_vendors}
    roles = [role for role in ("", *edits.ROLES) if mine.get(role, True)]
    names = {role: page.t(f"laying.choose.{role or 'none'}") for role in roles}
    key = f"laying_role_{number}_{column}_{state.get(_TURN)}_{len(roles)}"
    st.selectbox(
        _column_label(page, laying, number, column), roles, index=roles.index(is_now.role),
        format_func=names.__getitem__, key=key, on_change=_say_column, args=(laying, number, column, key, ""), width=265,
    )  # fmt: skip
    if is_now.role == VENDOR:
        vendors = list(dict.fromkeys((is_now.vendor, *vendor_choices(now, laying))))
        key = f"laying_vendor_{number}_{column}_{state.get(_TURN)}"
        st.selectbox(
            page.t("laying.vendor_of"), vendors, index=0, key=key, accept_new_options=True, width=220,
            on_change=_say_column, args=(laying, number, column, key, VENDOR),
        )  # fmt: skip


def _column_label(page: PageContext, laying: Laying, number: int, column: int) -> str:
    part, letters = laying.parts[number], column_letters(column)
    headed = edits.heading(laying.rows(part.sheet), part.layout, column)
    short = f"{headed[:14]}…" if len(headed) > 15 else headed
    return plain(
        page.t("laying.column_headed", letters=letters, words=short)
        if headed
        else page.t("laying.column_is", letters=letters)
    )


def _say_column(laying: Laying, number: int, column: int, key: str, role: str) -> None:
    given = str(st.session_state[key] or "")
    role, vendor = (role, given) if role else (given, "")
    parts = len(laying.parts)
    state.put(_AT, say_column(laying, number, column, role, vendor))
    if len(laying.parts) != parts:
        _turn()
    if role == VENDOR:
        st.session_state.pop(key, None)


def _again(laying: Laying) -> None:
    laying.again()
    _turn()
