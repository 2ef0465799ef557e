"""A redline: lines by their ids, words and characters, values as a whole, rows of tables, terms that differ."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evaluator.adapters.draft_transcript import transcript_of
from evaluator.contract.differing import words_changed
from evaluator.contract.redline import LineChange, RowsChange, compare
from evaluator.contract.transcript import Entry, Line, Piece, Rows, Transcript, as_data, from_data
from evaluator.domain.text import LANGS, Text
from tests import drafts

TITLE = Text("合同", "Contract")


def transcript(made=None):
    return transcript_of(drafts.drafted(made or drafts.bid()), {})


def said(spans):
    return [(span.way, span.piece.text) for span in spans]


def text(spans, *ways):
    return "".join(span.piece.text for span in spans if span.way in ways)


def table(*rows, heads=("模块", "价")):
    entries = tuple(tuple(Entry(Text(cell, cell)) for cell in row) for row in rows)
    return Rows(key="g:x", heads=tuple(Text(one, one) for one in heads), right=(False,) * len(heads), rows=entries)


def of_schedules(*blocks):
    return Transcript(title=TITLE, articles=(), schedules=blocks)


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("乙方在十日内响应。", "乙方在二十日内响应。", [("same", "乙方在"), ("in", "二"), ("same", "十日内响应。")]),
        ("in 5 days", "in 15 days", [("same", "in "), ("out", "5"), ("in", "15"), ("same", " days")]),
        ("甲方付款", "甲方付款", [("same", "甲方付款")]),
        (
            "月度可用性自2026年3月1日起计算",
            "月度可用性自2026年3月2日起计算",
            [("same", "月度可用性自"), ("out", "2026年3月1日"), ("in", "2026年3月2日"), ("same", "起计算")],
        ),
        (
            "no less than 99.5% a month",
            "no less than 99.95% a month",
            [("same", "no less than "), ("out", "99.5%"), ("in", "99.95%"), ("same", " a month")],
        ),
        ("甲方承担费用", "Nothing alike", [("out", "甲方承担费用"), ("in", "Nothing alike")]),
    ],
)
def test_words_and_characters_come_and_go_one_by_one_unless_little_is_left(old, new, marked):
    assert said(words_changed([Piece(old)], [Piece(new)])) == marked


def test_crumbs_between_two_changes_are_part_of_the_change():
    spans = words_changed([Piece("we keep the old a then b words")], [Piece("we keep the old x then y words")])

    assert said(spans) == [("same", "we keep the old "), ("out", "a"), ("in", "x"), ("same", " then "), ("out", "b"),
                           ("in", "y"), ("same", " words")]  # fmt: skip
    assert said(words_changed([Piece("保留此句甲的乙共同")], [Piece("保留此句丙的丁共同")])) == [
        ("same", "保留此句"), ("out", "甲的乙"), ("in", "丙的丁"), ("same", "共同"),
    ]  # fmt: skip


def test_a_text_of_several_lines_is_compared_line_by_line():
    old, new = "客户甲；行业：仪器\n客户乙；行业：软件\n完", "客户甲；行业：食品\n客户丙；行业：软件\n新的一行\n完"

    spans = words_changed([Piece(old)], [Piece(new)])

    assert (text(spans, "same", "out"), text(spans, "same", "in")) == (old, new)
    assert text(spans, "out") == "仪器乙"
    assert text(spans, "in") == "食品丙新的一行\n"
    assert said(words_changed([Piece("one\ntwo")], [Piece("甲\n乙")])) == [("out", "one\ntwo"), ("in", "甲\n乙")]


def test_a_value_is_one_piece_and_a_number_goes_by_itself():
    old = [Piece("第三条", "number"), Piece("在"), Piece("15日", "value"), Piece("内付款")]
    new = [Piece("第四条", "number"), Piece("在"), Piece("30日", "value"), Piece("内付款")]

    assert said(words_changed(old, new)) == [
        ("out", "第三条"), ("in", "第四条"), ("same", "在"), ("out", "15日"), ("in", "30日"), ("same", "内付款"),
    ]  # fmt: skip


def test_every_line_and_cell_reads_old_without_what_came_and_new_without_what_went():
    old = transcript(drafts.bid("Ada", SU_01=drafts.cell("SU-01", Decimal(2))))
    new = transcript(drafts.bid("Ben", DV_01=drafts.deviating(), FT_01=drafts.cell("FT-01", None)))

    for layout in (*LANGS, "both"):
        found = compare(old, new, layout)
        for draft, ways in ((old, ("same", "out")), (new, ("same", "in"))):
            for lang in LANGS if layout == "both" else (layout,):
                place = 0 if layout != "both" else LANGS.index(lang)
                lines = [one for one in found.articles if one.way in ways]
                wanted = [
                    "".join(piece.shown(layout).text for piece in line.words[lang]) for line in draft.articles[1:]
                ]
                assert [text(one.sides[place], *ways) for one in lines[1:]] == wanted


def test_a_paragraph_of_its_own_id_comes_or_goes_as_a_whole():
    arbitration = transcript(drafts.bid(DV_02=drafts.cell("DV-02", "none", "Deviations", "D5")))
    lost = Transcript(title=TITLE, articles=arbitration.articles[:-2], schedules=arbitration.schedules)

    found = compare(lost, arbitration, "zh")

    assert [(one.way, one.line.key) for one in found.articles if one.way != "same"] == [
        ("in", "a:court"), ("in", "p:court.place"),
    ]  # fmt: skip
    assert (found.count("in"), found.count("out"), found.count("same")) == (2, 0, 0)


def test_rows_are_known_by_their_first_cell_and_a_column_of_one_draft_is_empty_in_the_other():
    old = of_schedules(table(("客户", "10"), ("报表", "20")))
    new = of_schedules(table(("客户", "12", "是"), ("接口", "30", ""), heads=("模块", "价", "可选")))

    (found,) = compare(old, new, "zh").schedules

    assert isinstance(found, RowsChange)
    assert [said(head) for head in found.heads] == [[("same", "模块")], [("same", "价")], [("in", "可选")]]
    assert [(row.way, [said(cell) for cell in row.cells]) for row in found.rows] == [
        ("same", [[("same", "客户")], [("out", "10"), ("in", "12")], [("in", "是")]]),
        ("out", [[("out", "报表")], [("out", "20")], []]),
        ("in", [[("in", "接口")], [("in", "30")], []]),
    ]


def test_what_comes_in_for_a_term_follows_what_goes_out_for_it():
    def blank(key):
        words = {lang: (Piece("待定", "open"),) for lang in LANGS}
        return Line(key=f"v:{key}", style="Line", words=words)

    def filled(key):
        return Rows(key=f"g:{key}", heads=(TITLE,), right=(False,), rows=((Entry(TITLE),),))

    found = compare(of_schedules(blank("a"), blank("b")), of_schedules(filled("a"), filled("b")), "zh")

    assert [(type(one) is LineChange, one.way) for one in found.schedules] == [
        (True, "out"), (False, "in"), (True, "out"), (False, "in"),
    ]  # fmt: skip


def test_the_terms_that_differ_are_told_once_with_both_values_and_what_the_vendor_departs_with():
    old = transcript()
    new = transcript(drafts.bid(SU_01=drafts.cell("SU-01", Decimal(2), remark="with a bot"), DV_01=drafts.deviating()))

    found = {(one.new or one.old).term: one for one in compare(old, new, "en").terms}

    assert set(found) == {"response", "payment_days", "promises"}
    assert (found["response"].old.value.en, found["response"].new.value.en) == ("4 hours", "2 hours")
    assert found["response"].new.reason == "with a bot"
    assert found["payment_days"].new.theirs.en == "We need 15 days only."
    assert compare(old, old, "both").terms == ()


def test_a_transcript_is_the_same_after_it_was_kept_and_anything_else_is_refused():
    found = transcript(drafts.bid(DV_01=drafts.deviating()))
    kept = as_data(found)

    assert from_data(kept) == found
    rows = next(at for at, block in enumerate(kept["schedules"]) if "rows" in block and block["heads"])
    for spoilt in (
        {}, [], None, {**kept, "format": 2}, {**kept, "articles": [{}]}, {**kept, "terms": [["x"]]},
        {**kept, "title": ["a"]}, {**kept, "title": [1, 2]},
        {**kept, "articles": [{**kept["articles"][0], "style": "<w:p/>"}]},
        {**kept, "schedules": [{**kept["schedules"][rows], "right": []}]},
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"."):
            from_data(spoilt)
