"""What earned points is promised, or listed as paid for and not promised."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from evaluator.contract.compose import compose
from evaluator.contract.known import known
from evaluator.contract.promises import Fate, promises
from evaluator.contract.terms import fill_terms
from tests import drafts, tiny


def covered(made, method=None, **changes):
    books = drafts.library(**changes)
    facts = known(books, method or tiny.method(), drafts.tender(), made, drafts.prices(made))
    values = fill_terms(facts)
    return promises(facts, values, compose(books, values, facts.questions), None)


def missing(found):
    return tuple(one.item for one in found.of(Fate.MISSING))


def without(*keys):
    kept = tuple(term for term in drafts.TERMS if term.id not in keys)
    schedules = tuple(replace(s, terms=tuple(key for key in s.terms if key not in keys)) for s in drafts.SCHEDULES)
    return {"terms": kept, "schedules": schedules, "clauses": drafts.CLAUSES[:1]}


def test_a_full_bid_is_backed_to_the_last_point():
    found = covered(drafts.bid())

    assert (found.won(), found.won(Fate.KEPT), missing(found)) == (100, 100, ())


def test_points_without_a_term_are_listed_with_their_question():
    found = covered(drafts.bid(), **without("promises", "response", "level"))

    assert found.won() == 100
    assert found.won(Fate.KEPT) == Fraction(60)
    assert missing(found) == ("SU-01", "SE-01")


def test_a_warranty_backs_points_that_have_no_term_of_their_own():
    found = covered(drafts.bid(), **without("response", "level"))

    assert found.won(Fate.KEPT) == 100
    assert {one.item for one in found.lines if one.terms == ("promises",)} == {"SU-01", "SE-01"}


def test_a_blank_answer_scores_nothing_that_a_contract_could_hold():
    found = covered(drafts.bid(SU_01=drafts.cell("SU-01", None)))

    assert found.won() == Fraction(100) - 40 * Fraction(60, 100)


def test_a_criterion_judged_without_questions_is_paid_for_and_not_promised():
    bare = tiny.method(questions=tuple(question for question in tiny.method().questions if question.id != "FT-01"))

    found = covered(drafts.bid(), method=bare)

    assert missing(found) == ("plan",)
    assert found.won(Fate.KEPT) == Fraction(80)
