"""A tender's method changed, locked and compared: from the lock on any change is a new version with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.adapters.pack_edits import edited
from evaluator.adapters.packs import Pack, PackError, PackFault, draft_pack, load_pack
from evaluator.domain.method_edit import Change
from evaluator.domain.tender import Tender
from evaluator.services.commands import Actor, query, service
from evaluator.services.held import pack_of, tender_of
from evaluator.services.problem import Refused
from evaluator.services.tenders import method_content
from evaluator.store import methods, stages, tenders
from evaluator.store.errors import Conflict
from evaluator.store.methods import MethodRow
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction

WORDLESS = "translation_missing"


@service("method.lock")
def lock_method(tx: Transaction, reason: str = "") -> None:
    """The method in force is frozen under its content hash; ``reason`` is kept in the event.

    It passes every check once more: weights that miss 100 %, or a copy made under earlier checks, are a `PackError`, words
    of it or of the requirement list that lack a language of the tender a `Refused`, and the method is not locked.
    """
    del reason  # the command keeps it
    row = methods.current(tx, tx.tender_id)
    if row is None:
        raise Refused("no_method")
    if not row.locked_at:
        tender = _tender(tx)
        pack, waiting = draft_pack(methods.files(tx, tx.tender_id, row.number), tender)
        _demand_whole([*waiting, *_wordless_list(pack, tender)])
        methods.lock(tx, row.number, row.ver)


@service("method.save")
def save_method(tx: Transaction, number: int, ver: int, changes: Sequence[Change], reason: str = "") -> int:
    """Number of the version that holds the changes, as `changed` makes it."""
    return changed(tx, number, ver, changes, reason)


def changed(tx: Transaction, number: int, ver: int, changes: Sequence[Change], reason: str) -> int:
    """The number of the version that holds the changes; ``number`` and ``ver`` are those of the method they were made on.

    Before the lock the version is changed in place, and weights may miss 100 % meanwhile. A locked method gets a new
    version, locked at once: it needs a reason, passes every check, and comes before the technical scores are locked.
    """
    row = methods.current(tx, tx.tender_id)
    if row is None:
        raise Refused("no_method")
    if (row.number, row.ver) != (number, ver):
        raise Conflict(f"method:{number}", {}, None)
    before = methods.files(tx, tx.tender_id, number)
    files, tender = edited(before, changes), _tender(tx)
    if files == before:
        raise Refused("method_same")
    pack, waiting = draft_pack(files, tender)
    content = method_content(pack, files, tender)
    if not row.locked_at:
        methods.edit(tx, number, content, ver)
        return number
    if stages.reached(tx, tx.tender_id, "technical_locked"):
        raise Refused("method_scored")
    if not reason.strip():
        raise Refused("method_reason")
    _demand_whole(waiting)
    added = methods.add(tx, content)
    methods.lock(tx, added, 1)
    return added


def _demand_whole(waiting: Sequence[PackFault]) -> None:
    """Refuse what must not be locked; words that are missing are counted, for they may be many."""
    wordless = [fault for fault in waiting if fault.rule == WORDLESS]
    if waiting != wordless:
        raise PackError([fault for fault in waiting if fault.rule != WORDLESS])
    if wordless:
        raise Refused("method_wordless", n=len(wordless))


def _wordless_list(pack: Pack, tender: Tender) -> list[PackFault]:
    """The texts of the requirement list that lack a language of the tender, where the method asks them."""
    texts = [(f"requirements.{row.id}", text) for row in tender.requirements for text in (row.module, row.text)]
    lacking = [
        (key, text, ", ".join(lang for lang in tender.languages if not getattr(text, lang))) for key, text in texts
    ]
    return [
        PackFault("tender.toml", key, WORDLESS, (("given", text.show("zh")[:40]), ("languages", without)))
        for key, text, without in lacking
        if without and pack.method.requirements is not None
    ]


def _tender(tx: Transaction) -> Tender:
    row = tenders.find(tx, tx.tender_id)
    if row is None:
        raise Refused("no_method")
    return tender_of(row)


@query("method.read")
def method_versions(snapshot: Snapshot, tender_id: str) -> tuple[MethodRow, ...]:
    """All versions of a tender's method, oldest first."""
    return methods.versions(snapshot, tender_id)


@query("method.read")
def waiting_faults(snapshot: Snapshot, tender_id: str, tender: Tender) -> list[PackFault]:
    """What keeps the method in force from being locked; nothing for one that passes."""
    row = methods.current(snapshot, tender_id)
    if row is None:
        return []
    try:
        pack, faults = draft_pack(methods.files(snapshot, tender_id, row.number), tender)
    except PackError as error:
        return error.faults
    return [*faults, *_wordless_list(pack, tender)]


def method_of(store: Store, actor: Actor, tender_id: str, number: int, bundled: str = "") -> Pack:
    """The method of a version; of number 0 the bundled pack of the name given."""
    return load_pack(bundled) if not number else _version(store, actor, tender_id, number)


@query("method.read")
def _version(snapshot: Snapshot, tender_id: str, number: int) -> Pack:
    row = next(row for row in methods.versions(snapshot, tender_id) if row.number == number)
    return pack_of(row, methods.files(snapshot, tender_id, number))
