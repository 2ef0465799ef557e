"""Layouts that buyers and vendors really use, imitated: each is read as the person who drew it meant it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from evaluator.domain.finding import Rule, Source
from evaluator.intake.cells import Cell, SheetCells
from evaluator.intake.foreign.doubts import doubts
from evaluator.intake.foreign.recognise import tables_of
from evaluator.intake.foreign.tables import Table

Said = list[tuple[int, str, str]]


def drawn(picture: str, merged: tuple[str, ...] = (), name: str = "Answers") -> SheetCells:
    """A sheet as drawn: a line a row, cells parted by bars, a space around each."""
    cells = {}
    for row, line in enumerate(picture.strip("\n").split("\n"), start=1):
        for column, text in enumerate(line.split("|"), start=1):
            value = text.removeprefix(" ").rstrip()
            if value.strip():
                cells[row, column] = Cell(row, column, value)
    return SheetCells(name, cells, merged)


@dataclass(frozen=True)
class Case:
    """A drawing with what it means: header rows, columns, vendors with their remarks, and (row, id, answers) of each question."""

    picture: str
    header: tuple[int, ...]
    columns: dict[str, str]
    said: Said
    merged: tuple[str, ...] = ()
    vendors: dict[int, str] = field(default_factory=dict)
    remarks: dict[int, int] = field(default_factory=dict)


CASES = {
    "Yes and No with the serial number headed No, marked by their own words": Case(
        """
 No | Question | Yes | No | Remarks
 1 | Do you support single sign-on? | | No | soon
 2 | Do you encrypt data at rest? | Yes | |
 3 | Do you keep audit logs? | | x |
 4 | Do you export data? | | |
""",
        (1,), {"id": "A", "question": "B", "answer": "C", "comment": "E"},
        [(2, "1", "No"), (3, "2", "Yes"), (4, "3", "No"), (5, "4", "")],
    ),
    "a tick among crosses, boxes and noughts; a no in the column of yes marks nothing": Case(
        """
 序号 | 要求 | 完全满足 | 部分满足 | 不满足
 1 | 是否支持单点登录？ | × | √ | ×
 2 | 是否支持多语言界面？ | ☐ | ☐ | ☑
 3 | 是否支持数据导出？ | 0 | 1 | 0
 4 | 是否支持审计日志？ | 否 | |
 5 | 是否通过等保三级测评？ | x | |
 6 | 是否支持私有化部署？ | | 二期支持 |
 7 | 是否支持离线使用？ | ☐ | ☐ | ☐
""",
        (1,), {"id": "A", "question": "B", "answer": "C"},
        [(2, "1", "部分满足"), (3, "2", "不满足"), (4, "3", "部分满足"), (5, "4", "完全满足: 否"), (6, "5", "完全满足: x"),
         (7, "6", "部分满足: 二期支持"), (8, "7", "")],
    ),
    "possible answers of other words, filled with Yes and No": Case(
        """
 ID | Requirement | Meets | Partial | Does not meet | Comments
 R1 | Do you support single sign-on? | Yes | No | No | c
 R2 | Do you encrypt data at rest? | N | Y | N | c
 R3 | Do you keep audit logs? | No | | | c
""",
        (1,), {"id": "A", "question": "B", "answer": "C", "comment": "F"},
        [(2, "R1", "Meets"), (3, "R2", "Partial"), (4, "R3", "Meets: No")],
    ),
    "phases over words of judgement: the first row is none of the header, and phases are no vendors": Case(
        """
 序号 | 交付内容 | 阶段一 | 阶段二 | 阶段三
 1 | 需求调研报告 | 满足 | 满足 | 满足
 2 | 系统部署 | 不满足 | 部分满足 | 满足
""",
        (1,), {"id": "A", "question": "B"}, [(2, "1", "满足/满足/满足"), (3, "2", "不满足/部分满足/满足")],
        (), {3: "阶段一", 4: "阶段二", 5: "阶段三"},
    ),
    "a goal of the buyer beside two vendors": Case(
        """
 No | Requirement | Acme Ltd | Beta GmbH | Target
 1 | Single sign-on | Yes | No | Yes
 2 | Data export | Yes | No | Yes
""",
        (1,), {"id": "A", "question": "B"}, [(2, "1", "Yes/No"), (3, "2", "Yes/No")], (), {3: "Acme Ltd", 4: "Beta GmbH"},
    ),
    "the name of the vendor in each row beside its answer": Case(
        """
 序号 | 要求 | 供应商名称 | 响应内容
 1 | 是否支持单点登录？ | 华信 | 支持
 2 | 是否支持数据导出？ | 华信 | 不支持
""",
        (1,), {"id": "A", "question": "B", "owner": "C", "answer": "D"}, [(2, "1", "支持"), (3, "2", "不支持")],
    ),
    "letters head possible answers": Case(
        """
 # | Question | Y | N | N/A
 1 | Do you have single sign-on? | Y | |
 2 | Do you have audit logs? | | N |
 3 | Do you have data import? | N | |
""",
        (1,), {"id": "A", "question": "B", "answer": "C"}, [(2, "1", "Y"), (3, "2", "N"), (4, "3", "Y: N")],
    ),
    "a first row without a number, whose words could head columns": Case(
        """
 需求 | 华信 | 中软
 需求调研 | 满足 | 不满足
 需求评审 | 不满足 | 满足
""",
        (1,), {"question": "A"}, [(2, "", "满足/不满足"), (3, "", "不满足/满足")], (), {2: "华信", 3: "中软"},
    ),
    "a first row that says requirement, response and deviation as its header does": Case(
        """
 投标人名称 | 条款号 | 招标要求 | 投标响应 | 偏离
 华信公司 | 1 | 要求支持单点登录 | 响应 | 无偏离
  | 2 | 要求支持数据导出 | 不响应 | 负偏离
