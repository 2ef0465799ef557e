"""What the law says a contract must hold, and which of it a draft states, leaves blank or need not state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from evaluator.contract.clauses import holds
from evaluator.contract.draft import Draft
from evaluator.contract.law import InForce
from evaluator.contract.points import Point
from evaluator.domain.contract import TermStatus, TermValue
from evaluator.domain.law import Item, Panel
from evaluator.domain.text import Text


class Held(StrEnum):
    """Whether a draft holds what the law asks for."""

    ANSWERED = "answered"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class ItemState:
    """One thing that the law asks for; ``open`` are its terms that nobody has filled."""

    item: Item
    held: Held
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelState:
    """A statute's list, its article on the draft's day, and each thing on it."""

    panel: Panel
    article: Text
    items: tuple[ItemState, ...]

    @property
    def concerns(self) -> bool:
        """Whether the list applies to this draft at all."""
        return any(one.held is not Held.NOT_APPLICABLE for one in self.items)

    @property
    def blank(self) -> tuple[ItemState, ...]:
        """What the draft does not state and should."""
        return tuple(one for one in self.items if one.held is Held.BLANK)


def statutes(draft: Draft, values: Mapping[str, TermValue], law: InForce) -> tuple[PanelState, ...]:
    """Every list of the law packs, for this draft."""
    printed = {row.term: row.status for row in draft.annex}
    places = {article.id for article in draft.articles}
    places |= {section.id for article in draft.articles for section in article.sections}
    return tuple(_panel(panel, (printed, places), values, law) for act in law.book.acts for panel in act.panels)


def _panel(
    panel: Panel, there: tuple[dict[str, TermStatus], set[str]], values: Mapping[str, TermValue], law: InForce
) -> PanelState:
    printed, places = there
    concerned = not panel.applies or any(key in printed or key in places for key in panel.applies)
    concerned = concerned and holds(panel.when, values)
    made = tuple(
        _item(item, printed, places) if concerned else ItemState(item, Held.NOT_APPLICABLE) for item in panel.items
    )
    return PanelState(panel, law.name(panel.law), made)


def _item(item: Item, printed: dict[str, TermStatus], places: set[str]) -> ItemState:
    """Answered where all its terms that the draft prints are filled, or where there is none of them and a clause says it."""
    terms = [key for key in item.terms if key in printed]
    blank = tuple(key for key in terms if printed[key] is TermStatus.BLANK)
    said = bool(terms) or any(key in places for key in item.clauses)
    return ItemState(item, Held.BLANK if blank or not said else Held.ANSWERED, blank)


def unlawful(panels: tuple[PanelState, ...]) -> Iterator[Point]:
    """Gaps in what the law demands: each list that binds, with everything of it that is missing."""
    for one in panels:
        if one.panel.binding and one.blank:
            titles = [state.item.title for state in one.blank]
            params = (
                ("title", (one.panel.title,)), ("law", (one.article,)),
                ("items", (Text("、".join(title.zh for title in titles), ", ".join(title.en for title in titles)),)),
            )  # fmt: skip
            subjects = tuple(f"{one.panel.key}.{state.item.key}" for state in one.blank)
            yield Point(rule="statute_blank", subjects=subjects, params=params)
