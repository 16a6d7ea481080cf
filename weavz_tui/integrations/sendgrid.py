"""SendGrid: mail, templates, contacts, suppressions."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import (
    ActionFailed,
    Category,
    Context,
    Effect,
    Integration,
    Json,
    LongText,
    Prop,
    Response,
    SecretText,
    ValidationError,
)
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._custom import given, names, whole

MAX_PAGES = 20
PAGE = 500


def failure(response: Response) -> str | None:
    """Every message of SendGrid's `errors`, with the field that each is about."""
    data = response.data()
    errors = data.get("errors") if isinstance(data, dict) else None
    if response.ok or not isinstance(errors, list) or not errors:
        return default_failure(response)
    said = [_said(each) for each in errors if isinstance(each, dict) and each.get("message")]
    return "; ".join(said) or default_failure(response)


def _said(error: dict[str, Any]) -> str:
    field = error.get("field")
    return f"{error['message']} ({field})" if field else str(error["message"])


integration = Integration(
    "sendgrid",
    title="SendGrid",
    description="Mail, templates, contacts and suppressions.",
    categories=[Category.COMMUNICATION, Category.MARKETING],
    auth=[SecretText(title="API key", description="SG...., from Settings, API Keys.")],
    base_url="https://api.sendgrid.com/v3",
    failure=failure,
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
PageSize = Annotated[float, Prop(key="pageSize", minimum=1, description="How many at most.")]
PageToken = Annotated[
    str, Prop(key="pageToken", description="The page, from the answer before this one.")
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
    data = _object(dynamic_template_data, "dynamicTemplateData")
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


@integration.action(idempotent=True)
async def add_or_update_contact(
    ctx: Context,
    email: str,
    first_name: Annotated[str, Prop(key="firstName")] | None = None,
    last_name: Annotated[str, Prop(key="lastName")] | None = None,
    list_ids: Annotated[
        Any, Prop(key="listIds", title="List IDs", description="Lists that it joins, as a list.")
    ]
    | None = None,
    custom_fields: Annotated[
        Any, Prop(key="customFields", description="Values by the ID of the field, as an object.")
    ]
    | None = None,
) -> Any:
    """Add a contact, or change the one with this address; SendGrid does it within minutes.

    Args:
        email: The contact's address.
        first_name: The first name.
        last_name: The last name.
    """
    if list_ids is not None and not isinstance(list_ids, list):
        raise ValidationError.of(listIds="must be a list of IDs")
    contact = given(
        email=email,
        first_name=first_name,
        last_name=last_name,
        custom_fields=_object(custom_fields, "customFields"),
    )
    return await ctx.put("/marketing/contacts", json=given(list_ids=list_ids, contacts=[contact]))


@integration.action(effect=Effect.READ)
async def search_contacts_by_email(ctx: Context, emails: LongText) -> Any:
    """Find contacts by their addresses; `result` has one entry for each address.

    Args:
        emails: Up to 100 addresses, separated by commas.
    """
    wanted = names(emails.replace("\n", ",")) or []
    if not wanted:
        raise ValidationError.of(emails="must not be empty")
    response = await ctx.request(
        "POST", "/marketing/contacts/search/emails", json={"emails": wanted}, check=False
    )
    data = response.data()
    if response.status == 404 and isinstance(data, dict) and "result" in data:
        return data
    if (message := failure(response)) is not None:
        details = {"message": message, "statusCode": response.status}
        raise ActionFailed("Action execution failed", details=details)
    return data


@integration.action(effect=Effect.READ)
async def list_marketing_lists(
    ctx: Context, page_size: PageSize = 100, page_token: PageToken | None = None
) -> Any:
    """List the lists of contacts; `_metadata` leads to the next page."""
    params = {"page_size": whole(page_size, "pageSize"), "page_token": page_token or None}
    return await ctx.get("/marketing/lists", params=params)


@integration.action(effect=Effect.DESTROY)
async def delete_contact(
    ctx: Context,
    contact_id: Annotated[str, Prop(key="contactId")],
    confirm_delete: Annotated[bool, Prop(key="confirmDelete")],
) -> Any:
    """Delete a contact; SendGrid does it within minutes.

    Args:
        contact_id: The contact's ID.
        confirm_delete: That it is really to go.
    """
    if not confirm_delete:
        raise ValidationError.of(confirmDelete="must be true to delete the contact")
    if not contact_id.strip() or "," in contact_id:
        raise ValidationError.of(contactId="must be the ID of one contact")
    return await ctx.delete("/marketing/contacts", params={"ids": contact_id.strip()})


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
    arguments = _object(custom_args, "customArgs")
    texts = {key: str(each) for key, each in arguments.items()} if arguments else None
    return given(to=[_person(email, name)], custom_args=texts)


def _object(value: Any, key: str) -> dict[str, Any] | None:
    if value is not None and not isinstance(value, dict):
        raise ValidationError.of(**{key: "must be an object"})
    return value
