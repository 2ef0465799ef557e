"""Files beside the workbooks of a folder that ``inspect`` is given: what each is, and which evidence is named and not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from evaluator.adapters.attachment_file import AttachmentError, Examined, examine_file
from evaluator.adapters.reader import SUFFIXES
from evaluator.domain.attachment import Attachment, Entry
from evaluator.domain.finding import SEVERITY, Finding, Param, Source
from evaluator.domain.text import Lang
from evaluator.i18n.words import message, t
from evaluator.intake.attachments import missing_evidence, named_files, shown_name
from evaluator.intake.bids import gather
from evaluator.services.inspected import Inspected
from evaluator.services.report import Json, finding_json

# A tender file, a mapping, a README or a covering note is no vendor's evidence.
_NOTES: Final = frozenset({".toml", ".txt", ".md", ".json"})


def attached_json(folders: Sequence[Path], seen: Sequence[Inspected], lang: Lang) -> Json:
    """What each file beside the workbooks is, the refusals among them, and evidence that is named and not there."""
    rows: list[Json] = []
    errors: list[Json] = []
    missing: list[Finding] = []
    for folder in folders:
        found = [(path, _looked_into(path)) for path in _beside(folder)]
        for path, what in found:
            if isinstance(what, Finding):
                errors.append({"rule": what.rule.value, "message": message(what, lang), "file": str(path)})
            entries = [] if isinstance(what, Finding) else what.entries
            rows.append({
                "path": str(path), "status": "refused" if isinstance(what, Finding) else "read",
                "kind": None if isinstance(what, Finding) else what.kind,
                "entries": [{"name": entry.name, "size": entry.size} for entry in entries],
            })  # fmt: skip
        # As in the app: where no evidence came at all, it may still be on its way by itself.
        missing += _missing(folder, found, seen) if found else ()
    return {"attachments": rows, "missing": [finding_json(one, lang) for one in missing], "errors": errors}


def _beside(folder: Path) -> list[Path]:
    """The files of a folder that are neither workbooks nor notes, by name; hidden files and lock files are left out."""
    there = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$"))]
    return sorted(path for path in there if path.suffix.lower() not in (*SUFFIXES, *_NOTES))


def _looked_into(path: Path) -> Examined | Finding:
    try:
        return examine_file(path)
    except AttachmentError as refusal:
        name = shown_name(path.name)
        params: dict[str, Param] = {"file": name, **refusal.params}
        return Finding(refusal.rule, SEVERITY[refusal.rule], Source(name), tuple(params.items()))


def _missing(
    folder: Path, found: Sequence[tuple[Path, Examined | Finding]], seen: Sequence[Inspected]
) -> Iterator[Finding]:
    """Whose a file is nobody says in a folder: one of the name that an answer gives is its evidence."""
    here = {path.name: what.entries for path, what in found if isinstance(what, Examined)}
    here |= {path.name: () for path in folder.iterdir() if path.suffix.lower() in SUFFIXES}
    files = [_as_attachment(name, entries) for name, entries in sorted(here.items())]
    mine = [one for one in seen if one.folder == folder]
    for context in {id(one.context): one.context for one in mine}.values():
        for bid in gather([one.reading for one in mine if one.context is context]).bids:
            yield from missing_evidence(bid.vendor, named_files(bid, context.asked.all(), files))


def _as_attachment(name: str, entries: tuple[Entry, ...]) -> Attachment:
    return Attachment(
        id=name, ver=0, vendor="", name=name, sha256="", size=0, envelope="", received_at="", received_by="",
        entries=entries,
    )  # fmt: skip


def attached_words(data: Json, lang: Lang) -> list[str]:
    """The same for people: a line per file that may be kept, and one per evidence that is named and not there."""
    lines = [_line(row, lang) for row in data.get("attachments", ()) if row["status"] == "read"]
    for found in data.get("missing", ()):
        place = f"{found['file']} {found['sheet']}!{found['cell']}  " if found["cell"] else ""
        lines.append(t("cli.concerns", lang, whom=f"{place}{found['vendor']}", message=found["message"]))
    return lines


def _line(row: dict[str, Any], lang: Lang) -> str:
    told: dict[str, Param] = {"path": row["path"], "kind": t(f"attachment.kind.{row['kind']}", lang)}
    if row["kind"] == "zip":
        return t("cli.inspect_zip", lang, **told, n=len(row["entries"]))
    return t("cli.inspect_attached", lang, **told)
