"""Downloads: a ticket is minted for a page's link, and the file is built when the link is followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import cast

from evaluator.adapters.archive import zipped
from evaluator.adapters.mapping_file import mapping_text
from evaluator.domain.text import Lang, Layout
from evaluator.services.awarding import shortlist_of
from evaluator.services.commands import Actor, new_command_id, query
from evaluator.services.drafts import draft_of_state
from evaluator.services.exporting import confirmed, template_bytes
from evaluator.services.mapping import saved_mappings
from evaluator.services.problem import Refused
from evaluator.services.rounds import rounds
from evaluator.services.sending import Wish, demand_sendable, packages
from evaluator.services.state import TenderState, load
from evaluator.services.tickets import mint_ticket, redeem
from evaluator.store import files
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
TOML = "application/toml"
File = tuple[str, str, bytes]


def mint(store: Store, actor: Actor, tender_id: str, kind: str, **params: str) -> str:
    """A ticket for ``/export/{ticket}``: for this person and this revision of the tender, for ten minutes."""
    if kind not in _OF_STATE and kind not in _OF_STORE:
        raise LookupError(kind)
    return mint_ticket(store, actor, new_command_id(), tender_id, kind, params, store.revision(tender_id))


def build(store: Store, actor: Actor, token: str) -> File:
    """File name, media type and bytes of what a ticket is for; see `redeem` for what it refuses."""
    ticket = redeem(store, actor, token)
    params = {key: str(value) for key, value in ticket.params.items()}
    if (of_store := _OF_STORE.get(ticket.kind)) is not None:
        return of_store(store, actor, ticket.tender_id, params)
    return _OF_STATE[ticket.kind](load(store, actor, ticket.tender_id), params)


def _layout(params: dict[str, str]) -> Layout:
    return cast("Layout", params.get("lang", "both"))


def _templates(state: TenderState, params: dict[str, str]) -> File:
    layout = _layout(params)
    made = {f"{name}.xlsx": data for name, data in template_bytes(state.pack, state.tender, layout).items()}
    return f"{state.id}-{layout}.zip", ZIP, zipped(made)


def _packages(state: TenderState, params: dict[str, str]) -> File:
    vendors = params["vendors"].split("\n")
    demand_sendable(state, vendors)
    wish = Wish(layout=_layout(params), added=params.get("added", ""), final_due=params.get("due", ""))
    made = packages(state.pack, state.tender, vendors, wish)
    if len(made) == 1:
        ((name, data),) = made.items()
        return f"{state.id}-{name}", ZIP, data
    return f"{state.id}-packages.zip", ZIP, zipped(made)


def _scorecard(state: TenderState, params: dict[str, str]) -> File:
    from evaluator.adapters.scorecard_file import write_scorecard

    bids = [bid for bid in state.evaluation.bids if bid.answers]
    evaluator = params["evaluator"]
    data = write_scorecard(state.pack.method, bids, evaluator, _layout(params), state.tender)
    return f"{state.id}-{evaluator}.xlsx", XLSX, data


def _shortlist(state: TenderState, params: dict[str, str]) -> File:
    from evaluator.adapters.shortlist_file import Basis, write_shortlist

    chosen = shortlist_of(state)
    basis = Basis(sha256=state.pack.sha256, asked=state.asked, cards=state.judged.scorecards)
    told = confirmed(state.evaluation)
    told = replace(told, findings=(*state.late, *told.findings))
    data = write_shortlist(state.pack.method, state.tender, told, chosen, _layout(params), basis)
    return f"{state.id}-shortlist.xlsx", XLSX, data


def _draft(state: TenderState, params: dict[str, str]) -> File:
    made = draft_of_state(state, params["vendor"], _layout(params)).files
    documents = [name for name in made if name.endswith(".docx")]
    if len(documents) == 1:
        return documents[0], DOCX, made[documents[0]]
    return f"{state.id}-draft.zip", ZIP, zipped(dict(made))


def _report(state: TenderState, params: dict[str, str]) -> File:
    from evaluator.services.letter import matter_of
    from evaluator.services.reports import report_file

    due = date.fromisoformat(params["due"]) if params.get("due") else None
    ask = (cast("Lang", params["lang"]), due)
    matter = matter_of(state, params["vendor"])
    name, data = report_file(matter, state.tender, state.pack.method.units, params["form"], ask)
    return name, DOCX if name.endswith(".docx") else XLSX, data


def _round_list(store: Store, actor: Actor, tender_id: str, params: dict[str, str]) -> File:
    from evaluator.services.asking import round_list

    state, vendor = load(store, actor, tender_id), params["vendor"]
    during = next((one for one in rounds(store, actor, state, vendor) if str(one.number) == params["round"]), None)
    if during is None or not during.open:
        raise Refused("round_closed")
    name, data = round_list(state, during, params["form"], cast("Lang", params["lang"]))
    return name, DOCX if name.endswith(".docx") else XLSX, data


def _original(store: Store, actor: Actor, tender_id: str, params: dict[str, str]) -> File:
    name, data = _bytes(store, actor, tender_id, params["upload"])
    return name, "application/octet-stream", data


def _mapping(store: Store, actor: Actor, tender_id: str, params: dict[str, str]) -> File:
    shape = params["shape"]
    kept = next(one for one in saved_mappings(store, actor, tender_id) if one.mapping.shape == shape)
    return f"{PurePath(kept.name).stem}.mapping.toml", TOML, mapping_text(kept.mapping).encode()


@query("bid.read")
def _bytes(snapshot: Snapshot, tender_id: str, upload: str) -> tuple[str, bytes]:
    names = {row.id: row.name for row in files.every(snapshot, tender_id, all_states=True)}
    return names.get(upload, "file"), files.content(snapshot, tender_id, upload)


_OF_STATE: dict[str, Callable[[TenderState, dict[str, str]], File]] = {
    "templates": _templates,
    "packages": _packages,
    "scorecard": _scorecard,
    "shortlist": _shortlist,
    "draft": _draft,
    "report": _report,
}
_OF_STORE: dict[str, Callable[[Store, Actor, str, dict[str, str]], File]] = {
    "original": _original,
    "mapping": _mapping,
    "round": _round_list,
}
