"""How far a command has come: on standard error, and no more of it than is of use."""

from __future__ import annotations

import io

import pytest
from surroundings import ManualClock

from jupyter_tutor.faces.command.progress import Progress


class Terminal(io.StringIO):
    """A stream that a person looks at."""

    def isatty(self) -> bool:
        return True


def test_a_short_command_writes_nothing_into_a_log():
    """Nobody waits for it."""
    log = io.StringIO()
    progress = Progress(log, ManualClock().monotonic)
    with progress.over("abc", str) as named, progress.during("Publishing"):
        assert list(named) == ["a", "b", "c"]
    assert log.getvalue() == ""


def test_a_long_command_writes_a_plain_line_every_two_seconds():
    """So that whoever reads the log knows that it goes on."""
    log, clock = io.StringIO(), ManualClock()
    with Progress(log, clock.monotonic).over("abcde", str) as named:
        for _ in named:
            clock.advance(1.0)
    assert log.getvalue() == "3 of 5: c\n5 of 5: e\n"


def test_a_terminal_has_one_line_that_is_gone_at_the_end():
    """What is printed next does not stand behind it."""
    terminal = Terminal()
    with Progress(terminal).over("ab", str) as named:
        assert list(named) == ["a", "b"]
    assert "1 of 2: a" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[2K")


@pytest.mark.parametrize("way", ["over", "during"])
def test_the_line_is_gone_before_an_error_is_told(way: str):
    """The sentence has a line of its own."""
    terminal = Terminal()
    progress = Progress(terminal)
    line = progress.over("ab", str) if way == "over" else progress.during("Publishing")
    with pytest.raises(ValueError, match="a"), line as named:
        raise ValueError(next(named or iter("a")))
    assert terminal.getvalue().endswith("\r\x1b[2K")
    assert len(terminal.getvalue()) > len("\r\x1b[2K")


def test_a_closed_stream_does_not_end_the_work():
    """Who watches is not part of it."""

    class Full(Terminal):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    with Progress(Full()).over("ab", str) as named:
        assert list(named) == ["a", "b"]
