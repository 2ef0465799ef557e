"""A workbook of somebody else's under a mapping → what each vendor in it says to our questions, every answer with its cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from evaluator.domain.bid import Answer
from evaluator.domain.finding import Finding, Rule, Severity, Source, finding
from evaluator.intake.address import column_letters
from evaluator.intake.bids import FileReading, vendor_key
from evaluator.intake.blocks import Block
from evaluator.intake.cells import Workbook
from evaluator.intake.foreign.layouts import Item
from evaluator.intake.foreign.mapping import Applied, WorkbookMapping, apply, price_key, question_key
from evaluator.intake.foreign.matching import Match, match, match_of
from evaluator.intake.foreign.offer import Parts, read_offer
from evaluator.intake.foreign.recognise import kind_of
from evaluator.intake.foreign.stated import stated_vendor
from evaluator.intake.foreign.tables import Table
from evaluator.intake.foreign.targets import Target, targets
from evaluator.intake.layout import marker
from evaluator.intake.questionnaire import PRICE, REQUIREMENT_PRICES_ID, TECHNICAL, Questionnaire
from evaluator.intake.reading import Context, Reading


def is_priced(table: Table, asked: Questionnaire, confirmed: Mapping[str, str]) -> bool:
    """Whether a table states prices, so that the whole file is sealed: by its columns, or by what its questions are."""
    ours = {question.id for question in asked.questions(PRICE)}
    said = {key for key, item in confirmed.items() if item.partition("/")[0] in ours}
    return table.states_prices() or (bool(said) and any(question_key(item) in said for item in table.items))


def matches_of(tables: Sequence[Table], asked: Questionnaire, confirmed: Mapping[str, str]) -> dict[str, Match]:
    """What the foreign questions of these tables are, by their keys: of price lists prices, of the others the rest.

    A price list with a column for replies speaks to both; the price of a requirement is then no question of its own. What
    a price list and another table both name is two questions: the price list's stands under its `price_key`.
    """
    groups: dict[tuple[bool, bool, bool], list[Item]] = {}
    for table in tables:
        kind = is_priced(table, asked, confirmed), table.replies(), table.layout.lists_prices()
        groups.setdefault(kind, []).extend(table.items)
    elsewhere = {question_key(item) for (*_, lists), items in groups.items() if not lists for item in items}
    found: dict[str, Match] = {}
    for (priced, replies, lists), items in sorted(groups.items()):
        ours = targets(asked, ((PRICE,) if priced else ()) + ((TECHNICAL,) if replies or not priced else ()))
        extra = REQUIREMENT_PRICES_ID if priced and replies else ""
        ours = tuple(target for target in ours if not extra or target.item.partition("/")[0] != extra)
        made = _of_list(items, ours, confirmed, elsewhere) if lists else match(items, ours, confirmed)
        # What has a counterpart is not lost to what has none.
        found.update((one.key, one) for one in made if one.item or one.key not in found)
    return found


def _of_list(
    items: Sequence[Item], ours: Sequence[Target], confirmed: Mapping[str, str], elsewhere: Collection[str]
) -> Iterator[Match]:
    """The matches of a price list; what is asked ``elsewhere``, too, has a key of its own here, and is confirmed by it."""
    said = {key: item for key, item in confirmed.items() if key not in elsewhere}
    said |= {key: confirmed[price_key(key)] for key in map(question_key, items) if price_key(key) in confirmed}
    for one in match(items, ours, said):
        yield replace(one, key=price_key(one.key)) if one.key in elsewhere else one


def read_mapped(
    workbook: Workbook, mapping: WorkbookMapping, context: Context, invited: Sequence[str] = (),
    matches: Mapping[str, Match] | None = None,
) -> tuple[FileReading, ...]:  # fmt: skip
    """One reading for each vendor and envelope; refused where nothing stands where the mapping says.

    Where vendors were ``invited``, a name that is none of theirs is refused: it may be no vendor at all. ``matches`` are
    those of `matches_of`, where they have been found before.
    """
    applied = apply(workbook, mapping)
    if not applied.tables:
        found = applied.findings or (finding(Rule.LAYOUT_UNKNOWN, _whole(workbook), file=workbook.name),)
        return (_refused(workbook, "", found),)
    if matches is None:
        matches = matches_of(applied.tables, context.asked, mapping.matches)
    readings: list[FileReading] = []
    stated = stated_vendor(workbook, applied.tables)
    offers = _offers(workbook, applied, stated)
    if not offers:
        return (_refused(workbook, "", (finding(Rule.LAYOUT_UNKNOWN, _whole(workbook), file=workbook.name),)),)
    for name, parts in offers.items():
        known = next((one for one in invited if vendor_key(one) == vendor_key(name)), "")
        if invited and not known:
            stranger = finding(Rule.VENDOR_UNINVITED, _whole(workbook), given=name, known="; ".join(invited))
            readings.append(_refused(workbook, name, (stranger,)))
            continue
        for envelope in (TECHNICAL, PRICE):
            chosen = [part for part in parts if _belongs(part[0], envelope, context.asked, matches, mapping)]
            if chosen:
                reading = Reading(workbook, marker(context.asked, envelope, "both"), vendor=known or name)
                reading.findings += applied.findings
                read_offer(reading, chosen, matches, context)
                readings.append(
                    _file(
                        reading,
                        kind_of(applied.tables, applied.owners),
                        chosen,
                        named=name in {*mapping.vendor_names(), stated},
                    )
                )
    return tuple(readings)


def _file(reading: Reading, kind: str, parts: Parts, *, named: bool) -> FileReading:
    book, price = reading.workbook, reading.marker.envelope == PRICE
    if not named:
        reading.note(Rule.VENDOR_UNNAMED, reading.whole(), "", Severity.WARNING, file=book.name)
    return FileReading(
        name=book.name, sha256=book.sha256, layout="price" if price else "questionnaire" if kind == "price" else kind,
        refused=False, vendor=reading.vendor, answers=tuple(reading.answers.values()),
        findings=tuple(reading.findings), blocks=tuple(_block(reading, table, column) for table, column in parts),
    )  # fmt: skip


def _stands(answer: Answer, table: Table, column: int) -> bool:
    """Whether an answer, or one of a table's cells, stands in this column."""
    found = [one.source for one in (answer, *(cell for row in answer.rows for cell in row.cells.values()))]
    return any(
        one.sheet == table.sheet.name and one.cell.rstrip("0123456789") == column_letters(column) for one in found
    )


