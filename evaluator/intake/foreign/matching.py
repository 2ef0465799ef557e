"""Questions of somebody else's workbook and ours: which are the same by id or by words, and which only look alike.

What is the same is matched; what looks alike is a suggestion that a person confirms. Two foreign questions are never
matched to one of ours, and an id decides nothing where the words plainly disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from evaluator.domain.text import Text
from evaluator.intake.foreign.layouts import Item, Layout
from evaluator.intake.foreign.mapping import NO_COUNTERPART, price_key, question_key
from evaluator.intake.foreign.nearest import bare, nearest, tokens
from evaluator.intake.foreign.targets import Target
from evaluator.intake.words import plain

# Of the ways tried on paraphrases of our own questions in both languages (tests/intake/test_matching.py) this one, on
# single Chinese characters and on words, parted what means the same from what does not most widely: 69 against 60.
ALIKE: Final = 62
AGREE: Final = 45  # below this, words under one id say different things
SUGGESTED: Final = 3


_HYPHENS = re.compile("[\u2010-\u2015\u2212]")


class How(StrEnum):
    """By what a foreign question was matched, or that it was not."""

    CONFIRMED = "confirmed"
    ID = "id"
    TEXT = "text"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question of ours that looks alike; ``score`` of 100 at most."""

    item: str
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a foreign question was found to be; ``item`` is empty while open and where a person saw no counterpart.

    ``rivals`` are the keys of other foreign questions that would be the same question of ours.
    """

    key: str
    asked: Item
    how: How
    item: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    rivals: tuple[str, ...] = ()


def match_of(matches: Mapping[str, Match], layout: Layout, item: Item) -> Match:
    """What the question of a table was found to be, where a price list and another table name the same thing, too."""
    key = question_key(item)
    own = matches.get(price_key(key)) if layout.lists_prices() else None
    return own or matches[key]


def match(items: Sequence[Item], ours: Sequence[Target], confirmed: Mapping[str, str]) -> tuple[Match, ...]:
    """One match for every foreign question, in their order; a question that stands in several rows is one.

    ``confirmed`` is what people have said: the id of ours by the foreign key, or ``NO_COUNTERPART``.
    """
    asked: dict[str, Item] = {}
    for item in items:
        asked.setdefault(question_key(item), item)
    known, words, ids = {target.item for target in ours}, _by_words(ours), _by_code(ours)
    found = []
    for key, item in asked.items():
        said = confirmed.get(key)
        if said is not None and (said in known or said == NO_COUNTERPART):
            found.append(Match(key=key, asked=item, how=How.CONFIRMED, item=said))
        else:
            found.append(_same(key, item, words, ids))
    return _with_suggestions(_parted(found), ours)


Index = Mapping[str, Sequence[Target]]


def _by_words(ours: Sequence[Target]) -> Index:
    found: dict[str, list[Target]] = {}
    for target in ours:
        for words in {squeezed(target.text.zh), squeezed(target.text.en)} - {""}:
            found.setdefault(words, []).append(target)
    return found


def _by_code(ours: Sequence[Target]) -> Index:
    found: dict[str, list[Target]] = {}
    for target in ours:
        found.setdefault(_code(target.code), []).append(target)
    return found


def _code(text: str) -> str:
    """An id for comparing: office programs write other hyphens for the one on the keyboard.

    >>> _code("SE‑07") == _code("se-07")
    True
    """
    return _HYPHENS.sub("-", plain(text))


def _same(key: str, item: Item, words: Index, ids: Index) -> Match:
    """The one question of ours with the same words, else the one with the same id, if the words do not plainly disagree."""
    alike, named = words.get(squeezed(item.text), ()), ids.get(_code(item.id), ()) if item.id else ()
    if len(alike) > 1:  # two rows of ours that say the same: the id tells which
        alike = [target for target in alike if target in named]
    if len(alike) == 1:
        return Match(key=key, asked=item, how=How.TEXT, item=alike[0].item)
    scored = tuple(Suggestion(target.item, alikeness(item.text, target.text)) for target in named)
    if len(scored) == 1 and scored[0].score >= AGREE:
        return Match(key=key, asked=item, how=How.ID, item=scored[0].item)
    return Match(key=key, asked=item, how=How.OPEN, suggestions=scored)


def _parted(found: Sequence[Match]) -> list[Match]:
    """Of several foreign questions that claim one of ours, the one that a person confirmed keeps it; else none does."""
    claims: dict[str, list[Match]] = {}
    for one in found:
        if one.item:
            claims.setdefault(one.item, []).append(one)
    kept = []
    for one in found:
        rivals = tuple(other.key for other in claims.get(one.item, ()) if other.key != one.key)
        confirmed = [other for other in claims.get(one.item, ()) if other.how is How.CONFIRMED]
        if rivals and confirmed != [one]:
            one = replace(one, how=How.OPEN, item="", suggestions=(Suggestion(one.item, 100),), rivals=rivals)  # noqa: PLW2901 - the same match, no longer settled
        kept.append(one)
    return kept


def _with_suggestions(found: Sequence[Match], ours: Sequence[Target]) -> tuple[Match, ...]:
    """The open matches with what looks alike, the best first; what was claimed before stays among it."""
    waiting = [one for one in found if one.how is How.OPEN]
    alike = dict(zip((one.key for one in waiting), similar([one.asked.text for one in waiting], ours), strict=True))
    return tuple(
        replace(one, suggestions=_merged(one.suggestions, alike[one.key])) if one.key in alike else one for one in found
    )


def _merged(first: Sequence[Suggestion], then: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Both together, the best first; what shares the id or was claimed before is never crowded out."""
    held = {one.item for one in first}
    more = [one for one in then if one.item not in held][:SUGGESTED]
    return tuple(sorted((*first, *more), key=lambda one: -one.score))


