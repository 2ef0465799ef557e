"""References of one vendor: a call sheet out, the call written down or read back, and contradictions looked into."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evaluator.domain.dealing import Call
from evaluator.domain.text import LANGS
from evaluator.intake.references import Reference
from evaluator.services import references
from evaluator.services.exports import mint
from evaluator.services.limits import NAME, WORDS
from evaluator.services.references import Heard
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.parts import download, notice, steps, tables, upload, words
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext
from evaluator.ui.views import references as view


def referring(page: PageContext, now: TenderState, vendor: str) -> None:
    """The choice of a client, the sheets for the call, both sides, and the forms."""
    words.small(page.t("reference.note"))
    found = references.references_of(now, vendor)
    if not now.pack.method.calls:
        notice.info(page.t("reference.none_method"))
        return
    if not found:
        notice.info(page.t("reference.none"), page.t("reference.none_do"))
        return
    by_key = {one.key: one for one in found}
    key = st.selectbox(
        page.t("reference.choose"), list(by_key), key=f"reference_{vendor}", width=420,
        format_func=lambda key: view.label(now, vendor, by_key[key], page.lang),
    )  # fmt: skip
    one, call = by_key[key], now.dealings.call(vendor, key)
    _sheets(page, vendor, one)
    if call is not None and not call.withdrawn:
        words.para(page.t("reference.called", day=call.day, caller=call.caller, spoken=call.spoken))
    tables.html_table(
        *view.beside(now, one, call, page.lang), caption=page.t("reference.beside"), key="reference_beside"
    )
    if call is not None and not call.withdrawn:
        _settle(page, now, vendor, (one, call))
    with st.expander(page.t("reference.form"), key="reference_form", expanded=call is None):
        _form(page, now, vendor, (one, call))
        _upload(page, now, vendor, one)
    if call is not None and not call.withdrawn:
        _withdraw(page, vendor, (one, call))


def _sheets(page: PageContext, vendor: str, one: Reference) -> None:
    with st.container(horizontal=True, key="reference_sheets"):
        for lang in (page.lang, *(other for other in LANGS if other != page.lang)):
            for form in ("xlsx", "docx"):
                label = page.t(f"reference.sheet_{form}", language=page.t(f"bids.letter.{lang}"))
                asked = {"vendor": vendor, "reference": one.key, "lang": lang, "form": form}
                download.download_link(
                    label, partial(mint, page.store, page.actor, page.tender, "call_sheet", **asked),
                    key=f"call_{form}_{lang}_{one.key}",
                )  # fmt: skip


Pair = tuple[Reference, Call | None]


def _form(page: PageContext, now: TenderState, vendor: str, about: Pair) -> None:
    one, call = about
    given = call if call and not call.withdrawn else None
    key = f"call_{vendor}_{one.key}_{call.ver if call else 0}"
    with st.form("call", border=False):
        left, middle, right = st.columns([1, 1, 2])
        left.date_input(page.t("reference.day"), given.day if given else "today", key=f"{key}_day", format="YYYY-MM-DD")
        middle.text_input(
            page.t("reference.caller"), given.caller if given else "", key=f"{key}_caller", max_chars=NAME
        )
        right.text_input(page.t("reference.spoken"), given.spoken if given else "", key=f"{key}_spoken", max_chars=NAME)
        columns = st.columns(2, gap="medium")
        for number, question in enumerate(now.pack.method.calls):
            label, said = (
                plain(view.asked(now, question, page.lang)),
                given.answers.get(question.key, "") if given else "",
            )
            with columns[number % 2]:
                if offered := view.options(question):
                    texts = [option.text.show(page.lang) for option in offered]
                    st.selectbox(
                        label, texts, index=texts.index(said) if said in texts else None, key=f"{key}_{question.key}",
                        placeholder="–",
                    )  # fmt: skip
                else:
                    st.text_input(label, said, key=f"{key}_{question.key}", max_chars=WORDS)
        steps.submit(
            page.t("reference.save"),
            type="primary",
            key="call_save",
            on_click=_save,
            args=(page, now, vendor, about, key),
        )


def _save(page: PageContext, now: TenderState, vendor: str, about: Pair, key: str) -> None:
    one, typed = about[0], st.session_state
    day = typed[f"{key}_day"]
    said = Heard(
        day=day.isoformat() if day else "", caller=typed[f"{key}_caller"], spoken=typed[f"{key}_spoken"],
        answers={call.key: typed[f"{key}_{call.key}"] or "" for call in now.pack.method.calls},
    )  # fmt: skip
    act.act(
        lambda cid: references.write_down(page.store, page.actor, cid, page.tender, vendor, one.key, said, drawn=now),
        f"call.{vendor}.{one.key}", "reference.saved", client=one.client,
    )  # fmt: skip


def _upload(page: PageContext, now: TenderState, vendor: str, one: Reference) -> None:
    turn = int(state.get("call.turn", 0))
    given = upload.file_box(page.t("reference.upload"), key=f"call_file_{turn}")
    if steps.button(page.t("reference.upload_do"), key="call_read", disabled=given is None) and given is not None:
        file = (given.name, given.getvalue())

        def work(cid: str) -> bool:
            references.take_sheet(page.store, page.actor, cid, page.tender, (vendor, one.key), file, drawn=now)
            return True

        if act.act(work, f"call_file.{one.key}", "reference.saved", client=one.client):
            state.put("call.turn", turn + 1)
        st.rerun()


def _settle(page: PageContext, now: TenderState, vendor: str, about: tuple[Reference, Call]) -> None:
    one, call = about
    points = {each.claim.item: each for each in view.waiting(now, one, call)}
    if not points:
        return
    words.section(page.t("reference.settle"), str(len(points)))
    with st.form("call_settle", border=False):
        st.multiselect(
            page.t("reference.settle_points"), list(points), default=list(points), key=f"call_points_{one.key}_{call.ver}",
            placeholder=page.t("parts.choose"),
            # The same question may be asked of several rows: its cell makes each one unlike the others.
            format_func=lambda item: f"{points[item].call.text.show(page.lang)} · {points[item].claim.source}",
        )  # fmt: skip
        st.text_input(page.t("bids.reason"), key=f"call_reason_{one.key}_{call.ver}", max_chars=WORDS)
        steps.submit(
            page.t("reference.settle_do"), key="call_settle", on_click=_send, args=(page, vendor, one.key, call.ver)
        )


def _send(page: PageContext, vendor: str, key: str, ver: int) -> None:
    points, reason = st.session_state[f"call_points_{key}_{ver}"], str(st.session_state[f"call_reason_{key}_{ver}"])
    act.act(
        lambda cid: references.settle(page.store, page.actor, cid, page.tender, (vendor, key), points, reason),
        f"call_settle.{key}", "reference.settle_done",
    )  # fmt: skip


def _withdraw(page: PageContext, vendor: str, about: tuple[Reference, Call]) -> None:
    one, call = about
    with (
        st.popover(plain(page.t("reference.withdraw")), key="call_withdraw"),
        st.form("call_withdraw_form", border=False),
    ):
        st.text_input(page.t("bids.reason"), key="call_withdraw_reason", max_chars=WORDS)
        steps.submit(
            page.t("reference.withdraw_do"),
            key="call_withdraw_do",
            on_click=_gone,
            args=(page, vendor, one.key, call.ver),
        )


def _gone(page: PageContext, vendor: str, key: str, ver: int) -> None:
    reason = str(st.session_state["call_withdraw_reason"])
    act.act(
        lambda cid: references.withdraw(page.store, page.actor, cid, page.tender, (vendor, key), ver, reason),
        f"call_withdraw.{key}", "reference.withdrawn",
    )  # fmt: skip
