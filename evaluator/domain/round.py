"""A round with one vendor: what it is asked to say again, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round after the first offer; ``items`` are questions, rows (``REQ/R-03``) or cells of tables, ``due`` a day.

    What a vendor was not asked about stays as it was offered.

    >>> asked = Round(vendor="Ada", number=1, items=("SU-01", "REQ/R-03"), due="2026-12-08")
    >>> asked.asks("SU-01"), asked.asks("REQ/R-03/response"), asked.asks("REQ/R-04/response"), asked.asks("SU-010")
    (True, True, False, False)
    """

    vendor: str
    number: int
    items: tuple[str, ...]
    due: str
    kind: Literal["clarification", "final_price"] = "clarification"
    open: bool = True
    reason: str = ""

    def asks(self, item: str) -> bool:
        """Whether the round asks about an item, by its own id or by the row or question it belongs to."""
        return any(item == asked or item.startswith(f"{asked}/") for asked in self.items)
