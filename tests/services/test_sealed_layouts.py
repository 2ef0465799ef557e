"""A foreign workbook with prices in it, while these are sealed: whatever a person says of it, nothing gives a price out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from evaluator.domain.finding import Rule
from evaluator.intake.cells import Workbook
from evaluator.intake.foreign import veiling
from evaluator.intake.foreign.fields import fields_above
from evaluator.intake.foreign.layouts import Layout
from evaluator.intake.foreign.mapping import WorkbookMapping
from evaluator.intake.foreign.recognise import recognise
from evaluator.intake.foreign.tables import rows_of
from evaluator.intake.questionnaire import questionnaire
from evaluator.services import admitting, exports, mapping, methods, sample, stages, tenders
from evaluator.services.commands import LOCAL, new_command_id
from evaluator.services.problem import Refused
from evaluator.services.state import load
from evaluator.store.errors import Sealed
from evaluator.store.store import Store
from evaluator.ui.parts.sheet import Pick, markup, words_in
from evaluator.ui.views import laying as view
from evaluator.ui.views import layout_edits as edits
from evaluator.ui.views.laying_offers import vendor_choices
from evaluator.ui.views.laying_why import general_fields, reasons
from evaluator.ui.views.picture import drawing, picture
from tests import tiny
from tests.workbooks import sheet, workbook

HAILAN = "海岚云软件有限公司（示例）"
CANARIES = (
    "471100815",
    "471,200,815",
    "471300815",
    "471400815",
    "约120万",
    "471500815",
    "471600815",
    "471700815",
    "471800815",
    "1,234,567",
    "488880815",
)
OFFER, CALC = "Offer", "Calc"
NUMBERS = count(1)


def offer() -> bytes:
    """A price list whose prices are numbers and words, in a total, a title, remarks, comments and a list to choose from."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    page = book.active
    page.title = OFFER
    page.append(["Our total offer: CNY 1,234,567"])
    page.append(["No", "Item", "Quantity", "Unit price", "Amount", "Remark"])
    page.append([1, "Licence for all", 1, 471100815, "CNY 471,200,815", "was RMB 471300815 once"])
    page.append([2, "Maintenance a year", 1, "约120万", 471400815, "two years at least"])
    page.append([3, "Training", 1, 471600815, "471700815", None])
    page.append(["Total", None, None, None, 488880815])
    page["D4"].comment = Comment("471500815 last year", "Li")
    page["B3"].comment = Comment("agreed on CNY 471500815", "Li")
    choice = DataValidation(type="list", formula1='"471800815,471900815"')
    choice.add("D3:D5")
    page.add_data_validation(choice)
    calc = book.create_sheet(CALC)
    calc.append(["Item", "Quantity", "Unit price"])
    for number in range(3):
        calc.append([f"Cost of kind {number}", 2, 471100815])
    calc.sheet_state = "hidden"
    book.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('sealed') / 'sealed.db'}")
    yield store
    store.close()


@pytest.fixture
def tender(store: Store) -> str:
    text = (sample.sample_folder() / "tender.toml").read_text("utf-8").replace("CY-2026-CRM-01", f"T-{next(NUMBERS)}")
    tender = tenders.start_tender(store, LOCAL, new_command_id(), text)
    methods.lock_method(store, LOCAL, new_command_id(), tender)
    return tender


def opened(store: Store, tender: str) -> Workbook:
    book = mapping.read_foreign(store, LOCAL, tender, "offer.xlsx", offer())
    assert isinstance(book, Workbook)
    return book


def laid_out(store: Store, tender: str) -> view.Laying:
    now = load(store, LOCAL, tender)
    book = opened(store, tender)
    return view.begin("offer.xlsx", b"", book, now.asked, sealed=mapping.prices_sealed(now))


Say = Callable[[view.Laying], object]


def _rows(laying: view.Laying, rows: list[int]) -> None:
    part = laying.parts[0]
    laying.change(0, layout=edits.with_rows(laying.rows(part.sheet), part.layout, rows, "header"))


def _role(laying: view.Laying, column: int, role: str) -> None:
    part = laying.parts[0]
    laying.change(0, layout=edits.with_column(laying.rows(part.sheet), part.layout, column, role))


