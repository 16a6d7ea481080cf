"""Twilio: text messages, calls, numbers, recordings."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from xml.sax.saxutils import escape, quoteattr

from weavz_tui.catalog import (
    BasicAuth,
    Category,
    Context,
    Dropdown,
    Effect,
    FileContent,
    Integration,
    LongText,
    Option,
    Options,
    Prop,
    Response,
    SecretText,
    ValidationError,
)
from weavz_tui.catalog.auth import Headers
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._custom import given, segment, whole
from weavz_tui.integrations._custom_action import add_custom_call
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType

VERSION = "/2010-04-01"
MAX_PAGES = 10


@dataclass(frozen=True, kw_only=True)
class AccountKeys(SecretText):
    """Account and token in one text, `AC...:token`, or with an API key, `AC...:SK...:secret`."""

    def apply(self, credential: Credential, headers: Headers) -> None:
        account, _, rest = credential.token.strip().partition(":")
        pair = rest if rest.startswith("SK") and ":" in rest else f"{account}:{rest}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"


def failure(response: Response) -> str | None:
    """Twilio's message with its code, as in `The 'To' number is not valid (21211)`."""
    data = response.data()
    if response.ok or not isinstance(data, dict) or not data.get("message"):
        return default_failure(response)
    code = data.get("code")
    return f"{data['message']} ({code})" if code else str(data["message"])


integration = Integration(
    "twilio",
    title="Twilio",
    description="Text messages, calls, numbers and recordings.",
    categories=[Category.COMMUNICATION],
    auth=[
        AccountKeys(
            title="Account SID and token",
            description="AC...:token, or with an API key AC...:SK...:secret.",
        ),
        BasicAuth(
            title="Account SID and auth token",
            username_title="Account SID",
            password_title="Auth token",
        ),
    ],
    base_url="https://api.twilio.com",
    addresses={"lookups": "https://lookups.twilio.com"},
    failure=failure,
)


async def numbers(ctx: Context) -> Options:
    """The account's own numbers."""
    found: list[dict[str, Any]] = []
    path: str | None = f"{_account(ctx)}/IncomingPhoneNumbers.json"
    params: dict[str, Any] | None = {"PageSize": 100}
    for _ in range(MAX_PAGES):
        page = await ctx.get(path or "", params=params)
        found += page.get("incoming_phone_numbers") or []
        path, params = page.get("next_page_uri"), None
        if not path:
            break
    return Options(options=tuple(_number(each) for each in found))


def _number(each: dict[str, Any]) -> Option:
    number, name = each["phone_number"], each.get("friendly_name")
    return Option(label=f"{name} ({number})" if name and name != number else number, value=number)


From = Annotated[str, Dropdown(numbers), Prop(key="from")]


@integration.tests
async def account(ctx: Context) -> Any:
    """Read the account itself."""
    return await ctx.get(f"{_account(ctx)}.json")


@integration.action()
async def send_sms(ctx: Context, from_: From, body: LongText, to: str) -> Any:
    """Send a text message.

    Args:
        from_: The number that it comes from.
        body: The text, up to 1,600 characters.
        to: The number that it goes to, as +15558675310.
    """
    form = {"From": from_, "Body": body, "To": to}
    return await ctx.post(f"{_account(ctx)}/Messages.json", form=form)


@integration.action(effect=Effect.READ)
async def phone_number_lookup(ctx: Context, phone_number: str) -> Any:
    """Check and format a number, and tell its country.

    Args:
        phone_number: The number, as +15558675310.
    """
    return await ctx.get(f"lookups:/v2/PhoneNumbers/{segment(phone_number, 'phone_number')}")


@integration.action()
async def make_call(
    ctx: Context,
    from_: From,
    to: str,
    message: LongText,
    voice: Literal["alice", "man", "woman"] | None = None,
    language: Annotated[
        Literal["en-US", "en-GB", "es-ES", "fr-FR", "de-DE"],
        Prop(
            labels={
                "en-US": "English (US)",
                "en-GB": "English (UK)",
                "es-ES": "Spanish",
                "fr-FR": "French",
                "de-DE": "German",
            }
        ),
    ]
    | None = None,
    send_digits: Annotated[str, Prop(key="sendDigits")] | None = None,
    timeout: Annotated[float, Prop(title="Ring for (seconds)", minimum=1, maximum=600)]
    | None = None,
) -> Any:
    """Call a number and read a message aloud.

    Args:
        from_: The number that the call comes from.
        to: The number that is called, as +15558675310.
        message: What is read aloud.
        voice: Whose voice reads.
        language: The language of the message.
        send_digits: Keys pressed once somebody answers; a w waits half a second.
        timeout: How long it may ring; 60 seconds when empty.
    """
    if send_digits and not re.fullmatch(r"[0-9*#wWA-D]+", send_digits):
        raise ValidationError.of(sendDigits="may hold 0-9, A-D, *, # and w")
    said = {"voice": voice, "language": language}
    attributes = "".join(f" {key}={quoteattr(each)}" for key, each in said.items() if each)
    form = given(
        From=from_,
        To=to,
        Twiml=f"<Response><Say{attributes}>{escape(message)}</Say></Response>",
        SendDigits=send_digits or None,
        Timeout=whole(timeout, "timeout"),
    )
    return await ctx.post(f"{_account(ctx)}/Calls.json", form=form)


@integration.action(effect=Effect.READ)
async def get_message(ctx: Context, message_sid: str) -> Any:
    """Read a message, with what became of it.

    Args:
        message_sid: The message's SID (SM... or MM...).
    """
    return await ctx.get(f"{_account(ctx)}/Messages/{segment(message_sid, 'message_sid')}.json")


@integration.action(effect=Effect.READ)
async def download_recording_media(
    ctx: Context,
    recording_sid: str,
    format: Literal["mp3", "wav"] | None = None,
    channels: Annotated[Literal["1", "2"], Prop(labels={"1": "Mono", "2": "Stereo"})] | None = None,
) -> Any:
    """Download the sound of a recording; it comes as a file.

    Args:
        recording_sid: The recording's SID (RE...).
        format: The file's format; MP3 when nothing is chosen.
        channels: One channel or both; as it was recorded when nothing is chosen.
    """
    ending = format or "mp3"
    sid = segment(recording_sid, "recording_sid")
    response = await ctx.request(
        "GET",
        f"{_account(ctx)}/Recordings/{sid}.{ending}",
        params={"RequestedChannels": channels},
        headers={"Accept": "*/*"},
        timeout=120,
        into=ctx.sink(),
    )
    kind = response.content_type or {"mp3": "audio/mpeg", "wav": "audio/x-wav"}[ending]
    return FileContent(f"{sid}.{ending}", response.body, kind)


add_custom_call(integration)


def _account(ctx: Context) -> str:
    """The address of the connection's account; raises ValidationError where it names none."""
    credential = ctx.credential
    if credential is None:
        return f"{VERSION}/Accounts/"
    if credential.type is ConnectionType.BASIC_AUTH:
        sid = credential.get("username")
    else:
        sid, colon, _ = credential.token.partition(":")
        if not colon and sid.startswith("AC"):
            sid = ""
    if not sid.strip():
        raise ValidationError(
            "The connection names no account",
            hint="enter the account SID and the token as AC...:token",
        )
    return f"{VERSION}/Accounts/{segment(sid, 'account')}"
