"""What the store holds of the drafts: agreed values and how far each has come, with the revisions that a page hands back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluator.adapters.codec import decode
from evaluator.domain.agreed import Agreed, Standing
from evaluator.store import agreements
from evaluator.store.transaction import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Agreed values in force and the standing of drafts, by vendor; ``vers`` counts the acts on each, withdrawals too.

    A standing stands under the vendor and an empty term.
    """

    values: tuple[Agreed, ...] = ()
    standings: tuple[Standing, ...] = ()
    vers: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def of(self, vendor: str) -> tuple[Agreed, ...]:
        """The values agreed with a vendor."""
        return tuple(one for one in self.values if one.vendor == vendor)

    def standing(self, vendor: str) -> Standing | None:
        """How far people have brought a vendor's draft; None where nobody has said."""
        return next((one for one in self.standings if one.vendor == vendor), None)

    def seen(self, vendor: str, term: str = "") -> int:
        """Revision of a term's agreed value or, without a term, of the standing; 0 where there was none."""
        return self.vers.get((vendor, term), 0)


NO_AGREEMENT = Agreement()


def read_agreement(snapshot: Snapshot, tender_id: str, names: Mapping[str, str]) -> Agreement:
    """What is agreed in a tender; ``names`` are its vendors by id."""
    rows = agreements.values(snapshot, tender_id)
    moved = agreements.standings(snapshot, tender_id)
    return Agreement(
        values=tuple(
            Agreed(
                vendor=names[row.vendor_id], term=row.term, value=decode(row.value), reason=row.reason, by=row.by,
                at=row.at, source=row.source,
            )
            for row in rows
            if row.state == "active"
        ),
        standings=tuple(
            Standing(
                vendor=names[row.vendor_id], stage=row.stage, reason=row.reason, by=row.by, at=row.at,
                rests_on=row.rests_on,
            )
            for row in moved
        ),
        vers={
            **{(names[row.vendor_id], row.term): row.ver for row in rows},
            **{(names[row.vendor_id], ""): row.ver for row in moved},
        },
    )  # fmt: skip
