"""Method packs: every fault is told with its file, its key and what to do; the bundled packs have none."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from pathlib import Path

import openpyxl
import pytest

from evaluator.adapters.packs import (
    Pack,
    PackError,
    PackFault,
    content_hash,
    find_pack,
    known_packs,
    load_pack,
    load_tender,
    pack_files,
    parse_pack,
    parse_tender,
)
from evaluator.adapters.template_file import write_template
from evaluator.contract.clauses import texts
from evaluator.domain.bid import Bid
from evaluator.domain.finding import Rule
from evaluator.domain.question import Judge, Kind
from evaluator.domain.ranking import Status
from evaluator.domain.text import LANGS, Lang, Text
from evaluator.intake.questionnaire import TECHNICAL, questionnaire
from evaluator.scoring.evaluate import Judgements, evaluate
from evaluator.services.faults import pack_sentence, sentences
from tests import tiny

METHOD = """
key = "small"
version = "1.0"
title = { zh = "小", en = "Small" }
description = { zh = "", en = "" }
combine = "mean"
ties = ["price"]
[shortlist]
top = 2
[price]
formula = "lowest_ratio"
years = 1
groups = { all = { zh = "全部", en = "All" } }
[[price.lines]]
id = "L1"
group = "all"
title = { zh = "许可", en = "Licence" }
unit = { zh = "个", en = "user" }
quantity = 10
[[sections]]
key = "main"
title = { zh = "主", en = "Main" }
[[criteria]]
key = "support"
weight = 50
title = { zh = "服务", en = "Support" }
judge = "auto"
[[criteria]]
key = "plan"
weight = 20
title = { zh = "方案", en = "Plan" }
judge = "panel"
levels = [{ points = 0, text = { zh = "差", en = "bad" } }, { points = 5, text = { zh = "好", en = "good" } }]
[[criteria]]
key = "price"
weight = 30
title = { zh = "价格", en = "Price" }
judge = "price"
[[questions]]
id = "SU-01"
section = "main"
criterion = "support"
text = { zh = "几小时响应", en = "Hours to respond" }
kind = "duration"
unit = "hour"
judge = "auto"
weight = 60
range = { worst = 24, best = 4 }
[[questions]]
id = "SU-02"
section = "main"
criterion = "support"
text = { zh = "等级", en = "Level" }
kind = "choice"
judge = "auto"
weight = 40
options = [
  { key = "one", text = { zh = "一级", en = "Level 1" }, value = 0 },
  { key = "two", text = { zh = "二级", en = "Level 2" }, value = 100 },
]
gate = { accept = ["two"], reason = { zh = "要二级", en = "level 2" } }
[[questions]]
id = "FT-01"
section = "main"
text = { zh = "方案", en = "Plan" }
kind = "text"
"""
REPLIES = "[requirements]\nmeets = 100\npartial = 50\ncustom = 60\nno = 0\nmust_weight = 1\nshould_weight = 1\n"
TERMS = """title = { zh = "合同", en = "Contract" }
[[terms]]
id = "pay"
group = "D"
label = { zh = "付款期限", en = "Time to pay" }
kind = "duration"
unit = "day"
fill = "deviation"
demands = ["S10"]
[[terms]]
id = "court"
group = "H"
label = { zh = "争议解决", en = "Disputes" }
kind = "choice"
fill = "deviation"
demands = ["S31"]
[[terms]]
id = "speed"
group = "F"
label = { zh = "响应时间", en = "Time to respond" }
kind = "duration"
unit = "hour"
fill = "question:SU-01"
demands = ["S21"]
"""
POSITIONS = """[[positions]]
term = "pay"
question = "DV-01"
owner = "legal"
value = 30
compare = "at_least"
text = { zh = "收到发票后30日内付款。", en = "Payment within 30 days of the invoice." }
[[positions]]
term = "court"
question = "DV-02"
owner = "legal"
value = "court"
compare = "equal"
text = { zh = "由法院解决。", en = "The court decides." }
options = [
  { key = "court", text = { zh = "向法院起诉", en = "by action before the court" } },
  { key = "arbitration", text = { zh = "提交仲裁", en = "by arbitration" } },
]
"""
CLAUSE = """id = "a"
order = 1
version = 1
owner = "legal"
title = { zh = "一", en = "One" }
[[paragraphs]]
id = "a.pay"
text = { zh = "付款{t:pay}，响应{t:speed}，争议{t:court}。", en = "Pay {t:pay}, respond {t:speed}, disputes {t:court}." }
"""
FILES = {"method.toml": METHOD, "terms.toml": TERMS, "positions.toml": POSITIONS, "clauses/01-a.toml": CLAUSE}


# What a remedy begins with or contains: an act of the reader, never a mere statement.
ACTS = {
    "en": r"\b(Add|Fill|Change|Use|Keep|Describe|Correct|Remove|Name|Give|Make|Raise|Rename|Write|Score|Put|Save|Set)\b",
    "zh": r"补上|调整|改|保留|写|删|更正|添加|加上|用|列出|提高|另存|放进|调低",
}


def assert_fault_and_remedy(said: str, lang: Lang) -> None:
    """What is wrong, then what to do: two sentences at least, and in the last ones an act."""
    fault, end, remedy = said.partition("。" if lang == "zh" else ". ")
    if lang == "en" and not remedy and ";" in fault:
        fault, end, remedy = fault.partition("; ")
    assert fault and end and re.search(ACTS[lang], remedy), said


def faults(files: dict[str, str]) -> list[PackFault]:
    with pytest.raises(PackError, match=r"\.toml") as caught:
        parse_pack(files)
    return caught.value.faults


def edited(old: str, new: str, file: str = "method.toml") -> dict[str, str]:
    """The valid pack with one edit; the edit must change something."""
    assert old in FILES[file]
    return {**FILES, file: FILES[file].replace(old, new, 1)}


def test_the_small_pack_is_valid_and_exact() -> None:
    pack = parse_pack(FILES)

    assert [criterion.weight for criterion in pack.method.criteria] == [Decimal(50), Decimal(20), Decimal(30)]
    assert [clause.id for clause in pack.library.clauses] == ["a"]


RATIO = 'formula = "lowest_ratio"'
DISCOUNT = "base_price = 100\n"
BENCHMARK = "benchmark = 95\nover = 1\nunder = 0.5\n"
FORMULAS = (
    ("logarithm", "", "price.log_base", "parameter_outside"),
    ("logarithm", "log_base = 1", "price.log_base", "parameter_outside"),
    ("benchmark", "over = 1\nunder = 1", "price.benchmark", "parameter_outside"),
    ("benchmark", "benchmark = 95\nover = 0\nunder = 0", "price", "deductions_missing"),
    ("benchmark", "benchmark = 95\nover = 1", "price", "deductions_missing"),
    ("benchmark", "benchmark = 95\nover = -1\nunder = 1", "price.over", "outside_hundred"),
    ("benchmark", BENCHMARK + "trim_from = 2", "price.trim_from", "below_least"),
    ("benchmark", BENCHMARK + "trim_from = 3.5", "price.trim_from", "not_a_number"),
    ("discount_mean", "mean_share = 80", "price.base_price", "base_price_missing"),
    ("discount_mean", DISCOUNT + "mean_share = 70", "price.mean_share", "mean_share_outside"),
    ("discount_power", "exponent = 1\nbase_price = 0", "price.base_price", "base_price_missing"),
    ("discount_power", DISCOUNT + "exponent = 0", "price.exponent", "parameter_outside"),
)


@pytest.mark.parametrize(
    ("old", "new", "key", "rule"),
    [
        ('combine = "mean"', "", "combine", "missing_key"),
        ('combine = "mean"', 'combine = "mean"\ncolour = "red"', "colour", "unknown_key"),
        ("worst = 24", "wurst = 24", "questions.SU-01.range.wurst", "unknown_key"),
        ('combine = "mean"', 'combine = "median"', "combine", "not_allowed"),
        ('kind = "duration"', 'kind = "hours"', "questions.SU-01.kind", "not_allowed"),
        ("years = 1", 'years = "one"', "price.years", "not_a_number"),
        ("top = 2", "top = 2.5", "shortlist.top", "not_a_number"),
        ('key = "small"', "key = 7", "key", "not_a_text"),
        ('ties = ["price"]', 'ties = "price"', "ties", "not_a_list"),
        ('id = "FT-01"', 'id = "FT-01"\nrequired = "perhaps"', "questions.FT-01.required", "not_a_switch"),
        ('title = { zh = "小", en = "Small" }', 'title = "Small"', "title", "not_a_table"),
        ("weight = 50", "weight = 40", "criteria", "weights_sum"),
        ("weight = 50", "weight = -20", "criteria.support", "weight_negative"),
        ("weight = 60", "weight = 50", "criteria.support", "question_weights_sum"),
        ('judge = "panel"', "", "criteria.plan", "leaf_or_branch"),
        ('{ points = 0, text = { zh = "差", en = "bad" } }, ', "", "criteria.plan", "levels_missing"),
        ('judge = "panel"', 'judge = "requirements"', "criteria.plan", "requirements_missing"),
        ('id = "SU-01"\nsection = "main"', 'id = "SU-01"\nsection = "moon"', "questions.SU-01", "unknown_section"),
        ('criterion = "support"', 'criterion = "suport"', "questions.SU-01", "unknown_criterion"),
        ('kind = "text"', 'kind = "text"\njudge = "gate"', "questions.FT-01", "gate_missing"),
        ('kind = "text"', 'kind = "text"\ngate = { reason = { zh = "要", en = "must" } }', "questions.FT-01", "gate_unscorable"),
        ('accept = ["two"]', 'accept = ["three"]', "questions.SU-02", "gate_option"),
        ('kind = "text"', 'kind = "table"', "questions.FT-01", "columns_missing"),
        ('unit = "hour"', 'unit = "fortnight"', "questions.SU-01", "unknown_unit"),
        ('en = "Hours to respond"', 'en = ""', "questions.SU-01.text", "translation_missing"),
        ('text = { zh = "一级", en = "Level 1" }', 'text = { en = "Level 1" }',
         "questions.SU-02.options.one.text", "translation_missing"),
        ('judge = "auto"\nweight = 60', 'judge = "auto"', "questions.SU-01", "auto_unplaced"),
        (', value = 0 }', " }", "questions.SU-02", "scale_missing"),
        ("range = { worst = 24, best = 4 }", "", "questions.SU-01", "range_missing"),
        ("best = 4", "best = 24", "questions.SU-01.range", "range_flat"),
        ('id = "SU-02"', 'id = "SU-01"', "questions.SU-01", "twice"),
        ('key = "plan"', 'key = "support"', "criteria.support", "twice"),
        ('formula = "lowest_ratio"', 'formula = "linear"', "price", "anchors_missing"),
        *((RATIO, f'formula = "{formula}"\n{given}', key, rule) for formula, given, key, rule in FORMULAS),
        ('group = "all"', 'group = "none"', "price.lines.L1", "unknown_group"),
        ('ties = ["price"]', 'ties = ["prize"]', "ties", "unknown_criterion"),
        ('judge = "price"', 'judge = "auto"', "criteria", "one_price"),
        ('combine = "mean"', 'combine = "mean"\nprice_minimum_share = 40', "criteria.price", "price_share"),
        ("[shortlist]", '[award]\nrule = "method"\nmethod = "guess"\n[shortlist]', "award.method", "unknown_method"),
        ("[shortlist]", '[award]\nrule = "method"\nmethod = "vikor"\nparameters = { w = 1 }\n[shortlist]',
         "award.parameters", "award_parameters"),
        ("[shortlist]", "[shortlist", "", "not_toml"),
        ("weight = 50", 'weight = "50"', "criteria.support.weight", "not_a_number"),
        ("years = 1", 'years = "1"', "price.years", "not_a_number"),
        ("years = 1", "years = true", "price.years", "not_a_number"),
        ("quantity = 10", 'quantity = "10"', "price.lines.L1.quantity", "not_a_number"),
        ("worst = 24", 'worst = "24"', "questions.SU-01.range.worst", "not_a_number"),
        ("top = 2", 'top = "2"', "shortlist.top", "not_a_number"),
        ('id = "FT-01"', 'id = "FT-01"\nrequired = "yes"', "questions.FT-01.required", "not_a_switch"),
        ('id = "FT-01"', 'id = "FT-01"\nrequired = 1', "questions.FT-01.required", "not_a_switch"),
        ("years = 1", "years = 0", "price.years", "not_above_zero"),
        ("quantity = 10", "quantity = -1", "price.lines.L1.quantity", "below_least"),
        ("top = 2", "top = 0", "shortlist.top", "below_least"),
        ("top = 2", "top = 2\nminimum = 101", "shortlist.minimum", "outside_hundred"),
        ('combine = "mean"', 'combine = "mean"\ngrain = -1', "grain", "grain_outside"),
        ('combine = "mean"', 'combine = "mean"\ngrain = 13', "grain", "grain_outside"),
        ('combine = "mean"', 'combine = "mean"\nminimum_total = -5', "minimum_total", "outside_hundred"),
        ("value = 100 }", "value = 101 }", "questions.SU-02.options.two.value", "outside_hundred"),
        ("value = 0 }", "value = -1 }", "questions.SU-02.options.one.value", "outside_hundred"),
        ('key = "two"', 'key = "one"', "questions.SU-02.options.one", "twice"),
        ("weight = 20\n", "weight = 20\nminimum = 120\n", "criteria.plan.minimum", "outside_hundred"),
        ("weight = 30\n", "weight = 30\nminimum = 50\n", "criteria.price.minimum", "price_threshold"),
        ("points = 0,", "points = -1,", "criteria.plan.levels", "below_least"),
        ("points = 5,", "points = 0,", "criteria.plan.levels", "top_level_zero"),
        ('{ accept = ["two"], reason', "{ reason", "questions.SU-02", "gate_accepts"),
        ('{ accept = ["two"], reason', '{ accept = ["two"], at_least = 1, reason', "questions.SU-02", "gate_accepts"),
        ("range = {", 'gate = { reason = { zh = "要", en = "must" } }\nrange = {', "questions.SU-01", "gate_limits"),
        ("range = {", 'gate = { at_least = 9, at_most = 8, reason = { zh = "要", en = "must" } }\nrange = {',
         "questions.SU-01", "gate_closed"),
        ('reason = { zh = "要二级", en = "level 2" }', 'reason = { zh = "要二级" }', "questions.SU-02.gate.reason",
         "translation_missing"),
        ('reason = { zh = "要二级", en = "level 2" }', "reason = {}", "questions.SU-02.gate.reason", "text_missing"),
        ('title = { zh = "主", en = "Main" }', 'title = { zh = "主" }', "sections.main.title", "translation_missing"),
        ('text = { zh = "好", en = "good" }', 'text = { zh = "好" }', "criteria.plan.levels.2.text", "translation_missing"),
        ('all = { zh = "全部", en = "All" }', 'all = { zh = "全部" }', "price.groups.all", "translation_missing"),
        ('kind = "text"', 'kind = "text"\nhint = { en = "Briefly" }', "questions.FT-01.hint", "translation_missing"),
        ('kind = "text"', 'kind = "choice"', "questions.FT-01", "options_missing"),
        ('id = "FT-01"', 'id = "V1"', "questions.V1", "reserved_id"),
        ('id = "FT-01"', 'id = "REQ"', "questions.REQ", "reserved_id"),
        ('id = "FT-01"', 'id = "DV-01"', "questions.DV-01", "reserved_id"),
        ('[[sections]]\nkey = "main"', '[[sections]]\nkey = "main"\ntitle = { zh = "一", en = "A" }\n[[sections]]\nkey = "main"',
         "sections.main", "twice"),
        ('combine = "mean"', 'combine = "mean"\nlanguages = []', "languages", "languages_missing"),
        ("[shortlist]", REPLIES.replace("no = 0", "no = -1") + "[shortlist]", "requirements.no", "outside_hundred"),
        ("[shortlist]", REPLIES + "max_unmet_musts = -1\n[shortlist]", "requirements.max_unmet_musts", "below_least"),
        ("[shortlist]", REPLIES.replace("_weight = 1", "_weight = 0") + "[shortlist]", "requirements", "weights_zero"),
    ],
)  # fmt: skip
def test_a_fault_in_the_method_names_file_key_and_remedy(old: str, new: str, key: str, rule: str) -> None:
    found = faults(edited(old, new))

    assert ("method.toml", key, rule) in [(fault.file, fault.key, fault.rule) for fault in found]
    for lang in LANGS:
        said = pack_sentence(next(fault for fault in found if fault.rule == rule), lang)
        assert said.startswith(f"method.toml [{key}]: " if key else "method.toml: ")
        assert_fault_and_remedy(said.split(": ", 1)[1], lang)
        assert "{" not in said.replace("{ key = value }", "").replace("{ 键 = 值 }", "")


TABLE = """kind = "table"
judge = "auto"
criterion = "support"
weight = 0
columns = [{ key = "hours", title = { zh = "时", en = "Hours" }, kind = "duration", unit = "hour" }]
rows = [{ key = "all", title = { zh = "全部", en = "All" } }]
"""


def test_a_table_judged_by_rule_needs_scored_cells_that_sum_to_all_of_it() -> None:
    item = 'items = [{ row = "all", column = "hours", weight = 90, range = { worst = 9, best = 1 } }]\n'

    assert [fault.rule for fault in faults(edited('kind = "text"\n', TABLE))] == ["items_missing"]
    assert [fault.rule for fault in faults(edited('kind = "text"\n', TABLE + item))] == ["item_weights_sum"]


@pytest.mark.parametrize(
    ("item", "key", "rule"),
    [
        ('row = "none", column = "hours", weight = 100', "none/hours", "unknown_row"),
        ('row = "all", column = "days", weight = 100', "all/days", "unknown_column"),
        ('row = "all", column = "hours", weight = -1', "all/hours", "weight_negative"),
    ],
)
def test_a_scored_cell_stands_in_a_row_and_a_column_of_its_table(item: str, key: str, rule: str) -> None:
    items = f"items = [{{ {item}, range = {{ worst = 9, best = 1 }} }}]\n"

    found = faults(edited('kind = "text"\n', TABLE + items))

    assert (f"questions.FT-01.items.{key}", rule) in [(fault.key, fault.rule) for fault in found]


def test_a_scored_cell_needs_a_scale_and_an_amount() -> None:
    flat = 'items = [{ row = "all", column = "hours", weight = 100, range = { worst = 9, best = 9 } }]\n'
    words = TABLE.replace('kind = "duration", unit = "hour"', 'kind = "text"')
    good = flat.replace("best = 9", "best = 1")

    assert [(f.key, f.rule) for f in faults(edited('kind = "text"\n', TABLE + flat))] == [
        ("questions.FT-01.items.all/hours.range", "range_flat")
    ]
    assert [f.rule for f in faults(edited('kind = "text"\n', words + good))] == ["item_unscorable"]


def test_a_choice_in_a_column_needs_something_to_choose_from() -> None:
    table = 'kind = "table"\ncolumns = [{ key = "form", title = { zh = "形式", en = "Form" }, kind = "choice" }]\n'

    assert [(f.key, f.rule) for f in faults(edited('kind = "text"\n', table))] == [
        ("questions.FT-01.columns.form", "options_missing")
    ]
    assert parse_pack(edited('kind = "text"\n', table.replace('"choice"', '"yes_no"'))).method.questions[2].columns


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "rule"),
    [
        ("positions.toml", 'value = "court"', 'value = "senate"', "positions.court", "unknown_option"),
        ("positions.toml", "value = 30", 'value = "30"', "positions.pay", "unknown_option"),
        ("positions.toml", 'term = "court"', 'term = "curt"', "positions.curt", "unknown_term"),
        ("positions.toml", '"DV-02"', '"DV-01"', "positions.DV-01", "duplicate_id"),
        ("positions.toml", ', en = "The court decides."', "", "positions.court", "missing_language"),
        ("positions.toml", '{ zh = "由法院解决。", en = "The court decides." }', "{}", "positions.court", "missing_language"),
        ("positions.toml", 'question = "DV-02"\n', "", "positions.court", "unasked"),
        ("positions.toml", 'question = "DV-02"\n', 'within = "DV-09"\n', "positions.court", "unknown_within"),
        ("terms.toml", "question:SU-01", "question:SU-99", "terms.speed", "unknown_question"),
        ("terms.toml", 'unit = "hour"', 'unit = "day"', "terms.speed", "unit_differs"),
        ("terms.toml", 'id = "court"', 'id = "pay"', "terms.pay", "duplicate_id"),
        ("clauses/01-a.toml", "付款{t:pay}", "付款{t:pax}", "paragraphs.a.pay", "unknown_term"),
        ("clauses/01-a.toml", "{t:court}。", "。", "paragraphs.a.pay", "tokens_differ"),
        ("clauses/01-a.toml", 'owner = "legal"', 'owner = ""', "", "no_owner"),
        ("clauses/01-a.toml", 'owner = "legal"', 'owner = "legal"\nlaw = ["CC-9999"]', "", "unknown_law"),
        ("terms.toml", 'unit = "hour"', 'unit = "hour"\nlaw = "CC-9999"', "terms.speed", "unknown_law"),
    ],
)  # fmt: skip
def test_a_fault_in_the_contract_library_is_found_when_the_pack_is_loaded(
    file: str, old: str, new: str, key: str, rule: str
) -> None:
    found = faults(edited(old, new, file))

    assert (file, key, f"draft.fault.{rule}") in [(fault.file, fault.key, fault.rule) for fault in found]
    for lang in LANGS:
        for fault in found:
            assert_fault_and_remedy(pack_sentence(fault, lang).split(": ", 1)[1], lang)


def test_a_position_stated_in_another_row_is_asked_there() -> None:
    within = edited('question = "DV-02"\n', 'within = "DV-01"\n', "positions.toml")

    assert [position.within for position in parse_pack(within).library.positions] == ["", "DV-01"]


def in_chinese(text: str) -> str:
    return re.sub(r', en = "[^"]*"', "", text)


def test_a_pack_in_one_language_loads_and_makes_a_workbook_in_it() -> None:
    files = {name: in_chinese(text) for name, text in FILES.items()}
    chinese = {**files, "method.toml": 'languages = ["zh"]\n' + files["method.toml"]}

    pack = parse_pack(chinese)
    asked = questionnaire(pack.method, pack.library.positions, None)
    book = openpyxl.load_workbook(io.BytesIO(write_template(asked, pack.method, None, TECHNICAL, "zh")))
    printed = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}

    assert {"几小时响应", "由法院解决。"} <= printed
    assert {"translation_missing", "draft.fault.missing_language"} >= {fault.rule for fault in faults(files)} != set()


def test_every_sentence_about_a_pack_states_the_fault_and_the_remedy() -> None:
    said = {lang: resources.files("evaluator.i18n") / "locale" / lang / "LC_MESSAGES" / "pack.po" for lang in LANGS}

    for lang in LANGS:
        sentences_of = re.findall(r'msgid "(pack\.\w+)"\nmsgstr "(.+)"', said[lang].read_text("utf-8"))
        assert len(sentences_of) > 50
        for _, words in sentences_of:
            assert_fault_and_remedy(words, lang)


def test_all_faults_are_told_at_once_over_all_files() -> None:
    files = {**FILES, "method.toml": METHOD.replace("weight = 50", "weight = 40").replace("best = 4", "best = 24"),
             "clauses/01-a.toml": "stray = 1\n" + CLAUSE}  # fmt: skip

    assert [(fault.file, fault.key, fault.rule) for fault in faults(files)] == [
        ("clauses/01-a.toml", "stray", "unknown_key"),
        ("method.toml", "criteria", "weights_sum"),
        ("method.toml", "questions.SU-01.range", "range_flat"),
    ]


@pytest.mark.parametrize(
    ("file", "text", "key", "rule"),
    [("terms.toml", "stray = 1\n" + TERMS, "stray", "unknown_key"),
     ("terms.toml", TERMS + '[[terms]]\nid = "x"\n', "terms.x.group", "missing_key"),
     ("positions.toml", "stray = 1\n" + POSITIONS, "stray", "unknown_key"),
     ("positions.toml", POSITIONS.replace('"equal"', '"more"'), "positions.court.compare", "not_allowed"),
     ("clauses/01-a.toml", CLAUSE.replace("order = 1", 'order = "first"'), "order", "not_a_number"),
     ("clauses/01-a.toml", "<html>", "", "not_toml")],
)  # fmt: skip
def test_the_contract_files_are_as_closed_as_the_method(file: str, text: str, key: str, rule: str) -> None:
    assert (file, key, rule) in [(fault.file, fault.key, fault.rule) for fault in faults({**FILES, file: text})]


def test_an_unknown_pack_names_those_there_are() -> None:
    with pytest.raises(PackError, match="unknown_pack") as caught:
        load_pack("crm_platfrom")

    assert sentences(caught.value, "en") == (
        [
            "crm_platfrom: There is no such method pack. Use a folder with a method.toml, or one of crm_platform, services_cn."
        ],
        ["pack.unknown_pack"],
    )


def written(folder: Path, files: dict[str, str], encoding: str = "utf-8") -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding=encoding)
    return folder


def test_a_pack_is_a_path_or_a_bundled_name_and_other_files_beside_it_are_nothing(tmp_path: Path) -> None:
    folder = written(tmp_path, {**FILES, "notes.txt": "mine", "clauses/readme.md": "mine"})

    assert find_pack(str(folder)) == folder
    assert list(pack_files(folder)) == list(FILES)
    assert load_pack(str(folder)).sha256 == content_hash(FILES)


def test_a_file_that_is_not_utf8_is_a_fault_and_a_byte_order_mark_is_none(tmp_path: Path) -> None:
    marked = load_pack(str(written(tmp_path, FILES, "utf-8-sig")))
    assert marked.sha256 == content_hash(FILES)

    (tmp_path / "method.toml").write_bytes("key = '采购'".encode("gbk"))
    with pytest.raises(PackError, match="not_utf8"):
        load_pack(str(tmp_path))


def test_the_hash_holds_names_and_texts_but_no_line_ends_and_no_order() -> None:
    windows = {name: text.replace("\n", "\r\n") for name, text in reversed(FILES.items())}

    assert content_hash(windows) == content_hash(FILES)
    assert content_hash(edited("weight = 60", "weight = 61")) != content_hash(FILES)
    assert content_hash({"a": "bc"}) != content_hash({"ab": "c"})


TENDER = """
id = "T-1"
pack = "small"
name = { zh = "采购", en = "Tender" }
buyer = { name = { zh = "甲", en = "Buyer" } }
[[requirements]]
id = "R1"
kind = "must"
module = { zh = "销售", en = "Sales" }
text = { zh = "线索", en = "Leads" }
"""


@pytest.mark.parametrize(
    ("old", "new", "key", "rule"),
    [('kind = "must"', 'kind = "nice"', "requirements.R1.kind", "not_allowed"),
     ('pack = "small"', "", "pack", "missing_key"),
     ('id = "T-1"', 'id = "T-1"\nroute = "lottery"', "route", "not_allowed"),
     ("[[requirements]]", "[[requirement]]", "requirement", "unknown_key")],
)  # fmt: skip
def test_a_fault_in_a_tender_file_names_the_key(old: str, new: str, key: str, rule: str) -> None:
    with pytest.raises(PackError, match=rule) as caught:
        parse_tender(TENDER.replace(old, new, 1), "T.toml")

    assert ("T.toml", key, rule) in [(fault.file, fault.key, fault.rule) for fault in caught.value.faults]


def test_two_requirements_under_one_id_are_a_fault() -> None:
    twice = TENDER + TENDER[TENDER.index("[[requirements]]") :]

    with pytest.raises(PackError, match="twice") as caught:
        parse_tender(twice)

    assert [fault.key for fault in caught.value.faults] == ["requirements.R1"]


PLAIN = 'id = "T-1"\n'
RATE = '\n[[rates]]\ncurrency = "USD"\nvalue = 7.1\ndate = "2026-12-01"\nsource = "PBOC"\n'


@pytest.mark.parametrize(
    ("old", "new", "key", "rule"),
    [(PLAIN, PLAIN + 'deadline = "next Friday"\n', "deadline", "not_a_moment"),
     (PLAIN, PLAIN + 'deadline = "2026-12-05T25:00"\n', "deadline", "not_a_moment"),
     (PLAIN, PLAIN + 'draft_date = "2026-13-40"\n', "draft_date", "not_a_date"),
     (PLAIN, PLAIN + 'draft_date = "20261220"\n', "draft_date", "not_a_date"),
     (PLAIN, PLAIN + "languages = []\n", "languages", "list_empty"),
     (PLAIN, PLAIN + 'languages = ["zh", "zh"]\n', "languages", "twice"),
     (PLAIN, PLAIN + "ceiling = 0\n", "ceiling", "not_positive"),
     (PLAIN, PLAIN + "ceiling = -5.5\n", "ceiling", "not_positive"),
     (PLAIN, PLAIN + 'ceiling = "1,9"\n', "ceiling", "not_a_number"),
     (PLAIN, PLAIN + 'currency = "yuan"\n', "currency", "not_a_currency"),
     (PLAIN, PLAIN + 'vendors = ["Ada Ltd", "ada  LTD"]\n', "vendors.1", "twice"),
     (PLAIN, PLAIN + 'vendors = ["Ada Ltd", " "]\n', "vendors.1", "text_empty"),
     (PLAIN, PLAIN + 'evaluators = ["Lea", "Lea"]\n', "evaluators.1", "twice"),
     (PLAIN, PLAIN + "quantities = { L1 = -1 }\n", "quantities.L1", "quantity_negative"),
     (PLAIN, 'id = " "\n', "id", "text_empty"),
     ('name = { zh = "采购", en = "Tender" }', 'name = { zh = "" }', "name", "text_empty"),
     ('id = "R1"', 'id = ""', "requirements.0.id", "text_empty"),
     ('text = { zh = "线索", en = "Leads" }', 'text = { zh = " " }', "requirements.R1.text", "text_empty"),
     ("\n[[requirements]]", RATE.replace("7.1", "0") + "[[requirements]]", "rates.0.value", "not_positive"),
     ("\n[[requirements]]", RATE.replace("USD", "$") + "[[requirements]]", "rates.0.currency", "not_a_currency"),
     ("\n[[requirements]]", RATE.replace("12-01", "12-32") + "[[requirements]]", "rates.0.date", "not_a_date")],
)  # fmt: skip
def test_a_value_that_a_tender_cannot_have_is_the_one_fault_of_its_key(old: str, new: str, key: str, rule: str) -> None:
    with pytest.raises(PackError) as caught:
        parse_tender(TENDER.replace(old, new, 1), "T.toml")

    assert [(fault.file, fault.key, fault.rule) for fault in caught.value.faults] == [("T.toml", key, rule)]


def test_a_tender_with_every_value_in_order_has_no_fault() -> None:
    facts = 'deadline = "2026-12-05T17:00+08:00"\ndraft_date = "2028-02-29"\nlanguages = ["en"]\nceiling = 0.5\n'

    tender = parse_tender(TENDER.replace(PLAIN, PLAIN + facts, 1) + RATE)

    assert (tender.ceiling, tender.rates[0].value) == (Decimal("0.5"), Decimal("7.1"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('id = "T-1\n', "T.toml: 第 1 行第 10 列不符合 TOML 写法。"),
        ('id = "T-1"\nid = "T-2"\n', "T.toml: 第 2 行第 11 列不符合 TOML 写法。"),
        ('id = "T-1"\nname = """open', "T.toml: 第 2 行第 15 列不符合 TOML 写法。"),
        (" \n\n", "T.toml: 文件是空的。"),
    ],
)
def test_a_tender_file_that_is_no_toml_has_that_one_fault_without_a_word_of_english(content: str, words: str) -> None:
    with pytest.raises(PackError) as caught:
        parse_tender(content, "T.toml")

    (said,) = sentences(caught.value, "zh")[0]
    assert said.startswith(words)
    assert re.findall(r"[A-Za-z]{2,}", said) == re.findall(r"[A-Za-z]{2,}", words)


