"""A tender's facts as rows, and what its forms give back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from evaluator.domain.tender import BuyerProfile, Tender
from evaluator.domain.text import Lang, Text
from evaluator.i18n.words import t, unit
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState
from evaluator.services.tenders import TenderForm, amount
from evaluator.ui.parts.tables import Cell, Column, Row

ROUTES = ("negotiated", "tender", "gov")
TAXES = ("included", "excluded")
CURRENCIES = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP")
SIZES = ("large", "medium", "small", "micro", "public")
BUYER = ("registration", "contact", "phone", "email", "signatory", "bank", "account")
DASH = "—"
SIDES = ("facts", "buyer")


def money(value: Decimal | None, currency: str) -> str:
    """An amount with its thousands marked; a dash for none.

    >>> money(Decimal(1900000), "CNY"), money(None, "CNY")
    ('CNY 1,900,000', '—')
    """
    return f"{currency} {value:,f}" if value is not None else DASH


def missing(tender: Tender) -> tuple[str, ...]:
    """What a tender needs before bids come in and has not got: vendors, a deadline, a panel."""
    needed = {"vendors": tender.vendors, "deadline": tender.deadline, "evaluators": tender.evaluators}
    return tuple(name for name, there in needed.items() if not there)


def wanted(names: tuple[str, ...], lang: Lang) -> str:
    """The sentence that asks for what is missing."""
    listed = t("tender.and", lang).join(t(f"tender.missing.{name}", lang) for name in names)
    return t("tender.next_fill", lang, missing=listed)


def headline(state: TenderState, lang: Lang) -> str:
    """Who is invited and until when, in one sentence."""
    tender = state.tender
    if not tender.vendors:
        return t("tender.head.nobody", lang)
    if not tender.deadline:
        return t("tender.head.open", lang, n=len(tender.vendors))
    return t("tender.head.invited", lang, n=len(tender.vendors), date=tender.deadline.replace("T", " "))


def lead(state: TenderState, lang: Lang) -> str:
    """Name and buyer, and how much is asked by how many."""
    tender = state.tender
    musts = sum(row.kind == "must" for row in tender.requirements)
    parts = [tender.name.show(lang), tender.buyer.name.show(lang)]
    if tender.requirements:
        parts.append(t("tender.lead.requirements", lang, n=len(tender.requirements), musts=musts))
    if tender.evaluators:
        parts.append(t("tender.lead.panel", lang, n=len(tender.evaluators)))
    return " · ".join(parts)


def facts(state: TenderState, lang: Lang) -> list[tuple[str, str]]:
    """Title and value of what a tender is about."""
    tender = state.tender
    return [
        (t("tender.fact.id", lang), tender.id),
        (t("tender.fact.route", lang), t(f"frame.route.{tender.route}", lang)),
        (t("tender.fact.pack", lang), state.pack.method.title.show(lang)),
        (t("tender.fact.deadline", lang), tender.deadline.replace("T", " ") or DASH),
        (t("tender.fact.ceiling", lang), money(tender.ceiling, tender.currency)),
        (t("tender.fact.currency", lang), f"{tender.currency} · {t(f'tender.tax.{tender.tax_basis}', lang)}"),
        (t("tender.fact.draft_date", lang), tender.draft_date or DASH),
    ]  # fmt: skip


def buyer(profile: BuyerProfile, lang: Lang) -> list[tuple[str, str]]:
    """Title and value of what is known of the buyer; what is not known is left out."""
    rows = [
        (t("tender.buyer.name", lang), profile.name.show(lang)),
        (t("tender.buyer.address", lang), profile.address.show(lang)),
    ]
    rows += [(t(f"tender.buyer.{name}", lang), str(getattr(profile, name))) for name in BUYER]
    rows.append((t("tender.buyer.size", lang), t(f"tender.size.{profile.size}", lang)))
    return [(title, value) for title, value in rows if value]


def pairs(rows: list[tuple[str, str]], lang: Lang) -> tuple[list[Column], list[Row]]:
    """A table of titles and values."""
    columns = [Column(t("tender.col.fact", lang), head=True, width=8), Column(t("tender.col.value", lang), width=16)]
    return columns, [Row([Cell(text=title, tone="soft"), value]) for title, value in rows]


def own_terms(state: TenderState, lang: Lang) -> tuple[list[Column], list[Row]]:
    """The buyer's own terms, by the names that the contract gives them."""
    labels = {term.id: term for term in state.pack.library.terms}
    rows = []
    for key, value in state.tender.terms.items():
        term = labels.get(key)
        said = value.show(lang) if isinstance(value, Text) else str(value)
        if term is not None and term.unit and isinstance(value, int | Decimal):
            said = unit(term.unit, lang, state.pack.method.units, str(value))
        rows.append(Row([term.label.show(lang) if term else key, said]))
    return [Column(t("tender.col.term", lang), head=True, width=9), Column(t("tender.col.value", lang), width=24)], rows


