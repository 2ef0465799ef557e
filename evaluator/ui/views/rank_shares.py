"""Shares of ranks under many weights, as the parts of bars and as rows."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.robustness.sampling import Trial
from evaluator.ui.parts.bars import Contributions
from evaluator.ui.parts.tables import Column, Row

SHOWN_RANKS = 5


def rank_parts(trial: Trial, vendors: Sequence[str]) -> list[tuple[str, Contributions]]:
    """Shares of ranks by bid, laid end to end; all ranks after the fifth are one part."""
    return [
        (vendor, {key: (share, share) for key, share in zip(rank_keys(len(vendors)), row, strict=True)})
        for vendor, row in zip(vendors, rank_shares(trial), strict=True)
    ]


def rank_shares(trial: Trial) -> list[list[Fraction]]:
    """The shares of the ranks that are shown, by bid."""
    rows = [[Fraction(count, trial.samples) for count in counts] for counts in trial.ranks]
    return [[*row[:SHOWN_RANKS], sum(row[SHOWN_RANKS:], Fraction(0))][: min(len(row), SHOWN_RANKS + 1)] for row in rows]


def rank_keys(bids: int) -> list[str]:
    """Keys of the ranks that are shown, ``rest`` for all others.

    >>> rank_keys(3), rank_keys(9)[-1]
    (['1', '2', '3'], 'rest')
    """
    return [*(str(rank) for rank in range(1, min(bids, SHOWN_RANKS) + 1)), *(["rest"] if bids > SHOWN_RANKS else [])]


def rank_titles(bids: int, lang: Lang) -> list[tuple[str, str]]:
    """The same keys with their words."""
    rest = ("rest", t("robustness.rank_rest", lang, place=str(SHOWN_RANKS + 1)))
    return [rest if key == "rest" else (key, t("robustness.rank", lang, place=key)) for key in rank_keys(bids)]


def rank_columns(bids: int, lang: Lang) -> list[Column]:
    """A bid and its share of each rank."""
    head = Column(t("ranking.col.vendor", lang), head=True, width=11)
    return [head, *(Column(title, "number") for _, title in rank_titles(bids, lang))]


def rank_rows(trial: Trial, vendors: Sequence[str], lang: Lang) -> list[Row]:
    """The same numbers as the bars."""
    return [
        Row([vendor, *(whole(share, lang) for share in row)])
        for vendor, row in zip(vendors, rank_shares(trial), strict=True)
    ]


def whole(share: Fraction, lang: Lang) -> str:
    """A share in percent with one decimal.

    >>> whole(Fraction(1, 3), "en"), whole(Fraction(1, 3), "zh")
    ('33.3 %', '33.3%')
    """
    return f"{float(share * 100):.1f}{'%' if lang == 'zh' else ' %'}"