""",
        (1,), {"owner": "A", "id": "B", "question": "C", "answer": "D", "deviation": "E"},
        [(2, "1", "响应"), (3, "2", "不响应")], ("A2:A3",),
    ),
    "the goal that was set is not the value offered": Case(
        """
 序号 | 指标 | 目标值 | 投标值
 1 | 可用性 | 99.9% | 99.95%
 2 | 恢复时间 | 4小时 | 2小时
""",
        (1,), {"id": "A", "question": "B", "answer": "D"}, [(2, "1", "99.95%"), (3, "2", "2小时")],
    ),
    "a column headed Vendor that holds the answers": Case(
        """
 No. | Requirement | Vendor
 1 | Single sign-on | Yes
 2 | Data export | No
""",
        (1,), {"id": "A", "question": "B", "answer": "C"}, [(2, "1", "Yes"), (3, "2", "No")],
    ),
    "prices with and without tax are one vendor's": Case(
        """
 序号 | 项目 | 数量 | 不含税单价（元） | 含税单价（元）
 1 | 许可 | 1 | 100 | 106
 2 | 实施 | 1 | 200 | 212
""",
        (1,), {"id": "A", "question": "B", "quantity": "C", "unit_price": "D"}, [(2, "1", "100"), (3, "2", "200")],
    ),
    "功能清单: modules merged down, one header row": Case(
        """
 序号 | 一级模块 | 二级模块 | 功能描述 | 是否满足 | 备注
 1 | 客户管理 | 查重 | 支持按名称和税号查重 | 满足 |
 2 | | 公海 | 超过三十天未跟进自动回收 | 部分满足 | 需配置
 3 | 合同管理 | 审批 | 支持多级审批 | 二次开发 |
""",
        (1,), {"id": "A", "section": "B", "question": "D", "answer": "E", "comment": "F"},
        [(2, "1", "满足"), (3, "2", "部分满足"), (4, "3", "二次开发")], ("B2:B3",),
    ),
    "商务偏离表: title, project line, header in row 4, signature": Case(
        """
 商务偏离表
 项目名称：客户关系管理系统采购

 序号 | 招标文件条款号 | 招标文件要求 | 投标文件响应 | 偏离情况 | 说明
 1 | 3.1 | 验收后三十日内付款 | 完全响应 | 无偏离 |
 2 | 3.2 | 质保期三年 | 质保期五年 | 正偏离 | 延长两年
 投标人（盖章）：
 日期：
""",
        (4,), {"id": "A", "question": "C", "answer": "D", "deviation": "E", "comment": "F"},
        [(5, "1", "完全响应"), (6, "2", "质保期五年")],
    ),
    "报价单: amounts, total row, amount in words, note": Case(
        """
 报价单
 序号 | 报价项 | 单位 | 数量 | 单价（元） | 金额（元） | 备注
 1 | 软件许可 | 套 | 1 | 300000 | 300000 |
 2 | 实施服务 | 人天 | 40 | 2000 | 80000 |
 合计 | | | | | 380000 |
 大写：叁拾捌万元整
 注：以上报价含税
""",
        (2,), {"id": "A", "question": "B", "unit": "C", "quantity": "D", "unit_price": "E", "amount": "F", "comment": "G"},
        [(3, "1", "300000"), (4, "2", "2000")],
    ),
    "two header rows: vendors over answer and remark": Case(
        """
 序号 | 需求 | 阿达云 | | 北极星 |
  | | 应答 | 备注 | 应答 | 备注
 1 | 客户查重 | 满足 | | 部分满足 | 下一版
 2 | 离线使用 | 不满足 | 不支持 | |
""",
        (1, 2), {"id": "A", "question": "B"},
        [(3, "1", "满足/部分满足"), (4, "2", "不满足/")], ("C1:D1", "E1:F1"), {3: "阿达云", 5: "北极星"}, {3: 4, 5: 6},
    ),
    "vendors over pairs without merges, English": Case(
        """
 Ref | Requirement | Ada Ltd | | Bo Inc |
  | | Response | Comments | Response | Comments
 F1 | Find duplicates | Meets | | Partial | roadmap
 F2 | Work offline | No | planned | Meets |
""",
        (1, 2), {"id": "A", "question": "B"},
        [(3, "F1", "Meets/Partial"), (4, "F2", "No/Meets")], (), {3: "Ada Ltd", 5: "Bo Inc"}, {3: 4, 5: 6},
    ),
    "the vendor's name in each heading": Case(
        """
 No. | Requirement | Ada response | Ada comments | Bo response | Bo comments
 1 | Find duplicates | Yes | | No | later
 2 | Work offline | No | | Yes |
""",
        (1,), {"id": "A", "question": "B"},
        [(2, "1", "Yes/No"), (3, "2", "No/Yes")], (), {3: "Ada", 5: "Bo"}, {3: 4, 5: 6},
    ),
    "a column per vendor, lettered, one still blank": Case(
        """
 编号 | 需求描述 | 供应商A | 供应商B | 供应商C
 R1 | 客户查重 | 满足 | 不满足 |
 R2 | 离线使用 | 满足 | 满足 |
""",
        (1,), {"id": "A", "question": "B"},
        [(2, "R1", "满足/不满足/"), (3, "R2", "满足/满足/")], (), {3: "供应商A", 4: "供应商B", 5: "供应商C"},
    ),
    "a column of remarks after each vendor's": Case(
        """
 序号 | 功能 | 阿达云 | 备注 | 北极星 | 备注
 1 | 客户查重 | 满足 | 标配 | 不满足 |
 2 | 离线使用 | 不满足 | | 满足 | 选配
