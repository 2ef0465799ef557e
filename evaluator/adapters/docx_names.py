"""Names of bookmarks: telling ones inside the house, hashes in what leaves it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evaluator.adapters.docx_xml import bookmark_name
from evaluator.domain.text import Lang


@dataclass(frozen=True, slots=True)
class Names:
    """How a document names its bookmarks. One that leaves the house has no hidden names and none that says a term's id."""

    outward: bool = False

    def anchor(self, kind: str, lang: Lang, key: str) -> str:
        """What a reference points at: an article ``a``, a paragraph ``p`` or a schedule ``s``.

        >>> Names().anchor("a", "zh", "payment"), Names(outward=True).anchor("a", "zh", "payment")
        ('_Ref_a_zh_payment', 'R_zh_043e1cd758')
        """
        return f"R_{lang}_{_digest(f'{kind}.{key}')}" if self.outward else bookmark_name("_Ref", kind, lang, key)

    def term(self, lang: Lang, term: str, count: int) -> str:
        """A term's value where it stands for the ``count``-th time.

        >>> Names().term("en", "payment_days", 2), Names(outward=True).term("en", "payment_days", 2)
        ('t_en_payment_days_2', 'T_en_94d8526164_2')
        """
        if self.outward:
            return f"T_{lang}_{_digest(term)}_{count}"
        return bookmark_name("t", lang, term, str(count))


def terms_by_digest(terms: Iterable[str]) -> Mapping[str, str]:
    """The terms by the part of an outward bookmark's name that stands for them: how a returned draft is read again.

    >>> terms_by_digest(["payment_days"])
    {'94d8526164': 'payment_days'}
    """
    return {_digest(term): term for term in terms}


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:10]
