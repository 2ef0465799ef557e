"""What two bids have in common that two bidders seldom have: a company's marks, a workbook, long texts; never a judgement.

Only what may be read is compared: a sealed price workbook gives no answers, so nothing of it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from evaluator.domain.bid import Answer, Bid
from evaluator.domain.finding import Finding, Phrase, Rule, Source, finding
from evaluator.domain.question import Kind, Question
from evaluator.domain.text import Text
from evaluator.intake.questionnaire import COVER, CURRENCY_CELL, Questionnaire
from evaluator.intake.reading import quoted

LONG = 60  # signs that say something, in either script: below it two people write the same words by chance
SHARE = 85  # percent of two texts' signs that are the same in the same order; the tests show what lies on either side
CELLS = 10  # written cells that two workbooks must have in common before their being equal says anything
_COVERS = frozenset(code for code, _ in (*COVER, CURRENCY_CELL))
_FORMS = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|集团|公司|incorporated|corporation|company|limited|gmbh|corp|inc|llc|ltd|plc|co)+$"
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", re.ASCII)
# Addresses at these say nothing about a company.
_PUBLIC = frozenset(
    ["qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "sina.com", "sina.cn", "sohu.com", "139.com", "189.cn",
     "aliyun.com", "21cn.com", "tom.com", "vip.163.com", "vip.126.com", "vip.qq.com", "vip.sina.com", "gmail.com",
     "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "proton.me"]
)  # fmt: skip
_REGISTERED = 6


@dataclass(frozen=True, slots=True)
class _Said:
    """A long text of one vendor, as two texts are compared, and its cell."""

    vendor: str
    item: str
    plain: str
    source: Source


def alike(bids: Sequence[Bid], asked: Questionnaire) -> tuple[Finding, ...]:
    """Each likeness once, at its cell in the later bid, with the cell in the earlier one as a parameter.

    What a vendor's variant has in common with its other bids is no likeness.
    """
    shared = tuple(_shared(bids))
    pairs = frozenset((found.vendor, str(dict(found.params)["other"])) for found in shared)
    found = (*_companies(bids), *shared, *_texts(bids, asked, pairs))
    whose = {bid.vendor: bid.variant_of or bid.vendor for bid in bids}
    return tuple(one for one in found if whose[one.vendor] != whose[str(dict(one.params)["other"])])


def signs(text: str) -> str:
    """The letters and digits of a text, as two texts are compared.

    >>> signs("７×24 小时，On-Site！")
    '724小时onsite'
    """
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def company(name: str) -> str:
    """What two spellings of a company's name have in common, whatever its form of law.

    >>> company("海岚云（北京）有限公司") == company("海岚云北京有限责任公司"), company("Ada Cloud Co., Ltd.")
    (True, 'adacloud')
    """
    whole = signs(name)
    return _FORMS.sub("", whole) or whole


def domains(text: str) -> tuple[str, ...]:
    """The companies' own mail domains in a text.

    >>> domains("Tel 0571-1, bid@Ada.example or ada@qq.com")
    ('ada.example',)
    """
    found = (match.casefold() for match in _MAIL.findall(unicodedata.normalize("NFKC", text)))
    return tuple(dict.fromkeys(domain for domain in found if domain not in _PUBLIC))


def _companies(bids: Sequence[Bid]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], tuple[Bid, str, Source]] = {}
    for bid in bids:
        for what, mark, said, source in _marks(bid):
            first, text, place = seen.setdefault((what, mark), (bid, said, source))
            if first is not bid:
                yield finding(
                    Rule.COMPANY_ALIKE, source, vendor=bid.vendor, what=Phrase(f"finding.alike.{what}"),
                    given=quoted(said), other=first.vendor, theirs=quoted(text), place=placed(place),
                )  # fmt: skip


def _marks(bid: Bid) -> Iterator[tuple[str, str, str, Source]]:
    """What tells a company: kind, mark as compared, text as written, its cell."""
    whole = Source(bid.files[0].name, bid.files[0].sha256) if bid.files else Source()
    name, number, mail = (bid.answers.get(code) for code in ("V1", "V2", "V5"))
    if bid.answers:
        yield "name", company(bid.vendor), bid.vendor, name.source if name else whole
    if number and len(signs(number.verbatim)) >= _REGISTERED:
        yield "number", signs(number.verbatim), number.verbatim, number.source
    for domain in domains(mail.verbatim) if mail else ():
        yield "domain", domain, domain, mail.source if mail else whole


def placed(source: Source) -> str:
    """File and cell of a statement, as a sentence names them."""
    return " ".join(filter(None, (source.file, str(source) if source.cell else "")))


def _shared(bids: Sequence[Bid]) -> Iterator[Finding]:
    seen: dict[object, tuple[Bid, Source]] = {}
    for bid in bids:
        told: set[str] = set()
        for mark, place in _contents(bid):
            first, earlier = seen.setdefault(mark, (bid, place))
            if first is not bid and place.file not in told:
                told.add(place.file)
                yield finding(
                    Rule.FILE_SHARED, place, vendor=bid.vendor, file=place.file, other=first.vendor, theirs=earlier.file
                )


def _contents(bid: Bid) -> Iterator[tuple[object, Source]]:
    """What a bid's workbooks are known by: bytes with the cells that were read, and all that is written beside the cover.

    A comparison is one file of several vendors, each with cells of its own.
    """
    written: dict[str, list[tuple[str, ...]]] = {}
    cells: dict[str, set[tuple[str, str]]] = {}
    for answer in bid.every_answer():
        cells.setdefault(answer.source.sha256, set()).add((answer.source.sheet, answer.source.cell))
        if answer.item not in _COVERS and (answer.verbatim or answer.remark):
            written.setdefault(answer.source.sha256, []).append((answer.item, answer.verbatim, answer.remark))
    for file in bid.files:
        place = Source(file.name, file.sha256)
        yield (file.sha256, frozenset(cells.get(file.sha256, ()))), place
        if len(texts := written.get(file.sha256, [])) >= CELLS:
            yield tuple(sorted(texts)), place


def _texts(bids: Sequence[Bid], asked: Questionnaire, pairs: frozenset[tuple[str, str]]) -> Iterator[Finding]:
    """Of each long text the likest earlier one; where a whole workbook is shared, its texts are not told one by one."""
    for group in _groups(bids, asked):
        for number, one in enumerate(group):
            earlier = [
                two for two in group[:number] if two.vendor != one.vendor and (one.vendor, two.vendor) not in pairs
            ]
            texts = [two.plain for two in earlier]
            found = process.extractOne(one.plain, texts, scorer=fuzz.ratio, score_cutoff=SHARE)
            if found is None:
                continue
            two = earlier[found[2]]
            yield finding(
                Rule.TEXT_ALIKE, one.source, vendor=one.vendor, item=one.item, other=two.vendor,
                their_item=two.item, place=placed(two.source), share=int(found[1]),
            )  # fmt: skip


def _groups(bids: Sequence[Bid], asked: Questionnaire) -> Iterable[list[_Said]]:
    """Long texts that answer the same thing; rows that vendors add themselves are compared with each other."""
    questions = {question.id: question for question in asked.all()}
    printed = {key: _printed(question) for key, question in questions.items()}
    groups: dict[tuple[str, str], list[_Said]] = {}
    for bid in bids:
        for answer in bid.every_answer():
            question = questions.get(answer.item.partition("/")[0])
            for part, text, source in _written(answer, question):
                plain = signs(text)
                if question and len(plain) >= LONG and not _ours(plain, printed[question.id]):
                    group = groups.setdefault((_place(answer.item, question), part), [])
                    group.append(_Said(bid.vendor, answer.item, plain, source))
    return groups.values()


def _written(answer: Answer, question: Question | None) -> Iterator[tuple[str, str, Source]]:
    """The texts that a vendor has worded itself: text answers and remarks, never options."""
    if question is None:
        return
    column = answer.item.rpartition("/")[2]
    kinds: Mapping[str, Kind] = {each.key: each.kind for each in question.columns}
    if (kinds.get(column) if "/" in answer.item else question.kind) is Kind.TEXT:
        yield "answer", answer.verbatim, answer.source
    if answer.remark:
        yield "remark", answer.remark, answer.remark_place


def _place(item: str, question: Question) -> str:
    key, _, rest = item.partition("/")
    return item if question.rows or not rest else f"{key}//{rest.rpartition('/')[2]}"


def _printed(question: Question) -> tuple[str, ...]:
    texts = (question.text, question.hint, *(text for row in question.rows for _, text in row.cells))
    return tuple(filter(None, (signs(words) for text in texts for words in _both(text))))


def _both(text: Text) -> tuple[str, ...]:
    return text.zh, text.en, f"{text.zh}{text.en}"


def _ours(plain: str, printed: Sequence[str]) -> bool:
    """Whether a text only says back what the question, its hint or its row says."""
    long = [words for words in printed if len(words) >= LONG // 2]
    return process.extractOne(plain, long, scorer=fuzz.ratio, score_cutoff=SHARE) is not None
