"""A site's own prices: in force at once, in bulk all or none, and where each price comes from."""

from __future__ import annotations

import pytest
from metering import Office

from jupyter_tutor.cost.price_sheet import price_row
from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import Conflict, Invalid, NotFound

SHEET = "model,input,cached_input,output\ngpt-x,1,0.5,2\n@cf/llama,0.1,,0.2\n"


# req: R4
async def test_a_price_is_made_changed_and_deleted():
    """What a call costs follows at once."""
    office = Office(configured_prices={"mine": {"input": 9, "output": 9}})
    book = office.metering.prices
    usage = Usage(1_000_000, 0, 0)
    await book.create(price_row("mine", 1, 2), "root")
    assert office.table.cost("openai", "mine", usage) == 1_000_000_000
    await book.change(price_row("mine", "3.5", 2), "tom")
    assert office.table.cost("openai", "mine", usage) == 3_500_000_000
    assert [(p.row.input, p.written_by) for p in await book.prices()] == [("3.5", "tom")]
    await book.delete("mine")
    assert office.table.cost("openai", "mine", usage) == 9_000_000_000


async def test_a_price_is_made_once_and_changed_only_when_it_is_there():
    """409 and 404."""
    book = Office().metering.prices
    await book.create(price_row("mine", 1, 2), "root")
    with pytest.raises(Conflict):
        await book.create(price_row("mine", 1, 2), "root")
    with pytest.raises(NotFound):
        await book.change(price_row("other", 1, 2), "root")
    with pytest.raises(NotFound):
        await book.delete("other")


# req: R4
async def test_a_sheet_is_written_whole_and_read_back_the_same():
    """Prices of other models stay."""
    office = Office()
    book = office.metering.prices
    await book.create(price_row("other", 1, 2), "root")
    assert await book.write_sheet(SHEET, "root") == 2
    sheet = await book.sheet()
    assert sheet.splitlines()[1:] == ["@cf/llama,0.1,0.1,0.2", "gpt-x,1,0.5,2", "other,1,1,2"]
    assert await book.write_sheet(sheet, "root") == 3
    assert await book.sheet() == sheet


# req: R4
async def test_one_faulty_line_and_nothing_of_a_sheet_is_written():
    """Every faulty line is named."""
    office = Office()
    with pytest.raises(Invalid, match=r"line 4: .*line 5: "):
        await office.metering.prices.write_sheet(SHEET + "bad,-1,0,0\nworse,1\n", "root")
    assert office.prices.rows == {}
    assert office.table.price("openai", "gpt-x") is None


# req: R4
async def test_each_model_in_use_says_where_its_price_comes_from():
    """The site's own before the configuration's before the list's."""
    models = [("openai", "mine"), ("openai", "set"), ("openai", "gpt-5"), ("coach", "rules"), ("openai", "?")]
    office = Office(models=models, configured_prices={"set": {"input": 1, "output": 2}})
    await office.metering.prices.create(price_row("mine", 3, 4), "root")
    in_use = await office.metering.prices.in_use()
    assert [price.source.value for price in in_use] == ["site", "configuration", "list", "free", "unknown"]
    assert [price.output for price in in_use][:2] == ["4", "2"]
    assert in_use[-1].input is None


async def test_prices_that_another_process_wrote_are_taken_over():
    """And those that it removed are gone."""
    office, other = Office(), Office()
    other.prices.rows = office.prices.rows
    await other.metering.prices.create(price_row("mine", 1, 2), "root")
    await office.metering.load()
    assert office.table.price("openai", "mine") == price_row("mine", 1, 2).price
    await other.metering.prices.delete("mine")
    await office.metering.load()
    assert office.table.price("openai", "mine") is None
