"""Names of modules: made from those of files, and sorted as people do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.faces.command.modules.names import is_slug, natural, slug_of, title_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("numpy-basics", "numpy-basics"),
        ("01-numpy-basics", "numpy-basics"),
        ("Week 3_Linear  Algebra!", "week-3-linear-algebra"),
        ("3. Größen & Maße", "grossen-masse"),
        ("Leçon été", "lecon-ete"),
        ("2024", "2024"),
        ("ps1", "ps1"),
    ],
)
def test_a_slug_comes_from_the_name_without_the_number_in_front(name: str, slug: str):
    """Moving a notebook to another place in the order does not make it another module."""
    assert slug_of(name) == slug


def test_names_without_latin_letters_have_slugs_of_their_own():
    """Two of them are two modules, each the same one every time."""
    assert slug_of("線形代数") == slug_of("線形代数") != slug_of("補間")
    assert slug_of("線形代数").startswith("module-")


@given(st.text(min_size=1))
def test_every_name_gives_a_slug(name: str):
    """Whatever a file is called."""
    assert is_slug(slug_of(name))


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=20))
def test_a_slug_stays_what_it_is(name: str):
    """The slug of a slug is itself, so that a file may be named after its module."""
    slug = slug_of(f"a{name}")
    assert slug_of(slug) == slug


def test_numbers_in_names_are_sorted_as_numbers():
    """“2” before “10”, whatever the case of the letters."""
    names = ["Week 10", "week 9", "Week 2", "intro", "Week 2b", "week 1"]
    assert sorted(names, key=natural) == ["intro", "week 1", "Week 2", "Week 2b", "week 9", "Week 10"]


@given(st.lists(st.text(max_size=6), unique=True), st.randoms())
def test_the_order_does_not_depend_on_the_file_system(names: list[str], random):
    """Every two names have an order."""
    shuffled = list(names)
    random.shuffle(shuffled)
    assert sorted(shuffled, key=natural) == sorted(names, key=natural)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("01-numpy_basics", "Numpy basics"),
        ("NumPy & Größen", "NumPy & Größen"),
        ("linear-algebra", "Linear algebra"),
    ],
)
def test_a_title_is_the_name_as_words(name: str, title: str):
    """For those who gave none."""
    assert title_of(name) == title
