"""A purchase of office telephones in English by the command line alone, from the buyer's own questionnaire to the letters.

Every command is started once in a process of its own, then in this one; what people do in Excel is done by openpyxl.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from tests.acceptance.desk.papers import unpacked
from tests.adapters.filling import row_of, sheet_with
from tests.adapters.office import converted, pages
from tests.telephony import filled, questionnaire
from tests.test_cli import Said, alone, run, weigh

pytestmark = pytest.mark.office

ALDER, BIRCH, CEDAR = "Alder Voice Ltd", "Birch Telecom Ltd", "Cedar Networks Ltd"
VENDORS = (ALDER, BIRCH, CEDAR)
PANEL = {"Ines Falk": (4, 3, 2), "Jonas Reed": (5, 3, 3), "Kiran Mehta": (4, 4, 3)}
TECHNICAL = ("1.1", "1.2", "1.3", "1.10", "2.1", "2.2", "2.3")
ANSWERS: Mapping[str, tuple[Any, ...]] = {
    "1.1": ("Yes", "Yes", "Yes"),
    "1.2": (800, 600, 600),
    "1.3": ("wired and wireless", "wired only", "wired only"),
    "1.10": ("SIP trunks, set up by three named engineers.", "A nightly file.", "A documented interface."),
    "2.1": (10, "10-30", 20),
    "2.2": ("Yes", "Yes", "Yes"),
    "2.3": ("99.99%", "99.9%", "99.5%"),
    "3.1": (2, "2 or 4", 8),
    "3.2": ("Six engineers in Bristol.", "Two engineers.", "Three engineers."),
    "3.3": ("2027-01-15", "2027-02-15", "2027-03-15"),
}
PRICES = {ALDER: (30000, 120, 4000), BIRCH: (25000, 90, 3500), CEDAR: (26000, 95, 3000)}
EVALUATED = {ALDER: "102,000.00", BIRCH: "80,500.00", CEDAR: "82,500.00"}
FINAL = (24000, 85, 3000)  # 75,500.00 with 500 telephones and three years
_STARTED: set[str] = set()
FIRST_REASON = "The lowest cost over three years that our own staff can run."
SECOND_REASON = "The first-placed bid needs a server room that we do not have."
TENDER = """\
id = "RV-2026-TEL-02"
pack = "telephony"
route = "negotiated"
languages = ["en"]
currency = "GBP"
tax_basis = "excluded"
ceiling = 150000
deadline = "2026-10-30T17:00"
draft_date = "2026-11-20"
vendors = ["Alder Voice Ltd", "Birch Telecom Ltd", "Cedar Networks Ltd"]
evaluators = ["Ines Falk", "Jonas Reed", "Kiran Mehta"]

[name]
en = "Office telephony"

[buyer]
name = { en = "River Vale Housing Association" }
contact = "Mona Price"
email = "tenders@rivervale.example"

[terms]
delivery_place = { en = "1 Quay Road, Bristol" }
delivery_days = 60

