"""Property schemas read from signatures."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

import pytest

from weavz_tui.catalog import (
    Context,
    DateTime,
    Dropdown,
    Dynamic,
    File,
    Integration,
    Json,
    LongText,
    MultiDropdown,
    Option,
    Prop,
    Property,
)
from weavz_tui.catalog.schema import parameters_of, title_of
from weavz_tui.model.enums import PropertyType


class Attachment(TypedDict):
    """One file of a message.

    Args:
        file: What is sent.
    """

    file: File
    filename: NotRequired[str]


async def choices(ctx: Context) -> list[Option]:
    return [Option(label="One", value=1)]


async def shape(ctx: Context) -> list[Property]:
    return []


async def everything(
    ctx: Context,
    *,
    text: str,
    long: LongText,
    number: Annotated[int, Prop(minimum=1, maximum=9)] = 3,
    flag: bool | None = None,
    one: Literal["a", "b"] | None = None,
    many: list[Literal["a", "b"]] | None = None,
    fetched: Annotated[str, Dropdown(choices, refreshers=["text"], searchable=True)] | None = None,
    several: Annotated[list[str], MultiDropdown(choices)] | None = None,
    group: Annotated[dict[str, Any], Dynamic(shape, refreshers=["one"])] | None = None,
    data: Json | None = None,
    table: dict[str, Any] | None = None,
    rows: list[Attachment] | None = None,
    words: list[str] | None = None,
    file: File | None = None,
    when: DateTime | None = None,
    sender: Annotated[str, Prop(key="from", title="Sender", description="Wins.")] = "me",
    filled: Annotated[dict[str, Any], Prop(default={})],
) -> Any:
    """Do everything.

    Args:
        text: A text that
            goes over two lines.
        sender: Loses.
    """


PROPERTIES = {each.property.name: each.property for each in parameters_of(everything)}


@pytest.mark.parametrize(
    ("name", "type"),
    [
        ("text", PropertyType.SHORT_TEXT),
        ("long", PropertyType.LONG_TEXT),
        ("number", PropertyType.NUMBER),
        ("flag", PropertyType.CHECKBOX),
        ("one", PropertyType.STATIC_DROPDOWN),
        ("many", PropertyType.STATIC_MULTI_SELECT_DROPDOWN),
        ("fetched", PropertyType.DROPDOWN),
        ("several", PropertyType.MULTI_SELECT_DROPDOWN),
        ("group", PropertyType.DYNAMIC),
        ("data", PropertyType.JSON),
        ("table", PropertyType.OBJECT),
        ("rows", PropertyType.ARRAY),
        ("words", PropertyType.ARRAY),
        ("file", PropertyType.FILE),
        ("when", PropertyType.DATE_TIME),
    ],
)
def test_each_annotation_has_its_type(name: str, type: PropertyType) -> None:
    assert PROPERTIES[name].type is type


def test_what_has_no_default_is_required() -> None:
    required = {name for name, each in PROPERTIES.items() if each.required}
    assert required == {"text", "long", "filled"}


def test_a_required_property_may_be_filled_in() -> None:
    assert PROPERTIES["filled"].default_value == {}
    assert PROPERTIES["text"].default_value is None


def test_details_come_from_markers_and_docstring() -> None:
    number, sender, fetched = PROPERTIES["number"], PROPERTIES["from"], PROPERTIES["fetched"]
    assert (number.minimum, number.maximum, number.default_value) == (1, 9, 3)
    assert PROPERTIES["text"].description == "A text that goes over two lines."
    assert (sender.display_name, sender.description) == ("Sender", "Wins.")
    assert (fetched.refreshers, fetched.searchable) == (("text",), True)


def test_rows_of_an_array_have_their_own_properties() -> None:
    file, filename = PROPERTIES["rows"].properties
    assert (file.type, file.required, file.description) == (
        PropertyType.FILE,
        True,
        "What is sent.",
    )
    assert not filename.required
    assert PROPERTIES["words"].item_type is PropertyType.SHORT_TEXT


def test_inputs_reach_the_function_under_its_own_names() -> None:
    integration = Integration("x", title="X")
    integration.action()(everything)
    action = integration.actions["everything"]
    assert action.arguments({"from": "you", "text": "t"}) == {"sender": "you", "text": "t"}


@pytest.mark.parametrize(
    ("key", "title"),
    [("thread_ts", "Thread timestamp"), ("messageId", "Message ID"), ("cc", "CC"), ("url", "URL")],
)
def test_keys_read_as_words(key: str, title: str) -> None:
    assert title_of(key) == title


def test_an_annotation_without_a_type_is_refused() -> None:
    async def broken(ctx: Context, what: complex) -> Any: ...

    with pytest.raises(TypeError, match="no property type"):
        parameters_of(broken)
