"""The integration and the inputs that several of its actions share."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from weavz_tui.catalog import (
    Category,
    Context,
    Dropdown,
    File,
    Integration,
    LongText,
    Option,
    Options,
    Prop,
)
from weavz_tui.integrations import _google

USER = "/gmail/v1/users/me"

integration = Integration(
    "gmail",
    title="Gmail",
    description="Mail, labels, drafts and contacts of a Google account.",
    categories=[Category.COMMUNICATION, Category.PRODUCTIVITY],
    auth=_google.auth(
        [
            "https://mail.google.com/",
            "contacts.readonly",
            "contacts.other.readonly",
        ]
    ),
    base_url="https://gmail.googleapis.com",
    addresses={"people": "https://people.googleapis.com"},
    failure=_google.failure,
)


async def senders(ctx: Context) -> Options:
    """The addresses that the account may send as, the default one first."""
    found = (await ctx.get(f"{USER}/settings/sendAs")).get("sendAs", [])
    usable = [each for each in found if each.get("verificationStatus", "accepted") == "accepted"]
    usable.sort(key=lambda each: not each.get("isDefault"))
    return Options(
        options=tuple(Option(label=_shown(each), value=each["sendAsEmail"]) for each in usable)
    )


def _shown(alias: dict[str, str]) -> str:
    name, address = alias.get("displayName"), alias["sendAsEmail"]
    return f"{name} <{address}>" if name else address


async def labels(ctx: Context) -> Options:
    """The account's labels: its own by name, then Gmail's."""
    found = (await ctx.get(f"{USER}/labels")).get("labels", [])
    found.sort(key=lambda each: (each.get("type") == "system", each["name"].casefold()))
    return Options(options=tuple(Option(label=each["name"], value=each["id"]) for each in found))


class Attachment(TypedDict):
    """A file that goes along.

    Args:
        file: A file, or an address to fetch it from.
        filename: The name that the recipient sees; else the file's own.
        mimeType: The media type, such as application/pdf; else the file's own.
    """

    file: File
    filename: NotRequired[str]
    mimeType: NotRequired[Annotated[str, Prop(title="Media type")]]


MessageId = Annotated[
    str, Prop(key="messageId", description="The message, as `list_messages` names it.")
]
ThreadId = Annotated[
    str, Prop(key="threadId", description="The conversation, as `list_threads` names it.")
]
DraftId = Annotated[str, Prop(key="draftId", description="The draft, as `list_drafts` names it.")]
LabelId = Annotated[
    str, Prop(key="labelId", title="Label", description="One label."), Dropdown(labels)
]
AddLabelIds = Annotated[
    list[str],
    Prop(
        key="addLabelIds",
        title="Labels to add",
        description="Label IDs, such as STARRED or Label_12; `list_labels` shows them.",
    ),
]
RemoveLabelIds = Annotated[
    list[str],
    Prop(
        key="removeLabelIds",
        title="Labels to remove",
        description="Label IDs; removing INBOX archives, removing UNREAD marks as read.",
    ),
]
OnlyLabelIds = Annotated[
    list[str],
    Prop(
        key="labelIds",
        title="Labels",
        description="Label IDs; only what carries all of them is listed.",
    ),
]
MessageFormat = Annotated[
    Literal["full", "metadata", "minimal", "raw"],
    Prop(
        description="How much of the message is fetched.",
        labels={
            "full": "Everything, in parts",
            "metadata": "Headers and labels",
            "minimal": "Labels only",
            "raw": "Everything, as one encoded text",
        },
    ),
]
Search = Annotated[
    str,
    Prop(
        description="A search as typed into Gmail: `from:ada is:unread newer_than:7d`. "
        "Empty lists all mail outside spam and trash.",
    ),
]
PageSize = Annotated[
    int,
    Prop(
        key="maxResults",
        title="How many",
        minimum=1,
        maximum=500,
        description="How many to list at most; Gmail takes 100 when it is not given.",
    ),
]
PageToken = Annotated[
    str,
    Prop(
        key="pageToken",
        description="`nextPageToken` of the page before; empty for the first page.",
    ),
]
ConfirmDelete = Annotated[
    bool,
    Prop(
        key="confirmPermanentDelete",
        title="Delete for good",
        description="Must be on: what is deleted this way does not go to the trash and "
        "cannot be brought back.",
    ),
]
To = Annotated[
    str,
    Prop(description="Recipients, separated by commas: `Ada <ada@example.org>, b@example.org`."),
]
Sender = Annotated[
    str,
    Prop(
        key="from",
        title="From",
        description="The address to send as; empty for the account's default one.",
    ),
    Dropdown(senders),
]
Subject = Annotated[str, Prop(description="The subject line.")]
Body = Annotated[LongText, Prop(description="The text of the message.")]
Cc = Annotated[str, Prop(description="Further recipients, seen by all.")]
Bcc = Annotated[str, Prop(description="Further recipients, seen by nobody else.")]
IsHtml = Annotated[
    bool, Prop(key="isHtml", title="Body is HTML", description="Send the body as HTML.")
]
Attachments = Annotated[list[Attachment], Prop(description="Files to send along.")]
