"""Workbooks that leave the house, written from a folder of bids: those for vendors and evaluators, and the shortlist.

openpyxl is loaded only by what writes a workbook: it costs a third of a second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from evaluator.adapters.packs import Pack
from evaluator.award.shortlist import shortlist
from evaluator.domain.ranking import Evaluation
from evaluator.domain.tender import Tender
from evaluator.domain.text import Lang, Layout
from evaluator.intake.questionnaire import PRICE, TECHNICAL, questionnaire
from evaluator.services.folder import (
    FolderArguments,
    FolderError,
    evaluate_folder,
    open_tender,
    read_bids,
    read_folder,
)
from evaluator.services.opinions import cross_checked
from evaluator.services.report import Json, refusal, refusals

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


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
        return {**data, "files": [], "error": refusal("nothing_ranked", lang)}, 2 if read.refused() else 1
    out.parent.mkdir(parents=True, exist_ok=True)
    basis = Basis(sha256=read.pack.sha256, asked=read.asked, cards=read.scorecards)
    told = confirmed(evaluation)
    out.write_bytes(write_shortlist(read.pack.method, read.tender, told, chosen, layout, basis))
    return data, 2 if read.refused() else 0


def confirmed(evaluation: Evaluation) -> Evaluation:
    """The evaluation with what the cross-check of its totals says."""
    return replace(evaluation, findings=(*cross_checked(evaluation.ranking), *evaluation.findings))
