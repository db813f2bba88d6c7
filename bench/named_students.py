"""An identity provider for load tests: many students on one server, each by the name they say they have."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User

HEADER = "Student"


class NamedStudents(IdentityProvider):
    """Whoever has the server's token is the student whom the request's header names."""

    def generate_anonymous_user(self, handler: Any) -> User:
        """The student behind a request; without a name, the operator."""
        return User(username=handler.request.headers.get(HEADER, "operator"))