""",
        (1,), {"id": "A", "question": "B"},
        [(2, "1", "满足/不满足"), (3, "2", "不满足/满足")], (), {3: "阿达云", 5: "北极星"}, {3: 4, 5: 6},
    ),
    "vendors named below a heading for their responses": Case(
        """
 No. | Requirement | Vendor responses | |
  | | Ada | Bo | Cy
 1 | Find duplicates | Yes, out of the box | With custom code | No
 2 | Work offline | Planned for 2027 | Yes | Yes
""",
        (1, 2), {"id": "A", "question": "B"},
        [(3, "1", "Yes, out of the box/With custom code/No"), (4, "2", "Planned for 2027/Yes/Yes")],
        ("C1:E1",), {3: "Ada", 4: "Bo", 5: "Cy"},
    ),
    "two languages in two rows": Case(
        """
 序号 | 问题 | 答复 | 备注
 No. | Question | Answer | Remarks
 1 | 是否加密备份？ Are backups encrypted? | 是 Yes |
 2 | 数据存放在哪里？ Where is data kept? | 上海 Shanghai |
""",
        (1, 2), {"id": "A", "question": "B", "answer": "C", "comment": "D"},
        [(3, "1", "是 Yes"), (4, "2", "上海 Shanghai")],
    ),
    "two languages in one cell, offset columns": Case(
        """
  | | 序号 No. | 要求 Requirement | 供应商应答 Vendor Response | 备注 Remark
  | | 1.1 | 支持双因素登录 Two-factor sign-in | 支持 |
  | | 1.10 | 支持单点登录 Single sign-on | 不支持 | 2027年
""",
        (1,), {"id": "C", "question": "D", "answer": "E", "comment": "F"},
        [(2, "1.1", "支持"), (3, "1.10", "不支持")],
    ),
    "CAIQ: a title, headings over groups, headings, ids that end in letters": Case(
        """
 Consensus Assessment Questionnaire

 Question ID | Question | CSP CAIQ Answer | SSRM Control Ownership | CSP Implementation Description | Control ID | Control Title
 A&A-01.1 | Are audit policies established and maintained? | Yes | CSP-owned | Reviewed yearly | A&A-01 | Audit Policy
 A&A-01.2 | Are audit policies reviewed at least annually? | Yes | CSP-owned | | | Audit Policy
 A&A-02.1 | Are independent audits conducted? | No | | | A&A-02 | Audits
""",
        (3,), {"id": "A", "question": "B", "answer": "C", "comment": "E"},
        [(4, "A&A-01.1", "Yes"), (5, "A&A-01.2", "Yes"), (6, "A&A-02.1", "No")],
    ),
    "column numbers below the header": Case(
        """
 序号 | 项目名称 | 数量 | 单价 | 合价
 1 | 2 | 3 | 4 | 5=3×4
 1 | 服务器 | 2 | 30000 | 60000
 2 | 交换机 | 1 | 8000 | 8000
""",
        (1, 2), {"id": "A", "question": "B", "quantity": "C", "unit_price": "D", "amount": "E"},
        [(3, "1", "30000"), (4, "2", "8000")],
    ),
    "help below the header": Case(
        """
 No. | Question | Answer | Evidence
 (automatic) | (do not change) | (select) | (file name)
 1 | Do you hold ISO 27001? | Yes | iso.pdf
 2 | Do you encrypt backups? | (select) |
""",
        (1, 2), {"id": "A", "question": "B", "answer": "C", "evidence": "D"},
        [(3, "1", "Yes"), (4, "2", "(select)")],
    ),
    "possible answers as columns, ticked": Case(
        """
 序号 | 检查项 | 检查结果 | | | 备注
  | | 符合 | 部分符合 | 不符合 |
 1 | 机房有门禁 | √ | | |
 2 | 日志保存六个月 | | | √ | 三个月
 3 | 定期演练 | | | |
""",
        (1, 2), {"id": "A", "question": "B", "answer": "C", "comment": "F"},
        [(3, "1", "符合"), (4, "2", "不符合"), (5, "3", "")], ("A1:A2", "B1:B2", "C1:E1", "F1:F2"),
    ),
    "checklist with ticks in one column": Case(
        """
 Security checklist

 # | Checklist item | Done (✓/✗) | Status | Notes
 1 | Default passwords are changed | | ✓ |
 2 | Audit log is on | | ✗ | planned
""",
        (3,), {"id": "A", "question": "B", "answer": "D", "comment": "E"},
        [(4, "1", "✓"), (5, "2", "✗")],
    ),
    "sections with roman titles and guidance rows": Case(
        """
 Security questionnaire
 Please answer every question.

 No | Question | Response | Comment
 Section A: Organisation
 A.1 | Do you have a security officer? | Yes |
 Note: name the person in the comment
 Section B: Systems
 B.1 | Do you patch within 30 days? | No | 60 days
 B.2 | Do you scan weekly? | |
""",
        (4,), {"id": "A", "question": "B", "answer": "C", "comment": "D"},
        [(6, "A.1", "Yes"), (9, "B.1", "No"), (10, "B.2", "")], ("A5:D5", "A7:D7", "A8:D8"),
    ),
    "an example row first": Case(
        """
 序号 | 需求 | 应答 | 说明
 示例 | 支持导出报表 | 满足 | 见手册第3章
 1 | 客户查重 | 满足 |
 2 | 离线使用 | |
""",
        (1,), {"id": "A", "question": "B", "answer": "C", "comment": "D"},
        [(3, "1", "满足"), (4, "2", "")],
    ),
    "duplicate heading names: the vendor's comes last": Case(
        """
 ID | Requirement | Comments | Buyer status | Vendor response | Comments
 1 | Find duplicates | must | open | Yes |
 2 | Work offline | | open | No | 2027
""",
        (1,), {"id": "A", "question": "B", "answer": "E", "comment": "C"},
        [(2, "1", "Yes"), (3, "2", "No")],
    ),
    "leading zeros and 1.10 stay text": Case(
        """
 Req ID | Description | Compliance
 0001 | Import from CSV | Compliant
 0010 | Export to CSV | Non-compliant
