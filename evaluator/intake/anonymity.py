"""Vendors' names hidden: a label for each, stable for a tender, and replies in which names and addresses are covered.

A reply may still give its writer away, by a product's name or a famous customer: what is covered are the names that the
tender knows, in full, without the legal form, and down to the part that no other firm has.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evaluator.domain.bid import Bid
from evaluator.domain.tender import Tender
from evaluator.domain.text import Layout, Text
from evaluator.intake.bids import vendor_key

CODE = "~"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LEGAL_ZH = re.compile(r"(股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|集团|公司)$")
_TRADE_ZH = re.compile(r"(信息|网络|软件|数据|智能|云计算|科技|技术|系统|服务|发展|实业|咨询|管理|数联|股份)$")
_PLACE_ZH = re.compile(
    r"^(中国|北京|上海|天津|重庆|广东|广州|深圳|浙江|杭州|江苏|南京|苏州|四川|成都|湖北|武汉|陕西|西安|山东|青岛|福建|厦门|湖南|长沙|安徽|合肥)"
    r"[省市]?"
)  # fmt: skip
_FORMS = frozenset(
    {"ltd", "limited", "inc", "co", "company", "corp", "corporation", "llc", "gmbh", "ag", "plc", "bv", "pte", "sa"}
)
_TRADE = frozenset(
    {"group", "holdings", "technologies", "technology", "tech", "software", "systems", "system", "solutions", "services",
     "cloud", "data", "network", "networks", "international", "global", "digital", "crm", "the", "and"}
)  # fmt: skip
_RUNS = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,&' -]*|[\u4e00-\u9fff][\u4e00-\u9fff（）()·]*")
_ADDRESS = re.compile(
    r"https?://[^\s，。；、]+|[\w.+-]+@[\w-]+(\.[\w-]+)+|(?<![\w.-])(www\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.(com|cn|net|org|io|co|ai|eu|de|uk)"
    r"(?![A-Za-z0-9-])(/[^\s，。；、]*)?",
    re.IGNORECASE,
)
_HIDDEN = Text("网址或邮箱已隐去", "address hidden")


@dataclass(frozen=True, slots=True)
class Alias:
    """What stands for a vendor: ``code`` in the ids of score rows, ``label`` where people read."""

    vendor: str
    code: str
    label: Text


def aliases(vendors: Iterable[str], tender: Tender | None) -> tuple[Alias, ...]:
    """A label for each vendor, invited ones among them, so that a bid that comes in later shifts nobody's label.

    The order is drawn from the tender's salt; without one from its id, which whoever knows the names can draw again.
    """
    invited = tender.vendors if tender else ()
    salt = (tender.salt or tender.id) if tender else ""
    names = {vendor_key(name): name for name in (*invited, *vendors)}
    drawn = sorted((hashlib.sha256(f"{salt}\n{key}".encode()).hexdigest()[:12], name) for key, name in names.items())
    return tuple(Alias(name, f"{CODE}{code}", _label(number)) for number, (code, name) in enumerate(drawn))


def _label(number: int) -> Text:
    stem = _STEMS[number] if number < len(_STEMS) else str(number + 1)
    letter = chr(ord("A") + number) if number < 26 else str(number + 1)
    return Text(f"供应商{stem}", f"Vendor {letter}")


class Mask:
    """Covers vendors' names and addresses in texts; ``hits`` counts what was covered."""

    def __init__(self, known: Sequence[Alias], bids: Sequence[Bid], layout: Layout) -> None:
        """Learn the names: as invited and sent, as each bid's own cover states them, and those of its workbooks."""
        self.hits = 0
        self.layout = layout
        self._labels: dict[str, str] = {}
        whole: list[str] = []
        bare: list[str] = []
        for alias in known:
            mine = [bid for bid in bids if bid.vendor == alias.vendor]
            stated = [answer.verbatim for bid in mine if (answer := bid.find("V1"))]
            covered = self._boxed(alias.label)
            files = [file.name for bid in mine for file in bid.files]
            whole += files
            self._labels |= {_folded(name): covered for name in files}
            for name in (alias.vendor, *stated):
                full, short = variants(name)
                whole += full
                bare += short
                self._labels |= {_folded(each): covered for each in (*full, *short)}
        self._patterns = [
            (_pattern(whole), re.IGNORECASE), (_pattern([form for name in bare for form in (name, name.upper())]), 0),
        ]  # fmt: skip

    def __call__(self, text: str) -> str:
        """The text with every known name replaced by its label, and addresses left out."""
        for pattern, flags in self._patterns:
            if pattern:
                text = self._replaced(text, re.compile(pattern, flags))
        found = _ADDRESS.sub(self._boxed(_HIDDEN), text)
        self.hits += found != text
        return found

    def _replaced(self, text: str, pattern: re.Pattern[str]) -> str:
        """Found in the text as folded, sign by sign, so that what is not a name stays as it was written."""
        plain, parts, last = _same_length(text), [], 0
        for found in pattern.finditer(plain):
            parts += [text[last : found.start()], self._labels[_folded(found[0])]]
            last = found.end()
            self.hits += 1
        return "".join((*parts, text[last:]))

    def _boxed(self, words: Text) -> str:
        shown = words.show(self.layout, " / ")
        return f"[{shown}]" if self.layout == "en" else f"【{shown}】"


