"""The published method: criteria tree, scales, gates, price formula and the rules for ties, blanks and shortlists.

The shape of these classes is the shape of ``criteria/<pack>/method.toml``; ``adapters.packs`` fills them from the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from evaluator.domain.question import CallQuestion, Gate, Judge, Level, Question
from evaluator.domain.text import LANGS, Lang, Text, UnitName

# What the tie rule may compare beside criteria: the evaluated price, the lower first, and at the very end a draw.
LOWER_PRICE, DRAW = "lower_price", "draw"


class Combine(StrEnum):
    """How the panel's independent scores become one: ``trimmed_mean`` drops the highest and the lowest from five on."""

    MEAN = "mean"
    TRIMMED_MEAN = "trimmed_mean"
    CONSENSUS = "consensus"


class LeafJudge(StrEnum):
    """Where the value of a sub-criterion comes from."""

    AUTO = "auto"
    PANEL = "panel"
    REQUIREMENTS = "requirements"
    PRICE = "price"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A node of the criteria tree; ``weight`` is its percent share among its siblings.

    ``judge``, and for a panel the described ``levels``, stand on leaves only. ``minimum`` is a threshold in points of 100.
    For a panel, ``anonymous`` hides the vendors' names in scorecards, and ``reason_required`` (None: as the method says)
    takes no score without a reason.
    """

    key: str
    title: Text
    weight: Decimal
    description: Text = Text()
    children: tuple[Criterion, ...] = ()
    judge: LeafJudge | None = None
    levels: tuple[Level, ...] = ()
    minimum: Decimal | None = None
    anonymous: bool = False
    reason_required: bool | None = None

    @property
    def share(self) -> Fraction:
        """The weight as an exact fraction of 1."""
        return Fraction(self.weight) / 100

    def shares(self, above: Fraction) -> Iterator[tuple[str, Fraction]]:
        """The weight of each sub-criterion in the whole where its parent has the weight ``above``."""
        if not self.children:
            yield self.key, above * self.share
        for child in self.children:
            yield from child.shares(above * self.share)

    def leaves(self) -> Iterator[Criterion]:
        """The sub-criteria that carry a value of their own, in published order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A sheet of the vendor's workbook."""

    key: str
    title: Text
    intro: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLine:
    """One line of the price workbook: the buyer fixes unit and quantity, the vendor enters the unit price only."""

    id: str
    title: Text
    unit: Text
    quantity: Decimal
    group: str
    note: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class AbnormallyLow:
    """When a price has to be explained: limits in percent of what it is compared with; a trigger asks, it never excludes.

    ``below_mean``: the mean of all admissible prices, ``below_others``: of the others; ``below_second``: the second lowest,
    asked of the lowest; ``below_next``: the next higher price, asked of each; ``below_ceiling``: the tender's ceiling, else
    its estimate; ``below_estimate``: the estimate. ``at_limit`` asks about a price exactly at a limit too. ``judgement`` lets
    the panel question a price with a reason. ``minutes`` is the least time to explain. The figures stand here, not only in
    ``pack``, the rules that they come from (`evaluator.domain.low_price`): they are locked with the method.
    """

    pack: str = "own_limits"
    below_mean: Decimal | None = None
    below_others: Decimal | None = None
    below_second: Decimal | None = None
    below_next: Decimal | None = None
    below_ceiling: Decimal | None = None
    below_estimate: Decimal | None = None
    at_limit: bool = False
    judgement: bool = False
    minutes: int | None = None
    source: Text = Text()


