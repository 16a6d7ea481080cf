"""Annotations that say more of a parameter than its Python type can.

They are hashable whatever they hold, because `X | None` hashes what X is annotated with.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from weavz_tui.catalog.context import Context
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.files import FileContent
from weavz_tui.model.properties import Option, Options, Property

OptionsFunction = Callable[[Context], Awaitable[Options | Sequence[Option]]]
PropertiesFunction = Callable[[Context], Awaitable[Sequence[Property]]]


@dataclass(frozen=True, kw_only=True)
class Prop:
    """Details of a property that its type does not tell.

    `key` is the wire key where the parameter's name differs (`from`, `messageId`); `labels` gives
    the choices of a Literal their labels; `description` wins over the docstring's `Args:` line.
    `default` is what a required property is filled in with when nobody gives a value; an optional
    one's default is its parameter's. `takes_file`: a text in whose place a FileContent may come,
    where a person names a file of their machine; of any other text it becomes the text.
    """

    title: str | None = None
    description: str | None = None
    key: str | None = None
    type: PropertyType | None = None
    minimum: float | None = None
    maximum: float | None = None
    secret: bool = False
    takes_file: bool = False
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    default: Any = field(default=None, hash=False)


@dataclass(frozen=True)
class Dropdown:
    """A select whose options are fetched by `options`; `refreshers` are the wire keys of the
    siblings that they depend on; `searchable` when the service does the searching."""

    options: OptionsFunction
    refreshers: Sequence[str] = field(default=(), hash=False)
    searchable: bool = False


@dataclass(frozen=True)
class MultiDropdown(Dropdown):
    """A check list whose options are fetched."""


@dataclass(frozen=True)
class Dynamic:
    """A group whose properties are resolved by `properties` from other inputs."""

    properties: PropertiesFunction
    refreshers: Sequence[str] = field(default=(), hash=False)


@dataclass(frozen=True)
class Fields:
    """Known sub-properties of an OBJECT (on `dict[str, Any]`) or of an ARRAY's rows."""

    properties: Sequence[Property] = field(hash=False)


LongText = Annotated[str, Prop(type=PropertyType.LONG_TEXT)]
Markdown = Annotated[str, Prop(type=PropertyType.MARKDOWN)]
DateTime = Annotated[str, Prop(type=PropertyType.DATE_TIME)]
Json = Annotated[Any, Prop(type=PropertyType.JSON)]
File = Annotated[FileContent, Prop(type=PropertyType.FILE)]
