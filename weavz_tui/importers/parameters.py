"""The inputs of an operation: parameters and the fields of its body, and where each goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from weavz_tui.importers.description import Binding, Body, Place, Style
from weavz_tui.importers.properties import PropertyMaker
from weavz_tui.importers.references import References
from weavz_tui.importers.shapes import Schema, Seen, Shapes, kind_of
from weavz_tui.importers.texts import clean, key_of
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Property

MOST_INPUTS = 400
_SENT_ANYWAY = frozenset(
    {"accept", "content-type", "authorization", "content-length", "user-agent"}
)
_SEPARATED = {"spaceDelimited": Style.SPACES, "pipeDelimited": Style.PIPES}
_PLACES = {each.value: each for each in (Place.PATH, Place.QUERY, Place.HEADER, Place.COOKIE)}


@dataclass(slots=True)
class Inputs:
    """What goes into one operation, in order."""

    properties: list[Property] = field(default_factory=list)
    bindings: list[Binding] = field(default_factory=list)
    body: Body = Body.NONE
    media_type: str = ""
    body_required: bool = False

    def add(self, made: Property, place: Place, name: str, style: Style) -> None:
        """One more; two of a name are told apart by where they go."""
        taken = {each.name for each in self.properties}
        key = made.name
        if key in taken:
            key = f"{key}_{place.value}"
        while key in taken:
            key += "_"
        if key != made.name:
            made = made.model_copy(update={"name": key})
        self.properties.append(made)
        self.bindings.append(
            Binding(key=key, place=place, name="" if name == key else name, style=style)
        )


class InputReader:
    """Reads the inputs of one document's operations. `hidden` are the parameters (place and name in
    lower case) that a connection sends."""

    def __init__(
        self,
        references: References,
        shapes: Shapes,
        maker: PropertyMaker,
        hidden: frozenset[tuple[str, str]],
    ) -> None:
        self._references = references
        self._shapes = shapes
        self._maker = maker
        self._hidden = hidden

    def read(self, parameters: Iterable[Any], body: Any) -> Inputs:
        """Parameters in the order path, the rest as written; then the body."""
        self._maker.begin()
        inputs = Inputs()
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for each in parameters:
            parameter = self._references.resolve(each)
            place, name = parameter.get("in"), parameter.get("name")
            if isinstance(name, str) and name and place in _PLACES:
                found[(str(place), name)] = parameter
        ordered = sorted(found.items(), key=lambda each: each[0][0] != "path")
        for (place, name), parameter in ordered[:MOST_INPUTS]:
            if (place, name.lower()) in self._hidden:
                continue
            if place == "header" and name.lower() in _SENT_ANYWAY:
                continue
            self._parameter(inputs, _PLACES[place], name, parameter)
        self._body(inputs, self._references.resolve(body))
        return inputs

    def _parameter(
        self, inputs: Inputs, place: Place, name: str, parameter: Mapping[str, Any]
    ) -> None:
        schema, is_json = _schema_of(parameter)
        flat, _ = self._shapes.flat(schema)
        made = self._maker.make(
            key_of(name),
            schema,
            required=parameter.get("required") is True or place is Place.PATH,
            description=str(parameter.get("description") or ""),
        )
        if (
            made.type is PropertyType.JSON
            and not kind_of(flat)
            and not is_json
            and ("oneOf" not in schema and "anyOf" not in schema and place is not Place.QUERY)
        ):
            made = made.model_copy(update={"type": PropertyType.SHORT_TEXT})
        inputs.add(made, place, name, Style.JSON if is_json else _style(place, parameter, made))

    def _body(self, inputs: Inputs, body: Mapping[str, Any]) -> None:
        content = body.get("content")
        if not isinstance(content, dict) or not content:
            return
        media_type, shape = self._preferred(content)
        inputs.media_type = media_type
        inputs.body_required = body.get("required") is True
        inputs.body = _kind(media_type)
        flat, seen = self._shapes.flat(shape.get("schema"))
        fields = flat.get("properties")
        if inputs.body is not Body.RAW and isinstance(fields, dict) and fields:
            self._fields(inputs, flat, seen, shape)
            return
        if inputs.body in {Body.FORM, Body.MULTIPART}:
            made = self._whole(PropertyType.OBJECT, body)
        elif inputs.body is Body.JSON and shape.get("schema"):
            made = self._maker.make(
                "body",
                shape["schema"],
                required=inputs.body_required,
                description=str(body.get("description") or ""),
            )
        elif inputs.body is Body.JSON:
            made = self._whole(PropertyType.JSON, body)
        else:
            made = self._whole(
                PropertyType.LONG_TEXT if _is_text(media_type) else PropertyType.FILE, body
            )
        inputs.add(made, Place.BODY, "", Style.REPEATED)

    def _whole(self, type: PropertyType, body: Mapping[str, Any]) -> Property:
        return Property(
            name="body",
            type=type,
            display_name="Body",
            description=clean(body.get("description")),
            required=body.get("required") is True,
        )

    def _fields(self, inputs: Inputs, flat: Schema, seen: Seen, shape: Mapping[str, Any]) -> None:
        encoding = shape.get("encoding")
        for made in self._maker.fields(flat, seen, 1):
            style = Style.REPEATED
            said = encoding.get(made.name) if isinstance(encoding, dict) else None
            if inputs.body is not Body.JSON and isinstance(said, dict):
                style = _style(Place.QUERY, {"style": "form", **said}, made)
            elif inputs.body is not Body.JSON and made.type is PropertyType.OBJECT:
                style = Style.JSON
            if made.type is PropertyType.FILE:
                style = Style.FILE
            name = made.name
            inputs.add(made.model_copy(update={"name": key_of(name)}), Place.FIELD, name, style)

    def _preferred(self, content: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        """JSON, else a form; but a form where only that can carry the files."""
        known = {
            str(name).partition(";")[0].strip().lower(): self._references.resolve(shape)
            for name, shape in content.items()
        }
        by_kind: dict[Body, str] = {}
        for name in known:
            by_kind.setdefault(_kind(name), name)
        order = [Body.JSON, Body.FORM, Body.MULTIPART, Body.RAW]
        if Body.MULTIPART in by_kind and Body.JSON in by_kind:
            flat, _ = self._shapes.flat(known[by_kind[Body.MULTIPART]].get("schema"))
            fields = flat.get("properties")
            if isinstance(fields, dict) and any(
                isinstance(each, dict) and each.get("format") == "binary"
                for each in fields.values()
            ):
                order.insert(0, Body.MULTIPART)
        chosen = next(by_kind[each] for each in order if each in by_kind)
        return chosen, known[chosen]


def _schema_of(parameter: Mapping[str, Any]) -> tuple[Schema, bool]:
    schema = parameter.get("schema")
    if isinstance(schema, dict):
        return schema, False
    content = parameter.get("content")
    first = next(iter(content.values()), None) if isinstance(content, dict) else None
    inner = first.get("schema") if isinstance(first, dict) else None
    return (inner, True) if isinstance(inner, dict) else ({}, False)


def _style(place: Place, parameter: Mapping[str, Any], made: Property) -> Style:
    style = parameter.get("style")
    explode = parameter.get("explode")
    if place is Place.PATH and parameter.get("allowReserved") is True:
        return Style.RESERVED
    is_group = made.type in {PropertyType.OBJECT, PropertyType.JSON}
    if style == "deepObject" and made.type is not PropertyType.ARRAY:
        return Style.DEEP
    if style == "deepObject":
        return Style.DEEP if made.properties else Style.REPEATED
    if isinstance(style, str) and style in _SEPARATED and explode is not True:
        return _SEPARATED[style]
    if style == "tabDelimited":
        return Style.TABS
    if place in {Place.PATH, Place.HEADER}:
        return Style.CSV
    if is_group and made.type is PropertyType.OBJECT:
        return Style.SPREAD if explode is not False else Style.CSV
    return Style.CSV if explode is False else Style.REPEATED


def _kind(media_type: str) -> Body:
    if media_type in {"application/json", "*/*"} or media_type.endswith("json"):
        return Body.JSON
    if media_type == "application/x-www-form-urlencoded":
        return Body.FORM
    return Body.MULTIPART if media_type.startswith("multipart/") else Body.RAW


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type.endswith(
        ("xml", "yaml", "graphql", "jsonl")
    )
