"""A low price in words: its triggers, the vendor's explanation, and the judgement."""

from __future__ import annotations

from evaluator.domain.finding import Severity
from evaluator.domain.text import Lang
from evaluator.i18n.days import moment
from evaluator.i18n.words import t
from evaluator.services.low_prices import Low
from evaluator.ui.parts.findings import Line
from evaluator.ui.parts.findings import lines as of_findings
from evaluator.ui.views.trail import person


def lines(low: Low, lang: Lang) -> list[Line]:
    """The triggers, then what was said of them; a price that nobody has judged says so."""
    told = list(of_findings(low.triggers, lang))
    if low.explained is not None:
        said = low.explained
        text = t("ranking.low.explained", lang, day=moment(said.day, lang), people=said.people, text=said.learnt)
        told.append(Line(text, f"{low.vendor} · {said.code}", Severity.NOTE))
    if low.word is None:
        return [*told, Line(t("ranking.low.waits", lang), low.vendor)]
    key = "accepted" if low.word.accepted else "refused"
    words = t(f"ranking.low.{key}", lang, by=person(low.word.by, lang), reason=low.word.reason)
    return [*told, Line(words, low.vendor, Severity.NOTE if low.word.accepted else Severity.BLOCKER)]
