"""Notices: what happened, what was kept and what to do; empty pages that offer the next act; work under way."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from evaluator.ui.parts import steps
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import Kind


def show(kind: Kind, what: str, do: str = "") -> None:
    """A notice of a kind; errors and warnings are read out by screen readers at once."""
    role = "alert" if kind in ("warn", "error") else "status"
    rest = f'<div class="ve-do">{escape(do)}</div>' if do else ""
    st.html(f'<div class="ve-notice ve-{kind}" role="{role}"><div class="ve-what">{escape(what)}</div>{rest}</div>')


def info(what: str, do: str = "") -> None:
    """Something to know."""
    show("info", what, do)


def done(what: str, do: str = "") -> None:
    """Something that has been done."""
    show("done", what, do)


def warn(what: str, do: str = "") -> None:
    """Something that a person should look at."""
    show("warn", what, do)


def error(what: str, do: str = "") -> None:
    """Something that did not work, and the way out."""
    show("error", what, do)


def empty(title: str, do: str, *actions: steps.Action, key: str = "empty") -> str:
    """An empty page says what to do and offers it; answers the key of the action that was clicked, else nothing."""
    with st.container(key=f"ve_empty_{key}"):
        st.html(f'<div class="ve-empty"><h2 class="ve-h2">{escape(title)}</h2><p>{escape(do)}</p></div>')
        return steps.actions(*actions, key=f"{key}_acts") if actions else ""


def working(label: str) -> Callable[[float, str], None]:
    """Progress of long work: call the answer with the share done (0 to 1) and what is being done; 1 clears it."""
    bar = st.progress(0.0, text=plain(label))

    def step(share: float, doing: str = "") -> None:
        if share >= 1:
            bar.empty()
        else:
            bar.progress(max(share, 0.0), text=plain(f"{label} {doing}".strip()))

    return step
