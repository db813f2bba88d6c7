"""Charts as SVG text: lines, and bars that lie, so that their names can be read. Also for a screen reader."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

from jupyter_tutor.quality.figures import Chart, Series

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 12, 44
NAMES = 290
"""Room for the names of bars."""

BAR, GAP = 16, 10
_TICKS = 5
_STEPS = (1, 2, 2.5, 5, 10)

Place = Callable[[float], float]


def svg(chart: Chart) -> str:
    """The chart as an `<svg>` element; a sentence when it has no points."""
    values = [y for series in chart.series for y in series.y]
    if not values:
        return "<p>Nothing to draw.</p>"
    scale = _nice_scale(min(0.0, *values), max(values))
    draw = _bars if chart.kind == "bar" else _lines
    height, parts = draw(chart, scale)
    label = f"{chart.title}. " + " ".join(_spoken(series) for series in chart.series)
    head = f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}">'
    return f"{head}{''.join(parts)}</svg>"


def legend(chart: Chart) -> str:
    """Names beside their colours; nothing for a single series."""
    if len(chart.series) <= 1:
        return ""
    items = (
        f'<li class="series-{number % 6}">{escape(series.name)}</li>'
        for number, series in enumerate(chart.series)
    )
    return f'<ul class="legend">{"".join(items)}</ul>'


def _nice_scale(low: float, high: float) -> tuple[float, ...]:
    """About five round numbers that span all values."""
    span = (high - low) or 1.0
    power = 10 ** math.floor(math.log10(span / _TICKS))
    step = next(power * each for each in _STEPS if power * each >= span / _TICKS)
    first, last = math.floor(low / step), math.ceil(high / step)
    return tuple(number * step for number in range(first, last + 1))


def _between(low: float, high: float, start: float, end: float) -> Place:
    """Where a value stands between two edges."""
    span = (high - low) or 1.0
    return lambda value: start + (value - low) / span * (end - start)


def _text(x: float, y: float, words: str, anchor: str = "middle", turned: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{turned}>{escape(words)}</text>'


def _grid_line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="grid" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _lines(chart: Chart, scale: Sequence[float]) -> tuple[int, list[str]]:
    up = _between(scale[0], scale[-1], HEIGHT - BOTTOM, TOP)
    numbers = [float(x) for series in chart.series for x in series.x]
    low, high = min(numbers), max(numbers)
    across = _between(low, high, LEFT, WIDTH - RIGHT)
    down = HEIGHT / 2
    parts = [
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, chart.x_title),
        _text(14, down, chart.y_title, turned=f' transform="rotate(-90 14 {down})"'),
    ]
    for tick in scale:
        parts += [
            _grid_line(LEFT, up(tick), WIDTH - RIGHT, up(tick)),
            _text(LEFT - 6, up(tick) + 4, f"{tick:g}", "end"),
        ]
    for value in (low, (low + high) / 2, high):
        parts.append(_text(across(value), HEIGHT - BOTTOM + 16, f"{value:.3g}"))
    for number, series in enumerate(chart.series):
        pairs = zip(series.x, series.y, strict=True)
        points = " ".join(f"{across(float(x)):.1f},{up(y):.1f}" for x, y in pairs)
        parts.append(f'<polyline class="line series-{number % 6}" points="{points}"/>')
    return HEIGHT, parts


def _bars(chart: Chart, scale: Sequence[float]) -> tuple[int, list[str]]:
    names = list(dict.fromkeys(str(x) for series in chart.series for x in series.x))
    room = BAR * len(chart.series) + GAP
    bottom = TOP + room * len(names)
    across = _between(scale[0], scale[-1], NAMES, WIDTH - RIGHT)
    parts = [_text((NAMES + WIDTH - RIGHT) / 2, bottom + BOTTOM - 6, chart.y_title)]
    for tick in scale:
        parts += [
            _grid_line(across(tick), TOP, across(tick), bottom),
            _text(across(tick), bottom + 16, f"{tick:g}"),
        ]
    for place, name in enumerate(names):
        top = TOP + room * place + GAP / 2
        parts.append(_text(NAMES - 8, top + (room - GAP) / 2 + 4, name, "end"))
        for number, series in enumerate(chart.series):
            values = dict(zip(map(str, series.x), series.y, strict=True))
            if name in values:
                parts.append(_bar(top + BAR * number, values[name], across, number))
    return bottom + BOTTOM, parts


def _bar(top: float, value: float, across: Place, number: int) -> str:
    left, right = sorted((across(0.0), across(value)))
    return (
        f'<rect class="bar series-{number % 6}" x="{left:.1f}" y="{top:.1f}" '
        f'width="{right - left:.1f}" height="{BAR - 2}"/>'
    )


def _spoken(series: Series) -> str:
    """A few of its points in words."""
    step = max(1, len(series.x) // 8)
    points = list(zip(series.x, series.y, strict=True))[::step]
    return f"{series.name}: " + ", ".join(f"{_said(x)} {y:.3g}" for x, y in points) + "."


def _said(x: float | str) -> str:
    return x if isinstance(x, str) else f"{x:.3g}"
