"""Whose answers stand in which columns: vendors over pairs of columns, a column for each vendor, or possible answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from evaluator.intake.foreign.headings import is_vendor_name, may_be_vendor, owner_in, role_of
from evaluator.intake.foreign.judging import judging
from evaluator.intake.foreign.layouts import MONEY, VALUES
from evaluator.intake.foreign.marks import Mark, signs_of
from evaluator.intake.foreign.parting import is_part, names_nobody
from evaluator.intake.foreign.seen import GROUPED, LENT, LIKELY, Seen
from evaluator.intake.words import JUDGEMENTS, denies, is_judgement, is_mark, plain

FEWEST_CODES: Final = 3
_CODE: Final = re.compile(r"[A-Z]{1,3}")
_PLAIN: Final = 2  # longer ones are companies as often (IBM, SAP): they are codes only where the sheet explains them
_FIGURE: Final = re.compile(r"[-+]?[¥￥$€£]?[\d,.]+\s?[%％]?")


class Owning(Seen):
    """Decides whose answers stand where."""

    def owners(self) -> None:
        """Columns that say the same under the names of several vendors, or with a vendor's name in each heading."""
        for role in VALUES:
            columns = self.wanted.get(role, [])
            names = {column: self._owner(column) for column in columns}
            if role in MONEY and any(map(is_part, names.values())):
                continue  # with and without tax: prices of one vendor
            if len(columns) > 1 and all(names.values()) and len(set(names.values())) == len(columns):
                self.choice.vendors = without_parts(names)
                self.choice.remarks = {
                    column: beside for column in columns if (beside := self._beside(column, columns, names))
                }
                self._siblings(columns)
                places = [self.band.groups.get(column) or self.band.places[column] for column in self.choice.vendors]
                self.took("vendors", places, GROUPED)
                return

    def _siblings(self, columns: Sequence[int]) -> None:
        """Groups beside those of the vendors, whose own heading was left out or written otherwise."""
        cells = [self.band.groups[column] for column in columns if column in self.band.groups]
        for column, cell in sorted(self.band.groups.items()):
            role = self.band.roles.get(column, "")
            first = cell[1] == column and cell not in cells and cells and cell[0] == cells[0][0] and cell > min(cells)
            if first and role in ("", *VALUES) and (name := self._owner(column)):
                self.choice.vendors[column] = name
                if beside := self._beside(column, columns, self.choice.vendors):
                    self.choice.remarks[column] = beside
        self.choice.vendors = without_parts(dict(sorted(self.choice.vendors.items())))
        self.choice.remarks = {
            column: beside for column, beside in self.choice.remarks.items() if column in self.choice.vendors
        }

    def _owner(self, column: int) -> str:
        group = self.band.groups.get(column)
        name = self.rows[group[0]][group[1]] if group else ""
        if name and not role_of(name):
            return name
        return owner_in(name) or owner_in(self.band.heads[column])

    def _beside(self, column: int, columns: Sequence[int], names: Mapping[int, str]) -> int:
        """The column of remarks that belongs to a column of answers: of the same name, before the next column of answers."""
        end = min((other for other in columns if other > column), default=1 << 20)
        for other in self.wanted.get("comment", []):
            if column < other < end and self._owner(other) in ("", names[column]):
                return other
        return 0

    def options(self) -> None:
        """Possible answers as columns of their own, or vendors: named below a heading for answers that spreads over them."""
        answer = self.choice.columns.get("answer")
        group = self.band.groups.get(answer or 0)
        if not answer or not group:
            self._judgements()
            return
        low = max(row for row in self.band.rows if row in self.rows and answer in self.rows[row])
        named = {
            column: self.rows[low][column]
            for column, cell in self.band.groups.items()
            if cell == group and column in self.rows[low] and _is_option(self.rows[low][column])
        }
        if low == group[0] or len(named) < 2:
            return
        places = [(low, column) for column in named]
        if self._marked(named):
            self.choice.options = named
            self.took("options", places, GROUPED if any(self.filled[column] for column in named) else LIKELY)
        elif sum(map(is_judgement, named.values())) * 2 <= len(named):
            self.choice.vendors = without_parts(named)
            self.drop("answer")
            self.took("vendors", places, LIKELY)

    def _judgements(self) -> None:
        """Possible answers that are headings themselves: Yes, No, N/A beside one another."""
        named = {column: self.band.heads[column] for column in judging(self.band.heads)}
        if named and not self.choice.vendors and self._marked(named):
            self.choice.options = named
            self.choice.columns["answer"] = min(named)
            self.took("answer", [self.band.places[min(named)]], LIKELY)
            self.took("options", [self.band.places[column] for column in named], GROUPED)
        elif not self.choice.vendors:
            self._codes()

    def _codes(self) -> None:
        """Possible answers headed by their codes (F | P | C | N) in columns side by side, one of which is marked in a row."""
        coded = {
            column: text for column, text in self.band.heads.items()
            if _CODE.fullmatch(text) and (len(text) <= _PLAIN or self._explained(text))
        }  # fmt: skip
        named = {column: text for column, text in coded.items() if {column - 1, column + 1} & coded.keys()}
        beside = bool(named) and max(named) - min(named) == len(named) - 1 and len(set(named.values())) == len(named)
        marks = [
            [texts[column] for column in named if column in texts] for texts in map(self.rows.get, self.body) if texts
        ]
        if len(named) < FEWEST_CODES or not beside or {"answer", "unit_price", "amount"} & set(self.choice.columns):
            return
        if all(len(row) < 2 and all(map(is_mark, row)) for row in marks) and any(marks):
            self.choice.options = named
            self.take("answer", min(named), LIKELY)
            self.took("options", [self.band.places[column] for column in named], LIKELY)

    def _explained(self, code: str) -> bool:
        """Whether a legend on the sheet says what a code stands for: "SUP = Supported", or the code with words beside it."""
        says = re.compile(rf"(?<![A-Za-z]){code}\s*[=:：–—-]\s*\w")
        return any(
            says.search(text) or (text == code and any(beside > column for beside in texts))
            for number, texts in self.rows.items() if number not in self.band.rows for column, text in texts.items()
        )  # fmt: skip

    def _marked(self, named: Mapping[int, str]) -> bool:
        """Whether columns hold marks of one answer among several, not answers: by what stands in them, else by their names.

        Below words that are no judgement a "yes" is an answer, and so are signs of which a row holds several.
        """
        rows = [
            {column: texts[column] for column in named if column in texts}
            for texts in map(self.rows.get, self.body)
            if texts
        ]
        rows = [row for row in rows if row]
        if not rows:
            return not any(is_vendor_name(name) for name in named.values())
        offered = sum(map(is_judgement, named.values())) * 2 > len(named)
        if not offered and (
            any(len(row) > 1 for row in rows) or any(len(text) > 1 for row in rows for text in row.values())
        ):
            return False
        signs = signs_of([row.get(column, "") for column in named] for row in rows)
        clear = [signs.mark(text, named[column]) is not Mark.WORDS for row in rows for column, text in row.items()]
        return sum(clear) * 2 >= len(clear) or (offered and any(map(denies, named.values())))

    def vendors(self) -> None:
        """Columns of one vendor each: to the right of the question, headed by a name, filled with replies or figures."""
        found = self._named()
        if len(found) < 2:
            return
        if "answer" in self.choice.columns:
            self.choice.rivals["vendors"] = self.choice.columns["answer"]
            self.drop("answer")
        self.choice.vendors = {column: self.band.heads[column] for column in found}
        if set(self.wanted.get("comment", [])) >= {column + 1 for column in found}:
            self.choice.remarks = {column: column + 1 for column in found}
            self.drop("comment")
        texts = [text for column in found for text in self.texts.get(column, ())]
        self.choice.figures = all(_FIGURE.fullmatch(text) for text in texts)
        sure = sum(is_vendor_name(self.band.heads[column]) for column in found) > 1
        self.took("vendors", [self.band.places[column] for column in found], LIKELY if sure else LENT)

    def _named(self) -> list[int]:
        """Columns headed by a name: surely a vendor's, or any, where replies stand below and nothing else is asked for."""
        columns = self.choice.columns
        question = columns.get("question", 0)
        if self.choice.vendors or self.choice.options or not question:
            return []
        free = [column for column in sorted(self.band.heads) if column > question and column not in columns.values()]
        sure = [column for column in free if is_vendor_name(self.band.heads[column])]
        if len(sure) < 2:
            sure = []
            if {"answer", "unit_price", "amount"} & set(columns):
                return []
        named = [
            column for column in free
            if column in sure or (may_be_vendor(self.band.heads[column]) and self._replies(column))
        ]  # fmt: skip
        parts = [column for column in free if is_part(self.band.heads[column]) and self._replies(column)]
        return named if len(named) > 1 else parts  # beside vendors they are the buyer's

    def _replies(self, column: int) -> bool:
        texts = self.texts.get(column, [])
        replies = sum(plain(text) in JUDGEMENTS or bool(_FIGURE.fullmatch(text)) for text in texts)
        return bool(texts) and replies * 2 >= len(texts)


def _is_option(text: str) -> bool:
    return plain(text) in JUDGEMENTS or not role_of(text)


def without_parts(names: Mapping[int, str]) -> dict[int, str]:
    """Columns of vendors without those of a goal or a stage beside them, which are the buyer's; of nothing else all.

    >>> without_parts({3: "阿达云", 4: "北极星", 5: "Target"}), without_parts({3: "2024", 4: "2025"})
    ({3: '阿达云', 4: '北极星'}, {3: '2024', 4: '2025'})
    """
    return {column: name for column, name in names.items() if not names_nobody(name)} or dict(names)
