"""What every command has in common: its options, how it ends, its JSON, and faults as sentences with an exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from evaluator.i18n.words import UnknownWordError, t

# Set before numpy can load: spinning BLAS threads make small products slower, not faster. Where somebody has set them
# otherwise, threadpoolctl limits them as soon as the libraries are there.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

PATH = click.Path(path_type=Path)
LANG = click.Choice(["zh", "en"])
LAYOUT = click.Choice(["zh", "en", "both"])
DONE, REFUSED, BAD_INPUT, INTERNAL = 0, 1, 2, 70


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command ends with: an exit code, the JSON to print, the lines for people, one line per error."""

    code: int
    data: Any
    lines: Sequence[str] = ()
    errors: Sequence[str] = ()


class Commands(click.Group):
    """The commands; a command line that cannot be understood is answered in JSON too where JSON was asked for."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command that the arguments name."""
        try:
            return super().main(*args, **{**extra, "standalone_mode": False})
        except click.ClickException as error:
            if "--json" in sys.argv:
                print_json({"error": {"rule": "usage", "message": error.format_message()}})
            error.show()
            sys.exit(error.exit_code)
        except click.Abort:
            sys.exit(130)


def print_json(data: Any) -> None:
    """Write JSON to standard output: real characters, never NaN."""
    click.echo(json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2))


def command(work: Callable[..., Outcome]) -> Callable[..., None]:
    """Print what a command found and end with its exit code; faults of the input become sentences."""

    @wraps(work)
    def run(*, messages: str, as_json: bool, **options: Any) -> None:
        try:
            outcome = work(lang=messages, **options)
        except Exception as error:  # noqa: BLE001 - the edge: everything becomes an exit code and a sentence
            outcome = _failed(error, messages)
        if as_json:
            print_json(outcome.data)
        for line in () if as_json else outcome.lines:
            click.echo(line)
        for line in outcome.errors:
            click.echo(line, err=True)
        sys.exit(outcome.code)

    return run


def _failed(error: Exception, lang: Any) -> Outcome:
    from evaluator.services.faults import sentences

    try:
        lines, rules = sentences(error, lang)
        apology = t("cli.internal", lang)
    except UnknownWordError as fault:  # an installation without its words still says that it failed
        error, lines, rules, apology = fault, [], [], "The program failed: its words are missing. Install it again."
    if not lines:
        import logging

        logging.getLogger("evaluator").error("internal error", exc_info=error)
        return Outcome(INTERNAL, {"error": {"rule": "internal", "message": apology}}, errors=[apology])
    found = [{"rule": rule, "message": line} for rule, line in zip(rules, lines, strict=True)]
    return Outcome(BAD_INPUT, {"error": found[0], "errors": found}, errors=lines)


def error_lines(data: Any) -> list[str]:
    """One line for each file that was refused, and for what the rules refuse."""
    lines = [f"{error['file']}: {error['message']}" for error in data.get("errors", ())]
    return lines if "error" not in data else [*lines, data["error"]["message"]]


def common(function: Callable[..., None]) -> Callable[..., None]:
    """The options of every command but ``serve``."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output."),
        click.option("--messages", type=LANG, default="en", help="Language of messages."),
    ):
        function = option(function)
    return function


def folder(function: Callable[..., None]) -> Callable[..., None]:
    """The options of commands on a folder of bids."""
    for option in (
        click.option("--scores", type=PATH, help="A scorecard or a folder of them."),
        click.option("--tender", "tender_file", type=PATH, help="Tender file; default: tender.toml in the folder."),
        click.option("--bids", type=PATH, required=True, help="Folder with the vendors' workbooks."),
        click.option("--pack", required=True, help="A bundled pack's name or a folder."),
    ):
        function = option(function)
    return function


def usage(words: str) -> NoReturn:
    """Refuse a command line that cannot be understood."""
    raise click.UsageError(words)
