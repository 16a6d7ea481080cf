"""Labels: list, read, create, change, delete."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, Json, Prop, ValidationError
from weavz_tui.integrations._google import segment
from weavz_tui.integrations.gmail.messages import confirm_deletion
from weavz_tui.integrations.gmail.service import USER, ConfirmDelete, LabelId, integration

LABELS = f"{USER}/labels"

Name = Annotated[str, Prop(description="Its name; `Work/Reports` puts Reports below Work.")]
InLabelList = Annotated[
    Literal["labelShow", "labelShowIfUnread", "labelHide"],
    Prop(
        key="labelListVisibility",
        title="In the label list",
        description="Whether the list of labels shows it.",
        labels={
            "labelShow": "Shown",
            "labelShowIfUnread": "Shown when it has unread mail",
            "labelHide": "Hidden",
        },
    ),
]
InMessageList = Annotated[
    Literal["show", "hide"],
    Prop(
        key="messageListVisibility",
        title="In the message list",
        description="Whether its messages show it.",
        labels={"show": "Shown", "hide": "Hidden"},
    ),
]
TextColor = Annotated[
    str,
    Prop(
        key="textColor",
        description="A colour of Gmail's palette such as #ffffff; with the background colour.",
    ),
]
BackgroundColor = Annotated[
    str,
    Prop(
        key="backgroundColor",
        description="A colour of Gmail's palette such as #16a766; with the text colour.",
    ),
]


@integration.action(effect=Effect.READ)
async def list_labels(ctx: Context) -> Any:
    """List the labels, Gmail's own and the account's."""
    return await ctx.get(LABELS)


@integration.action()
async def create_label(
    ctx: Context,
    name: Name,
    label_list_visibility: InLabelList | None = "labelShow",
    message_list_visibility: InMessageList | None = "show",
    text_color: TextColor | None = None,
    background_color: BackgroundColor | None = None,
) -> Any:
    """Create a label."""
    label = _label(
        name,
        label_list_visibility or "labelShow",
        message_list_visibility or "show",
        text_color,
        background_color,
    )
    return await ctx.post(LABELS, json=label)


@integration.action(effect=Effect.READ)
async def get_label(ctx: Context, label_id: LabelId) -> Any:
    """Read a label and how many messages and conversations it has."""
    return await ctx.get(f"{LABELS}/{segment(label_id, 'labelId')}")


@integration.action(idempotent=True)
async def patch_label(
    ctx: Context,
    label_id: LabelId,
    name: Name | None = None,
    label_list_visibility: InLabelList | None = None,
    message_list_visibility: InMessageList | None = None,
    text_color: TextColor | None = None,
    background_color: BackgroundColor | None = None,
) -> Any:
    """Change what is given of a label and leave the rest as it is."""
    label = _label(
        name, label_list_visibility, message_list_visibility, text_color, background_color
    )
    if not label:
        raise ValidationError.of("nothing to change", name="give at least one value to change")
    return await ctx.patch(f"{LABELS}/{segment(label_id, 'labelId')}", json=label)


@integration.action(idempotent=True)
async def update_label(ctx: Context, label_id: LabelId, body: Json) -> Any:
    """Replace a label by a whole new description of it.

    Args:
        body: The label as Gmail describes it, `{"name": "Work", "labelListVisibility":
            "labelShow"}`; what is missing goes back to Gmail's default.
    """
    if not isinstance(body, dict):
        raise ValidationError.of(body='must be an object such as {"name": "Work"}')
    return await ctx.put(
        f"{LABELS}/{segment(label_id, 'labelId')}", json={**body, "id": label_id.strip()}
    )


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_label(
    ctx: Context, label_id: LabelId, confirm_permanent_delete: ConfirmDelete
) -> Any:
    """Delete a label and take it from every message; the messages stay."""
    confirm_deletion(confirm_permanent_delete, "the label will be deleted for good")
    await ctx.delete(f"{LABELS}/{segment(label_id, 'labelId')}")
    return {"deleted": True, "labelId": label_id}


def _label(
    name: str | None,
    in_label_list: str | None,
    in_message_list: str | None,
    text_color: str | None,
    background_color: str | None,
) -> dict[str, Any]:
    """The given values as Gmail's label; it takes a text colour with a background colour only."""
    missing = {"textColor": text_color, "backgroundColor": background_color}
    if bool(text_color) != bool(background_color):
        key = next(key for key, value in missing.items() if not value)
        raise ValidationError.of(**{key: "Gmail takes text and background colour together"})
    color = {"textColor": text_color, "backgroundColor": background_color} if text_color else None
    label = {
        "name": name or None,
        "labelListVisibility": in_label_list,
        "messageListVisibility": in_message_list,
        "color": color,
    }
    return {key: value for key, value in label.items() if value is not None}
