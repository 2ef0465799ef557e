"""Starting, choosing, changing and removing tenders."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

from evaluator.adapters.codec import encode
from evaluator.adapters.packs import Pack, find_pack, known_packs, load_pack, pack_files, parse_tender, stored_pack
from evaluator.domain.method import Method
from evaluator.domain.money import Money
from evaluator.domain.question import Kind
from evaluator.domain.tender import BuyerProfile, Route, Tender
from evaluator.domain.text import LANGS, Lang, Layout, Text, languages
from evaluator.intake.bids import vendor_key
from evaluator.intake.cells import Cell
from evaluator.intake.questionnaire import questionnaire
from evaluator.intake.values import Asked, parse
from evaluator.intake.words import plain
from evaluator.services.accounts import join_creator
from evaluator.services.buyers import kept_buyer
from evaluator.services.changing import demand_changeable, kept, reasoned
from evaluator.services.commands import Actor, query, service
from evaluator.services.held import tender_of
from evaluator.services.limits import NAME, demand_short
from evaluator.services.problem import Refused
from evaluator.services.reissuing import reissue
from evaluator.store import buyers, methods, people
from evaluator.store import tenders as rows
from evaluator.store.methods import MethodContent
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction

_ID = re.compile(r"[^\w.-]+")
_FIGURE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderForm:
    """The simple form: what is needed to send out workbooks; everything else can follow.

    ``method_of`` is the tender whose method, and with ``with_list`` whose requirement list, is copied; ``pack`` then is not read.
    ``name`` is in ``lang``; ``other_name`` is that of a tender in two languages in the other one, where it has another.
    """

    name: str
    other_name: str = ""
    pack: str
    buyer_name: str
    route: str = "negotiated"
    currency: str = "CNY"
    tax_basis: str = "included"
    ceiling: str = ""
    deadline: str = ""
    vendors: tuple[str, ...] = ()
    evaluators: tuple[str, ...] = ()
    languages: tuple[Lang, ...] = LANGS
    lang: Lang = "zh"
    method_of: str = ""
    with_list: bool = False


def packs() -> tuple[tuple[str, Text], ...]:
    """The bundled method packs with their titles."""
    return tuple((key, load_pack(key).method.title) for key in known_packs())


def start_tender(store: Store, actor: Actor, command_id: str, content: str, name: str = "tender.toml") -> str:
    """Id of a tender made from the text of a tender file; raises `PackError` with every fault, under the file's name."""
    named = parse_tender(content, name).pack  # the file says which pack it has to fit
    return start_as(store, actor, command_id, parse_tender(content, name, (named, load_pack(named))))


def start_form(store: Store, actor: Actor, command_id: str, form: TenderForm) -> str:
    """Id of a tender made from the simple form."""
    tender, files = with_method(store, actor, form.method_of) if form.method_of else (None, None)
    return start_as(store, actor, command_id, _of_form(store, actor, form, tender), files)


def start_own_method(store: Store, actor: Actor, command_id: str, form: TenderForm, files: Mapping[str, str]) -> str:
    """The same with a method that is no bundled pack: the texts of its files, under the form's ``pack`` as their key."""
    return start_as(store, actor, command_id, _of_form(store, actor, form), files)


def _of_form(store: Store, actor: Actor, form: TenderForm, earlier: Tender | None = None) -> Tender:
    if not form.name.strip() or not form.buyer_name.strip():
        raise Refused("tender_unnamed")
    return Tender(
        id=f"T-{secrets.token_hex(3)}", name=_name(form),
        pack=earlier.pack if earlier else form.pack,
        requirements=earlier.requirements if earlier and form.with_list else (),
        buyer=_buyer(store, actor, form), route=cast("Route", form.route),
        languages=form.languages, currency=form.currency, tax_basis=cast("Any", form.tax_basis),
        ceiling=amount(form.ceiling, form.currency),
        deadline=form.deadline, vendors=_names(form.vendors), evaluators=_names(form.evaluators),
    )  # fmt: skip


def _name(form: TenderForm) -> Text:
    other: Lang = "en" if form.lang == "zh" else "zh"
    return Text(**{form.lang: form.name.strip(), other: form.other_name.strip() if len(form.languages) > 1 else ""})


@query("method.read")
def with_method(snapshot: Snapshot, tender_id: str) -> tuple[Tender, dict[str, str]]:
    """A tender and the files of its method in force; `Refused` where there is none."""
    row, method = rows.find(snapshot, tender_id), methods.current(snapshot, tender_id)
    if row is None or method is None:
        raise Refused("no_method")
    return tender_of(row), methods.files(snapshot, tender_id, method.number)