""",
        (1,), {"id": "A", "question": "B", "answer": "C"},
        [(2, "0001", "Compliant"), (3, "0010", "Non-compliant")],
    ),
    "no ids: sentences and an answer": Case(
        """
 Question | Answer
 How many customers use the product today? | 41
 Which languages does the support desk speak? | English, Chinese
""",
        (1,), {"question": "A", "answer": "B"},
        [(2, "", "41"), (3, "", "English, Chinese")],
    ),
    "a priority that asks 是否必须 is no answer": Case(
        """
 编号 | 需求 | 是否必须 | 供应商应答
 1 | 客户查重 | 是 | 满足
 2 | 离线使用 | 否 |
""",
        (1,), {"id": "A", "question": "B", "priority": "C", "answer": "D"},
        [(2, "1", "满足"), (3, "2", "")],
    ),
    "技术参数响应表": Case(
        """
 技术参数响应表
 序号 | 货物名称 | 招标规格 | 投标规格 | 偏离说明
 1 | 服务器 | 内存不低于64GB | 128GB | 正偏离
 2 | 服务器 | 两块电源 | 两块电源 | 无偏离
 合计 | | | |
""",
        (2,), {"id": "A", "question": "C", "answer": "D", "comment": "E"},
        [(3, "1", "128GB"), (4, "2", "两块电源")],
    ),
    "header repeated on each printed page": Case(
        """
 No. | Question | Answer
 1 | Is data encrypted at rest? | Yes
 2 | Is data encrypted in transit? | Yes
 No. | Question | Answer
 3 | Are keys rotated each year? | No
""",
        (1, 4), {"id": "A", "question": "B", "answer": "C"},
        [(2, "1", "Yes"), (3, "2", "Yes"), (5, "3", "No")],
    ),
    "a quotation: name, unit price, subtotals by part": Case(
        """
 QUOTATION
 Item | Description | Qty | Unit price | Total
 1 | Licence, per user and year | 100 | 120.00 | 12000.00
 2 | Support, per year | 1 | 3000 | 3000
 Subtotal (excl. VAT) | | | | 15000
 Total price incl. VAT | | | | 17850
 Signature
""",
        (2,), {"id": "A", "question": "B", "quantity": "C", "unit_price": "D", "amount": "E"},
        [(3, "1", "120.00"), (4, "2", "3000")],
    ),
    "vendors' prices beside one another": Case(
        """
 序号 | 货物名称 | 数量 | 阿达云 | | 北极星 |
  | | | 单价 | 金额 | 单价 | 金额
 1 | 许可 | 2 | 100 | 200 | 90 | 180
 2 | 培训 | 1 | 50 | 50 | 60 | 60
""",
        (1, 2), {"id": "A", "question": "B", "quantity": "C"},
        [(3, "1", "100/90"), (4, "2", "50/60")], ("D1:E1", "F1:G1"), {4: "阿达云", 6: "北极星"},
    ),
    "goal and actual figure, names for programs": Case(
        """
 指标名称 | 指标权重 | 数据单位 | 目标值
 targetName | targetWeight | dataUnit | targetValue
 师生比 | 1 | | 14:1
 优秀率 | 1 | % | 100
""",
        (1, 2), {"question": "A", "weight": "B", "unit": "C", "answer": "D"},
        [(3, "", "14:1"), (4, "", "100")],
    ),
    "stages of maturity over status and comments": Case(
        """
 Proof Points | Launch Stage Evidence | | Optimize Stage Evidence |
 Preconditions | Status | Comments | Status | Comments
 Templates are accessible | Complete | | Started | soon
 Images have descriptions | | | |
""",
        (1, 2), {"question": "A"},
        [(3, "", "Complete/Started"), (4, "", "/")], (), {2: "Launch Stage", 4: "Optimize Stage"}, {2: 3, 4: 5},
    ),
    "繁體 checklist": Case(
        """
 編號 | 類別 | 問題 | 狀態 | 備註
 1 | 網路 | 是否限制對外連線？ | 是 |
 2 | 網路 | 是否記錄流量？ | 否 | 規劃中
""",
        (1,), {"id": "A", "section": "B", "question": "C", "answer": "D", "comment": "E"},
        [(2, "1", "是"), (3, "2", "否")],
    ),
    "CAIQ 3: answers Yes, No, Not Applicable as columns; the control spans its questions": Case(
        """
 CONSENSUS ASSESSMENTS QUESTIONNAIRE
 Control Domain | Control ID | Question ID | Control Specification | Assessment Questions | Assessment Answers | | | Notes
  | | | | | Yes | No | Not Applicable |
 Application Security | AIS-01 | AIS-01.1 | Applications are tested by standards | Do you use industry standards? | x | | | OWASP
  | | AIS-01.2 | | Do you use a source code analysis tool? | | x | |
  | | AIS-01.3 | | Do you review your applications? | x | | |
 Audit | AAC-01 | AAC-01.1 | Audit plans shall be developed and maintained | Do you develop audit plans? | | | x |
""",
        (2, 3), {"id": "C", "section": "A", "question": "E", "answer": "F", "comment": "I"},
        [(4, "AIS-01.1", "Yes"), (5, "AIS-01.2", "No"), (6, "AIS-01.3", "Yes"), (7, "AAC-01.1", "Not Applicable")],
        ("A4:A6", "B4:B6", "D4:D6", "F2:H2"),
    ),
    "CAIQ 4: a description of the implementation beside the answer, the control to the right": Case(
        """
 Question ID | Question | CSP CAIQ Answer | CSP Implementation Description (Optional) | CCM Control ID | CCM Control Specification
 A&A-01.1 | Are audit policies established? | Yes | Policies approved by the board | A&A-01 | Maintain audit policies
 A&A-01.2 | Are they reviewed at least yearly? | No | Every second year, with an outside firm | A&A-01 | Maintain audit policies
