"""What stands in the column of a possible answer: a mark, that it is not this one, nothing, or words that mark nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from evaluator.intake.words import NO, NOT_APPLICABLE, PLACEHOLDER, plain

_TICKS: Final = frozenset("√✓✔☑v")
_FULL: Final = frozenset("●■★")
_HERE: Final = _TICKS | _FULL | {"*", "1", "y", "yes", "true", "是", "对", "选", "已选", "checked", "selected"}
_CROSSES: Final = frozenset("x☒")  # a mark where nobody ticks, else what is not ticked
_RINGS: Final = frozenset("○◯")
_NOT: Final = NO | NOT_APPLICABLE | {"0", "不选"}
_EMPTY: Final = (PLACEHOLDER - {"tbd", "tbc", "to be confirmed", "待定", "待确认", "同上", "?", "？"}) | {"□", "☐"}
_SAME: Final = (frozenset({"no", "n", "否"}), frozenset({"yes", "y", "是"}), NOT_APPLICABLE)
_BRACKETED = re.compile(r"[(（\[【]\s*([^\s)）\]】]?)\s*[)）\]】]")
_BOXED = re.compile(r"([□☐○◯☑☒■●√✓✔])\s*(\S.*)", re.DOTALL)


class Mark(StrEnum):
    """What a cell below a possible answer says."""

    HERE = "here"
    NOT = "not"
    EMPTY = "empty"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Signs:
    """How a table is marked: by ``ticks``, so that a cross beside them is none; ``rings`` mark where one stands in a row."""

    ticks: bool = False
    rings: bool = True

    def mark(self, text: str, option: str) -> Mark:
        """What a text says of a possible answer.

        >>> [Signs().mark(text, "满足").value for text in ("√", "X", "是", "满足", "×", "否", "☐", "二期支持")]
        ['here', 'here', 'here', 'here', 'not', 'not', 'empty', 'words']
        >>> Signs(ticks=True).mark("x", "Yes").value, Signs().mark("No", "No").value, Signs().mark("☑ 满足", "满足").value
        ('not', 'here', 'here')
        """
        said = _sign(text)
        if boxed := _BOXED.fullmatch(said):
            ticked = Mark.EMPTY if boxed[1] in "□☐○◯" else Mark.HERE
            return ticked if _same(boxed[2].strip(), plain(option)) else Mark.WORDS
        if said in _HERE or _same(said, plain(option)):
            return Mark.HERE
        if said in _CROSSES:
            return Mark.NOT if self.ticks else Mark.HERE
        if said in _RINGS:
            return Mark.HERE if self.rings and not self.ticks else Mark.EMPTY
        return Mark.EMPTY if said in _EMPTY else Mark.NOT if said in _NOT else Mark.WORDS


def signs_of(rows: Iterable[Sequence[str]]) -> Signs:
    """How the rows of a table are marked, from what stands in the columns of its possible answers.

    >>> signs_of([["√", ""], ["x", ""]]), signs_of([["○", "○"]]).rings
    (Signs(ticks=True, rings=True), False)
    """
    ticks, rings = False, True
    for texts in rows:
        said = [_sign(text) for text in texts]
        ticks = ticks or any(one[:1] in _TICKS - {"v"} or one == "v" for one in said)
        rings = rings and sum(one in _RINGS for one in said) < 2 and not any(one[:1] in _FULL for one in said)
    return Signs(ticks, rings)


def _sign(text: str) -> str:
    """A text for comparing, without the selector that makes a picture of a sign; of a sign in brackets the sign."""
    said = plain(text.replace("\ufe0f", ""))
    if bracketed := _BRACKETED.fullmatch(said):
        return bracketed[1] or "☐"
    return said[:1] if len(set(said)) == 1 and not said[:1].isalnum() else said


def _same(said: str, option: str) -> bool:
    """Whether a text only says the possible answer again."""
    return bool(said) and (said == option or any(said in words and option in words for words in _SAME))
