"""Downloads: ``/export/{ticket}`` asks the export service and sends what it made, or says plainly why not."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from evaluator.services.problem import Refused
from evaluator.store.errors import SignedOut
from evaluator.ui import identity
from evaluator.web import answers, policy

_LOG: Final = logging.getLogger(__name__)
_TICKET: Final = re.compile(r"[A-Za-z0-9_.-]{16,512}")
_PIECE: Final = 1 << 18
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|]')


async def export(request: Request) -> Response:
    """The file behind a ticket, or a page in both languages that says what to do."""
    ticket = request.path_params["ticket"]
    if not _TICKET.fullmatch(ticket):
        return answers.page(request, 404, "export.missing")
    try:
        name, media_type, content = await run_in_threadpool(_made, ticket, request.cookies)
    except PermissionError:
        return answers.page(request, 403, "export.forbidden")
    except TimeoutError:
        return answers.page(request, 410, "export.gone")
    except LookupError:
        return answers.page(request, 404, "export.missing")
    except Refused as refusal:
        return answers.refused(request, refusal)
    except Exception:  # noqa: BLE001 - the edge: the page says a number, the log says the rest
        code = secrets.token_hex(4)
        _LOG.exception("export failed, number %s", code)
        return answers.page(request, 500, "export.failed", code=code)
    headers = {
        "content-disposition": disposition(name),
        "content-security-policy": f"{policy.CLOSED}; sandbox",
        "cache-control": "no-store",
    }
    if isinstance(content, Path):
        headers["content-length"] = str(content.stat().st_size)
        return StreamingResponse(_sent(content), media_type=media_type, headers=headers)
    return Response(content, media_type=media_type, headers=headers)


def _made(ticket: str, cookies: Mapping[str, str]) -> tuple[str, str, bytes | Path]:
    """Name, media type and content; a whole tender is a file, which is deleted once it is sent."""
    from evaluator.services import dossier, exports, front

    store = front.open_store()
    actor = front.visitor(store, identity.held(cookies))
    if actor is None:
        raise SignedOut(ticket)
    whole = dossier.build_folder(store, actor, ticket)
    return (whole[0], exports.ZIP, whole[1]) if whole is not None else exports.build(store, actor, ticket)


def _sent(path: Path) -> Iterator[bytes]:
    """The file in pieces; it is deleted when it has been sent, and when the reader goes away before."""
    try:
        with path.open("rb") as file:
            yield from iter(partial(file.read, _PIECE), b"")
    finally:
        path.unlink(missing_ok=True)


def disposition(name: str) -> str:
    """The header that makes a browser save a file under its name, in any script.

    >>> print(disposition("入围.xlsx"))
    attachment; filename="download.xlsx"; filename*=UTF-8''%E5%85%A5%E5%9B%B4.xlsx
    """
    safe = _UNSAFE.sub("_", name).strip(" .") or "download"
    plain = safe if safe.isascii() else f"download{_suffix(safe)}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"


def _suffix(name: str) -> str:
    _, dot, suffix = name.rpartition(".")
    return f".{suffix}" if dot and suffix.isascii() else ""


ROUTE: Final = Route("/export/{ticket}", export)
