"""The order of a course: as its notebooks say, else as its files do, and never two in one place."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.faces.command.modules.course import in_order
from jupyter_tutor.faces.command.modules.sources import Source
from jupyter_tutor.notebooks.exercise import Module, Policy, Reading

places = st.lists(st.none() | st.integers(0, 12), max_size=8)


def sources(named: list[int | None]) -> list[Source]:
    """Notebooks in the order of their files, with the places that they name."""

    def reading(slug: str, order: int | None) -> Reading:
        return Reading(Module(slug, slug, "", order, None, (), Policy(), ()), ())

    return [
        Source(Path(f"{number}.ipynb"), {}, reading(str(number), order), ())
        for number, order in enumerate(named, 1)
    ]


@given(places)
def test_every_module_has_a_place_of_its_own(named: list[int | None]):
    """None is lost, and a list by place is the order that was meant."""
    placed = in_order(sources(named))
    assert sorted(source.path for source, _ in placed) == sorted(source.path for source in sources(named))
    taken = [place for _, place in placed]
    assert taken == sorted(set(taken))


@given(st.integers(0, 20))
def test_without_names_the_places_are_counted(number: int):
    """From 1."""
    assert [place for _, place in in_order(sources([None] * number))] == list(range(1, number + 1))


@given(st.lists(st.integers(0, 50), unique=True, max_size=8))
def test_places_that_are_all_named_are_kept(named: list[int]):
    """Ten, twenty, thirty is an order too."""
    assert [place for _, place in in_order(sources(list(named)))] == sorted(named)


@given(places)
def test_notebooks_come_in_the_order_that_they_name(named: list[int | None]):
    """Whatever stands between them."""
    orders = [source.reading.module.order for source, _ in in_order(sources(named))]
    told = [order for order in orders if order is not None]
    assert told == sorted(told)
