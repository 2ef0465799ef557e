"""Rules on abnormally low prices as dated data: what a notice or law says of when a price has to be explained.

The shape is that of ``criteria/low_prices/*.toml``. A method names one and holds its figures itself, so that a locked method
says everything even when the rules change later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from evaluator.domain.text import Text

LIMITS = ("below_mean", "below_others", "below_second", "below_next", "below_ceiling", "below_estimate")


@dataclass(frozen=True, slots=True, kw_only=True)
class LowPriceRules:
    """What one set of rules fixes; a limit that it does not name is the buyer's to publish.

    Limits are percents as in `evaluator.domain.method.AbnormallyLow`. Days are ISO text, empty where unknown. ``counsel`` says
    that nobody has read the text of the rules itself, ``unverified`` what was left out because it could not be verified.
    """

    key: str
    summary: Text
    source: Text
    checked_on: str
    valid_from: str = ""
    counsel: bool = True
    unverified: Text = Text()
    below_mean: Decimal | None = None
    below_others: Decimal | None = None
    below_second: Decimal | None = None
    below_next: Decimal | None = None
    below_ceiling: Decimal | None = None
    below_estimate: Decimal | None = None
    at_limit: bool = False
    judgement: bool = False
    minutes: int | None = None

    def limits(self) -> Mapping[str, Decimal]:
        """The limits that are fixed, by name.

        >>> rules = LowPriceRules(key="x", summary=Text(), source=Text(), checked_on="", below_mean=Decimal(50))
        >>> dict(rules.limits())
        {'below_mean': Decimal('50')}
        """
        given = {name: getattr(self, name) for name in LIMITS}
        return {name: value for name, value in given.items() if value is not None}
