"""The columns of a score form: whose scores each holds, for which vendor, on what scale, and where the notes stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from evaluator.intake.bids import vendor_key
from evaluator.intake.matrices.score_table import stack
from evaluator.intake.matrices.turning import View
from evaluator.intake.matrices.words import heading, is_evaluator, scored_name
from evaluator.intake.words import plain

_VENDOR: Final = re.compile(
    r"^(?:suppliers?|vendors?|bidders?|tenderers?|供应商|投标人|投标单位|厂商|参选单位)"
    r"(?:'s)? ?(?:name|名称|全称)?\s*[:：]\s*(.*)$",
    re.IGNORECASE,
)
_EVALUATOR: Final = re.compile(
    r"^(?:evaluator|assessor|scorer|scored by|evaluated by|judge|reviewer|"
    r"评委|评审人|评审专家|评标专家|评标委员|专家|打分人|评分人)"
    r"(?:'s)? ?(?:name|姓名|签字|签名|（签字）|\(签字\))?\s*[:：]\s*(.*)$",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r"[(（\[][^)）\]]*\d+\s*(?:-|–|—|~|～|to|至|到)\s*\d+[^)）\]]*[)）\]]")
_SCALE: Final = re.compile(r"(?<![\d.])(\d{1,3})\s*(?:-|–|—|~|～|to|至|到)\s*(\d{1,3})(?![\d.%])")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormColumn:
    """A column of scores: its place, the vendor and the evaluator that its headings name, the place of its notes.

    ``absent`` is a vendor whose bid is not here, ``most`` the highest points that the heading names, ``head`` the line of
    the heading nearest to the scores.
    """

    spot: int
    head: int
    vendor: str = ""
    evaluator: str = ""
    absent: str = ""
    notes: int = 0
    most: Decimal | None = None


def labelled(view: View, top: int, vendors: Mapping[str, str]) -> tuple[str, str, str]:
    """Vendor, vendor who is not here, and evaluator, as labels above the table and the sheet's own name give them."""
    by_name, named, evaluator = vendors.get(vendor_key(view.sheet.name), ""), "", ""
    for (line, spot), cell in sorted(view.cells.items()):
        row, column = (spot, line) if view.turned else (line, spot)
        if cell.kind != "text" or line >= top:
            continue
        text = " ".join(cell.text.split())
        beside = " ".join(view.sheet.text(row, column + 1).split())
        if (found := _EVALUATOR.match(text)) and not evaluator:
            evaluator = found[1] or beside
        elif (found := _VENDOR.match(text)) and not named:
            named = found[1] or beside
    if not named:
        return by_name, "", evaluator
    vendor = vendors.get(vendor_key(named), "")
    if by_name and vendor != by_name:
        return "", "", evaluator  # the label says one vendor and the sheet's name another
    return vendor, "" if vendor else named, evaluator


def vendor_label(view: View, top: int) -> tuple[str, str]:
    """What stands beside the label of the vendor above the table, and the label's cell."""
    for (line, spot), cell in sorted(view.cells.items()):
        text = " ".join(cell.text.split())
        if line < top and cell.kind == "text" and (found := _VENDOR.match(text)):
            return found[1] or view.text(line, spot + 1), view.address(line, spot)
    return "", ""


def columns_of(
    view: View, band: Sequence[int], spots: Sequence[int], vendors: Mapping[str, str], *, one_vendor: bool
) -> tuple[list[FormColumn], list[int]]:
    """Columns of scores among these places, and the places of totals and agreed scores, which are not read.

    ``one_vendor`` says that the whole sheet is about one vendor: names over the columns are then evaluators.
    """
    stacks = {spot: texts for spot in spots if (texts := stack(view, band, spot))}
    roles = {spot: heading(texts[max(texts)]) for spot, texts in stacks.items()}
    # A total may have a line of help below its heading.
    roles |= {
        spot: "left"
        for spot in stacks
        for line in band
        if view.at(line, spot) and heading(view.text(line, spot)) == "left"
    }
    unused = [spot for spot, role in roles.items() if role == "left"]
    scored = [spot for spot, role in roles.items() if role in ("score", "")]
    over = {line: {stacks[spot].get(line, "") for spot in scored} for line in band}
    # What stands over all columns alike is a title, unless it is a name.
    lines = [line for line in band if len(over[line]) > 1 or any(_known(text, vendors) for text in over[line])]
    if len(scored) == 1:
        lines = [max(stacks[scored[0]])]
    naming = {line for line in lines if any(vendor_key(_bare(text)) in vendors for text in over[line])}
    names = _Names(vendors, naming, one_vendor)
    told = {spot: names.of({line: stacks[spot][line] for line in lines if line in stacks[spot]}) for spot in stacks}
    notes = [spot for spot, role in roles.items() if role == "detail"]
    columns = [
        FormColumn(
            spot=spot, head=max(stacks[spot]), vendor=told[spot][0], evaluator=told[spot][1], absent=told[spot][2],
            notes=_beside(spot, [other for other in notes if told[other] == told[spot]]), most=_most(stacks[spot]),
        )
        for spot in scored
    ]  # fmt: skip
    return columns, unused


@dataclass(frozen=True, slots=True)
class _Names:
    """What the texts over a column name: a vendor, an evaluator, or a vendor whose bid is not here."""

    vendors: Mapping[str, str]
    naming: set[int]
    one_vendor: bool

    def of(self, texts: Mapping[int, str]) -> tuple[str, str, str]:
        vendor = evaluator = absent = ""
        for line, text in texts.items():
            name = _bare(text)
            if vendor_key(name) in self.vendors:
                vendor = self.vendors[vendor_key(name)]
            elif heading(name) or not any(map(str.isalpha, name)) or _SCALE.search(plain(name)):
                continue
            elif is_evaluator(name) or (line not in self.naming and (self.one_vendor or self.naming)):
                evaluator = name
            else:
                absent = name
        return vendor, evaluator, "" if vendor else absent


def _bare(text: str) -> str:
    """The name in a heading, without the word for a score and without the scale behind it."""
    return scored_name(_ASIDE.sub("", text).strip())[0]


def _known(text: str, vendors: Mapping[str, str]) -> bool:
    return vendor_key(_bare(text)) in vendors or is_evaluator(_bare(text))


def _beside(spot: int, notes: Sequence[int]) -> int:
    """The place of the notes nearest to the scores, 0 where there are none."""
    return min(notes, key=lambda other: (abs(other - spot), other), default=0)


def _most(texts: Mapping[int, str]) -> Decimal | None:
    """The top of the scale that the headings of a column name."""
    found = [_SCALE.search(plain(text)) for text in texts.values()]
    return next((Decimal(one[2]) for one in found if one), None)
