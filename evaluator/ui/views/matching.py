"""Foreign questions beside ours, in bulk: how each pair was found, what a person ticked, and what is left on either side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.foreign.mapping import NO_COUNTERPART
from evaluator.intake.foreign.matching import How, Match
from evaluator.intake.foreign.targets import Target
from evaluator.ui.parts.tables import Column, Row

if TYPE_CHECKING:
    import pandas as pd

NONE: Final = "-"  # what is chosen where a person sees no question of ours; an empty cell is a question left open
CERTAIN: Final = frozenset({How.ID, How.TEXT})
_BREAK: Final = "\u2003" * 24
Edits = Mapping[int, Mapping[str, Any]]
SHOWN: Final = ("all", "open", "certain", "decided")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many foreign questions stand where: ``alike`` wait for a person, ``open`` look like none of ours."""

    certain: int
    alike: int
    open: int
    decided: int

    @property
    def all(self) -> int:
        """All foreign questions."""
        return self.certain + self.alike + self.open + self.decided


def tally(matches: Sequence[Match]) -> Tally:
    """The counts of a matching."""
    waiting = [one for one in matches if one.how is How.OPEN]
    return Tally(
        certain=sum(one.how in CERTAIN for one in matches), alike=sum(bool(one.suggestions) for one in waiting),
        open=sum(not one.suggestions for one in waiting), decided=sum(one.how is How.CONFIRMED for one in matches),
    )  # fmt: skip


def shown(matches: Sequence[Match], which: str) -> tuple[Match, ...]:
    """The foreign questions of one view: ``open`` holds those that look alike, too, since a person has to say."""
    wanted = {"open": {How.OPEN}, "certain": CERTAIN, "decided": {How.CONFIRMED}}.get(which, set(How))
    return tuple(one for one in matches if one.how in wanted)


def proposed(one: Match) -> str | None:
    """What stands in the choice at first: the match, else the best suggestion, None where nothing is known."""
    if one.how is How.CONFIRMED:
        return one.item or NONE
    return one.item or (one.suggestions[0].item if one.suggestions else None)


def how(one: Match, lang: Lang) -> str:
    """How a pair was found, with the score of a suggestion."""
    if one.how is not How.OPEN:
        return t(f"laying.how.{one.how.value}", lang)
    if one.rivals:
        return t("laying.how.rivals", lang, n=len(one.rivals) + 1)
    return (
        t("laying.how.alike", lang, score=one.suggestions[0].score) if one.suggestions else t("laying.how.open", lang)
    )


def label(target: Target, lang: Lang) -> str:
    """One of our questions in the list of all: what people call it by, then its words.

    The list breaks the line between them; in the grid's own cell, which does not, only the first part has room.
    """
    return f"{target.code}{_BREAK}{' '.join(target.text.show(lang).split())[:120]}"


def grid(matches: Sequence[Match], ours: Sequence[Target], edited: Edits, lang: Lang) -> pd.DataFrame:
    """One row per foreign question, under its key; pairs that a person has confirmed are ticked.

    The words of our question follow what was ``edited``.
    """
    import pandas as pd

    texts = {target.item: " ".join(target.text.show(lang).split()) for target in ours}
    chosen = [edited.get(place, {}).get("ours", proposed(one)) for place, one in enumerate(matches)]
    pairs = tuple(zip(matches, chosen, strict=True))
    columns = {
        "yes": [one.how is How.CONFIRMED for one in matches],
        "theirs": [" ".join(f"{one.asked.id} {one.asked.text}".split()) for one in matches],
        "ours": pd.Series([proposed(one) for one in matches], dtype="object"),
        "words": [texts.get(str(item), "") for item in chosen],
        "how": [_how(one, item, edited.get(place, {}), lang) for place, (one, item) in enumerate(pairs)],
    }
    return pd.DataFrame(columns).set_axis([one.key for one in matches])


def _how(one: Match, item: str | None, edited: Mapping[str, Any], lang: Lang) -> str:
    if item is None and edited.get("yes"):
        return t("laying.how.choose_first", lang)
    return t("laying.how.chosen", lang) if item != proposed(one) else how(one, lang)


def said(matches: Sequence[Match], edited: Edits) -> dict[str, str]:
    """What a person has said in the grid: pairs that were ticked, and questions for which another of ours was chosen.

    ``edited`` are the changed cells by the row's place. A suggestion that nobody ticked says nothing.
    """
    found = {}
    for place, changes in edited.items():
        one = matches[int(place)]
        chosen = changes.get("ours", proposed(one))
        ticked = changes.get("yes", one.how is How.CONFIRMED)
        another = "ours" in changes and chosen != proposed(one)
        if chosen and (another or (ticked and one.how is not How.CONFIRMED)):
            found[one.key] = NO_COUNTERPART if chosen == NONE else str(chosen)
    return found


def certain(matches: Sequence[Match]) -> dict[str, str]:
    """What is the same by id or by words; never what only looks alike."""
    return {one.key: one.item for one in matches if one.how in CERTAIN}


def unanswered(matches: Sequence[Match], ours: Sequence[Target], lang: Lang) -> tuple[list[Column], list[Row]]:
    """Our questions to which no foreign question was matched."""
    held = {one.item for one in matches}
    columns = [Column(t("laying.col.code", lang), head=True, width=7), Column(t("laying.col.words", lang), width=30)]
    return columns, [Row([one.code, one.text.show(lang)]) for one in ours if one.item not in held]
