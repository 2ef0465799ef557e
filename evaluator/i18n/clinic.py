"""What the clinic found, in words and rows: the page, the report and the command say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from evaluator.clinic.compared import Counts
from evaluator.clinic.examine import Examined
from evaluator.clinic.found import Check, Found, percent
from evaluator.clinic.gates import Barrier
from evaluator.domain.question import rounded
from evaluator.domain.ranking import Status
from evaluator.domain.text import Lang
from evaluator.i18n.words import shown, t


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A column: key of its title under ``clinic.col``, whether it holds numbers, and its width in a sheet."""

    key: str
    number: bool = False
    width: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table of the report; its title stands under ``clinic.section``."""

    key: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]


def headline(told: Examined, lang: Lang, *, locked: bool = False) -> str:
    """How many checks found something, in one sentence."""
    key = f"clinic.head{'_locked' if locked else ''}{'' if told.wrong else '_clear'}"
    return t(key, lang, n=told.wrong, made=str(told.made))


def lead(told: Examined, lang: Lang) -> str:
    """What it was tried on."""
    wish = told.wish
    return t("clinic.lead", lang, tenders=str(told.tenders), bids=str(wish.bids), seed=str(wish.seed))


def grids(told: Examined, lang: Lang) -> list[Grid]:
    """Every table that has rows, in the order of the page."""
    found = [_found(told, lang), _checks(told, lang), _weights(told, lang), _formulas(told, lang), _barriers(told, lang),
             _edges(told, lang), _expected(told, lang)]  # fmt: skip
    return [grid for grid in found if grid.rows]


def _found(told: Examined, lang: Lang) -> Grid:
    heads = (
        Head(key="check", width=20),
        Head(key="what", width=52),
        Head(key="why", width=44),
        Head(key="do", width=44),
    )
    return Grid(
        key="found", heads=heads, rows=tuple((check_name(one.check, lang), *said(one, lang)) for one in told.found)
    )


def said(one: Found, lang: Lang) -> tuple[str, str, str]:
    """What, why, and what to do."""
    return shown(one.what(), lang), shown(one.why(), lang), shown(one.remedy(), lang)


def check_name(check: Check, lang: Lang) -> str:
    """The name of a check."""
    return t(f"clinic.check.{check.value}", lang)


def _checks(told: Examined, lang: Lang) -> Grid:
    count = {check: sum(one.check is check for one in told.found) for check in Check}
    rows = []
    for one in told.outcomes:
        reason = t(f"clinic.idle.{one.reason}", lang) if one.reason else ""
        words = t(f"clinic.outcome.{one.state}", lang, n=str(count[one.check]), reason=reason)
        rows.append((check_name(one.check, lang), words))
    return Grid(key="checks", heads=(Head(key="check", width=34), Head(key="outcome", width=70)), rows=tuple(rows))


def _weights(told: Examined, lang: Lang) -> Grid:
    heads = (
        Head(key="criterion", width=40),
        *(Head(key=key, number=True) for key in ("nominal", "effective", "apart")),
    )
    rows = (
        (one.title.show(lang), _one(one.nominal), _one(one.effective), _signed(one.effective - one.nominal))
        for one in told.weights
    )
    return Grid(key="weights", heads=heads, rows=tuple(rows))


def _one(share: Fraction) -> str:
    """A share in percent with exactly one decimal, so that a column of them stands in line."""
    return f"{float(rounded(share * 100, 1)):.1f}"


def _signed(share: Fraction) -> str:
    words = f"{float(rounded(share * 100, 1)):+.1f}"
    return words.replace("-", "−") if float(words) else "0.0"


def formula_name(row: Counts, lang: Lang) -> str:
    """A formula by its short name, and whether it is the method's own or rests on figures that are supposed."""
    name = t(f"clinic.formula.{row.variant.rule.formula}", lang)
    key = "own" if row.variant.own else "assumed" if row.variant.supposed else ""
    return t(f"clinic.{key}", lang, formula=name) if key else name