[assignments]
"Jonas Reed" = ["c01.panel"]
"Kiran Mehta" = ["c02.panel"]
"""
SETTLED = """
[[settlements]]
vendor = "Birch Telecom Ltd"
item = "{item}"
value = {value}
reason = "The slower of the two"
by = "Mona Price"
date = "2026-11-02"
source = "E-mail of 2 November 2026"
"""
LATER = """
[[files]]
name = "{name}"
vendor = "{vendor}"
over = ["first/{name}"]
"""


@dataclass(frozen=True)
class Purchase:
    """The folder in which somebody buys telephones."""

    root: Path

    @property
    def pack(self) -> Path:
        return self.root / "tuned"

    @property
    def bids(self) -> Path:
        return self.root / "bids"

    @property
    def tender(self) -> Path:
        return self.bids / "tender.toml"

    @property
    def folder(self) -> tuple[str, ...]:
        return ("--pack", str(self.pack), "--bids", str(self.bids))

    @property
    def scored(self) -> tuple[str, ...]:
        return (*self.folder, "--scores", str(self.root / "cards"))

    def copy(self, name: str) -> Purchase:
        """The same purchase in another folder, to be spoilt there."""
        shutil.copytree(self.root, self.root.parent / name)
        return Purchase(self.root.parent / name)


def done(*arguments: str | Path, code: int = 0) -> Said:
    """A command that ends as it should."""
    said = (alone if arguments[0] not in _STARTED else run)(*arguments)
    _STARTED.add(str(arguments[0]))
    assert said.code == code, (said.out, said.errors)
    return said


def ask(purchase: Purchase) -> None:
    """From the questionnaire to a pack with changed weights."""
    root, ours = purchase.root, purchase.root / "ours.xlsx"
    ours.write_bytes(questionnaire("en"))
    done("questionnaire", ours, "--out", root / "work", code=1)
    table = root / "work" / "assignment.xlsx"
    decided = {key: {"Criterion": "Technical" if key in TECHNICAL else "Service"} for key in ANSWERS}
    decided["1.1"]["Gate"] = "Yes"
    decided["2.1"] |= {"Way of judging": "by rule", "Scale": "60 → 5"}
    decided["3.1"] |= {"Way of judging": "by rule", "Scale": "24 → 2", "Gate": "≤ 48"}
    table.write_bytes(filled(table.read_bytes(), (("Technical", "40"), ("Service", "20")), "40", decided))
    made = root / "telephony"
    done("questionnaire", ours, "--assign", table, "--title", "Office telephony", "--out", made)
    book = root / "method.xlsx"
    done("method", "--pack", made, "--lang", "en", "--out", book)
    weigh(book, "C:c01", 45)
    weigh(book, "C:price", 35)
    told = done("method", "--pack", made, "--from", book, "--out", purchase.pack).out
    assert "criterion c01 weight: 40 → 45" in told
    assert "criterion price weight: 40 → 35" in told


def invite(purchase: Purchase) -> None:
    """A tender file, and a package for each vendor; what each sends back out of LibreOffice, one of them as .ods."""
    purchase.bids.mkdir()
    purchase.tender.write_text(TENDER, "utf-8")
    sent = purchase.root / "sent"
    tender = ("--tender", str(purchase.tender), "--lang", "en", "--packages")
    done("template", "--pack", purchase.pack, *tender, "--out", sent)
    assert {path.name for path in sent.iterdir()} == {f"{vendor}.zip" for vendor in VENDORS}
    for place, vendor in enumerate(VENDORS):
        answers = {key: given[place] for key, given in ANSWERS.items()}
        for name, data in unpacked((sent / f"{vendor}.zip").read_bytes()).items():
            if name.endswith(".xlsx"):
                filled_in = PRICES[vendor] if name.endswith("_price.xlsx") else answers
                (purchase.bids / name).write_bytes(answered(data, filled_in))
            else:
                note = data.decode("utf-8-sig")
                assert "due by 30 October 2026, 17:00" in note
                assert "Where evidence is asked for" in note  # this questionnaire asks for none
    books = sorted(purchase.bids.glob("*.xlsx"))
    cedar = [book for book in books if book.name.startswith(CEDAR)]
    office = purchase.root / "office"
    office.mkdir()
    saved = converted(office, [book for book in books if book not in cedar], "xlsx") + converted(office, cedar, "ods")
    for book in books:
        book.unlink()
    for path in saved:
        shutil.move(path, purchase.bids)
    assert sorted(path.suffix for path in saved) == [".ods"] * 2 + [".xlsx"] * 4


def answered(data: bytes, given: Mapping[str, Any] | tuple[int, ...]) -> bytes:
    """A vendor's workbook with its answers, or with its unit prices."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    prices = {f"P-0{number}": price for number, price in enumerate(given, start=1)} if isinstance(given, tuple) else {}
    for key, value in (prices or dict(given)).items():  # type: ignore[arg-type]  # pairs
        sheet = sheet_with(book, key)
        sheet.cell(row_of(sheet, key), 5 if prices else 4).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def score(purchase: Purchase) -> None:
    """The scorecards of the panel, out and filled in: each holds the evaluator's own sub-criteria and no price."""
    cards = purchase.root / "cards"
    done("scorecard", "--all", *purchase.folder, "--lang", "en", "--out", cards)
    sheets = {"Ines Falk": ["c01.panel", "c02.panel"], "Jonas Reed": ["c01.panel"], "Kiran Mehta": ["c02.panel"]}
    for name, points in PANEL.items():
        path = card(purchase, name)
        book = openpyxl.load_workbook(path)
        seen = []
        for sheet in book:
            for vendor, given in zip(VENDORS, points, strict=True):
                for row in sheet.iter_rows():
                    code, _, whose = str(row[0].value).partition("|")
                    if whose == vendor:
                        seen.append(code)
                        row[3].value, row[4].value = given, f"The answers of {whose} are level {given}."  # type: ignore[assignment]  # cells
        assert sorted(set(seen)) == sheets[name]
        assert not {30000, 25000, 26000} & {cell.value for sheet in book for row in sheet for cell in row}
        book.save(path)


