"""Mail: sending, templates, senders, what became of it."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import (
    Context,
    Effect,
    Json,
    LongText,
    Prop,
    ValidationError,
)
from weavz_tui.integrations._custom import given, whole
from weavz_tui.integrations.sendgrid.service import (
    MAX_PAGES,
    PAGE,
    PageSize,
    PageToken,
    integration,
    object_of,
)

FromEmail = Annotated[
    str, Prop(key="fromEmail", description="The sender's address, a verified one.")
]
FromName = Annotated[str, Prop(key="fromName", description="The sender's name.")]
ToEmail = Annotated[str, Prop(key="toEmail", description="Whom it goes to.")]
ToName = Annotated[str, Prop(key="toName", description="Name of whom it goes to.")]
CustomArgs = Annotated[
    Any,
    Prop(key="customArgs", title="Custom arguments", description="Names and texts, as an object."),
]


@integration.action()
async def send_email(
    ctx: Context,
    from_email: FromEmail,
    from_name: FromName | None = None,
    *,
    to_email: ToEmail,
    to_name: ToName | None = None,
    subject: str,
    text: LongText | None = None,
    html: LongText | None = None,
    reply_to_email: Annotated[str, Prop(key="replyToEmail")] | None = None,
    categories: Json | None = None,
    custom_args: CustomArgs | None = None,
) -> Any:
    """Send a mail; `messageId` is what its activity is found by.

    Args:
        subject: The subject.
        text: The text; give this, or HTML, or both.
        html: The text as HTML.
        reply_to_email: Where answers go.
        categories: Up to ten names that statistics go by, as a list.
    """
    if not text and not html:
        raise ValidationError.of(text="give a text, HTML, or both")
    if categories is not None and not isinstance(categories, list):
        raise ValidationError.of(categories="must be a list of names")
    kinds = (("text/plain", text), ("text/html", html))
    body = given(
        personalizations=[_personalization(to_email, to_name, custom_args)],
        subject=subject,
        content=[{"type": kind, "value": value} for kind, value in kinds if value],
        reply_to={"email": reply_to_email} if reply_to_email else None,
        categories=categories,
        **{"from": _person(from_email, from_name)},
    )
    return await _sent(ctx, body)


@integration.action()
async def send_dynamic_template(
    ctx: Context,
    from_email: FromEmail,
    from_name: FromName | None = None,
    *,
    to_email: ToEmail,
    to_name: ToName | None = None,
    template_id: Annotated[str, Prop(key="templateId")],
    dynamic_template_data: Annotated[
        Any, Prop(key="dynamicTemplateData", description="Values for the template, as an object.")
    ]
    | None = None,
    custom_args: CustomArgs | None = None,
) -> Any:
    """Send a mail made from a template; `messageId` is what its activity is found by.

    Args:
        template_id: ID of the template (d-...).
    """
    data = object_of(dynamic_template_data, "dynamicTemplateData")
    person = _personalization(to_email, to_name, custom_args)
    body = {
        "personalizations": [given(**person, dynamic_template_data=data)],
        "from": _person(from_email, from_name),
        "template_id": template_id,
    }
    return await _sent(ctx, body)


@integration.action(effect=Effect.READ)
async def list_templates(
    ctx: Context, page_size: PageSize = 50, page_token: PageToken | None = None
) -> Any:
    """List templates; `_metadata` leads to the next page."""
    params = {
        "generations": "legacy,dynamic",
        "page_size": whole(page_size, "pageSize"),
        "page_token": page_token or None,
    }
    return await ctx.get("/templates", params=params)


@integration.action(effect=Effect.READ)
async def list_verified_senders(ctx: Context) -> Any:
    """List the addresses that mail may be sent from."""
    found: list[dict[str, Any]] = []
    last = None
    for _ in range(MAX_PAGES):
        page = await ctx.get("/verified_senders", params={"limit": PAGE, "lastSeenID": last})
        results = page.get("results") or []
        found += results
        if len(results) < PAGE:
            break
        last = results[-1]["id"]
    return {"results": found}


@integration.action(effect=Effect.READ)
async def list_global_suppressions(
    ctx: Context,
    start_time: Annotated[float, Prop(key="startTime")] | None = None,
    end_time: Annotated[float, Prop(key="endTime")] | None = None,
) -> Any:
    """List the addresses that want no more mail, up to 10,000.

    Args:
        start_time: Only those from this moment on, in seconds since 1970.
        end_time: Only those up to this moment, in seconds since 1970.
    """
    found: list[dict[str, Any]] = []
    for number in range(MAX_PAGES):
        params = {
            "start_time": whole(start_time, "startTime"),
            "end_time": whole(end_time, "endTime"),
            "limit": PAGE,
            "offset": number * PAGE,
        }
        page = await ctx.get("/suppression/unsubscribes", params=params) or []
        found += page
        if len(page) < PAGE:
            break
    return found


@integration.action(effect=Effect.READ)
async def get_email_activity(
    ctx: Context, query: str, limit: Annotated[float, Prop(minimum=1, maximum=1000)] = 10
) -> Any:
    """Find out what became of mails; the account needs the add-on for it.

    Args:
        query: What to look for, such as to_email="ann@example.com".
        limit: How many at most.
    """
    return await ctx.get("/messages", params={"query": query, "limit": whole(limit, "limit")})


async def _sent(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    response = await ctx.request("POST", "/mail/send", json=body)
    return {"accepted": True, "messageId": response.headers.get("x-message-id")}


def _person(email: str, name: str | None) -> dict[str, Any]:
    return given(email=email, name=name or None)


def _personalization(email: str, name: str | None, custom_args: Any) -> dict[str, Any]:
    arguments = object_of(custom_args, "customArgs")
    texts = {key: str(each) for key, each in arguments.items()} if arguments else None
    return given(to=[_person(email, name)], custom_args=texts)
