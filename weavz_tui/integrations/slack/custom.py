"""Any other method of Slack's Web API."""

from __future__ import annotations

import re
from typing import Any

from weavz_tui.catalog import Context, Json, ValidationError
from weavz_tui.integrations.slack.service import as_user, call, integration


@integration.action(title="Custom API call")
async def custom_api_call(
    ctx: Context,
    method_name: str,
    params: Json | None = None,
    use_user_token: bool | None = None,
) -> Any:
    """Call any method of Slack's Web API.

    Args:
        method_name: The method, like conversations.info.
        params: Its arguments as an object.
        use_user_token: Call as the person who installed the app, not as its bot.
    """
    if not re.fullmatch(r"[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*", method_name):
        raise ValidationError.of(method_name="must be a method's name, like conversations.info")
    if params is not None and not isinstance(params, dict):
        raise ValidationError.of(params="must be an object")
    headers = as_user(ctx, must=True) if use_user_token else {}
    return await call(ctx, method_name, params or {}, headers)
