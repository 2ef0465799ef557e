"""What is a change of substance: neither what the bid says nor a point of which nobody has spoken."""

from __future__ import annotations

from evaluator.contract.strikes import judged
from evaluator.domain.bid import Scalar
from evaluator.domain.contract import Term, TermStatus, TermTable, TermValue
from evaluator.domain.method import Method
from evaluator.domain.text import Text


def of_substance(term: Term, method: Method) -> bool:
    """Whether a term is of the substance of a contract: the library says so, or its answer was scored or passed a gate.

    What won the award is bound by the method itself, so that no library can forget to say it.
    """
    kind, _, path = term.fill.partition(":")
    won = {question.id for question in method.questions if judged(question)} if kind == "question" else set()
    return term.substantive or kind == "commitments" or path.partition("/")[0] in won


def changes_substance(value: TermValue, agreed: Scalar | Text, method: Method) -> bool:
    """Whether an agreed value changes the substance of a contract; ``value`` is the term as tender and bid leave it.

    A point that neither of them speaks of may be filled, and what the bid says may be confirmed.
    """
    unspoken = value.status is TermStatus.BLANK and value.position is None and not value.verbatim
    if unspoken or not of_substance(value.term, method):
        return False
    return agreed != value.value or isinstance(value.value, TermTable)
