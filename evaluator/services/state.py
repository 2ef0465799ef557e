"""A tender as it stands: everything the store holds of it, evaluated; read once per revision."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from evaluator.adapters.packs import Pack
from evaluator.award.selection import fingerprint
from evaluator.domain.award import Selection
from evaluator.domain.bid import Bid
from evaluator.domain.finding import Finding
from evaluator.domain.method import Criterion
from evaluator.domain.ranking import Evaluation
from evaluator.domain.tender import Tender
from evaluator.i18n.days import zone_of
from evaluator.intake.assignments import assigned, recused
from evaluator.intake.bids import gather
from evaluator.intake.questionnaire import TECHNICAL, Questionnaire, questionnaire
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.scoring.pending import waiting
from evaluator.services import held
from evaluator.services.agreement import NO_AGREEMENT, Agreement, read_agreement
from evaluator.services.commands import Actor, permit, watched
from evaluator.services.dealings import NO_DEALINGS, Dealings, read_dealings
from evaluator.services.final_due import still_to_come
from evaluator.services.former import former_bids, not_counting
from evaluator.services.held import Act, ScoreEntry, Upload
from evaluator.services.late import LateFile, late_answers, late_changes
from evaluator.services.sight import WHOLE, Sight, sight_of
from evaluator.store import clause_books, declarations, events, methods, revisions, stages, tenders, vendors
from evaluator.store.acting import acting
from evaluator.store.errors import Missing
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot

KEPT = 16
_cache: WeakKeyDictionary[Store, OrderedDict[tuple[str, int, Sight], TenderState]] = WeakKeyDictionary()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class TenderState:
    """One tender at one revision; ``bids`` are as read, the settled ones stand in ``evaluation``.

    Two are equal only when they are the same one, so that what is worked out from one can be kept as long as it lives.

    ``unassigned`` are the bids that belong to nobody yet: no reading of them counts, and ``uploads`` are all others.
    ``selection`` is the choice in force; ``selection_ver`` counts the acts on the choice, withdrawals too.
    ``opened_reason`` is the reason given when prices were opened, as it must be before the deadline. ``awaits`` says that a
    final price may still come: a price of which nobody has said whose it is stays sealed until then. ``former`` are the bids
    with prices that no longer count, once a choice stands and letters may be written. ``agreement`` is what is agreed for
    the contract drafts. ``cards_seen`` says that others' scorecards may be read, ``ranked`` is the fingerprint of the ranking
    that everybody's choice rests on, whoever looks. ``hidden`` are the vendors that are left out here, because whoever looks
    has an interest in them or has not ``declared`` yet.
    """

    id: str
    ver: int
    tender: Tender
    pack: Pack
    number: int
    method_ver: int
    locked_at: str
    asked: Questionnaire
    bids: tuple[Bid, ...]
    judged: Judgements
    evaluation: Evaluation
    uploads: tuple[Upload, ...]
    entries: tuple[ScoreEntry, ...]
    stages: frozenset[str]
    vendor_ids: Mapping[str, str]
    selection: Selection | None
    selection_ver: int
    vers: Mapping[tuple[str, str, str], int]
    revision: int
    unassigned: tuple[Upload, ...] = ()
    waiting: tuple[Finding, ...] = ()
    late: tuple[Finding, ...] = ()
    late_answers: tuple[LateFile, ...] = ()
    archived_at: str = ""
    dealings: Dealings = NO_DEALINGS
    opened_reason: str = ""
    awaits: bool = False
    former: tuple[Bid, ...] = ()
    agreement: Agreement = NO_AGREEMENT
    cards_seen: bool = True
    ranked: str = ""
    hidden: tuple[str, ...] = ()
    declared: bool = True

    def seen(self, kind: Act, vendor: str, item: str) -> int:
        """Revision of what people have said on an answer, 0 where nobody has: a page hands it back when it saves."""
        return self.vers.get((kind, vendor, item), 0)

    @property
    def locked(self) -> bool:
        """Whether the method is locked."""
        return bool(self.locked_at)

    @property
    def to_confirm(self) -> bool:
        """Whether the ranking is no longer the one that the choice in force rests on."""
        return self.selection is not None and self.selection.ranking != self.ranked

    def open_points(self, vendor: str = "") -> tuple[Finding, ...]:
        """Findings on answers that still wait for a person, of all vendors or of one."""
        return tuple(found for found in self.waiting if vendor in ("", found.vendor))

    def due(self, file: str) -> str:
        """The last moment for a file, by its id: that of the round it came in, else the tender's deadline."""
        return self.dealings.due.get(file, self.tender.deadline)

    def panel(self) -> tuple[str, ...]:
        """Evaluators expected: those the tender names, else those who have scored."""
        return self.tender.evaluators or tuple(
            dict.fromkeys(entry.evaluator for entry in self.entries if not entry.agreed)
        )

    def progress(self, evaluator: str) -> tuple[int, int]:
        """How many scores an evaluator has given, of how many."""
        expected = len(self.assigned(evaluator)) * len(self.to_score(evaluator))
        return sum(entry.given for entry in self.given_by(evaluator).values()), expected

    def to_score(self, evaluator: str) -> tuple[str, ...]:
        """The vendors whose bids an evaluator scores: not those in which an interest was declared."""
        return tuple(bid.vendor for bid in self.bids if bid.answers and not recused(self.tender, evaluator, bid.vendor))

    def submitted(self, evaluator: str) -> bool:
        """Whether all that an evaluator gave is submitted and nothing is missing; nothing is of whoever scores no bid."""
        given, expected = self.progress(evaluator)
        mine = self.given_by(evaluator).values()
        if not expected:
            return any(bid.answers for bid in self.bids) and bool(self.assigned(evaluator))
        return given >= expected and all(entry.state == "submitted" for entry in mine)

    def saved(self, evaluator: str) -> int:
        """How often scores have been saved for an evaluator: a scorecard says it, and so tells what came later."""
        return sum(entry.ver for entry in self.entries if entry.evaluator == evaluator and not entry.agreed)

    def assigned(self, evaluator: str) -> tuple[Criterion, ...]:
        """The sub-criteria that an evaluator scores."""
        return assigned(self.pack.method, self.tender, evaluator)

    def given_by(self, evaluator: str) -> dict[tuple[str, str], ScoreEntry]:
        """What an evaluator has given on their own sub-criteria so far, by sub-criterion and vendor."""
        keys = {leaf.key for leaf in self.assigned(evaluator)}
        return {
            (entry.criterion, entry.vendor): entry
            for entry in self.entries
            if entry.evaluator == evaluator and not entry.agreed and entry.criterion in keys
        }


