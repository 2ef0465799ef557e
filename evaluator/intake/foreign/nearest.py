"""Of many texts the nearest few to each of many others, by the words in them, without measuring every pair in full."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TRIED: Final = 6  # so many of the nearest by the fast measure are measured by the slow one
_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\s\u3400-\u9fff]+")
# Punctuation that says nothing; a sign between digits and a sign of comparison do: 1.5 is not 15, and ≤ is not ≥.
_NOISE = re.compile(r"[^\w%‰<>=≤≥±+.,:/~–-]|_|(?<!\d)[.,:/~–-]|[.,:/~–-](?!\d)")


def nearest(asked: Sequence[Sequence[str]], ours: Sequence[Sequence[str]]) -> NDArray[np.int64]:
    """For each text the places of the few of ours that are nearest by the fast measure, of equals the first.

    Texts of one script are measured first. No two texts share more signs than the lesser has of each kind (Chinese,
    other, blank): that bound tells which pairs of different scripts can still be among the nearest, and they are few.
    """
    import numpy as np
    from rapidfuzz import fuzz, process

    lines, forms = ([" ".join(sorted(parts)) for parts in side] for side in (asked, ours))
    mine, theirs = (np.array([_kinds(parts) for parts in side], np.int32) for side in (asked, ours))
    near = np.zeros((len(lines), len(forms)), np.int32)
    unlike = np.not_equal.outer(mine[:, 0] > mine[:, 1], theirs[:, 0] > theirs[:, 1])
    for script in (False, True):
        rows = np.flatnonzero((mine[:, 0] > mine[:, 1]) == script)
        columns = np.flatnonzero((theirs[:, 0] > theirs[:, 1]) == script)
        if len(rows) and len(columns):
            near[np.ix_(rows, columns)] = process.cdist(
                [lines[row] for row in rows], [forms[column] for column in columns], scorer=fuzz.ratio, dtype=np.uint8
            )
    tried = min(_TRIED, len(forms))
    least = -np.partition(-near, tried - 1, axis=1)[:, tried - 1]
    shared = sum(np.minimum.outer(mine[:, kind], theirs[:, kind]) for kind in range(3))
    whole = np.add.outer(mine.sum(axis=1), theirs.sum(axis=1))
    open_ = np.nonzero(unlike & (200 * shared >= (least[:, None] - 1) * whole))
    if len(open_[0]):
        near[open_] = process.cpdist(
            [lines[row] for row in open_[0]], [forms[column] for column in open_[1]], scorer=fuzz.ratio, dtype=np.uint8
        )
    order = near * len(forms) + np.arange(len(forms) - 1, -1, -1, dtype=np.int32)
    return np.argpartition(-order, tried - 1, axis=1)[:, :tried]


def _kinds(parts: Sequence[str]) -> tuple[int, int, int]:
    """How many signs of words joined by blanks are Chinese, how many are others, and how many are those blanks."""
    chinese = sum("\u3400" <= part <= "\u9fff" for part in parts)
    blanks = max(len(parts) - 1, 0)
    return chinese, sum(map(len, parts)) - chinese, blanks


def tokens(text: str) -> list[str]:
    """Words of a text, every Chinese character one of its own.

    >>> tokens("RPO≤15 分钟？")
    ['rpo≤15', '分', '钟']
    """
    return _TOKEN.findall(bare(text))


@lru_cache(maxsize=1 << 15)
def bare(text: str) -> str:
    """A text without case, width and the punctuation that says nothing."""
    return _NOISE.sub(" ", unicodedata.normalize("NFKC", text).casefold())
