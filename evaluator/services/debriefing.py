"""Letters to the vendors that were not chosen: who gets one, what is wrong with their reasons, and the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evaluator.adapters.debrief_letter import Letter, compose, letter_document, letter_text
from evaluator.award.debrief import Ground, debrief, unsuccessful
from evaluator.award.debrief_lint import Remark, remarks
from evaluator.award.recommendation import Basis
from evaluator.domain.bid import Bid
from evaluator.domain.score import Scorecard
from evaluator.domain.text import Lang, Text
from evaluator.i18n.days import day_at, zone_of
from evaluator.i18n.words import t
from evaluator.scoring.evaluate import Judgements
from evaluator.services.commands import LOCAL
from evaluator.services.drafting import file_stem
from evaluator.services.letter import vendor_language
from evaluator.services.problem import Refused
from evaluator.services.recommending import demand_selection, pdf_possible
from evaluator.services.report import Json
from evaluator.services.state import TenderState


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How letters are to be: the own place told or not, the chosen bid's points by criterion told or not.

    ``second_reason`` says whether a vendor placed ahead of the chosen bid may be told why that one was chosen, ``seen`` that
    somebody has read what is wrong with the reasons: without it letters of a folder wait for that.
    """

    place: bool = True
    winner_scores: bool = False
    second_reason: bool = False
    lang: Lang | None = None
    seen: bool = False


def ground_of(state: TenderState) -> Ground:
    """What the letters of a tender in the store are written from; `Refused` while no choice stands."""
    choice = demand_selection(state)
    cards = state.judged.scorecards
    named = [*(one.name for one in choice.members), choice.by, *(one.by for one in state.judged.checks)]
    return Ground(
        tender=state.tender, method=state.pack.method, evaluation=state.evaluation, chosen=choice.vendor, cards=cards,
        checks=state.judged.checks, people=_people(state.tender.evaluators, cards, named), waiting=state.waiting,
        second_reason=choice.second_reason, former=state.former,
    )  # fmt: skip


def folder_ground(basis: Basis, said: Judgements, former: tuple[Bid, ...] = ()) -> Ground:
    """The same of a folder, for the choice that the command names, from what people ``said`` of its bids."""
    told = basis.tender.selection
    named = [*(one.name for one in basis.choice.members), *(one.by for one in said.checks), told.by if told else ""]
    return Ground(
        tender=basis.tender, method=basis.method, evaluation=basis.evaluation, chosen=basis.choice.vendor,
        cards=said.scorecards, checks=said.checks, people=_people(basis.tender.evaluators, said.scorecards, named),
        waiting=basis.waiting, second_reason=basis.choice.second_reason, former=former,
    )  # fmt: skip


def _people(panel: Sequence[str], cards: Sequence[Scorecard], named: Sequence[str]) -> frozenset[str]:
    """Everyone whose name no letter carries; the user of this machine has none."""
    return frozenset({*panel, *(card.evaluator for card in cards), *named} - {LOCAL.name, ""})


def recipients(state: TenderState) -> tuple[str, ...]:
    """Vendors who get a letter; nobody while no choice stands."""
    return unsuccessful(ground_of(state))


def doubts(state: TenderState) -> tuple[Remark, ...]:
    """What the lead should see before any letter goes out."""
    return remarks(ground_of(state))


def letter_of(ground: Ground, vendor: str, date: str, wish: Wish) -> Letter:
    """One letter, in the vendor's language unless another is wished; none for the chosen vendor."""
    if vendor not in unsuccessful(ground):
        raise Refused("no_letter", vendor=vendor)
    bid: Bid = next(one for one in ground.evaluation.bids if one.vendor == vendor)
    told = debrief(ground, vendor, winner_scores=wish.winner_scores, second_reason=wish.second_reason)
    return compose(
        told, ground.tender, wish.lang or vendor_language(bid, ground.tender.languages), date, place=wish.place
    )


def letter_name(ground: Ground, vendor: str, lang: Lang) -> str:
    """Stem of a letter's file name."""
    return f"{file_stem(ground.tender.id)}-{t('debrief.file', lang)}-{file_stem(vendor)}"


