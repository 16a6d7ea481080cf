"""ClickSend: text and picture messages, contacts."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import (
    ActionFailed,
    BasicAuth,
    Category,
    Context,
    Dropdown,
    Effect,
    Integration,
    LongText,
    Option,
    Options,
    Prop,
    Response,
    ValidationError,
)
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._custom import given, whole

MAX_PAGES = 10
CONFIRMATIONS = frozenset({"delete", "confirm", "yes", "true"})


def failure(response: Response) -> str | None:
    """ClickSend's message with its code, wherever the code is not SUCCESS."""
    data = response.data()
    code = data.get("response_code") if isinstance(data, dict) else None
    if code is None or (response.ok and code == "SUCCESS"):
        return default_failure(response)
    return f"{data.get('response_msg') or f'HTTP {response.status}'} ({code})"


integration = Integration(
    "clicksend",
    title="ClickSend",
    description="Text and picture messages, and contacts.",
    categories=[Category.COMMUNICATION],
    auth=[
        BasicAuth(
            title="User name and API key",
            description="From the dashboard, API credentials.",
            password_title="API key",
        )
    ],
    base_url="https://rest.clicksend.com/v3",
    failure=failure,
)


async def numbers(ctx: Context) -> Options:
    """The account's own numbers."""
    found: list[dict[str, Any]] = []
    for number in range(1, MAX_PAGES + 1):
        answer = await ctx.get("/numbers", params={"page": number, "limit": 100})
        page = answer.get("data") or {}
        found += page.get("data") or []
        if number >= int(page.get("last_page") or 1):
            break
    return Options(options=tuple(_number(each) for each in found))


def _number(each: dict[str, Any]) -> Option:
    number, country = str(each["dedicated_number"]), each.get("country")
    return Option(label=f"{number} ({country})" if country else number, value=number)


@integration.action()
async def send_sms(
    ctx: Context,
    to: str,
    body: LongText,
    from_: Annotated[str, Prop(key="from")] | None = None,
    source: str | None = None,
    custom_string: Annotated[str, Prop(key="customString")] | None = None,
    schedule: Annotated[float, Prop(minimum=0)] | None = None,
) -> Any:
    """Send a text message.

    Args:
        to: The number that it goes to, as +61411111111.
        body: The text.
        from_: Number or name that it comes from; a shared number when empty.
        source: Where it was sent from, shown in the history.
        custom_string: A reference that comes back with reports and answers.
        schedule: When it is sent, in seconds since 1970; now when empty.
    """
    message = given(
        to=to,
        body=body,
        source=source or "weavz-tui",
        custom_string=custom_string or None,
        schedule=whole(schedule, "schedule"),
        **({"from": from_} if from_ else {}),
    )
    return _accepted(await ctx.post("/sms/send", json={"messages": [message]}))


@integration.action()
async def send_mms(
    ctx: Context,
    to: str,
    body: LongText | None = None,
    *,
    media_url: Annotated[str, Prop(key="mediaUrl", title="Media URL")],
    subject: str | None = None,
    from_: Annotated[str, Dropdown(numbers), Prop(key="from")] | None = None,
) -> Any:
    """Send a message with a picture.

    Args:
        to: The number that it goes to, as +61411111111.
        body: The text.
        media_url: Address of the picture: JPEG, PNG or GIF, up to 250 kB.
        subject: The subject, up to 20 characters.
        from_: Number that it comes from; a shared number when empty.
    """
    message = {
        "to": to,
        "body": body or "",
        "subject": subject or "",
        "source": "weavz-tui",
        **({"from": from_} if from_ else {}),
    }
    answer = await ctx.post("/mms/send", json={"media_file": media_url, "messages": [message]})
    return _accepted(answer)


@integration.action(effect=Effect.READ)
async def list_sms_history(
    ctx: Context,
    date_from: Annotated[float, Prop(key="dateFrom")] | None = None,
    date_to: Annotated[float, Prop(key="dateTo")] | None = None,
    page: Annotated[float, Prop(minimum=1)] | None = None,
    limit: Annotated[float, Prop(minimum=1, maximum=100)] | None = None,
) -> Any:
    """List the text messages that were sent; `last_page` tells how many pages there are.

    Args:
        date_from: Only from this moment on, in seconds since 1970.
        date_to: Only up to this moment, in seconds since 1970.
        page: The page, from 1.
        limit: How many on a page; 15 when empty.
    """
    params = {
        "date_from": whole(date_from, "dateFrom"),
        "date_to": whole(date_to, "dateTo"),
        "page": whole(page, "page"),
        "limit": whole(limit, "limit"),
    }
    return await ctx.get("/sms/history", params=params)


@integration.action()
async def create_contact(
    ctx: Context,
    list_id: Annotated[int, Prop(key="listId", title="List ID")],
    phone_number: Annotated[str, Prop(key="phoneNumber")],
    first_name: Annotated[str, Prop(key="firstName")] | None = None,
    last_name: Annotated[str, Prop(key="lastName")] | None = None,
    email: str | None = None,
) -> Any:
    """Add a contact to a list.

    Args:
        list_id: ID of the list.
        phone_number: The contact's number, as +61411111111.
        first_name: The first name.
        last_name: The last name.
        email: The address.
    """
    contact = given(
        phone_number=phone_number, first_name=first_name, last_name=last_name, email=email
    )
    return await ctx.post(f"/lists/{whole(list_id, 'listId')}/contacts", json=contact)


@integration.action(effect=Effect.DESTROY)
async def delete_contact(
    ctx: Context,
    list_id: Annotated[int, Prop(key="listId", title="List ID")],
    contact_id: Annotated[int, Prop(key="contactId", title="Contact ID")],
    confirm: str,
) -> Any:
    """Delete a contact from a list.

    Args:
        list_id: ID of the list.
        contact_id: ID of the contact.
        confirm: DELETE, so that nothing goes by mistake.
    """
    if confirm.strip().casefold() not in CONFIRMATIONS:
        raise ValidationError.of(confirm="must be DELETE")
    path = f"/lists/{whole(list_id, 'listId')}/contacts/{whole(contact_id, 'contactId')}"
    return await ctx.delete(path)


def _accepted(answer: Any) -> Any:
    """The answer; raises ActionFailed where the one message in it was not taken, which ClickSend
    says inside of a success."""
    messages = (answer.get("data") or {}).get("messages") or []
    for each in messages:
        status = each.get("status") if isinstance(each, dict) else None
        if status not in {None, "SUCCESS"}:
            details = {"message": f"The message was not sent: {status}", "statusCode": 200}
            raise ActionFailed("Action execution failed", details=details)
    return answer
