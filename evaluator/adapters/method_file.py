"""The method workbook: weights, scales, gates, questions and price lines, to be changed in a spreadsheet and brought back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from evaluator.adapters.book_cover import write_cover
from evaluator.adapters.look import ENTRY, KEY, PRINTED, SUBHEAD
from evaluator.adapters.method_rows import JOINT, Writer, entry, offer_switch, row_of_places, start, switch
from evaluator.adapters.sheets import Book, Page
from evaluator.adapters.template_cover import sample_mark
from evaluator.adapters.template_entry import Form, choose
from evaluator.domain.method import Criterion, LeafJudge, Method
from evaluator.domain.method_edit import Part, Place, every_question, facts, gate_of
from evaluator.domain.method_words import where
from evaluator.domain.question import CHOSEN, Column, Judge, Kind, Question
from evaluator.domain.tender import Tender
from evaluator.domain.text import LANGS, Layout, Text
from evaluator.i18n.words import both, t, unit
from evaluator.intake import method_layout as plan
from evaluator.intake.address import column_letters
from evaluator.intake.method_own import JUDGES, KINDS, NAMES
from evaluator.intake.method_rules import ASKED, TIES, VARIANTS, rule_names
from evaluator.intake.questionnaire import YES_NO
from evaluator.intake.words import DURATIONS

_POINTS = (17.0, 44.0, 44.0, 12.0, 14.0, 14.0)
_STEPS = ("where", "code", "sum", "off", "own", "back")


def write_method_book(method: Method, sha256: str, tender: Tender | None, layout: Layout) -> bytes:
    """The workbook of a method, which `evaluator.intake.method_book` reads back; ``sha256`` is the hash of its files."""
    name = (tender.name if tender else method.title).show(layout, JOINT)
    book = Book(layout, name, sample_mark(layout, tender))
    form = Form(book, layout, method.units, Text())
    writer = Writer(form, method, facts(method))
    mark = plan.Mark(method.key, layout, tender.id if tender else "", sha256[:16])
    write_cover(form, (tender.name if tender else method.title, "method", _STEPS), mark.code(), tender)
    scored = any(place.part in (Part.OPTION, Part.ITEM) for place in writer.held)
    for title, write in _SHEETS:
        if title == "points" and not scored:
            continue
        page = book.page(form.say(f"method.{title}", " "))
        write(writer, page)
        page.protect()
    for page in book.pages:
        if page.sheet.sheet_state == "hidden":
            page.protect()
    return book.save()


def _criteria(writer: Writer, page: Page) -> None:
    row = start(writer, page, "C", "criteria")

    def family(siblings: Sequence[Criterion], title: str, row: int) -> int:
        names = plan.fields("C", writer.form.layout)
        for column in range(1, len(names) + 2):
            page.text(row, column, title if column == plan.FIRST else "", SUBHEAD)
        page.fit(row, grows=False)
        first = row + 1
        for number, node in enumerate(siblings, start=first):
            row_of_places(writer, page, ("C", node.key, number), {"NAME": writer.words(node.title)})
        last = first + len(siblings) - 1
        column = plan.FIRST + names.index("weight")
        area = f"{column_letters(column)}{first}:{column_letters(column)}{last}"
        page.text(last + 1, plan.FIRST, writer.form.say("method.sum", JOINT), replace(PRINTED, bold=True))
        total = sum((Fraction(node.weight) for node in siblings), Fraction(0))
        page.formula(last + 1, column, f"=SUM({area})", replace(PRINTED, bold=True), total)
        right, wrong = writer.form.say("method.sum_right", JOINT), writer.form.say("method.sum_wrong", JOINT)
        page.formula(
            last + 1, column + 1, f'=IF(ROUND(SUM({area}),9)=100,"{right}","{wrong}")',
            replace(PRINTED, bold=True, wrap=False, boxed=False, fill="", across="general"), right if total == 100 else wrong,
        )  # fmt: skip
        page.fit(last + 1, grows=False)
        return last + 3

    row = family(writer.method.criteria, writer.form.say("method.top", JOINT), row)
    for node in _branches(writer.method.criteria):
        row = family(node.children, writer.words(node.title, JOINT), row)


def _branches(siblings: Sequence[Criterion]) -> list[Criterion]:
    return [one for node in siblings if node.children for one in (node, *_branches(node.children))]


def _scales(writer: Writer, page: Page) -> None:
    row = start(writer, page, "L", "scales")
    for leaf in writer.method.panel_leaves():
        for number in range(1, len(leaf.levels) + 1):
            name = writer.words(leaf.title) if number == 1 else ""
            row_of_places(writer, page, ("L", f"{leaf.key}/{number}", row), {"NAME": name})
            row += 1
        row += 1


def _points(writer: Writer, page: Page) -> None:
    """What options earn, then what the scored cells of tables earn."""
    method = writer.method
    row = start(writer, page, "O", "points")
    page.columns(_POINTS)
    for question, _ in every_question(method):
        for option in question.options if question.judge is Judge.AUTO else ():
            told = {"NAME": _named(writer, question), "OPTION": writer.words(option.text, JOINT)}
            row_of_places(writer, page, ("O", f"{question.id}/{option.key}", row), told)
            row += 1
    tables = [question for question, _ in every_question(method) if question.items and question.judge is Judge.AUTO]
    if not tables:
        return
    row = start(writer, page, "I", "points", row + 1)
    for question in tables:
        for item in question.items:
            at, column = next(one for one in question.rows if one.key == item.row), question.column(item.column)
            title = writer.words(at.title, JOINT) or item.row
            name = f"{question.id} {title} · {writer.words(column.title, JOINT)}"
            told = {"NAME": name, "UNIT": _unit(writer, column)}
            row_of_places(writer, page, ("I", f"{question.id}/{item.row}/{item.column}", row), told)
            row += 1


def _named(writer: Writer, question: Question) -> str:
    return f"{question.id} {writer.words(question.text)}"


def _gates(writer: Writer, page: Page) -> None:
    row = start(writer, page, "G", "gates")
    switches = []
    names = plan.fields("G", writer.form.layout)
    for question, _ in every_question(writer.method):
        if Place(Part.GATE, question.id, "on") not in writer.held:
            continue
        gate, on = gate_of(writer.method, question)
        chosen = question.kind in CHOSEN
        options = question.options or YES_NO
        labels = "\n".join(writer.words(option.text, JOINT) for option in options)
        told = {"NAME": _named(writer, question), "ALLOWED": labels if chosen else _unit(writer, question), "on": ""}
        row_of_places(writer, page, ("G", question.id, row), told | ({"accept": ""} if chosen else {}))
        switches.append(switch(writer, page, row, plan.FIRST + names.index("on"), on=on))
        if chosen:
            said = [writer.words(option.text, JOINT) for option in options if gate and option.key in gate.accept]
            entry(page, row, plan.FIRST + names.index("accept"), "\n".join(said))
        page.fit(row)
        row += 1
    offer_switch(writer, page, switches)


def _rules(writer: Writer, page: Page) -> None:
    row = start(writer, page, "R", "rules")
    column = plan.FIRST + 2
    for place, value in writer.held.items():
        if place.part is not Part.RULES:
            continue
        names = {key: writer.words(name, JOINT) for key, name in rule_names(writer.method, place.field).items()}
        told = {"NAME": _both(writer, f"change.rule.{place.field.replace('.', '_')}")}
        row_of_places(writer, page, ("R", place.field, row), told | {"ALLOWED": _says(writer, place.field, names)})
        if isinstance(value, tuple):
            entry(page, row, column, "\n".join(names[key] for key in value))
            page.fit(row)
        row += 1


def _says(writer: Writer, rule: str, names: Mapping[str, str]) -> str:
    """What a rule may be, and what each choice does."""
    said = _both(writer, f"change.says.{rule.replace('.', '_')}")
    if rule in (TIES, VARIANTS) or rule in ASKED:
        return "\n".join((said, *names.values()))
    return "\n".join((said, *(f"{name}: {_both(writer, f'change.says.{key}')}" for key, name in names.items())))


def _both(writer: Writer, key: str) -> str:
    return both(key, writer.form.layout)


def _words(writer: Writer, page: Page) -> None:
    row = start(writer, page, "W", "words")
    for key in dict.fromkeys(place.key for place in writer.held if place.part is Part.WORDS):
        kind, name = where(key)
        told = {"NAME": writer.words(Text(*(t(f"change.words.{kind}", lang, id=name) for lang in LANGS)), JOINT)}
        row_of_places(writer, page, ("W", key, row), told)
        row += 1


def _unit(writer: Writer, asked: Question | Column) -> str:
    if asked.kind is Kind.MONEY:
        return _both(writer, "change.money")
    code = asked.unit
    if not code or code == "%":
        return code
    return writer.words(Text(unit(code, "zh", writer.method.units), unit(code, "en", writer.method.units)))


def _questions(writer: Writer, page: Page) -> None:
    row = start(writer, page, "Q", "questions")
    titles = {section.key: section.title for section in writer.method.sections}
    leaves = {leaf.key: leaf.title for leaf in writer.method.leaves()}
    column = plan.FIRST + plan.fields("Q", writer.form.layout).index("asked")
    switches = []
    for question, asked in every_question(writer.method):
        belongs = [titles.get(question.section, Text()), leaves.get(question.criterion, Text())]
        told = {"BELONGS": "\n".join(filter(None, (writer.words(one, JOINT) for one in belongs))), "asked": ""}
        row_of_places(writer, page, ("Q", question.id, row), told)
        switches.append(switch(writer, page, row, column, on=asked))
        row += 1
    offer_switch(writer, page, switches)


def _own(writer: Writer, page: Page) -> None:
    first = start(writer, page, plan.NEW, "own")
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
        choose(writer.form, page, tuple(dict.fromkeys(writer.words(text, JOINT) for text in texts)), cells)


def _prices(writer: Writer, page: Page) -> None:
    row = start(writer, page, "P", "prices")
    for line in writer.method.price.lines:
        row_of_places(writer, page, ("P", line.id, row), {"UNIT": writer.words(line.unit, JOINT)})
        row += 1


_SHEETS: tuple[tuple[str, Callable[[Writer, Page], None]], ...] = (
    ("criteria", _criteria), ("scales", _scales), ("points", _points), ("gates", _gates), ("questions", _questions),
    ("own", _own), ("prices", _prices), ("rules", _rules), ("words", _words),
)  # fmt: skip
