"""Compiles the gettext catalogues; hatchling runs it for wheels and editable installs, ``make words`` by hand."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, without the build back end
    BuildHookInterface = object  # type: ignore[assignment,misc]  # stands in for the class only here

LOCALE = Path(__file__).parent / "evaluator" / "i18n" / "locale"


def compile_words(locale: Path = LOCALE) -> int:
    """Write a .mo beside every .po that is newer; number of catalogues written."""
    written = 0
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as po:
            catalogue = read_po(po, locale=source.parts[-3], abort_invalid=True)
        with target.open("wb") as mo:
            write_mo(mo, catalogue)
        written += 1
    return written


class WordsHook(BuildHookInterface):
    """Hatchling's door to `compile_words`."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Compile before files are collected."""
        compile_words()


if __name__ == "__main__":
    print(compile_words(), "catalogues compiled")
