"""The report as one HTML page that needs nothing else: for an instructor to read, to mail and to print."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from jupyter_tutor.quality.figures import Chart, Section
from jupyter_tutor.quality.report import HEADINGS, row
from jupyter_tutor.quality.svg import legend, svg

_STYLE = """
:root { color-scheme: light dark; --ink: #1c1c1e; --soft: #6b6b70; --line: #d9d9de; --page: #fff;
  --c0: #1f6feb; --c1: #b35900; --c2: #1a7f37; --c3: #8250df; --c4: #bf3989; --c5: #57606a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6ea; --soft: #a0a0a8; --line: #3a3a40;
  --page: #18181b; --c0: #6cb0ff; --c1: #f0a35e; --c2: #5fd07a; --c3: #b99cff; --c4: #ff8cc6;
  --c5: #a8b0ba; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page);
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
td.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.met { color: var(--c2); } .missed { color: var(--c1); font-weight: 600; }
.missing { color: var(--soft); } figure { margin: 1.5rem 0; } figcaption { font-weight: 600; }
svg { width: 100%; height: auto; } svg text { fill: var(--soft); font-size: 10px; }
.grid { stroke: var(--line); } .line { fill: none; stroke-width: 2; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 1rem; font-size: .9rem; }
.legend li::before { content: "■ "; }
""" + "".join(
    f".line.series-{n} {{ stroke: var(--c{n}) }} .bar.series-{n} {{ fill: var(--c{n}) }} "
    f".legend .series-{n}::before {{ color: var(--c{n}) }}\n"
    for n in range(6)
)

_INTRODUCTION = (
    "Each number was measured on labelled data, is given with the interval in which it lies with 95 % "
    "confidence, and stands beside what a simpler way reaches on the same data. A goal is what the tutor "
    "should reach; a number without a goal is only reported."
)


def page(sections: Sequence[Section], folder_name: str) -> str:
    """The whole report."""
    parts = "".join(_section(section) for section in sections)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>How well the tutor teaches</title><style>{_STYLE}</style></head><body>"
        f"<h1>How well the tutor teaches</h1><p>Data: {escape(folder_name)}. {_INTRODUCTION}</p>"
        f"{parts}</body></html>\n"
    )


def _section(section: Section) -> str:
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in section.explanation.split("\n\n"))
    missing = "".join(f'<p class="missing">Not there: {escape(name)}</p>' for name in section.missing)
    charts = "".join(_chart(chart) for chart in section.charts)
    return (
        f"<section><h2>{escape(section.title)}</h2>{paragraphs}{_table(section)}{missing}{charts}</section>"
    )


def _table(section: Section) -> str:
    if not section.figures:
        return ""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in HEADINGS)
    body = "".join(_row(row(figure)) for figure in section.figures)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(cells: Sequence[str]) -> str:
    name, *numbers, verdict = cells
    middle = "".join(f'<td class="number">{escape(cell)}</td>' for cell in numbers)
    return f'<tr><th scope="row">{escape(name)}</th>{middle}<td class="{verdict}">{verdict}</td></tr>'


def _chart(chart: Chart) -> str:
    return f"<figure><figcaption>{escape(chart.title)}</figcaption>{svg(chart)}{legend(chart)}</figure>"