def _block(reading: Reading, table: Table, column: int) -> Block:
    """A table as a block of the questions of ours that are answered in it."""
    items = tuple(answer.item for answer in reading.answers.values() if _stands(answer, table, column))
    columns = {**table.letters, "answer": column_letters(column)}
    return Block(
        sheet=table.sheet.name, hidden=table.sheet.hidden, header_row=min(table.layout.header_rows, default=None),
        columns=columns, items=items,
    )  # fmt: skip


def _whole(workbook: Workbook) -> Source:
    return Source(workbook.name, workbook.sha256)


def _refused(workbook: Workbook, vendor: str, found: tuple[Finding, ...]) -> FileReading:
    return FileReading(
        name=workbook.name, sha256=workbook.sha256, layout="unknown", refused=True, vendor=vendor, findings=found
    )


def _belongs(
    table: Table, envelope: str, asked: Questionnaire, matches: Mapping[str, Match], mapping: WorkbookMapping
) -> bool:
    """Whether a table answers questions of the envelope: a price list that answers other questions too speaks to both."""
    priced = is_priced(table, asked, mapping.matches)
    if envelope == PRICE or not priced:
        return priced is (envelope == PRICE)
    ours = {question.id for question in asked.questions(TECHNICAL)}
    return any(match_of(matches, table.layout, item).item.partition("/")[0] in ours for item in table.items)


def _offers(workbook: Workbook, applied: Applied, stated: str) -> dict[str, Parts]:
    """The columns of each vendor; one whom nothing in it names is called by the file, as for our own workbooks."""
    stem = workbook.name.rpartition(".")[0] or workbook.name
    offers: dict[str, Parts] = {}
    spelled: dict[str, str] = {}
    for table, owner in zip(applied.tables, applied.owners, strict=True):
        price = table.columns.get("unit_price") or table.columns.get("amount")
        for column, vendor in (table.answer_columns() or ({price: ""} if price else {})).items():
            name = vendor or owner or stated or stem
            offers.setdefault(spelled.setdefault(vendor_key(name), name), []).append((table, column))
    return offers
