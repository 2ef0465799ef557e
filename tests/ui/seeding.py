"""A tender with six invented bids, written into a store in milliseconds: no workbook is opened, every answer is made up.

Ada is best, Bo second and dear, Cy has one answer open, Dee is middling and says hostile things, Eve is cheap and weak,
Fay fails a gate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from evaluator.adapters.codec import encode
from evaluator.domain.bid import Answer, Row, Scalar, State
from evaluator.domain.finding import Rule, Source, finding
from evaluator.domain.money import Money
from evaluator.domain.question import Column, Gate, Kind, Question
from evaluator.intake.bids import FileReading
from evaluator.intake.questionnaire import PRICE, PRICES_ID, REQUIREMENTS_ID, TECHNICAL, TOTAL_ID
from evaluator.services import bids, scores, stages
from evaluator.services.commands import LOCAL
from evaluator.services.methods import lock_method
from evaluator.services.sample import sample_folder
from evaluator.services.state import TenderState, load
from evaluator.services.tenders import start_tender
from evaluator.store.engine import DATABASE, sqlite_url
from evaluator.store.files import NewFile
from evaluator.store.store import Store, utc_now

TENDER = "CY-2026-CRM-01"
STAGES = ("locked", "bids", "scores", "technical", "opened")
EVALUATORS = ("沈若溪", "顾明远", "Daniel Wirth")
HOSTILE = "<script>window.pwned=1</script> ![x](http://evil.example/x.png) =1+1"


@dataclass(frozen=True)
class Profile:
    """How good a vendor's answers are, from 0 to 1, and what its prices are multiplied by."""

    name: str
    quality: Decimal
    price: Decimal
    open_item: str = ""
    fails: str = ""


VENDORS = (
    Profile("Ada Cloud 阿达云软件有限公司", Decimal("0.9"), Decimal("1")),
    Profile("Bo Systems Ltd", Decimal("0.8"), Decimal("1.05")),
    Profile("Cy Software 西岩软件", Decimal("0.7"), Decimal("1"), open_item="ST-01"),
    Profile("Dee CRM <b>Ltd</b>", Decimal("0.7"), Decimal("0.95")),
    Profile("Eve Data 伊凡数联", Decimal("0.4"), Decimal("0.45")),
    Profile("Fay Network 菲云", Decimal("0.55"), Decimal("0.9"), fails="SE-01"),
)


def seed(store: Store, until: str = "opened", pack: Path | None = None) -> TenderState:
    """The tender, taken as far as asked: ``locked`` (method), ``bids``, ``scores``, ``technical`` or ``opened``.

    ``pack`` is the folder of another method than the sample's own.
    """
    for stage in STAGES[: STAGES.index(until) + 1]:
        _reach(store, stage, pack)
    return load(store, LOCAL, TENDER)


def _reach(store: Store, stage: str, pack: Path | None = None) -> None:
    """One stage further."""
    if stage == "locked":
        content = (sample_folder() / "tender.toml").read_text("utf-8")
        if pack is not None:
            content = content.replace('pack = "crm_platform"', f"pack = '{pack}'")
        start_tender(store, LOCAL, "seed", content)
    follow(store, TENDER, stage)


def follow(store: Store, tender: str, stage: str) -> None:
    """One stage further with a tender that is started."""
    mark = "seed" if tender == TENDER else f"seed/{tender}"
    if stage == "locked":
        lock_method(store, LOCAL, f"{mark}/lock", tender)
    elif stage == "bids":
        _bids(store, tender, mark)
    elif stage == "scores":
        for number, evaluator in enumerate(EVALUATORS):
            score(store, evaluator, number, tender, mark)
    elif stage == "technical":
        stages.lock_technical(store, LOCAL, f"{mark}/technical", tender)
    else:
        stages.open_prices(store, LOCAL, f"{mark}/prices", tender, "all bids are in")


