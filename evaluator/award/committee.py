"""The committee that decides, as it is typed: a person a line, the role after a comma."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evaluator.domain.award import Member

_BETWEEN = re.compile(r"[,，;；\t]")


def committee(lines: Iterable[str], chair: str = "") -> tuple[Member, ...]:
    """Members in their order, the chair marked; what a list pasted from Excel repeats is named once.

    A line is a name, or a name and a role parted by a comma, a semicolon or a tab.

    >>> committee(["沈若溪，信息部经理", "Daniel Wirth", ""], "Daniel Wirth")
    (Member(name='沈若溪', role='信息部经理', chair=False), Member(name='Daniel Wirth', role='', chair=True))
    """
    found: dict[str, Member] = {}
    for line in lines:
        name, *role = (part.strip() for part in _BETWEEN.split(line, maxsplit=1))
        if name and name not in found:
            found[name] = Member(name=name, role=role[0] if role else "", chair=name == chair.strip())
    return tuple(found.values())


def panel_members(names: Iterable[str]) -> tuple[Member, ...]:
    """The panel as the committee, where nobody is named otherwise.

    >>> panel_members(["Hart, Lewis"])
    (Member(name='Hart, Lewis', role='', chair=False),)
    """
    return tuple(Member(name=name) for name in names)
