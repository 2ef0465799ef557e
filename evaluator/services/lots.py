"""The lots of a purchase: each is a tender of its own; they share a method to start from, vendors, and a limit of awards.

Whoever asks is told of the lots in which that person has a role, and of no others.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluator.adapters.pack_edits import edited
from evaluator.adapters.packs import PackError
from evaluator.award.lots import lot_order, over_limit
from evaluator.domain.award import Selection
from evaluator.domain.finding import Finding
from evaluator.domain.method_edit import Edit, Part, Place
from evaluator.domain.tender import Tender
from evaluator.domain.text import Text
from evaluator.intake.bids import vendor_key
from evaluator.intake.words import plain
from evaluator.services.commands import Actor, query
from evaluator.services.held import tender_of
from evaluator.services.limits import NAME, demand_short
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.services.tenders import amount, change_tender, mine, start_as, with_method
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot as whoever asked may see it; ``state`` is None where this program cannot build its stored method."""

    id: str
    tender: Tender
    state: TenderState | None

    @property
    def opened(self) -> bool:
        """Whether its prices are open: before that nothing is told of places."""
        return self.state is not None and "prices_opened" in self.state.stages

    @property
    def first(self) -> tuple[str, ...]:
        """The bids in the first place, once prices are open."""
        ranked = self.state.evaluation.ranking.ranked() if self.state is not None and self.opened else ()
        return tuple(result.vendor for result in ranked if result.place == 1)

    @property
    def choice(self) -> Selection | None:
        """The choice that stands."""
        return self.state.selection if self.state is not None and self.opened else None

    def company(self, vendor: str) -> str:
        """Whose bid it is: that of a variant is its vendor's."""
        mains = {vendor_key(name): main for name, main in self.tender.variants.items()}
        return mains.get(vendor_key(vendor), vendor)


@dataclass(frozen=True, slots=True, kw_only=True)
class LotForm:
    """The next lot: the purchase it belongs to, what the tender at hand is called among the lots, and the lot's own facts.

    ``limit`` is how many lots one vendor may be awarded, 0 for no limit; ``ceiling`` is an amount as a person types it.
    """

    purchase: str
    this: str
    lot: str
    name: Text
    ceiling: str = ""
    limit: int = 0
    with_list: bool = True


def lots_of(store: Store, actor: Actor, tender: Tender) -> tuple[Lot, ...]:
    """The lots of a tender's purchase, itself among them, by their numbers; none where it stands alone."""
    if not tender.purchase:
        return ()
    held = _same_purchase(store, actor, "", tender.purchase)
    found = [Lot(id=key, tender=one, state=_state(store, actor, key)) for key, one in held.items()]
    return tuple(sorted(found, key=lambda lot: lot_order(lot.tender.lot)))


@query("tender.list")
def _same_purchase(snapshot: Snapshot, _: str, purchase: str) -> dict[str, Tender]:
    return _sharing(snapshot, purchase)


def _sharing(snapshot: Snapshot, purchase: str) -> dict[str, Tender]:
    """The tenders in use of a purchase in which whoever reads has a role, by id."""
    there = {row.tender_id: tender_of(row) for row in mine(snapshot)}
    return {key: tender for key, tender in there.items() if plain(tender.purchase) == plain(purchase)}


def _state(store: Store, actor: Actor, tender_id: str) -> TenderState | None:
    try:
        return load(store, actor, tender_id)
    except PackError:  # the list of lots says so of this one; opened, its own page says why
        return None


def limit_of(lots: Sequence[Lot]) -> int | None:
    """How many lots one vendor may be awarded: the least that any of them states, None where none does."""
    return min((lot.tender.award_limit for lot in lots if lot.tender.award_limit is not None), default=None)


