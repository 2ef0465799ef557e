"""What both sides have agreed beside the bid: values of terms, and how far the draft has come, each said by a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evaluator.domain.bid import Scalar
from evaluator.domain.text import Text

DraftStage = Literal["draft", "counsel", "agreed"]
DRAFT_STAGES: tuple[DraftStage, ...] = ("draft", "counsel", "agreed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """An agreed value of a term in the draft for a vendor, kept apart from what the vendor has said.

    ``at`` is the day; ``source`` names the negotiated document that it was read from, empty where a person typed it.
    """

    vendor: str
    term: str
    value: Scalar | Text
    reason: str
    by: str
    at: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the draft for a vendor has come, moved by a person for a reason.

    ``rests_on`` is the hash of the values that the draft had then: with any other value it is a draft again.
    """

    vendor: str
    stage: DraftStage
    reason: str
    by: str
    at: str
    rests_on: str = ""


def stage_of(standing: Standing | None, values: str) -> DraftStage:
    """Where the draft stands with values of this hash.

    >>> told = Standing(vendor="Ada", stage="counsel", reason="first round", by="Li", at="2026-01-05", rests_on="9f")
    >>> stage_of(told, "9f"), stage_of(told, "a0"), stage_of(None, "9f")
    ('counsel', 'draft', 'draft')
    """
    return standing.stage if standing is not None and standing.rests_on == values else "draft"
