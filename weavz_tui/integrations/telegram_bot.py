"""Telegram bots: messages, media, chats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from dateutil.parser import isoparse

from weavz_tui.catalog import (
    Category,
    Context,
    DateTime,
    Effect,
    FileContent,
    Integration,
    Json,
    LongText,
    Prop,
    Response,
    SecretText,
    ValidationError,
)
from weavz_tui.catalog.auth import Headers
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._custom import given, whole
from weavz_tui.model.credentials import Credential


@dataclass(frozen=True, kw_only=True)
class BotToken(SecretText):
    """A bot's token, which is a part of the address and in no header."""

    def apply(self, credential: Credential, headers: Headers) -> None:
        pass


def failure(response: Response) -> str | None:
    """Telegram's `description` of an answer that is not `ok`."""
    data = response.data()
    if not isinstance(data, dict) or "ok" not in data:
        return default_failure(response)
    if data["ok"]:
        return None
    return str(data.get("description") or f"HTTP {response.status}")


def throttled(response: Response) -> float | None:
    """The seconds after which Telegram wants to be asked again, which its body holds."""
    data = response.data() if response.status == 429 else None
    parameters = data.get("parameters") if isinstance(data, dict) else None
    wait = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(wait) if isinstance(wait, int | float) else None


integration = Integration(
    "telegram-bot",
    title="Telegram Bot",
    description="Messages, media and invitations of a bot.",
    categories=[Category.COMMUNICATION],
    auth=[BotToken(title="Bot token", description="123456:ABC..., from @BotFather.")],
    base_url="https://api.telegram.org",
    failure=failure,
    throttled=throttled,
)

ChatId = Annotated[
    str, Prop(title="Chat ID", description="ID of the chat, or @name of a public channel.")
]
ThreadId = Annotated[float, Prop(title="Topic ID", description="Topic of a forum, by its ID.")]
ParseMode = Annotated[
    Literal["", "HTML", "MarkdownV2", "Markdown"],
    Prop(
        labels={"": "Plain text", "Markdown": "Markdown (old)"},
        description="How the text is formatted.",
    ),
]
ReplyMarkup = Annotated[Any, Prop(description="Buttons below the message, as Telegram has them.")]
METHODS = {
    "photo": "sendPhoto",
    "video": "sendVideo",
    "audio": "sendAudio",
    "document": "sendDocument",
    "animation": "sendAnimation",
    "voice": "sendVoice",
    "sticker": "sendSticker",
}


@integration.action()
async def send_text_message(
    ctx: Context,
    chat_id: ChatId,
    text: LongText,
    message_thread_id: ThreadId | None = None,
    parse_mode: ParseMode | None = None,
    disable_web_page_preview: bool | None = None,
    reply_markup: ReplyMarkup | None = None,
) -> Any:
    """Send a text message.

    Args:
        text: The text, up to 4,096 characters.
        disable_web_page_preview: Show no preview of the addresses in it.
    """
    body = given(
        chat_id=chat_id,
        text=text,
        message_thread_id=whole(message_thread_id, "message_thread_id"),
        parse_mode=parse_mode or None,
        link_preview_options={"is_disabled": True} if disable_web_page_preview else None,
        reply_markup=reply_markup,
    )
    return await ctx.post(_path(ctx, "sendMessage"), json=body)


@integration.action()
async def send_media(
    ctx: Context,
    chat_id: ChatId,
    media_type: Literal["photo", "video", "audio", "document", "animation", "voice", "sticker"],
    media: str,
    caption: LongText | None = None,
    message_thread_id: ThreadId | None = None,
    parse_mode: ParseMode | None = None,
    reply_markup: ReplyMarkup | None = None,
) -> Any:
    """Send a picture, a video, a sound, a file or a sticker.

    Args:
        media_type: What it is.
        media: Address that Telegram fetches it from, or ID of a file that it has already.
        caption: The text below it, up to 1,024 characters; a sticker has none.
    """
    with_caption = media_type != "sticker"
    body = given(
        chat_id=chat_id,
        caption=caption or None if with_caption else None,
        message_thread_id=whole(message_thread_id, "message_thread_id"),
        parse_mode=parse_mode or None if with_caption else None,
        reply_markup=reply_markup,
    )
    return await ctx.post(_path(ctx, METHODS[media_type]), json={**body, media_type: media})


