"""Imports of one organisation: looking at one, taking it, taking it away."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from weavz_tui.engine.imports.addresses import require_known_addresses
from weavz_tui.engine.parts import Parts
from weavz_tui.importers.comparing import changes, digest_of, operations_of
from weavz_tui.importers.description import Description, ServerAddress
from weavz_tui.importers.imported import ImportedIntegration
from weavz_tui.importers.texts import first_sentence
from weavz_tui.model.entities import SLUG
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import ImportRefused, IntegrationNotFound, ScopeDenied, ValidationError
from weavz_tui.model.http import Request
from weavz_tui.model.imports import ImportReport, ImportRequest, SkippedOperation
from weavz_tui.model.transport import TransportError
from weavz_tui.net.address import web_address
from weavz_tui.store import imports

if TYPE_CHECKING:
    from weavz_tui.engine.parts import Shared
    from weavz_tui.store.protocol import Rows

FETCH_SECONDS = 60.0
MOST_SHOWN = 500
HERE = frozenset({Source.CLI, Source.PLAYGROUND})


class Importing:
    """Imports for one caller."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def prepare(self, request: ImportRequest) -> tuple[Description, ImportReport]:
        """What an import would bring. Raises ImportRefused, ValidationError, ScopeDenied."""
        self._parts.principal.require(None)
        _check(request)
        if request.command or request.server_url:
            description = await self._server(request)
        else:
            description = await self._document(request)
        report = await self._report(description)
        before = self._before(report.name)
        await require_known_addresses(
            self._parts, before.common if before is not None else None, description.common
        )
        return description, report

    async def take(self, request: ImportRequest) -> ImportReport:
        """Import; raises as `prepare`. Choices about actions that stay are not touched."""
        description, report = await self.prepare(request)
        await keep(self._parts.shared, self._parts.org_id, description)
        return report

    async def restorable(self, name: str) -> Description:
        """An import as it is; raises IntegrationNotFound."""
        found = self._parts.shared.library.get(self._parts.org_id, name)
        if found is None:
            raise IntegrationNotFound(
                f"'{name}' is no imported integration",
                details={"integrationName": name},
                hint="`weavz-tui catalog list` shows where each comes from",
            )
        return Description(common=found.common, operations=tuple(operations_of(found)))

    async def _server(self, request: ImportRequest) -> Description:
        if request.command:
            self._require_here("start a command")
        address = ServerAddress(
            command=request.command,
            url=request.server_url,
            env=request.env,
            headers=request.headers,
        )
        upstream = self._parts.shared.upstream
        found = await upstream.describe(address, request.name, {})
        before = self._before(found.common.name)
        if before is None:
            return found
        known = {each.identity: each.name for each in operations_of(before)}
        operations = [
            each.model_copy(update={"name": known.get(each.identity, each.name)})
            for each in found.operations
        ]
        return found.model_copy(update={"operations": tuple(operations)})

    async def _document(self, request: ImportRequest) -> Description:
        from weavz_tui.importers.bundling import bundle  # noqa: PLC0415
        from weavz_tui.importers.documents import describe_document, name_of  # noqa: PLC0415
        from weavz_tui.importers.openapi import Wanted  # noqa: PLC0415
        from weavz_tui.importers.reading import parse  # noqa: PLC0415

        content = request.content
        if content is not None:
            data = content.encode()
        else:
            data = await self._fetch(request.source)
        root = await asyncio.to_thread(parse, data)
        is_url = request.source.startswith(("http://", "https://"))
        origin = request.source if is_url or content is not None else _file(request.source).as_uri()
        if request.allow_remote_refs:
            await bundle(root, origin, lambda where: self._referred(where, origin))
        name = request.name or name_of(root)
        before = self._before(name)
        kept = before.common if before is not None else None
        wanted = Wanted(
            origin=request.source if is_url else "",
            name=name,
            only=request.only or (kept.only if kept is not None else ()),
            base_url=request.base_url
            or (kept.given_base_url if kept is not None else None)
            or None,
            known={each.identity: each.name for each in operations_of(before)} if before else {},
        )
        found = await asyncio.to_thread(describe_document, root, wanted)
        common = found.common.model_copy(update={"origin": _shown(request)})
        return found.model_copy(update={"common": common})

    def _before(self, name: str) -> ImportedIntegration | None:
        return self._parts.shared.library.get(self._parts.org_id, name)

    async def _fetch(self, source: str) -> bytes:
        if not source.startswith(("http://", "https://")):
            self._require_here("read a file")
            return await asyncio.to_thread(_read, _file(source))
        request = Request("GET", source, {"Accept": "*/*"}, timeout=FETCH_SECONDS)
        try:
            response = await self._parts.transport.send(request)
        except TransportError as error:
            raise ImportRefused.because(
                "UNREACHABLE", f"{source} could not be fetched: {error.message}"
            ) from None
        if not response.ok:
            raise ImportRefused.because("UNREACHABLE", f"{source} answered HTTP {response.status}")
        return response.content

    async def _referred(self, where: str, origin: str) -> bytes:
        """A document that a description refers to: over HTTP any, on the disk only what is beside
        the description or below it."""
        if where.startswith("file://") and origin.startswith("file://"):
            # The origin may be nothing but what a caller elsewhere says that it is.
            self._require_here("read a file")
            folder = _path(origin).parent.resolve()
            path = _path(where).resolve()
            if path.is_relative_to(folder):
                return await asyncio.to_thread(_read, path)
        elif where.startswith(("http://", "https://")):
            return await self._fetch(where)
        raise ImportRefused.because(
            "REMOTE_REFERENCE", f"The description refers to {where[:120]}, which is not read"
        )

    def _require_here(self, what: str) -> None:
        principal = self._parts.principal
        if principal.key_id is not None or principal.source not in HERE:
            raise ScopeDenied(
                f"Only whoever sits at the machine of the engine may {what}",
                hint="send the description itself, or a URL",
            )

    async def _report(self, description: Description) -> ImportReport:
        common = description.common
        if not SLUG.fullmatch(common.name):
            raise ValidationError.of(
                "Invalid name", name="lower case letters, digits and hyphens, a letter first"
            )
        if self._parts.shared.registry.has(common.name):
            raise ValidationError.of(
                f"'{common.name}' is the name of an integration that comes with the program",
                name="is taken; give another with --name",
            )
        before = self._before(common.name)
        old = operations_of(before) if before is not None else []
        added, removed, changed = changes(old, description.operations)
        org_id = self._parts.org_id
        uses = await self._parts.read(
            lambda rows: imports.allowing(rows, org_id, common.name, set(removed))
        )
        return ImportReport(
            name=common.name,
            display_name=common.title,
            description=common.description,
            source=common.source,
            origin=common.origin,
            base_url=common.base_url,
            auth_types=tuple(dict.fromkeys(each.type for each in common.auth)),
            action_count=len(description.operations),
            known=before is not None,
            added=tuple(added),
            removed=tuple(removed),
            changed=tuple(changed),
            skipped=tuple(
                SkippedOperation(name=name, reason=reason)
                for name, reason in description.skipped[:MOST_SHOWN]
            ),
            warnings=description.warnings,
            uses=tuple(uses),
        )


