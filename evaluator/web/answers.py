"""Short pages of our own for what went wrong on the way: what happened, what to do, and the way back."""

from __future__ import annotations

from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse

from evaluator.domain.finding import Param
from evaluator.domain.text import LANGS
from evaluator.i18n.words import t
from evaluator.ui import theme
from evaluator.web import policy, shell

_STYLE: Final = """
:root{color-scheme:light dark}body{margin:0;font:16px/1.6 %(font)s;background:%(paper)s;color:%(ink)s}
main{max-width:34rem;margin:14vh auto;padding:0 1.5rem}h1{font-size:1.35rem;font-weight:600;margin:0 0 .3rem}
p{margin:0 0 1.6rem;color:%(soft)s}a{color:%(act)s}section+section{border-top:1px solid %(line)s;padding-top:1.4rem}
@media (prefers-color-scheme:dark){body{background:%(dpaper)s;color:%(dink)s}p{color:%(dsoft)s}a{color:%(dact)s}
section+section{border-color:%(dline)s}}
"""


def page(request: Request, status: int, key: str, **params: Param) -> HTMLResponse:
    """An answer in both languages, the visitor's own first."""
    first = shell.visitor(request)
    order = sorted(LANGS, key=lambda lang: lang != first)
    said = "".join(
        f'<section lang="{shell.TAG[lang]}"><h1>{escape(t(f"frame.{key}.what", lang))}</h1>'
        f"<p>{escape(t(f'frame.{key}.do', lang, **params))}</p></section>"
        for lang in order
    )
    back = " · ".join(f'<a href="/" lang="{shell.TAG[lang]}">{escape(t("frame.back", lang))}</a>' for lang in order)
    html = (
        f'<!doctype html><html lang="{shell.TAG[first]}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(t("frame.product", first))}</title>'
        f"<style>{_style()}</style></head><body><main>{said}<p>{back}</p></main></body></html>"
    )
    headers = {"cache-control": "no-store", "content-security-policy": policy.CLOSED}
    return HTMLResponse(html, status, headers=headers)


def _style() -> str:
    light, dark = theme.LIGHT, theme.DARK
    return _STYLE % {
        "font": theme.FONT, "paper": light.paper, "ink": light.ink, "soft": light.soft, "act": light.act,
        "line": light.line, "dpaper": dark.paper, "dink": dark.ink, "dsoft": dark.soft, "dact": dark.act,
        "dline": dark.line,
    }  # fmt: skip
