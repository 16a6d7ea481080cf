"""What the integrations that call an address of the caller's choice have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import quote

from weavz_tui.catalog import Context, Dynamic, Prop, Property, ValidationError
from weavz_tui.model.enums import PropertyType


async def proxy_properties(ctx: Context) -> Sequence[Property]:
    """The fields of a proxy, once one is wanted."""
    if not ctx.inputs.get("use_proxy"):
        return ()
    text, number = PropertyType.SHORT_TEXT, PropertyType.NUMBER
    secret = PropertyType.SECRET_TEXT
    return (
        Property(name="proxy_host", type=text, display_name="Proxy host", required=True),
        Property(name="proxy_port", type=number, display_name="Proxy port", required=True),
        Property(name="proxy_username", type=text, display_name="Proxy user name"),
        Property(name="proxy_password", type=secret, display_name="Proxy password", secret=True),
    )


UseProxy = Annotated[bool, Prop(title="Use a proxy")]
ProxySettings = Annotated[
    dict[str, Any],
    Dynamic(proxy_properties, refreshers=["use_proxy"]),
    Prop(title="Proxy settings"),
]
Timeout = Annotated[float, Prop(title="Timeout (seconds)", minimum=0)]


def proxy_url(use_proxy: bool | None, given: Mapping[str, Any] | None) -> str | None:
    """The address of the wanted proxy, or None; raises ValidationError when it is incomplete."""
    if not use_proxy:
        return None
    settings = given or {}
    host = str(settings.get("proxy_host") or "").removeprefix("http://").rstrip("/")
    if not host or any(each in host for each in "/@ "):
        raise ValidationError.of(proxy_settings="name the proxy's host in proxy_host")
    try:
        port = int(settings.get("proxy_port") or 8080)
    except (TypeError, ValueError) as error:
        raise ValidationError.of(proxy_settings="proxy_port must be a number") from error
    user, password = settings.get("proxy_username"), settings.get("proxy_password")
    login = f"{quote(str(user), safe='')}:{quote(str(password or ''), safe='')}@" if user else ""
    return f"http://{login}{host}:{port}"


def headers_of(given: Mapping[str, Any] | None) -> dict[str, str]:
    """Headers as text, without those that have no value."""
    return {name.strip(): str(value) for name, value in (given or {}).items() if value is not None}


def time_limit(timeout: float | None) -> float | None:
    """The given time limit; none and zero mean the usual one."""
    return timeout or None
