"""The code that a piece of text may stand for: decoded, turned round, taken out of comments and strings."""

from __future__ import annotations

import ast
import base64
import binascii
import codecs
import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from jupyter_tutor.pedagogy.guard.completeness import is_statement
from jupyter_tutor.pedagogy.guard.source import parse, prompts_removed

_LONGEST = 20_000
_SHORTEST_STRING = 8
_SHORTEST_ENCODED = 16
_MOST_TOKENS = 60

_QUOTES = {ord(sign): quote for quote, signs in (('"', "“”„″"), ("'", "‘’‚′")) for sign in signs}  # noqa: RUF001 - them


@dataclass(frozen=True, slots=True)
class View:
    """One reading of a text as code.

    `inside` when it is only part of what is there: the lines after a change, a comment, a string.
    `hidden` when a reader has to decode it, which no tutor has a reason for.
    """

    code: str
    inside: bool = False
    hidden: bool = False


@cache
def _invisible() -> re.Pattern[str]:
    """Signs without width, and the marks that turn the direction of writing."""
    return re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f]")


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,9}(?:\s[^<>\n]{0,200})?/?>")


@cache
def encoded_token() -> re.Pattern[str]:
    """What may be base64 or hexadecimal digits."""
    return re.compile(rf"[A-Za-z0-9+/_-]{{{_SHORTEST_ENCODED},}}={{0,2}}")


@cache
def _escaped() -> re.Pattern[str]:
    return re.compile(r"(?:\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}){4,}")


def plain(text: str) -> str:
    """The text without what cannot be seen: tags, entities, signs without width, wide letters."""
    if text.isascii() and "<" not in text and "&" not in text:
        return text
    text = _invisible().sub("", text).translate(_QUOTES)
    if _tag().search(text):
        text = re.sub(r"(?i)<br\s*/?>|</(?:p|li|tr|div)>", "\n", text)
        text = _tag().sub("", text)
    if "&" in text:
        text = html.unescape(text)
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=256)
def views(text: str, known: str = "") -> tuple[View, ...]:
    """Every reading of a text in which there is code; the text itself first.

    Comments and strings that stand in `known`, the student's own code, are no new reading.
    """
    text = text[:_LONGEST]
    seen = plain(text)
    found = [View(text), View(seen), View(_unmarked(seen)), View(_added(seen), inside=True)]
    within = (*_comments(seen, known), *_strings(seen, known))
    found += [View(code, inside=True) for code in within if is_code(code)]
    hidden = (*_decoded(seen), *_turned(seen), *_rotated(seen))
    found += [View(code, inside=True, hidden=True) for code in hidden]
    by_code: dict[str, View] = {}
    for view in found:
        if view.code.strip() and (view.inside or view.code not in by_code):
            by_code[view.code] = view
    return tuple(by_code.values())


def is_code(text: str) -> bool:
    """Whether a text is code as a whole, or has a line that can only be code."""
    return is_statement(text) or any(is_statement(line) for line in text.splitlines())


# ---- marks in front of lines -------------------------------------------------------------


def unmarked_line(line: str) -> str:
    """A line without the marks of a list, a quotation, a table or bold type; its indentation stays."""
    line = re.sub(r"^([ \t]*)(?:(?:[-*+]|\d{1,4}[.)])[ \t]+|>[ \t]?(?!>))+", r"\1", line)
    line = re.sub(r"(\*\*|__)(\S.*?)\1", r"\2", line)
    if line.strip().startswith("|") or line.count("|") > 1:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        return "\n".join(cell.strip("`") for cell in cells if is_statement(cell.strip("`"))) or line
    bare = line.strip().rstrip(".,;")
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'`":
        return bare.strip(bare[0])
    return line


def _unmarked(text: str) -> str:
    """The text without fences, and without marks in front of its lines."""
    lines = [
        line for line in text.splitlines() if not re.fullmatch(r"[ \t>]*(?:`{3,}|~{3,})[\w-]*[ \t]*", line)
    ]
    return "\n".join(map(unmarked_line, lines))


def _added(text: str) -> str:
    """Of a difference, the code after it: without the lines taken away; empty of other text."""
    if not re.search(r"^\+", text, re.MULTILINE):
        return ""
    return prompts_removed("\n".join(line for line in text.splitlines() if not line.startswith(("-", "@@"))))


# ---- in comments and strings ----------------------------------------------------------------


