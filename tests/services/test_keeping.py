"""A backup is whole though people go on working, and it comes back as it was."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from evaluator.cli import main
from evaluator.services import front, keeping
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.problem import Refused
from evaluator.services.tenders import choose_tender
from evaluator.store.engine import DATABASE, sqlite_url
from evaluator.store.store import Store
from tests.ui.seeding import TENDER, seeded


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the seeded tender, in use by this process's commands."""
    folder = tmp_path / "data"
    seeded(folder).close()
    monkeypatch.setenv("EVALUATOR_DATA", str(folder))
    monkeypatch.delenv("EVALUATOR_DATABASE_URL", raising=False)
    monkeypatch.setattr(front, "_store", [])
    return folder


def test_a_backup_taken_while_people_save_holds_every_command_acknowledged_before(data: Path, tmp_path: Path) -> None:
    store, ended = Store.open(sqlite_url(data)), threading.Event()

    def work() -> None:
        while not ended.is_set():
            choose_tender(store, LOCAL, new_command_id(), TENDER)

    person = threading.Thread(target=work)
    person.start()
    try:
        for number in range(5):
            acknowledged = store.revision(TENDER)
            chain = keeping.back_up(tmp_path / f"{number}.db")
            copy = Store.open(sqlite_url(tmp_path).set(database=str(tmp_path / f"{number}.db")))
            assert copy.verify_chain() == chain
            assert copy.revision(TENDER) >= acknowledged
            assert copy.audit().faults == ()
            copy.close()
    finally:
        ended.set()
        person.join()
        store.close()


def test_what_was_backed_up_comes_back_and_what_stood_there_is_kept(data: Path, tmp_path: Path) -> None:
    chain = keeping.back_up(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0, "sealed prices are in it"
    store = Store.open(sqlite_url(data))
    choose_tender(store, LOCAL, new_command_id(), TENDER)
    later = store.verify_chain()
    store.close()

    with pytest.raises(Refused, match="restore_there"):
        keeping.restore(tmp_path / "copy.db")
    found, aside = keeping.restore(tmp_path / "copy.db", replace=True)

    assert found == chain
    assert aside is not None
    restored = Store.open(sqlite_url(data))
    assert restored.verify_chain() == chain
    restored.close()
    former = Store.open(sqlite_url(data).set(database=str(aside)))
    assert former.verify_chain() == later
    former.close()


def test_a_database_in_use_is_not_replaced(data: Path, tmp_path: Path) -> None:
    keeping.back_up(tmp_path / "copy.db")
    busy = sqlite3.connect(data / DATABASE, isolation_level=None)
    busy.execute("BEGIN")
    busy.execute("SELECT count(*) FROM event").fetchone()

    with pytest.raises(Refused, match="restore_in_use"):
        keeping.restore(tmp_path / "copy.db", replace=True)
    busy.close()

    assert keeping.checked(data / DATABASE).length > 0


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 99, None])
def test_what_is_no_database_of_ours_is_refused_and_changes_nothing(
    data: Path, tmp_path: Path, content: bytes | None
) -> None:
    other = tmp_path / "other.db"
    if content is None:
        opened = sqlite3.connect(other)
        opened.execute("CREATE TABLE event (x)")
        opened.close()
    else:
        other.write_bytes(content)
    before = (data / DATABASE).read_bytes()

    with pytest.raises(Refused, match="backup_foreign"):
        keeping.restore(other, replace=True)

    assert [path.name for path in data.iterdir() if path.name.endswith(".part")] == []
    assert (data / DATABASE).read_bytes() == before


def test_the_commands_say_what_they_did_and_what_to_do(data: Path, tmp_path: Path) -> None:
    def ran(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, words)
        return done.exit_code, done.output

    copy, head = str(tmp_path / "c.db"), str(tmp_path / "head.json")
    assert ran("backup", "--out", copy)[0] == 0
    assert ran("backup", "--out", copy, "--messages", "zh")[0] == 2
    assert ran("audit", "--sign", head)[0] == 0
    assert ran("audit", "--against", head, "--json")[0] == 0
    assert ran("audit", "--against", copy)[0] == 1
    code, said = ran("restore", copy)
    assert code == 2
    assert "--replace" in said


def test_accounts_are_kept_from_the_command_line(data: Path) -> None:
    def ran(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ("users", *words))
        return done.exit_code, done.output

    assert ran("list") == (0, "No accounts: one person works without signing in.\n")
    assert ran("add", "Lea", "--role", "lead")[0] == 2
    code, said = ran("add", "Ann", "--role", "administrator", "--url", "https://tender.example")
    assert code == 0
    assert "https://tender.example/welcome/" in said
    assert ran("add", "Lea", "--role", "lead", "--json")[0] == 0
    assert ran("role", "Lea", "--tender", TENDER, "--role", "lead")[0] == 0
    assert ran("close", "Ann")[0] == 2
    assert ran("close", "Lea")[0] == 0
    assert "closed" in ran("list")[1]
    assert ran("reopen", "Lea")[0] == 0
    assert ran("link", "Lea", "--messages", "zh")[0] == 0
    assert ran("link", "Nobody")[0] == 2
