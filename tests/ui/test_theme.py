"""Colours that can be read, in light and in dark."""

from __future__ import annotations

import pytest

from evaluator.ui import theme
from evaluator.ui.theme import MODES, PALETTES, contrast

TEXT = 4.5
GRAPHIC = 3.0


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#1f4e8c", "#1f4e8c", 1.0)]
)
def test_contrast_is_that_of_the_accessibility_guideline(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(one, other) == contrast(other, one)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ink", ["ink", "soft", "act", "ok", "warn", "bad"])
@pytest.mark.parametrize("ground", ["paper", "panel", "side", "actbg", "warnbg", "badbg", "okbg"])
def test_every_ink_can_be_read_on_every_ground(mode: theme.Mode, ink: str, ground: str) -> None:
    palette = PALETTES[mode]

    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= TEXT


@pytest.mark.parametrize("mode", MODES)
def test_the_primary_button_can_be_read(mode: theme.Mode) -> None:
    assert contrast(PALETTES[mode].onfill, PALETTES[mode].fill) >= TEXT


@pytest.mark.parametrize("mode", MODES)
def test_ink_stays_readable_on_every_heat_cell_on_every_tint_and_on_the_hatching(mode: theme.Mode) -> None:
    palette = PALETTES[mode]
    grounds = [theme.heat(step, mode) for step in range(theme.HEAT_STEPS + 1)] + [palette.hatch]
    grounds += [theme.tint(name, mode) for name in theme.TINTS]

    assert min(contrast(palette.ink, ground) for ground in grounds) >= TEXT


@pytest.mark.parametrize("mode", MODES)
def test_more_value_is_more_colour(mode: theme.Mode) -> None:
    paper = PALETTES[mode].panel
    ratios = [contrast(theme.heat(step, mode), paper) for step in range(theme.HEAT_STEPS + 1)]

    assert ratios == sorted(ratios)


@pytest.mark.parametrize("mode", MODES)
def test_chart_colours_stand_out_from_the_ground_and_carry_readable_numbers(mode: theme.Mode) -> None:
    colours = theme.series(mode, 7)

    assert len(set(colours)) == 7
    assert min(contrast(colour, PALETTES[mode].paper) for colour in colours) >= GRAPHIC
    assert min(contrast(theme.readable(colour), colour) for colour in colours) >= TEXT


def test_series_start_again_when_there_are_more_than_colours() -> None:
    assert theme.series("light", 9)[7:] == theme.series("light", 2)


def test_the_font_stack_names_simplified_chinese_faces_and_no_address() -> None:
    assert "Noto Sans CJK SC" in theme.FONT
    assert "JP" not in theme.FONT
    assert not any("http" in str(value) for value in theme.OPTIONS.values())
