"""Agreed values read and checked for one bid's draft, whether a page, a document or a tender file brings them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evaluator.contract.agreed import asked_of_term, read_agreed, read_scalar
from evaluator.contract.frozen import changes_substance
from evaluator.contract.printing import Printer
from evaluator.contract.terms import fill_terms
from evaluator.domain.bid import Scalar
from evaluator.domain.contract import TermValue
from evaluator.domain.finding import Param, Phrase
from evaluator.domain.question import Kind
from evaluator.domain.text import Text
from evaluator.intake.settling import own_currency
from evaluator.intake.values import Asked
from evaluator.services.draft_law import change_refused
from evaluator.services.drafting import DraftInputs, facts_of
from evaluator.services.problem import Refused


def bare_values(inputs: DraftInputs) -> tuple[TermValue, ...]:
    """The terms as tender and bid leave them, without what was agreed."""
    return fill_terms(facts_of(replace(inputs, agreed=())))


def asked_for(inputs: DraftInputs, value: TermValue) -> Asked:
    """What a value of this term is expected to be in this bid's draft."""
    printer = Printer(inputs.library, facts_of(inputs).questions)
    home = inputs.tender.currency if inputs.tender else "CNY"
    return asked_of_term(value.term, printer, own_currency(inputs.bid, home), inputs.method.units)


def value_of(inputs: DraftInputs, bare: Mapping[str, TermValue], term: str, given: Scalar | Text) -> Scalar | Text:
    """The value of a term as it was given, checked; `Refused` where it cannot be read or the award forbids it.

    Words of a person come as `Text`, free text in each language; ``bare`` are the terms as tender and bid leave them.
    """
    found = bare.get(term)
    if found is None:
        raise Refused("agreed_unknown", term=term)
    asked = asked_for(inputs, found)
    read = read_agreed(found.term, asked, given) if isinstance(given, Text) else read_scalar(found.term, asked, given)
    if read.value is None:
        raise Refused(f"agreed_{read.why}", label=found.term.label, allowed=allowed(asked))
    route = inputs.tender.route if inputs.tender else "negotiated"
    refused = change_refused(found.term, route, inputs.method)
    if refused is not None and changes_substance(found, read.value, inputs.method):
        raise refused
    return read.value


def allowed(asked: Asked) -> Param:
    """What a value may be, as a refusal says it."""
    if asked.options:
        words = [option.text for option in asked.options]
        return Phrase("refused.allowed_choice", (("options", listed(list(dict.fromkeys(words)))),))
    if asked.kind is Kind.MONEY:
        return Phrase("refused.allowed_money", (("unit", asked.currency),))
    own = (asked.units or {}).get(asked.unit)
    if asked.kind in (Kind.DURATION, Kind.NUMBER) and asked.unit:
        return Phrase("refused.allowed_amount", (("unit", own or Phrase(f"unit.{asked.unit}.name")),))
    return Phrase(f"refused.allowed_{asked.kind.value}")


def listed(labels: Sequence[Text]) -> Text:
    """Several texts as one list in each language."""
    return Text("、".join(label.show("zh") for label in labels), "; ".join(label.show("en") for label in labels))
