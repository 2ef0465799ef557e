"""Colours, type and Streamlit's theme options: one place, light and dark, checked for contrast by tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, Literal

Mode = Literal["light", "dark"]
MODES: Final[tuple[Mode, Mode]] = ("light", "dark")

# Source Sans travels with Streamlit; the Chinese faces are named in the order Linux, macOS, Windows, and always the
# simplified ones: without them a browser may draw 直, 角 or 门 in Japanese forms.
FONT: Final = (
    "'Source Sans', 'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', "
    "'Segoe UI', sans-serif"
)
MONO: Final = (
    "'JetBrains Mono', 'SFMono-Regular', Consolas, 'Noto Sans Mono', 'Noto Sans Mono CJK SC', 'Noto Sans CJK SC', "
    "'Microsoft YaHei', monospace"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours of one mode; each is also a CSS variable ``--ve-name``."""

    paper: str
    panel: str
    side: str
    ink: str
    soft: str
    line: str
    hair: str
    act: str
    fill: str
    onfill: str
    actbg: str
    ok: str
    okbg: str
    warn: str
    warnbg: str
    warnline: str
    bad: str
    badbg: str
    badline: str
    hatch: str
    edge: str
    cold: str
    hot: str


LIGHT: Final = Palette(
    paper="#faf8f4", panel="#ffffff", side="#f5f2ec", ink="#1d2329", soft="#59636e", line="#e3ded4", hair="#efebe3",
    act="#1f4e8c", fill="#1f4e8c", onfill="#ffffff", actbg="#eaf0f8", ok="#2f6b4f", okbg="#ebf3ee", warn="#8a5200",
    warnbg="#fdf3e1", warnline="#f0dcb6", bad="#9c2b2b", badbg="#fbecea", badline="#eec9c4", hatch="#e6dfd1", edge="#b9b3a6",
    cold="#f6f9fd", hot="#84a8d6",
)  # fmt: skip
DARK: Final = Palette(
    paper="#15181c", panel="#1c2126", side="#101316", ink="#e8e4dc", soft="#a4adb7", line="#343c45", hair="#2a3138",
    act="#8db4ea", fill="#8db4ea", onfill="#101316", actbg="#1e2a3a", ok="#7fc3a0", okbg="#18281f", warn="#e3ab5c",
    warnbg="#2a2418", warnline="#4a3d22", bad="#ef9a93", badbg="#2e1d1c", badline="#552f2c", hatch="#3a3d3f", edge="#4c555e",
    cold="#1c2126", hot="#2f5c99",
)  # fmt: skip
PALETTES: Final[Mapping[Mode, Palette]] = {"light": LIGHT, "dark": DARK}

# Criteria and vendors in charts: at least 3:1 on the ground of their mode, told apart by lightness and hue under the
# common colour deficiencies; a label or a shape always says the same again.
SERIES: Final[Mapping[Mode, tuple[str, ...]]] = {
    "light": ("#1f4e8c", "#2a90f2", "#6c3afa", "#a8409f", "#7b6068", "#557541", "#db6d1a"),
    "dark": ("#8db4ea", "#2b95fb", "#9a79ff", "#c872c0", "#ab929a", "#86a36a", "#e5853a"),
}

# Grounds of what a column of a foreign sheet holds, each a little of one chart colour; its name always stands at its head.
TINTS: Final = ("question", "answer", "id", "remark", "evidence", "price", "other")
_TINT_SERIES: Final = (1, 5, 2, 6, 3, 4, 0)
_TINT_SHARE: Final[Mapping[Mode, float]] = {"light": 0.13, "dark": 0.2}

