"""Why a bid is excluded or still open, in the few words that fit into a table."""

from __future__ import annotations

from collections.abc import Iterable

from evaluator.domain.finding import Finding, Rule
from evaluator.domain.ranking import Result, Status
from evaluator.domain.score import Confirmation
from evaluator.domain.text import Lang
from evaluator.i18n.words import known, message, t


def why(found: Finding, lang: Lang) -> str:
    """A reason in a few words; the whole sentence where there are none."""
    key = f"ranking.why.{found.rule.value}"
    words = t(key, lang, **dict(found.params)) if known(key, lang) else message(found, lang)
    return words.rstrip(".。")


def reasons(result: Result, confirmations: Iterable[Confirmation], lang: Lang) -> str:
    """What became of a bid that is not ranked, and why; a failed gate says whether a person has confirmed it."""
    if result.status is Status.RANKED:
        return ""
    said = [word for word in confirmations if word.vendor == result.vendor and word.upheld]
    told = [_reason(found, {word.item: word.by for word in said}, lang) for found in _deciding(result)]
    joint = "；" if lang == "zh" else "; "
    return t(f"ranking.{result.status.value}", lang, why=joint.join(dict.fromkeys(told)))


def unconfirmed(result: Result, confirmations: Iterable[Confirmation]) -> bool:
    """Whether a gate excludes the bid on which nobody has spoken yet."""
    spoken = {word.item for word in confirmations if word.vendor == result.vendor}
    failed = (found.item for found in result.reasons if found.rule is Rule.GATE_FAILED)
    return any(item not in spoken for item in failed)


def _deciding(result: Result) -> tuple[Finding, ...]:
    """What excludes an excluded bid; for the others how much is open, which counts their open gates too."""
    counted = tuple(found for found in result.reasons if found.rule is not Rule.GATE_OPEN)
    return counted or result.reasons


def _reason(found: Finding, confirmed: dict[str, str], lang: Lang) -> str:
    words = why(found, lang)
    if found.rule is not Rule.GATE_FAILED:
        return words
    if found.item in confirmed:
        return t("ranking.confirmed", lang, why=words)
    return t("ranking.unconfirmed", lang, why=words)
