"""The papers of an award on the Shortlist page: the recommendation that is signed, and the letters to the others."""

from __future__ import annotations

import streamlit as st

from evaluator.adapters.debrief_letter import letter_text
from evaluator.award.debrief import passed_over
from evaluator.services import exports
from evaluator.services.debriefing import Wish, doubts, ground_of, letter_day, letter_of, recipients, remark_lines
from evaluator.services.recommending import pdf_possible
from evaluator.services.state import TenderState
from evaluator.ui.parts import copy, download, findings, notice, words
from evaluator.ui.parts.findings import Line
from evaluator.ui.state import PageContext


def award_papers(page: PageContext, now: TenderState) -> None:
    """What follows from the choice that stands: the recommendation, and a letter to every vendor that was not chosen."""
    _recommendation(page)
    if recipients(now):
        _letters(page, now)


def _recommendation(page: PageContext) -> None:
    words.section(page.t("shortlist.paper"))
    words.para(page.t("shortlist.paper_note"))
    firm = "1" if st.checkbox(page.t("shortlist.paper_firm"), key="paper_firm") else ""
    forms = ("docx", "pdf") if pdf_possible() else ("docx",)
    for form in forms:
        with st.container(key=f"paper_{form}", horizontal=True):
            for layout in ("zh", "en", "both"):
                download.download_link(
                    page.t(f"shortlist.paper_{layout}", form={"docx": "Word", "pdf": "PDF"}[form]),
                    key=f"paper_{form}_{layout}_{firm}",
                    mint=lambda form=form, layout=layout: exports.mint(  # type: ignore[misc]  # bound per link
                        page.store, page.actor, page.tender, "recommendation", lang=layout, form=form, firm=firm
                    ),
                )  # fmt: skip
    if len(forms) == 1:
        words.small(page.t("award.no_pdf"))


def _letters(page: PageContext, now: TenderState) -> None:
    """First what is wrong with the reasons; the letters once the lead has seen it."""
    words.section(page.t("debrief.section"))
    words.para(page.t("debrief.note_page"))
    found = doubts(now)
    if found:
        notice.warn(page.t("debrief.doubts", n=len(found)), "")
        lines = [Line(sentence) for sentence in remark_lines(found, page.lang)]
        findings.finding_list(lines, key="letter_doubts")
        if not st.checkbox(page.t("debrief.seen"), key="letters_seen"):
            return
    else:
        words.small(page.t("debrief.clean"))
    place = st.checkbox(page.t("debrief.with_place"), value=True, key="letters_place")
    winner = st.checkbox(page.t("debrief.with_winner"), key="letters_winner")
    why = _second_reason(page, now)
    params = {"place": "1" if place else "", "winner": "1" if winner else "", "why": "1" if why else ""}
    with st.container(key="letters_all", horizontal=True):
        for vendor in ("", *recipients(now)):
            _letter(page, vendor, {**params, "form": "docx"})
    if pdf_possible():
        with st.container(key="letters_pdf", horizontal=True):
            for vendor in recipients(now):
                _letter(page, vendor, {**params, "form": "pdf"})
    if st.checkbox(page.t("debrief.show"), key="letters_show"):
        ground, wish = ground_of(now), Wish(place=place, winner_scores=winner, second_reason=why)
        date = letter_day(now)
        for at, vendor in enumerate(recipients(now)):
            text = letter_text(letter_of(ground, vendor, date, wish))
            copy.copy_box(page.t("debrief.copy", vendor=vendor), text, key=f"letter_text_{at}")


def _letter(page: PageContext, vendor: str, params: dict[str, str]) -> None:
    """The link to one letter, or to all of them where no vendor is named."""
    form = {"docx": "Word", "pdf": "PDF"}[params["form"]]
    download.download_link(
        page.t("debrief.one", vendor=vendor, form=form) if vendor else page.t("debrief.all"),
        key=f"letter_{vendor}_{'_'.join(params.values())}",
        mint=lambda: exports.mint(page.store, page.actor, page.tender, "letter", vendor=vendor, **params),
    )


def _second_reason(page: PageContext, now: TenderState) -> bool:
    """Whether a vendor ahead of the chosen bid may be told why; asked only where there is such a vendor."""
    ground = ground_of(now)
    if not any(passed_over(ground, vendor) for vendor in recipients(now)):
        return False
    return st.checkbox(page.t("debrief.with_second", reason=ground.second_reason), key="letters_second")
