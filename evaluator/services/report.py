"""Results as the JSON that users automate with; keys may be added, never renamed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluator.adapters.packs import Pack
from evaluator.domain.bid import Answer, Scalar, State
from evaluator.domain.finding import Finding, Severity
from evaluator.domain.money import Money
from evaluator.domain.ranking import Evaluation, Node, Ranking, Result
from evaluator.domain.text import Lang
from evaluator.i18n.words import message, shown, t
from evaluator.intake.bids import FileReading
from evaluator.intake.questionnaire import Questionnaire
from evaluator.scoring.explain import sentence

Json = dict[str, Any]


def number(value: Fraction | float | None) -> float | None:
    """A value as a JSON number; absent stays null."""
    return None if value is None else float(value)


def plain_value(value: Scalar | None) -> Any:
    """A typed answer value as JSON: numbers as numbers, money as amount and currency, dates as ISO text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Money):
        return {"amount": plain_value(value.amount), "currency": value.currency}
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def finding_json(found: Finding, lang: Lang) -> Json:
    """A finding with its place and its sentence."""
    return {
        "rule": found.rule.value,
        "severity": found.severity.value,
        "file": found.source.file or None,
        "sheet": found.source.sheet or None,
        "cell": found.source.cell or None,
        "vendor": found.vendor or None,
        "item": found.item or None,
        "params": {name: shown(value, lang) for name, value in found.params},
        "message": message(found, lang),
    }


def file_json(file: FileReading, asked: Questionnaire | None, lang: Lang, with_answers: bool) -> Json:
    """What ``inspect`` says of one file."""
    counted = file.counted()
    row: Json = {
        "path": file.name,
        "sha256": file.sha256,
        "status": "refused" if file.refused else "read",
        "layout": file.layout,
        "vendor": file.vendor or None,
        "questions": len(counted),
        "answered": file.answered(),
        "tables": _tables(file),
        "findings": [finding_json(found, lang) for found in file.findings],
    }
    if with_answers:
        texts = {question.id: question.text.show(lang) for question in asked.all()} if asked else {}
        row["answers"] = [line for answer in counted for line in answer_rows(answer, texts, file.vendor)]
    return row


def refusals(files: Iterable[FileReading], lang: Lang) -> list[Json]:
    """What is wrong with each file that could not be used: one entry per fault."""
    return [
        {"rule": found.rule.value, "file": file.name, "message": message(found, lang)}
        for file in files
        for found in file.findings
        if file.refused and found.severity is Severity.BLOCKER
    ]


def _tables(file: FileReading) -> list[Json]:
    """One entry per table and per block of question rows, with the columns that it has in this file."""
    answered = {answer.item for answer in file.counted() if answer.state in (State.ANSWERED, State.NOT_APPLICABLE)}
    return [
        {
            "sheet": block.sheet, "hidden": block.hidden, "header_row": block.header_row, "columns": dict(block.columns),
            "vendors": {block.columns["answer"]: file.vendor} if "answer" in block.columns else {},
            "questions": len(block.items), "answered": len(answered.intersection(block.items)),
        }
        for block in file.blocks
    ]  # fmt: skip


def answer_rows(answer: Answer, texts: Mapping[str, str], vendor: str) -> list[Json]:
    """A question's answer, and the cells of a table after it."""
    own = [_answer(answer, texts.get(answer.item.partition("/")[0], ""), vendor)]
    cells = (cell for row in answer.rows for cell in row.cells.values())
    return own + [_answer(cell, texts.get(answer.item, ""), vendor) for cell in cells if cell.verbatim]


def _answer(answer: Answer, question: str, vendor: str) -> Json:
    return {
        "id": answer.item,
        "question": question,
        "answer": answer.verbatim,
        "value": plain_value(answer.value),
        "state": answer.state.value,
        "comment": answer.remark,
        "vendor": vendor,
        "sheet": answer.source.sheet or None,
        "cell": answer.source.cell or None,
    }


def node_json(node: Node, lang: Lang) -> Json:
    """A criterion's value with its bounds and everything below it."""
    return {
        "title": node.title.show(lang),
        "value": number(node.value),
        "weight": number(node.weight),
        "contribution": number(node.contribution),
        "bounds": [number(node.low), number(node.high)],
        "basis": node.basis.partition(".")[2],
        "children": {child.key: node_json(child, lang) for child in node.children},
    }


def result_json(result: Result, ranking: Ranking, lang: Lang) -> Json:
    """One bid's row of the ranking; under an index or a named method the score is its own and has no bounds."""
    additive = ranking.rule == "additive"
    key = ranking.keys.get(result.vendor)
    exact = key if isinstance(key, Fraction) else result.score
    return {
        "place": result.place,
        "vendor": result.vendor,
        "score": number(result.score) if additive else number(key),
        "score_exact": f"{exact.numerator}/{exact.denominator}" if exact is not None else None,
        "status": result.status.value,
        "reasons": [_reason(found, lang) for found in result.reasons],
        "bounds": [number(result.low), number(result.high)] if additive else None,
        "places": list(result.places) if result.places else None,
        "price": number(result.price),
        "compared_price": number(result.compared),
        "variant_of": result.variant_of or None,
        "added": number(result.added),
        "criteria": {node.key: node_json(node, lang) for node in result.nodes},
        "key": number(key),
    }


def _reason(found: Finding, lang: Lang) -> Json:
    row = finding_json(found, lang)
    if found.rule.value == "gate_failed":
        row["confirmed"] = False
    return row


def ranking_json(evaluation: Evaluation, pack: Pack, lang: Lang, findings: Iterable[Finding] = ()) -> Json:
    """What ``rank --pack`` answers, without second opinions."""
    ranking = evaluation.ranking
    titles = {top.key: top.title for top in pack.method.criteria}
    return {
        "method": {
            "pack": pack.method.key,
            "version": pack.method.version,
            "sha256": pack.sha256,
            "rule": "index" if pack.method.award.rule == "index" else ranking.rule,
            "index": ranking.rule if pack.method.award.rule == "index" else None,
            "parameters": {
                name: value if isinstance(value, str) else plain_value(Decimal(value))
                for name, value in pack.method.award.parameters.items()
            },
            "better": ranking.better,
        },
        "provisional": ranking.provisional,
        "ranking": [result_json(result, ranking, lang) for result in ranking.results],
        "gaps": [
            {
                "ahead": gap.ahead, "behind": gap.behind, "difference": number(gap.difference),
                "parts": {key: number(part) for key, part in gap.parts}, "sentence": shown(sentence(gap, titles), lang),
            }
            for gap in ranking.gaps
        ],
        "second_opinions": {},
        "agreement": None,
        "findings": [finding_json(found, lang) for found in (*evaluation.findings, *findings)],
    }  # fmt: skip


def refusal(rule: str, lang: Lang, **params: str) -> Json:
    """Why a command makes nothing."""
    return {"rule": rule, "message": t(f"cli.{rule}", lang, **params)}
