"""A contract draft for one bid: terms filled, clauses composed, the Word file and its manifest made, gaps counted."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from evaluator import __version__
from evaluator.adapters.law_files import bundled_law
from evaluator.contract.compose import compose
from evaluator.contract.draft import Draft, Fault, Front
from evaluator.contract.known import Known, known
from evaluator.contract.law import InForce, with_articles
from evaluator.contract.marks import DraftMark, whose
from evaluator.contract.points import Obstacle, Point, points, unanswered
from evaluator.contract.price import PriceFacts
from evaluator.contract.printing import Printer
from evaluator.contract.promises import Promises, promises
from evaluator.contract.ready import obstacles
from evaluator.contract.sanitise import line
from evaluator.contract.terms import fill_terms
from evaluator.contract.text_points import text_points
from evaluator.domain.agreed import Agreed, DraftStage, Standing, stage_of
from evaluator.domain.bid import Bid
from evaluator.domain.contract import ContractLibrary, TermValue
from evaluator.domain.finding import Rule
from evaluator.domain.law import LawBook
from evaluator.domain.method import Method
from evaluator.domain.ranking import Result, Status
from evaluator.domain.tender import Tender
from evaluator.domain.text import Layout, Text
from evaluator.intake.tender_check import is_day
from evaluator.services.digests import digest, digest_of
from evaluator.services.draft_files import OUTPUTS, Material, draft_files, packed
from evaluator.services.draft_law import Legal, legal, legal_summary
from evaluator.services.draft_summary import agreed_data, draft_summary, plain, point_data
from evaluator.services.problem import Refused

SHORT_HASH = 12
_SAID = (
    "settlements", "checks", "confirmations", "low_prices", "low_doubts", "files", "former", "selection", "agreed", "standing",
)  # fmt: skip
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftInputs:
    """Everything a draft depends on; ``date`` is the ISO date printed on it, the tender's own where it is empty.

    ``result`` is the bid's row in the ranking; without it nothing is said about gates and open answers. ``notice`` is the
    ISO day of the award, from which the law counts the days to sign. ``agreed`` are the values that both sides agreed for
    this bid's draft, ``standing`` how far people have brought
    it, ``although`` reasons that somebody gave for a draft which the rules would not make.
    """

    library: ContractLibrary
    method: Method
    tender: Tender | None
    bid: Bid
    price: PriceFacts | None
    layout: Layout
    date: str = ""
    award_recorded: bool = False
    result: Result | None = None
    notice: str = ""
    law: LawBook = field(default_factory=bundled_law)
    agreed: tuple[Agreed, ...] = ()
    standing: Standing | None = None
    although: tuple[str, ...] = ()

    @property
    def tax(self) -> Literal["included", "excluded"]:
        """Whether the prices of the draft are with tax."""
        if self.price is not None:
            return self.price.tax_basis
        return self.tender.tax_basis if self.tender is not None else "included"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftResult:
    """Files by name, the summary that the command line prints, the draft itself, and the points that counsel has to settle.

    With ``faults`` there are no files. ``values`` are the terms as they stand, ``rests_on`` the hash of them and the library.
    """

    files: Mapping[str, bytes]
    summary: dict[str, Any]
    draft: Draft
    promises: Promises
    points: tuple[Point, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    faults: tuple[Fault, ...] = ()
    legal: Legal = field(default_factory=Legal)
    values: tuple[TermValue, ...] = ()
    rests_on: str = ""
    stage: DraftStage = "draft"


def make_draft(inputs: DraftInputs, *, wanted: Collection[str] = tuple(OUTPUTS)) -> DraftResult:
    """The draft of one bid. The same inputs give the same bytes; nothing is read from the clock or the machine.

    Only the files that are ``wanted`` are written: a draft that is looked at needs none, and takes a third of the time.
    """
    facts, law = facts_of(inputs), InForce(inputs.law, _day(inputs))
    library, values = facts.library, fill_terms(facts)
    draft = compose(library, values, facts.questions, inputs.tax)
    printer = Printer(library, facts.questions, inputs.tax)
    lawful = legal(facts, values, (draft, printer), law, inputs.notice)
    by_id = {value.term.id: value for value in values}
    open_points = (*_unsettled(inputs), *points(facts, by_id, printer), *text_points(facts, by_id), *lawful.points)
    found = promises(facts, values, draft, inputs.result)
    substantive = frozenset(value.term.id for value in values if value.term.substantive)
    standing = obstacles(draft, open_points, substantive, award_recorded=inputs.award_recorded)
    law_said = legal_summary(lawful, inputs.tender, inputs.law.checked_on)
    rests_on = _rests_on(inputs, values)
    files: dict[str, bytes] = {}
    if wanted and not draft.faults:
        manifest = packed({**_manifest(inputs, values, rests_on), **law_said})
        front = replace(
            _front(inputs, values, rests_on, hashlib.sha256(manifest).hexdigest()[:SHORT_HASH]),
            points=open_points, obstacles=standing,
        )  # fmt: skip
        material = Material(
            draft=draft, front=front, values=by_id, promises=found,
            questions=facts.questions, method=inputs.method, layout=inputs.layout, talk=may_talk(inputs.tender),
            manifest=manifest, although=inputs.although,
        )  # fmt: skip
        files = draft_files(material, file_stem(inputs.bid.vendor), wanted)
    return DraftResult(
        files=files,
        summary={
            "vendor": inputs.bid.vendor,
            "stage": stage_of(inputs.standing, rests_on),
            "files": list(files),
            **draft_summary(draft, by_id, found, standing),
            "findings": [point_data(point, inputs.layout, inputs.method) for point in open_points],
            **law_said,
        },
        draft=draft,
        promises=found,
        points=open_points,
        obstacles=standing,
        faults=draft.faults,
        legal=lawful,
        values=values,
        rests_on=rests_on,
        stage=stage_of(inputs.standing, rests_on),
    )


def facts_of(inputs: DraftInputs) -> Known:
    """What is known of the bid, with the values agreed for its draft and the articles that are in force on its day."""
    library = with_articles(inputs.library, InForce(inputs.law, _day(inputs)))
    facts = known(library, inputs.method, inputs.tender, inputs.bid, inputs.price)
    return replace(facts, agreed={one.term: one for one in inputs.agreed})


def may_talk(tender: Tender | None) -> bool:
    """Whether the award route lets the parties negotiate: after a call for tenders the bid and the call are the contract."""
    return tender is None or tender.route == "negotiated"


def file_stem(vendor: str) -> str:
    """A vendor's name as part of a file name that every system accepts.

    >>> file_stem("Ada & Co. / 阿达"), file_stem("../..")
    ('Ada_Co._阿达', 'vendor')
    """
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", line(vendor)))
    return name.strip("._-")[:60].strip("._-") or "vendor"


def _unsettled(inputs: DraftInputs) -> Iterator[Point]:
    """What the evaluation has not settled: no place, gates without a clear answer, answers that are open."""
    if inputs.result is None or inputs.result.status is Status.RANKED:
        return
    yield Point(rule="not_ranked")
    gates = [found for found in inputs.result.reasons if found.rule is Rule.GATE_OPEN]
    cells = tuple(found.source for found in gates)
    items = {"gate_open": tuple(found.item for found in gates), "answer_open": unanswered(inputs.method, inputs.bid)}
    for rule, subjects in items.items():
        if subjects:
            yield Point(rule=rule, subjects=subjects, sources=cells if rule == "gate_open" else ())


def draft_front(inputs: DraftInputs) -> Front:
    """The parties, the day and the library of a draft, without what is open in it."""
    values = fill_terms(facts_of(inputs))
    return _front(inputs, values, _rests_on(inputs, values), "")


def _front(inputs: DraftInputs, values: tuple[TermValue, ...], rests_on: str, manifest: str) -> Front:
    tender = inputs.tender
    buyer = tender.buyer.name if tender else Text()
    named = next((value for value in values if value.term.fill == "vendor:name"), None)
    registered = named.value.zh if named is not None and isinstance(named.value, Text) else ""
    return Front(
        tender=tender.name if tender else inputs.method.title, buyer=buyer if buyer.zh or buyer.en else Text("____", "____"),
        vendor=registered or line(inputs.bid.vendor), date=_day(inputs), pack=inputs.method.key,
        version=inputs.method.version, manifest=manifest, award_recorded=inputs.award_recorded,
        sample=bool(tender and tender.sample), stage=stage_of(inputs.standing, rests_on),
        mark=DraftMark(inputs.layout, whose(tender.id if tender else "", inputs.bid.vendor), manifest).name,
    )  # fmt: skip


def _day(inputs: DraftInputs) -> str:
    """The draft's date in ISO form, open on the first page where nobody has given one."""
    return real_day(inputs.date or (inputs.tender.draft_date if inputs.tender else ""))


