"""A pack's files written from their tables are read back as they were."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.adapters.pack_files import written
from evaluator.adapters.packs import bundled

FILES = sorted(bundled().rglob("*.toml"))
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9)
SCALARS = st.one_of(st.text(), st.booleans(), st.integers(-(2**60), 2**60), NUMBERS)
TABLES = st.dictionaries(
    st.text(), st.recursive(SCALARS, lambda held: st.one_of(st.lists(held), st.dictionaries(st.text(), held)))
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_bundled_file_written_anew_says_the_same(path: Path) -> None:
    tables = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)

    assert tomllib.loads(written(tables), parse_float=Decimal) == tables


@settings(max_examples=15)
@given(TABLES)
def test_whatever_tables_hold_is_read_back(tables: dict[str, object]) -> None:
    assert tomllib.loads(written(tables), parse_float=Decimal) == tables
