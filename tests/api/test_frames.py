"""Frames: what is read, what is refused and how, and that both sides keep to the published schema."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import jupyter_tutor
from jupyter_tutor.api.client_frames import (
    MAX_FRAME_CHARACTERS,
    MessageFrame,
    ResumeFrame,
    StopFrame,
    UnreadableFrame,
    read_frame,
)
from jupyter_tutor.api.error_mapping import error_frame
from jupyter_tutor.api.server_frames import frame_of
from jupyter_tutor.cost.limits import LimitUsage, NearlyUsedUp
from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import TutorError
from jupyter_tutor.tutoring.events import BudgetWarned, Canned, Done, Failed, Notice, Started, Token
from jupyter_tutor.tutoring.metering.budget import Budget
from jupyter_tutor.tutoring.records import AnswerState

SCHEMA = json.loads((Path(jupyter_tutor.__file__).parent / "api" / "frames.schema.json").read_text())
ID = "6a1f6f0e-3c52-4d52-9d5e-0f3f0f3c1a11"


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]})


BUDGET = Budget(
    LimitUsage("daily", "cost", 7_000_000, 10_000_000_000, 1.0, exceeded=False),
    LimitUsage("session", "session", 4_010_000_000, 5_000_000_000, None, exceeded=False),
)
EVENTS = [
    Started(ID, ID, 2, ID, "Mean of a list", 5, "Run or change the cell.", "openai", "m"),
    Started(ID, ID, 5, "", "", 5),
    Token(1, "Look"),
    Canned(ID, ID, "greeting", "Hello, ada."),
    Notice("NOT_KEPT", "This answer may not be kept."),
    BudgetWarned(NearlyUsedUp("session", 4_010_000_000, 5_000_000_000)),
    Done(ID, ID, AnswerState.COMPLETE, 1, Usage(1, 0, 2), 1_234_567),
    Done(ID, ID, AnswerState.COMPLETE, 1, Usage(1, 0, 2), 1_234_567, Budget()),
    Done(ID, ID, AnswerState.COMPLETE, 1, Usage(1, 0, 2), 1_234_567, BUDGET),
    Done(ID, ID, AnswerState.REFUSED, None, Usage(0, 0, 0, estimated=True), None),
    Failed("LLM_UNAVAILABLE", "Please try again.", 3.0),
    Failed("INTERNAL", "Ours."),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_every_event_becomes_a_frame_of_the_published_schema(event):
    """The server keeps to the schema that the panel's types are made from."""
    validator("ServerFrame").validate(frame_of(event, ID))


def test_an_error_frame_without_a_readable_request_is_of_the_schema():
    """`request_id` is null when the frame could not be read."""
    validator("ServerFrame").validate(error_frame(UnreadableFrame("No JSON."), None))
    validator("ServerFrame").validate(error_frame(TutorError("x", retry_after=2), ID))


def test_money_on_the_wire_is_an_exact_decimal():
    """1,234,567 nano-dollars are $0.001234567, as a string."""
    done = Done(ID, ID, AnswerState.COMPLETE, 1, Usage(), 1_234_567)
    assert frame_of(done, ID)["cost_usd"] == "0.001234567"


def test_content_alone_is_a_message():
    """`type` and `request_id` may be left out."""
    frame = read_frame('{"content": "Why?"}')
    assert isinstance(frame, MessageFrame)
    assert isinstance(frame.request_id, UUID)
    assert frame.question().content == "Why?"


