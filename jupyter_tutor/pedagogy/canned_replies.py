"""Replies that need no model: to greetings, thanks, what is off-topic, and in an exam."""

from __future__ import annotations

from jupyter_tutor.pedagogy.message_kind import MessageKind
from jupyter_tutor.pedagogy.prompt_files import prompt_file

_FILES = {
    MessageKind.EXAM: "reply-exam",
    MessageKind.GREETING: "reply-greeting",
    MessageKind.THANKS: "reply-thanks",
    MessageKind.OFF_TOPIC: "reply-off-topic",
}
_LONGEST_NAME = 60


def reply(kind: MessageKind, username: str) -> str:
    """The text of a canned reply; KeyError for a kind that needs a model.

    The name is shown as it is but for signs that Markdown or HTML would read as markup.
    """
    plain = "".join(sign for sign in username if sign.isprintable() and sign not in "<>[]`*\\|#")
    name = " ".join(plain.split())[:_LONGEST_NAME] or "there"
    return prompt_file(_FILES[kind]).replace("{username}", name)
