"""Short pages of our own for what went wrong on the way: what happened, what to do, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse

from evaluator.domain.finding import Param
from evaluator.domain.text import LANGS, Lang
from evaluator.i18n.words import t
from evaluator.services.problem import Refused
from evaluator.ui import theme
from evaluator.web import policy, shell

_STYLE: Final = """
:root{color-scheme:light dark}body{margin:0;font:16px/1.6 %(font)s;background:%(paper)s;color:%(ink)s}
main{max-width:34rem;margin:14vh auto;padding:0 1.5rem}h1{font-size:1.35rem;font-weight:600;margin:0 0 .3rem}
p{margin:0 0 1.6rem;color:%(soft)s}a{color:%(act)s}label{display:block;margin:0 0 1rem}
input{display:block;width:100%%;box-sizing:border-box;font:inherit;padding:.5rem .6rem;margin-top:.25rem;
border:1px solid %(line)s;border-radius:6px;background:transparent;color:inherit}
button{font:inherit;font-weight:600;padding:.5rem 1.4rem;border:0;border-radius:6px;background:%(act)s;
color:%(paper)s;cursor:pointer}form+p{margin-top:1.4rem}
.no{color:inherit;border-left:3px solid %(act)s;padding-left:.7rem}
section+section{border-top:1px solid %(line)s;padding-top:1.4rem}
@media (prefers-color-scheme:dark){body{background:%(dpaper)s;color:%(dink)s}p{color:%(dsoft)s}a{color:%(dact)s}
section+section,input{border-color:%(dline)s}button{background:%(dact)s;color:%(dpaper)s}.no{border-color:%(dact)s}}
"""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form: its name, what a browser may fill it with, what stands in it."""

    name: str
    fills: str
    value: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form of ours: the catalogue key of its words, its fields, why it was refused, and another way to the same end."""

    key: str
    fields: tuple[Field, ...]
    refused: str = ""
    params: Mapping[str, Param] = field(default_factory=dict)
    other: str = ""


def form(request: Request, status: int, asked: Form, lang: Lang) -> HTMLResponse:
    """A page with a form that is sent to its own address, in the visitor's language."""

    def said(name: str) -> str:
        return escape(t(f"{asked.key}.{name}", lang, **asked.params))

    lines = "".join(
        f'<label>{said(one.name)}<input name="{one.name}" type="{"password" if one.secret else "text"}" '
        f'autocomplete="{one.fills}" value="{escape(one.value)}" required></label>'
        for one in asked.fields
    )
    refused = (
        f'<p role="alert" class="no">{escape(t(asked.refused, lang, **asked.params))}</p>' if asked.refused else ""
    )
    other = f'<p><a href="{asked.other}">{said("provider")}</a></p>' if asked.other else ""
    body = (
        f"<h1>{said('what')}</h1><p>{said('do')}</p>{refused}"
        f'<form method="post">{lines}<button>{said("go")}</button></form>{other}'
    )
    return _html(lang, body, status, policy.FORM)


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
    return _html(first, f"{said}<p>{back}</p>", status, policy.CLOSED)


def refused(request: Request, refusal: Refused) -> HTMLResponse:
    """What the rules of the work refuse, in the sentence that says what to do instead, in both languages."""
    first = shell.visitor(request)
    order = sorted(LANGS, key=lambda lang: lang != first)
    said = "".join(
        f'<section lang="{shell.TAG[lang]}"><p>{escape(t(refusal.key, lang, **refusal.params))}</p></section>'
        for lang in order
    )
    return _html(first, said, 409, policy.CLOSED)


def _html(lang: Lang, body: str, status: int, allowed: str) -> HTMLResponse:
    html = (
        f'<!doctype html><html lang="{shell.TAG[lang]}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(t("frame.product", lang))}</title>'
        f"<style>{_style()}</style></head><body><main>{body}</main></body></html>"
    )
    headers = {"cache-control": "no-store", "content-security-policy": allowed}
    if allowed == policy.FORM:
        headers["referrer-policy"] = policy.REFERRER_FORM
    return HTMLResponse(html, status, headers=headers)


def _style() -> str:
    light, dark = theme.LIGHT, theme.DARK
    return _STYLE % {
        "font": theme.FONT, "paper": light.paper, "ink": light.ink, "soft": light.soft, "act": light.act,
        "line": light.line, "dpaper": dark.paper, "dink": dark.ink, "dsoft": dark.soft, "dact": dark.act,
        "dline": dark.line,
    }  # fmt: skip