""",
        (1,), {"id": "A", "question": "B", "answer": "C", "comment": "D"},
        [(2, "A&A-01.1", "Yes"), (3, "A&A-01.2", "No")],
    ),
    "HECVAT: the section's name heads the questions, the same headings again for each": Case(
        """
 Vendor assessment
 Company Overview | | Vendor Answers | Additional Information | Guidance
 COMP-01 | Describe your organization's business background. | Founded in 2015 | |  Include ownership
 COMP-02 | How long have you conducted business in this area? | Eleven years | | State years
 Documentation | | Vendor Answers | Additional Information | Guidance
 DOCU-01 | Have you undergone a SSAE 18 audit? | Yes | Type II | State the date
 DOCU-02 | Have you completed the CSA self assessment? | No | | Link it
""",
        (2, 5), {"id": "A", "question": "B", "answer": "C", "comment": "D"},
        [(3, "COMP-01", "Founded in 2015"), (4, "COMP-02", "Eleven years"), (6, "DOCU-01", "Yes"), (7, "DOCU-02", "No")],
    ),
    "possible answers head the columns themselves": Case(
        """
 Item | Requirement | Yes | No | N/A | Comments
 1 | Is there a fire extinguisher? | X | | |
 2 | Is the server room locked? | | X | | key lost
 3 | Is there a sprinkler? | | | X |
""",
        (1,), {"id": "A", "question": "B", "answer": "C", "comment": "F"},
        [(2, "1", "Yes"), (3, "2", "No"), (4, "3", "N/A")],
    ),
    "符合/不符合 head the columns themselves": Case(
        """
 序号 | 检查内容 | 符合 | 不符合 | 备注
 1 | 是否设置密码有效期 | √ | |
 2 | 是否启用审计 | | √ | 整改中
""",
        (1,), {"id": "A", "question": "B", "answer": "C", "comment": "E"},
        [(2, "1", "符合"), (3, "2", "不符合")],
    ),
    "products compared by name, no ids": Case(
        """
 Feature | Salesforce | HubSpot | Zoho
 Lead scoring | Yes | Partial | No
 Offline mode | No | No | Yes
""",
        (1,), {"question": "A"},
        [(2, "", "Yes/Partial/No"), (3, "", "No/No/Yes")], (), {2: "Salesforce", 3: "HubSpot", 4: "Zoho"},
    ),
    "bill of quantities: wrapped lines, headings without a letter, carried forward": Case(
        """
 Item | Description | Unit | Quantity | Rate | Amount
  | EXCAVATION | | | |
 A | Excavate to reduce levels, not exceeding | m3 | 120 | 8.50 | 1020.00
  | two metres deep | | | |
 B | Dispose of surplus | m3 | 80 | 6 | 480
  | Carried forward | | | | 1500
""",
        (1,), {"id": "A", "question": "B", "unit": "C", "quantity": "D", "unit_price": "E", "amount": "F"},
        [(3, "A", "8.50"), (5, "B", "6")],
    ),
    "分项报价表 with tax, group headings by number, total in words": Case(
        """
 分项报价一览表
 项目编号：CG-2026-01
 序号 | 费用名称 | 规格 | 数量 | 含税单价（元） | 税率 | 含税金额（元） | 备注
 一 | 软件费用
 1 | 平台许可 | 永久 | 1 | 200000 | 13% | 200000 |
 2 | 移动端许可 | 永久 | 1 | 50000 | 13% | 50000 |
 二 | 服务费用
 3 | 实施 | 人月 | 6 | 25000 | 6% | 150000 |
 投标总价（小写） | | | | | | 400000 |
 投标总价（大写） | 肆拾万元整
""",
        (3,), {"id": "A", "question": "B", "quantity": "D", "unit_price": "E", "amount": "G", "comment": "H"},
        [(5, "1", "200000"), (6, "2", "50000"), (8, "3", "25000")],
    ),
    "the vendor's name with a colon in each heading": Case(
        """
 Requirement | Must/Should | Supplier A: Compliance | Supplier A: Notes | Supplier B: Compliance | Supplier B: Notes
 Lead scoring | M | Yes | | No | not planned
 Offline mode | S | No | later | Yes |
""",
        (1,), {"question": "A", "priority": "B"},
        [(2, "", "Yes/No"), (3, "", "No/Yes")], (), {3: "Supplier A", 5: "Supplier B"}, {3: 4, 5: 6},
    ),
    "three header rows: title of the group, vendors, answer and remark": Case(
        """
 供应商满足度对比表
 序号 | 功能模块 | 功能要求 | 供应商应答情况 | | |
  | | | 阿达云 | | 北极星 |
  | | | 满足情况 | 说明 | 满足情况 | 说明
 1 | 客户 | 查重 | 满足 | | 不满足 | 无计划
 2 | | 公海 | 满足 | 标配 | 部分满足 |
""",
        (2, 3, 4), {"id": "A", "section": "B", "question": "C"},
        [(5, "1", "满足/不满足"), (6, "2", "满足/部分满足")],
        ("A1:G1", "D2:G2", "A2:A4", "B2:B4", "C2:C4", "D3:E3", "F3:G3", "B5:B6"),
        {4: "阿达云", 6: "北极星"}, {4: 5, 6: 7},
    ),
    "no ids, headings in capitals": Case(
        """
 Question | Response
 GENERAL
 What is the legal name of your company? | Ada Ltd
 How many people work for you? |
 SECURITY
 Do you encrypt backups? | Yes
""",
        (1,), {"question": "A", "answer": "B"},
        [(3, "", "Ada Ltd"), (4, "", ""), (6, "", "Yes")],
    ),
    "judgements under a heading that says nothing": Case(
        """
 Control ID | Can Be Inherited | Specific Responsibilities
 AC-2(a) | Partial | The customer manages its accounts
 AC-2(b) | No | The customer approves each request
 AC-2(c) | Yes |
