"""What goes out beside a draft: its redlines in the same zip, and a preview of it as PDF where LibreOffice is installed."""

from __future__ import annotations

from evaluator.domain.text import Layout
from evaluator.services.commands import Actor
from evaluator.services.draft_folder import pdf_name
from evaluator.services.draft_grounds import allowed_drafts
from evaluator.services.drafts import demand_draftable, draft_of_state, draft_preview
from evaluator.services.former_drafts import former_drafts, redline_going_out
from evaluator.services.redlines import VENDOR, rivals
from evaluator.services.redlining import STANDARD
from evaluator.services.state import load
from evaluator.store.store import Store


def redlines_beside(store: Store, actor: Actor, tender_id: str, vendor: str, layout: Layout) -> dict[str, bytes]:
    """The redlines that can be made: against the standard text, the last draft that said something else, and a rival's.

    Of the other vendors it is the best placed; the page offers every one of them.
    """
    state, allowed = load(store, actor, tender_id), allowed_drafts(store, actor, tender_id)
    demand_draftable(state, vendor, allowed)
    formers = list(former_drafts(store, actor, state, vendor, draft_preview(state, vendor, allowed)))[:1]
    keys = [STANDARD, *formers, *(f"{VENDOR}{one}" for one in rivals(state, vendor)[:1])]
    return dict(redline_going_out(store, actor, tender_id, (vendor, key), layout) for key in keys)


def preview(store: Store, actor: Actor, tender_id: str, vendor: str, layout: Layout) -> tuple[str, bytes]:
    """The internal draft as PDF; nothing is kept of it, since it is looked at and does not go out."""
    from evaluator.adapters.pdf import to_pdf

    state, allowed = load(store, actor, tender_id), allowed_drafts(store, actor, tender_id)
    ((name, data),) = draft_of_state(state, vendor, layout, ("draft",), allowed).files.items()
    return pdf_name(name), to_pdf(data)
