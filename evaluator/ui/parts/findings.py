"""Findings: vendor, sheet and cell, what is wrong and what to do, the blockers first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from evaluator.domain.finding import Finding, Severity
from evaluator.domain.text import Lang
from evaluator.i18n.words import message, t
from evaluator.ui import state

_ORDER = (Severity.BLOCKER, Severity.WARNING, Severity.NOTE)


@dataclass(frozen=True, slots=True)
class Line:
    """A finding in words, with its place and weight."""

    message: str
    place: str = ""
    severity: Severity = Severity.WARNING


def lines(found: Iterable[Finding], lang: Lang, cover: Callable[[str], str] = str) -> tuple[Line, ...]:
    """Findings in words, the blockers first, otherwise in the order given; ``cover`` hides names that must not be read."""
    ordered = sorted(found, key=lambda each: _ORDER.index(each.severity))
    return tuple(Line(cover(message(each, lang)), cover(place(each)), each.severity) for each in ordered)


def place(found: Finding) -> str:
    """Vendor, then sheet and cell as Excel names them."""
    return " · ".join(filter(None, (found.vendor, str(found.source))))


def finding_list(given: Sequence[Line], *, more: int = 8, key: str = "findings") -> None:
    """The first ``more`` findings, the others behind a fold that says how many they are."""
    st.html(markup(given[:more]))
    rest = given[more:]
    if rest:
        with st.expander(t("parts.findings.more", state.current().lang, n=len(rest)), key=key):
            st.html(markup(rest))


def markup(given: Sequence[Line]) -> str:
    """Findings as an HTML list, every text escaped.

    >>> markup([Line("no unit", "Ada · Support!D14")]).count("Support!D14")
    1
    """
    items = "".join(
        f'<li class="ve-finding ve-{line.severity}">{_place(line)}{escape(line.message)}</li>' for line in given
    )
    return f'<ul class="ve-findings">{items}</ul>'


def _place(line: Line) -> str:
    return f'<span class="ve-cell">{escape(line.place)}</span>' if line.place else ""