def similar(texts: Sequence[str], ours: Sequence[Target]) -> list[tuple[Suggestion, ...]]:
    """For each text the questions of ours that look alike in either language, at most three, the best first.

    A fast measure over all pairs finds the nearest few, and only these are measured by `alikeness`.
    """
    forms = [
        (target.item, parts)
        for target in ours
        for words in (target.text.zh, target.text.en)
        if (parts := tokens(words))
    ]
    if not texts or not forms:
        return [() for _ in texts]
    import numpy as np
    from rapidfuzz import fuzz, process

    asked = [tokens(text) for text in texts]
    places = nearest(asked, [parts for _, parts in forms])
    left = [" ".join(parts) for parts in asked for _ in range(places.shape[1])]
    right = [" ".join(forms[place][1]) for place in places.ravel()]
    scores = process.cpdist(left, right, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, dtype=np.uint8).reshape(
        places.shape
    )
    hits = np.flatnonzero(scores.any(axis=1))
    found: list[tuple[Suggestion, ...]] = [()] * len(texts)
    for number in hits:
        items = (forms[place][0] for place in places[number])
        found[number] = _best(zip(items, map(int, scores[number]), strict=True))
    return found


def _best(scored: Iterable[tuple[str, int]]) -> tuple[Suggestion, ...]:
    best: dict[str, int] = {}
    for item, score in scored:
        if score >= ALIKE:
            best[item] = max(score, best.get(item, 0))
    ordered = sorted(best.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Suggestion(item, score) for item, score in ordered[:SUGGESTED])


def alikeness(words: str, ours: Text) -> int:
    """How much words look like a question of ours in either language, 100 at most; no words at all contradict nothing.

    >>> alikeness("数据传输过程中采用什么加密方式", Text("我方数据在传输时怎样加密？")) >= ALIKE
    True
    """
    from rapidfuzz import fuzz

    asked = " ".join(tokens(words))
    forms = [" ".join(tokens(form)) for form in (ours.zh, ours.en)]
    return round(max(fuzz.token_set_ratio(asked, form) for form in forms)) if asked else 100


def squeezed(text: str) -> str:
    """Text without case, width, spaces and punctuation, for comparing as a whole.

    >>> squeezed("是否支持 ＲＰＯ≤15 分钟？"), squeezed("Back-up in 1.5 h")
    ('是否支持rpo≤15分钟', 'backupin1.5h')
    """
    return "".join(bare(text).split())
