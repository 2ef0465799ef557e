"""Answers name files, files come: what is matched, what is missing and what nobody named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.domain.attachment import Attachment, Entry
from evaluator.domain.bid import Row
from evaluator.domain.finding import Rule
from evaluator.domain.question import Column, Kind, Question
from evaluator.i18n.words import message
from evaluator.intake.attachments import (
    missing_evidence,
    named_files,
    names_in,
    naming,
    same_file,
    suggested_vendor,
    unnamed,
)
from tests.tiny import answer, bid, words

PROVEN = Question(
    id="T1", section="s", text=words("cases"), kind=Kind.TABLE,
    columns=(Column(key="client", title=words("client")), Column(key="proof", title=words("proof"), role="evidence")),
)  # fmt: skip


def attachment(name: str, *inside: str) -> Attachment:
    return Attachment(
        id=name, ver=1, vendor="Ada", name=name, sha256="0" * 64, size=1, envelope="technical", received_at="",
        received_by="", entries=tuple(Entry(one, 1) for one in inside),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("named", "file", "same"),
    [
        ("ISO27001.pdf", "iso27001.PDF", True),
        ("ＩＳＯ27001", "ISO27001.pdf", True),
        ("ISO27001.pdf", "ISO27001", True),
        ("ISO27001.pdf", "ISO27001.docx", False),
        ("ISO", "ISO27001.pdf", False),
    ],
)
def test_names_are_compared_without_width_case_and_an_ending_that_one_lacks(named: str, file: str, same: bool) -> None:
    assert same_file(named, file) is same


def test_words_that_name_no_file_are_no_names() -> None:
    assert names_in("无") == names_in("N/A") == names_in("——") == ()
    assert names_in("We have it, and show it") == ("We have it, and show it",)
    assert names_in("a.pdf, b.pdf；《c.pdf》") == ("a.pdf", "b.pdf", "c.pdf")


def test_a_file_whose_name_says_of_no_vendor_is_suggested_to_the_one_whose_answer_names_it() -> None:
    proof = {"proof": answer("T1/1/proof", "contract.pdf")}
    ada = {"A1": replace(answer("A1", "yes"), evidence_file="ISO27001.pdf；soc2.pdf")}
    bids = [
        replace(bid("Ada Ltd"), answers=ada),
        replace(bid("Bo Ltd"), answers={"T1": replace(answer("T1", None), rows=(Row("1", proof),))}),
    ]
    names = [one.vendor for one in bids]

    found = [naming(name, bids, (PROVEN,)) for name in ("SOC2.pdf", "contract", "logo.png")]

    assert found == [{"Ada Ltd": ("A1",)}, {"Bo Ltd": ("T1/1/proof",)}, {}]
    assert [suggested_vendor("x.pdf", names, by) for by in found] == ["Ada Ltd", "Bo Ltd", ""]
    assert suggested_vendor("Bo Ltd-SOC2.pdf", names, found[0]) == "Bo Ltd"
    assert suggested_vendor("SOC2.pdf", names, names) == ""


def test_files_stand_beside_the_answers_that_name_them_and_the_rest_is_told_apart() -> None:
    row = {"client": answer("T1/1/client", "Bo"), "proof": answer("T1/1/proof", "contract.pdf")}
    table = replace(answer("T1", None), rows=(Row("1", row),))
    given = replace(
        bid("Ada"),
        answers={
            "A1": replace(answer("A1", "yes"), evidence_file="iso, final.pdf"),
            "A2": replace(answer("A2", "yes"), evidence_file="soc2.pdf；missing.pdf"),
            "T1": table,
        },
    )
    files = (attachment("ISO, final.pdf"), attachment("all.zip", "reports/SOC2.pdf"), attachment("extra.png"))

    named = named_files(given, (PROVEN,), files)

    assert [(one.answer.item, one.name, [file.name for file in one.files], one.inside) for one in named] == [
        ("A1", "iso, final.pdf", ["ISO, final.pdf"], False),
        ("A2", "soc2.pdf", ["all.zip"], True),
        ("A2", "missing.pdf", [], False),
        ("T1/1/proof", "contract.pdf", [], False),
    ]
    assert [file.name for file in unnamed(named, files)] == ["extra.png"]
    found = missing_evidence("Ada", named)
    assert [(one.rule, one.item) for one in found] == [
        (Rule.EVIDENCE_MISSING, "A2"),
        (Rule.EVIDENCE_MISSING, "T1/1/proof"),
    ]
    assert "“missing.pdf”" in message(found[0], "en")
    assert "“missing.pdf”" in message(found[0], "zh")
