"""Policies of single cells: `policy` in our own metadata of a cell, whatever else the cell is."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_tutor.notebooks.drafting import Book, Part, Role
from jupyter_tutor.notebooks.exercise import CellPolicy, Policy
from jupyter_tutor.notebooks.own import metadata_of
from jupyter_tutor.notebooks.policy import narrowed


def add_to_exercises(book: Book) -> None:
    """Hold each exercise to the policy of its answer cell as well. What holds nowhere is a fault."""
    for part, policy in _given(book):
        if part.role is Role.ANSWER and part.draft:
            part.draft.policy = narrowed((part.draft.policy, policy))
        elif not _can_have(part):
            book.warn(
                part.cell,
                "The cell's policy holds nowhere.",
                "Give it to an exercise, or to a code cell that students get.",
            )


def other_policies(book: Book) -> tuple[CellPolicy, ...]:
    """The policies of code cells that students get and that answer no exercise."""
    return tuple(
        CellPolicy(policy, part.visible or "", part.cell.id)
        for part, policy in _given(book)
        if part.role is not Role.ANSWER and _can_have(part)
    )


def _can_have(part: Part) -> bool:
    """Whether a student can ask about the cell by itself."""
    return part.cell.is_code and part.visible is not None


def _given(book: Book) -> Iterator[tuple[Part, Policy]]:
    for part in book.parts:
        fields = metadata_of(part.cell, book)
        if fields is not None and "policy" in fields.values:
            yield part, fields.policy()
