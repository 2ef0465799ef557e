"""Workbooks that are nobody's yet: why each is, whom its names suggest, and the vendors to choose from."""

from __future__ import annotations

from typing import Final

from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.services.belonging import Nobodys, choices
from evaluator.services.state import TenderState

OTHER: Final = ""  # no vendor is called so


def why(one: Nobodys, lang: Lang) -> str:
    """What the vendor cell says, and whom that or the file's name suggests."""
    cell = t("belonging.named", lang, given=one.named) if one.named else t("belonging.unnamed", lang)
    by = t(f"belonging.suggested.{one.by}", lang, vendor=one.suggested) if one.by else t("belonging.none", lang)
    return f"{cell}{'' if lang == 'zh' else ' '}{by}"


def vendors(state: TenderState, one: Nobodys) -> list[str]:
    """The vendors whose it may be, the suggested one first, and last a vendor who is not invited."""
    return [*sorted(choices(state), key=lambda name: name != one.suggested), OTHER]


def vendor_label(vendor: str, lang: Lang) -> str:
    """A vendor in the list to choose from."""
    return t("belonging.other", lang) if vendor == OTHER else vendor
