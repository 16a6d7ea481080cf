"""Contacts, from the People service."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, Prop, ValidationError
from weavz_tui.integrations.gmail.service import PageToken, integration

PEOPLE = "people:/v1"
PERSON_FIELDS = "names,emailAddresses,phoneNumbers,organizations"
OTHER_CONTACT_FIELDS = "names,emailAddresses,phoneNumbers"

PersonFields = Annotated[
    str,
    Prop(
        key="personFields",
        title="Fields",
        description="What to fetch of each person, separated by commas: names, emailAddresses, "
        "phoneNumbers, organizations, addresses, birthdays, photos, ...",
    ),
]


@integration.action(effect=Effect.READ)
async def get_contacts(
    ctx: Context,
    page_size: Annotated[int | None, Prop(key="pageSize", minimum=1, maximum=1000)] = None,
    page_token: PageToken | None = None,
    person_fields: PersonFields | None = PERSON_FIELDS,
    sort_order: Annotated[
        Literal[
            "LAST_MODIFIED_DESCENDING",
            "LAST_MODIFIED_ASCENDING",
            "FIRST_NAME_ASCENDING",
            "LAST_NAME_ASCENDING",
        ],
        Prop(
            key="sortOrder",
            labels={
                "LAST_MODIFIED_DESCENDING": "Last changed first",
                "LAST_MODIFIED_ASCENDING": "Last changed last",
                "FIRST_NAME_ASCENDING": "By first name",
                "LAST_NAME_ASCENDING": "By last name",
            },
        ),
    ]
    | None = None,
) -> Any:
    """List the account's contacts.

    Args:
        page_size: How many at most; Google takes 100 when it is not given.
        sort_order: In which order.
    """
    params = {
        "pageSize": page_size,
        "pageToken": page_token or None,
        "personFields": person_fields or PERSON_FIELDS,
        "sortOrder": sort_order,
    }
    return await ctx.get(f"{PEOPLE}/people/me/connections", params=params)


@integration.action(effect=Effect.READ)
async def get_people(
    ctx: Context,
    resource_name: Annotated[str | None, Prop(key="resourceName", title="Person")] = None,
    other_contacts: Annotated[bool | None, Prop(key="otherContacts")] = None,
    page_size: Annotated[int | None, Prop(key="pageSize", minimum=1, maximum=1000)] = None,
    page_token: PageToken | None = None,
    person_fields: PersonFields | None = None,
) -> Any:
    """Read one person, the account's own where none is named, or list the other contacts.

    Args:
        resource_name: The person, such as `people/c123` as `get_contacts` names it.
        other_contacts: List the people whom Google remembers from mail and who are no contacts;
            of them, Google gives names, emailAddresses, phoneNumbers, photos and metadata.
        page_size: How many of the other contacts at most.
    """
    if other_contacts:
        params = {
            "readMask": person_fields or OTHER_CONTACT_FIELDS,
            "pageSize": page_size,
            "pageToken": page_token or None,
        }
        return await ctx.get(f"{PEOPLE}/otherContacts", params=params)
    person = (resource_name or "").strip() or "people/me"
    if not re.fullmatch(r"people/[A-Za-z0-9_-]+", person):
        raise ValidationError.of(resourceName="must look like people/c123 or people/me")
    return await ctx.get(
        f"{PEOPLE}/{person}", params={"personFields": person_fields or PERSON_FIELDS}
    )


@integration.action(effect=Effect.READ)
async def search_people(
    ctx: Context,
    query: str,
    page_size: Annotated[int | None, Prop(key="pageSize", minimum=1, maximum=30)] = None,
    person_fields: PersonFields | None = PERSON_FIELDS,
) -> Any:
    """Find contacts by the beginning of a name, an address, a number or an organisation.

    Args:
        query: What a word of it begins with.
        page_size: How many at most; Google takes 10 when it is not given.
    """
    params = {
        "query": query,
        "pageSize": page_size,
        "readMask": person_fields or PERSON_FIELDS,
    }
    return await ctx.get(f"{PEOPLE}/people:searchContacts", params=params)
