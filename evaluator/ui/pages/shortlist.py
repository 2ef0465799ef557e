"""The shortlist page."""

from __future__ import annotations

from evaluator.ui import frame
from evaluator.ui.parts import words

page = frame.open_page("shortlist")
words.headline(page.t("frame.page.shortlist"))
