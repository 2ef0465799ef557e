"""What goes out to a vendor comes back as that vendor's, and the ledger says who has which issue."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from evaluator.adapters.tender_text import tender_text
from evaluator.domain.text import Lang
from evaluator.services import exports, sending
from evaluator.services.bids import import_files
from evaluator.services.commands import LOCAL
from evaluator.services.methods import lock_method
from evaluator.services.problem import Refused
from evaluator.services.sending import Wish
from evaluator.services.state import TenderState, load
from evaluator.services.tenders import TenderForm, change_tender, start_form, start_tender
from evaluator.store.engine import sqlite_url
from evaluator.store.store import Store

IN_CHINESE = Wish(layout="zh")
VENDORS = ("星河通信（北京）有限公司", 'Ada: "Telecom" Ltd')


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(sqlite_url(tmp_path))


def _tender(store: Store, *, locked: bool = True, languages: tuple[Lang, ...] = ("zh",)) -> str:
    form = TenderForm(
        name="办公电话系统", pack="services_cn", buyer_name="采购人", vendors=VENDORS, deadline="2027-03-01T17:00",
        languages=languages, other_name="Office telephones",
    )  # fmt: skip
    key = start_form(store, LOCAL, "start", form)
    if locked:
        lock_method(store, LOCAL, "lock", key)
    return key


def _now(store: Store, key: str) -> TenderState:
    return load(store, LOCAL, key)


def _send(
    store: Store, key: str, *vendors: str, way: str = "e-mail", command: str = "send", wish: Wish = IN_CHINESE
) -> None:
    sending.record_sending(store, LOCAL, command, key, vendors, way, wish)


def _opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return {name: box.read(name) for name in box.namelist()}


def test_a_package_holds_both_workbooks_with_the_vendors_name_and_a_note(store: Store) -> None:
    now = _now(store, _tender(store))

    made = sending.package(now.pack, now.tender, VENDORS[0], Wish(layout="zh", added="请提前联系。"))

    assert set(made) == {"投标说明.txt", f"{VENDORS[0]}_技术.xlsx", f"{VENDORS[0]}_报价.xlsx"}
    note = made["投标说明.txt"].decode("utf-8-sig")
    for words in (VENDORS[0], "办公电话系统", now.id, "2027年3月1日 17:00", "请提前联系。", now.asked.issue[:8]):
        assert words in note
    for name, data in made.items():
        if name.endswith(".xlsx"):
            cells = [cell.value for row in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0] for cell in row]
            assert VENDORS[0] in cells, name


def test_what_went_out_comes_back_as_that_vendors(store: Store) -> None:
    key = _tender(store)
    now = _now(store, key)
    made = sending.package(now.pack, now.tender, VENDORS[1], Wish(layout="en"))

    name, data = next((name, data) for name, data in made.items() if "technical" in name)
    came = import_files(store, LOCAL, "came", key, [("answers.xlsx", data)])

    assert name == "Ada_ _Telecom_ Ltd_technical.xlsx"
    assert [(one.status, one.vendor) for one in came] == [("stored", VENDORS[1])]


def test_a_final_price_round_sends_the_price_workbook_only(store: Store) -> None:
    now = _now(store, _tender(store))

    made = sending.package(now.pack, now.tender, VENDORS[0], Wish(layout="both", final_due="2027-04-02"))

    assert set(made) == {"投标说明.txt", f"{VENDORS[0]}_报价.xlsx"}
    note = made["投标说明.txt"].decode("utf-8-sig")
    assert "2027年4月2日" in note
    assert "2 April 2027" in note
    assert "最终报价" in note


def test_the_ledger_says_what_was_sent_to_whom(store: Store) -> None:
    key = _tender(store)

    _send(store, key, *VENDORS)

    rows = sending.sendings(store, LOCAL, key)
    now = _now(store, key)
    by_vendor = {row.vendor: row for row in rows}
    assert set(by_vendor) == set(VENDORS)
    assert {(row.way, row.lang, row.issue) for row in rows} == {("e-mail", "zh", now.asked.issue)}
    token = exports.mint(store, LOCAL, key, "packages", vendors=VENDORS[0], lang="zh")
    name, kind, data = exports.build(store, LOCAL, token)
    assert (name, kind) == (f"{key}-{VENDORS[0]}.zip", exports.ZIP)
    assert by_vendor[VENDORS[0]].sha256 == sha256(data).hexdigest()


def test_several_packages_come_as_one_zip_of_zips(store: Store) -> None:
    key = _tender(store)

    token = exports.mint(store, LOCAL, key, "packages", vendors="\n".join(VENDORS), lang="en")
    _, _, data = exports.build(store, LOCAL, token)

    boxes = _opened(data)
    assert sorted(boxes) == sorted(f"{sending.safe(vendor)}.zip" for vendor in VENDORS)
    assert all(len(_opened(box)) == 3 for box in boxes.values())


def test_one_download_gives_each_vendor_its_own_language(store: Store) -> None:
    key = _tender(store, languages=("zh", "en"))

    token = exports.mint(store, LOCAL, key, "packages", vendors="\n".join(VENDORS), lang=sending.OWN)
    boxes = _opened(exports.build(store, LOCAL, token)[2])
    each = sending.each_own(load(store, LOCAL, key).tender, VENDORS)
    _send(store, key, *VENDORS, wish=Wish(by_vendor=each))

    chinese, english = (boxes[f"{sending.safe(vendor)}.zip"] for vendor in VENDORS)
    notes = [
        _opened(box)[name].decode("utf-8-sig")
        for box, name in ((chinese, "投标说明.txt"), (english, "covering note.txt"))
    ]
    assert ["Office telephones" in note for note in notes] == [False, True]  # the name of the tender in each language
    assert ["办公电话系统" in note for note in notes] == [True, False]
    rows = {row.vendor: (row.lang, row.sha256) for row in sending.sendings(store, LOCAL, key)}
    assert rows == {
        VENDORS[0]: ("zh", sha256(chinese).hexdigest()), VENDORS[1]: ("en", sha256(english).hexdigest())
    }  # fmt: skip


def test_what_asks_for_a_final_price_is_not_named_like_the_invitation(store: Store) -> None:
    key = _tender(store)

    def names(vendors: str, **due: str) -> set[str]:
        name, _, data = exports.build(
            store, LOCAL, exports.mint(store, LOCAL, key, "packages", vendors=vendors, lang="zh", **due)
        )
        return {name, *(one for one in _opened(data) if one.endswith(".zip"))}

    for vendors in (VENDORS[0], "\n".join(VENDORS)):
        assert names(vendors)
        assert not names(vendors) & names(vendors, due="2026-12-20")


def test_each_vendor_is_written_to_in_its_own_language(store: Store, tmp_path: Path) -> None:
    """The tender gives it at first; what asks for a final price goes out in the language of what was sent last."""
    key = _tender(store)
    tender = replace(_now(store, key).tender, languages=("zh", "en"), vendor_languages={VENDORS[1].upper(): "en"})
    (tmp_path / "tender.toml").write_text(tender_text(tender), "utf-8")

    def notes(boxes: Iterable[tuple[str, bytes]]) -> dict[str, bool]:
        return {name.partition("-")[0].removesuffix(".zip"): "投标说明.txt" in _opened(data) for name, data in boxes}

    paths = sending.write_packages("services_cn", tmp_path / "tender.toml", Wish(layout="zh"), tmp_path / "out")
    chinese = {sending.safe(VENDORS[0]): True, sending.safe(VENDORS[1]): False}
    assert notes((path.name, path.read_bytes()) for path in paths) == chinese

    _send(store, key, VENDORS[0])
    sending.record_sending(store, LOCAL, "other", key, VENDORS[1:], "e-mail", Wish(layout="en"))
    token = exports.mint(store, LOCAL, key, "packages", vendors="\n".join(VENDORS), lang="both", due="2027-04-02")
    assert notes(_opened(exports.build(store, LOCAL, token)[2]).items()) == chinese


def test_a_language_ends_with_the_invitation_of_its_vendor(store: Store) -> None:
    tender = replace(_now(store, _tender(store)).tender, id="T-2", vendor_languages=dict.fromkeys(VENDORS, "zh"))
    start_tender(store, LOCAL, "from a file", tender_text(tender))

    change_tender(store, LOCAL, "fewer", "T-2", _now(store, "T-2").ver, {"vendors": VENDORS[1:]})

    assert _now(store, "T-2").tender.vendor_languages == {VENDORS[1]: "zh"}


def test_two_vendors_whose_names_make_the_same_file_name_both_get_a_package(store: Store) -> None:
    now = _now(store, _tender(store))

    made = sending.packages(now.pack, now.tender, ("A/B", "A:B"), Wish(layout="en"))

    assert sorted(made) == ["A_B 2.zip", "A_B.zip"]


@pytest.mark.parametrize(
    ("vendors", "way", "why"),
    [((), "e-mail", "nobody_chosen"), (("Stranger",), "e-mail", "not_invited"), (VENDORS, " ", "way_missing"),
     (VENDORS, "x" * 201, "too_long")],
)  # fmt: skip
def test_a_sending_that_makes_no_sense_is_refused(store: Store, vendors: tuple[str, ...], way: str, why: str) -> None:
    key = _tender(store)

    with pytest.raises(Refused, match=why):
        _send(store, key, *vendors, way=way)

    assert sending.sendings(store, LOCAL, key) == ()


def test_nothing_goes_out_before_the_method_is_locked(store: Store) -> None:
    key = _tender(store, locked=False)

    with pytest.raises(Refused, match="send_unlocked"):
        _send(store, key, VENDORS[0])
    token = exports.mint(store, LOCAL, key, "packages", vendors=VENDORS[0], lang="zh")
    with pytest.raises(Refused, match="send_unlocked"):
        exports.build(store, LOCAL, token)


def test_a_vendor_invited_later_can_be_sent_to(store: Store) -> None:
    key = _tender(store)
    change_tender(store, LOCAL, "more", key, _now(store, key).ver, {"vendors": (*VENDORS, "Bo Ltd")})

    _send(store, key, "Bo Ltd")

    assert [row.vendor for row in sending.sendings(store, LOCAL, key)] == ["Bo Ltd"]