@integration.action(effect=Effect.READ)
async def get_chat_member(
    ctx: Context, chat_id: ChatId, user_id: Annotated[str, Prop(title="User ID")]
) -> Any:
    """Read what somebody is in a chat: `status` is creator, administrator, member, left or kicked.

    Args:
        user_id: ID of the person, a number.
    """
    if not re.fullmatch(r"[0-9]+", user_id.strip()):
        raise ValidationError.of(user_id="must be a number")
    body = {"chat_id": chat_id, "user_id": int(user_id)}
    return await ctx.post(_path(ctx, "getChatMember"), json=body)


@integration.action(effect=Effect.READ)
async def get_file(ctx: Context, file_id: str) -> Any:
    """Fetch a file that the bot was sent, up to 20 MB; its content is in `file`.

    Args:
        file_id: The file's ID.
    """
    answer = await ctx.post(_path(ctx, "getFile"), json={"file_id": file_id})
    place = str(answer["result"]["file_path"])
    response = await ctx.request("GET", f"/file/bot{_token(ctx)}/{place}", into=ctx.sink())
    kind = response.content_type or "application/octet-stream"
    return {**answer, "file": FileContent(place.rpartition("/")[2], response.body, kind)}


@integration.action()
async def create_invite_link(
    ctx: Context,
    chat_id: ChatId,
    name: str | None = None,
    expire_date: DateTime | None = None,
    member_limit: Annotated[float, Prop(minimum=1, maximum=99999)] | None = None,
    creates_join_request: bool | None = None,
) -> Any:
    """Make a link that people join a chat with.

    Args:
        name: What the link is called, up to 32 characters.
        expire_date: When it stops working.
        member_limit: How many may join with it.
        creates_join_request: Let an administrator agree to each; then there is no limit.
    """
    if member_limit is not None and creates_join_request:
        raise ValidationError.of(member_limit="cannot go with join requests")
    body = given(
        chat_id=chat_id,
        name=name or None,
        expire_date=_seconds(expire_date),
        member_limit=whole(member_limit, "member_limit"),
        creates_join_request=creates_join_request,
    )
    return await ctx.post(_path(ctx, "createChatInviteLink"), json=body)


@integration.action(effect=Effect.READ)
async def get_bot_info(ctx: Context) -> Any:
    """Read the bot's own name and abilities."""
    return await ctx.post(_path(ctx, "getMe"))


@integration.action(effect=Effect.DESTROY, idempotent=False, title="Custom API call")
async def custom_api_call(
    ctx: Context,
    method_name: str,
    http_method: Literal["GET", "POST"],
    query_params: Json | None = None,
    body: Json | None = None,
) -> Any:
    """Call any method of Telegram's Bot API.

    Args:
        method_name: The method, such as getChat.
        http_method: The HTTP method.
        query_params: Parameters in the address, as an object.
        body: Parameters in the body, as an object.
    """
    if not re.fullmatch(r"[A-Za-z]+", method_name.strip()):
        raise ValidationError.of(method_name="must be a method's name, like getChat")
    for key, value in (("query_params", query_params), ("body", body)):
        if value is not None and not isinstance(value, dict):
            raise ValidationError.of(**{key: "must be an object"})
    options: dict[str, Any] = {"params": query_params}
    if http_method == "POST" and body is not None:
        options["json"] = body
    response = await ctx.request(http_method, _path(ctx, method_name.strip()), **options)
    return response.data()


def _path(ctx: Context, method: str) -> str:
    return f"/bot{_token(ctx)}/{method}"


def _token(ctx: Context) -> str:
    return ctx.credential.token.strip() if ctx.credential else ""


def _seconds(text: str | None) -> int | None:
    """Seconds since 1970, given as such or as ISO 8601; raises ValidationError."""
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    try:
        return int(isoparse(text).timestamp())
    except ValueError as error:
        raise ValidationError.of(expire_date="must be a date and time") from error
