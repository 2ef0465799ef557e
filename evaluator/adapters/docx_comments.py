"""Comments of the internal draft: at its first use each term says its source, what is wrong with it, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evaluator.adapters.docx_words import Speaker
from evaluator.adapters.docx_xml import Element, Ink, Set, el, paragraph, run
from evaluator.contract.draft import AnnexRow
from evaluator.contract.risk import risk
from evaluator.domain.contract import TermStatus, TermValue
from evaluator.domain.text import Lang, languages
from evaluator.i18n.words import t

WORDS = 600


@dataclass(slots=True)
class Comments:
    """What is said beside the terms of a draft.

    ``values`` are its terms by id, ``rows`` its annex. Where the award route lets nobody ``talk``, the fallback and when to
    escalate are left out: there is nothing to give way on.
    """

    values: Mapping[str, TermValue]
    rows: Mapping[str, AnnexRow]
    speaker: Speaker
    talk: bool
    made: dict[str, Element] = field(default_factory=dict)

    def around(self, term: str, lang: Lang, content: list[Element]) -> list[Element]:
        """The content, with a comment where the term stands for the first time in the leading language."""
        first = languages(self.speaker.layout)[0]
        row = self.rows.get(term)
        if row is None or term in self.made or lang != first or not _worth(row):
            return content
        number = len(self.made)
        self.made[term] = self._comment(number, row)
        mark = el("r", el("commentReference", id=number))
        return [el("commentRangeStart", id=number), *content, el("commentRangeEnd", id=number), mark]

    def part(self) -> Element | None:
        """All comments as a part of the document; None where there are none."""
        return el("comments", *self.made.values()) if self.made else None

    def _comment(self, number: int, row: AnnexRow) -> Element:
        content: list[Element] = []
        value = self.values[row.term]
        for lang in languages(self.speaker.layout):
            title, *lines = remark(row, value, self.speaker, lang, talk=self.talk)
            content.append(paragraph(Set("Note"), [run(title, Ink(lang, bold=True))]))
            content += [paragraph(Set("Note"), [run(line, Ink(lang))]) for line in lines]
        # No name and no clock: the same draft is the same file, whoever makes it.
        author = t("output.comment.author", languages(self.speaker.layout)[0])
        return el("comment", *content, id=number, author=author, initials="VE")


def _worth(row: AnnexRow) -> bool:
    """Whether there is something to say: a fact of the buyer's own needs no source."""
    return row.status is not TermStatus.POSITION or bool(row.source.cell or row.standing)


def remark(row: AnnexRow, value: TermValue, speaker: Speaker, lang: Lang, *, talk: bool) -> list[str]:
    """What is said of a term: what it is and how it stands, then a line for each thing that is known."""
    status = f"draft.direction_{row.direction}" if row.direction else f"draft.status_{row.status.value}"
    told = [("title", row.label.show(lang), t(status, lang))]
    told += [("source", _place(row), ""), ("words", _short(row.verbatim), ""), ("note", _short(row.remark), "")]
    if row.standing:
        told.append(("standing", t(f"draft.standing_{row.standing}", lang), ""))
    if row.status is TermStatus.DEVIATES:
        told += [("ours", speaker.plain(row.value, lang), ""), *_inside(value, lang, talk=talk)]
    elif row.status is TermStatus.BLANK:
        told += _open(row, speaker, lang, talk=talk)
    level = risk(value)
    if level is not None:
        told.append(("risk", t(f"output.risk.{level.value}", lang), ""))
    return [t(f"output.comment.{key}", lang, said=said, more=more) for key, said, more in told if said]


def _inside(value: TermValue, lang: Lang, *, talk: bool) -> Sequence[tuple[str, str, str]]:
    held = value.position
    if held is None:
        return ()
    given = (("reason", held.reason), *((("fallback", held.fallback), ("escalate", held.escalate)) if talk else ()))
    return [(key, words.show(lang), "") for key, words in given] + [("owner", owner(held.owner, lang), "")]


def _open(row: AnnexRow, speaker: Speaker, lang: Lang, *, talk: bool) -> Sequence[tuple[str, str, str]]:
    """What to ask for on a blank, and what the law puts in its place."""
    point = speaker.plain(row.asked, lang) or t("output.comment.ask", lang)
    return [
        ("negotiate" if talk else "complete", point, ""),
        ("silent", row.silent.show(lang) or t("output.silent_none", lang), ""),
    ]


def owner(name: str, lang: Lang) -> str:
    """Who in the house decides on a term: a role of ours in words, any other name as the pack writes it."""
    from evaluator.i18n.words import known

    return t(f"output.owner.{name}", lang) if name and known(f"output.owner.{name}", lang) else name


def _place(row: AnnexRow) -> str:
    return " · ".join(part for part in (row.source.file, str(row.source) if row.source.cell else "") if part)


def _short(text: str) -> str:
    return text if len(text) <= WORDS else f"{text[: WORDS - 1].rstrip()}…"
