"""A tender's facts as rows, and what its forms give back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from evaluator.domain.tender import BuyerProfile, Tender
from evaluator.domain.text import Lang, Layout, Text, languages
from evaluator.i18n.words import t
from evaluator.intake.receipt import clock
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState
from evaluator.services.tenders import TenderForm, amount
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.views import lots
from evaluator.ui.views import tender_own as own

ROUTES = ("negotiated", "tender", "gov")
TAXES = ("included", "excluded")
LAYOUTS = ("both", "zh", "en")
CURRENCIES = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP")
SIZES = ("", "large", "medium", "small", "micro", "public")
BUYER = ("registration", "contact", "phone", "email", "signatory", "bank", "account")
DASH = "—"
SIDES = ("facts", "buyer")


def money(value: Decimal | None, currency: str) -> str:
    """An amount with its thousands marked; a dash for none.

    >>> money(Decimal(1900000), "CNY"), money(None, "CNY")
    ('CNY 1,900,000', '—')
    """
    return f"{currency} {value:,f}" if value is not None else DASH


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
    return t("tender.head.invited", lang, n=len(tender.vendors), date=clock(tender.deadline))


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
        *_lot(tender, lang),
        (t("tender.fact.route", lang), t(f"frame.route.{tender.route}", lang)),
        (t("tender.fact.pack", lang), state.pack.method.title.show(lang)),
        (t("tender.fact.deadline", lang), _due(tender.deadline) or DASH),
        (t("tender.fact.ceiling", lang), money(tender.ceiling, tender.currency)),
        (t("tender.fact.estimate", lang), money(tender.estimate, tender.currency)),
        (t("tender.fact.currency", lang), f"{tender.currency} · {t(f'tender.tax.{tender.tax_basis}', lang)}"),
        *([(t("tender.fact.variants", lang), variant_lines(tender.variants))] if tender.variants else []),
        (t("tender.fact.languages", lang), t(f"tender.languages.{layout(tender.languages)}", lang)),
        (t("tender.fact.draft_date", lang), tender.draft_date or DASH),
    ]  # fmt: skip


def _lot(tender: Tender, lang: Lang) -> list[tuple[str, str]]:
    """Of a lot its purchase, its number and the award limit."""
    if not tender.purchase:
        return []
    limit = DASH if tender.award_limit is None else str(tender.award_limit)
    return [
        (t("change.fact.purchase", lang), tender.purchase), (t("change.fact.lot", lang), tender.lot),
        (t("change.fact.award_limit", lang), limit),
    ]  # fmt: skip


def buyer(profile: BuyerProfile, lang: Lang) -> list[tuple[str, str]]:
    """Title and value of what is known of the buyer; what is not known is left out."""
    rows = [
        (t("tender.buyer.name", lang), profile.name.show(lang)),
        (t("tender.buyer.address", lang), profile.address.show(lang)),
    ]
    rows += [(t(f"tender.buyer.{name}", lang), str(getattr(profile, name))) for name in BUYER]
    rows.append((t("tender.buyer.size", lang), size(profile.size, lang)))
    return [(title, value) for title, value in rows if value]


def size(given: str, lang: Lang) -> str:
    """The size of an enterprise in words; that nobody has stated it is said, too, for a rule of law may hang on it."""
    return t(f"tender.size.{given or 'none'}", lang)


def pairs(rows: list[tuple[str, str]], lang: Lang) -> tuple[list[Column], list[Row]]:
    """A table of titles and values."""
    columns = [Column(t("tender.col.fact", lang), head=True, width=8), Column(t("tender.col.value", lang), width=16)]
    return columns, [Row([Cell(text=title, tone="soft"), value]) for title, value in rows]


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


def variants(text: str) -> dict[str, str]:
    """Variant bids as they are typed, one a line: the name of the variant, an equals sign, whose it is.

    >>> variants("Ada – B = Ada")
    {'Ada – B': 'Ada'}
    """
    found = {}
    for one in lines(text.replace("＝", "=")):
        name, _, main = (part.strip() for part in one.rpartition("="))
        if not name or not main:
            raise Refused("variant_line", given=one)
        found[name] = main
    return found


def variant_lines(held: Mapping[str, str]) -> str:
    """The same as it is typed."""
    return "\n".join(f"{name} = {main}" for name, main in held.items())


def decoded(content: bytes) -> str | None:
    """The text of a file in UTF-8, with or without a mark in front; None for any other encoding.

    >>> decoded(b"\\xef\\xbb\\xbfid"), decoded("采购".encode("gbk"))
    ('id', None)
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _due(deadline: str) -> str:
    """The deadline with the offset that it states, where it states one.

    >>> _due("2026-12-05T17:00:00+08:00"), _due("2026-12-05T17:00")
    ('2026-12-05 17:00 (+08:00)', '2026-12-05 17:00')
    """
    at = closing(deadline)
    offset = at.isoformat()[-6:] if at is not None and at.tzinfo is not None else ""
    return f"{clock(deadline)} ({offset})" if offset else clock(deadline)