def load(store: Store, actor: Actor, tender_id: str) -> TenderState:
    """The tender's state at its present revision; raises `Missing` where there is no such tender."""
    return watched(store, actor, tender_id, "tender.read", lambda: _load(store, actor, tender_id))


def _load(store: Store, actor: Actor, tender_id: str) -> TenderState:
    with store.read() as snapshot:
        who = acting(snapshot, actor, tender_id)
        permit(who, "tender.read")
        state, stands = _kept(store, snapshot, tender_id, WHOLE), declarations.standing(snapshot, who, tender_id)
        if (sight := sight_of(who, state, stands)) != WHOLE:
            snapshot.actor, snapshot.hidden = who, stands.ids
            state = _kept(store, snapshot, tender_id, sight, state.ranked)
    return state


def _kept(store: Store, snapshot: Snapshot, tender_id: str, sight: Sight, ranked: str = "") -> TenderState:
    """The state as one may see it, read at most once per revision."""
    # The revision is read at the same instant as the rows, so nothing newer is ever kept under an older number.
    place = (tender_id, events.revision(snapshot, tender_id), sight)
    kept = _cache.setdefault(store, OrderedDict())
    with _lock:
        state = kept.get(place)
    # A final price is awaited until a day has passed, which no revision tells.
    if state is None or (state.awaits and not revisions.awaited(snapshot, tender_id)):
        state = _read(snapshot, tender_id, place[1], (sight, ranked))
    with _lock:
        kept[place] = state
        kept.move_to_end(place)
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return state


