"""A draft's words in one language, and what of them still waits for a translation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.contract.clauses import Place
from evaluator.contract.draft import AnnexRow, Front
from evaluator.contract.numerals import chinese_number
from evaluator.contract.points import Point
from evaluator.contract.words import Own, Word, Words
from evaluator.domain.finding import Param, Phrase
from evaluator.domain.text import Lang, Layout, Text, languages
from evaluator.i18n.words import t, unit

# Which days a period in this unit counts, as the key that says so ends.
_DAYS: Mapping[str, str] = {"day": "_calendar", "working_day": "_working"}
_GAP = re.compile(r"(?<=[\d.]) (?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one language; ``pending`` marks the notice that a translation is missing."""

    text: str
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says a draft's words in the languages of a layout, with the pack's own units."""

    layout: Layout
    units: Mapping[str, Text]

    def pieces(self, words: Words, lang: Lang) -> list[Piece]:
        """Words in a language. A vendor's own text stays in its own: in the other column only the notice stands."""
        said: list[Piece] = []
        for word in words:
            waits = isinstance(word, Own) and word.lang not in (None, lang)
            if waits:
                said.append(Piece(t("draft.pending", lang), pending=True))
            if not (waits and self.layout == "both"):
                said.append(Piece(self._word(word, lang)))
        return said

    def plain(self, words: Words, lang: Lang) -> str:
        """Words in a language without the notices."""
        return "".join(self._word(word, lang) for word in words)

    def cell(self, words: Words) -> str:
        """Words in every language of the layout, one under the other; the same words are not said twice."""
        return "\n".join(dict.fromkeys(self.plain(words, lang) for lang in languages(self.layout)))

    def heading(self, text: Text) -> str:
        """A text in every language of the layout, one under the other."""
        return text.show(self.layout)

    def key(self, key: str, **params: str | int | Text) -> str:
        """Words of a message key in every language of the layout, on one line."""
        return " / ".join(dict.fromkeys(t(key, lang, **params) for lang in languages(self.layout)))

    def point(self, point: Point, lang: Lang) -> str:
        """The sentence of a point that counsel has to settle, with the names of what it is about."""
        said = {key: self.plain(words, lang) for key, words in point.params}
        return t(
            f"draft.point.{point.rule}", lang, subjects=("、" if lang == "zh" else ", ").join(point.subjects), **said
        )

    def _word(self, word: Word, lang: Lang) -> str:
        if isinstance(word, Text):
            return word.show(lang)
        if isinstance(word, Own):
            return word.text
        if isinstance(word, Phrase):
            return t(word.key, lang, **dict(word.params))
        said = unit(word.unit, lang, self.units, word.amount)
        return _GAP.sub("", said) if lang == "zh" else said


def bilingual(key: str, **params: Param) -> Text:
    """Words of a key in both languages."""
    return Text(t(key, "zh", **params), t(key, "en", **params))


def place_words(place: Place, lang: Lang) -> str:
    """Where something stands, as a reader looks for it.

    >>> place_words(Place(6, 2), "zh"), place_words(Place(6, 2), "en"), place_words(Place(schedule=3), "en")
    ('第六条第2款', 'Article 6.2', 'Schedule 3')
    """
    if place.schedule:
        return t("draft.schedule", lang, number=schedule_number(place.schedule, lang))
    number = chinese_number(place.article) if lang == "zh" else str(place.article)
    if not place.paragraph:
        return t("draft.article", lang, number=number)
    return t("draft.paragraph", lang, number=number, paragraph=place.paragraph)


def measured(row: AnnexRow, lang: Lang) -> str:
    """What a term's figure is measured by: the base of a percentage; the event of a period, and which days it counts."""
    if row.base.zh or row.base.en:
        return t("draft.base", lang, base=row.base)
    if row.after.zh or row.after.en:
        return t(f"draft.after{_DAYS.get(row.unit, '')}", lang, after=row.after)
    return ""


def schedule_number(number: int, lang: Lang) -> str:
    """A schedule's number as it is printed."""
    return chinese_number(number) if lang == "zh" else str(number)


def before_award(front: Front, layout: Layout) -> str:
    """The mark of what was made before the award, on one line; empty once the award is recorded."""
    said = () if front.award_recorded else tuple(t("output.before_award", lang) for lang in languages(layout))
    return " / ".join(said)


def foot(front: Front, layout: Layout) -> str:
    """What stands at the foot of every page of a draft's workbook: that its tender is a sample, that no award is recorded."""
    sample = " / ".join(t("workbook.sample", lang) for lang in languages(layout)) if front.sample else ""
    return " · ".join(filter(None, (sample, before_award(front, layout))))
