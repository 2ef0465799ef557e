"""A contract draft for one bid: terms filled, clauses composed, the Word file and its manifest made, gaps counted."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from evaluator import __version__
from evaluator.adapters.docx_words import Speaker
from evaluator.adapters.law_files import bundled_law
from evaluator.contract.compose import compose
from evaluator.contract.coverage import coverage
from evaluator.contract.draft import AnnexRow, Draft, Fault, Front
from evaluator.contract.known import Known, known
from evaluator.contract.law import InForce, with_articles
from evaluator.contract.marks import DraftMark, whose
from evaluator.contract.points import Point, points, unanswered
from evaluator.contract.price import PriceFacts
from evaluator.contract.printing import Printer
from evaluator.contract.promises import Fate, Promises, promises
from evaluator.contract.sanitise import line
from evaluator.contract.terms import fill_terms
from evaluator.contract.text_points import text_points
from evaluator.domain.agreed import Agreed, DraftStage, Standing, stage_of
from evaluator.domain.bid import Bid, State
from evaluator.domain.contract import ContractLibrary, TermStatus, TermTable, TermValue
from evaluator.domain.finding import Rule
from evaluator.domain.law import LawBook
from evaluator.domain.method import Method
from evaluator.domain.money import Money
from evaluator.domain.ranking import Result, Status
from evaluator.domain.tender import Tender
from evaluator.domain.text import Layout, Text, languages
from evaluator.intake.tender_check import is_day
from evaluator.services.digests import digest, digest_of
from evaluator.services.draft_files import OUTPUTS, Material, draft_files, packed
from evaluator.services.draft_law import Legal, legal, legal_summary
from evaluator.services.problem import Refused

AWARD_NOT_RECORDED = "award_not_recorded"
SHORT_HASH = 12
_OPEN = tuple(state.value for state in (State.UNANSWERED, State.AMBIGUOUS, State.DAMAGED))
_FROM_VENDOR = (TermStatus.FILLED, TermStatus.DEVIATES)
_SAID = (
    "settlements", "checks", "confirmations", "low_prices", "files", "former", "selection", "agreed", "standing",
)  # fmt: skip
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftInputs:
    """Everything a draft depends on; ``date`` is the ISO date printed on it, the tender's own where it is empty.

    ``result`` is the bid's row in the ranking; without it nothing is said about gates and open answers. ``notice`` is the
    ISO day of the award, from which the law counts the days to sign. ``agreed`` are the values that both sides agreed for
    this bid's draft, ``standing`` how far people have brought
    it, ``although`` reasons that somebody gave for a draft which the rules would not make.
    """

    library: ContractLibrary
    method: Method
    tender: Tender | None
    bid: Bid
    price: PriceFacts | None
    layout: Layout
    date: str = ""
    award_recorded: bool = False
    result: Result | None = None
    notice: str = ""
    law: LawBook = field(default_factory=bundled_law)
    agreed: tuple[Agreed, ...] = ()
    standing: Standing | None = None
    although: tuple[str, ...] = ()

    @property
    def tax(self) -> Literal["included", "excluded"]:
        """Whether the prices of the draft are with tax."""
        if self.price is not None:
            return self.price.tax_basis
        return self.tender.tax_basis if self.tender is not None else "included"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftResult:
    """Files by name, the summary that the command line prints, the draft itself, and the points that counsel has to settle.

    With ``faults`` there are no files. ``values`` are the terms as they stand, ``rests_on`` the hash of them and the library.
    """

    files: Mapping[str, bytes]
    summary: dict[str, Any]
    draft: Draft
    promises: Promises
    points: tuple[Point, ...] = ()
    faults: tuple[Fault, ...] = ()
    legal: Legal = field(default_factory=Legal)
    values: tuple[TermValue, ...] = ()
    rests_on: str = ""
    stage: DraftStage = "draft"


def make_draft(inputs: DraftInputs, *, wanted: Collection[str] = tuple(OUTPUTS)) -> DraftResult:
    """The draft of one bid. The same inputs give the same bytes; nothing is read from the clock or the machine.

    Only the files that are ``wanted`` are written: a draft that is looked at needs none, and takes a third of the time.
    """
    facts, law = facts_of(inputs), InForce(inputs.law, _day(inputs))
    library, values = facts.library, fill_terms(facts)
    draft = compose(library, values, facts.questions, inputs.tax)
    printer = Printer(library, facts.questions, inputs.tax)
    lawful = legal(facts, values, (draft, printer), law, inputs.notice)
    by_id = {value.term.id: value for value in values}
    open_points = (*_unsettled(inputs), *points(facts, by_id, printer), *text_points(facts, by_id), *lawful.points)
    found = promises(facts, values, draft, inputs.result)
    files: dict[str, bytes] = {}
    if wanted and not draft.faults:
        manifest = packed(_manifest(inputs, values))
        front = _front(inputs, values, open_points, hashlib.sha256(manifest).hexdigest()[:SHORT_HASH])
        material = Material(
            draft=draft, front=front, values=by_id, promises=found,
            questions=facts.questions, method=inputs.method, layout=inputs.layout, talk=may_talk(inputs.tender),
            manifest=manifest, although=inputs.although,
        )  # fmt: skip
        files = draft_files(material, file_stem(inputs.bid.vendor), wanted)
    return DraftResult(
        files=files,
        summary={
            **_summary(inputs, values, draft, (tuple(files), open_points, found)),
            **legal_summary(lawful, inputs.tender, inputs.law.checked_on),
        },
        draft=draft,
        promises=found,
        points=open_points,
        faults=draft.faults,
        legal=lawful,
        values=values,
        rests_on=_rests_on(inputs, values),
        stage=stage_of(inputs.standing, _rests_on(inputs, values)),
    )


def facts_of(inputs: DraftInputs) -> Known:
    """What is known of the bid, with the values agreed for its draft and the articles that are in force on its day."""
    library = with_articles(inputs.library, InForce(inputs.law, _day(inputs)))
    facts = known(library, inputs.method, inputs.tender, inputs.bid, inputs.price)
    return replace(facts, agreed={one.term: one for one in inputs.agreed})


def may_talk(tender: Tender | None) -> bool:
    """Whether the award route lets the parties negotiate: after a call for tenders the bid and the call are the contract."""
    return tender is None or tender.route == "negotiated"


def file_stem(vendor: str) -> str:
    """A vendor's name as part of a file name that every system accepts.

    >>> file_stem("Ada & Co. / 阿达"), file_stem("../..")
    ('Ada_Co._阿达', 'vendor')
    """
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", line(vendor)))
    return name.strip("._-")[:60].strip("._-") or "vendor"


def _unsettled(inputs: DraftInputs) -> Iterator[Point]:
    """What the evaluation has not settled: no place, gates without a clear answer, answers that are open."""
    if inputs.result is None or inputs.result.status is Status.RANKED:
        return
    yield Point(rule="not_ranked")
    gates = [found for found in inputs.result.reasons if found.rule is Rule.GATE_OPEN]
    cells = tuple(found.source for found in gates)
    items = {"gate_open": tuple(found.item for found in gates), "answer_open": unanswered(inputs.method, inputs.bid)}
    for rule, subjects in items.items():
        if subjects:
            yield Point(rule=rule, subjects=subjects, sources=cells if rule == "gate_open" else ())


def draft_front(inputs: DraftInputs) -> Front:
    """The parties, the day and the library of a draft, without what is open in it."""
    return _front(inputs, fill_terms(facts_of(inputs)), (), "")


def _front(inputs: DraftInputs, values: tuple[TermValue, ...], open_points: tuple[Point, ...], manifest: str) -> Front:
    tender = inputs.tender
    buyer = tender.buyer.name if tender else Text()
    named = next((value for value in values if value.term.fill == "vendor:name"), None)
    registered = named.value.zh if named is not None and isinstance(named.value, Text) else ""
    return Front(
        tender=tender.name if tender else inputs.method.title, buyer=buyer if buyer.zh or buyer.en else Text("____", "____"),
        vendor=registered or line(inputs.bid.vendor), date=_day(inputs), pack=inputs.method.key,
        version=inputs.method.version, manifest=manifest, award_recorded=inputs.award_recorded,
        sample=bool(tender and tender.sample), points=open_points,
        stage=stage_of(inputs.standing, _rests_on(inputs, values)),
        mark=DraftMark(inputs.layout, whose(tender.id if tender else "", inputs.bid.vendor), manifest).name,
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
        "code": __version__,
        "pack": inputs.method.key,
        "version": inputs.method.version,
        "library_sha256": digest_of(inputs.library, _plain),
        "method_sha256": digest_of(inputs.method, _plain),
        "law_sha256": digest_of(inputs.law, _plain),
        "law_checked_on": inputs.law.checked_on,
        "tender": inputs.tender.id if inputs.tender else "",
        "tender_sha256": digest(_facts(inputs.tender), _plain) if inputs.tender else "",
        "vendor": inputs.bid.vendor,
        "files": [{"name": file.name, "sha256": file.sha256, "envelope": file.envelope} for file in inputs.bid.files],
        "values_sha256": _values(values),
        "stage": stage_of(inputs.standing, _rests_on(inputs, values)),
        "layout": inputs.layout,
        "date": _day(inputs),
        "award_recorded": inputs.award_recorded,
        "although": list(inputs.although),
    }


def _values(values: tuple[TermValue, ...]) -> str:
    return digest([[value.term.id, value.status.value, _plain(value.value)] for value in values], _plain)


def _rests_on(inputs: DraftInputs, values: tuple[TermValue, ...]) -> str:
    """What the stage of a draft rests on: its values, and the words of the library around them."""
    return digest([_values(values), digest_of(inputs.library, _plain)], _plain)


def _facts(tender: Tender) -> dict[str, Any]:
    """The tender without what people said of its bids: a folder's file carries that, the store keeps it apart."""
    return {name: held for name, held in asdict(tender).items() if name not in _SAID}


