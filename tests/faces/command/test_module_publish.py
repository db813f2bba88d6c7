"""`jupyter tutor module publish`, `unpublish` and `list`, on both databases."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from module_files import changed, faulty, notebook, of_version_3, save

from jupyter_tutor.faces.command.main import main


@pytest.fixture(autouse=True)
def _site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this machine's own settings."""
    for name in [name for name in os.environ if name.startswith("JUPYTER")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))


@pytest.fixture
def site(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("JUPYTER_TUTOR_DATABASE_URL", database_url)
    return database_url


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder with three modules whose names sort otherwise than their numbers."""
    folder = tmp_path / "Lineare Algebra – Übung"
    for name in ("10 Splines", "2 Größen", "1 Intro"):
        save(folder / f"{name}.ipynb")
    return folder


def module(*arguments: object) -> int:
    return main(["module", *map(str, arguments)])


def answer(capsys, *arguments: object) -> dict:
    """What a command answers to a program."""
    capsys.readouterr()
    module(*arguments, "--json")
    return json.loads(capsys.readouterr().out)


def listed(capsys) -> list[tuple]:
    rows = answer(capsys, "list")["modules"]
    return [(row["course"], row["slug"], row["order"], row["version"]) for row in rows]


def changes(published: dict) -> dict[str, tuple]:
    return {row["slug"]: (row["version"], row["change"]) for row in published["modules"]}


def edit(made: dict) -> None:
    made["cells"][0]["source"] = ["# Another beginning"]


# req: M3
def test_a_folder_is_a_course_in_the_order_of_its_names(site, course: Path, capsys):
    """Numbers count as numbers, and the folder names the course."""
    published = answer(capsys, "publish", course)
    assert published["course"] == {"slug": "lineare-algebra-ubung", "title": "Lineare Algebra – Übung"}
    assert listed(capsys) == [
        ("lineare-algebra-ubung", "intro", 1, 1),
        ("lineare-algebra-ubung", "grossen", 2, 1),
        ("lineare-algebra-ubung", "splines", 3, 1),
    ]


def test_notebooks_may_name_their_own_places(site, course: Path, capsys):
    """The one that would have had it by its name moves on; and 0 is a place too."""
    save(course / "9 First.ipynb", notebook(order=0))
    save(course / "11 Fourth.ipynb", notebook(order=4))
    module("publish", course)
    assert [(slug, order) for _, slug, order, _ in listed(capsys)] == [
        ("first", 0),
        ("intro", 1),
        ("grossen", 2),
        ("fourth", 4),
        ("splines", 5),
    ]


def test_what_has_not_changed_keeps_its_version(site, course: Path, capsys):
    """What has, is said to be new."""
    assert set(changes(answer(capsys, "publish", course)).values()) == {(1, "new")}
    changed(course / "2 Größen.ipynb", edit)
    assert changes(answer(capsys, "publish", course)) == {
        "intro": (1, "unchanged"),
        "grossen": (2, "new_version"),
        "splines": (1, "unchanged"),
    }
    capsys.readouterr()
    module("publish", course)
    assert "   2  grossen  version 2, unchanged\n" in capsys.readouterr().out


def test_running_a_notebook_is_no_change(site, course: Path, capsys):
    """Its outputs are no part of what students get."""
    module("publish", course)

    def run(made: dict) -> None:
        output = {"output_type": "stream", "name": "stdout", "text": ["7\n"]}
        made["cells"][2] |= {"execution_count": 3, "outputs": [output]}

    changed(course / "1 Intro.ipynb", run)
    assert changes(answer(capsys, "publish", course))["intro"] == (1, "unchanged")


# req: M3
@pytest.mark.parametrize("broken", ["faults", "no notebook", "same name"])
def test_nothing_is_published_where_one_notebook_has_faults(site, course: Path, capsys, broken: str):
    """The course stays what it was, and the fault is told with the file."""
    module("publish", course)
    changed(course / "1 Intro.ipynb", edit)
    bad = course / "20 Intro.ipynb" if broken == "same name" else course / "20 Bad.ipynb"
    save(bad, faulty() if broken == "faults" else None)
    if broken == "no notebook":
        bad.write_text("{")
    before = listed(capsys)
    refused = answer(capsys, "publish", course)
    assert (refused["published"], refused["modules"]) == (False, [])
    errors = [fault for fault in refused["faults"] if fault["severity"] == "error"]
    assert {fault["path"] for fault in errors} == {str(bad)}
    assert module("publish", course) == 1
    assert "Nothing was published" in capsys.readouterr().err
    assert listed(capsys) == before


def test_a_mended_notebook_is_published_alone_in_its_place(site, course: Path, capsys):
    """The others stay as they are; a notebook that is new comes last."""
    module("publish", course)
    changed(course / "2 Größen.ipynb", edit)
    new = save(course.parent / "Extra.ipynb")
    done = answer(capsys, "publish", course / "2 Größen.ipynb", new, "--course", "lineare-algebra-ubung")
    assert changes(done) == {"grossen": (2, "new_version"), "extra": (1, "new")}
    assert done["course"]["title"] == "Lineare Algebra – Übung"
    assert done["left"] == []
    assert [(slug, order) for _, slug, order, _ in listed(capsys)] == [
        ("intro", 1),
        ("grossen", 2),
        ("splines", 3),
        ("extra", 4),
    ]


def test_a_notebook_of_a_course_is_not_published_beside_it(site, course: Path, capsys):
    """It would be a second module of that name, which is hardly what was meant."""
    module("publish", course)
    before = listed(capsys)
    assert module("publish", course / "1 Intro.ipynb") == 2
    assert "--course lineare-algebra-ubung" in capsys.readouterr().err
    assert listed(capsys) == before


def test_notebooks_without_a_course_are_modules_too(site, tmp_path: Path, capsys):
    """Each in the place behind the others, or in its own."""
    module("publish", save(tmp_path / "b.ipynb"))
    module("publish", save(tmp_path / "a.ipynb"), save(tmp_path / "c.ipynb", notebook(order=7)))
    module("publish", tmp_path / "b.ipynb")
    assert listed(capsys) == [(None, "b", 1, 1), (None, "a", 2, 1), (None, "c", 7, 1)]


def test_a_course_keeps_its_title_until_it_gets_another(site, course: Path, capsys):
    """And a module that its folder has no longer is pointed out, not taken away."""
    assert answer(capsys, "publish", course, "--title", "Algebra I")["course"]["title"] == "Algebra I"
    (course / "10 Splines.ipynb").unlink()
    again = answer(capsys, "publish", course)
    assert (again["course"]["title"], again["left"]) == ("Algebra I", ["splines"])
    assert len(listed(capsys)) == 3


def test_requirements_may_be_met_by_what_is_published(site, course: Path, capsys):
    """Only what the course does not have is a warning, which stops nothing."""
    module("publish", course)
    extra = save(course.parent / "Extra.ipynb", notebook(requires=["intro", "introo"]))
    done = answer(capsys, "publish", extra, "--course", "lineare-algebra-ubung")
    messages = [fault["message"] for fault in done["faults"]]
    assert done["published"]
    assert [message for message in messages if "requires" in message] == [
        "It requires the module “introo”, which this course does not have."
    ]


# req: M3
def test_unpublished_modules_come_back_with_their_versions(site, course: Path, capsys):
    """They are named alone where that is clear, or with their course."""
    module("publish", course)
    assert answer(capsys, "unpublish", "grossen", "lineare-algebra-ubung/intro") == {
        "unpublished": ["lineare-algebra-ubung/grossen", "lineare-algebra-ubung/intro"]
    }
    assert [slug for _, slug, _, _ in listed(capsys)] == ["splines"]
    changed(course / "1 Intro.ipynb", edit)
    assert changes(answer(capsys, "publish", course)) == {
        "intro": (2, "new_version"),
        "grossen": (1, "back"),
        "splines": (1, "unchanged"),
    }
    assert module("unpublish", "--course", "lineare-algebra-ubung") == 0
    assert listed(capsys) == []
    assert module("list") == 0
    assert capsys.readouterr().out == "No module is published.\n"


def test_what_cannot_be_unpublished_is_named(site, course: Path, tmp_path: Path, capsys):
    """With what was meant perhaps; and then nothing is."""
    module("publish", course)
    module("publish", course, "--course", "other")
    before = listed(capsys)
    wrong = {
        ("splines",): "lineare-algebra-ubung/splines, other/splines",
        ("--course", "other", "intro", "splinse"): "did you mean other/splines?",
        ("--course", "absent"): "No module of the course absent is published.",
        (): "Name the modules",
    }
    for arguments, sentence in wrong.items():
        assert module("unpublish", *arguments) == 2
        captured = capsys.readouterr()
        assert sentence in captured.err
        assert captured.out == ""
    assert listed(capsys) == before


def test_the_list_shows_courses_with_their_modules(site, course: Path, tmp_path: Path, capsys):
    """Those of no course first."""
    module("publish", course, "--title", "Algebra")
    module("publish", save(tmp_path / "Solo.ipynb"))
    capsys.readouterr()
    assert module("list") == 0
    assert capsys.readouterr().out.splitlines() == [
        "In no course",
        "   1  solo     version 1, 1 exercise: A title",
        "",
        "Algebra (lineare-algebra-ubung)",
        "   1  intro    version 1, 1 exercise: A title",
        "   2  grossen  version 1, 1 exercise: A title",
        "   3  splines  version 1, 1 exercise: A title",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--course", "My Course"), "how about --course my-course?"),
        (("extra.ipynb",), "say with --course which course they are"),
    ],
)
def test_a_course_needs_a_name(course: Path, capsys, monkeypatch, arguments, sentence):
    """Before anything is read or opened."""
    monkeypatch.chdir(course)
    save(course / "extra.ipynb")
    assert module("publish", course, *arguments) == 2
    assert sentence in capsys.readouterr().err


def test_a_title_without_a_course_is_a_mistake(course: Path, capsys):
    """It would be lost."""
    assert module("publish", course / "1 Intro.ipynb", "--title", "Intro") == 2
    assert "--course" in capsys.readouterr().err


def test_large_notebooks_are_published_and_too_large_ones_are_named(site, tmp_path: Path, capsys):
    """5 MB without outputs are the most; outputs do not count."""

    def of_size(megabytes: float, **cell: object) -> dict:
        made = notebook()
        made["cells"][0]["source"] = ["All work and no play. " * int(megabytes * 2**20 / 22)]
        made["cells"][2].update(cell)
        return made

    output = {"output_type": "stream", "name": "stdout", "text": ["7" * 3 * 2**20]}
    save(tmp_path / "course" / "large.ipynb", of_size(4.9, execution_count=1, outputs=[output]))
    assert module("publish", tmp_path / "course") == 0
    save(tmp_path / "course" / "larger.ipynb", of_size(5.1))
    capsys.readouterr()
    assert module("publish", tmp_path / "course") == 1
    assert "It has 5.1 MB without its outputs; at most 5 MB can be published." in capsys.readouterr().err
    assert [slug for _, slug, _, _ in listed(capsys)] == ["large"]


def test_an_old_notebook_is_published_as_a_new_one(site, tmp_path: Path, capsys):
    """Without an exercise it is text and code to read and to ask about."""
    done = answer(capsys, "publish", save(tmp_path / "1 Alt & schön.ipynb", of_version_3()))
    assert changes(done) == {"alt-schon": (1, "new")}
