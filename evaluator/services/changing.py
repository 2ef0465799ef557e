"""Which facts of a tender may still change, and what is kept of a change so that it can be told later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from evaluator.domain.finding import Param, Phrase
from evaluator.domain.tender import Requirement, Tender
from evaluator.domain.text import Text
from evaluator.intake.requirements import KIND_WORDS
from evaluator.scoring.check import route_faults
from evaluator.services.held import pack_of
from evaluator.services.problem import Refused
from evaluator.store import files, methods, scores, stages
from evaluator.store.canonical import Json
from evaluator.store.transaction import Snapshot, Transaction

# What vendors have read in their workbooks, and prices are compared by: closed with the method.
PRINTED: Final = frozenset({"currency", "tax_basis"})
# What vendors are asked: once the method is locked a correction is a new issue of the questionnaire, for a reason, and
# once the technical scores are locked there is nothing left to answer it.
ASKED: Final = frozenset({"requirements"})
# What else decides who is ranked and where: closed once somebody knows whom a change would help.
DECIDING: Final = frozenset(
    {"ceiling", "estimate", "route", "languages", "rates", "variants", "purchase", "lot", "award_limit"}
)
# What says who may bid until when, and who judges: a word for each change once bids or scores are there.
_INVITING: Final = frozenset({"deadline", "vendors"})
_JUDGING: Final = frozenset({"evaluators"})
_TOLD: Final = (
    "ceiling", "estimate", "route", "languages", "rates", "deadline", "vendors", "variants", "evaluators", "requirements",
    "purchase", "lot", "award_limit",
)  # fmt: skip


def demand_changeable(tx: Transaction, before: Tender, after: Tender) -> None:
    """Raise `Refused` where a fact of the tender can no longer change, or changes only for a reason and none is given."""
    changed = _changed(before, after)
    method = methods.current(tx, tx.tender_id)
    if method is not None and method.locked_at and PRINTED & changed:
        raise Refused("method_locked")
    if method is not None and method.locked_at and "route" in changed:
        rules = pack_of(method, methods.files(tx, tx.tender_id, method.number)).method
        if route_faults(rules, after.route):
            raise Refused("route_method")
    if ASKED & changed and stages.reached(tx, tx.tender_id, "technical_locked"):
        raise Refused("list_scored")
    if DECIDING & changed and stages.reached(tx, tx.tender_id, "prices_opened"):
        raise Refused("fact_decided", fact=_name(_first(DECIDING & changed)))
    unsaid = reasoned(tx, tx.tender_id) & changed
    if unsaid and not tx.command.reason.strip():
        raise Refused("list_unreasoned" if unsaid == ASKED else "fact_unreasoned", fact=_name(_first(unsaid)))


def reasoned(snapshot: Snapshot, tender_id: str) -> frozenset[str]:
    """The facts that change only for a reason as the tender stands now."""
    if stages.reached(snapshot, tender_id, "technical_locked"):
        return DECIDING | _INVITING | _JUDGING
    method = methods.current(snapshot, tender_id)
    sent = ASKED if method is not None and method.locked_at else frozenset()
    came = any(row.kind == "bid" for row in files.every(snapshot, tender_id, all_states=True))
    return (
        sent | (_INVITING if came else frozenset()) | (_JUDGING if scores.every(snapshot, tender_id) else frozenset())
    )


def kept(before: Tender, after: Tender) -> dict[str, Json]:
    """The facts that change, each as it was and as it is: what the event of the change holds.

    >>> from decimal import Decimal
    >>> from evaluator.domain.tender import BuyerProfile
    >>> from evaluator.domain.text import Text
    >>> one = Tender(id="T", name=Text(), buyer=BuyerProfile(name=Text()), pack="")
    >>> from dataclasses import replace
    >>> kept(one, replace(one, ceiling=Decimal(900)))
    {'ceiling': [['money', 'CNY', ''], ['money', 'CNY', '900']]}
    """
    changed = _changed(before, after)
    told = {name: [_plain(before, name, after), _plain(after, name, before)] for name in _TOLD if name in changed}
    return {name: pair for name, pair in told.items() if pair[0] != pair[1]}  # a list may only have another order


def told(facts: Mapping[str, Any]) -> list[tuple[Phrase, Phrase]]:
    """Name of each fact of `kept`, and what it was and is, to be said in the reader's language."""
    return [(_name(name), _between(*facts[name])) for name in _TOLD if name in facts]


def _changed(before: Tender, after: Tender) -> frozenset[str]:
    names = PRINTED | ASKED | DECIDING | _INVITING | _JUDGING
    return frozenset(name for name in names if getattr(before, name) != getattr(after, name))


def _first(names: frozenset[str]) -> str:
    return next((name for name in _TOLD if name in names), min(names))


def _name(fact: str) -> Phrase:
    return Phrase(f"change.fact.{fact}")


def _plain(tender: Tender, name: str, other: Tender) -> Json:
    held = getattr(tender, name)
    if name == "requirements":  # a list is long: only the rows that the other one has not got, or has otherwise
        told = [row for row in tender.requirements if row not in other.requirements]
        return ["words", "; ".join(f"{row.id} {row.text.show('both', ' / ')} ({_kind(row)})" for row in told)]
    if name in ("ceiling", "estimate"):
        return ["money", tender.currency, "" if held is None else f"{held:f}"]
    if name in ("route", "languages"):
        key = held if name == "route" else held[0] if len(held) == 1 else "both"
        return ["key", "frame.route" if name == "route" else "tender.languages", key]
    if name == "variants":
        return ["words", "; ".join(f"{one} = {main}" for one, main in held.items())]
    if name in ("purchase", "lot", "award_limit"):
        return ["words", "" if held is None else str(held)]
    if name == "rates":
        return ["words", "; ".join(f"{one.currency} {one.value:f}" for one in held)]
    return ["words", held.replace("T", " ") if isinstance(held, str) else "; ".join(held)]


def _kind(row: Requirement) -> str:
    return Text(KIND_WORDS["zh"][row.kind], KIND_WORDS["en"][row.kind]).show("both", " / ")


def _between(before: list[str], after: list[str]) -> Phrase:
    return Phrase("change.from_to", (("before", _said(before)), ("after", _said(after))))


def _said(value: list[str]) -> Param:
    form, *rest = value
    if form == "key":
        return Phrase(".".join(rest))
    if not rest[-1]:
        return Phrase("change.none")
    return f"{rest[0]} {int(rest[1]):,}" if form == "money" and rest[1].isdigit() else " ".join(rest)
