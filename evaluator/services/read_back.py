"""A negotiated draft read back: its values by bookmark as proposals, every other edit listed, nothing taken by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from evaluator.adapters.docx_names import uses_of
from evaluator.adapters.docx_words import Speaker, bilingual
from evaluator.contract.marks import found_mark, whose
from evaluator.contract.returned import Changed, Compared, Document, Edit, Remark, compare
from evaluator.domain.bid import Scalar
from evaluator.domain.contract import TermValue
from evaluator.domain.finding import Finding, Rule, Source, finding
from evaluator.domain.text import Layout, Text
from evaluator.services.agreed_values import bare_values
from evaluator.services.drafting import DraftInputs, make_draft
from evaluator.services.problem import Refused
from evaluator.services.returned_values import Proposed, Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """What a document that came back says: values to be confirmed, other edits, comments, and what to be careful of.

    ``source`` names the file with the start of its hash, as an agreed value that comes of it states.
    """

    file: str
    source: str
    layout: Layout
    proposed: tuple[Proposed, ...]
    edits: tuple[Edit, ...]
    remarks: tuple[Remark, ...]
    findings: tuple[Finding, ...]


def read_back(inputs: DraftInputs, name: str, content: bytes) -> ReadBack:
    """The document beside the draft as it is exported now; `Refused` for another tender's or vendor's, and for an unsafe one."""
    returned = _document(name, content)
    mark = found_mark(returned.marks())
    if mark is None:
        raise Refused("returned_unmarked", file=name)
    tender = inputs.tender.id if inputs.tender else ""
    if mark.whose != whose(tender, inputs.bid.vendor):
        raise Refused("returned_other", file=name, vendor=inputs.bid.vendor)
    inputs = replace(inputs, layout=mark.layout)
    made = make_draft(inputs, wanted=("draft", "outbound"))
    sent = _sent(made.files, returned)
    same = found_mark(sent.marks()) == mark
    values = {value.term.id: value for value in made.values}
    title = Speaker(mark.layout, inputs.method.units).heading(bilingual("draft.annex"))
    found = compare(sent, returned, uses_of((*sent.marks(), *returned.marks()), values), whole=same, until=title)
    reader = Reader(inputs, {value.term.id: value for value in bare_values(inputs)})
    proposed = tuple(reader.proposal(values[one.term], one) for one in found.changed)
    source = Source(file=name, sha256=hashlib.sha256(content).hexdigest())
    told = [*_of_document(found, values, source, same=same), *_of_values(found.changed, values, proposed, source)]
    return ReadBack(
        file=name, source=f"{name} ({source.sha256[:12]})", layout=mark.layout, proposed=proposed, edits=found.edits,
        remarks=found.remarks, findings=tuple(told),
    )  # fmt: skip


def _document(name: str, content: bytes) -> Document:
    from evaluator.adapters.docx_back import ReturnedError, read_returned

    try:
        return read_returned(content)
    except ReturnedError as refusal:
        raise Refused(refusal.key, file=name, **refusal.params) from refusal


def _sent(files: Mapping[str, bytes], returned: Document) -> Document:
    """The exported document that came back: of those made the one whose bookmarks it has."""
    there = set(returned.marks())
    made = [_document(name, data) for name, data in files.items() if name.endswith(".docx")]
    return max(made, key=lambda one: len(there.intersection(one.marks())))


def _of_document(found: Compared, values: Mapping[str, TermValue], source: Source, *, same: bool) -> Iterator[Finding]:
    if not same:
        yield finding(Rule.RETURNED_EARLIER, source, file=source.file)
    if found.tracked:
        yield finding(Rule.RETURNED_TRACKED, source, file=source.file, n=found.tracked)
    for term in found.lost:
        yield finding(Rule.RETURNED_LOST, source, item=term, label=values[term].term.label)


def _of_values(
    changed: tuple[Changed, ...], values: Mapping[str, TermValue], proposed: tuple[Proposed, ...], source: Source
) -> Iterator[Finding]:
    for one, said in zip(changed, proposed, strict=True):
        if said.problem is None:
            continue
        label = values[one.term].term.label
        yield finding(said.problem, source, item=one.term, label=label, given=_given(said))


def _given(said: Proposed) -> Text:
    """What the document says; where its places or languages do not agree, what the others still say as well."""
    words = list(said.words.values())
    if said.problem in (Rule.RETURNED_LANGUAGES, Rule.RETURNED_PLACES):
        words += [
            text for lang, text in said.before.items() if lang not in said.words or said.problem is Rule.RETURNED_PLACES
        ]
    there = [text for text in dict.fromkeys(words) if text]
    return Text(" / ".join(there)[:300] or "—", " / ".join(there)[:300] or "—")


def confirmed(found: ReadBack, terms: tuple[str, ...]) -> list[tuple[str, Scalar | Text]]:
    """The values of these terms as the document says them; `Refused` where one of them cannot be taken as it stands."""
    there = {one.term: one.value for one in found.proposed}
    taken: list[tuple[str, Scalar | Text]] = []
    for term in terms:
        value = there.get(term)
        if value is None:
            raise Refused("returned_not_there", term=term)
        taken.append((term, value))
    return taken
