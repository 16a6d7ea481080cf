"""The account itself: profile, changes since a moment, addresses to send as, any other call."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, Json, Prop, ValidationError
from weavz_tui.integrations._google import call, segment
from weavz_tui.integrations.gmail.service import USER, LabelId, PageSize, PageToken, integration

HISTORY_TYPES = ("messageAdded", "messageDeleted", "labelAdded", "labelRemoved")


@integration.action(effect=Effect.READ)
async def get_profile(ctx: Context) -> Any:
    """Read the account's address, its numbers of messages and its current `historyId`."""
    return await ctx.get(f"{USER}/profile")


@integration.action(effect=Effect.READ)
async def list_history(
    ctx: Context,
    start_history_id: Annotated[str, Prop(key="startHistoryId")],
    history_types: Annotated[list[str] | None, Prop(key="historyTypes")] = None,
    label_id: Annotated[LabelId | None, Prop(description="Only changes of its messages.")] = None,
    page_token: PageToken | None = None,
    max_results: PageSize | None = None,
) -> Any:
    """List what has changed in the mailbox since a moment.

    Args:
        start_history_id: The `historyId` of a message, a conversation or the profile; Gmail
            keeps about a week and answers older ones with 404.
        history_types: Only these kinds of change: messageAdded, messageDeleted, labelAdded,
            labelRemoved; empty for all.
    """
    unknown = [each for each in history_types or () if each not in HISTORY_TYPES]
    if unknown:
        choices = ", ".join(HISTORY_TYPES)
        raise ValidationError.of(historyTypes=f"{unknown[0]!r} is not one of: {choices}")
    params = {
        "startHistoryId": start_history_id,
        "historyTypes": history_types,
        "labelId": label_id or None,
        "pageToken": page_token or None,
        "maxResults": max_results,
    }
    return await ctx.get(f"{USER}/history", params=params)


@integration.action(effect=Effect.READ)
async def list_send_as_aliases(ctx: Context) -> Any:
    """List the addresses that the account may send as."""
    return await ctx.get(f"{USER}/settings/sendAs")


@integration.action(effect=Effect.READ)
async def get_send_as_alias(
    ctx: Context, send_as_email: Annotated[str, Prop(key="sendAsEmail", title="Address")]
) -> Any:
    """Read one address that the account may send as: its name, signature and state.

    Args:
        send_as_email: The address, as `list_send_as_aliases` shows it.
    """
    return await ctx.get(f"{USER}/settings/sendAs/{segment(send_as_email, 'sendAsEmail')}")


@integration.action(effect=Effect.DESTROY, idempotent=False)
async def custom_api_call(
    ctx: Context,
    url: Annotated[str, Prop(title="URL")],
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"],
    headers: dict[str, Any] | None = None,
    body: Json | None = None,
) -> Any:
    """Send any request to Gmail or the People service, signed in as the account.

    Args:
        url: A path such as `/gmail/v1/users/me/profile`, or a whole address. The account's
            credential goes to Gmail and the People service alone.
        method: What is done.
        headers: Further headers.
        body: What is sent, as JSON.
    """
    return await call(ctx, url, method, headers, body)
