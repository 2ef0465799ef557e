"""LibreOffice prints the workbooks that go out: every sheet, in each language, and no title apart from its rows."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from evaluator.adapters.packs import load_pack
from evaluator.adapters.template_file import write_template
from evaluator.domain.text import Layout
from evaluator.intake.questionnaire import PRICE, TECHNICAL, questionnaire
from tests import tiny
from tests.adapters.office import printed

PACK = load_pack("crm_platform")
TENDER = tiny.tender(pack="crm_platform", deadline="2026-12-05T17:00")
ASKED = questionnaire(PACK.method, PACK.library.positions, TENDER)
LAYOUTS: tuple[Layout, ...] = ("zh", "en", "both")
# Names inside the pack, and a moment as machines write it: no Chinese reader should meet them in print.
INTERNAL = re.compile(r"\b(escalation|steering|security_fix|project|report)\b|2026-12-05T")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Text of each page by workbook, ``technical-zh`` and so on."""
    files = {
        f"{envelope}-{layout}": started(write_template(ASKED, PACK.method, TENDER, envelope, layout))
        for envelope in (TECHNICAL, PRICE)
        for layout in LAYOUTS
    }
    return printed(tmp_path_factory.mktemp("print"), files)


def started(data: bytes) -> bytes:
    """The workbook with a stroke in every open row of a table, so that the page shows where its rows stand."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book:
        for row in range(1, sheet.max_row + 1):
            if not sheet.cell(row, 2).protection.locked:
                sheet.cell(row, 2).value = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("envelope", [TECHNICAL, PRICE])
def test_every_question_is_printed_and_no_word_from_inside_the_pack(pages, envelope, layout):
    text = "\n".join(pages[f"{envelope}-{layout}"])
    ids = [question.id for question in ASKED.questions(envelope)]

    assert [key for key in ids if key not in text] == []
    assert "2026-12-05T" not in text
    assert layout != "zh" or INTERNAL.findall(text) == []
    assert "###" not in text


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("envelope", [TECHNICAL, PRICE])
def test_no_page_ends_with_the_heads_of_what_stands_on_the_next(pages, envelope, layout):
    head = {"zh": "编号", "en": "No.", "both": "No."}[layout]
    for number, page in enumerate(pages[f"{envelope}-{layout}"], start=1):
        body = [line for line in page.splitlines() if line.strip()][:-1]  # the last line is the foot of the page
        ending = " ".join(body[-2:])
        assert not re.match(rf"\s*{re.escape(head)}(\s|$)", body[-1] if body else ""), (number, ending)
