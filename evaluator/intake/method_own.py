"""A question of the buyer's own, as a row of the method workbook states it, or a form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from evaluator.domain.method import LeafJudge, Method
from evaluator.domain.question import AMOUNTS, CHOSEN, Gate, Judge, Kind, Option, Question, Range
from evaluator.domain.text import Lang, Text
from evaluator.intake.cells import SheetCells
from evaluator.intake.questionnaire import YES_NO
from evaluator.intake.words import DURATIONS, plain

if TYPE_CHECKING:
    from evaluator.intake.method_book import BookReading

KINDS = (Kind.YES_NO, Kind.CHOICE, Kind.MULTI_CHOICE, Kind.NUMBER, Kind.PERCENT, Kind.DURATION, Kind.DATE, Kind.TEXT)
JUDGES = (Judge.INFO, Judge.PANEL, Judge.AUTO, Judge.GATE)
PREFIX = "BQ-"
_POINTS = re.compile(r"(.*?)\s*[=＝]\s*([^=＝]*)")
_PASS = {"pass", "passes", "通过"}


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row of own questions: where it stands, its columns by field, the method, and own questions read before it."""

    sheet: SheetCells
    row: int
    columns: Mapping[str, int]
    method: Method
    before: Sequence[Question]

    def text(self, name: str) -> str:
        """What stands in a column of the row."""
        return self.sheet.text(self.row, self.columns[name]) if name in self.columns else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnForm:
    """An own question as a person states it: keys of section, criterion, kind, judge and unit; one option a line."""

    section: str
    criterion: str = ""
    kind: Kind
    judge: Judge
    text: Text
    hint: Text = Text()
    weight: Decimal | None = None
    unit: str = ""
    worst: Decimal | None = None
    best: Decimal | None = None
    options: str = ""


def next_id(method: Method, more: Sequence[Question] = ()) -> str:
    """The next free number of an own question."""
    taken = {question.id for question in (*method.questions, *method.left_out, *more)}
    return next(made for n in range(1, len(taken) + 2) if (made := f"{PREFIX}{n:02}") not in taken)


def question_of(form: OwnForm, method: Method, more: Sequence[Question] = ()) -> Question:
    """The question that a form states; options of a yes-or-no question that is scored or a gate are yes and no."""
    options, passing = options_of(form.options)
    if form.kind is Kind.YES_NO and not options:
        scored = form.judge is Judge.AUTO
        points = (Decimal(100), Decimal(0)) if scored else (None, None)
        options = tuple(
            Option(key=one.key, text=one.text, value=value) for one, value in zip(YES_NO, points, strict=True)
        )
        passing = ("yes",)
    scale = Range(worst=form.worst, best=form.best) if form.worst is not None and form.best is not None else None
    gate = None
    if form.judge is Judge.GATE:
        limits = {"at_least": form.worst, "at_most": form.best} if form.kind in AMOUNTS else {"accept": passing}
        gate = Gate(reason=form.text, **limits)
    return Question(
        id=next_id(method, more), section=form.section, criterion=form.criterion, text=form.text, hint=form.hint,
        kind=form.kind, judge=form.judge, unit="%" if form.kind is Kind.PERCENT else form.unit,
        weight=form.weight if form.judge is Judge.AUTO else None,
        options=options if form.kind in CHOSEN else (), range=scale if form.judge is Judge.AUTO else None, gate=gate,
    )  # fmt: skip


def options_of(written: str) -> tuple[tuple[Option, ...], tuple[str, ...]]:
    """Options one a line, ``满足 / Meets = 100``, and the keys of those that pass a gate (``= pass``).

    >>> made, passing = options_of("有 / Yes = pass\\n无 / No")
    >>> [(one.key, one.text.zh, one.text.en, one.value) for one in made], passing
    ([('o1', '有', 'Yes', None), ('o2', '无', 'No', None)], ('o1',))
    """
    made, passing = [], []
    for number, line in enumerate((line.strip() for line in written.splitlines() if line.strip()), start=1):
        found = _POINTS.fullmatch(line)
        words, said = (found[1], plain(found[2])) if found else (line, "")
        zh, joint, en = words.partition(" / ")
        text = (
            Text(zh.strip(), en.strip())
            if joint
            else Text(*(words if lang == _lang(words) else "" for lang in ("zh", "en")))
        )
        passing += [f"o{number}"] if said in _PASS else []
        points = Decimal(said) if re.fullmatch(r"\d+(\.\d+)?", said) else None
        made.append(Option(key=f"o{number}", text=text, value=points))
    return tuple(made), tuple(passing)


