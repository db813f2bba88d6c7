"""Every endpoint and its path below `{base_url}tutor/`."""

from __future__ import annotations

from typing import Any

from jupyter_tutor.api.admin_breaker import BreakerEndpoint, BreakerResetEndpoint
from jupyter_tutor.api.admin_prices import PriceEndpoint, PricesEndpoint
from jupyter_tutor.api.admin_settings import SettingsEndpoint
from jupyter_tutor.api.admin_usage import AdminCallsEndpoint, AdminUsageEndpoint
from jupyter_tutor.api.auth import MeEndpoint
from jupyter_tutor.api.authoring import (
    ClassOverviewEndpoint,
    CoursePolicyEndpoint,
    ModuleCheckEndpoint,
    ModulePolicyEndpoint,
    ModulePreviewEndpoint,
)
from jupyter_tutor.api.caps import CapEndpoint, CapsEndpoint, GroupEndpoint
from jupyter_tutor.api.chat_socket import ChatSocket, TutorSocket
from jupyter_tutor.api.chat_stream import ChatStreamEndpoint
from jupyter_tutor.api.conversations import (
    ExportEndpoint,
    FeedbackEndpoint,
    MessagesEndpoint,
    SessionEndpoint,
    SessionsEndpoint,
)
from jupyter_tutor.api.health import HealthEndpoint, ModelHealthEndpoint
from jupyter_tutor.api.modules import ModuleEndpoint, ModuleNotebookEndpoint, ModulesEndpoint
from jupyter_tutor.api.progress import (
    AllProgressEndpoint,
    ExerciseRunEndpoint,
    ProgressEndpoint,
    StateEndpoint,
    StatesEndpoint,
)
from jupyter_tutor.api.standing import LevelsEndpoint, ProblemsEndpoint
from jupyter_tutor.api.teaching import DecisionsEndpoint
from jupyter_tutor.api.unknown import UnknownEndpoint
from jupyter_tutor.api.usage import CallsEndpoint, CapStatusEndpoint, UsageEndpoint

_ID = r"([^/]+)"

ROUTES: list[tuple[str, type[Any]]] = [
    (r"/tutor/ws/chat", ChatSocket),
    (r"/tutor/ws/tutor", TutorSocket),
    (r"/tutor/api/auth/me", MeEndpoint),
    (r"/tutor/api/chat/stream", ChatStreamEndpoint),
    (r"/tutor/api/chat/sessions", SessionsEndpoint),
    (rf"/tutor/api/chat/sessions/{_ID}", SessionEndpoint),
    (rf"/tutor/api/chat/sessions/{_ID}/messages", MessagesEndpoint),
    (rf"/tutor/api/chat/sessions/{_ID}/export", ExportEndpoint),
    (rf"/tutor/api/chat/messages/{_ID}/feedback", FeedbackEndpoint),
    (r"/tutor/api/problems", ProblemsEndpoint),
    (r"/tutor/api/levels", LevelsEndpoint),
    (r"/tutor/api/modules", ModulesEndpoint),
    (r"/tutor/api/modules/check", ModuleCheckEndpoint),
    (r"/tutor/api/modules/preview", ModulePreviewEndpoint),
    (r"/tutor/api/modules/overview", ClassOverviewEndpoint),
    (rf"/tutor/api/modules/{_ID}", ModuleEndpoint),
    (rf"/tutor/api/modules/{_ID}/notebook", ModuleNotebookEndpoint),
    (rf"/tutor/api/modules/{_ID}/policy", ModulePolicyEndpoint),
    (rf"/tutor/api/courses/{_ID}/policy", CoursePolicyEndpoint),
    (r"/tutor/api/progress", AllProgressEndpoint),
    (rf"/tutor/api/progress/{_ID}", ProgressEndpoint),
    (rf"/tutor/api/progress/{_ID}/states", StatesEndpoint),
    (rf"/tutor/api/progress/{_ID}/states/{_ID}", StateEndpoint),
    (rf"/tutor/api/progress/{_ID}/exercises/{_ID}", ExerciseRunEndpoint),
    (r"/tutor/api/usage/me", UsageEndpoint),
    (r"/tutor/api/usage/calls", CallsEndpoint),
    (r"/tutor/api/usage/caps", CapsEndpoint),
    (r"/tutor/api/usage/caps/status", CapStatusEndpoint),
    (rf"/tutor/api/usage/caps/{_ID}", CapEndpoint),
    (rf"/tutor/api/usage/groups/{_ID}", GroupEndpoint),
    (r"/tutor/api/admin/usage", AdminUsageEndpoint),
    (r"/tutor/api/admin/usage/calls", AdminCallsEndpoint),
    (r"/tutor/api/admin/breaker", BreakerEndpoint),
    (r"/tutor/api/admin/breaker/reset", BreakerResetEndpoint),
    (r"/tutor/api/admin/prices", PricesEndpoint),
    (rf"/tutor/api/admin/prices/{_ID}", PriceEndpoint),
    (r"/tutor/api/admin/settings", SettingsEndpoint),
    (r"/tutor/api/teaching/decisions", DecisionsEndpoint),
    (r"/tutor/api/health", HealthEndpoint),
    (r"/tutor/api/health/ai", ModelHealthEndpoint),
    (r"/tutor/api/.*", UnknownEndpoint),
]
