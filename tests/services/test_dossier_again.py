"""The exported folder gives the very ranking of the app, whatever people have said of the bids and however these came."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from evaluator.adapters import pdf
from evaluator.award.debrief import Ground, secrets_of
from evaluator.award.open_points import Offered
from evaluator.award.shortlist import shortlist
from evaluator.domain.award import Member
from evaluator.domain.dealing import Said
from evaluator.domain.finding import Rule
from evaluator.domain.ranking import Evaluation, Status
from evaluator.intake.foreign.layouts import Layout
from evaluator.intake.foreign.mapping import WorkbookMapping, mapped
from evaluator.intake.foreign.targets import targets
from evaluator.services import (
    admitting,
    asking,
    assigning,
    awarding,
    checking,
    dossier,
    exports,
    final_price,
    mapping,
    revisions,
    rounds,
    scores,
    sending,
    settling,
)
from evaluator.services.awarding import Choice, shortlist_of
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.debriefing import Wish, folder_ground, ground_of
from evaluator.services.final_price import Offer
from evaluator.services.folder import FolderError, FolderTender, evaluate_folder, read_folder
from evaluator.services.folder_words import judged
from evaluator.services.low_prices import judge_low_price
from evaluator.services.recommend_folder import folder_choice, former, recommend_folder
from evaluator.services.recommending import basis_of
from evaluator.services.state import TenderState
from tests.replies import filled
from tests.revised import FIRST, TENDER, VENDOR, Desk, again, at_the_desk, original
from tests.services.test_belonging import OTHER, UNNAMED_PRICES
from tests.services.test_final_price import _cheaper
from tests.services.test_mapping import ASKED, QINGHE, SUKE, said, xlsx

FAR = "2026-12-20"


def everything(desk: Desk) -> None:
    """A tender in which everything has happened that may bear on the ranking."""
    store, tender = desk.store, desk.tender
    gate = desk.answer("SE-01").source
    desk.bring(
        ("corvane.xlsx", again(FIRST, {"封面!C20": None, f"{gate.sheet}!{gate.cell}": "未备案，或一级"})),
        ("corvane-price.xlsx", UNNAMED_PRICES),
    )  # fmt: skip
    for _ in range(2):
        desk.assign(OTHER)
    beside(desk)
    desk.ask("TR-01", "REQ/R-03")
    (last, *_) = rounds.rounds(store, LOCAL, desk.state, VENDOR)
    sent = filled(asking.round_list(desk.state, last, "xlsx", "zh")[1], {"TR-01": 3, "REQ/R-03/response": "部分满足"})
    desk.bring(("list.xlsx", sent))
    desk.take()
    rounds.close_round(store, LOCAL, new_command_id(), tender, VENDOR, last.number, "answered")
    desk.revise({"案例与口碑!D5": 2, "案例与口碑!D4": None})
    desk.take("sent of their own accord", in_part=True)
    judge(desk)
    desk.open_prices()
    final_price.open_final_round(store, LOCAL, new_command_id(), tender, (VENDOR,), FAR, "final offers")
    desk.bring(("final.xlsx", _cheaper(0.3)))
    desk.take()
    priced_again(desk)
    why = Said(vendor=VENDOR, day="2026-01-12", people="Ms Li", asked="Why so low?", learnt="own data centre")
    judge_low_price(store, LOCAL, "low", tender, why, True, "the proof holds")
    sending.record_sending(store, LOCAL, "sent", tender, [QINGHE], "by courier", sending.Wish())


def priced_again(desk: Desk) -> None:
    """Outside of any round one price workbook is taken whole over another vendor's, and one more is refused."""
    first = original("5-qinghe-price")
    desk.bring(("dearer.xlsx", _cheaper(1.01, first)))
    desk.take("sent of their own accord")
    desk.bring(("dearer still.xlsx", _cheaper(1.02, first)))
    revisions.refuse(desk.store, LOCAL, new_command_id(), desk.tender, desk.waiting(), "too late")


