"""Which rows head the columns of a sheet: a band of one to five rows, found by what they say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from evaluator.intake.foreign.headings import (
    LONGEST,
    exact_role,
    is_machine_name,
    is_vendor_name,
    may_be_vendor,
    owner_in,
    role_of,
)
from evaluator.intake.foreign.judging import answered_here, is_numbered, judging
from evaluator.intake.foreign.layouts import VALUES, Rows
from evaluator.intake.foreign.merges import Merges
from evaluator.intake.foreign.parting import is_part
from evaluator.intake.words import is_judgement, plain

DEEPEST: Final = 40  # a first header lower than this many written rows is not looked for
ENOUGH: Final = 4
TALLEST: Final = 5
FEWEST_OWNERS: Final = 3  # two that differ may be two kinds of evidence
WIDEST: Final = 400  # a row of more cells heads nothing that people fill in
_WEIGHTS: Final = {"question": 3, "answer": 3, "id": 2, "unit_price": 2, "deviation": 2}
_HELP = re.compile(
    r"^(?:[(（\[<【]|请|填写|填|必填|选填|可选|如[:：]?|例|说明|下拉|自动|please|enter|add|select|choose|provide|e\.g|for example|"
    r"describe|state|insert|mandatory|optional|write|indicate|specify|use|give|score|text|free text|list)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"^[(（]?(\d{1,2}|[A-Z]|[①-⑳])[)）]?(?:\s*=.*)?$")
_ITEMS: Final = frozenset({"item", "items", "line", "code"})
_CODED = re.compile(r"[a-z][A-Z]|_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Rows that head columns together, by column: the heading, the cell in which it stands, and the role it says.

    ``base`` is the row that says most; ``groups`` gives the cell of the heading that spreads over a column and others.
    """

    base: int
    rows: tuple[int, ...]
    heads: Mapping[int, str]
    places: Mapping[int, tuple[int, int]]
    roles: Mapping[int, str]
    groups: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def points(self) -> int:
        """How much the band says about its columns."""
        return points(self.roles.values())


def points(roles: Iterable[str]) -> int:
    """How much the roles of columns say together: each counts once.

    >>> points(["id", "question", "answer", "answer"])
    8
    """
    return sum(_WEIGHTS.get(role, 1) for role in set(roles) if role)


def bands_of(rows: Rows, merges: Merges) -> list[Band]:
    """The headers on a sheet from the top down: the one that says most, and those like it above and below."""
    rows = {number: texts for number, texts in rows.items() if len(texts) <= WIDEST}
    numbers = list(rows)
    bases = _bases(rows, numbers)
    found: list[Band] = []
    for base in bases:
        if not found or base > found[-1].rows[-1]:
            floor = found[-1].rows[-1] if found else 0
            found.append(_band(rows, numbers, base, floor, merges))
    return found


def _bases(rows: Rows, numbers: Sequence[int]) -> list[int]:
    for names in (False, True):
        best, chosen = 0, 0
        for number in numbers[:DEEPEST]:
            roles = _said(rows[number], names=names)
            if _heads(rows[number], roles) and points(roles) > best and not answered_here(rows[number]):
                best, chosen = points(roles), number
        if best >= ENOUGH:
            chosen = _named_above(rows, numbers, chosen) or chosen
            return [number for number in numbers if number == chosen or _surely(rows[number])]
    return []


def _named_above(rows: Rows, numbers: Sequence[int], chosen: int) -> int:
    """The row above that says more once names count as vendors, where the chosen one lives by words of judgement alone.

    Such words are answers as often as headings: "Meets | Custom" below the names of two vendors heads nothing.
    """
    if not judging(rows[chosen]) or "answer" in map(role_of, rows[chosen].values()):
        return 0
    best, found = points(_said(rows[chosen], names=False)), 0
    sure = any(map(exact_role, rows[chosen].values()))
    for number in numbers[: numbers.index(chosen)]:
        roles = _said(rows[number], names=True)
        more = points(roles) + (not sure and any(map(exact_role, rows[number].values())))
        if _heads(rows[number], roles) and more > best:
            best, found = more, number
    return found


