"""Fifty vendors' answers to three hundred questions, guarded and understood, beside openpyxl in a plain loop; a long list."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace

import openpyxl

from benchmarks.reading import SAMPLE, loaded
from benchmarks.timing import ROUNDS, Line, in_turns, spent
from evaluator.adapters.packs import load_pack
from evaluator.adapters.reader import read_file, read_files
from evaluator.adapters.template_file import write_template
from evaluator.domain.method import Method
from evaluator.domain.question import Kind
from evaluator.intake.bids import read_bid_file
from evaluator.intake.cells import Workbook
from evaluator.intake.foreign.recognise import recognise
from evaluator.intake.questionnaire import TECHNICAL, questionnaire
from evaluator.intake.reading import Context

VENDORS = 50
NAMELESS = "the name of the vendor"
QUESTIONS = 300
ONE_FILE_SECONDS = 0.050
FOREIGN_ROWS = 3000
FOREIGN_SECONDS = 1.0


def many_questions() -> Method:
    """The method of the first pack with its questions over and over, each under an id of its own; no tables."""
    method = load_pack("crm_platform").method
    single = [question for question in method.questions if question.kind is not Kind.TABLE]
    again = [replace(single[n % len(single)], id=f"Q-{n + 1:03}") for n in range(QUESTIONS)]
    return replace(method, questions=tuple(sorted(again, key=lambda question: question.section)))


def answered(method: Method, data: bytes) -> list[bytes]:
    """The workbook filled in by each vendor with the answers of a sample bid."""
    pack = load_pack("crm_platform")
    given = _sample_answers(pack.method)
    single = [question for question in pack.method.questions if question.kind is not Kind.TABLE]
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = {sheet.cell(row, 1).value: (sheet, row) for sheet in book for row in range(1, sheet.max_row + 1)}
    for n in range(len(method.questions)):
        sheet, row = rows[f"Q-{n + 1:03}"]
        sheet.cell(row, 4).value = given.get(single[n % len(single)].id)
    sheet, row = rows["V1"]
    sheet.cell(row, 3).value = NAMELESS
    out = io.BytesIO()
    book.save(out)
    return [_named(out.getvalue(), f"Vendor {vendor}") for vendor in range(VENDORS)]


def _named(data: bytes, vendor: str) -> bytes:
    """The workbook with the vendor's name among its strings; to save it anew for each would take longer than to measure."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(NAMELESS.encode(), vendor.encode()))
    return out.getvalue()


def _sample_answers(method: Method) -> dict[str, str]:
    pack = load_pack("crm_platform")
    context = Context(questionnaire(method, pack.library.positions, None), "CNY", method.units)
    reading = read_bid_file(read_file(SAMPLE.name, SAMPLE.read_bytes()), context)
    return {answer.item: answer.verbatim for answer in reading.answers if answer.verbatim}


def foreign_list() -> bytes:
    """A requirement list of three thousand rows as buyers make them: headed in row 5, two vendors, sections, remarks."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "功能清单"
    sheet["A1"] = "CRM 系统功能需求响应表"
    head = ("编号 No.", "模块 Module", "需求描述 Requirement", "甲公司", "备注", "乙公司", "备注")
    for column, title in enumerate(head, start=1):
        sheet.cell(5, column).value = title
    for n in range(1, FOREIGN_ROWS + 1):
        sheet.append(
            (f"{n // 50 + 1}.{n % 50 + 1}", f"模块 {n // 50}", f"系统应支持第 {n} 项客户管理功能，并提供审计记录",
             "满足", "标准功能", "部分满足" if n % 7 else "不满足", "二次开发" if n % 7 == 0 else None)
        )  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def lines() -> list[Line]:
    """The lines of the table."""
    method = many_questions()
    asked = questionnaire(method, (), None)
    books = answered(method, write_template(asked, method, None, TECHNICAL, "both"))
    files = [(f"vendor {n}.xlsx", data) for n, data in enumerate(books)]
    context = Context(asked, "CNY", method.units)
    ours, theirs = in_turns(
        lambda: [read_bid_file(book, context).answered() for book in read_files(files)],
        lambda: loaded(books),
        clock=time.perf_counter,
    )
    one = tuple(spent(lambda: read_file(*files[0]), time.perf_counter) for _ in range(3 * ROUNDS))
    foreign = read_file("list.xlsx", foreign_list())
    assert isinstance(foreign, Workbook)
    found = tuple(spent(lambda: recognise(foreign), time.perf_counter) for _ in range(ROUNDS))
    return [
        Line(
            f"{VENDORS} vendors x {QUESTIONS} questions, answers", "openpyxl, plain loop", ours, theirs, reach=1 / 0.8
        ),
        Line(
            "one of them, guard and child, warm", f"target {1000 * ONE_FILE_SECONDS:g} ms", one, limit=ONE_FILE_SECONDS
        ),
        Line(f"layout of {FOREIGN_ROWS} foreign rows", f"target {FOREIGN_SECONDS:g} s", found, limit=FOREIGN_SECONDS),
    ]
