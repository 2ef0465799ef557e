"""Faults of the input as sentences, for the command line and the pages alike."""

from __future__ import annotations

import click

from evaluator.adapters.packs import PackError, PackFault
from evaluator.adapters.pdf import PdfError
from evaluator.domain.text import Lang
from evaluator.i18n.opinions import problem_words
from evaluator.i18n.words import t
from evaluator.scoring.matrix import MatrixRefusedError
from evaluator.services.folder import FolderError
from evaluator.services.problem import Refused


def sentences(error: Exception, lang: Lang) -> tuple[list[str], list[str]]:
    """Sentences and rule names of an error that the input caused; nothing for an error of ours."""
    if isinstance(error, PackError):
        return [pack_sentence(fault, lang) for fault in error.faults], [fault.words for fault in error.faults]
    if isinstance(error, FolderError):
        return [t(f"cli.{error.rule}", lang, **error.params)], [error.rule]
    if isinstance(error, Refused):
        return [t(error.key, lang, **error.params)], [error.key.removeprefix("refused.")]
    if isinstance(error, MatrixRefusedError):
        # A file is refused by the same rules, whatever it was to be read as.
        rules = [found.key.removeprefix("finding.") for found in error.problems]
        return [problem_words(found, lang) for found in error.problems], rules
    if isinstance(error, PdfError):
        return [t("cli.pdf_failed", lang)], ["pdf_failed"]
    if isinstance(error, OSError):
        place = error.filename or ""
        return [t("cli.file_trouble", lang, path=str(place), why=error.strerror or "")], ["file_trouble"]
    if isinstance(error, click.UsageError):
        return [error.format_message()], ["usage"]
    return [], []


def pack_sentence(fault: PackFault, lang: Lang) -> str:
    """File, key, what is wrong and the remedy of a fault in a pack or tender file."""
    where = f"{fault.file} [{fault.key}]" if fault.key else fault.file
    return f"{where}: {t(fault.words, lang, **dict(fault.params))}"
