"""Words in the two languages of the product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]
Layout = Literal["zh", "en", "both"]
LANGS: tuple[Lang, ...] = ("zh", "en")


def languages(layout: Layout) -> tuple[Lang, ...]:
    """Languages printed in a layout, Chinese first.

    >>> languages("both")
    ('zh', 'en')
    """
    return LANGS if layout == "both" else (layout,)


def layouts(spoken: Sequence[Lang]) -> tuple[Layout, ...]:
    """In which layouts the papers of a tender in these languages can be had, both beside each other first.

    >>> layouts(("zh", "en")), layouts(("en",))
    (('both', 'zh', 'en'), ('en',))
    """
    return ("both", *LANGS) if len(spoken) > 1 else tuple(spoken)


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Chinese and English; a tender in one language may leave the other empty.

    >>> Text(zh="准则", en="Criterion").show("both", " / ")
    '准则 / Criterion'
    >>> Text(zh="准则").show("en")
    '准则'
    """

    zh: str = ""
    en: str = ""

    def show(self, layout: Layout, joint: str = "\n") -> str:
        """Words of a layout; an empty language falls back on the other, the same words are not said twice."""
        words = [getattr(self, lang) or self.zh or self.en for lang in languages(layout)]
        return joint.join(dict.fromkeys(word for word in words if word))


@dataclass(frozen=True, slots=True)
class UnitName(Text):
    """A pack's own unit; ``one`` is its English name after a single one (week, weeks)."""

    one: str = ""
