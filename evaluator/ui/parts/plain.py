"""Text that Markdown leaves alone: labels of buttons and the like may hold a vendor's words."""

from __future__ import annotations

from typing import Final

from evaluator.contract.sanitise import unlinked

_SIGNS: Final = frozenset(r"\`*_{}[]()<>#+-.!|~$:&^")


def plain(text: str) -> str:
    r"""The text with every sign that Markdown reads made harmless, on one line.

    >>> plain("![](http://x)")
    '\\!\\[\\]\\(http\\:/\u2060/x\\)'
    """
    marked = "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in " ".join(text.split()))
    return unlinked(marked)
