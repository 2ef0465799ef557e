"""Which term a bookmark of a draft holds, whether the draft was for the house or for the vendor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import cast

from evaluator.adapters.docx_names import terms_by_digest
from evaluator.adapters.docx_xml import bookmark_name
from evaluator.contract.returned import Use
from evaluator.domain.text import LANGS, Lang

_OUTWARD = re.compile(r"T_(zh|en)_([0-9a-f]{10})_([0-9]{1,3})")
_INWARD = re.compile(r"t_(zh|en)_.+_([0-9]{1,3})")


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
