"""Errors of ours on a page: a plain notice with a number on the screen, the details in the log."""

from __future__ import annotations

import logging
import secrets
from typing import Final

from evaluator.i18n.words import t
from evaluator.ui import state
from evaluator.ui.parts import notice

_LOG: Final = logging.getLogger(__name__)


def on_script_error(error: Exception) -> bool:
    """The notice is on the screen; Streamlit's own is not shown."""
    code = secrets.token_hex(4)
    # Streamlit logs the trace itself; the number leads to it.
    _LOG.error("page failed, number %s: %s", code, type(error).__name__)
    lang = state.language()
    notice.error(t("frame.failed.what", lang), t("frame.failed.do", lang, code=code))
    return True
