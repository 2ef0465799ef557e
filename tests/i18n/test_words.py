"""The catalogues: the same keys and the same blanks in both languages, and words for everything that the code says."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

import evaluator
from evaluator.domain.finding import Phrase, Rule, Source, finding
from evaluator.domain.text import LANGS, Lang, Text
from evaluator.i18n.words import UnknownWordError, both, known, message, shown, t, unit

PACKAGE = Path(evaluator.__file__).parent
LOCALE = PACKAGE / "i18n" / "locale"
DOMAINS = sorted(path.stem for path in (LOCALE / "en" / "LC_MESSAGES").glob("*.po"))
# Functions whose first argument is a key, and what stands before it.
SAYING = {"t": "", "both": "", "Phrase": "", "known": "", "say": "workbook.", "saying": "desk."}
# English writes no capitals for an amount of money; Chinese does.
ONE_SIDED = {"term.money.cny.excluded", "term.money.cny.included"}


@cache
def catalogue(domain: str, lang: Lang) -> Catalog:
    with (LOCALE / lang / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return read_po(file, locale=lang, abort_invalid=True)


def entries(domain: str, lang: Lang) -> dict[str, Message]:
    return {_key(entry): entry for entry in catalogue(domain, lang) if entry.id}


def _key(entry: Message) -> str:
    return entry.id if isinstance(entry.id, str) else entry.id[0]


def forms(entry: Message) -> tuple[str, ...]:
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)


def blanks(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def everything() -> set[str]:
    return {key for domain in DOMAINS for key in entries(domain, "en")}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("domain", DOMAINS)
def test_no_key_stands_twice_in_a_catalogue(domain: str, lang: Lang) -> None:
    lines = (LOCALE / lang / "LC_MESSAGES" / f"{domain}.po").read_text("utf-8").splitlines()
    keys = [line for line in lines if line.startswith("msgid ")]

    assert sorted(keys) == sorted(set(keys))


def test_there_is_a_catalogue_of_every_domain_in_both_languages() -> None:
    assert sorted(path.stem for path in (LOCALE / "zh" / "LC_MESSAGES").glob("*.po")) == DOMAINS
    assert len(DOMAINS) > 10


@pytest.mark.parametrize("domain", DOMAINS)
def test_both_languages_have_the_same_keys_each_in_its_own_file(domain: str) -> None:
    zh, en = entries(domain, "zh"), entries(domain, "en")

    assert zh.keys() ^ en.keys() == set()
    assert [key for key in en if not key.startswith(f"{domain}.")] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_entry_is_empty_or_marked_as_uncertain(domain: str) -> None:
    for lang in LANGS:
        bad = [key for key, entry in entries(domain, lang).items() if entry.fuzzy or not all(forms(entry))]
        assert bad == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_both_languages_fill_the_same_blanks(domain: str) -> None:
    zh, en = entries(domain, "zh"), entries(domain, "en")
    # The number itself may be said in words or not at all; it is always given where a plural is chosen.
    differ = [
        key
        for key in en.keys() - ONE_SIDED
        if set().union(*map(blanks, forms(zh[key]))) - {"n"} != set().union(*map(blanks, forms(en[key]))) - {"n"}
    ]

    assert differ == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_language_has_all_its_plural_forms(domain: str) -> None:
    for lang, count in (("zh", 1), ("en", 2)):
        assert catalogue(domain, lang).num_plurals == count
        plural = [entry for entry in entries(domain, lang).values() if not isinstance(entry.id, str)]
        assert [entry.id for entry in plural if len(set(entry.id)) > 1 or len(forms(entry)) != count] == []
    assert {key for key, entry in entries(domain, "zh").items() if not isinstance(entry.id, str)} == {
        key for key, entry in entries(domain, "en").items() if not isinstance(entry.id, str)
    }


@pytest.mark.parametrize("domain", DOMAINS)
def test_chinese_is_written_in_chinese_and_english_in_english(domain: str) -> None:
    chinese = re.compile(r"[\u3400-\u9fff]")
    mixed = [
        key for key, entry in entries(domain, "en").items() if any(chinese.search(words) for words in forms(entry))
    ]

    assert [key for key in mixed if not key.startswith(("frame.", "draft.", "tender.", "desk."))] == []
    assert any(chinese.search(words) for entry in entries(domain, "zh").values() for words in forms(entry))


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_vendor_has_one_chinese_name_but_where_the_law_of_the_route_gives_it_another(domain: str) -> None:
    """供应商 in every page, message and paper; 投标人 in a call for tenders and where the bidder itself fills in its name."""
    other = [key for key, entry in entries(domain, "zh").items() if any("投标人" in words for words in forms(entry))]

    assert [key for key in other if not key.endswith(".tender") and key != "workbook.cover.vendor"] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_nobody_is_begged_or_blamed(domain: str) -> None:
    words = {"en": r"\b(please|invalid|unexpected|error occurred)\b", "zh": "非法|抱歉|对不起|出错啦"}
    for lang in LANGS:
        said = [
            key
            for key, entry in entries(domain, lang).items()
            for form in forms(entry)
            if re.search(words[lang], form, re.I)
        ]
        assert said == []


def _spoken() -> Iterator[tuple[str, str]]:
    """Every key that the code says, as a pattern, with the place where it says it."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in SAYING:
                    for pattern in _patterns(node.args[0]):
                        yield re.escape(SAYING[name]) + pattern, f"{path.relative_to(PACKAGE)}:{node.lineno}"


