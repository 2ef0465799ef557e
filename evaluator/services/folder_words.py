"""What people have said of the bids as a tender file writes it: settlements, checks of facts, words on gates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from evaluator.domain.bid import Bid, Scalar, Settlement
from evaluator.domain.score import Check, Confirmation, LowPrice, LowPriceDoubt
from evaluator.domain.tender import SettlementEntry
from evaluator.intake.bids import vendor_key
from evaluator.intake.questionnaire import TOTAL_ID
from evaluator.intake.settling import as_written, asked_of, held, own_currency, typed
from evaluator.intake.values import show_plain
from evaluator.scoring.evaluate import Judgements
from evaluator.services.folder_tender import FolderError, FolderTender, choose_vendor

_PRICE = re.compile(rf"{TOTAL_ID} [0-9][0-9,]*\.[0-9]{{2}}")
Word = TypeVar("Word", Check, Confirmation)
OfPrice = TypeVar("OfPrice", LowPrice, LowPriceDoubt)


def judged(read: FolderTender) -> Judgements:
    """What people have added to a folder's bids: the scores in its scorecards, and the words in its tender file."""
    # A vendor who was invited and whose bid is not here, or could not be read, is no mistake of the tender file.
    absent = {vendor_key(name) for name in read.tender.vendors} if read.tender else set()
    absent -= {vendor_key(bid.vendor) for bid in read.intake.bids if bid.answers}
    tender = read.tender
    if tender is None:
        return Judgements(scorecards=read.scorecards)
    return Judgements(
        scorecards=read.scorecards,
        settlements=tuple(
            one for entry in tender.settlements if vendor_key(entry.vendor) not in absent for one in _settled(read, entry)
        ),
        checks=tuple(_placed(read, one) for one in tender.checks if vendor_key(one.vendor) not in absent),
        confirmations=tuple(_placed(read, one) for one in tender.confirmations if vendor_key(one.vendor) not in absent),
        low_prices=tuple(_of_price(read, one) for one in tender.low_prices if vendor_key(one.vendor) not in absent),
        low_doubts=tuple(_doubted(read, one) for one in tender.low_doubts if vendor_key(one.vendor) not in absent),
    )  # fmt: skip


def _placed(read: FolderTender, word: Word) -> Word:
    """A word on a question, under the vendor's name as the bids write it."""
    vendor = choose_vendor(read, word.vendor)
    if word.item not in {question.id for question in read.asked.all()}:
        raise FolderError("word_unknown", vendor=vendor, item=word.item)
    return replace(word, vendor=vendor)


def _doubted(read: FolderTender, word: LowPriceDoubt) -> LowPriceDoubt:
    """A doubt of the panel's; bad input where the method does not let the panel question a price, or no reason is given."""
    said = _of_price(read, word)
    if not read.pack.method.price.abnormally_low.judgement:
        raise FolderError("low_doubt_closed", vendor=said.vendor)
    if not word.reason.strip():
        raise FolderError("low_doubt_reason", vendor=said.vendor)
    return said


def _of_price(read: FolderTender, word: OfPrice) -> OfPrice:
    """A word on a price, under the vendor's name as the bids write it; on another price than the bid's it says nothing."""
    vendor = choose_vendor(read, word.vendor)
    if not _PRICE.fullmatch(word.item):
        raise FolderError("low_price_item", vendor=vendor, item=word.item)
    return replace(word, vendor=vendor)


def _settled(read: FolderTender, entry: SettlementEntry) -> Iterator[Settlement]:
    """The settlements that an entry of the tender file makes: one, or one for each cell of a row or table as it means it."""
    vendor = choose_vendor(read, entry.vendor)
    bid = next(bid for bid in read.intake.bids if bid.vendor == vendor)
    cells = held(bid, entry.item)
    if entry.same_meaning:
        if entry.value is not None or not cells:
            raise FolderError("settlement_wording", vendor=vendor, item=entry.item)
        yield from (
            _entered(entry, vendor, cell.item, reading.value) for cell in cells if (reading := as_written(cell))
        )
    elif entry.value is None and any(cell.item != entry.item for cell in cells):
        yield from (_entered(entry, vendor, cell.item, None) for cell in cells)
    else:
        yield _entered(entry, vendor, entry.item, _value(read, bid, entry))


def _value(read: FolderTender, bid: Bid, entry: SettlementEntry) -> Scalar | None:
    """The value of an entry, checked like a vendor's own answer; one that settles nothing is bad input."""
    home = read.tender.currency if read.tender else "CNY"
    asked = asked_of(read.asked, entry.item, own_currency(bid, home), read.pack.method.units)
    answer = bid.find(entry.item)
    if asked is None or answer is None:
        raise FolderError("settlement_unknown", vendor=bid.vendor, item=entry.item)
    if not answer.open:
        raise FolderError("settlement_clear", vendor=bid.vendor, item=entry.item, given=answer.verbatim)
    value = None if entry.value is None else typed(entry.value, asked)
    if entry.value is not None and value is None:
        raise FolderError("settlement_value", vendor=bid.vendor, item=entry.item, given=show_plain(entry.value))
    return value


def _entered(entry: SettlementEntry, vendor: str, item: str, value: Scalar | None) -> Settlement:
    return Settlement(
        vendor=vendor, item=item, value=value, reason=entry.reason, by=entry.by, date=entry.date, source=entry.source
    )
