"""From an empty desk to packages for three vendors: the questionnaire, the weights, the lock, the sending."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from evaluator.i18n.words import t
from evaluator.services.sample import sample_folder
from tests.acceptance.desk.acts import choose, dated, taken, typed
from tests.acceptance.desk.papers import PANEL, VENDORS, unpacked
from tests.adapters.filling import row_of, sheet_with
from tests.browser.visit import Visit
from tests.telephony import questionnaire
from tests.test_cli import weigh

NAME = "办公电话系统采购"
# What is handed in today is never late.
DUE = datetime.now(UTC) + timedelta(days=30)


def refuse_a_list_with_one_id_twice(visit: Visit, folder: Path) -> None:
    """A tender file whose requirement list names one id twice starts nothing, and says which id."""
    row = '\n[[requirements]]\nid = "R-01"\nkind = "must"\nmodule = { zh = "话机" }\ntext = { zh = "可调铃声" }\n'
    file = folder / "twice.toml"
    file.write_text((sample_folder() / "tender.toml").read_text("utf-8") + 2 * row, "utf-8")
    visit.click("desk_start")
    visit.page.get_by_role("tab").nth(1).click()
    visit.upload("tender_file", [file])
    visit.click("tender_use")
    expect(visit.page.get_by_role("alert").filter(has_text=file.name)).to_contain_text("“R-01”出现了不止一次")
    expect(visit.page.locator(".st-key-tender_use button")).to_be_visible()


def start(visit: Visit, folder: Path) -> None:
    """A tender from a questionnaire in the buyer's own layout, its questions assigned in bulk."""
    file = folder / "办公电话调查表.xlsx"
    file.write_bytes(questionnaire("zh"))
    visit.page.get_by_role("tab").nth(2).click()
    visit.upload("own_file", [file])
    visit.click("own_read")
    visit.reads(t("own.head", "zh", name=file.name, n=10))
    typed(visit, "own_criteria_", "技术 | 50\n服务 | 20")
    typed(visit, "own_price_", "40")
    visit.reads(t("own.fault.criteria_sum", "zh", total="110"))
    typed(visit, "own_criteria_", "技术 | 40\n服务 | 20")
    choose(visit, "own_to_criterion_", "技术")
    visit.click("own_assign_shown")
    choose(visit, "own_show", "三、服务")
    choose(visit, "own_to_criterion_", "服务")
    visit.click("own_assign_shown")
    visit.reads(t("own.faultless", "zh"))
    visit.picture("telephony-01-assigned")
    given = {"name": NAME, "buyer": "星河集团行政部", "ceiling": "150000"}
    for field, words in {**given, "vendors": "\n".join(VENDORS), "panel": "\n".join(PANEL)}.items():
        visit.fill(f"own_form_{field}", words)
    dated(visit, "own_form_day", f"{DUE:%Y%m%d}")
    visit.click("own_form_start")
    visit.reads(t("tender.started", "zh"))
    visit.picture("telephony-02-tender")


def weigh_and_lock(visit: Visit, folder: Path) -> None:
    """Two weights changed in the method workbook, saved after a look at what changes, and the method locked.

    One that is no number is told with its cell, and nothing of the workbook can be saved until it is right.
    """
    visit.go("method")
    book = folder / "method.xlsx"
    visit.download("method_book").save_as(book)
    wrong = folder / "method-half.xlsx"
    wrong.write_bytes(book.read_bytes())
    weigh(wrong, "C:c01", "一半")
    visit.upload("method_back_0", [wrong])
    line = row_of(sheet_with(openpyxl.load_workbook(wrong), "C:c01"), "C:c01")
    visit.reads(f"!C{line}此处不能填“一半”。请填写一个数。")
    expect(visit.page.locator(".st-key-method_book_save")).to_have_count(0)
    weigh(book, "C:c01", 45)
    weigh(book, "C:price", 35)
    visit.upload("method_back_0", [book])
    visit.reads(t("change.save", "zh", n=2))
    expect(visit.page.locator(".st-key-method_changes tbody tr")).to_have_count(2)
    visit.picture("telephony-03-weights")
    visit.click("method_book_save")
    visit.reads(t("change.saved", "zh"))
    visit.click("method_lock")
    visit.click("method_lock_yes")
    visit.reads(t("method.head.locked", "zh", number=1))


def send(visit: Visit, folder: Path) -> dict[str, bytes]:
    """A package for each vendor with its workbooks and a covering note, and a line in the ledger; answers the packages."""
    visit.go("tender")
    packages = unpacked(taken(visit, t("sending.download", "zh", count=3), folder / "packages.zip").read_bytes())
    assert set(packages) == {f"{vendor}.zip" for vendor in VENDORS}
    for vendor in VENDORS:
        files = unpacked(packages[f"{vendor}.zip"])
        assert set(files) == {"投标说明.txt", f"{vendor}_技术.xlsx", f"{vendor}_报价.xlsx"}
        note = files["投标说明.txt"].decode("utf-8-sig")
        assert note.startswith(f"{vendor}：")
        assert f"{DUE.year}年{DUE.month}月{DUE.day}日" in note
    typed(visit, "sending_way_", "电子邮件")
    visit.click("sending_do")
    expect(visit.page.locator(".st-key-sending_table tbody tr").filter(has_text="电子邮件")).to_have_count(3)
    visit.picture("telephony-04-sent")
    return {vendor: packages[f"{vendor}.zip"] for vendor in VENDORS}
