"""Contexts: the engines that this console can be opened on, beside its own. Their keys are in the
vault; the file names them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from weavz_tui.model.errors import Duplicate, NotFound, StoreError, ValidationError

LOCAL = "local"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
WORD_LENGTH = 16
IN_CLEAR = (
    "{url} is not encrypted. The API key, and everything that it opens, can be read and changed on "
    "the way."
)


@dataclass(frozen=True, slots=True)
class Context:
    """A remote engine under a name. `id` is what its key is kept under; `word` stands in the top
    line, in a colour of warning (`PROD`); `read_only`: nothing is written there from here;
    `insecure`: its key may go there unencrypted."""

    name: str
    url: str
    id: str
    word: str = ""
    read_only: bool = False
    insecure: bool = False

    @property
    def is_in_clear(self) -> bool:
        """Whether the key, and all that it opens, can be read on the way there."""
        return is_in_clear(self.url)

    @property
    def warning(self) -> str:
        """What the top line warns with; nothing where there is nothing to warn of."""
        return f"{self.word} UNENCRYPTED".strip() if self.is_in_clear else self.word


class ContextFile:
    """The contexts of a home, in `contexts.json`; each change is written at once."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "contexts.json"

    def every(self) -> list[Context]:
        """All, by name; raises StoreError for a file that is none."""
        try:
            data = json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            raise self._damaged() from error
        rows = data.get("contexts") if isinstance(data, dict) else None
        if not isinstance(rows, list):
            raise self._damaged()
        return sorted((self._context(each) for each in rows), key=lambda each: each.name)

    def get(self, name: str) -> Context:
        """One by name; raises NotFound with the names that there are."""
        every = self.every()
        for each in every:
            if each.name == name:
                return each
        names = ", ".join([LOCAL, *(each.name for each in every)])
        raise NotFound(
            f"Context '{name}' not found",
            details={"context": name},
            hint=f"there are: {names}; `weavz-tui contexts add NAME URL` makes one",
        )

    def at(self, url: str) -> Context | None:
        """The context of an address, if one is saved."""
        return next((each for each in self.every() if each.url == url.rstrip("/")), None)

    def add(self, context: Context) -> None:
        """Keep one; raises Duplicate for a name that is taken, ValidationError for a bad one."""
        check(context)
        every = self.every()
        if any(each.name == context.name for each in every):
            raise Duplicate(
                f"A context named '{context.name}' already exists",
                details={"context": context.name},
                hint="choose another name, or remove the old one first",
            )
        self._write([*every, context])

    def remove(self, name: str) -> Context:
        """Let one go; raises NotFound."""
        found = self.get(name)
        self._write([each for each in self.every() if each.name != name])
        return found

    def _write(self, every: Sequence[Context]) -> None:
        temporary = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        text = json.dumps({"contexts": [asdict(each) for each in every]}, indent=1)
        try:
            temporary.touch(mode=0o600)
            temporary.write_text(text, "utf-8")
            temporary.replace(self.path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise StoreError(
                f"{self.path} cannot be written: {error.strerror}", hint="make room or access"
            ) from error

    def _context(self, data: Any) -> Context:
        try:
            texts = {name: data[name] for name in ("name", "url", "id")}
        except (TypeError, KeyError):
            raise self._damaged() from None
        if not all(isinstance(each, str) for each in texts.values()):
            raise self._damaged()
        word = data.get("word")
        return Context(
            **texts,
            word=word if isinstance(word, str) else "",
            read_only=data.get("read_only") is True,
            insecure=data.get("insecure") is True,
        )

    def _damaged(self) -> StoreError:
        return StoreError(
            f"{self.path} is not a file of contexts",
            details={"path": str(self.path)},
            hint="mend it or remove it; the keys of its contexts have to be given again then",
        )


def check(context: Context) -> None:
    """Raise ValidationError for a name or a word that would not read well."""
    wrong: dict[str, str] = {}
    if not NAME.fullmatch(context.name) or context.name == LOCAL:
        wrong["name"] = "lower case letters, digits, . _ and -, at most 40; not `local`"
    if len(context.word) > WORD_LENGTH or not context.word.isprintable():
        wrong["word"] = f"at most {WORD_LENGTH} letters"
    if wrong:
        raise ValidationError.of("Invalid context", **wrong)


def require_encryption(context: Context, hint: str) -> None:
    """Raise ValidationError for an address to which the key would go in clear, unless that is what
    was wanted; `hint` says how to want it."""
    if context.is_in_clear and not context.insecure:
        raise ValidationError(
            IN_CLEAR.format(url=context.url),
            details={"fields": {"url": "is plain http, and not on this machine"}},
            hint=hint,
        )


def is_in_clear(url: str) -> bool:
    """Whether what goes to an address is not encrypted, and leaves this machine."""
    return not url.lower().startswith("https:") and not is_here(url)


def is_here(url: str) -> bool:
    """Whether an address is on this machine, whatever its scheme."""
    from ipaddress import ip_address  # noqa: PLC0415 - a start has no use for it
    from urllib.parse import urlsplit  # noqa: PLC0415

    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def name_of(url: str) -> str:
    """A name for an address: its host, with a port that is not the usual one."""
    from urllib.parse import urlsplit  # noqa: PLC0415 - a start has no use for it

    parts = urlsplit(url)
    host = re.sub(r"[^a-z0-9.-]", "-", (parts.hostname or "server").lower()).strip(".-")
    return (f"{host}-{parts.port}" if parts.port else host)[:40] or "server"
