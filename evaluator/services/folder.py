"""Use cases on files that the caller already holds: a folder of workbooks, a tender file, scorecards. No store is opened.

What only some commands need (other people's layouts, score forms, the evaluation) is loaded where it is used, so that
``inspect`` and the pages that only open a tender do not wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from evaluator.adapters.packs import Pack, PackError, find_pack, load_pack, load_tender, pack_files, stored_pack
from evaluator.adapters.reader import SUFFIXES, read_files
from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.domain.question import Column, Question
from evaluator.domain.ranking import Evaluation
from evaluator.domain.score import Scorecard
from evaluator.domain.tender import Tender
from evaluator.domain.text import Layout
from evaluator.intake.bids import FileReading, gather, read_bid_file
from evaluator.intake.cells import Refusal, Workbook
from evaluator.intake.questionnaire import questionnaire
from evaluator.intake.reading import Context, Printed
from evaluator.intake.template import find_marker
from evaluator.intake.words import plain
from evaluator.services.folder_files import as_taken, former_prices, replaced_prices
from evaluator.services.folder_lists import with_replies
from evaluator.services.folder_tender import FolderError, FolderTender, Replaced, choose_vendor, read_bids

__all__ = [
    "FolderError", "FolderTender", "bid_paths", "choose_vendor", "context", "demand_there", "evaluate_folder", "input_files",
    "mapping_beside", "open_tender",
    "printed_by", "read_bids", "read_folder", "read_paths", "workbooks",
]  # fmt: skip
# The pack, the folder of bids, the tender file, and the folder of scorecards.
FolderArguments = tuple[str, Path, Path | None, Path | None]


def workbooks(folder: Path) -> list[Path]:
    """Files of a folder that may be workbooks, by name: hidden files, lock files and notes are no bids."""
    if not folder.is_dir():
        raise FolderError("no_folder", path=str(folder))
    found = [path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in SUFFIXES]
    return sorted((path for path in found if not path.name.startswith((".", "~$"))), key=lambda path: path.name)


def bid_paths(folder: Path) -> list[Path]:
    """The workbooks of a folder that must hold some."""
    found = workbooks(folder)
    if not found:
        raise FolderError("no_workbooks", path=str(folder))
    return found


def input_files(paths: Sequence[Path]) -> list[Path]:
    """The files that paths name, of a folder its workbooks; each must be there."""
    files = [file for path in paths for file in (bid_paths(path) if path.is_dir() else [path])]
    demand_there(files)
    return files


def demand_there(files: Sequence[Path]) -> None:
    """Raise `FolderError` for the first that is no file."""
    missing = [path for path in files if not path.is_file()]
    if missing:
        raise FolderError("no_file", path=str(missing[0]))


def open_tender(pack: str, bids: Path | None, tender_file: Path | None) -> tuple[Pack, Tender | None]:
    """The pack and the tender file, by default ``tender.toml`` in the folder of bids; the file must fit the pack."""
    chosen = tender_file
    if chosen is None and bids is not None and (bids / "tender.toml").is_file():
        chosen = bids / "tender.toml"
    if chosen is not None and not chosen.is_file():
        raise FolderError("no_file", path=str(chosen))
    if chosen is None:
        return load_pack(pack), None
    try:
        # A tender's own copy of a method has its words in the tender's languages only.
        method = load_pack(pack, load_tender(chosen))
    except PackError:
        load_tender(
            chosen, (pack, stored_pack(pack_files(find_pack(pack))))
        )  # that it names another pack is told first
        raise
    return method, load_tender(chosen, (pack, method))


def context(pack: Pack, tender: Tender | None) -> Context:
    """What intake needs to read a vendor's workbook."""
    asked = questionnaire(pack.method, pack.library.positions, tender)
    if tender is None:
        return Context(asked, "CNY", pack.method.units, printed=printed_by(pack, tender))
    return Context(asked, tender.currency, pack.method.units, tender.tax_basis, printed_by(pack, tender))


def printed_by(pack: Pack, tender: Tender | None) -> Printed:
    """What the tender's workbooks print; the writer of workbooks is loaded only once it is asked."""

    @cache
    def writer() -> Printed:
        from evaluator.adapters.template_file import printed

        return printed(pack.method.units, tender)

    def words(asked: Question | Column, layout: Layout, envelope: str) -> str:
        return writer()(asked, layout, envelope)

    return words


def read_paths(paths: Sequence[Path], reading: Context, invited: Sequence[str] = ()) -> list[FileReading]:
    """Readings of files, in their order, each in a limited process; of a mapped file one for each vendor and envelope."""
    found = _readings_of({str(path): path for path in paths}, reading, invited)
    return [one for file in found.values() for one in file]


def _readings_of(
    places: Mapping[str, Path], reading: Context, invited: Sequence[str]
) -> dict[str, tuple[FileReading, ...]]:
    """The readings of each file under the name that it is given by."""
    books = read_files([(path.name, path.read_bytes()) for path in places.values()])
    return {
        name: _readings(path, book, reading, invited) for (name, path), book in zip(places.items(), books, strict=True)
    }