def test_a_tender_is_checked_beside_its_pack(bundled: Pack) -> None:
    term, line = bundled.library.terms[0].id, bundled.method.price.lines[0].id
    head = TENDER.replace('"small"', f'"{bundled.method.key}"')
    ours = f'{head}\n[terms]\n{term} = "x"\n[quantities]\n{line} = 3\n'

    parse_tender(ours, pack=("here/mine", bundled))
    with pytest.raises(PackError) as strange:
        parse_tender(
            ours.replace(f"{term} =", "no_term =").replace(f"{line} =", "no_line ="), pack=("here/mine", bundled)
        )
    with pytest.raises(PackError) as other:
        parse_tender(TENDER, pack=("here/mine", bundled))

    assert [(fault.key, fault.rule) for fault in strange.value.faults] == [
        ("terms.no_term", "unknown_term"),
        ("quantities.no_line", "unknown_line"),
    ]
    assert parse_tender(TENDER.replace('"small"', '"here/mine"'), pack=("here/mine", bundled)).pack == "here/mine"
    assert [(fault.key, fault.rule) for fault in other.value.faults] == [("pack", "other_pack")]


@pytest.mark.parametrize(
    ("term", "written", "rule"),
    [
        ("eu_people", '"1200"', "term_number"), ("late_delivery_ld", '"0.2%"', "term_number"),
        ("payment_days", '{ zh = "三十日", en = "thirty days" }', "term_number"), ("eu_people", "1200", ""),
        ("late_delivery_ld", "0.2", ""), ("court_place", "12", "term_words"), ("court_place", '"Hangzhou"', ""),
        ("dispute_forum", '"moon"', "not_allowed"), ("dispute_forum", '"arbitration"', ""),
    ],
)  # fmt: skip
def test_a_term_of_another_kind_than_the_pack_s_is_a_fault(term: str, written: str, rule: str) -> None:
    crm = load_pack("crm_platform")
    head = TENDER.replace('"small"', '"crm_platform"')
    ours = f"{head}\n[terms]\n{term} = {written}\n"
    if not rule:
        assert term in parse_tender(ours, pack=("crm_platform", crm)).terms
        return

    with pytest.raises(PackError) as caught:
        parse_tender(ours, pack=("crm_platform", crm))

    assert [(fault.key, fault.rule) for fault in caught.value.faults] == [(f"terms.{term}", rule)]
    assert all(sentences(caught.value, lang) for lang in LANGS)


