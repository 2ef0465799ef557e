"""A method in one language taken into a tender that has both: it is started, its words are counted, filled in and locked."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from evaluator.domain.tender import Requirement
from evaluator.domain.text import Lang, Text
from evaluator.intake.own.assigning import assigned
from evaluator.services import tenders
from evaluator.services.commands import LOCAL
from evaluator.services.method_books import book_bytes
from evaluator.services.method_preview import read_tender_book
from evaluator.services.methods import WORDLESS, lock_method, save_method, waiting_faults
from evaluator.services.own_questionnaire import first_assignment, read_questionnaire, start_own, trees
from evaluator.services.problem import Refused
from evaluator.services.state import TenderState, load
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from evaluator.ui.views.method_compare import wordless
from tests.telephony import questionnaire

ORANGE = "F6D9A8"
OTHER = {"zh": ("en", "words"), "en": ("zh", "文字")}


def copied(store: Store, lang: Lang) -> TenderState:
    """A tender in both languages with the method of one whose own questionnaire is in a single language."""
    asked = read_questionnaire("telephone.xlsx", questionnaire(lang))
    said = first_assignment(asked, trees()[1])
    rows, (technical, service) = said.rows, [line.title for line in said.criteria]
    rows = assigned(rows, [row.key for row in rows], criterion=technical, judge="panel")
    rows = assigned(rows, [rows[-1].key], criterion=service)
    own = (asked, replace(said, rows=rows))
    first = tenders.TenderForm(name="PBX", pack="", buyer_name="We", lang=lang)
    made = start_own(store, LOCAL, "own", first, own)
    second = tenders.TenderForm(name="Next", pack="", buyer_name="We", lang=lang, method_of=made)
    return load(store, LOCAL, tenders.start_form(store, LOCAL, "copy", second))


def translated(state: TenderState, other: str, words: str) -> bytes:
    """The method workbook with every orange cell filled in, as a person would who saw nothing but their colour."""
    book = openpyxl.load_workbook(io.BytesIO(book_bytes(state.pack, state.tender, "both")))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.fill.fgColor.rgb == f"00{ORANGE}":
                    cell.value = f"{words} {cell.coordinate}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_that_are_missing_are_counted_filled_in_the_workbook_and_then_locked(tmp_path: Path, lang: Lang) -> None:
    store = Store.open(sqlite_url(tmp_path))
    now = copied(store, lang)
    waiting = waiting_faults(store, LOCAL, now.id, now.tender)

    assert now.tender.languages == ("zh", "en")
    assert len(waiting) > 20 and {fault.rule for fault in waiting} == {WORDLESS}
    assert {dict(fault.params)["languages"] for fault in waiting} == {OTHER[lang][0]}
    with pytest.raises(Refused) as refused:
        lock_method(store, LOCAL, "early", now.id)
    assert (refused.value.key, dict(refused.value.params)) == ("refused.method_wordless", {"n": len(waiting)})

    result = read_tender_book(store, LOCAL, now, "method.xlsx", translated(now, *OTHER[lang]))
    assert not result.findings and len(result.told) == len(waiting)
    save_method(store, LOCAL, "save", now.id, now.number, now.method_ver, result.changes)
    lock_method(store, LOCAL, "lock", now.id)
    assert load(store, LOCAL, now.id).locked
    store.close()


def test_a_tender_that_is_cut_to_the_language_of_its_method_can_be_locked(tmp_path: Path) -> None:
    store = Store.open(sqlite_url(tmp_path))
    now = copied(store, "zh")
    tenders.change_tender(store, LOCAL, "cut", now.id, now.ver, {"languages": ("zh",)})

    lock_method(store, LOCAL, "lock", now.id)

    assert load(store, LOCAL, now.id).locked
    store.close()


def test_a_requirement_list_in_one_language_is_counted_row_by_row_and_told_by_its_ids(tmp_path: Path) -> None:
    store = Store.open(sqlite_url(tmp_path))
    form = tenders.TenderForm(name="CRM", pack="crm_platform", buyer_name="We", lang="en")
    made = tenders.start_form(store, LOCAL, "start", form)
    one, two = Text(en="Import leads"), Text("导出", "Export")
    rows = (
        Requirement(id="R-01", module=Text("销售", "Sales"), text=one, kind="must"),
        Requirement(id="R-02", module=Text(en="Sales"), text=two, kind="must"),
    )
    tenders.change_tender(store, LOCAL, "list", made, load(store, LOCAL, made).ver, {"requirements": rows})
    now = load(store, LOCAL, made)
    waiting = waiting_faults(store, LOCAL, made, now.tender)

    told = [[str(cell) for cell in row.cells] for row in wordless(waiting, now.pack.method, "en")[1]]
    assert told == [["Requirement R-01", "Import leads", "Chinese"], ["Requirement R-02", "Sales", "Chinese"]]
    with pytest.raises(Refused) as refused:
        lock_method(store, LOCAL, "early", made)
    assert (refused.value.key, dict(refused.value.params)) == ("refused.method_wordless", {"n": 2})

    whole = tuple(replace(row, module=Text("销售", "Sales"), text=two) for row in rows)
    tenders.change_tender(store, LOCAL, "words", made, now.ver, {"requirements": whole})
    lock_method(store, LOCAL, "lock", made)
    assert load(store, LOCAL, made).locked
    store.close()
