"""``audit``, ``backup`` and ``restore``: what keeps the database trustworthy and at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from evaluator.cli_frame import DONE, PATH, REFUSED, Outcome, command, common
from evaluator.i18n.words import t


@click.command()
@click.option("--against", type=PATH, help="A signed head of earlier: is the log still the one that it was taken of?")
@click.option("--sign", type=PATH, help="Write the signed head of the log to this file, once the audit found nothing.")
@common
@command
def audit(lang: Any, against: Path | None, sign: Path | None) -> Outcome:
    """Check the event log, the tables against it, and the files against their hashes."""
    from evaluator.services import auditing, front

    earlier = None
    if against is not None:
        try:
            earlier = json.loads(against.read_text("utf-8"))
        except (OSError, ValueError):
            earlier = {}
    store = front.open_store()
    found = auditing.audited(store, earlier)
    lines = auditing.lines(found, lang)
    if not found["whole"]:
        return Outcome(REFUSED, found, errors=lines)
    if sign is not None:
        head = auditing.signed_head(store)
        sign.write_text(json.dumps(head, indent=2) + "\n", "utf-8")
        lines.append(t("cli.written", lang, path=str(sign)))
    return Outcome(DONE, found, lines)


@click.command()
@click.option("--out", type=PATH, required=True)
@common
@command
def backup(lang: Any, out: Path) -> Outcome:
    """Copy the whole database to a file while people go on working; the copy is checked."""
    from evaluator.services.keeping import back_up

    chain = back_up(out)
    data = {"path": str(out), "length": chain.length, "head": chain.head}
    return Outcome(DONE, data, [t("audit.backed_up", lang, path=str(out), n=chain.length, head=chain.head)])


@click.command()
@click.argument("copy", type=PATH)
@click.option(
    "--replace", is_flag=True, help="Put it in the place of a database that is there; that one is kept beside it."
)
@common
@command
def restore(lang: Any, copy: Path, replace: bool) -> Outcome:
    """Put a backup in the place of the database, with the app stopped; the backup is checked before."""
    from evaluator.services.keeping import restore as put_back

    chain, aside = put_back(copy, replace=replace)
    data = {"length": chain.length, "head": chain.head, "before": str(aside) if aside else None}
    lines = [t("audit.restored", lang, n=chain.length, head=chain.head)]
    if aside:
        lines.append(t("audit.kept_aside", lang, path=str(aside)))
    return Outcome(DONE, data, lines)
