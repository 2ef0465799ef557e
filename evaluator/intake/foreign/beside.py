"""What else a row holds than its question, its answer and the remark: a second answer, a deviation, cells that nobody read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from evaluator.intake.foreign.headings import is_buyers, is_rater, role_of
from evaluator.intake.foreign.layouts import MONEY, Layout, Place, Rows
from evaluator.intake.foreign.parting import is_part
from evaluator.intake.foreign.replies import GIVEN, Reply, reply_in
from evaluator.intake.words import NO, NOT_APPLICABLE, PLACEHOLDER, YES, denies, is_judgement, plain

SAYING: Final = ("answer", "deviation")
_REFUSING: Final = frozenset({Reply.NO, Reply.NOT_APPLICABLE})
_NEGATIVE: Final = frozenset({"负偏离", "负", "negative", "negative deviation", "有偏离", "有", "yes", "y", "是"})
_OPPOSED: Final = ("负偏离", "negative deviation")
_NO_DEVIATION: Final = NO | PLACEHOLDER | NOT_APPLICABLE | {"无偏离", "零偏离", "no deviation", "no deviations", "0"}
# Roles of what the buyer says of a question, and of what is read by itself.
_BUYERS: Final = ("weight", "score", "priority", "unit", "quantity", "section", "id", "question", "owner", "comment")


def headed(rows: Rows, layout: Layout) -> dict[int, str]:
    """The heading of each column that has one: the lowest that says a role, else the lowest."""
    heads: dict[int, str] = {}
    for number in sorted(layout.header_rows):
        for column, text in rows.get(number, {}).items():
            if role_of(text) or not role_of(heads.get(column, "")):
                heads[column] = text
    return heads


def second_answers(heads: Mapping[int, str], layout: Layout) -> tuple[int, ...]:
    """Columns that speak of answers or deviations beside the one of the answers; of several vendors nobody's own."""
    if layout.vendors or layout.form:
        return ()
    taken = {*layout.answer_columns(), *layout.options, *layout.levels}
    taken |= {column for role, column in layout.columns.items() if role not in SAYING}
    return tuple(column for column, text in sorted(heads.items()) if column not in taken and role_of(text) in SAYING)


def headed_deviations(heads: Mapping[int, str], layout: Layout) -> frozenset[int]:
    """Columns of deviations: the one that is known as such, and every other that is headed so."""
    known = {column for role, column in layout.columns.items() if role == "deviation"}
    return frozenset(known | {column for column, text in heads.items() if role_of(text) == "deviation"})


def further_remarks(heads: Mapping[int, str], layout: Layout) -> tuple[int, ...]:
    """Columns of remarks behind the answers beside the one of the remarks; of several vendors nobody's own."""
    if layout.vendors or layout.form:
        return ()
    taken, first = {*layout.columns.values(), *layout.levels}, min(layout.answer_columns(), default=1 << 15)
    return tuple(
        column for column, text in sorted(heads.items())
        if column > first and column not in taken and role_of(text) == "comment" and not is_buyers(text)
    )  # fmt: skip


def prices_beside(heads: Mapping[int, str], layout: Layout) -> frozenset[int]:
    """Columns that are headed as prices and hold them beside what is read."""
    taken = {*layout.columns.values(), *layout.vendors, *layout.options}
    return frozenset(column for column, text in heads.items() if column not in taken and role_of(text) in MONEY)


def unread(
    rows: Rows, heads: Mapping[int, str], layout: Layout, asking: set[int], known: set[int]
) -> tuple[Place, ...]:
    """Cells beside questions in columns that are not read, though the vendor may well have written them.

    ``known`` are further columns that are read or told of elsewhere.
    """
    if layout.form or "question" not in layout.columns:
        return ()
    taken = {
        *layout.columns.values(),
        *layout.vendors,
        *layout.remarks.values(),
        *layout.options,
        *layout.levels,
        *known,
    }
    found: dict[int, list[str]] = {}
    first, last = layout.columns["question"], max((*layout.answer_columns(), *layout.options), default=0)
    for number in rows.keys() & asking:
        for column, text in rows[number].items():
            if column > first and column not in taken:
                found.setdefault(column, []).append(text)
    kept = [
        column
        for column, texts in found.items()
        if _is_theirs(heads.get(column, ""), texts, layout, behind=column > last)
    ]
    return tuple(
        (number, column) for number in sorted(asking & rows.keys()) for column in sorted(kept) if column in rows[number]
    )


def _is_theirs(heading: str, texts: Sequence[str], layout: Layout, *, behind: bool) -> bool:
    """Whether a column that is not read may hold what the vendor says: by its heading, without one always."""
    role = role_of(heading)
    if not heading:
        return not (len(set(texts)) == len(texts) > 1 and all(text.isdecimal() for text in texts))  # numbers of rows
    if role in (*SAYING, *MONEY, "evidence"):
        return True
    if is_buyers(heading) or is_rater(heading) or role in _BUYERS or (layout.vendors and is_part(heading)):
        return False
    if layout.price_columns() and is_part(heading):  # the price of each year beside that of all
        return not layout.vendors and all(any(map(str.isdigit, text)) for text in texts)
    return behind and sum(map(is_judgement, texts)) * 2 > len(texts)


def deviates(text: str) -> bool:
    """Whether a text in a column of deviations says more than that there is none.

    >>> deviates("负偏离"), deviates("无偏离"), deviates("无"), deviates("交付晚三十日")
    (True, False, False, True)
    """
    return plain(text) not in _NO_DEVIATION


def contradicts(answer: str, other: str, *, deviation: bool = False) -> bool:
    """Whether a second column of a row says otherwise than the answer: "no" beside a reply, a deviation beside a "yes".

    >>> contradicts("支持，标准功能", "否"), contradicts("Yes", "Y"), contradicts("No", "Closed"), contradicts("", "No")
    (True, False, False, False)
    >>> contradicts("满足", "负偏离", deviation=True), contradicts("六十日内付款", "负偏离", deviation=True)
    (True, False)
    """
    said, beside = reply_in(answer), reply_in(other)
    if said not in GIVEN or beside not in GIVEN:
        return False
    if deviation or plain(other) in _OPPOSED:
        return (
            said is Reply.ANSWERED
            and is_judgement(answer)
            and not plain(answer).endswith("偏离")
            and plain(other) in _NEGATIVE
        )
    telling = plain(other) in YES | NO | NOT_APPLICABLE or (
        is_judgement(other) and plain(other) not in ("open", "closed")
    )
    return telling and (said in _REFUSING or denies(answer)) is not (beside in _REFUSING or denies(other))
