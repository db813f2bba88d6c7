"""`jupyter tutor module publish`: notebooks become modules that students take, all of them or none."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jupyter_tutor.errors import Invalid
from jupyter_tutor.faces.command.modules import published
from jupyter_tutor.faces.command.modules.course import in_order, named_place, together, unmet
from jupyter_tutor.faces.command.modules.names import is_slug, slug_of, title_of
from jupyter_tutor.faces.command.modules.published import Outcome, Published
from jupyter_tutor.faces.command.modules.shelf import Shelf, visit
from jupyter_tutor.faces.command.modules.sources import Place, Source, each_once, places, read_all
from jupyter_tutor.faces.command.progress import Progress
from jupyter_tutor.tutoring.modules.publishing import Draft
from jupyter_tutor.tutoring.modules.records import Course, CourseName, LearningModule


@dataclass(frozen=True, slots=True)
class _Goal:
    """The course that was meant, and whether its whole folder was named.

    `title` is None where nobody said one, `usual_title` is for a new one.
    """

    slug: str
    title: str | None
    usual_title: str
    is_whole: bool

    def named(self, known: Course | None) -> CourseName:
        """The course with its title: the one given now, else the one it has."""
        return CourseName(self.slug, self.title or (self.usual_title if known is None else known.title))


def run(chosen: argparse.Namespace) -> int:
    """Publish and say what is new; 1 where a notebook has faults. Invalid where a path is wrong."""
    named = places(chosen.paths)
    goal = _goal(named, chosen.course, chosen.title)
    sources = together(read_all(each_once(file for place in named for file in place.files)))
    outcome = Outcome(tuple(sources))
    if all(source.publishable for source in sources):
        try:
            outcome = visit(chosen.config, lambda shelf: _publish(shelf, goal, _places(named, sources)))
        except KeyboardInterrupt:
            hint = "All of it or nothing is published now; `jupyter tutor module list` shows which."
            print(hint, file=sys.stderr)
            raise
    published.tell(outcome, as_json=chosen.json)
    return 0 if outcome.is_published else 1


def _goal(named: Sequence[Place], slug: str | None, title: str | None) -> _Goal | None:
    """The course that is named, or that the one folder is; None for notebooks of no course."""
    folders = [place.path.resolve().name for place in named if place.is_folder]
    if slug is not None and not is_slug(slug):
        raise Invalid(f"{slug!r} cannot name a course; how about --course {slug_of(slug)}?")
    if slug is not None:
        return _Goal(slug, title, title_of(slug), is_whole=bool(folders))
    if folders and len(named) > 1:
        raise Invalid("Several folders, or files beside a folder: say with --course which course they are.")
    if folders:
        return _Goal(slug_of(folders[0]), title, title_of(folders[0]), is_whole=True)
    if title is not None:
        raise Invalid("The title is a course's: name the course with --course.")
    return None


def _places(named: Sequence[Place], sources: Sequence[Source]) -> list[tuple[Source, int | None]]:
    """The order to publish in; None for the place of a notebook that is not named by its folder."""
    if any(place.is_folder for place in named):
        return list(in_order(sources))
    return [(source, named_place(source)) for source in sources]


async def _publish(shelf: Shelf, goal: _Goal | None, placed: Sequence[tuple[Source, int | None]]) -> Outcome:
    everything = await shelf.modules(with_unpublished=True)
    slug = goal and goal.slug
    course = next((of for of, _ in everything if of is not None and of.slug == slug), None)
    before = {module.slug: module for of, module in everything if (of and of.slug) == slug}
    sources = [source for source, _ in placed]
    if goal is None:
        _refuse_those_of_courses(everything, sources, before)
    in_course = {slug for slug, module in before.items() if module.is_published}
    name = None if goal is None else goal.named(course)
    with Progress().during(f"Publishing {len(placed)} …"):
        modules = await shelf.publishing.publish(name, _drafts(placed, before), await shelf.by())
    pairs = zip(unmet(sources, in_course), modules, strict=True)
    done = tuple(Published(source, module, before.get(module.slug)) for source, module in pairs)
    left = in_course - {module.slug for module in modules} if goal and goal.is_whole else ()
    return Outcome(tuple(each.source for each in done), done, name, tuple(sorted(left)), is_published=True)


def _drafts(placed: Sequence[tuple[Source, int | None]], before: Mapping[str, LearningModule]) -> list[Draft]:
    """What to publish: where no place is named in the one that a module has, else behind the others."""
    last = max((module.order for module in before.values()), default=0)
    drafts = []
    for source, place in placed:
        known = before.get(source.slug)
        if place is None and known is None:
            last += 1
        usual = last if known is None else known.order
        drafts.append(Draft(source.notebook, source.slug, usual if place is None else place))
    return drafts


def _refuse_those_of_courses(
    everything: Sequence[tuple[Course | None, LearningModule]],
    sources: Sequence[Source],
    of_no_course: dict[str, LearningModule],
) -> None:
    """A mended notebook of a course is meant to go there; it would become a second module here."""
    for source in sources:
        for course, module in everything:
            if course is not None and module.slug == source.slug and source.slug not in of_no_course:
                raise Invalid(
                    f"{source.path} is the module {module.slug} of the course {course.slug} already. "
                    f"Publish it there with --course {course.slug}, or give it another slug."
                )
