"""What bids of one tender have in common, found once for each set of files that may be read."""

from __future__ import annotations

import threading
from collections import OrderedDict

from evaluator.domain.finding import Finding
from evaluator.intake.alike import alike
from evaluator.services.state import TenderState

KEPT = 8
_Key = tuple[str, str, bool, tuple[tuple[str, int], ...], tuple[tuple[str, str], ...]]
_found: OrderedDict[_Key, tuple[Finding, ...]] = OrderedDict()
_lock = threading.Lock()


def likenesses(state: TenderState, vendor: str = "") -> tuple[Finding, ...]:
    """Likenesses between the bids of a tender, of all of them or of those with one vendor's, on either side."""
    files = tuple((upload.id, upload.ver) for upload in state.uploads)
    variants = tuple(sorted(state.tender.variants.items()))
    key = (state.id, state.asked.issue, "prices_opened" in state.stages, files, variants)
    with _lock:
        found = _found.get(key)
    if found is None:
        found = alike(state.evaluation.bids, state.asked)
    with _lock:
        _found[key] = found
        _found.move_to_end(key)
        while len(_found) > KEPT:
            _found.popitem(last=False)
    return tuple(one for one in found if vendor in ("", one.vendor, dict(one.params)["other"]))
