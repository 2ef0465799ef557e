"""What came in: result lines of an upload, the vendors with what each leaves open, findings, gates and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluator.domain.bid import Bid
from evaluator.domain.finding import Finding, Rule
from evaluator.domain.text import Lang
from evaluator.i18n.words import message, t
from evaluator.intake.bids import vendor_key
from evaluator.intake.questionnaire import TECHNICAL
from evaluator.services.held import Upload
from evaluator.services.imports import Imported
from evaluator.services.letter import requests
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row, Tone
from evaluator.ui.views.attachments import came
from evaluator.ui.views.revisions import result_line
from evaluator.ui.views.settle import points
from evaluator.ui.views.when import here

DASH = "—"
_FOREIGN = frozenset({Rule.LAYOUT_UNKNOWN, Rule.VENDOR_UNINVITED})
_DONE: dict[str, Tone] = {"stored": "ok", "refused": "bad", "same": "soft", "waits": "warn", "unassigned": "warn"}


def results(imported: Sequence[Imported], lang: Lang) -> tuple[list[Column], list[Row]]:
    """One line for each file of an upload: what it is, whose, and what became of it."""
    columns = [
        Column(t("bids.col.file", lang), head=True, width=12), Column(t("bids.col.result", lang), width=5),
        Column(t("bids.col.kind", lang), width=6), Column(t("bids.col.whose", lang), width=10),
        Column(t("bids.col.read", lang), kind="number"), Column(t("bids.col.said", lang), width=12),
    ]  # fmt: skip
    return columns, [_result(one, lang) for one in imported]


def _result(one: Imported, lang: Lang) -> Row:
    read = (
        t("bids.scores", lang, n=one.scores)
        if one.scores
        else f"{one.answered} / {one.questions}"
        if one.questions
        else DASH
    )
    if one.status == "waits":
        read, said = (read if one.difference else DASH), result_line(one, lang)
    elif one.status == "refused":
        said = "\n".join(_refusal(found, lang) for found in one.findings)
    elif one.status == "unassigned":
        read, said = (read if one.answered else DASH), t("belonging.result", lang)
    elif one.layout == "price" and not one.answered:
        read, said = DASH, t("bids.kept_sealed", lang)
    else:
        used = [message(found, lang) for found in one.findings if found.rule is Rule.MAPPING_USED]
        others = len(one.findings) - len(used)
        said = "\n".join((*used, t("bids.findings", lang, n=others) if others else t("bids.clear", lang)))
    result = Cell(text=t(f"bids.result.{one.status}", lang), tone=_DONE.get(one.status, ""))
    return Row([one.name, result, t(f"bids.layout.{one.layout}", lang), one.vendor or DASH, read, said])


def _refusal(found: Finding, lang: Lang) -> str:
    """Why a file was not taken in; to the buyer, who can map a workbook in another layout, otherwise than to its vendor."""
    if found.rule is Rule.VENDOR_UNINVITED:
        return t("bids.foreign_vendor", lang, given=dict(found.params)["given"])
    return t("bids.foreign", lang) if found.rule is Rule.LAYOUT_UNKNOWN else message(found, lang)


def is_foreign(one: Imported) -> bool:
    """Whether a file was read but is no workbook of ours: a person may say how it is laid out, or whose it is."""
    return one.status == "refused" and any(found.rule in _FOREIGN for found in one.findings)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the page is about: bids read, answers that wait, gates that wait."""

    bids: int
    open: int
    gates: int


def counts(state: TenderState) -> Counts:
    """The counts of a tender."""
    bids = [bid for bid in state.evaluation.bids if bid.answers]
    return Counts(
        bids=len(bids), open=sum(one.blocker and not one.settled for bid in bids for one in points(state, bid.vendor)),
        gates=sum(gate.upheld is None for bid in bids for gate in gates(state, bid.vendor)),
    )  # fmt: skip


