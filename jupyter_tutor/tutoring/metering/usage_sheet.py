"""A report as a CSV file that a spreadsheet can open without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from jupyter_tutor.cost.money import format_usd
from jupyter_tutor.tutoring.metering.reports import DayRow

COLUMNS = (
    "date",
    "user",
    "provider",
    "model",
    "module",
    "requests",
    "input_tokens",
    "output_tokens",
    "estimated_cost_usd",
    "unpriced_requests",
)

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_usage_sheet(rows: Iterable[DayRow]) -> str:
    """One line per day, student, model and module; money in US dollars as exact decimals."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        subject, totals = row.subject, row.totals
        texts = (row.user, subject.provider, subject.model, subject.module or "")
        sums = (totals.requests, totals.input_tokens, totals.output_tokens)
        cost = format_usd(totals.cost)
        writer.writerow((row.date, *map(_harmless, texts), *sums, cost, totals.unpriced))
    return out.getvalue()


def _harmless(text: str) -> str:
    """A text cell that no spreadsheet takes for a formula: an apostrophe in front says it is a text."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text
