"""The award recommendation as a Word document: a paper of a few pages that the head of a department reads and signs."""

from __future__ import annotations

from evaluator.adapters.docx_front import day
from evaluator.adapters.docx_paper import Paper, cells, once
from evaluator.adapters.docx_recommendation_checks import firm, open_points, prices
from evaluator.adapters.docx_tables import Cell
from evaluator.adapters.docx_xml import keep_with_next
from evaluator.adapters.recommendation_words import amount_words, points_words, reason_words
from evaluator.award.recommendation import Bidder, Recommendation
from evaluator.domain.finding import Finding
from evaluator.domain.ranking import Result, Status
from evaluator.domain.text import Layout, Text
from evaluator.i18n.days import moment, zone_note, zone_of
from evaluator.i18n.opinions import called
from evaluator.i18n.words import shown
from evaluator.intake.receipt import moment as is_moment
from evaluator.scoring.ties import SHOWN_INDEX, SHOWN_TOTAL


def write_recommendation(told: Recommendation, layout: Layout) -> bytes:
    """The paper as .docx; the same recommendation gives the same bytes."""
    paper, basis = Paper(layout, told.basis.tender.route), told.basis
    name = basis.tender.name.show(layout, " / ")
    paper.title("award.title", name, mark=basis.tender.sample)
    _tender(paper, told)
    _choice(paper, told)
    _bidders(paper, told)
    _scores(paper, told)
    prices(paper, told)
    if told.firmness is not None:
        firm(paper, told)
    open_points(paper, told)
    keep_with_next(paper.content[-1])  # signatures never stand on a page without a word of what is signed
    _sign(paper, told)
    header = " · ".join(filter(None, (basis.tender.buyer.name.show(layout, " / "), name, basis.tender.id)))
    return paper.packed(header, f"{paper.key('award.title')} · {basis.choice.vendor}", basis.day)


def _tender(paper: Paper, told: Recommendation) -> None:
    """What the tender is, down the left, and when it happened, down the right."""
    basis, tender = told.basis, told.basis.tender
    zone = zone_of(tender.deadline)
    ceiling = f"{tender.currency} {tender.ceiling:,.2f}" if tender.ceiling is not None else ""
    method = f"{basis.method.title.show(paper.layout)} {basis.method.version}"
    facts = [
        ("fact.purchase", tender.purchase), ("fact.lot", tender.lot),
        ("fact.id", tender.id), ("fact.buyer", tender.buyer.name.show(paper.layout)),
        ("fact.route", paper.key(f"frame.route.{tender.route}", "\n")),
        ("fact.basis", paper.key(f"award.tax.{tender.tax_basis}", "\n", currency=tender.currency)),
        ("fact.ceiling", ceiling), ("fact.method", method), ("fact.sha256", _grouped(basis.sha256)),
        *((f"moment.{key}", once(moment(at, lang, zone) for lang in paper.spoken)) for key, at in basis.moments.items()),
        ("moment.opened_reason", basis.opened_reason),
    ]  # fmt: skip
    cells = [(Cell(paper.key(f"award.{key}", "\n"), bold=True), Cell(words)) for key, words in facts if words]
    half = (len(cells) + 1) // 2
    beside = [*cells[half:], *[(Cell(""), Cell(""))] * (2 * half - len(cells))]
    paper.part("award.part.tender")
    rows = [[*left, *right] for left, right in zip(cells[:half], beside, strict=True)]
    paper.table(("", "", "", ""), rows, shares=(3, 7, 4, 6))
    if any(is_moment(at) is not None for at in basis.moments.values()):
        paper.plain(once(zone_note(zone, lang) for lang in paper.spoken), "Line")


