"""The bids page: which workbooks came in, what each leaves open, and all answers side by side."""

from __future__ import annotations

import streamlit as st

from evaluator.services.attachments import known_vendors
from evaluator.services.state import load
from evaluator.ui import frame, state
from evaluator.ui.panels import laying
from evaluator.ui.panels.belonging import belonging
from evaluator.ui.panels.beside import BESIDE, before_bids, beside, look_beside
from evaluator.ui.panels.checking import checking
from evaluator.ui.panels.gating import gating
from evaluator.ui.panels.likeness import alike
from evaluator.ui.panels.receiving import originals, receiving, results
from evaluator.ui.panels.revising import revising, waiting_notice
from evaluator.ui.panels.settling import settling
from evaluator.ui.parts import findings, notice, tables, words
from evaluator.ui.parts.steps import Action
from evaluator.ui.views import bids as view
from evaluator.ui.views import compare

page = frame.open_page("bids")
lang = page.lang
if not page.tender:
    words.headline(page.t("bids.none.head"))
    start = Action(label=page.t("desk.start"), key="bids_start", page="tender")
    notice.empty(page.t("desk.empty.title"), page.t("bids.none.do"), start)
    st.stop()
now = load(page.store, page.actor, page.tender)
if not now.locked:
    words.headline(page.t("bids.none.head"))
    lock = Action(label=page.t("desk.do.lock"), key="bids_lock", page="method")
    notice.empty(page.t("bids.unlocked"), page.t("bids.unlocked_do"), lock)
    st.stop()

foreign = laying.current(page)
if foreign is not None:
    laying.show(page, now, foreign)
    st.stop()
numbers = view.counts(now)
if not numbers.bids:
    words.headline(page.t("bids.head.none"), page.t("bids.lead.none", n=len(now.tender.vendors)))
    receiving(page)
    results(page)
    belonging(page, now)
    if now.tender.vendors:
        words.section(page.t("bids.vendors"))
        tables.html_table(*view.vendors(now, lang), caption=page.t("bids.vendors"), key="bids_vendors")
    before_bids(page, now)
    st.stop()

head = "bids.head.open" if numbers.open else "bids.head.clear"
lead = "bids.lead.gates" if numbers.gates else "bids.lead.cells"
words.headline(page.t(head, n=numbers.bids, open=numbers.open), page.t(lead, n=numbers.gates))
results(page)
belonging(page, now)
waiting_notice(page, now)
tables.html_table(*view.vendors(now, lang), caption=page.t("bids.vendors"), key="bids_vendors")
with st.expander(page.t("bids.upload_more"), key="bids_more"):
    receiving(page)
beside(page, now)

views = ("settle", "gates", "facts", "findings", "revisions", "files", *BESIDE, "compare")
ways = {name: page.t(f"bids.view.{name}") for name in views}
# Another panel may have chosen the view; Streamlit warns of a default beside such a choice.
chosen = st.segmented_control(
    page.t("bids.view"), list(ways), format_func=ways.__getitem__, key="bids_view", required=True,
    default=None if "bids_view" in st.session_state else "settle", label_visibility="collapsed",
)  # fmt: skip
if chosen == "compare":
    sections = compare.sheets(now)
    key = st.selectbox(
        page.t("bids.section"), list(sections), format_func=lambda key: page.text(sections[key].title), key="bids_section",
        width=420,
    )  # fmt: skip
    caption = page.text(sections[key].title)
    tables.html_table(*compare.side_by_side(now, sections[key], lang), caption=caption, key="bids_compare", height=44)
    st.stop()

names = view.choosable(now) if chosen not in BESIDE else list(known_vendors(now))
before = state.get("bids.vendor", "")
# The choice is kept by ourselves: the box is not there beside the comparison, and a box that comes back would show one
# vendor in the browser while the page means another.
vendor = st.selectbox(
    page.t("bids.vendor"), names, index=names.index(before) if before in names else view.first(now, names),
    key="bids_vendor", width=420,
)  # fmt: skip
state.put("bids.vendor", vendor)
words.section(vendor, ways[chosen or "settle"])
bid = next((bid for bid in now.evaluation.bids if bid.vendor == vendor), None)
if bid is None and chosen not in ("files", "revisions", *BESIDE):
    notice.info(page.t("bids.nothing_read", vendor=vendor), page.t("bids.nothing_read_do"))
    st.stop()
if bid and chosen == "settle":
    settling(page, now, bid)
elif bid and chosen == "gates":
    gating(page, now, bid)
elif bid and chosen == "facts":
    checking(page, now, bid)
elif chosen in BESIDE:
    look_beside(page, now, vendor, chosen)
elif chosen == "revisions":
    revising(page, now, vendor)
elif chosen == "findings":
    found = view.findings(now, vendor)
    if found:
        findings.finding_list(findings.lines(found, lang), more=12, key="bids_findings")
    else:
        notice.done(page.t("bids.findings_none"))
    alike(page, now, vendor)
else:
    originals(page, now, view.files(now, vendor))
    words.section(page.t("bids.scorecards"))
    originals(page, now, view.files(now, ""))
