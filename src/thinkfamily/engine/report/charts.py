"""The report's charts, declared in Altair: few kinds, one width that a phone can hold, the same look."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from thinkfamily.engine.report.small_numbers import Figure

WIDTH = 360
BAR = 24
PARTS = ("#003078", "#8a949b", "#d4351c")
"""Colours of the parts of a bar: dark, grey, red; each at least 3:1 on white and apart in lightness."""


def bars(rows: Sequence[tuple[str, int | Figure]], measured: str) -> alt.LayerChart:
    """Horizontal bars in the given order, each labelled above itself with its name and figure.

    So long names are never cut off, and a hidden figure is said to be hidden.
    """
    return stacked([(f"{name}: {value:,}", "", float(value)) for name, value in rows], measured)


def stacked(
    rows: Sequence[tuple[str, str, float]],
    measured: str,
    *,
    parts: Sequence[str] = ("",),
    label: str = "format(datum.value, ',d')",
) -> alt.LayerChart:
    """Horizontal bars in the given order, each made of named parts.

    Args:
        rows: name of the bar, name of the part, length.
        measured: title of the axis.
        parts: names of the parts, in order from the left.
        label: how a number of the axis is written, as a Vega expression.
    """
    names = list(dict.fromkeys(name for name, _, _ in rows))
    values = [
        {"name": name, "part": part, "value": value, "at": parts.index(part) if part in parts else 0}
        for name, part, value in rows
    ]
    base = alt.Chart(alt.Data(values=values))
    bar = base.mark_bar(height=BAR - 8, yOffset=8).encode(
        x=alt.X(
            "value:Q",
            title=measured,
            stack="zero",
            axis=alt.Axis(tickCount=4, labelOverlap=True, labelExpr=label, grid=False),
        ),
        y=alt.Y("name:N", sort=names, title=None, axis=None),
        order=alt.Order("at:Q"),
    )
    if len(parts) > 1:
        bar = bar.encode(
            color=alt.Color(
                "part:N",
                title=None,
                scale=alt.Scale(domain=list(parts), range=list(PARTS[: len(parts)])),
                legend=alt.Legend(orient="top", columns=1),
            )
        )
    above = (
        alt.Chart(alt.Data(values=[{"name": name} for name in names]))
        .mark_text(align="left", baseline="bottom", x=0, yOffset=-1, fontSize=13, color="#0b0c0c")
        .encode(y=alt.Y("name:N", sort=names, title=None, axis=None), text="name:N")
    )
    return (bar + above).properties(width=WIDTH, height=alt.Step(BAR * 1.7))


def curve(points: Sequence[tuple[float, float]], across: str, up: str, mark: tuple[float, float]) -> alt.LayerChart:
    """A curve of shares against shares, from 0 to 100 percent, with the line of equality and one marked point."""
    axis = alt.Axis(format=".0%", tickCount=5)
    held = alt.Data(values=[{"x": x, "y": y} for x, y in points])
    x = alt.X("x:Q", title=across, axis=axis, scale=alt.Scale(domain=[0, 1]))
    y = alt.Y("y:Q", title=up, axis=axis, scale=alt.Scale(domain=[0, 1]))
    line = alt.Chart(held).mark_line(strokeWidth=3).encode(x=x, y=y)
    level = (
        alt.Chart(alt.Data(values=[{"x": 0, "y": 0}, {"x": 1, "y": 1}]))
        .mark_line(strokeDash=[4, 4], color="#505a5f")
        .encode(x=x, y=y)
    )
    dot = (
        alt.Chart(alt.Data(values=[{"x": mark[0], "y": mark[1]}]))
        .mark_point(filled=True, size=90, color="#d4351c", opacity=1)
        .encode(x=x, y=y)
    )
    return (level + line + dot).properties(width=WIDTH, height=WIDTH * 0.8)


def spans(rows: Sequence[tuple[str, str, str]], mark: str, across: str) -> alt.LayerChart:
    """Horizontal spans of time, from ISO date to ISO date, with one date marked by an upright line."""
    names = [name for name, _, _ in rows]
    held = alt.Data(values=[{"name": name, "from": begins, "until": ends} for name, begins, ends in rows])
    y = alt.Y("name:N", sort=names, title=None, axis=None)
    axis = alt.Axis(format="%b %Y", tickCount=3)
    scale = alt.Scale(type="utc")  # else the drawing would depend on the machine's time zone
    span = (
        alt.Chart(held)
        .mark_bar(height=BAR - 10, yOffset=8)
        .encode(x=alt.X("from:T", title=across, axis=axis, scale=scale), x2="until:T", y=y)
    )
    label = (
        alt.Chart(held)
        .mark_text(align="left", baseline="bottom", x=0, yOffset=-1, fontSize=13, color="#0b0c0c")
        .encode(y=y, text="name:N")
    )
    line = (
        alt.Chart(alt.Data(values=[{"at": mark}]))
        .mark_rule(strokeWidth=2, color="#d4351c")
        .encode(x=alt.X("at:T", scale=scale))
    )
    return (span + label + line).properties(width=WIDTH, height=alt.Step(BAR * 1.6))
