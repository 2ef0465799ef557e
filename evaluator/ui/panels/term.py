"""One term of the draft: what is known of it, and the form in which a person records what was agreed, with a reason."""

from __future__ import annotations

import streamlit as st

from evaluator.domain.bid import Scalar
from evaluator.domain.contract import TermKind, TermValue
from evaluator.domain.question import Kind
from evaluator.domain.text import Text
from evaluator.intake.values import Asked
from evaluator.services import agreeing
from evaluator.services.agreed_values import asked_for
from evaluator.services.drafting import DraftResult
from evaluator.services.drafts import inputs_of
from evaluator.services.limits import WORDS
from evaluator.services.state import TenderState
from evaluator.ui import act
from evaluator.ui.parts import steps, tables, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views import term as view

_AT = "term_at"


def term_panel(page: PageContext, now: TenderState, made: DraftResult, vendor: str, *, ask: bool) -> None:
    """The term that a person looks at; with ``ask`` the forms to agree a value of it and to withdraw that."""
    labels = view.labels(made, page.lang)
    words.section(page.t("contract.term.title"), page.t("contract.term.note") if ask else "")
    with st.container(horizontal=True, vertical_alignment="bottom", key="term_choice"):
        term = st.selectbox(
            page.t("contract.term.choose"), list(labels), key=_AT, format_func=labels.__getitem__, width=520
        )
        following = view.after(made, term)
        if following and following != term:
            st.button(page.t("contract.term.next"), key="term_next", on_click=_go, args=(following,))
    columns, rows = view.details(now, made, term, page.lang)
    tables.html_table(columns, rows, caption=page.t("contract.term.title"), key="term_details")
    value = next(value for value in made.values if value.term.id == term)
    if ask and value.term.kind is TermKind.TABLE:
        words.small(page.t("contract.term.table"))
    elif ask:
        asked = asked_for(inputs_of(now, vendor, "zh"), value)
        _form(page, now, value, asked)
        if value.agreed is not None:
            _withdrawal(page, now, value.term.id, value.term.label)
    for key in view.gone(made, now.agreement.of(vendor)) if ask else ():
        words.small(page.t("contract.term.gone", term=key))
        _withdrawal(page, now, key, Text(key, key), f"term_withdraw_gone_{key}")


def _go(term: str) -> None:
    st.session_state[_AT] = term


def _form(page: PageContext, now: TenderState, value: TermValue, asked: Asked) -> None:
    term = value.term
    with st.form(f"term_form_{term.id}", border=False):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _input(page, now, value, asked)
        with right:
            st.text_input(page.t("contract.term.reason"), key=f"term_reason_{term.id}", max_chars=WORDS)
        steps.submit(
            page.t("contract.term.save"),
            type="primary",
            key="term_save",
            on_click=_save,
            args=(page, now, value, asked),
        )


def _input(page: PageContext, now: TenderState, value: TermValue, asked: Asked) -> None:
    key, label = f"term_value_{value.term.id}", page.t("contract.term.agree")
    if asked.options:
        texts = {option.key: option.text.show(page.lang) for option in reversed(asked.options)}
        names, choose = list(reversed(texts)), page.t("parts.choose")
        if asked.kind is Kind.MULTI_CHOICE:
            st.multiselect(label, names, key=key, format_func=texts.__getitem__, placeholder=choose)
        else:
            st.selectbox(label, names, index=None, key=key, format_func=texts.__getitem__, placeholder=choose)
        return
    if asked.kind is not Kind.TEXT:
        st.text_input(label, key=key, max_chars=WORDS, placeholder=page.t(f"contract.term.hint_{asked.kind.value}"))
        return
    for lang in now.tender.languages:
        said = plain(page.t(f"contract.term.agree_{lang}"))
        if value.term.kind is TermKind.LINE:
            st.text_input(said, key=f"{key}_{lang}", max_chars=WORDS)
        else:
            st.text_area(said, key=f"{key}_{lang}", max_chars=WORDS, height=100)


def _save(page: PageContext, now: TenderState, value: TermValue, asked: Asked) -> None:
    term, given = value.term.id, st.session_state
    wish = agreeing.Wish(term, _given(term, asked))
    reason = str(given[f"term_reason_{term}"])
    act.act(
        lambda cid: agreeing.agree(page.store, page.actor, cid, page.tender, wish, reason, now),
        f"agree.{term}", "contract.term.saved", label=value.term.label,
    )  # fmt: skip


def _given(term: str, asked: Asked) -> Scalar | Text:
    typed, key = st.session_state, f"term_value_{term}"
    if asked.options:
        held = typed[key]
        return "\n".join(held) if isinstance(held, list) else held or ""
    if asked.kind is not Kind.TEXT:
        return Text(str(typed[key]))
    return Text(str(typed.get(f"{key}_zh", "")), str(typed.get(f"{key}_en", "")))


def _withdrawal(page: PageContext, now: TenderState, term: str, label: Text, submit: str = "term_withdraw_do") -> None:
    with (
        st.popover(page.t("contract.term.withdraw"), key=f"term_withdraw_{term}"),
        st.form(f"term_withdraw_form_{term}", border=False),
    ):
        st.text_input(page.t("bids.reason"), key=f"term_withdraw_reason_{term}", max_chars=WORDS)
        steps.submit(page.t("contract.term.withdraw_do"), key=submit, on_click=_gone, args=(page, now, term, label))


def _gone(page: PageContext, now: TenderState, term: str, label: Text) -> None:
    reason = str(st.session_state[f"term_withdraw_reason_{term}"])
    act.act(
        lambda cid: agreeing.withdraw_agreed(page.store, page.actor, cid, page.tender, term, reason, now),
        f"agree.away.{term}", "contract.term.withdrawn", label=label,
    )  # fmt: skip
