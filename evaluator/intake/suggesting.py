"""Whom an unknown name suggests among the vendors invited: a suggestion for a person, who alone says whose a file is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from evaluator.intake.alike import company
from evaluator.intake.bids import vendor_key

ALIKE: Final = 70  # of 100, of two names as a whole
AHEAD: Final = 1.5  # a text that looks nearly as much like another vendor suggests nobody
# Words of a file's name: Han of two signs and more, others of four letters and more; what is shorter says nothing.
_WORDS: Final = re.compile(r"[\u3400-\u9fff]{2,}|[^\W\d_\u3400-\u9fff]{4,}")
WORD_HAN: Final = 60  # of 100: Chinese is written without spaces, so that a word is often the vendor's only in part
WORD: Final = 85


def like_name(said: str, names: Sequence[str]) -> str:
    """The one name that another spelling looks like as a whole, whatever the form of law; empty where none does, or two do.

    >>> names = ("海岚云软件有限公司", "Corvane Systems Ltd", "Bo Data Ltd")
    >>> like_name("海岚云软件（北京）有限责任公司", names), like_name("Corvan Systems Inc.", names)
    ('海岚云软件有限公司', 'Corvane Systems Ltd')
    >>> like_name("Example Systems Ltd", names), like_name("", names)
    ('', '')
    """
    from rapidfuzz import fuzz

    told = company(said)
    return _ahead({name: fuzz.ratio(told, company(name), score_cutoff=ALIKE) for name in names} if told else {})


def like_file(stem: str, names: Sequence[str]) -> str:
    """The one name whose words a file's name holds; empty where it holds none, or those of two.

    >>> names = ("海岚云软件有限公司", "北辰数据有限公司", "Bo Systems Ltd", "Ada Systems Ltd")
    >>> like_file("海岚云技术标-签字版", names), like_file("Bo_Sytems_scan", names[:3]), like_file("systems", names)
    ('海岚云软件有限公司', 'Bo Systems Ltd', '')
    """
    from rapidfuzz import fuzz

    def common(word: str, whole: str) -> float:
        return len(word) * fuzz.partial_ratio(word, whole, score_cutoff=WORD if word.isascii() else WORD_HAN)

    words = _WORDS.findall(vendor_key(stem))
    return _ahead({name: sum(common(word, company(name)) for word in words) for name in names})


def _ahead(scores: Mapping[str, float]) -> str:
    """The name with the highest score, where it is well ahead of the next."""
    ordered = sorted(scores, key=scores.__getitem__, reverse=True)
    first, second = [*(scores[name] for name in ordered[:2]), 0.0, 0.0][:2]
    return ordered[0] if first > 0 and first >= AHEAD * second else ""
