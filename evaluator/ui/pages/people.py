"""Who works here: the roles of everybody in the tender on the desk, and the accounts for whoever keeps them."""

from __future__ import annotations

from evaluator.services.accounts import IN_TENDER, people_of
from evaluator.services.commands import LOCAL, Role
from evaluator.ui import frame
from evaluator.ui.panels import accounts, declaring
from evaluator.ui.parts import copy, notice, tables, words
from evaluator.ui.views import people as view

page = frame.open_page("people")
lang, t = page.lang, page.t

if page.actor == LOCAL:
    words.headline(t("people.alone"), t("people.alone_lead"))
    copy.copy_box(t("people.begin"), view.BEGIN, key="people_begin", open_at_first=True)
else:
    words.headline(t("people.headline"), t("people.lead"))
    if page.tender and {*IN_TENDER} & page.actor.roles:
        declaring.own(page)
    if page.tender:
        members = people_of(page.store, page.actor, page.tender)
        words.section(t("people.tender"), page.text(page.front.name))
        tables.html_table(
            view.columns(lang), view.members(members, lang), caption=t("people.tender"), key="people_tender"
        )
        if {Role.LEAD, Role.ADMIN} & page.actor.roles:
            accounts.roles(page, members, page.tender)
        if {Role.LEAD, Role.AUDITOR} & page.actor.roles:
            declaring.everybody(page)
    if Role.ADMIN in page.actor.roles:
        everybody = people_of(page.store, page.actor)
        words.section(t("people.accounts"), t("people.accounts_note"))
        tables.html_table(
            view.account_columns(lang), view.accounts(everybody, lang), caption=t("people.accounts"), key="people_all"
        )
        accounts.roles(page, everybody, "")
        accounts.one(page, everybody)
        accounts.new(page)
    elif not page.tender:
        notice.info(t("people.nothing"), t("people.nothing_do"))