def beside(desk: Desk) -> None:
    """Two vendors beside one another in one workbook, read by a mapping; one question is known only to a person."""
    qinghe, suke = said("5-qinghe-technical.xlsx"), said("6-suke-technical.xlsx")
    asked = targets(ASKED, ("technical",))
    lines = [[one.text.zh, qinghe[one.item].verbatim, suke[one.item].verbatim] for one in asked]
    strange = next(number for number, one in enumerate(asked) if one.item == "TR-01")
    lines[strange][0] = "同类客户有几家"
    file = ("both.xlsx", xlsx([["考察内容", QINGHE, SUKE], *lines], "对比"))
    book: Any = mapping.read_foreign(desk.store, LOCAL, desk.tender, *file)
    columns = Layout(header_rows=(1,), columns={"question": 1}, vendors={2: QINGHE, 3: SUKE})
    kept = WorkbookMapping(tables=(mapped(book.sheets[0], columns),), matches={"同类客户有几家": "TR-01"})
    mapping.save_mapping(desk.store, LOCAL, "both", desk.tender, file[0], kept, 0)
    admitting.admit(desk.store, LOCAL, "admit", desk.tender, file, kept.shape)
    desk.bring(("5.xlsx", original("5-qinghe-price")), ("6.xlsx", original("6-suke-price")))


def judge(desk: Desk) -> None:
    """Open answers settled, facts checked, a failed gate waived, scores given by those to whom they are assigned."""
    store, tender, state = desk.store, desk.tender, desk.state
    told = settling.Settling(
        vendor=QINGHE, item="ST-01", reason="meant", date="2026-12-08", source="mail", text="99.9%"
    )
    settling.settle(store, LOCAL, "settle", tender, told)
    blank = [
        replace(told, vendor=SUKE, item=item, text="", no_answer=True)
        for item in dict.fromkeys(one.item for one in state.open_points(SUKE))
    ]
    settling.settle_all(store, LOCAL, "blank", tender, blank)
    checking.check_facts(store, LOCAL, "seen", tender, VENDOR, ["SU-01"], None, "")
    checking.check_facts(store, LOCAL, "over", tender, OTHER, ["TR-01", "TR-02"], Decimal("12.5"), "the files say less")
    checking.confirm_gate(store, LOCAL, "gate", tender, OTHER, "SE-01", upheld=False, reason="the certificate is here")
    first, second, third = state.tender.evaluators
    keys = [leaf.key for leaf in state.pack.method.panel_leaves()]
    assigning.assign(
        store, LOCAL, "assign", tender, {first: tuple(keys[:8]), second: tuple(keys[3:]), third: tuple(keys)}
    )
    for number, name in enumerate(state.tender.evaluators):
        state = desk.state
        given = {
            (leaf.key, bid.vendor): (Decimal(3 + (place + order + number) % 3), f"{leaf.key} as {bid.vendor} answered.")
            for place, leaf in enumerate(state.assigned(name))
            for order, bid in enumerate(state.bids)
        }
        scores.save_scores(store, LOCAL, f"save {number}", tender, name, given)
        scores.submit_scores(store, LOCAL, f"submit {number}", tender, name)


def unpacked(desk: Desk, folder: Path) -> None:
    made = dossier.build_folder(desk.store, LOCAL, exports.mint(desk.store, LOCAL, TENDER, "everything", lang="zh"))
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made[1].read_bytes())) as archive:
        for name in archive.namelist():
            path = folder / name.partition("/")[2]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(name))
    made[1].unlink()


@dataclass(frozen=True)
class Done:
    """A tender as the app has it, its folder unpacked, and what the command line reads there."""

    state: TenderState
    folder: Path
    read: FolderTender
    offers: tuple[Offer, ...]

    @property
    def arguments(self) -> tuple[str, Path, Path, Path]:
        here = self.folder
        return str(here / "method" / "version-1"), here / "originals", here / "tender.toml", here / "scorecards"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    data, folder = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("folder")
    with at_the_desk(data) as desk:
        everything(desk)
        people = (Member(name="沈若溪", role="信息部经理", chair=True), Member(name="Daniel Wirth"))
        awarding.select_vendor(
            desk.store, LOCAL, "choose", TENDER, OTHER, "the safer plan", "knows our systems", members=people
        )
        unpacked(desk, folder)
        found = final_price.offers(desk.store, LOCAL, desk.state)
        made = Done(desk.state, folder, None, found)  # type: ignore[arg-type]  # read below, by the arguments that it gives
    return replace(made, read=read_folder(*made.arguments))


