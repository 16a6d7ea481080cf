"""Closed sets, spelled as the wire spells them."""

from __future__ import annotations

from enum import StrEnum


class ConnectionStrategy(StrEnum):
    """How a workspace integration finds the connection of a call (specification, strategies)."""

    FIXED = "fixed"
    PER_USER = "per_user"
    PER_USER_WITH_FALLBACK = "per_user_with_fallback"


class ConnectionType(StrEnum):
    """What a credential consists of (wire A.2)."""

    SECRET_TEXT = "SECRET_TEXT"
    BASIC_AUTH = "BASIC_AUTH"
    CUSTOM_AUTH = "CUSTOM_AUTH"
    OAUTH2 = "OAUTH2"
    PLATFORM_OAUTH2 = "PLATFORM_OAUTH2"


OAUTH2_TYPES = frozenset({ConnectionType.OAUTH2, ConnectionType.PLATFORM_OAUTH2})


class ConnectionStatus(StrEnum):
    """Whether a connection can be used; ERROR asks for a new authorisation."""

    ACTIVE = "ACTIVE"
    ERROR = "ERROR"


class ConnectionScope(StrEnum):
    """Who may use a connection."""

    ORGANIZATION = "ORGANIZATION"
    WORKSPACE = "WORKSPACE"
    USER = "USER"


class PropertyType(StrEnum):
    """Every property type of the specification and of the published client (wire C.4)."""

    SHORT_TEXT = "SHORT_TEXT"
    LONG_TEXT = "LONG_TEXT"
    NUMBER = "NUMBER"
    CHECKBOX = "CHECKBOX"
    DROPDOWN = "DROPDOWN"
    STATIC_DROPDOWN = "STATIC_DROPDOWN"
    MULTI_SELECT_DROPDOWN = "MULTI_SELECT_DROPDOWN"
    STATIC_MULTI_SELECT_DROPDOWN = "STATIC_MULTI_SELECT_DROPDOWN"
    DYNAMIC = "DYNAMIC"
    ARRAY = "ARRAY"
    OBJECT = "OBJECT"
    JSON = "JSON"
    FILE = "FILE"
    DATE_TIME = "DATE_TIME"
    MARKDOWN = "MARKDOWN"
    SECRET_TEXT = "SECRET_TEXT"
    BASIC_AUTH = "BASIC_AUTH"
    CUSTOM_AUTH = "CUSTOM_AUTH"
    OAUTH2 = "OAUTH2"


class Source(StrEnum):
    """The door an execution came through."""

    REST = "rest"
    SDK = "sdk"
    MCP_TOOLS = "mcp_tools"
    MCP_CODE = "mcp_code"
    PLAYGROUND = "playground"
    TRIGGER = "trigger"
    CLI = "cli"


class ExecutionStatus(StrEnum):
    """How an execution ended."""

    SUCCESS = "success"
    ERROR = "error"
    CANCELED = "canceled"


class EndUserType(StrEnum):
    """Where an end user comes from."""

    EXTERNAL = "external"
    MEMBER = "member"


class Category(StrEnum):
    """The fourteen categories of integration metadata (wire A.2)."""

    AI = "AI"
    ANALYTICS = "ANALYTICS"
    COMMERCE = "COMMERCE"
    COMMUNICATION = "COMMUNICATION"
    CONTENT_AND_FILES = "CONTENT_AND_FILES"
    CUSTOMER_SUPPORT = "CUSTOMER_SUPPORT"
    DEVELOPER_TOOLS = "DEVELOPER_TOOLS"
    FINANCE = "FINANCE"
    FORMS_AND_SURVEYS = "FORMS_AND_SURVEYS"
    HR_AND_RECRUITING = "HR_AND_RECRUITING"
    MARKETING = "MARKETING"
    PROJECT_MANAGEMENT = "PROJECT_MANAGEMENT"
    PRODUCTIVITY = "PRODUCTIVITY"
    SALES_AND_CRM = "SALES_AND_CRM"


class ValueSource(StrEnum):
    """Where the value of one input came from; later ones win over earlier ones."""

    DEFAULT = "default"
    PARTIAL = "partial"
    CALLER = "caller"
    ENFORCED = "enforced"


class Effect(StrEnum):
    """What repeating an action would do; retries and tool annotations follow from it."""

    READ = "read"
    WRITE = "write"
    DESTROY = "destroy"
