"""The fixed parts of a draft: styles, lists, fonts, theme and settings, made for Chinese and English side by side.

Word's stock template is Japanese in its East Asian fonts and language; these parts say 宋体, 黑体 and zh-CN everywhere.
"""

from __future__ import annotations

from evaluator.adapters.docx_xml import W

BODY, HEAD = ("Times New Roman", "宋体"), ("Arial", "黑体")
INK, SOFT, RULE, PANEL = "1A1A1A", "595959", "BFBFBF", "F4F2EC"
CHINESE, ENGLISH = 1, 2
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _fonts(pair: tuple[str, str]) -> str:
    latin, eastern = pair
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{eastern}" w:cs="{latin}"/>'


def _style(key: str, name: str, paragraph: str, run: str = "", *, based: str = "Normal", then: str = "") -> str:
    parent = f'<w:basedOn w:val="{based}"/>' if key != "Normal" else ""
    default = ' w:default="1"' if key == "Normal" else ""
    after = f'<w:next w:val="{then}"/>' if then else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{name}"/>{parent}{after}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _spacing(before: int, after: int, line: int = 300) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _size(half_points: int, *, bold: bool = False, colour: str = "") -> str:
    ink = f'<w:color w:val="{colour}"/>' if colour else ""
    return f'{"<w:b/>" if bold else ""}{ink}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


_BOX = (
    '<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="2F6F8F"/></w:pBdr>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{PANEL}"/>'
)
_LINE_UNDER = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{RULE}"/></w:pBdr>'
# Text is set flush left: in justified lines LibreOffice loses the punctuation that it hangs outside the margin.
_STYLES = "".join(
    (
        _style("Normal", "Normal", _spacing(0, 80)),
        _style("Title", "Title", _spacing(600, 160) + '<w:jc w:val="center"/>', _fonts(HEAD) + _size(40, bold=True)),
        _style("PaperTitle", "Paper Title", _spacing(120, 60) + '<w:jc w:val="center"/>', _fonts(HEAD) + _size(36, bold=True)),
        _style("PaperUnder", "Paper Subtitle", _spacing(0, 120) + '<w:jc w:val="center"/>', _size(22, colour=SOFT)),
        _style(
            "PaperHead", "Paper Heading", "<w:keepNext/><w:keepLines/>" + _spacing(180, 60, 276) + '<w:outlineLvl w:val="1"/>',
            _fonts(HEAD) + _size(21, bold=True),
        ),
        _style("Prose", "Paper Text", _spacing(0, 60, 276), _size(20)),
        _style("ProseBeside", "Paper Text Beside", _spacing(0, 30, 252), _size(18), based="Prose"),
        _style("Subtitle", "Subtitle", _spacing(0, 300) + '<w:jc w:val="center"/>', _size(24, colour=SOFT)),
        _style(
            "Heading1", "heading 1", "<w:keepNext/><w:keepLines/>" + _spacing(280, 100) + '<w:outlineLvl w:val="0"/>',
            _fonts(HEAD) + _size(23, bold=True), then="Clause",
        ),
        _style(
            "ScheduleTitle", "Schedule Title",
            "<w:keepNext/><w:keepLines/>" + _spacing(0, 160) + '<w:outlineLvl w:val="0"/>',
            _fonts(HEAD) + _size(26, bold=True), then="Normal",
        ),
        _style(
            "Heading2", "heading 2", "<w:keepNext/><w:keepLines/>" + _spacing(240, 80) + '<w:outlineLvl w:val="1"/>',
            _fonts(HEAD) + _size(21, bold=True),
        ),
        _style("Clause", "Clause", _spacing(0, 90)),
        _style("Item", "Clause Item", _spacing(0, 60)),
        _style("ClauseBeside", "Clause Beside", _spacing(0, 40, 276), _size(19), based="Clause"),
        _style("ItemBeside", "Item Beside", _spacing(0, 30, 276), _size(19), based="Item"),
        _style("Deviation", "Deviation", "<w:keepLines/>" + _BOX + _spacing(20, 120, 270) + '<w:ind w:left="567"/>', _size(18)),
        _style("Line", "Labelled Line", _spacing(100, 60)),
        _style("Note", "Note", _spacing(60, 120, 270), _size(18, colour=SOFT)),
        _style("Cell", "Table Cell", _spacing(20, 20, 252), _size(18)),
        _style("CellHead", "Table Head", "<w:keepNext/>" + _spacing(40, 40, 252), _fonts(HEAD) + _size(18, bold=True)),
        _style("CellSmall", "Table Cell Small", _spacing(20, 20, 245), _size(16), based="Cell"),
        _style("CellHeadSmall", "Table Head Small", _spacing(40, 40, 245), _size(16, bold=True), based="CellHead"),
        _style("CellTiny", "Table Cell Tiny", _spacing(20, 20, 240), _size(14), based="Cell"),
        _style("CellHeadTiny", "Table Head Tiny", _spacing(40, 40, 240), _size(14, bold=True), based="CellHead"),
        _style("Panel", "Panel", _spacing(70, 70, 288), _size(20)),
        _style("Signature", "Signature Line", "<w:keepNext/>" + _spacing(120, 120, 288)),
        _style("Header", "header", _LINE_UNDER + _spacing(0, 60, 240) + '<w:jc w:val="center"/>', _size(16, colour=SOFT)),
        _style("Footer", "footer", _spacing(60, 0, 240) + '<w:jc w:val="center"/>', _size(16, colour=SOFT)),
    )
)  # fmt: skip
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_MARGINS = (
    '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/>'
    '<w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
)
STYLES = (
    f'{_XML}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(BODY)}<w:color w:val="{INK}"/>'
    '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    f"<w:pPrDefault><w:pPr>{_spacing(0, 80)}</w:pPr></w:pPrDefault></w:docDefaults>{_STYLES}"
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
    f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{_MARGINS}</w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Draft Grid"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders>{_MARGINS}</w:tblPr></w:style></w:styles>"
)


