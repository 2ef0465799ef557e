"""A disk that is full: saves are refused in words that say so, what was acknowledged stays, and work goes on once there is room."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evaluator.i18n.catalogue import sentence
from evaluator.services import scores
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.store import faults
from evaluator.store import scores as kept
from evaluator.store.engine import sqlite_url
from evaluator.store.errors import DiskFull, Unavailable
from evaluator.store.store import Store
from tests import many
from tests.store.injected import keep_whatever_was_written, marks

Desk = Any
SAVES = many(300, 3_000)
