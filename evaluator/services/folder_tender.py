"""A tender as a folder of files gives it, and what a folder command cannot use."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.adapters.packs import Pack
from evaluator.domain.bid import Bid
from evaluator.domain.finding import Finding
from evaluator.domain.score import Scorecard
from evaluator.domain.tender import FileEntry, Tender
from evaluator.intake.bids import FileReading, Intake, vendor_key
from evaluator.intake.questionnaire import Questionnaire


class FolderError(Exception):
    """Bad input to a folder command: a path that is not there, an unknown vendor; ``rule`` is a key of ``cli``."""

    def __init__(self, rule: str, **params: str) -> None:
        """Keep the message key and its parameters."""
        super().__init__(rule, params)
        self.rule = rule
        self.params = params


@dataclass(frozen=True, slots=True)
class Replaced:
    """Prices ``before`` a later file was taken over them; ``whole`` says that this one is a price workbook, not a list."""

    by: FileEntry
    before: FileReading
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderTender:
    """A tender read from a folder: its method, what was sent, what came back.

    ``cards`` are the files of the scorecards. ``replaced`` are earlier prices, last first; ``former`` are vendor and prices
    of the files of which nothing counts.
    """

    pack: Pack
    tender: Tender | None
    asked: Questionnaire
    intake: Intake
    scorecards: tuple[Scorecard, ...] = ()
    findings: tuple[Finding, ...] = ()
    foreign_cards: tuple[FileReading, ...] = ()
    cards: tuple[FileReading, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    former: tuple[tuple[str, FileReading], ...] = ()

    def refused(self) -> list[FileReading]:
        """Files that could not be used, bids first."""
        return [*(file for file in self.intake.files if file.refused), *self.foreign_cards]


def read_bids(read: FolderTender) -> list[Bid]:
    """The bids of which at least one workbook could be read; there must be one."""
    found = [bid for bid in read.intake.bids if bid.answers]
    if not found:
        raise FolderError("no_bid_read")
    return found


def choose_vendor(read: FolderTender, name: str) -> str:
    """The vendor meant by a name: NFKC, spaces collapsed, case folded; no match or two is an error with candidates.

    A file that was not read is nobody's offer, whatever it is called.
    """
    wanted = vendor_key(name)
    vendors = [bid.vendor for bid in read_bids(read)]
    exact = [vendor for vendor in vendors if vendor_key(vendor) == wanted]
    if len(exact) != 1:
        raise FolderError("unknown_vendor", given=name, known="; ".join(vendors))
    return exact[0]
