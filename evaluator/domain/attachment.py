"""Files that come beside a vendor's workbooks: kept and listed, never interpreted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AttachmentKind = Literal["pdf", "image", "word", "excel", "zip"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A name inside a zip, made safe to show, and the size in bytes that it says to have."""

    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of a vendor; ``kind`` and ``entries`` (the names inside a zip) are empty while its envelope is sealed.

    ``handed_in_at`` is when it reached the buyer where somebody said so, ``received_at`` when it was uploaded;
    ``admitted`` is the reason for which it counts though it came late.
    """

    id: str
    ver: int
    vendor: str
    name: str
    sha256: str
    size: int
    envelope: str
    received_at: str
    received_by: str
    handed_in_at: str = ""
    admitted: str = ""
    state: str = "current"
    kind: str = ""
    entries: tuple[Entry, ...] = ()
    superseded_by: str = ""

    @property
    def current(self) -> bool:
        """Whether it counts: neither withdrawn nor replaced."""
        return self.state == "current"
