"""The pages in the order of the work, their paths and their files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PAGES: Final = ("desk", "tender", "method", "bids", "scores", "consensus", "ranking", "shortlist", "contract")
# Pages that are no stage of the work, each with the stage that it looks into; those without one are for the whole.
BESIDE: Final = {"robustness": "ranking", "weights": "method", "clinic": "method", "people": "", "record": ""}
EVERY: Final = (*PAGES, *BESIDE)
_FOLDER: Final = Path(__file__).resolve().parent / "pages"


def url(key: str) -> str:
    """Path of a page.

    >>> url("desk"), url("bids")
    ('/', '/bids')
    """
    return "/" if key == PAGES[0] else f"/{key}"


def file(key: str) -> str:
    """File of a page."""
    return str(_FOLDER / f"{key}.py")
