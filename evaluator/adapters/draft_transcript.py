"""The words of a composed draft as a transcript: every number, reference and value as a reader sees it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from evaluator.adapters.docx_words import Speaker, place_words, schedule_number
from evaluator.contract.clauses import Place
from evaluator.contract.draft import (
    AnnexRow,
    Appendix,
    Article,
    Blank,
    Draft,
    Heading,
    Passage,
    Plain,
    Reference,
    Run,
    Runs,
    Section,
    Table,
    Value,
)
from evaluator.contract.transcript import Entry, Kind, Line, Piece, Rows, TermWords, Transcript, as_data, from_data
from evaluator.contract.words import Words, foreign
from evaluator.domain.contract import TermStatus
from evaluator.domain.question import Kind as Asked
from evaluator.domain.text import LANGS, Lang, Text
from evaluator.i18n.words import t

LINE = 80
_RIGHT = (Asked.NUMBER, Asked.MONEY, Asked.PERCENT)
_LETTERS = 26
Pieces = tuple[Piece, ...]


def transcript_of(draft: Draft, units: Mapping[str, Text]) -> Transcript:
    """The transcript of a draft; ``units`` are the pack's own."""
    teller = _Teller(units)
    return Transcript(
        title=draft.title,
        articles=(_titled(draft), *(line for article in draft.articles for line in teller.article(article))),
        schedules=tuple(block for one in draft.appendices for block in teller.schedule(one)),
        terms=tuple(teller.term(row) for row in draft.annex),
    )


def _titled(draft: Draft) -> Line:
    return Line(
        key="title", style="Title", words={lang: (Piece(draft.title.show(lang)),) for lang in LANGS}, joint="\n"
    )


