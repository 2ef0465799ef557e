"""The record on the desk: what changed last, who did it, and when each stage last moved."""

from __future__ import annotations

from pathlib import Path

from evaluator.services.commands import LOCAL
from evaluator.services.record import recent
from evaluator.services.settling import Settling, settle
from evaluator.services.state import load
from tests.ui.seeding import TENDER, seeded

CY = "Cy Software 西岩软件"


def test_the_record_names_files_evaluators_and_answers_newest_first(tmp_path: Path) -> None:
    store = seeded(tmp_path)
    before = recent(store, LOCAL, load(store, LOCAL, TENDER))
    settle(
        store, LOCAL, "settled", TENDER,
        Settling(vendor=CY, item="ST-01", reason="by mail", date="2026-05-08", source="mail", text="99.9%"),
    )  # fmt: skip

    after = recent(store, LOCAL, load(store, LOCAL, TENDER))
    store.close()

    assert [one.action for one in before.happened[:2]] == ["price.open", "stage.reach"]
    assert (after.happened[0].action, after.happened[0].subject) == ("settlement.save", f"{CY} · ST-01")
    assert after.moved["bids"] > before.moved["bids"]
    assert [one.subject for one in after.happened if one.action == "score.submit"][-1] == "沈若溪"
    assert any(one.subject == "Fay_price.xlsx" for one in after.happened)
