"""Scorecards as workbooks: one to download for an evaluator, filled-in ones to read back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

import streamlit as st

from evaluator.services.bids import import_files
from evaluator.services.exports import mint
from evaluator.services.imports import Imported
from evaluator.services.naming import names_to_panel
from evaluator.services.state import TenderState
from evaluator.ui import act, state
from evaluator.ui.parts import download, findings, notice, steps, upload, words
from evaluator.ui.state import PageContext
from evaluator.ui.views.scores import imported_lines


@dataclass(frozen=True, slots=True)
class Held:
    """A scorecard that waits for a word, because it would replace drafts of its evaluator."""

    name: str
    data: bytes
    evaluator: str
    drafts: int


def download_card(page: PageContext, now: TenderState, evaluator: str) -> None:
    """A link to the evaluator's own scorecard, in the language of the page."""
    download.download_link(
        page.t("scores.download", evaluator=evaluator),
        lambda: mint(page.store, page.actor, now.id, "scorecard", evaluator=evaluator, lang=page.lang),
        key=f"scorecard_{evaluator}",
    )


def download_all(page: PageContext, now: TenderState) -> None:
    """A link to the scorecards of the whole panel in one zip; nothing where the panel is one person."""
    if len(now.panel()) > 1:
        download.download_link(
            page.t("scores.download_all", n=len(now.panel())),
            lambda: mint(page.store, page.actor, now.id, "scorecards", lang=page.lang),
            key="scorecards_all",
        )


def upload_cards(page: PageContext, now: TenderState) -> None:
    """A box for filled-in scorecards, and what became of the last ones."""
    batch: int = state.get("scores.batch", 0)
    files = upload.upload_box(page.t("scores.upload"), key=f"scores_files_{batch}")
    read = steps.Action(
        label=page.t("scores.import"), key="scores_import", primary=False, disabled=not files, changes=True
    )
    if steps.actions(read, key="scores_import"):
        tell = upload.watched(page.t("scores.importing"), [file.name for file in files])
        given = [(file.name, file.getvalue()) for file in files]
        done = act.act(
            lambda cid: import_files(page.store, page.actor, cid, now.id, given, tell), f"scores.import.{batch}"
        )
        state.put("scores.imported", done or ())
        contents = {sha256(data).hexdigest(): data for _, data in given}
        asks = [one for one in done or () if one.drafts]
        state.put("scores.held", [Held(one.name, contents[one.sha256], one.vendor, one.drafts) for one in asks])
        state.put("scores.batch", batch + (done is not None))
        st.rerun()
    for number, card in enumerate(state.get("scores.held", ())):
        _ask(page, now, number, card)
    last: tuple[Imported, ...] = state.get("scores.imported", ())
    if last:
        words.small(page.t("scores.imported.title"))
        findings.finding_list(imported_lines(last, names_to_panel(now, page.lang), page.lang), key="scores_imported")


def _ask(page: PageContext, now: TenderState, number: int, card: Held) -> None:
    """What a scorecard would replace, and whether it shall."""
    asked = page.t("scores.replace", file=card.name, n=card.drafts, evaluator=card.evaluator)
    notice.warn(asked, page.t("scores.replace_do"))
    steps.actions(
        steps.Action(
            label=page.t("scores.replace_yes"), key=f"scores_replace_{number}", on_click=_replace, args=(page, now, card)
        ),
        steps.Action(
            label=page.t("parts.not_now"), key=f"scores_keep_{number}", on_click=_let_go, args=(card,), primary=False
        ),
        key=f"scores_replace_{number}",
    )  # fmt: skip


def _replace(page: PageContext, now: TenderState, card: Held) -> None:
    done = act.act(
        lambda cid: import_files(
            page.store, page.actor, cid, now.id, [(card.name, card.data)], replacing=card.drafts
        ),
        "scores.replace",
    )  # fmt: skip
    _let_go(card)
    state.put("scores.imported", done or ())
    state.put("scores.held", [*state.get("scores.held", ()), *(_again(card, one) for one in done or () if one.drafts)])


def _again(card: Held, one: Imported) -> Held:
    """More drafts came meanwhile: the question is asked once more with their number."""
    return replace(card, drafts=one.drafts)


def _let_go(card: Held) -> None:
    state.put("scores.held", [one for one in state.get("scores.held", ()) if one is not card])
    state.put("scores.imported", ())
