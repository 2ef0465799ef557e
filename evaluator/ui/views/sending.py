"""What was sent to whom: each invited vendor with its last sending, and the ledger line by line."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.domain.text import LANGS, Lang, Layout
from evaluator.i18n.words import t
from evaluator.intake.bids import vendor_key
from evaluator.services.sending import ISSUE_SHOWN, Sending, Wish, last_sent
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.views.when import here

DASH = "—"


def headline(state: TenderState, ledger: Sequence[Sending], lang: Lang) -> str:
    """To how many the workbooks went, and how many of them have an earlier issue."""
    last = last_sent(ledger)
    sent = [last[vendor_key(name)] for name in state.tender.vendors if vendor_key(name) in last]
    key = "none" if not sent else "all" if len(sent) == len(state.tender.vendors) else "some"
    said = t(f"sending.head.{key}", lang, sent=len(sent), all=len(state.tender.vendors))
    old = sum(row.issue != state.asked.issue for row in sent)
    return t("sending.comma", lang).join([said, t("sending.head.old", lang, old=old)] if old else [said])


def table(state: TenderState, ledger: Sequence[Sending], lang: Lang) -> tuple[list[Column], list[Row]]:
    """One line for each invited vendor: whether and when, how, in which language and issue."""
    names = ("vendor", "state", "at", "way", "lang", "issue")
    widths = (14, 7, 6, 10, 5, 4)
    columns = [
        Column(t(f"sending.col.{name}", lang), head=name == "vendor", width=width)
        for name, width in zip(names, widths, strict=True)
    ]
    last = last_sent(ledger)
    return columns, [_row(state, name, last.get(vendor_key(name)), lang) for name in state.tender.vendors]


def _row(state: TenderState, vendor: str, sent: Sending | None, lang: Lang) -> Row:
    if sent is None:
        return Row([vendor, Cell(text=t("sending.state.none", lang), tone="soft"), *[Cell(text=DASH, tone="soft")] * 4])
    fresh = sent.issue == state.asked.issue
    standing = Cell(text=t(f"sending.state.{'sent' if fresh else 'old'}", lang), tone="ok" if fresh else "warn")
    languages = t(f"tender.languages.{sent.lang}", lang)
    return Row([vendor, standing, here(sent.at, year=True), sent.way, languages, sent.issue[:ISSUE_SHOWN]])


def to_send(state: TenderState, ledger: Sequence[Sending]) -> list[str]:
    """Invited vendors who do not have the issue in force."""
    last = last_sent(ledger)
    have = {key for key, row in last.items() if row.issue == state.asked.issue}
    return [name for name in state.tender.vendors if vendor_key(name) not in have]


def own_languages(vendors: Sequence[str], wish: Wish, lang: Lang) -> str:
    """Who gets which language where each vendor gets its own."""
    by: dict[Layout, list[str]] = {}
    for vendor in vendors:
        by.setdefault(wish.to(vendor).layout, []).append(vendor)
    joint = "、" if lang == "zh" else ", "
    said = [t(f"sending.own.{one}", lang, vendors=joint.join(by[one])) for one in (*LANGS, "both") if one in by]
    return ("" if lang == "zh" else " ").join([*said, t("sending.own.how", lang)])


def lines(ledger: Sequence[Sending], lang: Lang) -> list[str]:
    """The ledger, the last sending first."""
    return [
        t(
            "sending.ledger_line", lang, at=here(row.at, year=True), vendor=row.vendor, way=row.way,
            issue=row.issue[:ISSUE_SHOWN], sha=row.sha256[:12],
        )
        for row in reversed(ledger)
    ]  # fmt: skip
