"""Lots of one purchase: started from one tender, seen by role, held to the limit of awards, written to a file and read again."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest

from evaluator.adapters.packs import PackError, PackFault, parse_tender
from evaluator.adapters.tender_text import tender_text
from evaluator.domain.finding import Rule
from evaluator.domain.text import Lang, Text
from evaluator.i18n.words import shown, t
from evaluator.intake.questionnaire import unit_prices
from evaluator.services import accounts, awarding, lots, tenders
from evaluator.services.archive import archive_tender
from evaluator.services.changing import told
from evaluator.services.commands import CONSOLE, LOCAL, Actor, NotAllowed, Role, new_command_id
from evaluator.services.dossier_tender import Taken, as_exported
from evaluator.services.exporting import template_bytes
from evaluator.services.lots import LotForm, add_lot, limit_of, lots_of, over_awarded
from evaluator.services.method_books import book_bytes
from evaluator.services.problem import Refused
from evaluator.services.ranking import rank_folder
from evaluator.services.recommending import basis_of, made
from evaluator.services.sample import sample_folder
from evaluator.services.state import TenderState, load
from evaluator.store.engine import DATABASE, sqlite_url
from evaluator.store.store import DENIED, Store
from evaluator.ui.views.lots import table
from tests.services.test_recommending import words
from tests.staff import enter, free_of_interests
from tests.ui.seeding import STAGES, TENDER, follow, seeded

ADA, BO = "Ada Cloud 阿达云软件有限公司", "Bo Systems Ltd"
SECOND = LotForm(purchase="P-2026-7", this="1", lot="2", name=Text("服务", "Services"), ceiling="190万", limit=1)


def now(store: Store, key: str = TENDER, who: Actor = LOCAL) -> TenderState:
    return load(store, who, key)


def following(store: Store, form: LotForm = SECOND, until: str = "", *, of: str = TENDER) -> str:
    """The next lot, as far as asked."""
    key = add_lot(store, LOCAL, new_command_id(), now(store, of), form)
    for stage in STAGES[: STAGES.index(until) + 1] if until else ():
        follow(store, key, stage)
    return key


def choose(store: Store, key: str, vendor: str, second: str = "") -> None:
    awarding.select_vendor(store, LOCAL, new_command_id(), key, vendor, "the best offer", second)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    opened: list[Store] = []

    def start(until: str) -> Store:
        opened.append(seeded(tmp_path / "own", until))
        return opened[-1]

    yield start
    for store in opened:
        store.close()


@pytest.fixture
def both(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Store, str]:
    """Two lots, the prices of both open; one vendor may have one."""
    content, key = _both()
    (tmp_path / DATABASE).write_bytes(content)
    store = Store.open(sqlite_url(tmp_path))
    request.addfinalizer(store.close)
    return store, key


@cache
def _both() -> tuple[bytes, str]:
    """The database of `both`, made once."""
    with TemporaryDirectory() as folder:
        store = seeded(Path(folder), "scores")
        key = following(store, until="opened")
        for stage in ("technical", "opened"):
            follow(store, TENDER, stage)
        store.close()
        return (Path(folder) / DATABASE).read_bytes(), key


def test_the_next_lot_starts_from_a_locked_method_unlocked_with_the_same_vendors_and_its_own_facts(
    own: Callable[[str], Store],
) -> None:
    store = own("bids")
    first = now(store)

    made_ = now(store, following(store, replace(SECOND, with_list=False)))

    one, two = now(store).tender, made_.tender
    assert (one.purchase, one.lot, one.award_limit) == ("P-2026-7", "1", 1)
    assert (two.purchase, two.lot, two.award_limit) == ("P-2026-7", "2", 1)
    assert first.locked and now(store).locked and not made_.locked
    assert made_.bids == () and made_.pack.method.criteria == first.pack.method.criteria
    kept = ("vendors", "evaluators", "deadline", "buyer", "terms", "route", "currency", "assignments")
    assert [name for name in kept if getattr(one, name) != getattr(two, name)] == []
    assert (two.name, two.ceiling, two.requirements) == (SECOND.name, Decimal(1900000), ())
    assert one.requirements and two.salt != one.salt
    assert tenders.opened(store, LOCAL) == two.id


def test_what_vendors_have_been_asked_stays_the_same_issue_when_a_tender_becomes_a_lot(
    own: Callable[[str], Store],
) -> None:
    store = own("locked")
    before = now(store).asked.issue

    following(store)

    assert now(store).asked.issue == before


def test_quantities_of_the_tender_file_become_the_lots_own_and_can_be_changed(own: Callable[[str], Store]) -> None:
    store = own("locked")
    plain = now(store).pack.method.price.lines[0]
    wanted = f"quantities = {{ {plain.id} = 7 }}\n"
    content = (sample_folder() / "tender.toml").read_text("utf-8").replace(TENDER, "Q-1")
    first = tenders.start_tender(store, LOCAL, "q", wanted + content)

    lot = now(store, following(store, of=first))

    assert lot.tender.quantities == {}
    assert unit_prices(lot.pack.method, lot.tender)[0].quantity == Decimal(7) != plain.quantity


def test_a_third_lot_takes_purchase_and_limit_from_the_lot_at_hand_even_once_that_is_archived(
    both: tuple[Store, str],
) -> None:
    store, key = both
    archive_tender(store, LOCAL, new_command_id(), TENDER)

    third = now(store, following(store, replace(SECOND, purchase="other", this="9", lot="3", limit=5))).tender

    assert (third.purchase, third.lot, third.award_limit) == ("P-2026-7", "3", 1)
    there = lots_of(store, LOCAL, third)
    assert [lot.tender.lot for lot in there] == ["1", "2", "3"]
    assert [bool(lot.state and lot.state.archived_at) for lot in there] == [True, False, False]
    assert key == there[1].id


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        (replace(SECOND, name=Text(" ")), "lot_unnamed"),
        (replace(SECOND, purchase=" "), "lot_unnumbered"),
        (replace(SECOND, this=""), "lot_unnumbered"),
        (replace(SECOND, lot=" "), "lot_unnumbered"),
        (replace(SECOND, lot="１"), "lot_there"),
        (replace(SECOND, ceiling="a lot"), "not_an_amount"),
    ],
)
def test_a_lot_without_its_facts_is_refused_and_nothing_is_half_done(
    own: Callable[[str], Store], form: LotForm, problem: str
) -> None:
    store = own("locked")

    with pytest.raises(Refused) as caught:
        following(store, form)

    assert caught.value.key == f"refused.{problem}"
    assert now(store).tender.purchase == "" and len(tenders.tenders(store, LOCAL)) == 1


def test_a_number_that_another_lot_has_is_refused(own: Callable[[str], Store]) -> None:
    store = own("locked")
    following(store)
    content = (sample_folder() / "tender.toml").read_text("utf-8").replace(TENDER, "Q-1")
    alone = tenders.start_tender(store, LOCAL, "q", content)

    for wish in (SECOND, replace(SECOND, this="3"), replace(SECOND, this="2", lot="4")):
        with pytest.raises(Refused, match="lot_there"):
            following(store, wish, of=alone)
    assert now(store, alone).tender.purchase == ""


@pytest.mark.parametrize("until", ["technical", "opened"])
def test_a_tender_becomes_no_lot_once_its_technical_scores_are_locked(own: Callable[[str], Store], until: str) -> None:
    store = own(until)

    with pytest.raises(Refused, match="lot_late"):
        following(store)


def test_before_a_lots_prices_are_open_neither_place_nor_choice_of_it_is_told(own: Callable[[str], Store]) -> None:
    store = own("scores")
    key = following(store, until="technical")

    sealed = lots_of(store, LOCAL, now(store).tender)
    follow(store, key, "opened")
    opened = lots_of(store, LOCAL, now(store).tender)

    assert [(lot.opened, lot.first, lot.choice) for lot in sealed] == [(False, (), None)] * 2
    assert [(lot.opened, lot.first) for lot in opened] == [(False, ()), (True, (ADA,))]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_vendor_beyond_the_limit_is_chosen_for_a_second_reason_only_and_the_finding_stays(
    both: tuple[Store, str], lang: Lang
) -> None:
    store, key = both
    choose(store, TENDER, ADA)
    assert over_awarded(lots_of(store, LOCAL, now(store).tender)) == ()

    with pytest.raises(Refused) as caught:
        choose(store, key, ADA)
    assert caught.value.key == "refused.second_reason_limit"
    assert "1、2" in t(caught.value.key, "zh", **caught.value.params) and ADA in t(
        caught.value.key, lang, **caught.value.params
    )

    choose(store, key, ADA, "nobody else can do both")
    for tender in (TENDER, key):
        (found,) = over_awarded(lots_of(store, LOCAL, now(store, tender).tender))
        assert (found.rule, found.vendor, dict(found.params)["lots"]) == (Rule.AWARD_LIMIT, ADA, Text("1、2", "1, 2"))


def test_another_vendor_or_no_limit_asks_for_nothing_more(both: tuple[Store, str]) -> None:
    store, key = both
    choose(store, TENDER, ADA)
    choose(store, key, BO, "Ada has lot 1")

    assert over_awarded(lots_of(store, LOCAL, now(store).tender)) == ()
    assert [lot.choice.vendor for lot in lots_of(store, LOCAL, now(store).tender) if lot.choice] == [ADA, BO]


def test_the_company_of_a_variant_is_counted_not_the_variants_name(both: tuple[Store, str]) -> None:
    store, key = both
    choose(store, TENDER, ADA)
    one, two = lots_of(store, LOCAL, now(store).tender)
    two = replace(two, tender=replace(two.tender, variants={BO: ADA}))

    (found,) = over_awarded((one, two), key, BO)
    assert (found.vendor, two.company(BO), two.company(ADA)) == (ADA, ADA, ADA)


def test_the_least_limit_of_the_lots_counts_and_none_is_no_limit(both: tuple[Store, str]) -> None:
    store, _ = both
    one, two = lots_of(store, LOCAL, now(store).tender)

    def limited(lot: int | None) -> int | None:
        return limit_of(
            (
                replace(one, tender=replace(one.tender, award_limit=2)),
                replace(two, tender=replace(two.tender, award_limit=lot)),
            )
        )

    assert (limited(1), limited(None), limited(5)) == (1, 2, 2)
    assert limit_of([replace(one, tender=replace(one.tender, award_limit=None))]) is None


def test_a_choice_in_an_archived_lot_counts_and_one_in_a_removed_lot_does_not(both: tuple[Store, str]) -> None:
    store, key = both
    choose(store, TENDER, ADA)
    archive_tender(store, LOCAL, new_command_id(), TENDER)
    assert len(over_awarded(lots_of(store, LOCAL, now(store, key).tender), key, ADA)) == 1

    tenders.remove_tender(store, LOCAL, new_command_id(), key)
    assert [lot.id for lot in lots_of(store, LOCAL, now(store).tender)] == [TENDER]
    third = following(store, replace(SECOND, lot="2"))
    assert [lot.id for lot in lots_of(store, LOCAL, now(store).tender)] == [TENDER, third]


def test_the_record_tells_what_a_change_made_of_a_lot(own: Callable[[str], Store]) -> None:
    store = own("locked")
    following(store, replace(SECOND, purchase="CRM-T7"))
    tender = now(store)
    tenders.change_tender(store, LOCAL, new_command_id(), TENDER, tender.ver, {"award_limit": None})

    joined, freed = (event.note["facts"] for event in store.events(TENDER) if event.action == "tender.edit")
    assert [(shown(name, "en"), shown(how, "en")) for name, how in told(joined)] == [
        ("Purchase", "from “none” to “CRM-T7”"), ("Lot", "from “none” to “1”"), ("Most lots for one vendor", "from “none” to “1”"),
    ]  # fmt: skip
    assert [shown(how, "zh") for _, how in told(freed)] == [
        t("change.from_to", "zh", before="1", after=t("change.none", "zh"))
    ]


def test_nothing_is_told_of_a_lot_in_which_a_person_has_no_role(
    both: tuple[Store, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import PasswordHasher

    from evaluator.services import signing_in

    monkeypatch.setattr(signing_in, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    store, key = both
    choose(store, TENDER, ADA)
    accounts.add_person(store, CONSOLE, new_command_id(), "Ann", roles=[Role.ADMIN])
    person = accounts.add_person(store, CONSOLE, new_command_id(), "Lea")
    accounts.set_roles(store, CONSOLE, new_command_id(), key, person, [Role.LEAD], 0)
    lea = enter(store, "Lea", person)
    free_of_interests(store, lea, key)
    before = len([one for one in store.events(TENDER) if one.action == DENIED])

    mine = lots_of(store, lea, now(store, key, lea).tender)
    awarding.select_vendor(store, lea, new_command_id(), key, ADA, "the best offer")

    assert [lot.id for lot in mine] == [key]
    assert now(store, key, lea).selection is not None  # the choice in the other lot is not hinted at
    assert len([one for one in store.events(TENDER) if one.action == DENIED]) == before
    with pytest.raises(NotAllowed):
        add_lot(store, lea, new_command_id(), now(store, key, lea), replace(SECOND, lot="3"))
    accounts.set_roles(store, CONSOLE, new_command_id(), TENDER, person, [Role.LEAD], 0)
    free_of_interests(store, lea, TENDER)
    assert len(over_awarded(lots_of(store, lea, now(store, key, lea).tender))) == 1


def test_a_lot_is_written_to_its_file_and_read_again(own: Callable[[str], Store]) -> None:
    store = own("locked")
    key = following(store)

    text = tender_text(as_exported(now(store, key), [], Taken()))

    assert 'purchase = "P-2026-7"' in text and 'lot = "2"' in text and "award_limit = 1" in text
    assert parse_tender(text) == now(store, key).tender
    again = parse_tender(text.replace(key, "again"))
    assert (again.purchase, again.lot, again.award_limit) == ("P-2026-7", "2", 1)


@pytest.mark.parametrize(("layout", "told"), [("zh", ("所属采购", "标包号")), ("en", ("Purchase", "Lot"))])
def test_workbooks_and_recommendation_name_purchase_and_lot(
    both: tuple[Store, str], layout: Lang, told: tuple[str, str]
) -> None:
    store, key = both
    choose(store, key, ADA)
    choose(store, TENDER, ADA, "nobody else can do both")

    state = now(store)
    paper = words(made(basis_of(state, {}, firm=False), layout, "docx"))
    cover = openpyxl.load_workbook(
        io.BytesIO(template_bytes(state.pack, state.tender, layout)["technical"])
    ).worksheets[0]
    cells = {str(cover.cell(row, 2).value): cover.cell(row, 3).value for row in range(1, 20)}

    assert [cells[name] for name in told] == ["P-2026-7", "1"]
    assert cells[t("workbook.cover.award_limit", layout)] == "1"
    assert all(f"{name}\n{value}" in paper for name, value in zip(told, ("P-2026-7", "1"), strict=True))
    assert t("award.second_limit", layout) in paper and t("award.second_reason", layout) not in paper


@pytest.mark.parametrize(("lang", "told"), [("zh", "标包 2（P-2026-7）"), ("en", "Lot 2 of P-2026-7")])
def test_the_method_workbook_of_a_lot_says_so_and_that_of_a_tender_alone_does_not(
    own: Callable[[str], Store], lang: Lang, told: str
) -> None:
    store = own("locked")
    alone = now(store)
    lot = now(store, following(store))

    def under(state: TenderState) -> str:
        book = openpyxl.load_workbook(io.BytesIO(book_bytes(state.pack, state.tender, lang)))
        return str(book.worksheets[0].cell(2, 1).value)

    assert under(lot) == f"{under(alone)} · {told}"


def test_a_tender_file_starts_a_lot_of_a_purchase_that_is_there(own: Callable[[str], Store]) -> None:
    store = own("locked")
    following(store)
    content = (sample_folder() / "tender.toml").read_text("utf-8").replace(TENDER, "Q-1")

    tenders.start_tender(store, LOCAL, "file", 'purchase = "ｐ-2026-7"\nlot = "10"\n' + content)

    there = lots_of(store, LOCAL, now(store).tender)
    assert [lot.tender.lot for lot in there] == ["1", "2", "10"]
    assert limit_of(there) == 1


def test_rank_reads_the_folder_of_a_lot_as_that_of_any_tender(tmp_path: Path) -> None:
    folder, file = sample_folder(), tmp_path / "lot.toml"
    keys = 'purchase = "P-7"\nlot = "2"\naward_limit = 1\n'
    file.write_text(keys + (folder / "tender.toml").read_text("utf-8"), "utf-8")

    plain, _ = rank_folder("crm_platform", folder, None, folder / "scorecards", ("en", False))

    assert rank_folder("crm_platform", folder, file, folder / "scorecards", ("en", False))[0] == plain


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_lot_that_this_program_cannot_open_is_listed_and_not_counted(
    both: tuple[Store, str], monkeypatch: pytest.MonkeyPatch, lang: Lang
) -> None:
    store, key = both
    state = now(store)

    def opening(store: Store, actor: Actor, tender_id: str) -> TenderState:
        if tender_id == key:
            raise PackError([PackFault("method.toml", "x", "unknown_key")])
        return load(store, actor, tender_id)

    monkeypatch.setattr(lots, "load", opening)
    one, two = lots_of(store, LOCAL, state.tender)

    assert (one.first, two.state, two.opened, two.first, two.choice) == ((ADA,), None, False, (), None)
    assert over_awarded((one, two), TENDER, ADA) == ()
    told = [str(getattr(cell, "text", cell)) for cell in table((one, two), TENDER, lang)[1][1].cells]
    assert t("lots.unreadable", lang) in told
