"""What a page knows: language, store, actor, where the work stands, and the scraps that live in one browser session.

The store is the truth. The session holds only the language, notices to show once, ids of commands not yet sent, and
what a person has typed but not saved.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

import streamlit as st

from evaluator.domain.finding import Param
from evaluator.domain.text import Lang, Text
from evaluator.i18n import words
from evaluator.store.errors import SignedOut
from evaluator.ui import identity

PREFIX: Final = "ve."
COOKIE: Final = "ve_lang"
_LANG: Final = f"{PREFIX}lang"
_FLASH: Final = f"{PREFIX}flash"
_COMMAND: Final = f"{PREFIX}command."

Progress = Literal["done", "wait", "next", "idle", "blocked"]
Kind = Literal["info", "done", "warn", "error"]


class StageView(Protocol):
    """Where one stage of the work stands; ``note`` is a message key, empty for none."""

    @property
    def state(self) -> Progress:
        """How far the stage is."""

    @property
    def note(self) -> str:
        """Message key of one to three words beside the stage."""

    @property
    def params(self) -> Mapping[str, Param] | None:
        """Parameters of the note, if it has any."""


class Front(Protocol):
    """What header and side show of a tender; ``tender`` is its id, empty while there is none."""

    @property
    def tender(self) -> str:
        """Id of the tender on the desk."""

    @property
    def name(self) -> Text:
        """Its name."""

    @property
    def route(self) -> str:
        """Award route: negotiated, tender or gov."""

    @property
    def deadline(self) -> str:
        """Deadline as the tender states it."""

    @property
    def sample(self) -> bool:
        """Whether it is the sample tender."""

    @property
    def archived(self) -> bool:
        """Whether it is in the archive, read-only."""

    @property
    def opened(self) -> bool:
        """Whether prices are open."""

    @property
    def revision(self) -> int:
        """Number that grows with every saved change."""

    @property
    def stages(self) -> Mapping[str, StageView]:
        """Stages by page key."""

    @property
    def declared(self) -> bool:
        """Whether this person has declared on the present vendors, where that is asked."""

    @property
    def hidden(self) -> Sequence[str]:
        """Vendors of whom this person sees nothing."""

    @property
    def interests(self) -> Sequence[str]:
        """Vendors in which this person has declared an interest."""

    @property
    def faults(self) -> Sequence[Any]:
        """Why the tender cannot be opened; empty for one that can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """Everything a page starts from; made once per run, never kept between runs."""

    key: str
    lang: Lang
    dark: bool
    store: Any
    actor: Any
    front: Front

    @property
    def tender(self) -> str:
        """Id of the tender on the desk, empty while there is none."""
        return self.front.tender

    @property
    def revision(self) -> int:
        """Number of the last saved change; results are cached by it."""
        return self.front.revision

    def t(self, key: str, **params: Param) -> str:
        """Words of a key in the page's language."""
        return words.t(key, self.lang, **params)

    def text(self, text: Text) -> str:
        """Bilingual words in the page's language."""
        return text.show(self.lang)


@dataclass(frozen=True, slots=True)
class Flash:
    """A notice to show once, on top of the next run."""

    kind: Kind
    what: str
    do: str = ""


_current: ContextVar[PageContext] = ContextVar("page")


def language() -> Lang:
    """Language of this session: what was chosen here, else on an earlier visit, else the browser's first one."""
    chosen: Lang | None = st.session_state.get(_LANG)
    if chosen is None:
        chosen = preferred(st.context.cookies.get(COOKIE), st.context.locale)
        st.session_state[_LANG] = chosen
    return chosen


def preferred(cookie: str | None, locale: str | None) -> Lang:
    """Language of a visitor: the one kept in the cookie, else Chinese for a Chinese browser and English for others.

    >>> preferred(None, "zh-TW"), preferred(None, "de-DE"), preferred("zh", "en-GB")
    ('zh', 'en', 'zh')
    """
    if cookie == "zh" or (cookie != "en" and (locale or "").lower().startswith("zh")):
        return "zh"
    return "en"


def choose_language(lang: Lang) -> None:
    """The session speaks this language from the next run on; the page's own script keeps it in the browser's cookie."""
    st.session_state[_LANG] = lang


def open_context(key: str) -> PageContext:
    """The context of a page, read from the store once for this run; `SignedOut` where the browser's sign-in has ended."""
    from evaluator.services import front
    from evaluator.services.commands import in_tender

    store = front.open_store()
    actor = front.visitor(store, identity.held(st.context.cookies))
    if actor is None:
        raise SignedOut("the browser's sign-in has ended")
    dark = st.context.theme.type == "dark"
    shown = front.overview(store, actor)
    context = PageContext(
        key=key, lang=language(), dark=dark, store=store, actor=in_tender(store, actor, shown.tender), front=shown
    )
    enter(context)
    return context


def enter(context: PageContext) -> None:
    """This is the context of the page being drawn."""
    _current.set(context)


def current() -> PageContext:
    """The context that the frame opened for this run."""
    return _current.get()


def command_id(key: str) -> str:
    """Id of a command not yet sent: the same until it is spent, so that a double click does one thing."""
    return str(st.session_state.setdefault(_COMMAND + key, uuid.uuid4().hex))


def spent(key: str) -> None:
    """The command was accepted; the next one under this key gets a new id."""
    st.session_state.pop(_COMMAND + key, None)


def flash(kind: Kind, what: str, do: str = "") -> None:
    """A notice waits for the next run."""
    st.session_state.setdefault(_FLASH, []).append(Flash(kind, what, do))


def flashes() -> tuple[Flash, ...]:
    """Notices that wait; they are gone once read."""
    return tuple(st.session_state.pop(_FLASH, ()))


def get(name: str, default: Any = None) -> Any:
    """A scrap of this session."""
    return st.session_state.get(PREFIX + name, default)


def put(name: str, value: Any) -> None:
    """A scrap is kept for this session only."""
    st.session_state[PREFIX + name] = value
