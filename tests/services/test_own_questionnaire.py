"""From a buyer's own questionnaire to a pack: the table goes out and comes back, the pack's workbooks are sent and ranked."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from evaluator.adapters.packs import load_pack
from evaluator.cli import main
from evaluator.domain.finding import Rule
from evaluator.domain.method import LeafJudge
from evaluator.domain.question import Judge, Kind
from evaluator.domain.tender import BuyerProfile, Requirement, Tender
from evaluator.domain.text import LANGS, Lang, Text
from evaluator.i18n.words import t
from evaluator.intake.own.assigning import assigned
from evaluator.intake.questionnaire import questionnaire as questionnaire_of
from evaluator.services.commands import LOCAL
from evaluator.services.own_questionnaire import first_assignment, own_faults, read_questionnaire, start_own, trees
from evaluator.services.problem import Refused
from evaluator.services.state import load
from evaluator.services.tenders import TenderForm
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store
from tests.telephony import filled, questionnaire

TREE = {"zh": (("技术", "40"), ("服务", "20")), "en": (("Technical", "40"), ("Service", "20"))}
RULE = {"zh": "按规则计分", "en": "by rule"}


def decided(lang: Lang) -> dict[str, dict[str, str]]:
    """Everything up to section 3 is technical; two amounts are judged by rule, the first question is a gate as well."""
    head = {name: t(f"own.col.{name}", lang) for name in ("criterion", "judge", "scale", "gate")}
    (technical, _), (service, _) = TREE[lang]
    cells = {
        key: {head["criterion"]: service if key.startswith("3") else technical}
        for key in ("1.1", "1.2", "1.3", "1.10", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3")
    }
    cells["1.1"][head["gate"]] = "是" if lang == "zh" else "Yes"
    cells["2.1"] |= {head["judge"]: RULE[lang], head["scale"]: "60 → 5"}
    cells["3.1"] |= {head["judge"]: RULE[lang], head["scale"]: "24 → 2", head["gate"]: "≤ 48"}
    return cells


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def table(folder: Path, lang: Lang) -> Path:
    """The assignment table of the telephone questionnaire, written into a folder."""
    source = folder / "telephone.xlsx"
    source.write_bytes(questionnaire(lang))
    ended = run("questionnaire", source, "--out", folder / "work", "--messages", lang)
    assert ended.exit_code == 1
    assert str(folder / "work" / "assignment.xlsx") in ended.stdout
    return folder / "work" / "assignment.xlsx"


def pack(folder: Path, lang: Lang) -> Path:
    """The pack that the filled table makes."""
    given = table(folder, lang)
    given.write_bytes(filled(given.read_bytes(), TREE[lang], "40", decided(lang)))
    out = folder / "telephony"
    ended = run("questionnaire", folder / "telephone.xlsx", "--assign", given, "--out", out, "--title", "PBX")
    assert (ended.exit_code, ended.stderr) == (0, "")
    return out


@pytest.mark.parametrize("lang", LANGS)
def test_the_filled_table_makes_a_pack_that_passes_every_check(tmp_path: Path, lang: Lang) -> None:
    method = load_pack(str(pack(tmp_path, lang))).method

    by_id = {question.id: question for question in method.questions}
    assert list(by_id) == ["1.1", "1.2", "1.3", "1.10", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3"]
    assert (by_id["1.1"].kind, by_id["1.1"].judge, by_id["1.1"].required) == (Kind.YES_NO, Judge.AUTO, True)
    assert by_id["1.1"].gate is not None and by_id["1.1"].gate.accept == ("yes",)
    assert [len(option.text.show(lang)) > 0 for option in by_id["1.3"].options] == [True] * 3
    assert (by_id["2.1"].unit, by_id["2.3"].unit, by_id["1.3"].required) == ("minute", "%", False)
    assert method.languages == (lang,)
    # Judged by rule 30 of 70 points of the technical questions, so the criterion is parted 42.86 to 57.14.
    technical = method.criteria[0]
    assert [f"{child.weight:f}" for child in technical.children] == ["42.86", "57.14"]
    assert [f"{question.weight:f}" for question in method.of_leaf("c01.auto")] == ["33.34", "33.33", "33.33"]
    assert [f"{line.quantity:f} {line.unit.show(lang)}" for line in method.price.lines][1:2] == [
        "500 台" if lang == "zh" else "500 piece"
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_a_scored_list_and_references_are_added_to_the_buyers_questions(tmp_path: Path, lang: Lang) -> None:
    given = table(tmp_path, lang)
    tree = ((TREE[lang][0][0], "25"), TREE[lang][1])
    given.write_bytes(filled(given.read_bytes(), tree, "40", decided(lang)))
    asked = ("questionnaire", tmp_path / "telephone.xlsx", "--assign", given, "--references")
    odd = run(*asked, "--list-weight", "much", "--out", tmp_path / "p", "--json")
    ended = run(*asked, "--list-weight", "15", "--out", tmp_path / "telephony")
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert [one["rule"] for one in json.loads(odd.stdout)["errors"]] == ["list_weight"]

    made = load_pack(str(tmp_path / "telephony"))
    last = made.method.questions[-1]
    assert (last.id, last.references, len(made.method.calls)) == ("RF-01", True, 6)
    (leaf,) = [one for one in made.method.leaves() if one.judge is LeafJudge.REQUIREMENTS]
    assert (leaf.key, leaf.weight) == ("list", 15)
    rows = (Requirement(id="R-01", module=Text(), text=Text("甲", "A"), kind="must"),)
    tender = Tender(
        id="T", name=Text("甲", "T"), buyer=BuyerProfile(name=Text("乙", "B")), pack="telephony", requirements=rows
    )
    assert {"REQ", "RF-01"} <= questionnaire_of(made.method, made.library.positions, tender).ids()


@pytest.mark.parametrize("lang", LANGS)
def test_vendors_workbooks_of_the_pack_come_back_and_are_ranked(tmp_path: Path, lang: Lang) -> None:
    made = pack(tmp_path, lang)
    assert run("template", "--pack", made, "--lang", lang, "--out", tmp_path / "sent").exit_code == 0
    answers = {"1.1": "Yes", "1.2": 200, "1.3": "wired only", "1.10": "SIP", "2.1": 15, "2.2": "Yes", "2.3": "99.9%",
               "3.1": 2, "3.2": "10", "3.3": "2027"}  # fmt: skip
    words = {"Yes": "是", "wired only": "仅有线"} if lang == "zh" else {}
    bids = tmp_path / "bids"
    bids.mkdir()
    for number, vendor in enumerate(("Ada Ltd", "Bo GmbH"), start=1):
        for envelope in ("technical", "price"):
            book = load_workbook(tmp_path / "sent" / f"{envelope}.xlsx")
            for sheet in book.worksheets:
                for row in sheet.iter_rows(max_col=1):
                    key = str(row[0].value)
                    if key == "V1":
                        sheet.cell(row[0].row, 3).value = vendor
                    elif key in answers:
                        given = 15 * number if key == "2.1" else answers[key]
                        sheet.cell(row[0].row, 4).value = words.get(str(given), given)
                    elif key.startswith("P-0"):
                        sheet.cell(row[0].row, 5).value = 100 * number
            book.save(bids / f"{vendor}_{envelope}.xlsx")

    ended = run("rank", "--pack", made, "--bids", bids, "--json", "--no-second-opinions")

    data = json.loads(ended.stdout)
    assert [row["vendor"] for row in data["ranking"]] == ["Ada Ltd", "Bo GmbH"]
    assert data["ranking"][0]["criteria"]["price"]["value"] == 1
    assert data["ranking"][0]["criteria"]["c01"]["children"]["c01.auto"]["value"] > 0.9
    # Nobody has scored yet, so what the panel judges is open and says so.
    assert data["ranking"][0]["status"] == "unsettled"
    assert [found for found in data["findings"] if found["severity"] == "blocker"] == []


def test_an_unfilled_table_tells_every_question_that_is_open(tmp_path: Path) -> None:
    given = table(tmp_path, "en")

    ended = run("questionnaire", tmp_path / "telephone.xlsx", "--assign", given, "--out", tmp_path / "p", "--json")

    assert ended.exit_code == 2
    assert [error["rule"] for error in json.loads(ended.stdout)["errors"]] == ["unassigned"] * 10
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(
    ("head", "number", "value", "rule"),
    [
        ("judge", "1.10", "by rule", "auto_text"),
        ("judge", "1.2", "by rule", "scale_range"),
        ("judge", "1.3", "by rule", "scale_points"),
        ("judge", "1.3", "gate only", "gate_missing"),
        ("judge", "1.3", "perhaps", "judge_unknown"),
        ("gate", "1.3", "by air", "gate_option"),
        ("gate", "1.2", "many", "gate_limits"),
        ("gate", "1.10", "yes", "gate_text"),
        ("scale", "1.1", "Yes=100", "scale_option"),
        ("weight", "1.2", "heavy", "weight_odd"),
        ("weight", "1.2", "", "weight_missing"),
        ("criterion", "1.2", "Beauty", "criterion_unknown"),
        ("kind", "1.10", "song", "kind_unknown"),
        ("unit", "2.1", "moons", "duration_unit"),
        ("options", "1.3", "one", "options_missing"),
        ("id", "1.2", "1.1", "id_twice"),
        ("id", "1.2", "REQ", "id_odd"),
        ("key", "1.2", "Elsewhere!9", "row_missing"),
    ],
)
def test_a_wrong_entry_is_told_beside_its_question(
    tmp_path: Path, head: str, number: str, value: str, rule: str
) -> None:
    given = table(tmp_path, "en")
    cells = decided("en")
    cells[number][t(f"own.col.{head}", "en")] = value
    given.write_bytes(filled(given.read_bytes(), TREE["en"], "40", cells))

    ended = run("questionnaire", tmp_path / "telephone.xlsx", "--assign", given, "--out", tmp_path / "p", "--json")

    assert ended.exit_code == 2
    errors = json.loads(ended.stdout)["errors"]
    assert rule in [error["rule"] for error in errors]
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(
    ("tree", "price", "rule"),
    [
        ((("Technical", "40"), ("Service", "30")), "40", "criteria_sum"),
        ((("Technical", "forty"), ("Service", "20")), "40", "criterion_weight"),
        ((("Technical", "30"), ("Service", "20"), ("Look", "10")), "40", "criterion_empty"),
        ((("Technical", "30"), ("Service", "20"), ("technical", "10")), "40", "criterion_twice"),
        ((("Technical", "40"), ("Service", "20")), "", "price_weight"),
        ((("", "40"), ("Service", "20")), "40", "criterion_unnamed"),
        ((), "40", "criteria_none"),
    ],
)
def test_a_wrong_tree_is_told(tmp_path: Path, tree: tuple[tuple[str, str], ...], price: str, rule: str) -> None:
    given = table(tmp_path, "en")
    given.write_bytes(filled(given.read_bytes(), tree, price, decided("en")))

    ended = run("questionnaire", tmp_path / "telephone.xlsx", "--assign", given, "--out", tmp_path / "p", "--json")

    assert rule in [error["rule"] for error in json.loads(ended.stdout)["errors"]]


def test_a_table_that_is_filled_in_is_never_replaced_and_another_file_is_no_table(tmp_path: Path) -> None:
    given = table(tmp_path, "en")
    source = tmp_path / "telephone.xlsx"

    again = run("questionnaire", source, "--out", given.parent)
    other = run("questionnaire", source, "--assign", source, "--out", tmp_path / "p")

    assert (again.exit_code, other.exit_code) == (2, 2)
    assert "already there" in again.stderr
    assert "is no assignment table" in other.stderr


def test_a_workbook_of_ours_and_one_that_asks_nothing_are_refused(tmp_path: Path) -> None:
    ours = pack(tmp_path, "en")
    run("template", "--pack", ours, "--lang", "en", "--out", tmp_path)
    empty = io.BytesIO()
    load_workbook(io.BytesIO(questionnaire("en", asked=[("Nothing",)], prices=False))).save(empty)

    with pytest.raises(Refused, match="own_ours"):
        read_questionnaire("technical.xlsx", (tmp_path / "technical.xlsx").read_bytes())
    with pytest.raises(Refused, match="own_nothing"):
        read_questionnaire("empty.xlsx", empty.getvalue())
    with pytest.raises(Refused, match="file_unreadable"):
        read_questionnaire("none.xlsx", b"nothing")


@pytest.mark.parametrize("lang", LANGS)
def test_a_tender_starts_with_the_method_unlocked_and_in_the_languages_of_the_questions(
    tmp_path: Path, lang: Lang
) -> None:
    store = Store.open(sqlite_url(tmp_path))
    asked = read_questionnaire("q.xlsx", questionnaire(lang))
    said = first_assignment(asked, trees()[1])
    form = TenderForm(name="PBX", pack="", buyer_name="Buyer Ltd", lang=lang)
    with pytest.raises(Refused, match="own_unassigned"):
        start_own(store, LOCAL, "0", form, (asked, said))
    for number, line in enumerate(said.criteria):
        keys = [row.key for row in said.rows if row.id.startswith("3") is bool(number)]
        said = type(said)(criteria=said.criteria, price_weight=said.price_weight, prices=said.prices,
                          rows=assigned(said.rows, keys, criterion=line.title))  # fmt: skip
    assert own_faults(asked, said) == ()

    tender = start_own(store, LOCAL, "1", form, (asked, said))

    now = load(store, LOCAL, tender)
    assert (now.locked, now.tender.languages, now.tender.pack) == (False, (lang,), now.pack.method.key)
    assert [question.id for question in now.pack.method.questions][:4] == ["1.1", "1.2", "1.3", "1.10"]
    # No position is put into the buyer's mouth: vendors are asked the buyer's own questions and nothing else.
    assert now.pack.library.positions == ()
    store.close()


def test_a_workbook_of_a_method_of_ones_own_is_inspected_with_the_method_that_is_named(tmp_path: Path) -> None:
    ours = pack(tmp_path, "en")
    assert run("template", "--pack", ours, "--lang", "en", "--out", tmp_path / "sent").exit_code == 0
    sent = tmp_path / "sent" / "technical.xlsx"
    tender = tmp_path / "other.toml"
    tender.write_text(
        'id = "T-1"\npack = "crm_platform"\nname = { en = "T" }\nbuyer = { name = { en = "B" } }\n', "utf-8"
    )

    beside = tmp_path / "beside"
    beside.mkdir()
    (beside / "technical.xlsx").write_bytes(sent.read_bytes())
    (beside / "tender.toml").write_bytes(tender.read_bytes())

    alone, named = run("inspect", sent, "--json"), run("inspect", sent, "--pack", ours, "--json")
    other = run("inspect", sent, "--pack", ours, "--tender", tender)
    absent = run("inspect", sent, "--tender", tmp_path / "none.toml")

    (foreign,) = json.loads(run("inspect", beside, "--json").stdout)["files"]

    assert [one["rule"] for one in foreign["findings"]] == [Rule.OTHER_PACK.value]
    (lost,), (read,) = json.loads(alone.stdout)["files"], json.loads(named.stdout)["files"]
    assert (alone.exit_code, lost["status"], [one["rule"] for one in lost["findings"]]) == (
        2, "refused", [Rule.PACK_UNKNOWN.value],
    )  # fmt: skip
    assert "“telephony”" in alone.stderr
    assert "--pack" in alone.stderr
    assert (named.exit_code, read["status"], read["questions"]) == (0, "read", 10)
    assert (other.exit_code, absent.exit_code) == (2, 2)
    assert "“crm_platform”" in other.stderr
    assert "none.toml" in absent.stderr
