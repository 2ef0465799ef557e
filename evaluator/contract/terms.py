"""Every term of the library with its value for one bid, its status, and the cell that says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from evaluator.contract.agreed import over
from evaluator.contract.known import Known, Said, options_at, said
from evaluator.contract.positions import departs, effective, ours, stated
from evaluator.contract.sanitise import line
from evaluator.contract.strikes import KEPT
from evaluator.contract.tables import commitment_table, price_table, question_table, requirement_table
from evaluator.domain.bid import Answer, Scalar
from evaluator.domain.contract import Direction, Position, Term, TermKind, TermStatus, TermTable, TermValue
from evaluator.domain.finding import Source
from evaluator.domain.question import Kind, Question
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import REQUIREMENTS_ID, TOTAL_ID

VENDOR_CELLS = {
    "name": "V1", "registration": "V2", "address": "V3", "contact": "V4", "phone": "V5", "signatory": "V6", "size": "V7",
    "date": "V8",
}  # fmt: skip
_FIELDS = {cell: field for field, cell in VENDOR_CELLS.items()}
BUYER_FIELDS = (
    "name", "registration", "address", "contact", "phone", "email", "signatory", "size", "bank", "account",
)  # fmt: skip
SIZES = {
    "large": Text("大型企业", "Large enterprise"),
    "medium": Text("中型企业", "Medium enterprise"),
    "small": Text("小型企业", "Small enterprise"),
    "micro": Text("微型企业", "Micro enterprise"),
    "public": Text("机关或事业单位", "Public body"),
}
_MANY_LINES = (TermKind.TEXT, TermKind.LIST, TermKind.TABLE)
RECOMPUTED = "recomputed"
NO_DEVIATION, BETTER = "none", "positive"


def fill_terms(known: Known) -> tuple[TermValue, ...]:
    """A value for every term, in the library's order; a term that nothing fills is blank."""
    return tuple(_fill(term, known) for term in known.library.terms)


def _fill(term: Term, known: Known) -> TermValue:
    kind, _, rest = term.fill.partition(":")
    filled = _FILLS[kind](term, rest, known) if kind in _FILLS else _blank(term)
    return over(replace(filled, position=_position(term, known)), known.agreed)


def _position(term: Term, known: Known) -> Position | None:
    return effective(known.library.position(term.id), term, known.tender)


def _blank(term: Term, facts: Said | None = None) -> TermValue:
    if facts is None:
        return TermValue(term=term, status=TermStatus.BLANK)
    return TermValue(
        term=term, status=TermStatus.BLANK, verbatim=facts.verbatim, remark=facts.remark, source=facts.source,
        standing=facts.standing,
    )  # fmt: skip


def _stands(term: Term, value: Scalar | Text | None) -> TermValue:
    """A fact of the buyer or of the pack; blank where there is none."""
    if value is None or value in ("", Text()):
        return _blank(term)
    return TermValue(term=term, status=TermStatus.POSITION, value=value)


def _from_question(term: Term, path: str, known: Known) -> TermValue:
    key, _, rest = path.partition("/")
    if key in _FIELDS:
        return _from_vendor(term, _FIELDS[key], known)
    question = known.questions.get(key)
    if question is None:  # the tender leaves it out: what an earlier workbook said there was not asked
        return _blank(term)
    answer = known.bid.find(path)
    if question.kind is Kind.TABLE and not rest:
        return _from_answer_table(term, question, answer, known)
    facts = said(answer)
    if not facts.given or facts.value is None:
        return _blank(term, facts)
    value = facts.value
    if isinstance(value, str) and term.kind not in _MANY_LINES:
        value = line(value)
    position = _position(term, known)
    worse = position is not None and departs(value, position, options_at(known.questions, path))
    status = TermStatus.DEVIATES if worse else TermStatus.FILLED
    return TermValue(
        term=term, status=status, value=value, verbatim=facts.verbatim, remark=facts.remark, source=facts.source,
        standing=facts.standing, direction="negative" if status is TermStatus.DEVIATES else "",
    )  # fmt: skip


def _from_answer_table(term: Term, question: Question, answer: Answer | None, known: Known) -> TermValue:
    """The table of an answer with what was agreed of its cells: schedule, gates and counts read one and the same table."""
    held = _from_table(term, question_table(term, question, answer, {}), answer)
    cells = {one.id for one in known.library.terms if one.id.startswith(f"{term.id}/")} & set(known.agreed)
    if not cells:
        return held
    agreed = {key.removeprefix(f"{term.id}/"): known.agreed[key].value for key in cells}
    status = TermStatus.AGREED if held.status is TermStatus.BLANK else held.status
    return replace(held, status=status, value=question_table(term, question, answer, agreed))


def _from_table(term: Term, table: TermTable | None, answer: Answer | None) -> TermValue:
    if table is None:
        return _blank(term, said(answer) if answer else None)
    source = table.sources[0] if table.sources else answer.source if answer else Source()
    standing = answer.standing.value if answer else ""
    return TermValue(term=term, status=TermStatus.FILLED, value=table, source=source, standing=standing)