def _grouped(digest: str) -> str:
    """A hash in groups of eight, so that a line can end between them.

    >>> _grouped("0123456789abcdef01")
    '01234567 89abcdef 01'
    """
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _choice(paper: Paper, told: Recommendation) -> None:
    choice = told.basis.choice
    row = next(one for one in told.bidders if one.chosen)
    price = next((one.total for one in told.prices if one.vendor == choice.vendor), None)
    amount = amount_words(price, told.basis.tender.currency)
    paper.part("award.part.choice")
    kind = "choice" if told.additive else "choice_place"
    paper.prose(
        f"award.{kind}", bold=True, keep=True, vendor=choice.vendor, place=row.result.place or 0,
        total=points_words(row.official, SHOWN_TOTAL), price=amount,
    )  # fmt: skip
    offer = next((one for one in told.basis.offers if one.vendor == choice.vendor and one.state == "taken"), None)
    if offer is not None:
        currency = told.basis.tender.currency
        first, final = amount_words(offer.first, currency), amount_words(offer.final, currency)
        paper.prose("award.choice_offers", keep=True, first=first, final=final)
    paper.labelled("award.reason", choice.reason)
    if choice.second_reason:
        kind = (
            "second_limit" if row.result.place == 1 else "second_reason"
        )  # the first needs one beyond an award limit alone
        paper.labelled(f"award.{kind}", choice.second_reason)


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
    official = (
        points_words(row.official, SHOWN_TOTAL if told.additive else SHOWN_INDEX) if result.place is not None else "–"
    )
    return [
        Cell(_place(result), align="center"), Cell(_named(paper, result), bold=row.chosen),
        Cell(official, align="right"), Cell(paper.key(f"award.status.{status}", "\n"), bold=row.chosen), Cell(why),
    ]  # fmt: skip


def _named(paper: Paper, result: Result) -> str:
    """The bid, of a variant with whose it is."""
    if not result.variant_of:
        return result.vendor
    return f"{result.vendor}\n{paper.key('award.variant_of', chr(10), vendor=result.variant_of)}"


def _place(result: Result) -> str:
    """The place and, where something open can still change it, the places possible."""
    if result.place is None:
        return "–"
    best, worst = result.places or (result.place, result.place)
    return f"{result.place}" if best == worst else f"{result.place} ({best}–{worst})"


def _reason(paper: Paper, found: Finding) -> str:
    cell = str(found.source) if found.source.cell else ""
    return once(reason_words(found, lang) for lang in paper.spoken) + (f" ({cell})" if cell else "")


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
            total = [points_words(bidder.official, SHOWN_TOTAL)] if told.additive else []
            rows.append([Cell(vendor, bold=bidder.chosen), *cells([*points, *total], bold=bidder.chosen, right_from=0)])
    paper.table(heads, rows)
    if told.gaps:
        paper.plain(paper.key("award.gaps"), "Line", keep=True, bold=True)
        for gap in told.gaps:
            paper.plain(once(shown(gap, lang) for lang in paper.spoken))
    for found in told.ties:
        paper.plain(once(reason_words(found, lang) for lang in paper.spoken))


def _sign(paper: Paper, told: Recommendation) -> None:
    """The committee and who approves, each with a line to sign and a date, on one page."""
    paper.part("award.part.sign")
    heads = [paper.key(f"award.sign.{key}", "\n") for key in ("name", "role", "signature", "date")]
    people = [(one.name, one.role, one.chair) for one in told.basis.choice.members]
    rows = []
    for name, role, chair in people:
        marked = "\n".join(filter(None, (paper.key("award.sign.chair") if chair else "", role)))
        rows.append([Cell(name), Cell(marked), Cell("\n"), Cell("")])
    approval = paper.key("award.sign.approval", "\n")
    rows.append([Cell(paper.key("award.sign.approved", "\n"), bold=True), Cell(approval), Cell("\n"), Cell("")])
    paper.plain(paper.key("award.day", day=_both_days(told.basis.day)), keep=True)
    paper.table(heads, rows, shares=(5, 5, 6, 4))


def _both_days(written: str) -> Text:
    return Text(day(written, "zh"), day(written, "en"))
