"""A foreign sheet drawn and adjusted, without a browser: every word of a person gives the layout that it says."""

from __future__ import annotations

import pytest

from evaluator.domain.text import LANGS, Lang, Text
from evaluator.intake.cells import Workbook
from evaluator.intake.foreign.layouts import Item, Layout, Rows
from evaluator.intake.foreign.mapping import NO_COUNTERPART
from evaluator.intake.foreign.matching import How, Match, Suggestion
from evaluator.intake.foreign.recognise import tables_of
from evaluator.intake.foreign.tables import Table, rows_of, table_by
from evaluator.intake.questionnaire import questionnaire
from evaluator.ui.parts.sheet import Pick, markup, words_in
from evaluator.ui.views import laying as view
from evaluator.ui.views import layout_edits as edits
from evaluator.ui.views import matching
from evaluator.ui.views.laying_offers import is_unnamed, wants_vendor
from evaluator.ui.views.laying_owners import owners, say_column
from evaluator.ui.views.laying_why import reasons
from evaluator.ui.views.picture import PAGE, drawing, picture
from tests.tiny import method
from tests.workbooks import sheet, workbook

HOSTILE = "<script>window.pwned=1</script> ![x](http://evil.example/x.png)"
LIST = sheet(
    "Security",
    {
        1: {"A": "Security list"},
        3: {"A": "No", "B": "Module", "C": "Requirement", "D": "Vendor response", "E": "Seen"},
        4: {"A": "1", "B": "Access", "C": "Single sign-on", "D": "yes", "E": "ok"},
        5: {"A": "2", "C": "Two factors", "D": "no"},
        6: {"C": "Total", "D": "2"},
        20: {"A": "3", "B": "Data", "C": HOSTILE, "D": "yes"},
        21: {"A": "4", "C": "Backups every day", "D": "yes"},
    },
    merged=("A1:E1", "B4:B5"), hidden_rows=frozenset({5}), hidden_columns=frozenset({5}),
)  # fmt: skip
ROWS: Rows = rows_of(LIST)


def table() -> Table:
    return tables_of(LIST)[0]


def begun(name: str, book: Workbook, *, sealed: bool = False) -> view.Laying:
    return view.begin(name, b"", book, questionnaire(method(), (), None), sealed=sealed)


def layout(**more: object) -> Layout:
    return Layout(header_rows=(3,), columns={"id": 1, "question": 3, "answer": 4}, **more)  # type: ignore[arg-type]  # its own fields


def test_the_picture_shows_rows_as_they_stand_and_says_what_each_was_taken_for() -> None:
    drawn = picture(drawing(LIST), table(), 0)

    assert [(line.row, line.kind) for line in drawn.lines] == [
        (1, "above"), (2, "above"), (3, "header"), (4, "asks"), (5, "asks"), (6, "out"), (7, "gap"), (20, "asks"), (21, "asks"),
    ]  # fmt: skip
    assert drawn.lines[6].last == 19
    assert [head.role for head in drawn.heads] == ["id", "section", "question", "answer", ""]
    assert [head.hidden for head in drawn.heads] == [False] * 4 + [True]
    assert [line.row for line in drawn.lines if line.hidden] == [5]


def test_merged_cells_are_drawn_as_one_over_their_columns_and_rows() -> None:
    lines = picture(drawing(LIST), table(), 0).lines

    assert [(one.column, one.wide, one.tall) for one in lines[0].squares] == [(1, 5, 1)]
    assert (lines[3].squares[1].text, lines[3].squares[1].tall) == ("Access", 2)
    assert [one.column for one in lines[4].squares] == [1, 3, 4, 5]


def test_a_merge_of_the_whole_grid_is_drawn_no_further_than_the_page() -> None:
    whole = sheet("All", {1: {"A": "x"}, 2: {"A": "y", "B": "z"}}, merged=("A1:XFD1048576",))

    drawn = picture(drawing(whole), table_by(whole, layout()), 0)

    assert [(one.wide, one.tall) for line in drawn.lines for one in line.squares] == [(2, 2)]


