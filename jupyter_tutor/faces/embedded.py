"""The tutor inside one person's Jupyter server. This module only wires."""

from __future__ import annotations

import os
import sys
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, PasswordIdentityProvider, User
from jupyter_server.extension.application import ExtensionApp
from traitlets import TraitError

from jupyter_tutor.api.endpoint import Identity, Reception
from jupyter_tutor.api.routes import ROUTES
from jupyter_tutor.errors import ConfigurationError
from jupyter_tutor.faces.assembly import Assembly
from jupyter_tutor.faces.environment import apply_environment, unknown_variables
from jupyter_tutor.faces.local_site import user_name
from jupyter_tutor.faces.settings import CONFIG_FILE, SETTING_NAMES, TutorSettings, check

LOCAL_ROLES = ("student", "instructor", "admin")


class TutorApp(TutorSettings, ExtensionApp):
    """An AI tutor that lives beside the notebook and gives hints instead of answers."""

    name = "jupyter_tutor"
    description = "An AI tutor beside the notebook: hints instead of answers."
    extension_url = "/lab"
    load_other_extensions = True
    config_file_name = CONFIG_FILE
    assembly: Assembly | None = None

    def initialize_settings(self) -> None:
        """Give the endpoints their tutor, which is made on first use."""
        assembly = self.assembly = Assembly(self, self.log)
        self.settings["jupyter_tutor_reception"] = Reception(
            assembly.tutor, lambda: assembly.made, self.identify
        )

    def initialize_handlers(self) -> None:
        """Install every endpoint."""
        self.handlers.extend(ROUTES)

    async def stop_extension(self) -> None:
        """Let running answers end and store them."""
        if self.assembly is not None:
            await self.assembly.stop()

    def current_activity(self) -> bool | None:
        """A server with an answer under way is not idle."""
        return None if self.assembly is None else self.assembly.busy

    def identify(self, user: User) -> Identity:
        """Who a user of this server is to the tutor.

        Jupyter's own identity providers invent a new name for every browser; behind them there is
        one person, with one name. Any other provider knows its users, and is believed.
        """
        provider = self.serverapp and self.serverapp.identity_provider
        if type(provider) in {IdentityProvider, PasswordIdentityProvider}:
            name = user_name(self)
            return Identity(name, name, LOCAL_ROLES)
        return Identity(user.username, user.display_name or user.username, LOCAL_ROLES)

    def _link_jupyter_server_extension(self, serverapp: Any) -> None:
        """Read the configuration; a value that is not allowed ends the whole server with a sentence.

        Jupyter Server would log the error and start without the tutor, and nobody would notice
        that the site's limits are not in force.
        """
        try:
            super()._link_jupyter_server_extension(serverapp)
            already_set = frozenset(self.config.get(type(self).__name__, {}))
            apply_environment(self, SETTING_NAMES, already_set, os.environ)
            for warning in unknown_variables(SETTING_NAMES, os.environ):
                self.log.warning(warning)
            check(self)
        except (TraitError, ConfigurationError) as error:
            sys.exit(f"jupyter_tutor cannot start: {error}")
