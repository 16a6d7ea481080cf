"""One file a resource. Every route calls one method of the engine and shows what it gave.

Where each method of `engine.service.Service` is reached, for whoever writes a client of it
(`/api/v1` in front, L = `/api/v1/local`; lists take and give the additions of `api.paging`):

    workspaces.list/get/create/update/delete      /workspaces, /workspaces/{id or slug}
    workspaces.dependants                         L/workspaces/{id}/dependants
    integrations.list/create/update/delete        /workspaces/{id}/integrations[/{id or alias}]
    integrations.get                              L/workspaces/{id}/integrations/{id or alias}
    integrations.dependants                       L/workspaces/{id}/integrations/{id}/dependants
    integrations.check_alias                      L/workspaces/{id}/aliases/{alias}
    integrations.who (POST: draft), who_everywhere  L/workspaces/{id}/integrations/{ref}/who,
                                                  L/workspaces/{id}/who
    connections.list/create/delete                /connections
    connections.get/update/test/dependants        L/connections/{id}[/test, /dependants]
    connections.find                              L/connections/find
    end_users.list/create/update/delete           /end-users
    end_users.get, dependants                     L/workspaces/{id}/end-users/{id or external id},
                                                  L/end-users/{id}/dependants
    partials.*                                    /partials
    catalogue.list/get                            /integrations?summary=true, /integrations/{name}
    catalogue.broken                              L/catalogue/broken
    catalogue.actions                             L/catalogue/actions
    catalogue.imports/import_/preview_import      L/catalogue/imports[/preview]
    catalogue.dependants/remove                   L/catalogue/imports/{name}[/dependants]
    actions.execute/preview/explain               L/actions/execute, /preview, /explain
    actions.options/resolve_property              /integrations/{name}/properties/options, /resolve
    activity.list, get                            /activity, L/activity/{id}
    usage                                         /billing/usage
    vault.*                                       L/vault[/unlock, /lock, /passphrase, /move,
                                                  /purge]
    undo                                          L/undo/{token}
    changes                                       L/changes (server-sent events)
    organisations.get/update                      /orgs/{id}
    api_keys.*                                    /api-keys
    servers.list/create/update/delete, tools,
        regenerate_token, issue_*_token, add_tool,
        update_tool, delete_tool, declarations    /mcp/servers...
    servers.get, dependants, tokens, revoke_token,
        exposed                                   L/mcp/servers/{ref}...
    connect.link/session/poll/portal              /connect/token, /connect/session/{id},
                                                  /connect/session/poll,
                                                  /end-users/{id}/connect-token
    oauth_apps.*, authorisations.*                L/oauth-apps, L/authorisations
"""
