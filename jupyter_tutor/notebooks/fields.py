"""Reading the fields of an object in a notebook's metadata: what is of the wrong type becomes a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from jupyter_tutor.notebooks.cells import Cell
from jupyter_tutor.notebooks.drafting import Book
from jupyter_tutor.notebooks.exercise import Policy

LEVELS = (1, 5)
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Fields:
    """One object in the metadata of a cell, or of the notebook (`cell` None). `path` names it to authors."""

    book: Book
    cell: Cell | None
    path: str
    values: Mapping[str, object]

    def text(self, key: str) -> str:
        """A text without the spaces around it; empty where it is left out."""
        value = self.values.get(key)
        if value is None or isinstance(value, str):
            return (value or "").strip()
        self._wrong(key, "a text")
        return ""

    def name(self, key: str) -> str:
        """A text of one line that names something; empty where it is left out."""
        value = self.text(key)
        if value and (len(value) > LONGEST_NAME or not value.isprintable()):
            self._wrong(key, f"one line of at most {LONGEST_NAME} characters")
            return ""
        return value

    def number(self, key: str) -> float | None:
        """A number that is not negative."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf"):
            return float(value)
        self._wrong(key, "a number that is not negative")
        return None

    def whole(self, key: str, lowest: int, highest: int | None = None) -> int | None:
        """A whole number of a range."""
        value = self.values.get(key)
        if value is None:
            return None
        fits = isinstance(value, int) and not isinstance(value, bool)
        if fits and lowest <= cast("int", value) and (highest is None or cast("int", value) <= highest):
            return cast("int", value)
        self._wrong(
            key, f"a whole number from {lowest}" + (f" to {highest}" if highest is not None else " on")
        )
        return None

    def flag(self, key: str) -> bool:
        """True or false; False where it is left out."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self._wrong(key, "true or false")
        return value is True

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.values.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value):
            return tuple(each.strip() for each in value)
        self._wrong(key, "a list of texts")
        return ()

    def object(self, key: str) -> Fields | None:
        """An object inside this one."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, Mapping):
            return Fields(self.book, self.cell, f"{self.path}.{key}", value)
        self._wrong(key, "an object")
        return None

    def policy(self, key: str = "policy") -> Policy:
        """What an instructor allows here."""
        fields = self.object(key)
        if fields is None:
            return Policy()
        fields.only("max_hint_level", "tutor", "words")
        tutor = fields.values.get("tutor")
        if tutor not in {None, "on", "off"} if isinstance(tutor, str | None) else True:
            fields._wrong("tutor", "“on” or “off”")  # noqa: SLF001 - another of the same class
        return Policy(
            max_hint_level=fields.whole("max_hint_level", *LEVELS),
            tutor_on={"on": True, "off": False}.get(tutor) if isinstance(tutor, str) else None,
            words=fields.text("words"),
        )

    def only(self, *keys: str) -> None:
        """Warn of fields that mean nothing here: a slip would otherwise be without effect in silence."""
        for key in self.values:
            if key not in keys:
                self.book.warn(
                    self.cell,
                    f"{self.path} has a field “{key}” that means nothing.",
                    f"Remove it, or use one of {', '.join(keys)}.",
                )

    def _wrong(self, key: str, expected: str) -> None:
        self.book.error(
            self.cell, f"{self.path}.{key} is not {expected}.", f"Write {expected}, or remove the field."
        )
