"""Charts on a page: our colours for the mode on screen, data as Arrow, and words for who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evaluator.adapters import charts
from evaluator.ui import theme
from evaluator.ui.state import PageContext


def look(page: PageContext, count: int) -> charts.Look:
    """Colours of a chart with so many series, for the mode on screen."""
    mode: theme.Mode = "dark" if page.dark else "light"
    palette = theme.PALETTES[mode]
    colours = theme.series(mode, count)
    return charts.Look(
        font=theme.FONT, ink=palette.ink, soft=palette.soft, line=palette.line, paper=palette.paper, series=colours,
        inks=tuple(theme.readable(colour) for colour in colours), act=palette.act,
    )  # fmt: skip


def show(spec: charts.Spec, name: str, records: Sequence[charts.Record], *, alt: str, key: str) -> None:
    """A chart on the page; ``alt`` says in words what it shows."""
    st.vega_lite_chart(spec={**spec, "datasets": {name: arrow(records)}}, theme=None, width="stretch", key=key, alt=alt)


def arrow(records: Sequence[charts.Record]) -> bytes:
    """Records as an Arrow stream, without a detour through a data frame."""
    import pyarrow as pa

    table = pa.Table.from_pylist([dict(record) for record in records])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())
