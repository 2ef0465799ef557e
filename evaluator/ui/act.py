"""One act of a person: one command to one service; a refusal becomes a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from evaluator.domain.finding import Param
from evaluator.domain.text import Lang
from evaluator.i18n.words import t
from evaluator.ui import state

Outcome = TypeVar("Outcome")


def act(
    work: Callable[[str], Outcome], key: str, done: str = "", *, cover: Callable[[str], str] = str, **params: Param
) -> Outcome | None:  # fmt: skip
    """What the service gave, or None when it refused; either way the next run says so.

    ``work`` is called with the id of this command: a double click sends the same id, so the service does one thing. The
    id is spent once the service accepted or refused; only a failure of ours keeps it, so that a retry repeats nothing.
    ``cover`` takes out of a refusal what must not be read here.
    Use it in callbacks, or in a page's body before ``st.rerun()``.
    """
    from evaluator.adapters.packs import PackError
    from evaluator.services.commands import NotAllowed
    from evaluator.services.problem import Refused
    from evaluator.store.errors import StoreError

    lang = state.language()
    try:
        outcome = work(state.command_id(key))
    except (StoreError, NotAllowed, Refused, PackError) as refusal:
        state.spent(key)
        for sentence in _sentences(refusal, lang):
            state.flash("error", cover(sentence))
        return None
    state.spent(key)
    if done:
        state.flash("done", t(done, lang, **params))
    return outcome


def _sentences(refusal: Exception, lang: Lang) -> list[str]:
    from evaluator.adapters.packs import PackError
    from evaluator.services.faults import sentences

    if isinstance(refusal, PackError):
        return sentences(refusal, lang)[0]
    given: dict[str, Param] = getattr(refusal, "params", {})
    return [t(str(getattr(refusal, "key", "store.failed")), lang, **given)]
