"""The kit that integrations are written with, and the registry that finds them.

An integration is one small module:

    from weavz_tui.catalog import Context, Integration, LongText, SecretText

    integration = Integration("acme", title="Acme", auth=[SecretText("Token")],
                              base_url="https://api.acme.example")

    @integration.action()
    async def add_note(ctx: Context, text: LongText, pinned: bool | None = None) -> Any:
        "Add a note."
        return await ctx.post("/notes", json=ctx.inputs)
"""

from weavz_tui.catalog.auth import Auth, BasicAuth, CustomAuth, NoAuth, OAuth2, SecretText
from weavz_tui.catalog.context import Context, State
from weavz_tui.catalog.integration import Action, Integration
from weavz_tui.catalog.markers import (
    DateTime,
    Dropdown,
    Dynamic,
    Fields,
    File,
    Json,
    LongText,
    Markdown,
    MultiDropdown,
    Prop,
)
from weavz_tui.model.enums import Category, Effect
from weavz_tui.model.errors import ActionFailed, ValidationError
from weavz_tui.model.http import FileContent, Response
from weavz_tui.model.oauth import BodyStyle, Expired, Grant, Placeholder, TokenAuth
from weavz_tui.model.properties import Option, Options, Property

__all__ = [
    "Action",
    "ActionFailed",
    "Auth",
    "BasicAuth",
    "BodyStyle",
    "Category",
    "Context",
    "CustomAuth",
    "DateTime",
    "Dropdown",
    "Dynamic",
    "Effect",
    "Expired",
    "Fields",
    "File",
    "FileContent",
    "Grant",
    "Integration",
    "Json",
    "LongText",
    "Markdown",
    "MultiDropdown",
    "NoAuth",
    "OAuth2",
    "Option",
    "Options",
    "Placeholder",
    "Prop",
    "Property",
    "Response",
    "SecretText",
    "State",
    "TokenAuth",
    "ValidationError",
]
