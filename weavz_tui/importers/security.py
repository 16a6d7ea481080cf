"""From security schemes to ways to authenticate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin

from weavz_tui.importers.description import Way, WayKind
from weavz_tui.importers.references import References
from weavz_tui.importers.texts import clean, key_of

MOST_WAYS = 12
MOST_SCOPES = 60
_FLOWS = ("authorizationCode", "accessCode", "clientCredentials", "application", "implicit",
          "password")  # fmt: skip
_PLACES = {"header": WayKind.HEADER, "query": WayKind.QUERY, "cookie": WayKind.COOKIE}

Alternatives = list[dict[str, list[str]]]


def ways_of(
    schemes: Mapping[str, Any],
    references: References,
    requirements: Iterable[Any],
    origin: str,
) -> tuple[tuple[Way, ...], bool]:
    """The ways that a document's requirements name, the most used first, and whether working
    without an account is one of them. Schemes that nothing requires are ways too."""
    used: dict[tuple[str, ...], int] = {}
    scopes: dict[str, dict[str, None]] = {}
    is_optional = False
    for requirement in requirements:
        for names, wanted in _alternatives(requirement):
            known = tuple(name for name in names if name in schemes)
            if not names:
                is_optional = True
            elif known:
                used[known] = used.get(known, 0) + 1
                for name in known:
                    scopes.setdefault(name, {}).update(dict.fromkeys(wanted.get(name, ())))
    if not used:
        is_optional = True
        used = {(name,): 1 for name in schemes}
    ways: dict[str, Way] = {}
    for names in sorted(used, key=lambda each: -used[each]):
        parts = [
            _way(name, references.resolve(schemes[name]), tuple(scopes.get(name, ())), origin)
            for name in names
        ]
        made = [each for each in parts if each is not None]
        if made:
            way = made[0] if len(made) == 1 else _several(made)
            ways.setdefault(way.key, way)
    return tuple(ways.values())[:MOST_WAYS], is_optional or not ways


def hidden_of(ways: Iterable[Way]) -> frozenset[tuple[str, str]]:
    """The parameters that a connection sends: place and name in lower case."""
    found: set[tuple[str, str]] = set()
    for way in ways:
        for each in (way, *way.parts):
            if each.kind in {WayKind.HEADER, WayKind.QUERY, WayKind.COOKIE}:
                found.add((each.kind.value, each.name.lower()))
    return frozenset(found)


def is_open(requirement: Any) -> bool:
    """Whether an operation says that it is called without an account."""
    return isinstance(requirement, list) and not any(requirement)


def _alternatives(requirement: Any) -> Iterable[tuple[tuple[str, ...], dict[str, list[str]]]]:
    for each in requirement if isinstance(requirement, list) else ():
        if isinstance(each, dict):
            wanted = {
                str(name): [str(scope) for scope in scopes]
                for name, scopes in each.items()
                if isinstance(scopes, list)
            }
            yield tuple(sorted(str(name) for name in each)), wanted


def _several(parts: list[Way]) -> Way:
    key = "_and_".join(each.key for each in parts)[:60]
    title = " and ".join(each.title for each in parts)
    return Way(key=key, kind=WayKind.SEVERAL, title=title[:80], parts=tuple(parts))


def _way(name: str, scheme: Mapping[str, Any], scopes: tuple[str, ...], origin: str) -> Way | None:
    kind = str(scheme.get("type") or "").lower()
    about = {"key": key_of(name), "description": clean(scheme.get("description"), 300)}
    if kind == "http":
        word = str(scheme.get("scheme") or "").lower()
        if word == "basic":
            return Way(kind=WayKind.BASIC, title="User name and password", **about)
        prefix = "Bearer " if word == "bearer" else f"{scheme.get('scheme')} "
        return Way(kind=WayKind.BEARER, title="Token", name="Authorization", prefix=prefix, **about)
    if kind == "basic":
        return Way(kind=WayKind.BASIC, title="User name and password", **about)
    if kind == "apikey":
        place, sent_as = _PLACES.get(str(scheme.get("in"))), scheme.get("name")
        if place is None or not isinstance(sent_as, str) or not sent_as:
            return None
        return Way(kind=place, title=sent_as[:60], name=sent_as, **about)
    if kind == "oauth2":
        return _oauth2(about, scheme, scopes, origin)
    if kind == "openidconnect":
        return Way(kind=WayKind.OAUTH2, title="OpenID Connect", scopes=scopes, **about)
    return None


def _oauth2(
    about: dict[str, str], scheme: Mapping[str, Any], scopes: tuple[str, ...], origin: str
) -> Way:
    flows = scheme.get("flows")
    if not isinstance(flows, dict):
        flows = {str(scheme.get("flow") or "authorizationCode"): scheme}
    found = [flows[each] for each in _FLOWS if isinstance(flows.get(each), dict)]
    flow: Mapping[str, Any] = found[0] if found else {}
    offered = flow.get("scopes")
    wanted = scopes or tuple(str(each) for each in offered or ())
    return Way(
        kind=WayKind.OAUTH2,
        title="OAuth 2",
        authorize_url=_address(flow.get("authorizationUrl"), origin),
        token_url=_address(flow.get("tokenUrl"), origin),
        scopes=wanted[:MOST_SCOPES],
        **about,
    )


def _address(url: Any, origin: str) -> str:
    """An http(s) address, one relative to the document's own included; else nothing."""
    if not isinstance(url, str) or not url:
        return ""
    try:
        whole = urljoin(origin, url) if origin.startswith(("http://", "https://")) else url
    except ValueError:
        return ""
    return whole if whole.startswith(("http://", "https://")) else ""
