"""Replies that need no model."""

from __future__ import annotations

import pytest

from jupyter_tutor.pedagogy.canned_replies import reply
from jupyter_tutor.pedagogy.message_kind import MessageKind


# req: P7
@pytest.mark.parametrize(
    "kind", [MessageKind.EXAM, MessageKind.GREETING, MessageKind.THANKS, MessageKind.OFF_TOPIC]
)
def test_a_canned_reply_addresses_the_student(kind) -> None:
    """Every reply carries the username and leaves no placeholder."""
    text = reply(kind, "ada_l")
    assert "ada_l" in text
    assert "{" not in text


def test_a_name_cannot_bring_markup_or_placeholders() -> None:
    """Signs of HTML and Markdown, control characters and endless names do not reach the reply."""
    text = reply(MessageKind.GREETING, "<img src=x>[a](b)\n{username}" + "z" * 500)
    assert not set("<>[]\n") & set(text)
    assert len(text) < 400
    assert "Hello there!" in reply(MessageKind.GREETING, " \x00 ")


def test_a_question_has_no_canned_reply() -> None:
    """Asking for one is a programming error."""
    with pytest.raises(KeyError):
        reply(MessageKind.QUESTION, "ada")