def _summary(
    inputs: DraftInputs, values: tuple[TermValue, ...], draft: Draft,
    made: tuple[tuple[str, ...], tuple[Point, ...], Promises],
) -> dict[str, Any]:  # fmt: skip
    files, open_points, found = made
    by_id = {value.term.id: value for value in values}
    covered = coverage(inputs.library, inputs.method, inputs.bid, draft)
    return {
        "vendor": inputs.bid.vendor,
        "stage": stage_of(inputs.standing, _rests_on(inputs, values)),
        "files": list(files),
        "terms": [_term(by_id[row.term], row, draft) for row in draft.annex],
        "blanks": len(draft.blanks),
        "blank_cells": draft.open_cells,
        "deviations": len(draft.deviations),
        "better_offers": len(draft.departing("positive")),
        "blocking": _blocking(inputs, draft, by_id, open_points),
        "findings": [_point(point, inputs) for point in open_points],
        "coverage": {
            "points_scored": float(covered.scored),
            "points_backed": float(covered.backed),
            "points_own_term": float(covered.own_term),
            "unbacked": list(covered.unbacked),
            "points_won": float(found.won()),
            **{f"points_{fate.value}": float(found.won(fate)) for fate in Fate},
            **{fate.value: [one.item for one in found.of(fate)] for fate in (Fate.WEAKENED, Fate.MISSING)},
        },
    }


