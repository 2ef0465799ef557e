"""What a draft can be marked against, as a person chooses it."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.domain.text import Lang, Text
from evaluator.i18n.words import t
from evaluator.services.redlines import VENDOR, rivals
from evaluator.services.redlining import STANDARD
from evaluator.services.state import TenderState


def choices(state: TenderState, vendor: str, formers: Mapping[str, Text], lang: Lang) -> dict[str, str]:
    """Keys of an export and their words: the standard text, former drafts, then other vendors in the ranking's order."""
    drafts = {key: t("redline.choice.former", lang, day=time.show(lang)) for key, time in formers.items()}
    others = {f"{VENDOR}{other}": t("redline.choice.vendor", lang, vendor=other) for other in rivals(state, vendor)}
    return {STANDARD: t("redline.choice.standard", lang), **drafts, **others}


def internal(against: str) -> bool:
    """Whether the redline holds another vendor's prices and terms."""
    return against.startswith(VENDOR)
