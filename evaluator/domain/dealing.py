"""What passed between the buyer and others beside the workbooks: conversations with vendors, calls to their references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

KINDS: Final = ("meeting", "call", "letter", "demo", "visit", "reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person notes of a conversation with a vendor, by its invited name; ``day`` is ``YYYY-MM-DD``.

    ``kind`` is one of `KINDS`, or empty where nobody said.
    """

    vendor: str
    day: str
    people: str
    asked: str
    learnt: str
    touches: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation with a vendor; ``touches`` are the questions and sub-criteria that it bears on."""

    number: int
    ver: int
    vendor: str
    day: str
    people: str
    asked: str
    learnt: str
    touches: tuple[str, ...]
    withdrawn: bool
    reason: str
    by: str
    at: str
    kind: str = ""

    @property
    def code(self) -> str:
        """The short name by which a score or a settlement cites it."""
        return f"C-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a reference said: the words by the keys of the questions, and what was settled of its contradictions."""

    vendor: str
    key: str
    ver: int
    client: str
    day: str
    caller: str
    spoken: str
    answers: Mapping[str, str]
    settled: tuple[Mapping[str, str], ...]
    withdrawn: bool
    reason: str
    by: str
    at: str
