"""``evaluator users``: accounts kept by whoever may run commands where the database is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from evaluator.cli_frame import DONE, Outcome, command, common
from evaluator.i18n.words import t

_ROLES = click.Choice(["administrator", "lead"])
_URL = click.option("--url", default="http://127.0.0.1:8501", show_default=True, help="Where people reach the app.")


@click.group()
def users() -> None:
    """Keep accounts: from the first one on nobody works in the app without signing in."""


def _word(name: str) -> Callable[[Callable[..., Outcome]], Any]:
    def made(work: Callable[..., Outcome]) -> Any:
        return users.command(name)(common(command(work)))

    return made


def _linked(lang: Any, name: str, person_id: str, url: str) -> Outcome:
    from evaluator.services import accounts, front
    from evaluator.services.commands import CONSOLE, new_command_id

    token = accounts.invite(front.open_store(), CONSOLE, new_command_id(), person_id)
    link = f"{url.rstrip('/')}/welcome/{token}"
    return Outcome(DONE, {"name": name, "link": link}, [t("cli.users.link", lang, name=name), link])


@_word("add")
@click.argument("name")
@click.option("--email", default="", help="Address by which a provider of identities knows the person.")
@click.option("--role", "roles", type=_ROLES, multiple=True,
              help="lead may start tenders; the first account has to be an administrator.")  # fmt: skip
@_URL
def add(lang: Any, name: str, email: str, roles: tuple[str, ...], url: str) -> Outcome:
    """Add a person and print the link with which the person sets a password."""
    from evaluator.services import accounts, front
    from evaluator.services.commands import CONSOLE, Role, new_command_id

    given = [Role(role) for role in roles]
    person_id = accounts.add_person(front.open_store(), CONSOLE, new_command_id(), name, email, given)
    return _linked(lang, name, person_id, url)


@_word("link")
@click.argument("name")
@_URL
def link(lang: Any, name: str, url: str) -> Outcome:
    """Print a new link to set a password; earlier ones stop working."""
    from evaluator.services import accounts, front
    from evaluator.services.commands import CONSOLE

    return _linked(lang, name, accounts.find_person(front.open_store(), CONSOLE, name), url)


@_word("close")
@click.argument("name")
def close(lang: Any, name: str) -> Outcome:
    """Close an account; its sign-ins end at once."""
    return _stands(lang, name, active=False)


@_word("reopen")
@click.argument("name")
def reopen(lang: Any, name: str) -> Outcome:
    """Open a closed account again, or one locked for wrong passwords."""
    return _stands(lang, name, active=True)


def _stands(lang: Any, name: str, *, active: bool) -> Outcome:
    from evaluator.services import accounts, front
    from evaluator.services.commands import CONSOLE, new_command_id

    store, told = front.open_store(), "people.reopened" if active else "people.closed"
    change = accounts.reopen_person if active else accounts.close_person
    change(store, CONSOLE, new_command_id(), accounts.find_person(store, CONSOLE, name))
    return Outcome(DONE, {"name": name, "state": "active" if active else "closed"}, [t(told, lang, who=name)])


@_word("role")
@click.argument("name")
@click.option(
    "--tender", default="", help="Id of a tender, where only its lead can be appointed; default: outside tenders."
)
@click.option("--role", "roles", type=_ROLES, multiple=True, help="None takes all away.")
def role(lang: Any, name: str, tender: str, roles: tuple[str, ...]) -> Outcome:
    """Say what a person may do outside tenders, or appoint the lead of a tender."""
    from evaluator.services import accounts, front
    from evaluator.services.commands import CONSOLE, Role, new_command_id

    store = front.open_store()
    person_id = accounts.find_person(store, CONSOLE, name)
    held = next(one for one in accounts.people_of(store, CONSOLE, tender) if one.id == person_id)
    kept = held.roles - {Role.LEAD} if tender else frozenset()
    wanted = kept | {Role(each) for each in roles}
    accounts.set_roles(store, CONSOLE, new_command_id(), tender, person_id, wanted, held.ver)
    return Outcome(DONE, {"name": name, "tender": tender, "roles": sorted(wanted)}, [t("people.given", lang, who=name)])


@_word("list")
def list_(lang: Any) -> Outcome:
    """List all accounts, and the tenders with their ids."""
    from evaluator.services import accounts, front
    from evaluator.services.commands import CONSOLE
    from evaluator.services.tenders import tenders

    found = [
        {"name": one.name, "email": one.email, "roles": sorted(one.roles), "state": "active" if one.active else "closed",
         "ready": one.ready}
        for one in accounts.people_of(front.open_store(), CONSOLE)
    ]  # fmt: skip
    lines = ["  ".join(str(value) for value in one.values()) for one in found]
    there = [{"id": key, "name": name.show(lang)} for key, name, _ in tenders(front.open_store(), CONSOLE)]
    lines += ["  ".join(one.values()) for one in there] if found else []
    return Outcome(DONE, {"users": found, "tenders": there}, lines or [t("cli.users.none", lang)])
