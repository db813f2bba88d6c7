"""Charts as SVG text: lines and grouped bars, in the page's own colours, readable by a screen reader."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

from jupyter_tutor.quality.figures import Chart, Series

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 12, 44
_TICKS = 5
_STEPS = (1, 2, 2.5, 5, 10)

Place = Callable[[float], float]


def svg(chart: Chart) -> str:
    """The chart as an `<svg>` element; a sentence when it has no points."""
    values = [y for series in chart.series for y in series.y]
    if not values:
        return "<p>Nothing to draw.</p>"
    scale = _nice_scale(min(0.0, *values), max(values))
    up = _vertical(scale)
    drawn = _bars(chart, up) if chart.kind == "bar" else _lines(chart, up)
    parts = [*_grid(scale, up), *drawn, *_titles(chart)]
    label = f"{chart.title}. " + " ".join(_spoken(series) for series in chart.series)
    picture = "".join(parts)
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}">{picture}</svg>'


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


def _vertical(scale: Sequence[float]) -> Place:
    span = (scale[-1] - scale[0]) or 1.0
    return lambda value: HEIGHT - BOTTOM - (value - scale[0]) / span * (HEIGHT - BOTTOM - TOP)


def _grid(scale: Sequence[float], up: Place) -> list[str]:
    return [
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{up(tick):.1f}" y2="{up(tick):.1f}"/>'
        f'<text x="{LEFT - 6}" y="{up(tick) + 4:.1f}" text-anchor="end">{tick:g}</text>'
        for tick in scale
    ]


def _titles(chart: Chart) -> list[str]:
    middle, down = (LEFT + WIDTH - RIGHT) / 2, HEIGHT / 2
    turned = f'transform="rotate(-90 14 {down})"'
    return [
        f'<text x="{middle}" y="{HEIGHT - 6}" text-anchor="middle">{escape(chart.x_title)}</text>',
        f'<text x="14" y="{down}" text-anchor="middle" {turned}>{escape(chart.y_title)}</text>',
    ]


def _lines(chart: Chart, up: Place) -> list[str]:
    numbers = [float(x) for series in chart.series for x in series.x]
    low, high = min(numbers), max(numbers)
    span = (high - low) or 1.0

    def across(value: float) -> float:
        return LEFT + (value - low) / span * (WIDTH - LEFT - RIGHT)

    parts = [
        f'<text x="{across(value):.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{value:.3g}</text>'
        for value in (low, (low + high) / 2, high)
    ]
    for number, series in enumerate(chart.series):
        points = " ".join(
            f"{across(float(x)):.1f},{up(y):.1f}" for x, y in zip(series.x, series.y, strict=True)
        )
        parts.append(f'<polyline class="line series-{number % 6}" points="{points}"/>')
    return parts


def _bars(chart: Chart, up: Place) -> list[str]:
    labels = list(dict.fromkeys(str(x) for series in chart.series for x in series.x))
    room = (WIDTH - LEFT - RIGHT) / len(labels)
    width = room * 0.8 / len(chart.series)
    parts = []
    for place, label in enumerate(labels):
        middle = LEFT + room * (place + 0.5)
        parts.append(
            f'<text x="{middle:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{escape(label)}</text>'
        )
        for number, series in enumerate(chart.series):
            values = dict(zip(map(str, series.x), series.y, strict=True))
            if label in values:
                left = middle - room * 0.4 + number * width
                parts.append(_bar(left, width, values[label], up, number))
    return parts


def _bar(left: float, width: float, value: float, up: Place, number: int) -> str:
    top, bottom = sorted((up(value), up(0.0)))
    return (
        f'<rect class="bar series-{number % 6}" x="{left:.1f}" y="{top:.1f}" '
        f'width="{width * 0.92:.1f}" height="{bottom - top:.1f}"/>'
    )


def _spoken(series: Series) -> str:
    """A few of its points in words."""
    step = max(1, len(series.x) // 8)
    points = list(zip(series.x, series.y, strict=True))[::step]
    return f"{series.name}: " + ", ".join(f"{_said(x)} {y:.3g}" for x, y in points) + "."


def _said(x: float | str) -> str:
    return x if isinstance(x, str) else f"{x:.3g}"
