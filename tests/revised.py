"""A vendor of the sample who sends its workbooks, and sends them again with some cells written anew."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl

from evaluator.domain.bid import Answer
from evaluator.services import belonging, bids, methods, revisions, rounds, stages, tenders
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.compared import Revision
from evaluator.services.imports import Imported
from evaluator.services.sample import sample_folder
from evaluator.services.state import TenderState, load
from evaluator.store.engine import DATABASE, sqlite_url
from evaluator.store.store import Store


def original(name: str) -> bytes:
    """A workbook of the sample by the beginning of its name."""
    return next(path for path in sorted(sample_folder().glob("*.xlsx")) if path.name.startswith(name)).read_bytes()


def again(data: bytes, cells: Mapping[str, Any]) -> bytes:
    """The same workbook with other words in some cells, ``{"公司!D4": "否"}``."""
    book, before = _opened(data), []
    for place, value in cells.items():
        sheet, _, name = place.partition("!")
        cell = book[sheet][name]
        before.append((cell, cell.value))
        cell.value = value
    out = io.BytesIO()
    book.save(out)
    for cell, was in reversed(before):  # the book is used again
        cell.value = was
    return out.getvalue()


@cache
def _opened(data: bytes) -> openpyxl.Workbook:
    """A workbook as openpyxl reads it, which takes longer than to write it."""
    return openpyxl.load_workbook(io.BytesIO(data))


FIRST, PRICES = original("1-hailan-technical"), original("1-hailan-price")
TENDER = "CY-2026-CRM-01"
VENDOR = "海岚云软件有限公司（示例）"


class Desk:
    """A tender with the two workbooks of one vendor, and short ways to act on it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.tender = TENDER

    def bring(self, *given: tuple[str, bytes]) -> tuple[Imported, ...]:
        return bids.import_files(self.store, LOCAL, new_command_id(), self.tender, given)

    def revise(self, cells: dict[str, object], data: bytes = FIRST) -> Imported:
        return self.bring(("again.xlsx", again(data, cells)))[0]

    def assign(self, vendor: str, reason: str = "", file: str = "") -> str:
        one = next(one for one in self.state.unassigned if file in ("", one.name))
        return belonging.assign(self.store, LOCAL, new_command_id(), self.tender, one, vendor, reason)

    @property
    def state(self) -> TenderState:
        return load(self.store, LOCAL, self.tender)

    def waiting(self) -> Revision:
        (one,) = revisions.waiting(self.store, LOCAL, self.state)
        return one

    def take(self, reason: str = "sent as asked", *, in_part: bool = False) -> None:
        one = self.waiting()
        revisions.take(self.store, LOCAL, new_command_id(), self.tender, one, reason, in_part=in_part)

    def ask(self, *items: str, due: str = "2026-12-08") -> None:
        rounds.open_round(self.store, LOCAL, new_command_id(), self.tender, VENDOR, items, due, "unclear")

    def answer(self, item: str) -> Answer:
        found = self.state.bids[0].find(item)
        assert found is not None
        return found

    def open_prices(self) -> None:
        stages.lock_technical(self.store, LOCAL, new_command_id(), self.tender)
        stages.open_prices(self.store, LOCAL, new_command_id(), self.tender, "all bids are in")


@cache
def _received() -> bytes:
    """A database in which both workbooks have come in, made once and then only copied."""
    with TemporaryDirectory() as folder:
        store = Store.open(sqlite_url(Path(folder)))
        tenders.start_tender(store, LOCAL, "start", (sample_folder() / "tender.toml").read_text("utf-8"))
        methods.lock_method(store, LOCAL, "lock", TENDER)
        came = Desk(store).bring(("first.xlsx", FIRST), ("price.xlsx", PRICES))
        assert [one.status for one in came] == ["stored", "stored"]
        store.close()
        return (Path(folder) / DATABASE).read_bytes()


@contextmanager
def at_the_desk(folder: Path) -> Iterator[Desk]:
    """A desk on a store of its own."""
    (folder / DATABASE).write_bytes(_received())
    store = Store.open(sqlite_url(folder))
    yield Desk(store)
    store.close()