""",
        (1,), {"id": "A", "question": "A", "answer": "B"},
        [(2, "AC-2(a)", "Partial"), (3, "AC-2(b)", "No"), (4, "AC-2(c)", "Yes")],
    ),
    "偏离表 without a name for the vendor: what is offered is the answer, the deviation stands beside": Case(
        """
 序号 | 招标要求 | 响应内容 | 偏离情况 | 备注
 1 | 交货期30天 | 25天 | 正偏离 |
 2 | 质保2年 | 2年 | 无偏离 |
""",
        (1,), {"id": "A", "question": "B", "answer": "C", "deviation": "D", "comment": "E"},
        [(2, "1", "25天"), (3, "2", "2年")],
    ),
    "偏离表 with nothing but the deviation": Case(
        """
 条款号 | 合同条款 | 偏离 | 说明
 3.1 | 验收后三十日付款 | 无偏离 |
 3.2 | 质保三年 | 负偏离 | 质保两年
""",
        (1,), {"id": "A", "question": "B", "answer": "C", "comment": "D"},
        [(2, "3.1", "无偏离"), (3, "3.2", "负偏离")],
    ),
    "section letters among numbers, a heading that nobody listed": Case(
        """
 No. 序号 | Point 考察点 | Supplier reply 供应商回复 | Evidence 证明材料
 A | Company 公司 | |
 1 | Year founded 成立年份 | 2011 |
 2 | Employees 员工人数 | 120 | 社保.pdf
 B | Quality 质量 | |
 3 | ISO 9001 | Yes | iso.pdf
""",
        (1,), {"id": "A", "question": "B", "answer": "C", "evidence": "D"},
        [(3, "1", "2011"), (4, "2", "120"), (6, "3", "Yes")],
    ),
    "a price list in sections with a subtotal for each": Case(
        """
 Item | Description | Unit | Qty | Unit Price | Total
 Section 1 - Hardware
 1.1 | Server | pc | 2 | 1000 | 2000
 Sub-total Section 1 | | | | | 2000
 Section 2 - Services
 2.1 | Setup | day | 3 | 500 | 1500
 Sub-total Section 2 | | | | | 1500
 Grand Total | | | | | 3500
""",
        (1,), {"id": "A", "question": "B", "unit": "C", "quantity": "D", "unit_price": "E", "amount": "F"},
        [(3, "1.1", "1000"), (6, "2.1", "500")],
    ),
}  # fmt: skip


def only(picture: str, merged: tuple[str, ...] = ()) -> Table:
    (table,) = tables_of(drawn(picture, merged))
    return table


def said(table: Table) -> Said:
    columns = table.answer_columns()
    return [(item.row, item.id, "/".join(table.answer(item, column) for column in columns)) for item in table.items]


@pytest.mark.parametrize("name", CASES)
def test_a_layout_is_read_as_it_was_meant(name: str) -> None:
    case = CASES[name]
    table = only(case.picture, case.merged)

    assert (table.layout.header_rows, dict(sorted(table.letters.items()))) == (
        case.header, dict(sorted(case.columns.items()))
    )  # fmt: skip
    assert (table.layout.vendors, table.layout.remarks) == (case.vendors, case.remarks)
    assert said(table) == case.said


def test_an_id_is_what_excel_shows_of_it() -> None:
    lines = [("1.1", "0.00"), ("1.10", ""), ("7", "0000")]
    cells = {(1, column): Cell(1, column, text) for column, text in enumerate(["ID", "Requirement", "Status"], 1)}
    for row, (text, shown) in enumerate(lines, 2):
        cells[row, 1] = Cell(row, 1, text, "number" if shown else "text", shown)
        cells[row, 2], cells[row, 3] = Cell(row, 2, f"Requirement of row {row}"), Cell(row, 3, "Pass")

    (table,) = tables_of(SheetCells("Answers", cells))

    assert [item.id for item in table.items] == ["1.10", "1.10", "0007"]


def test_records_with_an_answer_far_to_the_left_are_no_questionnaire() -> None:
    head = "Status | Date | Deal | Region | Desk | Book | Description | Quantity"
    rows = "\n".join(
        f" Open | 2026-01-0{day} | D{day} | EU | gas | b1 | Transport of gas | {day}" for day in range(1, 6)
    )

    assert tables_of(drawn(f" {head}\n{rows}")) == []


def test_a_legend_of_answers_is_no_questionnaire_but_a_checklist_ticked_in_front_is_one() -> None:
    legend = "Response | Description\n F | Fully supported\n P | Partly supported\n N | Not supported"
    ticked = "Status | Checklist item\n ✓ | Passwords are changed\n ✓ | The audit log is on\n | Backups are tested"

    assert tables_of(drawn(f" {legend}")) == []
    assert said(only(f" {ticked}")) == [(2, "", "✓"), (3, "", "✓"), (4, "", "")]


def test_labels_at_the_head_of_a_list_of_records_are_no_form() -> None:
    records = "\n".join(f" hospital {number} | {number}" for number in range(20))

    assert tables_of(drawn(f" Title: | Attendances\n Period: | 2026\n Source: | Ministry\n{records}")) == []


def test_two_tables_side_by_side_are_two() -> None:
    left, right = tables_of(drawn("""
 软件部分 | | | | | 硬件部分
 序号 | 名称 | 数量 | 单价 | | 序号 | 名称 | 数量 | 单价
 1 | 许可 | 2 | 100 | | 1 | 服务器 | 1 | 30000
 2 | 培训 | 1 | 50 | | 2 | 交换机 | 2 | 8000
 合计 | | | 250 | | 合计 | | | 46000
