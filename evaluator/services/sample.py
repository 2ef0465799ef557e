"""The sample tender: a complete tender loaded through the same services that a person's own tender uses."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from evaluator.services.bids import import_files
from evaluator.services.commands import Actor, new_command_id, query
from evaluator.services.folder import workbooks
from evaluator.services.methods import lock_method
from evaluator.services.stages import lock_technical, open_prices
from evaluator.services.tenders import start_tender
from evaluator.store import tenders
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot

# The sample is complete whatever day it is: its deadline may lie ahead.
_SHOWN: Final = "示例：打开即可查看全部结果 / Sample: opened so that every result can be seen"


def sample_folder() -> Path:
    """Folder of the sample bids: in the wheel under ``_data``, in a checkout at the top."""
    inside = Path(__file__).parent.parent / "_data" / "sample_bids"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "sample_bids"


def load_sample(store: Store, actor: Actor, command_id: str) -> str:
    """Id of the sample tender, complete: method locked, bids and scorecards in, prices opened."""
    folder = sample_folder()
    tender = start_tender(store, actor, command_id, (folder / "tender.toml").read_text("utf-8"))
    lock_method(store, actor, f"{command_id}/lock", tender)
    paths = [*workbooks(folder), *workbooks(folder / "scorecards")]
    given = [(path.name, path.read_bytes()) for path in paths]
    import_files(store, actor, f"{command_id}/bids", tender, given)
    lock_technical(store, actor, f"{command_id}/technical", tender)
    open_prices(store, actor, f"{command_id}/prices", tender, _SHOWN)
    return tender


def load_sample_once(store: Store, actor: Actor) -> None:
    """Load the sample into a store that has never held a tender; one that was removed does not come back."""
    if not _ever(store, actor, ""):
        load_sample(store, actor, new_command_id())


@query("tender.read")
def _ever(snapshot: Snapshot, _: str) -> bool:
    return bool(tenders.every(snapshot) or tenders.every(snapshot, removed=True))
