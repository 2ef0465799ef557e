"""What every method made from a buyer's own questionnaire starts with, as ``criteria/general/start.toml`` holds it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evaluator.domain.method import RequirementRule
from evaluator.domain.question import CallQuestion, Column, Level
from evaluator.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeLine:
    """A criterion of a tree to start from, with its weight in percent."""

    title: Text
    weight: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Criteria to start from; their weights and that of the price add up to 100."""

    key: str
    title: Text
    price: Decimal
    criteria: tuple[TreeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStart(RequirementRule):
    """The criterion of a scored requirement list: its title, and how each row counts."""

    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceStart:
    """The standard table of references, and what the clients named in it are asked."""

    section: Text
    text: Text
    hint: Text
    columns: tuple[Column, ...]
    calls: tuple[CallQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Words of the method beside the questions, the described scale of the panel, and trees to choose from."""

    description: Text
    price: Text
    group: Text
    by_rule: Text
    by_panel: Text
    gate_reason: Text
    levels: tuple[Level, ...]
    trees: tuple[Tree, ...]
    list: ListStart
    references: ReferenceStart
