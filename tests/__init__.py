"""Tests mirror the package; ``make torture`` runs the long ones many times over."""

import os

TORTURE = int(os.environ.get("TORTURE", "1"))


def many(usual: int, torture: int) -> int:
    """How many examples to make: the usual number, or that of ``make torture``."""
    return torture if TORTURE > 1 else usual
