"""Reasons that only repeat the scale: words of the level and nothing of the bid."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from evaluator.domain.method import Criterion
from evaluator.domain.text import LANGS
from evaluator.intake.words import plain

ALIKE = 80  # of 100, where words of the scale stand in another order or a few are changed
OWN_SHARE = 0.25  # beyond this share of words of its own a reason says something
_WORDS = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]")


def repeats(reason: str, leaf: Criterion) -> bool:
    """Whether a reason says no more than the words of a level of the scale, in either language.

    A warning, no judgement: what the evaluator saw is not in it. Chinese is compared sign by sign.
    """
    words = _WORDS.findall(plain(reason))
    return bool(words) and any(
        _alike(words, _WORDS.findall(plain(level.text.show(lang)))) for level in leaf.levels for lang in LANGS
    )


def _alike(words: list[str], scale: list[str]) -> bool:
    own = [word for word in words if word not in set(scale)]
    close = fuzz.token_ratio(" ".join(words), " ".join(scale)) >= ALIKE
    return bool(scale) and close and len(own) <= OWN_SHARE * len(words)