WAYS: dict[str, Say] = {
    "nothing": lambda laying: None,
    "the first row of prices heads the columns": lambda laying: _rows(laying, [3]),
    "every row heads the columns": lambda laying: _rows(laying, [1, 3, 4, 5, 6]),
    "a row far below heads the columns": lambda laying: _rows(laying, [6]),
    "prices are nothing that is read": lambda laying: (_role(laying, 4, ""), _role(laying, 5, "")),
    "prices are answers": lambda laying: _role(laying, 4, "answer"),
    "prices are what is asked": lambda laying: (_role(laying, 2, ""), _role(laying, 4, "question")),
    "prices are vendors below a row of prices": lambda laying: (
        _rows(laying, [3]), _role(laying, 4, "vendor"), _role(laying, 5, "vendor"),
    ),
    "prices are ids and remarks": lambda laying: (_role(laying, 4, "id"), _role(laying, 5, "comment")),
    "prices are options": lambda laying: (_role(laying, 4, "option"), _role(laying, 5, "option")),
    "the layout is empty": lambda laying: laying.change(0, layout=Layout(header_rows=(), columns={})),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_a_person_says_of_a_sheet_shows_a_price_that_is_sealed(
    store: Store, tender: str, way: str
) -> None:
    laying = laid_out(store, tender)

    WAYS[way](laying)

    free_of_prices(everything(store, tender, laying))


def test_a_heading_that_recognition_does_not_know_hides_prices_once_a_person_says_so(store: Store, tender: str) -> None:
    laying = laid_out(store, tender)
    said = replace(laying.parts[0].layout, columns={"question": 2, "unit_price": 6})

    laying.change(0, layout=said)

    sheet = laying.parts[0].sheet
    assert [sheet.at(row, 6).kind for row in (3, 4)] == ["sealed", "sealed"]  # type: ignore[union-attr]  # both are filled
    assert sheet.text(2, 6) == "Remark"
    _role(laying, 6, "")
    assert laying.parts[0].sheet.text(4, 6) == "two years at least"  # as it was before


def test_a_kept_mapping_hides_what_it_calls_prices_in_the_next_file(store: Store, tender: str) -> None:
    laying = laid_out(store, tender)
    laying.change(0, layout=Layout(header_rows=(2,), columns={"question": 2, "unit_price": 6}))
    mapping.save_mapping(store, LOCAL, new_command_id(), tender, "offer.xlsx", laying.mapping(), 0)

    assert opened(store, tender).sheets[0].text(4, 6) != "two years at least"


def test_the_words_beside_prices_stay(store: Store, tender: str) -> None:
    sheet, hidden = opened(store, tender).sheets

    assert [sheet.text(2, column) for column in range(1, 7)] == [
        "No",
        "Item",
        "Quantity",
        "Unit price",
        "Amount",
        "Remark",
    ]
    assert [sheet.text(3, column) for column in range(1, 4)] == ["1", "Licence for all", "1"]
    assert sheet.text(4, 6) == "two years at least"
    assert [note.author for note in sheet.comments] == ["Li", "Li"]
    assert hidden.text(2, 1) == "Cost of kind 0"


def test_a_price_taken_for_an_answer_is_not_read_and_the_file_is_sealed(store: Store, tender: str) -> None:
    laying = laid_out(store, tender)
    laying.change(0, layout=Layout(header_rows=(2,), columns={"question": 2, "answer": 4}))
    said = replace(laying.mapping(), matches={"licence for all": "SE-15"})
    made = mapping.propose(store, LOCAL, tender, laying.book, said)
    mapping.save_mapping(store, LOCAL, new_command_id(), tender, "offer.xlsx", made.mapping, made.ver)

    done = admitting.admit(store, LOCAL, new_command_id(), tender, ("offer.xlsx", offer()), made.mapping.shape, HAILAN)

    state = load(store, LOCAL, tender)
    free_of_prices(repr((made, done, state.bids, state.uploads)))
    assert Rule.ANSWER_SEALED in {found.rule for one in done for found in one.findings}
    assert Rule.ANSWER_SEALED in {found.rule for one in made.offers for found in one.findings}
    (upload,) = state.uploads
    assert (upload.envelope, state.bids[0].answers["SE-15"].value) == ("price", None)
    ticket = exports.mint(store, LOCAL, tender, "original", upload=upload.id)
    with pytest.raises(Sealed):
        exports.build(store, LOCAL, ticket)


def test_prices_that_were_opened_are_shown(store: Store, tender: str) -> None:
    sealed = laid_out(store, tender)
    stages.lock_technical(store, LOCAL, new_command_id(), tender)
    stages.open_prices(store, LOCAL, new_command_id(), tender, "all bids are in")
    laying = laid_out(store, tender)

    shown = everything(store, tender, laying) + repr(laying.book)

    assert [one for one in CANARIES if one not in shown] == []
    sealed.reread(laying.book, sealed=False)
    assert sealed.parts[0].sheet == laying.book.sheets[0]


def everything(store: Store, tender: str, laying: view.Laying) -> str:
    """All that the page draws and says of the workbook, what the services make of it, and the mapping as a file."""
    told = [repr(laying.parts), repr(laying.mapping())]
    for number, part in enumerate(laying.parts):
        drawn = picture(drawing(part.sheet), laying.table(number), 0)
        told.append(markup(drawn, words_in("zh"), Pick(3, 3, 4), caption=part.sheet.name, field="f"))
        told += [one.text for one in reasons(laying, number, words_in("en").roles, "en")]
        told.append(repr(general_fields(laying, number)))
        told += [edits.heading(rows_of(part.sheet), part.layout, column) for column in range(1, 8)]
    told += vendor_choices(load(store, LOCAL, tender), laying)
    made = mapping.propose(store, LOCAL, tender, laying.book, replace(laying.mapping(), vendor=HAILAN))
    told.append(repr(made))
    return "\n".join([*told, kept(store, tender, made.mapping, made.ver)])


def kept(store: Store, tender: str, made: WorkbookMapping, ver: int) -> str:
    """The mapping file that is downloaded once the mapping is saved; nothing where it cannot be."""
    try:
        mapping.save_mapping(store, LOCAL, new_command_id(), tender, "offer.xlsx", made, ver)
    except Refused:
        return ""
    ticket = exports.mint(store, LOCAL, tender, "mapping", shape=made.shape)
    return exports.build(store, LOCAL, ticket)[2].decode()


def free_of_prices(told: str) -> None:
    assert [one for one in CANARIES if one in told] == []


# What vendors write above their replies, below them, or on a sheet of its own.
STATED = (
    {"A": "投标总价（元）", "B": "471100815"}, {"A": "Total price: 471100815"}, {"A": "Grand total", "C": "471100815"},
    {"A": "Total contract value", "B": "471100815"}, {"A": "We offer all this for EUR 471100815."},
    {"A": "报价（大写）", "B": "肆亿柒仟壹佰壹拾万零捌佰壹拾伍元整"},
)  # fmt: skip
ASKS = {4: {"A": "No", "B": "Question", "C": "Answer"}, 5: {"A": "1", "B": "Since when?", "C": "2021"},
        6: {"A": "2", "B": "How many sites?", "C": "12"}}  # fmt: skip
SHOWN = ("471100815", "肆亿")


@pytest.mark.parametrize("line", STATED)
def test_a_price_stated_beside_questions_is_sealed_wherever_it_stands(line: dict[str, str]) -> None:
    named = {1: {"A": "Vendor name", "B": "Ada Ltd"}}
    asked = questionnaire(tiny.method(), (), None)
    above, below = sheet("Answers", {**named, 2: line, **ASKS}), sheet("Answers", {**named, **ASKS, 8: line})
    books = [workbook("o.xlsx", above), workbook("o.xlsx", below)]
    books.append(workbook("o.xlsx", sheet("Cover", {**named, 3: line}), sheet("Answers", ASKS)))

    for book in books:
        shown = veiling.veiled(book, veiling.recognised(book), asked)
        fields = [(one.label, one.text) for one in fields_above(recognise(shown)[0])]
        assert [one for one in SHOWN if one in repr((shown, fields))] == []
        assert [shown.sheets[-1].text(row, 3) for row in (5, 6)] == ["2021", "12"]
        assert ("Vendor name", "Ada Ltd") in fields or len(book.sheets) == 2


def test_a_price_that_a_requirement_asks_for_is_sealed() -> None:
    more = {7: {"A": "3", "B": "What is the total price of your offer?", "C": "EUR 471100815"}}
    book = workbook("o.xlsx", sheet("Answers", {**ASKS, **more}))

    shown = veiling.veiled(book, veiling.recognised(book), questionnaire(tiny.method(), (), None))

    assert [shown.sheets[0].text(row, 3) for row in (5, 7)] == ["2021", veiling.MARK]


@pytest.mark.parametrize(
    "line",
    [
        {"A": "Quotation date", "B": "2026-04-15"}, {"A": "报价有效期", "B": "120天"}, {"A": "Total score", "B": "4711"},
        {"A": "Annual revenue", "B": "EUR 47,000,000"}, {"A": "注册资本", "B": "5000万元"}, {"A": "总价"},
    ],
)  # fmt: skip
def test_what_is_no_price_of_the_offer_stays_in_sight(line: dict[str, str]) -> None:
    book = workbook("o.xlsx", sheet("Answers", {1: line, **ASKS, 9: line}))

    assert veiling.veiled(book, veiling.recognised(book), questionnaire(tiny.method(), (), None)) is book


def test_the_original_of_a_file_whose_only_price_stands_beside_its_questions_is_sealed(
    store: Store, tender: str
) -> None:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for line in (["投标总价（元）", 471100815], [], ["题目", "答复"], ["操作日志", "9年"], ["过往案例", "5"]):
        book.active.append(line)
    book.save(file)
    read = mapping.read_foreign(store, LOCAL, tender, "信.xlsx", file.getvalue())
    assert isinstance(read, Workbook)
    made = mapping.propose(store, LOCAL, tender, read)
    said = replace(made.mapping, matches={"操作日志": "SE-15", "过往案例": "TR-01"})
    mapping.save_mapping(store, LOCAL, new_command_id(), tender, "信.xlsx", said, made.ver)

    done = admitting.admit(store, LOCAL, new_command_id(), tender, ("信.xlsx", file.getvalue()), said.shape, HAILAN)

    state = load(store, LOCAL, tender)
    (upload,) = state.uploads
    assert (upload.envelope, state.bids[0].answers["SE-15"].verbatim) == ("price", "9年")
    free_of_prices(repr((read, made, done, state.bids, state.uploads)))
    ticket = exports.mint(store, LOCAL, tender, "original", upload=upload.id)
    with pytest.raises(Sealed):
        exports.build(store, LOCAL, ticket)
