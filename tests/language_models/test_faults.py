"""Statuses, codes and waiting times become the tutor's own errors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tutor import errors
from jupyter_tutor.language_models.faults import refusal, retry_after


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, errors.ProviderRejectedRequest),
        (401, errors.ProviderRejectedKey),
        (402, errors.ProviderRejectedKey),
        (403, errors.ProviderRejectedKey),
        (404, errors.ProviderRejectedRequest),
        (408, errors.ProviderUnreachable),
        (409, errors.ProviderOverloaded),
        (413, errors.ProviderRejectedRequest),
        (429, errors.ProviderRateLimited),
        (500, errors.ProviderOverloaded),
        (529, errors.ProviderOverloaded),
    ],
)
def test_every_status_has_its_error(status, expected):
    """The status alone decides when no code says more."""
    assert type(refusal("openai", status)) is expected


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("overloaded_error",), errors.ProviderOverloaded),
        (("rate_limit_error",), errors.ProviderRateLimited),
        (("authentication_error",), errors.ProviderRejectedKey),
        (("invalid_request_error",), errors.ProviderRejectedRequest),
        ((None, "server_error"), errors.ProviderOverloaded),
        (("something_new",), errors.ProviderOverloaded),
        ((), errors.ProviderOverloaded),
    ],
)
def test_inside_a_stream_the_code_decides(codes, expected):
    """An error after a status of 200 has only its code; an unknown one may pass."""
    assert type(refusal("anthropic", None, codes)) is expected


@given(st.text(), st.integers(min_value=300, max_value=599))
def test_only_a_plain_code_gets_into_a_message(code, status):
    """What a provider calls its error is quoted only when it is one word of letters."""
    message = str(refusal("openai", status, (code, 17, None)))
    plain = code.isascii() and code.replace("_", "").isalpha()
    assert plain or len(code) < 3 or code not in message


@given(st.floats(min_value=0, max_value=100_000).map(lambda number: round(number, 3)))
def test_seconds_and_milliseconds_are_read(seconds):
    """Retry-After in seconds, and retry-after-ms, which goes first."""
    assert retry_after({"retry-after": f"{seconds:.3f}"}) == seconds
    milliseconds = {"retry-after-ms": f"{seconds * 1000:.0f}", "retry-after": "1"}
    assert retry_after(milliseconds) == pytest.approx(seconds, abs=0.001)


def test_a_date_is_measured_against_the_providers_own_clock():
    """Our clock may be wrong by hours."""
    headers = {
        "retry-after": "Fri, 20 Nov 2026 12:00:30 GMT",
        "date": "Fri, 20 Nov 2026 12:00:00 GMT",
    }
    assert retry_after(headers) == 30
    assert retry_after({**headers, "date": "Fri, 20 Nov 2026 13:00:00 GMT"}) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"retry-after": "soon"},
        {"retry-after": "-5"},
        {"retry-after": "nan"},
        {"retry-after": "Fri, 20 Nov 2026 12:00:30 GMT"},
    ],
)
def test_what_cannot_be_read_is_no_wish(headers):
    """Nonsense, and a date without a Date to compare it to, ask for nothing."""
    assert retry_after(headers) is None
