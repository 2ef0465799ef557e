"""Who scores what, as a table: sub-criteria down, evaluators across, and what a browser says was ticked in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluator.domain.text import Lang
from evaluator.i18n.opinions import listed
from evaluator.i18n.words import t
from evaluator.intake.assignments import judges, scores, unassigned
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.views.scores import parents


def ticks(state: TenderState) -> dict[str, list[bool]]:
    """For each evaluator of the panel, whether they score each sub-criterion, in published order."""
    leaves = state.pack.method.panel_leaves()
    return {name: [scores(state.tender, name, leaf.key) for leaf in leaves] for name in state.tender.evaluators}


def titles(state: TenderState, lang: Lang) -> list[str]:
    """The sub-criteria that people judge, each behind the name of its criterion and a number of its own."""
    above = parents(state.pack.method.criteria, lang)
    return [
        f"{number} {above[leaf.key]} › {leaf.title.show(lang)}"
        for number, leaf in enumerate(state.pack.method.panel_leaves(), start=1)
    ]


def wanted(state: TenderState, sent: Any) -> dict[str, tuple[str, ...]]:
    """Keys of sub-criteria by evaluator: the table as it was drawn with the edits that a browser sent."""
    leaves, ticked = state.pack.method.panel_leaves(), ticks(state)
    rows = sent.get("edited_rows", {}) if isinstance(sent, Mapping) else {}
    for number, cells in rows.items():
        for name, value in cells.items():
            if name in ticked and str(number).isdecimal() and int(number) < len(leaves):
                ticked[name][int(number)] = bool(value)
    return {
        name: tuple(leaf.key for leaf, on in zip(leaves, given, strict=True) if on) for name, given in ticked.items()
    }


def table(state: TenderState, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Each sub-criterion with those who score it."""
    columns = [
        Column(t("tender.assign.col.leaf", lang), head=True, width=18),
        Column(t("tender.assign.col.who", lang), width=18),
    ]
    rows = []
    for title, leaf in zip(titles(state, lang), state.pack.method.panel_leaves(), strict=True):
        names = judges(state.tender, leaf.key)
        if not names:
            cell = Cell(t("tender.assign.nobody", lang), tone="warn")
        elif len(names) == len(state.tender.evaluators):
            cell = Cell(t("tender.assign.everybody", lang), tone="soft")
        else:
            cell = Cell(listed(names, lang))
        rows.append(Row([title, cell]))
    return columns, rows


def note(state: TenderState, lang: Lang) -> str:
    """What stands beside the section's title: that everybody scores all, or what nobody scores."""
    lost = unassigned(state.pack.method, state.tender)
    if lost:
        return t("tender.assign.lost", lang, criteria=listed([leaf.title.show(lang) for leaf in lost], lang))
    return t("tender.assign.some" if state.tender.assignments else "tender.assign.all", lang)
