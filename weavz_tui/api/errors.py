"""What only a door over HTTP can find wrong."""

from __future__ import annotations

from weavz_tui.model.errors import ValidationError, WeavzError


class MethodNotAllowed(WeavzError):
    """The path is there, the method is not."""

    code = "VALIDATION_ERROR"
    status = 405


class BodyTooLarge(ValidationError):
    """The body is larger than `serve.max_body`."""

    status = 413


class NotJson(ValidationError):
    """The body claims to be something else than JSON."""

    status = 415


class TooSlow(ValidationError):
    """The body did not arrive in time."""

    status = 408


class Forbidden(WeavzError):
    """The request comes from where it must not come from, or reaches for more than it may."""

    code = "FORBIDDEN"
    status = 403
