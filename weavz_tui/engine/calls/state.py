"""Values and files of actions, kept in the store in the scope of the instance (wire C.13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from weavz_tui.model.errors import ValidationError, WeavzError
from weavz_tui.model.http import FileContent
from weavz_tui.store import state
from weavz_tui.store.protocol import Rows, Store

Result = TypeVar("Result")


def scope_of(settings: Mapping[str, Any], workspace_id: str, end_user_id: str | None) -> str:
    """The scope that `settings.persistence` of a workspace integration names; `end_user` where it
    names none. Raises ValidationError when the end user or the external id is missing: there is no
    silent fallback to a scope that others share."""
    persistence = settings.get("persistence") or {}
    kind = persistence.get("scope") or "end_user"
    if kind == "workspace":
        return state.scope(workspace_id, "workspace")
    if kind == "external":
        external_id = persistence.get("externalId")
        if not external_id:
            raise ValidationError.of(
                "The integration keeps its state under an external id, and none is set",
                **{"settings.persistence.externalId": "required for scope external"},
            )
        return state.scope(workspace_id, "external", str(external_id))
    if end_user_id is None:
        raise ValidationError(
            "The integration keeps its state per end user, and no end user is given",
            details={"fields": {"endUserId": "required for scope end_user"}},
            hint="name an end user, or set settings.persistence.scope to workspace",
        )
    return state.scope(workspace_id, "end_user", end_user_id)


class StoreState:
    """The State of one call. `scope` is asked at the first use, so that an action that keeps
    nothing needs none. `changed`: something was, or may have been, written."""

    def __init__(self, store: Store, org_id: str, scope: Callable[[], str]) -> None:
        self._store = store
        self._org_id = org_id
        self._scope = scope
        self.changed = False

    async def get(self, key: str) -> Any:
        where = self._where()
        return await self._store.read(lambda rows: state.kv_get(rows, *where, key))

    async def put(self, key: str, value: Any) -> None:
        where = self._where()
        await self._write(lambda rows: state.kv_put(rows, *where, key, value))

    async def change(self, key: str, operation: str, value: Any) -> Any:
        where = self._where()
        return await self._write(lambda rows: state.kv_change(rows, *where, key, operation, value))

    async def delete(self, key: str) -> bool:
        where = self._where()
        return await self._write(lambda rows: state.kv_delete(rows, *where, key))

    async def keys(self, prefix: str = "") -> list[str]:
        where = self._where()
        return await self._store.read(lambda rows: state.kv_keys(rows, *where, prefix))

    async def read_file(self, path: str) -> FileContent | None:
        where = self._where()
        return await self._store.read(lambda rows: state.file_get(rows, *where, path))

    async def write_file(self, path: str, file: FileContent) -> None:
        where = self._where()
        await self._write(lambda rows: state.file_put(rows, *where, path, file))

    async def delete_file(self, path: str) -> bool:
        where = self._where()
        return await self._write(lambda rows: state.file_delete(rows, *where, path))

    async def list_files(self, prefix: str = "") -> list[dict[str, Any]]:
        where = self._where()
        return await self._store.read(lambda rows: state.file_list(rows, *where, prefix))

    async def file_url(self, path: str, expires_in: int) -> str | None:
        """None: an address needs a server, and this engine may run without one."""
        return None

    async def _write(self, work: Callable[[Rows], Result]) -> Result:
        before, self.changed = self.changed, True
        try:
            return await self._store.write(work)
        except WeavzError:
            self.changed = before
            raise

    def _where(self) -> tuple[str, str]:
        return self._org_id, self._scope()
