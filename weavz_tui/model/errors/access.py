"""Errors about who may do what: keys, tokens, MCP sign-in, OAuth 2."""

from __future__ import annotations

from weavz_tui.model.errors.base import WeavzError


class Unauthorized(WeavzError):
    """No key, or one that is wrong, deleted or expired."""

    code = "UNAUTHORIZED"
    status = 401


class ScopeDenied(WeavzError):
    """The key is valid and does not reach this far."""

    code = "SCOPE_DENIED"
    status = 403


class InvalidToken(WeavzError):
    """A connect or portal token that is wrong, used up or expired."""

    code = "INVALID_TOKEN"
    status = 401


class MissingToken(WeavzError):
    code = "MISSING_TOKEN"
    status = 400


class InvalidJson(WeavzError):
    """The body is not JSON."""

    code = "INVALID_JSON"
    status = 400


class McpBearerDisabled(WeavzError):
    """The server's auth mode has no bearer token of this kind."""

    code = "MCP_BEARER_DISABLED"
    status = 409


class McpStaticBearerIncompatible(WeavzError):
    """A static token would act for nobody where integrations need to know for whom."""

    code = "MCP_STATIC_BEARER_INCOMPATIBLE"
    status = 409


class McpOauthDisabled(WeavzError):
    code = "MCP_OAUTH_DISABLED"
    status = 409


class InvalidMcpScopes(WeavzError):
    code = "INVALID_MCP_SCOPES"
    status = 400


class NotOAuth2(WeavzError):
    """The integration offers no OAuth 2."""

    code = "NOT_OAUTH2"
    status = 400


class MissingOAuth2Config(WeavzError):
    """The integration does not say where its provider is, or does not offer this grant."""

    code = "MISSING_OAUTH2_CONFIG"
    status = 400


class NoOAuthApp(WeavzError):
    """No client is registered for the integration."""

    code = "NO_OAUTH_APP"
    status = 400


class OAuthAppNotFound(WeavzError):
    code = "OAUTH_APP_NOT_FOUND"
    status = 404


class OAuthError(WeavzError):
    """The provider, or the person there, refused to authorise; `details.error` is its word."""

    code = "OAUTH_ERROR"
    status = 400


class TokenExchangeFailed(WeavzError):
    """The token endpoint did not give a token; `details.error` is its word, if it has one."""

    code = "TOKEN_EXCHANGE_FAILED"
    status = 400


class RefreshFailed(WeavzError):
    """An access token could not be renewed this time; trying again may help."""

    code = "REFRESH_FAILED"
    status = 400
