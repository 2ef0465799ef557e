"""A workbook of an earlier issue of the questionnaire: read, its differences listed, and no amount in another unit taken."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from evaluator.adapters.packs import Pack, load_pack, load_tender
from evaluator.adapters.template_file import write_template
from evaluator.domain.bid import State
from evaluator.domain.finding import Finding, Rule, Severity
from evaluator.domain.question import Kind, Option, Question
from evaluator.domain.tender import Tender
from evaluator.domain.text import Text
from evaluator.i18n.words import message
from evaluator.intake.bids import FileReading
from evaluator.intake.questionnaire import questionnaire
from evaluator.services.folder import context, read_paths
from evaluator.services.sample import sample_folder

GONE = Question(id="TS-99", section="team", text=Text("旧题", "An old question"), kind=Kind.TEXT)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("crm_platform")


@pytest.fixture(scope="module")
def tender(pack: Pack) -> Tender:
    return load_tender(sample_folder() / "tender.toml", ("crm_platform", pack))


def earlier(pack: Pack, questions: Mapping[str, Question | None], *more: Question) -> Pack:
    """The pack as an issue before: some questions otherwise or not there, others that are no longer asked."""
    own = [questions.get(one.id, one) for one in pack.method.questions]
    kept = tuple(one for one in own if one is not None)
    return replace(pack, method=replace(pack.method, questions=(*kept, *more)))


def answered(pack: Pack, tender: Tender, path: Path, answers: Mapping[str, Any]) -> Path:
    """The technical workbook of a pack with some answers in it, written to a file."""
    asked = questionnaire(pack.method, pack.library.positions, tender)
    data = write_template(asked, pack.method, tender, "technical", "en")
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        for row in range(1, sheet.max_row + 1):
            key = sheet.cell(row, 1).value
            if key in answers:
                sheet.cell(row, 4).value = answers[key]
            elif key == "V1":
                sheet.cell(row, 3).value = "Ada"
    book.save(path)
    return path


def question(pack: Pack, key: str) -> Question:
    return next(one for one in pack.method.questions if one.id == key)


def noted(file: FileReading, rule: Rule) -> list[Finding]:
    return [found for found in file.findings if found.rule is rule]


def test_added_removed_reworded_and_changed_questions_are_listed_once_as_notes(
    pack: Pack, tender: Tender, tmp_path: Path
) -> None:
    choice = next(one for one in pack.method.questions if one.kind is Kind.CHOICE)
    before = earlier(
        pack,
        {
            "TR-02": None,
            "TR-01": replace(question(pack, "TR-01"), text=Text("旧问", "How many projects?")),
            choice.id: replace(
                choice, options=(*choice.options[:-1], Option(key="x", text=Text("旧", "An old option")))
            ),
        },
        replace(GONE, section=choice.section),
    )
    path = answered(before, tender, tmp_path / "ada.xlsx", {"TR-01": 11, "TS-99": "Yes, always."})

    (file,) = read_paths([path], context(pack, tender))

    assert not file.refused
    assert next(found.rule for found in file.findings) is Rule.OTHER_ISSUE
    listed = {
        rule: [(found.item, found.source.cell) for found in noted(file, rule)]
        for rule in (Rule.ISSUE_ADDED, Rule.ISSUE_REMOVED, Rule.ISSUE_REWORDED, Rule.ISSUE_ALLOWED)
    }
    assert listed[Rule.ISSUE_ADDED] == [("TR-02", "")]
    assert [item for item, _ in listed[Rule.ISSUE_REMOVED]] == ["TS-99"]
    assert listed[Rule.ISSUE_REWORDED] == [("TR-01", "B4")]
    assert [item for item, _ in listed[Rule.ISSUE_ALLOWED]] == [choice.id]
    assert all(found.severity is Severity.NOTE for rule in listed for found in noted(file, rule))
    assert "An old option" in message(noted(file, Rule.ISSUE_ALLOWED)[0], "en")
    assert noted(file, Rule.QUESTION_UNKNOWN) == []
    answers = {answer.item: answer for answer in file.answers}
    assert answers["TR-01"].state is State.DAMAGED


def test_a_bare_number_of_an_earlier_unit_waits_and_is_not_read_in_the_new_one(
    pack: Pack, tender: Tender, tmp_path: Path
) -> None:
    hours = question(pack, "ST-07")
    assert (hours.kind, hours.unit) == (Kind.DURATION, "hour")
    before = earlier(pack, {"ST-07": replace(hours, unit="minute")})
    path = answered(before, tender, tmp_path / "ada.xlsx", {"ST-07": 30, "TR-01": 11})

    (file,) = read_paths([path], context(pack, tender))

    answers = {answer.item: answer for answer in file.answers}
    assert (answers["ST-07"].state, answers["ST-07"].value) == (State.DAMAGED, None)
    assert answers["TR-01"].value == Decimal(11)
    (held,) = noted(file, Rule.QUESTION_CHANGED)
    assert (held.item, held.severity) == ("ST-07", Severity.BLOCKER)
    assert "minutes" in str(dict(held.params)["given"])


def test_the_unit_above_a_column_counts_as_well(pack: Pack, tender: Tender, tmp_path: Path) -> None:
    table = question(pack, "SU-02")
    columns = tuple(replace(column, unit="minute") if column.unit == "hour" else column for column in table.columns)
    path = answered(earlier(pack, {"SU-02": replace(table, columns=columns)}), tender, tmp_path / "ada.xlsx", {})

    (file,) = read_paths([path], context(pack, tender))

    changed = {found.source.cell for found in noted(file, Rule.ISSUE_ALLOWED)}
    assert len(changed) == sum(column.unit == "hour" for column in table.columns)
    assert {found.item for found in noted(file, Rule.QUESTION_CHANGED)} == {"SU-02"}


def test_a_question_that_is_no_longer_asked_ends_the_table_above_it(pack: Pack, tender: Tender, tmp_path: Path) -> None:
    free = next(one for one in reversed(pack.method.questions) if one.kind is Kind.TABLE and not one.rows)
    own = list(pack.method.questions)
    own.insert(own.index(free) + 1, replace(GONE, section=free.section))
    before = replace(pack, method=replace(pack.method, questions=tuple(own)))
    path = answered(before, tender, tmp_path / "ada.xlsx", {"TS-99": "Yes, always."})

    (file,) = read_paths([path], context(pack, tender))

    assert next(answer for answer in file.answers if answer.item == free.id).rows == ()
    assert [found.item for found in noted(file, Rule.ISSUE_REMOVED)] == ["TS-99"]


def test_a_workbook_with_an_earlier_requirement_list_is_read_and_each_row_that_differs_is_told(
    pack: Pack, tender: Tender, tmp_path: Path
) -> None:
    first, second, *rest = tender.requirements
    before = replace(
        tender, requirements=(replace(first, text=Text("旧句", "Old words")), *rest, replace(second, id="R-98"))
    )
    path = answered(pack, before, tmp_path / "ada.xlsx", {"TR-01": 11})

    (file,) = read_paths([path], context(pack, tender))
    (same,) = read_paths([path], context(pack, before))

    told = {(rule, found.item) for rule in Rule for found in noted(file, rule) if found.item.startswith("REQ/")}
    assert {
        (Rule.QUESTION_CHANGED, f"REQ/{first.id}"), (Rule.ISSUE_ADDED, f"REQ/{second.id}"),
        (Rule.ISSUE_REMOVED, "REQ/R-98"),
    } <= told  # fmt: skip
    answers = [{answer.item: answer for answer in one.answers} for one in (file, same)]
    assert [one["TR-01"].value for one in answers] == [Decimal(11), Decimal(11)]
    assert [[row.key for row in one["REQ"].rows] for one in answers] == [
        [row.id for row in one.requirements] for one in (tender, before)
    ]
    assert not {found.rule for found in same.findings} & {Rule.OTHER_ISSUE, Rule.ISSUE_ADDED, Rule.ISSUE_REMOVED}


def test_the_issue_in_force_lists_nothing(pack: Pack, tender: Tender, tmp_path: Path) -> None:
    path = answered(pack, tender, tmp_path / "ada.xlsx", {"TR-01": 11})

    (file,) = read_paths([path], context(pack, tender))

    assert {found.rule for found in file.findings} & {
        Rule.OTHER_ISSUE, Rule.ISSUE_ADDED, Rule.ISSUE_REMOVED, Rule.ISSUE_REWORDED, Rule.ISSUE_ALLOWED,
    } == set()  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_workbook_of_another_tender_is_refused_and_both_are_named(
    pack: Pack, tender: Tender, tmp_path: Path, lang: str
) -> None:
    path = answered(pack, replace(tender, id="CY-2025-ERP-07"), tmp_path / "ada.xlsx", {})

    (file,) = read_paths([path], context(pack, tender))

    assert file.refused
    (found,) = file.findings
    words = message(found, lang)  # type: ignore[arg-type]  # both are languages
    assert "CY-2025-ERP-07" in words
    assert tender.id in words
