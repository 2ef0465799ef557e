"""How two methods differ, place by place; a thing that only one of them has is one difference, with all that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.domain.method import Method
from evaluator.domain.method_edit import Part, Place, Value, facts
from evaluator.domain.method_words import where
from evaluator.domain.text import LANGS

_OF_QUESTION = (Part.OPTION, Part.ITEM, Part.GATE)
Thing = tuple[Part, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs at a place; ``field`` is empty, and a title stands on one side, where the thing itself is on one side only."""

    place: Place
    before: Value
    after: Value


def differences(before: Method, after: Method) -> tuple[Difference, ...]:
    """What differs between two methods, in the order of the second; what only the first has comes last.

    >>> from decimal import Decimal
    >>> same = Place(Part.CRITERION, "price", "weight")
    >>> Difference(same, Decimal(20), Decimal(30)).after
    Decimal('30')
    """
    old, new = facts(before), facts(after)
    told = _things(old).keys() & _things(new).keys()
    found = []
    for place in dict.fromkeys((*new, *old)):
        thing = (place.part, place.key)
        if thing in told:
            if old.get(place) != new.get(place):
                found.append(Difference(place, old.get(place), new.get(place)))
        elif _owner(place) == thing or _owner(place) in told:
            mine, method = (new, after) if place in new else (old, before)
            if place == _things(mine)[thing]:
                title = _title(place, method)
                found.append(
                    Difference(Place(*thing, ""), "" if place in new else title, title if place in new else "")
                )
    return tuple(found)


def _owner(place: Place) -> Thing:
    """The thing with which a place comes and goes: that of a question's options, cells, gate and words is the question."""
    if place.part in _OF_QUESTION:
        return Part.QUESTION, place.key.partition("/")[0]
    kind, question = where(place.key)
    if place.part is Part.WORDS and kind in ("option", "column", "row"):
        return Part.QUESTION, question
    return place.part, place.key


def _things(found: Mapping[Place, Value]) -> dict[Thing, Place]:
    """The first place of each thing."""
    first: dict[Thing, Place] = {}
    for place in found:
        first.setdefault((place.part, place.key), place)
    return first


def _title(place: Place, method: Method) -> str:
    held = facts(method)
    texts = (held.get(Place(place.part, place.key, f"{name}.{lang}")) for name in ("title", "text") for lang in LANGS)
    return " / ".join(str(text) for text in texts if text) or place.key
