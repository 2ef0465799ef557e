"""Every refusal of the store has a sentence in both languages that says what to do."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import evaluator
from evaluator.i18n.words import known

PACKAGE = Path(evaluator.__file__).parent
SOURCES = [*PACKAGE.glob("store/*.py"), PACKAGE / "services/commands.py", PACKAGE / "services/tickets.py"]


def _keys() -> set[str]:
    """All message keys of catalogue ``store`` that these modules name."""
    texts = {
        node.value
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in texts if text.startswith("store.") and text.replace(".", "").replace("_", "").isalpha()}


def test_the_keys_are_found() -> None:
    assert {"store.conflict", "store.sealed", "store.ticket_stale", "store.network"} <= _keys()


@pytest.mark.parametrize("key", sorted(_keys()))
def test_a_refusal_has_words_in_both_languages(key: str) -> None:
    assert known(key, "zh")
    assert known(key, "en")
