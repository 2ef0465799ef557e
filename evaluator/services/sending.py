"""What goes out to a vendor: its workbooks with its name on them and a covering note, and the ledger of what was sent."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import count
from pathlib import Path

from evaluator.adapters.archive import zipped
from evaluator.adapters.packs import Pack
from evaluator.domain.bid import Bid
from evaluator.domain.finding import Param
from evaluator.domain.tender import Tender
from evaluator.domain.text import Lang, Layout, Text, languages
from evaluator.i18n.days import moment
from evaluator.i18n.words import t
from evaluator.intake.bids import vendor_key
from evaluator.intake.questionnaire import PRICE, TECHNICAL, questionnaire
from evaluator.intake.tender_check import is_day
from evaluator.services.commands import Actor, query, service
from evaluator.services.exporting import template_bytes
from evaluator.services.folder import FolderError, open_tender
from evaluator.services.letter import spoken_by
from evaluator.services.limits import NAME, WORDS, demand_short
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store import dispatches
from evaluator.store.dispatches import DispatchRow, NewDispatch
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction

Sending = DispatchRow
_UNSAFE = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|]+')
ISSUE_SHOWN = 8
OWN = "own"  # beside the layouts of a package: each vendor in its own language


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a package is to hold: its languages, words added to the note, and the day of a final price round.

    ``by_vendor`` are other languages than ``layout`` by the keys of vendors' names. A package of a final price round holds
    the price workbook only.
    """

    layout: Layout = "both"
    added: str = ""
    final_due: str = ""
    by_vendor: Mapping[str, Layout] = field(default_factory=dict)

    def to(self, vendor: str) -> Wish:
        """What the package of one vendor is to hold."""
        return replace(self, layout=self.by_vendor.get(vendor_key(vendor), self.layout))

    @property
    def envelopes(self) -> tuple[str, ...]:
        """The workbooks in it."""
        return (PRICE,) if self.final_due else (TECHNICAL, PRICE)


def package(pack: Pack, tender: Tender, vendor: str, wish: Wish) -> dict[str, bytes]:
    """The files for one vendor by name: its workbooks and the covering note; the same input gives the same bytes."""
    from evaluator.adapters.template_cover import file_name

    made = template_bytes(pack, tender, wish.layout, wish.envelopes, vendor)
    name, lang = safe(vendor), languages(wish.layout)[0]
    named = {file_name(envelope, Text(name, name)).show(lang): data for envelope, data in made.items()}
    issue = questionnaire(pack.method, pack.library.positions, tender).issue
    said = "\n\n\n".join(covering_note(tender, vendor, issue, one, wish) for one in languages(wish.layout))
    # Editors that take a text without a mark for the system's own encoding show Chinese as nonsense.
    return {t("sending.note_file", lang): said.replace("\n", "\r\n").encode("utf-8-sig"), **named}


def packages(pack: Pack, tender: Tender, vendors: Sequence[str], wish: Wish) -> dict[str, bytes]:
    """One zip for each vendor, by file name; names that only a file's name makes alike are numbered.

    What asks for a final price is named otherwise than the invitation, so that neither is sent for the other.
    """
    made: dict[str, bytes] = {}
    final = "-final-prices" if wish.final_due else ""
    for vendor in vendors:
        tries = (f"{safe(vendor)}{f' {n}' if n > 1 else ''}{final}.zip" for n in count(1))
        made[next(name for name in tries if name not in made)] = zipped(package(pack, tender, vendor, wish.to(vendor)))
    return made


def write_packages(pack: str, tender_file: Path | None, wish: Wish, out: Path, *, own: bool = False) -> list[Path]:
    """The packages for everybody whom a tender file invites, written into a folder.

    Where the tender file gives a vendor its language, that comes before the wish; ``own``: each vendor gets its own.
    """
    chosen, tender = open_tender(pack, None, tender_file)
    if tender is None or not tender.vendors:
        raise FolderError("nobody_invited")
    if wish.final_due and not is_day(wish.final_due):
        raise Refused("round_due", given=wish.final_due)
    wish = replace(wish, by_vendor=by_choice(tender, tender.vendors, OWN if own else wish.layout))
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, data in packages(chosen, tender, tender.vendors, wish).items():
        paths.append(out / name)
        paths[-1].write_bytes(data)
    return paths


def given_languages(tender: Tender) -> dict[str, Layout]:
    """The languages that the tender gives its vendors, by the keys of their names."""
    return {vendor_key(name): layout for name, layout in tender.vendor_languages.items()}


