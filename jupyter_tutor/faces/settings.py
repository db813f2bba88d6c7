"""Every setting of the tutor, as traits: configuration files, flags and environment set them."""

from __future__ import annotations

from importlib.util import find_spec

from traitlets import Bool, Dict, Enum, Float, Int, List, Unicode
from traitlets.config import Configurable

from jupyter_tutor.errors import ConfigurationError

PROVIDERS = ("anthropic", "openai", "google", "coach")


class TutorSettings(Configurable):
    """Settings shared by the faces that answer questions themselves."""

    data_dir = Unicode(
        "",
        help="Folder for the tutor's database. Empty: `jupyter_tutor` in Jupyter's data folder.",
    ).tag(config=True)
    database_url = Unicode(
        "",
        help="Address of the database, `sqlite:////path/to/file` or `postgresql://user:password@host/name`. "
        "Empty: an SQLite file in `data_dir`.",
    ).tag(config=True)
    username = Unicode(
        "",
        help="Name of the student of a single-user server. Empty: the account that runs the server.",
    ).tag(config=True)

    providers = List(
        Enum(PROVIDERS),
        list(PROVIDERS[:3]),
        help="Language model providers in the order in which they are tried; one without a key is "
        "skipped. With none left, the built-in coach answers. Keys come from the environment only: "
        "ANTHROPIC_API_KEY, OPENAI_API_KEY, GEMINI_API_KEY or GOOGLE_API_KEY.",
    ).tag(config=True)
    anthropic_model = Unicode("", help="Anthropic model. Empty: the tutor's default.").tag(config=True)
    openai_model = Unicode("", help="OpenAI model. Empty: the tutor's default.").tag(config=True)
    google_model = Unicode("", help="Google model. Empty: the tutor's default.").tag(config=True)
    anthropic_base_url = Unicode(
        "", help="Address of Anthropic's interface. Empty: ANTHROPIC_BASE_URL, else Anthropic itself."
    ).tag(config=True)
    openai_base_url = Unicode(
        "",
        help="Address of OpenAI's interface or any compatible one (Ollama, vLLM …), which then needs no "
        "key. Empty: OPENAI_BASE_URL, else OpenAI itself.",
    ).tag(config=True)
    google_base_url = Unicode(
        "", help="Address of Google's interface. Empty: GOOGLE_GEMINI_BASE_URL, else Google itself."
    ).tag(config=True)
    request_timeout = Float(
        60.0, min=1.0, max=600.0, help="Seconds without a byte after which a provider is given up, 1 to 600."
    ).tag(config=True)
    model_retries = Int(
        2, min=0, max=5, help="How often one provider is asked again after a passing error, 0 to 5."
    ).tag(config=True)
    max_output_tokens = Int(1200, min=256, max=8192, help="Longest answer in tokens, 256 to 8192.").tag(
        config=True
    )
    prices = Dict(
        help="Prices that replace or complete the built-in table: "
        '`{"model": {"input": 3.0, "cached_input": 0.3, "output": 15.0}}` in dollars per million tokens.'
    ).tag(config=True)

    hint_escalation = Enum(
        ("effort", "every_message"),
        "effort",
        help="When the next step of the hint ladder opens: after an attempt (`effort`), or with every "
        "further message (`every_message`).",
    ).tag(config=True)
    level_policy = Unicode(
        "",
        help="How a finished problem changes a student's level: `graded_response` (empty means this one), "
        "`ema_upward_when_unaided` or `ema`.",
    ).tag(config=True)
    max_hint_level = Int(5, min=1, max=5, help="Highest step of the hint ladder, 1 to 5.").tag(config=True)
    greeting_filter = Bool(default_value=True, help="Answer greetings without a model.").tag(config=True)
    off_topic_filter = Bool(
        default_value=True,
        help="Politely refuse messages that have nothing to do with the course, without a model.",
    ).tag(config=True)
    off_topic_embeddings = Enum(
        ("", "openai", "google"),
        "",
        help="Provider whose embeddings are asked for a second opinion before a message is refused as "
        "off-topic; it can only let a message through, and does when it cannot be asked. One short call per "
        "refusal. Empty: nobody is asked.",
    ).tag(config=True)
    embedding_model = Unicode(
        "", help="Embedding model of `off_topic_embeddings`. Empty: the tutor's default."
    ).tag(config=True)
    judge_difficulty = Bool(
        default_value=False,
        help="Ask the model how hard a new problem is when its exercise does not say. One short call, and "
        "its time before the first hint.",
    ).tag(config=True)

    context_tokens = Int(
        10_000, min=2_000, max=200_000, help="Most tokens sent to a model with one question."
    ).tag(config=True)
    message_tokens = Int(6_000, min=500, max=100_000, help="Longest message of a student in tokens.").tag(
        config=True
    )
    notebook_tokens = Int(4_000, min=200, max=100_000, help="Most tokens of the notebook's part.").tag(
        config=True
    )
    private_names = List(
        Unicode(), help="Names and other words that are removed before anything leaves the server."
    ).tag(config=True)

    limits_profile = Enum(
        ("relaxed", "strict"),
        "relaxed",
        help="Limits to start from: `relaxed`, or `strict` (sessions end after 30 minutes, fast spending is "
        "slowed down).",
    ).tag(config=True)
    limits = Dict(
        help="Limits that replace those of the profile, by name, money in dollars, times in seconds: "
        '`{"messages_per_minute": 30, "session_budget": "2.50", "breaker_on": false}`. An administrator can '
        "change them while the server runs.",
    ).tag(config=True)

    redis_url = Unicode(
        "",
        help="Redis server that decides on limits for several processes, `redis://:password@host:6379/0` (or "
        "`rediss://`, `unix://`). Empty: this process decides alone. Set it in the environment where files "
        "can be read by others.",
    ).tag(config=True)
    limits_when_away = Enum(
        ("share", "refuse"),
        "share",
        help="What happens while Redis is away: each process goes on within its `share` of what is left, or "
        "all questions are refused (`refuse`).",
    ).tag(config=True)

    abandon_after = Float(
        30.0, min=1.0, max=3600.0, help="Seconds an answer goes on with no panel listening, 1 to 3600."
    ).tag(config=True)
    shutdown_grace = Float(
        5.0, min=0.0, max=300.0, help="Seconds that running answers get to finish at shutdown, 0 to 300."
    ).tag(config=True)
    event_log = Enum(
        ("text", "json"), "text", help="Form of the tutor's log lines: `text` to read, `json` to collect."
    ).tag(config=True)


SETTING_NAMES = frozenset(TutorSettings.class_own_traits(config=True))
CONFIG_FILE = "jupyter_tutor_config"  # without its ending, .py or .json


def check(settings: TutorSettings) -> None:
    """ConfigurationError for values that contradict each other or name what does not exist."""
    for name in ("message_tokens", "notebook_tokens"):
        if getattr(settings, name) > settings.context_tokens:
            raise ConfigurationError(
                f"{name}={getattr(settings, name)} is not allowed: "
                f"at most context_tokens={settings.context_tokens}."
            )
    if settings.redis_url:
        _check_redis(settings.redis_url)
    if settings.limits:
        from jupyter_tutor.faces.policy import metering_policy

        metering_policy(settings)
    if settings.level_policy:  # asked only where a site set one: the rules load with the first panel
        from jupyter_tutor.faces.policy import answering_policy

        answering_policy(settings)


def _check_redis(url: str) -> None:
    """The address may hold a password: it is not repeated."""
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise ConfigurationError("redis_url is not allowed: it begins with redis://, rediss:// or unix://.")
    if find_spec("redis") is None:
        raise ConfigurationError(
            "redis_url is set, but the library for it is missing: pip install 'jupyter-tutor[redis]'."
        )