def _patterns(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield re.escape(text)
        case ast.IfExp(body=body, orelse=other):
            yield from _patterns(body)
            yield from _patterns(other)
        case ast.JoinedStr(values=parts) if any(isinstance(part, ast.Constant) for part in parts):
            yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\S+" for part in parts)
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Add()):
            yield re.escape(text) + r"\S+"


def test_everything_that_the_code_says_has_words() -> None:
    keys = "\n".join(everything())
    said = list(_spoken())
    known_ones = {pattern for pattern, _ in said if re.search(rf"^(?:{pattern})$", keys, re.MULTILINE)}
    missing = [(pattern, place) for pattern, place in said if pattern not in known_ones]

    assert len(said) > 300
    assert missing == []


def test_every_rule_has_words_and_its_blanks_can_be_filled() -> None:
    for rule in Rule:
        for lang in LANGS:
            names = set().union(*map(blanks, forms(entries("finding", lang)[f"finding.{rule.value}"])))
            filled = {name: 2 if name == "n" else f"<{name}>" for name in names}
            said = message(finding(rule, Source(), **filled), lang)  # type: ignore[arg-type]  # any blank of the rule, by name
            assert said.endswith(("。", ".", "{why}", ">")), said


@pytest.mark.parametrize("lang", LANGS)
def test_a_finding_says_what_is_wrong_and_what_to_do_in_two_sentences_at_most(lang: Lang) -> None:
    ends = {"zh": r"。|！|？", "en": r"[.!?](?=\s|$)"}[lang]
    long = [
        rule.value
        for rule in Rule
        for form in forms(entries("finding", lang)[f"finding.{rule.value}"])
        if len(re.findall(ends, form.replace("{why}", ""))) > 2
    ]
    assert long == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_finding_never_ends_with_what_is_wrong(lang: Lang) -> None:
    # What was changed late is a record with its reason, not a fault; {why} brings a remedy of its own.
    ends = {"zh": r"。|！|？", "en": r"[.!?](?=\s|$)"}[lang]
    mute = [
        rule.value
        for rule in Rule
        for form in forms(entries("finding", lang)[f"finding.{rule.value}"])
        if rule is not Rule.CHANGED_LATE and "{why}" not in form and len(re.findall(ends, form)) < 2
    ]
    assert mute == []


def test_every_rule_is_raised_by_the_code_and_met_by_a_test() -> None:
    raising = _read(path for path in PACKAGE.rglob("*.py") if path.name not in {"finding.py", "letter.py"})
    tests = Path(__file__).parents[1]
    meeting = _read(
        path for path in tests.rglob("*.py") if path.parent.name != "i18n" and path.name != "test_letter.py"
    )

    for code in (raising, meeting):
        named, quoted = set(re.findall(r"Rule\.(\w+)", code)), set(re.findall(r"[\"'](\w+)(?=[\"'])", code))
        assert [rule.value for rule in Rule if rule.name not in named and rule.value not in quoted] == []


def _read(paths: Iterable[Path]) -> str:
    return "\n".join(path.read_text("utf-8") for path in paths)


def test_a_key_without_words_is_a_defect_that_names_it() -> None:
    with pytest.raises(UnknownWordError, match=r"finding\.nothing has no words in zh"):
        t("finding.nothing", "zh")
    assert not known("finding.nothing", "zh")
    assert known("finding.blank", "zh")


def test_a_count_chooses_the_plural_where_the_language_has_one() -> None:
    assert t("finding.control_characters", "en", n=1).startswith("1 invisible character was")
    assert t("finding.control_characters", "en", n=2).startswith("2 invisible characters were")
    assert t("finding.control_characters", "zh", n=1).startswith("答复中有 1 个")


def test_a_phrase_and_a_text_inside_a_sentence_speak_its_language() -> None:
    found = finding(
        Rule.NOT_A_NUMBER, Source(), given="soon", unit=Phrase("finding.in_unit", (("unit", Phrase("unit.hour.name")),))
    )
    envelope = finding(Rule.ENVELOPE_MISSING, Source(), envelope=Text("报价文件", "price workbook"))

    assert message(found, "en") == "“soon” cannot be read as a number. Enter one number (unit: hours)."
    assert message(found, "zh") == "“soon”不能读作数字。填写一个数字（单位：小时）。"
    assert "没有收到报价文件" in message(envelope, "zh")
    assert shown(Phrase("unit.hour", (("n", 2), ("amount", "2"))), "en") == "2 hours"


def test_what_a_vendor_writes_is_shown_and_never_filled_in() -> None:
    found = finding(Rule.NOT_A_NUMBER, Source(), given="{unit} {0} %s", unit="h")

    assert message(found, "en").startswith("“{unit} {0} %s” cannot")


def test_units_of_the_pack_come_first_and_numbers_may_stand_alone() -> None:
    own = {"person": Text("人", "people")}

    assert [unit("person", "zh", own, "3"), unit("person", "en", own), unit("", "en", {}, "3")] == [
        "3 人",
        "people",
        "3",
    ]
    assert [unit("day", "en", {}, "1"), unit("day", "en", {}, "2"), unit("day", "zh", {})] == ["1 day", "2 days", "天"]


def test_the_same_words_are_not_said_twice_in_a_bilingual_layout() -> None:
    assert both("unit.%.name", "both") == "%"
    assert both("unit.hour.name", "both", " / ") == "小时 / hours"