def each_own(tender: Tender, vendors: Iterable[str], bids: Sequence[Bid] = ()) -> dict[str, Layout]:
    """Each vendor's own language: that which the tender gives it, else that of its bid, else that of its name."""
    guessed: dict[str, Layout] = {vendor_key(name): spoken_by(name, bids, tender.languages) for name in vendors}
    return guessed | given_languages(tender)


def by_choice(tender: Tender, vendors: Iterable[str], chosen: str, bids: Sequence[Bid] = ()) -> dict[str, Layout]:
    """The languages of vendors that differ from those chosen for all: what the tender gives comes before any choice."""
    return each_own(tender, vendors, bids) if chosen == OWN else given_languages(tender)


def spoken(tender: Tender, ledger: Sequence[Sending]) -> dict[str, Layout]:
    """In which language each vendor was last written to, else the one that the tender gives it."""
    return given_languages(tender) | {key: row.lang for key, row in last_sent(ledger).items()}


def safe(name: str) -> str:
    """A name that every system takes as a file's.

    >>> safe('A/B: "Ltd"')
    'A_B_ _Ltd'
    """
    return _UNSAFE.sub("_", name).strip(" ._") or "vendor"


def covering_note(tender: Tender, vendor: str, issue: str, lang: Lang, wish: Wish) -> str:
    """The note that goes with the workbooks, as text."""
    kind = "final" if wish.final_due else "first"
    due = wish.final_due or tender.deadline
    buyer = tender.buyer
    reach = t("sending.comma", lang).join(part for part in (buyer.contact, buyer.phone, buyer.email) if part)
    facts: dict[str, Param] = {
        "vendor": vendor, "tender": tender.name, "number": tender.id, "buyer": buyer.name, "due": moment(due, lang),
    }  # fmt: skip
    parts = [t("sending.sample", lang)] if tender.sample else []
    parts += [t("sending.greeting", lang, **facts), t(f"sending.{kind}", lang, **facts)]
    parts += [t(f"sending.{kind}_due", lang, **facts)] if due else []
    parts += [t(f"sending.{kind}_how", lang), wish.added.strip()]
    parts += [t("sending.reach", lang, reach=reach)] if reach else []
    parts += [t("sending.signed", lang, **facts), t("sending.issue", lang, issue=issue[:ISSUE_SHOWN])]
    return "\n\n".join(part for part in parts if part)


def record_sending(
    store: Store, actor: Actor, command_id: str, tender_id: str, vendors: Sequence[str], way: str, wish: Wish
) -> None:
    """Note that packages went out to these vendors, and how; only a locked method is sent, only to who is invited."""
    state = load(store, actor, tender_id)
    demand_sendable(state, vendors)
    if not way.strip():
        raise Refused("way_missing")
    demand_short(NAME, way)
    demand_short(WORDS, wish.added)
    wishes = {vendor: wish.to(vendor) for vendor in vendors}
    sent = [
        NewDispatch(
            vendor=vendor, issue=state.asked.issue, lang=theirs.layout, way=way.strip(), note=wish.added.strip(),
            sha256=sha256(zipped(package(state.pack, state.tender, vendor, theirs))).hexdigest(),
        )
        for vendor, theirs in wishes.items()
    ]  # fmt: skip
    _record(store, actor, command_id, tender_id, tuple(sent))


def demand_sendable(state: TenderState, vendors: Collection[str]) -> None:
    """Raise `Refused` where the method is still open, nobody is chosen, or somebody is who is not invited."""
    if not state.locked:
        raise Refused("send_unlocked")
    if not vendors:
        raise Refused("nobody_chosen")
    invited = {vendor_key(name) for name in (*state.tender.vendors, *state.vendor_ids)}
    for vendor in vendors:
        if vendor_key(vendor) not in invited:
            raise Refused("not_invited", vendor=vendor)


@service("dispatch.save")
def _record(tx: Transaction, sent: tuple[NewDispatch, ...]) -> None:
    for one in sent:
        dispatches.add(tx, one)
    tx.about(f"tender:{tx.tender_id}", name="; ".join(one.vendor for one in sent))


def sendings(store: Store, actor: Actor, tender_id: str) -> tuple[Sending, ...]:
    """The ledger in the order noted."""
    return _sendings(store, actor, tender_id)


@query("dispatch.read")
def _sendings(snapshot: Snapshot, tender_id: str) -> tuple[Sending, ...]:
    return dispatches.every(snapshot, tender_id)


def last_sent(ledger: Sequence[Sending]) -> Mapping[str, Sending]:
    """The last sending to each vendor, by the key of its name."""
    return {vendor_key(row.vendor): row for row in ledger}
