"""What no letter to a vendor may carry: names of people and of rivals, and rivals' prices, inside somebody's own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evaluator.intake.alike import company, signs

_BRACKETS = re.compile(r"[（(【\[].*?[)）】\]]")
_RUNS = re.compile(r"[\u3400-\u9fff]{2,}|[A-Za-z][A-Za-z0-9&-]{2,}")
_AMOUNT = re.compile(r"\d[\d,，]*(?:\.\d+)?\s*万?")
_MONEY = re.compile(r"[¥$€元价]|CNY|RMB|USD|EUR|price|quote", re.IGNORECASE)
_NEAR = 12
_LEAST, _PLAIN = (
    1000,
    100_000,
)  # smaller figures are counts as often as prices: they are taken for one beside a word of money
# Words that many companies share in their names tell none of them apart.
_COMMON = frozenset({
    "the", "and", "ltd", "inc", "llc", "gmbh", "company", "group", "systems", "system", "software", "cloud", "data", "crm",
    "network", "networks", "technology", "technologies", "solutions", "services", "digital", "china", "sample", "shanghai",
    "beijing", "shenzhen", "hangzhou", "guangzhou", "international", "limited", "corporation", "corp",
})  # fmt: skip
_PLACES = re.compile(r"^(北京|上海|深圳|杭州|广州|南京|成都|武汉|西安|苏州|天津|重庆|中国|国际)(?=..)")


@dataclass(frozen=True, slots=True)
class Secrets:
    """Marks by which a text gives something away: ``names`` as `signs` writes them, ``amounts`` as exact numbers."""

    names: frozenset[str]
    amounts: frozenset[Fraction]

    def told_by(self, text: str) -> bool:
        """Whether a text names a person, a rival or a rival's price.

        >>> held = Secrets(frozenset({"adacloud", "顾明远"}), frozenset({Fraction(1441100)}))
        >>> [held.told_by(text) for text in ("dearer than 1,441,100.00", "144.11 万元", "as good as Ada Cloud's", "2 hours")]
        [True, True, True, False]
        """
        bare = signs(text)
        return any(name in bare for name in self.names) or bool(self.amounts & set(amounts(text)))


def amounts(text: str) -> Iterable[Fraction]:
    """Every number in a text that may be a price, thousands marks removed and 万 multiplied out.

    >>> [int(found) for found in amounts("at 1,000 users in the first year; CNY 2,400 a day; 477,360 in all")]
    [2400, 477360]
    """
    plain = unicodedata.normalize("NFKC", text)
    for found in _AMOUNT.finditer(plain):
        bare = found.group().replace(",", "").replace("，", "").strip()
        number = Fraction(Decimal(bare.rstrip("万 "))) * (10_000 if bare.endswith("万") else 1)
        near = plain[max(found.start() - _NEAR, 0) : found.end() + _NEAR]
        if number >= _PLAIN or (number >= _LEAST and _MONEY.search(near)):
            yield number


def short_names(name: str) -> frozenset[str]:
    """What people call a company, as `signs` writes it: whole, its Chinese name and brand, its first Latin word.

    >>> sorted(short_names("海岚云软件有限公司（示例）")), sorted(short_names("Corvane Systems Ltd (sample)"))
    (['海岚', '海岚云软件'], ['corvane', 'corvanesystems'])
    """
    bare = _BRACKETS.sub(" ", unicodedata.normalize("NFKC", name))
    found = {company(bare)}
    latin = [word for word in _RUNS.findall(bare) if word.isascii() and word.casefold() not in _COMMON]
    found |= {signs(latin[0])} if latin else set()
    for run in _RUNS.findall(bare):
        if not run.isascii():
            brand = _PLACES.sub("", company(run))
            found |= {brand, brand[:2]}
    return frozenset(mark for mark in found if len(mark) >= 2)


def secrets(own: str, rivals: Iterable[str], people: Iterable[str], prices: Iterable[Fraction]) -> Secrets:
    """What a letter to ``own`` must not say; marks that the vendor shares with a rival give nothing away."""
    names = {mark for rival in rivals for mark in short_names(rival)} - short_names(own)
    persons = {signs(person) for person in people}
    return Secrets(frozenset(names | {person for person in persons if len(person) > 1}), frozenset(prices))
