"""What the clinic found, as tables and charts of the page: the words are those of the report."""

from __future__ import annotations

from fractions import Fraction

from evaluator.clinic.examine import Examined
from evaluator.clinic.found import percent
from evaluator.domain.text import Lang
from evaluator.i18n.clinic import Grid, check_name, formula_name, said, side_by_side
from evaluator.i18n.words import t
from evaluator.ui.parts.pairs import Pair
from evaluator.ui.parts.tables import Cell, Column, Row

# In rem, where the text would else squeeze a column.
_WIDE = {"criterion": 9, "formula": 17, "item": 18, "edge": 14, "result": 16, "check": 11, "outcome": 14, "vendor": 9}


def table(grid: Grid, lang: Lang) -> tuple[list[Column], list[Row]]:
    """A table of the report on the page, its first column heading the rows."""
    columns = [
        Column(
            t(f"clinic.col.{head.key}", lang), kind="number" if head.number else "text", width=_WIDE.get(head.key, 5),
            head=not place,
        )
        for place, head in enumerate(grid.heads)
    ]  # fmt: skip
    return columns, [Row(list(cells)) for cells in grid.rows]


def found_table(told: Examined, lang: Lang) -> tuple[list[Column], list[Row]]:
    """What was found under the check that found it: what, why, and what to do."""
    heads = (("what", 16), ("why", 13), ("do", 13))
    columns = [
        Column(t(f"clinic.col.{key}", lang), width=width, head=not place) for place, (key, width) in enumerate(heads)
    ]
    rows: list[Row] = []
    for check in dict.fromkeys(one.check for one in told.found):
        rows.append(Row([Cell(check_name(check, lang))], state="group"))
        for one in (one for one in told.found if one.check is check):
            what, why, remedy = said(one, lang)
            rows.append(Row([what, Cell(why, tone="soft"), remedy]))
    return columns, rows


def weight_pairs(told: Examined, lang: Lang) -> list[Pair]:
    """Published and effective weight of each criterion."""
    rows = []
    for one in told.weights:
        shown = {"nominal": percent(one.nominal), "effective": percent(one.effective)}
        words = t("clinic.chart.said", lang, criterion=one.title, **shown)
        rows.append(Pair(title=one.title.show(lang), shares=(one.nominal, one.effective), said=(words, words)))
    return rows


def rate_pairs(told: Examined, lang: Lang) -> list[Pair]:
    """How often each formula has another winner: after a withdrawal, and than the method's own."""
    rows = []
    for row in side_by_side(told):
        name, shares = formula_name(row, lang), (Fraction(row.turned, row.tenders), Fraction(row.other, row.tenders))
        words = tuple(
            t("clinic.chart.rate_said", lang, formula=name, what=t(f"clinic.chart.{key}", lang), share=percent(share))
            for key, share in zip(("turned", "other"), shares, strict=True)
        )
        rows.append(Pair(title=name, shares=shares, said=(words[0], words[1])))
    return rows