def test_a_long_sheet_is_drawn_a_page_at_a_time() -> None:
    rows = {number: {"A": f"R{number}", "B": "words"} for number in range(1, 101)}
    drawn = drawing(sheet("Long", rows))

    page = picture(drawn, table_by(drawn.sheet, layout()), 2)

    assert (page.pages, [line.row for line in page.lines]) == (3, list(range(2 * PAGE + 1, 101)))
    assert drawn.page_of(81) == 2


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_vendor_wrote_is_drawn_as_text(lang: Lang) -> None:
    named = sheet("N", {1: {"A": "Ref", "B": "Requirement", "C": HOSTILE}, 2: {"A": "1", "B": HOSTILE, "C": "Meets"}})
    laid = Layout(header_rows=(1,), columns={"id": 1, "question": 2}, vendors={3: HOSTILE})

    html = markup(
        picture(drawing(named), table_by(named, laid), 0),
        words_in(lang),
        Pick(2, 2, 3),
        caption=HOSTILE,
        field="f",
    )

    assert "<script>" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_every_role_and_kind_stands_in_words_beside_its_colour() -> None:
    html = markup(picture(drawing(LIST), table(), 0), words_in("en"), None, caption="x", field="f")

    for words in ("question", "answer", "header", "left out", "asks", "hidden", "rows 7–19 are blank"):
        assert f">{words}<" in html, words


@pytest.mark.parametrize(
    ("typed", "found"),
    [("5", Pick(5, 5)), ("c", Pick(column=3)), ("C5", Pick(5, 5, 3)), ("9–5", Pick(5, 9)), ("", None), ("0", None),
     ("five", None), ("XFE", None)],
)  # fmt: skip
def test_a_place_is_named_as_excel_names_it(typed: str, found: Pick | None) -> None:
    assert edits.pick(typed) == found


def test_a_row_is_left_out_taken_in_and_left_to_the_rules_again() -> None:
    out = edits.with_rows(ROWS, layout(), [4, 5], "out")
    taken = edits.with_rows(ROWS, out, [6], "asks")
    again = edits.with_rows(ROWS, taken, [4, 5, 6], "rule")

    assert [item.row for item in table_by(LIST, out).items] == [20, 21]
    assert [item.row for item in table_by(LIST, taken).items] == [6, 20, 21]
    assert again == layout()
    assert [edits.said_of(taken, row) for row in (3, 4, 6, 20)] == ["header", "out", "asks", "rule"]


def test_another_row_becomes_the_header_and_its_headings_say_what_the_columns_hold() -> None:
    wrong = Layout(header_rows=(1,), columns={"question": 1})

    right = edits.with_rows(ROWS, wrong, [3], "header")

    assert right.header_rows == (3,)
    assert right.columns == {"id": 1, "section": 2, "question": 3, "answer": 4}


def test_a_row_that_touches_the_header_joins_it_and_one_that_says_the_same_repeats_it() -> None:
    twice: Rows = {**ROWS, 10: dict(ROWS[3])}

    assert edits.with_rows(ROWS, layout(), [2], "header").header_rows == (2, 3)
    assert edits.with_rows(twice, layout(), [10], "header").header_rows == (3, 10)
    assert edits.with_rows(twice, Layout(header_rows=(1,), columns={}), [3], "header").header_rows == (3, 10)


def test_a_column_has_one_role_and_a_role_one_column() -> None:
    moved = edits.with_column(ROWS, layout(), 5, "answer")
    freed = edits.with_column(ROWS, moved, 1, "")

    assert moved.columns == {"id": 1, "question": 3, "answer": 5}
    assert freed.columns == {"question": 3, "answer": 5}


