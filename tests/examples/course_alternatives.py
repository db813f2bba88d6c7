"""Right programs for the sample course that go another way than the solution."""

from __future__ import annotations

ALTERNATIVES = {
    "daily-totals": (
        "def daily_totals(counts):\n    return [sum(row) for row in counts]",
        "def daily_totals(counts):\n    return counts @ np.ones(counts.shape[1])",
    ),
    "fill-gaps": (
        "def fill_gaps(hours):\n    return np.where(hours < 0, hours[hours >= 0].mean(), hours)",
        """
def fill_gaps(hours):
    valid = [count for count in hours if count != -1]
    return [sum(valid) / len(valid) if count == -1 else count for count in hours]
""",
    ),
    "day-shares": (
        "def shares(counts):\n    return (counts.T / counts.sum(axis=1)).T",
        "def shares(counts):\n    return [[count / sum(day) for count in day] for day in counts]",
    ),
    "find-peaks": (
        """
def find_peaks(values):
    peaks = []
    for i in range(1, len(values) - 1):
        if values[i - 1] < values[i] > values[i + 1]:
            peaks.append(i)
    return peaks
""",
        """
def find_peaks(values):
    rises = values[1:] > values[:-1]
    falls = values[:-1] > values[1:]
    return np.where(rises[:-1] & falls[1:])[0] + 1
""",
    ),
    "back-substitution": (
        """
def back_substitute(upper, right):
    x = []
    for row, b in zip(reversed(upper), reversed(right)):
        known = sum(u * value for u, value in zip(row[len(row) - len(x) :], x))
        x.insert(0, (b - known) / row[len(row) - len(x) - 1])
    return x
""",
        """
def back_substitute(upper, right):
    b = list(right)
    for i in reversed(range(len(b))):
        b[i] = b[i] / upper[i][i]
        for k in range(i):
            b[k] = b[k] - upper[k][i] * b[i]
    return b
""",
    ),
    "bicycles-built": (
        "def bicycles_built(parts, used):\n    return np.linalg.inv(parts.T) @ used",
        "def bicycles_built(parts, used):\n    return used @ np.linalg.inv(parts)",
    ),
    "after-days": (
        """
def after_days(transition, start, days):
    return np.linalg.matrix_power(transition, days) @ start
""",
        """
def after_days(transition, start, days):
    if days == 0:
        return start
    return after_days(transition, np.dot(transition, start), days - 1)
""",
    ),
    "fit-line": (
        "def fit_line(x, y):\n    return np.polyfit(x, y, 1)[::-1]",
        """
def fit_line(x, y):
    b = np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2)
    return y.mean() - b * x.mean(), b
""",
    ),
    "between": (
        """
def between(x0, y0, x1, y1, x):
    share = (x - x0) / (x1 - x0)
    return (1 - share) * y0 + share * y1
""",
        "def between(x0, y0, x1, y1, x):\n    return (y1 - y0) / (x1 - x0) * (x - x1) + y1",
    ),
    "look-up": (
        """
def look_up(xs, ys, x):
    for i in range(len(xs) - 1):
        if xs[i] <= x <= xs[i + 1]:
            return between(xs[i], ys[i], xs[i + 1], ys[i + 1], x)
""",
        """
def look_up(xs, ys, x):
    i = max(k for k in range(len(xs) - 1) if xs[k] <= x)
    share = (x - xs[i]) / (xs[i + 1] - xs[i])
    return ys[i] + share * (ys[i + 1] - ys[i])
""",
    ),
    "lagrange": (
        """
def lagrange(xs, ys, x):
    if len(xs) == 1:
        return ys[0]
    left = lagrange(xs[:-1], ys[:-1], x)
    right = lagrange(xs[1:], ys[1:], x)
    return ((xs[-1] - x) * left + (x - xs[0]) * right) / (xs[-1] - xs[0])
""",
        """
def lagrange(xs, ys, x):
    value = 0
    for i, y in enumerate(ys):
        others = xs[:i] + xs[i + 1 :]
        for other in others:
            y = y * (x - other) / (xs[i] - other)
        value += y
    return value
""",
    ),
    "chebyshev-nodes": (
        "def chebyshev_nodes(n):\n    return [np.cos((k + 0.5) * np.pi / n) for k in range(n)]",
        "def chebyshev_nodes(n):\n    return np.sin(np.arange(1 - n, n, 2) * np.pi / (2 * n))",
    ),
}
