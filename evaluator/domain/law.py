"""Laws that contracts rest on, as dated data: articles in our words, and what a statute says a contract must hold.

The shapes are those of ``criteria/law/*.toml``. Days are ISO text, so that they compare as they stand; an end left open is empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.domain.contract import When
from evaluator.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One article as it stands between two days; an article that was renumbered has an entry for each number, under one key.

    ``article`` is empty where the number is not known. ``counsel`` marks what nobody has read in the text of the law itself.
    """

    key: str
    article: str
    summary: Text
    valid_from: str
    valid_to: str = ""
    counsel: bool = False

    def valid(self, day: str) -> bool:
        """Whether it is in force on a day; without a day, whether no end of it is known.

        >>> old = Provision(key="X-1", article="21", summary=Text(), valid_from="2017-06-01", valid_to="2025-12-31")
        >>> old.valid("2025-12-31"), old.valid("2026-01-01"), old.valid("")
        (True, False, False)
        """
        return not self.valid_to if not day else self.valid_from <= day and (not self.valid_to or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that a contract must hold: the terms that state it, and the clauses or paragraphs that say it in prose."""

    key: str
    title: Text
    terms: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What the provision ``law`` says a contract must hold; ``binding`` says that a gap breaks the law or voids the agreement.

    It concerns a draft that prints one of ``applies`` (terms, clauses or paragraphs; any draft where none is named) and of
    which ``when`` is true.
    """

    key: str
    law: str
    title: Text
    items: tuple[Item, ...]
    applies: tuple[str, ...] = ()
    when: When = When()
    binding: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One law with the articles of it that are used, where its text was read and on which day."""

    title: Text
    source: str
    checked_on: str
    provisions: tuple[Provision, ...]
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """An article with the law it stands in."""

    act: Act
    provision: Provision


@dataclass(frozen=True, slots=True)
class LawBook:
    """All laws that travel with the product."""

    acts: tuple[Act, ...] = ()

    @property
    def checked_on(self) -> str:
        """The day on which or after which all of them were checked: the earliest of theirs."""
        return min((act.checked_on for act in self.acts), default="")

    @property
    def last_checked(self) -> str:
        """The last day on which any of them was checked: what it says of later law is known by then."""
        return max((act.checked_on for act in self.acts), default="")

    def versions(self, key: str) -> tuple[Citation, ...]:
        """Every version of an article, in the order of the file."""
        return tuple(Citation(act, one) for act in self.acts for one in act.provisions if one.key == key)

    def find(self, key: str, day: str) -> Citation | None:
        """The article as it stands on a day, or None where none of its versions is in force then."""
        return next((found for found in self.versions(key) if found.provision.valid(day)), None)
