"""Whether a cell's source is Python as a notebook runs it."""

from __future__ import annotations

import ast
import re

_MAGIC = re.compile(r"^(\s*)(?:[%!].*|[^#'\"]*\?\s*|[\w.,\s]+=\s*[%!].*)$")


def fault_in(source: str) -> str | None:
    """What keeps a source from being parsed, with its line; None where nothing does.

    Magics, shell commands and `await` at the outermost level are allowed, and other languages (`%%`).
    """
    if source.lstrip().startswith("%%"):
        return None
    lines = source.split("\n")
    try:
        compile("\n".join(lines), "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        return _again(lines, error)
    return None


def _again(lines: list[str], error: Exception) -> str | None:
    plain = [_MAGIC.sub(r"\1pass", line) for line in lines]
    if plain != lines:
        try:
            compile("\n".join(plain), "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
            pass
        else:
            return None
    if isinstance(error, SyntaxError):
        return f"{error.msg} (line {error.lineno})"
    return "it is too deep or holds a character that Python does not allow"
