"""What comments say at the cells of a sheet, without what is only guidance: the same words at several cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from evaluator.intake.cells import Comment
from evaluator.intake.words import JUDGEMENTS, plain

_FIRST = re.compile(r"([^\s,，。.;；:：!！(（/|、]+)\s*([/|、;；(（]|or\b|或)?")
_CHOOSING: Final = ("/", "|", "、", ";", "；", "or", "或")


def said_at(comments: Iterable[Comment]) -> dict[tuple[int, int], str]:
    """The words of the comments at each cell, an author's name in front of them left out.

    >>> note = [Comment(2, 3, "Ada", "Ada:\\nYes, see 3"), Comment(3, 3, "", "One line"), Comment(4, 3, "", "One line")]
    >>> said_at([*note, Comment(5, 3, "", "否"), Comment(6, 3, "", "否")])
    {(2, 3): 'Yes, see 3', (5, 3): '否', (6, 3): '否'}
    """
    bare = [(one.row, one.column, _bare(one)) for one in comments]
    times = Counter(text for *_, text in bare)
    found: dict[tuple[int, int], list[str]] = {}
    for row, column, text in bare:
        if text and (times[text] == 1 or _answers(text)):
            found.setdefault((row, column), []).append(text)
    return {place: " ".join(texts) for place, texts in found.items()}


def _bare(one: Comment) -> str:
    """Excel writes the author's name in front of a comment."""
    text = one.text.strip()
    head, mark, rest = text.partition("\n")
    return rest.strip() if mark and one.author and head.rstrip(":： ") == one.author.strip() else text


def _answers(text: str) -> bool:
    """Whether words begin with a judgement, so that they answer wherever they are repeated.

    >>> [_answers(text) for text in ("是，支持（见手册第3章）", "No", "Yes / No", "是或否", "Answer in one line")]
    [True, True, False, False, False]
    """
    found = _FIRST.match(plain(text))
    return found is not None and found[1] in JUDGEMENTS and (found[2] or "") not in _CHOOSING
