"""From settings to the chain of models: who is asked, with which model, in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from jupyter_tutor.errors import ConfigurationError
from jupyter_tutor.language_models.anthropic import AnthropicModel
from jupyter_tutor.language_models.chain import Chain, RetryPolicy
from jupyter_tutor.language_models.google import GoogleModel
from jupyter_tutor.language_models.openai import OPENAI_HOST, OpenAIModel
from jupyter_tutor.language_models.sdk_model import SdkModel, Timeouts
from jupyter_tutor.tutoring.ports import CheckedCells, LanguageModel

COACH = "coach"

_NO_KEY_NEEDED = "no-key-needed"


@dataclass(frozen=True, slots=True)
class KnownProvider:
    """What is known of a provider, in one place.

    `options` belong to `model`: today's models think before they write unless told otherwise,
    and a hint should begin at once and not use up its output allowance in thought. Each is the
    least thinking its model accepts (November 2026). A variable named first goes first.
    """

    adapter: Callable[..., SdkModel]
    model: str
    options: Mapping[str, Any]
    base_url: str
    key_variables: tuple[str, ...]
    base_url_variable: str


KNOWN_PROVIDERS: Mapping[str, KnownProvider] = {
    "anthropic": KnownProvider(
        adapter=AnthropicModel,
        model="claude-sonnet-5-5",
        options={"thinking": {"type": "between_tools"}},
        base_url="https://api.anthropic.com",
        key_variables=("ANTHROPIC_API_KEY",),
        base_url_variable="ANTHROPIC_BASE_URL",
    ),
    "openai": KnownProvider(
        adapter=OpenAIModel,
        model="gpt-6.1-terra",
        options={"reasoning_effort": "none"},
        base_url=f"https://{OPENAI_HOST}/v1",
        key_variables=("OPENAI_API_KEY",),
        base_url_variable="OPENAI_BASE_URL",
    ),
    "google": KnownProvider(
        adapter=GoogleModel,
        model="gemini-3.8-flash",
        options={"thinking_config": {"thinking_level": "LOW"}},
        base_url="https://generativelanguage.googleapis.com",
        key_variables=("GEMINI_API_KEY", "GOOGLE_API_KEY"),
        base_url_variable="GOOGLE_GEMINI_BASE_URL",
    ),
}


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """One provider as a site configures it; empty means the default.

    `options` are further parameters of the SDK's call; None means those that belong to the
    default model, or nothing for another model.
    """

    model: str = ""
    api_key: str = field(default="", repr=False)
    base_url: str = ""
    options: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which models answer. `providers` is the order in which they are tried."""

    providers: tuple[str, ...] = tuple(KNOWN_PROVIDERS)
    anthropic: ProviderSettings = field(default_factory=ProviderSettings)
    openai: ProviderSettings = field(default_factory=ProviderSettings)
    google: ProviderSettings = field(default_factory=ProviderSettings)
    timeouts: Timeouts = field(default_factory=Timeouts)
    retries: RetryPolicy = field(default_factory=RetryPolicy)

    def with_environment(self, environ: Mapping[str, str]) -> ModelSettings:
        """The same, with empty keys and addresses taken from the providers' usual variables."""
        filled: dict[str, Any] = {}
        for name, known in KNOWN_PROVIDERS.items():
            own: ProviderSettings = getattr(self, name)
            keys = (environ.get(variable, "").strip() for variable in known.key_variables)
            filled[name] = replace(
                own,
                api_key=own.api_key or next(filter(None, keys), ""),
                base_url=own.base_url or environ.get(known.base_url_variable, "").strip(),
            )
        return replace(self, **filled)


def make_chain(settings: ModelSettings, checked: CheckedCells | None = None) -> Chain:
    """The chain of the configured models; `checked` is what the coach may ask about a cell's checks.

    A provider without a key is left out, except a server of one's own behind OpenAI's API,
    which needs none. With nobody left the coach answers; otherwise it does when asked by name.
    ConfigurationError for an unknown provider or a key that cannot be one.
    """
    from jupyter_tutor.language_models.coach import Coach

    coach: LanguageModel = Coach(checked=checked)
    models = [
        model
        for name in dict.fromkeys(settings.providers)
        if (model := coach if name == COACH else _model(name, settings)) is not None
    ]
    if not models:
        models = [coach]
    return Chain(models, on_request=() if coach in models else (coach,), policy=settings.retries)


@dataclass(frozen=True, slots=True)
class Access:
    """How a provider is reached."""

    api_key: str = field(repr=False)
    base_url: str


def provider_access(name: str, settings: ModelSettings) -> Access | None:
    """A provider's key and address; None without a key where one is needed.

    ConfigurationError for an unknown provider or a key that cannot be one.
    """
    known = KNOWN_PROVIDERS.get(name)
    if known is None:
        allowed = ", ".join((*KNOWN_PROVIDERS, COACH))
        raise ConfigurationError(f"providers: {name!r} is none of {allowed}")
    own: ProviderSettings = getattr(settings, name)
    api_key = own.api_key.strip()
    if not api_key and name == "openai" and urlsplit(own.base_url).hostname not in {None, OPENAI_HOST}:
        api_key = _NO_KEY_NEEDED
    if not api_key:
        return None
    if not (api_key.isascii() and api_key.isprintable() and " " not in api_key):
        raise ConfigurationError(f"The {name} key holds characters that no key has; it is not shown here")
    return Access(api_key, own.base_url or known.base_url)


def _model(name: str, settings: ModelSettings) -> LanguageModel | None:
    access = provider_access(name, settings)
    if access is None:
        return None
    known, own = KNOWN_PROVIDERS[name], getattr(settings, name)
    model = own.model or known.model
    options = own.options
    if options is None:
        options = known.options if model == known.model else {}
    return known.adapter(
        model,
        api_key=access.api_key,
        base_url=access.base_url,
        options=options,
        timeouts=settings.timeouts,
    )
