"""Attachments of a vendor: what each is, which answer names it, what is inside a zip, and what became of an upload."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.domain.attachment import Attachment
from evaluator.domain.text import Lang
from evaluator.i18n.words import message, t
from evaluator.intake.attachments import Named, looks_priced, naming, suggested_vendor, unnamed
from evaluator.intake.naming import item_code
from evaluator.intake.receipt import clock, is_late
from evaluator.services.attachments import Received, known_vendors
from evaluator.services.dealings import named_by
from evaluator.services.held import Upload
from evaluator.services.state import TenderState
from evaluator.services.wording import item_title, question_text
from evaluator.ui.parts.tables import Cell, Column, Row, Tone
from evaluator.ui.views.when import here

DASH = "—"
SHOWN = 400
_DONE: dict[str, Tone] = {"stored": "ok", "replaced": "ok", "refused": "bad", "same": "soft"}


def suggestions(state: TenderState, names: Sequence[str]) -> list[tuple[str, bool, str]]:
    """For each file's name the vendor that it or an answer speaks of, whether it speaks of prices, and which answers name it.

    A person decides.
    """
    vendors, questions = known_vendors(state), state.asked.questions("technical")
    found = []
    for name in names:
        by = naming(name, state.evaluation.bids, questions)
        vendor = suggested_vendor(name, vendors, [one for one in vendors if one in by])
        items = ", ".join(dict.fromkeys(item_code(item) or item for item in by.get(vendor, ())))
        found.append((vendor, looks_priced(name), items))
    return found


def results(found: Sequence[Received], lang: Lang) -> tuple[list[Column], list[Row]]:
    """One line for each file of an upload."""
    columns = [
        Column(t("attachment.col.file", lang), head=True, width=14), Column(t("attachment.col.result", lang), width=6),
        Column(t("attachment.col.whose", lang), width=12), Column(t("attachment.col.said", lang), width=18),
    ]  # fmt: skip
    return columns, [
        Row(
            [
                one.name, Cell(text=t(f"attachment.status.{one.status}", lang), tone=_DONE[one.status]), one.vendor,
                "\n".join(message(each, lang) for each in one.findings),
            ]
        )
        for one in found
    ]  # fmt: skip


def named(state: TenderState, vendor: str) -> tuple[Named, ...]:
    """What the vendor's answers name, with the attachments of that name."""
    bid = next((one for one in state.evaluation.bids if one.vendor == vendor), None)
    if bid is None:
        return ()
    return named_by(bid, state.asked.questions("technical"), state.dealings.attachments)


def evidence_table(state: TenderState, found: Sequence[Named], lang: Lang) -> tuple[list[Column], list[Row]]:
    """Each answer that names a file, the name, and whether it came."""
    columns = [
        Column(t("attachment.col.question", lang), head=True, width=16),
        Column(t("attachment.col.named", lang), width=12), Column(t("attachment.col.came", lang), width=12),
    ]  # fmt: skip
    rows = []
    for one in found:
        item = one.answer.item
        about = Cell(text=item_title(state, item, lang), note=question_text(state, item, lang))
        rows.append(Row([about, Cell(text=one.name, note=str(one.answer.source)), _came(one, lang)]))
    return columns, rows


def _came(one: Named, lang: Lang) -> Cell:
    if not one.files:
        return Cell(text=t("attachment.missing", lang), tone="warn")
    names = "\n".join(file.name for file in one.files)
    return Cell(text=t("attachment.inside", lang, name=names) if one.inside else names, tone="ok")


def groups(state: TenderState, vendor: str) -> list[tuple[str, tuple[Attachment, ...]]]:
    """Attachments that answers name, then the others, each group under the key of its heading."""
    files, found = state.dealings.of(vendor), named(state, vendor)
    alone = unnamed(found, files)
    return [("by_answer", tuple(one for one in files if one not in alone)), ("unnamed", alone)]


def line(state: TenderState, file: Attachment, lang: Lang) -> str:
    """What is known of an attachment in one line: its kind, size, when it came, the start of its hash, who names it."""
    kind = t(f"attachment.kind.{file.kind}", lang) if file.kind else t("attachment.kind.sealed", lang)
    size = t("bids.kilobytes", lang, size=f"{file.size / 1024:,.0f}")
    items = [item_code(one.answer.item) or one.answer.item for one in named(state, file.vendor) if file in one.files]
    by = t("attachment.named_by", lang, items=", ".join(dict.fromkeys(items))) if items else ""
    sealed = t("attachment.priced", lang) if file.envelope == "price" else ""
    return " · ".join(filter(None, (kind, sealed, size, came(state, file, lang), file.sha256[:12], by)))


def came(state: TenderState, file: Attachment | Upload, lang: Lang) -> str:
    """When a file was handed in, that this was late where it was and why it counts, and when it was uploaded."""
    uploaded = here(file.received_at, year=True)
    if not file.handed_in_at:
        return uploaded
    key = "receipt.line_late" if is_late(file.handed_in_at, state.due(file.id)) else "receipt.line"
    why = t("receipt.line_admitted", lang, reason=file.admitted) if file.admitted else ""
    return " · ".join(filter(None, (t(key, lang, at=clock(file.handed_in_at), uploaded=uploaded), why)))


def inside(file: Attachment, lang: Lang) -> tuple[list[Column], list[Row]]:
    """The names inside a zip with the sizes that they say to have, the first of them where they are many."""
    columns = [
        Column(t("attachment.col.inside", lang), head=True, width=24),
        Column(t("attachment.col.size", lang), kind="number"),
    ]
    rows = [
        Row([entry.name, t("bids.kilobytes", lang, size=f"{entry.size / 1024:,.0f}")]) for entry in file.entries[:SHOWN]
    ]
    if len(file.entries) > SHOWN:
        rows.append(Row([t("attachment.more", lang, n=len(file.entries) - SHOWN), ""]))
    return columns, rows


def history(state: TenderState, vendor: str, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Attachments that were withdrawn or replaced."""
    columns = [
        Column(t("attachment.col.file", lang), head=True, width=14), Column(t("attachment.col.result", lang), width=8),
        Column(t("attachment.col.when", lang), width=10), Column("SHA-256", width=8),
    ]  # fmt: skip
    names = {one.id: one.name for one in state.dealings.attachments}
    past = [one for one in state.dealings.attachments if one.vendor == vendor and not one.current]
    return columns, [
        Row(
            [
                one.name,
                t(f"attachment.state.{one.state}", lang, name=names.get(one.superseded_by, "")),
                came(state, one, lang), one.sha256[:12],
            ]
        )
        for one in past
    ]  # fmt: skip


def may_download(state: TenderState, file: Attachment) -> bool:
    """Whether the bytes may be read now: what holds prices only once prices are opened."""
    return file.envelope != "price" or "prices_opened" in state.stages
