"""Reports to vendors: the points of the letter as files, no price before its time, by ticket and on the command line."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import openpyxl
import pytest

from evaluator.domain.text import LANGS, Lang
from evaluator.services.commands import LOCAL
from evaluator.services.exports import build, mint
from evaluator.services.inspecting import inspect_paths, inspect_words
from evaluator.services.letter import matter_of, requests
from evaluator.services.reports import KINDS, report_file
from evaluator.services.state import TenderState
from evaluator.store.store import Store
from tests.foreign import questionnaire
from tests.services.test_letter import ADA, ASKED, CY, told
from tests.ui.seeding import TENDER

SAMPLE = Path(__file__).parents[2] / "sample_bids"


def text_of(data: bytes) -> str:
    """Every word in a workbook or a document."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return unescape("\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist()))


def written(state: TenderState, kind: str, lang: Lang = "en", vendor: str = ADA) -> tuple[str, str]:
    name, data = report_file(matter_of(state, vendor), state.tender, state.pack.method.units, kind, (lang, None))
    return name, text_of(data)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_points_of_the_letter_are_those_of_every_file(state: TenderState, kind: str, lang: Lang) -> None:
    _, said = written(told(state, *ASKED), kind, lang)

    assert [part in said for part in ("DV-13", "DV-22", "DV-09", "CO-05", "P-14", "2.00")] == [True] * 6


@pytest.mark.parametrize("kind", KINDS)
def test_no_price_is_in_a_report_before_the_prices_are_opened(state: TenderState, kind: str) -> None:
    sealed = replace(told(state, *ASKED), stages=frozenset({"technical_locked"}))
    _, said = written(sealed, kind)

    assert "DV-13" in said
    assert [part for part in ("P-14", "Prices", "2.00", "unit price", "Unit price") if part in said] == []


def test_what_is_allowed_is_said_beside_every_answer(state: TenderState) -> None:
    matter = matter_of(state, CY)
    _, data = report_file(matter, state.tender, state.pack.method.units, "findings", ("en", None))
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    points = [row for row in page.iter_rows(values_only=True) if isinstance(row[0], int)]

    assert len(points) == len(requests(state, CY))
    assert [row[7] for row in points if str(row[5]).startswith("ST-01")] == ["A percentage, for example 99.9%"]


@pytest.mark.parametrize(("form", "end"), [("findings", ".xlsx"), ("document", ".docx"), ("clarifications", ".xlsx")])
def test_a_report_is_downloaded_by_ticket(store: Store, form: str, end: str) -> None:
    token = mint(store, LOCAL, TENDER, "report", vendor=CY, lang="zh", due="2026-12-08", form=form)

    name, _, data = build(store, LOCAL, token)

    assert name.startswith(CY)
    assert name.endswith(end)
    assert "2026年12月8日" in text_of(data)


def test_inspect_writes_a_report_for_each_vendor_of_whom_something_is_asked(tmp_path: Path) -> None:
    data = inspect_paths([SAMPLE], "en", with_answers=False, report=tmp_path / "out")

    names = sorted(Path(path).name for path in data["reports"])
    assert names == [
        "速客云网络科技有限公司（示例） 澄清清单.xlsx", "速客云网络科技有限公司（示例） 答复更正单.docx",
        "速客云网络科技有限公司（示例） 答复更正单.xlsx", "青禾数联科技有限公司（示例） 澄清清单.xlsx",
        "青禾数联科技有限公司（示例） 答复更正单.docx", "青禾数联科技有限公司（示例） 答复更正单.xlsx",
    ]  # fmt: skip
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == names
    assert [path in "\n".join(inspect_words(data, "en")) for path in data["reports"]] == [True] * 6


def test_inspect_names_prices_only_where_they_are_said_to_be_opened(tmp_path: Path) -> None:
    bids = tmp_path / "bids"
    bids.mkdir()
    shutil.copy(SAMPLE / "tender.toml", bids)
    book = openpyxl.load_workbook(SAMPLE / "2-corvane-price.xlsx")
    page = next(
        sheet for sheet in book.worksheets if sheet["A5"].value is not None and sheet.title != book.worksheets[0].title
    )
    cell = next(page.cell(row, 5) for row in range(1, 40) if isinstance(page.cell(row, 5).value, int | float))
    cell.value = "about 12345.67 or 23456.78"
    book.save(bids / "price.xlsx")

    closed = inspect_paths([bids], "en", with_answers=False, report=tmp_path / "closed")["reports"]
    opened = inspect_paths([bids], "en", with_answers=False, report=tmp_path / "open", prices=True)["reports"]

    assert closed == []
    assert "12345.67" in text_of(Path(opened[0]).read_bytes())


NEVER = (
    "sqlalchemy", "streamlit", "openpyxl", "docx", "numpy", "rapidfuzz", "evaluator.adapters.formats", "evaluator.contract.lint",
    "evaluator.contract.draft", "evaluator.scoring.check", "evaluator.scoring.evaluate", "evaluator.scoring.matrix",
    "evaluator.services.inspect_reports", "evaluator.intake.foreign.matching", "evaluator.intake.scorecard",
)  # fmt: skip
FOREIGN = (
    "evaluator.intake.foreign.recognise",
    "evaluator.intake.matrices.decision_matrix",
    "evaluator.adapters.mapping_file",
)


@pytest.mark.parametrize("ours", [True, False])
def test_whoever_looks_at_one_workbook_does_not_wait_for_what_it_does_not_need(ours: bool, tmp_path: Path) -> None:
    """The whole command in a process of its own; readers and their libraries are loaded in the limited one alone."""
    path = SAMPLE / "1-hailan-technical.xlsx"
    if not ours:
        path = tmp_path / "list.xlsx"
        path.write_bytes(questionnaire([("1", "Are backups encrypted?", "yes"), ("2", "Since when?", "2021")]))
    code = "import sys; from evaluator.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, "inspect", path, "--json"], check=True, capture_output=True, text=True, timeout=60
    )

    loaded, unwanted = set(done.stderr.split()), {*NEVER, *(FOREIGN if ours else ())}
    assert json.loads(done.stdout)["files"][0]["questions"] > 1
    assert "evaluator.services.inspecting" in loaded
    assert loaded & unwanted == set()
