"""Scorecards as workbooks: one to download for an evaluator, filled-in ones to read back."""

from __future__ import annotations

import streamlit as st

from evaluator.services.bids import import_files
from evaluator.services.exports import mint
from evaluator.services.imports import Imported
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.parts import download, findings, notice, steps, upload, words
from evaluator.ui.state import PageContext
from evaluator.ui.views.scores import imported_lines


def download_card(page: PageContext, now: TenderState, evaluator: str) -> None:
    """A link to the evaluator's own scorecard, in the language of the page."""
    download.download_link(
        page.t("scores.download", evaluator=evaluator),
        lambda: mint(page.store, page.actor, now.id, "scorecard", evaluator=evaluator, lang=page.lang),
        key=f"scorecard_{evaluator}",
    )


def upload_cards(page: PageContext, now: TenderState) -> None:
    """A box for filled-in scorecards, and what became of the last ones."""
    batch: int = state.get("scores.batch", 0)
    files = upload.upload_box(page.t("scores.upload"), key=f"scores_files_{batch}")
    read = steps.Action(label=page.t("scores.import"), key="scores_import", primary=False, disabled=not files)
    if steps.actions(read, key="scores_import"):
        step = notice.working(page.t("scores.importing"))
        given = [(file.name, file.getvalue()) for file in files]

        def tell(number: int, name: str) -> None:
            step(min(number / len(given), 0.99), name)

        done = act.act(
            lambda cid: import_files(page.store, page.actor, cid, now.id, given, tell), f"scores.import.{batch}"
        )
        step(1, "")
        state.put("scores.imported", done or ())
        state.put("scores.batch", batch + (done is not None))
        st.rerun()
    last: tuple[Imported, ...] = state.get("scores.imported", ())
    if last:
        words.small(page.t("scores.imported.title"))
        findings.finding_list(imported_lines(last, page.lang), key="scores_imported")
