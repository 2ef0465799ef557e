"""The award recommendation and the letters of a folder of bids, for the choice that a command names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from evaluator.award.committee import panel_members
from evaluator.award.open_points import Offered
from evaluator.award.recommendation import Basis, recommendation
from evaluator.domain.award import Selection
from evaluator.domain.bid import Bid
from evaluator.domain.ranking import Evaluation, Ranking
from evaluator.domain.score import LowPrice
from evaluator.domain.tender import Tender
from evaluator.domain.text import Lang, Layout
from evaluator.i18n.words import t
from evaluator.intake.bids import vendor_key
from evaluator.intake.questionnaire import PRICE
from evaluator.scoring.agreement import Verdict, verdict
from evaluator.scoring.low_prices import low_price_item
from evaluator.scoring.pending import waiting
from evaluator.scoring.price import evaluated_price
from evaluator.services.awarding import Choice, demand_choice
from evaluator.services.debriefing import Wish, folder_ground, write_letters
from evaluator.services.draft_folder import bare_tender
from evaluator.services.drafting import real_day
from evaluator.services.final_due import ROUTES
from evaluator.services.folder import (
    FolderArguments,
    FolderError,
    FolderTender,
    choose_vendor,
    evaluate_folder,
    read_folder,
)
from evaluator.services.folder_words import judged
from evaluator.services.former import former_bids, with_prices
from evaluator.services.opinions import ask
from evaluator.services.problem import Refused
from evaluator.services.recommending import Form, file_name, made, pdf_possible
from evaluator.services.report import Json, refusals


def folder_choice(folder: FolderArguments, wanted: Choice, day: str) -> tuple[FolderTender, Basis]:
    """A folder with the choice that the command names, else its tender file, by the rules that the store asks.

    No stage is known here.
    """
    read = read_folder(*folder)
    evaluation = evaluate_folder(read)
    told = read.tender.selection if read.tender else None
    if not wanted.vendor:
        if told is None:
            raise FolderError("no_choice")
        wanted, day = _as_told(told), day or told.at
    vendor = choose_vendor(read, wanted.vendor)
    wanted = replace(wanted, members=wanted.members or panel_members(_panel(read)))
    demand_choice(evaluation.ranking, Choice(
        vendor=vendor, reason=wanted.reason, second_reason=wanted.second_reason, members=wanted.members,
    ))  # fmt: skip
    tender = read.tender or bare_tender(read.pack)
    date = real_day(day)
    choice = Selection(
        vendor=vendor, reason=wanted.reason.strip(), by="", at=date, second_reason=wanted.second_reason.strip(),
        members=wanted.members,
    )  # fmt: skip
    said = judged(read)
    return read, Basis(
        tender=tender, method=read.pack.method, sha256=read.pack.sha256, evaluation=evaluation, choice=choice, day=date,
        moments={"deadline": tender.deadline, "chosen": date}, waiting=waiting(evaluation.findings, evaluation.bids),
        confirmed=frozenset((one.vendor, one.item) for one in said.confirmations if one.upheld),
        judged=_judged_low(evaluation, said.low_prices),
        offers=_offers(read, evaluation, tender),
    )  # fmt: skip


def _offers(read: FolderTender, evaluation: Evaluation, tender: Tender) -> tuple[Offered, ...]:
    """The price before and after the last price workbook that was taken over an earlier one, where the route allows it.

    One that a round asked only some prices of corrects an offer and makes no other.
    """
    asked = {question.id for question in read.asked.questions(PRICE)}
    again = [one for one in read.replaced if one.whole and (not one.by.items or asked <= {*one.by.items})]
    last = {vendor_key(one.by.vendor): one for one in reversed(again)}
    bids = [bid for bid in evaluation.bids if vendor_key(bid.vendor) in last and tender.route in ROUTES]

    def price(bid: Bid) -> Fraction | None:
        return evaluated_price(bid, read.pack.method, tender).total

    return tuple(
        Offered(
            vendor=bid.vendor, state="taken", final=price(bid),
            first=price(with_prices(bid, last[vendor_key(bid.vendor)].before)),
        )
        for bid in bids
    )  # fmt: skip


def _judged_low(evaluation: Evaluation, words: Iterable[LowPrice]) -> dict[str, LowPrice]:
    """By vendor the judgement of the price that its bid has."""
    totals = {one.vendor: low_price_item(one.price) for one in evaluation.ranking.results if one.price is not None}
    return {word.vendor: word for word in words if totals.get(word.vendor) == word.item}


def _panel(read: FolderTender) -> tuple[str, ...]:
    """Evaluators that the tender file names, else those whose cards are there."""
    named = read.tender.evaluators if read.tender else ()
    return named or tuple(dict.fromkeys(card.evaluator for card in read.scorecards if not card.agreed))


def _as_told(told: Selection) -> Choice:
    return Choice(
        vendor=told.vendor, reason=told.reason, second_reason=told.second_reason, members=told.members
    )  # fmt: skip


def former(read: FolderTender) -> tuple[Bid, ...]:
    """The bids of a folder with each of the prices that came and do not count."""
    earlier = ((one.by.vendor, one.before) for one in read.replaced)
    return former_bids(read.intake.bids, (*earlier, *read.former))


def folder_verdict(ranking: Ranking) -> Verdict | None:
    """What the second opinions say; None where fewer than two bids are ranked."""
    places = {result.vendor: result.place or 0 for result in ranking.ranked()}
    return verdict(places, ask(ranking)[0]) if len(places) > 1 else None


def recommend_folder(
    folder: FolderArguments,
    wanted: Choice,
    options: tuple[Layout, str, bool, Lang],
    out: Path,
    wish: Wish | None = None,
) -> tuple[Json, int]:
    """The recommendation of a folder as files, and what it says; ``options`` are layout, day, firmness, messages.

    With a ``wish`` the letters to the vendors that were not chosen are written too.

    1 where the rules refuse the choice or the letters wait until somebody has seen what is wrong with their reasons, 2
    where a file was refused.
    """
    layout, day, firm, lang = options
    try:
        read, basis = folder_choice(folder, wanted, day)
    except Refused as refusal:
        told = {"rule": refusal.key.removeprefix("refused."), "message": t(refusal.key, lang, **refusal.params)}
        return {"vendor": wanted.vendor, "files": [], "error": told}, 1
    if firm:
        basis = replace(basis, firm=True, verdict=folder_verdict(basis.evaluation.ranking))
    errors = refusals(read.refused(), lang)
    data = {**summary(basis, written(basis, layout, out)), "errors": errors}
    if wish is not None:
        ground = folder_ground(basis, judged(read), former(read))
        data |= write_letters(ground, basis.day, wish, out, lang)
    return data, 2 if errors else 1 if "error" in data else 0


def written(basis: Basis, layout: Layout, out: Path) -> list[str]:
    """Paths of the paper as .docx and, where LibreOffice is there, as PDF."""
    forms: tuple[Form, ...] = ("docx", "pdf") if pdf_possible() else ("docx",)
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / file_name(basis.tender.id, layout, form) for form in forms]
    for path, form in zip(paths, forms, strict=True):
        path.write_bytes(made(basis, layout, form))
    return [str(path) for path in paths]


def summary(basis: Basis, files: list[str]) -> Json:
    """What the command answers: who was chosen, how many are in what state, what is open, the files."""
    told = recommendation(basis)
    result = basis.evaluation.ranking.of(basis.choice.vendor)
    return {
        "vendor": basis.choice.vendor, "place": result.place, "files": files,
        "open": len(basis.waiting) + len(told.unconfirmed), "pdf": any(name.endswith(".pdf") for name in files),
    }  # fmt: skip