def card(purchase: Purchase, name: str) -> Path:
    return purchase.root / "cards" / f"RV-2026-TEL-02-{name}.xlsx"


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Purchase:
    """The purchase up to the scorecards that came back; two answers are still to be settled."""
    purchase = Purchase(tmp_path_factory.mktemp("telephony") / "purchase")
    purchase.root.mkdir()
    ask(purchase)
    invite(purchase)
    score(purchase)
    return purchase


def test_telephones_are_bought_by_commands_alone(scored: Purchase) -> None:
    purchase = scored.copy("bought")
    settle(purchase)
    improve(purchase)
    decide(purchase)


def settle(purchase: Purchase) -> None:
    """Two ambiguous answers, told with their cells, are settled in the tender file; what was a range becomes a place."""
    read = done("inspect", purchase.bids, "--pack", purchase.pack).out
    assert "B. Reliability and security!D4  “10-30” is not one definite number" in read
    assert "C. Service!D4  “2 or 4” is not one definite number" in read
    before = done("rank", *purchase.scored, "--json").json["ranking"]
    open_bid = next(row for row in before if row["vendor"] == BIRCH)
    assert (open_bid["status"], open_bid["place"]) == ("unsettled", None)

    settled = [SETTLED.format(item=item, value=value) for item, value in (("2.1", 30), ("3.1", 4))]
    purchase.tender.write_text(TENDER + "".join(settled), "utf-8")
    after = done("rank", *purchase.scored, "--json").json["ranking"]

    assert [(row["place"], row["vendor"]) for row in after] == [(1, ALDER), (2, BIRCH), (3, CEDAR)]
    now = after[1]
    low, high = open_bid["bounds"]
    assert low < now["score"] < high
    assert now["bounds"] == [now["score"], now["score"]]
    # Weights of the method workbook, not of the questionnaire.
    assert {key: part["weight"] for key, part in now["criteria"].items()} == {"c01": 0.45, "c02": 0.2, "price": 0.35}
    assert (now["criteria"]["price"]["value"], after[0]["criteria"]["price"]["value"]) == (1, 0.7892)


def improve(purchase: Purchase) -> None:
    """A last round on price: the second-placed sends a cheaper price workbook, and its first one is kept beside it."""
    out = purchase.root / "final"
    tender = ("--tender", str(purchase.tender), "--lang", "en")
    done("template", "--pack", purchase.pack, *tender, "--final-by", "2026-11-12", "--out", out)
    files = unpacked((out / f"{BIRCH}-final-prices.zip").read_bytes())
    (name,) = [name for name in files if name.endswith(".xlsx")]
    assert "12 November 2026" in files["covering note.txt"].decode("utf-8-sig")
    assert name == f"{BIRCH}_price.xlsx"
    first = {row["vendor"]: row["score"] for row in ranking(purchase)}

    (purchase.bids / "first").mkdir()
    shutil.move(purchase.bids / name, purchase.bids / "first")
    (purchase.bids / name).write_bytes(answered(files[name], FINAL))
    with purchase.tender.open("a", encoding="utf-8") as tender_file:
        tender_file.write(LATER.format(vendor=BIRCH, name=name))

    last = {row["vendor"]: row["score"] for row in ranking(purchase)}
    assert last[ALDER] < first[ALDER]
    assert last[CEDAR] < first[CEDAR]
    assert last[BIRCH] == first[BIRCH]  # the lowest price had all its points already