"""))  # fmt: skip

    assert (left.letters, right.letters) == (
        {"id": "A", "question": "B", "quantity": "C", "unit_price": "D"},
        {"id": "F", "question": "G", "quantity": "H", "unit_price": "I"},
    )
    assert [item.text for item in left.items] == ["许可", "培训"]
    assert said(right) == [(3, "1", "30000"), (4, "2", "8000")]


def test_two_price_lists_side_by_side_are_two_where_item_heads_what_is_asked_for() -> None:
    left, right = tables_of(drawn("""
 No | Item | Qty | Unit price | Amount | | No | Item | Qty | Unit price | Amount
 1 | Licence | 1 | 100 | 100 | | 4 | Training | 2 | 50 | 100
 2 | Hosting | 1 | 200 | 200 | | 5 | Support | 2 | 60 | 120
"""))  # fmt: skip

    assert [item.text for item in (*left.items, *right.items)] == ["Licence", "Hosting", "Training", "Support"]
    assert (said(right), right.letters["id"]) == ([(2, "4", "50"), (3, "5", "60")], "G")


@pytest.mark.parametrize(
    ("second", "owners"),
    [("是否支持单点登录？", ["华信科技", "中软云"]), ("一台服务器", [""])],  # else the name is the maker's of the goods
)
def test_rows_that_name_their_vendor_are_a_table_of_each_where_they_answer_the_same(
    second: str, owners: list[str]
) -> None:
    picture = f"""
 供应商 | 序号 | 需求 | 应答
 华信科技 | 1 | 是否支持单点登录？ | 满足
  | 2 | 是否支持数据导出？ | 满足
 中软云 | 1 | {second} | 不满足
  | 2 | 维护期有多长 | 一年
"""
    tables = tables_of(drawn(picture))

    assert [name for table in tables for name in table.answer_columns().values()] == owners
    assert [row for table in tables for row, *_ in said(table)] == [2, 3, 4, 5]


def test_two_tables_below_one_another_are_two_with_the_heading_above_each() -> None:
    first, second = tables_of(drawn("""
 Supplier answers
 Part one
 No. | Question | Answer
 1 | Do you hold ISO 27001? | Yes
 2 | Do you encrypt backups? | No
 Part two
 No. | Service | Unit price | Amount
 1 | Licence | 10 | 100
 2 | Support | 5 | 50
"""))  # fmt: skip

    assert said(first) == [(4, "1", "Yes"), (5, "2", "No")]
    assert said(second) == [(8, "1", "10"), (9, "2", "5")]
    assert {item.section for item in second.items} == {("Part two",)}


def sections(picture: str, merged: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    return [item.section for item in only(picture, merged).items]


def test_a_section_is_the_path_of_headings_above_a_question() -> None:
    assert sections("""
 序号 | 需求 | 应答 | 备注
 一、客户管理
 （一）查重
 1 | 按名称查重 | 满足 |
 （二）公海
 2 | 自动回收 | 满足 |
 二、合同管理
 3 | 多级审批 | |
""", ("A2:D2", "A3:D3", "A5:D5", "A7:D7")) == [
        ("一、客户管理", "（一）查重"), ("一、客户管理", "（二）公海"), ("二、合同管理",),
    ]  # fmt: skip


def test_a_group_that_is_merged_down_holds_for_each_of_its_rows() -> None:
    assert sections("""
 一级功能 | 二级功能 | 功能描述 | 应答
 客户 | 查重 | 按名称查重 | 满足
 | | 按税号查重 | 满足
 | 公海 | 自动回收 | 不满足
 合同 | 审批 | 多级审批 | 满足
""", ("A2:A4", "B2:B3")) == [("客户", "查重"), ("客户", "查重"), ("客户", "公海"), ("合同", "审批")]  # fmt: skip


def test_chapters_by_id_and_titles_in_repeated_headers_are_sections() -> None:
    assert sections("""
 ID | Requirement | Status
 1 | Access |
 1.1 | Sign-in needs two factors | Pass
 1.2 | Sessions end | Fail
 2 | Storage |
 2.1 | Data is encrypted | Pass
""") == [("Access",), ("Access",), ("Storage",)]  # fmt: skip
    assert sections("""
 Interview
 Governance
 Level | Strategy | Yes/No | Notes
 S1 | Is there a programme in place? | Yes |
 Level | Policy | Yes/No | Notes
 P1 | Is the compliance status known? | No |
""") == [("Governance", "Strategy"), ("Governance", "Policy")]  # fmt: skip


def test_a_tree_by_indentation_asks_with_its_leaves() -> None:
    table = only("""
 Requirement | Response | Comment
 Customers | |
   Duplicates | |
     Find by name | Yes |
     Find by tax number | No | later
   Pool | |
     Return after 30 days | Yes | set up
 Contracts | |
   Approve in several steps | | ask us
""")  # fmt: skip

    assert [(item.text, item.section) for item in table.items] == [
        ("Find by name", ("Customers", "Duplicates")),
        ("Find by tax number", ("Customers", "Duplicates")),
        ("Return after 30 days", ("Customers", "Pool")),
        ("Approve in several steps", ("Contracts",)),
    ]


def test_a_tree_in_columns_asks_with_the_deepest_that_is_answered() -> None:
    table = only("""
 Section | Topic | Requirement | Vendor response
 Security | | |
 | Access | |
 | | Sign-in needs two factors | Yes
 | | Sessions end after a while | No
 | Storage | | Encrypted
""")  # fmt: skip

    assert [(item.text, item.section) for item in table.items] == [
        ("Sign-in needs two factors", ("Security", "Access")),
        ("Sessions end after a while", ("Security", "Access")),
        ("Storage", ("Security",)),
    ]


def test_a_tree_whose_rows_say_what_they_are_asks_only_where_it_says_so() -> None:
    table = only("""
 | | | Name | Description | Seller value | Comment
 C1 | {CRITERION | | Corruption | Has the tenderer been convicted? | |
 | Q1 | {QUESTION} | | Your answer | true |
 | G1 | {GROUP | | Group | |
 | Q2 | {QUESTION} | | Date of conviction | 2015-12-09 |
 | | GROUP} | | | |
 | R1 | {REQUIREMENT} | | Lot | |
 | CRITERION} | | | | |
