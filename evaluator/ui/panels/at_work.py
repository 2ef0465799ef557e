"""Long work on a page: what came of it, or how far it is with a button to cancel, while the rest of the page stays usable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import streamlit as st

from evaluator.services.background import Job
from evaluator.ui.parts import notice, steps
from evaluator.ui.parts.plain import plain
from evaluator.ui.state import PageContext

R = TypeVar("R")
# Quick work is over before anybody sees a bar come and go.
_MOMENT: Final = 0.3
# A bar that moves less often than twice a second seems to stand still.
_LOOK_SECONDS: Final = 0.4


def awaited(page: PageContext, job: Job[R], again: Callable[[], object], *, doing: str, key: str) -> R | None:
    """The result of a job; until there is one, or after it was cancelled, None, and in its place on the page what is.

    ``again`` starts it anew; ``doing`` says in words what is being done.
    """
    if not job.cancelled and job.wait(_MOMENT) and not job.failed:
        return job.result()
    if job.cancelled or job.failed:
        how = "stopped" if job.cancelled else "failed"
        show = notice.info if job.cancelled else notice.error
        show(page.t(f"robustness.{how}"), page.t(f"robustness.{how}_do"))
        anew = steps.Action(
            label=page.t("robustness.again"), key=f"{key}_again", primary=False, on_click=_started, args=(again,)
        )  # fmt: skip
        steps.actions(anew, key=f"{key}_again")
        return None
    _bar(page, job, doing, key)
    return None


def _started(again: Callable[[], object]) -> None:
    again()


def _bar(page: PageContext, job: Job[Any], doing: str, key: str) -> None:
    # The thread only counts; the page comes and looks.
    @st.fragment(run_every=_LOOK_SECONDS)
    def look() -> None:
        if job.over or job.cancelled:
            st.rerun()
        if not job.started:
            far = page.t("robustness.queued")
        elif job.of:
            far = page.t("robustness.counted", done=f"{job.done:,}", of=f"{job.of:,}")
        else:
            far = page.t("robustness.stepped", n=str(job.done))
        with st.container(key=f"{key}_bar", horizontal=True, vertical_alignment="center"):
            st.progress(job.done / job.of if job.of else 0.0, text=plain(f"{doing} {far}"))
            st.button(page.t("robustness.stop"), key=f"{key}_stop", on_click=job.cancel, width="content")

    look()
