"""What every REST endpoint shares: identity, JSON in and out, errors as `{"detail", "code"}`."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from jupyter_server.base.handlers import APIHandler, JupyterHandler
from tornado import web

from jupyter_tutor.api.error_mapping import SERVER_ERROR, retry_after_header, status_and_body
from jupyter_tutor.errors import AuthForbidden, AuthInvalid, Invalid, TutorError

if TYPE_CHECKING:
    from jupyter_server.auth.identity import User
    from pydantic import BaseModel

    from jupyter_tutor.tutoring.metering.actor import Actor
    from jupyter_tutor.tutoring.records import Student
    from jupyter_tutor.tutoring.tutor import Tutor

    Body = TypeVar("Body", bound=BaseModel)

RESOURCE = "tutor"
MAX_BODY_BYTES = 2_000_000

_MOST_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking, in the words of the face that knows."""

    username: str
    display_name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reception:
    """What a face gives the endpoints: the tutor, made on first use, and who a server user is.

    `current` is the tutor if it was made already; asking for `tutor()` makes it.
    """

    tutor: Callable[[], Awaitable[Tutor]]
    current: Callable[[], Tutor | None]
    identify: Callable[[User], Identity]


def reception_of(handler: JupyterHandler) -> Reception:
    """The reception of the face that installed this endpoint."""
    reception: Reception = handler.settings["jupyter_tutor_reception"]
    return reception


async def student_of(handler: JupyterHandler) -> Student:
    """The student behind a request. DatabaseUnavailable when nobody can be looked up."""
    reception = reception_of(handler)
    identity = reception.identify(handler.current_user)
    tutor = await reception.tutor()
    return await tutor.recognise(identity.username, identity.display_name)


class Endpoint(APIHandler):
    """Base of the REST endpoints. Methods that need no identity carry `@allow_unauthenticated`."""

    auth_resource = RESOURCE

    async def prepare(self) -> None:  # type: ignore[override]
        """Establish who is asking; nobody gets past here unless the method allows it."""
        method = getattr(self, str(self.request.method).lower())
        public = getattr(method, "__allow_unauthenticated", False)
        try:
            await super().prepare()
        except web.HTTPError as error:
            nobody = self.current_user is None and self.check_host() and not public
            if nobody and error.status_code == HTTPStatus.FORBIDDEN:
                raise AuthInvalid from error
            raise
        if self.current_user is None and not public:
            raise AuthInvalid

    async def tutor(self) -> Tutor:
        """The use cases."""
        return await reception_of(self).tutor()

    async def student(self) -> Student:
        """The student behind this request."""
        return await student_of(self)

    async def actor(self) -> Actor:
        """Whoever asks, with the roles that the face knows of."""
        from jupyter_tutor.tutoring.metering.actor import Actor

        student = await self.student()
        roles = reception_of(self).identify(self.current_user).roles
        return Actor(student.id, student.username, frozenset(roles))

    async def require_role(self, *roles: str) -> Actor:
        """Whoever asks. AuthForbidden unless they have one of these roles: the one place that says so."""
        actor = await self.actor()
        if actor.roles.isdisjoint(roles):
            raise AuthForbidden(f"This is for people with the role {' or '.join(roles)}.")
        return actor

    def has_role(self, *roles: str) -> bool:
        """Whether whoever asks has one of these roles."""
        return not set(roles).isdisjoint(reception_of(self).identify(self.current_user).roles)

    def page_size(self, default: int, largest: int) -> int:
        """The query's `limit`. Invalid unless it is a number from 1 to `largest`."""
        raw = self.get_query_argument("limit", str(default))
        if not raw.isascii() or not raw.isdigit() or not 1 <= int(raw[:_MOST_DIGITS]) <= largest:
            raise Invalid(f"limit: must be a number from 1 to {largest}.")
        return int(raw[:_MOST_DIGITS])

    def choice(self, name: str, allowed: Sequence[str], default: str) -> str:
        """A field of the query that has one of a few values. Invalid names those."""
        value = self.get_query_argument(name, default)
        if value not in allowed:
            raise Invalid(f"{name}: must be one of {', '.join(allowed)}.")
        return value

    def body(self, model: type[Body]) -> Body:
        """The request's JSON body. Invalid names the field that is wrong."""
        from pydantic import ValidationError

        from jupyter_tutor.api.client_frames import first_fault

        try:
            return model.model_validate(self.json_body())
        except ValidationError as error:
            raise Invalid(first_fault(error)) from error

    def json_body(self) -> Any:
        """The decoded body, whatever it is."""
        try:
            return json.loads(self._body_of("application/json"))
        except (ValueError, RecursionError) as error:
            raise Invalid("The body is not valid JSON.") from error

    def csv_body(self) -> str:
        """The body's text, sent as text/csv in UTF-8."""
        try:
            return self._body_of("text/csv").decode()
        except UnicodeDecodeError as error:
            raise Invalid("The body is not text in UTF-8.") from error

    def _body_of(self, media_type: str) -> bytes:
        body: bytes = self.request.body
        if len(body) > MAX_BODY_BYTES:
            raise Invalid(f"The body is too large (at most {MAX_BODY_BYTES:,} bytes).")
        content_type = self.request.headers.get("Content-Type", media_type).partition(";")[0]
        if content_type.strip().lower() != media_type:
            raise Invalid(f"Send the body as {media_type}.")
        return body

    def reply(self, payload: Any, status: int = 200) -> None:
        """Finish with a JSON document. Half a surrogate pair, unknown to UTF-8, becomes a question mark."""
        self.set_status(status)
        self.finish(json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace"))

    def refuse(self, error: TutorError, details: dict[str, Any]) -> None:
        """Finish with an error that has more to say than its sentence."""
        status, body = status_and_body(error)
        self.reply(body | details, status)

    def finish(self, *args: Any, **kwargs: Any) -> Any:
        """Finish, saying how long the server took (milliseconds) from the request's first line on."""
        self.set_header("Server-Timing", f"total;dur={1_000 * self.request.request_time():.1f}")
        return super().finish(*args, **kwargs)

    def reply_csv(self, text: str, name: str) -> None:
        """Finish with a CSV file to be kept."""
        self.set_attachment_header(f"{name}.csv")
        self.finish(text, set_content_type="text/csv; charset=utf-8")

    def nothing(self) -> None:
        """Finish with 204."""
        self.set_status(204)
        self.finish()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Finish with `{"detail", "code"}`; an unforeseen fault goes to the log, not to the reader."""
        error = kwargs["exc_info"][1] if "exc_info" in kwargs else web.HTTPError(status_code)
        status, body = status_and_body(error)
        self.set_status(status)
        retry_after = retry_after_header(error)
        if retry_after is not None:
            self.set_header("Retry-After", retry_after)
        tutor = reception_of(self).current()
        if tutor is not None and status >= SERVER_ERROR:
            tutor.report(type(self).__name__, error)
        elif tutor is not None and isinstance(error, AuthInvalid):
            tutor.turned_away()
        self.finish(json.dumps(body, ensure_ascii=False))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Errors of ours are told to the caller; the observer logs the rest without their values."""
        if not isinstance(value, TutorError):
            super().log_exception(typ, value, tb)
