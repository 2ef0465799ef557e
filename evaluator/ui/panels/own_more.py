"""What the buyer may add to its own questionnaire: a weight for its requirement list, and a table of references."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from evaluator.ui.state import PageContext
from evaluator.ui.views.own import OwnDesk


def adding(page: PageContext, desk: OwnDesk, keep: Callable[[], None]) -> None:
    """The weight of the list and the tick for references; ``keep`` keeps the draft."""

    def changed() -> None:
        desk.weigh_list(str(st.session_state[_key("list", desk)]).strip())
        desk.ask_references(wanted=bool(st.session_state[_key("references", desk)]))
        keep()

    st.text_input(
        page.t("own.list_weight"), desk.said.list_weight, key=_key("list", desk), width=180, on_change=changed,
        help=page.t("own.list_weight_help"),
    )  # fmt: skip
    st.checkbox(
        page.t("own.references"), desk.said.references, key=_key("references", desk), on_change=changed,
        help=page.t("own.references_help"),
    )  # fmt: skip


def _key(name: str, desk: OwnDesk) -> str:
    return f"own_{name}_{desk.turn}"
