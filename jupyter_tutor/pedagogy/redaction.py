"""Takes secrets and personal data out of a text before it leaves the server.

Removed: keys of the main providers, bearer tokens, JSON web tokens, passwords in URLs and in
assignments, private key blocks, e-mail addresses and configured names. Each leaves a
placeholder that says what stood there. Every pattern starts at a word's edge and is bounded, so
that the time is linear in the text; forms whose first letters do not occur cost
nothing. What looks like no known form of a secret is not found.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

_ROUNDS = 4
"""Passes until nothing changes; the second one almost always finds nothing."""

_PROVIDER_KEYS = (
    r"(?<![A-Za-z0-9_-])(?:"
    r"sk-(?=[A-Za-z0-9_-]{0,200}[0-9])[A-Za-z0-9_-]{16,}"  # OpenAI, Anthropic and others
    r"|AIza[A-Za-z0-9_-]{30,}"  # Google
    r"|ya29\.[A-Za-z0-9_-]{20,}"
    r"|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}"
    r"|(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}"  # AWS
    r"|xox[a-z]-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{10,}"  # Slack
    r"|hf_[A-Za-z0-9]{20,}|gsk_[A-Za-z0-9]{20,}|r8_[A-Za-z0-9]{20,}|pypi-[A-Za-z0-9_-]{30,}|"
    r"npm_[A-Za-z0-9]{30,}"
    r"|[sr]k_(?:live|test)_[A-Za-z0-9]{16,}"  # Stripe
    r")"
)
_SIGNED_CLAIMS = r"(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)?"
_BEARER = (
    r"(?i:(?<![\w-])(?:bearer|basic)[ "
    r"\t]{1,4})(?=[^\s\"']{0,200}[0-9.=_-])(?P<bearer>[A-Za-z0-9._~+/=-]{16,})"
)
_PRIVATE_KEY = (
    r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:(?:[^-]|-(?!----))*-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|"
    r"(?:\s*[A-Za-z0-9+/=]{16,})*)"
)
_URL_CREDENTIALS = (
    r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s:@/\"']{0,100}:"
    r"(?P<url>[^\s@/\"'\[\]]{1,200})@"
)
_EMAIL = r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])"
_ASSIGN = r"[\"']?[ \t]{0,8}(?::=|:|=)[ \t]{0,8}"
_ASSIGNED_PASSWORD = (
    r"(?i:(?<![\w-])[\w-]{0,40}(?:password|passwd|passphrase|pwd|api[_-]?key|secret[_-]?key|"
    r"access[_-]?key|auth[_-]?token|access[_-]?token|client[_-]?secret)[\w-]{0,40})"
    + _ASSIGN
    + r"(?:[rbfu]{0,2}(?P<quote>[\"'])(?P<quoted>[^\"'\n\[\]]{1,300})(?P=quote)"
    r"|(?P<bare>(?=[^\s\"'(\[]{0,200}[0-9])(?=[^\s\"'(\[]{0,200}[A-Za-z])"
    r"[A-Za-z0-9+/=_.~!@$%^&*-]{12,})(?![\w(\[]))"
)
_ASSIGNED_SECRET = (
    r"(?i:(?<![\w-])[\w-]{0,40}(?:secret|token|credential)[\w-]{0,40})"
    + _ASSIGN
    + r"[rbfu]{0,2}(?P<quote2>[\"'])(?P<secret>(?=[^\"'\s]{0,300}[0-9])[^\"'\s\[\]]{16,300})(?P=quote2)"
)

_KEY_STARTS = tuple(
    (  # noqa: SIM905 - read as running text
        "sk- aiza ya29. ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- akia asia aroa aida xox xapp- hf_ gsk_ "
        "r8_ pypi- npm_ k_live_ k_test_"
    ).split()
)
_PASSWORD_NAMES = tuple(
    (  # noqa: SIM905 - read as running text
        "password passwd passphrase pwd api_key api-key apikey secret access_key access-key accesskey "
        "auth_token auth-token authtoken access_token access-token accesstoken"
    ).split()
)

_KINDS = (
    # kind, pattern, groups that hold the secret itself, what a text must contain in lower case
    ("private key", _PRIVATE_KEY, (), ("private key",)),
    ("password", _URL_CREDENTIALS, ("url",), ("://",)),
    ("key", _PROVIDER_KEYS, (), _KEY_STARTS),
    ("token", _SIGNED_CLAIMS, (), ("eyj",)),
    ("token", _BEARER, ("bearer",), ("bearer", "basic")),
    ("password", _ASSIGNED_PASSWORD, ("quoted", "bare"), _PASSWORD_NAMES),
    ("secret", _ASSIGNED_SECRET, ("secret",), ("secret", "token", "credential")),
    ("e-mail", _EMAIL, (), ("@",)),
)


@lru_cache(maxsize=512)
def redact(text: str, names: tuple[str, ...] = ()) -> str:
    """The text with placeholders like `[removed: e-mail]`; doing it again changes nothing.

    `names` are words or phrases to remove wherever they stand as whole words, in any case.
    """
    for _ in range(_ROUNDS):
        cleaned = _once(text, names)
        if cleaned == text:
            break
        text = cleaned
    return text


def _once(text: str, names: tuple[str, ...]) -> str:
    """One pass over what stands between the placeholders."""
    pieces = _placeholder().split(text)
    return "".join(piece if index % 2 else _cleaned(piece, names) for index, piece in enumerate(pieces))


def _cleaned(piece: str, names: tuple[str, ...]) -> str:
    """One stretch of text without placeholders, cleaned of every kind in one go."""
    lowered = piece.lower()
    present = tuple(
        index for index, (*_, starts) in enumerate(_KINDS) if any(start in lowered for start in starts)
    )
    if present:
        piece = _secrets(present).sub(_replacement, piece)
    pattern = _names_pattern(names)
    if pattern is None:
        return piece
    parts = _placeholder().split(piece)
    return "".join(
        part if index % 2 else pattern.sub("[removed: name]", part) for index, part in enumerate(parts)
    )


def _replacement(match: re.Match[str]) -> str:
    """The match with its secret part replaced; what names the secret stays."""
    found = match.groupdict()
    kind, groups = next(
        (kind, groups)
        for index, (kind, _, groups, _) in enumerate(_KINDS)
        if found.get(f"kind{index}") is not None
    )
    placeholder = f"[removed: {kind}]"
    for group in groups:
        if found.get(group) is not None:
            start, end = match.start(group) - match.start(), match.end(group) - match.start()
            whole = match.group()
            return whole[:start] + placeholder + whole[end:]
    return placeholder


@cache
def _secrets(present: tuple[int, ...]) -> re.Pattern[str]:
    """The forms that can occur as one pattern: a placeholder is never looked at twice in a pass."""
    return re.compile("|".join(f"(?P<kind{index}>{_KINDS[index][1]})" for index in present))


@cache
def _placeholder() -> re.Pattern[str]:
    return re.compile(r"(\[removed: (?:private key|password|key|token|secret|e-mail|name)\])")


@lru_cache(maxsize=64)
def _names_pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """The configured names as whole words, the longest first, with any space between their parts."""
    words = sorted({" ".join(name.split()) for name in names if name.strip()}, key=len, reverse=True)
    if not words:
        return None
    spelled = "|".join(r"\s{1,8}".join(re.escape(part) for part in word.split()) for word in words)
    return re.compile(rf"(?<!\w)(?:{spelled})(?!\w)", re.IGNORECASE)
