"""A name in a cell or of a file suggests one vendor or nobody; words that every bid may bear suggest nobody."""

from __future__ import annotations

import pytest

from evaluator.intake.suggesting import like_file, like_name

INVITED = (
    "海岚云软件有限公司", "砺石软件 Whetstone Software", "青禾数联科技有限公司", "Corvane Systems Ltd", "Nordlicht Systems GmbH",
    "Lumora CRM (Shanghai) Ltd",
)  # fmt: skip


@pytest.mark.parametrize(
    ("stem", "vendor"),
    [
        ("海岚云-技术标-签字版", INVITED[0]), ("海岚云技术标", INVITED[0]), ("砺石_报价", INVITED[1]),
        ("Whetstone price", INVITED[1]),
        ("青禾数联投标文件", INVITED[2]), ("corvane-technical_v2", INVITED[3]), ("NORDLICHT tech signed", INVITED[4]),
        *((stem, "") for stem in ("scan", "technical", "price", "answers", "投标文件", "技术文件", "报价", "1", "", "systems")),
        ("Corvane Nordlicht", ""),
    ],
)  # fmt: skip
def test_the_name_of_a_file_suggests_by_its_words(stem: str, vendor: str) -> None:
    assert like_file(stem, INVITED) == vendor


@pytest.mark.parametrize(
    ("said", "vendor"),
    [
        ("海岚云软件（北京）有限责任公司", INVITED[0]), ("Corvane Systems Limited", INVITED[3]),
        ("nordlicht system GmbH", INVITED[4]),
        ("Example Systems (Beijing) Co., Ltd.", ""), ("北辰软件有限公司", ""), ("Systems Ltd", ""), ("", ""), ("–", ""),
    ],
)  # fmt: skip
def test_the_name_in_a_cell_suggests_as_a_whole(said: str, vendor: str) -> None:
    assert like_name(said, INVITED) == vendor


def test_nobody_is_suggested_where_nobody_is_invited() -> None:
    assert (like_name("Corvane", ()), like_file("Corvane", ())) == ("", "")
