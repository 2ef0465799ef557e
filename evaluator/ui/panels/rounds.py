"""Clarification rounds with one vendor: the one that is open, a form for a new one, and those that have ended."""

from __future__ import annotations

from functools import partial
from itertools import product

import streamlit as st

from evaluator.domain.round import Round
from evaluator.domain.text import Lang
from evaluator.services import rounds
from evaluator.services.asking import FORMS
from evaluator.services.exports import mint
from evaluator.services.letter import vendor_language
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.parts import download, steps, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import revisions as view


def clarifying(page: PageContext, now: TenderState, vendor: str) -> None:
    """What the vendor is asked or was asked to say again."""
    found = rounds.rounds(page.store, page.actor, now, vendor)
    words.section(page.t("revision.rounds"))
    if not found:
        words.small(page.t("revision.rounds_none"))
    for one in found:
        kind = "round" if one.kind == "clarification" else "final"
        said = page.t(
            f"revision.{kind}_open" if one.open else f"revision.{kind}_was", n=one.number, due=one.due, reason=one.reason,
            items=view.named(now, one.items, page.lang),
        )  # fmt: skip
        (words.para if one.open else words.small)(said)
    current = next((one for one in found if one.open), None)
    if current is None:
        with st.expander(page.t("revision.round_new"), key="round_new"):
            _new(page, now, vendor)
    else:
        if current.kind == "clarification":
            _lists(page, now, current)
        _end(page, vendor, current)


def _lists(page: PageContext, now: TenderState, current: Round) -> None:
    """The list of what the round asks, to send: as a workbook that comes back, and as a document to read and sign."""
    bid = next((bid for bid in now.evaluation.bids if bid.vendor == current.vendor), None)
    if bid is None:  # its workbook was withdrawn: a list completes one
        return
    words.small(page.t("revision.round_list"))
    first = vendor_language(bid, now.tender.languages)
    langs: tuple[Lang, ...] = (first, "en" if first == "zh" else "zh")
    with st.container(horizontal=True, key="round_lists"):
        for lang, form in product(langs, FORMS):
            asked = {"vendor": current.vendor, "round": str(current.number), "lang": lang, "form": form}
            download.download_link(
                page.t(f"revision.round_{form}", language=page.t(f"bids.letter.{lang}")),
                partial(mint, page.store, page.actor, page.tender, "round", **asked),
                key=f"round_{form}_{lang}_{current.number}_{current.vendor}", primary=(lang, form) == (first, FORMS[0]),
            )  # fmt: skip


def _new(page: PageContext, now: TenderState, vendor: str) -> None:
    asked = rounds.suggested(now, vendor)
    offered = list(dict.fromkeys((*asked, *rounds.askable(now))))
    with st.form(f"round_{vendor}", border=False):
        st.multiselect(
            page.t("revision.round_items"), offered, default=asked, key=f"round_items_{vendor}",
            format_func=lambda item: view.item_label(now, item, page.lang), help=page.t("revision.round_note"),
            placeholder=page.t("parts.choose"),
        )  # fmt: skip
        st.date_input(page.t("revision.round_due"), None, key=f"round_due_{vendor}", format="YYYY-MM-DD", width=220)
        st.text_input(page.t("revision.reason"), key=f"round_reason_{vendor}", max_chars=WORDS)
        steps.submit(page.t("revision.round_do"), key="round_open", type="primary", on_click=_open, args=(page, vendor))


def _open(page: PageContext, vendor: str) -> None:
    items, due, reason = (st.session_state[f"round_{part}_{vendor}"] for part in ("items", "due", "reason"))
    if not (items and due):
        state.flash("error", page.t("revision.round_nothing"))
        return
    act.act(
        lambda cid: rounds.open_round(
            page.store, page.actor, cid, page.tender, vendor, items, due.isoformat(), str(reason)
        ),
        f"round.{vendor}", "revision.round_opened",
    )  # fmt: skip


def _end(page: PageContext, vendor: str, current: Round) -> None:
    key = f"{current.number}_{vendor}"
    with st.popover(page.t("revision.round_end"), key="round_end"):
        st.text_input(page.t("revision.reason"), key=f"round_end_reason_{key}", max_chars=WORDS)
        steps.button(
            page.t("revision.round_end"), key="round_close", on_click=_close, args=(page, vendor, current.number)
        )


def _close(page: PageContext, vendor: str, number: int) -> None:
    key = f"{number}_{vendor}"
    reason = str(st.session_state[f"round_end_reason_{key}"])
    act.act(
        lambda cid: rounds.close_round(page.store, page.actor, cid, page.tender, vendor, number, reason), f"round_end.{key}",
        "revision.round_ended",
    )  # fmt: skip
