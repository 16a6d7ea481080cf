"""Running an action up to its first effect, and showing that effect instead of causing it."""

from __future__ import annotations

from typing import Any, Literal, NoReturn

from weavz_tui.catalog.auth import Auth
from weavz_tui.engine.calls.context import CallContext
from weavz_tui.engine.calls.inputs import validated
from weavz_tui.engine.calls.planning import Plan
from weavz_tui.engine.calls.redaction import Redactor
from weavz_tui.engine.calls.sending import curl, view
from weavz_tui.model.credentials import MASK, Credential
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.execution import Preview
from weavz_tui.model.http import FileContent, Request, Response


class Stop(BaseException):
    """The first effect of an action; no action may swallow it."""

    def __init__(
        self,
        *,
        request: Request | None = None,
        description: str = "",
        effect: Literal["http", "state", "socket"] = "state",
    ) -> None:
        super().__init__(description)
        self.effect = effect
        self.request = request
        self.description = description


class StoppingState:
    """A State that stops at its first use."""

    async def get(self, key: str) -> Any:
        self._stop(f"reads the value of {key!r}")

    async def put(self, key: str, value: Any) -> None:
        self._stop(f"stores a value under {key!r}")

    async def change(self, key: str, operation: str, value: Any) -> Any:
        self._stop(f"changes the list under {key!r} ({operation})")

    async def delete(self, key: str) -> bool:
        self._stop(f"removes the value of {key!r}")

    async def keys(self, prefix: str = "") -> list[str]:
        self._stop(f"lists the keys that start with {prefix!r}")

    async def read_file(self, path: str) -> FileContent | None:
        self._stop(f"reads the file {path!r}")

    async def write_file(self, path: str, file: FileContent) -> None:
        self._stop(f"stores the file {path!r} ({file.size} bytes)")

    async def delete_file(self, path: str) -> bool:
        self._stop(f"removes the file {path!r}")

    async def list_files(self, prefix: str = "") -> list[dict[str, Any]]:
        self._stop(f"lists the files under {prefix!r}")

    async def file_url(self, path: str, expires_in: int) -> str | None:
        self._stop(f"makes an address for the file {path!r}")

    @staticmethod
    def _stop(description: str) -> NoReturn:
        raise Stop(description=description)


async def preview(plan: Plan) -> Preview:
    """What the planned call would do first.

    No secret is read: a masked stand-in takes the credential's place. Raises ValidationError for
    invalid inputs.
    """
    values = validated(plan.inputs)
    auth, credential = stand_in(plan)
    context = CallContext(
        plan.target.place.integration,
        values,
        send=_stop_at,
        state=StoppingState(),
        credential=credential,
        auth=auth,
        resolve=_stop_at_host,
        announce=_stop_before,
    )
    shown = Preview(explanation=plan.explanation())
    try:
        await plan.target.action.function(context, **plan.target.action.arguments(values))
    except Stop as stop:
        if stop.request is None:
            shown.effect = stop.effect
            shown.description = Redactor(extra=plan.secrets()).text(stop.description)
            return shown
        shown.request = view(stop.request, Redactor(extra=plan.secrets()))
        shown.effect, shown.curl = "http", curl(shown.request)
        shown.description = "what follows depends on the answer"
        return shown
    except WeavzError as error:
        shown.description = f"runs here and would end in {error.code}: {error.message}"
        return shown
    shown.description = "runs here; nothing is sent"
    return shown


def stand_in(plan: Plan) -> tuple[Auth | None, Credential | None]:
    """The way to authenticate and a masked credential, from the connection that would be used."""
    integration, connection = plan.target.place.integration, plan.resolution.connection
    if not plan.resolution.required or not integration.auth:
        return None, None
    auth = integration.auth[0]
    if connection is not None:
        auth = integration.auth_for(connection.type, connection.auth_method_key) or auth
    public = auth.public_fields()
    given = [each.name for each in auth.fields() if each.required]
    values = {name: f"<{name}>" if name in public else MASK for name in given}
    base_url = connection.base_url if connection else None
    return auth, Credential(auth.type, values, base_url)


async def _stop_at(request: Request, proxy: str | None = None) -> Response:
    raise Stop(request=request)


def _stop_before(purpose: str) -> None:
    raise Stop(effect="socket", description=purpose)


async def _stop_at_host(host: str, port: int | str, purpose: str) -> tuple[str, ...]:
    raise Stop(effect="socket", description=purpose)
