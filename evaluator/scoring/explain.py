"""Why one bid stands before the next: parts of each difference, shown so that they add up as printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from evaluator.domain.finding import Param, Phrase
from evaluator.domain.question import rounded
from evaluator.domain.ranking import Gap, Result
from evaluator.domain.text import Text


def gaps(ranked: Sequence[Result]) -> tuple[Gap, ...]:
    """The difference between each ranked bid and the next, split over the top-level criteria.

    ``ranked`` is in order of place; the parts of a gap sum to its difference exactly. Only bids with a total can be
    compared so: a rule other than ``additive`` has no contributions and yields no gap.
    """
    return tuple(
        Gap(
            ahead=ahead.vendor,
            behind=behind.vendor,
            difference=ahead.score - behind.score,
            parts=_parts(ahead, behind),
        )
        for ahead, behind in pairwise(ranked)
        if ahead.score is not None and behind.score is not None and _additive(ahead) and _additive(behind)
    )


def _additive(result: Result) -> bool:
    return all(node.contribution is not None for node in result.nodes)


def _parts(ahead: Result, behind: Result) -> tuple[tuple[str, Fraction], ...]:
    theirs = {node.key: node.contribution or Fraction(0) for node in behind.nodes}
    return tuple((node.key, (node.contribution or Fraction(0)) - theirs[node.key]) for node in ahead.nodes)


def shown(gap: Gap, decimals: int = 1) -> tuple[Decimal, tuple[tuple[str, Decimal], ...]]:
    """A gap in points of 100 as printed: the rounded difference, and parts that add up to exactly that.

    Every part is rounded down; what is then missing goes, one last digit each, to the parts that lost most.

    >>> gap = Gap(ahead="Ada", behind="Bo", difference=Fraction(1, 100),
    ...           parts=(("cost", Fraction(1, 300)), ("skill", Fraction(1, 300)), ("care", Fraction(1, 300))))
    >>> [str(part) for _, part in shown(gap)[1]]
    ['0.4', '0.3', '0.3']
    """
    scale = 10**decimals
    total = int(rounded(gap.difference * 100, decimals) * scale)
    exact = [part * 100 * scale for _, part in gap.parts]
    steps = [part.numerator // part.denominator for part in exact]
    lost = sorted(range(len(exact)), key=lambda index: (steps[index] - exact[index], index))
    for index in lost[: total - sum(steps)]:
        steps[index] += 1
    points = [Decimal(step).scaleb(-decimals) for step in steps]
    return Decimal(total).scaleb(-decimals), tuple(zip((key for key, _ in gap.parts), points, strict=True))


def sentence(gap: Gap, titles: Mapping[str, Text], decimals: int = 1) -> Phrase:
    """One sentence for a gap: who leads whom by how much, and what adds and what takes, largest first.

    Parts that print as zero are left out. Equal totals say so: they share a place or were parted by the tie rule.
    """
    difference, parts = shown(gap, decimals)
    told = sorted(((key, part) for key, part in parts if part), key=lambda item: -abs(item[1]))
    listed = Text(
        "，".join(f"{titles[key].show('zh')} {_signed(part)}" for key, part in told),
        ", ".join(f"{_signed(part)} {_inside(titles[key].show('en'))}" for key, part in told),
    )
    names: tuple[tuple[str, Param], ...] = (("ahead", gap.ahead), ("behind", gap.behind))
    if gap.difference == 0:
        key = "explain.level_parts" if told else "explain.level"
        return Phrase(key, (*names, ("parts", listed)))
    if not told:
        return Phrase("explain.narrow", names)
    return Phrase("explain.gap", (*names, ("difference", f"{difference:f}"), ("parts", listed)))


def _inside(title: str) -> str:
    """An English title inside a sentence: small first letter, unless the word is an abbreviation.

    >>> _inside("Technical strength"), _inside("IP rights")
    ('technical strength', 'IP rights')
    """
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _signed(part: Decimal) -> str:
    return f"+{part:f}" if part > 0 else f"−{-part:f}"