def _blocking(
    inputs: DraftInputs, draft: Draft, by_id: Mapping[str, TermValue], open_points: tuple[Point, ...]
) -> list[str]:
    """What stands between this draft and a signature: the award, open points, faults of the library, gaps in substance."""
    found = [] if inputs.award_recorded else [AWARD_NOT_RECORDED]
    found += [key for point in open_points if not point.warns for key in point.keys]
    found += [f"{fault.rule}:{fault.place}" for fault in draft.faults]
    waiting = {point.rule for point in open_points} & {"not_ranked"}
    return found + [
        f"blank:{row.term}"
        for row in draft.blanks
        if by_id[row.term].term.substantive or (waiting and row.standing in _OPEN)
    ]


def _point(point: Point, inputs: DraftInputs) -> dict[str, Any]:
    """A point with its words in the draft's first language, and the cells that say so."""
    lang = languages(inputs.layout)[0]
    speaker = Speaker(lang, inputs.method.units)
    return {
        "rule": point.rule,
        "warns": point.warns,
        "subjects": list(point.subjects),
        "params": {key: speaker.plain(words, lang) for key, words in point.params},
        "message": speaker.point(point, lang),
        "cells": [{"file": cell.file, "sheet": cell.sheet, "cell": cell.cell} for cell in point.sources],
    }


def _term(value: TermValue, row: AnnexRow, draft: Draft) -> dict[str, Any]:
    place = row.places[0]
    vendors = value.status in _FROM_VENDOR
    return {
        "id": row.term,
        "status": value.status.value,
        "direction": value.direction or None,
        "value": _plain(value.value),
        "verbatim": value.verbatim or None,
        "file": value.source.file if vendors else None,
        "sheet": value.source.sheet if vendors else None,
        "cell": value.source.cell if vendors else None,
        "clause": draft.articles[place.article - 1].id if place.article else f"schedule.{place.schedule}",
        "agreed": _agreed(value.agreed),
    }


def _agreed(entry: Agreed | None) -> dict[str, str] | None:
    if entry is None:
        return None
    return {"reason": entry.reason, "by": entry.by, "at": entry.at, "source": entry.source}


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