def test_columns_of_vendors_take_the_place_of_the_one_for_all() -> None:
    two = edits.with_column(ROWS, layout(), 5, "vendor", "Bo")
    remarked = edits.with_column(ROWS, two, 6, "remark")
    one = edits.with_column(ROWS, remarked, 4, "answer")

    assert (two.vendors, "answer" in two.columns) == ({4: "Vendor response", 5: "Bo"}, False)
    assert remarked.remarks == {5: 6}
    assert (one.vendors, one.remarks, one.columns["answer"]) == ({}, {}, 4)


def test_options_are_marked_in_columns_of_their_own() -> None:
    marked = edits.with_column(ROWS, edits.with_column(ROWS, layout(), 4, "option"), 5, "option")

    assert marked.options == {4: "Vendor response", 5: "Seen"}
    assert marked.columns["answer"] == 4
    assert edits.with_column(ROWS, marked, 4, "").columns["answer"] == 5


def test_counts_follow_every_word_and_the_beginning_can_be_had_back() -> None:
    laying = begun("list.xlsx", workbook("list.xlsx", LIST, sheet("Empty", {})))
    before = laying.total()

    laying.change(0, layout=edits.with_rows(ROWS, laying.parts[0].layout, [4], "out"))
    after = laying.total()
    laying.change(0, used=False)

    assert (before, after, laying.total()) == (view.Counts(4, 4), view.Counts(3, 3), view.Counts(0, 0))
    laying.again()
    assert laying.total() == before


def test_what_was_laid_out_is_the_mapping_that_lays_out_the_next_file() -> None:
    first = begun("list.xlsx", workbook("list.xlsx", LIST))
    first.change(0, layout=edits.with_column(ROWS, first.parts[0].layout, 5, "comment"), vendor="Ada")
    second = begun("next.xlsx", workbook("next.xlsx", LIST, sheet("Else", {1: {"A": "x"}})))

    second.take(first.mapping(), "saved", "list.xlsx")

    assert second.parts[0].layout.columns["comment"] == 5
    assert [(part.used, part.vendor, part.by) for part in second.parts] == [
        (True, "Ada", "mapping"),
        (False, "", "recognised"),
    ]
    assert second.mapping() == first.mapping()


def test_a_mapping_of_another_shape_reads_nothing_and_says_why() -> None:
    first = begun("list.xlsx", workbook("list.xlsx", LIST))
    other = sheet("Security", {3: {"A": "No", "C": "Question", "D": "Reply"}, 4: {"A": "1", "C": "Why", "D": "no"}})
    second = begun("next.xlsx", workbook("next.xlsx", other))

    second.take(first.mapping(), "file", "m.toml")

    assert {found.rule.value for found in second.faults} == {"mapping_header"}
    assert second.total() == view.Counts(0, 0)


@pytest.mark.parametrize(("lang", "words"), [("zh", "标题是“Requirement”"), ("en", "the heading is “Requirement”")])
def test_every_decision_names_the_cells_it_rests_on(lang: Lang, words: str) -> None:
    laying = begun("list.xlsx", workbook("list.xlsx", LIST))

    told = reasons(laying, 0, words_in(lang).roles, lang)

    assert [one.place for one in told] == ["3", "A3", "B3", "C3", "D3", "6"]
    assert words in told[3].text


def test_rows_that_name_their_vendor_are_drawn_as_its_own_and_need_no_other_name() -> None:
    lines = {
        1: {"A": "供应商", "B": "要求", "C": "应答", "D": "偏离情况"},
        2: {"A": "Ada", "B": "单点登录", "C": "满足", "D": "无偏离"}, 3: {"A": "Ada", "B": "审计日志", "C": "不满足"},
    }  # fmt: skip
    laying = begun("list.xlsx", workbook("list.xlsx", sheet("应答", lines)))
    told = reasons(laying, 0, words_in("en").roles, "en")
    html = markup(
        picture(laying.drawing(laying.parts[0].sheet), laying.table(0), 0), words_in("en"), None, caption="x", field="f"
    )
    freed = edits.with_column(ROWS, laying.parts[0].layout, 1, "")

    assert [one.place for one in told] == ["1", "A1", "B1", "C1", "D1"]
    assert ">vendor of the row<" in html
    assert ">deviation<" in html
    assert (wants_vendor(laying), is_unnamed(freed)) == (False, True)


