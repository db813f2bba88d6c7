"""`jupyter tutor module unpublish`: students no longer see a module."""

from __future__ import annotations

import argparse
from difflib import get_close_matches

from jupyter_tutor.errors import Invalid
from jupyter_tutor.faces.command.modules.faults import dumps
from jupyter_tutor.faces.command.modules.shelf import Shelf, visit
from jupyter_tutor.tutoring.modules.records import Course, LearningModule


def run(chosen: argparse.Namespace) -> int:
    """Unpublish what was named. Invalid where that is not one module each, and nothing is changed then."""
    if not chosen.modules and chosen.course is None:
        raise Invalid("Name the modules to unpublish, or with --course a whole course.")

    async def work(shelf: Shelf) -> list[str]:
        names = {_name(*each): each[1] for each in await shelf.modules()}
        wanted = _wanted(names, chosen.modules, chosen.course)
        for name in wanted:
            await shelf.publishing.unpublish(names[name].id)
        return wanted

    unpublished = visit(chosen.config, work)
    if chosen.json:
        print(dumps({"unpublished": unpublished}))
    else:
        print(
            "\n".join(f"{name} is no longer published; students' work in it is kept." for name in unpublished)
        )
    return 0


def _name(course: Course | None, module: LearningModule) -> str:
    return module.slug if course is None else f"{course.slug}/{module.slug}"


def _wanted(names: dict[str, LearningModule], modules: list[str], course: str | None) -> list[str]:
    """The names of published modules that were meant, each once."""
    if course is not None:
        inside = [name for name in names if name.startswith(f"{course}/")]
        if not inside:
            raise Invalid(f"No module of the course {course} is published.")
        if not modules:
            return inside
        modules = [f"{course}/{module}" for module in modules]
    return list(dict.fromkeys(_one(names, module) for module in modules))


def _one(names: dict[str, LearningModule], wanted: str) -> str:
    """The name that was meant: with its course, or the module's alone where there is one of that name."""
    if wanted in names:
        return wanted
    found = [name for name, module in names.items() if module.slug == wanted]
    if len(found) > 1:
        raise Invalid(f"{wanted} is a module of several courses; name one of {', '.join(found)}.")
    if not found:
        near = get_close_matches(wanted, [*names, *(module.slug for module in names.values())], n=1)
        hint = f"did you mean {near[0]}?" if near else "`jupyter tutor module list` shows what is."
        raise Invalid(f"{wanted} is not published; {hint}")
    return found[0]
