"""Errors about records, about calls of actions, and about what keeps them."""

from __future__ import annotations

from weavz_tui.model.errors.base import WeavzError


class ValidationError(WeavzError):
    """Bad input; `details.fields` maps each field to its message."""

    code = "VALIDATION_ERROR"
    status = 400

    @classmethod
    def of(cls, message: str = "Invalid input", /, **fields: str) -> ValidationError:
        """A validation error about the named fields."""
        return cls(message, details={"fields": fields})

    @property
    def fields(self) -> dict[str, str]:
        """Message by field name; empty when the error is about the whole."""
        found: dict[str, str] = self.details.get("fields", {})
        return found


class NoUpdates(WeavzError):
    code = "NO_UPDATES"
    status = 400


class NotFound(WeavzError):
    code = "NOT_FOUND"
    status = 404


class IntegrationNotFound(WeavzError):
    code = "INTEGRATION_NOT_FOUND"
    status = 404


class ConnectionNotFound(WeavzError):
    code = "CONNECTION_NOT_FOUND"
    status = 404


class EndUserNotFound(WeavzError):
    code = "END_USER_NOT_FOUND"
    status = 404


class ApprovalPolicyNotFound(WeavzError):
    code = "APPROVAL_POLICY_NOT_FOUND"
    status = 404


class ApprovalNotFound(WeavzError):
    code = "APPROVAL_NOT_FOUND"
    status = 404


class TriggerNotFound(WeavzError):
    code = "TRIGGER_NOT_FOUND"
    status = 404


class PartialNotFound(WeavzError):
    code = "PARTIAL_NOT_FOUND"
    status = 404


class PartialMismatch(WeavzError):
    code = "PARTIAL_MISMATCH"
    status = 400


class Duplicate(WeavzError):
    code = "DUPLICATE"
    status = 409


class AliasConflict(WeavzError):
    code = "ALIAS_CONFLICT"
    status = 409


class AmbiguousIntegration(WeavzError):
    code = "AMBIGUOUS_INTEGRATION"
    status = 400


class ActionNotAllowed(WeavzError):
    code = "ACTION_NOT_ALLOWED"
    status = 403


class ConnectionRequired(WeavzError):
    """No usable connection; `details.steps` tells how the choice went."""

    code = "CONNECTION_REQUIRED"
    status = 400


class ActionFailed(WeavzError):
    """The service answered with an error: `details.message`, `details.statusCode`."""

    code = "ACTION_FAILED"
    status = 400


class NativeRuntimeRequired(WeavzError):
    """The action needs a runtime that is not here (wire E.16)."""

    code = "NATIVE_RUNTIME_REQUIRED"
    status = 501


class QuotaExceeded(WeavzError):
    code = "QUOTA_EXCEEDED"
    status = 403


class RateLimited(WeavzError):
    """Too many requests; `details.retryAfter` is in seconds."""

    code = "RATE_LIMITED"
    status = 429


class IdempotencyInDoubt(WeavzError):
    code = "IDEMPOTENCY_IN_DOUBT"
    status = 409


class VaultLocked(WeavzError):
    code = "VAULT_LOCKED"
    status = 503


class VaultUnavailable(WeavzError):
    """The place of the secrets cannot be reached or does not answer in time."""

    code = "VAULT_UNAVAILABLE"
    status = 503


class NotDropdown(WeavzError):
    code = "NOT_DROPDOWN"
    status = 400


class OptionsFailed(WeavzError):
    code = "OPTIONS_FAILED"
    status = 400


class NotDynamic(WeavzError):
    code = "NOT_DYNAMIC"
    status = 400


class ResolveFailed(WeavzError):
    code = "RESOLVE_FAILED"
    status = 400


class MissingConnection(WeavzError):
    code = "MISSING_CONNECTION"
    status = 400


class StoreError(WeavzError):
    """The database cannot be used: full disk, newer version, damaged file."""

    code = "STORAGE_ERROR"
    status = 500


class NotAvailable(WeavzError):
    """The engine at the other end does not offer this (`/api/v1/local`)."""

    code = "NOT_AVAILABLE"
    status = 501


class ReadOnly(WeavzError):
    """What would change something was asked of an engine that was opened to be read only."""

    code = "READ_ONLY"
    status = 403


class ImportRefused(WeavzError):
    """A description that cannot become an integration; `details.reason` says why in one word:
    TOO_LARGE, TOO_DEEP, INVALID, UNKNOWN_FORMAT, REMOTE_REFERENCE, NO_OPERATIONS, UNREACHABLE,
    OTHER_ADDRESS."""

    code = "IMPORT_REFUSED"
    status = 400

    @classmethod
    def because(cls, reason: str, message: str, hint: str = "") -> ImportRefused:
        """With its reason in the details."""
        return cls(message, details={"reason": reason}, hint=hint)
