"""Words of a draft before a language is chosen: texts of the library, message keys, amounts, and vendors' own words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evaluator.domain.finding import Phrase
from evaluator.domain.text import Lang, Text


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in a unit; ``unit`` is a code of the ``unit`` catalogue or of the pack."""

    amount: str
    unit: str


@dataclass(frozen=True, slots=True)
class Own:
    """A vendor's own words and the language they are in; None where they read the same in both (names, codes)."""

    text: str
    lang: Lang | None = None


Word = Text | Phrase | Quantity | Own
Words = tuple[Word, ...]

_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_ENGLISH = re.compile(r"\b[a-z]{2,}\b")
_ADDRESS = re.compile(r"\S*[@/]\S*|\S+\.\S+")
_ENGLISH_WORDS = 2


def language(text: str) -> Lang | None:
    """The language of a vendor's words, or None where there is nothing to translate.

    >>> language("每日增量备份"), language("Daily backup, kept for a year"), language("AES-256-GCM, TLS 1.3")
    ('zh', 'en', None)
    """
    if _CHINESE.search(text):
        return "zh"
    return "en" if len(_ENGLISH.findall(_ADDRESS.sub(" ", text))) >= _ENGLISH_WORDS else None


def own(text: str) -> Own:
    """A vendor's words, marked with their language."""
    return Own(text, language(text))


def foreign(words: Words, lang: Lang) -> bool:
    """Whether these words still need a translation into this language."""
    return any(isinstance(word, Own) and word.lang not in (None, lang) for word in words)
