"""Every rule by which something is found is raised by the code and by a test."""

from __future__ import annotations

from pathlib import Path

import pytest

import evaluator
from evaluator.domain.finding import SEVERITY, Rule

PACKAGE = Path(evaluator.__file__).parent
TESTS = Path(__file__).parent.parent


def text_of(folder: Path, *but: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py")) if path.name not in but)


CODE, PROOF = text_of(PACKAGE, "finding.py"), text_of(TESTS, "test_rules.py")


@pytest.mark.parametrize("rule", Rule, ids=lambda rule: rule.value)
def test_every_rule_is_raised_by_the_code_and_by_a_test(rule: Rule) -> None:
    names = (f"Rule.{rule.name}", f'"{rule.value}"')

    assert any(name in CODE for name in names)
    assert any(name in PROOF for name in names)


def test_every_rule_has_a_severity() -> None:
    assert set(SEVERITY) == set(Rule)
