"""HubSpot itself: address, ways to authenticate, failures, and the inputs that actions share."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import (
    Category,
    Integration,
    Json,
    OAuth2,
    Prop,
    Response,
    SecretText,
)
from weavz_tui.catalog.integration import default_failure

SCOPES = (
    "oauth",
    "crm.objects.contacts.read",
    "crm.objects.contacts.write",
    "crm.objects.companies.read",
    "crm.objects.companies.write",
    "crm.objects.deals.read",
    "crm.objects.deals.write",
    "crm.schemas.contacts.read",
    "crm.schemas.companies.read",
    "crm.schemas.deals.read",
    "tickets",
)


def failure(response: Response) -> str | None:
    """HubSpot's message and category, and the first of its errors where it says more."""
    if response.ok:
        return None
    data = response.data()
    if not isinstance(data, dict) or not data.get("message"):
        return default_failure(response)
    message = str(data["message"])
    category = data.get("category")
    text = f"{message} ({category})" if category else message
    errors = data.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    detail = str(first.get("message") or "") if isinstance(first, dict) else ""
    return f"{text}: {detail}" if detail and detail not in message else text


integration = Integration(
    "hubspot",
    title="HubSpot",
    description="Contacts, companies, deals, tickets and what connects them.",
    categories=[Category.SALES_AND_CRM, Category.MARKETING],
    auth=[
        OAuth2(
            title="HubSpot app",
            description="The access token of an app that is installed in the account.",
            authorize_url="https://app.hubspot.com/oauth/authorize",
            token_url="https://api.hubapi.com/oauth/v1/token",
            scopes=SCOPES,
            pkce=False,
        ),
        SecretText(
            title="Private app token",
            description="pat-... from Settings, Integrations, Private apps.",
        ),
    ],
    base_url="https://api.hubapi.com",
    failure=failure,
)

ObjectType = Annotated[
    str,
    Prop(
        key="objectType",
        description="Such as contacts, companies, deals, tickets, products or a type of your own "
        "(2-123456).",
    ),
]
ObjectId = Annotated[
    str, Prop(key="objectId", description="The record's ID, or its value of the ID property.")
]
IdProperty = Annotated[
    str,
    Prop(
        key="idProperty",
        title="ID property",
        description="A property with unique values to find the record by, such as email; its ID "
        "when empty.",
    ),
]
PropertyNames = Annotated[
    str,
    Prop(
        key="properties",
        description="Names of the properties to tell, separated by commas; HubSpot's choice when "
        "empty.",
    ),
]
Associations = Annotated[
    str,
    Prop(description="Types of linked records whose IDs are told, separated by commas."),
]
Limit = Annotated[
    int, Prop(minimum=1, maximum=10000, description="How many at most; 10 when it is not given.")
]
After = Annotated[
    str,
    Prop(description="`paging.next.after` of the page before; empty for the first page."),
]
Archived = Annotated[bool, Prop(description="Those that are deleted, instead of the others.")]
Values = Annotated[
    dict[str, Any],
    Prop(key="properties", description="Values by the names of HubSpot's properties."),
]
More = Annotated[
    dict[str, Any],
    Prop(
        key="additionalProperties",
        title="Further properties",
        description="Further values by the names of HubSpot's properties.",
    ),
]
Links = Annotated[
    Json,
    Prop(
        description="What it is linked to, as HubSpot takes it: "
        '`[{"to": {"id": "1"}, "types": [{"associationCategory": "HUBSPOT_DEFINED", '
        '"associationTypeId": 279}]}]`.'
    ),
]
