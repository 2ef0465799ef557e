"""The shortlist workbook: ranking, matrix with live formulas, weights, answers side by side, findings, method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from evaluator.adapters.look import AMBER, BODY, HEADER, INTRO, PLAIN, PRINTED, SUBHEAD, TITLE, Look
from evaluator.adapters.sheets import Book, Page
from evaluator.adapters.shortlist_formulas import Matrix, shown_key
from evaluator.adapters.shortlist_matrix import FIRST, KEY_CODE, write_matrix
from evaluator.adapters.shortlist_record import write_answers, write_findings, write_method, write_scores
from evaluator.adapters.shortlist_weights import write_weights
from evaluator.adapters.template_cover import sample_mark
from evaluator.adapters.template_entry import Form
from evaluator.domain.award import Shortlist
from evaluator.domain.method import Method
from evaluator.domain.ranking import Evaluation, Ranking, Result, Status
from evaluator.domain.score import Scorecard
from evaluator.domain.tender import Tender
from evaluator.domain.text import Layout, languages
from evaluator.i18n.opinions import called
from evaluator.i18n.words import message, t
from evaluator.intake.questionnaire import Questionnaire
from evaluator.scoring.explain import sentence

RANKING_WIDTHS = (8.0, 36.0, 14.0, 14.0, 14.0, 12.0, 14.0, 18.0, 12.0, 64.0)
_HEADS = ("place", "vendor", "total", "official", "official_place", "check", "status", "price", "goes_on", "reasons")
_KEY_HEADS = {"total": "short.key", "official": "short.head.official_key"}
_INTROS = {"additive": "", "index": "by_index", "method": "by_method"}
_TOTAL = replace(BODY, code="0.000", bold=True)
_KEY = replace(BODY, code=KEY_CODE, bold=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a shortlist rests on beside the evaluation: the method's hash, the questionnaire, the individual scores."""

    sha256: str
    asked: Questionnaire
    cards: tuple[Scorecard, ...] = ()


def write_shortlist(
    method: Method, tender: Tender | None, evaluation: Evaluation, shortlist: Shortlist, layout: Layout, basis: Basis
) -> bytes:
    """The workbook of a shortlist; recalculated by any spreadsheet, its totals and places are the official ones."""
    ranking = evaluation.ranking
    name = (tender.name if tender else method.title).show(layout, " / ")
    mark = sample_mark(layout, tender)
    book = Book(layout, name, mark)
    form = Form(book, layout, method.units, tender.name if tender else method.title)
    front = _sheet(form, "ranking", RANKING_WIDTHS, mark, intro=_INTROS[method.award.rule])
    vendors = len(ranking.results)
    matrix_page = _sheet(form, "matrix", [9.0, 46.0, 10.0, 10.0, *[17.0] * vendors], mark, last=FIRST)
    weights = write_weights(form, _sheet(form, "weights", [9.0, 70.0, 12.0, 14.0, 14.0], mark), method)
    matrix = write_matrix(form, matrix_page, method, ranking, weights, basis.cards)
    _ranking(form, front, matrix, shortlist, name)
    if basis.cards:
        write_scores(form, _sheet(form, "scores", [22.0, 34.0, 30.0, 10.0, 60.0, 34.0], mark), method, basis.cards)
    columns = [9.0, 46.0, *[width for _ in evaluation.bids for width in (36.0, 12.0)]]
    write_answers(form, _sheet(form, "answers", columns, mark, last=6), basis.asked, ranking, evaluation.bids)
    write_findings(form, _sheet(form, "findings", [13.0, 34.0, 36.0, 14.0, 90.0], mark), evaluation.findings)
    method_page = _sheet(form, "method", [34.0, 110.0], mark)
    write_method(form, method_page, method, (tender, evaluation, basis.sha256))
    return book.save()


def _sheet(form: Form, key: str, widths: Sequence[float], mark: str, last: int = 0, intro: str = "") -> Page:
    """A sheet with its title, one line that says what it shows, and the label of the sample tender."""
    page = form.book.page(form.say(f"short.{key}.sheet", " "))
    page.columns(widths)
    last = min(last or len(widths), len(widths))
    page.banner(1, form.say(f"short.{key}.sheet", " / "), TITLE, last)
    page.banner(2, form.say(f"short.{intro or key}.intro"), INTRO, last)
    if mark:
        page.banner(3, mark, replace(PLAIN, bold=True, color=AMBER), last)
    return page


