"""Files: whole in memory where they are small, read piece by piece where they may be large."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from weavz_tui.model.errors import ValidationError

WHOLE_LIMIT = 25 * 1024 * 1024
"""The most bytes of a file that are held at once, and that JSON carries as base64."""
CHUNK = 256 * 1024
SAVING = "files of any size can be saved: O in the playground, weavz-tui run ... --output FILE"


class Source(Protocol):
    """Bytes that are kept elsewhere than in memory and can be read as often as wanted, so that a
    request that carries them can be repeated."""

    @property
    def size(self) -> int:
        """Bytes."""
        ...

    def read(self, start: int, size: int) -> bytes:
        """So many bytes from there; raises OSError where they are not what they were."""
        ...


class Sink(Protocol):
    """Where the body of an answer goes that may be too large for memory."""

    limit: int

    @property
    def size(self) -> int:
        """Bytes so far."""
        ...

    def write(self, data: bytes) -> None:
        """Go on; raises OSError."""
        ...

    def truncate(self, size: int) -> None:
        """Forget what came after so many bytes: the request is made again."""
        ...

    @property
    def body(self) -> bytes | Source:
        """What has come."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a source, itself one."""

    source: Source
    start: int
    size: int

    def read(self, start: int, size: int) -> bytes:
        """So many bytes of the piece; raises OSError as its source does."""
        return self.source.read(self.start + start, min(size, self.size - start))


@dataclass(frozen=True, slots=True)
class Body:
    """What a request carries, piece after piece."""

    pieces: tuple[bytes | Source, ...]

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(size_of(each) for each in self.pieces)

    def chunks(self) -> Iterator[bytes]:
        """Everything, a little at a time; raises OSError."""
        for each in self.pieces:
            yield from chunks_of(each)


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file that goes into an action or comes out of it. A FILE input arrives as one of these.

    `body` is its bytes, or where they are read from; what sends it on gives `body` to the context,
    so that a large one is never held.
    """

    filename: str
    body: bytes | Source = field(repr=False)
    mime_type: str = "application/octet-stream"

    @property
    def size(self) -> int:
        """Bytes."""
        return size_of(self.body)

    @property
    def content(self) -> bytes:
        """The whole of it. Raises ValidationError over 25 MB, which is all that an action gets that
        has to hold a file at once, such as one that goes out as base64."""
        return whole(self.body, self.filename)

    @property
    def summary(self) -> dict[str, str | int]:
        """What is kept and shown of it: never its content."""
        return {"filename": self.filename, "mimeType": self.mime_type, "size": self.size}


def size_of(body: bytes | Source) -> int:
    """How many bytes."""
    return len(body) if isinstance(body, bytes) else body.size


def chunks_of(body: bytes | Source) -> Iterator[bytes]:
    """The bytes, a little at a time; raises OSError."""
    if isinstance(body, bytes):
        yield body
        return
    for start in range(0, body.size, CHUNK):
        yield body.read(start, min(CHUNK, body.size - start))


def whole(body: bytes | Source, name: str = "the file") -> bytes:
    """All the bytes at once; raises ValidationError over 25 MB and where they cannot be read."""
    if isinstance(body, bytes):
        return body
    if body.size > WHOLE_LIMIT:
        raise ValidationError(
            f"{name} has {in_megabytes(body.size)}; at most {in_megabytes(WHOLE_LIMIT)} are "
            "possible here"
        )
    try:
        return b"".join(chunks_of(body))
    except OSError as error:
        raise ValidationError(f"{name} cannot be read: {error.strerror or error}") from None


def part_of(body: bytes | Source, start: int, size: int) -> bytes | Source:
    """So many bytes from there, or as many as there are."""
    if isinstance(body, bytes):
        return body[start : start + size]
    return Part(body, start, max(0, min(size, body.size - start)))


def in_megabytes(size: int) -> str:
    """`25 MB`, of 1,048,576 bytes each, begun ones counted as limits have it."""
    return f"{-(-size // 1024**2)} MB"
