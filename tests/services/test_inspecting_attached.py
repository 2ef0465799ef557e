"""``inspect`` of a folder: what lies beside the workbooks is told by its bytes, and what answers name and is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.adapters import attachment_file
from evaluator.domain.text import Lang
from evaluator.services.inspecting import inspect_paths, inspect_words
from tests.revised import FIRST, VENDOR
from tests.workbooks import zipped

PDF, PNG = b"%PDF-1.7 certificate", b"\x89PNG\r\n\x1a\n certificate"
LICENCE, CREDIT, RIGHTS = "01_营业执照副本.pdf", "02_信用查询_20261130.pdf", "03_软件著作权登记证书.pdf"


@pytest.mark.parametrize(
    ("lang", "image", "inside", "missing"),
    [("zh", "photo.png：附件，图片", "more.zip：附件，zip，内有 1 个文件", "没有收到"),
     ("en", "photo.png: attachment, Image", "more.zip: attachment, zip of 1 file", "was not received")],
)  # fmt: skip
def test_what_lies_beside_the_workbooks_is_told_and_evidence_that_is_not_there(
    tmp_path: Path, lang: Lang, image: str, inside: str, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachment_file, "LIMIT", 2**16)
    files = {
        "first.xlsx": FIRST, LICENCE: PDF, "photo.png": PNG, "more.zip": zipped({CREDIT: "x"}),
        "plan.docx": zipped({"word/document.xml": "<w/>"}), "bomb.zip": zipped({"all.pdf": bytes(2**24)}),
        "program.pdf": b"MZ" + bytes(200), "large.pdf": PDF + bytes(2**16), "note.txt": b"a note", "~$first.docx": b"",
    }  # fmt: skip
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)

    data = inspect_paths([tmp_path], lang, with_answers=False)

    found = {Path(row["path"]).name: row["kind"] for row in data["attachments"]}
    assert found == {
        LICENCE: "pdf", "photo.png": "image", "more.zip": "zip", "plan.docx": "word", "bomb.zip": None,
        "program.pdf": None, "large.pdf": None,
    }  # fmt: skip
    assert {Path(one["file"]).name: one["rule"] for one in data["errors"]} == {
        "bomb.zip": "attachment_unsafe", "program.pdf": "attachment_kind", "large.pdf": "attachment_large",
    }  # fmt: skip
    lines = inspect_words(data, lang)
    assert {f"{tmp_path}/{words}" for words in (image, inside)} <= {*lines}
    named = [one["params"]["name"] for one in data["missing"]]
    assert RIGHTS in named
    assert not {LICENCE, CREDIT} & {*named}
    (told,) = (line for line in lines if RIGHTS in line)
    assert VENDOR in told
    assert missing in told


def test_a_folder_without_evidence_says_nothing_of_what_is_named(tmp_path: Path) -> None:
    (tmp_path / "first.xlsx").write_bytes(FIRST)

    data = inspect_paths([tmp_path], "en", with_answers=False)

    assert (data["attachments"], data["missing"], data["errors"]) == ([], [], [])
