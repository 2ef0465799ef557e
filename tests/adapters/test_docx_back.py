"""A Word file that came back: read as it reads with its changes accepted, refused where it is unsafe, whole through LibreOffice."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pytest

from evaluator.adapters.docx_back import ReturnedError, read_returned
from evaluator.adapters.docx_names import uses_of
from evaluator.contract.returned import compare
from evaluator.i18n.words import t
from tests import drafts
from tests.returned import edited, exported

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINKS = "word___rels__document.xml.rels"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def document(body: str, **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{MAIN}"><w:body>{body}</w:body></w:document>')
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def run(text: str, tag: str = "t") -> str:
    return f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def relation(kind: str, target: str) -> bytes:
    one = f'<Relationship Id="r" Type="x/{kind}" Target="{target}"'
    outside = ' TargetMode="External"' if ":" in target else ""
    return f'<Relationships xmlns="{RELS}">{one}{outside}/></Relationships>'.encode()


def words(body: str) -> list[str]:
    return [one.text for one in read_returned(document(body)).paragraphs]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<w:p>{run('a')}<w:ins>{run('b')}</w:ins><w:del>{run('c', 'delText')}</w:del></w:p>", ["ab"]),
        (f"<w:p><w:moveFrom>{run('a')}</w:moveFrom></w:p><w:p><w:moveTo>{run('a')}</w:moveTo></w:p>", ["", "a"]),
        (f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('a')}</w:p><w:p>{run('b')}</w:p>", ["ab"]),
        (f"<w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr>{run('a')}</w:p><w:p>{run('b')}</w:p>", ["a", "b"]),
        (f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('a')}</w:p>", ["a"]),
        (
            f"<w:p>{run('see ')}{mark('begin')}{run(' REF x ', 'instrText')}{mark('separate')}{run('4')}{mark('end')}</w:p>",
            ["see §"],
        ),
        (f'<w:p><w:fldSimple w:instr=" PAGE ">{run("3")}</w:fldSimple>{run(" of")}</w:p>', ["§ of"]),
        (f'<w:p><w:fldSimple w:instr=" DATE ">{run("today")}</w:fldSimple></w:p>', ["today"]),
        ("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:noBreakHyphen/><w:drawing/></w:r></w:p>", ["a\nb -\ufffc"]),
        (f"<w:p><w:r><w:pict><w:p>{run('inside')}</w:p></w:pict></w:r>{run('out')}</w:p>", ["inside", "\ufffcout"]),
    ],
)  # fmt: skip
def test_a_paragraph_reads_as_with_every_change_accepted(body: str, expected: list[str]) -> None:
    assert words(body) == expected


def test_a_bookmark_over_two_paragraphs_is_read_on() -> None:
    body = (
        f'<w:p>{run("pay ")}<w:bookmarkStart w:id="1" w:name="t_zh_x_1"/>{run("45")}</w:p>'
        f'<w:p>{run("days")}<w:bookmarkEnd w:id="1"/>{run(" net")}</w:p>'
    )
    sent = f'<w:p>{run("pay ")}<w:bookmarkStart w:id="1" w:name="t_zh_x_1"/>{run("30 days")}<w:bookmarkEnd w:id="1"/></w:p>'
    read = [read_returned(document(one)) for one in (sent, body)]

    found = compare(read[0], read[1], uses_of(["t_zh_x_1"], ["x"]))

    assert found.changed[0].after == {"zh": ("45\ndays",)}


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "returned_unsafe"), (b"%PDF-1.7", "returned_kind"), (b"PK\x03\x04 broken", "returned_unsafe"),
        (document("</w:body>"), "returned_unsafe"),
        (document("", **{"word__x.xml": bytes(60 * 2**20)}), "returned_unsafe"),
        (document("", **{LINKS: relation("attachedTemplate", "http://e.example/t.dotm")}), "returned_outside"),
        (document("", **{LINKS: relation("aFChunk", "a.html")}), "returned_outside"),
        (
            document("", **{"word__comments.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "returned_unsafe",
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_unsafe_or_no_word_file_is_refused_in_words(data: bytes, key: str) -> None:
    with pytest.raises(ReturnedError) as refused:
        read_returned(data)

    assert refused.value.key == key
    for lang in ("zh", "en"):
        assert "refused." not in t(f"refused.{key}", lang, file="x.docx", **refused.value.params)  # type: ignore[arg-type]  # its params fit its words


def test_a_link_to_a_page_is_no_danger() -> None:
    body = f"<w:p><w:hyperlink>{run('a link')}</w:hyperlink></w:p>"

    found = read_returned(document(body, **{LINKS: relation("hyperlink", "https://e.example")}))

    assert [one.text for one in found.paragraphs] == ["a link"]


@pytest.mark.office
def test_libreoffice_keeps_every_value_and_word_of_a_draft(tmp_path: Path) -> None:
    data = edited(exported(drafts.inputs(drafts.bid(DV_01=drafts.deviating()))))
    source, profile = tmp_path / "draft.docx", f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    source.write_bytes(data)
    for kind, path in (("odt", source), ("docx", tmp_path / "odt" / "draft.odt")):
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / kind), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)

    sent, returned = (read_returned(one.read_bytes()) for one in (source, tmp_path / "docx" / "draft.docx"))
    uses = uses_of(sent.marks(), [term.id for term in drafts.TERMS])
    found = compare(sent, returned, uses)

    assert len(uses) > 10
    assert (found.changed, found.edits, found.lost, found.tracked) == ((), (), (), 0)
