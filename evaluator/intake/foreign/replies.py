"""What stands in an answer cell of a workbook that is not ours: an answer, or one of the ways in which there is none."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from evaluator.intake.cells import Cell
from evaluator.intake.words import NO, NOT_APPLICABLE, PLACEHOLDER, clean, is_ditto, is_picture, plain

_ZERO = re.compile(
    r"[-+]?(?:[¥￥$€£]|cny|usd|eur|rmb)?\s?0+(?:[.,]0+)?\s?"
    r"(?:[%‰]|万?元|美元|人|个|天|日|年|次|家|项|小时|分钟|cny|usd|eur|rmb|hours?|days?|years?)?"
)
_EMPTY_BOXES = re.compile(r"[□☐○◯]")
_TICKED = re.compile(r"[☑☒■√✓✔●✗✘]")
_ANGLED = re.compile(r"^[<〈].*[>〉]$", re.DOTALL)
_ROUND = re.compile(r"^[(（【].*[)）】]$", re.DOTALL)
_SQUARE = re.compile(r"^\[.*\]$", re.DOTALL)
_ASKS_TO_FILL = re.compile(
    r"^\W*(?:please |to be )?(?:select|choose|enter|insert|specify|provide|fill|click|type here|type your|tbd|your)\b|"
    r"请(?:选择|填写|输入|勾选|下拉|在此|说明|注明|描述|填)|^\W*(?:填写|选择|输入|此处|下拉|待)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:mm|dd|yy|yyyy|m|d)(?:[/.\-](?:mm|dd|yy|yyyy|m|d)){2}|[y×xｘ_]{2,4}年[m×xｘ_]{1,2}月(?:[d×xｘ_]{1,2}日)?|年\s*月\s*日|"
    r"[x×_＿.…]{2,}|(?:(?:vendor|company|supplier|bidder|your|csp|cso|client|customer|system|project|product|organi[sz]ation) "
    r"name\s*(?:[-–/,]\s*)?)+(?:\([a-z ]{3,30}\)?)?|"
    r"(?:please )?(?:select|choose|enter|specify|fill in|type here)"
    r"(?: (?:one|a value|an option|from (?:the )?list|here|text|date|name))?|"
    r"(?:click|tap|type)(?: or (?:tap|click))? here(?: to (?:enter|type|add|insert)(?: (?:text|an? \w{1,12}|your \w{1,12}))?)?|"
    r"choose an item|select one|enter (?:text|date|value) here|"
    r"请(?:选择|填写|输入|勾选|下拉选择|在此填写|在此输入|点击选择)|(?:公司|供应商|投标人|单位)名称|待填写|待补充|lorem ipsum.*",
    re.IGNORECASE,
)


_MASKED = re.compile(
    r"\bv?x\.x\b.*\b(?:mm|dd)[/.-](?:mm|dd)[/.-]yy", re.DOTALL
)  # a version and a date still to be put in
_BOX = re.compile(r"([□☐○◯]|[☑☒■✓✔√●])\s*([^□☐○◯☑☒■✓✔√●]*)")


class Reply(StrEnum):
    """What stands in a foreign answer cell.

    ``ambiguous`` is "ditto", or a text in square brackets: an answer or the form's own words.
    """

    ANSWERED = "answered"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    ZERO = "zero"
    UNANSWERED = "unanswered"
    PLACEHOLDER = "placeholder"
    UNCALCULATED = "uncalculated"
    ERROR = "error"
    AMBIGUOUS = "ambiguous"


GIVEN: Final = frozenset({Reply.ANSWERED, Reply.NO, Reply.NOT_APPLICABLE, Reply.ZERO, Reply.AMBIGUOUS})


def reply_of(cell: Cell | None) -> Reply:
    """What stands in a cell.

    >>> [reply_of(Cell(1, 1, text)).value for text in ("Yes", "否", "N/A", "0", " ", "\u200b", "[Reason]")]
    ['answered', 'no', 'not_applicable', 'zero', 'placeholder', 'placeholder', 'ambiguous']
    >>> [reply_of(None).value, reply_of(Cell(1, 1, "", uncalculated=True)).value, reply_of(Cell(1, 1, "#REF!", "error")).value]
    ['unanswered', 'uncalculated', 'error']
    """
    if cell is None:
        return Reply.UNANSWERED
    if cell.uncalculated:
        return Reply.UNCALCULATED
    if cell.kind == "error" or is_picture(cell.text):
        return Reply.ERROR
    return Reply.PLACEHOLDER if cell.text and not clean(cell.text)[0].strip() else reply_in(cell.text)


def reply_in(text: str) -> Reply:
    """What a text says, by itself.

    >>> [reply_in(text).value for text in ("（请填写）", "(ENTER CSP NAME)", "（请见附件3）", "(type 2 report)", "<date>")]
    ['placeholder', 'placeholder', 'answered', 'answered', 'placeholder']

    >>> [reply_in(text).value for text in ("〃", "as above", "Click or tap here to enter text.", "Same as Q3: yes")]
    ['ambiguous', 'ambiguous', 'placeholder', 'answered']
    >>> [reply_in(text).value for text in ("CSP Name - CSO Name (Abbreviation)", "SSP (vX.X MM/DD/YY)", "We show MM/DD/YY")]
    ['placeholder', 'placeholder', 'answered']
    >>> [reply_in(text).value for text in ("☐是 ☑否", "□ Yes  ☒ No", "☑公有云 ☑私有云 ☐混合云", "☐适用 ☑不适用")]
    ['no', 'no', 'answered', 'not_applicable']
    >>> [reply_in(text).value for text in ("", "____年__月__日", "□是 □否", "☑是 □否", "不适用", "不满足。", "0 元", "20")]
    ['unanswered', 'placeholder', 'placeholder', 'answered', 'not_applicable', 'no', 'zero', 'answered']
    """
    text = clean(text)[0]
    said = plain(chosen(text) or text)
    bare = said.strip(" .。!！;；,，")
    if not said:
        return Reply.UNANSWERED
    if said in NOT_APPLICABLE or bare in NOT_APPLICABLE:
        return Reply.NOT_APPLICABLE
    if said in NO or bare in NO:
        return Reply.NO
    if _ZERO.fullmatch(said):
        return Reply.ZERO
    if is_ditto(said):
        return Reply.AMBIGUOUS
    return _placed(said, bare)


def chosen(text: str) -> str:
    """The words behind the one box that is ticked among several, empty where none is or more are.

    >>> chosen("☐是 ☑否"), chosen("■ 是　□ 否"), chosen("☑公有云 ☑私有云 ☐混合云"), chosen("√"), chosen("5●6")
    ('否', '是', '', '', '')
    """
    boxes = [(found[1], found[2].strip(" \t\n\u3000,，;；/、")) for found in _BOX.finditer(text.strip())]
    ticked = [words for box, words in boxes if _TICKED.match(box)]
    opens = bool(_BOX.match(text.strip()))
    return ticked[0] if opens and len(boxes) > 1 and len(ticked) == 1 and all(words for _, words in boxes) else ""


def _placed(said: str, bare: str) -> Reply:
    """Whether words answer, or only keep the place of an answer."""
    boxes = _EMPTY_BOXES.search(said) and not _TICKED.search(said)
    asked = _ANGLED.match(said) or (_ROUND.match(said) and _ASKS_TO_FILL.search(said))
    if (
        said in PLACEHOLDER
        or boxes
        or asked
        or _MASKED.search(said)
        or _PLACE.fullmatch(said.strip("<>()[]（）【】*. "))
    ):
        return Reply.PLACEHOLDER
    if _SQUARE.match(said):
        return Reply.PLACEHOLDER if _ASKS_TO_FILL.search(said) else Reply.AMBIGUOUS
    return Reply.ANSWERED
