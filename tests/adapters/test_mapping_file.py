"""Mapping files: what is written is read back, and every fault is told with its key and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.adapters.mapping_file import load_mapping, mapping_text, parse_mapping
from evaluator.adapters.packs import PackError
from evaluator.i18n.words import t
from evaluator.intake.foreign.layouts import Layout
from evaluator.intake.foreign.mapping import SheetMapping, WorkbookMapping

WHOLE = WorkbookMapping(
    vendor='Ada "Cloud"\x7f',
    matches={"1.1 | 客户查重": "FT-01", "短信": ""},
    tables=(
        SheetMapping(
            sheet="对比 (1)", vendor="阿达云", heads={2: "需求\n名称", 29: "Bo"}, rows={12: "注：另议", 40: "合计"},
            layout=Layout(
                header_rows=(3, 4), columns={"question": 2, "unit_price": 7}, vendors={3: "阿达云", 29: "Bo"},
                remarks={3: 4}, options={9: "满足"}, skipped=frozenset({12}), taken=frozenset({40}), first=2, last=41,
                left=2, right=30, levels=(1, 2), form=True, owner="阿达云",
            ),
        ),
    ),
)  # fmt: skip

BARE = '[[tables]]\nsheet = "应答"\nheader_rows = [3]\ncolumns = { question = "B", answer = "C" }\n'


def faults(content: str) -> list[tuple[str, str]]:
    with pytest.raises(PackError) as caught:
        parse_mapping(content, "ada.toml")
    for fault in caught.value.faults:
        assert fault.file == "ada.toml"
        assert all(t(fault.words, lang, **dict(fault.params)) for lang in ("zh", "en"))
    return [(fault.key, fault.rule) for fault in caught.value.faults]


def test_a_mapping_that_is_written_is_read_back() -> None:
    assert parse_mapping(mapping_text(WHOLE)) == WHOLE
    assert parse_mapping(mapping_text(WorkbookMapping(tables=()))) == WorkbookMapping(tables=())


def test_letters_and_rows_are_those_that_excel_shows() -> None:
    text = mapping_text(WHOLE)

    assert 'vendors = { C = "阿达云", AC = "Bo" }' in text
    assert "header_rows = [3, 4]" in text


def test_a_file_by_hand_needs_a_sheet_its_header_and_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_bytes(b"\xef\xbb\xbf" + BARE.encode())

    (table,) = load_mapping(path).tables

    assert (table.sheet, table.layout) == ("应答", Layout(header_rows=(3,), columns={"question": 2, "answer": 3}))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", [("", "file_blank")]),
        ("[[tables]", [("", "not_toml")]),
        ('vendor = "Ada"\n', [("tables", "missing_key")]),
        (f"{BARE}colour = 1\n", [("tables.0.colour", "unknown_key")]),
        (BARE.replace('"C"', '"C3"'), [("tables.0.columns.answer", "not_a_column")]),
        (BARE.replace("answer", "price_total"), [("tables.0.columns.price_total", "unknown_role")]),
        (BARE.replace("[3]", "[0]"), [("tables.0.header_rows", "not_a_row")]),
        (f"{BARE}remarks = {{ C = '?' }}\n", [("tables.0.remarks.C", "not_a_column")]),
        (f"{BARE}rows = {{ twelve = 'x' }}\n", [("tables.0.rows.twelve", "not_a_row")]),
        (BARE.replace("[3]", '["3"]'), [("tables.0.header_rows.0", "not_a_number")]),
    ],
)
def test_every_fault_names_its_key_and_has_a_remedy_in_both_languages(
    content: str, found: list[tuple[str, str]]
) -> None:
    assert faults(content) == found


def test_a_file_in_another_encoding_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "mapping.toml"
    path.write_bytes(BARE.encode("gbk"))

    with pytest.raises(PackError, match="not_utf8"):
        load_mapping(path)
