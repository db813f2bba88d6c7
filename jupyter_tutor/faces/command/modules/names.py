"""Names: a module's from its file's, and the order in which people sort files."""

from __future__ import annotations

import re
import unicodedata
from binascii import crc32

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# “01-”, “Week 3_”, but not all of “2024”.
_NUMBER_IN_FRONT = re.compile(r"^[0-9]+[\s._-]+(?=\S)")
_LONGEST = 100  # as in metadata
_DIGITS = re.compile(r"(\d+)")


def is_slug(text: str) -> bool:
    """Whether it is lower-case letters, digits and hyphens, as in addresses and in metadata."""
    return _SLUG.fullmatch(text) is not None


def slug_of(name: str) -> str:
    """A slug for a name that people gave: “01 Größen & Maße” is `grossen-masse`.

    A number in front is the place in an order and may change, so it is no part of it. A name without
    a Latin letter or digit gives `module-` and a checksum, the same one each time. The panel names
    modules by the same rules (`moduleNameOf`), so that both publish the same one.
    """
    text = _without_marks(_NUMBER_IN_FRONT.sub("", name.strip()))
    return text or f"module-{crc32(unicodedata.normalize('NFC', name).encode('utf-8', 'surrogatepass')):08x}"


def natural(name: str) -> tuple[list[tuple[str, int]], str]:
    """A sort key for which “2” comes before “10”, and upper and lower case are the same."""
    parts = _DIGITS.split(unicodedata.normalize("NFC", name))
    return [("", int(part)) if part.isdecimal() else (part.casefold(), 0) for part in parts], name


def title_of(name: str) -> str:
    """A title for a file's or folder's name: “01-numpy_basics” is “Numpy basics”."""
    text = re.sub(r"[\s_-]+", " ", _NUMBER_IN_FRONT.sub("", name.strip())).strip()
    return text[:1].upper() + text[1:]


def _without_marks(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
