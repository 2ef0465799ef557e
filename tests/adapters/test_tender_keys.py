"""The explanation of the tender file names every key that it can have."""

from __future__ import annotations

from dataclasses import fields

import pytest

from evaluator.adapters.packs import bundled
from evaluator.domain.agreed import Agreed, Standing
from evaluator.domain.money import Rate
from evaluator.domain.tender import BuyerProfile, Requirement, SettlementEntry, Tender

SECTION = (bundled() / "README.md").read_text("utf-8").partition("## 9 The tender file")[2]


@pytest.mark.parametrize("shape", [Tender, BuyerProfile, Requirement, Rate, SettlementEntry, Agreed, Standing])
def test_every_key_of_a_tender_file_is_explained(shape: type) -> None:
    assert [field.name for field in fields(shape) if f"`{field.name}`" not in SECTION] == []
