"""The forms of the tender page: a new tender, changes of its simple facts, and of the buyer's profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import time
from typing import Any, cast

import streamlit as st

from evaluator.domain.tender import Tender
from evaluator.domain.text import Lang, Layout, Text, languages
from evaluator.services.changing import ASKED
from evaluator.services.limits import NAME, WORDS
from evaluator.services.state import TenderState
from evaluator.services.tenders import changed_for_reason
from evaluator.ui import state
from evaluator.ui.state import PageContext
from evaluator.ui.views.tender import (
    AS_IN,
    BUYER,
    CURRENCIES,
    LAYOUTS,
    ROUTES,
    SIZES,
    TAXES,
    ceiling_read,
    closing,
    layout,
    size,
    variant_lines,
)  # fmt: skip

CLOSING = time(17, 0)


def values(prefix: str) -> dict[str, Any]:
    """What stands in a form, by the names of its fields."""
    return {
        name.removeprefix(f"{prefix}_"): value
        for name, value in st.session_state.items()
        if isinstance(name, str) and name.startswith(f"{prefix}_")
    }


def handed_in(prefix: str) -> dict[str, Any]:
    """What stands in a form that is sent, and the clock of the browser that sends it: a deadline is told by that clock."""
    return {**values(prefix), "zone": st.context.timezone}


def forget(prefix: str) -> None:
    """A form is empty when it is next drawn."""
    for name in values(prefix):
        del st.session_state[f"{prefix}_{name}"]


def new_form(
    page: PageContext,
    packs: Sequence[tuple[str, Text]],
    send: Callable[[], None],
    buyer: str = "",
    prefix: str = "tnew",
    spoken: tuple[Lang, ...] = (),
) -> None:
    """A tender from a few facts; everything else can follow. ``buyer`` is the name of the one that is kept.

    Without packs the method is there already: neither it nor the languages, which are those of its words (``spoken``),
    are chosen. The choice of languages stands before the form, as a tender in two of them is asked for two names.
    """
    titles = {key: page.text(title) for key, title in packs}
    two = len(spoken or languages(_languages(page, prefix))) > 1
    with st.form(prefix, border=False):
        left, right = st.columns(2)
        left.text_input(
            page.t("tender.form.name"),
            key=f"{prefix}_name",
            max_chars=NAME,
            placeholder=page.t("tender.form.name_hint"),
        )
        if two:
            right.text_input(
                page.t("tender.form.en" if page.lang == "zh" else "tender.form.zh"), key=f"{prefix}_other", max_chars=NAME,
                placeholder=page.t("tender.form.other_hint"),
            )  # fmt: skip
        (left if titles or two else right).text_input(
            page.t("tender.form.buyer"), buyer, key=f"{prefix}_buyer", max_chars=NAME
        )
        if titles:
            pack = f"{prefix}_pack"
            right.selectbox(page.t("tender.form.pack"), list(titles), format_func=titles.__getitem__, key=pack)
        if any(key.startswith(AS_IN) for key in titles):
            right.checkbox(page.t("tender.form.with_list"), value=True, key=f"{prefix}_list")
        _common(page, prefix, (left, right), None)
        st.form_submit_button(
            page.t("tender.form.start"),
            type="primary",
            on_click=send,
            key="tender_start" if titles else f"{prefix}_start",
        )


def _languages(page: PageContext, prefix: str, now: TenderState | None = None) -> Layout:
    """The choice of a tender's languages."""
    chosen = st.selectbox(
        page.t("tender.form.languages"), LAYOUTS, key=f"{prefix}_languages", width="stretch" if now else 360,
        format_func=lambda key: page.t(f"tender.languages.{key}"),
        index=LAYOUTS.index(layout(now.tender.languages)) if now else 0,
        disabled=bool(now and "prices_opened" in now.stages),
    )  # fmt: skip
    return cast("Layout", chosen)


def tell_ceiling(given: Mapping[str, Any], lang: Lang) -> None:
    """A ceiling typed in words is shown back as the amount that it was read as."""
    if told := ceiling_read(given, lang):
        state.flash("info", told)


def facts_form(page: PageContext, now: TenderState, send: Callable[[str], None]) -> None:
    """The simple facts of a tender, to be changed; the form belongs to the revision that it was drawn from."""
    prefix, tender = f"tedit{now.revision}", now.tender
    with st.form(prefix, border=False):
        left, right = st.columns(2)
        left.text_input(page.t("tender.form.zh"), tender.name.zh, key=f"{prefix}_zh", max_chars=NAME)
        right.text_input(page.t("tender.form.en"), tender.name.en, key=f"{prefix}_en", max_chars=NAME)
        _common(page, prefix, (left, right), now)
        if changed_for_reason(page.store, page.actor, page.tender) - ASKED:
            st.text_input(page.t("tender.form.reason"), key=f"{prefix}_reason", max_chars=WORDS)
        st.form_submit_button(
            page.t("tender.form.save"), type="primary", on_click=send, args=(prefix,), key="tender_save"
        )


