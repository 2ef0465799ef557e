"""Words that buyers and vendors write at the head of a column, Chinese and English, by what the column holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# The whole heading, by what it says.
EXACT: Final[Mapping[str, frozenset[str]]] = {
    "id": frozenset(
        ["id", "no", "nr", "number", "#", "ref", "reference", "item", "item no", "item number", "control id", "code",
         "q#", "q no", "ques num", "sno",
         "s/n", "sn", "sr no", "sl no", "serial", "serial no", "line", "line no", "qid", "question id",
         "control no", "question no", "question number", "req id", "req no", "requirement id", "requirement no",
         "序号", "编号", "题号", "项次", "条款号", "条款编号", "需求编号", "代码", "项号", "行号", "条目号",
         "招标文件条款号", "招标文件条目号", "編號", "序號"]
    ),
    "section": frozenset(
        ["section", "category", "sub category", "subcategory", "sub-category", "module", "sub module", "area",
         "main area", "sub area", "domain", "control domain", "group", "topic", "chapter", "theme", "name", "title",
         "function group", "模块", "子模块", "类别", "子类", "章节", "分类", "大类", "中类", "小类", "类型",
         "一级指标", "二级指标", "所属层面", "功能模块", "系统模块", "一级模块", "二级模块", "三级模块", "一级功能",
         "二级功能", "三级功能", "一级菜单", "二级菜单", "业务域", "子系统", "控制域", "评审类别", "评分类别", "系统",
         "分項", "類別", "模組"]
    ),
    "question": frozenset(
        ["question", "questions", "question text", "requirement", "requirements", "description", "control",
         "criterion", "criteria", "statement", "feature", "features", "function", "functionality",
         "control specification", "consideration", "checklist item", "item description", "product description",
         "goods", "service", "services", "deliverable", "requirement description", "business requirement",
         "functional requirement", "evaluation criteria", "evaluation item", "问题", "问题描述", "题目", "需求", "需求说明", "要求",
         "内容", "评审因素", "评分项", "评价内容", "评审内容", "功能", "功能点", "功能描述", "功能名称", "功能要求",
         "功能说明", "需求描述", "需求名称", "需求内容", "指标名称", "指标", "技术要求", "技术参数", "商务要求",
         "商务条款", "合同条款", "招标要求", "采购要求", "招标文件要求", "招标文件条款", "采购文件要求", "招标规格", "名称",
         "项目", "项目名称", "报价项", "报价项目", "报价内容", "费用项目", "费用名称", "货物名称", "产品名称",
         "设备名称", "物料名称", "服务名称", "服务内容", "检查项", "检查内容", "检查项目", "评估项", "评估项目", "评估内容",
         "审核内容", "测评项", "条款", "条款内容", "安全要求", "控制项", "問題", "需求說明", "項目", "品名",
         "名称及规格"]
    ),
    "answer": frozenset(
        ["answer", "answers", "response", "responses", "reply", "yes/no", "yes / no", "y/n", "compliance", "compliant",
         "comply", "comply (y/n)", "compliance status", "status", "verdict", "result", "value", "vendor response",
         "supplier response", "bidder response", "tenderer response", "your response", "your answer", "your reply",
         "supported", "fit", "availability", "offer", "offered", "meets requirement", "conformity", "check", "答复",
         "应答", "响应", "回答", "回复", "填写", "填写内容", "状态", "结论", "结果", "是否满足", "满足情况",
         "满足程度", "满足度", "符合情况", "符合性", "响应情况", "应答情况", "应答内容", "响应内容", "投标响应",
         "投标应答", "投标文件响应", "投标文件内容", "投标规格", "响应文件内容", "供应商应答", "厂商应答",
         "投标值", "响应值", "应答值", "承诺值", "投标参数", "offered value", "proposed value", "bid value",
         "投标人应答", "响应/偏离", "是/否", "是否支持", "是否具备", "支持情况",
         "实现方式", "检查结果", "评估结果", "自评结果", "自评", "答覆", "回覆", "狀態", "勾选", "选项", "完成情况"]
    ),
    "owner": frozenset(
        ["vendor", "supplier", "bidder", "tenderer", "seller", "offeror", "vendor name", "supplier name", "bidder name",
         "tenderer name", "name of vendor", "name of supplier", "name of bidder", "company", "company name", "供应商",
         "供应商名称", "投标人", "投标人名称", "投标单位", "投标单位名称", "厂商", "厂商名称", "公司", "公司名称", "单位名称",
         "应答人", "应答方", "供应商简称", "投标方"]
    ),
    "deviation": frozenset(
        ["deviation", "deviations", "偏离", "偏离情况", "偏离程度", "偏离类型", "正负偏离", "正/负偏离", "有无偏离"]
    ),
    "comment": frozenset(
        ["comment", "comments", "remark", "remarks", "note", "notes", "explanation", "details", "interview notes",
         "additional information", "additional comments", "further information", "justification", "clarification",
         "rationale", "implementation description", "备注", "说明", "备注说明", "补充说明", "偏离说明", "响应说明",
         "应答说明", "详细说明", "具体说明", "意见", "情况说明", "原因", "備註", "說明", "备 注"]
    ),
    "evidence": frozenset(
        ["evidence", "document filename", "attachment", "attachments", "supporting document", "supporting documents",
         "proof", "evidence reference", "证明", "证明材料", "证明文件", "附件", "佐证材料", "佐证", "证据", "页码",
         "对应页码", "所在页码"]
    ),
    "weight": frozenset(
        ["weight", "weighting", "weights", "weight %", "max score", "maximum score", "max points", "权重", "指标权重",
         "分值", "满分", "标准分", "最高分", "權重"]
    ),
    "score": frozenset(
        ["score", "scores", "points", "rating", "mark", "marks", "得分", "评分", "打分", "分数", "评委打分"]
    ),
    "unit": frozenset(
        ["unit", "units", "uom", "unit of measure", "单位", "计量单位", "数据单位", "單位"]
    ),
    "quantity": frozenset(
        ["quantity", "qty", "quantities", "数量", "數量", "工程量"]
    ),
    "unit_price": frozenset(
        ["unit price", "price", "rate", "unit cost", "unit rate", "price per unit", "单价", "综合单价", "单价（元）",
         "含税单价", "不含税单价", "投标单价", "單價", "报价"]
    ),
    "amount": frozenset(
        ["amount", "total", "total price", "subtotal", "line total", "total cost", "extended price", "cost", "金额",
         "合价", "总价", "小计", "合计", "含税金额", "金額", "總價", "投标报价"]
    ),
    "priority": frozenset(
        ["priority", "level", "severity", "must/should", "mandatory", "mandatory/optional", "m/o", "moscow",
         "importance", "criticality", "级别", "优先级", "重要性", "重要程度", "必须/期望", "是否必须", "必要性",
         "优先程度", "重要度"]
    ),
}  # fmt: skip
# A part of the heading, tried in this order where the whole says nothing.
PARTS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("unit_price", ("unit price", "unit cost", "unit rate", "单价")),
    ("priority", ("是否必", "必须", "优先级", "重要程度", "mandatory", "priority")),
    ("evidence", ("evidence", "filename", "attachment", "supporting doc", "证明", "佐证", "页码")),
    (
        "comment",
        (
            "comment",
            "remark",
            "explanation",
            " note",
            "implementation desc",
            "response detail",
            "备注",
            "偏离说明",
            "应答说明",
            "响应说明",
            "additional info",
            "justif",
        ),
    ),
    ("deviation", ("deviation", "偏离")),
    ("weight", ("weight", "权重")),
    ("score", ("score", "得分", "打分")),
    (
        "answer",
        (
            "vendor",
            "supplier",
            "seller",
            "bidder",
            "tenderer",
            "投标人",
            "供应商",
            "response",
            "status",
            "answer",
            "compliance",
            "complies",
            "comply",
            "答复",
            "回复",
            "回覆",
            "应答",
            "响应",
            "满足情况",
            "符合情况",
            "是否",
        ),
    ),
    ("comment", ("说明",)),
    (
        "question",
        (
            "requirement",
            "question",
            "checklist item",
            "description",
            "specification",
            "需求",
            "要求",
            "问题",
            "功能",
            "指标",
        ),
    ),
    ("id", ("-id ", " id ", "编号", "序号")),
    ("amount", ("金额", "总价", "合价", "合计", "total price", "amount", "小计")),
    ("quantity", ("数量", "quantity")),
)