def transcript_bytes(found: Transcript) -> bytes:
    """A transcript as a file; the same words give the same bytes."""
    return (json.dumps(as_data(found), ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode(
        "utf-8", "replace"
    )


def read_transcript(data: bytes) -> Transcript:
    """The transcript in a file; `ValueError` where it is none."""
    try:
        return from_data(json.loads(data))
    except RecursionError as endless:
        raise ValueError("no transcript of a draft") from endless


class _Teller:
    """Says pieces in one language alone and, where that differs, as they stand in two columns."""

    def __init__(self, units: Mapping[str, Text]) -> None:
        self.alone = {lang: Speaker(lang, units) for lang in LANGS}
        self.beside = Speaker("both", units)

    def article(self, article: Article) -> Iterator[Line]:
        title = {
            lang: (
                Piece(place_words(Place(article.number), lang), "number"),
                Piece("　" if lang == "zh" else "  ", "number"),
                Piece(article.title.show(lang)),
            )
            for lang in LANGS
        }
        yield Line(key=f"a:{article.id}", style="Heading1", words=title, bold=True)
        for section in article.sections:
            yield from self._section(section, article.number)

    def _section(self, section: Section, article: int) -> Iterator[Line]:
        numbers = {"zh": f"{section.number}.", "en": f"{article}.{section.number}"}
        yield Line(
            key=f"p:{section.id}", style="Clause", words=self._numbered(section.runs, numbers), bold=section.notable
        )
        for at, item in enumerate(section.items, 1):
            marks = {"zh": f"（{at}）", "en": f"({_letter(at)})"}
            yield Line(
                key=f"i:{section.id}:{at}", style="Item", words=self._numbered(item, marks), bold=section.notable
            )

    def _numbered(self, runs: Runs, numbers: Mapping[str, str]) -> dict[Lang, Pieces]:
        return {lang: (Piece(f"{numbers[lang]}\t", "number"), *self._runs(runs[lang], lang)) for lang in LANGS}

    def _runs(self, runs: Iterable[Run], lang: Lang) -> Pieces:
        return tuple(self._run(piece, lang) for piece in runs)

    def _run(self, piece: Run, lang: Lang) -> Piece:
        if isinstance(piece, Plain):
            return Piece(piece.text)
        if isinstance(piece, Reference):
            return Piece(place_words(piece.place, lang), "reference")
        return self._value(piece, lang)

    def _value(self, piece: Value | Blank, lang: Lang) -> Piece:
        if isinstance(piece, Blank):
            return Piece(t("draft.blank", lang, label=piece.label), "open")
        text, beside = ("".join(one.text for one in speaker.pieces(piece.words, lang)) for speaker in self._both(lang))
        waits = foreign(piece.words, lang)
        kind: Kind = "departs" if piece.status is TermStatus.DEVIATES else "open" if waits else "value"
        return Piece(text, kind, beside if beside != text else None)

    def _both(self, lang: Lang) -> tuple[Speaker, Speaker]:
        return self.alone[lang], self.beside

    def schedule(self, appendix: Appendix) -> Iterator[Line | Rows]:
        number = str(appendix.number)
        head: dict[Lang, Pieces] = {
            lang: (
                Piece(t("draft.schedule", lang, number=schedule_number(appendix.number, lang)), "number"),
                Piece("　" if lang == "zh" else "  ", "number"),
                Piece(appendix.title.show(lang)),
            )
            for lang in LANGS
        }
        yield Line(key=f"s:{number}", style="ScheduleTitle", words=head, bold=True, joint="\n")
        if any(appendix.intro[lang] for lang in LANGS):
            intro = {lang: self._runs(appendix.intro[lang], lang) for lang in LANGS}
            yield Line(key=f"n:{number}", style="Normal", words=intro)
        for part in appendix.parts:
            if isinstance(part, Table) and len(appendix.parts) > 1:
                yield self._label(part.term, part.label)
            yield from self._table(part) if isinstance(part, Table) else self._passage(part)

    def _label(self, key: str, label: Text) -> Line:
        return Line(
            key=f"l:{key}", style="Heading2", words={lang: (Piece(label.show(lang)),) for lang in LANGS}, bold=True,
            joint=" / ",
        )  # fmt: skip

    def _table(self, part: Table) -> Iterator[Line | Rows]:
        if not part.rows:
            none = {lang: (Piece(t("draft.no_rows", lang)),) for lang in LANGS}
            yield Line(key=f"e:{part.term}", style="Normal", words=none)
            return
        rows = tuple(
            tuple(
                self._entry(words, heading, bool(part.marks.get((down, across))))
                for across, (words, heading) in enumerate(zip(row, part.headings, strict=True))
            )
            for down, row in enumerate(part.rows)
        )
        heads = tuple(heading.title for heading in part.headings)
        right = tuple(heading.kind in _RIGHT for heading in part.headings)
        yield Rows(key=f"g:{part.term}", heads=heads, right=right, rows=rows)

    def _entry(self, words: Words, heading: Heading, departs: bool) -> Entry:
        if not words:
            open_cell = Text(*(t("draft.blank_cell", lang) for lang in LANGS))
            return Entry(open_cell, "open") if heading.required else Entry(Text())
        return Entry(self._plain(words), "departs" if departs else "")

    def _passage(self, part: Passage) -> Iterator[Line | Rows]:
        """A short value on the line of its label; a long one in a box of its own under it."""
        said = {lang: self._value(part.run, lang) for lang in LANGS}
        if not any("\n" in piece.text or len(piece.text) > LINE for piece in said.values()):
            words = {lang: (Piece(t("draft.labelled", lang, label=part.label), "label"), said[lang]) for lang in LANGS}
            yield Line(key=f"v:{part.term}", style="Line", words=words)
            return
        yield self._label(part.term, part.label)
        alone = Text(said["zh"].text, said["en"].text)
        beside = Text(*(piece.text if piece.beside is None else piece.beside for piece in said.values()))
        entry = Entry(alone, said["zh"].kind, beside if beside != alone else None)
        yield Rows(key=f"b:{part.term}", right=(False,), rows=((entry,),))

    def _plain(self, words: Words) -> Text:
        return Text(*(self.alone[lang].plain(words, lang) for lang in LANGS))

    def term(self, row: AnnexRow) -> TermWords:
        status = f"draft.direction_{row.direction}" if row.direction else f"draft.status_{row.status.value}"
        blank = row.status is TermStatus.BLANK
        cell = str(row.source) if row.status in (TermStatus.FILLED, TermStatus.DEVIATES) else ""
        source, reason = (row.agreed.source, row.agreed.reason) if row.agreed else (cell, row.remark)
        return TermWords(
            term=row.term, label=row.label, where=Text(*(place_words(row.places[0], lang) for lang in LANGS)),
            value=Text(*(t("draft.blank_cell", lang) for lang in LANGS)) if blank else self._plain(row.value),
            theirs=self._plain(row.theirs),
            basis=Text(*(t(status, lang) for lang in LANGS)), source=source, reason=reason,
        )  # fmt: skip


def _letter(number: int) -> str:
    """The letter of an item, doubled after z as word processors do.

    >>> _letter(1), _letter(26), _letter(27)
    ('a', 'z', 'aa')
    """
    turns, rest = divmod(number - 1, _LETTERS)
    return chr(ord("a") + rest) * (turns + 1)