def test_a_tender_is_read_with_its_settlements(tmp_path: Path) -> None:
    path = tmp_path / "tender.toml"
    settled = '[[settlements]]\nvendor = "Bo"\nitem = "SU-01"\nvalue = 4.5\nreason = "e-mail"\n'
    settled += 'by = "Lea"\ndate = "2026-11-20"\nsource = "mail"\n'
    path.write_text(TENDER + settled, encoding="utf-8")

    tender = load_tender(path)

    assert (tender.settlements[0].value, tender.requirements[0].kind) == (Decimal("4.5"), "must")


@pytest.fixture(scope="module", params=known_packs())
def bundled(request: pytest.FixtureRequest) -> Pack:
    return load_pack(request.param)


def every_text(value: object) -> Iterator[Text]:
    """All words in a method or library, wherever they stand."""
    if isinstance(value, Text):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from every_text(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from every_text(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from every_text(item)


def test_the_bundled_packs_say_everything_in_both_languages(bundled: Pack) -> None:
    half = [
        text
        for part in (bundled.method, bundled.library)
        for text in every_text(part)
        if bool(text.zh) != bool(text.en)
    ]

    assert half == []
    assert all(words.zh and words.en for clause in bundled.library.clauses for _, words in texts(clause))


def test_people_judge_at_most_fifteen_sub_criteria(bundled: Pack) -> None:
    assert 1 <= len(bundled.method.panel_leaves()) <= 15


def test_the_price_of_a_bundled_pack_is_scored_by_its_own_formula() -> None:
    assert load_pack("services_cn").method.price.formula == "lowest_ratio"
    assert load_pack("services_cn").method.combine.value == "mean"


def test_the_crm_pack_asks_between_seventy_and_a_hundred_and_ten_questions() -> None:
    pack = load_pack("crm_platform")
    asked = questionnaire(pack.method, pack.library.positions, None).questions("technical")

    assert 70 <= len(asked) <= 110
    assert {top.key for top in pack.method.criteria} >= {"fit", "price"}


def test_the_crm_pack_asks_in_every_way_and_judges_in_every_way() -> None:
    pack = load_pack("crm_platform")
    asked = questionnaire(pack.method, pack.library.positions, None).all()

    # Replies to the buyer's terms are asked from the positions, not from the method.
    assert {question.kind for question in pack.method.questions} == set(Kind) - {Kind.DEVIATION}
    assert {question.kind for question in asked} == set(Kind)
    assert {question.judge for question in asked} == set(Judge)


@pytest.mark.parametrize(("place", "fails"), [("abroad", True), ("mainland_live", True), ("mainland_all", False)])
def test_a_bid_that_keeps_data_outside_the_agreed_region_fails_its_gate(place: str, fails: bool) -> None:
    method = load_pack("crm_platform").method
    question = next(one for one in method.questions if one.id == "SE-08")
    bid = Bid(vendor="Ada", files=(), answers={"SE-08": tiny.answer("SE-08", place)})

    result = evaluate(method, tiny.tender(requirements=()), [bid], Judgements()).ranking.of("Ada")

    failed = [one for one in result.reasons if one.rule is Rule.GATE_FAILED and one.item == "SE-08"]
    assert {option.key for option in question.options} == {"abroad", "mainland_live", "mainland_all"}
    assert len(failed) == fails
    assert (result.status is Status.EXCLUDED) is fails


def test_every_term_and_every_condition_of_a_clause_points_to_something_that_exists(bundled: Pack) -> None:
    asked = {question.id for question in questionnaire(bundled.method, bundled.library.positions, None).all()}
    library = bundled.library
    terms = {term.id for term in library.terms}
    filled = [
        term.fill.partition(":")[2].partition("/")[0] for term in library.terms if term.fill.startswith("question:")
    ]
    tested = [
        condition.term
        for clause in library.clauses
        for when in (clause.when, *(paragraph.when for paragraph in clause.paragraphs))
        for condition in (*when.all, *when.any)
    ]

    assert set(filled) <= asked
    assert {position.term for position in library.positions} <= terms
    assert {term for schedule in library.schedules for term in schedule.terms} <= terms
    assert set(tested) <= terms


@pytest.mark.parametrize("lang", LANGS)
def test_a_sentence_about_a_wrong_value_quotes_it(lang: Lang) -> None:
    found = faults(edited("years = 1", 'years = "one"'))

    assert "“one”" in pack_sentence(found[0], lang)


def test_the_least_share_of_price_is_that_of_the_whole_and_not_of_its_branch() -> None:
    nested = METHOD.replace(
        'weight = 30\ntitle = { zh = "价格", en = "Price" }\njudge = "price"\n',
        """weight = 30
title = { zh = "商务", en = "Commercial" }
[[criteria.children]]
key = "price.price"
weight = 50
title = { zh = "价格", en = "Price" }
judge = "price"
[[criteria.children]]
key = "price.terms"
weight = 50
title = { zh = "条件", en = "Terms" }
judge = "panel"
levels = [{ points = 0, text = { zh = "差", en = "bad" } }, { points = 5, text = { zh = "好", en = "good" } }]
""",
    )
    found = faults({**FILES, "method.toml": "price_minimum_share = 20\n" + nested})

    assert [(one.key, one.rule, dict(one.params)["given"]) for one in found] == [
        ("criteria.price.price", "price_share", "15")
    ]
    assert parse_pack({**FILES, "method.toml": "price_minimum_share = 15\n" + nested})


ASKED_WITHIN = {
    "retention": "5%", "contract_years": "3年", "renewal_notice_days": "60日", "invoice_type": "增值税专用发票",
    "prevailing_language": "以中文为准", "precedence": "优先顺序", "fm_notice_days": "7日", "fm_exit_days": "30日",
}  # fmt: skip


def test_every_term_on_which_the_buyer_has_a_position_is_put_to_vendors(bundled: Pack) -> None:
    library = bundled.library
    rows = {position.question: position.text for position in library.positions if position.question}
    deviating = {term.id for term in library.terms if term.fill == "deviation"}
    folded = {position.term: position.within for position in library.positions if position.within}

    assert {position.term for position in library.positions if position.question or position.within} == deviating
    assert set(folded) == (set(ASKED_WITHIN) if bundled.method.key == "crm_platform" else set())
    assert all(ASKED_WITHIN[term] in rows[row].zh for term, row in folded.items())


@pytest.mark.parametrize("key", ["anonymous = true", "reason_required = true"])
def test_what_holds_for_a_panel_stands_on_its_sub_criteria_alone(key: str) -> None:
    files = pack_files(find_pack("crm_platform"))
    at = 'judge = "price"\n'
    files["method.toml"] = files["method.toml"].replace(at, f"{at}{key}\n", 1)

    with pytest.raises(PackError) as error:
        parse_pack(files)

    assert [(fault.key, fault.rule) for fault in error.value.faults] == [
        (f"criteria.price.{key.partition(' ')[0]}", "panel_only")
    ]
