"""What publishing has come to, as a person reads it and as a program does."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jupyter_tutor.faces.command.modules.faults import as_json as fault_json
from jupyter_tutor.faces.command.modules.faults import as_text, dumps
from jupyter_tutor.faces.command.modules.sources import Source
from jupyter_tutor.tutoring.modules.records import CourseName, LearningModule


class Change(StrEnum):
    """What publishing did to one module."""

    NEW = "new"
    NEW_VERSION = "new_version"
    UNCHANGED = "unchanged"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Published:
    """A module that was published, and what it was before, None for a new one."""

    source: Source
    module: LearningModule
    before: LearningModule | None

    @property
    def change(self) -> Change:
        """What is different for students."""
        if self.before is None:
            return Change.NEW
        if self.module.version > self.before.version:
            return Change.NEW_VERSION
        return Change.UNCHANGED if self.before.is_published else Change.BACK


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read with its faults, and where there are no errors what was published.

    `left` are slugs of published modules of the course that are not in its folder any more.
    """

    sources: tuple[Source, ...]
    modules: tuple[Published, ...] = ()
    course: CourseName | None = None
    left: tuple[str, ...] = ()
    is_published: bool = False


_WORDS = {
    Change.NEW: "new",
    Change.NEW_VERSION: "new version",
    Change.UNCHANGED: "unchanged",
    Change.BACK: "published again",
}


def tell(outcome: Outcome, *, as_json: bool) -> None:
    """Print it; faults go to standard error unless a program reads them."""
    if as_json:
        print(dumps(_document(outcome)))
        return
    for source in outcome.sources:
        if source.faults:
            print(as_text(source), end="\n\n", file=sys.stderr)
    if outcome.is_published:
        print(_text(outcome))
    else:
        print("Nothing was published: mend the errors first.", file=sys.stderr)


def _document(outcome: Outcome) -> dict[str, Any]:
    course = outcome.course
    return {
        "published": outcome.is_published,
        "course": course and {"slug": course.slug, "title": course.title},
        "modules": [_row(each) for each in outcome.modules],
        "left": list(outcome.left),
        "faults": [
            {"path": str(source.path), **fault_json(fault)}
            for source in outcome.sources
            for fault in source.faults
        ],
    }


def _row(each: Published) -> dict[str, Any]:
    module = each.module
    return {
        "path": str(each.source.path),
        "id": module.id,
        "slug": module.slug,
        "title": module.title,
        "order": module.order,
        "version": module.version,
        "change": each.change,
    }


def _text(outcome: Outcome) -> str:
    course = outcome.course
    lines = ["In no course" if course is None else f"{course.title} ({course.slug})"]
    widest = max(len(each.module.slug) for each in outcome.modules)
    for each in outcome.modules:
        module = each.module
        lines.append(
            f"{module.order:4}  {module.slug:{widest}}  version {module.version}, {_WORDS[each.change]}"
        )
    if outcome.left:
        lines.append(f"Still published, though not in the folder: {', '.join(outcome.left)}")
    return "\n".join(lines)
