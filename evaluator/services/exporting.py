"""Files that leave the house, written from a folder of bids: workbooks for vendors and evaluators, shortlist, draft.

openpyxl is loaded only by what writes a workbook: it costs a third of a second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from evaluator.adapters.packs import Pack
from evaluator.award.shortlist import shortlist
from evaluator.domain.bid import Bid
from evaluator.domain.ranking import Evaluation, Status
from evaluator.domain.tender import BuyerProfile, Tender
from evaluator.domain.text import Lang, Layout, Text
from evaluator.i18n.words import t
from evaluator.intake.bids import vendor_key
from evaluator.intake.card_answers import outdated
from evaluator.intake.questionnaire import PRICE, TECHNICAL, questionnaire
from evaluator.intake.template import find_marker
from evaluator.services.agreed_folder import folder_agreed
from evaluator.services.draft_folder import folder_layout, previewed
from evaluator.services.draft_law import award_day
from evaluator.services.drafting import DraftInputs, make_draft, may_talk, real_day
from evaluator.services.folder import (
    FolderError,
    FolderTender,
    choose_vendor,
    evaluate_folder,
    open_tender,
    read_bids,
    read_folder,
)
from evaluator.services.opinions import cross_checked
from evaluator.services.pricing import price_facts
from evaluator.services.redline_folder import redline_files
from evaluator.services.report import Json, refusals

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
FolderArguments = tuple[str, Path, Path | None, Path | None]


def write_templates(pack: str, tender_file: Path | None, layout: Layout, out: Path) -> list[Path]:
    """Both workbooks of a tender, written into a folder."""
    chosen, tender = open_tender(pack, None, tender_file)
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for envelope, content in template_bytes(chosen, tender, layout).items():
        path = out / f"{envelope}.xlsx"
        path.write_bytes(content)
        paths.append(path)
    return paths


def template_bytes(
    pack: Pack, tender: Tender | None, layout: Layout, envelopes: Sequence[str] = (TECHNICAL, PRICE), vendor: str = ""
) -> dict[str, bytes]:
    """The workbooks by envelope, for any vendor or made out to one."""
    from evaluator.adapters.template_file import write_template

    asked = questionnaire(pack.method, pack.library.positions, tender)
    return {one: write_template(asked, pack.method, tender, one, layout, vendor) for one in envelopes}


def write_scorecard_files(
    pack: str, bids: Path, tender_file: Path | None, options: tuple[str, Layout, Lang], out: Path
) -> tuple[Json, int]:
    """Score workbooks with the technical answers and never a price; 2 where a bid's file was refused.

    ``options`` are the evaluator, layout and language of messages. With an evaluator's name ``out`` is a file; without
    one it is a folder, for a workbook of each evaluator that the tender names.
    """
    from evaluator.adapters.scorecard_file import Card, write_scorecard

    evaluator, layout, lang = options
    read = read_folder(pack, bids, tender_file, None)
    used = read_bids(read)
    if evaluator:
        paths = {evaluator: out}
    elif read.tender is None or not read.tender.evaluators:
        raise FolderError("no_panel")
    else:
        paths = {name: out / card_name(read.tender.id, name) for name in read.tender.evaluators}
    for name, path in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write_scorecard(read.pack.method, used, Card(evaluator=name), layout, read.tender))
    errors = refusals(read.refused(), lang)
    return {"files": [str(path) for path in paths.values()], "errors": errors}, 2 if errors else 0


def card_name(tender: str, evaluator: str) -> str:
    """The file of an evaluator's card.

    >>> card_name("T-1", "Eva / Berg")
    'T-1-Eva - Berg.xlsx'
    """
    return f"{tender}-{_UNFIT.sub('-', evaluator)}.xlsx"


def write_shortlist_file(
    folder: FolderArguments, options: tuple[int | None, Layout, Lang], out: Path
) -> tuple[Json, int]:
    """The shortlist workbook and what it says; 2 where a file was refused, else 1 where nothing is ranked."""
    from evaluator.adapters.shortlist_file import Basis, write_shortlist

    read = read_folder(*folder)
    evaluation = evaluate_folder(read)
    top, layout, lang = options
    rule = read.pack.method.shortlist if top is None else replace(read.pack.method.shortlist, top=top)
    chosen = shortlist(evaluation.ranking, rule)
    data: Json = {"vendors": list(chosen.vendors), "files": [str(out)], "errors": refusals(read.refused(), lang)}
    if not evaluation.ranking.ranked():
        return {**data, "files": [], "error": _error("nothing_ranked", lang)}, 2 if read.refused() else 1
    out.parent.mkdir(parents=True, exist_ok=True)
    basis = Basis(sha256=read.pack.sha256, asked=read.asked, cards=read.scorecards)
    told = confirmed(evaluation)
    out.write_bytes(write_shortlist(read.pack.method, read.tender, told, chosen, layout, basis))
    return data, 2 if read.refused() else 0


def confirmed(evaluation: Evaluation) -> Evaluation:
    """The evaluation with what the cross-check of its totals says."""
    return replace(evaluation, findings=(*cross_checked(evaluation.ranking), *evaluation.findings))


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
        return {"vendor": vendor, "files": [], "error": _error(error, lang, vendor=vendor)}, 1
    date = asked or tender.draft_date
    if not date:
        raise FolderError("no_date")

    def inputs(one: str) -> DraftInputs:
        return draft_inputs(read.pack, tender, evaluation, one, (layout, date, award_in(tender, one)))

    made = make_draft(replace(inputs(vendor), although=given))
    files = dict(made.files)
    if not made.faults:
        files.update(redline_files(inputs, _drafted(evaluation), made, wish.marked))
        files.update(previewed(made.files) if wish.pdf else {})
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in files.items():
        (out / name).write_bytes(content)
        paths.append(str(out / name))
    errors = refusals(read.refused(), lang)
    told = {"pdf": any(name.endswith(".pdf") for name in files)} if wish.pdf else {}
    return {**made.summary, "files": paths, **told, "errors": errors}, 2 if errors else 0


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


def draft_words(data: Json, lang: Lang) -> list[str]:
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


def _error(rule: str, lang: Lang, **params: str) -> Json:
    return {"rule": rule, "message": t(f"cli.{rule}", lang, **params)}


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
