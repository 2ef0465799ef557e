"""How a method workbook is laid out: its mark, the codes of its rows, and which column of a sheet holds what.

Every row that can be changed carries a code in column A (``C:tech.team``, ``L:tech.team/2``, ``Q:SE-01``), so that rows may
be moved, inserted and deleted; what stands in a row without a code is for reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.domain.method_edit import Part
from evaluator.domain.text import Layout, languages

CODE, FIRST = 1, 2
NEW = "N"
NEW_ROWS = 12
CODES: Mapping[Part, str] = {
    Part.CRITERION: "C", Part.LEVEL: "L", Part.OPTION: "O", Part.ITEM: "I", Part.GATE: "G", Part.QUESTION: "Q",
    Part.LINE: "P", Part.RULES: "R", Part.WORDS: "W",
}  # fmt: skip
PARTS = {code: part for part, code in CODES.items()}
# Columns from the second on: a name in upper case is printed for reading, the others are fields of the place, ``*`` words.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "C": ("NAME", "weight", "minimum", "title*", "description*", "anonymous", "reason_required"),
    "L": ("NAME", "points", "text*"),
    "O": ("NAME", "OPTION", "value"),
    "I": ("NAME", "UNIT", "weight", "range.worst", "range.best"),
    "R": ("NAME", "ALLOWED", "value"),
    "G": ("NAME", "ALLOWED", "on", "accept", "at_least", "at_most", "reason*"),
    "Q": ("BELONGS", "asked", "weight", "range.worst", "range.best", "text*", "hint*", "minimum"),
    "N": ("section", "criterion", "kind", "judge", "weight", "unit", "range.worst", "range.best", "text*", "hint*", "options"),
    "P": ("UNIT", "quantity", "title*"),
    "W": ("NAME", "text*"),
}  # fmt: skip
_ROW = re.compile(r"([CLOIGQNPRW]):(\S*)")
_MARK = re.compile(r"VM2\|([\w.-]+)\|(zh|en|both)\|([^|]*)\|([0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a method workbook says about itself; ``sha256`` begins the hash of the version it was made from.

    >>> Mark("crm", "zh", "T-1", "0123456789abcdef").code()
    'VM2|crm|zh|T-1|0123456789abcdef'
    """

    pack: str
    layout: Layout
    tender: str
    sha256: str

    def code(self) -> str:
        """The mark as it stands on the cover."""
        return "|".join(("VM2", self.pack, self.layout, self.tender, self.sha256))


def parse_mark(text: str) -> Mark | None:
    """The mark in a cell, or None where it holds none."""
    found = _MARK.fullmatch(text.strip())
    return Mark(*found.groups()) if found else None  # type: ignore[arg-type]  # the pattern closes the set


def parse_code(text: str) -> tuple[str, str] | None:
    """Letter and key of a row's code, or None.

    >>> parse_code("L:tech.team/2"), parse_code("R:"), parse_code("Weight")
    (('L', 'tech.team/2'), ('R', ''), None)
    """
    found = _ROW.fullmatch(text.strip())
    return (found[1], found[2]) if found else None


def fields(letter: str, layout: Layout) -> tuple[str, ...]:
    """What stands in the columns from the second on, words once for each language.

    >>> fields("L", "both")
    ('NAME', 'points', 'text.zh', 'text.en')
    """
    return tuple(
        each
        for name in COLUMNS[letter]
        for each in ([f"{name[:-1]}.{lang}" for lang in languages(layout)] if name.endswith("*") else [name])
    )
