"""Contract drafts in a warm process: the usual one, and one of 55 clauses with 450 rows of schedules beside python-docx."""

from __future__ import annotations

import io
from dataclasses import replace

import docx

from benchmarks.timing import ROOT, ROUNDS, Line, in_turns, spent
from evaluator.adapters.docx_parts import PORTRAIT_WIDTH, package, page_setup
from evaluator.adapters.docx_tables import Cell, Grid, grid
from evaluator.adapters.docx_xml import Set, el, paragraph
from evaluator.domain.contract import Clause
from evaluator.domain.tender import Requirement
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import REQUIREMENTS_ID
from evaluator.services.drafting import DraftInputs, make_draft
from evaluator.services.folder import evaluate_folder, read_folder
from evaluator.services.pricing import price_facts

SAMPLE = ROOT / "sample_bids"
CLAUSES, ROWS, COLUMNS = 55, 450, 8
WORDS = "The platform keeps each quotation with its versions and approvals. 平台保存每份报价及其版本和审批。"


def usual() -> DraftInputs:
    """The draft of the first bid of the sample tender."""
    read = read_folder("crm_platform", SAMPLE, None, SAMPLE / "scorecards")
    evaluation = evaluate_folder(read)
    first = evaluation.ranking.ranked()[0]
    bid = next(bid for bid in evaluation.bids if bid.vendor == first.vendor)
    if read.tender is None:
        raise LookupError(SAMPLE)
    return DraftInputs(
        library=read.pack.library, method=read.pack.method, tender=read.tender, bid=bid, layout="both", result=first,
        price=price_facts(bid, read.pack.method, read.tender),
    )  # fmt: skip


def large(small: DraftInputs) -> DraftInputs:
    """The same bid with a reply to each of 450 requirements, in a contract of 55 clauses."""
    assert small.tender is not None
    wanted = tuple(
        Requirement(id=f"R-{n:03}", module=Text("销售", "Sales"), kind="must", text=Text(WORDS, WORDS))
        for n in range(ROWS)
    )
    replies = small.bid.answers[REQUIREMENTS_ID]
    rows = tuple(replace(replies.rows[n % len(replies.rows)], key=f"R-{n:03}") for n in range(ROWS))
    answers = {**small.bid.answers, REQUIREMENTS_ID: replace(replies, rows=rows)}
    clauses = list(small.library.clauses)
    clauses += [_again(clauses[n % len(clauses)], n) for n in range(CLAUSES - len(clauses))]
    return replace(
        small, tender=replace(small.tender, requirements=wanted), bid=replace(small.bid, answers=answers),
        library=replace(small.library, clauses=tuple(clauses)), layout="zh",
    )  # fmt: skip


def _again(clause: Clause, number: int) -> Clause:
    """A clause once more under ids of its own."""
    parts = tuple(replace(part, id=f"again.{number}.{at}") for at, part in enumerate(clause.paragraphs))
    return replace(clause, id=f"again.{number}", order=10_000 + number, paragraphs=parts)


def our_table() -> bytes:
    """Rows of words as a table in a document of ours."""
    row = [Cell(WORDS)] * COLUMNS
    table = grid(Grid(heads=("",) * COLUMNS, rows=[row] * ROWS, width=PORTRAIT_WIDTH, lang="zh"))
    margins = el("hdr", paragraph(Set("Header"))), el("ftr", paragraph(Set("Footer")))
    return package(el("document", el("body", table, page_setup())), margins, "rows")


def their_table() -> bytes:
    """The same rows as python-docx's own guide builds a table."""
    document = docx.Document()
    table = document.add_table(rows=1, cols=COLUMNS)
    for _ in range(ROWS):
        for cell in table.add_row().cells:
            cell.text = WORDS
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def lines() -> list[Line]:
    """The lines of the table."""
    small = usual()
    big = large(small)
    only = ("draft",)
    make_draft(small, wanted=only)
    made = make_draft(big, wanted=only)
    assert len(made.draft.articles) >= CLAUSES, "every clause is printed"
    assert not made.faults
    draft = tuple(spent(lambda: make_draft(small, wanted=only)) for _ in range(ROUNDS))
    whole = tuple(spent(lambda: make_draft(small)) for _ in range(3))
    whole_draft = tuple(spent(lambda: make_draft(big, wanted=only)) for _ in range(ROUNDS))
    ours, theirs = in_turns(our_table, their_table, rounds=3)
    return [
        Line("usual draft, internal", "target 0.3 s", draft, limit=0.3),
        Line("usual draft, all six files", "target 3 s", whole, limit=3.0),
        Line(f"draft, {CLAUSES} clauses, {ROWS} rows", "target 1 s", whole_draft, limit=1.0),
        Line(f"a table of {ROWS} rows in a document", "python-docx", ours, theirs, reach=2.0),
    ]
