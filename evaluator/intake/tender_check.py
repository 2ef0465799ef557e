"""What a tender file must satisfy beyond the types of its keys, alone and beside the pack that it names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from evaluator.domain.contract import ContractLibrary, Term, TermKind
from evaluator.domain.tender import Requirement, Tender
from evaluator.domain.text import LANGS, Text, languages
from evaluator.intake.words import plain

Fault = tuple[str, str, tuple[tuple[str, str], ...]]
FIGURES = (TermKind.MONEY, TermKind.DURATION, TermKind.PERCENT, TermKind.NUMBER)
_CURRENCY = re.compile(r"[A-Z]{3}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?")


def check_tender(tender: Tender) -> list[Fault]:
    """Every fault of the values as (key, rule of the ``pack`` catalogue, parameters); empty where there is none."""
    return [
        *_identity(tender),
        *_dates(tender),
        *_amounts(tender),
        *_named("vendors", tender.vendors),
        *_vendor_languages(tender),
        *_variants(tender),
        *_lot(tender),
        *_named("evaluators", tender.evaluators),
        *_assignments(tender),
        *_requirements(tender.requirements),
    ]


def check_against(
    tender: Tender, pack: tuple[str, str], library: ContractLibrary, lines: Collection[str], judged: Collection[str]
) -> list[Fault]:
    """Every fault of a tender beside its pack: the pack's key and path, its contract library, the ids of its price lines.

    ``judged`` are the keys of the sub-criteria that people score.
    """
    faults: list[Fault] = []
    if tender.pack not in pack:
        faults.append(("pack", "other_pack", (("given", tender.pack), ("expected", pack[0]))))
        return faults  # ids of another pack's terms and lines would only repeat it
    terms = {term.id: term for term in library.terms}
    faults += [(f"terms.{key}", "unknown_term", (("given", key),)) for key in tender.terms if key not in terms]
    faults += [
        fault for key, value in tender.terms.items() if key in terms for fault in _own_term(terms[key], value, library)
    ]
    faults += [
        (f"agreed.{number}.term", "unknown_term", (("given", one.term),))
        for number, one in enumerate(tender.agreed)
        if one.term.partition("/")[0] not in terms  # a cell of a table is checked beside the bid that fills it
    ]
    known = ("known", ", ".join(lines))
    faults += [
        (f"quantities.{key}", "unknown_line", (("given", key), known)) for key in tender.quantities if key not in lines
    ]
    scored = ("known", ", ".join(judged))
    faults += [
        (f"assignments.{name}", "not_judged", (("given", key), scored))
        for name, keys in tender.assignments.items()
        for key in keys
        if key not in judged
    ]
    return faults


def _own_term(term: Term, value: Text | Decimal | int | str, library: ContractLibrary) -> Iterator[Fault]:
    """A term of another kind than the pack's: no law, gate or comparison would read it."""
    here, given = f"terms.{term.id}", (("given", str(value.show("zh") if isinstance(value, Text) else value)),)
    number = isinstance(value, Decimal | int) and not isinstance(value, bool)
    position = library.position(term.id)
    known = [option.key for option in position.options] if position else []
    if term.kind in FIGURES and not number:
        yield here, "term_number", given
    elif term.kind not in FIGURES and not isinstance(value, Text | str):
        yield here, "term_words", given
    elif term.kind is TermKind.DATE and not (isinstance(value, str) and is_day(value)):
        yield here, "not_a_date", given
    elif term.kind is TermKind.CHOICE and isinstance(value, str) and known and value not in known:
        yield here, "not_allowed", (*given, ("expected", ", ".join(known)))


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, written YYYY-MM-DD.

    >>> is_day("2026-12-20"), is_day("2026-13-40"), is_day("20261220")
    (True, False, False)
    """
    return bool(_DAY.fullmatch(text)) and _stands(date, text)


def is_moment(text: str) -> bool:
    """Whether a text is a day of the calendar, with or without an hour of that day.

    >>> is_moment("2026-12-05"), is_moment("2026-12-05T17:00"), is_moment("2026-12-05T25:00")
    (True, True, False)
    """
    return bool(_MOMENT.fullmatch(text)) and _stands(datetime, text)


def _stands(kind: type[date], text: str) -> bool:
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True


def _identity(tender: Tender) -> Iterator[Fault]:
    if not tender.id.strip():
        yield "id", "text_empty", ()
    if not (tender.name.zh.strip() or tender.name.en.strip()):
        yield "name", "text_empty", ()
    for number, one in enumerate(tender.agreed):
        for name, said in (("reason", one.reason), ("by", one.by)):
            if not said.strip():
                yield f"agreed.{number}.{name}", "text_empty", ()
    if not tender.languages:
        yield "languages", "list_empty", (("known", ", ".join(LANGS)),)
    for lang in dict.fromkeys(lang for lang in tender.languages if tender.languages.count(lang) > 1):
        yield "languages", "twice", (("id", lang),)


def _dates(tender: Tender) -> Iterator[Fault]:
    if tender.deadline and not is_moment(tender.deadline):
        yield "deadline", "not_a_moment", (("given", tender.deadline),)
    days = [("draft_date", tender.draft_date)] if tender.draft_date else []
    days += [(f"rates.{number}.date", rate.date) for number, rate in enumerate(tender.rates)]
    days += [(f"settlements.{number}.date", one.date) for number, one in enumerate(tender.settlements)]
    days += [(f"low_prices.{number}.day", one.day) for number, one in enumerate(tender.low_prices) if one.explained]
    days += [("selection.at", tender.selection.at)] if tender.selection else []
    days += [(f"agreed.{number}.at", one.at) for number, one in enumerate(tender.agreed)]
    days += [("standing.at", tender.standing.at)] if tender.standing else []
    for key, day in days:
        if not is_day(day):
            yield key, "not_a_date", (("given", day),)


def _amounts(tender: Tender) -> Iterator[Fault]:
    codes = [("currency", tender.currency)]
    codes += [(f"rates.{number}.currency", rate.currency) for number, rate in enumerate(tender.rates)]
    for key, code in codes:
        if not _CURRENCY.fullmatch(code):
            yield key, "not_a_currency", (("given", code),)
    own = (("ceiling", tender.ceiling), ("estimate", tender.estimate))
    amounts = [(key, given) for key, given in own if given is not None]
    amounts += [(f"rates.{number}.value", rate.value) for number, rate in enumerate(tender.rates)]
    for key, amount in amounts:
        if not (amount.is_finite() and amount > 0):
            yield key, "not_positive", (("given", f"{amount}"),)
    for number, check in enumerate(tender.checks):
        if check.value is not None and not 0 <= check.value <= 100:
            yield f"checks.{number}.value", "not_points", (("given", f"{check.value}"),)
    for line, quantity in tender.quantities.items():
        if not (quantity.is_finite() and quantity >= Decimal(0)):
            yield f"quantities.{line}", "quantity_negative", (("given", f"{quantity}"),)


def _named(key: str, names: Sequence[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if not name.strip():
            yield f"{key}.{number}", "text_empty", ()
        elif plain(name) in seen:
            yield f"{key}.{number}", "twice", (("id", name),)
        seen.add(plain(name))


def _named_once(section: str, given: Iterable[str], known: tuple[str, ...], stranger: str) -> Iterator[Fault]:
    """A section by names of people or vendors: each one of those known, and each once."""
    there, seen = {plain(name) for name in known}, set[str]()
    for name in given:
        here = f"{section}.{name}"
        if plain(name) not in there:
            yield here, stranger, (("given", name), ("known", ", ".join(known)))
        elif plain(name) in seen:
            yield here, "twice", (("id", name),)
        seen.add(plain(name))


def _vendor_languages(tender: Tender) -> Iterator[Fault]:
    """By invited vendors, each once, in languages that the tender has."""
    yield from _named_once("vendor_languages", tender.vendor_languages, tender.vendors, "not_invited")
    for name, layout in tender.vendor_languages.items():
        if not {*languages(layout)} <= {*tender.languages}:
            known = ", ".join(tender.languages)
            yield f"vendor_languages.{name}", "other_language", (("given", layout), ("known", known))


def _variants(tender: Tender) -> Iterator[Fault]:
    """Each of a vendor, and of none that is a variant itself."""
    names = {plain(name) for name in tender.variants}
    yield from _named("variants", tuple(tender.variants))
    for name, main in tender.variants.items():
        if not main.strip() or plain(main) in names:
            yield f"variants.{name}", "variant_main", (("given", main),)


def _lot(tender: Tender) -> Iterator[Fault]:
    """A lot names its purchase and its own number; only lots have a limit, of one or more."""
    purchase, lot, limit = tender.purchase.strip(), tender.lot.strip(), tender.award_limit
    if lot and not purchase:
        yield "purchase", "lot_purchase", (("given", lot),)
    if purchase and not lot:
        yield "lot", "lot_number", (("given", purchase),)
    if limit is not None and not purchase:
        yield "award_limit", "limit_alone", ()
    if limit is not None and limit < 1:
        yield "award_limit", "limit_small", (("given", f"{limit}"),)


def _assignments(tender: Tender) -> Iterator[Fault]:
    yield from _named_once("assignments", tender.assignments, tender.evaluators, "not_on_panel")
    for name, keys in tender.assignments.items():
        for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
            yield f"assignments.{name}", "twice", (("id", key),)


def _requirements(rows: Sequence[Requirement]) -> Iterator[Fault]:
    for number, row in enumerate(rows):
        if not row.id.strip():
            yield f"requirements.{number}.id", "text_empty", ()
        if not (row.text.zh.strip() or row.text.en.strip()):
            yield f"requirements.{row.id.strip() or number}.text", "text_empty", ()
    keys = [row.id for row in rows if row.id.strip()]
    for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
        yield f"requirements.{key}", "twice", (("id", key),)
