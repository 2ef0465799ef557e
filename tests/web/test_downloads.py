"""The download route: the service's file under its own name, or a page that says why not."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest
from starlette.applications import Starlette

from evaluator.web import downloads
from tests.web.asgi import get

TICKET = "a" * 24


APP = Starlette(routes=[downloads.ROUTE])


@pytest.fixture(autouse=True)
def services(monkeypatch: pytest.MonkeyPatch) -> None:
    """Made-up services; ``give`` says what the export service gives or raises."""
    front, exports, dossier = (ModuleType(f"evaluator.services.{name}") for name in ("front", "exports", "dossier"))
    front.open_store = lambda: "store"  # type: ignore[attr-defined]  # a module has no such name yet
    front.visitor = lambda store, held: {"": "actor", "a-secret": "someone"}.get(held.secret)  # type: ignore[attr-defined]  # a module has no such name yet

    def build(store: str, actor: str, ticket: str) -> object:
        assert (store, actor, ticket) == ("store", "actor", TICKET)
        answer = exports.answer
        if isinstance(answer, Exception):
            raise answer
        return answer

    exports.ZIP = "application/zip"  # type: ignore[attr-defined]  # a module has no such name yet
    dossier.folder = None  # type: ignore[attr-defined]  # a module has no such name yet
    dossier.build_folder = lambda store, actor, ticket: dossier.folder  # type: ignore[attr-defined]  # a module has no such name yet
    exports.build = build  # type: ignore[attr-defined]  # a module has no such name yet
    package = importlib.import_module("evaluator.services")
    for name, module in (("front", front), ("exports", exports), ("dossier", dossier)):
        monkeypatch.setitem(sys.modules, f"evaluator.services.{name}", module)
        monkeypatch.setattr(package, name, module, raising=False)


def give(answer: object) -> None:
    sys.modules["evaluator.services.exports"].answer = answer  # type: ignore[attr-defined]  # the made-up module, not the real one


def test_the_file_is_saved_under_its_own_name_and_never_kept_or_run() -> None:
    give(("入围 名单.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"))

    reply = get(APP, f"/export/{TICKET}")

    assert reply.content == b"PK"
    assert reply.headers["content-disposition"].endswith(
        "filename*=UTF-8''%E5%85%A5%E5%9B%B4%20%E5%90%8D%E5%8D%95.xlsx"
    )
    assert reply.headers["cache-control"] == "no-store"
    assert "sandbox" in reply.headers["content-security-policy"]


def test_a_whole_tender_is_sent_from_its_file_which_is_then_gone(tmp_path: Path) -> None:
    made = tmp_path / "made.zip"
    made.write_bytes(b"PK" * 200_000)
    sys.modules["evaluator.services.dossier"].folder = ("CY-1.zip", made)  # type: ignore[attr-defined]  # the made-up module

    reply = get(APP, f"/export/{TICKET}")

    assert reply.content == b"PK" * 200_000
    assert reply.headers["content-disposition"].startswith('attachment; filename="CY-1.zip"')
    assert reply.headers["cache-control"] == "no-store"
    assert not made.exists()


def test_the_file_of_a_tender_is_gone_though_the_reader_leaves_before_its_end(tmp_path: Path) -> None:
    made = tmp_path / "made.zip"
    made.write_bytes(b"PK" * 400_000)

    pieces = downloads._sent(made)
    next(pieces)
    del pieces

    assert not made.exists()


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (PermissionError("price-envelope"), 403, "You may not download this file."),
        (LookupError("ticket-17"), 404, "There is no such file."),
        (KeyError("ticket-17"), 404, "There is no such file."),
        (TimeoutError("since-noon"), 410, "This download link is no longer valid."),
        (RuntimeError("secret-detail"), 500, "The file could not be made."),
    ],
)
def test_a_refusal_says_what_to_do_in_both_languages_and_nothing_more(
    refusal: Exception, status: int, words: str
) -> None:
    give(refusal)

    reply = get(APP, f"/export/{TICKET}")

    assert reply.status == status
    assert words in reply.text
    assert "回到应用" in reply.text
    assert str(refusal).strip("'") not in reply.text


@pytest.mark.parametrize("ticket", ["short", "a" * 600, "a" * 20 + "%2F..", "a" * 20 + "%0d%0a"])
def test_what_cannot_be_a_ticket_never_reaches_the_service(ticket: str) -> None:
    give(AssertionError("asked"))

    assert get(APP, f"/export/{ticket}").status == 404


@pytest.mark.parametrize(
    "name", ['a"b\r\nset-cookie: x=1.xlsx', "../../etc/passwd", "a\\b.docx", "", "...", "合同\x00草案.docx"]
)
def test_a_name_can_never_leave_its_header_or_its_folder(name: str) -> None:
    header = downloads.disposition(name)

    assert header.startswith('attachment; filename="')
    assert not any(sign in header for sign in "\r\n\x00\\/")
    assert header.count('"') == 2


def test_without_a_sign_in_there_is_no_file() -> None:
    give(("x.xlsx", "application/zip", b"PK"))

    reply = get(APP, f"/export/{TICKET}", cookie="ve_session=not-one-of-ours")

    assert reply.status == 403
    assert b"PK" not in reply.content
