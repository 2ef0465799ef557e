"""Words of message keys in Chinese and English.

A key is dotted (``finding.blank``); its first part names the catalogue file. Catalogues are compiled from the ``.po``
files under ``locale`` when the package is built, and by ``make words`` while developing.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

from evaluator.domain.finding import Finding, Param, Phrase
from evaluator.domain.text import Lang, Layout, Text, UnitName, languages

# Signs of Chinese writing, its own punctuation too: no space stands between two of them.
_CHINESE = re.compile(r"[\u3001-\u301f\u3400-\u9fff\uff01-\uff5e]")


class UnknownWordError(KeyError):
    """A message key without words: a defect of the program, never of the user's input."""


@cache
def _catalogue(domain: str, lang: Lang) -> gettext.GNUTranslations:
    place = resources.files("evaluator.i18n") / "locale" / lang / "LC_MESSAGES" / f"{domain}.mo"
    try:
        with place.open("rb") as compiled:
            return gettext.GNUTranslations(compiled)
    except FileNotFoundError as missing:
        raise UnknownWordError(f"there is no catalogue {domain} in {lang}; `make words` compiles it") from missing


def t(key: str, lang: Lang, **params: Param) -> str:
    """Words of a key, with its parameters filled in; ``n`` chooses the plural where the language has one.

    >>> t("unit.hour", "en", n=2, amount="2"), t("unit.hour", "zh", n=2, amount="2")
    ('2 hours', '2 小时')
    >>> t("folder.archived", "zh", at="11-28（UTC）")[:19]
    '本项目已于 11-28（UTC）归档，'
    """
    count = params.get("n")
    words = _words(key, lang, count if isinstance(count, int) else None)
    return _filled(words, {name: shown(value, lang) for name, value in params.items()}, lang) if params else words


@lru_cache(maxsize=8192)
def _words(key: str, lang: Lang, count: int | None) -> str:
    catalogue = _catalogue(key.partition(".")[0], lang)
    words = key if count is None else catalogue.ngettext(key, key, count)
    if words == key:  # no count, or words that have no plural
        words = catalogue.gettext(key)
    if words == key:
        raise UnknownWordError(f"{key} has no words in {lang}")
    return words


def _filled(words: str, values: Mapping[str, str], lang: Lang) -> str:
    """The words with the values in their places; in Chinese a space stands beside Latin only.

    >>> [_filled("由 {who} 负责", {"who": name}, "zh") for name in ("沈若溪", "Daniel", "Ada 阿达")]
    ['由沈若溪负责', '由 Daniel 负责', '由 Ada 阿达负责']
    """
    if lang == "zh":
        for name, value in values.items():
            if value and _CHINESE.fullmatch(value[0]):
                words = re.sub(rf"({_CHINESE.pattern}) (\{{{name}\}})", r"\1\2", words)
            if value and _CHINESE.fullmatch(value[-1]):
                words = re.sub(rf"(\{{{name}\}}) ({_CHINESE.pattern})", r"\1\2", words)
    return words.format_map(values)


def person(name: str) -> Param:
    """A person as a sentence names them; without sign-in there is only the user of this machine.

    >>> shown(person("local"), "zh"), person("Gao")
    ('本机用户', 'Gao')
    """
    return Phrase("ranking.local") if name == "local" else name


def known(key: str, lang: Lang) -> bool:
    """Whether a key has words in a language."""
    return _catalogue(key.partition(".")[0], lang).gettext(key) != key


def shown(value: Param, lang: Lang) -> str:
    """A parameter as it stands in a sentence of that language."""
    if isinstance(value, Phrase):
        return t(value.key, lang, **dict(value.params))
    return value.show(lang) if isinstance(value, Text) else str(value)


def both(key: str, layout: Layout, joint: str = "\n", **params: Param) -> str:
    """Words of a key in each language of a layout, joined."""
    return joint.join(dict.fromkeys(t(key, lang, **params) for lang in languages(layout)))


def message(found: Finding, lang: Lang) -> str:
    """The sentence of a finding, with its remedy; the place is shown beside it, not in it."""
    return t(f"finding.{found.rule.value}", lang, **dict(found.params))


def unit(code: str, lang: Lang, units: Mapping[str, Text], amount: str | None = None) -> str:
    """A unit's name, after an amount where one is given; the pack's own units come first.

    >>> unit("person", "en", {"person": Text(zh="人", en="people")}, "12")
    '12 people'
    >>> unit("week", "en", {"week": UnitName("周", "weeks", "week")}, "1")
    '1 week'
    """
    if code in units:
        found = units[code]
        single = found.one if isinstance(found, UnitName) and lang == "en" and amount == "1" else ""
        name = single or found.show(lang)
        return name if amount is None else f"{amount} {name}"
    if not code:
        return amount or ""
    if amount is None:
        return t(f"unit.{code}.name", lang)
    return t(f"unit.{code}", lang, n=2 if amount != "1" else 1, amount=amount)