def buyer_form(page: PageContext, now: TenderState, send: Callable[[str], None]) -> None:
    """The buyer's profile, to be changed; it fills the buyer's own fields of the contract draft."""
    prefix, buyer = f"tbuyer{now.revision}", now.tender.buyer
    texts = (("zh", "name", buyer.name.zh), ("en", "name", buyer.name.en), ("street_zh", "address", buyer.address.zh),
             ("street_en", "address", buyer.address.en))  # fmt: skip
    with st.form(prefix, border=False):
        sides = st.columns(2)
        for number, (field, title, value) in enumerate(texts):
            label = page.t(f"tender.form.in_{field[-2:]}", title=page.t(f"tender.buyer.{title}"))
            sides[number % 2].text_input(label, value, key=f"{prefix}_{field}")
        for number, field in enumerate(BUYER):
            sides[number % 2].text_input(
                page.t(f"tender.buyer.{field}"), getattr(buyer, field), key=f"{prefix}_{field}"
            )
        sides[1].selectbox(
            page.t("tender.buyer.size"), SIZES, key=f"{prefix}_size", index=SIZES.index(buyer.size),
            format_func=lambda key: size(key, page.lang),
        )  # fmt: skip
        st.checkbox(page.t("tender.form.keep_buyer"), value=True, key=f"{prefix}_keep")
        st.form_submit_button(
            page.t("tender.form.save"), type="primary", on_click=send, args=(prefix,), key="tender_save"
        )


def _common(page: PageContext, prefix: str, sides: tuple[Any, Any], now: TenderState | None) -> None:
    """The facts of every tender."""
    (left, right), tender = sides, now.tender if now else None
    printed, decided = bool(now and now.locked), bool(now and "prices_opened" in now.stages)
    due = closing(tender.deadline if tender else "")
    currencies = list(dict.fromkeys([*([tender.currency] if tender else []), *CURRENCIES]))
    with right.container(horizontal=True):
        st.selectbox(
            page.t("tender.form.route"), ROUTES, key=f"{prefix}_route", format_func=lambda key: page.t(f"frame.route.{key}"),
            index=ROUTES.index(tender.route) if tender else 0, disabled=decided,
        )  # fmt: skip
        if now:
            _languages(page, prefix, now)
    with left.container(horizontal=True):
        st.date_input(page.t("tender.form.day"), due.date() if due else None, key=f"{prefix}_day", format="YYYY-MM-DD")
        st.time_input(page.t("tender.form.hour"), due.time() if due else CLOSING, key=f"{prefix}_hour")
    with right.container(horizontal=True):
        st.selectbox(page.t("tender.form.currency"), currencies, key=f"{prefix}_currency", disabled=printed)
        st.selectbox(
            page.t("tender.form.tax"), TAXES, key=f"{prefix}_tax", format_func=lambda key: page.t(f"tender.tax.{key}"),
            index=TAXES.index(tender.tax_basis) if tender else 0, disabled=printed,
        )  # fmt: skip
    for side, name in ((left, "ceiling"), *([(right, "estimate")] if now else [])):
        given = getattr(tender, name, None)
        side.text_input(
            page.t(f"tender.form.{name}"), "" if given is None else f"{given:f}", key=f"{prefix}_{name}",
            placeholder="1200000", disabled=decided,
        )  # fmt: skip
    if tender:
        st.text_area(
            page.t("tender.form.variants"), variant_lines(tender.variants), key=f"{prefix}_variants", height=70,
            disabled=decided,
        )  # fmt: skip
    if tender and tender.purchase:
        _lot(page, prefix, tender, (left, right), decided=decided)
    names = st.columns(2)
    for place, field, listed in (
        (names[0], "vendors", tender.vendors if tender else ()),
        (names[1], "panel", tender.evaluators if tender else ()),
    ):
        place.text_area(page.t(f"tender.form.{field}"), "\n".join(listed), key=f"{prefix}_{field}", height=190)


def _lot(page: PageContext, prefix: str, tender: Tender, sides: tuple[Any, Any], *, decided: bool) -> None:
    """What makes the tender a lot."""
    left, right = sides
    left.text_input(
        page.t("lots.form.purchase"), tender.purchase, key=f"{prefix}_purchase", max_chars=NAME, disabled=decided
    )
    with right.container(horizontal=True):
        st.text_input(page.t("lots.form.this"), tender.lot, key=f"{prefix}_lot", max_chars=NAME, disabled=decided)
        limit = tender.award_limit or 0
        st.number_input(page.t("lots.form.limit"), 0, 999, limit, key=f"{prefix}_limit", disabled=decided)


FORMS = {"facts": facts_form, "buyer": buyer_form}
