"""The frame around every page: header, stages, language, and what a page gets to start from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from evaluator.domain.finding import Severity
from evaluator.i18n.words import t
from evaluator.ui import frame, navigation, state, theme
from evaluator.ui.navigation import EVERY, PAGES
from evaluator.ui.parts import sheet, tables
from evaluator.web import shell

GALLERY = Path(__file__).with_name("gallery.py")


def gallery(locale: str = "zh-CN") -> AppTest:
    """The gallery, drawn for a browser that speaks a language."""
    at = AppTest.from_file(str(GALLERY), default_timeout=30)
    at.context = {"locale": locale}
    return at.run()


def html(at: AppTest) -> str:
    return "\n".join(block.proto.body for block in at.get("html"))


@pytest.mark.parametrize(("locale", "name"), [("zh-CN", "CRM 平台采购 2026-017"), ("en-GB", "CRM platform 2026-017")])
def test_the_header_names_the_tender_in_the_language_of_the_browser(locale: str, name: str) -> None:
    at = gallery(locale)

    assert not at.exception
    assert f'<b title="{name}">{name}</b>' in html(at)


def test_a_click_changes_the_language_at_once_and_tells_the_browser() -> None:
    at = gallery("zh-CN")

    at.button(key="ve_lang_en").click().run()

    assert not at.exception
    assert ">CRM platform 2026-017</b>" in html(at)
    assert '<script src="/lang/en.js"></script>' in html(at)
    assert at.button(key="ve_lang_zh")


def test_the_language_of_an_earlier_visit_wins_over_the_browser() -> None:
    assert state.preferred("en", "zh-CN") == "en"
    assert state.preferred("klingon", "zh-CN") == "zh"


def test_the_side_leads_to_every_page_and_says_where_each_stage_stands() -> None:
    at = gallery("en-GB")

    links = at.get("page_link")
    labels = [link.proto.label for link in links]

    assert [link.proto.page for link in links] == ["" if key == "desk" else key for key in (*PAGES, "people", "record")]
    assert labels[:4] == ["Desk", "Tender :gray[done]", "Method :gray[done]", "Bids :gray[2 more]"]


def test_a_page_cannot_be_opened_under_another_name() -> None:
    context = state.PageContext(key="desk", lang="en", dark=False, store=None, actor=None, front=None)  # type: ignore[arg-type]  # no store, actor or front is asked
    state.enter(context)

    with pytest.raises(LookupError, match="bids was opened while desk"):
        frame.open_page("bids")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_has_a_file_a_path_and_a_title(lang: state.Lang) -> None:
    for key in EVERY:
        assert Path(navigation.file(key)).is_file()
        assert navigation.url(key).startswith("/")
    assert len({t(f"frame.page.{key}", lang) for key in EVERY}) == len(EVERY)


def test_every_class_in_the_pages_has_a_rule_and_every_rule_a_class() -> None:
    folder = Path(frame.__file__).parent
    sources = "".join(source.read_text("utf-8") for kind in ("*.py", "*.js") for source in folder.rglob(kind))
    used = set(re.findall(r"\bve-[a-z0-9]+(?![a-z0-9-{])", sources)) - {"ve-name"}  # stands for any colour
    styled = set(re.findall(r"\.(ve-[a-z0-9]+)", shell.style()))
    made = {
        f"ve-{each}"
        for each in (*get_args(tables.Tone), *get_args(tables.RowState), *get_args(state.Kind), *Severity)
        if each
    }
    made |= {f"ve-heat{step}" for step in range(theme.HEAT_STEPS + 1)}
    made |= {f"ve-g{name}" for name in theme.TINTS} | {f"ve-k{kind}" for kind in get_args(sheet.Kind)}

    assert styled <= used | made
    assert used - styled == set()


def test_a_notice_waits_for_one_run_only() -> None:
    def script() -> None:
        import streamlit as st

        from evaluator.ui import state

        if st.button("save", key="save"):
            state.flash("done", "Saved.")
        st.text(",".join(each.what for each in state.flashes()))

    at = AppTest.from_function(script).run()

    assert at.button(key="save").click().run().text[0].value == "Saved."
    assert at.run().text[0].value == ""


def test_a_command_keeps_its_id_until_it_is_spent() -> None:
    def script() -> None:
        import streamlit as st

        from evaluator.ui import state

        first, again = state.command_id("save"), state.command_id("save")
        state.spent("save")
        st.text(f"{first == again} {state.command_id('save') == first}")

    assert AppTest.from_function(script).run().text[0].value == "True False"
