"""What a vendor claims of its references beside what they said, and the contradictions that a person looks into."""

from __future__ import annotations

from evaluator.domain.dealing import Call
from evaluator.domain.question import CallQuestion, Kind, Option
from evaluator.domain.text import Lang
from evaluator.i18n.words import t, unit
from evaluator.intake.questionnaire import YES_NO
from evaluator.intake.references import Compared, Reference, compared
from evaluator.services.dealings import against, settled
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.views.trail import person


def label(state: TenderState, vendor: str, one: Reference, lang: Lang) -> str:
    """A client in a list, with the day of the call."""
    call = state.dealings.call(vendor, one.key)
    done = call is not None and not call.withdrawn
    return t("reference.label_done", lang, client=one.client, day=call.day) if call and done else one.client


def options(call: CallQuestion) -> tuple[Option, ...]:
    """The replies of a question of the call, of which one is chosen; none where words are typed."""
    return YES_NO if call.kind is Kind.YES_NO and not call.options else call.options


def asked(state: TenderState, call: CallQuestion, lang: Lang) -> str:
    """The question with the unit in which it is answered."""
    code = "%" if call.kind is Kind.PERCENT else call.unit
    words = call.text.show(lang)
    if not code:
        return words
    named = unit(code, lang, state.pack.method.units)
    return f"{words}（{named}）" if lang == "zh" else f"{words} ({named})"


def waiting(state: TenderState, one: Reference, call: Call) -> tuple[Compared, ...]:
    """The contradictions of a call on which nobody has spoken."""
    return tuple(each for each in against(state.pack.method, one, call) if settled(call, each) is None)


def beside(state: TenderState, one: Reference, call: Call | None, lang: Lang) -> tuple[list[Column], list[Row]]:
    """A line for each question of the call: the vendor's words with their cells, the client's, and how they stand."""
    columns = [
        Column(t("reference.col.question", lang), head=True, width=16), Column(t("reference.col.claimed", lang), width=10),
        Column(t("reference.col.said", lang), width=10), Column(t("reference.col.standing", lang), width=12),
    ]  # fmt: skip
    counts = call is not None and not call.withdrawn
    return columns, [_row(state, one, call if counts else None, question, lang) for question in state.pack.method.calls]


def _row(state: TenderState, one: Reference, call: Call | None, question: CallQuestion, lang: Lang) -> Row:
    mine = [claim for claim in one.claims if claim.key == question.key]
    pairs = [each.claim for each in _pairs(state, one, call, question)]
    claims = pairs or [claim.answer for claim in mine]
    # In which unit the vendor was asked is told where the client is asked in another.
    units = [claim.column.unit if claim.column.unit != question.unit else "" for claim in mine]
    texts = [
        t("reference.in_unit", lang, said=answer.verbatim, unit=unit(code, lang, state.pack.method.units))
        if code
        else answer.verbatim
        for answer, code in zip(claims, units, strict=True)
    ]
    claimed = Cell(text="\n".join(dict.fromkeys(texts)), note="\n".join(str(answer.source) for answer in claims))
    said = call.answers.get(question.key, "") if call else ""
    return Row([asked(state, question, lang), claimed, said, _standing(state, one, call, question, lang)])


def _pairs(state: TenderState, one: Reference, call: Call | None, question: CallQuestion) -> list[Compared]:
    method = state.pack.method
    found = compared(one, call.answers, method.calls, method.units) if call else ()
    return [each for each in found if each.call.key == question.key]


def _standing(state: TenderState, one: Reference, call: Call | None, question: CallQuestion, lang: Lang) -> Cell:
    if call is None:
        return Cell("")
    if not call.answers.get(question.key):
        return Cell(t("reference.standing.unasked", lang), tone="soft")
    pairs = _pairs(state, one, call, question)
    if not pairs:
        key = "words" if question.kind is Kind.TEXT else "unclaimed"
        return Cell(t(f"reference.standing.{key}", lang), tone="soft")
    found = [each for each in pairs if each.agrees is False]
    if not found and any(each.agrees is None for each in pairs):
        return Cell(t("reference.standing.yourself", lang), tone="warn")
    if not found:
        return Cell(t("reference.standing.agrees", lang), tone="ok")
    words = [settled(call, each) for each in found]
    if not all(words):
        return Cell(t("reference.standing.contradicts", lang), tone="bad", strong=True)
    told = [
        t("reference.standing.settled", lang, reason=word["reason"], by=person(word["by"], lang))
        for word in words
        if word
    ]
    return Cell("\n".join(dict.fromkeys(told)), tone="ok")
