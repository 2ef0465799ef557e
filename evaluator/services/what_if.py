"""Other weights and prices tried by hand on a tender: a look, kept nowhere, in no record and in no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final
from weakref import WeakKeyDictionary

from evaluator.robustness.board import Board, board
from evaluator.robustness.case import OfficialMatrix, by_weights, places
from evaluator.robustness.stability import totals
from evaluator.robustness.what_if import WhatIf, repriced, what_if
from evaluator.scoring.minima import has_priced_minima
from evaluator.services.robustness import matrix_of, waits_for
from evaluator.services.state import TenderState

# Percent of its price by which a bid may be made dearer or cheaper.
MOST: Final = 50
_kept: WeakKeyDictionary[TenderState, Basis] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Basis:
    """What is tried by hand starts from it: the ranked bids as published, their prices, and how dear each may become.

    ``room`` is in whole percent, up to the ceiling; no prices are tried where a minimum rests on them, since another
    price may then put a bid out.
    """

    matrix: OfficialMatrix
    totals: tuple[Fraction, ...]
    places: Mapping[str, int]
    board: Board
    room: Mapping[str, int]


def basis(state: TenderState) -> Basis | None:
    """The published ranking; None while the check of it waits, and where weights alone do not rank."""
    if waits_for(state) or not by_weights(state.pack.method):
        return None
    if state not in _kept:
        matrix, there = matrix_of(state), board(state.pack.method, state.evaluation.ranking)
        sums = totals(matrix.values, matrix.weights)
        room = {} if has_priced_minima(state.pack.method) else _room(state, there)
        _kept[state] = Basis(
            matrix=matrix, totals=tuple(sums), places=places(matrix, sums), board=there, room=room
        )  # fmt: skip
    return _kept[state]


def tried(there: Basis, weights: Sequence[Fraction], dearer: Mapping[str, int]) -> WhatIf:
    """The ranking under other weights, and with prices that are dearer by so many percent, below zero cheaper."""
    prices = {
        vendor: there.board.prices[vendor] * (100 + percent) / 100 for vendor, percent in dearer.items() if percent
    }
    return what_if(repriced(there.matrix, there.board, prices), weights)


def _room(state: TenderState, there: Board) -> dict[str, int]:
    ceiling = state.tender.ceiling
    return {
        vendor: MOST if ceiling is None else min(MOST, int(Fraction(ceiling) / there.prices[vendor] * 100) - 100)
        for vendor in there.values
        if there.prices.get(vendor)
    }
