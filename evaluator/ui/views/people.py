"""People as tables: who has which role, who has declared what, and which accounts are open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from evaluator.domain.text import Lang
from evaluator.i18n.opinions import listed
from evaluator.i18n.words import t
from evaluator.services.accounts import EVERYWHERE, IN_TENDER, Person
from evaluator.services.commands import Role
from evaluator.services.declaring import Declared
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.views.when import here

BEGIN: Final = 'evaluator users add "Ann Example" --role administrator'
_ORDER: Final = tuple(Role)


def offered(tender: str, *, lead: bool) -> list[Role]:
    """The roles that may be given, in their order: in a tender by its lead, only that of the lead by an administrator."""
    allowed = (IN_TENDER if lead else frozenset({Role.LEAD})) if tender else EVERYWHERE
    return [role for role in _ORDER if role in allowed]


def role_name(role: Role, lang: Lang, *, everywhere: bool = False) -> str:
    """What a role is called; outside tenders a lead is who may start one."""
    return t(f"people.role.{'starter' if everywhere and role is Role.LEAD else role.value}", lang)


def roles_shown(roles: Iterable[Role], lang: Lang, *, everywhere: bool = False) -> str:
    """Roles in a row, a dash for none."""
    names = [role_name(role, lang, everywhere=everywhere) for role in sorted(roles, key=_ORDER.index)]
    return listed(names, lang) if names else "–"


def columns(lang: Lang) -> list[Column]:
    """Name and roles."""
    return [Column(t("people.col.name", lang), head=True, width=12), Column(t("people.col.roles", lang), width=20)]


def members(people: Sequence[Person], lang: Lang) -> list[Row]:
    """Whoever has a role in the tender."""
    return [Row([Cell(one.name), Cell(roles_shown(one.roles, lang))]) for one in people if one.roles]


def declared_columns(lang: Lang) -> list[Column]:
    """Name, when the person declared, and the interests by vendor."""
    titles = (("people.col.name", 10), ("people.declared.at", 10), ("people.declared.interests", 20))
    return [Column(t(key, lang), head=key == "people.col.name", width=width) for key, width in titles]


def declared(people: Sequence[Declared], lang: Lang) -> list[Row]:
    """Everybody who has a role or has declared; whoever still has to is marked."""
    return [Row([Cell(one.name), _declared_at(one, lang), _interests(one, lang)]) for one in people]


def _declared_at(one: Declared, lang: Lang) -> Cell:
    if not one.at:
        return Cell(t("people.declared.never", lang), tone="warn")
    return Cell(here(one.at)) if one.current else Cell(t("people.declared.old", lang, at=here(one.at)), tone="warn")


def _interests(one: Declared, lang: Lang) -> Cell:
    if not one.at:
        return Cell("–")
    said = (f"{vendor}: {words}" for vendor, words in one.interests.items())
    return Cell("; ".join(said) or t("people.declared.none", lang), tone="warn" if one.interests else "")


def account_columns(lang: Lang) -> list[Column]:
    """Name, address, what the person may do outside tenders, and whether the account is open."""
    titles = ("name", "email", "everywhere", "state")
    return [Column(t(f"people.col.{title}", lang), head=title == "name", width=10) for title in titles]


def accounts(people: Sequence[Person], lang: Lang) -> list[Row]:
    """All accounts, closed ones too."""
    return [
        Row(
            [
                Cell(one.name),
                Cell(one.email or "–"),
                Cell(roles_shown(one.roles, lang, everywhere=True)),
                _state(one, lang),
            ]
        )
        for one in people
    ]


def _state(one: Person, lang: Lang) -> Cell:
    if not one.active:
        return Cell(t("people.state.closed", lang), tone="soft")
    return (
        Cell(t("people.state.open", lang), tone="ok")
        if one.ready
        else Cell(t("people.state.invited", lang), tone="warn")
    )
