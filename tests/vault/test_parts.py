"""Values longer than a keyring's entries, as on Windows, against a real keyring."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator

import pytest
from keyring.backends.SecretService import Keyring

from tests.fixtures.secret_service import SecretService
from weavz_tui.model.errors import VaultUnavailable
from weavz_tui.vault.entries import Entries
from weavz_tui.vault.protocol import SERVICE, StoredSecret

SIZE = 100
LONG = {"secretText": "long-" * 60}
LONGER = {"secretText": "longer" * 70}


class Killed(BaseException):
    """Stands for the end of the process."""


class Mortal(Keyring):
    """A real keyring that ends the process after so many changes."""

    def __init__(self, changes: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.left = changes

    def set_password(self, service: str, username: str, password: str) -> None:
        self._spend()
        super().set_password(service, username, password)  # type: ignore[no-untyped-call]

    def delete_password(self, service: str, username: str) -> None:
        self._spend()
        super().delete_password(service, username)  # type: ignore[no-untyped-call]

    def _spend(self) -> None:
        if self.left <= 0:
            raise Killed
        self.left -= 1


@pytest.fixture
def id(home_path: object, secret_service: SecretService) -> str:
    return str(uuid.uuid4())


@pytest.fixture
def entries(id: str) -> Iterator[Entries]:
    found = Entries(Mortal(10_000), SIZE)
    yield found
    found.delete(id)


def names(id: str) -> set[str]:
    """Every entry that the service holds of a connection."""
    import secretstorage  # noqa: PLC0415

    bus = secretstorage.dbus_init()
    try:
        items = secretstorage.search_items(bus, {"service": SERVICE})
        found = {item.get_attributes()["username"] for item in items}
    finally:
        bus.close()
    return {name.removeprefix(id) for name in found if name.startswith(id)}


def test_a_long_value_comes_back_whole(entries: Entries, id: str) -> None:
    entries.write(id, 1, LONG)
    assert entries.read(id) == StoredSecret(1, LONG)
    assert names(id) == {"", "#1.0", "#1.1", "#1.2", "#1.3"}


def test_no_entry_is_longer_than_the_limit(entries: Entries, id: str) -> None:
    entries.write(id, 1, LONG)
    keyring = Mortal(0)
    lengths = [len(keyring.get_password(SERVICE, id + name)) for name in names(id)]  # type: ignore[no-untyped-call]
    assert max(lengths) <= SIZE


def test_a_rotation_leaves_no_part_behind(entries: Entries, id: str) -> None:
    entries.write(id, 1, LONGER)
    entries.write(id, 2, {"secretText": "short"})
    assert entries.read(id) == StoredSecret(2, {"secretText": "short"})
    assert names(id) == {""}


def test_deleting_takes_every_part(entries: Entries, id: str) -> None:
    entries.write(id, 1, LONGER)
    entries.delete(id)
    assert names(id) == set()


@pytest.mark.parametrize("changes", range(0, 11, 2))
def test_a_rotation_that_was_cut_short_is_old_or_new_and_then_clean(
    entries: Entries, id: str, changes: int
) -> None:
    entries.write(id, 1, LONG)
    with contextlib.suppress(Killed):
        Entries(Mortal(changes), SIZE).write(id, 2, LONGER)
    assert entries.read(id) in {1: StoredSecret(1, LONG), 2: StoredSecret(2, LONGER)}.values()
    entries.delete(id)
    assert names(id) == set()


@pytest.mark.parametrize("changes", range(5))
def test_a_deletion_that_was_cut_short_can_be_repeated(
    entries: Entries, id: str, changes: int
) -> None:
    entries.write(id, 1, LONG)
    with pytest.raises(Killed):
        Entries(Mortal(changes), SIZE).delete(id)
    entries.delete(id)
    assert names(id) == set()


def test_two_rotations_cut_short_leave_nothing(entries: Entries, id: str) -> None:
    entries.write(id, 1, LONG)
    for generation, changes in ((2, 7), (3, 10)):
        with pytest.raises(Killed):
            Entries(Mortal(changes), SIZE).write(id, generation, LONGER)
    entries.delete(id)
    assert names(id) == set()


def test_a_damaged_entry_is_named_and_shows_nothing(entries: Entries, id: str) -> None:
    keyring = Mortal(1)
    keyring.set_password(SERVICE, id, '{"v":1,"gen":1,"values":{"secretText":"canary')
    with pytest.raises(VaultUnavailable, match="is damaged") as caught:
        entries.read(id)
    assert "canary" not in f"{caught.value!r}{caught.value.__context__!r}"
    entries.delete(id)
    assert names(id) == set()
