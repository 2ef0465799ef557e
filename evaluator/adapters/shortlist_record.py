"""What a shortlist rests on, for reading: individual scores, answers side by side, findings, the method and its hash."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from evaluator.adapters.look import AMBER, BODY, HEADER, INK, KEY, PRINTED, RED, SUBHEAD
from evaluator.adapters.sheets import Page
from evaluator.adapters.template_entry import Form, settled_words
from evaluator.domain.award_rule import in_line
from evaluator.domain.bid import Answer, Bid, State
from evaluator.domain.finding import Finding, Severity
from evaluator.domain.method import DRAW, Method
from evaluator.domain.question import Column, Kind, Question
from evaluator.domain.ranking import Evaluation, Ranking
from evaluator.domain.score import Scorecard
from evaluator.domain.tender import Tender
from evaluator.domain.text import Text, languages
from evaluator.i18n.opinions import called
from evaluator.i18n.price_formulas import formula_text
from evaluator.i18n.words import message, person
from evaluator.intake.method_rules import TIES, rule_names
from evaluator.intake.questionnaire import COVER, CURRENCY_CELL, Questionnaire

_ON_A_PAGE = 3  # vendors side by side on one printed page
_COLORS = {Severity.BLOCKER: RED, Severity.WARNING: AMBER, Severity.NOTE: INK}


def write_scores(form: Form, page: Page, method: Method, cards: Sequence[Scorecard]) -> None:
    """Write every individual score with its reason and evidence, sub-criterion by sub-criterion."""
    _heads(form, page, 4, ("criterion", "vendor", "evaluator", "points", "reason", "evidence"))
    row = 4
    for leaf in method.panel_leaves():
        for card in cards:
            for score in card.scores:
                if score.criterion != leaf.key:
                    continue
                row += 1
                who = f"{card.evaluator} ({form.say('short.agreed', ' / ')})" if card.agreed else card.evaluator
                page.text(row, 1, leaf.title.show(form.layout, " / "), PRINTED)
                page.text(row, 2, score.vendor, BODY)
                page.text(row, 3, who, BODY)
                page.number(row, 4, score.points, BODY)
                page.text(row, 5, score.reason, BODY)
                page.text(row, 6, score.evidence, replace(BODY, size=8))
                page.fit(row, grows=False)
    page.freeze("A5", "4:4")
    page.sheet.auto_filter.ref = f"A4:F{max(row, 4)}"


def write_answers(form: Form, page: Page, asked: Questionnaire, ranking: Ranking, bids: Sequence[Bid]) -> None:
    """Write question by vendor, each answer with its cell; vendors in the order of the ranking."""
    order = {result.vendor: number for number, result in enumerate(ranking.results)}
    vendors = sorted(bids, key=lambda bid: order.get(bid.vendor, len(order)))
    page.text(4, 1, form.say("short.head.id"), HEADER)
    page.text(4, 2, form.say("short.head.question"), HEADER)
    for number, bid in enumerate(vendors):
        page.text(4, 3 + 2 * number, bid.vendor, HEADER)
        page.text(4, 4 + 2 * number, form.say("short.head.cell"), HEADER)
    page.fit(4, 2, grows=False)
    row = 5
    for code, label in (*COVER, CURRENCY_CELL):
        _compare(form, page, row, (label, Column(key=code, title=label)), [bid.answers.get(code) for bid in vendors])
        row += 1
    for question in asked.all():
        answers = [bid.answers.get(question.id) for bid in vendors]
        _compare(form, page, row, (question.text, question), answers)
        row += 1
        for title, rows in _table_rows(form, question, answers) if question.kind is Kind.TABLE else ():
            page.text(row, 1, "", KEY)
            page.text(row, 2, title, PRINTED)
            for number, (text, cell) in enumerate(rows):
                page.text(row, 3 + 2 * number, text, BODY)
                page.text(row, 4 + 2 * number, cell, replace(BODY, size=8))
            page.fit(row, grows=False)
            row += 1
    page.freeze("C5", "4:4")
    page.side_by_side("A:B", [2 + 2 * number for number in range(_ON_A_PAGE, len(vendors), _ON_A_PAGE)])


def _compare(
    form: Form, page: Page, row: int, asked: tuple[Text, Question | Column], answers: Sequence[Answer | None]
) -> None:  # fmt: skip
    title, cell_of = asked
    page.text(row, 1, cell_of.id if isinstance(cell_of, Question) else cell_of.key, KEY)
    page.text(row, 2, title.show(form.layout), PRINTED)
    for number, answer in enumerate(answers):
        text, cell = ("", "") if answer is None or answer.rows else (said(form, cell_of, answer), answer.source.cell)
        if answer is not None and answer.source.cell:
            cell = str(answer.source)
        page.text(row, 3 + 2 * number, text, replace(BODY, color=AMBER) if answer is not None and answer.open else BODY)
        page.text(row, 4 + 2 * number, cell, replace(BODY, size=8))
    page.fit(row, grows=False)


def said(form: Form, asked: Question | Column, answer: Answer) -> str:
    """An answer as written, its remark, and a person's reading beside it."""
    lines = [answer.verbatim]
    if answer.open:
        lines.append(form.say("short.blank" if answer.state is State.UNANSWERED else "short.open", " / "))
    if answer.settled is not None:
        value = answer.settled.value
        shown = form.say("short.blank", " / ") if value is None else settled_words(form, asked, value)
        by, why = person(answer.settled.by), answer.settled.reason
        lines.append(form.say("short.settled", " / ", value=shown, by=by, reason=why))
    if answer.remark:
        lines.append(form.say("short.remark", " / ", remark=answer.remark))
    return "\n".join(line for line in lines if line)


