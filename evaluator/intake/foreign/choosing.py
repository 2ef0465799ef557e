"""A header and the rows below it → which column holds what, whose answers stand where, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from evaluator.intake.foreign.headings import exact_role, is_target, is_vendors, role_of
from evaluator.intake.foreign.layouts import VALUES
from evaluator.intake.foreign.owning import Owning
from evaluator.intake.foreign.parting import names_nobody
from evaluator.intake.foreign.seen import LENT, WEAK, WORDY, Choice
from evaluator.intake.words import JUDGEMENTS, is_mark, plain

LONGEST_ID: Final = 20
LONGEST_TITLE: Final = 60


class Chooser(Owning):
    """Decides which column holds what."""

    def choose(self) -> Choice:
        """Every decision in turn; what an earlier one took is not taken again."""
        self.owners()
        self._plain_roles()
        self._questions()
        self._ids()
        self.options()
        self.vendors()
        self._last_resort()
        self._levels()
        self._parts()
        return self.choice

    def _parts(self) -> None:
        """Years, stages or editions over the answers part what one vendor says: which of them counts, nobody knows."""
        columns = list(self.choice.vendors)
        if len(columns) > 1 and all(map(names_nobody, self.choice.vendors.values())):
            self.choice.rivals["vendors"] = columns[1]

    def _plain_roles(self) -> None:
        """One column for each role that the header names: of several the one that is filled most."""
        for role, found in self.wanted.items():
            if role in ("question", "id", "section") or (self.choice.vendors and role in VALUES):
                continue
            if role == "comment" and self.choice.remarks:
                continue
            self._best(role, found)

    def _best(self, role: str, found: Sequence[int]) -> None:
        def merit(column: int) -> tuple[bool, bool, int]:
            heading = self.band.heads[column]
            return is_vendors(heading), exact_role(heading) == role, self.filled[column]

        ranked = sorted(found, key=lambda column: (merit(column), -column), reverse=True)
        self.take(role, ranked[0])
        if role in VALUES and len(ranked) > 1 and merit(ranked[0]) == merit(ranked[1]):
            self.choice.rivals[role] = ranked[1]
            self.choice.trust[role] = LENT

    def _questions(self) -> None:
        """Questions stand in the longest texts under a heading for them, else in sentences, else the id is the question."""
        found = [column for column in self.wanted.get("question", []) if column not in self.choice.columns.values()]
        given = [self.choice.columns[role] for role in VALUES if role in self.choice.columns]
        last = min([*self.choice.vendors, *given], default=max(self.band.heads))
        if found:
            self.take("question", self._fullest([column for column in found if column < last] or found))
            return
        sections = self.wanted.get("section", [])
        taken = {*self.choice.columns.values(), *self.wanted.get("id", []), *sections}
        wordy = [
            column
            for column in sorted(self.filled)
            if column < last and column not in taken and self.usual(column) >= WORDY
        ]
        wordy = wordy or [column for column in self._worded(last) if column not in taken]
        wordy = wordy or [column for column in reversed(sections) if column < last and self.filled[column]]
        if wordy:
            self.take("question", wordy[0], LENT)
        elif ids := self.wanted.get("id"):
            self.take("question", self._most_distinct(ids), LENT)

    def _worded(self, last: int) -> list[int]:
        """Columns before the answers that hold words, in most rows, nearly all different."""
        return [
            column for column, texts in sorted(self.texts.items())
            if column < last and len(texts) * 5 >= len(self.body) * 3 and len(set(texts)) * 10 >= len(texts) * 9
            and not _are_ids(texts) and not self._judged(column)
        ]  # fmt: skip

    def _fullest(self, found: Sequence[int]) -> int:
        """Of the columns that are filled about as often as any of them, the one with the longest texts."""
        most = max(self.filled[column] for column in found)
        often = [column for column in found if self.filled[column] * 5 >= most * 4]
        return max(often, key=lambda column: (self.usual(column), -column))

    def _ids(self) -> None:
        """Ids stand in the column with the most different texts; without a heading, in short texts with a digit, each its own."""
        if found := self.wanted.get("id"):
            self.take("id", self._most_distinct(found))
            return
        question = self.choice.columns.get("question", 0)
        asking = [self.rows[number] for number in self.body if question in self.rows[number]]
        for column in sorted(self.texts):
            free = column < question and column not in self.hidden
            if free and role_of(self.band.heads.get(column, "")) in ("", "question", "section"):
                texts = [texts[column] for texts in asking if column in texts]
                if len(texts) * 5 >= len(asking) * 3 and _are_ids(texts):
                    self.take("id", column, LENT)
                    return

    def _most_distinct(self, found: Sequence[int]) -> int:
        return max(found, key=lambda column: (len(set(self.texts.get(column, ()))), -column))

    def _last_resort(self) -> None:
        """Where no heading speaks of answers: a closed question, a goal's figure, or the one column of nothing but judgements."""
        question = self.choice.columns.get("question", 0)
        given = {role for role in VALUES if role in self.choice.columns}
        if self.choice.vendors or not question or given - {"evidence"}:
            return
        closed = [column for column in sorted(self.band.heads) if column > question and self._closed(column)]
        if closed or given:  # evidence is asked for beside an answer, or alone
            if len(closed) == 1:
                self.take("answer", closed[0], LENT)
            return
        free = [column for column in sorted(self.band.heads) if column not in self.choice.columns.values()]
        goals = [column for column in free if is_target(self.band.heads[column])]
        judged = [column for column in free if column > question and self._judged(column)]
        if goals or len(judged) == 1:
            self.take("answer", [*goals, *judged][0], WEAK)
            rivals = [*goals[1:], *(column for column in free if column > question and self._replies(column))]
            if goals and (rivals := [column for column in rivals if column != goals[0]]):
                self.choice.rivals["answer"] = rivals[0]  # the goal was set by one side, what is offered by the other

    def _closed(self, column: int) -> bool:
        """Whether a heading asks what yes or no answers, of every row: nothing else stands below it."""
        words = (plain(text) for text in self.texts.get(column, ()))
        asks = self.band.heads[column].rstrip().endswith(("?", "？"))
        return asks and not self.band.roles.get(column) and all(word in JUDGEMENTS for word in words)

    def _judged(self, column: int) -> bool:
        """Whether a column under a heading that says nothing is filled with words of judgement, more than one of them."""
        words = [plain(text) for text in self.texts.get(column, ())]
        telling = len(set(words)) > 1 and not any(is_mark(word) for word in words)
        return telling and not self.band.roles.get(column) and all(word in JUDGEMENTS for word in words)

    def _levels(self) -> None:
        """Columns of headings over the questions, from the left: sections, and what is asked for in fewer words."""
        question, key = self.choice.columns.get("question", 0), self.choice.columns.get("id", 0)
        titles = [column for column in self.wanted.get("question", []) if self.usual(column) <= LONGEST_TITLE]
        found = [*self.wanted.get("section", []), *(column for column in titles if column < question)]
        levels = sorted(column for column in found if column not in (question, key) and column in self.written)
        if levels:
            self.choice.levels = tuple(levels)
            if sections := [column for column in levels if self.band.roles[column] == "section"]:
                self.take("section", sections[0])


def _are_ids(texts: Sequence[str]) -> bool:
    """Whether texts are short, nearly all with a digit, and nearly all different.

    >>> _are_ids(["SM1", "SM2", "PC1"]), _are_ids(["1", "1", "1"]), _are_ids(["yes", "no"])
    (True, False, False)
    """
    numbered = sum(any(sign.isdigit() for sign in text) for text in texts)
    telling = numbered * 10 >= len(texts) * 9 and len(set(texts)) * 10 >= len(texts) * 9
    return len(texts) > 1 and max(map(len, texts)) <= LONGEST_ID and telling
