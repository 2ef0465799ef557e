"""Parts take plain text: whatever a vendor writes stays text."""

from __future__ import annotations

from fractions import Fraction
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.adapters.charts import OPEN, Look
from evaluator.domain.finding import Rule, Severity, Source, finding
from evaluator.ui.parts import download, findings, tables, upload
from evaluator.ui.parts.bars import records as bar_records
from evaluator.ui.parts.plain import plain
from evaluator.ui.parts.slope import records as slope_records
from evaluator.ui.parts.tables import Cell, Column, Row, markup

HOSTILE = '<script>alert(1)</script><img src=x onerror="a()">" onmouseover="b()" </td></table>&lt;'


class Seen(HTMLParser):
    """Tags, attributes and text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.texts: list[str] = []
        self.labels: list[str] = []
        self.broken = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "wbr":  # a place where a long word may break is no sign of the text
            self.broken = True
            return
        self.tags.append(tag)
        self.names.update(name for name, _ in attrs)
        self.labels += [value or "" for name, value in attrs if name == "aria-label"]

    def handle_data(self, data: str) -> None:
        joined = self.texts.pop() + data if self.broken else data
        self.texts.append(joined)
        self.broken = False


@given(st.text(min_size=1) | st.just(HOSTILE))
def test_a_table_shows_any_text_as_text(text: str) -> None:
    columns = [Column(text, head=True), Column(text, "heat", text, width=4), Column("n", "number")]
    cells = [Cell(text=text, note=text, tone="warn"), Cell(text=text, heat=0.5), text]

    seen = Seen(tables.markup(columns, [Row(cells)], caption=text, height=20))

    head, row = ["th", "th", "span", "th"], ["th", "span", "td", "td"]
    assert seen.tags == ["div", "table", "thead", "tr", *head, "tbody", "tr", *row]
    assert seen.names <= {"class", "role", "tabindex", "aria-label", "style", "scope"}


def test_a_table_of_many_columns_stands_closer_together() -> None:
    wide, narrow = ([Column(str(number)) for number in range(count)] for count in (tables.DENSE_FROM, 5))

    assert "ve-dense" in tables.markup(wide, [], caption="Prices")
    assert "ve-dense" not in tables.markup(narrow, [], caption="Bids")


def test_hostile_text_is_read_back_word_for_word() -> None:
    seen = Seen(tables.markup([Column("Vendor")], [Row([HOSTILE])], caption=HOSTILE))

    assert HOSTILE in seen.texts
    assert seen.labels == [HOSTILE]


def test_a_row_with_the_wrong_number_of_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        tables.markup([Column("a"), Column("b")], [Row(["1"])], caption="c")


def test_an_open_cell_is_hatched_and_has_no_heat() -> None:
    html = tables.markup([Column("a", "heat")], [Row([Cell(text="open", tone="open", heat=0.9)])], caption="c")

    assert "ve-open" in html
    assert "ve-heat" not in html


def test_a_table_can_be_reached_and_scrolled_by_keyboard_and_has_a_name() -> None:
    assert '<div class="ve-scroll" role="region" tabindex="0" aria-label="Ranking"' in tables.markup(
        [Column("a")], [], caption="Ranking"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Fraction(1, 3), "33.3"), (Fraction(8145, 10000), "81.5"), (0.8145, "81.5"), (Fraction(1), "100.0"), (0, "0.0")],
)
def test_points_are_rounded_half_up_on_the_scale_to_a_hundred(value: Fraction | float, shown: str) -> None:
    assert tables.points(value) == shown


def test_findings_put_blockers_first_and_name_vendor_and_cell() -> None:
    note = finding(Rule.TIE, severity=Severity.NOTE, vendor="Ada")
    blocker = finding(Rule.NOT_A_NUMBER, Source(sheet="Support", cell="D14"), vendor="Bea", given="asap", unit="hour")

    assert findings.place(blocker) == "Bea · Support!D14"
    assert sorted([note, blocker], key=lambda each: findings._ORDER.index(each.severity)) == [blocker, note]


def test_a_finding_shows_any_text_as_text() -> None:
    seen = Seen(findings.markup([findings.Line(HOSTILE, HOSTILE)]))

    assert seen.tags == ["ul", "li", "span"]
    assert seen.texts == [HOSTILE, HOSTILE]


def test_a_link_escapes_its_label_and_its_ticket() -> None:
    seen = Seen(download.markup(HOSTILE, '"><script>', primary=True))

    assert seen.tags == ["a"]
    assert seen.names == {"class", "href", "target", "rel"}


def test_words_of_an_upload_box_cannot_leave_their_string() -> None:
    css = upload.style("files", '"}</style><script>', "选择文件")

    assert css.count("</style>") == 1
    assert css.count('"') == 3 * 2 + 2 * 2  # three selectors with an attribute, two strings
    with pytest.raises(ValueError, match="cannot name a box"):
        upload.style("a b", "x", "y")


@given(st.text())
def test_a_label_has_no_sign_that_markdown_reads(text: str) -> None:
    label = plain(text)

    bare = label.replace("\\\\", "")
    for place, sign in enumerate(bare):
        assert sign not in "`*_{}[]()<>#!|~$:" or bare[place - 1] == "\\"
    assert "//" not in label
    assert "\n" not in label


def laid(**parts: tuple[Fraction, Fraction]) -> list[dict[str, str | float]]:
    look = Look(font="", ink="#1d2329", soft="", line="", paper="", series=(), inks=("#000000",) * 3, act="")
    criteria = [("a", "A"), ("b", "B"), ("c", "C")]
    return bar_records("Ada", parts, criteria, total="58.3", look=look, waiting="open")


def test_bars_lie_end_to_end_and_end_at_the_total() -> None:
    third, quarter = Fraction(1, 3), Fraction(1, 4)

    records = laid(a=(third, third), b=(Fraction(0), Fraction(0)), c=(quarter, quarter))

    assert [record["shown"] for record in records] == ["33.3", "0.0", "25.0"]
    assert [records[0]["end"], records[1]["end"]] == [records[1]["start"], records[2]["start"]]
    assert records[-1]["end"] == pytest.approx(58.3333, abs=1e-4)
    assert records[0]["said"] == "Ada · A · 33.3"


def test_what_is_open_is_a_part_of_its_own_from_the_least_to_the_most_and_no_number_hides_it() -> None:
    tenth, fifth = Fraction(1, 10), Fraction(1, 5)

    records = laid(a=(tenth, fifth), b=(tenth, tenth), c=(Fraction(0), fifth))

    assert [record["shown"] for record in records] == ["≥10.0", "10.0", "≥0.0", "open"]
    assert (records[-1]["key"], records[-1]["start"], records[-1]["end"]) == (OPEN, 20.0, 50.0)
    assert [record["said"] for record in records][::3] == ["Ada · A · 10.0–20.0", "Ada · open · 20.0–50.0"]


def test_a_group_of_rows_has_one_head_across_all_columns() -> None:
    shown = markup([Column("Term"), Column("Value")], [Row(["Delivery & acceptance"], state="group")], caption="Terms")

    assert '<th scope="rowgroup" colspan="2"><div>Delivery &amp; acceptance</div></th>' in shown


def test_bids_that_share_a_place_share_a_label() -> None:
    records = slope_records(("a", "b", "c"), [("Ada", (1, 1, 1)), ("Bea", (2, 2, 2)), ("Cy", (2, 3, 2))])

    assert [record["label"] for record in records if record["side"] == "a"] == ["Ada", "Bea · Cy", ""]
    assert [record["moved"] for record in records if record["vendor"] == "Cy"] == [1.0, 1.0, 1.0]
