"""The Context that an action runs on: requests bound to address, credential and time limit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from weavz_tui import __version__
from weavz_tui.catalog.auth import Auth, OAuth2
from weavz_tui.catalog.context import Context, Params, State
from weavz_tui.catalog.integration import Integration
from weavz_tui.engine.calls.encoding import absolute_url, body
from weavz_tui.engine.calls.spool import LARGEST, Spool
from weavz_tui.model.credentials import Credential
from weavz_tui.model.errors import ActionFailed, ValidationError
from weavz_tui.model.files import WHOLE_LIMIT, Body, FileContent, Sink, Source
from weavz_tui.model.http import Request, Response
from weavz_tui.net.address import origin

USER_AGENT = f"weavz-tui/{__version__}"
TIMEOUT = 30.0

Send = Callable[[Request, str | None], Awaitable[Response]]
Renew = Callable[[Credential], Awaitable[Credential | None]]
Resolve = Callable[[str, int | str, str], Awaitable[tuple[str, ...]]]
Announce = Callable[[str], None]


class CallContext(Context):
    """One call's world. `send` carries each request; it retries, records and may refuse.

    `resolve` finds and checks the addresses of hosts that are reached otherwise than by HTTP, and
    `announce` is told of what is done by other means. `auth` is the integration's way that fits the
    credential's type. `renew` gives another credential for one that the service says has ended, or
    None; it is asked once. `files_to` is the folder that large files of the result go to, which
    then may have more than 25 MB.
    """

    def __init__(
        self,
        integration: Integration,
        inputs: Mapping[str, Any],
        *,
        send: Send,
        state: State,
        credential: Credential | None = None,
        auth: Auth | None = None,
        search: str | None = None,
        settings: Mapping[str, Any] | None = None,
        resolve: Resolve | None = None,
        announce: Announce | None = None,
        renew: Renew | None = None,
        files_to: Path | None = None,
        caller: str = "",
    ) -> None:
        self.caller = caller
        self.integration = integration
        self.inputs = inputs
        self.credential = credential
        self.search = search
        self.settings = settings or {}
        self.state = state
        self.notes: list[str] = []
        self._auth = auth
        self._send = send
        self._resolve = resolve
        self._announce = announce
        self._renew = renew
        self._files_to = files_to
        self._renewing: asyncio.Lock | None = None
        # A renewed credential is one for the same server.
        self._override = credential.base_url if credential is not None else None
        self._base_url = self._override or integration.base_url

    @property
    def base_url(self) -> str:
        return self._base_url

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
        if content is not None and not isinstance(content, bytes | str | Body):
            content = Body((content,))
        url = absolute_url(*self._located(path), params)
        data, content_type = body(json=json, form=form, files=files, content=content)
        shown = self.credential if authenticate else None
        if shown is not None and not self._is_own(url):
            shown = None
        request = Request(
            method=method.upper(),
            url=self._signed(url, shown),
            headers=self._headers(content_type, headers, shown),
            content=data if isinstance(data, bytes) else b"",
            timeout=TIMEOUT if timeout is None else timeout,
            follow_redirects=follow_redirects,
            body=None if isinstance(data, bytes) else data,
            sink=into,
        )
        response = await self._send(request, proxy)
        if shown is not None and await self._is_renewed(shown, response):
            again = self._headers(content_type, headers, self.credential)
            signed = self._signed(url, self.credential)
            response = await self._send(replace(request, url=signed, headers=again), proxy)
        if check and (message := self.integration.failure(response)) is not None:
            raise failed(message, response)
        return response

    def _signed(self, url: str, credential: Credential | None) -> str:
        """The address with what the credential adds to its query."""
        if credential is None or self._auth is None:
            return url
        added = self._auth.query(credential)
        return absolute_url("", url, added) if added else url

    def _headers(
        self,
        content_type: str | None,
        given: Mapping[str, str] | None,
        credential: Credential | None,
    ) -> dict[str, str]:
        sent = {"User-Agent": USER_AGENT, "Accept": "application/json, */*;q=0.5"}
        sent |= self.integration.headers
        if content_type is not None:
            sent["Content-Type"] = content_type
        if credential is not None and self._auth is not None:
            self._auth.apply(credential, sent)
        if given:
            names = {name.lower() for name in given}
            sent = {name: value for name, value in sent.items() if name.lower() not in names}
            sent |= {name: _header_value(name, value) for name, value in given.items()}
        return sent

    async def _is_renewed(self, shown: Credential, response: Response) -> bool:
        """Whether the answer means that the credential shown has ended and there is another now."""
        if not isinstance(self._auth, OAuth2) or not self._auth.is_expired(response):
            return False
        self._renewing = self._renewing or asyncio.Lock()
        async with self._renewing:
            if self.credential is shown and self._renew is not None:
                renew, self._renew = self._renew, None
                self.credential = await renew(shown) or shown
        return self.credential is not None and self.credential.token != shown.token

    def _located(self, path: str) -> tuple[str, str]:
        """The address that a path is relative to and the path without that address's name."""
        name, _, rest = path.partition(":/")
        named = self.integration.addresses.get(name)
        if named is None:
            return self._base_url, path
        return self._override or named, f"/{rest}"

    def _is_own(self, url: str) -> bool:
        """Whether a credential may go to this address: same origin as one of the service's."""
        if not self._base_url or url.startswith(f"{self._base_url.rstrip('/')}/"):
            return True
        named = () if self._override else self.integration.addresses.values()
        return any(origin(url) == origin(own) for own in (self._base_url, *named))

    async def resolve(self, host: str, port: int | str, *, purpose: str) -> tuple[str, ...]:
        if self._resolve is None:
            raise ActionFailed(
                "Action execution failed",
                details={"message": f"{host} cannot be reached from here", "reason": "REFUSED"},
            )
        return await self._resolve(host, port, purpose)

    async def announce(self, purpose: str) -> None:
        if self._announce is not None:
            self._announce(purpose)

    async def file(self, value: Any) -> FileContent:
        if isinstance(value, FileContent):
            return value
        if not isinstance(value, str) or not value.startswith(("http://", "https://")):
            raise ValidationError("A file must be a file, a data URL or an http(s) URL")
        # What goes on to a service may be larger than what comes back as JSON.
        response = await self.request(
            "GET", value, authenticate=False, check=False, into=self._spool.sink(LARGEST)
        )
        if not response.ok:
            raise failed(f"The file could not be fetched: HTTP {response.status}", response)
        name = response.url.rpartition("/")[2].partition("?")[0] or "file"
        return FileContent(name, response.body, response.content_type or "application/octet-stream")

    def sink(self) -> Sink:
        return self._spool.sink(WHOLE_LIMIT if self._files_to is None else LARGEST)

    @cached_property
    def _spool(self) -> Spool:
        return Spool(self._files_to)

    def close(self) -> None:
        """Take away what was stored for the call."""
        if "_spool" in self.__dict__:
            self._spool.close()

    def log(self, message: str) -> None:
        self.notes.append(message)


def failed(message: str, response: Response) -> ActionFailed:
    """ACTION_FAILED as the specification has it: `message` and `statusCode` in the details."""
    return ActionFailed(
        "Action execution failed",
        details={"message": message, "statusCode": response.status},
    )


def _header_value(name: str, value: str) -> str:
    """A header's value as text; raises ValidationError where it would break the request."""
    shown = str(value)
    if "\r" in shown or "\n" in shown or "\r" in name or "\n" in name:
        raise ValidationError.of(headers=f"header {name!r} must not contain a line break")
    return shown