def variants(name: str) -> tuple[list[str], list[str]]:
    """A firm's names as a text may have them: in full and without the legal form; and the part that only it has.

    >>> variants("杭州海岚信息技术有限公司")
    (['杭州海岚信息技术有限公司', '杭州海岚信息技术'], ['海岚'])
    >>> variants("Corvane Systems Ltd")
    (['Corvane Systems Ltd', 'Corvane Systems'], ['Corvane'])
    """
    plain = " ".join(_same_length(name).split())
    full, bare = [plain], []
    for run in (found[0].strip(" .,-&") for found in _RUNS.finditer(plain)):
        known = _latin(run) if run[0].isascii() else _chinese(run)
        full += [form for form in (run, known[0]) if len(form) >= 2 and not _common(form)]
        if len(known[1]) >= 2:
            bare.append(known[1])
    return list(dict.fromkeys(form for form in full if form)), list(dict.fromkeys(bare))


def _common(form: str) -> bool:
    """Whether every word of it is a legal form or a trade: it names nobody."""
    return all(word.strip(".,").casefold() in _FORMS | _TRADE for word in form.split())


def _latin(run: str) -> tuple[str, str]:
    words = run.split()
    while words and words[-1].strip(".,").casefold() in _FORMS:
        words.pop()
    own = list(words)
    while own and own[-1].strip(".,").casefold() in _TRADE:
        own.pop()
    return " ".join(words).strip(" .,"), " ".join(own).strip(" .,")


def _chinese(run: str) -> tuple[str, str]:
    name = _LEGAL_ZH.sub("", re.sub(r"[（(][^（）()]*[）)]", "", run))
    own = _PLACE_ZH.sub("", name)
    while len(own) > 2 and _TRADE_ZH.search(own):
        own = _TRADE_ZH.sub("", own)
    return name, own


def _pattern(names: Iterable[str]) -> str:
    """A pattern that finds any of the names, the longest first; Latin ones as whole words, however they are spaced."""
    return "|".join(_spaced(name) for name in sorted(set(names), key=lambda name: (-len(name), name)))


def _spaced(name: str) -> str:
    words = r"\s*".join(re.escape(part) for part in name.split())
    before = r"(?<![A-Za-z0-9])" if name[0].isascii() else ""
    after = r"(?![A-Za-z0-9])" if name[-1].isascii() else ""
    return f"{before}{words}{after}"


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _same_length(text: str) -> str:
    """The text with full-width signs made narrow, sign by sign.

    >>> _same_length("ＡＢ㎡")
    'AB㎡'
    """
    forms = ((sign, unicodedata.normalize("NFKC", sign)) for sign in text)
    return "".join(form if len(form) == 1 else sign for sign, form in forms)
