"""Everything a vendor is asked, as questions: the pack's own, the requirement list, the deviation table and the price lines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evaluator.domain.contract import Position
from evaluator.domain.method import Method, PriceLine
from evaluator.domain.question import Column, FixedRow, Judge, Kind, Option, Question
from evaluator.domain.tender import Requirement, Tender
from evaluator.domain.text import Text

TECHNICAL = "technical"
PRICE = "price"
REQUIREMENTS_ID = "REQ"
PRICES_ID = "PRICE"
TOTAL_ID = "TOTAL"
REQUIREMENT_PRICES_ID = "REQPRICE"

REPLIES = (
    Option(key="meets", text=Text("满足", "Meets")),
    Option(key="partial", text=Text("部分满足", "Partly meets")),
    Option(key="custom", text=Text("二次开发", "Custom development")),
    Option(key="no", text=Text("不满足", "Does not meet")),
)
TIERS = (
    Option(key="basic", text=Text("基础版", "Basic")),
    Option(key="optional", text=Text("可选功能", "Optional")),
    Option(key="value_added", text=Text("增值服务", "Value-added")),
)
DEVIATIONS = (
    Option(key="none", text=Text("无偏离", "No deviation")),
    Option(key="positive", text=Text("正偏离", "Positive deviation")),
    Option(key="negative", text=Text("负偏离", "Negative deviation")),
)
YES_NO = (Option(key="yes", text=Text("是", "Yes")), Option(key="no", text=Text("否", "No")))
COVER = (
    ("V1", Text("投标人全称（与营业执照一致）", "Full registered name, as on the licence")),
    ("V2", Text("统一社会信用代码／注册号", "Registration number")),
    ("V3", Text("注册地址与通讯地址", "Registered and postal address")),
    ("V4", Text("联系人", "Contact person")),
    ("V5", Text("电话与电子邮箱", "Telephone and e-mail")),
    ("V6", Text("授权代表（签字人）", "Authorised signatory")),
    ("V7", Text("企业规模（大型／中型／小型／微型）", "Size of the enterprise (large, medium, small, micro)")),
    ("V8", Text("填报日期", "Date of this answer")),
)
CURRENCY_CELL = ("V9", Text("报价币种", "Currency of all prices"))
DEVIATION_SECTION = "deviations"
REQUIREMENT_SECTION = "requirements"
PRICE_SECTION = "prices"
REQUIREMENT_PRICE_SECTION = "requirement_prices"
TITLES = {
    REQUIREMENTS_ID: Text("需求清单", "Requirements"),
    PRICES_ID: Text("报价表", "Prices"),
    TOTAL_ID: Text("投标总价", "Your total price"),
    REQUIREMENT_PRICES_ID: Text("需求报价", "Requirement prices"),
    DEVIATION_SECTION: Text("商务偏离表", "Deviations"),
}
REQUIREMENT_COLUMNS = (
    Column(key="module", title=Text("模块", "Module")),
    Column(key="requirement", title=Text("需求", "Requirement")),
    Column(key="kind", title=Text("级别", "Kind")),
    Column(key="response", title=Text("答复", "Reply"), kind=Kind.CHOICE, options=REPLIES, required=True),
    Column(key="tier", title=Text("版本", "Edition"), kind=Kind.CHOICE, options=TIERS),
    Column(key="remark", title=Text("备注", "Remark")),
)
PRICE_COLUMNS = (
    Column(key="line", title=Text("报价项", "Line")),
    Column(key="unit", title=Text("单位", "Unit")),
    Column(key="quantity", title=Text("数量", "Quantity")),
    Column(key="unit_price", title=Text("单价", "Unit price"), kind=Kind.MONEY, required=True),
    Column(key="amount", title=Text("金额（自动计算）", "Amount (calculated)")),
    Column(key="tax_rate", title=Text("税率（%）", "Tax rate (%)"), kind=Kind.PERCENT),
    Column(key="remark", title=Text("备注", "Remark")),
)
REQUIREMENT_PRICE_COLUMNS = (
    Column(key="requirement", title=Text("需求", "Requirement")),
    Column(key="kind", title=Text("级别", "Kind")),
    Column(key="price", title=Text("另行收费总价", "Extra price"), kind=Kind.MONEY),
    Column(key="remark", title=Text("备注", "Remark")),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its key, and the questions on it in order."""

    key: str
    title: Text
    intro: Text
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The two workbooks of a tender; ``issue`` hashes only what a vendor sees."""

    pack: str
    version: str
    tender: str
    title: Text
    sheets: dict[str, tuple[Sheet, ...]]
    issue: str

    def questions(self, envelope: str) -> tuple[Question, ...]:
        """Questions of one envelope, in the order of the workbook."""
        return tuple(question for sheet in self.sheets[envelope] for question in sheet.questions)

    def all(self) -> tuple[Question, ...]:
        """Questions of both envelopes."""
        return self.questions(TECHNICAL) + self.questions(PRICE)

    def ids(self) -> frozenset[str]:
        """Ids of all questions."""
        return frozenset(question.id for question in self.all())

    def question(self, key: str) -> Question:
        """The question with this id."""
        return next(question for question in self.all() if question.id == key)


def questionnaire(method: Method, positions: Sequence[Position], tender: Tender | None) -> Questionnaire:
    """The questionnaire of a method for a tender; without a tender there is no requirement list."""
    requirements = tender.requirements if tender and method.requirements else ()
    technical = [
        Sheet(
            section.key,
            section.title,
            section.intro,
            tuple(_with_yes_no(question) for question in method.questions if question.section == section.key),
        )
        for section in method.sections
    ]
    if requirements:
        technical.append(_requirement_sheet(requirements))
    deviations = tuple(_deviation(position) for position in positions if position.question)
    if deviations:
        technical.append(Sheet(DEVIATION_SECTION, TITLES[DEVIATION_SECTION], _INTROS["deviations"], deviations))
    price = [_price_sheet(method, tender)]
    if requirements:
        price.append(_requirement_price_sheet(requirements))
    sheets = {TECHNICAL: tuple(technical), PRICE: tuple(price)}
    key = tender.id if tender else ""
    return Questionnaire(method.key, method.version, key, method.title, sheets, _issue(sheets, method.units))


def unit_prices(method: Method, tender: Tender | None) -> tuple[PriceLine, ...]:
    """The price lines with the tender's own quantities, where it sets them."""
    quantities = tender.quantities if tender else {}
    return tuple(
        PriceLine(
            id=line.id, title=line.title, unit=line.unit, quantity=quantities.get(line.id, line.quantity),
            group=line.group, note=line.note,
        )
        for line in method.price.lines
    )  # fmt: skip


