"""Header, footer and page set-up of a document, and its parts packed so that the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape

from lxml import etree

from evaluator.adapters.docx_styles import FONTS, NUMBERING, SETTINGS, STYLES, THEME
from evaluator.adapters.docx_xml import Element, Ink, R, Set, el, field, paragraph, run
from evaluator.contract.draft import Front
from evaluator.contract.sanitise import printable
from evaluator.domain.text import Lang, Layout, languages
from evaluator.i18n.words import t

LONG, SHORT, MARGIN = 16_838, 11_906, 1_247
PORTRAIT_WIDTH, LANDSCAPE_WIDTH = SHORT - 2 * MARGIN, LONG - 2 * MARGIN
_HEADER_ID, _FOOTER_ID = "rId6", "rId7"
_STAMP = (1980, 1, 1, 0, 0, 0)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def page_setup(*, landscape: bool = False) -> Element:
    """A section's page: A4 with the draft's header and footer."""
    wide, high = (LONG, SHORT) if landscape else (SHORT, LONG)
    size = el("pgSz", w=wide, h=high, orient="landscape") if landscape else el("pgSz", w=wide, h=high)
    references = []
    for kind, key in (("headerReference", _HEADER_ID), ("footerReference", _FOOTER_ID)):
        reference = el(kind, type="default")
        reference.set(f"{{{R}}}id", key)
        references.append(reference)
    margins = el("pgMar", top=1_417, right=MARGIN, bottom=1_247, left=MARGIN, header=624, footer=567, gutter=0)
    return el("sectPr", *references, size, margins)


def header(front: Front, layout: Layout) -> Element:
    """The header of every page of the internal draft: the fixed warning, whose draft it is, and what it was made from."""
    party, made_from = (
        " / ".join(t(key, lang) for lang in languages(layout)) for key in ("draft.vendor", "draft.manifest")
    )
    lang = languages(layout)[0]
    whose = t("draft.header_line", lang, party=party, vendor=front.vendor, made_from=made_from, manifest=front.manifest)
    return warned("draft.header", front, layout, whose)


def outward_header(front: Front, layout: Layout) -> Element:
    """The header of a draft that leaves the house: that it binds nobody, and whose it is."""
    return warned("output.header", front, layout, t("output.header_line", languages(layout)[0], vendor=front.vendor))


def warned(key: str, front: Front, layout: Layout, whose: str) -> Element:
    """A header: a fixed sentence in both languages; below it the mark of a draft made before the award, and whose it is."""
    said = [run(t(key, lang), Ink(lang, bold=True)) for lang in languages("both")]
    content = [said[0], run(" / ", Ink("en")), said[1], el("r", el("br"))]
    if not front.award_recorded:
        lang = languages(layout)[0]
        mark = " / ".join(t("output.before_award", each) for each in languages(layout))
        content += [run(mark, Ink(lang, bold=True)), run("　·　", Ink("zh"))]
    return el("hdr", paragraph(Set("Header"), [*content, run(whose, Ink("zh"))]))


def footer(front: Front, layout: Layout, *, outward: bool = False) -> Element:
    """The footer of every page: page x of y, and inside the house the library and its version."""
    content: list[Element] = []
    for count, lang in enumerate(languages(layout)):
        ink = Ink(lang)
        if count:
            content.append(run(" / ", ink))
        content += page_number(lang)
    if not outward:
        content.append(run(f"　·　{front.pack} {front.version}", Ink("zh")))
    return el("ftr", paragraph(Set("Footer"), content))


def page_number(lang: Lang) -> list[Element]:
    """Page x of y as live fields."""
    ink = Ink(lang)
    before, between, after = t("draft.page", lang, page="\0", pages="\0").split("\0")
    return [
        run(before, ink), *field("PAGE", "1", ink), run(between, ink), *field("NUMPAGES", "1", ink), run(after, ink),
    ]  # fmt: skip


def package(
    document: Element, margins: tuple[Element, Element], title: str, date: str = "", comments: Element | None = None
) -> bytes:
    """All parts in one file: sorted, with a fixed time and no trace of who or what wrote it.

    ``margins`` are header and footer; ``date`` the document's own day as ISO text, empty where it has none.
    """
    related = {**_PARTS, **(_COMMENTS if comments is not None else {})}
    parts: dict[str, bytes] = {
        "[Content_Types].xml": _content_types(related),
        "_rels/.rels": _relations(
            {
                "rId1": (f"{_RELATION}/officeDocument", "word/document.xml"),
                "rId2": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            }
        ),
        "docProps/core.xml": _core(title, date),
        "word/_rels/document.xml.rels": _relations(
            {key: (f"{_RELATION}/{kind}", target) for key, (kind, target, _) in related.items()}
        ),
        "word/document.xml": _bytes(document),
        "word/header1.xml": _bytes(margins[0]),
        "word/footer1.xml": _bytes(margins[1]),
        "word/styles.xml": STYLES.encode(),
        "word/numbering.xml": NUMBERING.encode(),
        "word/settings.xml": SETTINGS.encode(),
        "word/fontTable.xml": FONTS.encode(),
        "word/theme/theme1.xml": THEME.encode(),
    }
    if comments is not None:
        parts["word/comments.xml"] = _bytes(comments)
    return packed(parts)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these parts, the content types first, then by name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 0
            archive.writestr(entry, parts[name], compresslevel=6)
    return target.getvalue()


_PARTS: Mapping[str, tuple[str, str, str]] = {
    "rId1": ("styles", "styles.xml", f"{_MAIN}styles+xml"),
    "rId2": ("numbering", "numbering.xml", f"{_MAIN}numbering+xml"),
    "rId3": ("settings", "settings.xml", f"{_MAIN}settings+xml"),
    "rId4": ("fontTable", "fontTable.xml", f"{_MAIN}fontTable+xml"),
    "rId5": ("theme", "theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
    _HEADER_ID: ("header", "header1.xml", f"{_MAIN}header+xml"),
    _FOOTER_ID: ("footer", "footer1.xml", f"{_MAIN}footer+xml"),
}

_COMMENTS: Mapping[str, tuple[str, str, str]] = {"rId8": ("comments", "comments.xml", f"{_MAIN}comments+xml")}


def _content_types(related: Mapping[str, tuple[str, str, str]]) -> bytes:
    parts = {f"/word/{target}": kind for _, target, kind in related.values()}
    parts["/word/document.xml"] = f"{_MAIN}document.main+xml"
    parts["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides = "".join(f'<Override PartName="{name}" ContentType="{parts[name]}"/>' for name in sorted(parts))
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{overrides}</Types>'
    ).encode()


def _relations(relations: Mapping[str, tuple[str, str]]) -> bytes:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, (kind, target) in relations.items()
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'.encode()


def _core(title: str, date: str) -> bytes:
    # The only time in the file is the draft's own date: the clock would make every run another file.
    created = f'<dcterms:created xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:created>' if date else ""
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(printable(title), quote=False)}</dc:title><dc:creator></dc:creator>{created}</cp:coreProperties>"
    ).encode()


def _bytes(element: Element) -> bytes:
    etree.cleanup_namespaces(element, keep_ns_prefixes=["w", "r"])
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
