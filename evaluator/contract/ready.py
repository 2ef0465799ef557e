"""What keeps a draft from being signed as it stands."""

from __future__ import annotations

from evaluator.contract.draft import Draft, Front


def unready(draft: Draft, front: Front) -> tuple[tuple[str, int], ...]:
    """Each kind of obstacle with its number: no award, blanks, open cells, deviations not decided, points to settle."""
    found = {
        "award": int(not front.award_recorded),
        "blanks": len(draft.blanks),
        "cells": draft.open_cells,
        "deviations": len(draft.deviations),
        "points": sum(not point.warns for point in front.points),
    }
    return tuple((key, n) for key, n in found.items() if n)
