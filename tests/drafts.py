"""A clause library small enough to read, and bids to draft from; it stands on the tiny method."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from evaluator.adapters.packs import PackFault, bundled
from evaluator.adapters.packs_build import read_toml
from evaluator.adapters.packs_library import build_library
from evaluator.contract.compose import compose
from evaluator.contract.draft import Draft
from evaluator.contract.known import known, options_of
from evaluator.contract.price import PriceFacts, price_facts
from evaluator.contract.terms import fill_terms
from evaluator.domain.bid import Answer, Bid, Row, State
from evaluator.domain.contract import (
    Clause,
    Condition,
    ContractLibrary,
    Paragraph,
    Position,
    Schedule,
    Term,
    TermKind,
    TermValue,
    When,
)
from evaluator.domain.finding import Source
from evaluator.domain.method import Method
from evaluator.domain.money import Money
from evaluator.domain.question import Column, Kind, Option, Question
from evaluator.domain.tender import BuyerProfile, Tender
from evaluator.domain.text import Layout, Text
from evaluator.intake.layout import open_columns
from evaluator.intake.questionnaire import COVER, questionnaire
from evaluator.scoring.price import evaluated_price
from evaluator.services.drafting import DraftInputs
from tests import tiny

COURT = Option(key="court", text=Text("向人民法院起诉", "by action before the court"))
ARBITRATION = Option(key="arbitration", text=Text("提交仲裁", "by arbitration"))


def term(key: str, fill: str, kind: TermKind = TermKind.LINE, **more: Any) -> Term:
    label = more.pop("label", Text(f"{key}之名", f"Name of {key}"))
    return Term(id=key, group="all", label=label, kind=kind, fill=fill, demands=("S1",), **more)


TERMS = (
    term("vendor_name", "vendor:name"),
    term("vendor_address", "vendor:address"),
    term("buyer_name", "buyer:name", substantive=True),
    term("court_place", "tender:court_place"),
    term("response", "question:SU-01", TermKind.DURATION, unit="hour", silent=Text("没有约定", "Nothing agreed")),
    term("level", "question:SE-01", TermKind.CHOICE),
    term("plan", "question:FT-01", TermKind.TEXT, schedule=1),
    term("requirements", "requirements", TermKind.TABLE, schedule=1),
    term(
        "payment_days", "deviation", TermKind.DURATION, unit="day", after=Text("收到发票之日", "receipt of the invoice")
    ),
    term("forum", "deviation", TermKind.CHOICE),
    term("total_price", "price:total", TermKind.MONEY, substantive=True),
    term("price_table", "price:lines", TermKind.TABLE, schedule=2),
    term("promises", "commitments", TermKind.TABLE, schedule=3),
)
POSITIONS = (
    Position(
        term="payment_days", question="DV-01", owner="buying", value=Decimal(30), compare="at_least",
        text=Text("收到发票后30日内付款。", "Payment within 30 days of the invoice."),
        fallback=Text("底线二十日", "FALLBACK twenty days"), escalate=Text("上报条件", "ESCALATE below ten"),
        reason=Text("内部理由", "REASON inside"),
    ),
    Position(
        term="forum", question="DV-02", owner="legal", value="court", compare="equal", options=(COURT, ARBITRATION),
        text=Text("由法院解决。", "The court decides."),
    ),
    Position(
        term="response", owner="it", value=Decimal(8), compare="at_most", text=Text("8小时内响应。", "Response within 8 hours.")
    ),
)  # fmt: skip
CLAUSES = (
    Clause(
        id="parties", order=10, version=1, owner="legal", title=Text("当事人", "Parties"), demands=("S1",),
        paragraphs=(
            Paragraph(
                id="parties.names", text=Text("双方如下：", "The Parties are:"),
                items=(
                    Text("甲方：{t:buyer_name}；", "Customer: {t:buyer_name};"),
                    Text("乙方：{t:vendor_name}，住所{t:vendor_address}。", "Provider: {t:vendor_name} of {t:vendor_address}."),
                ),
            ),
        ),
    ),
    Clause(
        id="support", order=20, version=1, owner="it", title=Text("支持", "Support"), guidance=Text("核对时限", "Check the times"),
        paragraphs=(
            Paragraph(
                id="support.times",
                text=Text(
                    "乙方在{t:response}内响应，付款见{ref:payment}，计划见{sch:1}。",
                    "The Provider responds within {t:response}; payment see {ref:payment.days}, plan see {sch:1}.",
                ),
            ),
            Paragraph(id="support.level", text=Text("级别为{t:level}。", "The level is {t:level}."), notable=True),
        ),
    ),
    Clause(
        id="payment", order=30, version=1, owner="buying", title=Text("付款", "Payment"),
        paragraphs=(
            Paragraph(id="payment.price", text=Text("总价{t:total_price}。", "The price is {t:total_price}.")),
            Paragraph(
                id="payment.days",
                text=Text("甲方在{t:payment_days}内付款，见{ref:support.times}。", "The Customer pays within {t:payment_days}."),
            ),
        ),
    ),
    Clause(
        id="court", order=40, version=1, owner="legal", title=Text("诉讼", "Court"),
        when=When(all=(Condition(term="forum", op="eq", value="court"),)),
        paragraphs=(
            Paragraph(
                id="court.place", text=Text("争议{t:forum}，地点{t:court_place}。", "Disputes: {t:forum}, at {t:court_place}.")
            ),
        ),
    ),
    Clause(
        id="arbitration", order=50, version=1, owner="legal", title=Text("仲裁", "Arbitration"),
        when=When(all=(Condition(term="forum", op="eq", value="arbitration"),)),
        paragraphs=(Paragraph(id="arbitration.body", text=Text("争议{t:forum}。", "Disputes: {t:forum}.")),),
    ),
)  # fmt: skip
SCHEDULES = (
    Schedule(
        number=1,
        title=Text("计划与需求", "Plan"),
        terms=("plan", "requirements"),
        intro=Text("见正文。", "See the body."),
    ),
    Schedule(number=2, title=Text("价格", "Prices"), terms=("price_table",)),
    Schedule(number=3, title=Text("承诺", "Promises"), terms=("promises",)),
)


def library(**changes: Any) -> ContractLibrary:
    settings: dict[str, Any] = {
        "title": Text("示例合同", "Sample contract"), "terms": TERMS, "positions": POSITIONS, "clauses": CLAUSES,
        "schedules": SCHEDULES,
    }  # fmt: skip
    return ContractLibrary(**{**settings, **changes})


def tender(**changes: Any) -> Tender:
    buyer = BuyerProfile(name=Text("海澜公司（示例）", "Hailan Ltd (sample)"), size="medium")
    settings = {"buyer": buyer, "draft_date": "2026-03-01", "terms": {"court_place": Text("杭州", "Hangzhou")}}
    return tiny.tender(**{**settings, **changes})


def cell(item: str, value: Any, sheet: str = "Main", place: str = "D4", **more: Any) -> Answer:
    state = more.pop("state", State.UNANSWERED if value is None else State.ANSWERED)
    verbatim = more.pop("verbatim", "" if value is None else str(value))
    source = Source("ada.xlsx", "0" * 64, sheet, place)
    return Answer(item=item, state=state, value=value, verbatim=verbatim, source=source, **more)


def bid(vendor: str = "Ada", **changes: Any) -> Bid:
    """A bid that accepts every position; ``changes`` replace answers by id, with ``_`` for ``-``."""
    made = tiny.bid(vendor)
    answers = {
        **made.answers,
        "V1": cell("V1", "Ada Systems Ltd", "Cover", "C5"),
        "V3": cell("V3", "1 Example Road", "Cover", "C7"),
        "SU-01": cell("SU-01", Decimal(4), "Main", "D5", verbatim="4 h"),
        "SE-01": cell("SE-01", "three", "Main", "D6", verbatim="Level 3"),
        "FT-01": cell("FT-01", "We move your data in two steps.\nThen we train your staff.", "Main", "D7"),
        "DV-01": cell("DV-01", "none", "Deviations", "D4", verbatim="No deviation"),
        "DV-02": cell("DV-02", "none", "Deviations", "D5", verbatim="No deviation"),
    }
    for key, answer in changes.items():
        answers[key.replace("_", "-")] = answer
    return replace(made, answers=answers)


def deviating(words: str = "We need 15 days only.", item: str = "DV-01") -> Answer:
    return cell(item, "negative", "Deviations", "D4", verbatim="Negative deviation", remark=words, remark_cell="E4")


def remarked(words: str) -> Answer:
    """The reply to the requirement list, with a remark of the vendor."""
    rows = tuple(
        Row(
            key,
            {"response": cell(f"REQ/{key}/response", "meets"), "remark": cell(f"REQ/{key}/remark", words, place="F9")},
        )
        for key in ("R1", "R2")
    )
    return Answer(item="REQ", state=State.ANSWERED, source=Source("ada.xlsx", "0" * 64, "Needs", "A4"), rows=rows)


def prices(made: Bid) -> PriceFacts | None:
    return price_facts(evaluated_price(made, tiny.method(), tender()), made, tender())


def values(made: Bid, **changes: Any) -> dict[str, TermValue]:
    facts = known(changes.get("library", library()), tiny.method(), changes.get("tender", tender()), made, prices(made))
    return {value.term.id: value for value in fill_terms(facts)}


def drafted(made: Bid, **changes: Any) -> Draft:
    books = changes.get("library", library())
    facts = known(books, tiny.method(), changes.get("tender", tender()), made, prices(made))
    return compose(books, fill_terms(facts), facts.questions)


def inputs(made: Bid | None = None, layout: Layout = "both", **changes: Any) -> DraftInputs:
    made = made or bid()
    settings: dict[str, Any] = {
        "library": library(), "method": tiny.method(), "tender": tender(), "bid": made, "price": prices(made),
        "layout": layout,
    }  # fmt: skip
    return DraftInputs(**{**settings, **changes})


def answered_in_full(method: Method, books: ContractLibrary, buying: Tender, *, deviates: bool = False) -> Bid:
    """A bid with an answer in every cell of a pack: the best reply, a plain number, a short text."""
    answers = {key: cell(key, f"{label.en}", "Cover", f"C{row}") for row, (key, label) in enumerate(COVER, 5)}
    for row, question in enumerate(questionnaire(method, books.positions, buying).all(), 4):
        if question.kind is not Kind.TABLE:
            answers[question.id] = _reply(question.id, question, row, deviates=deviates)
            continue
        keys = [fixed.key for fixed in question.rows] or ["1", "2"]
        rows = tuple(
            Row(
                key,
                {
                    column.key: _reply(f"{question.id}/{key}/{column.key}", column, row)
                    for column in open_columns(question)
                },
            )
            for key in keys
        )
        source = Source("ada.xlsx", "0" * 64, question.section, f"A{row}")
        answers[question.id] = Answer(item=question.id, state=State.ANSWERED, source=source, rows=rows)
    return Bid(vendor="Ada", files=(), answers=answers)


def _reply(item: str, asked: Question | Column, row: int, *, deviates: bool = False) -> Answer:
    if asked.kind is Kind.DEVIATION:
        return (
            deviating(f"Our own wording of {item}.", item) if deviates else cell(item, "none", "Deviations", f"D{row}")
        )
    options = options_of(asked)
    best = max(options, key=lambda option: option.value or 0).key if options else ""
    made = {
        Kind.TEXT: f"Words for {item}", Kind.MULTI_CHOICE: (best,), Kind.MONEY: Money(Decimal(1000)),
        Kind.DATE: date(2026, 5, 1), Kind.CHOICE: best, Kind.YES_NO: best,
    }  # fmt: skip
    return cell(item, made.get(asked.kind, Decimal(30)), "Answers", f"D{row}")


def bundled_libraries() -> dict[str, ContractLibrary]:
    """Every contract library that travels with the product, by folder: those of packs, and the general one."""
    faults: list[PackFault] = []
    found: dict[str, ContractLibrary] = {}
    for terms in sorted(bundled().glob("*/terms.toml")):
        folder = terms.parent
        files = [terms, folder / "positions.toml", *sorted(folder.glob("clauses/*.toml"))]
        tables = {
            file.relative_to(folder).as_posix(): read_toml(file.name, file.read_text("utf-8"), faults) for file in files
        }
        built = build_library(tables, faults)
        assert built is not None, faults
        found[folder.name] = built
    return found
