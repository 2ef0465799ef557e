"""A box for files that speaks the page's language; Streamlit's own words in it are English whatever the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from evaluator.adapters.reader import MEMORY_LIMITED
from evaluator.i18n.words import t
from evaluator.ui import state
from evaluator.ui.parts import notice, steps, tables, words

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

MEGABYTES: Final = 25
_TONES: Final[dict[str, tables.Tone]] = {"waiting": "soft", "reading": "", "read": "ok", "refused": "bad"}


def upload_box(label: str, *, key: str) -> list[UploadedFile]:
    """Files given by the user, none at first; several may come at once, each checked by the service.

    Files of every kind may be chosen: the box itself would refuse one with a red mark and no word, while the reader says
    what it is and what to do. ``label`` is words of the catalogue, never a vendor's: Streamlit reads it out as it stands,
    so it is not marked up. ``key`` consists of letters, digits and underscores: it names the box in the style sheet, too.
    A box takes nothing for an archived tender.
    """
    _speak(key, "choose", "limit")
    given = st.file_uploader(
        label, key=key, accept_multiple_files=True, max_upload_size=MEGABYTES, disabled=steps.archived()
    )
    if not MEMORY_LIMITED:
        words.small(t("parts.upload.memory", state.current().lang))
    return given


def file_box(label: str, *, key: str, starts: bool = False) -> UploadedFile | None:
    """The one file given by the user, none at first; another takes its place. ``label`` and ``key`` as above.

    One that ``starts`` a tender takes a file whatever tender is open.
    """
    _speak(key, "choose_one", "limit_one")
    return st.file_uploader(label, key=key, max_upload_size=MEGABYTES, disabled=steps.archived() and not starts)


def watched(label: str, names: Sequence[str]) -> Callable[[int, str], None]:
    """Several files being read: how many are done, and what has become of each so far.

    Call the answer with a file's place, from 0, and its stage: ``reading``, ``read`` or ``refused``.
    """
    step = notice.working(label)
    stages = ["waiting"] * len(names)
    with st.container(key="ve_reading"):
        place = st.empty()

    def tell(number: int, stage: str) -> None:
        stages[number] = stage
        done = sum(one in ("read", "refused") for one in stages)
        step(done / (len(names) + 1), f"{done}/{len(names)}")
        place.html(_stages(names, stages))

    return tell


def _stages(names: Sequence[str], stages: Sequence[str]) -> str:
    lang = state.current().lang
    columns = [tables.Column(t("parts.upload.file", lang), head=True), tables.Column(t("parts.upload.stage", lang))]
    rows = [
        tables.Row([name, tables.Cell(t(f"parts.upload.{stage}", lang), tone=_TONES[stage])])
        for name, stage in zip(names, stages, strict=True)
    ]
    return tables.markup(columns, rows, caption=t("parts.upload.stages", lang))


def _speak(key: str, choose: str, limit: str) -> None:
    lang = state.current().lang
    words = (t(f"parts.upload.{choose}", lang), t(f"parts.upload.{limit}", lang, size=MEGABYTES))
    st.html(style(key, *words))


def style(key: str, choose: str, limit: str) -> str:
    """A style element that puts our words in the place of Streamlit's, and shows every chosen file, not two lines of them.

    >>> "button p::after" in style("files", "Choose files", "up to 25 MB each")
    True
    """
    if not key.isidentifier():
        raise ValueError(f"{key!r} cannot name a box")
    box, hint = (
        f".st-key-{key} section button p",
        f'.st-key-{key} [data-testid="stFileUploaderDropzoneInstructions"] span',
    )
    return (
        f"<style>{box},{hint}{{font-size:0}}"
        f"{box}::after{{content:{_quoted(choose)};font-size:.95rem}}{hint}::after{{content:{_quoted(limit)};font-size:.87rem}}"
        f'.st-key-{key} [data-testid="stFileChips"]{{max-height:60vh}}</style>'
    )


def _quoted(words: str) -> str:
    """A CSS string; signs that could end it or the element are written as code points."""
    return (
        '"' + "".join(sign if sign.isalnum() or sign in " ,.，。、；" else f"\\{ord(sign):x} " for sign in words) + '"'
    )
