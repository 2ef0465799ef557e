"""The record in words: an event a line, with a filter by person, by kind of act and by what is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.domain.text import Lang
from evaluator.i18n.words import known, t
from evaluator.services.commands import Role
from evaluator.services.logbook import DENIED, Entry
from evaluator.ui.parts.tables import Cell, Column, Row
from evaluator.ui.views.people import roles_shown
from evaluator.ui.views.trail import person
from evaluator.ui.views.when import here

SHOWN = 200
# Kinds of acts, each by the beginnings of its actions; what begins otherwise is about the tender itself.
KINDS = {
    "bids": ("bid.", "attachment.", "mapping.", "round.", "settlement.", "check.", "gate.", "dispatch."),
    "talks": ("conversation.", "reference."),
    "scores": ("score.", "stage."),
    "prices": ("price.",),
    "decision": ("selection.", "contract.", "clauses."),
    "downloads": ("ticket.",),
    "refused": (DENIED,),
}

_TOLD_APART = {"final_price": "_final", "interest": "_interest"}  # what one action may be, and its own sentence


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; empty means everything."""

    people: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    words: str = ""


def kind_of(action: str) -> str:
    """The kind of an act.

    >>> kind_of("bid.receive"), kind_of("tender.edit"), kind_of("access.denied")
    ('bids', 'tender', 'refused')
    """
    return next((kind for kind, starts in KINDS.items() if action.startswith(starts)), "tender")


def sentence(one: Entry, lang: Lang) -> str:
    """What happened, in words."""
    if one.refused:
        return t("record.refused", lang, what=_action(one.refused, lang))
    key = f"{one.action.replace('.', '_')}{_TOLD_APART.get(one.kind, '')}"
    place = "desk.event" if known(f"desk.event.{key}", lang) else "record.event"
    given = roles_shown(map(Role, one.given), lang) if one.action == "people.join" else ""
    told = t(f"{place}.{key}", lang, subject=" · ".join(filter(None, (one.subject, given))))
    # Of what may not be told whose it is, the act alone is.
    return told if one.subject else told.replace("“”", "").rstrip(" ：:")


def _action(action: str, lang: Lang) -> str:
    key = f"record.action.{action.partition('.')[0]}"
    return t(key, lang) if known(key, lang) else action


def found(entries: Sequence[Entry], wanted: Wanted, lang: Lang) -> list[Entry]:
    """The events that a reader looks for, in their order."""
    words = wanted.words.casefold().split()

    def fits(one: Entry) -> bool:
        if (wanted.people and one.by not in wanted.people) or (
            wanted.kinds and kind_of(one.action) not in wanted.kinds
        ):
            return False
        if not words:
            return True
        said = f"{one.seq} {person(one.by, lang)} {sentence(one, lang)} {one.reason}".casefold()
        return all(word in said for word in words)

    return [one for one in entries if fits(one)]


def columns(lang: Lang) -> list[Column]:
    """Number, moment, person, what happened with its reason."""
    return [
        Column(t("record.col.seq", lang), "number"),
        Column(t("record.col.at", lang), width=9),
        Column(t("record.col.by", lang), width=8),
        Column(t("record.col.what", lang), width=24, head=True),
    ]


def rows(entries: Sequence[Entry], lang: Lang) -> list[Row]:
    """The events, newest first."""
    return [
        Row(
            [
                Cell(str(one.seq), tone="soft"),
                Cell(here(one.at), tone="soft"),
                Cell(person(one.by, lang)),
                Cell(sentence(one, lang), tone="bad" if one.refused else "", note=one.reason),
            ]
        )
        for one in entries
    ]
