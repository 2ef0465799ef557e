"""Settlements in the tender file: each must settle an open answer of a bid that is there, with a value that answers it."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.adapters.packs import Pack, PackError, bundled, load_pack
from evaluator.domain.bid import Scalar
from evaluator.domain.finding import Rule
from evaluator.domain.method import Award
from evaluator.domain.tender import SettlementEntry
from evaluator.intake.bids import gather
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.scoring.pending import waiting
from evaluator.services.folder import (
    FolderError,
    FolderTender,
    context,
    evaluate_folder,
    open_tender,
    read_folder,
    read_paths,
    workbooks,
)
from evaluator.services.ranking import rank_folder
from evaluator.services.report import ranking_json
from evaluator.services.sample import sample_folder
from tests import tiny

QINGHE, HAILAN = "青禾数联科技有限公司（示例）", "海岚云软件有限公司（示例）"


@pytest.fixture(scope="module")
def sample() -> FolderTender:
    return read_folder("crm_platform", sample_folder(), None, None)


def settled(read: FolderTender, vendor: str, item: str, value: Scalar | None) -> FolderTender:
    entry = SettlementEntry(
        vendor=vendor, item=item, value=value, reason="asked", by="Lea", date="2026-12-08", source="e-mail"
    )
    assert read.tender is not None
    return replace(read, tender=replace(read.tender, settlements=(entry,)))


def test_the_points_that_hold_up_a_bid_are_the_answers_to_be_settled(sample: FolderTender) -> None:
    found = evaluate_folder(sample)

    for bid in found.bids:
        told = [one for one in found.ranking.of(bid.vendor).reasons if one.rule is Rule.UNSETTLED]
        items = {one.item for one in waiting(found.findings, [bid])}
        assert [dict(one.params)["n"] for one in told] == ([len(items)] if items else [])


def test_without_a_requirement_list_the_sample_says_so_once_and_ranks_nobody(sample: FolderTender) -> None:
    bare = context(sample.pack, None)
    files = read_paths(workbooks(sample_folder()), bare)

    found = evaluate_folder(replace(sample, tender=None, asked=bare.asked, intake=gather(files)))

    rules = [one.rule for one in found.findings]
    assert (rules.count(Rule.REQUIREMENTS_MISSING), rules.count(Rule.QUESTION_UNKNOWN)) == (1, 0)
    assert found.ranking.ranked() == ()


@pytest.mark.parametrize(
    ("vendor", "item", "value", "rule"),
    [
        ("Nobody Ltd", "ST-01", Decimal("99.9"), "unknown_vendor"),
        (QINGHE, "XX-99", Decimal(1), "settlement_unknown"),
        (QINGHE, "SE-02", "nonsense", "settlement_value"),
        (QINGHE, "REQ/R-07/response", "mostly", "settlement_value"),
        (HAILAN, "ST-01", Decimal("99.999"), "settlement_clear"),
    ],
)
def test_a_settlement_that_settles_nothing_is_bad_input(
    sample: FolderTender, vendor: str, item: str, value: Scalar, rule: str
) -> None:
    with pytest.raises(FolderError, match=rule):
        evaluate_folder(settled(sample, vendor, item, value))


@pytest.mark.parametrize(
    ("item", "value", "reads"), [("ST-07", Decimal(4), Decimal(4)), ("REQ/R-07/response", "满足", "meets")]
)
def test_an_open_answer_takes_the_value_that_a_person_settled(
    sample: FolderTender, item: str, value: Scalar, reads: Scalar
) -> None:
    found = evaluate_folder(settled(sample, QINGHE, item, value))

    answer = next(bid for bid in found.bids if bid.vendor == QINGHE).find(item)
    assert answer is not None
    assert (answer.value, answer.open) == (reads, False)


def test_a_settlement_for_an_invited_vendor_whose_bid_is_not_here_waits(sample: FolderTender) -> None:
    others = replace(sample.intake, bids=tuple(bid for bid in sample.intake.bids if bid.vendor != QINGHE))

    found = evaluate_folder(replace(settled(sample, QINGHE, "ST-07", Decimal(4)), intake=others))

    assert len(found.bids) == 5


def test_a_ranking_by_a_named_method_tells_each_bids_key_and_which_way_is_better() -> None:
    rules = tiny.method(award=Award(rule="method", method="vikor"))
    bids = [tiny.bid("Ada", hours=4), tiny.bid("Bo", hours=20, prices=(50, 250)), tiny.bid("Cy", hours=12)]
    cards = tiny.scorecards({"Ada": (5, 4), "Bo": (2, 3), "Cy": (3, 4)})
    found = evaluate(rules, tiny.tender(), bids, Judgements(scorecards=cards))

    told = ranking_json(found, Pack(rules, load_pack("services_cn").library, ""), "en")

    keys = [row["key"] for row in told["ranking"]]
    assert (told["method"]["rule"], told["method"]["better"]) == ("vikor", "lower")
    assert keys == sorted(keys)
    assert [(row["score"], row["score_exact"], row["bounds"]) for row in told["ranking"]] == [
        (key, None, None) for key in keys
    ]
    parts = [one["contribution"] for row in told["ranking"] for one in row["criteria"].values()]
    assert set(parts) == {None}


def test_a_tenders_own_method_needs_words_in_no_other_language(tmp_path: Path) -> None:
    pack, tender = tmp_path / "pack", tmp_path / "tender.toml"
    shutil.copytree(bundled() / "crm_platform", pack)
    method = (pack / "method.toml").read_text("utf-8")
    only = re.sub(r'(id = "TR-01".*?zh = "[^"]*"), en = "[^"]*"', r"\1", method, count=1, flags=re.DOTALL)
    (pack / "method.toml").write_text(only, "utf-8")
    content = (sample_folder() / "tender.toml").read_text("utf-8")
    tender.write_text(content.replace('languages = ["zh", "en"]', 'languages = ["zh"]'), "utf-8")

    assert open_tender(str(pack), None, tender)[0].method.of_leaf("track_record.cases")[0].text.en == ""
    with pytest.raises(PackError, match="translation_missing"):
        open_tender(str(pack), None, sample_folder() / "tender.toml")


def test_a_folder_of_government_procurement_keeps_the_formula_of_its_route_as_the_lock_does(tmp_path: Path) -> None:
    bids, pack = tmp_path / "bids", tmp_path / "pack"
    shutil.copytree(sample_folder(), bids)
    shutil.copytree(bundled() / "crm_platform", pack)
    tender = (bids / "tender.toml").read_text("utf-8")
    (bids / "tender.toml").write_text(tender.replace('route = "negotiated"', 'route = "gov"'), "utf-8")
    assert read_folder(str(pack), bids, None, None).tender is not None

    method = (pack / "method.toml").read_text("utf-8")
    other = method.replace('formula = "lowest_ratio"', 'formula = "lowest_distance"')
    (pack / "method.toml").write_text(other, "utf-8")
    with pytest.raises(PackError, match="gov_formula"):
        rank_folder(str(pack), bids, None, None, ("zh", False))
