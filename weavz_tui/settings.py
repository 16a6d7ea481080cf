"""Settings: what may be set, its default, and where the value in force comes from."""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from weavz_tui.model.errors import ValidationError

PREFIX = "WEAVZ_TUI_"
Origin = Literal["default", "file", "environment"]
Parse = Callable[[Any], Any]

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?", re.IGNORECASE)
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
_WORDS = {"true": True, "yes": True, "on": True, "1": True} | {
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a text")
    return value.strip()


def _one_of(*choices: str) -> Parse:
    def parse(value: Any) -> str:
        found = str(value).lower()
        if found not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return found

    return parse


def _whole(minimum: int) -> Parse:
    def parse(value: Any) -> int:
        if isinstance(value, bool) or not re.fullmatch(r"-?\d+", str(value).replace("_", "")):
            raise ValueError("must be a whole number")
        if (found := int(str(value))) < minimum:
            raise ValueError(f"must be at least {minimum}")
        return found

    return parse


def _flag(value: Any) -> bool:
    if (found := _WORDS.get(str(value).lower())) is None:
        raise ValueError("must be true or false")
    return found


def _size(value: Any) -> int:
    if isinstance(value, bool) or not (match := _SIZE.fullmatch(str(value).strip())):
        raise ValueError('must be a number of bytes, or a size such as "5 MB"')
    return int(float(match[1]) * _UNITS[match[2].lower()])


def _address(value: Any) -> str:
    parts = urlsplit(_text(value))
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an address such as http://proxy.example:3128")
    return str(value).strip()


def _base(value: Any) -> str:
    parts = urlsplit(_address(value))
    if parts.query or parts.fragment or parts.username:
        raise ValueError("must not hold a query, a fragment or a user")
    return str(value).strip().rstrip("/")


def _names(value: Any) -> tuple[str, ...]:
    given = value.split(",") if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise ValueError('must be a list of names such as ["weavz.example"]')
    return tuple(name for each in given if (name := each.strip().lower()))


def _path(value: Any) -> Path:
    return Path(_text(value)).expanduser()


def _key_map(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise ValueError('must be a table such as  "list.new" = "n,insert"')
    return dict(value)


def _is(key: str, parse: Parse, about: str) -> dict[str, Any]:
    return {"key": key, "parse": parse, "about": about}


@dataclass(frozen=True)
class Settings:
    """Every setting with its value in force; `origins` tells by field name where it came from.

    A setting `log.max_bytes` is `max_bytes` of `[log]` in config.toml, and WEAVZ_TUI_LOG_MAX_BYTES
    in the environment, which wins. Sizes are in bytes, `retention_days` in days, `rate_limit` in
    requests per 60 s; `monthly_quota` None: unlimited (wire E.10). `service_key` (wire B.1) is a
    secret: it is taken from WEAVZ_TUI_SERVICE_KEY alone and never listed.
    """

    log_level: str = field(
        default="info",
        metadata=_is("log.level", _one_of("debug", "info", "warning", "error"), "what is logged"),
    )
    log_max_bytes: int = field(
        default=5 << 20, metadata=_is("log.max_bytes", _size, "size of the log files together")
    )
    activity_retention_days: int = field(
        default=90,
        metadata=_is("activity.retention_days", _whole(1), "how long executions are kept"),
    )
    activity_max_rows: int = field(
        default=200_000,
        metadata=_is("activity.max_rows", _whole(1), "how many executions are kept"),
    )
    activity_max_bytes: int = field(
        default=1 << 30, metadata=_is("activity.max_bytes", _size, "room the executions may take")
    )
    network_proxy: str | None = field(
        default=None, metadata=_is("network.proxy", _address, "proxy of outgoing calls")
    )
    network_ca_file: Path | None = field(
        default=None,
        metadata=_is("network.ca_file", _path, "further certificate authorities to trust (PEM)"),
    )
    network_allow_private: bool = field(
        default=True,
        metadata=_is("network.allow_private", _flag, "whether actions may reach private addresses"),
    )
    limits_monthly_quota: int | None = field(
        default=None,
        metadata=_is("limits.monthly_quota", _whole(0), "executions per calendar month (UTC)"),
    )
    limits_rate_limit: int = field(
        default=600,
        metadata=_is("limits.rate_limit", _whole(1), "requests per 60 s over REST and MCP"),
    )
    serve_public_url: str | None = field(
        default=None,
        metadata=_is("serve.public_url", _base, "address under which others reach `serve`"),
    )
    limits_anonymous_rate_limit: int = field(
        default=60,
        metadata=_is(
            "limits.anonymous_rate_limit",
            _whole(1),
            "requests per 60 s and address without a key, or with a wrong one",
        ),
    )
    console_theme: str | None = field(
        default=None, metadata=_is("console.theme", _text, "theme of the console")
    )
    console_mouse: bool = field(
        default=True, metadata=_is("console.mouse", _flag, "whether the console takes the mouse")
    )
    keys: dict[str, str] = field(
        default_factory=dict, metadata=_is("keys", _key_map, "keys of the console by command")
    )
    serve_allowed_hosts: tuple[str, ...] = field(
        default=(),
        metadata=_is("serve.allowed_hosts", _names, "further host names that `serve` answers to"),
    )
    serve_max_body: int = field(
        default=32 << 20, metadata=_is("serve.max_body", _size, "largest request body of `serve`")
    )
    service_key: str | None = field(default=None, repr=False)
    origins: dict[str, Origin] = field(default_factory=dict, repr=False, compare=False)

    def origin(self, name: str) -> Origin:
        """Where the value of a field comes from."""
        return self.origins.get(name, "default")


@dataclass(frozen=True, slots=True)
class Setting:
    """What may be set: `name` is the field of Settings, `key` its place in config.toml."""

    name: str
    key: str
    about: str
    parse: Parse = field(repr=False)

    @property
    def environment(self) -> str:
        """The variable that sets it."""
        return PREFIX + self.name.upper()


SETTINGS: tuple[Setting, ...] = tuple(
    Setting(each.name, each.metadata["key"], each.metadata["about"], each.metadata["parse"])
    for each in dataclasses.fields(Settings)
    if each.metadata
)


def load_settings(file: Path, environment: Mapping[str, str]) -> Settings:
    """The settings in force: defaults, then the file, then the environment.

    Raises ValidationError naming the file or the variable, and the key, of what is wrong.
    """
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    wrong: dict[str, str] = {}
    known = {each.key: each for each in SETTINGS}
    given: list[tuple[str, Setting | None, Any, Origin]] = [
        (key, known.get(key), value, "file") for key, value in _read(file).items()
    ]
    given += [
        (each.environment, each, environment[each.environment], "environment")
        for each in SETTINGS
        if each.key != "keys" and environment.get(each.environment)
    ]
    for shown, setting, value, origin in given:
        if setting is None:
            wrong[shown] = f"is not a setting{_meant(shown, list(known))}"
            continue
        try:
            values[setting.name] = setting.parse(value)
        except ValueError as error:
            wrong[shown] = str(error)
        else:
            origins[setting.name] = origin
    if wrong:
        listed = "; ".join(f"{key} {message}" for key, message in wrong.items())
        raise ValidationError(
            f"Settings cannot be used: {listed}",
            details={"fields": wrong, "file": str(file)},
            hint=f"mend it in {file} or in the environment; the README lists every setting",
        )
    service_key = environment.get(f"{PREFIX}SERVICE_KEY", "").strip() or None
    return Settings(**values, service_key=service_key, origins=origins)


def _read(file: Path) -> dict[str, Any]:
    """The file's values by dotted key; `[keys]` stays a table, for its keys have dots."""
    if not file.exists():
        return {}
    import tomllib  # noqa: PLC0415 - most homes have no such file

    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValidationError(
            f"{file} cannot be read: {error}",
            details={"file": str(file)},
            hint="mend the file, or move it away to go on with the defaults",
        ) from error
    flat: dict[str, Any] = {}
    for name, value in found.items():
        if isinstance(value, dict) and name != "keys":
            flat |= {f"{name}.{key}": each for key, each in value.items()}
        else:
            flat[name] = value
    return flat


def _meant(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, 1)
    return f" (did you mean {near[0]}?)" if near else ""
