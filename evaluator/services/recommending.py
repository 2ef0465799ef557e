"""The award recommendation of a tender in the store: the choice it rests on, and the paper as a file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from evaluator.award.open_points import Offered
from evaluator.award.recommendation import Basis, recommendation
from evaluator.domain.award import Selection
from evaluator.domain.text import Layout
from evaluator.i18n.days import day_at, zone_of
from evaluator.i18n.words import t
from evaluator.services.final_price import Offer
from evaluator.services.low_prices import judged_prices
from evaluator.services.opinions import opinions
from evaluator.services.problem import Refused
from evaluator.services.reopening import open_contradictions
from evaluator.services.state import TenderState

Form = Literal["docx", "pdf"]
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|\s]+')


def pdf_possible() -> bool:
    """Whether LibreOffice is there to make a PDF."""
    from evaluator.adapters.pdf import program

    return bool(program())


def demand_selection(state: TenderState) -> Selection:
    """The choice that stands; `Refused` before prices are opened, without a choice, and while it waits to be confirmed."""
    if "prices_opened" not in state.stages:
        raise Refused("prices_sealed")
    if state.selection is None:
        raise Refused("nothing_selected")
    if state.to_confirm:
        raise Refused("award_unconfirmed", vendor=state.selection.vendor)
    return state.selection


def basis_of(
    state: TenderState, moments: Mapping[str, str], *, firm: bool, offers: Sequence[Offer] = ()
) -> Basis:  # fmt: skip
    """What the recommendation of a tender in the store rests on.

    ``moments`` are those of its stages by name, ``offers`` the prices of its final price rounds.
    """
    choice = demand_selection(state)
    asked = opinions(state) if firm else None
    named = {
        "locked": state.locked_at, "deadline": state.tender.deadline, "technical": moments.get("technical_locked", ""),
        "opened": moments.get("prices_opened", ""), "chosen": choice.at,
    }  # fmt: skip
    return Basis(
        tender=state.tender, method=state.pack.method, sha256=state.pack.sha256, evaluation=state.evaluation, choice=choice,
        day=day_at(choice.at, zone_of(state.tender.deadline)),
        moments=named, opened_reason=state.opened_reason, late=state.late, waiting=state.waiting,
        against=open_contradictions(state),
        offers=tuple(Offered(vendor=one.vendor, first=one.first, final=one.final, state=one.state) for one in offers),
        confirmed=frozenset((one.vendor, one.item) for one in state.judged.confirmations if one.upheld),
        judged={word.vendor: word for word in judged_prices(state)},
        verdict=asked.verdict if asked else None, firm=firm,
    )  # fmt: skip


def made(basis: Basis, layout: Layout, form: Form) -> bytes:
    """The paper as .docx or, by LibreOffice, as PDF."""
    from evaluator.adapters.docx_recommendation import write_recommendation

    document = write_recommendation(recommendation(basis), layout)
    if form == "docx":
        return document
    from evaluator.adapters.pdf import to_pdf

    return to_pdf(document)


def file_name(tender_id: str, layout: Layout, form: str) -> str:
    """Name of the file.

    >>> file_name("CY 1/2", "zh", "docx")
    'CY_1_2-授标建议书.docx'
    """
    words = t("award.file", "zh" if layout == "zh" else "en")
    return f"{_UNSAFE.sub('_', tender_id).strip('_.') or 'tender'}-{words}.{form}"
