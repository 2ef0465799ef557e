"""The page that loads the app: Streamlit's own, with our language, title, icon and style instead of its own."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route
from streamlit import file_util

from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from evaluator.ui import theme
from evaluator.ui.navigation import EVERY, url
from evaluator.ui.state import COOKIE, preferred

TAG: Final[dict[Lang, str]] = {"zh": "zh-CN", "en": "en"}
_YEAR: Final = 365 * 24 * 3600
_FOREVER: Final = {"cache-control": f"public, max-age={_YEAR}, immutable"}
_NOSCRIPT: Final = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
# Where the server is. Without it a visit to /bids looks for a server under /bids first, and complains aloud.
_HERE: Final = "window.__streamlit={BACKEND_BASE_URL:location.origin+'/'};"
# Streamlit's page points machines at an interface that is switched off here.
_MACHINES: Final = re.compile(r'<link rel="service-desc"[^>]*>\s*')


@cache
def original() -> str:
    """Streamlit's page as installed."""
    return (Path(file_util.get_static_dir()) / "index.html").read_text("utf-8")


@cache
def index(lang: Lang) -> str:
    """The page in one language; relative addresses become absolute, so that every path of ours may serve it."""
    product = escape(t("frame.product", lang))
    page = original().replace('"./', '"/')
    page = _MACHINES.sub("", page)
    page = _NOSCRIPT.sub(f"<noscript><p>{escape(t('frame.script.needed', lang))}</p></noscript>", page)
    page = page.replace('<html lang="en">', f'<html lang="{TAG[lang]}">')
    page = re.sub("<title>.*?</title>", f"<title>{product}</title>", page)
    page = page.replace('href="/favicon.png"', 'href="/icon.svg" type="image/svg+xml"')
    links = f'<meta name="color-scheme" content="light dark" /><link rel="stylesheet" href="{style_path()}" />'
    page = page.replace(
        "<title>", f'<script src="/here.js"></script><script defer src="{script_path()}"></script><title>'
    )
    return page.replace("</head>", f"{links}</head>")


@cache
def style() -> str:
    """The style sheet: colours of both modes as variables, then the rules that use them."""
    light, dark = theme.variables("light"), theme.variables("dark")
    pairs = ";".join(
        f"{name}:light-dark({one},{other})" for (name, one), (_, other) in zip(_pairs(light), _pairs(dark), strict=True)
    )
    heats = "".join(
        f".ve-table .ve-heat{step}{{background:var(--ve-heat{step})}}" for step in range(theme.HEAT_STEPS + 1)
    )
    rules = resources.files("evaluator.ui").joinpath("look.css").read_text("utf-8")
    return (
        f":root{{{light};--ve-font:{theme.FONT};--ve-mono:{theme.MONO}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        f"@supports (color:light-dark(#fff,#000)){{:root{{{pairs}}}}}{rules}{heats}"
    )


@cache
def style_path() -> str:
    """Address of the style sheet; it changes with its content, so that browsers may keep it."""
    return f"/look.{hashlib.sha256(style().encode()).hexdigest()[:12]}.css"


@cache
def script() -> str:
    """The script that says for Streamlit's page what it leaves unsaid, with its words in each language."""
    said = {lang: {name: t(f"frame.lost.{name}", lang) for name in ("title", "text", "close")} for lang in LANGS}
    rules = resources.files("evaluator.ui").joinpath("shell.js").read_text("utf-8")
    return f"window.veWords={json.dumps(said, ensure_ascii=False)};\n{rules}"


@cache
def script_path() -> str:
    """Address of that script; like the style sheet's, it changes with its content."""
    return f"/shell.{hashlib.sha256(script().encode()).hexdigest()[:12]}.js"


def visitor(request: Request) -> Lang:
    """Language of a visitor: their cookie, else the first language their browser asks for."""
    asked = request.headers.get("accept-language", "").partition(",")[0]
    return preferred(request.cookies.get(COOKIE), asked.strip())


async def page(request: Request) -> Response:
    """The app's page in the visitor's language."""
    return HTMLResponse(
        index(visitor(request)), headers={"cache-control": "no-cache", "vary": "accept-language, cookie"}
    )


async def look(_: Request) -> Response:
    """The style sheet."""
    return Response(style(), media_type="text/css", headers=_FOREVER)


async def spoken(_: Request) -> Response:
    """The script of `script`."""
    return Response(script(), media_type="text/javascript", headers=_FOREVER)


async def icon(_: Request) -> Response:
    """The icon."""
    drawn = resources.files("evaluator.ui").joinpath("icon.svg").read_bytes()
    return Response(drawn, media_type="image/svg+xml", headers={"cache-control": "public, max-age=86400"})


async def here(_: Request) -> Response:
    """The script that tells Streamlit's page where its server is."""
    return Response(_HERE, media_type="text/javascript", headers={"cache-control": "public, max-age=86400"})


def _language_script(lang: Lang) -> Route:
    """The script that tells the browser the page's language and keeps it for the next visit.

    It comes on its own time: one that arrives after the page speaks another language stands in the page no more.
    """
    kept = f"{COOKIE}={lang}; path=/; max-age={_YEAR}; samesite=strict"
    script = f"if(document.currentScript.isConnected){{document.documentElement.lang='{TAG[lang]}';document.cookie='{kept}'}}"

    async def answer(_: Request) -> Response:
        return Response(script, media_type="text/javascript", headers={"cache-control": "public, max-age=86400"})

    return Route(f"/lang/{lang}.js", answer)


def routes() -> list[BaseRoute]:
    """The app's page at each of its addresses, and what it loads from us."""
    return [
        *(Route(url(key), page) for key in EVERY),
        *(_language_script(lang) for lang in LANGS),
        Route(style_path(), look),
        Route(script_path(), spoken),
        Route("/here.js", here),
        Route("/icon.svg", icon),
        Route("/favicon.png", icon),
    ]


def _pairs(declarations: str) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (each.partition(":") for each in declarations.split(";"))]
