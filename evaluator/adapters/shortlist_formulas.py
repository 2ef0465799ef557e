"""The formulas of the performance matrix, and the map of the sheet on which they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from evaluator.adapters.sheets import Page, quoted
from evaluator.adapters.shortlist_index import Cells, index_formula
from evaluator.adapters.shortlist_price import price_formula
from evaluator.domain.method import DRAW, LOWER_PRICE, Combine, Criterion, LeafJudge, Method
from evaluator.domain.question import rounded
from evaluator.domain.ranking import Node, Ranking, Result, Status
from evaluator.domain.score import Scorecard
from evaluator.intake.address import column_letters
from evaluator.scoring.consensus import TRIMMED_FROM, combined, top_points
from evaluator.scoring.price import price_value

# Totals are compared to ten decimals: far below what weights and grain can tell apart, far above what a
# spreadsheet's arithmetic blurs.
_EXACT = 10
# Digits of a number that a spreadsheet's arithmetic does not blur.
_KEPT = 14


@dataclass(slots=True)
class Matrix:
    """Where things stand on the matrix sheet: columns by vendor, rows by criterion, and the rows of total and place."""

    page: Page
    method: Method
    ranking: Ranking
    columns: dict[str, int]
    rows: dict[str, int] = field(default_factory=dict)
    scores: dict[tuple[str, str], int] = field(default_factory=dict)
    total: int = 0  # under a named method, the row of its own scores
    place: int = 0

    def cell(self, row: int, vendor: str) -> str:
        """Address of a vendor's cell in a row."""
        return f"{column_letters(self.columns[vendor])}{row}"

    def span(self, row: int, *statuses: Status) -> str:
        """Absolute range over the vendors of these statuses in a row; they stand side by side."""
        found = [self.columns[result.vendor] for result in self.ranking.results if result.status in statuses]
        return f"${column_letters(min(found))}${row}:${column_letters(max(found))}${row}"

    def reference(self, row: int, vendor: str) -> str:
        """Address of a vendor's cell as other sheets write it."""
        return f"{quoted(self.page.name)}!{self.cell(row, vendor)}"


def counted(method: Method, cards: Sequence[Scorecard]) -> list[Scorecard]:
    """The cards that the combining rule uses: the panel's own, or the agreed one."""
    agreed = method.combine is Combine.CONSENSUS
    return [card for card in cards if card.agreed is agreed][: 1 if agreed else None]


def value_formula(
    matrix: Matrix, criterion: Criterion, result: Result, node: Node, cards: Sequence[Scorecard]
) -> str | None:
    """The formula that gives the node's value, or None where the value was set or is given as a number."""
    vendor = result.vendor
    parts = [matrix.rows[child.key] for child in criterion.children]
    if not parts and criterion.judge is LeafJudge.AUTO:
        parts = [matrix.rows[child.key] for child in node.children]
    if parts:
        if any(child.basis == "basis.not_priced" for child in node.children):
            return None
        if parts == list(range(parts[0], parts[-1] + 1)):
            first, last = matrix.cell(parts[0], vendor), matrix.cell(parts[-1], vendor)
            return f"=SUMPRODUCT($C${parts[0]}:$C${parts[-1]},{first}:{last})/100"
        return "=(" + "+".join(f"$C${part}*{matrix.cell(part, vendor)}" for part in parts) + ")/100"
    if criterion.judge is LeafJudge.PANEL:
        return _panel(matrix, criterion, vendor, node, cards)
    if criterion.judge is LeafJudge.PRICE:
        return _price(matrix, result, node)
    return None