def test_all_fields_reach_the_question():
    """Nothing that the panel sends gets lost on the way to the use case."""
    sent = {
        "type": "message",
        "request_id": str(uuid4()),
        "content": "Why?",
        "session_id": str(uuid4()),
        "cell_code": "x = 1",
        "error_output": "NameError",
        "notebook_path": "a.ipynb",
        "cell_id": "c",
        "exercise_id": "mean",
        "exercise_text": "Compute the mean.",
        "exercise_difficulty": {"programming": 2, "mathematics": 4},
        "execution_count": 3,
        "neighbours": ["y = 2"],
        "problem_id": str(uuid4()),
        "answer_by": "coach",
    }
    validator("ClientFrame").validate(sent)
    assert set(sent) == set(SCHEMA["$defs"]["MessageFrame"]["properties"])
    question = read_frame(json.dumps(sent)).question()
    notebook = question.notebook
    assert (question.request_id, question.session_id) == (sent["request_id"], sent["session_id"])
    assert (notebook.path, notebook.cell_id, notebook.exercise_id) == ("a.ipynb", "c", "mean")
    assert (notebook.cell_code, notebook.error_output, notebook.neighbours) == (
        "x = 1",
        "NameError",
        ("y = 2",),
    )
    assert (notebook.execution_count, notebook.exercise_text) == (3, "Compute the mean.")
    assert (question.difficulty.programming, question.difficulty.mathematics) == (2, 4)
    assert (question.problem_id, question.answer_by) == (sent["problem_id"], "coach")


def test_stop_and_resume_are_read():
    """The two other client frames."""
    assert isinstance(read_frame(json.dumps({"type": "stop", "request_id": ID})), StopFrame)
    resume = read_frame(json.dumps({"type": "resume", "request_id": ID, "after": 7}))
    assert isinstance(resume, ResumeFrame)
    assert resume.after == 7


BAD = {
    "not json": ("{", "JSON"),
    "a list": ("[]", "object"),
    "a number": ("7", "object"),
    "no content": ("{}", "content"),
    "empty content": ('{"content": ""}', "content"),
    "blank content": ('{"content": " \\n"}', "content"),
    "content of the wrong kind": ('{"content": 7}', "content"),
    "an unknown type": ('{"type": "shout", "content": "x"}', "type"),
    "a type that is no string": ('{"type": {}, "content": "x"}', "type"),
    "an unknown field": ('{"content": "x", "colour": "red"}', "colour"),
    "a wrong id": ('{"content": "x", "request_id": "1"}', "request_id"),
    "a wrong session": ('{"content": "x", "session_id": "\' OR 1=1"}', "session_id"),
    "stop without id": ('{"type": "stop"}', "request_id"),
    "resume without after": (f'{{"type": "resume", "request_id": "{ID}"}}', "after"),
    "resume before the beginning": (f'{{"type": "resume", "request_id": "{ID}", "after": -1}}', "after"),
    "too many neighbours": (json.dumps({"content": "x", "neighbours": ["a"] * 9}), "neighbours"),
    "a cell of a megabyte": (json.dumps({"content": "x", "cell_code": "a" * 900_000}), "cell_code"),
    "a huge frame": (json.dumps({"content": "x" * (MAX_FRAME_CHARACTERS + 1)}), "too large"),
    "deep nesting": ("[" * 100_000, "JSON"),
}


# req: S3
@pytest.mark.parametrize(("raw", "named"), BAD.values(), ids=BAD.keys())
def test_a_bad_frame_is_refused_with_what_is_wrong(raw: str, named: str):
    """The sentence names the field or says what a frame is."""
    with pytest.raises(UnreadableFrame) as caught:
        read_frame(raw)
    assert named in caught.value.message
    assert len(caught.value.message) < 300


def test_binary_frames_are_refused():
    """They are not understood, and said so."""
    with pytest.raises(UnreadableFrame, match="Binary"):
        read_frame(b"\x00\x01")


def test_the_request_id_of_a_bad_frame_is_kept_where_it_can_be_read():
    """The panel can tell which of its requests was refused."""
    with pytest.raises(UnreadableFrame) as caught:
        read_frame(json.dumps({"content": 7, "request_id": ID}))
    assert caught.value.request_id == ID


@given(st.text() | st.binary())
def test_no_input_breaks_the_reader(raw):
    """Whatever arrives is a frame or an UnreadableFrame."""
    try:
        read_frame(raw)
    except UnreadableFrame as error:
        assert error.message


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["type", "content", "request_id", "after", "x"]), inner, max_size=4
            )
        ),
        max_leaves=8,
    )
)
def test_the_reader_accepts_only_what_the_schema_allows(value):
    """pydantic's reading and the published schema agree on what a client may send."""
    try:
        read_frame(json.dumps(value))
    except UnreadableFrame:
        return
    assert validator("ClientFrame").is_valid(value)
