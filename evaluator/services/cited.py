"""Where a conversation is cited: the settlements, checks, words and reopenings whose source or reason names its number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.domain.dealing import Conversation
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.intake.bids import vendor_key
from evaluator.services.state import TenderState
from evaluator.services.wording import item_title


@dataclass(frozen=True, slots=True)
class Citing:
    """What cites a conversation: ``kind`` of act, whose bid, and the item or sub-criterion it is about."""

    kind: str
    vendor: str
    item: str


def names(code: str, *words: str) -> bool:
    """Whether one of the texts names a conversation by its number, and not another that begins alike.

    >>> names("C-1", "asked, see C-1."), names("C-1", "C-12"), names("C-1", "ABC-1")
    (True, False, False)
    """
    wanted = re.compile(rf"(?<![A-Za-z0-9-]){re.escape(code)}(?![0-9])")
    return any(wanted.search(text) for text in words)


def cited_in(state: TenderState, one: Conversation) -> tuple[Citing, ...]:
    """Everything that in fact cites the conversation now, each once; what was withdrawn does not."""
    return tuple(dict.fromkeys(_citing(state, one.code)))


def cited_text(state: TenderState, one: Conversation, lang: Lang) -> str:
    """A line for each act that cites the conversation; of another bid than the one spoken of with its vendor."""
    titles = {leaf.key: leaf.title.show(lang) for leaf in state.pack.method.leaves()}
    lines = []
    for act in cited_in(state, one):
        about = (
            {} if act.kind.startswith("low_") else {"item": titles.get(act.item) or item_title(state, act.item, lang)}
        )
        said = t(f"conversation.cites.{act.kind}", lang, **about)
        other = f"（{act.vendor}）" if lang == "zh" else f" ({act.vendor})"
        lines.append(said if vendor_key(act.vendor) == vendor_key(one.vendor) else said + other)
    return "\n".join(lines)


def _citing(state: TenderState, code: str) -> Iterator[Citing]:
    judged = state.judged
    for settled in judged.settlements:
        if names(code, settled.source, settled.reason):
            yield Citing("settlement", settled.vendor, settled.item)
    for kind, words in (("check", judged.checks), ("gate", judged.confirmations), ("low_price", judged.low_prices),
                        ("low_doubt", judged.low_doubts)):  # fmt: skip
        yield from (Citing(kind, word.vendor, word.item) for word in words if names(code, word.reason))
    for entry in state.entries:
        if entry.reopened is not None and names(code, entry.reopened.reason):
            yield Citing("reopening", entry.vendor, entry.criterion)
        if entry.state == "submitted" and names(code, entry.reason, entry.second_reason):
            yield Citing("score", entry.vendor, entry.criterion)
