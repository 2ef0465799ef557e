"""Downloads: a ticket is minted for a page's link, and the file is built when the link is followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import cast

from evaluator.adapters.archive import zipped
from evaluator.adapters.attachment_file import download_name
from evaluator.adapters.mapping_file import mapping_text
from evaluator.domain.bid import Bid
from evaluator.domain.text import Lang, Layout
from evaluator.intake.assignments import recused
from evaluator.intake.attachments import shown_name
from evaluator.services.awarding import shortlist_of
from evaluator.services.commands import Actor, NotAllowed, in_tender, new_command_id, query
from evaluator.services.draft_package import preview, redlines_beside
from evaluator.services.exporting import card_name, confirmed, template_bytes
from evaluator.services.former_drafts import draft_going_out, redline_going_out
from evaluator.services.mapping import saved_mappings
from evaluator.services.problem import Refused
from evaluator.services.rounds import rounds
from evaluator.services.sending import OWN, Wish, by_choice, demand_sendable, packages, sendings, spoken
from evaluator.services.stages import reached_at
from evaluator.services.state import TenderState, load
from evaluator.services.tickets import mint_ticket, redeem
from evaluator.store import files
from evaluator.store.store import Store
from evaluator.store.transaction import Snapshot

WHOLE = "everything"  # a whole tender: `dossier` writes it to a file and never holds its bytes
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
PDF = "application/pdf"
TOML = "application/toml"
_MEDIA = {".docx": DOCX, ".xlsx": XLSX, ".md": "text/markdown", ".json": "application/json"}
# Files about all bids: one that leaves a vendor out would pass for the whole.
_ON_ALL = frozenset({"shortlist", "report", "letter", "recommendation", "robustness", "dealings", WHOLE})
File = tuple[str, str, bytes]


def mint(store: Store, actor: Actor, tender_id: str, kind: str, **params: str) -> str:
    """A ticket for ``/export/{ticket}``: for this person and this revision of the tender, for ten minutes."""
    if kind not in (*_OF_STATE, *_OF_STORE, WHOLE):
        raise LookupError(kind)
    if kind in _ON_ALL and load(store, actor, tender_id).hidden:
        raise Refused("vendors_left_out")
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


def _clauses(store: Store, actor: Actor, tender_id: str, params: dict[str, str]) -> File:
    from evaluator.services.clause_saving import book_of_tender

    return f"{tender_id}-clauses.xlsx", XLSX, book_of_tender(store, actor, tender_id, _layout(params))


def _packages(store: Store, actor: Actor, tender_id: str, params: dict[str, str]) -> File:
    """The packages for vendors; who is written to again for a final price is, in the language of what it has."""
    state, vendors = load(store, actor, tender_id), params["vendors"].split("\n")
    demand_sendable(state, vendors)
    chosen = params.get("lang", "both")
    wish = Wish(
        layout="both" if chosen == OWN else _layout(params), added=params.get("added", ""), final_due=params.get("due", ""),
        by_vendor=by_choice(state.tender, vendors, chosen, state.evaluation.bids),
    )  # fmt: skip
    if wish.final_due:
        wish = replace(wish, by_vendor={**wish.by_vendor, **spoken(state.tender, sendings(store, actor, tender_id))})
    made = packages(state.pack, state.tender, vendors, wish)
    what = "final-prices" if wish.final_due else "packages"
    if len(made) == 1:
        ((name, data),) = made.items()
        return f"{state.id}-{name}", ZIP, data
    return f"{state.id}-{what}.zip", ZIP, zipped(made)


def _method(state: TenderState, params: dict[str, str]) -> File:
    from evaluator.services.method_books import book_bytes

    return f"{state.id}-method.xlsx", XLSX, book_bytes(state.pack, state.tender, _layout(params))


def _scorecard(state: TenderState, params: dict[str, str]) -> File:
    return card_name(state.id, params["evaluator"]), XLSX, _card(state, params["evaluator"], _layout(params))


def _scorecards(state: TenderState, params: dict[str, str]) -> File:
    layout = _layout(params)
    made = {card_name(state.id, name): _card(state, name, layout) for name in state.panel()}
    return f"{state.id}-scorecards.zip", ZIP, zipped(made)


def _card(state: TenderState, evaluator: str, layout: Layout) -> bytes:
    """The evaluator's card with what is saved for them so far."""
    from evaluator.adapters.scorecard_file import Card, Given, write_scorecard

    given = {
        place: Given(entry.points, entry.reason, entry.evidence) for place, entry in state.given_by(evaluator).items()
    }
    card = Card(evaluator=evaluator, given=given, saved=state.saved(evaluator))
    bids = [bid for bid in scored_bids(state) if not recused(state.tender, evaluator, bid.vendor)]
    return write_scorecard(state.pack.method, bids, card, layout, state.tender)


def scored_bids(state: TenderState) -> list[Bid]:
    """The bids that stand on a scorecard."""
    return [bid for bid in state.evaluation.bids if bid.answers]


def shortlist_file(state: TenderState, params: dict[str, str]) -> File:
    """The shortlist workbook."""
    from evaluator.adapters.shortlist_file import Basis, write_shortlist

    chosen = shortlist_of(state)
    basis = Basis(sha256=state.pack.sha256, asked=state.asked, cards=state.judged.scorecards)
    told = confirmed(state.evaluation)
    told = replace(told, findings=(*state.late, *told.findings))
    data = write_shortlist(state.pack.method, state.tender, told, chosen, _layout(params), basis)
    return f"{state.id}-shortlist.xlsx", XLSX, data


