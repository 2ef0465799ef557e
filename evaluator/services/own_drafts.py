"""The assignment of a buyer's own questionnaire while it is being made: kept at each step, gone when a tender is started."""

from __future__ import annotations

from typing import Any

from evaluator.adapters.codec import decode, encode
from evaluator.intake.own.assigning import Assignment
from evaluator.intake.own.proposal import OwnQuestionnaire
from evaluator.services.commands import Actor, query, service
from evaluator.store import drafts
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot, Transaction

# Raised when what is kept takes another shape: an older draft is then no draft.
_SHAPE = 1


def keep_assignment(store: Store, actor: Actor, command_id: str, asked: OwnQuestionnaire, said: Assignment) -> None:
    """The questionnaire and all that is decided about it so far are this person's draft."""
    _keep(store, actor, command_id, "", {"shape": _SHAPE, "asked": encode(asked), "said": encode(said)})


def forget_assignment(store: Store, actor: Actor, command_id: str) -> None:
    """This person has no draft any more."""
    _keep(store, actor, command_id, "", {})


def kept_assignment(store: Store, actor: Actor) -> tuple[OwnQuestionnaire, Assignment] | None:
    """This person's draft, None where there is none."""
    content = _kept(store, actor, "", actor.name)
    if not isinstance(content, dict) or content.get("shape") != _SHAPE:
        return None
    return decode(content["asked"]), decode(content["said"])


@service("preference.save")
def _keep(tx: Transaction, content: dict[str, Any]) -> None:
    drafts.keep(tx, "questionnaire", content)


@query("preference.read")
def _kept(snapshot: Snapshot, _: str, name: str) -> Any:
    return drafts.kept(snapshot, name, "questionnaire")