Compared = tuple[str, list[tuple[str, str]]]


def _table_rows(form: Form, question: Question, answers: Sequence[Answer | None]) -> Iterator[Compared]:
    """The rows of a table, each with every vendor's text and range."""
    tables = [{row.key: row.cells for row in answer.rows} if answer is not None else {} for answer in answers]
    titles = {
        row.key: row.title.show(form.layout) or "; ".join(text.show(form.layout, " / ") for _, text in row.cells)
        for row in question.rows
    }
    keys = list(titles) or list(dict.fromkeys(key for table in tables for key in table))
    for key in keys:
        cells = [_joined(form, question, table.get(key, {})) for table in tables]
        yield f"　{key}  {titles.get(key, '')}".rstrip(), cells


def _joined(form: Form, question: Question, cells: Mapping[str, Answer]) -> tuple[str, str]:
    told = [
        form.named(question.column(key).title, said(form, question.column(key), cell))
        for key, cell in cells.items()
        if cell.verbatim or cell.settled
    ]
    places = [cell.source for cell in cells.values() if cell.source.cell and cell.verbatim]
    if not places:
        return "\n".join(told), ""
    first, last = places[0], places[-1]
    return "\n".join(told), str(first) if first == last else f"{first}:{last.cell}"


def write_findings(form: Form, page: Page, findings: Sequence[Finding]) -> None:
    """Write every finding with its vendor, sheet and cell, blockers first."""
    _heads(form, page, 4, ("severity", "vendor", "file", "cell", "finding"))
    row = 4
    weights = list(Severity)
    for found in sorted(findings, key=lambda found: (weights.index(found.severity), found.vendor)):
        row += 1
        look = replace(BODY, color=_COLORS[found.severity])
        page.text(row, 1, form.say(f"short.severity.{found.severity.value}"), look)
        page.text(row, 2, found.vendor, BODY)
        page.text(row, 3, found.source.file, BODY)
        page.text(
            row, 4, f"{found.source.sheet}!{found.source.cell}" if found.source.cell else found.source.sheet, BODY
        )
        page.text(row, 5, "\n".join(message(found, lang) for lang in languages(form.layout)), BODY)
        page.fit(row, grows=False)
    if not findings:
        page.text(5, 1, form.say("short.no_findings", " / "), BODY)
    page.freeze("A5", "4:4")
    page.sheet.auto_filter.ref = f"A4:E{max(row, 4)}"


def write_method(form: Form, page: Page, method: Method, made_of: tuple[Tender | None, Evaluation, str]) -> None:
    """Write which method, in which version and with which hash, from which files."""
    tender, evaluation, sha256 = made_of
    named = method.award.rule != "additive"
    top, minimum = str(method.shortlist.top), f"{method.shortlist.minimum:f}"
    rows = [
        ("pack", f"{method.title.show(form.layout, ' / ')} ({method.key})"),
        ("version", method.version),
        ("sha256", sha256),
        ("tender", f"{tender.name.show(form.layout, ' / ')} ({tender.id})" if tender else ""),
        ("rule", _rule(form, method)),
        ("combine", form.say(f"short.combine.{method.combine.value}")),
        ("formula", formula_text(method.price, tender.currency if tender else "").show(form.layout)),
        ("grain", form.say("short.grain", places=str(max(method.grain - 2, 0)))),
        ("ties", _ties(form, method)),
        ("blanks", form.say(f"short.blanks.{method.blank}")),
        ("minimum", f"{method.minimum_total:f}" if method.minimum_total is not None else "–"),
        ("shortlist", form.say(f"short.first{'_places' if named else ''}", top=top, minimum=minimum)),
    ]
    row = 3
    for key, words in rows:
        row += 1
        page.text(row, 1, form.say(f"short.method.{key}", " / "), PRINTED)
        page.text(row, 2, words, BODY)
        page.fit(row, grows=False)
    row += 2
    page.text(row, 1, form.say("short.head.file"), SUBHEAD)
    page.text(row, 2, "SHA-256", SUBHEAD)
    page.fit(row, grows=False)
    for bid in evaluation.bids:
        for file in bid.files:
            row += 1
            page.text(row, 1, file.name, PRINTED)
            page.text(row, 2, file.sha256, BODY)
            page.fit(row, grows=False)


def _rule(form: Form, method: Method) -> str:
    """The official rule with its parameters."""
    named = method.award.rule != "additive"
    said = form.say(f"short.rule.{method.award.rule}", method=called(method.award.method) if named else "")
    given = in_line(method.award.parameters)
    return f"{said} ({given})" if given else said


def _ties(form: Form, method: Method) -> str:
    names = rule_names(method, TIES)
    keys = " → ".join(names[key].show(form.layout, " / ") for key in method.ties) or "–"
    return form.say("short.ties_drawn" if DRAW in method.ties else "short.ties", keys=keys, seed=method.tie_seed)


def _heads(form: Form, page: Page, row: int, keys: Sequence[str]) -> None:
    for column, key in enumerate(keys, start=1):
        page.text(row, column, form.say(f"short.head.{key}"), HEADER)
    page.fit(row, grows=False)
