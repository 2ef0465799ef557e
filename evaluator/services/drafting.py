"""A contract draft for one bid: terms filled, clauses composed, the Word file and its manifest made, gaps counted."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from evaluator.contract.compose import compose
from evaluator.contract.coverage import coverage
from evaluator.contract.draft import AnnexRow, Draft, Fault, Front
from evaluator.contract.known import known
from evaluator.contract.price import PriceFacts
from evaluator.contract.sanitise import line
from evaluator.contract.terms import fill_terms
from evaluator.domain.bid import Bid
from evaluator.domain.contract import ContractLibrary, TermStatus, TermTable, TermValue
from evaluator.domain.method import Method
from evaluator.domain.money import Money
from evaluator.domain.tender import Tender
from evaluator.domain.text import Layout, Text
from evaluator.intake.tender_check import is_day
from evaluator.services.problem import Refused

AWARD_NOT_RECORDED = "award_not_recorded"
SHORT_HASH = 12
_FROM_VENDOR = (TermStatus.FILLED, TermStatus.DEVIATES)
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftInputs:
    """Everything a draft depends on; ``date`` is the ISO date printed on it, the tender's own where it is empty."""

    library: ContractLibrary
    method: Method
    tender: Tender | None
    bid: Bid
    price: PriceFacts | None
    layout: Layout
    date: str = ""
    award_recorded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftResult:
    """Files by name, the summary that the command line prints, and the draft itself; with ``faults`` there are no files."""

    files: Mapping[str, bytes]
    summary: dict[str, Any]
    draft: Draft
    faults: tuple[Fault, ...] = ()


def make_draft(inputs: DraftInputs, *, written: bool = True) -> DraftResult:
    """The draft of one bid. The same inputs give the same bytes; nothing is read from the clock or the machine.

    A draft that is only looked at need not be ``written``: it has no files, and takes a third of the time.
    """
    facts = known(inputs.library, inputs.method, inputs.tender, inputs.bid, inputs.price)
    values = fill_terms(facts)
    tax = inputs.price.tax_basis if inputs.price else inputs.tender.tax_basis if inputs.tender else "included"
    draft = compose(inputs.library, values, facts.questions, tax)
    files: dict[str, bytes] = {}
    if written and not draft.faults:
        from evaluator.adapters.docx_file import write_draft  # lxml is loaded only when a document is written

        stem = f"draft_{file_stem(inputs.bid.vendor)}_{inputs.layout}"
        packed = _packed(_manifest(inputs, values))
        front = _front(inputs, values, hashlib.sha256(packed).hexdigest()[:SHORT_HASH])
        files[f"{stem}.docx"] = write_draft(draft, front, inputs.layout, inputs.method.units)
        files[f"{stem}_manifest.json"] = packed
    return DraftResult(
        files=files, summary=_summary(inputs, values, draft, tuple(files)), draft=draft, faults=draft.faults
    )


def file_stem(vendor: str) -> str:
    """A vendor's name as part of a file name that every system accepts.

    >>> file_stem("Ada & Co. / 阿达"), file_stem("../..")
    ('Ada_Co._阿达', 'vendor')
    """
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", line(vendor)))
    return name.strip("._-")[:60].strip("._-") or "vendor"


def _front(inputs: DraftInputs, values: tuple[TermValue, ...], manifest: str) -> Front:
    tender = inputs.tender
    buyer = tender.buyer.name if tender else Text()
    named = next((value for value in values if value.term.fill == "vendor:name"), None)
    registered = named.value.zh if named is not None and isinstance(named.value, Text) else ""
    return Front(
        tender=tender.name if tender else inputs.method.title, buyer=buyer if buyer.zh or buyer.en else Text("____", "____"),
        vendor=registered or line(inputs.bid.vendor), date=_day(inputs), pack=inputs.method.key,
        version=inputs.method.version, manifest=manifest, award_recorded=inputs.award_recorded,
        sample=bool(tender and tender.sample),
    )  # fmt: skip