def vendors(state: TenderState, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Every vendor that is invited or has sent something, with what came in and what is open."""
    columns = [
        Column(t("bids.col.vendor", lang), head=True, width=12), Column(t("bids.col.technical", lang), width=5),
        Column(t("bids.col.price", lang), width=5), Column(t("bids.col.answered", lang), kind="number"),
        Column(t("bids.col.findings", lang), kind="number"), Column(t("bids.col.gates", lang), kind="number"),
        Column(t("bids.col.open", lang), kind="number"), Column(t("bids.col.letter", lang), kind="number"),
    ]  # fmt: skip
    rows = [_vendor(state, bid, lang) for bid in state.evaluation.bids]
    there = {vendor_key(bid.vendor) for bid in state.evaluation.bids}
    rows += [
        _unread(state, name, lang)
        for name in state.tender.vendors
        if vendor_key(name) not in there and name not in state.hidden
    ]
    return columns, rows


def _unread(state: TenderState, vendor: str, lang: Lang) -> Row:
    """A vendor of whom nothing is read: it has sent nothing, or only prices, which are sealed."""
    came = any(one.kind == "bid" and vendor_key(one.vendor) == vendor_key(vendor) for one in state.uploads)
    price = t("bids.sealed", lang) if came else DASH
    cells = [Cell(text=one, tone="soft") for one in (t("bids.absent", lang), price, *[DASH] * 5)]
    return Row([vendor, *cells])


def _vendor(state: TenderState, bid: Bid, lang: Lang) -> Row:
    mine = {upload.envelope: upload for upload in state.uploads if upload.kind == "bid" and upload.vendor == bid.vendor}
    waiting = sum(one.blocker and not one.settled for one in points(state, bid.vendor))
    failed = [gate for gate in gates(state, bid.vendor) if gate.upheld is not False]
    answered = sum(upload.answered for upload in mine.values())
    asked = sum(upload.questions for upload in mine.values())
    found, asking = len(findings(state, bid.vendor)), len(requests(state, bid.vendor))
    return Row(
        [
            Cell(text=bid.vendor, note=t("ranking.variant_of", lang, vendor=bid.variant_of) if bid.variant_of else ""),
            _envelope(state, mine.get("technical") or _both(bid, mine.get("price")), lang),
            _envelope(state, mine.get("price"), lang),
            f"{answered} / {asked}" if asked else DASH, str(found),
            Cell(text=str(len(failed)), tone="bad") if failed else Cell(text="0", tone="soft"),
            Cell(text=str(waiting), tone="warn", strong=True) if waiting else Cell(text="0", tone="soft"),
            Cell(text=str(asking)) if asking else Cell(text="0", tone="soft"),
        ]
    )  # fmt: skip


def _both(bid: Bid, priced: Upload | None) -> Upload | None:
    """A workbook with prices in which technical answers stand, too, as the technical workbook that it also is."""
    if priced and any(one.envelope == TECHNICAL and one.sha256 == priced.sha256 for one in bid.files):
        return replace(priced, envelope=TECHNICAL)
    return None


def _envelope(state: TenderState, upload: Upload | None, lang: Lang) -> Cell:
    if upload is None:
        return Cell(text=t("bids.absent", lang), tone="warn")
    if upload.envelope == "price" and "prices_opened" not in state.stages:
        return Cell(text=t("bids.sealed", lang), tone="soft")
    return Cell(text=t("bids.read", lang), tone="ok", note=here(upload.received_at))


def findings(state: TenderState, vendor: str) -> tuple[Finding, ...]:
    """Everything found in a vendor's bid, each once: what one cell brings to several answers is one finding."""
    every = (*state.dealings.findings, *state.evaluation.findings)
    mine = (one for one in every if one.vendor == vendor and one.rule is not Rule.UNSETTLED)
    return tuple({(one.rule, one.source, one.params, one.source.cell or one.item): one for one in mine}.values())


@dataclass(frozen=True, slots=True)
class GateView:
    """A failed gate and the lead's word on it; ``upheld`` None while nobody has spoken."""

    item: str
    finding: Finding | None
    upheld: bool | None
    reason: str = ""
    by: str = ""


def gates(state: TenderState, vendor: str) -> tuple[GateView, ...]:
    """Gates that a bid fails, and those that the lead has waived."""
    said = {word.item: word for word in state.judged.confirmations if word.vendor == vendor}
    result = next((row for row in state.evaluation.ranking.results if row.vendor == vendor), None)
    failed = [one for one in (result.reasons if result else ()) if one.rule is Rule.GATE_FAILED]
    found = []
    for one in failed:
        word = said.pop(one.item, None)
        found.append(
            GateView(one.item, one, word.upheld, word.reason, word.by) if word else GateView(one.item, one, None)
        )
    found += [GateView(word.item, None, word.upheld, word.reason, word.by) for word in said.values()]
    return tuple(found)


def choosable(state: TenderState) -> list[str]:
    """Vendors to look at one by one: every bid, one of which nothing could be read too, then those with only a sealed file."""
    names = [bid.vendor for bid in state.evaluation.bids]
    return list(dict.fromkeys([*names, *(upload.vendor for upload in state.uploads if upload.kind == "bid")]))


def first(state: TenderState, names: Sequence[str]) -> int:
    """Place of the vendor to begin with: the first whose answers hold up the ranking, else the first of all."""
    waiting = (
        place for place, name in enumerate(names) if any(one.blocker and not one.settled for one in points(state, name))
    )
    return next(waiting, 0)


def files(state: TenderState, vendor: str) -> tuple[Upload, ...]:
    """The files of a vendor, or, for an empty name, those of nobody: the scorecards."""
    kind = "bid" if vendor else "scorecard"
    return tuple(upload for upload in state.uploads if upload.kind == kind and (not vendor or upload.vendor == vendor))


def file_line(state: TenderState, upload: Upload, lang: Lang) -> str:
    """What is known of a file in one line: its envelope, size, when it came, and the start of its hash."""
    kind = (
        t(f"bids.envelope.{upload.envelope or 'technical'}", lang)
        if upload.kind == "bid"
        else t("bids.layout.scores", lang)
    )
    size = t("bids.kilobytes", lang, size=f"{max(1, round(upload.size / 1024)):,}")
    return " · ".join((kind, size, came(state, upload, lang), upload.sha256[:12]))


def may_download(state: TenderState, upload: Upload) -> bool:
    """Whether the original may be read now: a price workbook only once prices are opened."""
    return upload.envelope != "price" or "prices_opened" in state.stages
