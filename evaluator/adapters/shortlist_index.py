"""Official indexes of quality and price as a spreadsheet calculates them, from the cells of the performance matrix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evaluator.domain.method import LeafJudge, Method
from evaluator.scoring.index_rules import MILLION, RECEIVED


@dataclass(frozen=True, slots=True)
class Cells:
    """Addresses: quality (0…100) and price of the bid, those of all bids ranked; points and weight (%) of price; what is added."""

    quality: str
    price: str
    qualities: str
    prices: str
    points: str
    weight: str
    added: str


def index_formula(method: Method, cells: Cells) -> str:
    """The index of a bid by the method's award rule, without the equals sign."""
    return _FORMULAS[method.award.method](method, cells)


def quality_formula(method: Method, rows: Mapping[str, int], column: str) -> str:
    """Quality of a bid: the values in its column of all sub-criteria that compare no prices, by their weights in column D."""
    judged = [rows[leaf.key] for leaf in method.leaves() if leaf.judge is not LeafJudge.PRICE]
    products = "+".join(f"$D${row}*{column}{row}" for row in judged)
    return f"=({products})/({'+'.join(f'$D${row}' for row in judged)})"


def _quality_per_price(_: Method, at: Cells) -> str:
    return f"{at.quality}*{MILLION}/{at.price}"


def _weighted_quality_per_price(method: Method, at: Cells) -> str:
    power = f"({at.quality}/100)^((100-{at.weight})/{at.weight})"
    return f"100*ROUND({power},{method.grain})*{MILLION}/{at.price}"


def _price_less_quality(method: Method, at: Cells) -> str:
    return f"{at.price}-{at.quality}/100*{method.award.parameters['willingness_to_pay']}"


def _utility_index(method: Method, at: Cells) -> str:
    left = f"1-(MAX({at.qualities})-{at.quality})/100*{method.award.parameters['n']}"
    return f"MAX(0,{left})/{at.price}*MIN({at.prices})"


def _relative_value_cost(_: Method, at: Cells) -> str:
    return f"{at.price}*(MIN({at.qualities})+100)/({at.quality}+100)"


def _price_over_features(_: Method, at: Cells) -> str:
    return f"{at.price}/(1+{at.quality}/100*(100-{at.weight})/{at.weight})"


def _life_cycle_cost(_: Method, at: Cells) -> str:
    return f"{at.price}+{at.added}"


def _rated_criteria(method: Method, at: Cells) -> str:
    technical = at.quality
    if method.award.parameters["technical_scale"] == RECEIVED:
        technical = f"IF(MAX({at.qualities})=0,0,{at.quality}/MAX({at.qualities})*100)"
    return f"({at.weight}*{at.points}+(100-{at.weight})*{technical})/100"


_FORMULAS: Mapping[str, Callable[[Method, Cells], str]] = {
    "quality_per_price": _quality_per_price, "weighted_quality_per_price": _weighted_quality_per_price,
    "price_less_quality": _price_less_quality, "utility_index": _utility_index,
    "relative_value_cost": _relative_value_cost, "price_over_features": _price_over_features,
    "life_cycle_cost": _life_cycle_cost, "rated_criteria": _rated_criteria,
}  # fmt: skip
