"""Many prices at once, all of them or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.cost.money import format_usd
from jupyter_tutor.cost.price_sheet import PriceRow, merged, price_row, read_price_sheet, write_price_sheet
from jupyter_tutor.cost.prices import PriceTable
from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import Invalid

SHEET = "model,input,cached_input,output\ngpt-5,10,1.25,30\nour-model,0.5,,1\n"

amounts = st.integers(0, 10**14).map(format_usd)
names = st.text(min_size=1, max_size=40).map(str.strip).filter(lambda name: name and name.isprintable())


# req: R4
def test_a_sheet_is_read_line_by_line():
    """Cached input that is left empty costs as much as input."""
    assert read_price_sheet(SHEET) == (
        PriceRow("gpt-5", "10", "1.25", "30"),
        PriceRow("our-model", "0.5", "0.5", "1"),
    )


def test_columns_come_in_any_order_and_cached_input_may_be_missing():
    """As a spreadsheet writes them, with its mark at the beginning and its line ends."""
    assert read_price_sheet("\ufeffoutput,model,input\r\n3,m,1.50\r\n") == (PriceRow("m", "1.5", "1.5", "3"),)


# req: R4
def test_one_faulty_line_spoils_the_whole_sheet():
    """Every fault is named with its line."""
    sheet = "model,input,output\ngood,1,2\nbad,-1,2\n,1,2\ngood,1,2\nworse,1\nlong,1,2,3\nodd,1,two\n"
    with pytest.raises(Invalid) as refused:
        read_price_sheet(sheet)
    message = refused.value.message
    assert message.startswith("Nothing was changed. ")
    named = (
        "line 3: input",
        "line 4: model",
        "line 5: good is there twice",
        "line 6",
        "line 7",
        "line 8: output",
    )
    for fault in named:
        assert fault in message
    assert "line 2" not in message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "model,input,output\n",
        "model,price\nm,1\n",
        "model,input,output,model\nm,1,2,m\n",
        "model,input,output,currency\nm,1,2,EUR\n",
        'model,input,output\n"m,1,2\n',
        "model,input,output\nm,0.0000000001,1\n",
        "model,input,output\nm,NaN,1\n",
        f"model,input,output\n{'m' * 201},1,1\n",
    ],
)
def test_a_sheet_that_says_nothing_sensible_is_refused(text):
    """Whatever is wrong with it, it is said and nothing is returned."""
    with pytest.raises(Invalid, match="Nothing was changed"):
        read_price_sheet(text)


def test_of_very_many_faults_the_first_are_told():
    """The message stays short."""
    with pytest.raises(Invalid, match="and 980 more") as refused:
        read_price_sheet("model,input,output\n" + "m,free,1\n" * 1_000)
    assert len(refused.value.message) < 3_000


price_rows = st.builds(price_row, names, amounts, amounts, amounts)


@given(st.lists(price_rows, unique_by=lambda row: row.model, min_size=1))
def test_a_sheet_that_was_written_reads_the_same(rows):
    """Names with commas and quotes included."""
    assert read_price_sheet(write_price_sheet(rows)) == tuple(rows)


def test_changes_take_the_place_of_the_same_model():
    """The others stay; the result is sorted."""
    old = [price_row("b", 1, 1), price_row("a", 1, 1)]
    assert merged(old, [price_row("b", 2, 2), price_row("c", 3, 3)]) == (
        price_row("a", 1, 1),
        price_row("b", 2, 2),
        price_row("c", 3, 3),
    )


# req: R4
def test_own_prices_go_before_all_others_and_can_be_taken_back():
    """Then the configured price counts again."""
    table = PriceTable({"m": {"input": 1, "output": 1}})
    million = Usage(1_000_000, 0, 0)
    table.set_own({row.model: row.price for row in read_price_sheet("model,input,output\nm,7,7\n")})
    assert table.cost("openai", "m", million) == 7_000_000_000
    table.set_own({})
    assert table.cost("openai", "m", million) == 1_000_000_000


@given(
    into=st.integers(0, 300_000),
    cached=st.integers(0, 300_000),
    out=st.integers(0, 4_000),
    rates=st.lists(st.tuples(*[st.integers(0, 10**11)] * 3), min_size=1, max_size=3),
)
def test_a_hold_is_never_less_than_the_call_turns_out_to_cost(into, cached, out, rates):
    """With all input uncached, at the dearest rate, rounded up."""
    from jupyter_tutor.cost.prices import Price, Rate

    price = Price(tuple(Rate(*rate, above_input_tokens=100_000 * n - 1) for n, rate in enumerate(rates)))
    hold = price.hold(300_000, 4_000, 256)
    assert hold.amount(out).cost >= price.cost(Usage(into, cached, out))


def test_no_hold_without_a_price():
    """Nothing is free because nobody knows what it costs."""
    held = PriceTable().hold("openai", "unheard-of", input_tokens=1, max_output_tokens=1, min_output_tokens=1)
    assert held is None
