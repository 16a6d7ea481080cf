"""Reading data out of texts and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from weavz_tui.catalog import (
    ActionFailed,
    Context,
    Dynamic,
    Effect,
    LongText,
    Option,
    Options,
    Prop,
    Property,
    ValidationError,
)
from weavz_tui.integrations._custom import given, whole
from weavz_tui.integrations.claude.service import (
    MAX_TOKENS,
    SLOW,
    MaxTokens,
    Model,
    Picture,
    content_of,
    integration,
)
from weavz_tui.model.enums import PropertyType

TOOL = "extracted_data"
KINDS = ("string", "number", "integer", "boolean", "array", "object")


async def _schema_fields(ctx: Context) -> Sequence[Property]:
    if ctx.inputs.get("mode") == "advanced":
        kind, what = PropertyType.JSON, "The JSON Schema of the data, an object."
        return (Property(name="fields", type=kind, display_name="Schema", description=what),)
    kinds = Options(options=tuple(Option(label=each, value=each) for each in KINDS))
    text = PropertyType.SHORT_TEXT
    row = (
        Property(name="name", type=text, display_name="Name", required=True),
        Property(name="description", type=text, display_name="Description"),
        Property(
            name="type",
            type=PropertyType.STATIC_DROPDOWN,
            display_name="Type",
            default_value="string",
            options=kinds,
        ),
        Property(name="isRequired", type=PropertyType.CHECKBOX, display_name="Required"),
    )
    array = PropertyType.ARRAY
    return (
        Property(name="fields", type=array, display_name="Fields", required=True, properties=row),
    )


@integration.action(
    "extract-structured-data", effect=Effect.READ, idempotent=False, title="Extract structured data"
)
async def extract_structured_data(
    ctx: Context,
    model: Model,
    text: LongText | None = None,
    image: Picture | None = None,
    prompt: LongText | None = "Extract the following data from what is given.",
    *,
    mode: Annotated[
        Literal["simple", "advanced"],
        Prop(default="simple", labels={"simple": "Fields by name", "advanced": "JSON Schema"}),
    ],
    schema: Annotated[dict[str, Any], Dynamic(_schema_fields, refreshers=["mode"])],
    max_tokens: MaxTokens | None = None,
) -> Any:
    """Read data out of a text or a picture; the result has the fields that were asked for.

    Args:
        text: The text that is read.
        prompt: What the model is told to do.
        mode: How the data are described.
        schema: `fields`: a list of `name`, `description`, `type` and `isRequired`, or, in the
            advanced mode, a JSON Schema of type object.
    """
    if not text and image is None:
        raise ValidationError.of("Nothing to read", text="give a text or a picture")
    wanted = _simple(schema) if mode == "simple" else _advanced(schema)
    tool = {"name": TOOL, "description": "Takes the extracted data.", "input_schema": wanted}
    question = "\n\n".join(each for each in (prompt, text) if each)
    body = {
        "model": model,
        "max_tokens": whole(max_tokens, "maxTokens") or MAX_TOKENS,
        "messages": [{"role": "user", "content": await content_of(ctx, question, image)}],
        "tools": [tool],
        "tool_choice": {"type": "tool", "name": TOOL},
    }
    answer = await ctx.post("/messages", json=body, timeout=SLOW)
    for block in answer.get("content") or []:
        if block.get("type") == "tool_use":
            return block["input"]
    cut_off = answer.get("stop_reason") == "max_tokens"
    raise ActionFailed(
        "Action execution failed",
        details={"message": "The model extracted nothing", "statusCode": 200},
        hint="Raise maxTokens" if cut_off else "Say in the prompt what is to be found",
    )


def _simple(schema: dict[str, Any]) -> dict[str, Any]:
    fields = schema.get("fields")
    if not isinstance(fields, list) or not fields:
        raise ValidationError.of(schema='must be {"fields": [{"name": ..., "type": ...}]}')
    properties: dict[str, Any] = {}
    required = []
    for each in fields:
        name = _of(each, "name", "propName")
        kind = _of(each, "type", "propDataType") or "string"
        if not name or kind not in KINDS:
            raise ValidationError.of(schema=f"a field needs a name and one of {', '.join(KINDS)}")
        about = _of(each, "description", "propDescription")
        properties[name] = given(type=kind, description=about or None)
        if _of(each, "isRequired", "propIsRequired"):
            required.append(name)
    return {"type": "object", "properties": properties, "required": required}


def _of(row: Any, *keys: str) -> Any:
    """The first of the keys that a row has; the second is how older calls spell it."""
    return next((row[key] for key in keys if row.get(key)), None) if isinstance(row, dict) else None


def _advanced(schema: dict[str, Any]) -> dict[str, Any]:
    found = schema.get("fields", schema)
    if not isinstance(found, dict) or found.get("type", "object") != "object":
        raise ValidationError.of(schema='must hold a JSON Schema such as {"type": "object"}')
    return {"type": "object", **found}