def ranking(purchase: Purchase) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = done("rank", *purchase.scored, "--no-second-opinions", "--json").json["ranking"]
    return rows


def decide(purchase: Purchase) -> None:
    """Shortlist, draft, recommendation and letters, opened and read."""
    out = purchase.root / "out"
    totals = {row["vendor"]: f"{100 * row['score']:.3f}" for row in ranking(purchase)}
    listed = done("shortlist", *purchase.scored, "--lang", "en", "--out", out / "shortlist.xlsx", "--json").json
    assert listed["vendors"] == list(VENDORS)
    book = openpyxl.load_workbook(out / "shortlist.xlsx")
    assert {BIRCH, "Office telephony"} <= {cell.value for sheet in book for row in sheet for cell in row}
    (draft, *_) = done(
        "draft", *purchase.scored, "--vendor", BIRCH, "--lang", "en", "--out", out / "draft", "--json"
    ).json["files"]  # fmt: skip
    drafted = words(Path(draft))
    for part in (BIRCH, "River Vale Housing Association", "1 Quay Road, Bristol", "GBP 75,500.00 (tax excluded)"):
        assert part in drafted, part
    assert "all taxes" not in drafted

    chosen = ("recommend", *purchase.scored, "--vendor", BIRCH, "--reason", FIRST_REASON, "--lang", "en")
    refused = done(*chosen, "--out", out / "award", code=1)
    assert refused.errors == ["This vendor is in place 2. Give a second reason for not choosing the first."]
    assert not (out / "award").exists()
    people = ("--member", "Lewis Hart, director", "--member", "Mona Price, procurement", "--chair", "Lewis Hart")
    why = ("--second-reason", SECOND_REASON, "--date", "2026-11-20", "--letters", "--out", str(out / "award"))
    waits = done(*chosen, *people, *why, code=1)
    (unseen,) = waits.errors
    assert unseen.startswith("No letter was written, because reasons will not carry them (4, listed above).")
    assert sum("no reason itself cites the bid" in line for line in waits.out.splitlines()) == 4
    assert list((out / "award").glob("*result*")) == []
    said = done(*chosen, *people, *why, "--remarks-seen", "--json").json
    paper = next(Path(path) for path in said["files"] if path.endswith(".docx"))
    printed = next(Path(path) for path in said["files"] if path.endswith(".pdf"))
    prices = {**EVALUATED, BIRCH: "75,500.00"}
    for text in (words(paper), " ".join(" ".join(pages(printed)).split())):
        for part in (
            FIRST_REASON, SECOND_REASON, "Lewis Hart", "Mona Price", *VENDORS, *totals.values(), *prices.values()
        ):  # fmt: skip
            assert part in text, part
        assert f"earlier offer {money(EVALUATED[BIRCH])}, final offer {money(prices[BIRCH])}" in text
    letters = {vendor: words(out / "award" / letter(vendor)) for vendor in (ALDER, CEDAR)}
    assert not (out / "award" / letter(BIRCH)).exists()
    leaf = out / "award" / letter(ALDER).replace(".docx", ".pdf")
    assert str(leaf) in said["letters"]
    printed_letter = "".join("".join(pages(leaf)).split())
    assert all("".join(part.split()) in printed_letter for part in (ALDER, BIRCH, totals[ALDER], prices[ALDER]))
    assert EVALUATED[BIRCH] not in printed_letter
    for vendor, text in letters.items():
        others = [other for other in VENDORS if other != vendor]
        for part in (vendor, BIRCH, totals[vendor], prices[vendor]):
            assert part in text, (vendor, part)
        rivals = [part for other in others for part in (prices[other], prices[other].partition(".")[0], totals[other])]
        for part in (*rivals, *PANEL, FIRST_REASON, SECOND_REASON, *(other for other in others if other != BIRCH)):
            assert part not in text, (vendor, part)