def letters(ground: Ground, date: str, wish: Wish) -> dict[str, bytes]:
    """Every letter as .docx and as text, by file name."""
    made: dict[str, bytes] = {}
    for vendor in unsuccessful(ground):
        letter = letter_of(ground, vendor, date, wish)
        stem = letter_name(ground, vendor, letter.lang)
        made[f"{stem}.docx"] = letter_document(letter)
        made[f"{stem}.txt"] = letter_text(letter).encode()
    return made


def letter_day(state: TenderState) -> str:
    """The day of the choice where the tender is, which every letter carries."""
    return day_at(demand_selection(state).at, zone_of(state.tender.deadline))


def letter_file(state: TenderState, vendor: str, wish: Wish) -> tuple[str, bytes]:
    """Name and bytes of one letter as .docx."""
    ground = ground_of(state)
    letter = letter_of(ground, vendor, letter_day(state), wish)
    return f"{letter_name(ground, vendor, letter.lang)}.docx", letter_document(letter)


def letter_printed(state: TenderState, vendor: str, wish: Wish) -> tuple[str, bytes]:
    """The same letter as PDF, by LibreOffice."""
    from evaluator.adapters.pdf import to_pdf

    name, data = letter_file(state, vendor, wish)
    return f"{name.removesuffix('.docx')}.pdf", to_pdf(data)


def letter_files(state: TenderState, wish: Wish) -> dict[str, bytes]:
    """Every letter, as `letters` gives them."""
    return letters(ground_of(state), letter_day(state), wish)


def write_letters(ground: Ground, date: str, wish: Wish, out: Path, lang: Lang) -> Json:
    """The letters of a folder as files, and before them what is wrong with their reasons in words.

    Where something is, no letter is written until somebody says that it was ``seen``. Where LibreOffice is there, each
    letter is written as PDF too.
    """
    told = [
        {"vendor": one.vendor, "criterion": one.criterion, "rule": one.rule, "message": remark_words(one, lang)}
        for one in remarks(ground)
    ]  # fmt: skip
    if told and not wish.seen:
        why = {"rule": "letters_unseen", "message": t("cli.letters_unseen", lang, n=len(told))}
        return {"letters": [], "remarks": told, "error": why}
    out.mkdir(parents=True, exist_ok=True)
    made = letters(ground, date, wish)
    paths = _put(out, made)  # before their PDF: where none can be made, the letters themselves are there
    paths += _put(out, _printed(made))
    return {"letters": paths, "remarks": told}


def _put(out: Path, made: Mapping[str, bytes]) -> list[str]:
    for name, data in made.items():
        (out / name).write_bytes(data)
    return [str(out / name) for name in made]


def _printed(made: Mapping[str, bytes]) -> dict[str, bytes]:
    """The letters as PDF, where LibreOffice is there."""
    from evaluator.adapters.pdf import to_pdfs

    papers = {name.removesuffix(".docx"): data for name, data in made.items() if name.endswith(".docx")}
    if not papers or not pdf_possible():
        return {}
    return {f"{stem}.pdf": data for stem, data in zip(papers, to_pdfs([*papers.values()]), strict=True)}


def remarks_text(ground: Ground) -> str:
    """What is wrong with the reasons as a text to lie beside the letters, in the languages of the tender."""
    found = remarks(ground)
    parts = [
        [t("debrief.doubts", lang, n=len(found)), *remark_lines(found, lang)] if found
        else [t("debrief.clean", lang)]
        for lang in ground.tender.languages
    ]  # fmt: skip
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def remark_words(found: Remark, lang: Lang) -> str:
    """A remark in one sentence."""
    return t(f"debrief.remark.{found.rule}", lang, vendor=found.vendor, criterion=found.title)


def remark_lines(found: Iterable[Remark], lang: Lang) -> list[str]:
    """The remarks with one sentence for each vendor and kind, which names every sub-criterion that it is about."""
    alike: dict[tuple[str, str], list[Remark]] = {}
    for one in found:
        alike.setdefault((one.vendor, one.rule), []).append(one)
    return [
        remark_words(
            replace(
                many[0], title=Text("、".join(one.title.zh for one in many), "; ".join(one.title.en for one in many))
            ),
            lang,
        )
        for many in alike.values()
    ]
