"""The caller's organisation (wire B.1)."""

from __future__ import annotations

from weavz_tui.engine.names import check_slug
from weavz_tui.engine.parts import Parts
from weavz_tui.model.base import now
from weavz_tui.model.entities import Organisation, new_id
from weavz_tui.model.errors import Duplicate, NotFound, NoUpdates, ValidationError
from weavz_tui.model.requests import OrganisationUpdate
from weavz_tui.settings import Settings
from weavz_tui.store import organisations


class LocalOrganisations:
    """The organisation that the caller belongs to; no other exists for them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def get(self, id: str) -> Organisation:
        """The caller's own; raises NotFound for any other."""
        if id != self._parts.org_id:
            raise _not_found(id)
        return await self._parts.directory.organisation(id)

    async def update(self, id: str, data: OrganisationUpdate) -> Organisation:
        """Rename. Raises NotFound, ScopeDenied, NoUpdates, ValidationError, Duplicate."""
        found = await self.get(id)
        self._parts.principal.require(None)
        changes = {key: getattr(data, key) for key in data.model_fields_set}
        changes = {key: value.strip() for key, value in changes.items() if value is not None}
        if not changes:
            raise NoUpdates("No fields provided to update", hint="give a name or a slug")
        _check(changes.get("name", found.name), changes.get("slug", found.slug))

        changes = {**changes, "updated_at": now()}
        try:
            changed = await self._parts.write(lambda rows: organisations.change(rows, id, changes))
        except Duplicate as error:
            raise taken(str(changes["slug"])) from error
        if changed is None:
            raise _not_found(id)
        return changed


def new_organisation(name: str, slug: str, settings: Settings) -> Organisation:
    """An organisation under the limits of the settings; raises ValidationError."""
    _check(name, slug)
    moment = now()
    return Organisation(
        id=new_id("org_"),
        name=name.strip(),
        slug=slug,
        monthly_quota=settings.limits_monthly_quota,
        rate_limit=settings.limits_rate_limit,
        created_at=moment,
        updated_at=moment,
    )


def taken(slug: str) -> Duplicate:
    """The error for a slug that another organisation has."""
    return Duplicate(
        f"An organisation with slug '{slug}' already exists",
        details={"slug": slug},
        hint="choose another slug",
    )


def _not_found(id: str) -> NotFound:
    return NotFound(
        f"Organisation '{id}' not found",
        details={"orgId": id},
        hint="a key sees the organisation that it belongs to, and no other",
    )


def _check(name: str, slug: str) -> None:
    if not name.strip():
        raise ValidationError.of("Invalid organisation name", name="must not be empty")
    check_slug(slug)