NO_QUESTION = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceDeduction:
    """What a policy takes off a price before it is compared, such as small enterprises' in government procurement.

    ``percent`` of the price is deducted where the yes-or-no question ``question`` is answered yes, and where ``share`` names
    a question that asks for a percentage, of that share of the price only. `NO_QUESTION` stands for none.
    """

    question: str = NO_QUESTION
    percent: Decimal | None = None
    share: str = NO_QUESTION


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRule:
    """How the evaluated price becomes a value.

    ``lowest_ratio``: lowest admissible price ÷ price. ``linear``: 1 at ``best``, 0 at ``worst`` (amounts in the tender's
    currency, fixed before opening). ``lowest_distance``: 1 − (price − lowest) ÷ lowest, not below 0. ``observed_linear``: 1
    at the lowest, 0 at the highest admissible price. ``logarithm``: 1 − log(price ÷ lowest) ÷ log(``log_base``).
    ``benchmark``: 1 at ``benchmark`` percent of the mean admissible price, from ``trim_from`` bids on without the highest and
    the lowest; ``over`` and ``under`` are the points of 100 that each percent above and below it costs. By the discount from
    ``base_price``, ``discount_mean``: ``mean_share`` percent at the mean discount and 1 at the greatest;
    ``discount_power``: (discount ÷ greatest discount) to the power of ``exponent``.
    """

    formula: Literal[
        "lowest_ratio", "linear", "lowest_distance", "observed_linear", "logarithm", "benchmark", "discount_mean",
        "discount_power",
    ]  # fmt: skip
    lines: tuple[PriceLine, ...]
    years: Decimal
    groups: Mapping[str, Text]
    best: Decimal | None = None
    worst: Decimal | None = None
    log_base: Decimal | None = None
    benchmark: Decimal | None = None
    trim_from: int | None = None
    over: Decimal | None = None
    under: Decimal | None = None
    base_price: Decimal | None = None
    mean_share: Decimal | None = None
    exponent: Decimal | None = None
    correction: Literal["unit_price"] = "unit_price"
    abnormally_low: AbnormallyLow = AbnormallyLow()
    deduction: PriceDeduction = PriceDeduction()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementRule:
    """How the buyer's requirement list is scored: points of 100 per reply, weight per kind of row, the gate on musts."""

    meets: Decimal
    partial: Decimal
    custom: Decimal
    no: Decimal
    must_weight: Decimal
    should_weight: Decimal
    max_unmet_musts: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortlistRule:
    """Which ranked bids go on: the first ``top`` places, ties kept whole, above ``minimum`` points of 100."""

    top: int
    minimum: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """The official rule, its name in ``method`` and its parameters.

    ``additive``: the exact weighted sum, which has no name. ``index``: quality and price in one exact number, such as
    quality points for the money. ``method``: a named decision method.
    """

    rule: Literal["additive", "index", "method"] = "additive"
    method: str = ""
    parameters: Mapping[str, str | int | Decimal] = field(default_factory=dict)

    def costs(self) -> Mapping[str, Fraction]:
        """What each unit of an answer adds to the price, by question; nothing under a rule other than life-cycle cost."""
        if (self.rule, self.method) != ("index", "life_cycle_cost"):
            return {}
        return {question: Fraction(unit) for question, unit in self.parameters.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method pack, or a tender's own copy of one; locked by the hash of its content.

    ``blank``: ``lowest`` gives a confirmed blank the lowest value of its scale, ``exclude`` excludes the bid; before a
    person confirms, a blank is unsettled and the result is bounds. ``ties``: criterion keys (the higher value first),
    `LOWER_PRICE` and `DRAW`, compared in order; what is still equal shares a place. ``tie_seed``: the published words that
    the draw is made from. ``grain``: decimals of a value, half up. ``languages``: those in which every text stands.
    ``calls``: what references are asked.
    ``left_out``: questions that this tender does not ask, ``gates_off``: gates that it does not apply, by question; both are
    kept so that they can be taken up again.
    ``variants``: whether a vendor may send variants beside its main bid.
    ``discuss_over``: percent of the scale beyond which the evaluators' points lie too far apart not to be talked about.
    """

    key: str
    version: str
    title: Text
    description: Text
    criteria: tuple[Criterion, ...]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    price: PriceRule
    shortlist: ShortlistRule
    combine: Combine
    reason_required: bool = False
    discuss_over: Decimal = Decimal(40)
    award: Award = Award()
    requirements: RequirementRule | None = None
    grain: int = 4
    blank: Literal["lowest", "exclude"] = "lowest"
    ties: tuple[str, ...] = ()
    variants: bool = False
    tie_seed: str = ""
    minimum_total: Decimal | None = None
    price_minimum_share: Decimal | None = None
    units: Mapping[str, UnitName] = field(default_factory=dict)
    sources: Text = Text()
    languages: tuple[Lang, ...] = LANGS
    calls: tuple[CallQuestion, ...] = ()
    left_out: tuple[Question, ...] = ()
    gates_off: Mapping[str, Gate] = field(default_factory=dict)

    def leaves(self) -> tuple[Criterion, ...]:
        """All sub-criteria in published order."""
        return tuple(leaf for criterion in self.criteria for leaf in criterion.leaves())

    def shares(self) -> dict[str, Fraction]:
        """The weight of each sub-criterion in the whole, as an exact fraction of 1; together they are 1."""
        return {key: share for top in self.criteria for key, share in top.shares(Fraction(1))}

    def leaf(self, key: str) -> Criterion:
        """The sub-criterion with this key."""
        return next(leaf for leaf in self.leaves() if leaf.key == key)

    def of_leaf(self, key: str) -> tuple[Question, ...]:
        """Questions asked under a sub-criterion, in published order."""
        return tuple(question for question in self.questions if question.criterion == key)

    def panel_leaves(self) -> tuple[Criterion, ...]:
        """Sub-criteria that people judge."""
        return tuple(leaf for leaf in self.leaves() if leaf.judge is LeafJudge.PANEL)

    def needs_reason(self, leaf: Criterion) -> bool:
        """Whether a score on this sub-criterion is not taken without a reason."""
        return self.reason_required if leaf.reason_required is None else leaf.reason_required

    def auto_questions(self) -> tuple[Question, ...]:
        """Questions whose answers become values by rule."""
        return tuple(question for question in self.questions if question.judge is Judge.AUTO)