def secret_prices(ground: Ground) -> dict[str, frozenset[Fraction]]:
    return {bid.vendor: secrets_of(ground, bid.vendor).amounts for bid in ground.evaluation.bids}


def numbers(evaluation: Evaluation) -> list[tuple[object, ...]]:
    return [
        (one.vendor, one.place, one.status, one.score, one.low, one.high, one.price, one.nodes)
        for one in evaluation.ranking.results
    ]


def test_everything_that_bears_on_the_ranking_is_read_from_the_folder(done: Done) -> None:
    state, read = done.state, done.read
    again_ = evaluate_folder(read)

    assert read.refused() == []
    assert [bid.vendor for bid in read.intake.bids] == [bid.vendor for bid in state.bids]
    for mine, theirs in zip(read.intake.bids, state.bids, strict=True):
        values = ({key: one.value for key, one in bid.answers.items()} for bid in (mine, theirs))
        assert next(values) == next(values)
    assert numbers(again_) == numbers(state.evaluation)
    assert shortlist(again_.ranking, read.pack.method.shortlist) == shortlist_of(state)


def test_a_list_a_workbook_in_part_and_a_final_price_each_say_what_they_complete(done: Done) -> None:
    tender = done.read.tender
    assert tender is not None

    over = {one.name: one for one in tender.files if one.over}
    assert [sorted(one.items)[:2] for one in over.values()].count([]) == 1  # outside of a round
    assert {items for one in over.values() for items in one.items} >= {"TR-01", "REQ/R-03", "PRICE"}
    assert len(over) == 3
    first = next(bid for bid in done.read.intake.bids if bid.vendor == VENDOR)
    assert (first.answers["TR-01"].value, first.answers["TR-02"].value) == (3, 2)


@pytest.mark.parametrize("lost", ["settlements", "checks", "confirmations"])
def test_what_people_have_said_bears_on_the_ranking(done: Done, lost: str) -> None:
    assert done.read.tender is not None
    silent = replace(done.read, tender=replace(done.read.tender, **{lost: ()}))  # type: ignore[arg-type]  # tuples, all

    assert numbers(evaluate_folder(silent)) != numbers(done.state.evaluation)


def test_the_recommendation_needs_no_vendor_where_the_folder_says_who_was_chosen(done: Done, tmp_path: Path) -> None:
    nobody, options = Choice(vendor="", reason=""), ("zh", "", False, "zh")

    data, code = recommend_folder(done.arguments, nobody, options, tmp_path)  # type: ignore[arg-type]  # words as typed

    assert (code, data["vendor"], data["place"]) == (0, OTHER, 2)
    _, basis = folder_choice(done.arguments, nobody, "")
    (offer,) = done.offers
    assert offer.first is not None
    assert offer.first in secrets_of(ground_of(done.state), QINGHE).amounts
    assert basis.offers == tuple(
        Offered(vendor=one.vendor, first=one.first, final=one.final, state="taken") for one in done.offers
    )
    assert sorted(bid.vendor for bid in done.state.former) == [VENDOR, QINGHE, QINGHE]
    told, secret = ([former(done.read), former(replace(done.read, former=()))], secret_prices(ground_of(done.state)))
    whole, half = (secret_prices(folder_ground(basis, judged(done.read), one)) for one in told)
    assert whole == secret  # a file taken the place of as a whole and one refused are hidden, too
    assert half != secret
    assert done.read.tender is not None
    assert done.read.tender.selection is not None
    assert [one.name for one in done.read.tender.selection.members] == ["沈若溪", "Daniel Wirth"]
    (tmp_path / "first.xlsx").write_bytes(FIRST)
    with pytest.raises(FolderError, match="no_choice"):
        recommend_folder(("crm_platform", tmp_path, None, None), nobody, options, tmp_path)  # type: ignore[arg-type]  # a plain tuple of the places