def _lang(words: str) -> Lang:
    return "zh" if any("\u3400" <= sign <= "\u9fff" for sign in words) else "en"


def own_question(row: OwnRow, reading: BookReading) -> Question | None:
    """The question in a row; None where it is blank, or, with findings, where something of it cannot be."""
    words = {name: row.text(name) for name in row.columns}
    if not any(words.values()):
        return None
    faults = len(reading.findings)
    method = row.method
    sections = {section.key: section.title for section in method.sections}
    leaves = {leaf.key: leaf.title for leaf in method.leaves() if leaf.judge in (LeafJudge.AUTO, LeafJudge.PANEL)}
    section = _one(row, reading, "section", sections)
    criterion = _one(row, reading, "criterion", leaves) if words["criterion"] else ""
    kind = _one(row, reading, "kind", {one.value: _named("kind", one.value) for one in KINDS})
    judge = (
        _one(row, reading, "judge", {one.value: _named("judge", one.value) for one in JUDGES})
        if words["judge"]
        else "info"
    )
    unit = _unit(row, reading) if words["unit"] else ""
    text, hint = (Text(words.get(f"{name}.zh", ""), words.get(f"{name}.en", "")) for name in ("text", "hint"))
    if not (text.zh or text.en):
        first = next(column for name, column in row.columns.items() if name.startswith("text."))
        reading.wrong(reading.source(row.sheet, row.row, first), "", "words")
    numbers = {name: _number(row, reading, name) for name in ("weight", "range.worst", "range.best")}
    if len(reading.findings) > faults:
        return None
    form = OwnForm(
        section=section, criterion=criterion, kind=Kind(kind), judge=Judge(judge), text=text, hint=hint, unit=unit,
        weight=numbers["weight"], worst=numbers["range.worst"], best=numbers["range.best"], options=words["options"],
    )  # fmt: skip
    return question_of(form, method, row.before)


def _unit(row: OwnRow, reading: BookReading) -> str:
    """The code of the unit that a cell names: a length of time in any of its usual words, or one of the method's own."""
    pieces = [piece for piece in plain(row.text("unit")).split(" / ") if piece]
    for code, words in DURATIONS.items():
        if all(piece in words or piece == code for piece in pieces):
            return code
    return _one(row, reading, "unit", row.method.units)


def _number(row: OwnRow, reading: BookReading, name: str) -> Decimal | None:
    column = row.columns[name]
    return reading.number(row.sheet.at(row.row, column), reading.source(row.sheet, row.row, column), needed=False)


def _one(row: OwnRow, reading: BookReading, name: str, known: Mapping[str, Text]) -> str:
    """The key that a cell names by its words in either language, or by itself; empty, with a finding, where it names none."""
    said = plain(row.text(name))
    for key, words in known.items():
        forms = {
            plain(form)
            for form in (key, words.zh, words.en, words.show("both", " / "), words.show("both", " "))
            if form
        }
        if said in forms:
            return key
    reading.wrong(reading.source(row.sheet, row.row, row.columns[name]), row.text(name), name)
    return ""


NAMES: Mapping[str, Text] = {
    "kind.yes_no": Text("是否", "yes or no"),
    "kind.choice": Text("单选", "choice"),
    "kind.multi_choice": Text("多选", "several choices"),
    "kind.number": Text("数量", "number"),
    "kind.percent": Text("百分比", "percent"),
    "kind.duration": Text("时长", "duration"),
    "kind.date": Text("日期", "date"),
    "kind.text": Text("文字", "text"),
    "judge.info": Text("仅作了解", "for information"),
    "judge.panel": Text("评委评判", "judged by the panel"),
    "judge.auto": Text("按规则计分", "scored by rule"),
    "judge.gate": Text("门槛", "gate"),
}


def _named(group: str, key: str) -> Text:
    return NAMES[f"{group}.{key}"]
