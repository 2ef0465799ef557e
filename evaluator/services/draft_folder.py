"""A contract draft written from a folder of bids, with all its files; as PDF too where LibreOffice is installed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Final

from evaluator.adapters.packs import Pack
from evaluator.award.shortlist import shortlist
from evaluator.domain.bid import Bid
from evaluator.domain.finding import Phrase
from evaluator.domain.ranking import Evaluation, Status
from evaluator.domain.tender import BuyerProfile, Tender
from evaluator.domain.text import Lang, Layout, Text, layouts
from evaluator.i18n.words import t
from evaluator.intake.bids import vendor_key
from evaluator.intake.card_answers import outdated
from evaluator.intake.template import find_marker
from evaluator.services.agreed_folder import folder_agreed
from evaluator.services.draft_law import award_day
from evaluator.services.drafting import DraftInputs, make_draft, may_talk, real_day
from evaluator.services.folder import (
    FolderArguments,
    FolderError,
    FolderTender,
    choose_vendor,
    evaluate_folder,
    read_folder,
)
from evaluator.services.pricing import price_facts
from evaluator.services.problem import Refused
from evaluator.services.redline_folder import redline_files
from evaluator.services.report import Json, refusal, refusals


@dataclass(frozen=True, slots=True)
class DraftWish:
    """What is asked of a draft: for whom, how, of which day, ``marked`` against what, and whether as ``pdf`` too.

    ``although`` says why it is made where the rules would not make it.
    """

    vendor: str
    layout: Layout
    day: str | None
    lang: Lang
    marked: str = ""
    although: str = ""
    pdf: bool = False


def write_draft_files(folder: FolderArguments, wish: DraftWish, out: Path) -> tuple[Json, int]:
    """The contract draft of a vendor with all its files and words, and a redline of it; 1 where none is made.

    2 where it is made and a file was refused. A vendor that is excluded, or a scorecard made out for other answers, needs a
    reason to draft ``although``; the manifest and the checklist keep it. The award is recorded where the tender file names
    the choice: without it the draft says so, and none is made where the award route lets nobody negotiate.
    """
    lang, asked = wish.lang, real_day(wish.day or "")
    read = read_folder(*folder)
    vendor = choose_vendor(read, wish.vendor)
    evaluation = evaluate_folder(read)
    tender = read.tender or bare_tender(read.pack)
    layout = folder_layout(tender, wish.layout)
    recorded = award_in(tender, vendor)
    error = speaks_against(read, evaluation, vendor, recorded=recorded)
    given = reasons_given(error, wish)
    if error and (not given or error in _FINAL):
        return {"vendor": vendor, "files": [], "error": refusal(error, lang, vendor=vendor)}, 1
    date = asked or tender.draft_date
    if not date:
        raise FolderError("no_date")

    def inputs(one: str) -> DraftInputs:
        return draft_inputs(read.pack, tender, evaluation, one, (layout, date, award_in(tender, one)))

    made = make_draft(replace(inputs(vendor), although=given))
    files = dict(made.files)
    if not made.faults:
        files.update(redline_files(inputs, _drafted(evaluation), made, wish.marked))
    out.mkdir(parents=True, exist_ok=True)
    paths = _written(out, files)
    # Only when the rest is written: LibreOffice may run out of time.
    shown = previewed(made.files) if wish.pdf and not made.faults else {}
    paths += _written(out, shown)
    errors = refusals(read.refused(), lang)
    told = {"pdf": bool(shown)} if wish.pdf else {}
    return {**made.summary, "files": paths, **told, "errors": errors}, 2 if errors else 0


def _written(out: Path, files: Mapping[str, bytes]) -> list[str]:
    for name, content in files.items():
        (out / name).write_bytes(content)
    return [str(out / name) for name in files]


# What no reason helps against.
_FINAL: Final = ("draft_other_chosen", "draft_before_award", "draft_not_listed")


def reasons_given(against: str, wish: DraftWish) -> tuple[str, ...]:
    """Why a draft is made although something speaks ``against`` it; no reason where nothing does, whatever was given."""
    return (wish.although.strip(),) if against and wish.although.strip() else ()


def speaks_against(read: FolderTender, evaluation: Evaluation, vendor: str, *, recorded: bool) -> str:
    """What speaks against a draft for this vendor, as a key; empty where nothing does."""
    if not recorded and read.tender is not None and read.tender.selection is not None:
        return "draft_other_chosen"
    if not recorded and not may_talk(read.tender):
        return "draft_before_award"
    if evaluation.ranking.of(vendor).status is Status.EXCLUDED:
        return "excluded_vendor"
    if not recorded and vendor not in shortlist(evaluation.ranking, read.pack.method.shortlist).vendors:
        return "draft_not_listed"
    bids = [bid for bid in evaluation.bids if bid.answers]
    method = read.pack.method
    old = any(one.workbook and outdated(one.workbook, find_marker(one.workbook), method, bids) for one in read.cards)
    return "answers_changed" if old else ""


def draft_lines(data: Json, lang: Lang) -> list[str]:
    """The same for people: what was written, and how much of it is still open."""
    lines = [t("cli.written", lang, path=path) for path in data["files"]]
    if "blanks" in data:
        counts = {"blanks": data["blanks"], "deviations": data["deviations"], "blocking": len(data["blocking"])}
        lines.append(t("cli.draft_counts", lang, **counts))
        kept, won = (f"{data['coverage'][f'points_{key}']:.1f}" for key in ("backed", "scored"))
        lines.append(t("output.coverage.total", lang, kept=kept, won=won))
    if not data.get("pdf", True):
        lines.append(t("output.no_pdf", lang))
    return lines


def draft_inputs(
    pack: Pack, tender: Tender, evaluation: Evaluation, vendor: str, options: tuple[Layout, str, bool]
) -> DraftInputs:
    """What the draft for a vendor is made of, with what the tender file says was agreed."""
    bid: Bid = next(bid for bid in evaluation.bids if bid.vendor == vendor)
    layout, date, recorded = options
    return folder_agreed(
        DraftInputs(
            library=pack.library, method=pack.method, tender=tender, bid=bid,
            price=price_facts(bid, pack.method, tender), layout=layout, date=date, award_recorded=recorded,
            result=evaluation.ranking.of(vendor), notice=award_day(tender.selection, vendor, tender),
        )
    )  # fmt: skip


def _drafted(evaluation: Evaluation) -> list[str]:
    """Vendors whose contract may be drafted."""
    return [result.vendor for result in evaluation.ranking.results if result.status is not Status.EXCLUDED]


def award_in(tender: Tender, vendor: str) -> bool:
    """Whether the tender file names this vendor as chosen."""
    return tender.selection is not None and vendor_key(tender.selection.vendor) == vendor_key(vendor)


def bare_tender(pack: Pack) -> Tender:
    """A tender of which only the method is known: every buyer's fact is a visible blank."""
    return Tender(id="", name=pack.method.title, buyer=BuyerProfile(name=Text()), pack=pack.method.key)


def folder_layout(tender: Tender, wanted: Layout) -> Layout:
    """The layout that is wanted; ``both`` are the languages that the tender has, and one it has not is `Refused`."""
    there = layouts(tender.languages)
    if wanted in there:
        return wanted
    if wanted == "both":
        return there[0]
    raise Refused("draft_language", language=Phrase(f"tender.languages.{there[0]}"))


def previewed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The internal draft, the first of its files, as PDF; nothing where LibreOffice is not installed."""
    from evaluator.adapters.pdf import program, to_pdf

    name = next(iter(files))
    return {pdf_name(name): to_pdf(files[name])} if program() else {}


def pdf_name(name: str) -> str:
    """The file of the preview.

    >>> pdf_name("draft_Ada_both.docx")
    'draft_Ada_both.pdf'
    """
    return str(PurePath(name).with_suffix(".pdf"))
