"""The services pack from the empty workbook to the contract draft, by the commands that a buyer runs."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evaluator.adapters.packs import load_pack
from evaluator.cli import main
from evaluator.domain.question import Column, Kind, Question
from evaluator.intake import scorecard as card
from evaluator.intake.layout import ANSWER, first_column, open_columns
from evaluator.intake.questionnaire import COVER, PRICE, TECHNICAL, questionnaire
from tools.sample_bids.fill import Form, at, fill_cover, open_form, save

PACK = load_pack("services_cn")
ASKED = questionnaire(PACK.method, PACK.library.positions, None)
VENDORS = {"安和物业服务有限公司（示例）": Decimal(900), "明居物业服务有限公司（示例）": Decimal(1000)}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


def reply(asked: Question | Column, price: Decimal) -> object:
    """The best reply, a number that is good in every unit, or a short text; a money cell takes the vendor's price."""
    if asked.kind in (Kind.YES_NO, Kind.CHOICE, Kind.MULTI_CHOICE):
        gate = getattr(asked, "gate", None)
        best = max(asked.options, key=lambda option: option.value or 0)
        return next((option for option in asked.options if gate and option.key in gate.accept), best).text.zh
    if asked.kind is Kind.DEVIATION:
        return "无偏离"
    if asked.kind is Kind.MONEY:
        return price
    if asked.kind is Kind.DATE:
        return date(2026, 3, 31)
    if asked.kind is Kind.PERCENT:
        return "100%"
    if asked.kind in (Kind.NUMBER, Kind.DURATION):
        return good(asked)
    return "按采购文件执行，详见方案。"


def good(asked: Question | Column) -> Decimal:
    gate, scale = getattr(asked, "gate", None), getattr(asked, "range", None)
    limits = [limit for limit in (gate.at_least, gate.at_most) if limit is not None] if gate else []
    return limits[0] if limits else scale.best if scale else Decimal(5)


def fill(form: Form, question: Question, price: Decimal) -> None:
    if question.kind is not Kind.TABLE:
        sheet, row = form.place(question.id)
        at(sheet, row, ANSWER).value = reply(question, price)  # type: ignore[assignment]  # any value of a cell
        return
    sheet, rows = form.rows(question)
    for row in list(rows.values()) if question.rows else list(rows.values())[:1]:
        for column in open_columns(question):
            at(sheet, row, first_column(question) + question.columns.index(column)).value = reply(column, price)  # type: ignore[assignment]  # any value of a cell


def bid(template: Path, envelope: str, vendor: str, price: Decimal) -> bytes:
    form = open_form(template.read_bytes(), ASKED, "zh")
    fill_cover(form, {**{key: "见营业执照" for key, _ in COVER}, "V1": vendor, "V9": "CNY"})
    for question in ASKED.questions(envelope):
        if question.id != "TOTAL":
            fill(form, question, price)
    return save(form)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two vendors' bids on the templates that the command writes, and the card of one evaluator."""
    top = tmp_path_factory.mktemp("services")
    bids = top / "bids"
    bids.mkdir()
    assert run("template", "--pack", "services_cn", "--lang", "zh", "--out", top).exit_code == 0
    for number, (vendor, price) in enumerate(VENDORS.items()):
        for envelope in (TECHNICAL, PRICE):
            (bids / f"{number}-{envelope}.xlsx").write_bytes(bid(top / f"{envelope}.xlsx", envelope, vendor, price))
    empty = top / "card.xlsx"
    assert (
        run("scorecard", "--pack", "services_cn", "--bids", bids, "--evaluator", "王评", "--out", empty).exit_code == 0
    )
    cards = top / "cards"
    cards.mkdir()
    (cards / "wang.xlsx").write_bytes(scored(empty.read_bytes()))
    return top


def scored(empty: bytes) -> bytes:
    form = open_form(empty, ASKED, "zh")
    for leaf in PACK.method.panel_leaves():
        for vendor in VENDORS:
            sheet, row = form.place(card.score_key(leaf.key, vendor))
            at(sheet, row, card.POINTS).value = max(level.points for level in leaf.levels)
            at(sheet, row, card.REASON).value = "材料齐全"
    return save(form)


def test_a_yes_or_no_column_is_answered_from_its_drop_down(folder: Path) -> None:
    said = run("inspect", folder / "bids", "--json", "--answers")
    files = json.loads(said.stdout)["files"]

    assert said.exit_code == 0
    assert [found for file in files for found in file["findings"]] == []
    assert {answer["id"]: answer["value"] for answer in files[1]["answers"]}["T-05/1/full_time"] == "yes"


def test_the_bids_are_ranked_by_price_where_all_else_is_equal(folder: Path) -> None:
    said = run("rank", "--pack", "services_cn", "--bids", folder / "bids", "--scores", folder / "cards", "--json")
    results = json.loads(said.stdout)["ranking"]

    assert [(result["place"], result["vendor"], result["status"]) for result in results] == [
        (place, vendor, "ranked") for place, vendor in enumerate(VENDORS, start=1)
    ]
    assert [result["criteria"]["price"]["value"] for result in results] == [1, 0.9]


def test_the_first_placed_bid_becomes_a_draft(folder: Path) -> None:
    vendor, out = next(iter(VENDORS)), folder / "draft"
    said = run(
        "draft", "--pack", "services_cn", "--bids", folder / "bids", "--scores", folder / "cards", "--vendor", vendor,
        "--lang", "zh", "--date", "2026-03-31", "--out", out, "--json",
    )  # fmt: skip
    draft = json.loads(said.stdout)

    assert (said.exit_code, draft["vendor"], draft["deviations"]) == (0, vendor, 5)
    assert [key for key in draft["blocking"] if key.startswith("deviation:")] == [
        "deviation:insurance", *(f"deviation:sla/{row}/repair" for row in ("lift", "power", "water", "climate")),
    ]  # fmt: skip
    assert list(out.glob("*.docx"))
