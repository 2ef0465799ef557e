"""Names of bookmarks: telling ones inside the house, hashes in what leaves it; and which term a bookmark holds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from evaluator.adapters.docx_xml import bookmark_name
from evaluator.contract.returned import Use
from evaluator.domain.text import LANGS, Lang

_OUTWARD = re.compile(r"T_(zh|en)_([0-9a-f]{10})_([0-9]{1,3})")
_INWARD = re.compile(r"t_(zh|en)_.+_([0-9]{1,3})")


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


def uses_of(names: Iterable[str], terms: Iterable[str]) -> Mapping[str, Use]:
    """The uses of terms by the bookmarks that hold them; bookmarks that hold none are left out.

    >>> uses_of(["t_zh_payment_days_2", "T_en_94d8526164_1", "_Ref_p_zh_payment"], ["payment_days"])
    {'t_zh_payment_days_2': Use(term='payment_days', lang='zh', count=2), 'T_en_94d8526164_1': Use(term='payment_days', lang='en', \
count=1)}
    """
    known = list(terms)
    outward = terms_by_digest(known)
    inward: dict[str, str] = {}
    for term in known:
        for lang in LANGS:
            inward[bookmark_name("t", lang, term, "")] = term
    found: dict[str, Use] = {}
    for name in names:
        if (seen := _OUTWARD.fullmatch(name)) and seen[2] in outward:
            found[name] = Use(outward[seen[2]], cast("Lang", seen[1]), int(seen[3]))
        elif (seen := _INWARD.fullmatch(name)) and (term := _inward(name, seen, inward, known)):
            found[name] = Use(term, cast("Lang", seen[1]), int(seen[2]))
    return found


def _inward(name: str, seen: re.Match[str], inward: Mapping[str, str], terms: Iterable[str]) -> str:
    term = inward.get(name.removesuffix(seen[2]), "")
    if term:
        return term
    # A long name ends in a hash over the count too.
    return next((one for one in terms if bookmark_name("t", seen[1], one, seen[2]) == name), "")


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:10]
