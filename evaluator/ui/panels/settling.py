"""The settle form: one open answer at a time, its cell in sight, and a reading with reason, date and source."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evaluator.domain.bid import Bid
from evaluator.domain.text import Lang
from evaluator.intake.settling import as_written
from evaluator.services.exports import mint
from evaluator.services.letter import clarification, requests, vendor_language
from evaluator.services.limits import WORDS
from evaluator.services.meaning import rewordings
from evaluator.services.reports import KINDS
from evaluator.services.settling import settle
from evaluator.services.state import TenderState
from evaluator.services.wording import item_title
from evaluator.ui import act, state
from evaluator.ui.panels.citing import citing
from evaluator.ui.panels.rewording import rewording
from evaluator.ui.panels.settling_bulk import settling_bulk
from evaluator.ui.parts import copy, download, notice, steps, tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views import settle as view

_AT = "settle_at"


def settling(page: PageContext, now: TenderState, bid: Bid) -> None:
    """The open answers of a vendor, the form for one of them, what is settled, and the letter for the rest."""
    rewording(page, now, bid.vendor)
    points = [point for point in view.points(now, bid.vendor) if point.settled or as_written(point.answer) is None]
    waiting = [point for point in points if point.settled is None]
    if not points:
        if not rewordings(now, bid.vendor):
            notice.done(page.t("bids.nothing_open"))
        _letters(page, now, bid)
        return
    if not waiting and not rewordings(now, bid.vendor):
        notice.done(page.t("bids.all_settled"))
    by_item = {point.item: point for point in points}
    held = sum(point.blocker for point in waiting)
    vendor, at = st.session_state.get(_AT, ("", ""))
    item = st.selectbox(
        page.t("bids.choose_point", n=held, minor=len(waiting) - held), list(by_item),
        index=list(by_item).index(at) if vendor == bid.vendor and at in by_item else 0,
        key=f"settle_item_{now.revision}_{bid.vendor}",
        format_func=lambda key: view.label(now, by_item[key], page.lang),
    )  # fmt: skip
    # Every save makes a new list; whoever goes through it stays where they are.
    st.session_state[_AT] = (bid.vendor, item)
    _form(page, now, (bid.vendor, by_item[item]), waiting)
    settling_bulk(page, now, bid.vendor, waiting)
    done = tuple(point for point in points if point.settled is not None)
    if done:
        words.section(page.t("bids.settled"), str(len(done)))
        tables.html_table(*view.settled_table(now, done, page.lang), caption=page.t("bids.settled"), key="bids_settled")
    _letters(page, now, bid)


def _form(page: PageContext, now: TenderState, about: tuple[str, view.Point], waiting: list[view.Point]) -> None:
    vendor, point = about
    tables.html_table(*view.cell_table(now, point, page.lang), caption=page.t("bids.cell"), key="bids_cell")
    citing(page, now, vendor)
    choices = view.choices(now, point, page.lang)
    key = f"{vendor}_{point.item}"
    with st.form("settle", border=False):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            # Nothing is chosen at first: a reading is a person's act, never a default.
            st.radio(
                page.t("bids.how"), range(len(choices)), index=None, key=f"settle_how_{key}",
                format_func=lambda number: plain(choices[number].label),
            )  # fmt: skip
            if any(choice.way == "other" for choice in choices):
                unit = view.unit_name(now, vendor, point, page.lang)
                asked = page.t("bids.clarified_unit", unit=unit) if unit else page.t("bids.clarified")
                st.text_input(plain(asked), key=f"settle_text_{key}", max_chars=WORDS)
            elif any(choice.way == "several" for choice in choices):
                offered = view.options(now, point, page.lang)
                st.multiselect(
                    page.t("bids.clarified"), offered, key=f"settle_several_{key}", placeholder=page.t("parts.choose")
                )
        with right:
            st.text_input(
                page.t("bids.reason"),
                key=f"settle_reason_{key}",
                max_chars=WORDS,
                placeholder=page.t("bids.reason_hint"),
            )
            st.text_input(
                page.t("bids.source"), key="settle_source", max_chars=WORDS, placeholder=page.t("bids.source_hint")
            )
            st.date_input(page.t("bids.date"), "today", key="settle_date", format="YYYY-MM-DD")
        steps.submit(
            page.t("bids.settle_save"),
            type="primary",
            on_click=_send,
            args=(page, now, about, (choices, waiting)),
            key="settle_save",
        )


def _send(
    page: PageContext, now: TenderState, about: tuple[str, view.Point],
    offered: tuple[tuple[view.Choice, ...], list[view.Point]],
) -> None:  # fmt: skip
    (vendor, point), (choices, waiting) = about, offered
    given, key = st.session_state, f"{vendor}_{point.item}"
    if given[f"settle_how_{key}"] is None:
        state.flash("error", page.t("bids.how_missing"))
        return
    day = given["settle_date"]
    why = (given[f"settle_reason_{key}"], day.isoformat() if day else "", given["settle_source"])
    text = given.get(f"settle_text_{key}", "") or "\n".join(given.get(f"settle_several_{key}", ()))
    wish = view.wish(vendor, point, choices[given[f"settle_how_{key}"]], text, why)

    def save(cid: str) -> bool:
        settle(page.store, page.actor, cid, page.tender, wish, drawn=now)
        return True

    left = [each.blocker for each in waiting if each.item != point.item]
    said, done = item_title(now, point.item, page.lang), "bids.settled_done" if left else "bids.settled_last"
    if act.act(save, f"settle.{key}", done, item=said, n=sum(left), minor=len(left) - sum(left)) and left:
        given[_AT] = (vendor, view.following(waiting, point.item))


def _letters(page: PageContext, now: TenderState, bid: Bid) -> None:
    """The letter in the vendor's own language, and the other for those who cannot read it."""
    if not requests(now, bid.vendor):
        return
    words.section(page.t("bids.letter"))
    due = st.date_input(
        page.t("bids.letter.due"), None, key="letter_due", format="YYYY-MM-DD", help=page.t("bids.letter.due_note"),
        width=220,
    )  # fmt: skip
    first = vendor_language(bid, now.tender.languages)
    other: Lang = "en" if first == "zh" else "zh"
    for lang, name in ((first, "sent"), (other, "read")):
        label = page.t(f"bids.letter.{name}", language=page.t(f"bids.letter.{lang}"))
        copy.copy_box(label, clarification(now, bid.vendor, lang, due), key=f"bids_letter_{lang}")
        _reports(page, bid.vendor, lang, due.isoformat() if due else "")


def _reports(page: PageContext, vendor: str, lang: Lang, due: str) -> None:
    """The same points as files to forward: cells to correct as a workbook and as a document, a list to reply to."""
    language = page.t(f"bids.letter.{lang}")
    with st.container(horizontal=True, key=f"reports_{lang}"):
        for form in KINDS:
            asked = {"vendor": vendor, "lang": lang, "due": due, "form": form}
            download.download_link(
                page.t(f"bids.report.{form}", language=language),
                partial(mint, page.store, page.actor, page.tender, "report", **asked),
                key=f"report_{form}_{lang}_{vendor}_{due}",
            )