def test_a_low_price_is_judged_in_the_folder_as_it_was_with_what_the_vendor_had_said(done: Done) -> None:
    read, basis = folder_choice(done.arguments, Choice(vendor="", reason=""), "")
    assert read.tender is not None
    (word,) = read.tender.low_prices

    assert basis.judged == {VENDOR: word} == basis_of(done.state, {}, firm=False).judged
    assert (word.accepted, word.explained, word.day) == (True, "own data centre", "2026-01-12")
    assert {one.rule for one in basis.evaluation.findings} >= {Rule.LOW_PRICE_ACCEPTED, Rule.ABNORMALLY_LOW}

    def ranked(**changed: Any) -> Status:
        tender = replace(done.read.tender, low_prices=(replace(word, **changed),))  # type: ignore[type-var]  # it is there
        return evaluate_folder(replace(done.read, tender=tender)).ranking.of(VENDOR).status

    assert ranked(accepted=False) is Status.EXCLUDED
    assert ranked(accepted=False, item="TOTAL 9.00") is basis.evaluation.ranking.of(VENDOR).status
    with pytest.raises(FolderError, match="low_price_item"):
        ranked(item="P-01")


def test_a_letter_of_the_folder_says_why_a_fact_counts_otherwise_and_never_who_checked_it(
    done: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "program", lambda: "")
    pack, bids, given, cards = done.arguments
    told = given.read_text("utf-8").replace("the files say less", "Rosa Lindt says: less", 1)
    tender = tmp_path / "tender.toml"
    tender.write_text(told.replace('by = "local"', 'by = "Rosa Lindt"'), "utf-8")
    wish, options = Wish(lang="en"), ("en", "2026-12-20", False, "en")
    choice = Choice(vendor=VENDOR, reason="the cheapest", second_reason="knows our systems")

    for seen, code in ((False, 1), (True, 0)):
        out = tmp_path / str(code)
        data, ended = recommend_folder((pack, bids, tender, cards), choice, options, out, replace(wish, seen=seen))  # type: ignore[arg-type]  # words as typed
        assert (ended, bool(data["letters"]), bool(data["remarks"])) == (code, seen, True)
        assert [path.name for path in out.iterdir() if path.suffix == ".txt"] == [
            Path(path).name for path in data["letters"] if path.endswith(".txt")
        ]
    (letter,) = (Path(path) for path in data["letters"] if "Corvane" in path and path.endswith(".txt"))
    assert letter.read_text("utf-8").count("the files say less") == 1
    assert "Rosa" not in letter.read_text("utf-8")


def test_a_workbook_that_the_tender_file_lists_must_be_there(done: Done, tmp_path: Path) -> None:
    (tmp_path / "first.xlsx").write_bytes(FIRST)

    with pytest.raises(FolderError, match="file_listed"):
        read_folder(done.arguments[0], tmp_path, done.arguments[2], None)


def test_a_word_on_what_is_not_asked_is_named(done: Done) -> None:
    assert done.read.tender is not None
    (word, *_) = done.read.tender.confirmations
    strange = replace(done.read.tender, confirmations=(replace(word, item="XX-99"),))

    with pytest.raises(FolderError, match="word_unknown"):
        evaluate_folder(replace(done.read, tender=strange))


def test_the_readme_names_every_part_and_the_command_in_both_languages(done: Done) -> None:
    told = (done.folder / "README.txt").read_text("utf-8")

    for path in done.folder.iterdir():
        if path.name not in ("README.txt", "checksums.txt"):
            assert told.count(f"\n{path.name}{'/' if path.is_dir() else ''}\n") == 2, path.name
    command = "evaluator rank --pack method/version-1 --bids originals --tender tender.toml --scores scorecards"
    assert told.count(command) == 2
    assert "originals/*.mapping.toml" in told
    for name, said_ in (("conversations", "own data centre"), ("sent", "by courier")):
        assert told.count(f"\nrecord/{name}.toml\n") == 2
        assert said_ in (done.folder / "record" / f"{name}.toml").read_text("utf-8")
