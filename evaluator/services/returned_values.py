"""The values of a document that came back, read as intake reads them and held against what the draft would print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from evaluator.adapters.docx_words import Speaker
from evaluator.contract.agreed import read_agreed
from evaluator.contract.frozen import changes_substance
from evaluator.contract.printing import Printer
from evaluator.contract.returned import Changed, flat
from evaluator.contract.sanitise import clean
from evaluator.domain.bid import Scalar
from evaluator.domain.contract import TermStatus, TermValue
from evaluator.domain.finding import Rule
from evaluator.domain.question import Kind
from evaluator.domain.text import LANGS, Lang, Text
from evaluator.i18n.words import t
from evaluator.intake.values import Asked
from evaluator.services.agreed_values import asked_for
from evaluator.services.draft_law import change_refused
from evaluator.services.drafting import DraftInputs, facts_of
from evaluator.services.problem import Refused

_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_BULLET = re.compile(r"^· ", re.MULTILINE)
_QUOTED = re.compile(r"[“\"](.*)[”\"]", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A value that a document proposes for a term; None where the words give none, and ``problem`` says why.

    ``refused`` is the key of the sentence by which the award forbids the change, empty where it does not.
    """

    term: str
    label: Text
    before: Mapping[Lang, str]
    words: Mapping[Lang, str]
    value: Scalar | Text | None
    problem: Rule | None = None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the changed terms of one document; ``bare`` are the terms as tender and bid leave them."""

    inputs: DraftInputs
    bare: Mapping[str, TermValue]

    def proposal(self, value: TermValue, changed: Changed) -> Proposed:
        """What the new words of a term propose."""
        asked = asked_for(self.inputs, value)
        words = {lang: self._clean(texts[0], lang) for lang, texts in changed.after.items()}
        before = {lang: self._clean(text, lang) for lang, text in changed.before.items()}
        found, problem = self._read(value, asked, changed, (before, words))
        route = self.inputs.tender.route if self.inputs.tender else "negotiated"
        bare, method = self.bare[value.term.id], self.inputs.method
        changes = found is not None and changes_substance(bare, found, method)
        return Proposed(
            term=value.term.id, label=value.term.label, before=before, words=words, value=found, problem=problem,
            refused=change_refused(value.term, route, method) if changes else None,
        )  # fmt: skip

    def _read(
        self, value: TermValue, asked: Asked, changed: Changed, said: tuple[dict[Lang, str], dict[Lang, str]]
    ) -> tuple[Scalar | Text | None, Rule | None]:
        before, words = said
        if any(len(texts) > 1 or lang in changed.left for lang, texts in changed.after.items()):
            return None, Rule.RETURNED_PLACES
        if asked.kind is Kind.TEXT:
            # A column that only said that a translation is missing has not been left behind.
            spoken = {lang for lang, text in before.items() if text}
            if spoken - set(words) and spoken & set(words):
                return None, Rule.RETURNED_LANGUAGES
            said_now = {**before, **words}
            read = read_agreed(value.term, asked, Text(said_now.get("zh", ""), said_now.get("en", "")))
            if read.value is None:
                return None, Rule.RETURNED_UNREAD
            # Characters that nobody sees, or that no paper holds, do not come into the draft: that is said, too.
            return read.value, Rule.RETURNED_WORDING if any(clean(text).notes for text in words.values()) else None
        # A column that still says what it said speaks too.
        values = {lang: self._typed(value, asked, words.get(lang, text)) for lang, text in before.items()}
        if any(values[lang] is None for lang in words):
            return None, Rule.RETURNED_UNREAD
        if len(set(values.values())) > 1:
            return None, Rule.RETURNED_LANGUAGES
        found = next(iter(values.values()))
        same = found is None or all(self._prints(value, found, lang, text) for lang, text in words.items())
        return found, None if same else Rule.RETURNED_WORDING

    def _typed(self, value: TermValue, asked: Asked, text: str) -> Scalar | Text | None:
        bare = _BRACKETS.sub("", text) if asked.kind is Kind.MONEY else text
        return read_agreed(value.term, asked, Text(bare)).value

    def _clean(self, text: str, lang: Lang) -> str:
        """The words without what the draft sets around a value: quotation marks, points of a list, a missing translation."""
        for each in LANGS:
            text = text.replace(t("draft.pending", each), "")
        text = _BULLET.sub("", text.strip())
        quoted = _QUOTED.fullmatch(text)
        return (quoted[1] if quoted else text).strip()

    def _prints(self, value: TermValue, found: Scalar | Text, lang: Lang, text: str) -> bool:
        """Whether the draft would print this value in these words: with them go the sum in capitals and the tax."""
        printer = Printer(self.inputs.library, facts_of(self.inputs).questions, self.inputs.tax)
        agreed = replace(value, status=TermStatus.AGREED, value=found)
        speaker = Speaker(lang, self.inputs.method.units)
        printed = {speaker.plain(words, lang) for words in (printer.printed(agreed), printer.listed(agreed))}
        return flat(text) in {flat(_BULLET.sub("", one)) for one in printed}
