"""A method made from a buyer's own questionnaire: the workbook read, the assignment checked, a tender or a pack made."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from evaluator.adapters.own_start import general_library, load_start
from evaluator.adapters.pack_files import written
from evaluator.adapters.packs import PackError, PackFault, parse_pack
from evaluator.adapters.reader import read_file
from evaluator.domain.finding import Phrase
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.cells import Refusal
from evaluator.intake.foreign.recognise import recognise
from evaluator.intake.own.assigning import Assignment, CriterionLine, OwnFault, first_rows
from evaluator.intake.own.method import CRITERIA, PRICES, own_method
from evaluator.intake.own.proposal import OwnQuestionnaire, proposed_questions
from evaluator.intake.own.start import Tree
from evaluator.intake.template import find_marker
from evaluator.services.commands import Actor
from evaluator.services.problem import Refused
from evaluator.services.tenders import TenderForm, start_own_method
from evaluator.store.store import Store

KEY: Final = "own_questionnaire"


def read_questionnaire(name: str, data: bytes) -> OwnQuestionnaire:
    """What a buyer's own workbook asks; refused where it cannot be read, is one of ours, or asks nothing."""
    book = read_file(name, data)
    if isinstance(book, Refusal):
        raise Refused("file_unreadable", file=name)
    if find_marker(book) is not None:
        raise Refused("own_ours", file=name)
    asked = proposed_questions(name, book.sha256, *recognise(book))
    if not asked.questions:
        raise Refused("own_nothing", file=name)
    return asked


def trees() -> tuple[Tree, ...]:
    """Criteria to start from."""
    return load_start().trees


def first_assignment(asked: OwnQuestionnaire, tree: Tree) -> Assignment:
    """The assignment before a person has decided anything, with the criteria of a tree to start from."""
    lang: Lang = asked.languages[0]
    layout = "both" if len(asked.languages) > 1 else lang
    lines = (CriterionLine(title=line.title.show(layout, " / "), weight=f"{line.weight:f}") for line in tree.criteria)
    return Assignment(
        criteria=tuple(lines), price_weight=f"{tree.price:f}", prices=asked.prices, rows=first_rows(asked)
    )


def own_faults(asked: OwnQuestionnaire, said: Assignment) -> tuple[OwnFault, ...]:
    """Why no method can be made of the assignment yet; empty where one can."""
    return _made(asked, said, (KEY, asked.name))[1]


def _made(
    asked: OwnQuestionnaire, said: Assignment, named: tuple[str, str]
) -> tuple[dict[str, str], tuple[OwnFault, ...]]:
    """Texts of the pack's files, and the faults without which there are none; it passes every check of a pack in use."""
    made = own_method(asked, said, load_start(), named)
    if made.faults:
        return {}, made.faults
    files = {"method.toml": written(made.tables), **general_library()}
    try:
        parse_pack(files)
    except PackError as error:
        return {}, tuple(_placed(fault, said) for fault in error.faults)
    return files, ()


def _placed(fault: PackFault, said: Assignment) -> OwnFault:
    """A fault of the pack beside the question it is about, else beside the criteria."""
    by_id = {f"questions.{row.id}": row.key for row in said.rows}
    near = (key for place, key in by_id.items() if fault.key == place or fault.key.startswith(f"{place}."))
    what = Phrase(fault.words, fault.params)
    return OwnFault(next(near, PRICES if fault.key.startswith("price") else CRITERIA), "pack", {"what": what})


def fault_place(fault: OwnFault, asked: OwnQuestionnaire, lang: Lang) -> str:
    """Where a fault is, in words: the question by its number and its place, else the criteria or the price lines."""
    if fault.place in (CRITERIA, PRICES):
        return t(f"own.place.{fault.place}", lang)
    question = next((one for one in asked.questions if one.key == fault.place), None)
    return f"{question.id} ({fault.place})" if question else fault.place


def start_own(
    store: Store, actor: Actor, command_id: str, form: TenderForm, own: tuple[OwnQuestionnaire, Assignment]
) -> str:
    """Id of a tender made from the form, with a method of its own, not yet locked, made from the questionnaire."""
    asked, said = own
    files, faults = _made(asked, said, (KEY, form.name.strip() or asked.name))
    if faults:
        raise Refused("own_unassigned", n=len(faults))
    return start_own_method(store, actor, command_id, replace(form, pack=KEY, languages=asked.languages), files)


def own_files(asked: OwnQuestionnaire, said: Assignment, named: tuple[str, str]) -> dict[str, str]:
    """Texts of the pack's files by their path in it; empty while there are faults. ``named`` is its key and title."""
    return _made(asked, said, named)[0]
