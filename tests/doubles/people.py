"""Who asks a running server: tests say so before each request."""

from __future__ import annotations

from dataclasses import replace

from tutor_server import RunningServer

from jupyter_tutor.api.endpoint import Identity, Reception


class People:
    """Takes the place of the face's own answer to who a server user is."""

    def __init__(self, server: RunningServer) -> None:
        settings = server.app.web_app.settings
        reception: Reception = settings["jupyter_tutor_reception"]
        self._asking = Identity("ada", "Ada", ("student",))
        settings["jupyter_tutor_reception"] = replace(reception, identify=lambda user: self._asking)

    def are(self, username: str, *roles: str) -> None:
        """From now on this person asks; students are so without being named."""
        self._asking = Identity(username, username.capitalize(), ("student", *roles))
