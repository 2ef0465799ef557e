"""Terms that are tables: a question's rows, the requirement list, the price lines, the vendor's scored answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from evaluator.contract.known import Known, options_of, said
from evaluator.contract.numerals import chinese_number
from evaluator.contract.sanitise import line
from evaluator.contract.strikes import judged, struck
from evaluator.domain.bid import Answer, Row, Scalar, State
from evaluator.domain.contract import Term, TermTable
from evaluator.domain.finding import Source
from evaluator.domain.question import Column, FixedRow, Kind, Question
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import REPLIES, REQUIREMENT_PRICES_ID, REQUIREMENTS_ID, TIERS

Cell = Scalar | Text | TermTable | None
ROW_TITLE = "row"
ANSWER = "answer"
_ITEM = Column(key=ROW_TITLE, title=Text("项目", "Item"))
_TIER = Column(key="tier", title=Text("版本", "Edition"), kind=Kind.CHOICE, options=TIERS)
_REPLY = Column(key="response", title=Text("答复", "Reply"), kind=Kind.CHOICE, options=REPLIES, required=True)
_REQUIREMENT_COLUMNS = (
    Column(key="id", title=Text("编号", "No.")),
    Column(key="module", title=Text("模块", "Module")),
    Column(key="requirement", title=Text("需求", "Requirement"), required=True),
    Column(key="kind", title=Text("级别", "Kind")),
    _REPLY,
    _TIER,
    Column(key="price", title=Text("另行收费", "Extra price"), kind=Kind.MONEY),
    Column(key="remark", title=Text("乙方说明", "Provider's remark")),
)
_PRICE_COLUMNS = (
    Column(key="line", title=Text("报价项", "Line"), required=True),
    Column(key="unit", title=Text("单位", "Unit")),
    Column(key="quantity", title=Text("数量", "Quantity"), kind=Kind.NUMBER, required=True),
    Column(key="unit_price", title=Text("单价", "Unit price"), kind=Kind.MONEY, required=True),
    Column(key="tax_rate", title=Text("税率", "Tax rate"), kind=Kind.PERCENT),
    Column(key="amount", title=Text("金额", "Amount"), kind=Kind.MONEY, required=True),
)
_COMMITMENT_COLUMNS = (
    Column(key="id", title=Text("编号", "No.")),
    Column(key="question", title=Text("事项", "Subject")),
    Column(key=ANSWER, title=Text("乙方承诺", "Provider's commitment"), required=True),
    Column(key="cell", title=Text("出处", "Source")),
)
_KINDS = {"must": Text("必须", "Must"), "should": Text("期望", "Should")}


def question_table(
    term: Term, question: Question, answer: Answer | None, agreed: Mapping[str, Scalar | Text]
) -> TermTable | None:
    """Rows of a table answer; None where nothing in it is answered, no rows where the vendor says there are none.

    ``agreed`` are the values that stand in place of the vendor's, blank ones too, each by ``row/column``.
    """
    columns = _columns(term, question)
    gone = answer is None or (answer.settled is not None and answer.settled.value is None)
    if not agreed and answer is not None and answer.settled is None and answer.state is State.NOT_APPLICABLE:
        return TermTable(columns=columns, rows=(), item=question.id)
    fixed = {row.key: row for row in question.rows}
    told = () if answer is None or gone else answer.rows
    if agreed:
        there = {row.key for row in told}
        told = (*told, *(Row(key, {}) for key in fixed if key not in there))
    kept = [
        row for row in told if row.key in fixed or _given(row) or any(f"{row.key}/{at.key}" in agreed for at in columns)
    ]
    if not agreed and not any(map(_given, kept)):
        return None
    rows = tuple(
        tuple(agreed.get(f"{row.key}/{at.key}", _cell(at, row, fixed.get(row.key))) for at in columns) for row in kept
    )
    sources = tuple(_row_source(row, answer) for row in kept)
    keys = tuple(row.key for row in kept)
    return TermTable(columns=columns, rows=rows, item=question.id, sources=sources, keys=keys)


def requirement_table(known: Known) -> TermTable | None:
    """The buyer's requirement list with the vendor's reply to each row; None where no row has a reply."""
    replies = known.bid.answers.get(REQUIREMENTS_ID)
    if known.tender is None or replies is None:
        return None
    prices = known.bid.answers.get(REQUIREMENT_PRICES_ID)
    by_key = {row.key: row for row in replies.rows}
    charged = {row.key: row for row in prices.rows} if prices else {}
    rows: list[tuple[Cell, ...]] = []
    sources: list[Source] = []
    for wanted in known.tender.requirements:
        reply = by_key.get(wanted.id)
        cells = [_value(reply, key) for key in ("response", "tier", "remark")]
        price = _value(charged.get(wanted.id), "price")
        rows.append((wanted.id, wanted.module, wanted.text, _KINDS[wanted.kind], *cells[:2], price, cells[2]))
        sources.append(_row_source(reply, replies) if reply else replies.source)
    if not any(row[4] for row in rows):
        return None
    return TermTable(columns=_REQUIREMENT_COLUMNS, rows=tuple(rows), sources=tuple(sources))


def price_table(known: Known) -> TermTable | None:
    """The price lines as evaluated, the total in the last row."""
    price = known.price
    if price is None or not price.rows:
        return None
    rows: list[tuple[Cell, ...]] = [
        (row.title, row.unit, row.quantity, row.unit_price, row.tax_rate, row.amount) for row in price.rows
    ]
    rows.append((Text("合计", "Total"), Text(), Text(), Text(), Text(), price.total))
    return TermTable(columns=_PRICE_COLUMNS, rows=tuple(rows), sources=tuple(row.source for row in price.rows))


def commitment_table(known: Known) -> TermTable | None:
    """Every scored or gated answer of the bid that nobody has struck: what was asked, what the vendor said, its cell."""
    rows: list[tuple[Cell, ...]] = []
    sources: list[Source] = []
    gone = struck(known.library, known.agreed)
    for question in known.method.questions:
        answer = known.bid.answers.get(question.id)
        if not judged(question) or answer is None or question.id in gone:
            continue
        value, source = _commitment(question, answer, known)
        if value is not None:
            rows.append((question.id, question.text, value, line(str(source))))
            sources.append(source)
    return TermTable(columns=_COMMITMENT_COLUMNS, rows=tuple(rows), sources=tuple(sources)) if rows else None


def _commitment(question: Question, answer: Answer, known: Known) -> tuple[Cell, Source]:
    if question.kind is not Kind.TABLE:
        facts = said(answer)
        return facts.value, facts.source
    schedule = next((t.schedule for t in known.library.terms if t.fill == f"question:{question.id}"), None)
    filled = [row for row in answer.rows if any(said(cell).given for cell in row.cells.values())]
    if not filled:
        return None, answer.source
    if schedule:
        return Text(f"见附件{chinese_number(schedule)}", f"See Schedule {schedule}"), _row_source(filled[0], answer)
    fixed = {row.key: row for row in question.rows}
    columns = _all_columns(question)
    rows = tuple(tuple(_cell(column, row, fixed.get(row.key)) for column in columns) for row in filled)
    return TermTable(columns=columns, rows=rows, item=question.id), _row_source(filled[0], answer)


def _columns(term: Term, question: Question) -> tuple[Column, ...]:
    asked = {column.key: column for column in question.columns}
    if not term.columns:
        return _all_columns(question)
    return tuple(_typed(asked.get(column.key, column), column) for column in term.columns)


def _all_columns(question: Question) -> tuple[Column, ...]:
    titled = any(row.title.zh or row.title.en for row in question.rows)
    return ((_ITEM,) if titled else ()) + tuple(_typed(column, column) for column in question.columns)


def _typed(asked: Column, shown: Column) -> Column:
    return Column(
        key=asked.key, title=shown.title if shown.title.zh or shown.title.en else asked.title, kind=asked.kind,
        unit=shown.unit or asked.unit, options=shown.options or options_of(asked), required=asked.required,
    )  # fmt: skip


def _cell(column: Column, row: Row, fixed: FixedRow | None) -> Cell:
    if fixed is not None:
        if column.key == ROW_TITLE:
            return fixed.title
        printed = dict(fixed.cells).get(column.key)
        if printed is not None:
            return printed
    return _value(row, column.key)


def _value(row: Row | None, column: str) -> Cell:
    cell = row.cells.get(column) if row else None
    value = said(cell).value
    return value.normalize() if isinstance(value, Decimal) else value


def _given(row: Row) -> bool:
    return any(said(cell).given for cell in row.cells.values())


def _row_source(row: Row, answer: Answer | None) -> Source:
    whole = answer.source if answer else Source()
    return next(_given_sources(row), next((cell.source for cell in row.cells.values()), whole))


def _given_sources(row: Row) -> Iterator[Source]:
    return (cell.source for cell in row.cells.values() if said(cell).given)
