"""A buyer's own questionnaire on the table: what is decided so far, as rows of a grid, and what still stands in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from evaluator.domain.text import Lang, Text
from evaluator.i18n.words import shown, t
from evaluator.intake.own.assigning import (
    OUT,
    Assignment,
    OwnFault,
    OwnRow,
    assigned,
    criteria_of,
    decimal,
    prices_of,
)
from evaluator.intake.own.proposal import OwnQuestion, OwnQuestionnaire
from evaluator.services.own_questionnaire import fault_place, own_faults
from evaluator.ui.parts import tables
from evaluator.ui.parts.tables import Cell, Column

if TYPE_CHECKING:
    import pandas as pd

EDITED: Final = ("id", "kind", "unit", "options", "required", "criterion", "judge", "weight", "scale", "gate")
Edits = Mapping[int, Mapping[str, Any]]


@dataclass
class OwnDesk:
    """The questionnaire on the table and what a person has decided; ``turn`` grows when the grid must be drawn anew."""

    asked: OwnQuestionnaire
    said: Assignment
    criteria: str
    prices: str
    turn: int = 0
    _drawn: dict[str, tuple[OwnRow, ...]] = field(default_factory=dict)
    _checked: tuple[Assignment, tuple[OwnFault, ...]] | None = None

    def titles(self) -> list[str]:
        """Names of the criteria, each once."""
        return list(dict.fromkeys(line.title for line in self.said.criteria if line.title))

    def type_criteria(self, text: str) -> None:
        """The criteria as typed; questions follow one that is renamed in its place, under one that is gone they have none."""
        before, after = self.said.criteria, criteria_of(text)
        known = {line.title for line in after}
        renamed = {}
        if len(before) == len(after):
            renamed = {old.title: new.title for old, new in zip(before, after, strict=True) if old.title not in known}
        rows = tuple(
            row if row.criterion in known else replace(row, criterion=renamed.get(row.criterion, ""))
            for row in self.said.rows
        )
        self.criteria = text
        self.said = replace(self.said, criteria=after, rows=rows)
        self.turn += 1

    def type_prices(self, text: str) -> None:
        """The price lines as typed."""
        self.prices = text
        self.said = replace(self.said, prices=prices_of(text))

    def weigh_price(self, text: str) -> None:
        """The weight of the price as typed."""
        self.said = replace(self.said, price_weight=text)

    def weigh_list(self, text: str) -> None:
        """The weight of the requirement list as typed; empty where none is scored."""
        self.said = replace(self.said, list_weight=text)

    def ask_references(self, *, wanted: bool) -> None:
        """Whether vendors are asked for clients to call."""
        self.said = replace(self.said, references=wanted)

    def assign(self, keys: Sequence[str], **said: str) -> None:
        """What is said of all these questions; the grid is drawn anew."""
        self.said = replace(self.said, rows=assigned(self.said.rows, keys, **said))
        self.turn += 1

    def rows(self, section: Text | None) -> tuple[OwnRow, ...]:
        """The rows of one section as they stand now, else all."""
        inside = {one.key for one in self.asked.questions if section is None or one.section == section}
        return tuple(row for row in self.said.rows if row.key in inside)

    def drawn(self, grid: str, section: Text | None) -> tuple[OwnRow, ...]:
        """The rows that a grid started from, the same for as long as its key is: edits lie above them."""
        if grid not in self._drawn:
            self._drawn = {grid: self.rows(section)}
        return self._drawn[grid]

    def edit(self, grid: str, edits: Edits) -> None:
        """The edits of a grid are taken over; the same edits again change nothing."""
        before = self._drawn.get(grid, ())
        changed = {before[int(place)].key: edited(before[int(place)], said) for place, said in edits.items()}
        self.said = replace(self.said, rows=tuple(changed.get(row.key, row) for row in self.said.rows))

    def faults(self) -> tuple[OwnFault, ...]:
        """Why no tender can be started with it yet, found anew only where something has changed."""
        if self._checked is None or self._checked[0] != self.said:
            self._checked = (self.said, own_faults(self.asked, self.said))
        return self._checked[1]

    def done(self) -> int:
        """How many questions are assigned, or need no criterion."""
        return sum(row.judge in ("info", "gate", OUT) or bool(row.criterion) for row in self.said.rows)

    def total(self) -> Decimal | None:
        """The sum of all weights; None while one of them is no number."""
        typed = [*(line.weight for line in self.said.criteria), self.said.price_weight, self.said.list_weight or "0"]
        weights = [decimal(text) for text in typed]
        return None if None in weights else sum(filter(None, weights), Decimal(0))


def edited(row: OwnRow, said: Mapping[str, Any]) -> OwnRow:
    """A row with the edited cells of a grid; an emptied cell is an empty text."""
    changes: dict[str, Any] = {name: str(value or "").strip() for name, value in said.items() if name in EDITED}
    if "required" in said:
        changes["required"] = bool(said["required"])
    return replace(row, **changes)


def picked(rows: Sequence[OwnRow], edits: Edits) -> list[str]:
    """Keys of the rows that are ticked in a grid."""
    return [rows[int(place)].key for place, said in edits.items() if said.get("chosen")]


def grid(rows: Sequence[OwnRow], asked: OwnQuestionnaire, lang: Lang) -> pd.DataFrame:
    """One row for each question, under its key, as the editor takes it."""
    import pandas as pd

    by_key = {one.key: one for one in asked.questions}
    columns: dict[str, Any] = {
        "chosen": [False] * len(rows),
        "question": [_question(by_key[row.key]) for row in rows],
        **{name: [getattr(row, name) for row in rows] for name in ("criterion", "judge", "weight", "scale", "gate")},
        "kind": [row.kind for row in rows],
        "because": [_why(by_key[row.key], lang) for row in rows],
        **{name: [getattr(row, name) for row in rows] for name in ("unit", "options", "id", "required")},
    }
    columns["criterion"] = pd.Series([row.criterion or None for row in rows], dtype="object")
    return pd.DataFrame(columns).set_axis([row.key for row in rows])


def _question(one: OwnQuestion) -> str:
    return " ".join(f"{one.id} {one.text.show('both', ' / ')}".split())


def _why(one: OwnQuestion, lang: Lang) -> str:
    return " ".join(shown(phrase, lang) for phrase in (one.because, *one.notes))


def summary(asked: OwnQuestionnaire, lang: Lang) -> tuple[list[Column], list[tables.Row]]:
    """What each sheet of the file gave, and why others gave nothing."""
    columns = [Column(t("own.summary.sheet", lang), head=True, width=10), Column(t("own.summary.what", lang), width=24)]
    rows = [tables.Row([sheet, t("own.summary.questions", lang, n=n)]) for sheet, n in asked.sheets().items()]
    if asked.prices:
        rows.append(tables.Row([t("own.place.prices", lang), t("own.summary.prices", lang, n=len(asked.prices))]))
    for sheet, why in asked.left.items():
        said = t("own.summary.left", lang, why=t(f"finding.left.{why}", lang))
        rows.append(tables.Row([Cell(sheet, tone="soft"), Cell(said, tone="soft")]))
    return columns, rows


def faults(desk: OwnDesk, lang: Lang) -> tuple[list[Column], list[tables.Row]]:
    """What stands in the way, each with its place; questions that only wait for a criterion are one line."""
    columns = [Column(t("own.col.key", lang), head=True, width=10), Column(t("own.col.fault", lang), width=30)]
    waiting = sum(fault.rule == "unassigned" for fault in desk.faults())
    rows = [
        tables.Row([fault_place(fault, desk.asked, lang), t(f"own.fault.{fault.rule}", lang, **fault.params)])
        for fault in desk.faults()
        if fault.rule != "unassigned"
    ]
    if waiting:
        rows.append(tables.Row([t("own.table.questions", lang), t("own.waiting", lang, n=waiting)]))
    return columns, rows
