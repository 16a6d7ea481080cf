"""What an action function may touch: requests, state, files. The engine provides it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

from weavz_tui.model.credentials import Credential
from weavz_tui.model.files import Body, FileContent, Sink, Source
from weavz_tui.model.http import Response

Params = Mapping[str, Any] | Sequence[tuple[str, Any]]


class State(Protocol):
    """Values and files that outlive a call, in the scope of the workspace integration's
    `settings.persistence` (wire C.13)."""

    async def get(self, key: str) -> Any:
        """The value, or None."""

    async def put(self, key: str, value: Any) -> None:
        """Store a JSON value, replacing what was there."""

    async def change(self, key: str, operation: str, value: Any) -> Any:
        """Change a list atomically and return it: `append` or `remove` (every equal item)."""

    async def delete(self, key: str) -> bool:
        """Remove a value; whether there was one."""

    async def keys(self, prefix: str = "") -> list[str]:
        """The keys that start with `prefix`, sorted."""

    async def read_file(self, path: str) -> FileContent | None:
        """A stored file, or None."""

    async def write_file(self, path: str, file: FileContent) -> None:
        """Store a file, replacing what was there."""

    async def delete_file(self, path: str) -> bool:
        """Remove a file; whether there was one."""

    async def list_files(self, prefix: str = "") -> list[dict[str, Any]]:
        """`path`, `size` (bytes), `contentType`, `updatedAt` of the files under `prefix`."""

    async def file_url(self, path: str, expires_in: int) -> str | None:
        """An address under which the file can be read for `expires_in` seconds, or None."""


class Context(ABC):
    """The world as an action sees it.

    `inputs` holds what was given, by wire key, validated and without what is absent; `search` is
    what a person typed into a select whose options are asked for. `settings` are those of the
    workspace integration (wire A.2), empty where there is none. `caller` stands for whose call it
    is, for sharing out what is scarce; it means nothing else.
    """

    inputs: Mapping[str, Any]
    credential: Credential | None
    search: str | None = None
    settings: Mapping[str, Any] = MappingProxyType({})
    caller: str = ""
    state: State

    @property
    @abstractmethod
    def base_url(self) -> str:
        """The address that paths are relative to: the connection's, else the integration's."""

    @abstractmethod
    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        json: Any = ...,
        form: Params | None = None,
        files: Mapping[str, FileContent] | None = None,
        content: bytes | str | Source | Body | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        follow_redirects: bool = True,
        authenticate: bool = True,
        check: bool = True,
        proxy: str | None = None,
        into: Sink | None = None,
    ) -> Response:
        """Send one request and return its response.

        `path` is relative to `base_url`, or to an address that the integration names
        (`people:/v1/people/me`, see Integration), or absolute; then credentials are added only when
        its origin is one of these. Parameters and form fields that are None are left out,
        booleans become `true` and `false`. `files` with `form` makes a multipart body, also when
        there are none. `timeout` is in seconds; where a file is sent that is not in memory, or
        goes `into` a sink (see `sink`), for as long as nothing moves. With `check` an answer that
        the integration calls a failure raises ActionFailed.
        """

    @abstractmethod
    def sink(self) -> Sink:
        """A new place for the body of a good answer that may be large: `response.body` is what
        came, for a FileContent of the result."""

    @abstractmethod
    async def resolve(self, host: str, port: int | str, *, purpose: str) -> tuple[str, ...]:
        """The addresses, as IP literals, under which a driver of another protocol than HTTP may
        reach a host; call it right before connecting, and connect to nothing else.

        `purpose` tells a person what will be done there (`postgres query on db:5432/app`, the
        query below it): a preview stops here and shows it. Raises ActionFailed where the name is
        unknown or the address policy forbids what it stands for.
        """

    @abstractmethod
    async def announce(self, purpose: str) -> None:
        """Say what is about to be done otherwise than through this context, right before it is; a
        preview stops here and shows it."""

    @abstractmethod
    async def file(self, value: Any) -> FileContent:
        """A FILE input as content: a given file as it is, a URL fetched."""

    @abstractmethod
    def log(self, message: str) -> None:
        """Add a line to the execution's warnings."""

    async def get(self, path: str, **options: Any) -> Any:
        """The data of a GET: JSON where it is JSON, else text."""
        return (await self.request("GET", path, **options)).data()

    async def post(self, path: str, **options: Any) -> Any:
        """The data of a POST."""
        return (await self.request("POST", path, **options)).data()

    async def put(self, path: str, **options: Any) -> Any:
        """The data of a PUT."""
        return (await self.request("PUT", path, **options)).data()

    async def patch(self, path: str, **options: Any) -> Any:
        """The data of a PATCH."""
        return (await self.request("PATCH", path, **options)).data()

    async def delete(self, path: str, **options: Any) -> Any:
        """The data of a DELETE."""
        return (await self.request("DELETE", path, **options)).data()
