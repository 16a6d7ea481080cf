"""Aliases and slugs (wire A.1, C.1)."""

from __future__ import annotations

from weavz_tui.model.entities import ALIAS, ALIAS_LENGTH, SLUG, WorkspaceIntegration
from weavz_tui.model.errors import AliasConflict, Duplicate, ValidationError


def check_slug(slug: str) -> None:
    """Raises ValidationError when the slug of a workspace or organisation has the wrong form."""
    if not SLUG.fullmatch(slug):
        raise ValidationError.of(
            "Invalid slug",
            slug="lower case letters, digits and hyphens; starts with a letter or digit",
        )


def alias_problem(alias: str) -> str:
    """What is wrong with the form of an alias; empty when nothing is."""
    if not alias:
        return "an alias must not be empty"
    if len(alias) > ALIAS_LENGTH:
        return f"at most {ALIAS_LENGTH} characters, this has {len(alias)}"
    if not ALIAS.fullmatch(alias):
        return "lower case letters, digits, _ and -; starts with a letter"
    return ""


def check_alias(alias: str) -> None:
    """Raises ValidationError when an alias has the wrong form."""
    if problem := alias_problem(alias):
        raise ValidationError.of("Invalid alias", integrationAlias=problem)


def default_alias(integration_name: str) -> str:
    """The integration's name, or the nearest alias where the name is none (`1password`)."""
    return integration_name if ALIAS.fullmatch(integration_name) else f"i{integration_name}"


def taken_by(taken: WorkspaceIntegration, integration_name: str) -> Duplicate | AliasConflict:
    """The error for an alias that an instance has already, whoever wants it: DUPLICATE for the same
    integration, ALIAS_CONFLICT for another (wire C.1)."""
    alias = taken.integration_alias
    if taken.integration_name == integration_name:
        return Duplicate(
            f"'{alias}' is already an instance of {integration_name} in this workspace",
            details={"integrationAlias": alias},
            hint="give this one another alias",
        )
    return AliasConflict(
        f"'{alias}' already stands for {taken.integration_name} in this workspace",
        details={"integrationAlias": alias, "integrationName": taken.integration_name},
        hint="give this one another alias",
    )
