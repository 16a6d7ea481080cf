"""Files of a mail that are read while it is sent."""

from __future__ import annotations

import base64
import os
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from weavz_tui.catalog import FileContent
from weavz_tui.integrations._attached import Attached, Encoded
from weavz_tui.stored_file import StoredFile

SIZES = [0, 1, 2, 56, 57, 58, 113, 114, 115, 1000, 57 * 5000 + 3]


def stored(path: Path, size: int) -> StoredFile:
    path.write_bytes(os.urandom(size))
    return StoredFile(path)


@pytest.mark.parametrize("size", SIZES)
def test_any_piece_is_that_of_the_whole(tmp_path: Path, size: int) -> None:
    source = stored(tmp_path / "a.bin", size)
    expected = base64.encodebytes(source.read(0, size)).replace(b"\n", b"\r\n")
    found = Encoded(source)
    assert found.size == len(expected)
    for start in {0, 1, 76, 77, 78, 79, size // 2, max(0, found.size - 3), found.size}:
        for count in (0, 1, 2, 77, 78, 1000, found.size):
            assert found.read(start, count) == expected[start : start + count], (start, count)


@pytest.mark.parametrize("size", SIZES)
def test_a_mail_is_the_same_as_with_its_files_in_memory(tmp_path: Path, size: int) -> None:
    files = [stored(tmp_path / name, size) for name in ("a.bin", "b.bin")]
    message, attached = EmailMessage(policy=policy.SMTP), Attached()
    message.set_content("Tea\n.\n")
    for number, source in enumerate(files):
        name = f"{number}.bin"
        attached.add(message, FileContent(name, source), kind=("image", "x-tea"), filename=name)
    body = attached.body(message.as_bytes())
    whole = b"".join(body.chunks())
    assert len(whole) == body.size
    read = message_from_bytes(whole, policy=policy.default)
    assert [
        (each.get_filename(), each.get_content_type(), each.get_content())
        for each in read.iter_attachments()
    ] == [(f"{n}.bin", "image/x-tea", each.read(0, size)) for n, each in enumerate(files)]
