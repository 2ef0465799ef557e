"""The sample tender's own shortlist, recalculated by LibreOffice, agrees with the official result."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.adapters.shortlist_file import Basis, write_shortlist
from evaluator.award.shortlist import shortlist
from evaluator.services.folder import evaluate_folder, read_folder
from tests.adapters.office import recalculated

SAMPLE = Path(__file__).parents[2] / "sample_bids"


@pytest.mark.office
def test_the_sample_tenders_shortlist_recalculates_to_the_official_totals_and_places(tmp_path):
    read = read_folder("crm_platform", SAMPLE, None, SAMPLE / "scorecards")
    evaluation = evaluate_folder(read)
    method = read.pack.method
    chosen = shortlist(evaluation.ranking, method.shortlist)
    basis = Basis(sha256=read.pack.sha256, asked=read.asked, cards=read.scorecards)

    data = write_shortlist(method, read.tender, evaluation, chosen, "both", basis)

    sheet = recalculated(tmp_path, {"sample": data})["sample"].worksheets[0]
    ranked = evaluation.ranking.ranked()
    assert len(ranked) >= 3
    for row, result in enumerate(ranked, start=7):
        place, vendor, total, _, official, check = (sheet.cell(row, column).value for column in range(1, 7))
        assert (vendor, place, official, check) == (result.vendor, result.place, result.place, "一致 / agrees")
        assert total == pytest.approx(float(result.score * 100), abs=1e-9)
