"""Figures and reasons as the papers of an award print them."""

from __future__ import annotations

from fractions import Fraction

from evaluator.domain.finding import Finding
from evaluator.domain.question import rounded
from evaluator.domain.text import Lang
from evaluator.i18n.words import known, message, t


def reason_words(found: Finding, lang: Lang) -> str:
    """Why a bid is out, as a statement: what a person may still do about it is no part of a paper that says the result."""
    key = f"award.because.{found.rule.value}"
    return t(key, lang, **dict(found.params)) if known(key, lang) else message(found, lang)


def points_words(value: Fraction | float | None, decimals: int) -> str:
    """Points as printed, half up; a dash where there are none."""
    if value is None:
        return "–"
    return f"{float(rounded(Fraction(value), decimals)):.{decimals}f}"


def amount_words(value: Fraction | None, currency: str = "") -> str:
    """An amount as printed, with its currency where one is given; a dash where there is none."""
    if value is None:
        return "–"
    return f"{currency}\u00a0{float(value):,.2f}" if currency else f"{float(value):,.2f}"
