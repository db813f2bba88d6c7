"""Wrong programs for the sample course, as somebody learning would write them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wrong:
    """The solution with `right` replaced by `wrong`; `mistake` is the number of the one it makes, if any."""

    mistake: int | None
    right: str
    wrong: str


_MASKED = "(middle > left) & (middle > right)"
_TALL = "np.column_stack([np.ones(len(x)), x])"
_SEARCH = "    while x > xs[i + 1]:\n        i = i + 1\n"

WRONG = {
    "daily-totals": (
        Wrong(1, "axis=1", "axis=0"),
        Wrong(2, "counts.sum(axis=1)", "counts.sum()"),
        Wrong(3, "counts.sum(axis=1)", "sum(counts)"),
        Wrong(None, "sum(axis=1)", "max(axis=1)"),
    ),
    "fill-gaps": (
        Wrong(1, "hours[~gaps].mean()", "hours.mean()"),
        Wrong(2, "hours.astype(float)", "hours[:]"),
        Wrong(3, "hours.astype(float)", "hours.copy()"),
        Wrong(None, "hours < 0", "hours <= 0"),
        Wrong(None, "    return filled", "    return hours"),
    ),
    "day-shares": (
        Wrong(1, "axis=1, keepdims=True", "axis=1"),
        Wrong(2, "axis=1", "axis=0"),
        Wrong(3, "counts.sum(axis=1, keepdims=True)", "counts.sum()"),
        Wrong(None, "sum(axis=1", "max(axis=1"),
    ),
    "find-peaks": (
        Wrong(1, _MASKED, "(middle > left) and (middle > right)"),
        Wrong(2, _MASKED, "middle > left & middle > right"),
        Wrong(3, "1 + np.flatnonzero(is_peak)", "np.flatnonzero(is_peak)"),
        Wrong(None, _MASKED, "(middle >= left) & (middle >= right)"),
        Wrong(None, _MASKED, "(middle > left) | (middle > right)"),
    ),
    "back-substitution": (
        Wrong(1, "range(n - 1, -1, -1)", "range(n)"),
        Wrong(2, "(right[i] - known) / upper[i][i]", "right[i] - known"),
        Wrong(3, "range(n - 1, -1, -1)", "range(n, -1, -1)"),
        Wrong(4, "range(n - 1, -1, -1)", "range(n - 1, 0, -1)"),
        Wrong(None, "(right[i] - known) / upper[i][i]", "right[i] - known / upper[i][i]"),
    ),
    "bicycles-built": (
        Wrong(1, "parts.T", "parts"),
        Wrong(2, "np.linalg.solve(parts.T, used)", "np.linalg.inv(parts.T) * used"),
        Wrong(3, "np.linalg.solve(parts.T, used)", "parts.T @ used"),
        Wrong(None, "np.linalg.solve(parts.T, used)", "np.linalg.inv(parts) @ used"),
    ),
    "after-days": (
        Wrong(1, "transition @ bikes", "transition * bikes"),
        Wrong(2, "transition @ bikes", "bikes @ transition"),
        Wrong(
            3,
            "for day in range(days):\n        bikes = transition @ bikes",
            "bikes = transition**days @ bikes",
        ),
        Wrong(4, "range(days)", "range(days - 1)"),
        Wrong(None, "bikes = transition @ bikes", "bikes = transition @ start"),
    ),
    "fit-line": (
        Wrong(1, _TALL, "np.column_stack([x, np.ones(len(x))])"),
        Wrong(2, _TALL, "np.column_stack([x])"),
        Wrong(3, "np.linalg.lstsq(matrix, y, rcond=None)[0]", "np.linalg.solve(matrix, y)"),
        Wrong(None, "rcond=None)[0]", "rcond=None)"),
        Wrong(None, "np.linalg.lstsq(matrix, y, rcond=None)[0]", "np.polyfit(x, y, 1)"),
    ),
    "between": (
        Wrong(1, "(x - x0) / (x1 - x0)", "x - x0 / x1 - x0"),
        Wrong(2, "(x - x0) /", "(x1 - x) /"),
        Wrong(3, "y0 + share", "share"),
        Wrong(None, "share * (y1 - y0)", "share * y1"),
    ),
    "look-up": (
        Wrong(1, "x > xs[i + 1]", "x > xs[i]"),
        Wrong(2, "x > xs[i + 1]", "x >= xs[i + 1]"),
        Wrong(3, _SEARCH, "    if x > xs[-1]:\n        i = len(xs) - 2\n"),
        Wrong(None, "while x > xs[i + 1]", "if x > xs[i + 1]"),
    ),
    "lagrange": (
        Wrong(1, "if j != i:", "if True:"),
        Wrong(
            2,
            "    for i in range(len(xs)):\n        basis = 1.0\n",
            "    basis = 1.0\n    for i in range(len(xs)):\n",
        ),
        Wrong(3, "(xs[i] - xs[j])", "(xs[j] - xs[i])"),
        Wrong(4, "basis = 1.0", "basis = 0.0"),
        Wrong(None, "basis * (x", "basis + (x"),
    ),
    "chebyshev-nodes": (
        Wrong(1, "(2 * k + 1) / (2 * n)", "(2 * k + 1) / 2 * n"),
        Wrong(2, "* np.pi", "* 180"),
        Wrong(3, "np.arange(n)", "np.arange(1, n + 1)"),
        Wrong(None, "(2 * k + 1)", "2 * k + 1"),
        Wrong(None, "(2 * n) * np.pi", "(2 * n)"),
    ),
}