def seeded(folder: Path, until: str = "opened", clock: Callable[[], datetime] = utc_now) -> Store:
    """A store of its own in a folder, the tender as far as `seed` takes it; each stage is made once, from the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DATABASE).write_bytes(_made(until))
    return Store.open(sqlite_url(folder), clock)


@cache
def _made(until: str) -> bytes:
    with TemporaryDirectory() as folder:
        if until != STAGES[0]:
            (Path(folder) / DATABASE).write_bytes(_made(STAGES[STAGES.index(until) - 1]))
        store = Store.open(sqlite_url(Path(folder)))
        _reach(store, until)
        store.close()
        return (Path(folder) / DATABASE).read_bytes()


def score(store: Store, evaluator: str, shift: int = 0, tender: str = TENDER, mark: str = "seed") -> None:
    """Every score of one evaluator, submitted."""
    state = load(store, LOCAL, tender)
    given = {
        (leaf.key, profile.name): (_points(profile, number + shift), f"Reason of {evaluator}: {leaf.key}.")
        for number, leaf in enumerate(state.pack.method.panel_leaves())
        for profile in VENDORS
    }
    scores.save_scores(store, LOCAL, f"{mark}/save/{evaluator}", tender, evaluator, given)
    scores.submit_scores(store, LOCAL, f"{mark}/submit/{evaluator}", tender, evaluator)


def _points(profile: Profile, number: int) -> Decimal:
    return min(Decimal(5), round(profile.quality * 5) + Decimal(number % 2) / 2)


def _bids(store: Store, tender: str, mark: str) -> None:
    state = load(store, LOCAL, tender)
    for number, profile in enumerate(VENDORS):
        for envelope, layout in ((TECHNICAL, "template"), (PRICE, "price")):
            reading = _reading(state, profile, envelope, layout)
            new = NewFile(name=reading.name, content=reading.name.encode(), kind="bid", envelope=envelope)
            content = {"reading": encode(reading)}
            bids._receive(store, LOCAL, f"{mark}/{number}/{envelope}", tender, new, profile.name, content)


def _reading(state: TenderState, profile: Profile, envelope: str, layout: str) -> FileReading:
    name = f"{profile.name[:3].strip()}_{envelope}.xlsx"
    sha256 = hashlib.sha256(name.encode()).hexdigest()  # of the bytes that are kept as the file
    answers, found = [], []
    for sheet in state.asked.sheets[envelope]:
        for number, question in enumerate(sheet.questions, start=4):
            source = Source(name, sha256, sheet.title.en, f"D{number}")
            answers.append(_answer(state, profile, question, source))
            if answers[-1].open:
                found.append(finding(Rule.BLANK, source, vendor=profile.name, item=question.id, id=question.id))
    return FileReading(
        name=name, sha256=sha256, layout=layout, refused=False, vendor=profile.name, answers=tuple(answers),
        findings=tuple(found),
    )  # fmt: skip


def _answer(state: TenderState, profile: Profile, question: Question, source: Source) -> Answer:
    if question.id == profile.open_item:
        return Answer(item=question.id, state=State.UNANSWERED, source=source)
    if question.kind is Kind.TABLE:
        return Answer(
            item=question.id, state=State.ANSWERED, source=source, rows=_rows(state, profile, question, source)
        )
    if question.id == TOTAL_ID and profile.quality > Decimal("0.5"):
        return Answer(item=question.id, state=State.NOT_APPLICABLE, source=source, verbatim="N/A")
    failing = replace(profile, quality=Decimal(0)) if question.id == profile.fails else profile
    value = _value(failing, question, None if question.id == profile.fails else question.gate)
    return Answer(item=question.id, state=State.ANSWERED, source=source, value=value, verbatim=str(value))


def _rows(state: TenderState, profile: Profile, question: Question, source: Source) -> tuple[Row, ...]:
    keys = [row.key for row in question.rows] or ["1", "2"]
    return tuple(
        Row(key, _cells(state, profile, question, key, replace(source, cell=f"D{20 + number}")))
        for number, key in enumerate(keys)
    )


def _cells(state: TenderState, profile: Profile, question: Question, key: str, source: Source) -> Mapping[str, Answer]:
    del state
    printed = {name for row in question.rows for name, _ in row.cells}
    cells = {}
    for column in question.columns:
        if column.key in printed or column.key == "amount":
            continue
        value = _cell_value(profile, question, key, column)
        item = f"{question.id}/{key}/{column.key}"
        cells[column.key] = Answer(item=item, state=State.ANSWERED, source=source, value=value, verbatim=str(value))
    return cells


def _cell_value(profile: Profile, question: Question, key: str, column: Column) -> Scalar:
    if question.id == REQUIREMENTS_ID and column.key == "response":
        return "meets" if int(key[-2:]) % 10 < profile.quality * 10 else "partial"
    if question.id == PRICES_ID and column.key == "unit_price":
        return Money((Decimal(3000) * profile.price).quantize(Decimal(1)))
    scored = next((item for item in question.items if item.row == key and item.column == column.key), None)
    if scored is not None:
        return _between(scored.range.worst, scored.range.best, profile.quality)
    return _value(profile, column, None)


def _value(profile: Profile, asked: Any, gate: Gate | None) -> Scalar:
    """A value as good as the vendor is; one that passes where there is a gate."""
    if gate is not None:
        return _passing(profile, asked, gate)
    scale = getattr(asked, "range", None)
    match asked.kind:
        case Kind.YES_NO | Kind.CHOICE | Kind.DEVIATION:
            ordered = sorted(asked.options, key=lambda option: getattr(option, "value", None) or 0)
            return ordered[round((len(ordered) - 1) * profile.quality)].key if ordered else "yes"
        case Kind.MULTI_CHOICE:
            count = max(1, round(len(asked.options) * profile.quality))
            return tuple(option.key for option in asked.options[:count])
        case Kind.NUMBER | Kind.PERCENT | Kind.DURATION:
            return _between(scale.worst, scale.best, profile.quality) if scale else Decimal(10)
        case Kind.MONEY:
            return Money(Decimal(0) if asked.kind is Kind.MONEY and getattr(asked, "id", "") == "" else Decimal(50000))
        case Kind.DATE:
            return date(2026, 3, 1)
    said = f"{profile.name}: we do this with our own people, in place since 2021, and show it on request."
    return f"{said} {HOSTILE}" if profile.name.startswith("Dee") else said


def _passing(profile: Profile, asked: Question, gate: Gate) -> Scalar:
    if gate.accept:
        best = max((o for o in asked.options if o.key in gate.accept), key=lambda option: option.value or 0)
        return (best.key,) if asked.kind is Kind.MULTI_CHOICE else best.key
    limit = gate.at_least if gate.at_least is not None else gate.at_most
    wanted = _between(asked.range.worst, asked.range.best, profile.quality) if asked.range else Decimal(0)
    low, high = gate.at_least or Decimal(0), gate.at_most or Decimal(10**9)
    return min(max(wanted, low), high) if asked.range else limit or Decimal(0)


def _between(worst: Decimal, best: Decimal, quality: Decimal) -> Decimal:
    return (worst + (best - worst) * quality).quantize(Decimal("0.01")).normalize() + Decimal(0)
