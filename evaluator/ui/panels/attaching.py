"""Attachments in: several files at once, each given to a vendor by a person, and what became of each."""

from __future__ import annotations

import hashlib

import streamlit as st

from evaluator.services.attachments import Given, known_vendors, receive
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.parts import handed, steps, tables, upload, words
from evaluator.ui.state import PageContext
from evaluator.ui.views import attachments as view


def attaching(page: PageContext, now: TenderState) -> None:
    """A box for files beside the workbooks, and below it a line for each: whose it is, and whether it holds prices."""
    turn = int(state.get("attach.turn", 0))
    given = upload.upload_box(page.t("attachment.upload"), key=f"attach_files_{turn}")
    words.small(page.t("attachment.upload_note", size=upload.MEGABYTES))
    if given:
        _assign(page, now, [(file.name, file.getvalue()) for file in given])
    found = state.get("attach.results", ("", ()))
    if found[0] == page.tender and found[1]:
        tables.html_table(
            *view.results(found[1], page.lang), caption=page.t("attachment.results"), key="attach_results"
        )


def _assign(page: PageContext, now: TenderState, files: list[tuple[str, bytes]]) -> None:
    import pandas as pd

    names = [name for name, _ in files]
    suggested = view.suggestions(now, names)
    frame = pd.DataFrame(
        {
            "file": names, "vendor": [vendor or None for vendor, _, _ in suggested],
            "asked": [asked for _, _, asked in suggested], "priced": [priced for _, priced, _ in suggested],
        },
        index=pd.Index([str(number) for number in range(1, len(names) + 1)], name=page.t("bids.col.no")),
    )  # fmt: skip
    config = {
        "_index": st.column_config.TextColumn(page.t("bids.col.no"), disabled=True, width=60),
        "file": st.column_config.TextColumn(page.t("attachment.col.file"), disabled=True, width=360),
        "vendor": st.column_config.SelectboxColumn(
            page.t("attachment.col.whose"), options=list(known_vendors(now)), width=320
        ),
        "asked": st.column_config.TextColumn(page.t("attachment.col.question"), disabled=True, width=140),
        "priced": st.column_config.CheckboxColumn(page.t("attachment.col.priced"), width=120),
    }
    with st.form("attach", border=False):
        edited = steps.grid(
            frame, column_config=config, num_rows="fixed", disabled=("file", "asked"), key=f"attach_grid_{_same(files)}",
            alt=page.t("attachment.assign"),
        )  # fmt: skip
        handed.moment_inputs(page, "attach_handed")
        if steps.submit(page.t("attachment.do", n=len(files)), type="primary", key="attach_do"):
            _take(page, files, list(zip(edited["vendor"], edited["priced"], strict=True)))
            st.rerun()


def _same(files: list[tuple[str, bytes]]) -> str:
    """Names the grid by its files: another choice of files is another grid."""
    told = "\n".join(f"{name}\t{len(data)}" for name, data in files)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _take(page: PageContext, files: list[tuple[str, bytes]], said: list[tuple[object, object]]) -> None:
    moment = handed.moment_given("attach_handed")
    if not moment:
        state.flash("error", page.t("receipt.hour_missing"))
        return
    if not all(isinstance(vendor, str) and vendor for vendor, _ in said):
        state.flash("error", page.t("refused.attachment_unassigned"))
        return
    given = [
        Given(name=name, content=data, vendor=str(vendor), priced=bool(priced))
        for (name, data), (vendor, priced) in zip(files, said, strict=True)
    ]
    found = act.act(lambda cid: receive(page.store, page.actor, cid, page.tender, given, moment), "attach")
    if found is not None:
        state.put("attach.results", (page.tender, found))
        state.put("attach.turn", int(state.get("attach.turn", 0)) + 1)
