"""The name by which an exported draft is known when it comes back: its layout, whose draft it is, and its manifest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from evaluator.domain.text import Layout
from evaluator.intake.bids import vendor_key

_MARK = re.compile(r"D_(zh|en|both)_([0-9a-f]{12})_([0-9a-f]{0,12})")


@dataclass(frozen=True, slots=True)
class DraftMark:
    """What the name says; ``whose`` stands for tender and vendor and tells neither."""

    layout: Layout
    whose: str
    manifest: str

    @property
    def name(self) -> str:
        """The bookmark's name."""
        return f"D_{self.layout}_{self.whose}_{self.manifest}"


def whose(tender: str, vendor: str) -> str:
    """Tender and vendor as a hash: a vendor's name in other letter case or width is the same.

    >>> whose("T-1", "Ada"), whose("T-1", " ADA") == whose("T-1", "Ada"), whose("T-2", "Ada") == whose("T-1", "Ada")
    ('49fef3a381e4', True, False)
    """
    return hashlib.sha256(f"{tender}\0{vendor_key(vendor)}".encode("utf-8", "replace")).hexdigest()[:12]


def found_mark(names: Iterable[str]) -> DraftMark | None:
    """The mark among a document's bookmarks; None where it is no draft of ours.

    >>> found_mark(["t_zh_price_1", DraftMark("zh", "0" * 12, "9f").name])
    DraftMark(layout='zh', whose='000000000000', manifest='9f')
    """
    for name in names:
        if found := _MARK.fullmatch(name):
            return DraftMark(cast("Layout", found[1]), found[2], found[3])
    return None
