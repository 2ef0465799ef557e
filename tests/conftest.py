"""What all tests share."""

from __future__ import annotations

import gc
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect

from tests.tools import BROWSER, find, left_out

# How long an example takes says more about the machine than about the code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

expect.set_options(timeout=30_000)

# While tests are collected next to nothing becomes garbage.
gc.disable()

_LEFT_OUT = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's own Chromium, which asks nobody for anything."""
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync"]
    assert find(BROWSER), f"Chromium drives this test: install Debian's {BROWSER}"
    return {**browser_type_launch_args, "executable_path": find(BROWSER), "args": quiet}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine has no programs for, and remember why; CI leaves out nothing."""
    lacking = left_out({mark.name for item in items for mark in item.iter_markers()})
    reason = {item: next((name for name in lacking if item.get_closest_marker(name)), "") for item in items}
    counts = Counter(name for name in reason.values() if name)
    config.stash[_LEFT_OUT] = [
        f"left out {counts[name]} {name} tests: not installed: {', '.join(lacking[name])}" for name in counts
    ]
    if counts:
        config.hook.pytest_deselected(items=[item for item in items if reason[item]])
        items[:] = [item for item in items if not reason[item]]


def pytest_collection_finish() -> None:
    """Set thousands of collected tests aside, and look through all other objects ten times more seldom.

    Tests keep stores and pages for one another, so that a full round of the collector finds little and takes long: they
    were a fifth of the processor's time.
    """
    gc.collect()
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, 100)
    gc.enable()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells what it left out to the process that writes the summary."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["left_out"] = session.config.stash[_LEFT_OUT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Every worker collects all tests, so each tells the same."""
    node.config.stash[_LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", [])


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say which tests were left out and what would bring them back."""
    for line in config.stash.get(_LEFT_OUT, []):
        terminalreporter.write_line(line)