def test_a_column_that_a_person_says_names_the_vendors_makes_a_table_of_each_and_is_taken_back() -> None:
    lines = {
        1: {"A": "投标主体", "B": "要求", "C": "应答", "D": "备注"},
        2: {"A": "Ada", "B": "单点登录", "C": "满足"}, 3: {"A": " ada", "B": "审计日志", "C": "不满足"},
        4: {"A": "Bo Ltd", "B": "单点登录", "C": "不满足"}, 5: {"B": "审计日志", "C": "满足"},
    }  # fmt: skip
    laying = begun("list.xlsx", workbook("list.xlsx", sheet("封面", {1: {"A": "说明"}}), sheet("应答", lines)))
    before = list(laying.parts)

    assert [owners(laying, 1, column) for column in range(1, 5)] == [["Ada", "Bo Ltd"], [], ["满足", "不满足"], []]
    assert say_column(laying, 1, 1, edits.OWNER) == 1
    assert [part.layout.owner for part in laying.parts] == ["", "Ada", "Bo Ltd"]
    assert view.sheet_names(laying) == ["封面", "应答 · Ada", "应答 · Bo Ltd"]
    assert [laying.counts(number).questions for number in (1, 2)] == [2, 2]
    assert [laying.table(2).answer(item, 3) for item in laying.table(2).items] == ["不满足", "满足"]
    assert [table.layout.owner for table in laying.mapping().tables] == ["Ada", "Bo Ltd"]

    assert say_column(laying, 2, 1, "") == 1
    assert [(part.layout.owner, part.layout.columns) for part in laying.parts] == [
        (part.layout.owner, part.layout.columns) for part in before
    ]


def pair(how: How, item: str = "", *suggested: Suggestion, number: int = 1) -> Match:
    return Match(
        key=f"k{number}", asked=Item(str(number), f"Q {number}", number), how=how, item=item, suggestions=suggested
    )


PAIRS = (
    pair(How.ID, "SE-01", number=1),
    pair(How.OPEN, "", Suggestion("SE-02", 88), number=2),
    pair(How.OPEN, number=3),
    pair(How.CONFIRMED, "SE-04", number=4),
)


def test_a_suggestion_that_nobody_ticked_is_not_confirmed() -> None:
    assert matching.said(PAIRS, {}) == {}
    assert matching.certain(PAIRS) == {"k1": "SE-01"}
    assert matching.said(PAIRS, {1: {"yes": True}}) == {"k2": "SE-02"}


def test_another_question_is_confirmed_by_choosing_it_and_none_of_ours_is_an_answer() -> None:
    said = matching.said(PAIRS, {1: {"ours": matching.NONE}, 2: {"ours": "SE-09"}, 3: {"ours": "SE-05"}})

    assert said == {"k2": NO_COUNTERPART, "k3": "SE-09", "k4": "SE-05"}


def test_a_tick_without_a_question_says_nothing() -> None:
    assert matching.said(PAIRS, {2: {"yes": True}, 3: {"yes": True}}) == {}


@pytest.mark.parametrize(("lang", "words"), [("zh", "相似 88%"), ("en", "88% alike")])
def test_each_pair_says_by_what_it_was_found(lang: Lang, words: str) -> None:
    shown = matching.grid(PAIRS, (), {2: {"ours": "SE-09"}}, lang)

    assert list(shown["how"])[1] == words
    assert list(shown["yes"]) == [False, False, False, True]
    assert matching.tally(PAIRS) == matching.Tally(certain=1, alike=1, open=1, decided=1)
    assert Text(zh="另行选择", en="chosen here").show(lang) == list(shown["how"])[2]
