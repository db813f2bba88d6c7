"""Every endpoint and its path below `{base_url}tutor/`."""

from __future__ import annotations

from typing import Any

from jupyter_tutor.api.auth import MeEndpoint
from jupyter_tutor.api.chat_socket import ChatSocket
from jupyter_tutor.api.chat_stream import ChatStreamEndpoint
from jupyter_tutor.api.conversations import (
    ExportEndpoint,
    FeedbackEndpoint,
    MessagesEndpoint,
    SessionEndpoint,
    SessionsEndpoint,
)
from jupyter_tutor.api.health import HealthEndpoint, ModelHealthEndpoint
from jupyter_tutor.api.standing import LevelsEndpoint, ProblemsEndpoint
from jupyter_tutor.api.unknown import UnknownEndpoint
from jupyter_tutor.api.usage import UsageEndpoint

_ID = r"([^/]+)"

ROUTES: list[tuple[str, type[Any]]] = [
    (r"/tutor/ws/chat", ChatSocket),
    (r"/tutor/api/auth/me", MeEndpoint),
    (r"/tutor/api/chat/stream", ChatStreamEndpoint),
    (r"/tutor/api/chat/sessions", SessionsEndpoint),
    (rf"/tutor/api/chat/sessions/{_ID}", SessionEndpoint),
    (rf"/tutor/api/chat/sessions/{_ID}/messages", MessagesEndpoint),
    (rf"/tutor/api/chat/sessions/{_ID}/export", ExportEndpoint),
    (rf"/tutor/api/chat/messages/{_ID}/feedback", FeedbackEndpoint),
    (r"/tutor/api/problems", ProblemsEndpoint),
    (r"/tutor/api/levels", LevelsEndpoint),
    (r"/tutor/api/usage/me", UsageEndpoint),
    (r"/tutor/api/health", HealthEndpoint),
    (r"/tutor/api/health/ai", ModelHealthEndpoint),
    (r"/tutor/api/.*", UnknownEndpoint),
]
