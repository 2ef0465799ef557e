"""Commitments from the bid, each of which a person may strike: the schedule loses its row, the record keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from evaluator.domain.agreed import Agreed
from evaluator.domain.bid import Bid
from evaluator.domain.contract import ContractLibrary, Term, TermKind
from evaluator.domain.method import Method
from evaluator.domain.question import Judge, Option, Question
from evaluator.domain.text import Text

FILL: Final = "commitments"
KEPT, STRUCK = "kept", "struck"
REPLIES: Final = (Option(key=KEPT, text=Text("保留", "kept")), Option(key=STRUCK, text=Text("删去", "struck")))


def with_commitments(library: ContractLibrary, method: Method, bid: Bid) -> ContractLibrary:
    """The library with a term for each commitment, behind the list that they stand in."""
    terms = [one for term in library.terms for one in (term, *_each(term, method, bid))]
    return replace(library, terms=tuple(terms))


def struck(library: ContractLibrary, agreed: Mapping[str, Agreed]) -> Mapping[str, str]:
    """The terms of struck commitments by the question they answer."""
    found = (term for term in library.terms if term.fill.startswith(f"{FILL}:") and term.id in agreed)
    return {term.fill.partition(":")[2]: term.id for term in found if agreed[term.id].value == STRUCK}


def _each(term: Term, method: Method, bid: Bid) -> Iterator[Term]:
    if term.fill != FILL:
        return
    for question in method.questions:
        if judged(question) and question.id in bid.answers:
            name = term.label  # a pack may be in one language
            label = Text(f"{name.zh}：{question.id}" if name.zh else "", f"{name.en}: {question.id}" if name.en else "")
            yield replace(
                term, id=f"{term.id}/{question.id}", kind=TermKind.CHOICE, fill=f"{FILL}:{question.id}", label=label, columns=(),
                silent=Text(),
            )  # fmt: skip


def judged(question: Question) -> bool:
    """Whether an answer to this question earns points or passes a gate."""
    return question.judge in (Judge.AUTO, Judge.PANEL, Judge.GATE) or question.gate is not None
