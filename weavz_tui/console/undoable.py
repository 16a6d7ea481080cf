"""Which writes of a service can be taken back, and why the others cannot; as `part.method`."""

from __future__ import annotations

from collections.abc import Mapping

NOUNS: Mapping[str, tuple[str, str]] = {
    "workspaces": ("workspace", "slug"),
    "integrations": ("integration", "integration_alias"),
    "connections": ("connection", "external_id"),
    "end_users": ("end user", "external_id"),
    "partials": ("partial", "name"),
    "servers": ("MCP server", "name"),
    "api_keys": ("API key", "name"),
    "oauth_apps": ("OAuth app", "label"),
    "organisations": ("organisation", "slug"),
    "catalogue": ("import", "name"),
}
"""Parts that hold records: what one is called, and which field names it."""

HOLDS_OTHERS = frozenset({"workspaces", "end_users", "connections", "servers", "oauth_apps"})
"""Parts whose records may have something hanging on them by the time that they are taken back."""

UNDOABLE = frozenset(
    {f"{part}.create" for part in NOUNS if part not in {"organisations", "catalogue"}}
    | {f"{part}.update" for part in NOUNS if part not in {"api_keys", "catalogue"}}
    | {f"{part}.delete" for part in ("workspaces", "integrations", "end_users", "partials")}
    | {"catalogue.import_", "catalogue.remove"}
    | {"servers.add_tool", "servers.update_tool", "servers.delete_tool"}
    | {"servers.issue_access_token", "servers.issue_oauth_token"}
)
"""Those that are entered in the journal, each as far as `WITHOUT` does not say otherwise."""

WITHOUT: Mapping[str, str] = {
    "workspaces.delete": "what was in it is kept nowhere",
    "end_users.delete": "what they had is gone with them",
    "connections.update": "the secret that it had is kept nowhere",
    "oauth_apps.update": "the secret that it had is kept nowhere",
    "servers.update": "how clients sign in is another now, and tokens are kept nowhere",
    "catalogue.import_": "the import that it replaced is kept nowhere",
}
"""Why one that can be taken back now and then cannot."""

CANNOT: Mapping[str, str] = {
    "connections.delete": "its secret has left the vault",
    "oauth_apps.delete": "its secret has left the vault",
    "api_keys.delete": "the value of a key is kept nowhere, and its callers are refused already",
    "servers.delete": "its tokens are kept nowhere, and its clients are refused already",
    "servers.regenerate_token": "the token that it had is kept nowhere, and is refused already",
    "servers.revoke_token": "the value of a token is kept nowhere, and is refused already",
    "vault.change_passphrase": "passphrases are kept nowhere",
    "vault.move": "moving back is a move of its own",
    "vault.purge": "what is removed from a vault is kept nowhere",
    "actions.execute": "what a service has done is undone there",
    "authorisations.start": "it is on its way; cancelling lets it go",
    "authorisations.complete": "the provider has answered; deleting the connection lets it go",
    "authorisations.poll": "it may end an authorisation, as completing one does",
    "authorisations.cancel": "beginning again makes another one",
    "connect.link": "a link ends by itself, or with its first use",
    "connect.portal": "a link ends by itself",
    "service.undo": "it takes something back itself",
}
"""Those that never can, with the reason."""
