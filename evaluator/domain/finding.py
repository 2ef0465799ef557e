"""Faults as values: a place, a rule and its parameters; words and remedies are made in ``i18n``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from evaluator.domain.text import Text


class Severity(StrEnum):
    """What a finding does: a blocker must be settled, a warning should be read, a note tells."""

    BLOCKER = "blocker"
    WARNING = "warning"
    NOTE = "note"


class Rule(StrEnum):
    """Stable names of all findings; ``SEVERITY`` gives their weight, the ``finding`` catalogue their words."""

    # the file
    FILE_EMPTY = "file_empty"
    FILE_NOT_WORKBOOK = "file_not_workbook"
    FILE_LOCK = "file_lock"
    FILE_ENCRYPTED = "file_encrypted"
    FILE_DAMAGED = "file_damaged"
    FILE_ENCODING = "file_encoding"
    FILE_QUOTE = "file_quote"
    CELL_TWICE = "cell_twice"
    FILE_TOO_LARGE = "file_too_large"
    FILE_HOSTILE = "file_hostile"
    FILE_TIMEOUT = "file_timeout"
    FILE_MACROS = "file_macros"
    FILE_LINKS = "file_links"
    FILE_VALUES_ONLY = "file_values_only"
    ERRORS_UNSEEN = "errors_unseen"
    SHEET_LOST = "sheet_lost"
    CELLS_FAR = "cells_far"
    MERGE_HUGE = "merge_huge"
    MERGES_LEFT = "merges_left"
    # the questionnaire
    LAYOUT_UNKNOWN = "layout_unknown"
    LAYOUT_FOREIGN = "layout_foreign"
    MATRIX_FOUND = "matrix_found"
    MATRIX_UNCLEAR = "matrix_unclear"
    SCORE_FORM_FOUND = "score_form_found"
    SHEET_LEFT_OUT = "sheet_left_out"
    COLUMN_DOUBTFUL = "column_doubtful"
    ID_TWICE = "id_twice"
    ANSWERS_CONFLICT = "answers_conflict"
    SHEETS_ALIKE = "sheets_alike"
    MARKED_TWICE = "marked_twice"
    MARK_UNCLEAR = "mark_unclear"
    ANSWER_BESIDE = "answer_beside"
    COLUMNS_UNREAD = "columns_unread"
    ANSWER_IN_NOTE = "answer_in_note"
    NOTE_AT_ANSWER = "note_at_answer"
    ANSWER_DITTO = "answer_ditto"
    ANSWER_PICTURE = "answer_picture"
    ANSWER_CONTINUED = "answer_continued"
    ANSWER_UNASKED = "answer_unasked"
    FIELD_UNREAD = "field_unread"
    SECOND_VALUE = "second_value"
    QUESTION_UNNUMBERED = "question_unnumbered"
    OTHER_PACK = "other_pack"
    PACK_UNKNOWN = "pack_unknown"
    OTHER_TENDER = "other_tender"
    OTHER_ISSUE = "other_issue"
    ISSUE_ADDED = "issue_added"
    ISSUE_REMOVED = "issue_removed"
    ISSUE_REWORDED = "issue_reworded"
    ISSUE_ALLOWED = "issue_allowed"
    LIST_ALTERED = "list_altered"
    LIST_EMPTY = "list_empty"
    LIST_ROUND = "list_round"
    LIST_VENDOR = "list_vendor"
    LIST_USED = "list_used"
    VENDOR_UNNAMED = "vendor_unnamed"
    VENDOR_TWICE = "vendor_twice"
    CHANGED_UNASKED = "changed_unasked"
    COMPANY_ALIKE = "company_alike"
    FILE_SHARED = "file_shared"
    TEXT_ALIKE = "text_alike"
    ENVELOPE_MISSING = "envelope_missing"
    SHEET_MISSING = "sheet_missing"
    QUESTION_MISSING = "question_missing"
    QUESTION_TWICE = "question_twice"
    QUESTION_CHANGED = "question_changed"
    QUESTION_UNKNOWN = "question_unknown"
    CELL_MERGED = "cell_merged"
    HIDDEN_PART = "hidden_part"
    # a workbook that is not ours, read by a mapping
    MAPPING_SHEET = "mapping_sheet"
    MAPPING_HEADER = "mapping_header"
    MAPPING_USED = "mapping_used"
    VENDOR_UNINVITED = "vendor_uninvited"
    QUESTION_UNMATCHED = "question_unmatched"
    QUESTION_UNCOVERED = "question_uncovered"
    PRICE_BASIS = "price_basis"
    # the answer
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DATE = "not_a_date"
    NOT_AN_OPTION = "not_an_option"
    UNIT_AMBIGUOUS = "unit_ambiguous"
    PERCENT_AMBIGUOUS = "percent_ambiguous"
    AMOUNT_AMBIGUOUS = "amount_ambiguous"
    CURRENCY_OTHER = "currency_other"
    DEVIATION_UNWORDED = "deviation_unworded"
    ERROR_VALUE = "error_value"
    ANSWER_SEALED = "answer_sealed"
    FORMULA_UNCALCULATED = "formula_uncalculated"
    FORMULA_VALUE = "formula_value"
    TEXT_NUMBER = "text_number"
    CONTROL_CHARACTERS = "control_characters"
    TEXT_TOO_LONG = "text_too_long"
    # what comes beside the workbooks
    ATTACHMENT_KIND = "attachment_kind"
    ATTACHMENT_LARGE = "attachment_large"
    ATTACHMENT_LOCKED = "attachment_locked"
    ATTACHMENT_DAMAGED = "attachment_damaged"
    ATTACHMENT_UNSAFE = "attachment_unsafe"
    EVIDENCE_MISSING = "evidence_missing"
    HANDED_IN_LATE = "handed_in_late"
    LATE_ADMITTED = "late_admitted"
    REPLY_LATE = "reply_late"
    REFERENCE_CONTRADICTS = "reference_contradicts"
    # the price
    TOTAL_DIFFERS = "total_differs"
    PRICE_NEGATIVE = "price_negative"
    PRICE_ZERO = "price_zero"
    VARIANT_NOT_ALLOWED = "variant_not_allowed"
    AWARD_LIMIT = "award_limit"
    VARIANT_ALONE = "variant_alone"
    PRICE_DEDUCTED = "price_deducted"
    OVER_CEILING = "over_ceiling"
    CEILING_OPEN = "ceiling_open"
    ABNORMALLY_LOW = "abnormally_low"
    LOW_PRICE_DOUBTED = "low_price_doubted"
    LOW_PRICE_ACCEPTED = "low_price_accepted"
    LOW_PRICE_REFUSED = "low_price_refused"
    RATE_MISSING = "rate_missing"
    # the method workbook
    METHOD_NO_BOOK = "method_no_book"
    CLAUSE_NO_BOOK = "clause_no_book"
    METHOD_EARLIER = "method_earlier"
    METHOD_UNKNOWN = "method_unknown"
    METHOD_TWICE = "method_twice"
    METHOD_VALUE = "method_value"
    METHOD_ORDER = "method_order"
    METHOD_SUM = "method_sum"
    METHOD_FAULT = "method_fault"
    METHOD_BLANK = "method_blank"
    # the scores
    SCORES_LOCKED = "scores_locked"
    SCORECARD_EMPTY = "scorecard_empty"
    DRAFTS_REPLACED = "drafts_replaced"
    SCORE_MISSING = "score_missing"
    SCORE_OUTSIDE = "score_outside"
    SCORE_UNREASONED = "score_unreasoned"
    SCORE_REASON_MISSING = "score_reason_missing"
    REASON_REPEATS = "reason_repeats"
    SCORECARD_ISSUE = "scorecard_issue"
    SCORECARD_ANSWERS = "scorecard_answers"
    SCORECARD_PERSON = "scorecard_person"
    SCORE_NEWER = "score_newer"
    SCORE_STANDS = "score_stands"
    SCORE_UNKNOWN = "score_unknown"
    SCORE_ABSENT = "score_absent"
    SCORE_SCALE_DIFFERS = "score_scale_differs"
    SCORE_VENDOR_UNKNOWN = "score_vendor_unknown"
    SCORE_COLUMN_UNUSED = "score_column_unused"
    EVALUATOR_TWICE = "evaluator_twice"
    EVALUATOR_MISSING = "evaluator_missing"
    EVALUATOR_UNKNOWN = "evaluator_unknown"
    CRITERION_UNASSIGNED = "criterion_unassigned"
    SCORE_UNASSIGNED = "score_unassigned"
    SCORE_RECUSED = "score_recused"
    SCORES_OPEN = "scores_open"
    AGREED_MISSING = "agreed_missing"
    # the ranking
    VALUE_CLAMPED = "value_clamped"
    GATE_FAILED = "gate_failed"
    GATE_OPEN = "gate_open"
    BELOW_THRESHOLD = "below_threshold"
    THRESHOLD_OPEN = "threshold_open"
    REQUIREMENTS_MISSING = "requirements_missing"
    PRICE_OPEN = "price_open"
    COST_OPEN = "cost_open"
    UNSETTLED = "unsettled"
    TIE = "tie"
    TIE_DRAWN = "tie_drawn"
    TIE_ROUNDED = "tie_rounded"
    CHANGED_LATE = "changed_late"
    METHOD_REFUSED = "method_refused"
    OPINION_DIFFERS = "opinion_differs"
    OPINION_REFUSED = "opinion_refused"
    CROSS_CHECK_FAILED = "cross_check_failed"
    # a negotiated draft that came back
    RETURNED_EARLIER = "returned_earlier"
    RETURNED_TRACKED = "returned_tracked"
    RETURNED_LANGUAGES = "returned_languages"
    RETURNED_PLACES = "returned_places"
    RETURNED_UNREAD = "returned_unread"
    RETURNED_WORDING = "returned_wording"
    RETURNED_LOST = "returned_lost"


_BLOCKERS = {
    Rule.FILE_EMPTY, Rule.FILE_NOT_WORKBOOK, Rule.FILE_LOCK, Rule.FILE_ENCRYPTED, Rule.FILE_DAMAGED,
    Rule.FILE_TOO_LARGE, Rule.FILE_HOSTILE, Rule.FILE_TIMEOUT, Rule.LAYOUT_UNKNOWN, Rule.OTHER_PACK, Rule.OTHER_TENDER,
    Rule.PACK_UNKNOWN, Rule.FILE_ENCODING, Rule.FILE_QUOTE, Rule.CELL_TWICE,
    Rule.VENDOR_UNNAMED, Rule.VENDOR_TWICE, Rule.ENVELOPE_MISSING, Rule.SHEET_MISSING, Rule.QUESTION_MISSING,
    Rule.QUESTION_TWICE, Rule.QUESTION_CHANGED, Rule.BLANK, Rule.NOT_A_NUMBER, Rule.NOT_A_DATE, Rule.NOT_AN_OPTION,
    Rule.UNIT_AMBIGUOUS, Rule.PERCENT_AMBIGUOUS, Rule.AMOUNT_AMBIGUOUS, Rule.CURRENCY_OTHER, Rule.ERROR_VALUE,
    Rule.ANSWER_SEALED, Rule.FORMULA_UNCALCULATED, Rule.PRICE_NEGATIVE, Rule.RATE_MISSING, Rule.SCORES_LOCKED,
    Rule.SCORE_MISSING, Rule.SCORE_OUTSIDE,
    Rule.SCORECARD_EMPTY, Rule.SCORECARD_ISSUE, Rule.SCORECARD_PERSON, Rule.SCORE_REASON_MISSING, Rule.SCORE_NEWER,
    Rule.SCORE_STANDS, Rule.DRAFTS_REPLACED, Rule.ANSWERS_CONFLICT, Rule.SHEETS_ALIKE, Rule.MARKED_TWICE, Rule.SCORE_UNKNOWN,
    Rule.MARK_UNCLEAR, Rule.ANSWER_BESIDE,
    Rule.SCORE_SCALE_DIFFERS, Rule.SCORE_VENDOR_UNKNOWN, Rule.EVALUATOR_TWICE, Rule.EVALUATOR_MISSING,
    Rule.CRITERION_UNASSIGNED, Rule.GATE_FAILED, Rule.BELOW_THRESHOLD, Rule.SECOND_VALUE,
    Rule.LOW_PRICE_REFUSED, Rule.CEILING_OPEN, Rule.VARIANT_NOT_ALLOWED,
    Rule.OVER_CEILING, Rule.METHOD_REFUSED, Rule.CROSS_CHECK_FAILED, Rule.UNSETTLED, Rule.GATE_OPEN, Rule.SCORES_OPEN,
    Rule.ANSWER_DITTO, Rule.ANSWER_PICTURE,
    Rule.MAPPING_SHEET, Rule.MAPPING_HEADER, Rule.VENDOR_UNINVITED, Rule.QUESTION_UNCOVERED, Rule.PRICE_BASIS,
    Rule.LIST_ALTERED, Rule.LIST_EMPTY, Rule.LIST_ROUND, Rule.LIST_VENDOR,
    Rule.ATTACHMENT_KIND, Rule.ATTACHMENT_LARGE, Rule.ATTACHMENT_LOCKED, Rule.ATTACHMENT_DAMAGED, Rule.ATTACHMENT_UNSAFE,
    Rule.AGREED_MISSING, Rule.MATRIX_UNCLEAR, Rule.THRESHOLD_OPEN, Rule.REQUIREMENTS_MISSING, Rule.PRICE_OPEN, Rule.COST_OPEN,
    Rule.CLAUSE_NO_BOOK,
    Rule.METHOD_NO_BOOK, Rule.METHOD_UNKNOWN, Rule.METHOD_TWICE, Rule.METHOD_VALUE, Rule.METHOD_ORDER, Rule.METHOD_FAULT,
    Rule.RETURNED_LANGUAGES, Rule.RETURNED_PLACES, Rule.RETURNED_UNREAD,
}  # fmt: skip
_NOTES = {
    Rule.FILE_MACROS, Rule.FORMULA_VALUE, Rule.TEXT_NUMBER, Rule.HIDDEN_PART, Rule.TIE, Rule.TIE_DRAWN, Rule.TIE_ROUNDED,
    Rule.OPINION_DIFFERS,
    Rule.NOT_APPLICABLE, Rule.SCORE_ABSENT, Rule.FILE_VALUES_ONLY, Rule.SHEET_LEFT_OUT, Rule.QUESTION_UNMATCHED,
    Rule.MAPPING_USED, Rule.ISSUE_ADDED, Rule.ISSUE_REMOVED, Rule.ISSUE_REWORDED, Rule.ISSUE_ALLOWED, Rule.MATRIX_FOUND,
    Rule.SCORE_COLUMN_UNUSED, Rule.SCORE_FORM_FOUND, Rule.LIST_USED, Rule.LATE_ADMITTED, Rule.METHOD_EARLIER,
    Rule.METHOD_BLANK, Rule.ANSWER_CONTINUED, Rule.LOW_PRICE_ACCEPTED, Rule.RETURNED_TRACKED, Rule.PRICE_DEDUCTED,
}  # fmt: skip
SEVERITY: Mapping[Rule, Severity] = {
    rule: Severity.BLOCKER if rule in _BLOCKERS else Severity.NOTE if rule in _NOTES else Severity.WARNING
    for rule in Rule
}


_BARE = re.compile(r"[^\W\d][\w.]*")


@dataclass(frozen=True, slots=True)
class Source:
    """The cell a statement comes from: file name, SHA-256 of its bytes, sheet, and cell as Excel names it.

    >>> str(Source("ada.xlsx", "9f…", "Support", "D14"))
    'Support!D14'
    >>> str(Source(sheet="Team and technology", cell="D36"))
    "'Team and technology'!D36"
    """

    file: str = ""
    sha256: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """Sheet and cell, as in a formula: a sheet whose name is no single word stands in quotes."""
        if not self.cell:
            return self.sheet or self.file
        bare = _BARE.fullmatch(self.sheet) is not None
        sheet = self.sheet if bare else "'{}'".format(self.sheet.replace("'", "''"))
        return f"{sheet}!{self.cell}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message key with its parameters: words to be said in the reader's language, alone or inside another sentence.

    >>> Phrase("unit.hour.name").key
    'unit.hour.name'
    """

    key: str
    params: tuple[tuple[str, Param], ...] = ()


Param = str | int | Text | Phrase


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault or remark with its place; ``params`` fill the sentence of the rule.

    >>> found = finding(Rule.NOT_A_NUMBER, Source(sheet="Support", cell="D7"), given="asap", unit="hour")
    >>> (found.rule.value, found.severity.value, dict(found.params)["given"])
    ('not_a_number', 'blocker', 'asap')
    """

    rule: Rule
    severity: Severity
    source: Source
    params: tuple[tuple[str, Param], ...] = ()
    vendor: str = ""
    item: str = ""


def finding(
    rule: Rule, source: Source | None = None, *, vendor: str = "", item: str = "", severity: Severity | None = None,
    **params: Param,
) -> Finding:  # fmt: skip
    """A finding of a rule; its severity is the rule's own unless the place makes it lighter or heavier."""
    return Finding(rule, severity or SEVERITY[rule], source or Source(), tuple(params.items()), vendor, item)
