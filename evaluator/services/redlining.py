"""Redlines of a draft: against the library's standard text, a former draft, or the draft for another vendor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from evaluator.adapters.docx_words import bilingual
from evaluator.adapters.draft_transcript import read_transcript, transcript_bytes, transcript_of
from evaluator.contract.compose import compose
from evaluator.contract.draft import Draft, Front
from evaluator.contract.known import known
from evaluator.contract.redline import compare
from evaluator.contract.standard import standard_terms
from evaluator.contract.transcript import Transcript
from evaluator.domain.text import Layout, Text
from evaluator.services.drafting import DraftInputs, draft_front, file_stem
from evaluator.services.problem import Refused

STANDARD: Final = "standard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """What a draft is compared with, its name for people and for the file; ``rivals`` where it is another vendor's."""

    transcript: Transcript
    name: Text
    stem: str
    rivals: bool = False


def spoken_draft(inputs: DraftInputs, draft: Draft) -> Transcript:
    """The words of a draft that was made of these inputs."""
    if draft.faults:
        fault = draft.faults[0]
        raise ValueError(f"the draft has faults, first {fault.rule} at {fault.place}: {fault.name}")
    return transcript_of(draft, inputs.method.units)


def standard(inputs: DraftInputs) -> Old:
    """The library's standard text in this tender."""
    facts = known(inputs.library, inputs.method, inputs.tender, inputs.bid, inputs.price)
    draft = compose(inputs.library, standard_terms(facts), facts.questions, inputs.tax)
    return Old(transcript=spoken_draft(inputs, draft), name=bilingual("redline.against_standard"), stem=STANDARD)


def rival(vendor: str, words: Transcript) -> Old:
    """The draft for another vendor."""
    name = bilingual("redline.against_vendor", vendor=vendor)
    return Old(transcript=words, name=name, stem=file_stem(vendor), rivals=True)


def former(data: bytes, name: Text) -> Old:
    """A draft whose words were kept; `Refused` where the file holds none."""
    try:
        return Old(transcript=read_transcript(data), name=name, stem="former")
    except ValueError as wrong:
        raise Refused("not_a_transcript") from wrong


def redline(inputs: DraftInputs, draft: Draft, old: Old) -> tuple[str, bytes]:
    """File name and bytes of the draft of these inputs marked against another. The same inputs give the same bytes."""
    name, printed = redline_name(inputs.bid.vendor, old, inputs.layout), (inputs.layout, inputs.method.units)
    return name, marked(spoken_draft(inputs, draft), draft_front(inputs), old, printed)


def redline_name(vendor: str, old: Old, layout: Layout) -> str:
    """The file of a redline."""
    return f"redline_{file_stem(vendor)}_{old.stem}_{layout}.docx"


def marked(new: Transcript, front: Front, old: Old, printed: tuple[Layout, Mapping[str, Text]]) -> bytes:
    """The words of a draft marked against another's; ``printed`` are the layout and the pack's own units."""
    from evaluator.adapters.docx_redline import write_redline  # lxml is loaded only when a document is written
    from evaluator.adapters.docx_redline_front import RedlineFront

    layout, units = printed
    found = compare(old.transcript, new, layout)
    return write_redline(found, RedlineFront(front=front, against=old.name, rivals=old.rivals), layout, units)


def words_file(inputs: DraftInputs, draft: Draft) -> tuple[str, bytes]:
    """The words of a draft as a file, with which a later draft can be compared."""
    return f"draft_{file_stem(inputs.bid.vendor)}_words.json", transcript_bytes(spoken_draft(inputs, draft))
