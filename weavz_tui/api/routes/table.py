"""Every router of the door."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.routing import APIRoute

from weavz_tui.api.pages import connect as connect_pages
from weavz_tui.api.pages import docs, files, portal
from weavz_tui.api.routes import (
    activity,
    api_keys,
    catalogue,
    connect,
    connections,
    end_users,
    gates,
    integrations,
    local_actions,
    local_changes,
    local_imports,
    local_oauth,
    local_records,
    local_servers,
    local_vault,
    organisations,
    partials,
    servers,
    system,
    tools,
    triggers,
    workspaces,
)

ROUTERS: tuple[APIRouter, ...] = (
    system.router,
    organisations.router,
    workspaces.router,
    integrations.router,
    connections.router,
    connect.router,
    catalogue.router,
    partials.router,
    end_users.router,
    api_keys.router,
    servers.router,
    tools.router,
    gates.router,
    triggers.router,
    activity.router,
    local_records.router,
    local_actions.router,
    local_imports.router,
    local_servers.router,
    local_vault.router,
    local_oauth.router,
    local_changes.router,
    docs.router,
    files.router,
    portal.router,
    connect_pages.router,
)

ROUTES: tuple[APIRoute, ...] = tuple(
    route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)
)