async def keep(shared: Shared, org_id: str, description: Description) -> None:
    """Write an import over the one of its name."""
    common, operations = description.common, description.operations

    def columns() -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
        types = dict.fromkeys(each.type.value for each in common.auth)
        integration = {
            "name": common.name,
            "title": common.title,
            "description": common.description,
            "source": common.source,
            "origin": common.origin,
            "auth_types": json.dumps(list(types)),
            "action_count": len(operations),
            "content": common.model_dump_json(),
            "digest": digest_of(common, operations),
        }
        rows = [
            (
                each.name,
                each.title,
                first_sentence(each.description, 160),
                each.effect.value,
                int(each.idempotent),
                int(each.requires_auth),
                each.model_dump_json(exclude_defaults=True),
            )
            for each in operations
        ]
        return integration, rows

    integration, actions = await asyncio.to_thread(columns)

    def write(rows: Rows) -> None:
        imports.replace(rows, org_id, integration, actions)

    await shared.store.write(write)
    shared.directory.clear()


def _check(request: ImportRequest) -> None:
    given = [bool(request.source) or request.content is not None, bool(request.command),
             bool(request.server_url)]  # fmt: skip
    if sum(given) != 1:
        raise ValidationError.of(source="give one: a file, a URL or an MCP server")


def _shown(request: ImportRequest) -> str:
    """Where it came from, without what may be secret in an address."""
    if request.content is not None and not request.source:
        return "given"
    if parts := web_address(request.source):
        return f"{parts.scheme}://{parts.hostname}{parts.path}"
    return str(_file(request.source)) if request.content is None else request.source


def _file(source: str) -> Path:
    return Path(source).expanduser().resolve()


def _path(uri: str) -> Path:
    return Path(unquote(urlsplit(uri).path))


def _read(path: Path) -> bytes:
    from weavz_tui.importers.reading import MOST_BYTES, refuse  # noqa: PLC0415

    try:
        if path.stat().st_size > MOST_BYTES:
            refuse("TOO_LARGE", f"{path} is larger than {MOST_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        refuse("UNREACHABLE", f"{path} cannot be read: {error.strerror or error}")