def _ranking(form: Form, page: Page, matrix: Matrix, shortlist: Shortlist, name: str) -> None:
    last = len(RANKING_WIDTHS)
    ranking = matrix.ranking
    page.banner(4, name, replace(PLAIN, bold=True, size=12), last)
    page.banner(5, _headline(form, shortlist), replace(PLAIN, bold=True, size=12), last)
    row = 6
    named = ranking.rule != "additive"
    for column, key in enumerate(_HEADS, start=1):
        words = form.say(_KEY_HEADS[key], method=called(ranking.rule)) if named and key in _KEY_HEADS else ""
        page.text(row, column, words or form.say(f"short.head.{key}"), HEADER)
    page.fit(row, 2, grows=False)
    for result in ranking.results:
        row += 1
        _line(form, page, matrix, (result, shortlist), row)
    row = _gaps(form, page, matrix.method, ranking, row + 2)
    if ranking.provisional:
        page.banner(row, form.say("short.provisional"), replace(PLAIN, bold=True, color=AMBER), last)
    page.freeze("A7", "6:6")


def _headline(form: Form, shortlist: Shortlist) -> str:
    key = "short.headline" if shortlist.vendors else "short.nobody"
    joints = {"zh": "、", "en": ", "}
    said = [
        t(f"workbook.{key}", lang, vendors=joints[lang].join(shortlist.vendors),
          top=shortlist.top)
        for lang in languages(form.layout)
    ]  # fmt: skip
    said += [form.say("short.tied", "\n", vendors=", ".join(shortlist.tied))] if shortlist.tied else []
    said += [form.say("short.below", "\n", vendors=", ".join(shortlist.below))] if shortlist.below else []
    return "\n".join(said)


def _line(form: Form, page: Page, matrix: Matrix, told: tuple[Result, Shortlist], row: int) -> None:
    result, shortlist = told
    on = result.vendor in shortlist.vendors
    strong: Look = replace(BODY, bold=on)
    page.text(row, 2, _named(form, result), strong)
    named = matrix.ranking.rule != "additive"
    if result.status is Status.RANKED and result.place is not None:
        official = shown_key(matrix.ranking, result) if result.score is None else result.score * 100
        look = _KEY if named else _TOTAL
        place, total = matrix.reference(matrix.place, result.vendor), matrix.reference(matrix.total, result.vendor)
        page.formula(row, 1, f"={place}", replace(strong, code="0"), Fraction(result.place))
        page.formula(row, 3, f"={total}", look, official)
        page.number(row, 4, official, replace(look, bold=False))
        page.number(row, 5, result.place, BODY)
        agrees, differs = (form.say(f"short.{word}", " / ") for word in ("agrees", "differs"))
        near = "<0.000000001*MAX(1,ABS(D{row}))" if named else "<0.000000001"
        test = f'=IF(AND(ABS(C{row}-D{row}){near.format(row=row)},A{row}=E{row}),"{agrees}","{differs}")'
        page.formula(row, 6, test, replace(BODY, across="center"), agrees)
    else:
        bounds = f"{float(result.low * 100):.1f}–{float(result.high * 100):.1f}"
        texts = ("–", bounds if result.status is Status.UNSETTLED and not named else "–", "–", "–", "–")
        for column, words in zip((1, 3, 4, 5, 6), texts, strict=True):
            page.text(row, column, words, replace(BODY, across="right"))
    page.text(row, 7, form.say(f"short.status.{result.status.value}"), BODY)
    if result.price is None:
        page.text(row, 8, "–", replace(BODY, across="right"))
    else:
        page.number(row, 8, result.price, replace(BODY, code="#,##0.00"))
    page.text(row, 9, form.say("short.yes", " / ") if on else "–", replace(BODY, across="center", bold=on))
    page.text(row, 10, _reasons(form, result), BODY)
    page.fit(row, grows=False)


def _named(form: Form, result: Result) -> str:
    """The bid, of a variant with whose it is."""
    return (
        f"{result.vendor}\n{form.say('short.variant_of', chr(10), vendor=result.variant_of)}"
        if result.variant_of
        else result.vendor
    )


def _reasons(form: Form, result: Result) -> str:
    return "\n".join(
        f"{found.source.sheet}!{found.source.cell}: {said}" if found.source.cell else said
        for found in result.reasons
        for said in [message(found, lang) for lang in languages(form.layout)]
    )


def _gaps(form: Form, page: Page, method: Method, ranking: Ranking, row: int) -> int:
    """One sentence for each pair of neighbours; the next free row."""
    if not ranking.gaps:
        return row
    last = len(RANKING_WIDTHS)
    titles = {criterion.key: criterion.title for criterion in method.criteria}
    page.banner(row, form.say("short.gaps", " / "), replace(SUBHEAD, boxed=False), last)
    for gap in ranking.gaps:
        row += 1
        said = sentence(gap, titles)
        words = "\n".join(t(said.key, lang, **dict(said.params)) for lang in languages(form.layout))
        page.banner(row, words, replace(PRINTED, boxed=False), last)
    return row + 2