def _level(index: int, form: str, text: str, indent: str, *, suffix: str = "tab", bold: bool = False) -> str:
    # Numbers of a level keep the weight of their level whatever the weight of the words beside them.
    weight = "<w:b/>" if bold else '<w:b w:val="0"/>'
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="{suffix}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>{indent}</w:pPr><w:rPr>{weight}</w:rPr></w:lvl>'
    )


def _list(number: int, levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'


def _hang(left: int, hanging: int) -> str:
    return f'<w:tabs><w:tab w:val="num" w:pos="{left}"/></w:tabs><w:ind w:left="{left}" w:hanging="{hanging}"/>'


_FLUSH = '<w:ind w:left="0" w:firstLine="0"/>'
NUMBERING = (
    f'{_XML}<w:numbering xmlns:w="{W}">'
    + _list(
        CHINESE,
        _level(0, "chineseCountingThousand", "第%1条", _FLUSH, suffix="space", bold=True)
        + _level(1, "decimal", "%2.", _hang(425, 425))
        + _level(2, "decimal", "（%3）", _hang(992, 567)),
    )
    + _list(
        ENGLISH,
        _level(0, "decimal", "Article %1", _FLUSH, suffix="space", bold=True)
        + _level(1, "decimal", "%1.%2", _hang(567, 567))
        + _level(2, "lowerLetter", "(%3)", _hang(992, 425)),
    )
    + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (CHINESE, ENGLISH))
    + "</w:numbering>"
)
SETTINGS = (
    f'{_XML}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)
_FACES = (
    ("宋体", "SimSun", "roman"),
    ("黑体", "SimHei", "swiss"),
    ("Times New Roman", "", "roman"),
    ("Arial", "", "swiss"),
)
FONTS = (
    f'{_XML}<w:fonts xmlns:w="{W}">'
    + "".join(
        f'<w:font w:name="{name}">{f"""<w:altName w:val="{alt}"/>""" if alt else ""}<w:family w:val="{family}"/></w:font>'
        for name, alt, family in _FACES
    )
    + "</w:fonts>"
)
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLOURS = (
    ("dk1", INK), ("lt1", "FFFFFF"), ("dk2", "2B2B2B"), ("lt2", PANEL), ("accent1", "2F6F8F"), ("accent2", "8F5B2F"),
    ("accent3", "5B7F3B"), ("accent4", "7A4F8F"), ("accent5", "B08A2E"), ("accent6", "5F6B73"), ("hlink", "1F4E79"),
    ("folHlink", "5F4B8B"),
)  # fmt: skip
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'


def _face(kind: str, pair: tuple[str, str]) -> str:
    return (
        f'<a:{kind}><a:latin typeface="{pair[0]}"/><a:ea typeface="{pair[1]}"/><a:cs typeface=""/>'
        f'<a:font script="Hans" typeface="{pair[1]}"/></a:{kind}>'
    )


THEME = (
    f'{_XML}<a:theme xmlns:a="{_DRAWING}" name="Draft"><a:themeElements><a:clrScheme name="Draft">'
    + "".join(f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>' for name, colour in _COLOURS)
    + f'</a:clrScheme><a:fontScheme name="Draft">{_face("majorFont", HEAD)}{_face("minorFont", BODY)}</a:fontScheme>'
    + f'<a:fmtScheme name="Draft"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>'
    + f'<a:ln w="6350">{_FILL}</a:ln>' * 3
    + "</a:lnStyleLst><a:effectStyleLst>"
    + "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    + f"</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
)
