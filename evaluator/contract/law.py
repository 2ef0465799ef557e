"""Articles of law beside what they fill, and citations that do not hold on the draft's day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from evaluator.contract.points import Point
from evaluator.domain.contract import Clause, ContractLibrary, Term
from evaluator.domain.law import Citation, LawBook
from evaluator.domain.text import Text

_CHECK = Text("，由法务核对", ", for counsel to check")
_NO_NUMBER = Text("条号由法务核对", "number for counsel to check")


@dataclass(frozen=True, slots=True)
class InForce:
    """The laws as they stand on the draft's day; without a day, as they stand now."""

    book: LawBook
    day: str = ""

    def find(self, key: str) -> Citation | None:
        """The article of this key, if it is in force."""
        return self.book.find(key, self.day)

    def name(self, key: str) -> Text:
        """The article as a paper cites it; the key itself where nothing of it is in force."""
        found = self.find(key)
        return article(found) if found else Text(key, key)


def article(found: Citation) -> Text:
    """An article with its law; what was not read in the text of the law says that it waits for counsel.

    >>> from evaluator.domain.law import Act, Provision
    >>> provision = Provision(key="CC-511", article="511", summary=Text(), valid_from="2021-01-01")
    >>> code = Act(title=Text("民法典", "Civil Code"), source="", checked_on="", provisions=(provision,))
    >>> article(Citation(code, provision))
    Text(zh='《民法典》第511条', en='Civil Code, Art. 511')
    """
    title, one = found.act.title, found.provision
    if not one.article:
        return Text(f"《{title.zh}》（{_NO_NUMBER.zh}）", f"{title.en} ({_NO_NUMBER.en})")
    check = _CHECK if one.counsel else Text()
    return Text(f"《{title.zh}》第{one.article}条{check.zh}", f"{title.en}, Art. {one.article}{check.en}")


def with_articles(library: ContractLibrary, law: InForce) -> ContractLibrary:
    """The same library with the article beside what the law puts in the place of a blank."""
    return replace(library, terms=tuple(_cited(term, law) for term in library.terms))


def _cited(term: Term, law: InForce) -> Term:
    found = law.find(term.law) if term.law else None
    if found is None or not (term.silent.zh or term.silent.en):
        return term
    named = article(found)
    zh = f"{term.silent.zh}（{named.zh}）" if term.silent.zh else ""
    en = f"{term.silent.en} ({named.en})" if term.silent.en else ""
    return replace(term, silent=Text(zh, en))


def citations(library: ContractLibrary) -> Iterator[tuple[str, str]]:
    """Every article that a library cites, with the place that cites it."""
    yield from ((f"clause {clause.id}", key) for clause in library.clauses for key in clause.law)
    yield from ((f"term {term.id}", term.law) for term in library.terms if term.law)


def stale(library: ContractLibrary, law: InForce, kept: frozenset[str]) -> tuple[Point, ...]:
    """Citations of the clauses in the draft that no article answers to on its day: a warning to counsel for each kind.

    ``kept`` are the clauses that the draft holds.
    """
    clauses = [clause for clause in library.clauses if clause.id in kept]
    cited = dict.fromkeys(key for clause in clauses for key in clause.law)
    known = {key: law.book.versions(key) for key in cited}
    unknown = tuple(key for key in cited if not known[key])
    expired = tuple(key for key in cited if known[key] and law.find(key) is None)
    made = []
    if expired:
        made.append(_point("law_not_in_force", expired, _joined([article(known[key][-1]) for key in expired]), clauses))
    if unknown:
        made.append(_point("law_unknown", unknown, Text("、".join(unknown), ", ".join(unknown)), clauses))
    return tuple(made)


def _point(rule: str, keys: tuple[str, ...], laws: Text, clauses: list[Clause]) -> Point:
    places = _joined([clause.title for clause in clauses if set(clause.law) & set(keys)])
    return Point(rule=rule, subjects=keys, params=(("laws", (laws,)), ("places", (places,))), warns=True)


def _joined(texts: list[Text]) -> Text:
    return Text("、".join(text.zh for text in texts), "; ".join(text.en for text in texts))