def requirements(state: TenderState, lang: Lang) -> tuple[list[Column], list[Row]]:
    """The requirement list as vendors are asked it."""
    columns = [
        Column(t("tender.col.id", lang), head=True), Column(t("tender.col.module", lang), width=8),
        Column(t("tender.col.requirement", lang), width=20), Column(t("tender.col.kind", lang)),
    ]  # fmt: skip
    rows = [
        Row(
            [
                row.id, row.module.show(lang), row.text.show(lang),
                Cell(text=t(f"tender.kind.{row.kind}", lang), strong=row.kind == "must", tone="" if row.kind == "must" else "soft"),
            ]
        )
        for row in state.tender.requirements
    ]  # fmt: skip
    return columns, rows


def people(tender: Tender, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Invited vendors beside the evaluators of the panel."""
    count = max(len(tender.vendors), len(tender.evaluators))
    names = [
        [*tender.vendors, *[""] * (count - len(tender.vendors))],
        [*tender.evaluators, *[""] * (count - len(tender.evaluators))],
    ]
    columns = [Column(t("tender.col.vendors", lang), width=14), Column(t("tender.col.panel", lang), width=10)]
    return columns, [Row(list(both)) for both in zip(*names, strict=True)]


def lines(text: str) -> tuple[str, ...]:
    """One name a line, blanks and repetitions left out.

    >>> lines("Ada\\n\\n Bo \\nAda")
    ('Ada', 'Bo')
    """
    return tuple(dict.fromkeys(name.strip() for name in text.splitlines() if name.strip()))


def decoded(content: bytes) -> str | None:
    """The text of a file in UTF-8, with or without a mark in front; None for any other encoding.

    >>> decoded(b"\\xef\\xbb\\xbfid"), decoded("采购".encode("gbk"))
    ('id', None)
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def closing(deadline: str) -> datetime | None:
    """The moment that a deadline states; None where it states none that a form can show.

    >>> closing("2026-12-05T17:00").hour, closing("")
    (17, None)
    """
    try:
        return datetime.fromisoformat(deadline.replace(" ", "T"))
    except ValueError:
        return None


def deadline(day: Any, hour: Any, before: str = "") -> str:
    """A day and an hour of the form as the tender states its deadline; ``before`` stays where it says the same."""
    if not day:
        return ""
    there = closing(before)
    if there is not None and (there.date(), there.time()) == (day, hour):
        return before
    return f"{day.isoformat()}T{hour.strftime('%H:%M')}" if hour else str(day.isoformat())


def form_of(given: Mapping[str, Any], lang: Lang) -> TenderForm:
    """What the form for a new tender holds."""
    return TenderForm(
        name=given["name"], pack=given["pack"], buyer_name=given["buyer"], route=given["route"],
        currency=given["currency"], tax_basis=given["tax"], ceiling=given["ceiling"],
        deadline=deadline(given["day"], given["hour"]), vendors=lines(given["vendors"]),
        evaluators=lines(given["panel"]), lang=lang,
    )  # fmt: skip


def changes_of(given: Mapping[str, Any], tender: Tender) -> dict[str, Any]:
    """What a form for changes makes different: the form of the facts, or the one of the buyer."""
    wanted = _buyer_of(given, tender) if "size" in given else _facts_of(given, tender)
    return {key: value for key, value in wanted.items() if value != getattr(tender, key)}


def _facts_of(given: Mapping[str, Any], tender: Tender) -> dict[str, Any]:
    return {
        "name": _named(given["zh"], given["en"]), "route": given["route"], "currency": given["currency"],
        "tax_basis": given["tax"], "ceiling": amount(given["ceiling"]), "vendors": lines(given["vendors"]),
        "evaluators": lines(given["panel"]), "deadline": deadline(given["day"], given["hour"], tender.deadline),
    }  # fmt: skip


def _buyer_of(given: Mapping[str, Any], tender: Tender) -> dict[str, Any]:
    plain = {name: given[name].strip() for name in BUYER}
    name = _named(given["zh"], given["en"])
    address = Text(given["street_zh"].strip(), given["street_en"].strip())
    return {"buyer": replace(tender.buyer, name=name, address=address, size=given["size"], **plain)}


def _named(zh: str, en: str) -> Text:
    if not zh.strip() and not en.strip():
        raise Refused("tender_unnamed")
    return Text(zh.strip(), en.strip())