def money(amount: str) -> str:
    return f"GBP {amount}"


def letter(vendor: str) -> str:
    return f"RV-2026-TEL-02-result-{vendor.replace(' ', '_')}.docx"


def words(path: Path) -> str:
    """The text of a Word document, tables too, as one line."""
    document = Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return " ".join(" ".join((*(one.text for one in document.paragraphs), *cells)).split())


def test_bad_input_at_any_step_is_a_sentence_that_says_what_to_do(scored: Purchase) -> None:
    purchase = scored.copy("spoilt")
    empty = purchase.root / "empty.xlsx"
    openpyxl.Workbook().save(empty)
    said = done("questionnaire", empty, "--out", purchase.root / "nothing", code=2)
    assert said.errors[0].startswith("No question was read in “empty.xlsx”. Check that a header such as")
    assert not (purchase.root / "nothing").exists()

    kept = {path: path.read_bytes() for path in purchase.root.rglob("*") if path.is_file()}
    before = ranking(purchase)
    spoil(purchase)
    bomb = purchase.bids / "certificates.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("certificates.pdf", bytes(2**24))
    found = done("rank", *purchase.scored, code=2)
    other, somebody = found.errors
    assert other == (
        f"{BIRCH}_technical.xlsx: This workbook belongs to another tender, “RV-2025-OLD-01”; this one is “RV-2026-TEL-02”. "
        "Answer in the workbook of this tender and send it again."
    )
    assert somebody == (
        "RV-2026-TEL-02-Jonas Reed.xlsx: This scorecard was issued to Jonas Reed, but Kiran Mehta stands on its cover, so "
        "nothing of it was used. Download the card of Kiran Mehta and score in that, or put the name back."
    )
    outside = f"{ALDER}: The score “9” is outside 0 to 5 and was not taken. Enter a score within this range."
    missing = f"{BIRCH}: The technical workbook has not been received. Send it so that the bid can be evaluated."
    assert missing in found.out.splitlines()
    assert f"RV-2026-TEL-02-Ines Falk.xlsx Technical · by the panel!D17: {outside}" in found.out.splitlines()

    looked = done("inspect", purchase.bids, "--pack", purchase.pack, code=2)
    assert looked.errors[-1] == (
        f"{bomb}: “certificates.zip” is unsafe and was not taken in (unpacked it would swell to 16 MB or more, as a zip "
        "bomb does). Send the files one by one, or zip them again in the ordinary way."
    )

    twice = '\n[[requirements]]\nid = "R-01"\nkind = "must"\nmodule = { en = "Sets" }\ntext = { en = "A ring tone" }\n'
    purchase.tender.write_text(TENDER + 2 * twice, "utf-8")
    said = done("template", "--pack", purchase.pack, "--tender", purchase.tender, "--out", purchase.root / "t", code=2)
    assert said.errors == [
        "tender.toml [requirements.R-01]: “R-01” occurs more than once. Rename one of them, or remove it."
    ]
    assert not (purchase.root / "t").exists()

    for path, data in kept.items():
        path.write_bytes(data)
    assert ranking(purchase) == before


def spoil(purchase: Purchase) -> None:
    """A workbook of another tender, a scorecard of somebody else, a score that the scale does not have."""
    other, old = purchase.root / "other.toml", purchase.root / "old"
    other.write_text(TENDER.replace("RV-2026-TEL-02", "RV-2025-OLD-01"), "utf-8")
    done("template", "--pack", purchase.pack, "--tender", other, "--lang", "en", "--out", old)
    shutil.copy(old / "technical.xlsx", purchase.bids / f"{BIRCH}_technical.xlsx")
    change(card(purchase, "Jonas Reed"), "E1", 3, "Kiran Mehta")
    change(card(purchase, "Ines Falk"), f"c01.panel|{ALDER}", 4, 9)


def change(path: Path, key: str, column: int, value: object) -> None:
    """One cell of a workbook, beside the key in its column A."""
    book = openpyxl.load_workbook(path)
    sheet = sheet_with(book, key)
    sheet.cell(row_of(sheet, key), column).value = value
    book.save(path)