def _day(inputs: DraftInputs) -> str:
    """The draft's date in ISO form, open on the first page where nobody has given one."""
    return real_day(inputs.date or (inputs.tender.draft_date if inputs.tender else ""))


def real_day(written: str) -> str:
    """The same text where it is a day of the calendar or empty; `Refused` where it is anything else."""
    if written and not is_day(written):
        raise Refused("not_a_day", given=written)
    return written


def _manifest(inputs: DraftInputs, values: tuple[TermValue, ...]) -> dict[str, Any]:
    """What the draft was made from, by hash: the pack, the vendor's files, and every value that went in."""
    return {
        "pack": inputs.method.key,
        "version": inputs.method.version,
        "library_sha256": _digest(asdict(inputs.library)),
        "method_sha256": _digest(asdict(inputs.method)),
        "tender": inputs.tender.id if inputs.tender else "",
        "tender_sha256": _digest(asdict(inputs.tender)) if inputs.tender else "",
        "vendor": inputs.bid.vendor,
        "files": [{"name": file.name, "sha256": file.sha256, "envelope": file.envelope} for file in inputs.bid.files],
        "values_sha256": _digest([[value.term.id, value.status.value, _plain(value.value)] for value in values]),
        "layout": inputs.layout,
        "date": _day(inputs),
        "award_recorded": inputs.award_recorded,
    }


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, default=_plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _packed(manifest: Mapping[str, Any]) -> bytes:
    return (json.dumps(manifest, ensure_ascii=True, indent=2, sort_keys=True) + "\n").encode()


def _summary(
    inputs: DraftInputs, values: tuple[TermValue, ...], draft: Draft, files: tuple[str, ...]
) -> dict[str, Any]:
    by_id = {value.term.id: value for value in values}
    covered = coverage(inputs.library, inputs.method, inputs.bid, draft)
    return {
        "vendor": inputs.bid.vendor,
        "files": list(files),
        "terms": [_term(by_id[row.term], row, draft) for row in draft.annex],
        "blanks": len(draft.blanks),
        "blank_cells": draft.open_cells,
        "deviations": len(draft.deviations),
        "blocking": _blocking(inputs, draft, by_id),
        "coverage": {
            "points_scored": float(covered.scored),
            "points_backed": float(covered.backed),
            "points_own_term": float(covered.own_term),
            "unbacked": list(covered.unbacked),
        },
    }


def _blocking(inputs: DraftInputs, draft: Draft, by_id: Mapping[str, TermValue]) -> list[str]:
    """What stands between this draft and a signature: the award, faults of the library, gaps in substance."""
    found = [] if inputs.award_recorded else [AWARD_NOT_RECORDED]
    found += [f"{fault.rule}:{fault.place}" for fault in draft.faults]
    return found + [f"blank:{row.term}" for row in draft.blanks if by_id[row.term].term.substantive]


def _term(value: TermValue, row: AnnexRow, draft: Draft) -> dict[str, Any]:
    place = row.places[0]
    vendors = value.status in _FROM_VENDOR
    return {
        "id": row.term,
        "status": value.status.value,
        "value": _plain(value.value),
        "verbatim": value.verbatim or None,
        "file": value.source.file if vendors else None,
        "sheet": value.source.sheet if vendors else None,
        "cell": value.source.cell if vendors else None,
        "clause": draft.articles[place.article - 1].id if place.article else f"schedule.{place.schedule}",
    }


def _plain(value: object) -> Any:
    """A value as JSON: numbers as numbers, money with its currency, a table as its column keys and rows."""
    if isinstance(value, TermTable):
        return {
            "columns": [column.key for column in value.columns],
            "rows": [[_plain(cell) for cell in row] for row in value.rows],
        }
    if isinstance(value, Text):
        return value.zh if value.zh == value.en else {"zh": value.zh, "en": value.en}
    if isinstance(value, Money):
        return {"amount": _plain(value.amount), "currency": value.currency}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value
