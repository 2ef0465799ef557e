"""What earned points is promised, or listed as paid for and not promised."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from evaluator.contract.coverage import coverage
from tests import drafts, tiny


def covered(made, method=None, **changes):
    books = drafts.library(**changes)
    return coverage(books, method or tiny.method(), made, drafts.drafted(made, library=books))


def without(*keys):
    kept = tuple(term for term in drafts.TERMS if term.id not in keys)
    schedules = tuple(replace(s, terms=tuple(key for key in s.terms if key not in keys)) for s in drafts.SCHEDULES)
    return {"terms": kept, "schedules": schedules, "clauses": drafts.CLAUSES[:1]}


def test_a_full_bid_is_backed_to_the_last_point():
    found = covered(drafts.bid())

    assert (found.scored, found.backed, found.own_term, found.unbacked) == (100, 100, 100, ())


def test_points_without_a_term_are_listed_with_their_question():
    found = covered(drafts.bid(), **without("promises", "response", "level"))

    assert found.scored == 100
    assert found.backed == Fraction(60)
    assert found.unbacked == ("SU-01", "SE-01")


def test_a_warranty_backs_points_that_have_no_term_of_their_own():
    found = covered(drafts.bid(), **without("response", "level"))

    assert (found.backed, found.own_term) == (100, 60)


def test_a_blank_answer_scores_nothing_that_a_contract_could_hold():
    found = covered(drafts.bid(SU_01=drafts.cell("SU-01", None)))

    assert found.scored == Fraction(100) - 40 * Fraction(60, 100)


def test_a_criterion_judged_without_questions_is_paid_for_and_not_promised():
    bare = tiny.method(questions=tuple(question for question in tiny.method().questions if question.id != "FT-01"))

    found = covered(drafts.bid(), method=bare)

    assert found.unbacked == ("plan",)
    assert found.backed == Fraction(80)