def closing(deadline: str) -> datetime | None:
    """The moment that a deadline states; None where it states none that a form can show.

    >>> closing("2026-12-05T17:00").hour, closing("")
    (17, None)
    """
    try:
        return datetime.fromisoformat(deadline.replace(" ", "T"))
    except ValueError:
        return None


def deadline(day: Any, hour: Any, before: str = "", zone: str = "") -> str:
    """A day and an hour of the form as the tender states its deadline; ``before`` stays where it says the same.

    ``zone`` is that of the browser, by its name: what its clock will show on the day counts, not what it shows now. Unknown,
    no offset is written down.

    >>> from datetime import date, time
    >>> [deadline(date(2026, month, 5), time(17), zone="Europe/Berlin") for month in (7, 12)]
    ['2026-07-05T17:00+02:00', '2026-12-05T17:00+01:00']
    """
    if not day:
        return ""
    there = closing(before)
    if there is not None and (there.date(), there.time()) == (day, hour):
        return before
    if not hour:
        return str(day.isoformat())
    return datetime.combine(day, hour, _known(zone)).isoformat(timespec="minutes")


def _known(zone: str) -> ZoneInfo | None:
    """The zone of this name, where this machine knows it."""
    return ZoneInfo(zone) if zone in available_timezones() else None


def ceiling_read(given: Mapping[str, Any], lang: Lang) -> str:
    """How a ceiling was read that is more than digits; empty for one that needs no telling.

    >>> ceiling_read({"ceiling": "1.2 million", "currency": "CNY"}, "en")
    'The ceiling “1.2 million” was read as CNY 1,200,000.'
    >>> ceiling_read({"ceiling": "1,200,000", "currency": "CNY"}, "en")
    ''
    """
    typed, currency = str(given.get("ceiling", "")), str(given.get("currency", ""))
    if not re.search(r"[^\d\s.,，]", typed):
        return ""
    return t("tender.ceiling_read", lang, given=typed.strip(), amount=money(amount(typed, currency), currency))


AS_IN = "as:"  # before the id of the tender whose method a new one takes


def form_of(given: Mapping[str, Any], lang: Lang) -> TenderForm:
    """What the form for a new tender holds; one for a method that is there already chooses neither it nor its languages."""
    wanted = given.get("pack", "")
    pack, earlier = ("", wanted.removeprefix(AS_IN)) if wanted.startswith(AS_IN) else (wanted, "")
    return TenderForm(
        name=given["name"], other_name=given.get("other", ""), pack=pack, method_of=earlier, with_list=bool(given.get("list")),
        buyer_name=given["buyer"], route=given["route"],
        currency=given["currency"], tax_basis=given["tax"], ceiling=given["ceiling"],
        deadline=deadline(given["day"], given["hour"], zone=str(given.get("zone") or "")), vendors=lines(given["vendors"]),
        evaluators=lines(given["panel"]), languages=languages(given.get("languages", "both")), lang=lang,
    )  # fmt: skip


def changes_of(part: str, given: Mapping[str, Any], state: TenderState) -> dict[str, Any]:
    """What the form of a part of the tender makes different."""
    wanted = _READS[part](given, state)
    return {key: value for key, value in wanted.items() if value != getattr(state.tender, key)}


def layout(given: tuple[Lang, ...]) -> Layout:
    """The languages of a tender as one choice."""
    return given[0] if len(given) == 1 else "both"


def _facts_of(given: Mapping[str, Any], state: TenderState) -> dict[str, Any]:
    return {
        "name": _named(given["zh"], given["en"]), "route": given["route"], "currency": given["currency"],
        "tax_basis": given["tax"], "ceiling": amount(given["ceiling"], given["currency"]),
        "estimate": amount(given["estimate"], given["currency"]), "vendors": lines(given["vendors"]),
        "variants": variants(given["variants"]), "evaluators": lines(given["panel"]), "languages": languages(given["languages"]),
        "deadline": deadline(given["day"], given["hour"], state.tender.deadline, str(given.get("zone") or "")),
        **lots.changed(given, state.tender),
    }  # fmt: skip


def _buyer_of(given: Mapping[str, Any], state: TenderState) -> dict[str, Any]:
    plain = {name: given[name].strip() for name in BUYER}
    name = _named(given["zh"], given["en"])
    address = Text(given["street_zh"].strip(), given["street_en"].strip())
    return {"buyer": replace(state.tender.buyer, name=name, address=address, size=given["size"], **plain)}


def _named(zh: str, en: str) -> Text:
    if not zh.strip() and not en.strip():
        raise Refused("tender_unnamed")
    return Text(zh.strip(), en.strip())


_READS: Mapping[str, Callable[[Mapping[str, Any], TenderState], dict[str, Any]]] = {
    "facts": _facts_of, "buyer": _buyer_of, "terms": own.terms_of, "requirements": own.requirements_of,
}  # fmt: skip