def _read(snapshot: Snapshot, tender_id: str, revision: int, seen: tuple[Sight, str]) -> TenderState:
    sight, ranked = seen
    row = tenders.find(snapshot, tender_id)
    method = methods.current(snapshot, tender_id)
    if row is None or method is None:
        raise Missing("tender")
    tender, content = _with_recusals(snapshot, held.tender_of(row)), methods.files(snapshot, tender_id, method.number)
    reworded = clause_books.current(snapshot, tender_id)
    pack = held.reworded_pack(held.pack_of(method, content), content, reworded.content if reworded else {})
    names = {found.id: found.name for found in vendors.every(snapshot, tender_id) if found.folded not in sight.hidden}
    came, readings, sealed = held.uploads(snapshot, tender_id, names) if sight.bids else ((), [], set())
    came = tuple(one for one in came if sight.others or one.kind != "scorecard")
    intake = gather(readings, sealed)
    counted = (one for one in held.entries(snapshot, tender_id, names) if _counts(tender, one))
    entries = sight.shown(tuple(counted))
    chosen, reached = stages.selected(snapshot, tender_id), stages.every(snapshot, tender_id)
    selection = held.selection(chosen, names)
    due = still_to_come(snapshot, tender, names, chosen=selection is not None)
    judged = replace(
        held.judgements(snapshot, tender_id, names, entries) if sight.bids else Judgements(), final_open=due
    )
    evaluation = evaluate(pack.method, tender, intake.bids, judged)
    asked = questionnaire(pack.method, pack.library.positions, tender)
    gone = not_counting(snapshot, tender_id, names) if selection is not None else []
    return TenderState(
        id=tender_id, ver=row.ver, tender=tender, pack=pack, number=method.number, method_ver=method.ver,
        locked_at=method.locked_at or "", asked=asked,
        bids=intake.bids, judged=judged, evaluation=evaluation,
        uploads=tuple(one for one in came if not one.unassigned),
        unassigned=tuple(one for one in came if one.unassigned), entries=entries,
        vendor_ids={name: key for key, name in names.items()},
        vers=held.vers(snapshot, tender_id, names),
        stages=frozenset(name for name, stage in reached.items() if stage.state == "reached"),
        opened_reason=reached["prices_opened"].reason if "prices_opened" in reached else "",
        selection=selection, selection_ver=chosen.ver if chosen else 0, revision=revision,
        # found once, because every page asks for them many times
        waiting=waiting(evaluation.findings, evaluation.bids),
        late=late_changes(snapshot, tender_id, names, zone_of(tender.deadline)),
        late_answers=late_answers(snapshot, tender_id, names),
        archived_at=row.archived_at or "", awaits=bool(revisions.awaited(snapshot, tender_id)),
        hidden=_named(snapshot, tender_id, sight), declared=sight.declared,
        former=former_bids(evaluation.bids, gone), agreement=read_agreement(snapshot, tender_id, names),
        dealings=read_dealings(
            snapshot, tender_id, names, (tender, evaluation.bids, pack.method, asked.questions(TECHNICAL)), sight.hidden
        ) if sight.bids else NO_DEALINGS,
        cards_seen=sight.others, ranked=ranked or fingerprint(evaluation.ranking),
    )  # fmt: skip


def _with_recusals(snapshot: Snapshot, tender: Tender) -> Tender:
    """The tender with the vendors that each person with an interest does not score."""
    held, names = declarations.interests(snapshot, tender.id), declarations.present(snapshot, tender.id)
    mine = {name: tuple(names[key] for key in sorted(keys) if key in names) for name, keys in held.items()}
    return replace(tender, recused=mine) if mine else tender


def _counts(tender: Tender, one: ScoreEntry) -> bool:
    return one.agreed or not recused(tender, one.evaluator, one.vendor)


def _named(snapshot: Snapshot, tender_id: str, sight: Sight) -> tuple[str, ...]:
    names = declarations.present(snapshot, tender_id) if sight.hidden else {}
    return tuple(name for key, name in names.items() if key in sight.hidden)