def _with_yes_no(question: Question) -> Question:
    """The question with yes and no wherever it, or a column of its table, asks for them without naming its own words."""
    columns = tuple(
        replace(column, options=YES_NO) if column.kind is Kind.YES_NO and not column.options else column
        for column in question.columns
    )
    plain = question.kind is Kind.YES_NO and not question.options
    return replace(question, columns=columns, options=YES_NO if plain else question.options)


def _deviation(position: Position) -> Question:
    return Question(
        id=position.question, section=DEVIATION_SECTION, text=position.text, kind=Kind.DEVIATION, judge=Judge.INFO,
        options=DEVIATIONS, term=position.term,
    )  # fmt: skip


_INTROS = {
    "requirements": Text(
        "逐行答复：满足、部分满足、二次开发或不满足，并注明属于基础版、可选功能还是增值服务。价格只填在报价文件中。",
        "Reply row by row: meets, partly meets, custom development or does not meet, and say whether it is basic, "
        "optional or value-added. Prices belong in the price workbook only.",
    ),
    "deviations": Text(
        "逐条答复我方条款：无偏离、正偏离或负偏离。有偏离时，在备注栏写明贵方条款的完整文字。",
        "Reply to each of our terms: no deviation, positive or negative. If you deviate, write the full wording of your "
        "term in the remark column.",
    ),
    "prices": Text(
        "只填单价和税率，数量由我方固定。金额自动计算；最后一行可以填写贵方自报的投标总价，供核对。",
        "Enter unit prices and tax rates only; quantities are fixed by the buyer. Amounts are calculated; you may write "
        "your own total in the last line as a check.",
    ),
    "requirement_prices": Text(
        "基础版之外另行收费的需求，在此填写总价；不另收费的留空。必须项的另行收费计入评标价。",
        "Enter the full price of each requirement that costs extra beyond the basic edition; leave the others empty. "
        "Extra prices of must rows count in the evaluated price.",
    ),
}