def _panel(matrix: Matrix, leaf: Criterion, vendor: str, node: Node, cards: Sequence[Scorecard]) -> str | None:
    given = [
        Fraction(score.points)
        for card in counted(matrix.method, cards)
        for score in card.scores
        if score.criterion == leaf.key and score.vendor == vendor
    ]
    top = top_points(leaf)
    rule, grain = matrix.method.combine, matrix.method.grain
    if not given or rounded(combined(given, rule) / Fraction(top), grain) != node.value:
        return None
    rows = [row for (key, _), row in matrix.scores.items() if key == leaf.key]
    area = f"{matrix.cell(min(rows), vendor)}:{matrix.cell(max(rows), vendor)}"
    mean = f"AVERAGE({area})"
    if rule is Combine.TRIMMED_MEAN and len(given) >= TRIMMED_FROM:
        mean = f"((SUM({area})-MAX({area})-MIN({area}))/(COUNT({area})-2))"
    return f"=ROUND({mean}*100/{top:f},{grain - 2})"


def _price(matrix: Matrix, result: Result, node: Node) -> str | None:
    rule, grain = matrix.method.price, matrix.method.grain
    statuses = (Status.RANKED, Status.UNSETTLED)
    there = [other for other in matrix.ranking.results if other.status in statuses]
    prices = [other.compared for other in there if other.compared is not None]
    if result.status not in statuses or result.compared is None:
        return None
    if price_value(rule, result.compared, prices, grain) != node.value:
        return None
    own, area = (matrix.cell(matrix.rows["#price"], result.vendor), matrix.span(matrix.rows["#price"], *statuses))
    return f"=ROUND(MAX(0,MIN(1,{price_formula(rule, own, area)}))*100,{grain - 2})"


def shown_key(ranking: Ranking, result: Result) -> Fraction:
    """What an index gives a bid, exact; of the score that a named method gave it the ten digits that a sheet compares."""
    key = ranking.keys.get(result.vendor, 0.0)
    return key if isinstance(key, Fraction) else Fraction(f"{key:.10g}")


def key_formula(matrix: Matrix, result: Result) -> str:
    """The official index of a bid from its quality and price."""
    priced = matrix.rows[next(leaf.key for leaf in matrix.method.leaves() if leaf.judge is LeafJudge.PRICE)]
    quality, price = matrix.rows["#quality"], matrix.rows["#price"]
    cells = Cells(
        quality=matrix.cell(quality, result.vendor), price=matrix.cell(price, result.vendor),
        qualities=matrix.span(quality, Status.RANKED), prices=matrix.span(price, Status.RANKED),
        points=matrix.cell(priced, result.vendor), weight=f"$D${priced}",
        added=matrix.cell(matrix.rows["#added"], result.vendor) if "#added" in matrix.rows else "0",
    )  # fmt: skip
    return f"={index_formula(matrix.method, cells)}"


def place_formula(matrix: Matrix, result: Result) -> str:
    """Competition place: one more than the bids ahead on the key or, where equal, on the tie criteria in turn."""
    sign = ">" if matrix.ranking.better == "higher" else "<"
    tests = [_versus(matrix, result, "", sign)]
    tests += [_versus(matrix, result, *_PARTING.get(tie, (tie, ">"))) for tie in matrix.method.ties]
    ahead = ""
    for beats, equals in reversed(tests):
        ahead = f"({beats}+{equals}*{ahead})" if ahead else beats
    return f"=1+SUMPRODUCT(1*{ahead})"


# What the tie rule compares beside criteria: the price, and the order of the draw, the first lot being the best.
_PARTING = {LOWER_PRICE: ("#price", "<"), DRAW: ("#lot", "<")}


def _versus(matrix: Matrix, result: Result, key: str, sign: str) -> tuple[str, str]:
    row, digits = (matrix.rows[key], _EXACT) if key else (matrix.total, _digits(matrix))
    others = f"ROUND({matrix.span(row, Status.RANKED)},{digits})"
    own = f"ROUND({matrix.cell(row, result.vendor)},{digits})"
    return f"({others}{sign}{own})", f"({others}={own})"


def _digits(matrix: Matrix) -> int:
    """To how many decimals numbers are compared: an index in money has fewer that a spreadsheet keeps."""
    most = max((abs(float(key)) for key in matrix.ranking.keys.values()), default=0.0)
    return min(_EXACT, _KEPT - len(str(int(most))))
