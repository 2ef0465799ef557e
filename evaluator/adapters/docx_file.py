"""A composed draft as a Word file in Chinese, in English, or in two columns; the same draft gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.adapters.docx_annex import annex
from evaluator.adapters.docx_body import Body
from evaluator.adapters.docx_front import first_page, signatures
from evaluator.adapters.docx_parts import footer, header, package, page_setup
from evaluator.adapters.docx_schedules import schedules
from evaluator.adapters.docx_words import Speaker
from evaluator.adapters.docx_xml import Element, Set, el, paragraph
from evaluator.contract.draft import Draft, Front
from evaluator.domain.text import Layout, Text


def write_draft(draft: Draft, front: Front, layout: Layout, units: Mapping[str, Text]) -> bytes:
    """The draft as .docx; ``units`` are the pack's own. A draft with faults is refused: a reference would be dead."""
    if draft.faults:
        fault = draft.faults[0]
        raise ValueError(f"the draft has faults, first {fault.rule} at {fault.place}: {fault.name}")
    speaker = Speaker(layout, units)
    body = Body(speaker)
    content = [
        *first_page(draft, front, speaker),
        paragraph(Set("Normal", page_break=True)),
        *body.articles(draft.articles),
        *signatures(front, speaker),
        *schedules(body, draft.appendices),
        _turn(),
        *annex(draft, front.points, speaker),
        page_setup(landscape=True),
    ]
    document = el("document", el("body", *content))
    title = f"{draft.title.show(layout, ' / ')} · {front.vendor}"
    return package(document, (header(front, layout), footer(front, layout)), title, front.date)


def _turn() -> Element:
    """The end of the upright pages: what follows lies on its side."""
    properties = Set("Normal").properties()
    properties.append(page_setup())
    return el("p", properties)
