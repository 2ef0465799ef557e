"""What an attached file is, by its bytes, against a closed list; of a zip the names are read and nothing is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evaluator.adapters.real_kind import OLE, kind_of, package_kind
from evaluator.domain.attachment import AttachmentKind, Entry
from evaluator.domain.finding import Param, Phrase, Rule
from evaluator.intake.attachments import shown_name

LIMIT: Final = 25 * 2**20
ENTRY_LIMIT: Final = 2000
TOTAL_LIMIT: Final = 256 * 2**20
RATIO_LIMIT: Final = 200
SMALL: Final = 8 * 2**20  # what is small when unpacked may be packed as tightly as it likes
_CHUNK: Final = 2**16
_CHECKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SUFFIXES: Final[dict[str, tuple[str, ...]]] = {
    "pdf": ("pdf",), "image": ("png", "jpg", "jpeg", "gif", "tif", "tiff", "bmp"),
    "word": ("docx", "doc", "docm", "dotx", "wps"), "excel": ("xlsx", "xls", "xlsm", "xlsb", "xltx", "et"), "zip": ("zip",),
}  # fmt: skip
_IMAGES: Final = ((b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"), (b"BM", "bmp"))
_STREAMS: Final = (("WordDocument", "word"), ("Workbook", "excel"), ("Book\0", "excel"))


@dataclass(frozen=True, slots=True)
class Examined:
    """The kind of a file, and the names inside where it is a zip."""

    kind: AttachmentKind
    entries: tuple[Entry, ...] = ()


class AttachmentError(Exception):
    """A file that is not kept; carries the finding's rule and its parameters."""

    def __init__(self, rule: Rule, **params: Param) -> None:
        """Keep rule and parameters."""
        super().__init__(rule.value)
        self.rule = rule
        self.params = params


def examine(data: bytes) -> Examined:
    """What a file is; `AttachmentError` for one that is too large, damaged, unsafe or of no kind that is kept."""
    if not data:
        raise AttachmentError(Rule.FILE_EMPTY)
    _demand_small(len(data))
    actual = _old_office(data) if data.startswith(OLE) else kind_of(data)
    if actual in ("pdf", "image", "word", "excel"):
        return Examined(actual)  # type: ignore[arg-type]  # one of the four
    if actual:
        raise AttachmentError(Rule.ATTACHMENT_KIND, actual=Phrase(f"finding.actual.{actual}"))
    return _zip(data)


def examine_file(path: Path) -> Examined:
    """The same of a file that lies somewhere; one that is too large is not read at all."""
    _demand_small(path.stat().st_size)
    return examine(path.read_bytes())


def _demand_small(size: int) -> None:
    if size > LIMIT:
        raise AttachmentError(Rule.ATTACHMENT_LARGE, size=f"{size / 2**20:.1f}", limit=LIMIT // 2**20)


def download_name(name: str, data: bytes) -> str:
    """The name under which a kept file is saved: its ending is that of its kind, whatever the vendor called it.

    >>> download_name("plan.html", b"%PDF-1.7"), download_name("../plan.PDF", b"%PDF-1.7")
    ('plan.html.pdf', 'plan.PDF')
    """
    shown = shown_name(name).rpartition("/")[2]
    kind = examine(data).kind
    endings = _SUFFIXES[kind]
    if shown.rpartition(".")[2].casefold() in endings:
        return shown
    image = next((ending for mark, ending in _IMAGES if data.startswith(mark)), "tif")
    old = {"word": "doc", "excel": "xls"} if data.startswith(OLE) else {}
    return f"{shown}.{image if kind == 'image' else old.get(kind, endings[0])}"


def _old_office(data: bytes) -> str:
    """Word or Excel before 2007, by the streams of its directory; what is encrypted hides them."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise AttachmentError(Rule.ATTACHMENT_LOCKED)
    found = (kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in data)
    return next(found, "binary")


def _zip(data: bytes) -> Examined:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _check(infos, len(data))
            for info in infos:
                _proved(archive, info)
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, IndexError, NotImplementedError) as error:
        raise AttachmentError(Rule.ATTACHMENT_DAMAGED) from error
    names = [info.filename.replace("\\", "/").lstrip("/").lower() for info in infos]
    kind = "excel" if any(name.startswith("xl/") for name in names) else package_kind(names)
    if kind in ("word", "excel"):
        return Examined(kind)  # type: ignore[arg-type]  # one of the two
    if kind != "zip":
        raise AttachmentError(Rule.ATTACHMENT_KIND, actual=Phrase(f"finding.actual.{kind}"))
    return Examined("zip", tuple(Entry(shown_name(_told(info)), info.file_size) for info in infos if not info.is_dir()))


def _check(infos: list[zipfile.ZipInfo], size: int) -> None:
    """What the directory of a zip says, before anything in it is believed."""
    total, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if len(infos) > ENTRY_LIMIT:
        raise _unsafe("entries", n=len(infos), limit=ENTRY_LIMIT)
    if any(info.flag_bits & 1 for info in infos):
        raise AttachmentError(Rule.ATTACHMENT_LOCKED)
    if any(info.compress_type not in _CHECKED for info in infos):
        raise _unsafe("packing")
    if total > TOTAL_LIMIT:
        raise _unsafe("total", size=total // 2**20, limit=TOTAL_LIMIT // 2**20)
    # Parts that lie over one another are packed once and unpacked many times.
    if packed > size or (total > SMALL and total > RATIO_LIMIT * size):
        raise _unsafe("ratio", size=max(total // 2**20, 1))


def _proved(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Each part is inflated and let go, chunk by chunk: one that is not as long as the directory says is a fault."""
    with archive.open(info) as part:
        while part.read(_CHUNK):
            pass


def _unsafe(why: str, **params: Param) -> AttachmentError:
    return AttachmentError(Rule.ATTACHMENT_UNSAFE, why=Phrase(f"attachment.why.{why}", tuple(params.items())))


def _told(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: Chinese systems write it in GBK without saying so."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
