"""Otter's test cells, an expression and the output it had or a function, as Python that raises."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_tutor.notebooks.cells import Cell

UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)

_BEGIN = re.compile(r'(?:.\s*=\s*)?""?"?\s*#\s*BEGIN\s*TEST\s*CONFIG', re.IGNORECASE)
_END = re.compile(r'""?"?\s*#\s*END\s*TEST\s*CONFIG', re.IGNORECASE)
_HIDDEN = re.compile(r"\bhidden\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenTest:
    """A test as it was written: its code, the YAML of its configuration, whether its first line hides it."""

    code: str
    configuration: str | None = None
    hidden: bool = False
    fault: str = field(default="")


def split(source: str) -> WrittenTest:
    """Take a test cell apart."""
    lines = source.split("\n")
    if _BEGIN.match(lines[0]):
        end = next((at for at, line in enumerate(lines) if at and _END.match(line)), None)
        if end is None:
            return WrittenTest(source, fault="BEGIN TEST CONFIG has no END TEST CONFIG.")
        return WrittenTest("\n".join(lines[end + 1 :]), "\n".join(lines[1:end]))
    if lines[0].lstrip().startswith("#") and _HIDDEN.search(lines[0]):
        return WrittenTest("\n".join(lines[1:]), hidden=True)
    return WrittenTest(source)


def output_of(cell: Cell) -> tuple[str, str | None]:
    """What a cell printed, and the text of the value it ended with (None for none)."""
    printed, value = [], None
    outputs = cell.json.get("outputs")
    for output in outputs if isinstance(outputs, list) else ():
        if not isinstance(output, Mapping):
            continue
        printed.append(_text(output.get("text")))
        data = output.get("data")
        if isinstance(data, Mapping) and "text/plain" in data:
            value = _text(data["text/plain"])
    return "".join(printed), value


def code_of(test: WrittenTest, cell: Cell, message: str, *, raising: bool) -> str:
    """A test as a check, `raising` where it is a function that raises; UNREADABLE where it is no Python."""
    return without_call(test.code) if raising else as_check(test.code, *output_of(cell), message)


def as_check(code: str, printed: str, value: str | None, message: str = "") -> str:
    """Code that raises nothing when it prints and ends with what the author's run did, or SyntaxError."""
    tree = ast.parse(code)
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.FunctionDef) and last.args.args and value is None and not printed:
        return f"{code.rstrip()}\n\n{_call(last)}"
    if printed.strip():
        return _printing(tree, printed, value, message)
    if not isinstance(last, ast.Expr) or value is None:
        return code.strip("\n")
    return _before(tree) + _comparison(ast.unparse(last.value), value, message)


def without_call(code: str) -> str:
    """An exception-based test: the function and a call of it with the names it asks for, or SyntaxError."""
    function = next((node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef)), None)
    return f"{ast.unparse(function)}\n\n{_call(function)}" if function else code.strip("\n")


def _call(function: ast.FunctionDef) -> str:
    names = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]
    given = ", ".join(f"{name}={'globals()' if name == 'env' else name}" for name in names)
    return f"{function.name}({given})"


def _before(tree: ast.Module) -> str:
    return "".join(ast.unparse(node) + "\n" for node in tree.body[:-1])


def _comparison(expression: str, value: str, message: str) -> str:
    said = f", {message!r}" if message else ""
    if value.strip() == "True":
        return f"assert {expression}{said}"
    return f"assert repr({expression}) == {value.strip()!r}{said}"


def _printing(tree: ast.Module, printed: str, value: str | None, message: str) -> str:
    last = tree.body[-1] if tree.body else None
    body = [ast.unparse(node) for node in tree.body]
    if isinstance(last, ast.Expr) and value is not None:
        body[-1] = f"_value = {ast.unparse(last.value)}"
    inner = "\n".join("    " + line for text in body for line in text.split("\n"))
    said = f", {message!r}" if message else ""
    code = (
        "import contextlib\nimport io\n\n"
        f"with contextlib.redirect_stdout(io.StringIO()) as _printed:\n{inner}\n"
        f"assert _printed.getvalue().strip() == {printed.strip()!r}{said}"
    )
    return code + ("\n" + _comparison("_value", value, message) if value is not None else "")


def _text(value: object) -> str:
    if isinstance(value, list):
        return "".join(each for each in value if isinstance(each, str))
    return value if isinstance(value, str) else ""