HEAT_STEPS: Final = 20
_INKS: Final = ("#ffffff", "#101316")


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` as WCAG 2 defines it.

    >>> luminance("#ffffff"), luminance("#000000")
    (1.0, 0.0)
    """
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21.

    >>> round(contrast("#000000", "#ffffff"), 6)
    21.0
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(ground: str) -> str:
    """Black or white ink, whichever stands out more on a ground.

    >>> readable("#1f4e8c"), readable("#f6f9fd")
    ('#ffffff', '#101316')
    """
    return max(_INKS, key=lambda ink: contrast(ink, ground))


def heat(step: int, mode: Mode) -> str:
    """Ground of a heat cell, from 0 (pale) to ``HEAT_STEPS`` (deep): one hue, so that more ink always means more value."""
    palette = PALETTES[mode]
    return _mixed(palette.cold, palette.hot, (step / HEAT_STEPS) ** 2)


def tint(name: str, mode: Mode) -> str:
    """Ground of the cells of a column that holds ``name``, one of `TINTS`."""
    colour = SERIES[mode][_TINT_SERIES[TINTS.index(name)]]
    return _mixed(PALETTES[mode].panel, colour, _TINT_SHARE[mode])


def series(mode: Mode, count: int) -> tuple[str, ...]:
    """The first ``count`` chart colours of a mode, from the start again when there are more series than colours."""
    colours = SERIES[mode]
    return tuple(colours[place % len(colours)] for place in range(count))


def ramp(mode: Mode, count: int) -> tuple[str, ...]:
    """Colours of one hue in order, the first the strongest: the same kind of thing, more of it or less.

    >>> ramp("light", 1) == (LIGHT.act,), len(set(ramp("dark", 6)))
    (True, 6)
    """
    palette = PALETTES[mode]
    return tuple(_mixed(palette.act, palette.panel, 0.72 * place / max(count - 1, 1)) for place in range(count))


def variables(mode: Mode) -> str:
    """CSS declarations of a mode's colours."""
    palette = PALETTES[mode]
    plain = [f"--ve-{name.name}:{getattr(palette, name.name)}" for name in fields(palette)]
    heats = [f"--ve-heat{step}:{heat(step, mode)}" for step in range(HEAT_STEPS + 1)]
    return ";".join(plain + heats + [f"--ve-tint-{name}:{tint(name, mode)}" for name in TINTS])


def _mixed(one: str, other: str, share: float) -> str:
    """A colour between two, ``share`` of the way to the other."""
    ends = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(start + (end - start) * share):02x}" for start, end in ends)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mode_options(mode: Mode) -> dict[str, str | list[str] | list[int] | bool | int]:
    palette = PALETTES[mode]
    return {
        f"theme.{mode}.primaryColor": palette.fill,
        f"theme.{mode}.backgroundColor": palette.paper,
        f"theme.{mode}.secondaryBackgroundColor": palette.panel,
        f"theme.{mode}.textColor": palette.ink,
        f"theme.{mode}.linkColor": palette.act,
        f"theme.{mode}.borderColor": palette.line,
        f"theme.{mode}.dataframeBorderColor": palette.line,
        f"theme.{mode}.dataframeHeaderBackgroundColor": palette.side,
        f"theme.{mode}.dataframeHeaderTextColor": palette.soft,
        f"theme.{mode}.redColor": palette.bad,
        f"theme.{mode}.orangeColor": palette.warn,
        f"theme.{mode}.yellowColor": palette.warn,
        f"theme.{mode}.greenColor": palette.ok,
        f"theme.{mode}.blueColor": palette.act,
        f"theme.{mode}.grayColor": palette.soft,
        f"theme.{mode}.redTextColor": palette.bad,
        f"theme.{mode}.orangeTextColor": palette.warn,
        f"theme.{mode}.yellowTextColor": palette.warn,
        f"theme.{mode}.greenTextColor": palette.ok,
        f"theme.{mode}.blueTextColor": palette.act,
        f"theme.{mode}.grayTextColor": palette.soft,
        f"theme.{mode}.chartCategoricalColors": list(SERIES[mode]),
        f"theme.{mode}.sidebar.backgroundColor": palette.side,
        f"theme.{mode}.sidebar.secondaryBackgroundColor": palette.actbg,
        f"theme.{mode}.sidebar.borderColor": palette.line,
    }


OPTIONS: Final[dict[str, str | list[str] | list[int] | bool | int]] = {
    "theme.font": FONT,
    "theme.headingFont": FONT,
    "theme.codeFont": MONO,
    "theme.baseFontSize": 15,
    "theme.headingFontSizes": ["1.6rem", "1.07rem", "1rem", "1rem", "1rem", "1rem"],
    "theme.headingFontWeights": [600, 600, 600, 600, 600, 600],
    "theme.baseRadius": "6px",
    "theme.buttonRadius": "6px",
    "theme.linkUnderline": False,
    "theme.showSidebarBorder": True,
    "theme.showWidgetBorder": True,
    "theme.paddingTop": "0",
    **_mode_options("light"),
    **_mode_options("dark"),
}
