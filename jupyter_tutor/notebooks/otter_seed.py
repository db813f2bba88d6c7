"""The seed of random numbers that Otter gives students in the place of the grader's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jupyter_tutor.notebooks.drafting import Book
from jupyter_tutor.notebooks.fields import Fields


@dataclass(frozen=True, slots=True)
class Seed:
    """The variable that holds the seed, and the value that students get."""

    variable: str
    value: int

    def put_into(self, book: Book) -> None:
        """Set the variable to the students' value wherever a line of what they get assigns it."""
        for part in book.parts:
            if part.visible is not None:
                part.visible = self.in_source(part.visible)
        for draft in book.drafts:
            draft.starter = [self.in_source(code) for code in draft.starter]

    def in_source(self, source: str) -> str:
        """A source with the students' value, whatever stood behind the assignment."""
        assigned = rf"(?m)^([^\S\n]*){re.escape(self.variable)}\s*(=(?!=)|<-)[^\n]*"
        return re.sub(assigned, lambda found: f"{found[1]}{self.variable} {found[2]} {self.value}", source)


def seed_of(fields: Fields) -> Seed | None:
    """What an assignment's configuration says of the seed; None where it names no variable."""
    seed = fields.object("seed")
    variable = seed.name("variable") if seed else ""
    if seed is None or not variable:
        return None
    value = seed.whole("student_value", 0)
    if value is None:
        if "student_value" not in seed.values:
            fields.book.error(
                fields.cell, "The seed has no value for students.", "Add a line student_value: … below seed."
            )
        return None
    return Seed(variable, value)
