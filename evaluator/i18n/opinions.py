"""Sentences about second opinions and ready-made matrices; method names are said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from evaluator.domain.text import Lang, Text
from evaluator.i18n.words import shown, t
from evaluator.scoring.agreement import Agreement, Verdict
from evaluator.scoring.matrix import MatrixProblem, problem_phrase
from evaluator.scoring.reversal import Change, Reversal


def method_name(method: str, lang: Lang) -> str:
    """The full name of a method, as a table or a heading writes it."""
    return t(f"opinion.method.{method}", lang)


def short_name(method: str, lang: Lang) -> str:
    """The short name of a method, as a sentence writes it."""
    return t(f"opinion.short.{method}", lang)


def headed(method: str, lang: Lang) -> str:
    """The short name of a method at the head of a column or a line.

    >>> headed("quality_per_price", "en")
    'Quality points for the money'
    """
    name = short_name(method, lang)
    return name[:1].upper() + name[1:]


def called(method: str) -> Text:
    """The short name of a method in both languages."""
    return Text(short_name(method, "zh"), short_name(method, "en"))


def listed(names: Iterable[str], lang: Lang) -> str:
    """Names one after the other.

    >>> listed(["Ada", "Bo"], "zh"), listed(["Ada", "Bo"], "en")
    ('Ada、Bo', 'Ada, Bo')
    """
    return ("、" if lang == "zh" else ", ").join(names)


def problem_words(problem: MatrixProblem, lang: Lang) -> str:
    """The sentence of a problem, with its remedy."""
    return shown(problem_phrase(problem), lang)


def agreement_words(found: Agreement, lang: Lang) -> str:
    """One method beside the official ranking, in one sentence."""
    name = short_name(found.method, lang)
    if found.identical:
        return t("opinion.agreement.identical", lang, method=name)
    key = "opinion.agreement.same_first" if found.same_first else "opinion.agreement.other_first"
    return t(key, lang, method=name, first=listed(found.first, lang), n=found.pairs)


def verdict_words(said: Verdict, lang: Lang) -> str:
    """All methods in one sentence, and a second one where some could not judge."""
    agreeing, others = (
        listed((short_name(name, lang) for name in names), lang) for names in (said.agreeing, said.others)
    )
    words = t(
        said.key, lang, agree=len(said.agreeing), total=len(said.agreeing) + len(said.others),
        first=listed(said.first, lang), agreeing=agreeing, others=others,
    )  # fmt: skip
    if not said.refused:
        return words
    refused = listed((short_name(name, lang) for name in said.refused), lang)
    joint = "" if lang == "zh" else " "
    return words + joint + t("opinion.verdict.refused", lang, n=len(said.refused), methods=refused)


def reversal_words(found: Reversal, lang: Lang) -> str:
    """What the trials of a method's order show: in which of them others changed places, and who is first then."""
    method, joint = short_name(found.method, lang), "" if lang == "zh" else " "
    turned, moved = found.turned, [change for change in found.changes if change.first is not None]
    refused = sum(bool(change.refused) for change in found.changes)
    key = "opinion.reversal.turned" if turned else "opinion.reversal.steady"
    judged = found.tried - refused
    said = [t(key, lang, method=method, n=len(turned) or judged, total=judged, cases=_cases(turned, lang))]
    if moved:
        said.append(t("opinion.reversal.first", lang, cases=_cases(moved, lang)))
    for name, n in (("refused", refused), ("left_out", found.left_out)):
        if n:
            said.append(t(f"opinion.reversal.{name}", lang, n=n))
    return joint.join(said)


def _cases(changes: Iterable[Change], lang: Lang) -> str:
    return listed((t(f"opinion.reversal.{one.kind}", lang, who=one.alternative) for one in changes), lang)