def _said(texts: Mapping[int, str], *, names: bool) -> list[str]:
    """Roles that a row names; possible answers beside one another, or vendors', head answers.

    With ``names``, so do any two names beside a sure heading for questions or ids, and names before one word for answers:
    what stands below them decides.
    """
    offered = judging(texts)
    roles = [role for column, text in texts.items() if column not in offered and (role := role_of(text))]
    if "answer" not in roles and "owner" in roles:
        roles = [
            "answer" if role == "owner" else role for role in roles
        ]  # "Vendor" heads answers where nothing else does
    vendors = sum(is_vendor_name(text) for text in texts.values())
    guessed = names and any(exact_role(text) in ("question", "id") for text in texts.values())
    if guessed:
        vendors = sum(may_be_vendor(text) or is_part(text) for text in texts.values() if len(text) <= LONGEST // 2)
    return [*roles, "answer"] if offered or vendors > 1 or (names and _owned(texts)) else roles


def _owned(texts: Mapping[int, str]) -> bool:
    """Whether headings of one role each begin with another name: Launch Stage Evidence | Optimize Stage Evidence."""
    owners: dict[str, set[str]] = {}
    for text in texts.values():
        if (role := role_of(text)) in VALUES and (name := owner_in(text)):
            owners.setdefault(role, set()).add(name)
    return any(len(names) >= FEWEST_OWNERS for names in owners.values())


def _heads(texts: Mapping[int, str], roles: Sequence[str]) -> bool:
    """Whether a row may be a header at all: it names two roles, of questions or of what is offered for them."""
    kinds = set(roles)
    telling = kinds & {"question", "answer", "unit_price", "deviation"}
    return len(kinds) > 1 and bool(telling) and (len(texts) > 2 or kinds >= {"question", "answer"})


def _surely(texts: Mapping[int, str]) -> bool:
    """Whether a row is a header wherever it stands: most of its cells are known words for headings, of a whole table."""
    if not 1 < len(texts) <= 40:
        return False
    kinds, others = set(), 0
    for text in texts.values():
        role = exact_role(text) if len(text) <= LONGEST else ""
        others += not role
        kinds.add(role)
        if len(text) > LONGEST or others * 3 > len(texts):  # most rows are told after a few cells
            return False
    return "question" in kinds and bool(kinds & {"answer", "unit_price", "amount", "quantity"})


def _band(rows: Rows, numbers: Sequence[int], base: int, floor: int, merges: Merges) -> Band:
    """The rows above and below the base that belong to it, and what they say together."""
    place = bisect_left(numbers, base)
    members, silent = [base], set()
    ahead = numbers[place + 1 : place + TALLEST]
    for number, after in zip(
        ahead, [*numbers[place + 2 : place + TALLEST], ahead[-1] if ahead else base], strict=False
    ):
        if number != members[-1] + 1 and not _spanned(rows, members[-1], number, merges):
            break
        if _silent(rows[number], rows[base], rows[after]):
            silent.add(number)
        elif not (_translates(rows, base, number) or _below(rows, members[-1], number, merges)):
            break
        members.append(number)
    for number in reversed(numbers[max(0, place - 3) : place]):
        if number <= floor or number != members[0] - 1 or len(members) >= TALLEST:
            break
        if not (_translates(rows, base, number) or _above(rows, members[0], number, merges)):
            break
        members.insert(0, number)
    return _read(rows, members, silent, merges, base)


def _silent(texts: Mapping[int, str], base: Mapping[int, str], after: Mapping[int, str]) -> bool:
    """A row of names for programs, of column numbers, or of help on what to fill in; a second of help asks something."""
    cells = list(texts.values())
    if len(cells) < 3:
        return False
    coded = sum(bool(_CODED.search(text)) for text in cells)
    if all(is_machine_name(text) for text in cells) and coded * 2 > len(cells):
        return True
    if len(cells) * 2 > len(base) and _counted(cells):
        return True
    return all(_HELP.match(text) for text in cells) and not all(_HELP.match(text) for text in after.values())


def _counted(cells: Sequence[str]) -> bool:
    """Whether cells only number their columns.

    >>> _counted(["1", "2", "3=1×2"]), _counted(["(A)", "(B)", "(C)"]), _counted(["1", "1", "2"])
    (True, True, False)
    """
    found = [_ORDINAL.match(text) for text in cells]
    keys = [one[1] for one in found if one]
    numbers = [int(key) if key.isdecimal() else ord(key) for key in keys]
    return len(keys) == len(cells) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _translates(rows: Rows, base: int, number: int) -> bool:
    """The same heading again in the other language: each column says the role that the base says of it."""
    same = [
        column
        for column, text in rows[number].items()
        if (role := role_of(text)) and role == role_of(rows[base].get(column, ""))
    ]
    other = any(rows[number][column].isascii() != rows[base][column].isascii() for column in same)
    return len(same) > 1 and len(same) * 2 > len(rows[number]) and other and not is_numbered(rows[number].values())


def _spanned(rows: Rows, above: int, number: int, merges: Merges) -> bool:
    """Whether a merged cell of the row above reaches this row."""
    return any(merges.last_row(above, column) >= number for column in rows[above])


def _wide(rows: Rows, number: int, column: int, merges: Merges, right: int = 0) -> int:
    """The last column that a heading spreads over: by its merge, or over blanks up to the next heading (the last: to ``right``)."""
    if (end := merges.last_column(number, column)) > column:
        return end
    after = [other for other in rows[number] if other > column]
    return min(after) - 1 if after else max(column, right)


def _below(rows: Rows, above: int, number: int, merges: Merges) -> bool:
    """Headings under those that spread over several columns: no cell stands under a heading of one column."""
    texts = rows[number]
    if len(texts) < 2 or any(len(text) > LONGEST for text in texts.values()):
        return False
    free: set[int] = set()
    for column, text in rows[above].items():
        end = _wide(rows, above, column, merges, max(texts))
        if end > column and role_of(text) not in ("id", "question"):
            free.update(range(column, end + 1))
    return all(column in free for column in texts)


def _above(rows: Rows, low: int, number: int, merges: Merges) -> bool:
    """Names over groups of columns that say the same under each: two or more that spread."""
    texts, below = rows[number], rows[low]
    if len(texts) < 2 or any(len(text) > LONGEST or text.rstrip().endswith((":", "：")) for text in texts.values()):
        return False
    wide = [column for column in texts if column in below and _wide(rows, number, column, merges, max(below)) > column]
    roles = [role_of(text) for text in below.values()]
    return len(wide) > 1 and any(roles.count(role) > 1 for role in VALUES)


def _says(text: str, above: int) -> str:
    """The role that a heading below another says: a word of judgement is a possible answer there, whatever heads it."""
    return "" if above and is_judgement(text) else role_of(text)


def _read(rows: Rows, members: Sequence[int], silent: set[int], merges: Merges, base: int) -> Band:
    """What the rows of a band say of each column: the lowest text that says a role, else the lowest."""
    saying = [number for number in members if number not in silent]
    right = max(column for number in saying for column in rows[number])
    places: dict[int, tuple[int, int]] = {}
    groups: dict[int, tuple[int, int]] = {}
    for number in reversed(saying):
        for column, text in rows[number].items():
            if column not in places or (role_of(text) and not _says(rows[places[column][0]][column], number)):
                places[column] = (number, column)
    for number in saying[:-1]:
        for column in rows[number]:
            end = _wide(rows, number, column, merges, right)
            below = [
                place for place in range(column, end + 1) if any(place in rows[low] for low in saying if low > number)
            ]
            groups.update(dict.fromkeys(below if len(below) > 1 else (), (number, column)))
    heads = {column: rows[number][column] for column, (number, _) in sorted(places.items())}
    offered = judging(heads)
    roles = {column: role for column, text in heads.items() if column not in offered and (role := role_of(text))}
    _name_items(heads, roles)
    return Band(base=base, rows=tuple(members), heads=heads, places=places, roles=roles, groups=groups)


def _name_items(heads: Mapping[int, str], roles: dict[int, str]) -> None:
    """Where nothing else heads what is asked for, "Item" beside a column of numbers does: No | Item | Qty | Unit price."""
    named = [column for column, text in heads.items() if roles.get(column) == "id" and plain(text) in _ITEMS]
    if "question" not in roles.values() and len([role for role in roles.values() if role == "id"]) > len(named):
        roles.update(dict.fromkeys(named, "question"))