_KINDS = {"must": Text("必须", "Must"), "should": Text("期望", "Should")}


def _requirement_sheet(requirements: Sequence[Requirement]) -> Sheet:
    table = Question(
        id=REQUIREMENTS_ID, section=REQUIREMENT_SECTION, text=TITLES[REQUIREMENTS_ID], kind=Kind.TABLE, blank_rows=0,
        columns=REQUIREMENT_COLUMNS,
        rows=tuple(
            FixedRow(
                key=row.id, title=Text(),
                cells=(("module", row.module), ("requirement", row.text), ("kind", _KINDS[row.kind])),
            )
            for row in requirements
        ),
    )  # fmt: skip
    return Sheet(REQUIREMENT_SECTION, TITLES[REQUIREMENTS_ID], _INTROS["requirements"], (table,))


def _price_sheet(method: Method, tender: Tender | None) -> Sheet:
    table = Question(
        id=PRICES_ID, section=PRICE_SECTION, text=TITLES[PRICES_ID], kind=Kind.TABLE, judge=Judge.PRICE, blank_rows=0,
        columns=PRICE_COLUMNS,
        rows=tuple(
            FixedRow(
                key=line.id, title=Text(),
                cells=(("line", _noted(line)), ("unit", line.unit), ("quantity", Text(_plain(line.quantity)))),
            )
            for line in unit_prices(method, tender)
        ),
    )  # fmt: skip
    total = Question(
        id=TOTAL_ID, section=PRICE_SECTION, text=TITLES[TOTAL_ID], kind=Kind.MONEY,
        judge=Judge.PRICE, required=False,
    )  # fmt: skip
    return Sheet(PRICE_SECTION, TITLES[PRICES_ID], _INTROS["prices"], (table, total))


def _noted(line: PriceLine) -> Text:
    """The title of a price line with what its price must cover below it."""
    return Text(
        "\n".join(filter(None, (line.title.zh, line.note.zh))), "\n".join(filter(None, (line.title.en, line.note.en)))
    )


def _requirement_price_sheet(requirements: Sequence[Requirement]) -> Sheet:
    table = Question(
        id=REQUIREMENT_PRICES_ID, section=REQUIREMENT_PRICE_SECTION, text=TITLES[REQUIREMENT_PRICES_ID],
        kind=Kind.TABLE, judge=Judge.PRICE, blank_rows=0, required=False,
        columns=REQUIREMENT_PRICE_COLUMNS,
        rows=tuple(
            FixedRow(key=row.id, title=Text(), cells=(("requirement", row.text), ("kind", _KINDS[row.kind])))
            for row in requirements
        ),
    )  # fmt: skip
    return Sheet(REQUIREMENT_PRICE_SECTION, TITLES[REQUIREMENT_PRICES_ID], _INTROS["requirement_prices"], (table,))


def _issue(sheets: dict[str, tuple[Sheet, ...]], units: Mapping[str, Text]) -> str:
    """Hash of what a vendor sees: a corrected weight, scale or option value never makes a returned workbook foreign."""
    seen = [
        [sheet.key, _words(sheet.title), _words(sheet.intro), [_seen(question, units) for question in sheet.questions]]
        for pages in sheets.values()
        for sheet in pages
    ]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


def _seen(question: Question, units: Mapping[str, Text]) -> list[object]:
    """Everything of a question that is printed or decides what may be entered, and nothing of how it is judged."""
    return [
        question.id, _words(question.text), question.kind.value, _unit(question.unit, units), _words(question.hint),
        _replies(question.options), question.required, question.evidence, question.gate is not None,
        [
            [column.key, _words(column.title), column.kind.value, _unit(column.unit, units), _replies(column.options)]
            for column in question.columns
        ],
        [[row.key, _words(row.title), [[key, _words(text)] for key, text in row.cells]] for row in question.rows],
    ]  # fmt: skip


def _replies(options: tuple[Option, ...]) -> list[object]:
    return [[option.key, _words(option.text)] for option in options]


def _unit(code: str, units: Mapping[str, Text]) -> list[object]:
    return [code, _words(units.get(code, Text()))]


def _words(text: Text) -> list[str]:
    return [text.zh, text.en]


def _plain(quantity: Decimal) -> str:
    return format(quantity.normalize(), "f")
