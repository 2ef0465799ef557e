"""A negotiated draft read back at the command line: what it changes, and its values as entries for the tender file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from evaluator.adapters.pack_files import written
from evaluator.adapters.tender_text import plain_value
from evaluator.domain.agreed import Agreed
from evaluator.domain.bid import Scalar
from evaluator.domain.text import Lang, Layout, Text
from evaluator.i18n.words import message, t
from evaluator.services import report
from evaluator.services.draft_folder import (
    DraftWish,
    award_in,
    bare_tender,
    draft_inputs,
    reasons_given,
    speaks_against,
)
from evaluator.services.drafting import DraftInputs, real_day
from evaluator.services.folder import FolderArguments, choose_vendor, evaluate_folder, read_folder
from evaluator.services.read_back import ReadBack, read_back
from evaluator.services.report import Json, refusals

ENTRIES = "agreed.toml"


def read_back_files(folder: FolderArguments, wish: DraftWish, document: Path, out: Path) -> tuple[Json, int]:
    """The document beside the draft of a folder, made as the wish says; its layout is that of the document."""
    given = real_day(wish.day or "")
    read = read_folder(*folder)
    vendor = choose_vendor(read, wish.vendor)
    tender = read.tender or bare_tender(read.pack)
    evaluation, recorded = evaluate_folder(read), award_in(tender, vendor)
    how: tuple[Layout, str, bool] = ("both", given or tender.draft_date, recorded)
    inputs = draft_inputs(read.pack, tender, evaluation, vendor, how)
    # The reasons are part of what a draft is known by: those that it went out with.
    against = speaks_against(read, evaluation, vendor, recorded=recorded)
    inputs = replace(inputs, although=reasons_given(against, wish))
    errors = refusals(read.refused(), wish.lang)
    return {**_written(inputs, document, wish.lang, out), "errors": errors}, 2 if errors else 0


def _written(inputs: DraftInputs, document: Path, lang: Lang, out: Path) -> Json:
    """What the document says, and beside it the values that can be taken, to be copied into the tender file.

    Who agreed them, when and why is left empty, and a tender file without it is refused: a person says so.
    """
    found = read_back(inputs, document.name, document.read_bytes())
    out.mkdir(parents=True, exist_ok=True)
    entries = [
        Agreed(
            vendor=inputs.bid.vendor, term=one.term, value=one.value, reason="", by="", at="", source=found.source
        )
        for one in found.proposed
        if one.value is not None and not one.refused
    ]  # fmt: skip
    files = []
    if entries:
        (out / ENTRIES).write_text(written({"agreed": [plain_value(one) for one in entries]}), encoding="utf-8")
        files.append(str(out / ENTRIES))
    return {"vendor": inputs.bid.vendor, "files": files, **_told(found, lang)}


def _told(found: ReadBack, lang: Lang) -> Json:
    return {
        "layout": found.layout,
        "values": [
            {
                "term": one.term, "before": dict(one.before), "after": dict(one.words), "value": _plain(one.value),
                "problem": one.problem.value if one.problem else None, "refused": one.refused.key if one.refused else None,
            }
            for one in found.proposed
        ],
        "edits": [{"kind": one.kind, "before": one.before, "after": one.after, "near": one.near} for one in found.edits],
        "comments": [{"author": one.author, "text": one.text} for one in found.remarks],
        "findings": [
            {"rule": one.rule.value, "severity": one.severity.value, "term": one.item, "message": message(one, lang)}
            for one in found.findings
        ],
    }  # fmt: skip


def read_back_words(data: Json, lang: Lang) -> list[str]:
    """The same for people: how many values and edits there are, and what to be careful of."""
    counts = {key: len(data[key]) for key in ("values", "edits", "comments")}
    lines = [t("cli.read_back", lang, **counts), *(one["message"] for one in data["findings"])]
    for one in data["edits"]:
        lines.append(t(f"cli.edit_{one['kind']}", lang, before=one["before"], after=one["after"]))
    return lines + [t("cli.agreed_written", lang, path=path) for path in data["files"]]


def _plain(value: Scalar | Text | None) -> object:
    return {"zh": value.zh, "en": value.en} if isinstance(value, Text) else report.plain_value(value)
