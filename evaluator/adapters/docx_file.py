"""A composed draft as a Word file in Chinese, in English, or in two columns; the same draft gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.adapters.docx_annex import annex
from evaluator.adapters.docx_body import Body
from evaluator.adapters.docx_comments import Comments
from evaluator.adapters.docx_front import cover, first_page, signatures
from evaluator.adapters.docx_names import Names
from evaluator.adapters.docx_parts import footer, header, outward_header, package, page_setup
from evaluator.adapters.docx_schedules import schedules
from evaluator.adapters.docx_words import Speaker
from evaluator.adapters.docx_xml import Element, Set, el, paragraph
from evaluator.contract.draft import Draft, Front
from evaluator.contract.outbound import outbound
from evaluator.domain.contract import TermValue
from evaluator.domain.text import Layout, Text


def write_draft(
    draft: Draft, front: Front, layout: Layout, units: Mapping[str, Text],
    values: Mapping[str, TermValue] | None = None, *, talk: bool = True,
) -> bytes:  # fmt: skip
    """The draft as .docx for the house; ``units`` are the pack's own. With faults it is refused: a reference would be dead.

    With ``values`` each term is commented at its first use; ``talk`` says that the award route lets the parties negotiate.
    """
    _whole(draft)
    speaker = Speaker(layout, units)
    comments = Comments(values, {row.term: row for row in draft.annex}, speaker, talk) if values else None
    body = Body(speaker, comments=comments)
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
    part = comments.part() if comments else None
    return package(document, (header(front, layout), footer(front, layout)), title, front.date, part)


def write_outbound(draft: Draft, front: Front, layout: Layout, units: Mapping[str, Text]) -> bytes:
    """The draft as it may be sent to the vendor: nothing in any part of the file tells how the buyer judges it."""
    _whole(draft)
    plain, speaker = outbound(draft), Speaker(layout, units)
    body = Body(speaker, Names(outward=True))
    content = [
        *cover(plain, front, speaker),
        paragraph(Set("Normal", page_break=True)),
        *body.articles(plain.articles),
        *signatures(front, speaker),
        *schedules(body, plain.appendices),
        page_setup(),
    ]
    margins = outward_header(front, layout), footer(front, layout, outward=True)
    title = f"{plain.title.show(layout, ' / ')} · {front.vendor}"
    return package(el("document", el("body", *content)), margins, title, front.date)


def _whole(draft: Draft) -> None:
    if draft.faults:
        fault = draft.faults[0]
        raise ValueError(f"the draft has faults, first {fault.rule} at {fault.place}: {fault.name}")


def _turn() -> Element:
    """The end of the upright pages: what follows lies on its side."""
    properties = Set("Normal").properties()
    properties.append(page_setup())
    return el("p", properties)
