"""The next step: one sentence and its one primary button, and rows of further actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from evaluator.i18n.words import t
from evaluator.ui import navigation, state
from evaluator.ui.parts.plain import plain

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A button: its words, its key, and either the page that it opens or what it does before the next run.

    One that ``changes`` the tender is offered disabled where that is archived.
    """

    label: str
    key: str
    page: str = ""
    on_click: Callable[..., None] | None = None
    args: tuple[Any, ...] = ()
    primary: bool = True
    disabled: bool = False
    changes: bool = False


def archived() -> bool:
    """Whether the tender on the desk is in the archive: it is read, and nothing of it changes."""
    return bool(state.current().front.archived)


def button(label: str, *, disabled: bool = False, **how: Any) -> bool:
    """A button that changes the tender: disabled where that is archived."""
    return bool(st.button(label, disabled=disabled or archived(), **how))


def submit(label: str, *, disabled: bool = False, **how: Any) -> bool:
    """The button that sends a form to change the tender: disabled where that is archived."""
    return bool(st.form_submit_button(label, disabled=disabled or archived(), **how))


def grid(data: pd.DataFrame, *, disabled: Sequence[str] = (), **how: Any) -> pd.DataFrame:
    """A grid whose cells change the tender: only read where that is archived."""
    return st.data_editor(data, disabled=True if archived() else list(disabled), **how)


def next_step(text: str, *given: Action, key: str = "next") -> str:
    """The one thing to do next, in a box of its own; answers the key of the action that was clicked, else nothing.

    An archived tender has no next step.
    """
    if archived():
        return ""
    with st.container(key=f"ve_next_{key}", horizontal=True, vertical_alignment="center", gap="small"):
        lead = escape(t("parts.next", state.current().lang))
        st.html(f'<div class="ve-nexttext"><b>{lead}</b>{escape(text)}</div>', width="stretch")
        return _buttons(given)


def actions(*given: Action, key: str = "actions") -> str:
    """A row of buttons; answers the key of the one that was clicked, else nothing."""
    with st.container(key=f"ve_acts_{key}", horizontal=True, vertical_alignment="center", gap="small"):
        return _buttons(given)


def _buttons(given: tuple[Action, ...]) -> str:
    clicked = ""
    for action in given:
        if st.button(
            plain(action.label), key=action.key, type="primary" if action.primary else "secondary", width="content",
            on_click=action.on_click, args=action.args, disabled=action.disabled or (action.changes and archived()), wrap=False,
        ):  # fmt: skip
            clicked = action.key
            if action.page:
                st.switch_page(navigation.file(action.page))
    return clicked
