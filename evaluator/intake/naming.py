"""What a person calls an item: a question by its id, a cell of a table by its row and its column."""

from __future__ import annotations

from evaluator.domain.finding import Param, Phrase
from evaluator.domain.question import FixedRow, Question
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import (
    COVER,
    CURRENCY_CELL,
    PRICE_COLUMNS,
    PRICES_ID,
    REQUIREMENT_COLUMNS,
    REQUIREMENT_PRICE_COLUMNS,
    REQUIREMENT_PRICES_ID,
    REQUIREMENTS_ID,
    TITLES,
)

_SUBJECTS = ("requirement", "line")
_JOINT = " · "

_COVER = dict((*COVER, CURRENCY_CELL))
_ROWS = {
    REQUIREMENTS_ID: "finding.row.requirement",
    REQUIREMENT_PRICES_ID: "finding.row.requirement",
    PRICES_ID: "finding.row.price",
}
_COLUMNS = {
    REQUIREMENTS_ID: REQUIREMENT_COLUMNS,
    REQUIREMENT_PRICES_ID: REQUIREMENT_PRICE_COLUMNS,
    PRICES_ID: PRICE_COLUMNS,
}


def item_name(item: str, question: Question | None) -> Param:
    """The name of an item; ``question`` is the pack's, None for the tables that every tender has.

    >>> item_name("ST-07", None)
    'ST-07'
    >>> name = item_name("REQ/R-23/response", None)
    >>> name.key, [(key, getattr(value, "key", value)) for key, value in name.params]
    ('finding.cell', [('row', 'finding.row.requirement'), ('column', Text(zh='答复', en='Reply'))])
    """
    key, _, rest = item.partition("/")
    row, _, column = rest.partition("/")
    if not rest:
        return TITLES.get(key, key)
    columns = _COLUMNS.get(key) or (question.columns if question else ())
    title: Param = next((one.title for one in columns if one.key == column), column)
    if key not in _ROWS and question is not None and not question.rows:
        where: tuple[tuple[str, Param], ...] = (("id", key), ("row", row))
        return Phrase("finding.cell.number", (*where, ("column", title)))
    whole: Param = Phrase(_ROWS[key], (("row", row),)) if key in _ROWS else f"{key} {row}"
    return Phrase("finding.cell", (("row", whole), ("column", title))) if column else whole


def item_text(question: Question, item: str) -> Text:
    """The words of an item: a question's text; of a cell what its row and its column are called."""
    row, _, column = item.partition("/")[2].partition("/")
    if not row:
        return question.text
    fixed = next((one for one in question.rows if one.key == row), None)
    title = next((one.title for one in question.columns if one.key == column), Text(column, column))
    parts = (*_row_words(question, fixed, row), title)
    return Text(
        _JOINT.join(filter(None, (one.zh for one in parts))), _JOINT.join(filter(None, (one.en for one in parts)))
    )


def _row_words(question: Question, fixed: FixedRow | None, key: str) -> tuple[Text, ...]:
    if fixed is None:
        return (_unstopped(question.text), Text(f"第 {key} 行", f"row {key}"))
    cells = dict(fixed.cells)
    subject = next((cells[name] for name in _SUBJECTS if name in cells), fixed.title)
    short = _unstopped(Text(subject.zh.partition("\n")[0], subject.en.partition("\n")[0]))
    return (short if short.zh or short.en else Text(key, key),)


def _unstopped(words: Text) -> Text:
    """The words without their full stop: others follow on the line."""
    return Text(words.zh.rstrip("。"), words.en.rstrip("."))


def item_code(item: str) -> str:
    """The short id that people know an item by, to stand beside its words; empty where it has none.

    >>> item_code("ST-07"), item_code("REQ/R-23/response"), item_code("SU-02/P1/response"), item_code("TOTAL")
    ('ST-07', 'R-23', 'SU-02', '')
    """
    key, _, rest = item.partition("/")
    code = rest.partition("/")[0] if key in _ROWS else key
    return "" if code in TITLES or code in _COVER else code
