"""Every word of a method in every language of the method, wherever in it the word stands."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.domain.method import Method
from evaluator.domain.method_words import texts
from evaluator.scoring.check_bounds import Fault


def word_faults(rules: Method) -> Iterator[Fault]:
    """A fault for each text that lacks a language of the method, under the key that holds it."""
    if not rules.languages:
        yield "languages", "languages_missing", ()
    for key, text, needed in texts(rules):
        said = text.zh or text.en
        lacking = ", ".join(lang for lang in rules.languages if not getattr(text, lang).strip())
        if said and lacking:
            yield key, "translation_missing", (("given", said[:40]), ("languages", lacking))
        elif needed and not said:
            yield key, "text_missing", ()
