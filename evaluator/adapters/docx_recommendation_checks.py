"""What an award recommendation says beside the result: prices, how firm it is, what was changed late, what is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluator.adapters.docx_paper import Paper, cells, once
from evaluator.adapters.docx_tables import Cell
from evaluator.adapters.recommendation_words import amount_words, reason_words
from evaluator.award.open_points import OpenPoint
from evaluator.award.open_points import cells as cells_of
from evaluator.award.recommendation import Asked, Priced, Recommendation
from evaluator.domain.finding import Finding, Rule
from evaluator.domain.method import AbnormallyLow
from evaluator.domain.ranking import Result
from evaluator.domain.score import LowPrice
from evaluator.domain.text import Lang, Text
from evaluator.i18n.days import moment
from evaluator.i18n.opinions import listed, verdict_words
from evaluator.i18n.price_formulas import formula_text
from evaluator.i18n.words import message, t
from evaluator.intake.method_rules import NAMES
from evaluator.scoring.low_prices import TRIGGERS

LISTED = 12  # open points and late changes told one by one; the rest is counted


def prices(paper: Paper, told: Recommendation) -> None:
    """Own totals, corrections and evaluated prices of the bids that were compared, and what had to be asked about them."""
    if not told.prices:
        return
    paper.part("award.part.prices")
    paper.prose("award.prices", keep=True, basis=_both(f"award.tax.{told.basis.tender.tax_basis}", told))
    formula = formula_text(told.basis.method.price, told.basis.tender.currency)
    paper.prose("award.price_formula", keep=True, formula=formula)
    if (rules := told.basis.method.price.abnormally_low.pack) != AbnormallyLow().pack:
        paper.prose("award.low_rules", keep=True, rules=NAMES[rules])
    heads = [paper.key(f"award.head.{key}", "\n") for key in ("vendor", "stated", "corrected", "extras", "evaluated")]
    order = {one.result.vendor: at for at, one in enumerate(told.bidders)}
    rows = sorted(told.prices, key=lambda one: order[one.vendor])
    paper.table(heads, [_price(one, told) for one in rows])
    for one in rows:
        if one.compared is not None and one.compared != one.total:
            price = amount_words(one.compared, told.basis.tender.currency)
            paper.prose("award.deducted", vendor=one.vendor, price=price)
    _offers(paper, told)
    if told.asked:
        paper.plain(paper.key("award.asked"), "Line", keep=True, bold=True)
        heads = [paper.key(f"award.head.{key}", "\n") for key in ("vendor", "point", "answered")]
        paper.table(heads, [_point(paper, row, told) for row in told.asked], shares=(4, 9, 5))


def _point(paper: Paper, row: Asked, told: Recommendation) -> list[Cell]:
    """What a vendor was asked about its price, beside what came of it or room to write that in."""
    came = "" if row.judged is None else "\n".join(_judged(paper, row.judged))
    minutes = told.basis.method.price.abnormally_low.minutes
    return [Cell(row.vendor), Cell(once(_asked(row, minutes, lang) for lang in paper.spoken)), Cell(came)]


def _judged(paper: Paper, word: LowPrice) -> Iterator[str]:
    between = "：" if paper.spoken[0] == "zh" else ": "
    if not word.explained:
        yield paper.key("award.low_unexplained")
    else:
        days = Text(moment(word.day, "zh"), moment(word.day, "en"))
        yield f"{paper.key('award.low_explained', day=days)}{between}{word.explained}"
    yield f"{paper.key('award.low_accepted' if word.accepted else 'award.low_refused')}{between}{word.reason}"


def _offers(paper: Paper, told: Recommendation) -> None:
    """Of each final price round the offer before and the one that came of it: the price compared is the last of both."""
    currency = told.basis.tender.currency
    for one in told.basis.offers:
        first, final = amount_words(one.first, currency), amount_words(one.final, currency)
        paper.plain(once(
            t(f"award.offer.{one.state}", lang, vendor=one.vendor, first=first, final=final) for lang in paper.spoken
        ))  # fmt: skip


def _asked(row: Asked, minutes: int | None, lang: Lang) -> str:
    """All that the vendor had to be asked about its price, in one paragraph; triggers of the low-price question as one.

    ``minutes`` is the least time that it had to explain a low price.
    """
    low = [found for found in row.points if found.rule in TRIGGERS]
    said = []
    if low:
        kind = {Rule.ABNORMALLY_LOW: "trigger", Rule.LOW_PRICE_DOUBTED: "doubt"}
        triggers = ("；" if lang == "zh" else "; ").join(
            t(f"award.{kind[found.rule]}", lang, **dict(found.params)) for found in low
        )
        said.append(t("award.low", lang, price=dict(low[0].params)["price"], triggers=triggers))
        said += [t("award.low_time", lang, minutes=minutes)] if minutes is not None else []
    for found in row.points:
        if found not in low:
            cell = f" ({found.source})" if found.source.cell else ""
            said.append(t(f"award.price.{found.rule.value}", lang, **dict(found.params), cell=cell))
    return ("" if lang == "zh" else " ").join(said)


def _price(row: Priced, told: Recommendation) -> list[Cell]:
    home = told.basis.tender.currency
    stated = "–"
    if row.stated is not None:
        abroad = "" if row.stated.currency == home else f"{row.stated.currency} "
        stated = f"{abroad}{row.stated.amount:,.2f}"
    corrected = "–" if row.corrected is None else f"{float(row.corrected):+,.2f}" if row.corrected else "0.00"
    figures = (stated, corrected, f"{float(row.extras):,.2f}", amount_words(row.total))
    chosen = row.vendor == told.basis.choice.vendor
    return [Cell(row.vendor, bold=chosen), *cells(figures, bold=chosen, right_from=0)]


def firm(paper: Paper, told: Recommendation) -> None:
    """One paragraph: second opinions, bids not settled, and whether the first place can still change."""
    firm = told.firmness
    assert firm is not None
    paper.part("award.part.firm")
    for lang in paper.spoken:
        said = [verdict_words(firm.verdict, lang)] if firm.verdict is not None else []
        said += [_bounds(row, told, lang) for row in firm.unsettled]
        said.append(t("award.firm.certain" if firm.certain else "award.firm.uncertain", lang))
        said.append(t("award.firm.limits", lang))
        paper.plain(("" if lang == "zh" else " ").join(said))


def _bounds(row: Result, told: Recommendation, lang: Lang) -> str:
    if not told.additive or row.places is None:
        return t("award.firm.unsettled_place", lang, vendor=row.vendor)
    low, high = (f"{float(end * 100):.1f}" for end in (row.low, row.high))
    return t(
        "award.firm.unsettled", lang, vendor=row.vendor, low=low, high=high, best=row.places[0], worst=row.places[1]
    )  # fmt: skip


def open_points(paper: Paper, told: Recommendation) -> None:
    """What was changed after the technical scores were locked, and what is still open; that nothing is, is said too."""
    basis = told.basis
    paper.part("award.part.open")
    _listed(paper, "award.late", [_whose(paper, found) for found in basis.late])
    lines = [_unconfirmed(paper, found) for found in told.unconfirmed]
    lines += [_own_point(paper, one) for one in told.open if one.vendor == basis.choice.vendor]
    lines += _others(paper, [one for one in told.open if one.vendor != basis.choice.vendor])
    _listed(paper, "award.open", lines)


def _listed(paper: Paper, label: str, lines: list[str]) -> None:
    if not lines:
        paper.labelled(label, paper.key("award.none"))
        return
    paper.plain(paper.key(label), "Line", keep=True, bold=True)
    for line in lines[:LISTED]:
        paper.plain(line)
    if len(lines) > LISTED:
        paper.prose("award.more", n=len(lines) - LISTED)


def _whose(paper: Paper, found: Finding) -> str:
    cell = str(found.source) if found.source.cell else ""
    where = f" ({cell})" if cell else ""
    said = {lang: message(found, lang) + where for lang in paper.spoken}
    if not found.vendor:  # a fact of the tender itself
        return once(said[lang] for lang in paper.spoken)
    return once(t("award.asked_of", lang, vendor=found.vendor, message=said[lang]) for lang in paper.spoken)


def _own_point(paper: Paper, one: OpenPoint) -> str:
    """What is open with the chosen vendor, with its cells."""
    return once(
        t("award.open.own", lang, vendor=one.vendor, what=_counted(one, lang), cells=_in_cells(one, lang))
        for lang in paper.spoken
    )  # fmt: skip


def _in_cells(one: OpenPoint, lang: Lang) -> str:
    where = cells_of(one.sources)
    return (f"（{where}）" if lang == "zh" else f" ({where})") if where else ""


def _others(paper: Paper, found: Sequence[OpenPoint]) -> list[str]:
    """All other bids in one line: which, and how much of what."""
    if not found:
        return []
    return [once(t("award.open.others", lang, bids=_by_vendor(found, lang)) for lang in paper.spoken)]


def _by_vendor(found: Sequence[OpenPoint], lang: Lang) -> str:
    vendors = dict.fromkeys(one.vendor for one in found)
    told = [
        t("award.open.of", lang, vendor=vendor, what=listed([_counted(one, lang) for one in found if one.vendor == vendor], lang))
        for vendor in vendors
    ]  # fmt: skip
    return ("；" if lang == "zh" else "; ").join(told)


def _counted(one: OpenPoint, lang: Lang) -> str:
    return t(f"award.open.{one.kind}", lang, n=one.n)


def _unconfirmed(paper: Paper, found: Finding) -> str:
    return once(
        t("award.unconfirmed", lang, vendor=found.vendor, because=reason_words(found, lang)) for lang in paper.spoken
    )  # fmt: skip


def _both(key: str, told: Recommendation) -> Text:
    currency = told.basis.tender.currency
    return Text(t(key, "zh", currency=currency), t(key, "en", currency=currency))