def _draft(store: Store, actor: Actor, tender_id: str, params: dict[str, str]) -> File:
    """One file of a draft by its kind, all of them with the redlines as .zip where none is named."""
    kind, vendor, layout = params.get("form", ""), params["vendor"], _layout(params)
    if kind == "pdf":
        name, data = preview(store, actor, tender_id, vendor, layout)
        return name, PDF, data
    marked = {} if kind else redlines_beside(store, actor, tender_id, vendor, layout)
    made = draft_going_out(store, actor, tender_id, (vendor, kind), layout)
    if not kind:
        return f"{tender_id}-draft-{layout}.zip", ZIP, zipped({**made, **marked})
    ((name, data),) = made.items()
    return name, _MEDIA[PurePath(name).suffix], data


def _redline(store: Store, actor: Actor, tender_id: str, params: dict[str, str]) -> File:
    name, data = redline_going_out(store, actor, tender_id, (params["vendor"], params["against"]), _layout(params))
    return name, DOCX, data


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


def _recommendation(store: Store, actor: Actor, tender_id: str, params: dict[str, str]) -> File:
    from evaluator.services.final_price import offers
    from evaluator.services.recommending import basis_of, file_name, made

    state, layout = load(store, actor, tender_id), _layout(params)
    basis = basis_of(
        state, reached_at(store, actor, tender_id), firm=bool(params.get("firm")), offers=offers(store, actor, state)
    )
    if params.get("form") == "pdf":
        return file_name(state.id, layout, "pdf"), PDF, made(basis, layout, "pdf")
    return file_name(state.id, layout, "docx"), DOCX, made(basis, layout, "docx")


def _letter(state: TenderState, params: dict[str, str]) -> File:
    """One vendor's letter as .docx or as PDF, all of them as .zip where no vendor is named."""
    from evaluator.services.debriefing import Wish, letter_file, letter_files, letter_printed

    wish = Wish(
        place=bool(params.get("place")), winner_scores=bool(params.get("winner")), second_reason=bool(params.get("why"))
    )
    if params.get("vendor") and params.get("form") == "pdf":
        name, data = letter_printed(state, params["vendor"], wish)
        return name, PDF, data
    if params.get("vendor"):
        name, data = letter_file(state, params["vendor"], wish)
        return name, DOCX, data
    return f"{state.id}-letters.zip", ZIP, zipped(letter_files(state, wish))


def _original(store: Store, actor: Actor, tender_id: str, params: dict[str, str]) -> File:
    seen = load(store, actor, tender_id).cards_seen
    name, data = _bytes(store, actor, tender_id, params["upload"], cards=seen)
    return name, "application/octet-stream", data


def _mapping(store: Store, actor: Actor, tender_id: str, params: dict[str, str]) -> File:
    shape = params["shape"]
    kept = next(one for one in saved_mappings(store, actor, tender_id) if one.mapping.shape == shape)
    return f"{PurePath(kept.name).stem}.mapping.toml", TOML, mapping_text(kept.mapping).encode()


@query("bid.read")
def _bytes(snapshot: Snapshot, tender_id: str, upload: str, *, cards: bool) -> tuple[str, bytes]:
    content = files.content(snapshot, tender_id, upload)
    row = next(row for row in files.every(snapshot, tender_id, all_states=True) if row.id == upload)
    if row.kind == "scorecard" and not cards:  # what others have scored is in it
        raise NotAllowed("score.read_all")
    return download_name(row.name, content) if row.kind == "attachment" else row.name, content


def _call_sheet(state: TenderState, params: dict[str, str]) -> File:
    from evaluator.adapters.call_sheet_file import write_call_document, write_call_sheet
    from evaluator.services.references import call_sheet

    sheet, lang = call_sheet(state, params["vendor"], params["reference"]), cast("Lang", params["lang"])
    name = f"{shown_name(sheet.client).replace('/', '_')}-{state.id}-{lang}"
    if params["form"] == "docx":
        return f"{name}.docx", DOCX, write_call_document(sheet, lang)
    return f"{name}.xlsx", XLSX, write_call_sheet(sheet, lang)


def _dealings(state: TenderState, params: dict[str, str]) -> File:
    from evaluator.adapters.dealings_file import write_dealings
    from evaluator.services.dealings_record import record_of

    lang = cast("Lang", params["lang"])
    return f"{state.id}-dealings-{lang}.xlsx", XLSX, write_dealings(record_of(state, lang), lang)


def _robustness(store: Store, actor: Actor, tender_id: str, params: dict[str, str]) -> File:
    from evaluator.services.robustness_files import robustness_file  # loads numpy

    who = in_tender(store, actor, tender_id)
    return robustness_file(load(store, actor, tender_id), who, params["form"], cast("Lang", params["lang"]))


def _clinic(store: Store, actor: Actor, tender_id: str, params: dict[str, str]) -> File:
    from evaluator.services.clinic_report import report_of

    data = report_of(store, actor, load(store, actor, tender_id), int(params["seed"]), params["own"])
    return f"{tender_id}-clinic.xlsx", XLSX, data


_OF_STATE: dict[str, Callable[[TenderState, dict[str, str]], File]] = {
    "templates": _templates,
    "method": _method,
    "scorecard": _scorecard,
    "scorecards": _scorecards,
    "shortlist": shortlist_file,
    "report": _report,
    "call_sheet": _call_sheet,
    "dealings": _dealings,
    "letter": _letter,
}
_OF_STORE: dict[str, Callable[[Store, Actor, str, dict[str, str]], File]] = {
    "original": _original,
    "draft": _draft,
    "packages": _packages,
    "clauses": _clauses,
    "redline": _redline,
    "mapping": _mapping,
    "recommendation": _recommendation,
    "round": _round_list,
    "robustness": _robustness,
    "clinic": _clinic,
}
