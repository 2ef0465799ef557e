"""Which answer names which attached file, and names of files made safe to show."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from evaluator.domain.attachment import Attachment
from evaluator.domain.bid import Answer, Bid
from evaluator.domain.finding import Finding, Rule, finding
from evaluator.domain.question import Question
from evaluator.intake.words import NO, NOT_APPLICABLE, PLACEHOLDER, clean, plain

EVIDENCE = "evidence"
LONGEST = 200
_BETWEEN = re.compile(r"[;；、\n]+")
_COMMAS = re.compile(r"[，,]+")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}$")
_ROOT = re.compile(r"^[A-Za-z]:")
_NOTHING = NO | NOT_APPLICABLE | PLACEHOLDER


@dataclass(frozen=True, slots=True)
class Named:
    """A file that an answer names: the attachments of that name, and whether one of them is a zip with it inside."""

    answer: Answer
    name: str
    files: tuple[Attachment, ...]
    inside: bool = False


def shown_name(raw: str) -> str:
    r"""The name of a file as it may be shown: no way out of its folder, nothing that hides or turns signs around.

    >>> shown_name("..\\..\\C:/etc/证书.pdf"), shown_name("a\u202efdp.exe"), shown_name("/")
    ('C_/etc/证书.pdf', 'afdp.exe', '_')
    """
    parts = [part.strip() for part in clean(raw)[0].replace("\\", "/").replace("\n", " ").split("/")]
    kept = [_ROOT.sub(lambda found: f"{found[0][0]}_", part) for part in parts if part not in ("", ".", "..")]
    whole = "/".join(kept) or "_"
    return whole if len(whole) <= LONGEST else f"{whole[: LONGEST // 2]}…{whole[-LONGEST // 2 :]}"


def names_in(text: str) -> tuple[str, ...]:
    """The files that the words of an answer name, each once; words that name none are left out.

    >>> names_in("合同.pdf；验收报告.pdf\\n 无"), names_in("N/A")
    (('合同.pdf', '验收报告.pdf'), ())
    """
    pieces = [piece for part in _BETWEEN.split(text) for piece in _by_commas(part)]
    parts = [part.strip().strip("《》“”\"'") for part in pieces]
    return tuple(dict.fromkeys(part for part in parts if plain(part) not in _NOTHING))


def _by_commas(text: str) -> list[str]:
    """Commas stand between names only where each part ends as a file does: they stand in prose, too."""
    parts = [part for part in _COMMAS.split(text) if part.strip()]
    return parts if all(_SUFFIX.search(plain(part)) for part in parts) else [text]


def same_file(one: str, other: str) -> bool:
    """Whether two names are of one file: width, case and spaces aside, and an ending that only one of them has.

    >>> same_file("ISO２７００１ 证书", "iso27001 证书.PDF"), same_file("a.pdf", "a.docx")
    (True, False)
    """
    left, right = plain(one), plain(other)
    return left == right or _SUFFIX.sub("", left) == right or _SUFFIX.sub("", right) == left


def named_files(bid: Bid, questions: Iterable[Question], files: Sequence[Attachment]) -> tuple[Named, ...]:
    """Every file that the answers of a bid name, in their order, with what came under that name."""
    return tuple(
        _sought(answer, name, files) for answer, text in _evidence(bid, questions) for name in _names(text, files)
    )


def unnamed(named: Sequence[Named], files: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """The files that no answer names."""
    found = {file.id for one in named for file in one.files}
    return tuple(file for file in files if file.id not in found)


def missing_evidence(vendor: str, named: Sequence[Named]) -> tuple[Finding, ...]:
    """One finding for each file that an answer names and that did not come."""
    return tuple(
        finding(Rule.EVIDENCE_MISSING, one.answer.source, vendor=vendor, item=one.answer.item, name=one.name)
        for one in named
        if not one.files
    )


def _evidence(bid: Bid, questions: Iterable[Question]) -> Iterator[tuple[Answer, str]]:
    """Answers with the words in which they name their evidence: the column beside the answer, or one of a table."""
    proofs = {question.id: [one.key for one in question.columns if one.role == EVIDENCE] for question in questions}
    for answer in bid.answers.values():
        if answer.evidence_file:
            yield answer, answer.evidence_file
        for row in answer.rows:
            for key in proofs.get(answer.item, ()):
                if key in row.cells and row.cells[key].verbatim:
                    yield row.cells[key], row.cells[key].verbatim


def _names(text: str, files: Sequence[Attachment]) -> tuple[str, ...]:
    """A file's own name may hold the signs that stand between names."""
    whole = text.strip()
    return (whole,) if any(same_file(whole, file.name) for file in files) else names_in(text)


def _sought(answer: Answer, name: str, files: Sequence[Attachment]) -> Named:
    whole = tuple(file for file in files if same_file(name, file.name))
    if whole:
        return Named(answer, name, whole)
    held = tuple(
        file for file in files if any(same_file(name, entry.name.rpartition("/")[2]) for entry in file.entries)
    )
    return Named(answer, name, held, inside=bool(held))


def naming(name: str, bids: Iterable[Bid], questions: Sequence[Question]) -> dict[str, tuple[str, ...]]:
    """The vendors whose answers name this file as their evidence, each with the items of these answers."""
    found: dict[str, tuple[str, ...]] = {}
    for bid in bids:
        told = [one for one, text in _evidence(bid, questions) if any(same_file(name, each) for each in _said(text))]
        if told:
            found[bid.vendor] = tuple(dict.fromkeys(one.item for one in told))
    return found


def _said(text: str) -> tuple[str, ...]:
    return (text.strip(), *names_in(text))


def suggested_vendor(name: str, vendors: Iterable[str], named_by: Collection[str] = ()) -> str:
    """The one vendor whose name begins with words of the file's name or stands in it; empty where none or several do.

    Where the name says of none or of several whose the file is, the answers do: ``named_by`` are the vendors whose answers
    name it.

    >>> suggested_vendor("ISO27001.pdf", ["海澜云（北京）有限公司", "Corvane Ltd"], ["Corvane Ltd"])
    'Corvane Ltd'

    >>> suggested_vendor("海澜云-ISO27001.pdf", ["海澜云（北京）有限公司", "Corvane Ltd"])
    '海澜云（北京）有限公司'
    >>> suggested_vendor("ISO27001.pdf", ["海澜云（北京）有限公司", "Corvane Ltd"])
    ''
    """
    words = [word for word in re.split(r"[\W_]+", plain(name)) if len(word) >= 3]
    found = [one for one in vendors if any(plain(one).startswith(word) for word in words) or plain(one) in plain(name)]
    found = [one for one in found if one in named_by] or found or list(named_by)
    return found[0] if len(found) == 1 else ""


def looks_priced(name: str) -> bool:
    """Whether a file's name speaks of prices; only a suggestion to a person.

    >>> looks_priced("3-报价明细.xlsx"), looks_priced("Team.pdf")
    (True, False)
    """
    return any(word in plain(name) for word in ("报价", "价格", "开标一览", "price", "quot", "cost"))
