"""A redline as a Word file: read by a reader of its own, rejecting all gives the old draft, accepting all the new one."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import replace
from itertools import groupby, pairwise

import pytest
from lxml import etree

from evaluator.adapters.docx_file import write_draft
from evaluator.adapters.docx_redline import AUTHOR, write_redline
from evaluator.adapters.docx_redline_front import RedlineFront
from evaluator.adapters.docx_xml import W
from evaluator.adapters.draft_transcript import transcript_of
from evaluator.adapters.packs import known_packs
from evaluator.contract.compose import compose
from evaluator.contract.known import known
from evaluator.contract.redline import compare
from evaluator.contract.sanitise import block, line
from evaluator.contract.standard import standard_terms
from evaluator.domain.text import Text
from evaluator.i18n.words import t
from evaluator.services.drafting import draft_front, make_draft
from tests import drafts
from tests.adapters.office import converted
from tests.adapters.test_docx_file import PAYLOADS, poisoned
from tests.contract.test_bundled_libraries import inputs as bundled

NUMBERED = ("Heading1", "Clause", "Item", "ClauseBeside", "ItemBeside")
ASIDE = ("Deviation", "Note", "Signature")
NUMBER = re.compile(r"第[^条]+条　|Article \d+  |[^\t]+\t")
LAYOUTS = ("zh", "en", "both")


def w(tag):
    return f"{{{W}}}{tag}"


def body(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read("word/document.xml")).find(w("body"))


def settled(tree, gone, kept):
    """The body with all changes of one kind dropped and those of the other taken in: rows, words, paragraphs."""
    for row in [row for row in tree.iter(w("tr")) if row.find(f"{w('trPr')}/{w(gone)}") is not None]:
        row.getparent().remove(row)
    for change in list(tree.iter(w(gone))):
        if change.getparent().tag == w("p"):
            change.getparent().remove(change)
    for part in [part for part in tree.iter(w("p")) if part.find(f"{w('pPr')}/{w('rPr')}/{w(gone)}") is not None]:
        assert part.find(f".//{w('t')}") is None, "a paragraph that goes has words that stay"
        assert part.find(f".//{w('delText')}") is None
        part.getparent().remove(part)
    assert kept != gone
    return tree


def words(part):
    names = {w("t"): None, w("delText"): None, w("br"): "\n", w("tab"): "\t"}
    found = [node.text if names[node.tag] is None else names[node.tag] for node in part.iter(*names)]
    return "".join(one or "" for one in found)


def style(part):
    found = part.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if found is None else found.get(w("val"))


def contract(tree):
    """Style and words of every paragraph of the contract, from its first article to the end of its schedules."""
    found, begun = [], False
    for part in tree.iter(w("p")):
        begun = begun or style(part) == "Heading1"
        if begun and part.find(f"{w('pPr')}/{w('sectPr')}") is not None:
            break  # the annex follows
        if begun and style(part) not in ASIDE:
            found.append((style(part), words(part)))
    return found


def plain(paragraphs, marks):
    """Lines of words alone: numbers of the redline and marks of the draft apart, languages of a line one by one."""
    lines = []
    for kind, said in paragraphs:
        bare = NUMBER.sub("", said, count=1) if kind in NUMBERED else said
        for mark in marks:
            bare = bare.replace(mark, "")
        lines += [one.strip() for one in re.split(r"\n| / ", bare) if one.strip()]
    # A cell that departs says the same figure once under the mark of each language.
    return [one for one, _ in groupby(lines)]


def clean(draft, given):
    """What the draft itself says, as its own writer writes it."""
    marks = [t("draft.deviation_mark", lang, mark=row.mark) for row in draft.deviations for lang in ("zh", "en")]
    content = write_draft(draft, draft_front(given), given.layout, given.method.units)
    return plain([(kind, f"0\t{said}" if kind in NUMBERED else said) for kind, said in contract(body(content))], marks)


def standard(given):
    facts = known(given.library, given.method, given.tender, given.bid, given.price)
    return compose(given.library, standard_terms(facts), facts.questions, given.price.tax_basis)


def drafted(given):
    return make_draft(given, wanted=()).draft


def redline(old, new, given):
    units = given.method.units
    found = compare(transcript_of(old, units), transcript_of(new, units), given.layout)
    front = RedlineFront(front=draft_front(given), against=Text("旧", "old"))
    return write_redline(found, front, given.layout, units)


def check(content, old, new, given):
    for draft, gone, kept in ((old, "ins", "del"), (new, "del", "ins")):
        read = contract(settled(body(content), gone, kept))
        assert plain(read, ()) == clean(draft, given)
        counted(read, given.layout)


def counted(paragraphs, layout):
    """Numbers of articles and paragraphs run on without a gap, whatever was taken out."""
    heads = [said for kind, said in paragraphs if kind == "Heading1"]
    if layout != "zh":
        english = [int(found[1]) for said in heads if (found := re.match(r"Article (\d+)  ", said))]
        assert english == list(range(1, len(english) + 1))
        below = [tuple(map(int, found.groups())) for kind, said in paragraphs
                 if kind.startswith("Clause") and (found := re.match(r"(\d+)\.(\d+)\t", said))]  # fmt: skip
        for (article, number), (following, later) in pairwise(below):
            assert (following, later) in ((article, number + 1), (article + 1, 1))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", known_packs())
def test_rejecting_all_gives_the_standard_text_and_accepting_all_the_draft(name, layout):
    given = bundled(name, layout=layout)
    old, new = standard(given), drafted(given)

    check(redline(old, new, given), old, new, given)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_it_holds_between_two_vendors_in_both_directions(layout):
    given = drafts.inputs(drafts.bid("Ben", DV_01=drafts.deviating(), FT_01=drafts.cell("FT-01", None)), layout)
    arbitration = drafts.library(positions=tuple(replace(one, value="arbitration") if one.term == "forum" else one
                                                 for one in drafts.POSITIONS))  # fmt: skip
    old, new = drafted(replace(given, bid=drafts.bid("Ada"), library=arbitration)), drafted(given)
    assert {one.id for one in old.articles} ^ {one.id for one in new.articles} == {"court", "arbitration"}

    check(redline(old, new, given), old, new, given)
    check(redline(new, old, given), new, old, given)


def test_changes_carry_one_author_the_draft_s_day_and_a_number_each_and_the_same_drafts_give_the_same_bytes():
    given = drafts.inputs(layout="en")
    content = redline(standard(given), drafted(given), given)
    marks = list(body(content).iter(w("ins"), w("del")))

    assert {node.get(w("author")) for node in marks} == {AUTHOR}
    assert {node.get(w("date")) for node in marks} == {"2026-03-01T00:00:00Z"}
    assert len({node.get(w("id")) for node in marks}) == len(marks) > 10
    assert hashlib.sha256(redline(standard(given), drafted(given), given)).digest() == hashlib.sha256(content).digest()
    undated = replace(given, tender=drafts.tender(draft_date=""))
    dates = {node.get(w("date")) for node in body(redline(standard(undated), drafted(undated), undated)).iter(w("ins"))}
    assert dates == {None}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_whatever_a_vendor_writes_is_only_text(payload):
    def read(said):
        given = drafts.inputs(poisoned(said), "both")
        tree = body(redline(standard(given), drafted(given), given))
        styles = [style(part) for part in tree.iter(w("p"))]
        fields = {node.text.split()[0] for node in tree.iter(w("instrText"))}
        return tree, [one for one in styles if one in NUMBERED or one.endswith("Title")], fields

    tree, styles, fields = read(payload)

    assert (styles, fields) == read("plain words")[1:]
    assert not fields
    assert next(tree.iter(w("hyperlink"), w("object")), None) is None
    said = "\n".join(words(part) for part in tree.iter(w("p")))
    assert block(payload) in said
    assert line(payload) in said


def test_the_first_pages_name_both_drafts_how_to_read_and_every_term_that_differs():
    given = drafts.inputs(drafts.bid(DV_01=drafts.deviating(), SU_01=drafts.cell("SU-01", None)), "en")
    found = compare(
        transcript_of(drafted(replace(given, bid=drafts.bid())), {}), transcript_of(drafted(given), {}), "en"
    )

    def front(rivals):
        head = RedlineFront(front=draft_front(given), against=Text("旧", "the draft with Provider Cy"), rivals=rivals)
        return "\n".join(words(part) for part in body(write_redline(found, head, "en", {})).iter(w("p")))

    said = front(rivals=False)

    assert "Terms that differ: 3" in said
    assert "the draft with Provider Cy" in said
    assert "Provider departs: We need 15 days only." in said
    assert "remove them before the file is sent out" in said
    assert "must not be sent to any vendor" in front(rivals=True)


@pytest.mark.parametrize("recorded", [False, True])
def test_every_page_of_a_redline_says_whether_it_was_made_before_the_award(recorded):
    given = drafts.inputs(layout="en", award_recorded=recorded)
    head = RedlineFront(front=draft_front(given), against=Text("旧", "the standard text"))
    made = write_redline(
        compare(transcript_of(drafted(given), {}), transcript_of(drafted(given), {}), "en"), head, "en", {}
    )

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        said = "".join(etree.fromstring(archive.read("word/header1.xml")).itertext())
    mark = "" if recorded else "BEFORE AWARD　·　"
    fixed = "草案 — 供法务审阅，非要约，非承诺 / DRAFT for counsel review; not an offer or acceptance"
    assert said.startswith(f"{fixed}{mark}Redline")


def test_libreoffice_reads_the_changes_as_changes(tmp_path):
    given = drafts.inputs(drafts.bid(DV_01=drafts.deviating()), "both")
    old, new = standard(given), drafted(given)
    (tmp_path / "redline.docx").write_bytes(redline(old, new, given))

    saved = converted(tmp_path, [tmp_path / "redline.docx"], "docx")[0].read_bytes()

    for draft, gone, kept in ((old, "ins", "del"), (new, "del", "ins")):
        assert plain(contract(settled(body(saved), gone, kept)), ()) == clean(draft, given)