def _buyer(store: Store, actor: Actor, form: TenderForm) -> BuyerProfile:
    """The profile kept for all tenders where it is the buyer that the form names."""
    name, kept = form.buyer_name.strip(), kept_buyer(store, actor)
    return kept if kept and name in (kept.name.zh, kept.name.en) else BuyerProfile(name=Text(**{form.lang: name}))


def amount(text: str, currency: str) -> Decimal | None:
    """An amount typed by a person, read as one in a vendor's cell is; None where nothing is written.

    >>> amount("120万", "CNY"), amount("USD 1.2 million", "USD"), amount(" ", "CNY")
    (Decimal('1200000'), Decimal('1200000'), None)
    """
    if not text.strip():
        return None
    found = parse(Cell(1, 1, text), Asked(Kind.MONEY, currency=currency)).value
    if not isinstance(found, Money) or found.amount <= 0:
        raise Refused("not_an_amount", given=text.strip())
    if found.currency != currency:
        raise Refused("other_currency", given=text.strip(), currency=currency)
    whole = found.amount == found.amount.to_integral_value()
    return found.amount.quantize(Decimal(1)) if whole else found.amount.normalize()


def missing(tender: Tender) -> tuple[str, ...]:
    """What a tender needs before bids come in and has not got: vendors, a deadline, a panel."""
    needed = {"vendors": tender.vendors, "deadline": tender.deadline, "evaluators": tender.evaluators}
    return tuple(name for name, there in needed.items() if not there)


def unsaid(tender: Tender, method: Method) -> tuple[str, ...]:
    """What should stand before the method is locked and does not: a deadline, and the list of a method that scores one."""
    listless = method.requirements is not None and not tender.requirements
    return tuple(name for name, open_ in (("deadline", not tender.deadline), ("requirements", listless)) if open_)


def figure(text: str, label: Text) -> Decimal | None:
    """A number typed for a term, zero among them; None where nothing is written.

    >>> figure("４５", Text()), figure("1,000.5", Text()), figure(" ", Text())
    (Decimal('45'), Decimal('1000.5'), None)
    """
    bare = plain(text).replace(",", "")
    if bare and not _FIGURE.fullmatch(bare):
        raise Refused("not_a_figure", term=label, given=text.strip())
    return Decimal(bare) if bare else None


def _names(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in given if name.strip()))


def start_as(store: Store, actor: Actor, command_id: str, tender: Tender, own: Mapping[str, str] | None = None) -> str:
    """Id of this tender, started with the files of its pack or with those given, and open on its maker's desk."""
    made = replace(
        tender, id=_ID.sub("-", tender.id).strip("-") or f"T-{secrets.token_hex(3)}",
        salt=tender.salt or secrets.token_hex(16),
    )  # fmt: skip
    _demand_names_short(made)
    files = pack_files(find_pack(made.pack)) if own is None else dict(own)
    content = method_content(stored_pack(files), files, made)
    tender_id = _create(store, actor, command_id, made.id, encode(made), content, made.sample)
    choose_tender(store, actor, f"{command_id}/choose", tender_id)
    return tender_id


def _demand_names_short(tender: Tender) -> None:
    titles = [words for text in (tender.name, tender.buyer.name) for words in (text.zh, text.en)]
    demand_short(NAME, *titles, tender.purchase, tender.lot, *tender.vendors, *tender.evaluators)


def method_content(pack: Pack, files: Mapping[str, str], tender: Tender) -> MethodContent:
    """A tender's own copy of a method, with the hash of what its vendors see."""
    asked = questionnaire(pack.method, pack.library.positions, tender)
    return MethodContent(files=files, sha256=pack.sha256, questionnaire_sha256=asked.issue)


@service("tender.create")
def _create(tx: Transaction, tender: Any, method: MethodContent, sample: bool) -> str:
    there = rows.find(tx, tx.tender_id)
    if there is not None and there.state == "removed":
        raise Refused("tender_removed", id=tx.tender_id)
    if there is not None:
        raise Refused("tender_there", id=tx.tender_id)
    rows.create(tx, {"tender": tender}, sample=sample)
    methods.add(tx, method)
    join_creator(tx)
    tx.about(f"tender:{tx.tender_id}")
    return tx.tender_id


