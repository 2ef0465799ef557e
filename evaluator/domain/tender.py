"""One buying exercise: who buys, by which route, in which currency, from whom, and the buyer's own requirement list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from evaluator.domain.agreed import Agreed, Standing
from evaluator.domain.award import Selection
from evaluator.domain.bid import Scalar
from evaluator.domain.money import Rate
from evaluator.domain.score import Check, Confirmation, LowPrice, LowPriceDoubt
from evaluator.domain.text import Lang, Layout, Text

Route = Literal["negotiated", "tender", "gov"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerProfile:
    """The 甲方, kept for all tenders; what is empty is not stated, its ``size`` too."""

    name: Text
    registration: str = ""
    address: Text = Text()
    contact: str = ""
    phone: str = ""
    email: str = ""
    signatory: str = ""
    size: Literal["", "large", "medium", "small", "micro", "public"] = ""
    bank: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A row of the buyer's list; vendors answer each by meets, partial, custom or no."""

    id: str
    module: Text
    text: Text
    kind: Literal["must", "should"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """A tender as its ``tender.toml`` states it.

    ``terms`` are the buyer's own facts by term id (duties, acceptance, payment days); they reach the draft as positions.
    ``ceiling`` and ``estimate`` (the budget, or what the buyer expects to pay; vendors are not told of it) are in
    ``currency`` on ``tax_basis``. ``evaluators`` are the panel; without it whoever scored is the panel.
    ``assignments`` give the keys of the sub-criteria that an evaluator scores; who is not in it, or has none, scores all.
    ``recused`` name the vendors in which an evaluator has declared an interest: those the evaluator does not score.
    ``vendor_languages`` say in which language a vendor is written to where that is not left to whoever sends.
    ``purchase`` is the number or name that the lots of one purchase share, ``lot`` this one's own; both are empty for a tender
    that stands alone. ``award_limit`` is how many of the lots one vendor may be awarded, None where that is not limited.
    ``variants`` name the bids that are variants, each with the vendor whose main bid it stands beside.
    ``salt`` is known to the lead alone: the labels that stand for vendors' names are drawn from it.
    ``settlements``, ``checks``, ``confirmations``, ``low_prices``, ``low_doubts``, ``files``, ``selection``, ``agreed`` and
    ``standing`` are what people have said and done, where a folder of files carries it; the store keeps the same apart from
    the tender.
    ``former`` are the folder's other files with prices: nothing of them counts, and letters hide their prices as they do
    those that count.
    """

    id: str
    name: Text
    buyer: BuyerProfile
    pack: str
    route: Route = "negotiated"
    purchase: str = ""
    lot: str = ""
    award_limit: int | None = None
    languages: tuple[Lang, ...] = ("zh", "en")
    currency: str = "CNY"
    tax_basis: Literal["included", "excluded"] = "included"
    ceiling: Decimal | None = None
    estimate: Decimal | None = None
    deadline: str = ""
    draft_date: str = ""
    vendors: tuple[str, ...] = ()
    vendor_languages: Mapping[str, Layout] = field(default_factory=dict)
    variants: Mapping[str, str] = field(default_factory=dict)
    evaluators: tuple[str, ...] = ()
    assignments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    recused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    requirements: tuple[Requirement, ...] = ()
    quantities: Mapping[str, Decimal] = field(default_factory=dict)
    rates: tuple[Rate, ...] = ()
    terms: Mapping[str, Text | Decimal | int | str] = field(default_factory=dict)
    sample: bool = False
    salt: str = ""
    settlements: tuple[SettlementEntry, ...] = ()
    checks: tuple[Check, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    low_prices: tuple[LowPrice, ...] = ()
    low_doubts: tuple[LowPriceDoubt, ...] = ()
    files: tuple[FileEntry, ...] = ()
    former: tuple[FileEntry, ...] = ()
    selection: Selection | None = None
    agreed: tuple[Agreed, ...] = ()
    standing: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementEntry:
    """A settlement written in the tender file; ``value`` absent confirms "no answer".

    ``same_meaning`` says of a question whose wording was changed that its answer counts as it is written.
    """

    vendor: str
    item: str
    reason: str
    by: str
    date: str
    source: str
    value: Scalar | None = None
    same_meaning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """A file of the folder of bids, by its ``name`` there, as a person took it: whose it is, and how much of it counts.

    ``over`` names the earlier files that it completes, by their path from that folder. Of it counts what its round asked
    (``items``, which had to be in by ``due``), or where it came in outside of one (no items) what it answers.
    """

    name: str
    vendor: str
    over: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    due: str = ""