def real_day(written: str) -> str:
    """The same text where it is a day of the calendar or empty; `Refused` where it is anything else."""
    if written and not is_day(written):
        raise Refused("not_a_day", given=written)
    return written


def _manifest(inputs: DraftInputs, values: tuple[TermValue, ...], rests_on: str) -> dict[str, Any]:
    """What the draft was made from, by hash: the pack, the vendor's files, and every value that went in.

    What was agreed stands there with its reason, and by the document that came back what was taken from it.
    """
    agreed = [value for value in values if value.agreed is not None]
    back = dict.fromkeys(one.agreed.source for one in agreed if one.agreed and one.agreed.source)
    return {
        "code": __version__,
        "pack": inputs.method.key,
        "version": inputs.method.version,
        "library_sha256": digest_of(inputs.library, plain),
        "method_sha256": digest_of(inputs.method, plain),
        "law_sha256": digest_of(inputs.law, plain),
        "law_checked_on": inputs.law.checked_on,
        "tender": inputs.tender.id if inputs.tender else "",
        "tender_sha256": digest(_facts(inputs.tender), plain) if inputs.tender else "",
        "vendor": inputs.bid.vendor,
        "files": [{"name": file.name, "sha256": file.sha256, "envelope": file.envelope} for file in inputs.bid.files],
        "values_sha256": _values(values),
        "agreed": [
            {"term": one.term.id, "value": plain(one.value), "was": plain(one.was), **agreed_data(one.agreed)}
            for one in agreed
            if one.agreed
        ],
        "read_back": {
            source: [one.term.id for one in agreed if one.agreed and one.agreed.source == source] for source in back
        },
        "stage": stage_of(inputs.standing, rests_on),
        "layout": inputs.layout,
        "date": _day(inputs),
        "award_recorded": inputs.award_recorded,
        "although": list(inputs.although),
    }


def _values(values: tuple[TermValue, ...]) -> str:
    return digest([[value.term.id, value.status.value, plain(value.value)] for value in values], plain)


def _rests_on(inputs: DraftInputs, values: tuple[TermValue, ...]) -> str:
    """What the stage of a draft rests on: its values, and the words of the library around them."""
    return digest([_values(values), digest_of(inputs.library, plain)], plain)


def _facts(tender: Tender) -> dict[str, Any]:
    """The tender without what people said of its bids: a folder's file carries that, the store keeps it apart."""
    return {name: held for name, held in asdict(tender).items() if name not in _SAID}
