"""Where recognition takes a shortcut on long sheets, it finds what the plain definition finds, on generated rows."""

from __future__ import annotations

import random
import re

import pytest

from evaluator.intake.cells import Cell, SheetCells
from evaluator.intake.foreign import bands, headings
from evaluator.intake.foreign.asking import declared
from evaluator.intake.foreign.heading_words import EXACT
from evaluator.intake.foreign.tables import rows_of
from evaluator.intake.words import JUDGEMENTS

KNOWN = sorted({word: role for role, words in EXACT.items() for word in words})
PLAIN = [
    "Ada Ltd",
    "1.10",
    "R-00017",
    "满足",
    "Yes",
    "¥ 120",
    "三个工作日内响应",
    "{GROUP",
    "{question}",
    "{QUESTION}",
    "",
    "x" * 70,
]
JOINTS = ["", " ", "/", "、", "|", "\n", "（如有）", "(%)", "[x]", "【必填】", "：", "*", "."]


def heading(luck: random.Random) -> str:
    """A known word, one in two languages, in capitals or with an aside, or a text that heads nothing."""
    parts = [
        luck.choice(KNOWN if luck.random() < 0.7 else [*PLAIN, *JUDGEMENTS]) for _ in range(luck.choice((1, 1, 2)))
    ]
    text = luck.choice(JOINTS).join(parts) + (luck.choice(JOINTS) if luck.random() < 0.3 else "")
    return text.upper() if luck.random() < 0.2 else text


def row(luck: random.Random) -> dict[int, str]:
    return {column: heading(luck) for column in range(1, luck.choice((2, 3, 4, 6, 30, 45)))}


def exact(text: str) -> str:
    """The role of a heading by every name in it, one after another."""
    line = headings._line(text)
    sides = [headings._plain(side) for side in re.split(r"[/、|]", headings._ASIDE.sub(" ", line))]
    if len(sides) > 1 and all(side in JUDGEMENTS for side in sides):
        return "answer"
    found = [headings._EXACT[name] for name in headings._names(line) if name in headings._EXACT]
    return next(iter(found), "id" if line in ("#", "№", "No.") else "")


def surely(texts: dict[int, str]) -> bool:
    """Whether a row heads a table wherever it stands, by all of its cells."""
    roles = [role for text in texts.values() if (role := exact(text))]
    short = 1 < len(texts) <= 40 and all(len(text) <= headings.LONGEST for text in texts.values())
    whole = "question" in roles and bool({"answer", "unit_price", "amount", "quantity"} & set(roles))
    return short and whole and len(roles) * 3 >= len(texts) * 2


@pytest.mark.parametrize("seed", range(4))
def test_headings_and_headers_are_those_of_the_plain_definition(seed: int) -> None:
    luck = random.Random(seed)
    rows = [row(luck) for _ in range(1_500)]

    told = [headings.exact_role(text) for texts in rows for text in texts.values()]

    assert told == [exact(text) for texts in rows for text in texts.values()]
    headers = [bands._surely(texts) for texts in rows]
    assert headers == [surely(texts) for texts in rows]
    assert 20 < sum(headers) < len(rows) - 20


def test_rows_are_in_order_whatever_order_the_cells_come_in() -> None:
    luck = random.Random(7)
    places = [(luck.randrange(1, 400), luck.randrange(1, 40)) for _ in range(3_000)]
    cells = {place: Cell(*place, luck.choice([" ", "a", " b ", "\n"])) for place in places}
    merged = ("B2:D9", "A20:A40")
    covered = {(row, column) for row in range(2, 10) for column in range(2, 5)} | {(row, 1) for row in range(20, 41)}

    rows = rows_of(SheetCells("Answers", cells, merged))

    kept = [(place, cell.text.strip()) for place, cell in sorted(cells.items()) if cell.text.strip()]
    kept = [(place, text) for place, text in kept if place not in covered - {(2, 2), (20, 1)}]
    assert [((row, column), text) for row, texts in rows.items() for column, text in texts.items()] == kept


def test_rows_of_a_tree_that_say_they_ask_are_found_by_their_word_alone() -> None:
    luck = random.Random(3)
    rows = {number: row(luck) for number in range(1, 800)}

    told = [number for number, texts in rows.items() if any(text.casefold() == "{question}" for text in texts.values())]

    assert declared(rows, list(rows)) == told
    assert 0 < len(told) < len(rows)
