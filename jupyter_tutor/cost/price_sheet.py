"""A site's own prices as a table: many at once from CSV, all of them or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jupyter_tutor.cost.money import format_usd
from jupyter_tutor.cost.prices import Price, price_from_usd
from jupyter_tutor.errors import Invalid

COLUMNS = ("model", "input", "cached_input", "output")
MOST_ROWS = 10_000
LONGEST_NAME = 200

_MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class PriceRow:
    """The price of one model, in US dollars per million tokens, as exact text."""

    model: str
    input: str
    cached_input: str
    output: str

    @property
    def price(self) -> Price:
        """The price to calculate with."""
        return price_from_usd(self.input, self.output, self.cached_input)


def price_row(model: str, input_usd: object, output_usd: object, cached_input_usd: object = None) -> PriceRow:
    """A row from amounts as people write them; cached input costs as much as input if not given.

    Invalid when the model has no name, or an amount is not a finite number ≥ 0 with at most nine decimals.
    """
    name = model.strip()
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Invalid(f"model: a name of 1 to {LONGEST_NAME} printable characters is needed")
    cached = input_usd if cached_input_usd in (None, "") else cached_input_usd
    texts = []
    for column, amount in (("input", input_usd), ("cached_input", cached), ("output", output_usd)):
        try:
            price = price_from_usd(amount, amount)
        except ValueError as error:
            raise Invalid(f"{column}: {error}") from error
        texts.append(format_usd(price.rates[0].input))
    return PriceRow(name, *texts)


def read_price_sheet(text: str) -> tuple[PriceRow, ...]:
    """The rows of a CSV file whose header names the columns model, input, output and perhaps cached_input.

    Invalid, naming every faulty line, when there is anything wrong with any of them: then nothing is to
    be applied.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True, restkey="", restval=None)
    rows: dict[str, PriceRow] = {}
    faults: list[str] = []
    try:
        _check_header(reader.fieldnames)
        for fields in reader:
            try:
                _add(rows, fields)
            except Invalid as fault:
                faults.append(f"line {reader.line_num}: {fault.message}")
    except csv.Error as error:
        faults.append(f"line {reader.line_num}: {error}")
    if not rows and not faults:
        faults.append("there is no price in it")
    if faults:
        more = [f"and {len(faults) - _MOST_FAULTS} more"] if len(faults) > _MOST_FAULTS else []
        raise Invalid("Nothing was changed. " + "; ".join(faults[:_MOST_FAULTS] + more))
    return tuple(rows.values())


def write_price_sheet(rows: Iterable[PriceRow]) -> str:
    """The CSV file that reads as these rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((row.model, row.input, row.cached_input, row.output) for row in rows)
    return out.getvalue()


def merged(rows: Iterable[PriceRow], changes: Iterable[PriceRow]) -> tuple[PriceRow, ...]:
    """The rows with the changes put in the place of those of the same model, sorted by model."""
    by_model: Mapping[str, PriceRow] = {row.model: row for row in (*rows, *changes)}
    return tuple(by_model[model] for model in sorted(by_model))


def _check_header(names: Iterable[str] | None) -> None:
    found = list(names or ())
    missing = [name for name in ("model", "input", "output") if name not in found]
    unknown = [name for name in found if name not in COLUMNS]
    if missing or unknown or len(set(found)) < len(found):
        raise Invalid(
            f"Nothing was changed. The first line must name the columns {', '.join(COLUMNS)} "
            f"(cached_input may be left out), not {', '.join(found) or 'nothing'}."
        )


def _add(rows: dict[str, PriceRow], fields: Mapping[str, str | None]) -> None:
    if "" in fields:
        raise Invalid("more fields than columns")
    if fields["input"] is None or fields["output"] is None:
        raise Invalid("fewer fields than columns")
    row = price_row(fields["model"] or "", fields["input"], fields["output"], fields.get("cached_input"))
    if row.model in rows:
        raise Invalid(f"{row.model} is there twice")
    if len(rows) == MOST_ROWS:
        raise Invalid(f"more than {MOST_ROWS} prices")
    rows[row.model] = row
