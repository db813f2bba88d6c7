"""From settings to models: who is configured, with what, in which order."""

from __future__ import annotations

import pytest

from jupyter_tutor.cost.prices import PriceTable
from jupyter_tutor.cost.usage import Usage
from jupyter_tutor.errors import ConfigurationError
from jupyter_tutor.language_models.catalogue import (
    KNOWN_PROVIDERS,
    ModelSettings,
    ProviderSettings,
    make_chain,
)

KEY = "sk-test-THE-SECRET-KEY-0123456789"


def providers_of(settings):
    return [provider for provider, _ in make_chain(settings).names]


# named case: factory returns the configured provider
@pytest.mark.parametrize("provider", ["anthropic", "openai", "google"])
def test_the_factory_returns_the_configured_provider(provider):
    """A key makes a provider answer, with its default model or the configured one."""
    settings = ModelSettings(**{provider: ProviderSettings(api_key=KEY)})
    assert make_chain(settings).names == ((provider, KNOWN_PROVIDERS[provider].model),)
    settings = ModelSettings(**{provider: ProviderSettings(api_key=KEY, model="my-model")})
    assert make_chain(settings).names == ((provider, "my-model"),)


# named case: factory falls back when the key is missing
# req: L2
def test_the_factory_falls_back_when_the_key_is_missing():
    """The first provider in order that has a key is the first that is asked."""
    order = ("anthropic", "openai", "google")
    settings = ModelSettings(providers=order, google=ProviderSettings(api_key=KEY))
    assert providers_of(settings) == ["google"]
    settings = ModelSettings(providers=order, openai=ProviderSettings(api_key=" "), google=settings.google)
    assert providers_of(settings) == ["google"]


# req: L1
def test_with_no_key_the_coach_answers():
    """Nothing configured is no error: the offline coach is the only model."""
    assert providers_of(ModelSettings()) == ["coach"]


async def test_the_coach_can_always_be_asked_by_name():
    """While a provider is configured the coach is no fallback, but answers on request."""
    chain = make_chain(ModelSettings(openai=ProviderSettings(api_key=KEY)))
    assert [link.model.provider for link in chain._chosen("coach")] == ["coach"]
    assert [provider for provider, _ in chain.names] == ["openai"]


def test_the_order_is_the_configured_one():
    """Providers are tried as listed, the coach among them where it is listed, none twice."""
    settings = ModelSettings(
        providers=("google", "coach", "anthropic", "google"),
        anthropic=ProviderSettings(api_key=KEY),
        openai=ProviderSettings(api_key=KEY),
        google=ProviderSettings(api_key=KEY),
    )
    assert providers_of(settings) == ["google", "coach", "anthropic"]


def test_a_server_of_one_s_own_needs_no_key():
    """Ollama and vLLM behind OpenAI's interface are configured by their address alone."""
    own = ProviderSettings(base_url="http://localhost:11434/v1", model="llama3.2")
    assert make_chain(ModelSettings(openai=own)).names == (("openai", "llama3.2"),)
    openai_itself = ProviderSettings(base_url="https://api.openai.com/v1")
    assert providers_of(ModelSettings(openai=openai_itself)) == ["coach"]


def test_keys_and_addresses_come_from_the_usual_variables():
    """What the settings leave open is taken from the environment; what they say stays."""
    environ = {
        "ANTHROPIC_API_KEY": "key-a",
        "ANTHROPIC_BASE_URL": "http://gateway.test",
        "OPENAI_BASE_URL": "http://localhost:11434/v1",
        "GOOGLE_API_KEY": "key-g\n",
    }
    settings = ModelSettings(anthropic=ProviderSettings(base_url="http://own.test")).with_environment(environ)
    assert settings.anthropic == ProviderSettings(api_key="key-a", base_url="http://own.test")
    assert settings.openai == ProviderSettings(base_url="http://localhost:11434/v1")
    assert settings.google == ProviderSettings(api_key="key-g")
    assert providers_of(settings) == ["anthropic", "openai", "google"]


def test_geminis_own_variable_goes_first():
    """GEMINI_API_KEY is the more specific of the two."""
    environ = {"GEMINI_API_KEY": "gemini", "GOOGLE_API_KEY": "google"}
    assert ModelSettings().with_environment(environ).google.api_key == "gemini"


def test_the_default_model_s_options_stay_with_it():
    """A model of one's own gets no option that it may not know; configured options go with any model."""
    chain = make_chain(ModelSettings(openai=ProviderSettings(api_key=KEY)))
    assert chain._links[0].model._options == KNOWN_PROVIDERS["openai"].options
    chain = make_chain(ModelSettings(openai=ProviderSettings(api_key=KEY, model="other")))
    assert chain._links[0].model._options == {}
    chosen = ProviderSettings(api_key=KEY, model="other", options={"temperature": 0})
    assert make_chain(ModelSettings(openai=chosen))._links[0].model._options == {"temperature": 0}


def test_an_unknown_provider_stops_start_up():
    """The error names the value and what is allowed."""
    with pytest.raises(ConfigurationError, match="'azure' is none of anthropic, openai, google, coach"):
        make_chain(ModelSettings(providers=("azure",)))


@pytest.mark.parametrize("key", [f"{KEY}\nmore", f"{KEY} {KEY}", f"“{KEY}”"])
def test_a_key_that_cannot_be_one_stops_start_up_unseen(key):
    """Line breaks, blanks and curly quotes come from pasting; the error does not repeat the key."""
    with pytest.raises(ConfigurationError) as refused:
        make_chain(ModelSettings(openai=ProviderSettings(api_key=key)))
    assert KEY not in refused.value.message


def test_settings_do_not_show_keys():
    """A settings object may be logged."""
    assert KEY not in repr(ModelSettings(openai=ProviderSettings(api_key=KEY)))


@pytest.mark.parametrize("provider", sorted(KNOWN_PROVIDERS))
def test_every_default_model_has_a_list_price(provider):
    """What the default models cost is known from the start."""
    cost = PriceTable().cost(provider, KNOWN_PROVIDERS[provider].model, Usage(1000, 0, 1000))
    assert cost is not None
    assert cost > 0
