"""The cover of a workbook that goes out to be changed and comes back: title, how to use it, and its mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evaluator.adapters.look import KEY, PLAIN, SUBHEAD, TITLE
from evaluator.adapters.template_cover import sample_line
from evaluator.adapters.template_entry import JOINT, Form
from evaluator.domain.tender import Tender
from evaluator.domain.text import Text
from evaluator.intake.layout import COVER_ANSWER, ID, MARKER_CODE

_WIDTHS = (8.0, 44.0, 74.0)


def write_cover(form: Form, named: tuple[Text, str, Sequence[str]], mark: str, tender: Tender | None) -> None:
    """``named`` is the title, the catalogue's name for the kind of workbook, and the steps that say how to use it."""
    (title, kind, steps), last = named, len(_WIDTHS)
    page = form.book.page(form.say("cover.sheet", " "))
    page.columns(_WIDTHS)
    page.banner(1, title.show(form.layout), replace(TITLE, wrap=True), last)
    lot = (
        form.say("cover.lot_of", JOINT, lot=tender.lot, purchase=tender.purchase) if tender and tender.purchase else ""
    )
    page.banner(
        2, " · ".join(filter(None, (form.say(f"{kind}.book", JOINT), lot))), replace(PLAIN, size=12, bold=True), last
    )
    sample_line(form, page, tender, last)
    row = 4
    page.banner(row, form.say("method.how", JOINT), replace(SUBHEAD, boxed=False), last)
    for number, step in enumerate(steps, start=1):
        row += 1
        words = form.say(f"{kind}.how.{step}")
        page.text(row, 1, f"{number}.", replace(PLAIN, across="right"))
        page.text(row, 2, words, PLAIN)
        page.merge(row, 2, last)
        page.high(row, words, sum(_WIDTHS[1:]))
    row += 2
    page.text(row, ID, MARKER_CODE, KEY)
    page.text(row, 2, form.say("cover.marker"), KEY)
    page.text(row, COVER_ANSWER, mark, KEY)
    page.fit(row, grows=False)
    page.one_page()
    page.protect()
