"""What the shortlist page says: who goes on by the published rule, who does not and why, and the choice made."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.domain.award import Member, Shortlist
from evaluator.domain.ranking import Ranking, Result, Status
from evaluator.domain.text import Lang
from evaluator.i18n.opinions import headed
from evaluator.i18n.words import message, t
from evaluator.services.state import TenderState
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.views.ranking import of_whom, official, ordered, place

_HEADS = (
    ("place", "number", 4), ("vendor", "text", 15), ("total", "number", 6), ("price", "number", 9), ("status", "text", 6),
    ("why", "text", 20),
)  # fmt: skip


def headline(chosen: Shortlist, lang: Lang) -> str:
    """Who goes on, in one sentence."""
    if not chosen.vendors:
        return t("shortlist.head.none", lang)
    names = ("、" if lang == "zh" else ", ").join(chosen.vendors)
    return t("shortlist.head.some", lang, n=len(chosen.vendors), vendors=names)


def rule(chosen: Shortlist, lang: Lang) -> str:
    """The published rule in words, and whether the places can still change."""
    key = "shortlist.rule" if chosen.minimum is not None else "shortlist.rule_places"
    words = t(key, lang, n=chosen.top, minimum="" if chosen.minimum is None else f"{chosen.minimum:f}")
    joint = "" if lang == "zh" else " "
    return words + joint + t("shortlist.provisional", lang) if chosen.provisional else words


def bid_table(state: TenderState, chosen: Shortlist, lang: Lang) -> tuple[list[Column], list[Row]]:
    """Every bid in the order of the ranking page: place, total, price, what became of it, why where it does not go on."""
    currency, ranking = state.tender.currency, state.evaluation.ranking
    own = {} if ranking.rule == "additive" else {"total": headed(ranking.rule, lang)}
    columns = [
        Column(
            own.get(key) or t(f"shortlist.col.{key}", lang, currency=currency),
            kind="number" if kind == "number" else "text",
            width=width,
            head=key == "vendor",
        )
        for key, kind, width in _HEADS
    ]
    return columns, [_row(ranking, result, chosen, lang) for result in ordered(ranking)]


def _row(ranking: Ranking, result: Result, chosen: Shortlist, lang: Lang) -> Row:
    ranked = result.status is Status.RANKED
    listed = result.vendor in chosen.vendors
    key = "listed" if listed else "not_listed" if ranked else result.status.value
    return Row(
        (
            place(result),
            Cell(result.vendor, strong=listed, note=of_whom(result, lang)),
            official(ranking, result),
            f"{float(result.price):,.2f}" if result.price is not None else "–",
            Cell(t(f"shortlist.status.{key}", lang), tone="ok" if listed else "soft" if ranked else "warn"),
            Cell(" ".join(message(found, lang) for found in result.reasons), tone="soft"),
        ),
        state="excluded" if result.status is Status.EXCLUDED else "",
    )


def second_reason_needed(state: TenderState, vendor: str) -> bool:
    """Whether choosing this vendor passes over a better placed one."""
    return any(result.vendor == vendor and result.place != 1 for result in state.evaluation.ranking.ranked())


def second_given(state: TenderState) -> str:
    """What the second reason of the choice that stands is for: the first was passed over, or the award limit exceeded."""
    chosen = state.selection.vendor if state.selection else ""
    return "shortlist.second_given" if second_reason_needed(state, chosen) else "shortlist.second_limit_given"


def members(people: Sequence[Member], lang: Lang) -> str:
    """The committee in one line, the chair marked."""
    return ("、" if lang == "zh" else ", ").join(_member(person, lang) for person in people)


def _member(person: Member, lang: Lang) -> str:
    marks = {(True, True): "both", (True, False): "chair", (False, True): "role"}
    kind = marks.get((person.chair, bool(person.role)))
    return t(f"shortlist.member_{kind}", lang, name=person.name, role=person.role) if kind else person.name


def member_lines(people: Sequence[Member]) -> list[str]:
    """The committee as it is typed, a person a line."""
    return [", ".join(filter(None, (person.name, person.role))) for person in people]
