"""The ledgers of an exported folder: what was said with vendors and their clients, what was sent, how members weighed.

They bear on no ranking, so nothing reads them back; what was said of a low price stands in the tender file as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from evaluator.adapters.pack_files import written
from evaluator.domain.weighing import Judgement
from evaluator.services.commands import Actor
from evaluator.services.sending import sendings
from evaluator.services.state import TenderState
from evaluator.services.weighing import weighings
from evaluator.services.weight_adoption import adoptions
from evaluator.store.store import Store

LEDGERS: Final = ("conversations", "calls", "sent", "weights", "weights_adopted")
_INNER: Final = frozenset({"id", "ver", "key"})


def ledgers(store: Store, actor: Actor, state: TenderState) -> Iterator[tuple[str, bytes]]:
    """A file for each ledger that holds something, withdrawn entries with their reason; weights once the method is locked."""
    said = (one for found in weighings(store, actor, state.id, "") for one in found.history) if state.locked else ()
    held = (
        state.dealings.conversations,
        state.dealings.calls,
        sendings(store, actor, state.id),
        tuple(said),
        adoptions(store, actor, state.id),
    )
    for name, entries in zip(LEDGERS, held, strict=True):
        if entries:
            yield f"record/{name}.toml", written({name: [_entry(one) for one in entries]}).encode()


def _entry(one: Any) -> dict[str, Any]:
    shown = {key: value for key, value in asdict(one).items() if key not in _INNER}
    return shown | ({"rows": [[str(value) for value in row] for row in one.rows]} if isinstance(one, Judgement) else {})
