"""Words of judgement beside one another in a row: they head the columns of possible answers, or they are answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from evaluator.intake.words import is_judgement, is_mark, plain

_LETTERS: Final = ("y", "n")  # they mark, too
_NUMBERED: Final = re.compile(r"[A-Za-z]{0,4}[-. ]?\d[\d.\-]{0,9}")


def judging(heads: Mapping[int, str]) -> dict[int, str]:
    """Columns headed by words of judgement, two or more that differ: possible answers, whatever else such a word heads.

    "No" in front of them heads numbers.

    >>> judging({1: "No", 2: "Question", 3: "Yes", 4: "No", 5: "Remarks"})
    {3: 'yes', 4: 'no'}
    """
    found = {
        column: word
        for column, text in heads.items()
        if is_judgement(word := plain(text)) and (word in _LETTERS or not is_mark(word))
    }
    first = min(heads, default=0)
    others = {column for column, word in found.items() if column != first}
    if found.get(first) == "no" and (first + 1 not in others or "no" in (found[column] for column in others)):
        del found[first]
    return found if len(set(found.values())) > 1 else {}


def answered_here(texts: Mapping[int, str]) -> bool:
    """Whether words of judgement in a row are answers, and head nothing: one stands twice, or beside the row's number.

    >>> answered_here({1: "3", 2: "Data migration", 3: "Yes", 4: "Partial"}), answered_here({1: "ID", 2: "Yes", 3: "No"})
    (True, False)
    """
    found = judging(texts)
    others = [text for column, text in texts.items() if column not in found]
    twice = len(set(found.values())) < len(found)
    return bool(found) and (twice or is_numbered(others))


def is_numbered(texts: Iterable[str]) -> bool:
    """Whether one of the texts is the number of a row.

    >>> is_numbered(["R-12", "Export"]), is_numbered(["No.", "Export"])
    (True, False)
    """
    return any(_NUMBERED.fullmatch(text) for text in texts)
