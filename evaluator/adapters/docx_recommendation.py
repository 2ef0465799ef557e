"""The award recommendation as a Word document: a paper of a few pages that the head of a department reads and signs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from evaluator.adapters.docx_front import day
from evaluator.adapters.docx_paper import Paper, cells, once
from evaluator.adapters.docx_tables import Cell
from evaluator.award.recommendation import Bidder, Priced, Recommendation
from evaluator.domain.finding import Finding, Rule
from evaluator.domain.question import rounded
from evaluator.domain.ranking import Result, Status
from evaluator.domain.text import Lang, Layout, Text
from evaluator.i18n.opinions import called, listed, verdict_words
from evaluator.i18n.words import known, message, shown, t
from evaluator.intake.naming import item_code

LISTED = 12  # open points and late changes told one by one; the rest is counted
BLANK_PEOPLE = 3
LINE = "_" * 40


def write_recommendation(told: Recommendation, layout: Layout) -> bytes:
    """The paper as .docx; the same recommendation gives the same bytes."""
    paper, basis = Paper(layout), told.basis
    name = basis.tender.name.show(layout, " / ")
    paper.title("award.title", name, mark=basis.tender.sample)
    _tender(paper, told)
    _choice(paper, told)
    _bidders(paper, told)
    _scores(paper, told)
    _prices(paper, told)
    if told.firmness is not None:
        _firm(paper, told)
    _open(paper, told)
    _sign(paper, told)
    header = " · ".join(filter(None, (basis.tender.buyer.name.show(layout, " / "), name, basis.tender.id)))
    return paper.packed(header, f"{paper.key('award.title')} · {basis.choice.vendor}", basis.day)


def _tender(paper: Paper, told: Recommendation) -> None:
    basis, tender = told.basis, told.basis.tender
    ceiling = f"{tender.currency} {tender.ceiling:,.2f}" if tender.ceiling is not None else ""
    basis_words = paper.key(f"award.tax.{tender.tax_basis}", currency=tender.currency)
    method = f"{basis.method.title.show(paper.layout, ' / ')} {basis.method.version}"
    rows = [
        ("name", tender.name.show(paper.layout)), ("id", tender.id), ("buyer", tender.buyer.name.show(paper.layout)),
        ("route", paper.key(f"frame.route.{tender.route}")), ("basis", basis_words), ("ceiling", ceiling),
        ("method", method), ("sha256", _grouped(basis.sha256)), ("moments", _moments(paper, told)),
    ]  # fmt: skip
    paper.part("award.part.tender")
    facts = [[Cell(paper.key(f"award.fact.{key}"), bold=True), Cell(words)] for key, words in rows if words]
    paper.table(("", ""), facts, shares=(2, 7) if paper.layout != "both" else (3, 7))


def _grouped(digest: str) -> str:
    """A hash in groups of eight, so that a line can end between them.

    >>> _grouped("0123456789abcdef01")
    '01234567 89abcdef 01'
    """
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _moments(paper: Paper, told: Recommendation) -> str:
    lines = [(key, at) for key, at in told.basis.moments.items() if at]
    return "\n".join(f"{paper.key(f'award.moment.{key}')}: {_moment(at)}" for key, at in lines)


def _moment(at: str) -> str:
    """An ISO moment to the minute; the store keeps UTC and says so.

    >>> _moment("2026-11-28T02:30:00.000000Z"), _moment("2026-12-05T17:00")
    ('2026-11-28 02:30 UTC', '2026-12-05 17:00')
    """
    return at[:16].replace("T", " ") + (" UTC" if at.endswith("Z") else "")


def _choice(paper: Paper, told: Recommendation) -> None:
    choice = told.basis.choice
    row = next(one for one in told.bidders if one.chosen)
    price = next((one.total for one in told.prices if one.vendor == choice.vendor), None)
    amount = _amount(price, told)
    paper.part("award.part.choice")
    kind = "choice" if told.additive else "choice_place"
    paper.prose(
        f"award.{kind}", bold=True, keep=True, vendor=choice.vendor, place=row.result.place or 0,
        total=points_words(row.official, 3), price=amount,
    )  # fmt: skip
    paper.labelled("award.reason", choice.reason)
    if choice.second_reason:
        paper.labelled("award.second_reason", choice.second_reason)


def _bidders(paper: Paper, told: Recommendation) -> None:
    paper.part("award.part.bidders")
    counts = {status: sum(one.result.status is status for one in told.bidders) for status in Status}
    paper.prose(
        "award.bidders", keep=True, n=len(told.bidders), ranked=counts[Status.RANKED], excluded=counts[Status.EXCLUDED],
        unsettled=counts[Status.UNSETTLED],
    )  # fmt: skip
    rule = told.basis.method.award
    total = paper.key("award.head.total", "\n") if told.additive else called(rule.method).show(paper.layout)
    heads = [paper.key(f"award.head.{key}", "\n") for key in ("place", "vendor")]
    heads += [total, *(paper.key(f"award.head.{key}", "\n") for key in ("result", "why"))]
    paper.table(heads, [_bidder(paper, one, told) for one in told.bidders])


def _bidder(paper: Paper, row: Bidder, told: Recommendation) -> list[Cell]:
    result = row.result
    status = "chosen" if row.chosen else result.status.value
    why = "\n".join(_reason(paper, found) for found in result.reasons) if result.status is Status.EXCLUDED else ""
    if result.status is Status.UNSETTLED:
        low, high = (f"{float(end * 100):.1f}" for end in (result.low, result.high))
        why = paper.key("award.unsettled" if told.additive else "award.unsettled_place", "\n", low=low, high=high)
    official = points_words(row.official, 3) if result.place is not None else "–"
    return [
        Cell(str(result.place or "–"), align="center"), Cell(result.vendor, bold=row.chosen),
        Cell(official, align="right"), Cell(paper.key(f"award.status.{status}", "\n"), bold=row.chosen), Cell(why),
    ]  # fmt: skip


def _reason(paper: Paper, found: Finding) -> str:
    cell = str(found.source) if found.source.cell else ""
    return once(reason_words(found, lang) for lang in paper.spoken) + (f" ({cell})" if cell else "")


def reason_words(found: Finding, lang: Lang) -> str:
    """Why a bid is out, as a statement: what a person may still do about it is no part of a paper that says the result."""
    key = f"award.because.{found.rule.value}"
    return t(key, lang, **dict(found.params)) if known(key, lang) else message(found, lang)


def _scores(paper: Paper, told: Recommendation) -> None:
    if not told.columns:
        return
    paper.part("award.part.scores")
    paper.prose("award.scores" if told.additive else "award.scores_value", keep=True)
    heads = [paper.key("award.head.vendor", "\n")]
    for column in told.columns:
        weight = f"{float(column.weight * 100):.4g}"
        heads.append(f"{column.title.show(paper.layout)}\n({weight}{'' if told.additive else ' %'})")
    heads += [paper.key("award.head.total", "\n")] if told.additive else []
    rows = []
    for bidder in told.bidders:
        vendor = bidder.result.vendor
        if any(vendor in column.points for column in told.columns):
            points = [points_words(column.points[vendor], 1) for column in told.columns]
            total = [points_words(bidder.official, 3)] if told.additive else []
            rows.append([Cell(vendor, bold=bidder.chosen), *cells([*points, *total], bold=bidder.chosen, right_from=0)])
    paper.table(heads, rows)
    if told.gaps:
        paper.plain(paper.key("award.gaps"), "Line", keep=True, bold=True)
        for gap in told.gaps:
            paper.plain(once(shown(gap, lang) for lang in paper.spoken))


def _prices(paper: Paper, told: Recommendation) -> None:
    if not told.prices:
        return
    paper.part("award.part.prices")
    paper.prose("award.prices", keep=True, basis=_both(f"award.tax.{told.basis.tender.tax_basis}", told))
    heads = [paper.key(f"award.head.{key}", "\n") for key in ("vendor", "stated", "corrected", "extras", "evaluated")]
    order = {one.result.vendor: at for at, one in enumerate(told.bidders)}
    rows = sorted(told.prices, key=lambda one: order[one.vendor])
    paper.table(heads, [_price(one, told) for one in rows])
    if any(row.asked for row in rows):
        paper.plain(paper.key("award.asked"), "Line", keep=True, bold=True)
    for row in rows:
        if row.asked:
            paper.plain(once(_asked(row, lang) for lang in paper.spoken), keep=True)
            paper.labelled("award.answered", LINE, "Note")


def _asked(row: Priced, lang: Lang) -> str:
    """All that the vendor had to be asked about its price, in one paragraph; triggers of the low-price question as one."""
    low = [found for found in row.asked if found.rule is Rule.ABNORMALLY_LOW]
    said = []
    if low:
        triggers = ("；" if lang == "zh" else "; ").join(
            t("award.trigger", lang, **dict(found.params)) for found in low
        )
        said.append(t("award.low", lang, price=dict(low[0].params)["price"], triggers=triggers))
    for found in row.asked:
        if found not in low:
            cell = f" ({found.source})" if found.source.cell else ""
            said.append(t(f"award.price.{found.rule.value}", lang, **dict(found.params), cell=cell))
    return t("award.asked_of", lang, vendor=row.vendor, message=("" if lang == "zh" else " ").join(said))


def _price(row: Priced, told: Recommendation) -> list[Cell]:
    home = told.basis.tender.currency
    stated = "–"
    if row.stated is not None:
        abroad = "" if row.stated.currency == home else f"{row.stated.currency} "
        stated = f"{abroad}{row.stated.amount:,.2f}"
    corrected = "–" if row.corrected is None else f"{float(row.corrected):+,.2f}" if row.corrected else "0.00"
    figures = (stated, corrected, f"{float(row.extras):,.2f}", _amount(row.total))
    chosen = row.vendor == told.basis.choice.vendor
    return [Cell(row.vendor, bold=chosen), *cells(figures, bold=chosen, right_from=0)]


def _firm(paper: Paper, told: Recommendation) -> None:
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


def _open(paper: Paper, told: Recommendation) -> None:
    """What was changed after the technical scores were locked, and what is still open; that nothing is, is said too."""
    basis = told.basis
    paper.part("award.part.late")
    _listed(paper, [_whose(paper, found) for found in basis.late], "award.no_late")
    paper.part("award.part.open")
    lines = [_unconfirmed(paper, found) for found in told.unconfirmed]
    vendors = dict.fromkeys(found.vendor for found in basis.waiting)
    lines += [_waiting(paper, vendor, [one for one in basis.waiting if one.vendor == vendor]) for vendor in vendors]
    _listed(paper, lines, "award.no_open")


def _listed(paper: Paper, lines: list[str], nothing: str) -> None:
    for line in lines[:LISTED]:
        paper.plain(line)
    if len(lines) > LISTED:
        paper.prose("award.more", n=len(lines) - LISTED)
    if not lines:
        paper.prose(nothing)


def _whose(paper: Paper, found: Finding) -> str:
    cell = str(found.source) if found.source.cell else ""
    where = f" ({cell})" if cell else ""
    return once(
        t("award.asked_of", lang, vendor=found.vendor, message=message(found, lang) + where) for lang in paper.spoken
    )


def _waiting(paper: Paper, vendor: str, found: Sequence[Finding]) -> str:
    """How many answers of a bid wait for a person, and which."""
    answers = dict.fromkeys(one.item for one in found)
    codes = list(dict.fromkeys(item_code(item) for item in answers))
    named = codes[:LISTED] + (["…"] if len(codes) > LISTED else [])
    return once(
        t("award.waiting", lang, vendor=vendor, n=len(answers), items=listed(named, lang)) for lang in paper.spoken
    )  # fmt: skip


def _unconfirmed(paper: Paper, found: Finding) -> str:
    return once(
        t("award.unconfirmed", lang, vendor=found.vendor, because=reason_words(found, lang)) for lang in paper.spoken
    )  # fmt: skip


def _sign(paper: Paper, told: Recommendation) -> None:
    """The committee and who approves, each with a line to sign and a date, on one page."""
    paper.part("award.part.sign")
    heads = [paper.key(f"award.sign.{key}", "\n") for key in ("name", "role", "signature", "date")]
    people = [(one.name, one.role, one.chair) for one in told.basis.choice.members] or [("", "", False)] * BLANK_PEOPLE
    rows = []
    for name, role, chair in people:
        marked = "\n".join(filter(None, (paper.key("award.sign.chair") if chair else "", role)))
        rows.append([Cell(name), Cell(marked), Cell("\n"), Cell("")])
    rows.append([Cell(paper.key("award.sign.approved"), bold=True), Cell(""), Cell("\n"), Cell("")])
    paper.plain(paper.key("award.day", day=_both_days(told.basis.day)), keep=True)
    paper.table(heads, rows, shares=(5, 5, 6, 4))


def _both_days(written: str) -> Text:
    return Text(day(written, "zh"), day(written, "en"))


def _both(key: str, told: Recommendation) -> Text:
    currency = told.basis.tender.currency
    return Text(t(key, "zh", currency=currency), t(key, "en", currency=currency))


def points_words(value: Fraction | float | None, decimals: int) -> str:
    """Points as printed, half up; a dash where there are none."""
    if value is None:
        return "–"
    return f"{float(rounded(Fraction(value), decimals)):.{decimals}f}"


def _amount(value: Fraction | None, told: Recommendation | None = None) -> str:
    if value is None:
        return "–"
    return f"{told.basis.tender.currency}\u00a0{float(value):,.2f}" if told is not None else f"{float(value):,.2f}"
