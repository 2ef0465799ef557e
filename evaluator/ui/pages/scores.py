"""The scores page."""

from __future__ import annotations

from evaluator.ui import frame
from evaluator.ui.parts import words

page = frame.open_page("scores")
words.headline(page.t("frame.page.scores"))
