"""A page with every part on it, drawn inside the real frame over made-up facts; served by the browser tests."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import streamlit as st

from evaluator.domain.text import Text
from evaluator.services.commands import LOCAL
from evaluator.ui import frame, state, warm
from evaluator.ui.parts import bars, copy, download, findings, notice, slope, steps, tables, upload, words
from evaluator.ui.parts.tables import Cell, Column, Row

HOSTILE = (
    '<img src="http://198.51.100.7/x.png" onerror="window.pwned=1"> ![](http://198.51.100.7/y.png) [a](javascript:1)'
)


@dataclass(frozen=True)
class Stage:
    """A made-up stage."""

    state: state.Progress
    note: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MadeUp:
    """A made-up tender."""

    tender: str = "t1"
    name: Text = Text(zh="CRM 平台采购 2026-017", en="CRM platform 2026-017")
    route: str = "negotiated"
    deadline: str = "2026-12-05 17:00"
    sample: bool = True
    archived: bool = False
    revision: int = 7
    stages: Mapping[str, Stage] = field(
        default_factory=lambda: {
            "tender": Stage("done"), "method": Stage("done"),
            "bids": Stage("wait", "parts.findings.more", {"n": 2}), "scores": Stage("next"),
            "ranking": Stage("idle", "parts.open"), "shortlist": Stage("blocked"), "contract": Stage("idle"),
        }
    )  # fmt: skip


@dataclass(frozen=True)
class Unchanged:
    """A made-up store that nobody writes to."""

    def revision(self, tender: str) -> int:
        """The revision of every tender."""
        return len(tender)


ZH = {
    "result": "还差两处答复和一位评委，排名即可确定", "lead": "目前第一名无论这两处如何填写都不会改变；第二至四名尚未确定。",
    "next": "向“北岸软件”澄清两处含糊答复（停机恢复时间、付款比例）。", "do": "处理 2 处答复", "copy": "复制澄清函",
    "stage": "阶段", "status": "状态", "who": "等谁", "when": "更新", "open": "待定答复", "rank": "名次", "vendor": "供应商",
    "total": "总分", "why": "差在哪里", "agree": "与其他方法的一致性", "left": "正式排名", "right": "TOPSIS",
    "finding": "“24”：缺单位。可读作 24 小时或 24 分钟。向供应商确认，或在此选定并说明理由。", "save": "下载入围名单",
    "pending": "待定", "what": "文件没有导入。", "todo": "工作簿有密码。请供应商去掉密码后重发；其他文件已经导入。",
}  # fmt: skip
EN = {
    "result": "Two answers and one evaluator stand between you and the ranking",
    "lead": "First place holds however the two answers turn out; places 2 to 4 are open.",
    "next": "ask Beian Software about two unclear answers (recovery time, payment split).", "do": "Settle 2 answers",
    "copy": "Copy the letter", "stage": "Stage", "status": "State", "who": "Waiting for", "when": "Changed",
    "open": "Open answers", "rank": "Place", "vendor": "Vendor", "total": "Total", "why": "What makes the difference",
    "agree": "Agreement with other methods", "left": "Official", "right": "TOPSIS",
    "finding": "“24”: no unit. It may mean 24 hours or 24 minutes. Ask the vendor, or choose a reading and say why.",
    "save": "Download the shortlist", "pending": "open", "what": "The file was not imported.",
    "todo": "The workbook has a password. Ask the vendor for a copy without it; the other files are in.",
}  # fmt: skip
CRITERIA = [
    ("record", "案例与口碑", "Track record"), ("tech", "技术实力", "Tech"), ("support", "售后服务", "Support"),
    ("security", "数据安全", "Security"), ("stability", "稳定性", "Stability"), ("fit", "符合需求", "Fit"),
    ("price", "价格", "Price"),
]  # fmt: skip
WEIGHTS = [15, 15, 15, 15, 10, 15, 15]
BIDS: list[tuple[str, str, str, list[float | None]]] = [
    ("1", "海澜云", "Hailan Cloud", [0.82, 0.79, 0.91, 0.95, 0.80, 0.84, 0.58]),
    ("2–3", "云岭数据", "Yunling Data", [0.85, 0.83, 0.64, 0.75, 0.78, 0.81, 0.63]),
    ("2–4", "北岸软件", "Beian Software", [0.70, 0.77, 0.80, 0.72, None, 0.79, 0.74]),
    ("3–4", "正元", "Zhengyuan", [0.66, 0.58, 0.61, 0.70, 0.72, 0.64, 0.88]),
    ("5", "Lumen CRM", "Lumen CRM", [0.60, 0.85, 0.48, 0.55, 0.66, 0.52, 0.71]),
    ("–", "泽川信息", "Zechuan", [0.74, 0.70, 0.66, 0.20, 0.70, 0.71, 0.95]),
]


def heat(say: Mapping[str, str], chinese: bool) -> None:
    """A ranking as a heat table, one row excluded and one cell open."""
    columns = [Column(say["rank"], width=3), Column(say["vendor"], head=True, width=9)]
    columns += [
        Column(zh if chinese else en, "heat", f"{w} %") for (_, zh, en), w in zip(CRITERIA, WEIGHTS, strict=True)
    ]
    columns.append(Column(say["total"], "number"))
    rows = []
    for place, zh, en, values in BIDS:
        out = place == "–"
        cells: list[Cell | str] = [place, zh if chinese else en]
        for value in values:
            if value is None:
                cells.append(Cell(text=say["pending"], tone="open"))
            else:
                cells.append(Cell(text=tables.points(value), heat=None if out else value))
        known = Fraction(sum(Fraction(str(v or 0)) * w for v, w in zip(values, WEIGHTS, strict=True)), 100)
        shown = "–" if out else tables.span(known, known + Fraction(1, 10)) if None in values else tables.points(known)
        cells.append(Cell(text=shown, strong=True))
        rows.append(Row(cells, "excluded" if out else ""))
    tables.html_table(columns, rows, caption=say["result"], key="ranking_table")


def gallery(page: state.PageContext) -> None:
    """Every part once."""
    chinese = page.lang == "zh"
    say = ZH if chinese else EN
    words.headline(say["result"], say["lead"])
    steps.next_step(
        say["next"], steps.Action(label=say["copy"], key="copy", primary=False),
        steps.Action(label=say["do"], key="do", page="bids"),
    )  # fmt: skip
    columns = [Column(say["stage"]), Column(say["status"]), Column(say["who"]), Column(say["when"], "number")]
    tables.html_table(
        columns,
        [Row([Cell(text=page.t("frame.page.method")), Cell(text="v2", tone="ok"), Cell(text="—", tone="soft"), "11-18 09:12"]),
         Row([Cell(text=page.t("frame.page.bids")), Cell(text=HOSTILE, tone="warn"), "x", Cell(text="11-23", tone="soft")])],
        caption=say["stage"], key="stage_table",
    )  # fmt: skip
    words.section(say["open"], "2")
    findings.finding_list(
        [findings.Line(say["finding"], "北岸软件 · 稳定性!D14" if chinese else "Beian · Stability!D14")]
        + [findings.Line(HOSTILE, HOSTILE)] * 9,
        more=2,
    )
    heat(say, chinese)
    words.section(say["why"])
    names = [(key, zh if chinese else en) for key, zh, en in CRITERIA]
    rows = [
        (
            zh if chinese else en,
            {
                key: (
                    Fraction(str(value or 0)) * weight / 100,
                    Fraction(str(1 if value is None else value)) * weight / 100,
                )
                for (key, _), value, weight in zip(names, values, WEIGHTS, strict=True)
            },
        )
        for _, zh, en, values in BIDS[:5]
    ]
    bars.contribution_bars(
        page, rows, names, alt=say["why"],
        totals={name: tables.span(*(sum(ends, Fraction(0)) for ends in zip(*parts.values(), strict=True))) for name, parts in rows},
    )  # fmt: skip
    words.section(say["agree"])
    ranks = [1, 2, 3, 4, 5]
    other = [1.0, 3.0, 2.0, 4.5, 4.5]
    lines = [(name, (float(a), b)) for (name, _), a, b in zip(rows, ranks, other, strict=True)]
    slope.rank_slope(page, (say["left"], say["right"]), lines, alt=say["agree"])
    notice.info(say["lead"])
    notice.done(say["lead"])
    notice.warn(say["what"], say["todo"])
    notice.error(say["what"], say["todo"])
    notice.empty(say["open"], say["todo"], steps.Action(label=HOSTILE[:24], key="nothing"))
    download.download_link(say["save"], lambda: "a" * 24, key="shortlist", primary=True)
    copy.copy_box(say["copy"], HOSTILE, key="letter")
    notice.working(say["do"])(0.4, HOSTILE)
    st.text_input(say["vendor"], key="typed")
    st.number_input(say["total"], key="number")
    st.selectbox(say["vendor"], [en for _, _, en, _ in BIDS], key="chosen")
    st.text_area(say["why"], key="reason")
    st.checkbox(say["do"], key="tick")
    upload.upload_box(say["save"], key="files")
    st.tabs([say["rank"], say["why"]])


lang = state.language()
page = st.navigation(frame.pages(lang), position="hidden")
st.set_page_config(page_title="Gallery", layout="wide", initial_sidebar_state="locked")
front = MadeUp() if "empty" not in st.query_params else dataclasses.replace(MadeUp(), tender="", sample=False)
context = state.PageContext(
    key=frame.key_of(page), lang=lang, dark=st.context.theme.type == "dark", store=Unchanged(), actor=LOCAL, front=front
)
state.enter(context)
frame.draw(context)
with st.container(key="ve_page"):
    if "broken" in st.query_params:
        raise RuntimeError("made to fail")
    gallery(context)
warm.page_served()