def over_awarded(lots: Sequence[Lot], tender_id: str = "", vendor: str = "") -> tuple[Finding, ...]:
    """The vendors with more lots than the limit, as the choices stand; with a vendor, as if it were chosen in that lot.

    Then only what would be said of that vendor is.
    """
    chosen = {lot.id: lot.choice.vendor for lot in lots if lot.choice is not None}
    if vendor:
        chosen[tender_id] = vendor
    by_id = {lot.id: lot for lot in lots}
    awards = [(by_id[key].tender.lot, by_id[key].company(name)) for key, name in chosen.items() if key in by_id]
    found = over_limit(awards, limit_of(lots))
    if not vendor or tender_id not in by_id:
        return found
    whose = vendor_key(by_id[tender_id].company(vendor))
    return tuple(one for one in found if vendor_key(one.vendor) == whose)


def add_lot(store: Store, actor: Actor, command_id: str, now: TenderState, form: LotForm) -> str:
    """Id of the next lot, started from this tender's method, vendors, panel and terms, with its method unlocked.

    A tender that stood alone becomes a lot first, which it can until its technical scores are locked.
    """
    shared = _shared(now.tender, form)
    _demand_lot(store, actor, now, shared, form)
    tender, files = with_method(store, actor, now.id)
    following = _next(tender, shared, form)
    if not now.tender.purchase:
        change_tender(store, actor, f"{command_id}/join", now.id, now.ver, shared)
    return start_as(store, actor, command_id, following, _quantified(tender, files))


def _shared(tender: Tender, form: LotForm) -> dict[str, Any]:
    """What makes the tender at hand a lot: what it says already, else what the form says."""
    if tender.purchase:
        return {name: getattr(tender, name) for name in ("purchase", "lot", "award_limit")}
    return {"purchase": form.purchase.strip(), "lot": form.this.strip(), "award_limit": form.limit or None}


def _demand_lot(store: Store, actor: Actor, now: TenderState, shared: Mapping[str, Any], form: LotForm) -> None:
    """Raise `Refused` where a name or number is missing or taken, or the tender at hand can become no lot any more."""
    if not (form.name.zh.strip() or form.name.en.strip()):
        raise Refused("lot_unnamed")
    if not (shared["purchase"] and shared["lot"] and form.lot.strip()):
        raise Refused("lot_unnumbered")
    demand_short(NAME, shared["purchase"], shared["lot"], form.lot)
    if not now.tender.purchase and (now.archived_at or "technical_locked" in now.stages):
        raise Refused("lot_late")
    taken = _taken(store, actor, "", shared["purchase"], now.id)
    if not now.tender.purchase and plain(shared["lot"]) in taken:
        raise Refused("lot_there", lot=shared["lot"])
    if plain(form.lot) in taken | {plain(shared["lot"])}:
        raise Refused("lot_there", lot=form.lot.strip())


@query("tender.create")
def _taken(snapshot: Snapshot, _: str, purchase: str, but: str) -> frozenset[str]:
    """The numbers of the other lots; asked with the right to start a tender, for without it nothing shall be half done."""
    return frozenset(plain(one.lot) for key, one in _sharing(snapshot, purchase).items() if key != but)


def _next(tender: Tender, shared: Mapping[str, Any], form: LotForm) -> Tender:
    """What the lots share, and what is this one's own; nothing that people have said of bids goes along."""
    return Tender(
        id=f"T-{secrets.token_hex(3)}", name=form.name, purchase=shared["purchase"], lot=form.lot.strip(),
        award_limit=shared["award_limit"], ceiling=amount(form.ceiling, tender.currency), buyer=tender.buyer, pack=tender.pack,
        route=tender.route, languages=tender.languages, currency=tender.currency, tax_basis=tender.tax_basis,
        deadline=tender.deadline, vendors=tender.vendors, vendor_languages=tender.vendor_languages,
        evaluators=tender.evaluators, assignments=tender.assignments, rates=tender.rates, terms=tender.terms,
        requirements=tender.requirements if form.with_list else (), sample=tender.sample,
    )  # fmt: skip


def _quantified(tender: Tender, files: Mapping[str, str]) -> dict[str, str]:
    """The method with the tender's own quantities in its price lines: there the lot can change them."""
    own = tender.quantities.items()
    return edited(files, [Edit(Place(Part.LINE, line, "quantity"), quantity) for line, quantity in own])
