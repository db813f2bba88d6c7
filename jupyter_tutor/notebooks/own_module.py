"""What a notebook's own metadata say of the module as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jupyter_tutor.notebooks.cell_policies import other_policies
from jupyter_tutor.notebooks.drafting import Book, heading
from jupyter_tutor.notebooks.exercise import Exercise, Module, Policy
from jupyter_tutor.notebooks.fields import Fields
from jupyter_tutor.notebooks.own import KEY

VERSION = 1

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_SLUG = 100


def is_release(metadata: Mapping[str, object]) -> bool:
    """Whether a notebook's metadata say that it was released from another."""
    ours = metadata.get(KEY)
    module = ours.get("module") if isinstance(ours, Mapping) else None
    return isinstance(module, Mapping) and module.get("release") is not None


def kept_metadata(metadata: Mapping[str, object]) -> frozenset[str]:
    """The names of further metadata that the notebook's author wants students to get."""
    ours = metadata.get(KEY)
    keep = ours.get("keep") if isinstance(ours, Mapping) else None
    return (
        frozenset(each for each in keep if isinstance(each, str)) if isinstance(keep, list) else frozenset()
    )


def read_module(
    metadata: Mapping[str, object], book: Book, exercises: tuple[Exercise, ...], slug: str
) -> Module:
    """The module of a notebook. `slug` names it where its metadata do not."""
    ours = metadata.get(KEY)
    if ours is not None and not isinstance(ours, Mapping):
        book.error(
            None, f"{KEY} is not an object in the notebook's metadata.", "Remove it, or write an object."
        )
    top = Fields(book, None, KEY, ours if isinstance(ours, Mapping) else {})
    top.only("version", "module", "policy", "keep")
    _check_version(top)
    top.texts("keep")
    fields = top.object("module") or Fields(book, None, f"{KEY}.module", {})
    fields.only("slug", "title", "summary", "order", "minutes", "requires", "release")
    if is_release(metadata):
        book.warn(
            None, "This notebook was released from another.", "Publish the notebook that has the solutions."
        )
    slug = _slug(fields, slug)
    return Module(
        slug=slug,
        title=fields.name("title") or _title(book) or slug,
        summary=fields.text("summary"),
        order=fields.whole("order", 0),
        minutes=fields.whole("minutes", 1),
        requires=_requires(fields),
        policy=top.policy() if "policy" in top.values else Policy(),
        exercises=exercises,
        setup=_setup(book),
        cell_policies=other_policies(book),
    )


def _check_version(top: Fields) -> None:
    version = top.values.get("version", VERSION)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        top.book.error(None, f"{KEY}.version is no version.", f"Write {VERSION}.")
    elif version > VERSION:
        top.book.error(
            None,
            f"The notebook's metadata are of version {version}; {VERSION} is the newest known here.",
            "Update the tutor.",
        )


def _slug(fields: Fields, given: str) -> str:
    slug = fields.text("slug") or given
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG:
        fields.book.error(
            None,
            f"“{slug[:_LONGEST_SLUG]}” is no name for a module.",
            f"Set {KEY}.module.slug: lower-case letters and digits, joined by hyphens.",
        )
    return slug


def _requires(fields: Fields) -> tuple[str, ...]:
    slugs = fields.texts("requires")
    for slug in slugs:
        if not _SLUG.fullmatch(slug):
            fields.book.error(
                None, f"“{slug}” in {KEY}.module.requires is no module's slug.", "Correct or remove it."
            )
    return slugs


def _title(book: Book) -> str:
    texts = (part.visible for part in book.parts if part.visible and part.cell.kind == "markdown")
    return next((words for text in texts if (words := heading(text))), "")


def _setup(book: Book) -> str:
    codes = []
    first = min((draft.at.number for draft in book.drafts), default=0)
    for part in book.parts:
        plain = part.cell.is_code and part.visible is not None and part.draft is None and part.check is None
        if plain and part.cell.number < first:
            codes.append(part.visible or "")
    return "\n\n".join(code.strip("\n") for code in codes if code.strip())
