"""Who works in this browser, in the header: name and roles, and the way out where people sign in."""

from __future__ import annotations

from html import escape

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services.commands import LOCAL, Actor, Role
from evaluator.ui.views.people import roles_shown


def markup(actor: Actor, lang: Lang) -> str:
    """The person as HTML."""
    if actor == LOCAL:
        return f'<div class="ve-who">{escape(t("frame.who", lang))}</div>'
    roles = actor.roles - {Role.MEMBER}
    shown = f"{actor.name} · {roles_shown(roles, lang, everywhere=Role.MEMBER in actor.roles)}" if roles else actor.name
    out = escape(t("frame.sign_out", lang))
    return f'<div class="ve-who">{escape(shown)} <a href="/sign-out" target="_self">{out}</a></div>'