""")  # fmt: skip

    assert [(item.text, item.section, table.answer(item, 6)) for item in table.items] == [
        ("Your answer", ("Corruption",), "true"),
        ("Date of conviction", ("Corruption", "Group"), "2015-12-09"),
    ]


FORM = """
 供应商基本信息表
 供应商名称： | | 阿达云有限公司 | 成立日期： | 2015-06-01
 注册地址： | | 上海市 | 注册资本： |
 联系人： | | （请填写） | 联系电话： | 021-5555
"""


def test_a_form_is_labels_with_the_cell_beside_them() -> None:
    tables = tables_of(drawn(FORM, ("A1:E1", "A2:B2", "A3:B3", "A4:B4"), "基本情况"))

    assert [(table.letters, table.layout.header_rows, said(table)) for table in tables] == [
        ({"question": "A", "answer": "C"}, (), [(2, "", "阿达云有限公司"), (3, "", "上海市"), (4, "", "（请填写）")]),
        ({"question": "D", "answer": "E"}, (), [(2, "", "2015-06-01"), (3, "", ""), (4, "", "021-5555")]),
    ]
    assert [item.text for item in tables[1].items] == ["成立日期", "注册资本", "联系电话"]


def test_a_form_has_fields_of_its_own_and_tells_what_it_leaves() -> None:
    picture = """
 供应商信息表 |
 公司名称 | 华信科技
 主营业务 | 软件开发
 是否上市 | 否
 近三年营业额 | 1.2亿元
 主要客户 |
 联系人 | 张三
 联系电话 | 0571-1
 ISO证书 | 有，2027年到期
 分支机构 |
"""
    (table,) = tables_of(drawn(picture))
    noted = picture.replace("华信科技", "华信科技 | 与执照一致").replace("软件开发", "软件开发 | 一句话")

    assert [row for row, *_ in said(table)] == [2, 3, 4, 5, 7, 8, 9]
    assert [said(one) for one in tables_of(drawn(noted))] == [said(table)]
    assert [said(one) for one in tables_of(drawn(picture.replace("供应商信息表 |", "栏目 | 答复")))] == [said(table)]
    (found,) = doubts([table], {}, Source("a.xlsx"))
    assert (found.rule, found.source.cell, dict(found.params)) == (Rule.FIELD_UNREAD, "A6", {"cells": "A6, A10"})
    records = "\n".join(f" item {number} | words" for number in range(12))
    assert tables_of(drawn(f"{picture}{records}")) == []  # a list of records with a few labels above is no form


def test_fields_above_a_questionnaire_are_no_questions_unless_drawn_as_a_form() -> None:
    picture = """
 Organisation: | Ada
 Project: |
 Date: | 2026-05-01
 No. | Question | Answer
 1 | Do you encrypt backups? | Yes
 2 | Do you hold ISO 27001? | No
"""
    assert len(tables_of(drawn(picture))) == 1
    table, form = tables_of(drawn(picture, ("B1:C1", "B2:C2", "B3:C3")))
    assert (said(table), said(form)) == (
        [(5, "1", "Yes"), (6, "2", "No")],
        [(1, "", "Ada"), (2, "", ""), (3, "", "2026-05-01")],
    )


@pytest.mark.parametrize(
    "picture",
    [
        """
 序号 | 评审因素 | 分值 | 评分标准 | 得分
 1 | 类似案例 | 10 | 每个案例得2分 | 8
 2 | 团队 | 20 | 具备高级职称得5分 | 15
""",
        """
 序号 | 评审因素 | 权重 | 阿达云 | 北极星
 1 | 类似案例 | 30 | 85 | 90
 2 | 技术方案 | 70 | 80 | 75
""",
        """
 序号 | 评分项 | 供应商应答 | 专家1 | 专家2
 1 | 类似案例 | 三个 | 8 | 9
 2 | 技术方案 | 微服务 | 7 | 8
""",
    ],
)
def test_scores_are_no_answers(picture: str) -> None:
    assert tables_of(drawn(picture)) == []


def test_what_led_to_each_decision_is_kept_with_how_sure_it_is() -> None:
    table = only("""
 序号 | 需求 | 阿达云 | | 北极星 |
  | | 应答 | 备注 | 应答 | 备注
 1 | 客户查重 | 满足 | | 满足 |
 2 | 离线使用 | 满足 | | 满足 |
""", ("C1:D1", "E1:F1"))  # fmt: skip

    assert table.because["vendors"] == ("C1", "E1")
    assert (table.because["id"], table.because["question"], table.because["end"]) == (("A1",), ("B1",), ("B4",))
    assert table.trust["vendors"] == table.confidence == 0.9


def test_of_two_columns_that_read_as_well_one_is_taken_with_less_confidence() -> None:
    table = only("""
 No. | Question | Status | Result
 1 | Do you encrypt backups? | Yes | Pass
 2 | Do you hold ISO 27001? | No | Fail
""")  # fmt: skip

    assert (table.letters["answer"], table.rivals, table.confidence) == ("C", {"answer": 4}, 0.6)


def test_three_thousand_rows_are_one_table() -> None:
    cells = {
        (1, column): Cell(1, column, text)
        for column, text in enumerate(["序号", "需求描述", "应答", "备注", "说明"], 1)
    }
    for row in range(2, 3002):
        for column, text in enumerate([str(row), f"第 {row} 项需求的完整描述", "满足", "见手册", "第三章"], 1):
            cells[row, column] = Cell(row, column, text)

    (table,) = tables_of(SheetCells("需求", cells))

    assert len(table.items) == 3000
