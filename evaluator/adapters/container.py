"""The zip container of a workbook, checked before anything in it is believed."""

from __future__ import annotations

import io
import zipfile
import zlib

from evaluator.adapters.real_kind import kind_of

PART_LIMIT = 64 * 2**20
TOTAL_LIMIT = 256 * 2**20
ENTRY_LIMIT = 4000


class RefusedError(Exception):
    """The bytes cannot be read safely; carries the finding's rule and its parameters."""

    def __init__(self, rule: str, **params: str) -> None:
        """Keep rule and parameters for the finding."""
        super().__init__(rule)
        self.rule = rule
        self.params = params


class Container:
    """Parts of a zip whose names, counts and sizes have been checked; every part is inflated under a cap."""

    def __init__(self, data: bytes) -> None:
        """Open and check; raises `RefusedError` where the bytes are no readable workbook container."""
        if not data:
            raise RefusedError("file_empty")
        actual = kind_of(data)
        if actual == "lock":
            raise RefusedError("file_lock")
        if actual:
            raise RefusedError("file_not_workbook", actual=actual)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError, OSError, IndexError) as error:
            raise RefusedError("file_damaged") from error
        entries = self._zip.infolist()
        self._check(entries)
        self._parts = {entry.filename.lstrip("/").lower(): entry for entry in entries}
        self._read = 0

    @staticmethod
    def _check(entries: list[zipfile.ZipInfo]) -> None:
        if len(entries) > ENTRY_LIMIT:
            raise RefusedError("file_hostile", why="parts", detail=str(len(entries)))
        if any(entry.flag_bits & 1 for entry in entries):
            raise RefusedError("file_encrypted")
        names = [entry.filename.lstrip("/").lower() for entry in entries]
        if len(set(names)) < len(names):
            raise RefusedError("file_hostile", why="twice")
        if any(".." in name.split("/") for name in names):
            raise RefusedError("file_hostile", why="names")
        if sum(entry.file_size for entry in entries) > TOTAL_LIMIT:
            raise RefusedError("file_too_large", size=_mib(sum(e.file_size for e in entries)), limit=_mib(TOTAL_LIMIT))

    def names(self) -> list[str]:
        """Part names in lower case."""
        return list(self._parts)

    def has(self, name: str) -> bool:
        """Whether the part is there, letter case aside."""
        return name.lower() in self._parts

    def read(self, name: str) -> bytes:
        """Bytes of a part; its real size is capped whatever the directory says."""
        entry = self._parts.get(name.lower())
        if entry is None:
            raise RefusedError("file_damaged")
        try:
            with self._zip.open(entry) as part:
                data = part.read(PART_LIMIT + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise RefusedError("file_damaged") from error
        self._read += len(data)
        if len(data) > PART_LIMIT or self._read > TOTAL_LIMIT:
            raise RefusedError("file_too_large", size=f"> {_mib(len(data) - 1)}", limit=_mib(PART_LIMIT))
        return data


def _mib(size: int) -> str:
    return f"{size // 2**20} MiB"
