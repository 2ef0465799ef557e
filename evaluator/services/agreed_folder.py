"""What the tender file of a folder says was agreed for a draft: checked as the app checks it, and set into the draft."""

from __future__ import annotations

from dataclasses import replace

from evaluator.domain.agreed import Agreed
from evaluator.domain.contract import TermValue
from evaluator.intake.bids import vendor_key
from evaluator.services.agreed_values import bare_values, value_of
from evaluator.services.drafting import DraftInputs
from evaluator.services.problem import Refused


def folder_agreed(inputs: DraftInputs) -> DraftInputs:
    """The inputs with what the tender file says of this vendor's draft; a value that cannot stand is `Refused`.

    So is one where the file does not name this vendor as chosen: as in the app, nothing is agreed before the choice.
    """
    tender, vendor = inputs.tender, vendor_key(inputs.bid.vendor)
    if tender is None:
        return inputs
    standing = tender.standing if tender.standing and vendor_key(tender.standing.vendor) == vendor else None
    entries = [one for one in tender.agreed if vendor_key(one.vendor) == vendor]
    if (entries or standing) and not inputs.award_recorded:
        raise Refused("agreed_unchosen", vendor=inputs.bid.vendor)
    bare = {value.term.id: value for value in bare_values(inputs)} if entries else {}
    agreed = tuple(_checked(inputs, bare, one) for one in entries)
    return replace(inputs, agreed=agreed, standing=standing)


def _checked(inputs: DraftInputs, bare: dict[str, TermValue], entry: Agreed) -> Agreed:
    return replace(entry, vendor=inputs.bid.vendor, value=value_of(inputs, bare, entry.term, entry.value))
