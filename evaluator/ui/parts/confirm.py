"""An act that cannot be taken back: the first click says what will follow, the second does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from evaluator.i18n.words import t
from evaluator.ui import state
from evaluator.ui.parts import notice, steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A button's words, what the act means and what to know before, and the words of the button that does it."""

    key: str
    label: str
    what: str
    do: str = ""
    yes: str
    work: Callable[..., None]
    args: tuple[Any, ...] = ()
    primary: bool = True


def ask(act: Act, text: str = "") -> None:
    """The button, in the box of the next step where ``text`` is given; once clicked, the question with yes and no.

    The question closes by itself when anything was saved meanwhile: what it said may no longer be so.
    """
    now = state.current().revision
    if state.get(_name(act.key)) != now:
        first = steps.Action(
            label=act.label, key=act.key, on_click=_open, args=(act.key, now), primary=act.primary, changes=True
        )
        if text:
            steps.next_step(text, first, key=act.key)
        else:
            steps.actions(first, key=act.key)
        return
    with st.container(key=f"ask_{act.key}"):
        notice.warn(act.what, act.do)
        steps.actions(
            steps.Action(label=act.yes, key=f"{act.key}_yes", on_click=_yes, args=(act,)),
            steps.Action(
                label=t("parts.not_now", state.current().lang), key=f"{act.key}_no", on_click=close, args=(act.key,),
                primary=False,
            ),
            key=f"{act.key}_answer",
        )  # fmt: skip


def close(key: str) -> None:
    """The question is no longer asked."""
    state.put(_name(key), None)


def _open(key: str, revision: int) -> None:
    state.put(_name(key), revision)


def _yes(act: Act) -> None:
    close(act.key)
    act.work(*act.args)


def _name(key: str) -> str:
    return f"ask.{key}"
