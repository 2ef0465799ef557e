"""Tests mirror the package; ``make torture`` runs the long ones many times over."""

import os

TORTURE = int(os.environ.get("TORTURE", "1"))
