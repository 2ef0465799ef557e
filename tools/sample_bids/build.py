"""Make the workbooks of the sample tender again: ``python -m tools.sample_bids.build``.

Vendors' answers stand in ``<vendor>.toml`` by question id, evaluators' points and reasons in ``scores/<evaluator>.toml``;
the workbooks are the product's own, filled in. The same data and the same pack give the same bytes.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from evaluator.adapters.packs import Pack, load_pack, load_tender
from evaluator.adapters.reader import read_files
from evaluator.adapters.scorecard_file import Card, write_scorecard
from evaluator.adapters.sheets import write_text
from evaluator.adapters.template_file import write_template
from evaluator.domain.bid import Bid
from evaluator.domain.tender import Tender
from evaluator.intake import scorecard as card
from evaluator.intake.bids import gather, read_bid_file
from evaluator.intake.questionnaire import PRICE, TECHNICAL, Questionnaire, questionnaire
from evaluator.intake.template import Context
from tools.sample_bids.damage import damage
from tools.sample_bids.fill import Data, at, fill_cover, fill_price, fill_technical, open_form, save

HERE = Path(__file__).parent
OUT = HERE.parent.parent / "sample_bids"
# The order of the files' names: by it the vendors stand wherever nothing else orders them.
VENDORS = ("hailan", "corvane", "whetstone", "lumora", "qinghe", "suke")
EVALUATORS = ("shen", "gu", "wirth")


def data(path: Path) -> dict[str, Any]:
    """A file of answers or scores; numbers stay as written."""
    return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)


def build(out: Path = OUT) -> dict[str, bytes]:
    """All workbooks by their path inside the folder; the tender file there says what is asked."""
    pack, tender = load_pack("crm_platform"), load_tender(out / "tender.toml")
    asked = questionnaire(pack.method, pack.library.positions, tender)
    files: dict[str, bytes] = {}
    for number, vendor in enumerate(VENDORS, start=1):
        given = data(HERE / f"{vendor}.toml")
        for envelope in (TECHNICAL, PRICE):
            files[f"{number}-{vendor}-{envelope}.xlsx"] = bid_file(pack, tender, asked, given, envelope)
    bids = read_bids(pack, tender, asked, files)
    for evaluator in EVALUATORS:
        files[f"scorecards/{evaluator}.xlsx"] = scorecard_file(
            pack, tender, bids, data(HERE / "scores" / f"{evaluator}.toml")
        )
    return files


def bid_file(pack: Pack, tender: Tender, asked: Questionnaire, given: Data, envelope: str) -> bytes:
    """One workbook of a vendor, filled in and, where the vendor did so, altered."""
    template = write_template(asked, pack.method, tender, envelope, given["layout"])
    form = open_form(template, asked, given["layout"])
    fill_cover(form, given["cover"])
    if envelope == TECHNICAL:
        fill_technical(form, given)
        damage(form, given.get("damage", {}))
    else:
        fill_price(form, given)
    return save(form)


def read_bids(pack: Pack, tender: Tender, asked: Questionnaire, files: Mapping[str, bytes]) -> tuple[Bid, ...]:
    """The bids as intake reads them: an evaluator's workbook shows these."""
    context = Context(asked, tender.currency, pack.method.units)
    return gather([read_bid_file(book, context) for book in read_files(list(files.items()))]).bids


def scorecard_file(pack: Pack, tender: Tender, bids: tuple[Bid, ...], given: Data) -> bytes:
    """One evaluator's workbook with points and reasons; evidence stays as the workbook offers it."""
    layout = given["layout"]
    empty = write_scorecard(pack.method, bids, Card(evaluator=given["name"]), layout, tender)
    form = open_form(empty, questionnaire(pack.method, (), tender), layout)
    names = {data(HERE / f"{vendor}.toml")["vendor"]: vendor for vendor in VENDORS}
    for leaf in pack.method.panel_leaves():
        for bid in bids:
            points, reason = given["scores"][leaf.key][names[bid.vendor]]
            sheet, row = form.place(card.score_key(leaf.key, bid.vendor))
            at(sheet, row, card.POINTS).value = points
            write_text(at(sheet, row, card.REASON), reason)
    return save(form)


def main() -> None:
    """Write the workbooks into the folder of the sample tender."""
    for name, content in build().items():
        path = OUT / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        sys.stdout.write(f"{len(content):>8,}  {name}\n")


if __name__ == "__main__":
    main()
