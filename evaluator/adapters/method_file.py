"""The method workbook: weights, scales, gates, questions and price lines, to be changed in a spreadsheet and brought back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from evaluator.adapters.look import ENTRY, HEADER, INTRO, KEY, PLAIN, PRINTED, SUBHEAD, TITLE
from evaluator.adapters.sheets import Book, Page
from evaluator.adapters.template_cover import sample_line, sample_mark
from evaluator.adapters.template_entry import Form, choose
from evaluator.domain.method import Criterion, LeafJudge, Method
from evaluator.domain.method_edit import Part, Place, Value, every_question, facts, gate_of
from evaluator.domain.question import Question
from evaluator.domain.tender import Tender
from evaluator.domain.text import LANGS, Layout, Text
from evaluator.i18n.words import t, unit
from evaluator.intake import method_layout as plan
from evaluator.intake.address import column_letters
from evaluator.intake.layout import COVER_ANSWER, ID, MARKER_CODE
from evaluator.intake.method_own import JUDGES, KINDS, NAMES
from evaluator.intake.questionnaire import YES_NO
from evaluator.intake.words import DURATIONS

_COVER = (8.0, 44.0, 74.0)
_STEPS = ("where", "code", "sum", "off", "own", "back")
_WIDE = {"description": 50.0, "text": 52.0, "hint": 40.0, "title": 44.0, "NAME": 34.0, "ALLOWED": 30.0, "BELONGS": 24.0,
         "options": 40.0, "accept": 28.0, "section": 20.0, "criterion": 24.0, "kind": 14.0, "judge": 18.0}  # fmt: skip
_NUMBER = 12.0
_JOINT = " / "


@dataclass(frozen=True, slots=True)
class _Writer:
    """What every sheet is written with."""

    form: Form
    method: Method
    held: Mapping[Place, Value]

    def words(self, text: Text, joint: str = "\n") -> str:
        """Words in the languages of the workbook."""
        return text.show(self.form.layout, joint)


def write_method_book(method: Method, sha256: str, tender: Tender | None, layout: Layout) -> bytes:
    """The workbook of a method, which `evaluator.intake.method_book` reads back; ``sha256`` is the hash of its files."""
    name = (tender.name if tender else method.title).show(layout, _JOINT)
    book = Book(layout, name, sample_mark(layout, tender))
    form = Form(book, layout, method.units, Text())
    writer = _Writer(form, method, facts(method))
    mark = plan.Mark(method.key, layout, tender.id if tender else "", sha256[:16])
    _cover(writer, tender, mark)
    for title, write in _SHEETS:
        page = book.page(form.say(f"method.{title}", " "))
        write(writer, page)
        page.protect()
    for page in book.pages:
        if page.sheet.sheet_state == "hidden":
            page.protect()
    return book.save()


def _cover(writer: _Writer, tender: Tender | None, mark: plan.Mark) -> None:
    form = writer.form
    page = form.book.page(form.say("cover.sheet", " "))
    page.columns(_COVER)
    last = len(_COVER)
    page.banner(1, writer.words(tender.name if tender else writer.method.title), replace(TITLE, wrap=True), last)
    page.banner(2, form.say("method.book", _JOINT), replace(PLAIN, size=12, bold=True), last)
    sample_line(form, page, tender, last)
    row = 4
    page.banner(row, form.say("method.how", _JOINT), replace(SUBHEAD, boxed=False), last)
    for number, step in enumerate(_STEPS, start=1):
        row += 1
        words = form.say(f"method.how.{step}")
        page.text(row, 1, f"{number}.", replace(PLAIN, across="right"))
        page.text(row, 2, words, PLAIN)
        page.merge(row, 2, last)
        page.high(row, words, sum(_COVER[1:]))
    row += 2
    page.text(row, ID, MARKER_CODE, KEY)
    page.text(row, 2, form.say("cover.marker"), KEY)
    page.text(row, COVER_ANSWER, mark.code(), KEY)
    page.fit(row, grows=False)
    page.one_page()
    page.protect()


def _start(writer: _Writer, page: Page, letter: str, title: str, row: int = 3) -> int:
    """Title, note and heads of a sheet; the row below the heads."""
    names = plan.fields(letter, writer.form.layout)
    if row == 3:
        page.columns([17.0, *(_WIDE.get(name.partition(".")[0], _NUMBER) for name in names)])
        page.banner(1, writer.form.say(f"method.{title}", _JOINT), TITLE, len(names) + 1)
        page.banner(2, writer.form.say(f"method.{title}.note"), INTRO, len(names) + 1)
        page.freeze("C4", "3:3")
    page.text(row, plan.CODE, writer.form.say("method.code"), HEADER)
    for column, name in enumerate(names, start=plan.FIRST):
        page.text(row, column, _titled(writer, name), HEADER)
    page.fit(row, grows=False)
    return row + 1


def _titled(writer: _Writer, name: str) -> str:
    """The head of a column; that of words in one language is in this language."""
    stem, _, rest = name.partition(".")
    key = f"method.head.{(rest if stem == 'range' else stem).lower()}"
    return t(f"workbook.{key}", rest) if rest in LANGS else writer.form.say(key)


def _row(writer: _Writer, page: Page, at: tuple[str, str, int], told: Mapping[str, str]) -> None:
    """A row of places: printed words in ``told`` by name, the values of its places in open cells."""
    letter, key, row = at
    part = plan.PARTS[letter]
    page.text(row, plan.CODE, f"{letter}:{key}", replace(KEY, wrap=False))
    for column, name in enumerate(plan.fields(letter, writer.form.layout), start=plan.FIRST):
        place = Place(part, "", key) if part is Part.RULES else Place(part, key, name)
        if name in told:
            page.text(row, column, told[name], PRINTED)
        elif place in writer.held and not name.isupper():
            _entry(page, row, column, writer.held[place])
        else:
            page.text(row, column, "", PRINTED)
    page.fit(row)


def _entry(page: Page, row: int, column: int, value: Value) -> None:
    if isinstance(value, Decimal):
        page.number(row, column, value, ENTRY)
    elif value is None:
        page.paint(row, column, replace(ENTRY, across="right"))
    else:
        page.text(row, column, str(value), replace(ENTRY, code="@"))


def _criteria(writer: _Writer, page: Page) -> None:
    row = _start(writer, page, "C", "criteria")

    def family(siblings: Sequence[Criterion], title: str, row: int) -> int:
        names = plan.fields("C", writer.form.layout)
        for column in range(1, len(names) + 2):
            page.text(row, column, title if column == plan.FIRST else "", SUBHEAD)
        page.fit(row, grows=False)
        first = row + 1
        for number, node in enumerate(siblings, start=first):
            _row(writer, page, ("C", node.key, number), {"NAME": writer.words(node.title)})
        last = first + len(siblings) - 1
        column = plan.FIRST + names.index("weight")
        area = f"{column_letters(column)}{first}:{column_letters(column)}{last}"
        page.text(last + 1, plan.FIRST, writer.form.say("method.sum", _JOINT), replace(PRINTED, bold=True))
        total = sum((Fraction(node.weight) for node in siblings), Fraction(0))
        page.formula(last + 1, column, f"=SUM({area})", replace(PRINTED, bold=True), total)
        right, wrong = writer.form.say("method.sum_right", _JOINT), writer.form.say("method.sum_wrong", _JOINT)
        page.formula(
            last + 1, column + 1, f'=IF(ROUND(SUM({area}),9)=100,"{right}","{wrong}")',
            replace(PRINTED, bold=True, wrap=False, boxed=False, fill="", across="general"), right if total == 100 else wrong,
        )  # fmt: skip
        page.fit(last + 1, grows=False)
        return last + 3

    row = family(writer.method.criteria, writer.form.say("method.top", _JOINT), row)
    for node in _branches(writer.method.criteria):
        row = family(node.children, writer.words(node.title, _JOINT), row)


def _branches(siblings: Sequence[Criterion]) -> list[Criterion]:
    return [one for node in siblings if node.children for one in (node, *_branches(node.children))]


def _scales(writer: _Writer, page: Page) -> None:
    row = _start(writer, page, "L", "scales")
    for leaf in writer.method.panel_leaves():
        for number in range(1, len(leaf.levels) + 1):
            name = writer.words(leaf.title) if number == 1 else ""
            _row(writer, page, ("L", f"{leaf.key}/{number}", row), {"NAME": name})
            row += 1
        row += 1


def _gates(writer: _Writer, page: Page) -> None:
    row = _start(writer, page, "G", "gates")
    switches = []
    for question, _ in every_question(writer.method):
        gate, on = gate_of(writer.method, question)
        if gate is None:
            continue
        options = question.options or YES_NO
        allowed = (
            "\n".join(writer.words(option.text, _JOINT) for option in options)
            if gate.accept
            else _unit(writer, question)
        )
        told = {"NAME": f"{question.id} {writer.words(question.text)}", "ALLOWED": allowed, "on": ""}
        if gate.accept:
            told["accept"] = ""
        _row(writer, page, ("G", question.id, row), told)
        names = plan.fields("G", writer.form.layout)
        switches.append(_switch(writer, page, row, plan.FIRST + names.index("on"), on=on))
        if gate.accept:
            said = [writer.words(option.text, _JOINT) for option in options if option.key in gate.accept]
            page.text(row, plan.FIRST + names.index("accept"), "\n".join(said), replace(ENTRY, code="@"))
        page.fit(row)
        row += 1
    _offer_switch(writer, page, switches)
    row = _start(writer, page, "R", "rules", row + 1)
    for field in ("minimum_total", "shortlist.top", "shortlist.minimum"):
        name = field.replace(".", "_")
        told = {
            "NAME": writer.form.say(f"method.rule.{name}"),
            "ALLOWED": writer.form.say(f"method.rule.{name}.unit"),
            "value": "",
        }
        _row(writer, page, ("R", field, row), told)
        _entry(page, row, plan.FIRST + 2, writer.held[Place(Part.RULES, "", field)])
        row += 1


def _unit(writer: _Writer, question: Question) -> str:
    code = question.unit
    if not code or code == "%":
        return code
    return writer.words(Text(unit(code, "zh", writer.method.units), unit(code, "en", writer.method.units)))


def _switch(writer: _Writer, page: Page, row: int, column: int, *, on: bool) -> str:
    words = writer.words(YES_NO[0 if on else 1].text, _JOINT)
    return str(page.text(row, column, words, replace(ENTRY, across="center")).coordinate)


def _offer_switch(writer: _Writer, page: Page, cells: Sequence[str]) -> None:
    if cells:
        choose(writer.form, page, tuple(writer.words(one.text, _JOINT) for one in YES_NO), f"{cells[0]}:{cells[-1]}")


def _questions(writer: _Writer, page: Page) -> None:
    row = _start(writer, page, "Q", "questions")
    titles = {section.key: section.title for section in writer.method.sections}
    leaves = {leaf.key: leaf.title for leaf in writer.method.leaves()}
    column = plan.FIRST + plan.fields("Q", writer.form.layout).index("asked")
    switches = []
    for question, asked in every_question(writer.method):
        belongs = [titles.get(question.section, Text()), leaves.get(question.criterion, Text())]
        told = {"BELONGS": "\n".join(filter(None, (writer.words(one, _JOINT) for one in belongs))), "asked": ""}
        _row(writer, page, ("Q", question.id, row), told)
        switches.append(_switch(writer, page, row, column, on=asked))
        row += 1
    _offer_switch(writer, page, switches)


def _own(writer: _Writer, page: Page) -> None:
    first = _start(writer, page, plan.NEW, "own")
    names = plan.fields(plan.NEW, writer.form.layout)
    for row in range(first, first + plan.NEW_ROWS):
        page.text(row, plan.CODE, f"{plan.NEW}:{row - first + 1}", KEY)
        for column, _ in enumerate(names, start=plan.FIRST):
            page.paint(row, column, replace(ENTRY, code="@") if column > plan.FIRST + 7 else ENTRY)
        page.fit(row, 2)
    method = writer.method
    judged = [leaf.title for leaf in method.leaves() if leaf.judge in (LeafJudge.AUTO, LeafJudge.PANEL)]
    lists = {
        "section": [section.title for section in method.sections], "criterion": judged,
        "kind": [NAMES[f"kind.{one.value}"] for one in KINDS], "judge": [NAMES[f"judge.{one.value}"] for one in JUDGES],
        "unit": [*(Text(unit(code, "zh", {}), unit(code, "en", {})) for code in DURATIONS), *method.units.values()],
    }  # fmt: skip
    for name, texts in lists.items():
        letters = column_letters(plan.FIRST + names.index(name))
        cells = f"{letters}{first}:{letters}{first + plan.NEW_ROWS - 1}"
        choose(writer.form, page, tuple(dict.fromkeys(writer.words(text, _JOINT) for text in texts)), cells)


def _prices(writer: _Writer, page: Page) -> None:
    row = _start(writer, page, "P", "prices")
    for line in writer.method.price.lines:
        _row(writer, page, ("P", line.id, row), {"ALLOWED": writer.words(line.unit, _JOINT)})
        row += 1


_SHEETS: tuple[tuple[str, Callable[[_Writer, Page], None]], ...] = (
    ("criteria", _criteria), ("scales", _scales), ("gates", _gates), ("questions", _questions), ("own", _own),
    ("prices", _prices),
)  # fmt: skip