def choose_tender(store: Store, actor: Actor, command_id: str, tender_id: str) -> None:
    """The tender that this person's pages open from now on."""
    _prefer(store, actor, command_id, "", tender_id)


@service("preference.save")
def _prefer(tx: Transaction, chosen: str) -> None:
    buyers.prefer(tx, "tender", chosen)


def tenders(store: Store, actor: Actor) -> tuple[tuple[str, Text, bool], ...]:
    """Id, name and whether it is the sample, of each tender in use."""
    return _list(store, actor, "")


@query("tender.list")
def _list(snapshot: Snapshot, _: str) -> tuple[tuple[str, Text, bool], ...]:
    return tuple((row.tender_id, tender_of(row).name, row.sample) for row in mine(snapshot))


def mine(snapshot: Snapshot) -> tuple[rows.TenderRow, ...]:
    """The tenders in which whoever reads has a role; all of them where no accounts are kept."""
    there, actor = rows.every(snapshot), snapshot.actor
    row = people.sign_in_at(snapshot, actor.sign_in) if actor.sign_in else None
    mine = people.tenders_of(snapshot, row.person_id) if row else frozenset(one.tender_id for one in there)
    return tuple(one for one in there if one.tender_id in mine)


def opened(store: Store, actor: Actor) -> str:
    """The tender this person last opened, else the newest, else an empty text."""
    return _opened(store, actor, "", actor.name)


@query("tender.list")
def _opened(snapshot: Snapshot, _: str, name: str) -> str:
    there = sorted(mine(snapshot), key=lambda row: row.created_at)
    chosen = buyers.preferences(snapshot, name).get("tender", "")
    if any(row.tender_id == chosen for row in there):
        return chosen
    return there[-1].tender_id if there else ""


def remove_tender(store: Store, actor: Actor, command_id: str, tender_id: str) -> None:
    """The tender is out of use; nothing of it is deleted, and the sample does not come back by itself."""
    _remove(store, actor, command_id, tender_id)


@service("tender.remove")
def _remove(tx: Transaction) -> None:
    row = rows.find(tx, tx.tender_id)
    if row is not None and row.state == "active":
        rows.remove(tx, row.ver)


def change_tender(
    store: Store, actor: Actor, command_id: str, tender_id: str, ver: int, changes: Mapping[str, Any], reason: str = ""
) -> None:
    """Simple facts of a tender replaced; ``ver`` is the revision that the page was drawn with.

    `demand_changeable` says which can no longer change, and which only for a ``reason``.
    """
    shown = {key: encode(value) for key, value in changes.items()}
    _change(store, actor, command_id, tender_id, ver, shown, changes, reason.strip())


@query("tender.read")
def changed_for_reason(snapshot: Snapshot, tender_id: str) -> frozenset[str]:
    """The facts that change only for a reason by now."""
    return reasoned(snapshot, tender_id)


def _spoken(tender: Tender) -> dict[str, Layout]:
    """The languages of vendors who are still invited, as far as the tender still has them."""
    invited = {vendor_key(name) for name in tender.vendors}
    return {
        name: layout
        for name, layout in tender.vendor_languages.items()
        if vendor_key(name) in invited and {*languages(layout)} <= {*tender.languages}
    }


_OPEN = {"name", "route", "currency", "tax_basis", "ceiling", "estimate", "deadline", "draft_date", "vendors", "evaluators",
         "buyer", "terms", "requirements", "variants", "rates", "languages", "assignments",
         "purchase", "lot", "award_limit"}  # fmt: skip


@service("tender.edit")
def _change(tx: Transaction, ver: int, shown: Mapping[str, Any], changes: Mapping[str, Any], reason: str) -> None:
    del reason
    row = rows.find(tx, tx.tender_id)
    if row is None or not set(shown) <= _OPEN:
        raise Refused("tender_closed")
    before = tender_of(row)
    changed = replace(before, **changes)
    # Whoever leaves the panel scores nothing any more.
    theirs = {name: keys for name, keys in changed.assignments.items() if name in changed.evaluators}
    changed = replace(changed, assignments=theirs, vendor_languages=_spoken(changed))
    _demand_names_short(changed)
    demand_changeable(tx, before, changed)
    rows.edit(tx, {"tender": encode(changed)}, ver)
    if changed.requirements != before.requirements:
        reissue(tx, before, changed)
    if facts := kept(before, changed):
        tx.about(f"tender:{tx.tender_id}", facts=facts)
