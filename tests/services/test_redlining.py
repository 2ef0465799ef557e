"""Redlines of a draft: what it can be compared with, the names of the files, and what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from evaluator.adapters import pdf
from evaluator.domain.agreed import Agreed
from evaluator.domain.contract import Clause, Paragraph
from evaluator.domain.text import Text
from evaluator.services import exports
from evaluator.services import former_drafts as former_drafts_module
from evaluator.services.agreeing import Wish, agree
from evaluator.services.awarding import select_vendor
from evaluator.services.commands import LOCAL
from evaluator.services.draft_grounds import allowed_drafts, draft_anyway
from evaluator.services.drafting import make_draft
from evaluator.services.drafts import bidders, draft_preview
from evaluator.services.former_drafts import draft_going_out, former_drafts, redline_going_out
from evaluator.services.problem import Refused
from evaluator.services.redline_folder import redline_files
from evaluator.services.redlines import VENDOR, old_of, redline_of_state
from evaluator.services.redlining import STANDARD, former, redline, spoken_draft, standard, words_file
from evaluator.services.state import load
from tests import drafts
from tests.ui.seeding import TENDER, seeded


def offers():
    return {name: drafts.inputs(drafts.bid(name), "zh") for name in ("Ada", "Ben & Co")}


def written(wanted):
    made = make_draft(offers()["Ada"], wanted=())
    return redline_files(offers().__getitem__, tuple(offers()), made, wanted)


def drawn(given):
    """What a draft was made of, and the draft."""
    return given, make_draft(given, wanted=()).draft


def document(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("word/document.xml").decode()


def test_the_standard_text_holds_the_buyer_s_terms_and_nothing_of_the_vendor():
    found = standard(drafts.inputs())
    values = {one.term: one.value.en for one in found.transcript.terms}

    assert (values["payment_days"], values["response"], values["court_place"]) == ("30 days", "8 hours", "Hangzhou")
    assert {values[term] for term in ("vendor_name", "total_price", "price_table", "promises")} == {"[to be agreed]"}
    assert "Ada" not in words_of(found.transcript)


def words_of(transcript):
    return str([line.words for line in transcript.articles]) + str(transcript.schedules)


def test_a_draft_is_compared_with_its_kept_words_and_only_what_changed_is_marked():
    before = drafts.inputs(layout="en")
    now = replace(before, bid=drafts.bid(SU_01=drafts.cell("SU-01", drafts.Decimal(2))))
    name, kept = words_file(*drawn(before))

    same = redline(*drawn(before), former(kept, Text("旧", "old")))
    marked = redline(*drawn(now), former(kept, Text("旧", "old")))

    assert (name, same[0]) == ("draft_Ada_words.json", "redline_Ada_former_en.docx")
    assert "<w:ins " not in document(same[1])
    assert "<w:del " not in document(same[1])
    assert '<w:delText xml:space="preserve">4 hours</w:delText>' in document(marked[1])
    assert words_file(*drawn(before))[1] == kept


def test_an_agreed_value_is_told_with_the_reason_that_a_person_gave():
    agreed = Agreed(
        vendor="Ada", term="response", value=drafts.Decimal(3), reason="by letter", by="Li", at="2026-02-02"
    )

    (found,) = (one for one in spoken_draft(*drawn(drafts.inputs(agreed=(agreed,)))).terms if one.term == "response")

    assert (found.value.en, found.basis.en, found.reason, found.source) == ("3 hours", "Agreed", "by letter", "")


def test_a_folder_command_compares_with_the_standard_text_a_file_or_a_vendor(tmp_path):
    path = tmp_path / "old.json"
    path.write_bytes(words_file(*drawn(offers()["Ada"]))[1])

    assert list(written("")) == ["draft_Ada_words.json"]
    for wanted, stem in (("standard", "standard"), (str(path), "former"), (" ben &  CO", "Ben_Co")):
        assert list(written(wanted)) == ["draft_Ada_words.json", f"redline_Ada_{stem}_zh.docx"]
    assert "两家供应商" in document(written("Ben & Co")["redline_Ada_Ben_Co_zh.docx"])


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"format": 1}', b"PK\x03\x04"])
def test_a_file_without_the_words_of_a_draft_is_refused(content):
    with pytest.raises(Refused, match="not_a_transcript"):
        former(content, Text("旧", "old"))


@pytest.mark.parametrize("wanted", ["Ada", "nobody", "no/such/file.json"])
def test_what_is_neither_file_nor_another_vendor_is_refused_with_the_candidates(wanted):
    with pytest.raises(Refused, match="redline_unknown") as refused:
        written(wanted)
    assert refused.value.params["known"] == "Ben & Co"


def test_a_library_with_a_fault_gives_no_redline():
    dead = Paragraph(id="x.one", text=Text("见{ref:gone}", "See {ref:gone}"))
    clause = Clause(id="x", order=1, version=1, owner="x", title=Text("题", "T"), paragraphs=(dead,))
    given = drafts.inputs(library=drafts.library(clauses=(clause,)))

    assert make_draft(given, wanted=()).faults
    with pytest.raises(ValueError, match="faults"):
        spoken_draft(*drawn(given))


def test_the_store_gives_a_redline_only_where_it_gives_the_draft(tmp_path):
    store = seeded(tmp_path)
    state = load(store, LOCAL, TENDER)
    first, second = (result.vendor for result in state.evaluation.ranking.ranked()[:2])
    last = state.evaluation.ranking.ranked()[-1].vendor
    old = old_of(state, first, STANDARD)

    with pytest.raises(Refused, match="draft_not_listed"):
        redline_of_state(state, last, "zh", old)
    select_vendor(store, LOCAL, "choose", TENDER, first, "highest total")
    now = load(store, LOCAL, TENDER)
    assert redline_of_state(now, first, "zh", old)[0].endswith("_standard_zh.docx")
    assert old_of(now, first, f"{VENDOR}{second}").rivals
    formal = replace(now, tender=replace(now.tender, route="gov"))
    with pytest.raises(Refused, match="redline_gone"):  # no draft of a loser where nobody may negotiate
        old_of(formal, first, f"{VENDOR}{second}")
    for against in (f"{VENDOR}{first}", f"{VENDOR}nobody", "nonsense", second):
        with pytest.raises(Refused, match="redline_gone"):
            old_of(now, first, against)


def built(store, **params):
    return exports.build(store, LOCAL, exports.mint(store, LOCAL, TENDER, "draft", **params))


def kept(store):
    return [one.action for one in store.events(TENDER)].count("contract.keep")


def test_two_downloads_at_once_keep_the_words_of_a_draft_once_and_a_later_draft_is_kept_anew(tmp_path, monkeypatch):
    store = seeded(tmp_path)
    first = load(store, LOCAL, TENDER).evaluation.ranking.ranked()[0].vendor
    select_vendor(store, LOCAL, "choose", TENDER, first, "highest total")
    seen = former_drafts_module._of_vendor
    monkeypatch.setattr(former_drafts_module, "_of_vendor", lambda *_: ())  # neither sees what the other keeps
    for _ in range(2):
        draft_going_out(store, LOCAL, TENDER, (first, "draft"), "zh")
    assert kept(store) == 1

    monkeypatch.setattr(former_drafts_module, "_of_vendor", seen)
    for days in ("44", "45", "44"):
        agree(store, LOCAL, f"agree {kept(store)}", TENDER, Wish("acceptance_days", Text(days)), "by letter")
        draft_going_out(store, LOCAL, TENDER, (first, "draft"), "zh")
    assert kept(store) == 4


def test_an_excluded_vendor_whose_draft_was_allowed_is_compared_with_its_former_drafts(tmp_path):
    store = seeded(tmp_path)
    state = load(store, LOCAL, TENDER)
    (out, *_) = bidders(state, excluded=True)
    draft_anyway(store, LOCAL, "anyway", TENDER, out, "a second source")
    allowed = allowed_drafts(store, LOCAL, TENDER)
    draft_going_out(store, LOCAL, TENDER, (out, "draft"), "zh")

    anew = replace(load(store, LOCAL, TENDER))
    assert former_drafts(store, LOCAL, anew, out, draft_preview(anew, out, allowed)) == {}


def test_a_draft_that_went_out_can_be_compared_with_once_the_draft_says_something_else(tmp_path, monkeypatch):
    store = seeded(tmp_path)
    first = load(store, LOCAL, TENDER).evaluation.ranking.ranked()[0].vendor
    select_vendor(store, LOCAL, "choose", TENDER, first, "highest total")
    before = load(store, LOCAL, TENDER)
    for layout in ("zh", "en"):
        draft_going_out(store, LOCAL, TENDER, (first, "draft"), layout)
    assert load(store, LOCAL, TENDER) is before  # a download changes nothing of the tender
    assert former_drafts(store, LOCAL, before, first, draft_preview(before, first)) == {}

    agree(store, LOCAL, "agree", TENDER, Wish("acceptance_days", Text("44")), "by letter")
    now = load(store, LOCAL, TENDER)
    (key, time), *others = former_drafts(store, LOCAL, now, first, draft_preview(now, first)).items()
    name, content = redline_going_out(store, LOCAL, TENDER, (first, key), "en")

    assert not others
    assert name.endswith("_former_en.docx")
    assert time.en in document(content)
    said = document(content)
    assert re.search(r'<w:ins [^>]+><w:r>(?:<w:rPr>.{0,60}</w:rPr>)?<w:t xml:space="preserve">44 ', said)
    assert "by letter" in said
    _, kind, whole = built(store, vendor=first, lang="zh", form="")
    stems = sorted(name.partition("_")[0] for name in zipfile.ZipFile(io.BytesIO(whole)).namelist())
    assert (kind, stems[3:]) == (exports.ZIP, ["draft-outbound", "manifest", *["redline"] * 3, "term-sheet"])
    assert any(name.endswith("_former_zh.docx") for name in zipfile.ZipFile(io.BytesIO(whole)).namelist())
    assert list(former_drafts(store, LOCAL, now, first, draft_preview(now, first))) == [key]
    monkeypatch.setattr(pdf, "to_pdf", lambda document: b"%PDF of " + document[:2])
    name, kind, printed = built(store, vendor=first, lang="en", form="pdf")
    assert (name.endswith("_en.pdf"), kind, printed) == (True, exports.PDF, b"%PDF of PK")
    second = now.evaluation.ranking.ranked()[1].vendor
    for against in (key.removeprefix("former:"), f"{key}0"):
        with pytest.raises(Refused, match="redline_gone"):
            redline_going_out(store, LOCAL, TENDER, (first, against), "en")
    with pytest.raises(Refused, match="redline_gone"):
        redline_going_out(store, LOCAL, TENDER, (second, key), "en")
