"""Damaged workbooks made at random: one part changed and the zip written anew with right checksums, or the zip itself broken."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

from tests.workbooks import zipped

NASTY = (
    "", " ", "-1", "0", "99999999999999999999", "1e308", "NaN", "²", "\x7f", "A0", "XFE1", "A1:XFD1048576", "D9999999999915",
    "1048577", "true", "é" * 300, "#REF!", "../../etc/passwd", "file:///etc/passwd", "rId1", "s", "d", "inlineStr", "b", "e", "str",
    "hidden", "_x0000_", "_xD800_", "urn:other", "{", "%s", "\ufffe", "2958466", "-0.0000001", "1.7976931348623157e308",
)  # fmt: skip
INSERTED = (
    "&lol;", "&#0;", "&#xD800;", "&#x110000;", "&amp", "<![CDATA[<v>1</v>]]>", "<!-- -- -->", "<?xml version='1.0'?>", "\0", "\x01",
    "<!DOCTYPE x [<!ENTITY lol 'ha'>]>", '<!DOCTYPE x SYSTEM "file:///etc/passwd">', "<a>" * 3000, "<a " + "b" * 20_000 + "='1'/>",
    "<c r='A1'><v>1</v></c>", "<f>1+1</f>", "</sheetData>", "<sheetData>",
    "<si/>", "<row r='0'/>", "<col min='0' max='-1' hidden='1'/>", "<t>",
    "<mergeCell ref='A1:XFD1048576'/>", "<x:c/>", "]]>", "<v><v>1</v></v>", "<is><t>x</t></is>",
    "<row r='1048577'><c/></row>",
)  # fmt: skip
ENCODINGS = (
    b"UTF-7",
    b"UTF-32",
    b"ebcdic-cp-us",
    b"nobody-knows",
    b"ascii",
    b"ISO-8859-1",
    b"UTF-16",
    b"gb18030",
    b"idna",
    b"zlib",
)
_ATTRIBUTE = re.compile(rb'="([^"]*)"')
_TAG = re.compile(rb"<(/?)([A-Za-z][\w:.-]*)")
_ELEMENT = re.compile(rb"<([A-Za-z][\w:.-]*)\b[^<>]*(?:/>|>[^<>]*</\1>)")


def mutant(data: bytes, seed: int) -> bytes:
    """A workbook with some of it damaged; the same for the same seed."""
    chance = random.Random(seed)
    if chance.random() < 0.15:
        return _broken_zip(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    if chance.random() < 0.1:
        return zipped(_other_parts(parts, chance))
    number = chance.randrange(len(parts))
    name, content = parts[number]
    for _ in range(chance.choice((1, 1, 2, 4))):
        content = chance.choice(PART_WAYS)(content, chance)
    parts[number] = (name, content)
    return zipped(parts)


def _place(content: bytes, chance: random.Random) -> int:
    return chance.randint(0, len(content))


def _bytes(content: bytes, chance: random.Random) -> bytes:
    at = _place(content, chance)
    junk = chance.randbytes(chance.randint(1, 6))
    return content[:at] + junk + content[at + (len(junk) if chance.random() < 0.6 else 0) :]


def _cut(content: bytes, chance: random.Random) -> bytes:
    at = _place(content, chance)
    return content[:at] + content[at + chance.randint(1, 200) :] if chance.random() < 0.6 else content[:at]


def _value(content: bytes, chance: random.Random) -> bytes:
    found = list(_ATTRIBUTE.finditer(content))
    if not found:
        return _bytes(content, chance)
    one = chance.choice(found)
    return content[: one.start(1)] + chance.choice(NASTY).encode() + content[one.end(1) :]


def _text(content: bytes, chance: random.Random) -> bytes:
    found = list(re.finditer(rb">([^<>]+)<", content))
    if not found:
        return _value(content, chance)
    one = chance.choice(found)
    return content[: one.start(1)] + chance.choice(NASTY).encode() + content[one.end(1) :]


def _insert(content: bytes, chance: random.Random) -> bytes:
    ends = [found.end() for found in re.finditer(rb">", content)] if chance.random() < 0.8 else []
    at = chance.choice(ends) if ends else _place(content, chance)
    return content[:at] + chance.choice(INSERTED).encode() + content[at:]


def _rename(content: bytes, chance: random.Random) -> bytes:
    found = list(_TAG.finditer(content))
    if not found:
        return _bytes(content, chance)
    one, other = chance.choice(found), chance.choice(found)
    return content[: one.start(2)] + other[2] + content[one.end(2) :]


def _again(content: bytes, chance: random.Random) -> bytes:
    found = list(_ELEMENT.finditer(content))
    if not found:
        return content + content[-50:]
    one = chance.choice(found)
    return content[: one.end()] + one[0] * chance.choice((1, 2, 50)) + content[one.end() :]


def _away(content: bytes, chance: random.Random) -> bytes:
    found = list(_ELEMENT.finditer(content)) + list(re.finditer(rb' [\w:]+="[^"]*"', content))
    if not found:
        return b""
    one = chance.choice(found)
    return content[: one.start()] + content[one.end() :]


def _encoding(content: bytes, chance: random.Random) -> bytes:
    body = re.sub(rb"^<\?xml[^>]*>", b"", content)
    return b'<?xml version="1.0" encoding="' + chance.choice(ENCODINGS) + b'"?>' + body


PART_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _bytes, _cut, _value, _value, _value, _text, _text, _insert, _insert, _rename, _again, _away, _encoding,
)  # fmt: skip


def _other_parts(parts: list[tuple[str, bytes]], chance: random.Random) -> list[tuple[str, bytes]]:
    """The parts with one missing, twice, under another's name, of odd name, or with another's content."""
    one, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    name, content = parts[one]
    match chance.randint(0, 5):
        case 0:
            return parts[:one] + parts[one + 1 :]
        case 1:
            return [*parts, (chance.choice((name, name.upper())), content)]
        case 2:
            parts[one] = (parts[other][0] if chance.random() < 0.5 else "../" + name, content)
        case 3:
            parts[one] = (name, parts[other][1])
        case 4:
            parts[one] = (chance.choice(("", "/", "\\" + name, name + "/", "é" + name, "a\0b", "//" + name)), content)
        case _:
            odd = chance.choice(
                ("content.xml", "xl/workbook.bin", "xl/vbaProject.bin", "xl/externalLinks/a.xml", "mimetype")
            )
            return [*parts, (odd, content)]
    return parts


def _broken_zip(data: bytes, chance: random.Random) -> bytes:
    """The bytes of the zip changed, cut, doubled, or with something before or after them."""
    at = _place(data, chance)
    match chance.randint(0, 6):
        case 0:
            return data[:at]
        case 1:
            return data[at:]
        case 2:  # in the directory at the end, where names, sizes, methods and flags stand
            at = len(data) - chance.randint(1, min(len(data), 700))
            return data[:at] + chance.randbytes(chance.randint(1, 4)) + data[at + 4 :]
        case 3:
            return data[:at] + data
        case 4:
            return data + chance.randbytes(chance.randint(1, 100))
        case 5:
            return chance.randbytes(chance.randint(0, 40)) + data
        case _:
            return _bytes(data, chance)