def _comments(text: str, known: str) -> list[str]:
    """Comments that are code: by themselves, and as lines among the others."""
    inside, whole = [], []
    for line in text.splitlines():
        code, mark, comment = line.partition("#")
        comment = comment.lstrip("#!: ") if not code.strip() else comment.strip()
        if mark and len(comment) > 2 and comment.strip() not in known and is_statement(comment):  # noqa: PLR2004 - `x=`
            inside.append(line.partition("#")[2].lstrip("#") if not code.strip() else comment)
            whole.append(code.rstrip() + comment if not code.strip() else f"{code.rstrip()}; {comment}")
        else:
            whole.append(line)
    return ["\n".join(part.removeprefix(" ") for part in inside), "\n".join(whole)] if inside else []


def _strings(text: str, known: str) -> list[str]:
    """What stands in strings: `exec("…")`, a docstring, lines in a list."""
    tree = parse(text)
    if tree is None:
        found = re.findall(r'"([^"\n]{8,})"|\'([^\'\n]{8,})\'', text)
        texts = [one or other for one, other in found]
    else:
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
    fresh = [part for part in texts if len(part) >= _SHORTEST_STRING and part not in known]
    decoded = [view for part in fresh for view in _decoded(part)]
    together = "\n".join(part for part in texts if part not in known)
    return [*fresh, *decoded, *([together] if len(fresh) > 1 else [])]


# ---- encoded -------------------------------------------------------------------------------


def _decoded(text: str) -> list[str]:
    """What base64, hexadecimal digits or escapes in the text say, where that is code."""
    tokens = encoded_token().findall(text)[:_MOST_TOKENS]
    compact = re.sub(r"\s+", "", text)
    if tokens and encoded_token().fullmatch(compact):
        tokens = [compact, *tokens]
    found = [code for token in tokens for code in _from_bytes(token)]
    if len(tokens) > 1:
        found.append("\n".join(code for token in tokens for code in _from_bytes(token)))
    escapes = _escaped().findall(text)[:_MOST_TOKENS]
    found += [codecs.decode(escaped, "unicode_escape") for escaped in escapes]
    numbers = re.findall(r"\b(\d{2,3})\b", text)
    if len(numbers) >= _SHORTEST_ENCODED and len("".join(numbers)) * 2 > len(compact):
        found.append("".join(chr(int(number)) for number in numbers))
    return [code for code in found if is_code(code)]


def _from_bytes(token: str) -> list[str]:
    found = []
    bare = token.rstrip("=")
    for read in (base64.urlsafe_b64decode, bytes.fromhex):
        padded = bare.replace("+", "-").replace("/", "_") + "=" * (-len(bare) % 4)
        try:
            text = (read(padded) if read is base64.urlsafe_b64decode else read(bare)).decode("utf-8")
        except (binascii.Error, ValueError):
            continue
        if text.isprintable() or "\n" in text:
            found.append(text)
    return found


def _turned(text: str) -> list[str]:
    """The text backwards: as a whole, line by line, or its lines from the last to the first."""
    if not _backwards().search(text):
        return []
    lines = text.rstrip("\n").split("\n")
    readings = [text.strip("\n")[::-1], "\n".join(line[::-1] for line in lines)]
    return [code for code in readings if is_code(code) and not is_code(text)] or [
        code for code in readings if parse(code) is not None and parse(text) is None
    ]


@cache
def _backwards() -> re.Pattern[str]:
    """Words of Python from right to left, or a call's."""
    return re.compile(
        r"\b(?:nruter|rof|fed|fi|elihw|tnirp|tropmi|ni|file|esle|adbmal|ssap|eurT|eslaF|dneppa)\b|[)\]]\w*[(\[]\w"
        r"|\S [-+*/]?= \S|=[-+*/]"
    )


def _rotated(text: str) -> list[str]:
    """The text with every letter moved by thirteen, where that has words of Python."""
    if not re.search(r"\b(?:qrs|erghea|sbe|juvyr|cevag|vzcbeg)\b", text):
        return []
    code = codecs.decode(text, "rot13")
    return [code] if is_code(code) else []


def looks_hidden(line: str) -> bool:
    """Whether a line is code once it is decoded or turned round."""
    line = plain(line)
    hidden = (*_decoded(line), *_rotated(line))
    return bool(hidden) or (not is_statement(line) and any(map(is_statement, _turned(line))))
