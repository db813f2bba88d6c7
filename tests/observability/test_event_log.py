"""Log lines: the fields the requirements name, in both styles, and never what a student typed."""

from __future__ import annotations

import json
import logging

import pytest

from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import DatabaseUnavailable
from jupyter_tutor.observability.event_log import EventLog
from jupyter_tutor.observability.observers import Observers
from jupyter_tutor.pedagogy.identity_trace import Comparison, Measure
from jupyter_tutor.tutoring.occurrences import (
    AnswerEnded,
    Authenticated,
    Faulted,
    FirstToken,
    GuardHit,
    ModelCalled,
    Refused,
    SocketClosed,
    SocketOpened,
    TeachingDecided,
)

CALL = ModelCalled("r", "openai", "gpt-5", "answer", Usage(10, 0, 5), 1_500_000, 0.25, True, None)


class Lines(logging.Handler):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture
def lines():
    logger, handler = logging.getLogger("tutor-test"), Lines()
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    yield handler.lines
    logger.removeHandler(handler)


def written(lines: list[str], occurrence) -> dict:
    EventLog(logging.getLogger("tutor-test"), "json").record(occurrence)
    return json.loads(lines[-1])


# req: H2
@pytest.mark.parametrize(
    ("occurrence", "event", "fields"),
    [
        (
            CALL,
            "llm_call",
            {
                "provider": "openai",
                "model": "gpt-5",
                "input_tokens": 10,
                "output_tokens": 5,
                "estimated_cost": "0.0015",
                "latency_ms": 250.0,
                "success": True,
            },
        ),
        (SocketOpened("ada", "s"), "socket_open", {"user_id": "ada", "session_id": "s"}),
        (SocketClosed("ada", "s", 2.5, 1000), "socket_close", {"user_id": "ada", "duration_seconds": 2.5}),
        (
            Authenticated("login", "ada", True),
            "auth",
            {"event_type": "login", "user_id": "ada", "success": True},
        ),
        (Refused("r", "ada", "off_topic"), "refusal", {"reason": "off_topic"}),
        (GuardHit("r", "solution", 2), "guard_hit", {"reason": "solution", "hint_level": 2}),
        (AnswerEnded("r", "ada", "s", "complete", 1, 3.0), "answer", {"state": "complete", "hint_level": 1}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_occurrence_is_one_line_with_its_fields(lines, occurrence, event, fields):
    """JSON with event, time, level and the named fields."""
    line = written(lines, occurrence)
    assert line["event"] == event
    assert {"timestamp", "level"} <= set(line)
    assert fields.items() <= line.items()


# req: H2
def test_an_error_has_a_traceback_and_no_foreign_words(lines):
    """Other libraries quote what they were given; their messages are left out, ours are kept."""

    def fail(error: Exception) -> Exception:
        try:
            raise error
        except Exception as caught:  # noqa: BLE001
            return caught

    foreign = written(lines, Faulted("close", fail(ValueError("the student wrote: my secret")), "r"))
    assert foreign["level"] == "error"
    assert "test_event_log.py" in foreign["traceback"]
    assert (foreign["error_type"], foreign["error"]) == ("ValueError", None)
    assert "my secret" not in json.dumps(foreign)
    ours = written(lines, Faulted("close", fail(DatabaseUnavailable("The disk is full.")), "r"))
    assert ours["error"] == "The disk is full."


# req: P6
def test_a_teaching_decision_is_read_back_from_its_line(lines):
    """Rule, reason, scores and thresholds stand in the log as they were in the decision."""
    compared = (Comparison("p1", Measure.CODE_AS_WRITTEN, 0.61234, 0.5),)
    decided = TeachingDecided(
        "r", "ada", "question", "p1", False, 2, False, "code", "the same program in another cell", compared
    )
    line = written(lines, decided)
    assert (line["event"], line["rule"], line["hint_level"]) == ("teaching_decision", "code", 2)
    assert line["comparisons"] == [
        {"problem_id": "p1", "measure": "code_as_written", "score": 0.612, "threshold": 0.5}
    ]


def test_a_first_token_writes_no_line(lines):
    """It is a metric; its line would stand between the student and the first word."""
    EventLog(logging.getLogger("tutor-test"), "json").record(FirstToken("r", "openai", 0.1))
    assert lines == []


def test_the_readable_style_has_the_same_content(lines):
    """For a terminal: the event and its fields in one line."""
    EventLog(logging.getLogger("tutor-test"), "text").record(CALL)
    assert "llm_call" in lines[-1]
    assert "provider=openai" in lines[-1]


def test_an_observer_that_fails_disturbs_nobody(lines):
    """The others still hear, and a warning names who failed."""

    class Broken:
        def record(self, occurrence) -> None:
            raise RuntimeError("full of secrets")

    heard = []

    class Listener:
        def record(self, occurrence) -> None:
            heard.append(occurrence)

    Observers([Broken(), Listener()], logging.getLogger("tutor-test")).record(CALL)
    assert heard == [CALL]
    assert "Broken could not record ModelCalled" in lines[-1]
    assert "secrets" not in lines[-1]