def _formulas(told: Examined, lang: Lang) -> Grid:
    numbers = (Head(key=key, number=True) for key in ("price_weight", "turned", "other", "never"))
    heads = (Head(key="formula", width=46), *numbers, Head(key="middle"))
    return Grid(key="formulas", heads=heads, rows=tuple(_formula(row, lang) for row in side_by_side(told)))


def side_by_side(told: Examined) -> list[Counts]:
    """The formulas that were compared with each other; none where a price earns no points by any of them."""
    rows = [row for row in told.formulas if row.tenders]
    return rows if len(rows) > 1 else []


def _formula(row: Counts, lang: Lang) -> tuple[str, ...]:
    never = "–" if row.never is None or not row.sound else _one(Fraction(row.never, row.sound))
    middle = "–" if row.middle is None else t("clinic.yes" if row.middle else "clinic.no", lang)
    return (
        formula_name(row, lang), "–" if row.effective is None else _one(row.effective),
        _one(Fraction(row.turned, row.tenders)), _one(Fraction(row.other, row.tenders)), never, middle,
    )  # fmt: skip


def _barriers(told: Examined, lang: Lang) -> Grid:
    heads = (Head(key="item", width=60), *(Head(key=key, number=True) for key in ("minimum", "failed", "bids")))
    rows = (
        (
            _barrier(one, lang),
            "–" if one.minimum is None else f"{one.minimum.normalize():f}",
            str(one.failed),
            str(one.bids),
        )
        for one in told.barriers
    )
    return Grid(key="barriers", heads=heads, rows=tuple(rows))


def _barrier(one: Barrier, lang: Lang) -> str:
    """A gate or a minimum of a question by that one's id and text; any other, and the list of requirements, by its name."""
    return f"{one.item} · {one.title.show(lang)}" if one.asked else one.title.show(lang)


def _edges(told: Examined, lang: Lang) -> Grid:
    heads = (Head(key="edge", width=50), Head(key="result", width=70))
    return Grid(key="prices", heads=heads, rows=tuple(_edge_rows(told, lang)))


def _edge_rows(told: Examined, lang: Lang) -> Iterator[tuple[str, str]]:
    edges = told.edges
    for kind in edges.tried:
        yield t(f"clinic.edge.{kind}", lang), t(f"clinic.edge.{'ranked' if kind in edges.ranked else 'held'}", lang)
    counts = {"won": str(edges.won), "tenders": str(edges.tenders), "asked": str(edges.asked)}
    token = t("clinic.edge.token_said", lang, **counts) if edges.tenders else t("clinic.edge.token_untried", lang)
    yield t("clinic.edge.token", lang), token
    if edges.alone is not None:
        yield t("clinic.edge.alone", lang), t("clinic.edge.alone_said", lang, points=percent(edges.alone))


def _expected(told: Examined, lang: Lang) -> Grid:
    heads = (Head(key="vendor", width=34), *(Head(key=key, number=True) for key in ("place", "total")))
    results = told.expected.ranking.results if told.expected else ()
    rows = []
    for one in results:
        place = str(one.place) if one.status is Status.RANKED else t("clinic.own.unranked", lang)
        total = "–" if one.score is None else f"{float(rounded(one.score * 100, 3)):.3f}"
        rows.append((one.vendor, place, total))
    return Grid(key="expected", heads=heads, rows=tuple(rows))


def notes(told: Examined, lang: Lang) -> list[str]:
    """What must be said of the expected bids: that their scores are supposed, and which of them have no place."""
    own = told.expected
    if own is None:
        return []
    equal = [t("clinic.own.equal", lang)] if own.supposed else []
    waiting = [one.vendor for one in own.ranking.results if one.status is Status.UNSETTLED]
    return [*equal, *(t("clinic.own.unsettled", lang, vendor=vendor) for vendor in waiting)]


def lines(told: Examined, lang: Lang) -> list[str]:
    """The same for a terminal: the answer first, then what was found, each with what to do."""
    colon = "：" if lang == "zh" else ": "
    made = [check_name(one.check, lang) + colon + " ".join(said(one, lang)) for one in told.found]
    places = [" · ".join(row) for row in _expected(told, lang).rows]
    return [headline(told, lang), lead(told, lang), *made, *places, *notes(told, lang)]
