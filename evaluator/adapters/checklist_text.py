"""The checklist that goes to counsel with a draft, as Markdown: what to settle, what to explain, what the buyer itself owes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.adapters.coverage_file import Covered, subject
from evaluator.adapters.docx_front import day, ready_words
from evaluator.adapters.docx_words import Speaker, before_award, place_words
from evaluator.contract.clauses import Place
from evaluator.contract.draft import AnnexRow, Article, Draft, Front
from evaluator.contract.promises import Fate
from evaluator.contract.sanitise import block, unlinked
from evaluator.domain.finding import Source
from evaluator.domain.text import Lang, languages
from evaluator.i18n.words import t

DUTIES = ("personal_data", "supervise", "payment", "acceptance", "notify")
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|&~$^])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the checklist is made from; ``although`` are reasons given for a draft that the rules would not make."""

    covered: Covered
    front: Front
    although: tuple[str, ...] = ()


def write_checklist(told: Checked, speaker: Speaker) -> bytes:
    """The checklist in the languages of the layout, one after the other."""
    parts = ["\n".join(_lines(told, speaker, lang)).rstrip() for lang in languages(speaker.layout)]
    return ("\n\n---\n\n".join(parts) + "\n").encode()


def plain(text: str) -> str:
    """Words of others as Markdown shows them: on one line, no sign of theirs taken for a heading, link or list.

    >>> plain("# see [here](http://x)\\n<b>now</b>")
    '\\\\# see \\\\[here\\\\](http:/\\u2060/x) / \\\\<b\\\\>now\\\\</b\\\\>'
    """
    return " / ".join(unlinked(_MARKS.sub(r"\\\1", line.strip())) for line in block(text).split("\n") if line.strip())


def _lines(told: Checked, speaker: Speaker, lang: Lang) -> Iterator[str]:
    front, draft = told.front, told.covered.draft
    yield f"# {t('output.check.title', lang)}"
    yield ""
    facts = {"tender": front.tender.show(lang), "vendor": front.vendor, "date": day(front.date, lang)}
    for key, said in facts.items():
        yield f"- {t(f'output.check.{key}', lang)}{plain(said)}"
    if mark := before_award(front, lang):
        yield f"- **{mark}**"
    yield f"- {ready_words(front, lang)}"
    for reason in told.although:
        yield f"- **{t('output.check.although', lang)}**{plain(reason)}"
    yield from _part("points", [_point(speaker.point(one, lang), one.sources) for one in front.points], lang)
    yield from _part("blanks", [_blank(row, lang) for row in draft.blanks], lang)
    yield from _part("deviations", [_deviation(row, speaker, lang) for row in draft.deviations], lang)
    yield from _part("notable", [_notable(one, lang) for one in _conspicuous(draft)], lang)
    yield from _part("coverage", list(_at_stake(told.covered, lang)), lang)
    yield from _part("duties", [t(f"output.duty.{key}", lang) for key in DUTIES], lang)
    yield from _part("counsel", [t(f"output.counsel.{key}", lang) for key in ("text", "parties", "law", "sign")], lang)


def _part(key: str, items: list[str], lang: Lang) -> Iterator[str]:
    """A section with a box before each item."""
    yield ""
    yield f"## {t(f'output.check.{key}', lang)} ({len(items)})"
    yield ""
    yield from (f"- [ ] {item}" for item in items)
    if not items:
        yield t("draft.none", lang)


def _point(said: str, sources: tuple[Source, ...]) -> str:
    cells = dict.fromkeys(f"{source.file} {source}".strip() for source in sources if source.cell)
    return plain(said) + (f" ({plain('; '.join(cells))})" if cells else "")


def _blank(row: AnnexRow, lang: Lang) -> str:
    silent = row.silent.show(lang) or t("output.silent_none", lang)
    return t("output.check.blank", lang, term=plain(_at(row, lang)), silent=plain(silent))


def _deviation(row: AnnexRow, speaker: Speaker, lang: Lang) -> str:
    theirs = speaker.plain(row.theirs, lang) or row.verbatim
    return t(
        "output.check.deviation", lang, term=plain(_at(row, lang)), way=t(f"draft.direction_{row.direction}", lang),
        ours=plain(speaker.plain(row.value, lang)), theirs=plain(theirs), cell=plain(f"{row.source.file} {row.source}"),
    )  # fmt: skip


def _at(row: AnnexRow, lang: Lang) -> str:
    return t("draft.named", lang, label=row.label, place=place_words(row.places[0], lang))


def _conspicuous(draft: Draft) -> list[tuple[Article, tuple[int, ...]]]:
    """Articles with paragraphs set in bold, and which of them."""
    found = [(one, tuple(part.number for part in one.sections if part.notable)) for one in draft.articles]
    return [(one, numbers) for one, numbers in found if numbers]


def _notable(found: tuple[Article, tuple[int, ...]], lang: Lang) -> str:
    article, numbers = found
    if len(numbers) == len(article.sections):
        places = place_words(Place(article.number), lang)
    else:
        places = ("、" if lang == "zh" else ", ").join(place_words(Place(article.number, at), lang) for at in numbers)
    return t("output.check.explained", lang, place=places, title=article.title.show(lang))


def _at_stake(covered: Covered, lang: Lang) -> Iterator[str]:
    """The answers that won points and that the draft weakens or leaves out."""
    found = covered.promises
    for one in found.of(Fate.MISSING) + found.of(Fate.WEAKENED):
        leaf, asked = subject(one, covered.method, covered.questions)
        said = " ".join(filter(None, (one.item, asked.show(lang) or leaf.show(lang))))
        fate = t(f"output.fate.{one.fate.value}", lang)
        yield t("output.check.stake", lang, fate=fate, item=plain(said), won=f"{float(one.won):.2f}")