def _from_deviation(term: Term, _: str, known: Known) -> TermValue:
    position = _position(term, known)
    if position is None:
        return _blank(term)
    value = ours(position)
    answer = known.bid.answers.get(position.question or position.within)
    facts = said(answer)
    held = TermValue(
        term=term, status=TermStatus.POSITION, value=value, verbatim=facts.verbatim, remark=facts.remark,
        source=facts.source, standing=facts.standing if position.question or position.within else "",
    )  # fmt: skip
    if answer is None or not facts.given:
        return held
    if facts.value == NO_DEVIATION:
        # The vendor agreed to the pack's wording; where the tender has its own figure, nobody has agreed to that yet.
        agreed = position == known.library.position(term.id)
        return replace(held, status=TermStatus.FILLED) if agreed else held
    wording = facts.remark or facts.verbatim
    source = answer.remark_place if facts.remark else answer.source
    # A better offer is a departure too: counsel takes it or leaves it, and the draft prints our term until then.
    direction: Direction = "positive" if facts.value == BETTER else "negative"
    return replace(
        held, status=TermStatus.DEVIATES, value=wording, verbatim=wording, remark="", source=source, direction=direction
    )


def _from_buyer(term: Term, field: str, known: Known) -> TermValue:
    buyer = known.tender.buyer if known.tender else None
    value = getattr(buyer, field, None) if field in BUYER_FIELDS else None
    if isinstance(value, str) and value:
        # Names, numbers and addresses of the buyer read the same in both languages.
        value = SIZES[value] if field == "size" else Text(line(value), line(value))
    return _stands(term, value)


def _from_tender(term: Term, key: str, known: Known) -> TermValue:
    position = _position(term, known)
    fact = stated(key, known.tender)
    return _stands(term, ours(position) if fact is None and position else fact)


def _from_vendor(term: Term, field: str, known: Known) -> TermValue:
    if field == "name" and known.bid.variant_of:  # the cover of a variant names the variant, not a company
        name = line(known.bid.variant_of)
        return _stands(term, Text(name, name))
    answer = known.bid.answers.get(VENDOR_CELLS.get(field, ""))
    facts = said(answer)
    if facts.given and facts.value is not None:
        value = _cover(field, facts.value)
        return TermValue(
            term=term, status=TermStatus.FILLED, value=value, verbatim=facts.verbatim, source=facts.source,
            standing=facts.standing,
        )  # fmt: skip
    if field == "name":
        name = line(known.bid.vendor)
        return _stands(term, Text(name, name))
    return _blank(term, facts)


def _cover(field: str, given: Scalar) -> Scalar | Text:
    """A cover cell in both languages: a size by its name, other words as they stand, for names are not translated."""
    if not isinstance(given, str):
        return given
    words = line(given)
    return _size(words) if field == "size" else Text(words, words)


def _size(words: str) -> Text:
    """The size that a vendor's words name in either language; other words as they stand."""
    said_there = words.casefold()
    found = (size for size in SIZES.values() if said_there in _spoken(size))
    return next(found, Text(words, words))


def _spoken(size: Text) -> set[str]:
    """How a size is written: in full or without the word enterprise, in one language or in both."""
    zh, en = (size.zh, size.zh.removesuffix("企业")), (size.en, size.en.removesuffix(" enterprise"))
    both = {f"{left}{joint}{right}" for left in zh for right in en for joint in (" / ", "/", " ")}
    return {words.casefold() for words in (*zh, *en, *both)}


def _from_price(term: Term, what: str, known: Known) -> TermValue:
    price = known.price
    if price is None:
        return _blank(term)
    if what == "lines":
        return _from_table(term, price_table(known), None)
    group = what.removeprefix("group/")
    value = price.total if what == "total" else price.groups.get(group)
    source = price.total_source() if what == "total" else price.group_source(group)
    if value is None or not source.cell:
        return _blank(term)
    if what != "total":
        return TermValue(term=term, status=TermStatus.FILLED, value=value, source=source)
    words = said(known.bid.answers.get(TOTAL_ID) or known.bid.stated_total).verbatim
    if price.stated in (None, price.total):
        return TermValue(term=term, status=TermStatus.FILLED, value=value, verbatim=words, source=source)
    # The vendor has written another total: this one is ours, made from its unit prices, and must not pass for its own.
    return TermValue(
        term=term, status=TermStatus.POSITION, value=value, verbatim=words, source=source, standing=RECOMPUTED
    )


def _from_requirements(term: Term, _: str, known: Known) -> TermValue:
    return _from_table(term, requirement_table(known), known.bid.answers.get(REQUIREMENTS_ID))


def _from_commitments(term: Term, item: str, known: Known) -> TermValue:
    if not item:
        return _from_table(term, commitment_table(known), None)
    answer = known.bid.answers.get(item)
    facts = said(answer)
    if answer is None or not (facts.given or answer.rows):
        return _blank(term, facts)
    return TermValue(
        term=term, status=TermStatus.FILLED, value=KEPT, verbatim=facts.verbatim, remark=facts.remark,
        source=facts.source, standing=facts.standing,
    )  # fmt: skip


_FILLS: Mapping[str, Callable[[Term, str, Known], TermValue]] = {
    "question": _from_question, "deviation": _from_deviation, "buyer": _from_buyer, "tender": _from_tender,
    "vendor": _from_vendor, "price": _from_price, "requirements": _from_requirements, "commitments": _from_commitments,
}  # fmt: skip
