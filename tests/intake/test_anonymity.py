"""Labels stay with their vendors, and no name that the tender knows is left in a text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.domain.bid import BidFile
from evaluator.intake.anonymity import Mask, aliases, variants
from tests import tiny

HAILAN, CORVANE = "杭州海岚信息技术有限公司", "Corvane Systems Ltd"
TENDER = tiny.tender(vendors=(HAILAN, CORVANE, "Bo"), salt="known to the lead")


def labels(*vendors: str, **changes: object) -> dict[str, str]:
    tender = tiny.tender(vendors=TENDER.vendors, **{"salt": TENDER.salt, **changes})
    return {alias.vendor: alias.label.en for alias in aliases(vendors, tender)}


def test_a_label_is_drawn_from_the_salt_and_does_not_shift_when_another_bid_comes_in():
    first = labels(CORVANE)

    assert sorted(first.values()) == ["Vendor A", "Vendor B", "Vendor C"]
    assert labels(CORVANE, HAILAN, "Bo") == labels("Bo", HAILAN) == first
    assert len({tuple(labels(CORVANE, salt=str(salt)).items()) for salt in range(20)}) > 1


def test_the_code_in_a_row_is_no_hash_of_the_name_alone():
    codes = {alias.code for salt in ("x", "y") for alias in aliases([], tiny.tender(vendors=("Bo",), salt=salt))}

    assert len(codes) == 2
    assert all(code.startswith("~") and "bo" not in code.casefold() for code in codes)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("由杭州海岚信息技术有限公司承建", "由【L】承建"),
        ("海岚CRM 已上线", "【L】CRM 已上线"),
        ("CORVANE SYSTEMS  LTD. and Corvane's team", "[M]. and [M]'s team"),
        ("Ｃｏｒｖａｎｅ Systems", "[M]"),
        ("write to sales@hailan.com.cn or www.corvane.com/team", "write to [A] or [A]"),
        ("availability 99.9 % and node.js", "availability 99.9 % and node.js"),
    ],
)
def test_names_and_addresses_are_covered_and_nothing_else(text, left):
    layout = "zh" if "【" in left else "en"
    known = aliases([], TENDER)
    shown = {alias.vendor: alias.label.show(layout) for alias in known}
    left = (
        left.replace("L】", f"{shown[HAILAN]}】")
        .replace("[M]", f"[{shown[CORVANE]}]")
        .replace("[A]", "[address hidden]")
    )

    assert Mask(known, [], layout)(text) == left


def test_a_bids_own_cover_names_it_too():
    bid = tiny.bid(CORVANE)
    answers = {**bid.answers, "V1": tiny.answer("V1", "Korvane AG")}
    mask = Mask(aliases([], TENDER), [type(bid)(vendor=CORVANE, files=bid.files, answers=answers)], "en")

    assert "orvane" not in mask("Korvane builds it")
    assert mask.hits == 1


@pytest.mark.parametrize("name", ["Global Software Ltd", "有限公司"])
def test_a_name_of_trade_words_alone_is_covered_in_full_only(name):
    assert variants(name)[1] == []


def test_the_name_of_a_bids_own_workbook_is_covered_however_it_spells_the_vendor():
    bid = tiny.bid(HAILAN)
    files = (BidFile(name="hailan_technical.xlsx", sha256="9f", envelope="technical", read=True),)
    mask = Mask(aliases([], TENDER), [replace(bid, files=files)], "en")

    assert "hailan" not in mask("hailan_technical.xlsx")
