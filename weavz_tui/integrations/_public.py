"""What the integrations of open services, which ask for no account, have in common."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from weavz_tui import __version__
from weavz_tui.catalog import (
    ActionFailed,
    CustomAuth,
    NoAuth,
    Prop,
    Property,
    ValidationError,
)
from weavz_tui.catalog.auth import Headers
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import PropertyType

Whole = Annotated[int, Prop(minimum=0)]
Count = Annotated[int, Prop(minimum=1)]


def segment(value: str, key: str, *, keep: str = "") -> str:
    """An input as one part of a path; characters of `keep` stay as they are. Raises
    ValidationError for what would lead elsewhere."""
    clean = value.strip().strip("/")
    if not clean or {".", ".."} & set(clean.split("/")):
        raise ValidationError.of(**{key: "must not be empty or a path"})
    return quote(clean, safe=keep)


def joined(values: list[Any] | None, separator: str = ",") -> str | None:
    """A list as one parameter, or None when it is empty."""
    return separator.join(str(each) for each in values or ()) or None


def given(**values: Any) -> dict[str, Any]:
    """The values that are there, as a JSON body carries them: whole numbers as integers."""
    return {
        key: int(value) if isinstance(value, float) and value.is_integer() else value
        for key, value in values.items()
        if value is not None
    }


def not_found(message: str) -> ActionFailed:
    """The failure of a service that says with an empty answer that something is not there."""
    return ActionFailed("Action execution failed", details={"message": message, "statusCode": 404})


def _introduce(credential: Credential, headers: Headers) -> None:
    if email := str(credential.get("email") or "").strip():
        headers["User-Agent"] = f"weavz-tui/{__version__} ({email})"


def _email() -> Property:
    return Property(
        name="email",
        type=PropertyType.SHORT_TEXT,
        display_name="Your e-mail address",
        description="Sent with each request, so that the service can reach who sends it.",
        required=True,
    )


def contact(why: str) -> tuple[NoAuth, CustomAuth]:
    """Ways to authenticate of a service that wants to know who calls, but has no accounts."""
    return (
        NoAuth(),
        CustomAuth(
            key="contact",
            title="Contact",
            description=why,
            properties=(_email(),),
            sign=_introduce,
        ),
    )


def message_at(data: Any, *path: str | int) -> str | None:
    """The text at a path into an answer, or None where there is none."""
    try:
        for step in path:
            data = data[step]
    except (KeyError, IndexError, TypeError):
        return None
    return data if isinstance(data, str) and data else None
