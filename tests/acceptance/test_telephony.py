"""A purchase of office telephones in Chinese in real Chromium, from the buyer's own questionnaire to the letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.acceptance.desk import award, bids, opening, panel
from tests.browser.conftest import Serving
from tests.browser.visit import visiting

pytestmark = [pytest.mark.browser, pytest.mark.office]


def test_telephones_are_bought_from_an_empty_desk_to_the_letters(
    browser: Browser, serving: Serving, tmp_path: Path
) -> None:
    server, _ = serving("")
    with visiting(browser, server.url, "zh") as visit:
        opening.refuse_a_list_with_one_id_twice(visit, tmp_path)
        opening.start(visit, tmp_path)
        opening.weigh_and_lock(visit, tmp_path)
        packages = opening.send(visit, tmp_path)
        bids.receive(visit, tmp_path, packages)
        bids.refuse_a_bomb(visit, tmp_path)
        bids.settle(visit)
        panel.score(visit, tmp_path)
        panel.unseal(visit)
        award.improve(visit, tmp_path)
        award.choose_the_second(visit)
        award.read_papers(visit, tmp_path)

    assert visit.said == []
    assert visit.cut == []
    assert [url for url in visit.asked if not url.startswith((server.url, "data:", "blob:"))] == []
