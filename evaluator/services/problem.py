"""What a person asked for and cannot have, with the sentence that says what to do instead."""

from __future__ import annotations

from evaluator.domain.finding import Param


class Refused(Exception):
    """A wish that the rules of the work refuse; ``key`` is a key of the ``refused`` catalogue."""

    def __init__(self, key: str, **params: Param) -> None:
        """Keep the key and its parameters."""
        super().__init__(key, params)
        self.key = f"refused.{key}"
        self.params = params
