"""A file that ``inspect`` has looked into, for what is said of it and for the reports on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evaluator.domain.tender import Tender
from evaluator.intake.bids import FileReading
from evaluator.intake.reading import Context

if TYPE_CHECKING:
    from evaluator.intake.foreign.mapping import Applied


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that was inspected, with what it was read by; ``tender`` is None where no tender file stands beside it.

    ``made`` is what was made out in a workbook that is not ours, None for any other; ``folder`` is where it lies.
    """

    reading: FileReading
    context: Context
    tender: Tender | None
    made: Applied | None = None
    folder: Path | None = None