def _readings(
    path: Path, book: Workbook | Refusal, reading: Context, invited: Sequence[str]
) -> tuple[FileReading, ...]:
    """A file as our own workbook; where it is somebody else's, and a mapping lies beside it, as the mapping says."""
    beside = mapping_beside(path)
    if beside is None or isinstance(book, Refusal) or find_marker(book):
        return (read_bid_file(book, reading),)
    from evaluator.adapters.mapping_file import load_mapping
    from evaluator.intake.foreign.mapped import read_mapped
    from evaluator.intake.foreign.mapping import used

    note = used(beside.name, book)
    read = read_mapped(book, load_mapping(beside), reading, invited)
    return tuple(one if one.refused else replace(one, findings=(note, *one.findings)) for one in read)


def mapping_beside(path: Path) -> Path | None:
    """The mapping for a workbook: ``NAME.mapping.toml``, else ``mapping.toml`` in its folder; None where neither is there."""
    own, shared = path.with_name(f"{path.stem}.mapping.toml"), path.with_name("mapping.toml")
    return next((one for one in (own, shared) if one.is_file()), None)


def read_folder(pack: str, bids: Path, tender_file: Path | None, scores: Path | None) -> FolderTender:
    """Everything in a folder: bids and, where given, the panel's scorecards."""
    chosen, tender = open_tender(pack, bids, tender_file)
    reading = context(chosen, tender)
    cards = workbooks(scores) if scores and scores.is_dir() else [scores] if scores else []
    if any(not path.is_file() for path in cards):
        raise FolderError("no_file", path=str(scores))
    came, replaced, former = _offers(bids, tender, reading)
    offers = with_replies([file for file in came if file.layout != "scores"], reading)
    if not offers:
        raise FolderError("only_scorecards", path=str(bids))
    intake = gather(offers)
    folder = FolderTender(
        pack=chosen, tender=tender, asked=reading.asked, intake=intake, replaced=replaced, former=former
    )
    return _with_scorecards(folder, read_paths(cards, reading))


def _offers(
    bids: Path, tender: Tender | None, reading: Context
) -> tuple[list[FileReading], tuple[Replaced, ...], tuple[tuple[str, FileReading], ...]]:  # fmt: skip
    """What counts of the workbooks of a folder, the prices that those completed, and all others that do not count.

    The tender file may name earlier workbooks that lie in folders inside it.
    """
    entries, gone = (tender.files, tender.former) if tender else ((), ())
    here = {path.name: path for path in bid_paths(bids)}
    places = here | {name: bids / name for entry in (*entries, *gone) for name in (entry.name, *entry.over)}
    lost = next((path for path in places.values() if not path.is_file()), None)
    if lost is not None:
        raise FolderError("file_listed", path=str(lost))
    invited = tender.vendors if tender else ()
    # Where names are invited, whom a person has assigned a file to takes part as well.
    known = dict.fromkeys((*invited, *(entry.vendor for entry in (*entries, *gone)))) if invited else ()
    read = _readings_of(places, reading, tuple(known))
    taken = as_taken(read, tuple(here), entries, reading)
    earlier = replaced_prices(read, tuple(here), entries, reading)
    return taken, earlier, former_prices(read, taken, entries, gone, reading)


def _with_scorecards(folder: FolderTender, files: Sequence[FileReading]) -> FolderTender:
    """The folder with the panel's scores; where two files score one thing for one evaluator, the first counts."""
    from evaluator.intake.matrices.score_form import read_scores

    cards: list[Scorecard] = []
    findings: list[Finding] = []
    foreign: list[FileReading] = []
    vendors = [bid.vendor for bid in folder.intake.bids]
    for file in files:
        read: tuple[Scorecard, ...] = ()
        if file.workbook is None:
            other = (finding(Rule.LAYOUT_UNKNOWN, Source(file.name, file.sha256), file=file.name),)
            found = file.findings if file.refused else other
        else:
            read, found = read_scores(file.workbook, folder.pack.method, vendors, folder.tender)
        findings += found
        if not read:
            foreign.append(replace(file, refused=True, findings=found))
        for card in read:
            if not _joined(cards, card):
                findings.append(finding(Rule.EVALUATOR_TWICE, Source(file.name, file.sha256), evaluator=card.evaluator))
    ours = tuple(file for file in files if file.workbook is not None)
    return replace(folder, scorecards=tuple(cards), findings=tuple(findings), foreign_cards=tuple(foreign), cards=ours)


def _joined(cards: list[Scorecard], card: Scorecard) -> bool:
    """Whether a card could be added: an evaluator may fill in a form for each vendor, but score nothing twice."""
    there = [one for one in cards if plain(one.evaluator) == plain(card.evaluator) and one.agreed == card.agreed]
    if not there:
        cards.append(card)
        return True
    before = {(score.vendor, score.criterion) for score in there[0].scores}
    if not card.scores or before & {(score.vendor, score.criterion) for score in card.scores}:
        return False
    own = tuple(replace(score, evaluator=there[0].evaluator) for score in card.scores)
    cards[cards.index(there[0])] = replace(there[0], scores=(*there[0].scores, *own))
    return True


def evaluate_folder(read: FolderTender) -> Evaluation:
    """The evaluation of a folder; what people have said comes from the tender file."""
    from evaluator.scoring.evaluate import evaluate
    from evaluator.services.folder_words import judged

    return evaluate(read.pack.method, read.tender, read.intake.bids, judged(read))
