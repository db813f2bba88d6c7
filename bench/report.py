"""The figures with their goals, as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

GOALS: dict[str, tuple[str, Callable[[float], bool]]] = {
    "limits_first_token_over_ms": ("< +0.5 ms", lambda v: v < 0.5),
    "first_token_over_ms": ("≤ +3 ms", lambda v: v <= 3),
    "whole_stream_over_ms": ("≤ +10 ms", lambda v: v <= 10),
    "cold_first_token_ms": ("≤ 120 ms", lambda v: v <= 120),
    "bytes_to_browser": ("≤ 10,000", lambda v: v <= 10_000),
    "tokens_after_stop": ("≤ 3", lambda v: v <= 3),
    "import_cpu_ms": ("≤ 50 ms", lambda v: v <= 50),
    "ready_over_ms": ("≤ +100 ms", lambda v: v <= 100),
    "idle_memory_over_mb": ("≤ +10 MB", lambda v: v <= 10),
    "answered_memory_over_mb": ("≤ +80 MB", lambda v: v <= 80),
    "panel_gzip_kb": ("≤ 60 kB", lambda v: v <= 60),
    "packages_added": ("≤ 45", lambda v: v <= 45),
    "disk_added_mb": ("≤ 180 MB", lambda v: v <= 180),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what was measured, without the tutor and with it, and what is held against the goal.

    `value` is the number that the goal speaks of (a difference where the goal says "over");
    `plain` and `tutor` are the two sides of it, in the same unit, or None. `goal` is a key of GOALS.
    """

    name: str
    value: float
    unit: str
    plain: float | None = None
    tutor: float | None = None
    goal: str | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is no goal."""
        return GOALS[self.goal][1](self.value) if self.goal else None


def table(figures: list[Figure]) -> str:
    """The figures in columns; ✓ met, ✗ missed."""
    rows = [("", "without", "tutor", "figure", "goal", "")]
    for one in figures:
        mark = {True: "✓", False: "✗", None: ""}[one.met]
        goal = GOALS[one.goal][0] if one.goal else ""
        over = "+" if one.plain is not None and one.value >= 0 else ""
        rows.append(
            (
                one.name,
                _number(one.plain),
                _number(one.tutor),
                f"{over}{_number(one.value)} {one.unit}",
                goal,
                mark,
            )
        )
    widths = [max(len(row[i]) for row in rows) for i in range(6)]
    lines = [
        "  ".join(_cell(text, widths[i], left=i == 0) for i, text in enumerate(row)).rstrip() for row in rows
    ]
    lines.insert(1, "-" * max(len(line) for line in lines))
    notes = [f"{one.name}: {one.note}" for one in figures if one.note]
    return "\n".join([*lines, "", *notes])


def as_json(figures: list[Figure]) -> list[dict[str, object]]:
    """The figures with their goal's words and whether it was met."""
    return [
        asdict(one) | {"goal": GOALS[one.goal][0] if one.goal else None, "met": one.met} for one in figures
    ]


def _cell(text: str, width: int, *, left: bool) -> str:
    return text.ljust(width) if left else text.rjust(width)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:,.1f}"
