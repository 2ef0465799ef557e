"""The desk: where the tender stands, what comes next, and how one begins."""

from __future__ import annotations

import pytest

from tests.ui.conftest import Opener


@pytest.mark.parametrize(("lang", "words"), [("zh", "排名是暂定的"), ("en", "the ranking is provisional")])
def test_the_desk_says_in_one_sentence_what_is_open(opened: Opener, lang: str, words: str) -> None:
    shown = opened("desk", lang)
    print(shown.words)

    assert words in shown.words
