"""The scores of an exported folder as a table: with the second reason of an agreed one, and what was explained in writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services.consensus import Explanation
from evaluator.services.held import ScoreEntry
from evaluator.services.state import TenderState

_HEADS: Final = (("evaluator", 16.0), ("vendor", 30.0), ("criterion", 28.0), ("points", 8.0), ("state", 12.0),
                 ("reason", 60.0), ("second_reason", 44.0), ("evidence", 34.0), ("asked", 44.0), ("answer", 60.0))  # fmt: skip
Explained = Mapping[tuple[str, str, str], Explanation]


def scores_file(state: TenderState, explained: Explained, mark: str, lang: Lang) -> bytes:
    """A row for each score, the panel's agreed ones and drafts among them."""
    from evaluator.adapters.record_file import write_table

    rows = [_row(state, one, explained, lang) for one in state.entries]
    return write_table(t("folder.scores", lang), _HEADS, rows, lang, mark)


def _row(state: TenderState, one: ScoreEntry, explained: Explained, lang: Lang) -> tuple[str, ...]:
    titles = {leaf.key: leaf.title.show(lang) for leaf in state.pack.method.leaves()}
    said = None if one.agreed else explained.get((one.evaluator, one.criterion, one.vendor))
    return (
        f"{one.evaluator} ({t('folder.agreed', lang)})" if one.agreed else one.evaluator, one.vendor,
        titles.get(one.criterion, one.criterion), "" if one.points is None else f"{one.points:f}",
        t(f"folder.score.{one.state}", lang), one.reason, one.second_reason, one.evidence,
        said.asked if said else "", said.answer if said else "",
    )  # fmt: skip
