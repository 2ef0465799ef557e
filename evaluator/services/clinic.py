"""The clinic of a tender's method: worked out beside the page, once for each method and wish, and kept for a while.

It reads the method and what the tender says of price and requirements; no bid, score or price of anybody is looked at.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from typing import Final

from evaluator.adapters.packs import Pack
from evaluator.adapters.reader import read_files
from evaluator.clinic.examine import Examined, Stopped, Wish, examine, with_expected
from evaluator.domain.bid import Bid
from evaluator.domain.finding import Finding
from evaluator.domain.score import Scorecard
from evaluator.domain.tender import Tender
from evaluator.domain.text import Lang
from evaluator.i18n.words import message, t
from evaluator.intake.bids import FileReading, gather, read_bid_file
from evaluator.services.commands import Actor
from evaluator.services.folder import context
from evaluator.services.methods import WORDLESS, waiting_faults
from evaluator.services.state import TenderState
from evaluator.store.store import Store

KEPT: Final = 8
_pool: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="clinic")
_lock = threading.Lock()
_works: OrderedDict[tuple[object, ...], Work] = OrderedDict()


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Bids that the team expects, read from workbooks, with their scores; ``refused`` are files that could not be used.

    ``mark`` tells one set of files from another.
    """

    bids: tuple[Bid, ...] = ()
    cards: tuple[Scorecard, ...] = ()
    refused: tuple[FileReading, ...] = ()
    mark: str = ""


NO_BIDS: Final = Own()


@dataclass(slots=True, eq=False)
class Work:
    """A clinic under way: the share that is done, and in the end what it found; ``own`` by mark with expected bids too."""

    share: Fraction = Fraction(0)
    future: Future[Examined] = field(default_factory=Future)
    own: dict[str, Examined] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def done(self) -> bool:
        """Whether there is a result, or a fault to be raised."""
        return self.future.done()

    def result(self) -> Examined:
        """What was found, waited for where it is not there yet; a fault of the work is raised here."""
        return self.future.result()

    def tell(self, share: Fraction) -> None:
        """How far it is; raises `Stopped` where nobody waits for it any more."""
        if self._stop.is_set():
            raise Stopped
        self.share = share

    def stop(self) -> None:
        """Nobody waits for it any more."""
        self._stop.set()
        self.future.cancel()


def clinic_of(store: Store, actor: Actor, state: TenderState, wish: Wish) -> Work | None:
    """The clinic of the method in force, begun where it is new; one of the tender's method as it was before stops.

    None while the method holds a fault, missing words aside; raises `NotAllowed` for whoever may not read the method.
    """
    if any(fault.rule != WORDLESS for fault in waiting_faults(store, actor, state.id, state.tender)):
        return None
    key = (state.id, state.pack.sha256, _facts(state.tender), wish)
    with _lock:
        for old in [old for old, one in _works.items() if old[0] == key[0] and old[1] != key[1] and not one.done]:
            _works.pop(old).stop()
        work = _works.get(key)
        if work is None:
            work = _works[key] = Work()
            work.future = _pool.submit(examine, state.pack.method, state.tender, wish, work.tell)
        _works.move_to_end(key)
        while len(_works) > KEPT:
            _works.popitem(last=False)[1].stop()
    return work


def found_with(work: Work, state: TenderState, own: Own) -> Examined:
    """What a clinic that is done has found, with the bids that the team expects where there are any."""
    if not own.bids:
        return work.result()
    if own.mark not in work.own:
        work.own[own.mark] = with_expected(work.result(), state.pack.method, state.tender, own.bids, own.cards)
    return work.own[own.mark]


def _facts(tender: Tender) -> tuple[object, ...]:
    """What of a tender the clinic depends on, apart from its method."""
    return (
        tender.route, tender.ceiling, tender.estimate, tender.currency, tender.requirements, tuple(tender.quantities.items()),
        tender.rates,
    )  # fmt: skip


def read_own(state: TenderState, given: Sequence[tuple[str, bytes]]) -> Own:
    """The expected bids in workbooks as they are sent to vendors, and in scorecards beside them; nothing is stored."""
    reading = context(state.pack, state.tender)
    files = [read_bid_file(book, reading) for book in read_files(given)]
    mark = sha256(b"".join(sha256(name.encode() + b"\0" + data).digest() for name, data in given)).hexdigest()
    return own_bids(files, state.pack, state.tender, mark)


def own_bids(files: Sequence[FileReading], pack: Pack, tender: Tender | None, mark: str = "") -> Own:
    """The bids and scores in files that were read; what is neither is refused."""
    from evaluator.intake.matrices.score_form import read_scores

    offers = [file for file in files if file.layout != "scores"]
    bids = tuple(bid for bid in gather(offers).bids if bid.answers)
    vendors, cards = [bid.vendor for bid in bids], list[Scorecard]()
    for file in files:
        if file.layout == "scores" and file.workbook is not None:
            cards += read_scores(file.workbook, pack.method, vendors, tender)[0]
    refused = tuple(file for file in offers if file.refused)
    return Own(bids=bids, cards=tuple(cards), refused=refused, mark=mark)


def refusal_lines(own: Own, lang: Lang) -> list[str]:
    """One sentence for each file that could not be used."""
    return [t("clinic.own.refused", lang, file=file.name, why=_why(file.findings, lang)) for file in own.refused]


def _why(found: Sequence[Finding], lang: Lang) -> str:
    return message(found[0], lang) if found else ""
