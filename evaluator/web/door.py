"""The door: the page to sign in, the page that sets a first password, and the way out; pages of our own, without scripts."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from evaluator.domain.finding import Param
from evaluator.services import front, signing_in
from evaluator.services.problem import Refused
from evaluator.ui import identity
from evaluator.web import answers, shell
from evaluator.web.attempts import Attempts

SIGN_IN, SIGN_OUT, WELCOME = "/sign-in", "/sign-out", "/welcome"
_LONGEST: Final = 4096
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{20,100}")
_attempts = Attempts(each=10, all_=120, seconds=60)


async def sign_in(request: Request) -> Response:
    """The page to sign in; with the right password the way to the desk."""
    if request.method == "GET":
        return _ask(request, 200)
    form = await _form(request)
    if form is None:
        return _ask(request, 400, "refused.sign_in_wrong")
    name = form.get("name", "")
    if not _attempts.allow(name):
        return _ask(request, 429, "refused.sign_in_often", name=name)
    try:
        token = await run_in_threadpool(signing_in.sign_in, front.open_store(), name, form.get("password", ""))
    except Refused as refusal:
        return _ask(request, 403, refusal.key, name=name, **refusal.params)
    away = RedirectResponse("/", 303)
    away.set_cookie(
        identity.COOKIE, token, max_age=int(signing_in.LASTS.total_seconds()), path="/", httponly=True,
        samesite="strict", secure=_secure(request),
    )  # fmt: skip
    return away


async def sign_out(request: Request) -> Response:
    """A page with one button; then the sign-in is ended for good, though the provider's own goes on.

    A link alone ends nothing, as it would be followed by whatever reads a page.
    """
    if request.method == "GET" or await _form(request) is None:
        return answers.form(request, 200, answers.Form("frame.leave", ()), shell.visitor(request))
    named = identity.provided(request.cookies)
    for token in filter(None, (identity.secret(request.cookies), named[1] if named else "")):
        await run_in_threadpool(signing_in.sign_out, front.open_store(), token)
    away = RedirectResponse(SIGN_IN, 303)
    for name in request.cookies:
        if name.startswith((identity.COOKIE, identity.PROVIDER_COOKIE)):
            away.delete_cookie(name, path="/")
    return away


async def provider(request: Request) -> Response:
    """To the provider: the same way as ``st.login``, from a page that needs no session of the app."""
    from streamlit.user_info import generate_login_redirect_url

    if not identity.provider_configured():
        return answers.page(request, 404, "missing")
    return RedirectResponse(generate_login_redirect_url("default"), 303)


async def welcome(request: Request) -> Response:
    """The page behind a link: a person sets a password, once."""
    token = request.path_params["token"]
    store = front.open_store()
    if not _TOKEN.fullmatch(token):
        return answers.page(request, 410, "link")
    try:
        name = await run_in_threadpool(signing_in.invited, store, token)
        if request.method == "POST" and (form := await _form(request)) is not None:
            if form.get("password") != form.get("again"):
                return _choose(request, name, "refused.password_twice")
            await run_in_threadpool(signing_in.set_password, store, token, form.get("password", ""))
            return RedirectResponse(SIGN_IN, 303)
    except Refused as refusal:
        if refusal.key == "refused.link_spent":
            return answers.page(request, 410, "link")
        return _choose(request, name, refusal.key, **refusal.params)
    return _choose(request, name)


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a form that was sent from a page of ours; None for anything else."""
    sent_from = urlsplit(request.headers.get("origin", "")).netloc
    if not sent_from or sent_from != request.headers.get("host", ""):
        return None
    content = b""
    async for piece in request.stream():
        content += piece
        if len(content) > _LONGEST:
            return None
    fields = parse_qs(content.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def _secure(request: Request) -> bool:
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", ""))


def _ask(request: Request, status: int, refused: str = "", name: str = "", **params: Param) -> Response:
    fields = (answers.Field("name", "username", name), answers.Field("password", "current-password", secret=True))
    other = SIGN_IN + "/provider" if identity.provider_configured() else ""
    form = answers.Form("frame.sign_in", fields, refused, params, other)
    return answers.form(request, status, form, shell.visitor(request))


def _choose(request: Request, person: str, refused: str = "", **params: Param) -> Response:
    fields = (
        answers.Field("password", "new-password", secret=True),
        answers.Field("again", "new-password", secret=True),
    )
    said = {**params, "who": person, "shortest": signing_in.SHORTEST, "longest": signing_in.LONGEST}
    form = answers.Form("frame.welcome", fields, refused, said)
    return answers.form(request, 403 if refused else 200, form, shell.visitor(request))


ROUTES: Final = (
    Route(SIGN_IN, sign_in, methods=["GET", "POST"]),
    Route(SIGN_IN + "/provider", provider, methods=["GET"]),
    Route(SIGN_OUT, sign_out, methods=["GET", "POST"]),
    Route(WELCOME + "/{token}", welcome, methods=["GET", "POST"]),
)
