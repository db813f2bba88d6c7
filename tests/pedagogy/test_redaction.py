"""Secrets and personal data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor.pedagogy.redaction import redact

LETTERS = "aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW"

SECRETS = {
    # assembled here so that no scanner takes this file for a leak
    "sk" + f"-{LETTERS}": "key",
    "sk" + f"-ant-api03-{LETTERS}_{LETTERS}": "key",
    "sk" + f"-proj-{LETTERS}": "key",
    "AI" + f"za{LETTERS}XYZ_-4": "key",
    "gh" + f"p_{LETTERS}": "key",
    "github" + f"_pat_{LETTERS}": "key",
    "AK" + "IAIOSFODNN7EXAMPLE": "key",
    "xo" + f"xb-{LETTERS}": "key",
    "hf" + f"_{LETTERS}": "key",
    "ey" + f"JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0.{LETTERS}": "token",
    "ada.lovelace+jupyter@example.org": "e-mail",
}


# req: X3
@pytest.mark.parametrize(("secret", "kind"), SECRETS.items())
@pytest.mark.parametrize("around", ["{}", "see {} here", 'key="{}"', "({}),", "x={}\n"])
def test_known_forms_are_removed(secret, kind, around) -> None:
    """Every form of key, token and address, whatever stands around it."""
    cleaned = redact(around.format(secret))
    assert secret not in cleaned
    assert secret[8:] not in cleaned
    assert "[removed: " in cleaned
    if around == "see {} here":
        assert cleaned == f"see [removed: {kind}] here"


# req: X3
@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ('password = "hunter2"', 'password = "[removed: password]"'),
        ("db_password: 'x y'", "db_password: '[removed: password]'"),
        ('{"api_key": "abc"}', '{"api_key": "[removed: password]"}'),
        ("API_KEY=abcd1234efgh5678", "API_KEY=[removed: password]"),
        ("psql://ada:s3cret@db/x", "psql://ada:[removed: password]@db/x"),
        ("Authorization: Bearer abcdef0123456789", "Authorization: Bearer [removed: token]"),
        ('token = "abcdef0123456789xyz"', 'token = "[removed: secret]"'),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMIIE1234\n-----END RSA PRIVATE KEY-----\nwhy?",
            "[removed: private key]\nwhy?",
        ),
    ],
)
def test_what_names_a_secret_stays(text, cleaned) -> None:
    """Only the secret goes, so that the tutor still sees what the code does."""
    assert redact(text) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "token = tokens[i]",
        "password = input('Password: ')",
        "secret_word = 'banana'",
        "class='sk-toggleable__content'",
        "@property",
        "a @ b.T",
        "x = matrix@vector",
        "the bearer of bad news is here",
        "if password == guess:",
        "https://example.org/a:b",
        "tokens: 42",
    ],
)
def test_ordinary_code_stays_as_it_is(text) -> None:
    """What students write about passwords and tokens is no secret."""
    assert redact(text) == text


# req: X3
def test_configured_names() -> None:
    """Whole words in any case and any spacing; parts of other words stay."""
    text = "Ada  lovelace and ADA: adapter, Ada's"
    assert redact(text, ("Ada", "Ada Lovelace")) == (
        "[removed: name] and [removed: name]: adapter, [removed: name]'s"
    )
    assert redact("removed: name", ("name", "")) == "removed: [removed: name]"


PIECES = st.sampled_from(
    [
        *SECRETS,
        "password = ",
        "'",
        '"',
        "=",
        "@",
        "://",
        ":",
        " ",
        "\n",
        "-----BEGIN PRIVATE KEY-----",
        "Bearer ",
        "name",
    ]
)


# req: X3
@given(st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join))
def test_again_changes_nothing(text) -> None:
    """What is clean stays as it is, placeholders included, also when a name is a word of theirs."""
    names = ("name", "key", "removed")
    once = redact(text, names)
    assert redact(once, names) == once


# req: X3
@pytest.mark.parametrize(
    "piece",
    [
        "a", "a-", "eyJ", "eyJaaaaaaaa.", "token", "-----BEGIN PRIVATE KEY-----", "http://a:", "a@",
        "a.b@c.", "password=",
        'password="x ', "bearer ", "sk-", "secret='1", "x = 1\n",
    ],
)  # fmt: skip
def test_a_megabyte_of_anything_is_done_at_once(piece) -> None:
    """Repeated beginnings of secrets cost linear time (this test would not end otherwise)."""
    text = piece * (1_000_000 // len(piece))
    assert isinstance(redact(text, ("Ada Lovelace",)), str)
