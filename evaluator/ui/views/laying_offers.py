"""Whose a foreign workbook may be, what would be read of each vendor, and what that would bring up."""

from __future__ import annotations

from evaluator.domain.finding import Finding, Severity
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.foreign.layouts import Layout
from evaluator.services.mapping import Proposal
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.views.laying import Laying


def vendor_choices(now: TenderState, laying: Laying) -> list[str]:
    """Vendors that may be named: those invited, those who have sent something, and those whom the workbook names."""
    named = [name for part in laying.parts for name in (part.vendor, *part.layout.answer_columns().values())]
    there = [*now.tender.vendors, *now.vendor_ids, *named, laying.vendor]
    return list(dict.fromkeys(name for name in there if name))


def wants_vendor(laying: Laying) -> bool:
    """Whether a sheet is read of which neither the sheet nor its columns say whose answers it holds."""
    return any(part.used and not part.vendor and is_unnamed(part.layout) for part in laying.parts)


def is_unnamed(layout: Layout) -> bool:
    """Whether neither its columns nor its rows say whose answers a table holds."""
    names = layout.answer_columns().values()
    return not names or not all(names)


def offers(made: Proposal, lang: Lang) -> tuple[list[Column], list[Row]]:
    """What would be read of each vendor and envelope."""
    columns = [
        Column(t("laying.col.vendor", lang), head=True, width=14), Column(t("laying.col.envelope", lang), width=7),
        Column(t("laying.col.answers", lang), kind="number"), Column(t("laying.col.blockers", lang), kind="number"),
        Column(t("laying.col.others", lang), kind="number"),
    ]  # fmt: skip
    rows = []
    for one in made.offers:
        blockers = sum(found.severity is Severity.BLOCKER for found in one.findings)
        answers = "–" if one.refused else f"{one.answered} / {one.questions}"
        part = (
            Cell(text=t("laying.refused", lang), tone="bad")
            if one.refused
            else t(f"bids.envelope.{one.envelope}", lang)
        )
        stops = Cell(text=str(blockers), tone="warn" if blockers else "soft")
        rows.append(Row([one.vendor or "–", part, answers, stops, str(len(one.findings) - blockers)]))
    return columns, rows


def offer_findings(made: Proposal) -> tuple[Finding, ...]:
    """Everything that was found, each once; what stands in a cell before the questions that nothing was matched to."""
    found = dict.fromkeys(found for one in made.offers for found in one.findings)
    return tuple(sorted(found, key=lambda one: not one.source.cell))
